#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# guest: mode=virtual modules="railglow-board" carry="ledtrig-timer"
#
# LEDs of a board: plain and multicolour, blocking or not, and what their traces say.
# The engines are tested through the pattern trigger, which alone calls them.

. /lib/railglow/ktap.sh
. /lib/railglow/boards.sh

sys=/sys/class/leds

led_debug() {
	echo "$board_debug/desk/leds/$1/$2"
}

# levels LED: all that is on its trace, without times
levels() {
	sed 's/^[0-9]* //' "$(led_debug "$1" trace)" | tr '\n' ';'
}

count_of() {
	figure "$(led_debug "$1" counters)" "$2"
}

set_led() {
	local each
	for each in $2; do
		echo "$each" >$sys/"$1"/brightness
	done
}

# set_slowly LED LEVELS: a worker sets a blocking LED to the last level asked for by then, for
# which the write waits in older kernels only.
set_slowly() {
	local each
	for each in $2; do
		echo "$each" >$sys/"$1"/brightness
		until tail -n 1 "$(led_debug "$1" trace)" | grep -q " $each\$"; do
			usleep 1000
		done
	done
}

keeps() {
	case $(write_to "$2" "$4" 2>&1) in
	*'Invalid argument'*) check_equal "$1" "$3" "$(cat "$2")" ;;
	*) not_ok "$1 (taken: $4)" ;;
	esac
}

# desk: live, with LEDs of all kinds
desk() {
	board_make desk
	board_led desk lamp
	board_led desk relay max_brightness=1
	board_led desk fine max_brightness=65535 blocking=1
	board_led desk slow blocking=1 set_time_us=500000
	board_led desk small trace_entries=4
	! has_colors || board_led desk red:rgb "colors=red green blue"
	board_led desk blinker default_trigger=timer
	board_led desk desk-2:white:torch max_brightness=2147483647
	board_live desk
}

case_settings_of_an_led() {
	local lamp
	board_make desk
	board_led desk lamp
	lamp=$board_config/desk/leds/lamp
	keeps "maximum brightness is not 0" $lamp/max_brightness 255 0
	keeps "maximum brightness is not over 2^31 - 1" $lamp/max_brightness 255 2147483648
	keeps "maximum brightness is a number" $lamp/max_brightness 255 bright
	keeps "blocking is 0 or 1" $lamp/blocking 0 2
	keeps "setting takes a second at most" $lamp/set_time_us 0 1000001
	keeps "an engine is one that is known" $lamp/engine none lp55xx
	keeps "colours are those of the LED class" $lamp/colors "" "red mauve"
	keeps "a colour of several is none" $lamp/colors "" rgb
	keeps "there are eight colours at most" $lamp/colors "" \
		"red red red red red red red red red"
	keeps "cells are numbers" $lamp/led_pattern "" "0 1000 255 -1"
	keeps "the trace has at least one entry" $lamp/trace_entries 16384 0
	check "cells that make no pattern are taken" write_to $lamp/led_pattern "0 1000 255"
	check_equal "... and read back" "0 1000 255" "$(cat $lamp/led_pattern)"
	check "they can be taken back" write_to $lamp/led_pattern ""
	check_says "no folder can be made in an LED" "not permitted" mkdir $lamp/channel
	check_equal "without a live LED there is no trace" "" "$(levels lamp)"
	check_says "... nor can it be disabled" "No such device" write_to \
		"$(led_debug lamp disabled)" 1
	board_unmake desk
}

