#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The railglow command with the kernel's own driver of the INA3221, which has neither labels of
# this board nor minimum limits, counters, pins or captures. tests/host/tool_intree.sh boots it.

# shellcheck source=tests/vm/lib/ktap.sh
. /lib/railglow/ktap.sh
# shellcheck source=tests/vm/lib/ina.sh
. /lib/railglow/ina.sh
# shellcheck source=tests/vm/lib/led.sh
. /lib/railglow/led.sh
# shellcheck source=tests/vm/lib/tool.sh
. /lib/railglow/tool.sh

uncounted='this driver does not count alarms'

# rail_board: 1 A through a rail of 5 V, a warning above 2 A, a critical alarm above 4 A
rail_board() {
	ina_board plain
	ina_bus 0 5000000
	ina_shunt 0 10000
	ina_live
	ina_put curr1_max 2000
	ina_put curr1_crit 4000
}

# surges MS COUNT: of 5 A, two seconds from one to the next
surges() {
	left=$2
	while [ "$left" -gt 0 ]; do
		ina_shunt 0 "hold ${1}ms 50mV; 10mV"
		sleep 2
		left=$((left - 1))
	done
}

# told FILE KIND STATE: how many lines of a follower say that
told() {
	grep -c " rail1 $2 $3 " "$1"
}

# plays PATTERN: the LED
plays() {
	[ "$(led_pattern lit)" = "$1" ]
}

# interrupt PID: fills in $ended, its status
interrupt() {
	kill -INT "$1"
	wait "$1"
	ended=$?
}

case_rails_are_shown_without_reading_alarms() {
	rail_board
	run rails
	check "rails shows what it can, without labels, minimum and alarms" \
		grep -Eq '^rail1 +5\.000 V +1\.000 A +5\.000 W +- +2\.000 A +4\.000 A +-$' /tmp/out
	check_equal "... and has nothing to complain of" "0/" "$status/$(cat /tmp/err)"
	check "... its JSON fits" run rails --json
	check "... the schema" fits rails.json
	ina_shunt 0 'hold 20ms 50mV; 10mV'
	sleep 1
	railglow rails >/dev/null
	check_equal "... and leaves an alarm to who reads its file" 1 "$(ina_get curr1_crit_alarm)"
	check_equal "... which takes it, and with it all others" "0 0" \
		"$(ina_get curr1_crit_alarm) $(ina_get curr1_max_alarm)"
	ina_shunt 0 50mV
	sleep 1
	check_equal "an alarm that lasts is shown" critical "$(railglow rails | awk '$1 == "rail1" { print $NF }')"
	ina_unboard
}

case_limits_are_set_and_shown() {
	rail_board
	run limit rail1 warning 3A
	check_equal "a limit is set" "3.0000 A/3000" "$(cat /tmp/out)/$(ina_get curr1_max)"
	run limit rail1 critical off
	check_equal "... switched off" off "$(cat /tmp/out)"
	check_equal "... and shown" off "$(railglow limit rail1 critical)"
	says 2 'the driver has no minimum limit for "rail1"' limit rail1 minimum 4V
	ina_unboard
}

case_alarms_are_told_where_a_measurement_sees_them() {
	rail_board
	railglow alarms --follow >/tmp/followed 2>/tmp/followed.err &
	follower=$!
	sleep 1
	surges 1200 3
	interrupt $follower
	check_equal "a follower ends well" 0 $ended
	check_equal "an alarm longer than half a second is told once of each kind" "3 3" \
		"$(told /tmp/followed warning raised) $(told /tmp/followed critical raised)"
	check_equal "... with its values" 6 "$(grep -c ' raised 5.000 V 5.000 A$' /tmp/followed)"
	check_equal "... and is over each time" "3 3" \
		"$(told /tmp/followed warning over) $(told /tmp/followed critical over)"
	check_equal "... and that alarms are not counted is said, once" 1 "$(grep -c "$uncounted" /tmp/followed.err)"
	check_equal "... and nothing else" 1 "$(wc -l </tmp/followed.err)"
	surges 20 1
	run alarms
	check_equal "alarms tells of the first that it reads; the others go with that" \
		"rail1 warning over" "$(cat /tmp/out)"
	check "... and says why" err_has "$uncounted"
	ina_shunt 0 50mV
	sleep 1
	check_equal "it tells the alarms that last" "rail1 warning raised/rail1 critical raised/" \
		"$(railglow alarms 2>/dev/null | tr '\n' /)"
	run alarms --json
	check "its JSON has no numbers" sh -c "! grep -q '\"times\": [0-9]' /tmp/out"
	check "... and fits" fits alarms.json
	ina_unboard
}

case_the_view_shows_what_lasts() {
	rail_board
	railglow rails --watch --interval 200ms rail1 >/tmp/watched 2>/tmp/watched.err &
	watch=$!
	sleep 1
	surges 1200 2
	interrupt $watch
	check_equal "the live view ends well" 0 $ended
	check_equal "it shows each alarm as long as that lasts" 2 \
		"$(sed 's/.* W *//' /tmp/watched | uniq | grep -c '^critical')"
	check_equal "... and says once that alarms are not counted" 1 "$(grep -c "$uncounted" /tmp/watched.err)"
	ina_unboard
}

case_guard_acts_on_what_lasts() {
	cat >/tmp/guard.conf <<-END
		idle lit on
		when rail1 critical lit "0 100 255 100"
		when rail1 minimum lit sos
	END
	led_board_untouched lights lit
	rail_board
	run guard --check /tmp/guard.conf
	check "guard names a state that this driver does not know" \
		err_has 'the driver has no minimum alarm for "rail1"; write over or under'
	railglow guard -v /tmp/guard.conf >/dev/null 2>/tmp/err &
	guard=$!
	within 4 plays "255 1000 255 1000"
	ina_shunt 0 50mV
	check "an alarm that lasts is played" within 2 plays "0 100 255 100"
	check "... and said, of each kind" err_has "rail1: critical is raised"
	ina_shunt 0 10mV
	check "... until it is over" within 2 plays "255 1000 255 1000"
	interrupt $guard
	check_equal "... and guard ends well" 0 $ended
	check_equal "it says once that alarms are not counted" 1 "$(grep -c "$uncounted" /tmp/err)"
	ina_unboard
	led_unboard lights
}

case_a_recording_has_marks() {
	rail_board
	railglow record --rails rail1 --output /tmp/r.csv >/tmp/out 2>/tmp/err &
	recorder=$!
	sleep 1
	surges 1200 2
	interrupt $recorder
	check_equal "record ends well" 0 $ended
	check "it reads hwmon" grep -q '^# source: hwmon$' /tmp/r.csv
	check "... what is there" grep -q ',5.000,5.000000$' /tmp/r.csv
	check_equal "... and marks the alarms that last" "2 2" \
		"$(grep -c '^# alarm: [0-9.]* rail1 warning$' /tmp/r.csv) $(
			grep -c '^# alarm: [0-9.]* rail1 critical$' /tmp/r.csv)"
	ina_unboard
}

case_doctor_knows_the_driver() {
	rail_board
	run doctor
	check_equal "doctor finds nothing bad" "0 0" "$status $(grep -c '^BAD' /tmp/out)"
	check "... and whose the driver is" out_has "in-tree ina3221 is loaded: most of railglow works"
	check "... and what it cannot do" out_has "1 of them cannot capture: record reads hwmon instead"
	ina_unboard
}

insmod /lib/railglow/ina3221.ko
cases
