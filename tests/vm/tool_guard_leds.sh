#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# LEDs under a guard: they come back exactly as they were, also after one that was killed and with
# `led play` before it or after it; two guards, also of two users; LEDs whose levels differ; rules
# from measurements; and questions that are wrong.
#
# guest: mode=virtual modules="railglow-board ina3221 ledtrig-pattern"
#        carry="ledtrig-timer ledtrig-heartbeat ledtrig-netdev ledtrig-usbport vhci-hcd" timeout=900
#        programs="build/host/railglow build/host/jsoncheck build/host/guest/on_pty
#        build/host/guest/as_nobody"
#        files="docs/schema:/schema share:/share"

# shellcheck source=tests/vm/lib/ktap.sh
. /lib/railglow/ktap.sh
# shellcheck source=tests/vm/lib/ina.sh
. /lib/railglow/ina.sh
# shellcheck source=tests/vm/lib/led.sh
. /lib/railglow/led.sh
# shellcheck source=tests/vm/lib/tool.sh
. /lib/railglow/tool.sh

class=/sys/class/leds
leds="blink wave fine engine heart net usb idle lit"
lit="255 1000 255 1000"
breathing="0 1625 255 250 255 1625 0 500"
alarming="255 60 255 0 0 60 0 0 255 60 255 0 0 60 0 0 255 60 255 0 0 200 0 0"

has_trigger() {
	[ "$(led_trigger "$1")" = "$2" ]
}

