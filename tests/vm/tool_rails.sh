#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# railglow rails, limit, alarms, record and replay on a board, without a terminal.
#
# guest: mode=virtual modules="railglow-board ina3221" timeout=400
#        programs="build/host/railglow build/host/jsoncheck build/host/guest/on_pty"
#        files="docs/schema:/schema share:/share"

# shellcheck source=tests/vm/lib/ktap.sh
. /lib/railglow/ktap.sh
# shellcheck source=tests/vm/lib/ina.sh
. /lib/railglow/ina.sh
# shellcheck source=tests/vm/lib/tool.sh
. /lib/railglow/tool.sh

# rails: three, of which two share a label on purpose. 5 mohm: 5 mV are 1 A. The name that
# libsensors has for their chip is $chip.
rails() {
	ina_board trial rail0/label=VDD_CPU rail0/shunt_uohm=5000 rail1/label=VDD \
		rail2/label=VDD pin_warning=irq pin_critical=irq
	ina_bus 0 1104000
	ina_shunt 0 5000
	ina_bus 1 5000000
	ina_shunt 1 -2000
	ina_bus 2 12000000
	ina_shunt 2 1000
	ina_live
	chip=ina3221-i2c-$(ina_adapter)-40
}

# limited_rails: the first of them has limits that it is within.
limited_rails() {
	rails
	railglow limit VDD_CPU warning 1.5A >/dev/null
	railglow limit VDD_CPU critical 2000m >/dev/null
}

# minima: that of each rail, as hwmon has it
minima() {
	echo "$(ina_get in1_min) $(ina_get in2_min) $(ina_get in3_min)"
}

# small_disk: 16 KB, at /tmp/small
small_disk() {
	mkdir /tmp/small
	mount -t tmpfs -o size=16k none /tmp/small
}

small_disk_done() {
	umount /tmp/small
	rmdir /tmp/small
}

# line_end FILE: is empty if its last line is whole
line_end() {
	tail -c 1 "$1" | tr -d '\n'
}

case_without_a_chip_each_command_says_so() {
	says 3 "no INA3221" rails
	says 3 "no INA3221" record
	says 3 "no INA3221" limit VDD_CPU warning 1
	says 3 "no INA3221" alarms
}

one_line_each() {
	run rails && [ "$(wc -l </tmp/out)" -eq 4 ] && [ ! -s /tmp/err ]
}

case_rails_are_printed_as_a_table_and_as_json() {
	rails
	check "rails prints a heading and a line for each rail" one_line_each
	check "volts, amperes and watts are what the board was given" \
		grep -Eq '^VDD_CPU +1\.104 V +1\.000 A +1\.104 W ' /tmp/out
	check "a negative current is negative, and so is its power" \
		grep -Eq '^VDD +5\.000 V +-200\.0 mA +-1\.000 W ' /tmp/out
	check_fails "there are no colours where there is no terminal" \
		grep -q "$(printf '\033')" /tmp/out
	check "rails as JSON" run rails --json
	check "rails as JSON fits its schema" fits rails.json
	ina_unboard
}

