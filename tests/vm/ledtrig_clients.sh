#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# guest: mode=virtual timeout=300 modules="railglow-board ledtrig-pattern"
#        programs="/usr/libexec/fbd-ledctrl"
#
# Programs that use the trigger today: feedbackd's own helper and what its daemon writes,
# what Delux writes, and shell scripts in the three orders people use.

# shellcheck source=tests/vm/lib/ktap.sh
. /lib/railglow/ktap.sh
# shellcheck source=tests/vm/lib/led.sh
. /lib/railglow/led.sh

rgb=rgb
kernel_has led_classdev_multicolor_register_ext || rgb=
status=white_status
blink="0 100 0 0 255 100 255 0"
echo 'feedbackd:x:987:' >>/etc/group

# helper LED: as feedbackd's udev rule runs it
helper() {
	/usr/libexec/fbd-ledctrl -p "/sys/class/leds/$1" -t pattern -G feedbackd
}

# levels LED: the levels of the record, without times
levels() {
	sed 's/^[0-9]* //' "$(led_sim "$1")/trace" | tr '\n' ' '
}

# rises LED: how often it went to its maximum
rises() {
	led_edges "$1" 255
}

clients() {
	led_board_untouched clients 'white_status max_brightness=255' \
		${rgb:+'rgb colors=red:green:blue'} 'qcom engine=lpg max_brightness=255' \
		'lamp max_brightness=255'
}

# scripts: in the folder of the LED
scripts() {
	clients
	cd "$(led_dir lamp)" || exit 1
}

scripts_done() {
	cd /
	led_unboard clients
}

case_the_helper_of_feedbackd_selects_the_trigger() {
	local each file
	clients
	for each in "$status" $rgb qcom; do
		check "feedbackd's helper accepts the trigger ($each)" helper "$each"
		check "... and has selected it ($each)" grep -qF '[pattern]' \
			"$(led_dir "$each")/trigger"
		for file in brightness pattern repeat; do
			check_equal "... and given $file to its group ($each)" "664 987" \
				"$(stat -c '%a %g' "$(led_dir "$each")/$file")"
		done
	done
	for each in "feedbackd's helper accepts the trigger" "... and has selected it" \
		"... and given brightness to its group" "... and given pattern to its group" \
		"... and given repeat to its group"; do
		[ -n "$rgb" ] || skip "$each (rgb)" "this kernel has no multicolour LEDs"
	done
	check_equal "the daemon's probe reads an empty pattern" "" \
		"$(cat "$(led_dir "$status")/pattern")"
	led_unboard clients
}

case_feedbackd_blinks_and_stops() {
	clients
	helper "$status"
	led_forget "$status"
	printf '0 100 255 100\n' >"$(led_dir "$status")/pattern"
	sleep 10.05
	check_between "a blink of 5 Hz is one" 50 51 "$(led_edges "$status" 200)"
	check "the helper run again" helper "$status"
	check_equal "leaves a pattern that plays alone" 1 "$(cat "$(led_dir "$status")/is_running")"
	echo 0 >"$(led_dir "$status")/brightness"
	check "the daemon stops with brightness 0, which deselects the trigger" \
		grep -qF '[none]' "$(led_dir "$status")/trigger"
	check "... then udev runs the helper" helper "$status"
	check_equal "... and the next pattern" "0 500 255 500" \
		"$(echo "0 500 255 500" >"$(led_dir "$status")/pattern"; cat "$(led_dir "$status")/pattern")"
	led_unboard clients
}

case_a_colour_blinks_as_one() {
	clients
	[ -z "$rgb" ] || helper rgb
	if [ -n "$rgb" ]; then
		echo 255 >"$(led_dir rgb)/brightness"
		echo "255 128 0" >"$(led_dir rgb)/multi_intensity"
		led_forget rgb
		printf '0 1000 0 0 255 1000 255 0\n' >"$(led_dir rgb)/pattern"
		sleep 3.5
		check_equal "a colour blinks as one (rgb)" \
			"0 0 0 0 255 255 128 0 0 0 0 0 255 255 128 0 " "$(levels rgb)"
	else
		skip "a colour blinks as one (rgb)" "this kernel has no multicolour LEDs"
	fi
	led_unboard clients
}

case_feedbackd_writes_for_the_engine_of_qualcomm() {
	clients
	helper qcom
	printf -- '-1\n' >"$(led_dir qcom)/repeat"
	check "the daemon's text for Qualcomm's engine is taken" \
		write_to "$(led_dir qcom)/hw_pattern" "0 511 0 0 255 511 255 0"
	check_equal "... and plays there" "0 511 0 0 255 511 255 0" \
		"$(cat "$(led_sim qcom)/engine_pattern")"
	led_unboard clients
}

case_delux_keeps_a_descriptor_open() {
	clients
	echo pattern >"$(led_dir lamp)/trigger"
	led_forget lamp
	exec 4>"$(led_dir lamp)/pattern"
	printf '255 500 255 0 0 500 0 0 ' >&4
	sleep 5.2
	check_equal "a blink of Delux is as long as it says with hz: 0" 6 "$(rises lamp)"
	printf '0 3600000 0 0 ' >&4
	led_forget lamp
	sleep 30
	check_equal "its way of off is off" 0 "$(cat "$(led_dir lamp)/brightness")"
	check_equal "... and nothing happens then" 0 "$(led_counter lamp sets)"
	printf '255 200 255 0 0 200 0 0 255 200 255 0 0 3600000 0 0 ' >&4
	sleep 30
	check_equal "its one-shots are played once" 2 "$(rises lamp)"
	led_forget lamp
	printf '255 5 0 15 ' >&4
	sleep 1.01
	check_between "its dimming at 50 Hz is at 50 Hz" 50 52 "$(rises lamp)"
	exec 4>&-

	# begin_anew: as a script finds the LED
	led_unboard clients
}

case_a_script_writes_pattern_then_repeat() {
	scripts
	scripts_done
}

begin_anew() {
	echo none >trigger
	echo pattern >trigger
	led_forget lamp
}

case_a_script_writes_repeat_then_pattern() {
	scripts
	begin_anew
	echo "$blink" >pattern
	echo 3 >repeat
	sleep 3
	check_equal "pattern, then repeat: so many times" 3 "$(rises lamp)"
	check_equal "... and then not any more" 0 "$(cat is_running)"
	scripts_done
}

case_a_script_writes_no_repeat() {
	scripts
	begin_anew
	echo 3 >repeat
	echo "$blink" >pattern
	sleep 3
	check_equal "repeat, then pattern: so many times" 3 "$(rises lamp)"
	check_equal "... and then not any more (repeat first)" 0 "$(cat is_running)"

	begin_anew
	echo "$blink" >pattern
	sleep 3.05
	check_equal "no repeat at all: for ever" 15 "$(rises lamp)"
	check_equal "... and still" 1 "$(cat is_running)"
	scripts_done
}

case_a_script_that_runs_again_does_the_same() {
	local order round file
	scripts
	for order in "pattern repeat" "repeat pattern"; do
		begin_anew
		for round in 1 2; do
			led_forget lamp
			for file in $order; do
				[ "$file" = repeat ] && echo 2 >repeat
				[ "$file" = pattern ] && echo "$blink" >pattern
			done
			sleep 2
			check_equal "a script run again does the same ($order, run $round)" 2 \
				"$(rises lamp)"
		done
	done
	scripts_done
}

cases
