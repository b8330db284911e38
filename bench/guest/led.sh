#!/bin/busybox sh
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
#
# led.sh MODULE PATTERNS [FILE..]	plays patterns with one implementation of the pattern trigger
#
# MODULE is a module file, or the name of one for modprobe. PATTERNS has lines
# "NAME|LED|anything|TEXT". Everything is played twice through each file the trigger has
# (or those named): once for what it costs, with nothing else going on, and once with its
# timers traced. Leaves in /out:
#
#	FILE/NAME.trace		"time_ns level" lines, the board's record of the first run
#	FILE/NAME.before, .after	what the kernel said of time and idle time around it
#	FILE/NAME.timers	trace events of the trigger's timers in the second run
#	rest			what the kernel said four times, with minutes of no pattern between
#	memory.events		allocations while the trigger was chosen and 4 tuples written
#	files			the pattern files there are

set -eu

# shellcheck source=tests/vm/lib/ktap.sh
. /lib/railglow/ktap.sh
# shellcheck source=tests/vm/lib/led.sh
. /lib/railglow/led.sh

module=$1
patterns=$2
play_s=60
traced_s=30
tracing=/sys/kernel/tracing

load() {
	case $module in
	/*) insmod "$module" ;;
	*) modprobe "$module" ;;
	esac
}

make_board() {
	mkdir $led_config/bench
	led_board_name=bench
	led_add lamp max_brightness=255 trace_entries=65536
	led_add relay max_brightness=1 trace_entries=65536
	echo 1 >$led_config/bench/live
}

# The clock is that of instructions: 1 ns each.
set_up_tracing() {
	[ -e $tracing/trace ] || mount -t tracefs tracefs $tracing
	echo 16384 >$tracing/buffer_size_kb
	echo x86-tsc >$tracing/trace_clock
	echo 0 >$tracing/tracing_on
}

# events_on EVENT...: trace only these, from an empty buffer
events_on() {
	echo >$tracing/set_event
	for each in "$@"; do
		[ ! -e "$tracing/events/$each" ] || echo 1 >"$tracing/events/$each/enable"
	done
	echo >$tracing/trace
	echo 1 >$tracing/tracing_on
}

events_off() {
	echo 0 >$tracing/tracing_on
	echo >$tracing/set_event
}

# Time and idle time of the only processor, to the nanosecond.
account() {
	grep -e '^now at' -e 'idle_sleeptime' /proc/timer_list >>"$1"
}

measure_memory() {
	events_on kmem/kmalloc kmem/kmalloc_node kmem/kfree
	echo pattern >"$(led_dir lamp)/trigger"
	echo "0 100 50 200 100 300 255 400" >"$(led_dir lamp)/pattern"
	events_off
	cat $tracing/trace >/out/memory.events
	echo none >"$(led_dir lamp)/trigger"
}

# A guest at rest, after it has settled.
measure_rest() {
	sleep 20
	account /out/rest
	for each in 1 2 3; do
		sleep $play_s
		account /out/rest
	done
}

# start FILE LED TEXT
start() {
	echo pattern >"$(led_dir "$2")/trigger"
	echo 1 >"$(led_sim "$2")/clear"
	echo "$3" >"$(led_dir "$2")/$1"
}

stop() {
	echo none >"$(led_dir "$1")/trigger"
}

# play FILE NAME LED TEXT
play() {
	start "$1" "$3" "$4"
	account "/out/$1/$2.before"
	sleep $play_s
	account "/out/$1/$2.after"
	cat "$(led_sim "$3")/trace" >"/out/$1/$2.trace"
	[ "$(led_counter "$3" trace_lost)" -eq 0 ]
	stop "$3"
}

# play_traced FILE NAME LED TEXT: nothing else in the guest has timers of its own in modules
play_traced() {
	start "$1" "$3" "$4"
	events_on timer/timer_expire_entry timer/timer_expire_exit \
		timer/hrtimer_expire_entry timer/hrtimer_expire_exit
	sleep $traced_s
	events_off
	cat $tracing/trace >"/out/$1/$2.timers"
	stop "$3"
}

# play_all FILE
play_all() {
	mkdir "/out/$1"
	echo "$1" >>/out/files
	while IFS='|' read -r name led _ text; do
		play "$1" "$name" "$led" "$text"
		play_traced "$1" "$name" "$led" "$text"
	done <"$patterns"
}

load
make_board
set_up_tracing
measure_memory
measure_rest
shift 2
[ $# -gt 0 ] || set -- pattern hr_pattern
for file in "$@"; do
	echo pattern >"$(led_dir lamp)/trigger"
	[ ! -e "$(led_dir lamp)/$file" ] || play_all "$file"
done
