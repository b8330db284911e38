#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# guest: mode=virtual timeout=300 modules="railglow-board ina3221 ledtrig-pattern"
#        carry="ledtrig-heartbeat ledtrig-timer led-by-hardware"
#        programs="build/host/railglow build/host/guest/as_nobody"
#        files="share:/share"
#
# railglow led play takes LEDs from the kernel's own triggers and from hardware, and led stop
# gives them back.

# shellcheck source=tests/vm/lib/ktap.sh
. /lib/railglow/ktap.sh
# shellcheck source=tests/vm/lib/led.sh
. /lib/railglow/led.sh
# shellcheck source=tests/vm/lib/tool.sh
. /lib/railglow/tool.sh

modprobe ledtrig-heartbeat
modprobe ledtrig-timer
modprobe led-by-hardware
colors='color colors=red:green:blue'
kernel_has led_classdev_multicolor_register_ext || colors=

# changes LED SECONDS: does its level change within that time?
changes() {
	led_forget "$1"
	sleep "$2"
	[ "$(led_counter "$1" sets)" -gt 1 ]
}

handover() {
	led_board_untouched handover 'lamp max_brightness=255' 'other max_brightness=255' \
		${colors:+"$colors"}
}

case_an_led_of_the_kernels_own_trigger_is_taken_and_given_back() {
	local each
	handover
	for each in heartbeat timer; do
		echo $each >"$(led_dir lamp)/trigger"
		check "(the $each trigger drives the LED)" changes lamp 3
		check "an LED that the $each trigger drives is listed" run led list
		check "... by its trigger ($each)" grep -Eq "^lamp +[0-9]+ +255 +$each\$" /tmp/out
		says 2 "driven by $each" led stop lamp
		check "led play takes it ($each)" run led play lamp blink-fast
		check_equal "... and plays ($each)" "pattern 0 125 0 0 255 125 255 0 1" \
			"$(echo "$(led_trigger lamp)" "$(cat "$(led_dir lamp)/pattern" "$(led_dir lamp)/is_running")" | xargs)"
		check "a second pattern takes it no further ($each)" run led play lamp blink-slow
		check "led stop gives it back ($each)" run led stop lamp
		check_equal "... to the $each trigger" $each "$(led_trigger lamp)"
		check "... which drives it again ($each)" changes lamp 3
		check "once only: --force takes it ($each)" run led stop --force lamp
		check_equal "... and darkens it ($each)" "none 0" \
			"$(led_trigger lamp) $(cat "$(led_dir lamp)/brightness")"
	done
	led_unboard handover
}

case_an_led_stays_where_nothing_can_be_played() {
	handover
	echo heartbeat >"$(led_dir lamp)/trigger"
	says 2 "not in hardware" led play --hw lamp breathe
	check_equal "a pattern that cannot be played leaves the LED to its trigger" heartbeat \
		"$(led_trigger lamp)"
	led_unboard handover
}

case_the_last_word_is_that_of_others_who_take_the_led() {
	handover
	railglow led play lamp blink-slow
	echo none >"$(led_dir lamp)/trigger"
	railglow led play lamp blink-slow
	railglow led stop lamp
	check_equal "a user who takes the LED meanwhile has the last word" none \
		"$(led_trigger lamp)"
	led_unboard handover
}

case_each_of_several_leds_goes_back_to_its_own() {
	handover
	echo heartbeat >"$(led_dir lamp)/trigger"
	echo timer >"$(led_dir other)/trigger"
	railglow led play lamp other blink-slow
	railglow led stop lamp
	railglow led stop other
	check_equal "each of several LEDs goes back to its own trigger" "heartbeat timer" \
		"$(led_trigger lamp) $(led_trigger other)"
	led_unboard handover
}

case_a_trigger_that_has_gone_is_no_obstacle() {
	handover
	echo heartbeat >"$(led_dir lamp)/trigger"
	railglow led play lamp blink-slow
	rmmod ledtrig_heartbeat
	check "a trigger that has gone meanwhile is not an obstacle" run led stop lamp
	check_equal "... and the LED is dark" "none 0" \
		"$(led_trigger lamp) $(cat "$(led_dir lamp)/brightness")"
	modprobe ledtrig-heartbeat
	led_unboard handover
}