# shows LED: its trigger, and all that can be read of the trigger's files, in its folder as well
shows() {
	local each
	echo "$1 $(led_trigger "$1")"
	for each in "$class/$1"/* "$class/$1"/ports/usb1-port[1-5]; do
		case ${each#"$class/$1/"} in
		brightness | trigger | uevent) ;;
		*) [ ! -f "$each" ] || echo "$1 ${each#"$class/$1/"} $(tr -d '\0' <"$each" 2>/dev/null)" ;;
		esac
	done
}

all_show() {
	local each
	for each in $leds; do
		shows "$each"
	done
}

plays() {
	[ "$(led_pattern "$1")" = "$2" ]
}

is_dark() {
	[ "$(led_trigger "$1")/$(cat "$class/$1/brightness")" = none/0 ]
}

# lit_has: what drives that LED, and its level
lit_has() {
	echo "$(led_trigger lit) $(cat $class/lit/brightness)"
}

# brightest LED: its greatest level within a second
brightest() {
	local most=0 now
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		now=$(cat "$class/$1/brightness")
		[ "$now" -le "$most" ] || most=$now
		usleep 50000
	done
	echo "$most"
}

# guard CONFIG [PATTERN]: in the background, as $guard, until it plays on lit, the last one
guard() {
	: >/tmp/err
	railglow guard -v "$1" >/tmp/said 2>/tmp/err &
	guard=$!
	within 8 grep -q "lit: all is well" /tmp/err && within 2 plays lit "${2-$lit}"
}

# stop SIGNAL: the guard; gives the status that it ends with
stop() {
	kill -"$1" "$guard"
	wait "$guard" 2>/dev/null
}

# lights: an LED at a level of its own, one of 1024 levels, and one of two; nobody has kept
# anything of them
lights() {
	rm -rf /run/railglow
	led_board_untouched lights 'big max_brightness=1023' 'bit max_brightness=1' lit
	echo 37 >$class/lit/brightness
	printf 'idle lit on\nwhen VDD warning lit alarm\n' >/tmp/lit.conf
	printf 'idle lit breathe\nwhen VDD warning lit alarm\n' >/tmp/second.conf
}

lights_done() {
	led_unboard lights
}

# play_patterns: each of them where it is played in another way
play_patterns() {
	echo pattern >$class/wave/trigger
	echo 7000 >$class/wave/repeat
	echo "0 300 200 300" >$class/wave/pattern
	echo pattern >$class/fine/trigger
	echo "0 400 100 400 50 0" >$class/fine/hr_pattern
	echo pattern >$class/engine/trigger
	echo "100 250 100 500 0 250 0 500" >$class/engine/hw_pattern
	echo pattern >$class/idle/trigger
}

# play_triggers: each of them with files of its own, for which the kernel's own triggers are loaded,
# and hubs of USB without a wire, whose ports the trigger has in a folder of its own
play_triggers() {
	local each
	for each in ledtrig-timer ledtrig-heartbeat ledtrig-netdev ledtrig-usbport vhci-hcd; do
		modprobe "$each"
	done
	ifconfig lo up
	echo timer >$class/blink/trigger
	echo 300 >$class/blink/delay_on
	echo 200 >$class/blink/delay_off
	echo 77 >$class/blink/brightness
	echo heartbeat >$class/heart/trigger
	echo 1 >$class/heart/invert
	echo netdev >$class/net/trigger
	echo lo >$class/net/device_name
	echo 20 >$class/net/interval
	echo 1 >$class/net/link
	echo usbport >$class/usb/trigger
	within 3 test -e $class/usb/ports/usb1-port3
	echo 1 >$class/usb/ports/usb1-port1
	echo 1 >$class/usb/ports/usb1-port3
}

# all_lights: LEDs that something drives in each way that there is, and as /tmp/before what they show
all_lights() {
	local each
	rm -rf /run/railglow
	led_board_untouched lights blink wave fine 'engine engine=sc27xx' heart net usb idle lit
	play_triggers
	play_patterns
	echo 37 >$class/lit/brightness
	all_show >/tmp/before
	for each in $leds; do
		echo "idle $each on"
	done >/tmp/all.conf
	echo "when VDD warning lit alarm" >>/tmp/all.conf
}

case_leds_come_back_as_they_were() {
	local each
	all_lights
	check "guard plays on all" guard /tmp/all.conf
	for each in blink engine heart net usb; do
		check "... also where another trigger was: $each" plays "$each" "$lit"
	done
	stop INT
	check_equal "it ends well" 0 $?
	all_show >/tmp/after
	for each in $leds; do
		check_equal "$each shows what it did, with each of its trigger's files" \
			"$(grep "^$each " /tmp/before)" "$(grep "^$each " /tmp/after)"
	done
	check_equal "also a port in a folder, of those that were not chosen" "1 0 1" \
		"$(cat $class/usb/ports/usb1-port[1-3] | tr -d '\0' | xargs)"
	check_equal "the patterns play again" "1 1 1" \
		"$(cat $class/wave/is_running $class/fine/is_running $class/engine/is_running | xargs)"
	check_equal "the one that blinks does so at its level" 77 "$(brightest blink)"
	check_equal "the one that was lit is" 37 "$(cat $class/lit/brightness)"
	check_equal "nothing is left below /run" "" "$(ls /run/railglow)"
	check_equal "guard complained of nothing" "" "$(grep -v 'all is well\|no rail' /tmp/err)"
	lights_done
}

case_the_find_of_a_killed_guard_is_given_back() {
	all_lights
	guard /tmp/all.conf
	stop KILL
	check "a guard that is killed leaves its patterns" plays lit "$lit"
	guard /tmp/all.conf
	stop TERM
	all_show >/tmp/after
	check "the next one gives back what was there before the first" cmp /tmp/before /tmp/after
	check_equal "... with its level" 37 "$(cat $class/lit/brightness)"
	lights_done
}

case_a_trigger_given_in_between_is_given_back() {
	lights
	modprobe ledtrig-timer
	guard /tmp/lit.conf
	stop KILL
	echo none >$class/lit/trigger
	echo timer >$class/lit/trigger
	guard /tmp/lit.conf
	stop TERM
	check_equal "an LED gets the trigger it was given in between" timer \
		"$(led_trigger lit)"
	lights_done
}

case_the_pattern_of_a_killed_guard_is_ended() {
	lights
	guard /tmp/lit.conf
	stop KILL
	echo "when VDD warning lit alarm" >/tmp/quiet.conf
	railglow guard /tmp/quiet.conf 2>/tmp/err &
	guard=$!
	check "one without an idle pattern ends that of a guard that was killed" \
		within 4 has_trigger lit none
	stop TERM
	check_equal "... and gives back what was there" 37 "$(cat $class/lit/brightness)"
	lights_done
}

case_a_second_guard_waits_for_the_first() {
	local second
	lights
	guard /tmp/lit.conf
	railglow guard -v /tmp/second.conf >/dev/null 2>/tmp/second.err &
	second=$!
	check "a second guard says that another one has the LED" \
		within 4 grep -q 'lit: another guard plays on it' /tmp/second.err
	sleep 3
	check_equal "... once" 1 "$(grep -c 'another guard' /tmp/second.err)"
	check "... and lets it play" plays lit "$lit"
	stop TERM
	check "after the first it takes the LED" within 5 plays lit "$breathing"
	kill -TERM $second
	wait $second
	check_equal "and gives back what was there before both" "none 37" "$(lit_has)"
	lights_done
}

# give: an LED goes to users, as udev's rules give it, with those files of its trigger that are there
give() {
	local each
	for each in trigger brightness pattern hr_pattern repeat sync curve; do
		[ ! -e $class/lit/$each ] || chmod a+w $class/lit/$each
	done 2>/dev/null
}

# give_away: each file as soon as it comes
give_away() {
	while [ -e /tmp/giving ]; do
		give
		usleep 10000
	done
}

# their_lights: an LED that is given away as long as /tmp/giving is there, by $giver, and a place
# for what a user keeps
their_lights() {
	lights
	mkdir -m 777 /tmp/theirs
	touch /tmp/giving
	give
	give_away &
	giver=$!
}

their_lights_done() {
	rm /tmp/giving
	wait "$giver"
	rm -r /tmp/theirs
	lights_done
}

# their_guard: of a user without any rights, in the background, as $theirs
their_guard() {
	: >/tmp/theirs.err
	XDG_RUNTIME_DIR=/tmp/theirs as_nobody railglow guard -v /tmp/second.conf \
		>/dev/null 2>/tmp/theirs.err &
	theirs=$!
}

# stop_theirs SIGNAL
stop_theirs() {
	kill "-$1" "$theirs"
	wait "$theirs" 2>/dev/null
}

case_guards_of_two_users_wait_for_each_other() {
	their_lights
	guard /tmp/lit.conf
	their_guard
	check "a guard of another user says so as well" \
		within 4 grep -q 'lit: another guard plays on it' /tmp/theirs.err
	sleep 3
	check "... and lets the first one play" plays lit "$lit"
	stop TERM
	check "after that one it takes the LED" within 5 plays lit "$breathing"
	check_equal "... and keeps what it showed where its user may" guard-lit \
		"$(ls /tmp/theirs/railglow)"
	railglow guard -v /tmp/lit.conf >/dev/null 2>/tmp/err &
	guard=$!
	check "so does a guard of root's after theirs" \
		within 4 err_has 'lit: another guard plays on it'
	sleep 3
	check "... which plays on" plays lit "$breathing"
	stop_theirs TERM
	check "... until it ends" within 5 plays lit "$lit"
	stop TERM
	check_equal "... and each gives back what there was" "none 37" "$(lit_has)"
	their_lights_done
}

case_a_killed_guard_of_another_user_has_no_led() {
	their_lights
	their_guard
	within 5 plays lit "$breathing"
	stop_theirs KILL
	check "a guard that was killed has no LED any more" guard /tmp/lit.conf
	check_fails "... for nobody" err_has 'another guard'
	stop TERM
	check "... whose next user finds it playing" plays lit "$breathing"
	their_guard
	within 5 grep -q 'lit: all is well' /tmp/theirs.err
	stop_theirs TERM
	check_equal "... and whose user gets back what was there" "none 37" "$(lit_has)"
	their_lights_done
}

# beating: an LED that the kernel's heartbeat drives
beating() {
	lights
	modprobe ledtrig-heartbeat
	echo heartbeat >$class/lit/trigger
}

# A guard and led play keep what they found in one folder, under names of their own.
case_guard_gives_back_what_led_play_plays() {
	beating
	check "a pattern is played instead of a heartbeat" run led play lit blink-slow
	check "a guard plays after it" guard /tmp/lit.conf
	stop TERM
	check "... and gives back the pattern" plays lit "0 1000 0 0 255 1000 255 0"
	check_equal "... which plays" 1 "$(cat $class/lit/is_running)"
	check "led stop ends that after the guard" run led stop lit
	check_equal "... and the heartbeat beats again" heartbeat "$(led_trigger lit)"
	check_equal "... with nothing left below /run" "" "$(ls /run/railglow)"
	lights_done
}

case_led_play_gives_back_what_guard_gave_back() {
	beating
	echo 1 >$class/lit/invert
	guard /tmp/lit.conf
	stop TERM
	check_equal "after a guard the heartbeat beats again, as it did" "heartbeat 1" \
		"$(led_trigger lit) $(cat $class/lit/invert)"
	check "a pattern is played after the guard" run led play lit blink-slow
	check_equal "... instead of the heartbeat" pattern "$(led_trigger lit)"
	check "led stop ends it" run led stop lit
	check_equal "... and the heartbeat beats once more" heartbeat "$(led_trigger lit)"
	check_equal "... with nothing left below /run" "" "$(ls /run/railglow)"
	lights_done
}

case_led_stop_and_play_leave_what_a_killed_guard_found() {
	beating
	guard /tmp/lit.conf
	stop KILL
	check "led stop ends the pattern of a guard that was killed" run led stop lit
	check "... and darkens the LED" is_dark lit
	check "another pattern is played there" run led play lit blink-slow
	guard /tmp/lit.conf
	stop TERM
	check_equal "the next guard gives back what was there before them all" heartbeat \
		"$(led_trigger lit)"
	lights_done
}

# levels: a configuration with levels for LEDs of as many
levels() {
	cat >/tmp/levels.conf <<-END
		idle big "0 500 1000 500"
		when VDD warning big "0 500 100% 500"
	END
}

case_levels_are_judged_by_the_led() {
	lights
	levels
	check "levels are an LED's own" run guard --check /tmp/levels.conf
	echo 'when VDD critical bit "0 500 7 500"' >>/tmp/levels.conf
	says 1 "/tmp/levels.conf:3: bit: level 7 is above the LED's maximum of 1" \
		guard --check /tmp/levels.conf
	says 1 "/tmp/levels.conf:3: bit: level 7 is above the LED's maximum of 1" \
		guard /tmp/levels.conf
	lights_done
}

case_leds_that_are_not_there_are_waited_for() {
	levels
	echo 'when VDD critical bit "0 500 7 500"' >>/tmp/levels.conf
	railglow guard -v /tmp/levels.conf >/dev/null 2>/tmp/err &
	guard=$!
	check "LEDs that are not there are waited for" \
		within 4 err_has "big: there is no such LED; waiting"
	lights
	check "one that comes is played on" within 5 plays big "0 500 1000 500"
	check "a rule that one cannot play is told when it comes" within 5 err_has \
		"/tmp/levels.conf:3: bit: level 7 is above the LED's maximum of 1; it is not played"
	stop TERM
	lights_done
}

# count_said WORDS: how often guard said them
count_said() {
	grep -cF "$1" /tmp/err
}

# said COUNT WORDS
said() {
	[ "$(count_said "$2")" -eq "$1" ]
}

case_an_led_that_is_not_there_is_told_of_once() {
	local each
	rail
	echo 'when VDD over 2A nosuch on' >/tmp/nosuch.conf
	for each in "" -v; do
		ina_shunt 0 5000
		railglow guard $each /tmp/nosuch.conf >/dev/null 2>/tmp/err &
		guard=$!
		sleep 7
		check_equal "an LED that is not there is told of without an alarm, and nothing else" \
			"railglow guard: nosuch: there is no such LED; waiting for it" \
			"$(cat /tmp/err)"
		ina_shunt 0 15000
		sleep 3
		check_equal "... nor once more with an alarm" 1 "$(wc -l </tmp/err)"
		stop TERM
		check_equal "... which is a good end" 0 $?
	done
	ina_unboard
}

case_an_led_that_goes_is_told_of_again() {
	rail
	echo 'when VDD over 2A lit alarm' >/tmp/quiet.conf
	railglow guard -v /tmp/quiet.conf >/dev/null 2>/tmp/err &
	guard=$!
	sleep 3
	lights
	check "an LED that comes is well" within 4 err_has "lit: all is well"
	sleep 5
	check_equal "... which is said once" 1 "$(count_said 'all is well')"
	lights_done
	check "one that goes is told of again" \
		within 4 said 2 "lit: there is no such LED"
	sleep 5
	check_equal "... once, and is not well" "2 1" \
		"$(count_said 'no such LED') $(count_said 'all is well')"
	ina_shunt 0 15000
	lights
	check "when it comes back, it plays what there is to say" within 4 plays lit "$alarming"
	stop TERM
	ina_unboard
	lights_done
}

case_an_led_that_comes_back_is_played_on() {
	lights
	echo 99 >$class/lit/brightness
	guard /tmp/second.conf "$breathing"
	led_unboard lights
	led_board_untouched lights lit
	check "an LED that comes back is played on" within 6 plays lit "$breathing"
	stop TERM
	check_equal "... and gets what it had itself, not what another one of its name had" \
		"none 0" "$(lit_has)"
	lights_done
}

case_a_file_that_is_read_again_is_judged_by_the_leds() {
	lights
	cp /tmp/second.conf /tmp/reload.conf
	guard /tmp/reload.conf "$breathing"
	echo 'when VDD warning bit "0 500 7 500"' >>/tmp/reload.conf
	kill -HUP "$guard"
	check "a file that is read again is judged by its LEDs, too" within 4 err_has \
		"/tmp/reload.conf:3: bit: level 7 is above the LED's maximum of 1"
	check "... and the rules there were stay" plays lit "$breathing"
	stop TERM
	lights_done
}

# rail: of 5 V and 1 A, without a limit
rail() {
	ina_board trial rail0/label=VDD rail0/shunt_uohm=5000 pin_warning=irq
	ina_bus 0 5000000
	ina_shunt 0 5000
	ina_live
}

# measured: a configuration with rules from measurements
measured() {
	cat >/tmp/measure.conf <<-END
		idle lit off
		when VDD over 2.5A for 200ms lit alarm
		when VDD under 4.75V lit on priority 5
	END
}

case_check_names_all_that_is_not_there() {
	lights
	rail
	cat >/tmp/check.conf <<-END
		idle nosuch breathe
		when VDD warning lit sos
		when NOPE critical lit sos
	END
	check "--check accepts LEDs and rails that are not there" run guard --check /tmp/check.conf
	check_equal "... but names them, and limits that are off" \
		'1: warning: there is no LED "nosuch"; guard waits for it|2: warning: the warning limit of "VDD" is off; set it by railglow limit|3: warning: there is no rail "NOPE"; guard waits for it|' \
		"$(sed 's/^railglow guard: .tmp.check.conf://' /tmp/err | tr '\n' '|')"
	check_equal "... and says so" "/tmp/check.conf: 2 rules for 2 LEDs: right, with 3 warnings" \
		"$(cat /tmp/out)"
	run guard --check --json /tmp/check.conf
	check "its JSON has them, and fits its schema" sh -c \
		'grep -q nosuch /tmp/out && jsoncheck /schema/guard-check.json /tmp/out'
	measured
	check "where all is there" run guard --check /tmp/measure.conf
	check_equal "... it says that all is well" \
		"/tmp/measure.conf: 2 rules for 1 LED: all is well/" "$(cat /tmp/out)/$(cat /tmp/err)"
	ina_unboard
	lights_done
}

# A rail of 5 mohm measures up to 32.76 A, in both directions.
case_limits_that_cannot_be_measured_are_named_by_check() {
	lights
	rail
	cat >/tmp/check.conf <<-END
		idle lit on
		when VDD under -1V lit sos
		when VDD over 33V lit sos
		when VDD over 99999999999A lit sos
		when VDD under -33A for 2s lit sos
		when VDD over 2kW lit sos
		when VDD over -1V lit sos
		when VDD under 0A lit sos
		when VDD under -32A lit sos
		when VDD over 32V lit sos
		when VDD over 1kW lit sos
		when NOPE under -1V lit sos
	END
	check "--check accepts limits that no measurement reaches" run guard --check /tmp/check.conf
	check_equal "... but names the rules that never hold, and those that always do" \
		"2 never 3 never 4 never 5 never 6 never 7 always" \
		"$(sed -n 's/.*check.conf:\([0-9]*\): warning: .* \(never\|always\) holds: .*/\1 \2/p' /tmp/err | xargs)"
	check "... as they are written, with what the rail can be" err_has \
		'under -1.0000 V never holds: "VDD" is from 0.000 V to 32.76 V'
	check "... or which currents its shunt is for" err_has \
		'under -33.000 A for 2.000 s never holds: "VDD" is from -32.77 A to 32.76 A'
	ina_unboard
	lights_done
}

