#!/bin/busybox sh
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
#
# ina3221.sh MODULE SINGLE-SHOT-MODULE PULSES END_S	what one INA3221 driver does to the bus
#
# Modules are files, or names for modprobe; the second is for the part in single shot (the
# in-tree driver takes that from a devicetree only, so it is built for it). PULSES is a folder
# with an input script for each rail, END_S when the last of them is over. Leaves in /out:
#
#	figures		"name number" lines; those of a part that this driver or kernel does
#			not have are missing
#	alarms		"seconds attribute" each time an alarm attribute read 1, and "0 live"
#			with when the scripts began

set -eu

# shellcheck source=tests/vm/lib/ina.sh
. /lib/railglow/ina.sh

module=$1
single_shot_module=$2
pulses=$3
end_s=$4

load() {
	case $1 in
	/*) insmod "$1" ;;
	*) modprobe "$1" ;;
	esac
}

figure() {
	echo "$*" >>/out/figures
}

# number FILE NAME: after NAME in a file of counters
number() {
	sed -n "s/^$2 //p" "$1"
}

bus_number() {
	number "$ina_debug/$ina_name/counters" "$1"
}

chip_number() {
	number "$ina_debug/$ina_name/chips/chip/counters" "$1"
}

# Time and idle time of the only processor.
account() {
	sed -n 's/^now at \([0-9]*\) nsecs/\1/p; s/.*idle_sleeptime *: \([0-9]*\) nsecs/\1/p' \
		/proc/timer_list | tr '\n' ' '
}

# spent BEFORE AFTER WORD: what passed of time (1) or idle time (2)
spent() {
	echo "$1 $2" | awk -v word="$3" '{ printf "%.0f\n", $(word + 2) - $word }'
}

busy() {
	echo $(($(spent "$1" "$2" 1) - $(spent "$1" "$2" 2)))
}

# Idle time that no transfer takes is waiting for the chip.
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
	figure "$name-mask-reads" "$(ina_reads 0x0f)"
	figure "$name-passes" "$(($(chip_number cycles) - cycles))"
	figure "$name-bus-ns" "$(bus_number busy_ns)"
	figure "$name-wall-ns" "$(spent "$before" "$after" 1)"
	figure "$name-wait-ns" "$(($(spent "$before" "$after" 2) - $(bus_number busy_ns)))"
	figure "$name-errors" "$(wc -l </tmp/complaints)"
	figure "$name-lines" "$(wc -l </tmp/said)"
}

# Long after the last read, so that nothing is answered from memory.
measure_clients() {
	ina_board clients
	for rail in 0 1 2; do
		ina_bus $rail 3304000
		ina_shunt $rail 25000
	done
	ina_live
	sleep 2
	cost sensors sensors
	sleep 2
	[ ! -e "$(ina_iio)" ] || cost iio_info iio_info
	ina_unboard
}

measure_single_shot() {
	ina_board single single_shot=1
	ina_live
	sleep 2
	cost single-shot sensors
	ina_unboard
}

# Every attribute that can be read, one after the other, as a monitor does.
read_attributes() {
	for each in $attributes; do
		value=
		read -r value <"$each" || :
		case $each$value in
		*_alarm1)
			read -r now _ </proc/uptime
			echo "$now $each" >>/out/alarms
			;;
		esac
	done
}

# Limits of 5 and 10 A; the scripts go above one or both of them for a moment at a time.
measure_alarms() {
	ina_board alarms
	for rail in 0 1 2; do
		cat "$pulses/rail$rail" >"$ina_debug/$ina_name/chips/chip/rail${rail}_shunt_uv"
		ina_bus $rail 3304000
	done
	read -r now _ </proc/uptime
	echo "$now live" >/out/alarms
	ina_live
	cd "$(ina_hwmon)"
	for rail in 1 2 3; do
		echo 5000 >curr${rail}_max
		echo 10000 >curr${rail}_crit
	done
	attributes=$(ls -d curr* in* power* shunt* samples update_interval 2>/dev/null)
	passes=0
	last_s=$((${now%.*} + end_s))
	while read -r now _ </proc/uptime && [ "${now%.*}" -le $last_s ]; do
		read_attributes
		passes=$((passes + 1))
		usleep 40000
	done
	figure alarms-passes $passes
	figure alarms-attributes "$(echo "$attributes" | wc -l)"
	cd /
	ina_unboard
}

# Ten seconds of all six words and the time, for a reader that wakes every 64 scans. Busy is
# counted beyond ten seconds in which nobody captured.
# measure_capture NAME BUS-HZ
measure_capture() {
	ina_board capture ../../bus_clock_hz="$2"
	ina_live
	cd "$(ina_iio)"
	echo 0.000140 >in_voltage_integration_time
	echo 0.000140 >in_voltage-voltage_integration_time
	for each in voltage0 voltage2 voltage4 voltage1-voltage0 voltage3-voltage2 \
		voltage5-voltage4 timestamp; do
		echo 1 >scan_elements/in_${each}_en
	done
	echo 1024 >buffer/length
	echo 64 >buffer/watermark
	sleep 2
	rest_before=$(account)
	sleep 10
	rest_after=$(account)
	echo 1 >buffer/enable
	cycles=$(chip_number cycles)
	before=$(account)
	# The shell would say that it was ended.
	{ timeout 10 cat "/dev/$(basename "$PWD")" >/tmp/scans; } 2>/dev/null || :
	after=$(account)
	cycles=$(($(chip_number cycles) - cycles))
	echo 0 >buffer/enable
	figure "$1-missed" "$(sed -n 's/^capture_missed //p' "$(ina_folder)/counters")"
	cd /
	figure "$1-scans" "$(($(wc -c </tmp/scans) / 24))"
	figure "$1-cycles" "$cycles"
	figure "$1-instructions" "$(($(busy "$before" "$after") - $(busy "$rest_before" "$rest_after")))"
	ina_unboard
}

captures() {
	ina_board probe
	ina_live
	found=0
	[ -e "$(ina_iio)/buffer/enable" ] || found=1
	ina_unboard
	[ $found -eq 0 ]
}

: >/out/figures
load "$module"
measure_clients
if captures; then
	measure_capture fast 2440000
	measure_capture plain 400000
fi
measure_alarms
if [ "$module" != "$single_shot_module" ]; then
	rmmod ina3221
	load "$single_shot_module"
fi
measure_single_shot
