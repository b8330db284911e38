#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Capture: each conversion cycle once, in order, under the driver's own trigger or another;
# and what a failing bus, a chip without power, a change of settings and a driver that is
# unbound make of it.
#
# guest: mode=virtual modules="railglow-board ina3221" carry="pull-trigger"
#        programs="build/host/guest/capture build/host/guest/iio_events" timeout=400
# log: ^ina3221 [0-9]+-0040: no conversion ends: switch the chip off and on, or check its supply$
# log: ^ina3221 [0-9]+-0040: somebody else has set CONFIG to 0x61ff: it is put back$

# shellcheck source=tests/vm/lib/ktap.sh
. /lib/railglow/ktap.sh
# shellcheck source=tests/vm/lib/ina.sh
. /lib/railglow/ina.sh

taken=/tmp/taken

device() {
	basename "$(ina_iio)"
}

# take BYTES RECORDS: from the buffer, hexadecimal, a line each
take() {
	capture "$(ina_iio_node)" "$1" "$2"
}

plan 124

ina_board formats
ina_bus 0 1200000
ina_shunt 0 -1000
ina_bus 1 3304000
ina_shunt 2 2000
ina_live
check_equal "a bus word is recorded as the chip sends it" "be:s13/16>>3" \
	"$(ina_iio_get scan_elements/in_voltage0_type)"
check_equal "... and a shunt word" "be:s13/16>>3" \
	"$(ina_iio_get scan_elements/in_voltage1-voltage0_type)"
check_equal "... and the sum" "be:s15/16>>1" "$(ina_iio_get scan_elements/in_voltage7-voltage6_type)"
check_equal "the driver brings its own trigger" "ina3221-dev$(device | tr -dc 0-9)" \
	"$(ina_iio_get trigger/current_trigger)"
ina_elements in_voltage0 in_voltage1-voltage0 in_voltage2 in_voltage3-voltage2 \
	in_voltage4 in_voltage5-voltage4 in_voltage7-voltage6
ina_capturing 1
check_equal "all of them are words as the chip has them" \
	"04b0 ff38 0ce8 0000 0000 0190 0032" \
	"$(take 14 1 | sed 's/..../& /g; s/ $//')"
check_equal "... also one after the other" 20 "$(take 14 20 | grep -c '^04b0ff380ce8')"
check_equal "attributes can be read meanwhile" "1200 1000 25" \
	"$(ina_get in1_input) $(ina_get in7_input) $(ina_iio_get in_voltage7-voltage6_raw)"
ina_capturing 0
ina_unboard

