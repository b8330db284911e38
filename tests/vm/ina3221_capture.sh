#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Capture: the contents of its records, under the driver's own trigger or another; and what a
# failing bus, a chip without power, a change of settings and a driver that is unbound make of it.
# Its pace is for ina3221_capture_pace.
#
# guest: mode=virtual modules="railglow-board ina3221" carry="pull-trigger"
#        programs="build/host/guest/capture build/host/guest/iio_events" timeout=400
# log: ^ina3221 [0-9]+-0040: no conversion ends: switch the chip off and on, or check its supply$
# log: ^ina3221 [0-9]+-0040: CONFIG was changed to 0x61ff outside this driver: restoring it$

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

# right RECORDS: so many are taken of the first rail; how many of them are 5 V and nothing
right() {
	take 4 "$1" | grep -c '^13880000$'
}

# right_taken: how many of those that were taken before are that
right_taken() {
	grep -c '^13880000$' $taken
}

# capturing_done: the end of a capture and of its board
capturing_done() {
	ina_capturing 0
	ina_unboard
}

# formats: a board with known readings
formats() {
	ina_board formats
	ina_bus 0 1200000
	ina_shunt 0 -1000
	ina_bus 1 3304000
	ina_shunt 2 2000
	ina_live
}

# five_volts BOARD [SETTING=VALUE...]: on its first rail, the words of which are to be captured
five_volts() {
	ina_board "$@"
	ina_bus 0 5000000
	ina_live
	ina_elements in_voltage0 in_voltage1-voltage0
}

# averages: a board that averages, with known readings
averages() {
	ina_board averages
	ina_bus 0 3000000
	ina_shunt 0 8000
	ina_shunt 1 2000
	ina_live
	ina_iio_put oversampling_ratio 64
}

# pulled: a board whose captures are of another trigger's time
pulled() {
	modprobe pull-trigger
	five_volts pulled
	echo 128 >"$(ina_iio)/buffer/length"
	echo pull >"$(ina_iio)/trigger/current_trigger"
}

pull() {
	echo 1 >/sys/module/pull_trigger/parameters/now
}

pulled_done() {
	capturing_done
	rmmod pull-trigger
}

# wakeups: of the thread that paces scans
wakeups() {
	local pacer
	pacer=$(grep -l '^ina3221-dev' /proc/[0-9]*/comm)
	sed -n 's/^voluntary_ctxt_switches:[^0-9]*//p' "${pacer%/comm}/status"
}

# wakeups_in_half_a_second: of that thread
wakeups_in_half_a_second() {
	local before
	before=$(wakeups)
	usleep 500000
	echo $(($(wakeups) - before))
}

# not_recorded: cycles that were dropped, and that were missed
not_recorded() {
	echo "$(counter capture_dropped) $(counter capture_missed)"
}

# all_rails 0|1
all_rails() {
	local each
	for each in 1 2 3; do
		ina_put in${each}_enable "$1"
	done
}

