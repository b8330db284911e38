#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# railglow led list, show, play, stop, preview on the board's LEDs, and the live view
# of rails on a terminal.
#
# guest: mode=virtual timeout=400 modules="railglow-board ina3221 ledtrig-pattern"
#        programs="build/host/railglow build/host/jsoncheck build/host/guest/on_pty build/host/guest/as_nobody"
#        files="docs/schema:/schema share:/share
#        /usr/lib/locale/C.utf8:/usr/lib/locale/C.utf8"

. /lib/railglow/ktap.sh
. /lib/railglow/ina.sh
. /lib/railglow/tool.sh

# goes_up PERIOD_NS PHASE_NS: the LED last did so that long after a multiple of the period
goes_up() {
	awk -v period="$1" -v phase="$2" '$2 > last { late = $1 % period - phase } { last = $2 }
		END { print late; exit !(late != "" && late < 2000000 && -late < 2000000) }' \
		/sys/kernel/debug/railglow/lights/leds/status/trace
}

export TERM=xterm LC_ALL=C.UTF-8
fake=/tmp/fake/class/leds

# lights: LEDs with engines of all kinds, and one without
lights() {
	tool_leds status lpg=lpg sc=sc27xx wcove=cht-wcove screen=el15203000-screen:1 \
		pipe=el15203000-pipe:1 ppg=ppg
}

lights_done() {
	board_unmake lights
}

# fake_leds: a colour LED whose colours are all at 0, and one whose level hardware keeps to itself:
# both made of files, as it takes no kernel to have them.
fake_leds() {
	local each
	rm -rf /tmp/fake
	mkdir -p $fake/color $fake/kept/brightness
	for each in color kept; do
		echo 255 >$fake/$each/max_brightness
		: >$fake/$each/pattern
		echo -1 >$fake/$each/repeat
	done
	echo 0 >$fake/color/brightness
	echo "0 0 0" >$fake/color/multi_intensity
	echo "none [pattern]" >$fake/color/trigger
	echo "[chromeos-auto] none pattern" >$fake/kept/trigger
	export RAILGLOW_SYSFS=/tmp/fake
}

# rails: a board with a load that comes and goes over a warning limit
rails() {
	ina_board trial rail0/label=VDD_CPU rail0/shunt_uohm=5000 rail1/label=VDD_SOC
	ina_bus 0 1104000
	ina_bus 1 5000000
	ina_shunt 0 'sine 4s 5mV 4mV 2s; loop'
	ina_shunt 1 2000
	ina_live
	railglow limit VDD_CPU warning 1.4 >/dev/null
	railglow limit VDD_CPU critical 2 >/dev/null
}

case_without_leds_none_is_found() {
	says 3 'no LED "status"' led show status
}

case_leds_are_listed() {
	lights
	check "led list" run led list
	check "it has the board's LED" grep -Eq '^status +0 +255 +none$' /tmp/out
	check "led list as JSON" run led list --json
	check "led list as JSON fits its schema" fits led-list.json
	lights_done
}

case_patterns_are_played() {
	lights
	check "a pattern of the library is played" run led play status heartbeat
	check_equal "... scaled to the LED's maximum" "0 50 255 120 0 100 153 120 0 1000" \
		"$(led_pattern status)"
	check_equal "... and it runs for ever" "-1" "$(cat /sys/class/leds/status/repeat)"
	check "led show as JSON" run led show status --json
	check "led show as JSON fits its schema" fits led-show.json
	check "Morse is played" run led play status morse:E
	check_equal "... one dot and the gap between words" "255 100 255 0 0 700 0 0" \
		"$(led_pattern status)"
	check "a finite pattern is waited for" run led play status --repeat 2 --wait "0 500 255 500"
	check_equal "it has ended by then" 0 "$(cat /sys/class/leds/status/is_running)"
	lights_done
}

case_fine_dimming_and_curves_are_set() {
	lights
	check "fine dimming has a file of its own" run led play status --hr "0 500 100% 500"
	check_equal "the fine pattern is there" "0 500 255 500" \
		"$(cat /sys/class/leds/status/hr_pattern)"
	check "a perceptual curve is set" run led play status --curve perceptual breathe
	check_equal "the curve is there" perceptual "$(cat /sys/class/leds/status/curve)"
	check "the next pattern has straight ramps again" run led play status breathe
	check_equal "the curve is back" linear "$(cat /sys/class/leds/status/curve)"
	lights_done
}

