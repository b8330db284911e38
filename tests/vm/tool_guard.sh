#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# railglow guard and doctor: alarms in, patterns out, with chips and LEDs that come and go.
#
# guest: mode=virtual modules="railglow-board ina3221 ledtrig-pattern" timeout=240
#        programs="build/host/railglow build/host/jsoncheck build/host/guest/notified"
#        files="docs/schema:/schema share:/share"

# shellcheck source=tests/vm/lib/ktap.sh
. /lib/railglow/ktap.sh
# shellcheck source=tests/vm/lib/ina.sh
. /lib/railglow/ina.sh
# shellcheck source=tests/vm/lib/tool.sh
. /lib/railglow/tool.sh

breathing="0 1625 255 250 255 1625 0 500"
flashing="255 100 255 0 0 150 0 0 255 100 255 0 0 1650 0 0"
alarming="255 60 255 0 0 60 0 0 255 60 255 0 0 60 0 0 255 60 255 0 0 200 0 0"
lit="255 1000 255 1000"

# cpu_ticks PID: a hundred a second
cpu_ticks() {
	awk '{ print $14 + $15 }' "/proc/$1/stat"
}

plays() {
	[ "$(led_pattern status)" = "$1" ]
}

# rail_and_led: a rail of 1 A, whose chip is not there yet, and an LED that is lit a little
rail_and_led() {
	ina_board trial rail0/label=VDD_CPU rail0/shunt_uohm=5000 pin_warning=irq pin_critical=irq
	ina_shunt 0 5000
	tool_leds status
	echo 37 >/sys/class/leds/status/brightness
}

rail_and_led_done() {
	board_unmake lights
	ina_unboard
}

# chip_comes: with limits of 2 A and 3 A, which a guard has found after that
chip_comes() {
	ina_live
	railglow limit VDD_CPU warning 2 >/dev/null
	railglow limit VDD_CPU critical 3 >/dev/null
	sleep 3
}

# two_stages, one_stage: configurations, as /tmp/guard.conf
two_stages() {
	cat >/tmp/guard.conf <<-END
		idle status breathe
		when VDD_CPU warning  status double-blink priority 5 hold 1s
		when VDD_CPU critical status alarm priority 10 hold 2s
	END
}

one_stage() {
	printf 'idle status on\nwhen VDD_CPU warning status alarm\n' >/tmp/guard.conf
}

# guard: in the background, as $guard
guard() {
	railglow guard -v /tmp/guard.conf >/tmp/out 2>/tmp/err &
	guard=$!
}

# stop SIGNAL: the guard; gives the status that it ends with
stop() {
	kill "-$1" "$guard"
	wait "$guard"
}

# guarded: an LED that is lit as long as the rail's alarm does not play
guarded() {
	one_stage
	rail_and_led
	chip_comes
	guard
	within 4 plays "$lit"
}

guarded_done() {
	stop TERM
	rail_and_led_done
}

case_configurations_are_checked() {
	printf '\357\273\277when VDD_CPU warning status on\r\n' >/tmp/bom.conf
	check "a file with a mark of its encoding is accepted" run guard --check /tmp/bom.conf
	check "the shipped example is accepted" run guard --check /share/guard/guard.conf --json
	check "its JSON fits its schema" fits guard-check.json
	printf 'idle status breathe\nwhen VDD hot status sos\n' >/tmp/bad.conf
	says 1 '/tmp/bad.conf:2: "hot" is not a state' guard /tmp/bad.conf
	says 2 "No such file" guard /nowhere/guard.conf
	says 1 "belongs to --check" guard /share/guard/guard.conf --json
}

case_doctor_says_that_there_is_no_chip() {
	check_fails "doctor is not content without a chip" run doctor
	check "it says what to do" out_has "new_device"
	check "doctor as JSON" sh -c 'railglow doctor --json >/tmp/out; [ $? -eq 2 ]'
	check "doctor as JSON fits its schema" fits doctor.json
}

case_an_led_plays_what_the_rail_has() {
	two_stages
	rail_and_led
	guard
	check "with all well the idle pattern is played" within 4 plays "$breathing"
	check "a chip that is not there yet is waited for" err_has 'no rail "VDD_CPU"; waiting'
	chip_comes
	ina_shunt 0 12000
	check "over the warning limit the warning is played" within 2 plays "$flashing"
	ina_shunt 0 20000
	check "over the critical limit the alarm takes precedence" within 2 plays "$alarming"
	ina_shunt 0 5000
	sleep 1
	check "the alarm is held for a while after it is over" plays "$alarming"
	check "then all is well again" within 5 plays "$breathing"
	stop TERM
	rail_and_led_done
}

