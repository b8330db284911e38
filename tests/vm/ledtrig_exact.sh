#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# guest: mode=virtual timeout=300 modules="railglow-board ledtrig-pattern"
#        programs="build/host/guest/led_judge"
#
# Every level of many patterns against their closed form: those the in-tree trigger is known
# to get wrong and 200 random ones, on ten LEDs at once, with 2 to 65536 levels, set at once
# or by a worker. The rules are those of programs/led_judge.c.

# shellcheck source=tests/vm/lib/ktap.sh
. /lib/railglow/ktap.sh
# shellcheck source=tests/vm/lib/led.sh
. /lib/railglow/led.sh

# A timer that the kernel leaves to its softirq thread waits for nothing that this script does.
renice -n 19 -p $$ >/dev/null

# From the clock being read to the level being recorded, in virtual time; a worker's is
# longer by two ticks of the scheduler, as ten LEDs and this script share one processor, and
# not every kernel lets a worker take it before the first.
latency_us=100
worker_latency_us=10000
record=/tmp/record
seed=20240101

# exact: ten LEDs, five of them set by workers. When the first level of a worker was asked for is not
# known; the clock says where it is. Sets leds, their names.
exact() {
	local max each
	set --
	for max in 1 15 255 4095 65535; do
		set -- "$@" "at-once-$max max_brightness=$max" \
			"by-worker-$max max_brightness=$max blocking=1"
	done
	led_board exact "$@"
	leds=$(for each in "$@"; do echo "${each%% *}"; done)
	for max in 1 15 255 4095 65535; do
		echo monotonic >"/sys/class/leds/by-worker-$max/sync"
	done
}

exact_done() {
	local each lost=0
	for each in $leds; do
		lost=$((lost + $(led_counter "$each" trace_lost)))
	done
	check_equal "no record was lost" 0 $lost
	check_equal "there were no other LEDs" 10 "$(echo "$leds" | wc -l)"
	led_unboard exact
}

# play_all SECONDS: lines "LED FILE PATTERN" on stdin, all at the same time.
play_all() {
	local led file pattern
	cat >/tmp/playing
	while read -r led file pattern; do
		echo 1 >"$led_debug/exact/leds/$led/clear"
		echo "$pattern" >"/sys/class/leds/$led/$file"
	done </tmp/playing
	sleep "$1"
	while read -r led file pattern; do
		echo "pattern $led $file $pattern" >>"$record.${led%-*}"
		cat "$led_debug/exact/leds/$led/trace" >>"$record.${led%-*}"
		echo >"/sys/class/leds/$led/$file"
	done </tmp/playing
}

# known FILE: the patterns of the in-tree trigger's faults; 255 stands for the maximum.
known() {
	local pattern led
	while read -r pattern; do
		for led in $leds; do
			echo "$led $1 $pattern"
		done | awk '{
			max = $1
			sub(/.*-/, "", max)
			for (i = 3; i <= NF; i += 2)
				$i = $i / 255 * max
			print
		}' | play_all 6.2
	done <<-END
		0 1000 255 2000
		0 1000 0 0 255 2000 255 0
		0 100 255 100
		0 1000 255 1000
		0 500 255 500
		0 1000 255 0
		0 75 255 75
		0 20 255 20
	END
}

# random ROUND: a pattern for each LED; durations of every kind, 2 to 8 tuples.
random() {
	echo "$leds" | awk -v seed="$((seed + $1))" '
		function upto(n) {
			return int(rand() * (n + 1))
		}
		function duration(kind) {
			kind = upto(3)
			if (kind == 0)
				return 0
			if (kind == 1)
				return 1 + upto(48)
			return kind == 2 ? 50 + upto(50) : 50 + upto(1500)
		}
		BEGIN { srand(seed) }
		{
			max = $1
			sub(/.*-/, "", max)
			line = $1 " " (upto(1) ? "pattern" : "hr_pattern")
			for (n = 2 + upto(6); n; n--)
				line = line " " upto(max) " " (n == 1 ? 1 + upto(300) : duration())
			print line
		}' | play_all 4
}

# verdict SENTENCE PATTERNS: on all that was recorded since the last one
verdict() {
	local way
	for way in "at-once $latency_us write" "by-worker $worker_latency_us clock"; do
		# shellcheck disable=SC2086 # words
		set -- "$1" "$2" $way
		led_judge "$4" "$5" <"$record.$3" >/tmp/verdict
		check_equal "$1 are exact ($3)" "$2 patterns 0 breaches" \
			"$(sed 's/[0-9]* levels //' /tmp/verdict)"
		diag "$(tail -n 1 /tmp/verdict)"
		check_between "... and were seen ($3)" "$2" 10000000 \
			"$(sed -n '$s/.*patterns \([0-9]*\) levels.*/\1/p' /tmp/verdict)"
	done
	rm -f "$record".*
}

case_patterns_that_the_in_tree_trigger_plays_wrong_are_exact() {
	exact
	known pattern
	known hr_pattern
	verdict "the eight patterns the in-tree trigger gets wrong" 80
	exact_done
}

case_random_patterns_are_exact() {
	local round
	exact
	round=0
	while [ $round -lt 20 ]; do
		random $round
		round=$((round + 1))
	done
	verdict "200 random patterns" 100
	exact_done
}

cases
