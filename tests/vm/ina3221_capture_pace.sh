#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Capture keeps pace with the chip: each conversion cycle once, in order, at each conversion time
# and on each bus, while settings change, an alarm lasts, others read and the oscillator drifts.
#
# guest: mode=virtual modules="railglow-board ina3221" programs="build/host/guest/capture build/host/guest/attr_reader" timeout=400

# shellcheck source=tests/vm/lib/ktap.sh
. /lib/railglow/ktap.sh
# shellcheck source=tests/vm/lib/ina.sh
. /lib/railglow/ina.sh

taken=/tmp/taken
six_words="in_voltage0 in_voltage1-voltage0 in_voltage2 in_voltage3-voltage2 in_voltage4
	in_voltage5-voltage4"

# take BYTES RECORDS: from the buffer, hexadecimal, a line each
take() {
	capture "$(ina_iio_node)" "$1" "$2"
}

# conversions CONVERSION_US: of both voltages
conversions() {
	local each
	for each in voltage voltage-voltage; do
		ina_iio_put in_${each}_integration_time "0.$(printf %06d "$1")"
	done
}

# elements NAME...: are captured, into a long buffer
elements() {
	ina_elements "$@"
	echo 1024 >"$(ina_iio)/buffer/length"
}

# steps STEP: how many cycles went by unseen in a column of codes from a ramp of that many
# thousandths of a code per cycle, and how many records are not later than the one before
steps() {
	local word
	while read -r word; do
		echo $((0x${word%????} / 8))
	done <$taken | awk -v step="$1" '
		NR > 1 {
			cycles = int(($1 - last) * 1000 / step + 0.5)
			if (cycles < 1) twice++; else unseen += cycles - 1
		}
		{ last = $1 }
		END { print unseen + 0, twice + 0 }'
}

# take_all RECORDS: so many, and those that are in the buffer when the capture ends; sets cycles to
# how many the chip measured meanwhile
take_all() {
	cycles=$(ina_chip_counter cycles)
	ina_capturing 1
	take 4 "$1" >$taken
	ina_capturing 0
	cycles=$(($(ina_chip_counter cycles) - cycles))
	[ "$(counter captured)" -le "$1" ] || take 4 $(($(counter captured) - $1)) >>$taken
}