case_a_configuration_is_read_again() {
	two_stages
	rail_and_led
	chip_comes
	guard
	within 4 plays "$breathing"
	echo "nonsense" >/tmp/guard.conf
	kill -HUP "$guard"
	sleep 1
	check "a bad configuration is refused with file and line" err_has "/tmp/guard.conf:1:"
	check "and the running one stays" plays "$breathing"
	ina_shunt 0 12000
	check "with its rules" within 2 plays "$flashing"
	ina_shunt 0 5000
	one_stage
	kill -HUP "$guard"
	check "a good one is taken over" within 3 plays "$lit"
	ina_shunt 0 12000
	check "with its rules, too" within 3 plays "$alarming"
	stop TERM
	rail_and_led_done
}

case_an_led_that_comes_back_is_taken_up_again() {
	guarded
	ina_shunt 0 12000
	within 3 plays "$alarming"
	tool_unplug_leds
	sleep 3
	board_live lights
	check "an LED that comes back is taken up again" within 5 plays "$alarming"
	guarded_done
}

case_a_chip_that_comes_back_is_watched_again() {
	guarded
	ina_shunt 0 12000
	within 3 plays "$alarming"
	echo 0 >"$board_config/trial/live"
	check "without the chip there is no alarm" within 5 plays "$lit"
	ina_shunt 0 5000
	chip_comes
	ina_shunt 0 12000
	check "a chip that comes back is watched again" within 3 plays "$alarming"
	guarded_done
}

case_a_chip_that_was_away_for_a_moment_is_watched_again() {
	local ticks
	guarded
	ticks=$(cpu_ticks "$guard")
	ina_unbind
	ina_bind
	railglow limit VDD_CPU warning 2 >/dev/null
	sleep 3
	ina_shunt 0 12000
	check "also one that was away for a moment only" within 3 plays "$alarming"
	check_between "waiting costs nothing" 0 10 $(($(cpu_ticks "$guard") - ticks))
	guarded_done
}

case_an_led_that_somebody_took_is_taken_back() {
	guarded
	ina_shunt 0 12000
	within 3 plays "$alarming"
	echo none >/sys/class/leds/status/trigger
	check "an LED somebody took is taken back" within 5 plays "$alarming"
	stop TERM
	check_equal "guard ends well when told to" 0 $?
	rail_and_led_done
}

case_leds_are_left_as_they_were_found() {
	one_stage
	rail_and_led
	chip_comes
	ina_shunt 0 12000
	echo 99 >/sys/class/leds/status/brightness
	guard
	within 4 plays "$alarming"
	stop INT
	check_equal "LEDs are left as they were found" 99 \
		"$(cat /sys/class/leds/status/brightness)"
	check_equal "with the trigger they had" none "$(led_trigger status)"
	rail_and_led_done
}

# told SOCKET: all that a service manager hears there of a guard that reads its file again, in
# /tmp/told
told() {
	local listener
	notified "$1" >/tmp/told &
	listener=$!
	sleep 0.2
	NOTIFY_SOCKET=$1 WATCHDOG_USEC=600000 railglow guard /tmp/guard.conf 2>/dev/null &
	guard=$!
	sleep 3
	kill -HUP "$guard"
	sleep 1
	stop TERM
	wait "$listener"
}

# told_words: all of them, on one line
told_words() {
	sed 's/.* //' | xargs
}

case_a_service_manager_is_told() {
	one_stage
	rail_and_led
	chip_comes
	ina_shunt 0 12000
	told /tmp/notify
	check_equal "a service manager is told first that guard is ready, last that it stops" \
		"READY=1 STOPPING=1" "$(sed -n '1p; $p' /tmp/told | told_words)"
	check_equal "a reload is announced, and its end" "RELOADING=1 READY=1" \
		"$(grep -A 1 RELOADING /tmp/told | told_words)"
	check_equal "the watchdog hears of it at least twice in its time" 0 "$(awk '/WATCHDOG/ {
			if ($1 - last > 320) bad++
			last = $1
		} END { print bad + (last < 3000) }' /tmp/told)"
	told @railglow-test
	check_equal "an abstract socket does as well" "READY=1" "$(sed -n 1p /tmp/told | told_words)"
	rail_and_led_done
}

case_a_service_manager_that_does_not_listen_does_no_harm() {
	one_stage
	rail_and_led
	chip_comes
	ina_shunt 0 12000
	NOTIFY_SOCKET=/nobody/listens railglow guard /tmp/guard.conf 2>/dev/null &
	guard=$!
	sleep 1
	stop TERM
	check_equal "and nobody listening does no harm" 0 $?
	rail_and_led_done
}

case_doctor_finds_chip_modules_and_leds() {
	rail_and_led
	chip_comes
	run doctor
	check "doctor finds the chip" out_has "1 INA3221 with a driver"
	check "doctor tells whose modules are loaded" \
		out_has "ina3221 is loaded, railglow's own"
	check "doctor counts LEDs" out_has "of which you may drive"
	rail_and_led_done
}

cases