case_a_rail_is_found_by_what_tells_it_apart() {
	rails
	check "a rail is found by its label" run rails VDD_CPU
	check "it alone is shown" test "$(wc -l </tmp/out)" -eq 2
	says 1 'tells them apart' rails VDD
	says 1 'tells them apart' rails "$chip/VDD"
	check "a rail is found by chip and number" run rails "$chip/3"
	check "that was the one of 12 V" out_has "12.00 V"
	says 3 'no rail "nope"' rails nope
	run rails nope VDD_CPU nada
	check_equal "each of several names that is not there is told" "nope nada" \
		"$(sed -n 's/.*no rail "\([^"]*\)".*/\1/p' /tmp/err | xargs)"
	check "a rail named twice is shown once" run rails VDD_CPU VDD_CPU "$chip/1"
	check_equal "with its heading" 2 "$(wc -l </tmp/out)"
	ina_unboard
}

case_names_of_rails_are_listed() {
	rails
	check "names are for completion" run rails --names
	check_equal "names are labels, or what tells them apart" "VDD_CPU $chip/2 $chip/3" \
		"$(tr '\n' ' ' </tmp/out | sed 's/ $//')"
	says 1 "cannot be combined with" rails --names --json
	ina_unboard
}

case_a_watch_without_a_terminal_prints_lines() {
	rails
	check "without a terminal, --watch prints lines" \
		run rails --watch --interval 100ms --duration 1s VDD_CPU
	check_equal "ten in a second" 10 "$(wc -l </tmp/out)"
	check "and says why" err_has "prints lines: standard output is not a terminal"
	ina_unboard
}

case_a_watch_that_cannot_be_is_refused() {
	local wrong
	rails
	says 1 "belong to --watch" rails --interval 1s
	for wrong in 0 10ms -1s soon 1V 1e9; do
		says 1 "is not a time such as" rails --watch --interval $wrong
	done
	says 1 "is not a time such as" rails --watch --duration 0
	says 1 "is for people" rails --watch --json
	ina_unboard
}

case_a_limit_is_set_and_shown() {
	rails
	check "a limit is set in amperes" run limit VDD_CPU warning 1.5A
	check_equal "and read back as the chip has it, in steps of 8 mA" "1.5040 A" \
		"$(cat /tmp/out)"
	check_equal "hwmon has it in mA" 1504 "$(ina_get curr1_max)"
	check "a limit may be in mA" run limit VDD_CPU critical 2000m --json
	check "limit as JSON fits its schema" fits limit.json
	check "a limit is shown without a value" run limit VDD_CPU critical
	check_equal "it is what was set" "2.0000 A" "$(cat /tmp/out)"
	ina_unboard
}

case_a_limit_beyond_what_the_chip_holds_is_the_last_it_holds() {
	rails
	check "a limit beyond all bounds" \
		run limit VDD_CPU critical 99999999999999999999999A
	check_equal "is not a limit" off "$(cat /tmp/out)"
	check "which is said" err_has \
		'beyond what the chip can hold for "VDD_CPU": the limit is off now'
	check_equal "it is the greatest there is, 163.8 mV over 5 mohm" 32760 \
		"$(ina_get curr1_crit)"
	check "one far below zero" run limit VDD_CPU critical -99999999999999999999999A
	check_equal "is the least, -163.84 mV over it" -32768 "$(ina_get curr1_crit)"
	check "which is said, too" err_has \
		'beyond what the chip can hold for "VDD_CPU": the limit is -32.768 A now'
	check "and what that means" \
		err_has "even zero current exceeds -32.768 A"
	ina_unboard
}

case_a_limit_above_zero_is_never_none() {
	rails
	check "a limit below the smallest step" run limit VDD_CPU warning 400uA
	check_equal "is the least it can" "8 8.0000 mA" "$(ina_get curr1_max) $(cat /tmp/out)"
	check "which is said" err_has \
		'is below the smallest step for "VDD_CPU": the limit is 8.0000 mA now'
	check "a minimum of less than that" run limit VDD_CPU minimum 2mV
	check_equal "is the least, too" "8 8 8" "$(minima)"
	check "which is said" err_has 'the limit is 8.0000 mV now'
	ina_unboard
}

case_a_limit_is_switched_off() {
	limited_rails
	check "a limit is switched off" run limit VDD_CPU critical off
	check_equal "and shown so" off/off "$(cat /tmp/out)/$(railglow limit VDD_CPU critical)"
	check "off as JSON" run limit VDD_CPU critical --json
	check "is null, and fits its schema" sh -c \
		'grep -q "\"value\": null" /tmp/out && jsoncheck /schema/limit.json /tmp/out'
	run rails
	check "the table shows limits that nobody has set as off" grep -Eq \
		'^VDD_CPU +1\.104 V +1\.000 A +1\.104 W +off +1\.504 A +off ' /tmp/out
	run rails --json VDD_CPU
	check "its JSON as null" sh -c 'tr -d " \n" </tmp/out |
		grep -q "\"minimum_v\":null,\"warning_a\":1.504,\"critical_a\":null"'
	ina_unboard
}

case_the_chip_has_one_minimum_for_all_rails() {
	rails
	check "a minimum as after a reset" run limit VDD_CPU minimum 9V
	check "is as good as none, which is said" \
		err_has "it takes effect once all its rails have been above 10 V"
	check "a minimum is the chip's" run limit VDD_CPU minimum 1.5V
	check_equal "is printed" "1.5040 V" "$(cat /tmp/out)"
	check_equal "that all rails have it is said before, and after, and which one is below" \
		"the chip's rails share one minimum: this sets it for VDD_CPU, $chip/2 and $chip/3|VDD_CPU, $chip/2 and $chip/3 have a minimum of 1.5040 V now|VDD_CPU is at 1.104 V, below it|" \
		"$(sed 's/^railglow limit: //' /tmp/err | tr '\n' '|')"
	check_equal "hwmon has it for all" "1504 1504 1504" "$(minima)"
	check "as JSON it names the rails" run limit VDD_CPU minimum --json
	check "all three, and fits its schema" \
		sh -c 'grep -q "/3\"" /tmp/out && jsoncheck /schema/limit.json /tmp/out'
	check "a minimum beyond the range" run limit VDD_CPU minimum 100V
	check "is clamped, which is said" err_has \
		'100.00 V is beyond what the chip can hold for "VDD_CPU": the limit is 32.760 V now'
	check "a minimum is switched off" run limit VDD_CPU minimum off
	check "which is said" err_has "VDD_CPU, $chip/2 and $chip/3 have no minimum now"
	check_equal "for all" "0 0 0" "$(minima)"
	ina_unboard
}

case_a_value_that_is_not_a_limit_is_refused() {
	rails
	says 1 "no voltage is ever below" limit VDD_CPU minimum -1V
	says 1 "nor off" limit VDD_CPU minimum nothing
	says 1 "nor off" limit VDD_CPU minimum 1A
	says 1 "nor off" limit VDD_CPU critical OFF
	says 1 "is not a limit; say warning, critical or minimum" limit VDD_CPU power-lost 1V
	says 1 "one word too many" limit VDD_CPU warning 1 A
	says 1 "not a limit" limit VDD_CPU loudest 1
	says 1 "not a value" limit VDD_CPU warning 1V
	says 3 'no rail "nope"' limit nope warning 1
	ina_unboard
}

case_limits_that_can_only_be_read_are_not_set() {
	limited_rails
	mount -o remount,ro /sys
	says 2 'the limits of "VDD_CPU" can only be read here' limit VDD_CPU warning 1
	says 2 'the limits of "VDD_CPU" can only be read here' limit VDD_CPU warning off
	check "reading them does no harm" run limit VDD_CPU warning
	mount -o remount,rw /sys
	ina_unboard
}

case_a_full_device_is_told_of() {
	local each
	limited_rails
	for each in rails "rails --json" "rails --names" "limit VDD_CPU warning" \
		"alarms --json" --help manual; do
		# shellcheck disable=SC2086 # words
		railglow $each >/dev/full 2>/tmp/err
		check_equal "$each into a full device is status 2" 2 $?
		check_equal "for that reason, in one line" 1/1 \
			"$(grep -c 'No space left' /tmp/err)/$(wc -l </tmp/err)"
	done
	ina_unboard
}

case_sensors_conf_holds_for_rails_here_too() {
	rails
	cat >/etc/sensors3.conf <<-END
		chip "ina3221-*"
		label in1 "core"
		compute curr1 @ * 2, @ / 2
		ignore in3
		ignore curr3
		ignore power3
	END
	check "a label of sensors.conf is the rail's name, and what it computes its value" \
		run rails core
	check "twice the amperes" grep -Eq '^core +1\.104 V +2\.000 A ' /tmp/out
	check_equal "a rail that it ignores is not shown" 2 "$(railglow rails --names | wc -l)"
	check "limits are computed back" run limit core warning 3.008
	check_equal "to what the chip is given" 1504 "$(ina_get curr1_max)"
	printf 'chip "ina3221-*"\nlabel in4 "shunt"\n' >/etc/sensors3.conf
	check_equal "its words on other things do not matter" "1.5040 A" \
		"$(railglow limit VDD_CPU warning)"
	rm /etc/sensors3.conf
	ina_unboard
}

case_alarms_that_arrive_are_told() {
	local follower
	limited_rails
	run alarms
	: >/tmp/events
	railglow alarms --follow --json VDD_CPU >/tmp/events 2>/tmp/err &
	follower=$!
	sleep 1
	ina_shunt 0 10200
	within 3 grep -q '"critical"' /tmp/events
	ina_shunt 0 5000
	within 5 grep -q '"raised":false' /tmp/events
	sleep 1
	kill -INT "$follower"
	wait "$follower"
	check_equal "alarms --follow ends well when interrupted" 0 $?
	check "the warning and the critical alarm arrived" \
		sh -c 'grep -q "\"warning\",\"raised\":true" /tmp/events &&
			grep -q "\"critical\",\"raised\":true" /tmp/events'
	cp /tmp/events /tmp/out
	check "each line fits its schema" fits alarm.json
	check "alarms as JSON" run alarms --json
	check "alarms as JSON fits its schema" fits alarms.json
	ina_unboard
}

case_following_alarms_ends_with_a_reason() {
	local follower
	limited_rails
	railglow alarms --follow VDD_CPU >/dev/full 2>/tmp/err &
	follower=$!
	sleep 1
	ina_shunt 0 10200
	wait "$follower"
	check_equal "alarms --follow onto a full device ends with status 2" 2 $?
	check "for that reason" err_has "No space left on device"
	ina_shunt 0 5000
	TERM=xterm on_pty 24x80 1000:hup -- railglow alarms --follow >/dev/null
	check_equal "alarms --follow whose terminal goes away ends well" 0 $?
	railglow alarms --follow nope >/tmp/out 2>/tmp/err
	check_equal "alarms of a rail that is not there are status 3" 3 $?
	check "for that reason" err_has 'no rail "nope"'
	ina_unboard
}

case_a_recording_says_what_it_is_of() {
	limited_rails
	check "record for a second" \
		run record --duration 1s --out /tmp/r.csv --json --rails VDD_CPU
	check "the library that it lacks for more is named with its package" \
		err_has "libiio.so.0; install libiio0"
	check "its figures fit their schema" fits record.json
	check "the recording says what it is of" grep -q '^# chip: ina3221-i2c-' /tmp/r.csv
	check "the recording knows the limits" grep -q \
		'^# rail: VDD_CPU shunt_ohm=0.005 warning_a=1.504 critical_a=2' /tmp/r.csv
	check "the recording holds what was there" grep -q ',1.104,1.000000$' /tmp/r.csv
	ina_unboard
}

case_a_recording_ends_with_a_whole_line() {
	rails
	signalled INT record --out /tmp/i.csv
	check_equal "record stops well when interrupted" 0 $?
	check_equal "its last line is complete" "" "$(line_end /tmp/i.csv)"
	small_disk
	run record --rate 1000 --out /tmp/small/r.csv --duration 20s
	check_equal "record stops when the disk is full" 2 "$status"
	check "it says so" err_has "No space left"
	check_equal "and leaves whole lines" "" "$(line_end /tmp/small/r.csv)"
	small_disk_done
	railglow record 2>/tmp/err | head -n 12 >/tmp/out
	check "record into a pipe that closes ends" test "$(wc -l </tmp/out)" -eq 12
	ina_unboard
}

case_a_recording_that_cannot_be_is_refused() {
	rails
	says 2 "No such file" record --out /nowhere/r.csv
	says 1 "names no rail" record --rails ,
	says 1 "not a rate" record --rate fast
	says 3 'no rail "nope"' record --rails nope
	ina_unboard
}

case_rails_of_one_label_are_two_in_a_recording() {
	rails
	run record --duration 300ms --out /tmp/same.csv
	check "columns of rails with one label tell them apart" grep -qx \
		"time_s,VDD_CPU_V,VDD_CPU_A,$chip/2_V,$chip/2_A,$chip/3_V,$chip/3_A" /tmp/same.csv
	check "so that each can be named" \
		run replay --print --rails "$chip/2,$chip/3" /tmp/same.csv
	ina_unboard
}

case_a_chip_that_does_not_answer_is_told_of() {
	local follower
	limited_rails
	ina_fault "nack count=forever"
	sleep 0.1
	run rails
	check_equal "rails of a chip that does not answer are status 2" 2 "$status"
	check "they are shown without values" grep -Eq '^VDD_CPU +- +- +- ' /tmp/out
	check "it says why" err_has '"VDD_CPU" could not be read: No such device or address'
	run alarms
	check_equal "no alarm of such a chip is not good news" 2 "$status"
	run record --duration 500ms --out /tmp/dead.csv
	check_equal "nor is a recording without values" 2 "$status"
	check "it says so" err_has "no value could be read"
	railglow alarms --follow >/tmp/out 2>/tmp/err &
	follower=$!
	sleep 1
	ina_fault none
	sleep 1
	kill -INT "$follower"
	wait "$follower"
	check_equal "a follower is told, and when it answers again" \
		"alarms cannot be read: No such device or address, alarms can be read again" \
		"$(sed 's/.*: \(alarms\)/\1/' /tmp/err | tr '\n' ',' | sed 's/,$//; s/,/, /')"
	ina_unboard
}

case_a_rail_that_is_switched_off_has_no_values() {
	rails
	ina_put in2_enable 0
	check "a rail that is switched off is well" run rails
	check "though it has no values" grep -Eq '^VDD +- +- +- ' /tmp/out
	ina_unboard
}

case_a_picture_needs_a_library_that_is_not_here() {
	rails
	run record --duration 300ms --out /tmp/same.csv
	run plot /tmp/same.csv
	check_equal "a plot without libcairo is status 2" 2 "$status"
	check "the library is named with its package" err_has "libcairo.so.2; install libcairo2"
	check_fails "and no picture is left behind" test -e /tmp/same.svg
	ina_unboard
}

case_a_program_in_its_build_tree_finds_its_patterns() {
	mkdir -p /tmp/tree/build/host /tmp/tree/share
	cp "$(command -v railglow)" /tmp/tree/build/host/
	cp -r /share/patterns /tmp/tree/share/
	(unset RAILGLOW_SHARE; /tmp/tree/build/host/railglow led preview heartbeat) \
		>/tmp/out 2>/tmp/err
	check_equal "patterns are found from a build tree" 0 $?
	rm -r /tmp/tree
}

case_a_recording_becomes_the_input_of_another_board() {
	rails
	board_make again
	board_chip again c rail0/label=VDD_CPU rail0/shunt_uohm=20000 rail1/shunt_uohm=1000 \
		rail2/shunt_uohm=1000
	ina_shunt 0 'hold 500ms 5000 7600; loop'
	railglow record --rate 100 --duration 3s --out /tmp/steps.csv --rails VDD_CPU \
		>/dev/null 2>&1
	says 1 "say which with --board" replay /tmp/steps.csv
	check "replay into the other board" run replay --board again --loop /tmp/steps.csv
	ina_unboard
	board_live again
	railglow record --rate 100 --duration 3s --out /tmp/twice.csv --json \
		>/tmp/out 2>/tmp/err
	check "the other board shows the same amperes" \
		sh -c 'grep -q ",1.104,1.000000," /tmp/twice.csv &&
			grep -q ",1.104,1.520000," /tmp/twice.csv'
	board_unmake again
}

case_a_chip_that_is_unplugged_ends_each_long_command() {
	local each long
	for each in "rails --watch" "alarms --follow" "record --output /tmp/u.csv"; do
		rails
		ina_shunt 0 'hold 500ms 5000 7600; loop'
		# shellcheck disable=SC2086 # words
		railglow $each >/tmp/out 2>/tmp/err &
		long=$!
		sleep 1
		ina_unboard
		wait "$long"
		check_equal "$each ends with status 3 when the chip is unplugged" 3 $?
		check_equal "with one sentence about it" 1 "$(grep -c 'the chip is gone' /tmp/err)"
		check_equal "and none of a library's" 0 "$(grep -cv '^railglow ' /tmp/err)"
	done
}

case_the_unplugged_one_of_two_chips_is_named() {
	local each long gone
	for each in "alarms --follow" "record --output /tmp/u.csv"; do
		ina_board other rail0/label=OTHER
		ina_live
		rails
		gone=$(chip_of other)
		# shellcheck disable=SC2086 # words
		railglow $each >/tmp/out 2>/tmp/err &
		long=$!
		sleep 1
		board_unmake other
		wait "$long"
		check_equal "$each ends with status 3 when one of two chips is unplugged" 3 $?
		check "... which is named" err_has "the chip $gone is gone"
		check_equal "... in one sentence" 1 "$(grep -c 'gone' /tmp/err)"
		ina_unboard
	done
}

cases
