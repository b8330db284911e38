#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# guest: mode=virtual timeout=300
#        modules="railglow-board ledtrig-pattern" carry="ledtrig-default-on ledtrig-heartbeat"
#        programs="build/host/guest/wait_pri"
# log: ^leds half: no hw_pattern: the driver can set a pattern but not clear it$
#
# Patterns as people use them: public scripts, programs and devicetrees, each with the right
# outcome to the millisecond; and programs that wait without a limit for a pattern to end.

# shellcheck source=tests/vm/lib/ktap.sh
. /lib/railglow/ktap.sh
# shellcheck source=tests/vm/lib/led.sh
. /lib/railglow/led.sh

# A kernel without multicolour LEDs has a plain one in its place.
colors=colors=red:green:blue
kernel_has led_classdev_multicolor_register_ext || colors=
waiting=$(led_dir lamp)

# changes LED: "MS LEVEL;" of each change since the first level, which is at 0
changes() {
	awk 'NR == 1 { start = $1 }
		{ printf "%d %d;", ($1 - start + 500000) / 1000000, $2 }' "$(led_sim "$1")/trace"
}

# levels LED: all that it was set to, in order
levels() {
	awk '{ print $2 }' "$(led_sim "$1")/trace" | xargs
}

lamp() {
	led_board cases 'lamp max_brightness=255'
	cd "$(led_dir lamp)" || exit 1
}

lamp_done() {
	cd /
	led_unboard cases
}

# trees: LEDs with patterns and default triggers of their devicetrees
trees() {
	modprobe ledtrig-default-on
	led_board_untouched trees \
		'cells max_brightness=1 default_trigger=pattern led_pattern=1:500:1:0:0:500:0:0' \
		'other max_brightness=100 default_trigger=default-on led_pattern=0:1000:100:2000' \
		'gpio max_brightness=1 default_trigger=pattern led_pattern=255:500:0:500' \
		'bare max_brightness=1 default_trigger=pattern'
}

case_a_script_counts_with_flashes() {
	local flashes file
	led_board cases 'relay max_brightness=1'
	flashes="1 200 0 200 1 200 0 1000"
	for file in hr_pattern pattern; do
		led_forget relay
		check "two flashes are written to $file" led_gives relay $file "$flashes"
		sleep 1.7
		led_gives relay $file ""
		check_equal \
			"they light for 200 ms each, 200 ms apart, a second before the next ($file)" \
			"0 1;200 0;400 1;600 0;1600 1;" "$(changes relay | sed 's/01 /00 /g')"
	done
	led_unboard cases
}

case_a_heart_beats_while_nobody_is_logged_in() {
	local session
	led_board cases 'relay max_brightness=1'
	# Each session selects the trigger and writes the pattern anew.
	for session in first second; do
		led_gives relay trigger pattern
		led_forget relay
		led_gives relay hr_pattern "0 50 1 50"
		sleep 0.23
		check_equal "a session that begins starts its blinking over ($session)" \
			"0 0;50 1;100 0;150 1;200 0;" "$(changes relay)"
	done
	modprobe ledtrig-heartbeat
	check "with the last session gone another trigger takes over" led_gives relay trigger \
		heartbeat
	check_fails "... and no pattern is left" test -e "$(led_dir relay)/pattern"
	led_forget relay
	sleep 3
	check "the heart beats" test "$(led_counter relay sets)" -gt 4
	led_unboard cases
}

case_on_and_off_are_patterns_of_no_duration() {
	lamp
	echo "0 250 0 0 255 250 255 0" >pattern
	sleep 0.1
	check "repeat is taken with the NUL that ends the program's string" \
		sh -c 'printf "%b" "-1\0000" >repeat'
	check "a solid level needs no duration" write_to pattern "255 0 255 0"
	check_equal "... and shows at once" 255 "$(cat brightness)"
	check_equal "... and reads back as written" "255 0 255 0" "$(cat pattern)"
	check_equal "... and plays until it is stopped" 1 "$(cat is_running)"
	led_forget lamp
	sleep 1
	check_equal "... and sets nothing more" 0 "$(led_counter lamp sets)"
	check "off is said in the same way" write_to pattern "0 0 0 0"
	check_equal "... and turns the LED off" 0 "$(cat brightness)"
	check "... also to hr_pattern" write_to hr_pattern "7 0 7 0 7 0"
	check_equal "... which shows it" 7 "$(cat brightness)"
	echo 1 >repeat
	check "a level of no duration is taken for once" write_to pattern "255 0 255 0"
	check_equal "... and shown" 255 "$(cat brightness)"
	check_equal "... and over at once" 0 "$(cat is_running)"
	check_says "two levels of no duration are refused" "Invalid argument" \
		write_to pattern "255 0 0 0"
	lamp_done
}

