# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# shellcheck disable=SC2154 # ina_* are of ina.sh, modules of ina3221.sh
#
# The cost of programs that read everything once.

# Idle time beyond that of transfers is time spent waiting for the chip.
# cost NAME COMMAND...: reads, passes, time and instructions of one run of a program
cost() {
	name=$1
	shift
	cycles=$(chip_number cycles)
	ina_clear
	before=$(account)
	"$@" >/tmp/said 2>/tmp/complaints
	after=$(account)
	figure "$name-reads" "$(ina_reads all)"
	figure "$name-config-reads" "$(ina_reads 0x00)"
	figure "$name-mask-reads" "$(ina_reads 0x0f)"
	figure "$name-passes" "$(($(chip_number cycles) - cycles))"
	figure "$name-bus-ns" "$(bus_number busy_ns)"
	figure "$name-wall-ns" "$(spent "$before" "$after" 1)"
	figure "$name-wait-ns" "$(($(spent "$before" "$after" 2) - $(bus_number busy_ns)))"
	figure "$name-errors" "$(wc -l </tmp/complaints)"
	figure "$name-lines" "$(wc -l </tmp/said)"
}

rails_on() {
	for rail in 0 1 2; do
		ina_bus $rail 3304000
		ina_shunt $rail 25000
	done
}

# sensors_thrice NAME: right after probe, seconds later, and after a day in which nobody read
sensors_thrice() {
	rails_on
	ina_live
	cost "$1-first" sensors
	sleep 2
	cost "$1" sensors
	sleep "$(idle_s)"
	cost "$1-idle" sensors
}

# idle_s: a day, for a driver that learns; the in-tree one does not
idle_s() {
	if [ -e "$(ina_iio)" ]; then
		echo 86400
	else
		echo 60
	fi
}

part_clients() {
	ina_board clients
	sensors_thrice sensors
	sleep 2
	[ ! -e "$(ina_iio)" ] || cost iio_info iio_info
	ina_unboard
	ina_board drifting
	scans_drift "$drift_script"
	rails_on
	ina_live
	sleep 7
	cost sensors-drift sensors
	ina_unboard
}

# The last part, as it may change the driver.
part_single() {
	if [ "$module" != "$single_shot_module" ]; then
		rmmod ina3221
		load "$single_shot_module"
	fi
	ina_board single single_shot=1
	rails_on
	ina_live
	sleep 2
	cost single-first sensors
	sleep 2
	cost single-shot sensors
	ina_unboard
}
