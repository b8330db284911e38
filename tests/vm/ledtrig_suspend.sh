#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# guest: mode=normal timeout=300 modules="virtio-awake railglow-board ledtrig-pattern"
#
# Patterns while the system sleeps. The kernel's own test of sleeping stops short of the
# firmware: devices, processors and clocks are suspended for a moment and resumed. By the
# wall clock, since nothing wakes a guest whose clock stands still while it sleeps.

# shellcheck source=tests/vm/lib/ktap.sh
. /lib/railglow/ktap.sh
# shellcheck source=tests/vm/lib/led.sh
. /lib/railglow/led.sh

# figures LED: changes beyond those the clock allows, and by how much the most punctual
# change after sleep was off its time, in ms: a busy host may delay any of them, but a phase
# that is lost delays all.
figures() {
	awk -v after="$after" 'NR == 1 { start = $1; best = 500 }
		$1 / 1000000 > after {
			off = ($1 - start) % 500000000 / 1000000
			off = off > 250 ? 500 - off : off
			best = off < best ? off : best
		}
		END { print NR - 1 - int(($1 - start) / 500000000), int(best) }' \
		"$(led_sim "$1")/trace"
}

# clock_phase: as figures, for the one in step with the realtime clock
clock_phase() {
	awk -v after="$after" '$1 / 1000000 > after && $2 == 0 { print $1 }' \
		"$(led_sim clock)/trace" | while read -r time; do
		echo $(((time + offset) % 1000000000 / 1000000))
	done | awk '{ off = $1 > 500 ? 1000 - $1 : $1 } NR == 1 || off < best { best = off } END { print best }'
}

case_patterns_while_the_system_sleeps() {
	local square each before seconds_before after offset extra late
	led_board sleepy 'lamp max_brightness=255' 'slow max_brightness=255 blocking=1' \
		'clock max_brightness=255' 'once max_brightness=255' 'engine engine=sc27xx'
	echo 3 >/sys/module/suspend/parameters/pm_test_delay
	# A machine that knows no deep sleep can go as far as its devices.
	grep -q deep /sys/power/mem_sleep && echo core >/sys/power/pm_test || echo platform >/sys/power/pm_test
	square="0 500 0 0 255 500 255 0"

	for each in lamp slow clock; do
		echo "$square" >"$(led_dir $each)/hr_pattern"
	done
	echo realtime >"$(led_dir clock)/sync"
	echo 3 >"$(led_dir once)/repeat"
	echo "$square" >"$(led_dir once)/pattern"
	echo "0 1000 200 1000 0 1000 0 1000" >"$(led_dir engine)/hw_pattern"
	sleep 1.2
	before=$(($(now_ns) / 1000000))
	seconds_before=$(date +%s)
	check "the system sleeps and wakes" sh -c 'echo mem >/sys/power/state'
	after=$(($(now_ns) / 1000000))
	check_between "(it slept, by the clock that does not stop)" 2 1000 \
		"$(($(date +%s) - seconds_before))"
	diag "asleep: $((after - before)) ms of the clock that stops"
	check_equal "a pattern plays on after that" 1 "$(cat "$(led_dir lamp)/is_running")"
	sleep 3

	for each in lamp slow; do
		figures $each >/tmp/figures
		read -r extra late </tmp/figures
		check_between "no change is made up for after it ($each)" -1000000 1 "$extra"
		check_between \
			"... and the phase is that of the write, by the clock that stops ($each)" \
			0 100 "$late"
	done

	offset=$(realtime_offset)

	check_between "in step with the realtime clock, the phase is that of the clock after it" 0 \
		100 \
		"$(clock_phase)"
	check_equal "a finite pattern has ended" 0 "$(cat "$(led_dir once)/is_running")"
	check_equal "a hardware pattern is still set" "0 1000 200 1000 0 1000 0 1000" \
		"$(cat "$(led_sim engine)/engine_pattern")"
	check "the trigger can be removed then" rmmod ledtrig_pattern
	led_unboard sleepy
}

cases