case_a_pattern_is_in_step_with_a_clock() {
	lights
	check "a pattern can be in step with a clock" run led play status --sync monotonic \
		blink-slow
	check_equal "the clock is set" monotonic "$(cat /sys/class/leds/status/sync)"
	sleep 4
	check "it is lit in the second half of every two seconds of it" goes_up 2000000000 \
		1000000000
	check "... also with the time of day" run led play status --sync realtime blink-slow
	check_equal "... which is set" realtime "$(cat /sys/class/leds/status/sync)"
	says 1 "is not none, monotonic or realtime" led play status --sync noon breathe
	check "the next pattern is in step with nothing" run led play status breathe
	check_equal "... so it says" none "$(cat /sys/class/leds/status/sync)"
	lights_done
}

case_the_reason_is_said_why_software_plays() {
	lights
	check "-v says that software plays" run led play status -v breathe
	check "... and why" err_has "played by software: the LED has no engine"
	lights_done
}

case_edges_are_seen_until_it_is_stopped() {
	lights
	run led play status "0 500 0 0 100% 500 100% 0"
	sleep 2
	check_equal "the board saw the LED change at each edge" 0 \
		"$(awk 'END { print (NR < 3) }' /sys/kernel/debug/railglow/lights/leds/status/trace)"
	check "stop turns it off" run led stop status
	check_equal "the trigger is gone" none \
		"$(led_trigger status)"
	check_equal "it is dark" 0 "$(cat /sys/class/leds/status/brightness)"
	lights_done
}

case_an_lpg_plays_steps() {
	lights
	check "a square wave is played by an LPG's engine" run led play lpg -v --engine lpg \
		blink-fast
	check "-v says so" err_has "played by its engine"
	check_equal "... in the engine's words" "0 125 0 0 255 125 255 0" \
		"$(cat /sys/class/leds/lpg/hw_pattern)"
	check "a ramp is not" run led play lpg -v --engine lpg breathe
	check "-v says why" err_has "it plays steps, not ramps"
	says 2 "not in hardware" led play lpg --hw --engine lpg breathe
	lights_done
}

case_an_sc27xx_breathes() {
	lights
	check "breathing is played by an SC27xx" run led play sc --hw --engine sc27xx breathe
	check_equal "... in four stages" "0 1625 255 250 0 1625 0 500" \
		"$(cat /sys/class/leds/sc/hw_pattern)"
	lights_done
}

case_a_cherry_trail_breathes() {
	lights
	check "breathing is played by a Cherry Trail" run led play wcove --hw --engine cht-wcove \
		"0 500 40 500"
	check_equal "up to the level that is set apart" "0 500 1 500 40" \
		"$(cat /sys/class/leds/wcove/hw_pattern /sys/class/leds/wcove/brightness | xargs)"
	check "a square wave is not, as its engine only breathes" \
		run led play wcove -v --engine cht-wcove "0 500 0 0 40 500 40 0"
	check "-v says that" err_has "it breathes only"
	check_equal "software plays it" "0 500 0 0 40 500 40 0" "$(led_pattern wcove)"
	lights_done
}

# The kernel takes this LED for one of two levels, between which its screen has light.
case_the_screen_of_an_el15203000_breathes() {
	lights
	check "breathing is played by the screen of an EL15203000" \
		run led play screen --hw --engine el15203000 "0% 4000 100% 4000"
	check_equal "... in the engine's words for it" "0 4000 1 4000" \
		"$(cat /sys/class/leds/screen/hw_pattern)"
	check "two levels are not, as they are switched" \
		run led play screen -v --engine el15203000 "0 4000 1 4000"
	check "-v says why" err_has "it breathes only"
	check_equal "software plays them" "0 4000 1 4000" "$(led_pattern screen)"
	lights_done
}

# The tool cannot know beforehand that the driver refuses.
case_drivers_refuse_what_software_plays_then() {
	lights
	check "a pattern that the driver refuses is played by software" \
		run led play pipe -v --engine el15203000 "0% 4000 100% 4000"
	check "-v says that the driver refused" err_has "played by software: Invalid argument"
	check_equal "it plays" "0 4000 1 4000 1" \
		"$(cat /sys/class/leds/pipe/pattern /sys/class/leds/pipe/is_running | xargs)"
	says 2 "Invalid argument" led play pipe --hw --engine el15203000 "0% 4000 100% 4000"
	check "pauses go to an LPG without a table in vain" \
		run led play ppg -v --engine lpg "0 200 0 0 255 100 255 0"
	check "so software plays them" err_has "played by software: Invalid argument"
	lights_done
}