case_rules_are_judged_by_measurements() {
	lights
	rail
	measured
	guard /tmp/measure.conf "0 1000 0 1000"
	ina_shunt 0 'hold 100ms 15000 5000'
	sleep 1
	check "over a limit for less than the time of a rule is nothing" plays lit "0 1000 0 1000"
	check_fails "... not even for a moment" grep -q over /tmp/err
	ina_shunt 0 15000
	check "over it for longer is" within 1 plays lit "$alarming"
	ina_bus 0 4600000
	check "a voltage under its limit goes before, by its priority" within 1 plays lit "$lit"
	ina_bus 0 5000000
	check "and passes" within 1 plays lit "$alarming"
	ina_shunt 0 5000
	check "so does the current" within 1 plays lit "0 1000 0 1000"
	check "it is said as it is written" err_has "lit: VDD is over 2.5000 A for 200.0 ms: alarm"
	ina_shunt 0 15000
	within 1 plays lit "$alarming"
	ina_unboard
	check "without the chip nothing is over" within 4 plays lit "0 1000 0 1000"
	stop TERM
	lights_done
}

# two_chips: the rails ONE, of the board one, and TWO, of the board that ina_shunt is for
two_chips() {
	ina_board one rail0/label=ONE pin_warning=irq
	ina_live
	ina_board two rail0/label=TWO pin_warning=irq
	ina_live
	railglow limit ONE warning 1 >/dev/null
	railglow limit TWO warning 1 >/dev/null
	cat >/tmp/chips.conf <<-END
		idle lit off
		when ONE warning lit alarm
		when TWO warning big "0 500 1000 500"
	END
}