# read_all: each file of both interfaces, as long as there is /tmp/reading
read_all() {
	while [ -e /tmp/reading ]; do
		cat "$(ina_hwmon)"/*_* "$(ina_iio)"/in_* "$(ina_iio)"/events/* >/dev/null 2>&1
	done
}

# busy: a board with pins wired, all of which somebody reads
busy() {
	five_volts busy pin_critical=irq pin_warning=irq
	touch /tmp/reading
	read_all 2>/dev/null &
}

busy_done() {
	rm /tmp/reading
	wait
	ina_done
}

# warnings: of the first rail, above 80 mV
warnings() {
	echo 1 >"$(ina_iio)/events/in_current0_thresh_rising_en"
	echo 2000 >"$(ina_iio)/events/in_current0_thresh_rising_value"
}

# listen: somebody listens to events; sets listener
listen() {
	: >/tmp/heard
	iio_events "$(device)" >>/tmp/heard 2>&1 &
	listener=$!
	until grep -q ready /tmp/heard; do
		usleep 1000
	done
}

hush() {
	kill "$listener" 2>/dev/null
	wait "$listener" 2>/dev/null
}

# goes ROUND: the driver goes while its buffer is read, events are heard and attributes are read
goes() {
	local listener reader
	ina_elements in_voltage0 in_voltage1-voltage0
	warnings
	listen
	ina_capturing 1
	ina_shunt 0 'hold 10ms 90mV; hold 10ms 0; loop'
	[ "$1" -gt 1 ] || check_fails "the driver cannot be unloaded while it captures" rmmod ina3221
	take 4 100000 >/dev/null 2>$taken.error &
	reader=$!
	usleep 120000
	ina_unbind
	wait $reader
	check "a reader of the buffer of a device that goes is told ($1)" \
		grep -q "No such device" $taken.error
	check_between "... and events were heard until then" 1 40 "$(grep -c thresh /tmp/heard)"
	hush
	ina_shunt 0 0
}

case_words_are_recorded_as_the_chip_sends_them() {
	formats
	check_equal "a bus word is recorded as the chip sends it" "be:s13/16>>3" \
		"$(ina_iio_get scan_elements/in_voltage0_type)"
	check_equal "... and a shunt word" "be:s13/16>>3" \
		"$(ina_iio_get scan_elements/in_voltage1-voltage0_type)"
	check_equal "... and the sum" "be:s15/16>>1" \
		"$(ina_iio_get scan_elements/in_voltage7-voltage6_type)"
	ina_elements in_voltage0 in_voltage1-voltage0 in_voltage2 in_voltage3-voltage2 \
		in_voltage4 in_voltage5-voltage4 in_voltage7-voltage6
	ina_capturing 1
	check_equal "all of them are words as the chip has them" \
		"04b0 ff38 0ce8 0000 0000 0190 0032" \
		"$(take 14 1 | sed 's/..../& /g; s/ $//')"
	check_equal "... also one after the other" 20 "$(take 14 20 | grep -c '^04b0ff380ce8')"
	check_equal "attributes can be read meanwhile" "1200 1000 25" \
		"$(ina_get in1_input) $(ina_get in7_input) $(ina_iio_get in_voltage7-voltage6_raw)"
	capturing_done
}

case_the_driver_brings_its_own_trigger() {
	formats
	check_equal "the driver brings its own trigger" "ina3221-dev$(device | tr -dc 0-9)" \
		"$(ina_iio_get trigger/current_trigger)"
	ina_unboard
}

# A power cycle is seen at the next look at Mask/Enable; nothing goes out before that.
case_no_record_is_wrong_of_a_chip_that_is_switched_off_and_on() {
	local after
	five_volts cycled
	ina_put update_interval 1
	ina_capturing 1
	take 4 50 >/dev/null
	: >$taken
	for after in 11 20 33 46 57 60 71 84 95 102; do
		ina_fault "power-cycle after=$after count=1"
		take 4 60 >>$taken
		ina_fault none
	done
	ina_capturing 0
	check_equal \
		"of a chip that is switched off and on ten times at the fastest no record is wrong" \
		600 "$(right_taken)"
	ina_unboard
}

# Somebody else writes CONFIG: to 8.244 ms, and with the last rail off.
case_config_that_somebody_else_wrote_is_put_back() {
	local said
	five_volts foreign
	said=$(ina_log 'outside this driver: restoring it')
	ina_capturing 1
	take 4 20 >/dev/null
	ina_fault "other-write to=0x00 word=0x61ff register=0x02 on=read after=3 count=1"
	usleep 100000
	ina_fault none
	usleep 1100000
	check_equal "CONFIG that somebody else wrote is put back within a second of capturing" \
		"0x7127 1" "$(ina_register 0x00) $(counter reprogrammed)"
	take 4 $(($(counter captured) - 20)) >$taken
	take 4 50 >>$taken
	check_equal "... and no record is wrong" "$(wc -l <$taken)" "$(right_taken)"
	ina_capturing 0
	check_equal "... which is said once" 1 $(($(ina_log 'outside this driver: restoring it') - said))
	ina_unboard
}

# Without a bit of Mask/Enable that is set only CONFIG tells of a power cycle.
case_no_record_is_wrong_of_a_chip_that_sums_nothing() {
	five_volts bare rail0/summation_disable=1 rail1/summation_disable=1 rail2/summation_disable=1
	ina_put update_interval 1
	ina_capturing 1
	take 4 50 >/dev/null
	ina_fault "power-cycle after=60 count=1"
	take 4 200 >$taken
	ina_fault none
	ina_capturing 0
	check_equal "no record of a chip that sums nothing, switched off and on, is wrong" 200 \
		"$(right_taken)"
	check_equal "... as it is programmed again" 0x7007 "$(ina_register 0x00)"
	ina_unboard
}

case_each_record_has_its_time() {
	local word
	ina_board times
	ina_live
	ina_elements in_voltage0 in_voltage1-voltage0 in_timestamp
	echo monotonic >"$(ina_iio)/current_timestamp_clock"
	ina_capturing 1
	take 16 40 | cut -c 17-32 |
		sed 's/\(..\)\(..\)\(..\)\(..\)\(..\)\(..\)\(..\)\(..\)/0x\8\7\6\5\4\3\2\1/' |
		while read -r word; do echo $((word)); done >$taken
	ina_capturing 0
	# The first ones are read right behind the end, the others around it.
	check_equal "each has its time, one cycle after the one before" "0 of 40" \
		"$(awk 'NR > 8 && ($1 - last < 6000000 || $1 - last > 7300000) { bad++ }
			{ last = $1 }
			END { print bad + 0, "of", NR }' $taken)"
	ina_unboard
}

# Averages are read from the chip, and their sum, too.
case_averages_are_captured() {
	averages
	ina_elements in_voltage0 in_voltage1-voltage0
	ina_capturing 1
	check_equal "averages are captured" 30 "$(take 4 30 | grep -c '^0bb80640$')"
	check_equal "... while their sum can be read" 10000 "$(ina_get in7_input)"
	capturing_done
}

case_the_sum_alone_can_be_captured() {
	averages
	ina_elements in_voltage7-voltage6
	ina_capturing 1
	check_equal "the sum alone can be captured" 30 "$(take 2 30 | grep -c '^01f4$')"
	capturing_done
}

case_each_pull_of_another_trigger_is_a_scan() {
	pulled
	check_equal "another trigger can be chosen" pull "$(ina_iio_get trigger/current_trigger)"
	ina_capturing 1
	for _ in 1 2 3 4 5; do
		pull
		usleep 30000
	done
	check_equal "... and each pull is a scan" 5 "$(counter captured)"
	check_equal "... which are the ones in the buffer" 5 "$(take 4 5 | grep -c '^1388')"
	pulled_done
}

case_pulls_faster_than_the_chip_are_scans_of_different_cycles() {
	pulled
	ina_capturing 1
	for _ in 1 2 3; do
		pull
	done
	usleep 50000
	check_between "pulls faster than the chip are scans of different cycles" 1 3 \
		"$(counter captured)"
	pulled_done
}

case_a_pull_while_the_bus_fails_is_counted() {
	pulled
	ina_capturing 1
	ina_fault "nack count=forever"
	pull
	usleep 50000
	check_equal "a pull while the bus fails is counted" 1 "$(counter capture_dropped)"
	ina_fault none
	pulled_done
}

case_the_trigger_of_another_chip_is_refused() {
	local not_ours
	ina_board second
	ina_live
	not_ours=$(ina_iio_get trigger/current_trigger)
	pulled
	check_says "the trigger of another chip cannot be chosen" "Invalid argument" \
		ina_iio_put trigger/current_trigger "$not_ours"
	check_equal "... and the one that was stays" pull "$(ina_iio_get trigger/current_trigger)"
	pulled_done
	ina_name=second
	ina_unboard
}

case_scans_are_right_with_one_message_in_a_hundred_lost() {
	five_volts wrong
	ina_fault "nack one_in=100 seed=5"
	ina_capturing 1
	check_equal "with one message in a hundred lost the scans that are delivered are right" 200 \
		"$(right 200)"
	check_between "... and those that are not are counted" 10 100 "$(counter capture_dropped)"
	ina_fault none
	capturing_done
}

case_a_capture_goes_on_trying_with_all_messages_lost() {
	five_volts wrong
	ina_capturing 1
	take 4 20 >/dev/null
	ina_fault "nack count=forever"
	usleep 300000
	check_between "with all messages lost it goes on trying, once or twice per cycle" 20 200 \
		"$(sed -n 's/.*struck=\([0-9]*\).*/\1/p' "$ina_debug/$ina_name/faults")"
	ina_fault none
	check_equal "... and records again when the bus is back" 50 "$(right 50)"
	capturing_done
}