# apart: how far the first rises of the three LEDs lie apart, in ns. A start that is made
# again shows once more what the LEDs show already, which is dark, so these are of the last.
apart() {
	local each
	for each in status lpg sc; do
		awk '$2 > last { print $1; exit } { last = $2 }' \
			"/sys/kernel/debug/railglow/lights/leds/$each/trace"
	done | sort -n | awk 'NR == 1 { first = $1 } { last = $1 }
		END { print NR == 3 ? last - first : "not all rose" }'
}

# together OPTION..: they play from now on, in traces of their own
together() {
	local each
	for each in status lpg sc; do
		echo none >/sys/class/leds/$each/trigger
		echo 1 >/sys/kernel/debug/railglow/lights/leds/$each/clear
	done
	run led play status lpg sc "$@"
}

# Software plays several at once, as engines have clocks of their own.
case_several_leds_play_together() {
	lights
	check "several LEDs play one pattern" together -v --engine lpg blink-slow
	check "no engine plays it" err_has "lpg: played by software: engines are not in step"
	sleep 1.5
	check_between "their changes come in the same interrupt" 0 100000 "$(apart)"
	diag "changes: $(apart) ns apart"
	# Fine edges are not collected: they are as far apart as the starts.
	together --hr blink-slow
	sleep 1.5
	check_between "they start within a millisecond" 0 1000000 "$(apart)"
	diag "starts: $(apart) ns apart"
	together --hr --sync monotonic blink-slow
	sleep 2.5
	check_between "in step with a clock they are one" 0 100000 "$(apart)"
	diag "with a clock: $(apart) ns apart"
	lights_done
}

# Others want the processor, too, so that some starts are made again.
case_several_leds_play_together_on_a_busy_machine() {
	local busy each
	lights
	busy=
	for each in 1 2 3 4; do
		sh -c 'while :; do :; done' &
		busy="$busy $!"
	done
	for _ in 1 2 3; do
		together --hr blink-fast
		sleep 0.15
		apart
	done >/tmp/apart
	# shellcheck disable=SC2086 # numbers of processes
	kill $busy
	check_equal "on a busy machine they start within a millisecond, three times of three" 3 \
		"$(awk '$1 ~ /^[0-9]+$/ && $1 <= 1000000 { near++ } END { print near + 0 }' /tmp/apart)"
	diag "busy: $(tr '\n' ';' </tmp/apart) ns apart"
	lights_done
}

case_one_that_cannot_be_played_leaves_all_as_they_were() {
	lights
	says 1 "named twice" led play status sc status blink-slow
	says 2 "not in hardware" led play lpg sc --hw --engine lpg breathe
	check_equal "one that cannot be played leaves all as they were" "none none" \
		"$(led_trigger lpg) $(led_trigger sc)"
	lights_done
}

case_a_colour_led_without_colours_stays_dark() {
	fake_leds
	check "a pattern is played on a colour LED without colours" run led play color blink-slow
	check "... and it is said that it stays dark" err_has "color: its colours are all at 0"
	echo "0 10 0" >$fake/color/multi_intensity
	check "with a colour it is played as well" run led play color blink-slow
	check_equal "... and nothing is said" "" "$(cat /tmp/err)"
	unset RAILGLOW_SYSFS
}

case_a_level_that_cannot_be_read_is_a_dash() {
	fake_leds
	check "an LED whose level cannot be read is listed" run led list
	check "... with a dash for it" grep -Eq '^kept +- +255 +chromeos-auto$' /tmp/out
	run led list --json
	check "... and is null in JSON" grep -q '"brightness": *null' /tmp/out
	check "... which fits the schema" fits led-list.json
	check "it can be shown" run led show kept
	echo "none chromeos-auto [pattern]" >$fake/kept/trigger
	check "... and plays a pattern" run led play kept blink-slow
	check_equal "... which is written" "0 1000 0 0 255 1000 255 0" "$(cat $fake/kept/pattern)"
	unset RAILGLOW_SYSFS
}

# late_files SECONDS: a rule that gives the files that late to somebody who may choose triggers
late_files() {
	local each
	while [ ! -e /sys/class/leds/status/pattern ]; do
		sleep 0.01
	done
	sleep "$1"
	for each in pattern repeat sync curve hr_pattern brightness; do
		chmod 666 "/sys/class/leds/status/$each"
	done
}