# as_user COMMAND..: somebody who may use this LED
as_user() {
	local each user_status
	chmod 666 "$(led_dir other)/trigger" "$(led_dir other)/brightness"
	(
		until [ -e "$(led_dir other)/pattern" ]; do sleep 0.01; done
		for each in pattern repeat sync curve; do chmod 666 "$(led_dir other)/$each"; done
	) 2>/dev/null &
	as_nobody "$@"
	user_status=$?
	kill $! 2>/dev/null
	wait $!
	return $user_status
}

case_users_play_who_may_not_write_below_run() {
	local each
	handover
	for each in memory none; do
		unset XDG_RUNTIME_DIR
		[ $each = none ] || export XDG_RUNTIME_DIR=/tmp/user
		mkdir -p /tmp/user
		chmod 777 /tmp/user
		echo timer >"$(led_dir other)/trigger"
		check "a user plays ($each)" as_user railglow led play other blink-slow
		check "... and stops ($each)" as_user railglow led stop other
		[ $each = none ] ||
			check_equal "with a folder of his own he gives the LED back" timer \
				"$(led_trigger other)"
	done
	check_equal "without one it is dark in the end" "none 0" \
		"$(led_trigger other) $(cat "$(led_dir other)/brightness")"
	unset XDG_RUNTIME_DIR
	led_unboard handover
}

case_a_colour_led_without_a_colour_stays_dark() {
	local each
	handover
	if [ -n "$colors" ]; then
		echo "0 0 0" >"$(led_dir color)/multi_intensity"
		check "a pattern is played on a colour LED without colours" run led play color \
			blink-slow
		check "... and it is said that it stays dark" err_has \
			"color: its colours are all at 0"
		echo "0 9 0" >"$(led_dir color)/multi_intensity"
		check "with a colour it is played as well" run led play color blink-slow
		check_equal "... and nothing is said" "" "$(cat /tmp/err)"
	else
		for each in 1 2 3 4; do
			skip "a colour LED without a colour, case $each" \
				"this kernel has no multicolour LEDs"
		done
	fi
	led_unboard handover
}

by_hardware() {
	cat /sys/module/led_by_hardware/parameters/by_hardware
}

case_an_led_that_hardware_drives_is_taken_and_given_back() {
	local level
	check_equal "(hardware drives the LED)" "hw-auto Y" "$(led_trigger lit) $(by_hardware)"
	level=$(cat "$(led_dir lit)/brightness" 2>/dev/null || echo -)
	diag "its level reads $level"
	check "an LED that hardware drives is listed" run led list
	check "... with its level, or a dash where the kernel does not tell it" \
		grep -Eq "^lit +$level +255 +hw-auto\$" /tmp/out
	check "it is shown" run led show lit
	check "led play takes it (hardware)" run led play lit blink-slow
	check_equal "... from its hardware" "pattern N 1" \
		"$(led_trigger lit) $(by_hardware) $(cat "$(led_dir lit)/is_running")"
	check "led stop gives it back (hardware)" run led stop lit
	check_equal "... to its hardware" "hw-auto Y" "$(led_trigger lit) $(by_hardware)"
}

case_a_guard_takes_an_led_from_hardware() {
	local guard
	echo "idle lit breathe
	when VDD warning lit alarm" >/tmp/guard.conf
	railglow guard /tmp/guard.conf >/dev/null 2>/tmp/err &
	guard=$!
	check "a guard takes it (hardware)" within 4 grep -qF '[pattern]' "$(led_dir lit)/trigger"
	check_equal "... from its hardware (guard)" N "$(by_hardware)"
	kill -INT $guard
	wait $guard
	check_equal "... and gives it back when it ends" "hw-auto Y" \
		"$(led_trigger lit) $(by_hardware)"
}

cases