case_every_set_is_on_the_trace() {
	local file
	desk
	check_equal "the LED has the brightness range that was set" "255 1 65535 2147483647" \
		"$(cat $sys/lamp/max_brightness $sys/relay/max_brightness $sys/fine/max_brightness \
			$sys/desk-2:white:torch/max_brightness | tr '\n' ' ' | sed 's/ $//')"
	check_equal "nothing was set yet" "0 0" "$(count_of lamp sets) $(count_of lamp changes)"
	set_led lamp "255 255 7 7 7 0 255"
	check_equal "every set is on the trace, the same level or not" "255;255;7;7;7;0;255;" \
		"$(levels lamp)"
	check_equal "they are counted" 7 "$(count_of lamp sets)"
	check_equal "... and how many made a difference" 4 "$(count_of lamp changes)"
	check "times on the trace only grow" sh -c \
		"cut -d' ' -f1 $(led_debug lamp trace) | sort -n -c"
	set_slowly fine "65535 1"
	check_equal "so it is on blocking ones" "65535;1;" "$(levels fine)"
	set_led relay "1 0"
	check_equal "... and on those with two levels" "1;0;" "$(levels relay)"
	set_slowly slow "1 2 3"
	check_equal "a slow one gets there" "1;2;3;" "$(levels slow)"
	check_between "... in its time" 500000 600000 \
		"$(awk 'last { print int(($1 - last) / 1000) } { last = $1 }' "$(led_debug slow trace)" | sort -n | head -n 1)"
	set_led small "1 2 3 4 5 6 7"
	check_equal "a trace that is full keeps the newest" "4;5;6;7;" "$(levels small)"
	check_equal "... and says how many it lost" 3 "$(count_of small trace_lost)"
	echo 1 >"$(led_debug small clear)"
	check_equal "clearing forgets all that" " 0 0 0" \
		"$(levels small) $(count_of small sets) $(count_of small changes) $(count_of small trace_lost)"
	set_led small 9
	check_equal "... and begins anew" "9;" "$(levels small)"
	check_says "clear takes 1 only" "Invalid argument" write_to "$(led_debug small clear)" 0
	for file in trace counters engine engine_pattern; do
		check_says "$file is not for writing" "not permitted" write_to \
			"$(led_debug lamp $file)" 1
	done
	board_unmake desk
}

case_a_multicolour_led_has_its_colours() {
	desk
	if has_colors; then
		echo "255 128 0" >$sys/red:rgb/multi_intensity
		echo 1 >"$(led_debug red:rgb clear)"
		set_led red:rgb "255 100"
		check_equal "a multicolour LED has its colours" "red green blue" \
			"$(sed 's/ *$//' $sys/red:rgb/multi_index)"
		check_equal "its trace has the level of each" "255 255 128 0;100 100 50 0;" \
			"$(levels red:rgb)"
		echo "0 0 255" >$sys/red:rgb/multi_intensity
		check_equal "another colour of the same level is a change" 3 \
			"$(count_of red:rgb changes)"
	else
		board_make colours
		board_led colours rgb
		check_says \
			"colours of a kernel without multicolour LEDs are said not to be supported" \
			"not supported" write_to $board_config/colours/leds/rgb/colors "red green blue"
		board_unmake colours
		skip "its trace has the level of each" "this kernel has no multicolour LEDs"
		skip "another colour of the same level is a change" \
			"this kernel has no multicolour LEDs"
	fi
	check_fails "a plain LED has no colours" test -e $sys/lamp/multi_index
	board_unmake desk
}

case_a_default_trigger_is_taken_up_when_it_comes() {
	desk
	echo 7 >$sys/lamp/brightness
	check_equal "an LED without engine has no hardware pattern calls" "" \
		"$(levels lamp | grep pattern)"
	modprobe ledtrig-timer
	sleep 3
	check_equal "a default trigger is taken up when it comes" "[timer]" \
		"$(grep -o '\[.*\]' $sys/blinker/trigger)"
	check_between "a trigger that blinks at 1 Hz is on the trace" 4 8 "$(count_of blinker sets)"
	check_equal "... with full and no brightness only" "0 255" \
		"$(cut -d' ' -f2 "$(led_debug blinker trace)" | sort -n -u | tr '\n' ' ' | sed 's/ $//')"
	echo none >$sys/blinker/trigger
	board_unmake desk
}

case_an_led_is_disabled() {
	desk
	echo 1 >"$(led_debug lamp disabled)"
	check_says "an LED that a driver owns is not for user space" busy write_to \
		$sys/lamp/brightness 1
	check_equal "it says that it is disabled" 1 "$(cat "$(led_debug lamp disabled)")"
	echo 0 >"$(led_debug lamp disabled)"
	check "given back, it is" write_to $sys/lamp/brightness 1
	check_says "disabled is 0 or 1" "Invalid argument" write_to "$(led_debug lamp disabled)" 2
	board_unmake desk
}

case_a_trace_outlives_its_led() {
	desk
	set_led lamp 7
	echo 1 >"$(led_debug lamp clear)"
	echo 0 >$board_config/desk/live
	check_equal "going, an LED is switched off" "0;" "$(levels lamp)"
	check_equal "... and its trace stays" 1 "$(count_of lamp sets)"
	board_live desk
	check_equal "live again, it is empty" "" "$(levels lamp)"
	board_unmake desk
	check_equal "with the LED its folder goes" no \
		"$([ -e $board_debug/desk ] && echo yes || echo no)"
}

cases