case_files_that_are_roots_are_waited_for() {
	lights
	chmod 666 /sys/class/leds/status/trigger
	late_files 0.1 &
	check "files that are root's for a moment are waited for" \
		as_nobody railglow led play status blink-slow
	wait $!
	check_equal "the pattern plays" "0 1000 0 0 255 1000 255 0 1" \
		"$(cat /sys/class/leds/status/pattern /sys/class/leds/status/is_running | xargs)"
	railglow led stop status
	check_fails "files that stay root's are not waited for longer than a second or two" \
		as_nobody railglow led play status blink-slow
	check_equal "... and the LED is given back" none \
		"$(led_trigger status)"
	lights_done
}

case_a_missing_led_or_pattern_is_said() {
	lights
	says 3 'no LED "nope"' led play nope breathe
	says 3 'no LED "nope"' led stop nope
	says 3 'no pattern "nope"' led play status nope
	says 1 "no duration" led play status "0 1 2"
	says 1 "above the LED's maximum" led play status "0 1 256 2"
	says 1 "the preview is too long" led preview --periods 1000 \
		"$(awk 'BEGIN { for (i = 0; i < 1000; i++) printf "%d 4294967295 ", i % 2 }')"
	lights_done
}

case_a_pattern_that_cannot_be_played_leaves_the_led_as_it_was() {
	lights
	echo 37 >/sys/class/leds/status/brightness
	says 2 "not in hardware" led play status --hw breathe
	check_equal "a pattern that cannot be played leaves the LED as it was" "37 none" \
		"$(cat /sys/class/leds/status/brightness) $(led_trigger status)"
	lights_done
}

case_ctrl_c_ends_a_wait() {
	lights
	signalled INT led play status --repeat 1000 --wait blink-slow
	check_equal "waiting is ended by Ctrl-C" 0 $?
	lights_done
}

case_an_led_that_is_unplugged_ends_a_wait() {
	local waiter
	lights
	railglow led play status --repeat 1000 --wait blink-slow 2>/tmp/err &
	waiter=$!
	sleep 1
	tool_unplug_leds
	wait "$waiter"
	check_equal "waiting ends with status 3 when the LED is unplugged" 3 $?
	lights_done
}

case_alarms_are_coloured_on_a_terminal() {
	rails
	on_pty 24x80 -- railglow rails >/tmp/out
	check "a table on a terminal is coloured where there is an alarm, else not at all" \
		sh -c '! grep -q "warning" /tmp/out || grep -q "\[1;33m" /tmp/out'
	ina_shunt 0 8mV
	sleep 1
	on_pty 24x80 -- railglow rails >/tmp/out
	check "an alarm is coloured on a terminal" grep -q "$(printf '\033')\[1;33mwarning" /tmp/out
	sleep 1
	NO_COLOR=1 on_pty 24x80 -- railglow rails >/tmp/out
	check_fails "... not where colours are not wanted" grep -q "$(printf '\033')" /tmp/out
	check "... though the alarm is there" grep -q warning /tmp/out
	sleep 1
	railglow rails >/tmp/out
	check_fails "... nor into a file" grep -q "$(printf '\033')" /tmp/out
	ina_unboard
}

case_the_live_view_gives_the_screen_back() {
	rails
	on_pty 24x80 5000:q -- railglow rails --watch --interval 100ms >/out/live-80x24.raw
	check_equal "the live view is left with q" 0 $?
	check "it addressed the screen and gave it back" grep -q "$(printf '\033')\[?1049l" \
		/out/live-80x24.raw
	on_pty 24x80 1000:size=10x50 1000:size=50x200 1000:int -- railglow rails --watch >/tmp/out
	check_equal "it survives resizing, and Ctrl-C ends it well" 0 $?
	ina_unboard
}

case_a_dumb_terminal_gets_lines() {
	rails
	TERM=dumb on_pty 24x80 1000:int -- railglow rails --watch >/tmp/out
	check_equal "a dumb terminal gets lines" 0 $?
	check_fails "... and no escape sequences" grep -q "$(printf '\033')" /tmp/out
	ina_unboard
}

case_progress_is_shown_on_a_terminal() {
	rails
	on_pty 24x80 1000:int -- railglow record >/tmp/out
	check_fails "record shows no progress between the scans on a terminal" \
		grep -q 'scans, 0 dropped.*,.*,' /tmp/out
	on_pty 24x80 2000:int -- railglow record --out /tmp/r.csv >/tmp/out
	check "record shows its progress on a terminal" grep -q 'scans, 0 dropped' /tmp/out
	on_pty 24x80 1000:int -- railglow alarms --follow >/tmp/out
	check_equal "alarms --follow on a terminal ends well with Ctrl-C" 0 $?
	ina_unboard
}

cases
