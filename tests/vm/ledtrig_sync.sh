#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# guest: mode=virtual timeout=300
#        modules="railglow-board ledtrig-pattern" carry="cpu-stall"
#
# LEDs in step with each other and with the clocks, clocks that are set, and a processor
# that stalls.

# shellcheck source=tests/vm/lib/ktap.sh
. /lib/railglow/ktap.sh
# shellcheck source=tests/vm/lib/led.sh
. /lib/railglow/led.sh

latency_ns=200000

# phases LED LEVEL PERIOD_MS [OFFSET_NS]: where in the period each change to the level was
phases() {
	local time
	awk -v level="$2" '$2 == level { print $1 }' "$(led_sim "$1")/trace" |
		while read -r time; do
			echo $(((time + ${4:-0}) % ($3 * 1000000)))
		done
}

# in_phase SENTENCE LED LEVEL PERIOD_MS PHASE_MS COUNT [OFFSET_NS]: at least COUNT changes
in_phase() {
	phases "$2" "$3" "$4" "${7:-0}" | sort -n >/tmp/phases
	check_between "$1: there are changes" "$6" 1000000 "$(wc -l </tmp/phases)"
	check_between "$1: none is early" $(($5 * 1000000)) $(($5 * 1000000 + latency_ns)) \
		"$(head -n 1 /tmp/phases)"
	check_between "$1: none is late" $(($5 * 1000000)) $(($5 * 1000000 + latency_ns)) \
		"$(tail -n 1 /tmp/phases)"
}

# play LED PATTERN
play() {
	echo "$2" >"$(led_dir "$1")/hr_pattern"
}

forget() {
	local each
	for each in left right slow; do
		led_forget $each
	done
}

sync_all() {
	local each
	for each in left right slow; do
		echo "$1" >"$(led_dir $each)/sync"
	done
	forget
}

# Dark for a second, bright for two.
square="0 1000 0 0 255 2000 255 0"

synced() {
	led_board sync 'left max_brightness=255' 'right max_brightness=255' 'slow blocking=1'
}

case_the_write_counts_unless_asked_otherwise() {
	local apart
	synced
	sync_all none
	play left "$square"
	sleep 0.37
	play right "$square"
	sleep 12
	apart=$(($(awk '$2 == 255 { print $1; exit }' "$(led_sim right)/trace") - \
		$(awk '$2 == 255 { print $1; exit }' "$(led_sim left)/trace")))
	check_between "without sync LEDs are as far apart as their writes" 370000000 390000000 \
		"$apart"
	led_unboard sync
}

case_leds_are_in_step_with_the_monotonic_clock() {
	local each
	synced
	sync_all monotonic
	play left "$square"
	sleep 0.37
	play right "$square"
	sleep 1.11
	play slow "$square"
	forget
	sleep 600
	for each in left right slow; do
		in_phase "in step with the monotonic clock for ten minutes ($each)" $each 255 3000 1000 200
	done
	check_equal "a sync that is chosen while a pattern plays restarts it in step" monotonic \
		"$(cat "$(led_dir left)/sync")"
	led_unboard sync
}

case_leds_are_in_step_with_the_realtime_clock() {
	local each
	synced
	sync_all none
	play left "$square"
	sleep 1.4
	echo realtime >"$(led_dir left)/sync"
	echo realtime >"$(led_dir right)/sync"
	play right "$square"
	forget
	sleep 10
	for each in left right; do
		in_phase "in step with the realtime clock ($each)" $each 255 3000 1000 3 \
			"$(realtime_offset)"
	done
	led_unboard sync
}

# set_clock SECONDS: by that much, to a whole second
set_clock() {
	date -s "@$(($(date +%s) + $1))" >/dev/null
}

case_a_clock_that_is_set_is_followed() {
	local seconds
	synced
	sync_all realtime
	play left "$square"
	for seconds in 1000 -100000; do
		set_clock $seconds
		# It is noticed within a second; the change that this brought is not in the new phase.
		sleep 1.05
		forget
		sleep 10
		in_phase "in step with a clock set by $seconds s" left 255 3000 1000 3 "$(realtime_offset)"
	done
	led_unboard sync
}

# The pattern is dark for half an hour and bright for another, so that the next edge is far away.
case_only_leds_in_step_follow_the_clock() {
	local long each level ahead
	synced
	long="0 1800000 0 0 255 1800000 255 0"
	for each in realtime monotonic none; do
		echo $each >"$(led_dir right)/sync"
		date -s @1704067300 >/dev/null
		play right "$long"
		level=$(cat "$(led_dir right)/brightness")
		date -s @$((1704067300 + 1800)) >/dev/null
		sleep 1.02
		ahead=$(cat "$(led_dir right)/brightness")
		date -s @$((1704067300)) >/dev/null
		sleep 1.02
		if [ $each = realtime ]; then
			check_equal "(the clock's half hour is a dark one)" 0 "$level"
			check_equal "setting the clock ahead is seen within a second" 255 "$ahead"
			check_equal "... and setting it back too" 0 \
				"$(cat "$(led_dir right)/brightness")"
		else
			check_equal \
				"setting the clock does not touch an LED that does not follow it ($each)" \
				"$level $level" "$ahead $(cat "$(led_dir right)/brightness")"
		fi
	done
	led_unboard sync
}

case_repeat_counts_from_the_write() {
	synced
	echo realtime >"$(led_dir right)/sync"
	echo 2 >"$(led_dir right)/repeat"
	play right "$square"
	sleep 2
	set_clock -3600
	sleep 2
	set_clock 7200
	sleep 1.9
	check_equal "two periods are not over before their time, whatever is done to the clock" 1 \
		"$(cat "$(led_dir right)/is_running")"
	sleep 0.2
	check_equal "... and not after it" 0 "$(cat "$(led_dir right)/is_running")"
	forget
	set_clock 100
	sleep 5
	check_equal "a pattern that has ended does not follow the clock any more" 0 \
		"$(led_counter right sets)"
	led_unboard sync
}

case_a_processor_stalls() {
	local each
	synced
	modprobe cpu-stall
	sync_all none
	play left "0 100 0 0 255 100 255 0"
	play slow "0 100 0 0 255 100 255 0"
	sleep 1.05
	echo 300 >/sys/module/cpu_stall/parameters/ms
	sleep 2
	# A worker may be late with its first level already, hence early with the others.
	for each in left:$latency_ns slow:6000000; do
		awk -v latency="${each#*:}" '
			NR == 1 { start = $1 }
			{ off = ($1 - start) % 100000000 }
			off > latency && off < 100000000 - latency { late++ }
			NR > 1 && $2 == last { idle++ }
			{ last = $2 }
			END { print late + 0, idle + 0, NR <= ($1 - start) / 100000000 }' \
			"$(led_sim "${each%:*}")/trace" >/tmp/stall
		check_equal \
			"after a stall of 300 ms one change is late, none is made up for (${each%:*})" \
			"1 0 1" "$(cat /tmp/stall)"
	done
	led_unboard sync
}

cases