case_a_fade_ends_on_its_target() {
	lamp
	echo 1 >repeat
	led_forget lamp
	echo "128 300 255 0" >hr_pattern
	sleep 0.35
	echo -1 >repeat
	echo "255 500 255 0 0 500 0 0" >hr_pattern
	sleep 0.4
	check_equal "a fade ends on its target and nothing darker shows before the next pattern" \
		"128 255 255" "$(levels lamp | awk '{
			for (i = 2; i <= NF; i++) if ($i < $(i - 1)) falls++
			print $1, falls ? "falls" : $(NF - 1), $NF }')"
	lamp_done
}

# A write of repeat alone starts the stored pattern from its first tuple a little later.
case_a_repeat_starts_the_stored_pattern() {
	lamp
	echo "9 100 9 0 0 100 0 0" >pattern
	sleep 0.15
	led_forget lamp
	echo 2 >repeat
	sleep 0.001
	check_equal "a millisecond after a repeat nothing has changed" "" "$(levels lamp)"
	sleep 0.01
	check_equal "ten after it the first level shows" "9" "$(levels lamp)"
	sleep 1
	check_between "time counts from the write: dark again 100 ms after it, not 104" 94 98 \
		"$(changes lamp | sed 's/.*;\([0-9]*\) 0;\([0-9]*\) 9;.*/\1/; s/^0 9;\([0-9]*\) 0;.*/\1/')"
	check_equal "... and it plays as often as asked" "9 0 9 0" \
		"$(levels lamp | sed 's/0 0$/0/')"
	echo "9 2 0 2" >hr_pattern
	echo 1 >repeat
	sleep 0.01
	check_equal "edges within the first milliseconds are on time, and the end as well" "0 0" \
		"$(cat is_running brightness | xargs)"
	lamp_done
}

case_other_hands_do_not_change_the_end() {
	lamp
	echo 1 >repeat
	echo "200 300 200 300" >pattern
	sleep 0.4
	echo 10 >brightness
	sleep 0.3
	check_equal "a finite pattern sets its last level, whatever was set meanwhile" "200 0" \
		"$(cat brightness is_running | xargs)"
	echo -1 >repeat
	lamp_done
}

case_an_engine_takes_a_pattern_for_any_colour() {
	local blink
	led_board cases "color max_brightness=255 engine=lpg $colors"
	led_forget color
	blink="255 500 255 0 0 500 0 0"
	[ ! -e "$(led_dir color)/multi_intensity" ] || led_gives color multi_intensity "255 255 255"
	check "an engine takes a pattern for any colour" led_gives color hw_pattern "$blink"
	[ ! -e "$(led_dir color)/multi_intensity" ] || led_gives color multi_intensity "255 0 0"
	check "... and once more after the colour has changed" led_gives color hw_pattern "$blink"
	check_equal "it is set, cleared and set again, each with four tuples for ever" \
		"set 4 -1 0;clear 0 0 0;set 4 -1 0;" \
		"$(sed 's/^[0-9]* //' "$(led_sim color)/engine" | tr '\n' ';')"
	led_unboard cases
}

# waiter_ends SENTENCE COMMAND..: a program that polls with no limit is there before the command, and
# returns within 10 ms of its beginning, however long it takes
waiter_ends() {
	local waiter_since
	local sentence="$1" waiter
	shift
	wait_pri "$waiting/is_running" -1 when >/tmp/woken 2>/dev/null &
	waiter=$!
	sleep 0.2
	check "$sentence (the one who waits does wait)" kill -0 $waiter
	waiter_since=$(now_ns)
	"$@" 2>/dev/null
	sleep 0.1
	kill $waiter 2>/dev/null
	wait $waiter
	check_between "$sentence within 10 ms" 0 10000000 \
		"$(($(grep . /tmp/woken || echo 0) - waiter_since))"
	diag "us: $((($(grep . /tmp/woken || echo 0) - waiter_since) / 1000))"
}

# ends_at_rest: the board has the moment at which the last level was set
ends_at_rest() {
	sleep 0.1
	waiter_since=$(sed -n '$s/ .*//p' "$(led_sim lamp)/trace")
}

