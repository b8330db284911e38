#!/bin/busybox sh
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
#
# tool.sh MODULE	what the railglow command costs, beside others that do the same
#
# MODULE is a file, or a name for modprobe. Leaves "name number" lines in /out/figures; those
# of a part that the driver does not have are missing.

set -eu

# shellcheck source=tests/vm/lib/ina.sh
. /lib/railglow/ina.sh
# shellcheck source=bench/lib/account.sh
. /lib/railglow/account.sh

scans_s=10

# once COMMAND...: instructions of the second run, when files are in memory
once() {
	"$@" >/tmp/said 2>&1 || :
	sleep 2
	before=$(account)
	"$@" >/tmp/said 2>/tmp/complaints || :
	busy "$before" "$(account)"
}

# cost NAME COMMAND...: beyond what measuring itself takes
cost() {
	name=$1
	shift
	nothing=$(once true)
	figure "$name" "$(($(once "$@") - nothing))"
	figure "$name-lines" "$(wc -l </tmp/said)"
	figure "$name-complaints" "$(wc -l </tmp/complaints)"
}

# Two buses of four chips, all addresses there are.
eight_chips() {
	for board in left right; do
		mkdir $ina_config/$board
		for address in 0x40 0x41 0x42 0x43; do
			mkdir $ina_config/$board/chips/c$address
			cd $ina_config/$board/chips/c$address
			echo $address >address
			for rail in 0 1 2; do
				echo 10000 >rail$rail/shunt_uohm
				echo "VDD_$board${address#0x}_$rail" >rail$rail/label
			done
			cd /
		done
		echo 1 >$ina_config/$board/live
	done
}

no_chips() {
	for board in left right; do
		echo 0 >$ina_config/$board/live
		rmdir $ina_config/$board/chips/* $ina_config/$board
	done
}

measure_commands() {
	cost help railglow --help
	cost led-list railglow led list
	eight_chips
	sleep 2
	cost rails railglow rails
	cost rails-json railglow rails --json
	cost rails-names railglow rails --names
	cost sensors sensors
	no_chips
}

# for_seconds COMMAND...: interrupted when the time is over
for_seconds() {
	"$@" &
	job=$!
	sleep $scans_s
	kill -INT $job
	wait $job || :
}

counter() {
	sed -n "s/^$1 //p" "$(ina_folder)/counters"
}

# capture NAME COMMAND...: instructions beyond those of as long a rest, and scans captured
capture() {
	name=$1
	shift
	scans=$(counter captured)
	missed=$(counter capture_missed)
	before=$(account)
	for_seconds "$@" >/tmp/captured 2>/tmp/complaints
	after=$(account)
	figure "$name" "$(($(busy "$before" "$after") - rest))"
	figure "$name-scans" "$(($(counter captured) - scans))"
	figure "$name-missed" "$(($(counter capture_missed) - missed))"
}

measure_captures() {
	ina_board bench ../../bus_clock_hz=2440000
	ina_bus 0 1104000
	ina_shunt 0 5240
	ina_bus 1 5000000
	ina_shunt 1 -12040
	ina_live
	if [ -e "$(ina_iio)/buffer/enable" ]; then
		id=$(basename "$(ina_iio)")
		echo 0.000140 >"$(ina_iio)/in_voltage_integration_time"
		echo 0.000140 >"$(ina_iio)/in_voltage-voltage_integration_time"
		sleep 2
		before=$(account)
		for_seconds sleep 1000
		rest=$(busy "$before" "$(account)")
		figure rest "$rest"
		capture record railglow record --out /tmp/recording
		figure record-lines "$(grep -c '^[0-9]' /tmp/recording)"
		# All that record takes: bus and shunt voltages and the time.
		capture readdev iio_readdev "$id" voltage0 voltage2 voltage4 voltage1-voltage0 \
			voltage3-voltage2 voltage5-voltage4 timestamp
		figure readdev-lines "$(($(wc -c </tmp/captured) / 24))"
	else
		railglow record --rate 20 --duration 2s --out /tmp/recording >/tmp/said 2>&1 || :
		figure hwmon-lines "$(grep -c '^[0-9.]*,1.104,0.524000,5.000,-1.204000,' /tmp/recording)"
	fi
	ina_unboard
}

: >/out/figures
case $1 in
/*) insmod "$1" ;;
*) modprobe "$1" ;;
esac
measure_commands
measure_captures