case_settings_can_be_changed_while_capturing() {
	five_volts wrong
	ina_capturing 1
	take 4 20 >/dev/null
	ina_iio_put oversampling_ratio 16
	check_equal "settings can be changed while it captures" 20 "$(right 20)"
	ina_iio_put oversampling_ratio 1
	check_equal "... and back" 20 "$(right 20)"
	capturing_done
}

case_a_capture_sleeps_while_all_rails_are_off() {
	local before
	five_volts wrong
	ina_capturing 1
	take 4 20 >/dev/null
	before=$(not_recorded)
	all_rails 0
	check_between "while all rails are off it sleeps" 0 10 "$(wakeups_in_half_a_second)"
	all_rails 1
	check_equal "... and goes on when one is on" 20 "$(right 20)"
	check_equal "cycles that were not measured are neither dropped nor missed" "$before" \
		"$(not_recorded)"
	capturing_done
}

case_a_capture_sleeps_while_no_rail_of_it_is_on() {
	local before
	five_volts wrong
	ina_capturing 1
	take 4 20 >/dev/null
	before=$(not_recorded)
	ina_put in1_enable 0
	check_between "it waits while none of the rails that are captured is on" 0 10 \
		"$(wakeups_in_half_a_second)"
	ina_put in1_enable 1
	check_equal "... and goes on when one is" 20 "$(right 20)"
	check_equal "cycles that were not measured are neither dropped nor missed" "$before" \
		"$(not_recorded)"
	capturing_done
}