# pace CONVERSION_US RECORDS OSCILLATOR_PPM [BUS_HZ [BUS_KIND]]: three rails, all at that time.
# A ramp of ten bus steps in a typical cycle tells from each record to the next how many
# cycles lie between them; the chip's own count says how many there were. One of some 20,000 has
# no proof, also in a guest at rest: it is counted.
pace() {
	local cycles unseen twice
	ina_board pace "../../bus_clock_hz=${4:-400000}" "../../functionality=${5:-i2c}" \
		"oscillator_ppm=$3"
	ina_live
	conversions "$1"
	elements in_voltage0 in_voltage1-voltage0
	# A guest that has just started has work of its own left, which holds threads up for a while.
	sleep 1
	ina_bus 0 "ramp $(($1 * 6 * 390))us 0 31200mV"
	take_all "$2"
	twice=$(steps $((10000 + $3 / 100)))
	unseen=${twice% *} twice=${twice#* }
	check_between "at $1 us ($3 ppm, ${4:-400000} Hz, ${5:-i2c}) hardly a cycle is left out" 0 1 \
		"$unseen"
	check_between "... each that is has been counted, once" "$unseen" 1 "$(counter capture_missed)"
	check_equal "... none comes twice" 0 "$twice"
	# How long a cycle takes is learnt first, from one to some thirty of them.
	check_between "... and but for some at the start there is one for each that the chip measured" \
		$((cycles - 40)) $((cycles + 1)) "$(counter captured)"
	check_between "... and none is torn but those" 0 "$(counter capture_missed)" \
		"$(counter torn)"
	check_equal "... none has failed" 0 "$(counter failed)"
	ina_unboard
}

# settings SECONDS BUS_HZ: conversion times are changed in the middle, and back.
settings() {
	local before left
	ina_board settings "../../bus_clock_hz=$2"
	ina_live
	ina_iio_put in_voltage_integration_time "$1"
	ina_iio_put in_voltage-voltage_integration_time "$1"
	elements in_voltage0 in_voltage1-voltage0
	ina_capturing 1
	take 4 100 >/dev/null
	ina_iio_put in_voltage_integration_time 0.000588
	ina_iio_put in_voltage_integration_time "$1"
	take 4 50 >/dev/null
	before=$(counter capture_missed)
	left=$(($(ina_chip_counter cycles) - $(counter captured)))
	take 4 300 >/dev/null
	check_between "after settings were written ($1 s, $2 Hz) hardly a cycle is missed" 0 3 \
		$(($(counter capture_missed) - before))
	# Some cycles wait for their proof at the one moment and not at the other.
	check_between "... all are captured as before" $((left - 10)) $((left + 10)) \
		$(($(ina_chip_counter cycles) - $(counter captured)))
	ina_capturing 0
	ina_unboard
}

# alone ELEMENT...: a board where one rail is on alone, 3,571 cycles a second; its pins are wired
# as $pins says
alone() {
	local rail
	# shellcheck disable=SC2086 # settings
	ina_board alone ${pins:-}
	ina_live
	for rail in 2 3; do
		ina_put in${rail}_enable 0
	done
	conversions 140
	elements "$@"
}

# captured_thousandths BYTES RECORDS: how many of the cycles are captured while those are taken
captured_thousandths() {
	local cycles captured
	ina_capturing 1
	take "$1" 200 >/dev/null
	cycles=$(ina_chip_counter cycles)
	captured=$(counter captured)
	take "$1" "$2" >/dev/null
	cycles=$(($(ina_chip_counter cycles) - cycles))
	captured=$(($(counter captured) - captured))
	ina_capturing 0
	echo $((captured * 1000 / cycles))
}

# codes: three words of each record that was taken, as codes
codes() {
	local a b c
	sed 's/..../& /g' $taken | while read -r a b c; do
		echo $((0x$a / 8)) $((0x$b / 8)) $((0x$c / 8))
	done
}

# warms_up CONVERSION_US BUS_HZ DRIFT MISSED_MAX: three rails that rise alike, read in the order of
# conversion
warms_up() {
	local rail missed
	ina_board warm "../../bus_clock_hz=$2"
	ina_live
	conversions "$1"
	elements in_voltage0 in_voltage2 in_voltage4
	for rail in 0 1 2; do
		ina_bus $rail "ramp $(($1 * 6 * 390))us 0 31200mV; loop"
	done
	ina_capturing 1
	take 6 100 >/dev/null
	echo "$3" >"$ina_debug/warm/chips/chip/drift_ppm"
	take 6 1500 >$taken
	missed=$(counter capture_missed)
	ina_capturing 0
	# Ten codes in a cycle, and a step back where the ramp begins again.
	check_equal "rails that rise are never recorded in the wrong order while the chip drifts ($1 us, $2 Hz, $3)" \
		"0 of 1500" "$(codes | awk '$1 < 3850 && ($2 < $1 || $3 < $2 || $3 > $1 + 12) { bad++ }
			END { print bad + 0, "of", NR }')"
	check_between "... and few of them are missed" 0 "$4" "$missed"
	ina_unboard
}

# span: 2500 records are taken; sets missed and looks to what was counted meanwhile
span() {
	missed=$(counter capture_missed)
	looks=$(counter mask_reads)
	take 12 2500 >$taken
	missed=$(($(counter capture_missed) - missed))
	looks=$(($(counter mask_reads) - looks))
}

# lasts BUS_HZ: a condition has to be looked at while it lasts, which a capture does anyhow.
lasts() {
	local missed looks missed_before looks_before
	ina_board lasts "../../bus_clock_hz=$1" pin_critical=irq pin_warning=irq
	ina_live
	conversions 140
	ina_put curr1_crit 2000
	ina_put curr1_max 2000
	# shellcheck disable=SC2086 # names are words
	elements $six_words
	ina_capturing 1
	take 12 500 >/dev/null
	span
	missed_before=$missed looks_before=$looks
	ina_shunt 0 'hold 2s 90mV; 0'
	span
	ina_capturing 0
	check_between "an alarm that lasts for two seconds costs a capture no more than some cycles ($1 Hz)" \
		0 $((missed_before + 10)) "$missed"
	check_between "... and hardly a look" 1 $((looks_before + 50)) "$looks"
	# 2,381 cycles; on the slower bus some are missed with or without an alarm.
	check_between "... and is in its records for as long" 2250 2390 "$(grep -c '^....4650' $taken)"
	check_equal "... and is one for either limit, and over" "1 1 0x0000" \
		"$(ina_get curr1_crit_alarm_count) $(ina_get curr1_max_alarm_count) $(counter conditions_now)"
	ina_unboard
}

# read_always: hwmon, as long as there is /tmp/loading; a line in /tmp/loads for each time
read_always() {
	while [ -e /tmp/loading ]; do
		cat "$(ina_hwmon)"/*_input >/dev/null
		echo >>/tmp/loads
	done
}

# load: a reader at nice 19 that a program that never sleeps keeps from the processor, whatever it
# holds; sets reader_nice. Both run as long as there is /tmp/loading.
load() {
	touch /tmp/loading
	: >/tmp/loads
	read_always &
	renice -n 19 $! >/dev/null 2>&1
	reader_nice=$(cut -d ' ' -f 19 /proc/$!/stat)
	(while [ -e /tmp/loading ]; do :; done) &
}

case_each_cycle_of_140_us_conversions_is_captured_over_a_fast_bus() {
	pace 140 250 0 2440000
}

case_each_cycle_of_140_us_conversions_is_captured() {
	pace 140 250 0
}

case_each_cycle_of_204_us_conversions_is_captured() {
	pace 204 200 -50000
}

case_each_cycle_of_332_us_conversions_is_captured() {
	pace 332 150 100000
}

case_each_cycle_of_588_us_conversions_is_captured() {
	pace 588 100 -100000
}

case_each_cycle_of_1100_us_conversions_is_captured() {
	pace 1100 100 1000
}

case_each_cycle_of_2116_us_conversions_is_captured() {
	pace 2116 60 -30000
}

case_each_cycle_of_4156_us_conversions_is_captured() {
	pace 4156 40 50000
}

case_each_cycle_of_8244_us_conversions_is_captured() {
	pace 8244 30 0
}

case_each_cycle_is_captured_by_smbus_words() {
	pace 332 100 0 400000 smbus-word
}

case_each_cycle_is_captured_where_a_read_has_to_be_the_last_message() {
	pace 332 100 0 400000 i2c-read-last
}

case_hardly_a_cycle_is_missed_after_settings_over_a_fast_bus() {
	settings 0.000140 2440000
}

case_hardly_a_cycle_is_missed_after_settings() {
	settings 0.000140 400000
}

case_hardly_a_cycle_is_missed_after_settings_over_a_slow_bus() {
	settings 0.001100 100000
}

# each_without_a_stop CONVERSION_US RECORDS OPTION..: are captured, of nearly each cycle, in no pass
each_without_a_stop() {
	local us="$1" records="$2"
	shift 2
	ina_board swift "../../bus_clock_hz=2440000" "$@"
	ina_live
	conversions "$us"
	# shellcheck disable=SC2086 # names
	elements $six_words
	ina_capturing 1
	take 12 20 >/dev/null
	ina_clear
	cycles=$(ina_chip_counter cycles)
	take 12 "$records" >/dev/null
	cycles=$(($(ina_chip_counter cycles) - cycles))
	check_between "$us us, a fast bus $*: nearly each cycle is captured" \
		$((records * 98 / 100 - 4)) $((records * 102 / 100 + 4)) "$cycles"
	check_equal "... and the chip is never stopped" 0 "$(ina_writes 0x00)"
	ina_capturing 0
	ina_unboard
}

case_a_fast_bus_follows_a_fast_chip() {
	each_without_a_stop 140 1000 oscillator_ppm=-280000
}

case_a_fast_bus_follows_slow_conversions() {
	each_without_a_stop 1100 300
	each_without_a_stop 8244 60
}

case_one_word_of_one_rail_is_captured_in_nearly_each_cycle() {
	local word
	for word in "bus in_voltage0 0x01" "shunt in_voltage1-voltage0 0x02"; do
		# shellcheck disable=SC2086 # a name, a file, the register of the other word
		set -- $word
		alone "$2"
		check_between "the $1 word of one rail alone is captured in nearly each cycle" 970 1010 \
			"$(captured_thousandths 2 1000)"
		ina_clear
		ina_capturing 1
		take 2 100 >/dev/null
		check_equal "... and no other word is read" 0 "$(ina_reads "$3")"
		ina_capturing 0
		ina_unboard
	done
}

case_both_words_of_one_rail_are_captured_as_the_bus_has_time() {
	alone in_voltage0 in_voltage1-voltage0
	check_between "both words of one rail alone are captured as the bus has time" 400 1010 \
		"$(captured_thousandths 4 1000)"
	ina_unboard
}

case_a_chip_that_warms_up_is_captured_in_order() {
	warms_up 140 400000 'ramp 2s 0 -1%; -1%' 60
}

case_a_chip_that_warms_up_is_captured_in_order_over_a_fast_bus() {
	warms_up 140 2440000 'ramp 2s 0 2%; 2%' 60
}

case_a_chip_whose_clock_steps_is_captured_in_order() {
	warms_up 1100 400000 'hold 1s 0; hold 1s 2%; loop' 90
}

case_readers_and_a_busy_processor_cost_a_capture_nothing() {
	local missed reader_nice loads
	ina_board loaded
	ina_live
	ina_put update_interval 2
	# shellcheck disable=SC2086 # names are words
	ina_elements $six_words
	ina_capturing 1
	take 12 20 >/dev/null
	missed=$(counter capture_missed)
	load
	take 12 1000 >/dev/null
	loads=$(wc -l </tmp/loads)
	rm /tmp/loading
	wait
	check_equal "readers and a busy processor cost a capture nothing" "$missed" \
		"$(counter capture_missed)"
	check_equal "... though the reader is the last one to be heard" 19 "$reader_nice"
	check_between "... and is, now and then" 2 200 "$loads"
	ina_capturing 0
	ina_unboard
}

# all_is_read: every attribute, twenty times a second; begun before others
all_is_read() {
	attr_reader rounds 3 20000 "$(ina_hwmon)" "$(ina_iio)" >/dev/null
}

case_a_reader_beside_an_alarm_costs_one_word_hardly_a_cycle() {
	local pins="pin_warning=irq pin_critical=irq"
	alone in_voltage1-voltage0
	ina_put curr1_max -8
	ina_shunt 0 'ramp 100ms 0 80mV; loop'
	all_is_read &
	check_between "a reader beside an alarm that lasts costs one word hardly a cycle" 988 1001 \
		"$(captured_thousandths 2 8000)"
	wait
	ina_unboard
}

case_an_alarm_that_lasts_costs_a_capture_some_cycles() {
	lasts 400000
}

case_an_alarm_that_lasts_costs_a_capture_some_cycles_over_a_fast_bus() {
	lasts 2440000
}

# The driver's knowledge of the chip's clock from before gets worse with time.
case_no_cycle_is_missed_whenever_a_capture_begins() {
	local pause_us
	ina_board begins oscillator_ppm=-50000
	ina_live
	conversions 204
	ina_elements in_voltage0 in_voltage1-voltage0
	for pause_us in 0 1000 2000 3000 4000 5000 6000 7000 8000 9000 10000 20000 50000; do
		usleep $pause_us
		ina_capturing 1
		take 4 10 >/dev/null
		ina_capturing 0
	done
	check_equal "whenever a capture begins, after its first cycle none is missed" 0 \
		"$(counter capture_missed)"
	ina_unboard
}

# Six words take 2.8 ms of a cycle of 0.84 ms.
# slow_passes: 220 records of cycles of 840 us over a bus of 100 kHz; gives how many thousandths of
# the time between them have cycles that are accounted for
slow_passes() {
	local begun cycles
	# shellcheck disable=SC2086 # names
	ina_elements $six_words
	ina_capturing 1
	take 12 20 >/dev/null
	begun=$(uptime_ms)
	cycles=$(($(counter captured) + $(counter capture_missed)))
	take 12 200 >/dev/null
	cycles=$(($(counter captured) + $(counter capture_missed) - cycles))
	echo $((cycles * 840 / ($(uptime_ms) - begun)))
	ina_capturing 0
}

slow_board() {
	ina_board slow "../../bus_clock_hz=100000"
	ina_live
	ina_put update_interval 1
}

case_a_bus_too_slow_delivers_some_cycles_in_passes() {
	local share
	slow_board
	share=$(slow_passes)
	check_between "a bus too slow for cycles that run on delivers some in passes" 220 225 \
		"$(counter captured)"
	check_equal "... each of one cycle" 0 "$(counter torn)"
	check_between "... and counts the others as missed" 980 1020 "$share"
	ina_unboard
}

case_passes_beside_a_limit_count_what_they_miss() {
	local share
	slow_board
	ina_put curr1_max 8000
	share=$(slow_passes)
	check_between "beside a limit, passes count the cycles between them as missed" 980 1020 "$share"
	ina_unboard
}

cases
