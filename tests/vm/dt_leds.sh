#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# LEDs that a devicetree describes play from boot: the trigger and the pattern are the tree's,
# and nobody has to be there.
#
# guest: mode=virtual devicetree=tests/vm/devicetree/desk.dtsi
#        modules="ledtrig-pattern railglow-board" timeout=300

# shellcheck source=tests/vm/lib/ktap.sh
. /lib/railglow/ktap.sh
# shellcheck source=tests/vm/lib/led.sh
. /lib/railglow/led.sh

led_board_name=desk
status=/sys/class/leds/green:status
relay=/sys/class/leds/relay
platform=/sys/bus/platform/drivers/railglow-board

# measured LED PATTERN: whole periods of its trace, if they are those of the closed form, rounded
measured() {
	cat "$(led_sim "$1")/trace" >"$(led_recorded)"
	led_measure "$2"
	[ "$(led_figure off_by)" -le 1 ] || echo "off by $(led_figure off_by) levels,"
	[ "$(led_figure late_us)" -le 1100 ] || echo "late by $(led_figure late_us) us,"
	led_figure periods
}

# tree: the board of the tree, as new
tree() {
	echo desk >$platform/unbind
	echo desk >$platform/bind
	usleep 200000
}

# The board is that of the boot, whose LEDs nobody has touched.
case_leds_play_from_boot() {
	sleep 31
	check "an LED has the name that function and colour in the tree make" test -d $status
	check_equal "... and plays the default pattern of the tree from boot" \
		"pattern 0 1000 255 2000" "$(led_trigger green:status) $(cat $status/pattern)"
	check_equal "... without anybody's doing" 10 "$(measured led-0 '0 1000 255 2000')"
	check_equal "an LED of two levels does" "1 pattern 15" \
		"$(cat $relay/max_brightness) $(led_trigger relay) $(measured led-1 '0 500 0 0 1 1500 1 0')"
}

case_an_led_without_a_trigger_stays_as_it_was() {
	tree
	check_equal "an LED that the tree gives no trigger has none" none \
		"$(led_trigger spare)"
	check_equal "... and stays as it was" "0 0" \
		"$(led_counter led-2 sets) $(cat /sys/class/leds/spare/brightness)"
	check_equal "... with the levels that the tree gives it" 100 \
		"$(cat /sys/class/leds/spare/max_brightness)"
}

case_a_trigger_that_is_chosen_by_hand_plays_nothing() {
	tree
	echo none >$status/trigger
	check_equal "a trigger taken away stops it" 0 "$(cat $status/brightness)"
	echo pattern >$status/trigger
	check_equal "chosen by hand the trigger plays nothing of itself" "" "$(cat $status/pattern)"
}

case_an_led_loads_its_trigger() {
	tree
	echo none >$status/trigger
	echo none >$relay/trigger
	check "the trigger's module can go" modprobe -r ledtrig_pattern
	echo 0 >/sys/kernel/config/railglow/desk/live
	echo 1 >/sys/kernel/config/railglow/desk/live
	sleep 7
	check_equal "an LED that finds no such trigger has it loaded, and plays" "pattern 2" \
		"$(led_trigger green:status) $(measured led-0 '0 1000 255 2000')"
	check_equal "... as they all do" "pattern 3" \
		"$(led_trigger relay) $(measured led-1 '0 500 0 0 1 1500 1 0')"
}

case_the_board_and_its_modules_go() {
	tree
	echo desk >$platform/unbind
	check_fails "unbound, the board's LEDs are gone" \
		ls -d $status $relay /sys/class/leds/spare
	check_equal "... and nothing of them is left" "" "$(leftovers)"
	check "... nor in the way of either module" rmmod ledtrig_pattern railglow_board
	modprobe ledtrig-pattern
	modprobe railglow-board
}

cases