case_each_of_two_chips_comes_and_goes() {
	local gone
	lights
	two_chips
	gone=$(chip_of one)
	guard /tmp/chips.conf "0 1000 0 1000"
	ina_shunt 0 20000
	check "one of two chips has an alarm" within 2 plays big "0 500 1000 500"
	echo 0 >"$board_config/one/live"
	check "when the other goes, that is said of it" within 3 \
		err_has "the chip $gone is gone; waiting"
	check_equal "... once, and of no other" 1 "$(count_said 'is gone')"
	sleep 3
	check "... and the alarm goes on" plays big "0 500 1000 500"
	ina_shunt 0 0
	check "... until it is over" within 3 is_dark big
	board_live one
	railglow limit ONE warning 1 >/dev/null
	sleep 3
	echo 20000 >"$(chip_debug one chip rail0_shunt_uv)"
	check "the one that comes back is watched again" within 3 plays lit "$alarming"
	stop TERM
	ina_unboard
	board_unmake one
	lights_done
}

case_a_user_who_may_not_play_is_told() {
	lights
	as_nobody railglow guard /tmp/second.conf >/tmp/out 2>/tmp/err
	check_equal "guard by somebody who may not play on the LED is status 2" 2 $?
	check "... for that reason" err_has 'only root may play on "lit"; try sudo'
	says 2 "Is a directory" guard /tmp
	lights_done
}