# plays_again: endless, with the trigger selected
plays_again() {
	echo pattern >"$waiting/trigger"
	echo "0 500 255 500" >"$waiting/pattern"
}

case_the_end_of_a_pattern_ends_a_wait() {
	led_board cases "lamp max_brightness=255"
	echo 1 >"$waiting/repeat"
	echo "0 100 255 140" >"$waiting/pattern"
	waiter_ends "the end of a pattern ends a wait" ends_at_rest
	led_unboard cases
}

case_a_pattern_that_is_stopped_ends_a_wait() {
	led_board cases "lamp max_brightness=255"
	plays_again
	waiter_ends "a pattern that is stopped ends a wait" write_to "$waiting/pattern" ""
	led_unboard cases
}

case_another_trigger_ends_a_wait() {
	led_board cases "lamp max_brightness=255"
	plays_again
	waiter_ends "another trigger ends a wait" write_to "$waiting/trigger" none
	led_unboard cases
}

case_brightness_zero_ends_a_wait() {
	led_board cases "lamp max_brightness=255"
	plays_again
	waiter_ends "brightness 0 ends a wait" write_to "$waiting/brightness" 0
	plays_again
	echo "3 0 3 0" >"$waiting/pattern"
	waiter_ends "so it does of a level of no duration" write_to "$waiting/brightness" 0
	led_unboard cases
}

case_an_led_that_goes_ends_a_wait() {
	led_board cases "lamp max_brightness=255"
	plays_again
	waiter_ends "an LED that goes ends a wait" led_unboard cases
	check "(the LED is gone)" test ! -e "$waiting"
}

case_a_module_that_goes_ends_a_wait() {
	led_board cases 'lamp max_brightness=255'
	plays_again
	waiter_ends "the module that goes ends a wait" rmmod ledtrig_pattern
	modprobe ledtrig-pattern
	led_unboard cases
}

case_default_triggers_play_their_cells() {
	trees
	check_equal "cells for an on/off LED play" "1 500 1 0 0 500 0 0" "$(led_says cells pattern)"
	sleep 3
	check_equal "... exactly" "0 1;500 0;1000 1;1500 0;2000 1;2500 0;" \
		"$(changes cells | sed 's/01 /00 /g' | cut -d ';' -f 1-6);"
	check_equal "cells for more levels than the LED has play, too" "1 500 0 500" \
		"$(led_says gpio pattern)"
	check_equal "... and blink as evenly" "0 1;500 0;1000 1;" \
		"$(changes gpio | sed 's/01 /00 /g' | cut -d ';' -f 1-3);"
	check_equal "nothing is said of an LED without cells" 0 "$(dmesg | grep -c 'leds bare:')"
	check_equal "(another default trigger is at work)" 1 \
		"$(grep -cF '[default-on]' "$(led_dir other)/trigger")"
	led_gives other trigger pattern
	check_equal "where the default trigger is another one, none of its cells play by hand" "" \
		"$(led_says other pattern)"
	check_equal "... and the LED is dark" 0 "$(led_says other brightness)"
	led_unboard trees
}

# From Linux 6.16 on, "default" is a word for that trigger.
case_the_word_default_plays_cells() {
	trees
	modprobe ledtrig-heartbeat
	led_gives cells trigger none
	if tr " " "\n" <"$(led_dir cells)/trigger" | grep -qx default; then
		led_gives cells trigger default
		check_equal "the default trigger chosen by that word plays its cells" \
			"1 500 1 0 0 500 0 0" \
			"$(led_says cells pattern)"
		led_gives cells trigger heartbeat
		led_gives cells trigger default
		check_equal "... but not in place of another one, as the kernel has it" "" \
			"$(led_says cells pattern)"
	else
		skip "the default trigger chosen by that word plays its cells" \
			"this kernel has no such word"
		skip "... but not in place of another one" "this kernel has no such word"
	fi
	led_unboard trees
}

case_half_an_engine_is_complained_of_once() {
	local before life
	before=$(dmesg | grep -c 'leds half: ')
	for life in first second; do
		led_board_untouched cases "half engine=set-only"
		for _ in 1 2 3; do
			led_gives half trigger pattern
			led_gives half trigger none
		done
		led_unboard cases
		check_equal "half an engine is complained of once in a life of an LED ($life)" \
			$((before += 1)) "$(dmesg | grep -c 'leds half: ')"
	done
}

cases