case_a_power_cycle_spoils_no_record() {
	five_volts power
	ina_put curr1_max 2000
	ina_capturing 1
	ina_fault "power-cycle after=300 count=1"
	check_equal "a power cycle in between spoils no record" 100 "$(right 100)"
	check_equal "... as the chip is programmed again" 1 "$(counter reprogrammed)"
	ina_fault none
	capturing_done
}

case_a_chip_without_power_for_a_while_spoils_no_record() {
	five_volts power
	ina_put curr1_max 2000
	ina_capturing 1
	take 4 20 >/dev/null
	ina_power 0
	usleep 100000
	ina_power 1
	check_equal "a chip that is without power for a while spoils no record" 100 "$(right 100)"
	check_equal "... and its limits are back" "2000 0x0fa0 1" \
		"$(ina_get curr1_max) $(ina_register 0x08) $(counter reprogrammed)"
	capturing_done
}

case_a_chip_that_stops_converting_delivers_nothing() {
	local captured
	five_volts stops
	ina_capturing 1
	usleep 100000
	echo 1 >"$ina_debug/stops/chips/chip/stuck"
	usleep 100000
	captured=$(counter captured)
	usleep 100000
	check_equal "a chip that stops converting delivers nothing" "$captured" "$(counter captured)"
	echo 0 >"$ina_debug/stops/chips/chip/stuck"
	take 4 "$captured" >/dev/null
	check_equal "... until it goes on" 20 "$(right 20)"
	capturing_done
}

case_the_driver_goes_while_all_of_it_is_in_use() {
	local round
	busy
	for round in 1 2 3; do
		goes $round
		ina_bind
	done
	ina_elements in_voltage0
	ina_capturing 1
	check_equal "after all that it captures as before" 20 "$(take 2 20 | grep -c '^1388$')"
	ina_capturing 0
	busy_done
}

case_the_driver_is_unloaded_while_it_is_read_and_alarms_come() {
	busy
	warnings
	ina_shunt 0 'hold 5ms 90mV; hold 5ms 0; loop'
	usleep 50000
	check "alarms come" test "$(ina_get curr1_max_alarm_count)" -ge 1
	check "the driver can be unloaded while it is read and alarms come" rmmod ina3221
	modprobe ina3221
	usleep 20000
	check_equal "... and loaded again" 5000 "$(ina_get in1_input)"
	busy_done
	check "then the driver can be unloaded" rmmod ina3221
	modprobe ina3221
}

cases