# full_disk: in place of /run
full_disk() {
	mkdir /tmp/full
	mount -t tmpfs -o size=4k none /tmp/full
	mkdir /tmp/full/railglow
	dd if=/dev/zero of=/tmp/full/zero bs=4096 count=1 2>/dev/null
	export RAILGLOW_RUN=/tmp/full
}

full_disk_done() {
	unset RAILGLOW_RUN
	umount /tmp/full
	rmdir /tmp/full
}

case_a_disk_that_is_full_is_told_of() {
	lights
	full_disk
	check "with a disk that is full" guard /tmp/second.conf "$breathing"
	check "... guard says what it cannot do" \
		err_has "cannot be written below /run: No space left on device"
	stop TERM
	check_equal "... and does all else" "0 none" "$? $(led_trigger lit)"
	full_disk_done
	lights_done
}

case_leds_that_can_only_be_read_are_told_of() {
	lights
	mount -o remount,ro /sys
	says 2 '"lit" cannot be played on: Read-only file system' guard /tmp/second.conf
	mount -o remount,rw /sys
	lights_done
}

case_a_terminal_that_goes_away_gives_leds_back() {
	lights
	echo 55 >$class/lit/brightness
	TERM=xterm on_pty 24x80 3000:hup -- railglow guard /tmp/second.conf >/tmp/out
	check_equal "guard whose terminal goes away ends well, and gives LEDs back" "0 none 55" \
		"$? $(lit_has)"
	lights_done
}

cases