# steps: of a column of codes from a ramp of $2 thousandths of a code per cycle, how many cycles
# went by unseen, how many records are not later than the one before.
steps() {
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

# pace CONVERSION_US RECORDS OSCILLATOR_PPM [BUS_HZ [BUS_KIND]]: three rails, all at that time.
# A ramp of ten bus steps in a typical cycle tells from each record to the next how many
# cycles lie between them; the chip's own count says how many there were.
pace() {
	ina_board pace "../../bus_clock_hz=${4:-400000}" "../../functionality=${5:-i2c}" \
		"oscillator_ppm=$3"
	ina_live
	for each in voltage voltage-voltage; do
		ina_iio_put in_${each}_integration_time "0.$(printf %06d "$1")"
	done
	ina_elements in_voltage0 in_voltage1-voltage0
	echo 1024 >"$(ina_iio)/buffer/length"
	ina_bus 0 "ramp $(($1 * 6 * 390))us 0 31200mV"
	cycles=$(ina_chip_counter cycles)
	ina_capturing 1
	take 4 "$2" >$taken
	ina_capturing 0
	cycles=$(($(ina_chip_counter cycles) - cycles))
	[ "$(counter captured)" -le "$2" ] || take 4 $(($(counter captured) - $2)) >>$taken
	check_equal "at $1 us ($3 ppm, ${4:-400000} Hz, ${5:-i2c}) no cycle is left out, and none comes twice" \
		"0 0" "$(steps $((10000 + $3 / 100)))"
	check_equal "... none is counted as missed" 0 "$(counter capture_missed)"
	# How long a cycle takes is learnt first, from one to some thirty of them.
	check_between "... and but for some at the start there is one for each that the chip measured" \
		$((cycles - 40)) $((cycles + 1)) "$(counter captured)"
	check_equal "... none torn or failed" "0 0" "$(counter torn) $(counter failed)"
	ina_unboard
}
pace 140 250 0 2440000
pace 140 250 0
pace 204 200 -50000
pace 332 150 100000
pace 588 100 -100000
pace 1100 100 1000
pace 2116 60 -30000
pace 4156 40 50000
pace 8244 30 0
pace 332 100 0 400000 smbus-word
pace 332 100 0 400000 i2c-read-last

# number: of a word as it is recorded
number() {
	echo $((0x$1))
}

# Settings are written in the middle, and back.
settings() {
	ina_board settings "../../bus_clock_hz=$2"
	ina_live
	for each in voltage voltage-voltage; do
		ina_iio_put in_${each}_integration_time "$1"
	done
	ina_elements in_voltage0 in_voltage1-voltage0
	echo 1024 >"$(ina_iio)/buffer/length"
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
	# Those that wait for their proof at the one moment and not at the other.
	check_between "... all are captured as before" $((left - 10)) $((left + 10)) \
		$(($(ina_chip_counter cycles) - $(counter captured)))
	ina_capturing 0
	ina_unboard
}
settings 0.000140 2440000
settings 0.000140 400000
settings 0.001100 100000

# One rail alone, 3,571 cycles a second.
alone() {
	ina_board alone
	ina_live
	for rail in 2 3; do
		ina_put in${rail}_enable 0
	done
	for each in voltage voltage-voltage; do
		ina_iio_put in_${each}_integration_time 0.000140
	done
	ina_elements "$@"
	echo 1024 >"$(ina_iio)/buffer/length"
	ina_capturing 1
	take $((2 * $#)) 200 >/dev/null
	cycles=$(ina_chip_counter cycles)
	captured=$(counter captured)
	take $((2 * $#)) 1000 >/dev/null
	cycles=$(($(ina_chip_counter cycles) - cycles))
	captured=$(($(counter captured) - captured))
	ina_capturing 0
}
alone in_voltage0
check_between "of one rail alone one word of nearly each cycle is captured" 97 101 \
	$((captured * 100 / cycles))
check_equal "... and no other word is read" 0 \
	"$(ina_clear; ina_capturing 1; take 2 100 >/dev/null; ina_reads 0x01)"
ina_capturing 0
ina_unboard
alone in_voltage0 in_voltage1-voltage0
check_between "... and both words of what the bus has time for" 40 101 $((captured * 100 / cycles))
ina_unboard

# A chip that warms up: three rails that rise alike, read in the order of conversion.
warms_up() {
	ina_board warm "../../bus_clock_hz=$2"
	ina_live
	for each in voltage voltage-voltage; do
		ina_iio_put in_${each}_integration_time "0.$(printf %06d "$1")"
	done
	ina_elements in_voltage0 in_voltage2 in_voltage4
	echo 1024 >"$(ina_iio)/buffer/length"
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
		0 "$(sed 's/..../& /g' $taken | while read -r a b c; do
			echo $(($(number "$a") / 8)) $(($(number "$b") / 8)) $(($(number "$c") / 8))
		done | awk '$1 < 3850 && ($2 < $1 || $3 < $2 || $3 > $1 + 12) { bad++ }
			END { print bad + 0 }')"
	check_between "... and few of them are missed" 0 "$4" "$missed"
	ina_unboard
}
warms_up 140 400000 'ramp 2s 0 -1%; -1%' 60
warms_up 140 2440000 'ramp 2s 0 2%; 2%' 60
warms_up 1100 400000 'hold 1s 0; hold 1s 2%; loop' 90

# A power cycle is seen at the next look at Mask/Enable; nothing goes out before that.
ina_board cycled
ina_bus 0 5000000
ina_live
ina_put update_interval 1
ina_elements in_voltage0 in_voltage1-voltage0
ina_capturing 1
take 4 50 >/dev/null
: >$taken
for after in 11 20 33 46 57 60 71 84 95 102; do
	ina_fault "power-cycle after=$after count=1"
	take 4 60 >>$taken
	ina_fault none
done
ina_capturing 0
check_equal "of a chip that is switched off and on ten times at the fastest no record is wrong" 600 \
	"$(grep -c '^13880000$' $taken)"
ina_unboard

# Somebody else writes CONFIG: to 8.244 ms, and with the last rail off.
ina_board foreign
ina_bus 0 5000000
ina_live
ina_elements in_voltage0 in_voltage1-voltage0
ina_capturing 1
take 4 20 >/dev/null
ina_fault "other-write to=0x00 word=0x61ff register=0x02 on=read after=3 count=1"
usleep 100000
ina_fault none
usleep 1100000
check_equal "CONFIG that somebody else wrote is put back within a second of capturing" "0x7127 1" \
	"$(ina_register 0x00) $(counter reprogrammed)"
take 4 $(($(counter captured) - 20)) >$taken
take 4 50 >>$taken
check_equal "... and no record is wrong" "$(wc -l <$taken)" "$(grep -c '^13880000$' $taken)"
ina_capturing 0
check_equal "... which is said once" 1 "$(ina_log 'it is put back')"
ina_unboard

# Without a bit of Mask/Enable that is set only CONFIG tells of a power cycle.
ina_board bare rail0/summation_disable=1 rail1/summation_disable=1 rail2/summation_disable=1
ina_bus 0 5000000
ina_live
ina_put update_interval 1
ina_elements in_voltage0 in_voltage1-voltage0
ina_capturing 1
take 4 50 >/dev/null
ina_fault "power-cycle after=60 count=1"
take 4 200 >$taken
ina_fault none
ina_capturing 0
check_equal "of a chip that sums nothing, switched off and on, no record is wrong" 200 \
	"$(grep -c '^13880000$' $taken)"
check_equal "... as it is programmed again" 0x7007 \
	"$(ina_register 0x00)"
ina_unboard

# A reader at nice 19 that a program that never sleeps keeps from the processor, whatever it holds.
ina_board loaded
ina_live
ina_put update_interval 2
ina_elements in_voltage0 in_voltage1-voltage0 in_voltage2 in_voltage3-voltage2 \
	in_voltage4 in_voltage5-voltage4
ina_capturing 1
take 12 20 >/dev/null
missed=$(counter capture_missed)
touch /tmp/loading
: >/tmp/loads
(while [ -e /tmp/loading ]; do
	cat "$(ina_hwmon)"/*_input >/dev/null
	echo >>/tmp/loads
done) &
renice -n 19 $! >/dev/null 2>&1
reader_nice=$(cut -d ' ' -f 19 /proc/$!/stat)
(while [ -e /tmp/loading ]; do :; done) &
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
	ina_board lasts "../../bus_clock_hz=$1" pin_critical=irq pin_warning=irq
	ina_live
	for each in voltage voltage-voltage; do
		ina_iio_put in_${each}_integration_time 0.000140
	done
	ina_put curr1_crit 2000
	ina_put curr1_max 2000
	ina_elements in_voltage0 in_voltage1-voltage0 in_voltage2 in_voltage3-voltage2 \
		in_voltage4 in_voltage5-voltage4
	echo 1024 >"$(ina_iio)/buffer/length"
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
lasts 400000
lasts 2440000

# What is known of the chip's clock from before gets worse with time.
ina_board begins oscillator_ppm=-50000
ina_live
for each in voltage voltage-voltage; do
	ina_iio_put in_${each}_integration_time 0.000204
done
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

# Six words take 2.8 ms of a cycle of 0.84 ms.
ina_board slow "../../bus_clock_hz=100000"
ina_live
ina_put update_interval 1
ina_elements in_voltage0 in_voltage1-voltage0
ina_capturing 1
take 4 20 >/dev/null
ina_capturing 0
check_between "a bus too slow for cycles that run on delivers some in passes" 20 25 \
	"$(counter captured)"
check_equal "... each of one cycle" 0 "$(counter torn)"
ina_unboard

# Time
ina_board times
ina_live
ina_elements in_voltage0 in_voltage1-voltage0 in_timestamp
echo monotonic >"$(ina_iio)/current_timestamp_clock"
ina_capturing 1
take 16 40 | cut -c 17-32 | sed 's/\(..\)\(..\)\(..\)\(..\)\(..\)\(..\)\(..\)\(..\)/0x\8\7\6\5\4\3\2\1/' |
	while read -r word; do echo $((word)); done >$taken
ina_capturing 0
# The first ones are read right behind the end, the others around it.
check_equal "each has its time, one cycle after the one before" 0 \
	"$(awk 'NR > 8 && ($1 - last < 6000000 || $1 - last > 7300000) { bad++ } { last = $1 } END { print bad + 0 }' $taken)"
ina_unboard

# Averages are read from the chip, and their sum, too.
ina_board averages
ina_bus 0 3000000
ina_shunt 0 8000
ina_shunt 1 2000
ina_live
ina_iio_put oversampling_ratio 64
ina_elements in_voltage0 in_voltage1-voltage0
ina_capturing 1
check_equal "averages are captured" 30 "$(take 4 30 | grep -c '^0bb80640$')"
check_equal "... while their sum can be read" 10000 "$(ina_get in7_input)"
ina_capturing 0
ina_elements in_voltage7-voltage6
ina_capturing 1
check_equal "the sum alone can be captured" 30 "$(take 2 30 | grep -c '^01f4$')"
ina_capturing 0
ina_unboard

# Another trigger
modprobe pull-trigger
ina_board second
ina_live
not_ours=$(ina_iio_get trigger/current_trigger)
ina_board other
ina_bus 0 5000000
ina_live
ina_elements in_voltage0 in_voltage1-voltage0
echo 128 >"$(ina_iio)/buffer/length"
echo pull >"$(ina_iio)/trigger/current_trigger"
check_equal "another trigger can be chosen" pull "$(ina_iio_get trigger/current_trigger)"
ina_capturing 1
for _ in 1 2 3 4 5; do
	echo 1 >/sys/module/pull_trigger/parameters/now
	usleep 30000
done
check_equal "... and each pull is a scan" 5 "$(counter captured)"
check_equal "... which are the ones in the buffer" 5 "$(take 4 5 | grep -c '^1388')"
for _ in 1 2 3; do
	echo 1 >/sys/module/pull_trigger/parameters/now
done
usleep 50000
check_between "pulls faster than the chip are scans of different cycles" 6 8 "$(counter captured)"
ina_fault "nack count=forever"
echo 1 >/sys/module/pull_trigger/parameters/now
usleep 50000
check_equal "a pull while the bus fails is counted" 1 "$(counter capture_dropped)"
ina_fault none
ina_capturing 0
check_says "that of another chip cannot" "Invalid argument" \
	ina_iio_put trigger/current_trigger "$not_ours"
ina_unboard
ina_name=second
ina_unboard
rmmod pull-trigger

# What can go wrong
ina_board wrong
ina_bus 0 5000000
ina_live
ina_elements in_voltage0 in_voltage1-voltage0
ina_fault "nack one_in=100 seed=5"
ina_capturing 1
take 4 200 >$taken
check_equal "with one message in a hundred lost the scans that are delivered are right" 200 \
	"$(grep -c '^13880000$' $taken)"
check_between "... and those that are not are counted" 10 100 "$(counter capture_dropped)"
ina_fault none
ina_fault "nack count=forever"
usleep 300000
check_between "with all of them lost it goes on trying, once or twice per cycle" 20 200 \
	"$(sed -n 's/.*struck=\([0-9]*\).*/\1/p' "$ina_debug/$ina_name/faults")"
ina_fault none
check_equal "... and records again when the bus is back" 50 \
	"$(take 4 50 | grep -c '^13880000$')"
ina_iio_put oversampling_ratio 16
check_equal "settings can be changed meanwhile" 20 "$(take 4 20 | grep -c '^13880000$')"
ina_iio_put oversampling_ratio 1

# wakeups: of the thread that paces scans
wakeups() {
	pacer=$(grep -l '^ina3221-dev' /proc/[0-9]*/comm)
	sed -n 's/^voluntary_ctxt_switches:[^0-9]*//p' "${pacer%/comm}/status"
}

# all_rails 0|1
all_rails() {
	for each in 1 2 3; do
		ina_put in${each}_enable "$1"
	done
}
all_rails 0
dropped=$(counter capture_dropped)
missed=$(counter capture_missed)
before=$(wakeups)
usleep 500000
check_between "while all rails are off it sleeps" 0 10 \
	$(($(wakeups) - before))
all_rails 1
check_equal "... and goes on when one is on" 20 "$(take 4 20 | grep -c '^13880000$')"
ina_put in1_enable 0
before=$(wakeups)
usleep 500000
check_between "it waits as well while none of the rails that are captured is on" 0 10 \
	$(($(wakeups) - before))
ina_put in1_enable 1
check_equal "... and goes on when one is" 20 "$(take 4 20 | grep -c '^13880000$')"
check_equal "what was not measured was neither dropped nor missed" "$dropped $missed" \
	"$(counter capture_dropped) $(counter capture_missed)"
ina_capturing 0
ina_unboard

ina_board power
ina_bus 0 5000000
ina_live
ina_put curr1_max 2000
ina_elements in_voltage0 in_voltage1-voltage0
ina_capturing 1
ina_fault "power-cycle after=300 count=1"
check_equal "a power cycle in between spoils no record" 100 "$(take 4 100 | grep -c '^13880000$')"
check_equal "... as the chip is programmed again" 1 "$(counter reprogrammed)"
ina_fault none
ina_power 0
usleep 100000
ina_power 1
check_equal "nor does a chip that is without power for a while" 100 \
	"$(take 4 100 | grep -c '^13880000$')"
check_equal "... and its limits are back" "2000 0x0fa0 2" \
	"$(ina_get curr1_max) $(ina_register 0x08) $(counter reprogrammed)"
echo 1 >"$ina_debug/power/chips/chip/stuck"
usleep 100000
captured=$(counter captured)
usleep 100000
check_equal "a chip that stops converting delivers nothing" "$captured" "$(counter captured)"
echo 0 >"$ina_debug/power/chips/chip/stuck"
take 4 "$((captured - 200))" >/dev/null
check_equal "... until it goes on" 20 "$(take 4 20 | grep -c '^13880000$')"
ina_capturing 0
ina_unboard

# The driver goes while all of it is in use.
read_all() {
	while [ -e /tmp/reading ]; do
		cat "$(ina_hwmon)"/*_* "$(ina_iio)"/in_* "$(ina_iio)"/events/* >/dev/null 2>&1
	done
}

ina_board busy pin_critical=irq pin_warning=irq
ina_bus 0 5000000
ina_live
touch /tmp/reading
read_all 2>/dev/null &
for round in 1 2 3; do
	ina_elements in_voltage0 in_voltage1-voltage0
	echo 1 >"$(ina_iio)/events/in_current0_thresh_rising_en"
	echo 2000 >"$(ina_iio)/events/in_current0_thresh_rising_value"
	: >/tmp/heard
	iio_events "$(device)" >>/tmp/heard 2>&1 &
	listener=$!
	until grep -q ready /tmp/heard; do
		usleep 1000
	done
	ina_capturing 1
	ina_shunt 0 'hold 10ms 90mV; hold 10ms 0; loop'
	[ $round -gt 1 ] || check_fails "the driver cannot be unloaded while it captures" rmmod ina3221
	take 4 100000 >/dev/null 2>$taken.error &
	reader=$!
	usleep 120000
	ina_unbind
	wait $reader
	check "who reads the buffer of a device that goes is told ($round)" \
		grep -q "No such device" $taken.error
	check_between "... and events were heard until then" 1 40 "$(grep -c thresh /tmp/heard)"
	kill $listener 2>/dev/null
	wait $listener 2>/dev/null
	ina_shunt 0 0
	ina_bind
done
check_equal "after all that it captures as before" 20 "$(ina_elements in_voltage0; ina_capturing 1
	take 2 20 | grep -c '^1388$'; ina_capturing 0)"
ina_shunt 0 'hold 5ms 90mV; hold 5ms 0; loop'
usleep 20000
check "it can be unloaded while it is read and alarms come" rmmod ina3221
modprobe ina3221
usleep 20000
check_equal "... and loaded again" 5000 "$(ina_get in1_input)"
rm /tmp/reading
wait
check_equal "nothing of this was against the datasheet" 0 "$(ina_violations)"
ina_unboard
check "then the driver can be unloaded" rmmod ina3221
