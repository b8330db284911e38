# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# shellcheck disable=SC2154 # ina_* are of ina.sh
#
# Work of a driver while nobody reads the chip, and while a condition lasts.

tracing=/sys/kernel/debug/tracing

# Timers and work of the module, and wakeups of its threads.
trace_on() {
	echo 1024 >$tracing/buffer_size_kb
	echo >$tracing/set_event
	for each in timer/timer_expire_entry timer/hrtimer_expire_entry \
		workqueue/workqueue_execute_start irq/irq_handler_entry sched/sched_waking; do
		echo 1 >"$tracing/events/$each/enable"
	done
	echo >$tracing/trace
	echo 1 >$tracing/tracing_on
}

trace_off() {
	echo 0 >$tracing/tracing_on
	echo >$tracing/set_event
}

# A thread is the module's by its name.
count_wakeups() {
	grep -c -e '\[ina3221\]' -e 'sched_waking: comm=\(irq/[0-9]*-\)\?ina3221' $tracing/trace || :
}

# idle NAME SECONDS SETTING..: wakeups of the module, and transfers, of a chip that nobody reads
idle() {
	name=$1 seconds=$2
	shift 2
	ina_board "$name" "$@"
	ina_bus 0 3304000
	ina_shunt 0 25000
	ina_live
	ina_get in1_input >/dev/null
	sleep 15
	ina_clear
	trace_on
	sleep "$seconds"
	trace_off
	figure "$name-seconds" "$seconds"
	figure "$name-wakeups" "$(count_wakeups)"
	figure "$name-transfers" "$(bus_number transfers)"
	ina_unboard
}

part_idle() {
	idle idle 600
	idle idle-pins 600 pin_critical=irq pin_warning=irq pin_power_valid=irq
}

# An hour over the warning limit in which nobody reads.
part_lasting() {
	ina_board lasting pin_critical=irq pin_warning=irq
	ina_shunt 0 60000
	ina_live
	before=$(chip_number mask_reads)
	ina_put curr1_max 5000
	sleep 3600
	figure lasting-looks $(($(chip_number mask_reads) - before))
	figure lasting-alarm "$(ina_get curr1_max_alarm)"
	ina_unboard
}
