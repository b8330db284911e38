#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Capture: each conversion cycle once, in order, under the driver's own trigger; and what
# a failing bus, a change of settings and an unbinding driver make of it.
#
# guest: series=6.12 mode=virtual modules="railglow-board ina3221" carry="iio-trig-sysfs"
#        programs="build/host/guest/capture" timeout=240
# log: ^ina3221 [0-9]+-0040: no conversion ends: switch the chip off and on, or check its supply$

# shellcheck source=tests/vm/lib/ktap.sh
. /lib/railglow/ktap.sh
# shellcheck source=tests/vm/lib/ina.sh
. /lib/railglow/ina.sh

taken=/tmp/taken

device() {
	basename "$(ina_iio)"
}

counter() {
	sed -n "s/^$1 //p" "/sys/kernel/debug/iio/$(device)/counters"
}

# elements NAME...: what is to be recorded
elements() {
	for element in "$(ina_iio)"/scan_elements/*_en; do
		echo 0 >"$element"
	done
	for element in "$@"; do
		echo 1 >"$(ina_iio)/scan_elements/${element}_en"
	done
}

capturing() {
	echo "$1" >"$(ina_iio)/buffer/enable"
}

plan 28

ina_board formats
ina_bus 0 1200000
ina_shunt 0 -1000
ina_bus 1 3304000
ina_shunt 2 2000
ina_live
check_equal "a bus word is recorded as the chip sends it" "be:s13/16>>3" \
	"$(ina_iio_get scan_elements/in_voltage0_type)"
check_equal "... and a shunt word" "be:s13/16>>3" \
	"$(ina_iio_get scan_elements/in_voltage1-voltage0_type)"
check_equal "... and the sum" "be:s15/16>>1" "$(ina_iio_get scan_elements/in_voltage6_type)"
check_equal "the driver brings its own trigger" "ina3221-dev$(device | tr -dc 0-9)" \
	"$(ina_iio_get trigger/current_trigger)"
elements in_voltage0 in_voltage1-voltage0 in_voltage2 in_voltage3-voltage2 \
	in_voltage4 in_voltage5-voltage4 in_voltage6
capturing 1
check_equal "all of them are words as the chip has them" \
	"04b0 ff38 0ce8 0000 0000 0190 0032" \
	"$(capture "/dev/$(device)" 14 1 | sed 's/..../& /g; s/ $//')"
check_equal "... also one after the other" 20 "$(capture "/dev/$(device)" 14 20 | grep -c '^04b0ff380ce8')"
check_equal "attributes can be read meanwhile" 1200 "$(ina_get in1_input)"
capturing 0
ina_unboard

# pace STEP CYCLE_US: conversion time, and the cycle of three rails that follows from it.
# A ramp of one bus step per cycle and more shows each scan to be another one.
pace() {
	ina_board pace "../../bus_clock_hz=2440000"
	ina_live
	ina_iio_put in_voltage_integration_time "$1"
	ina_iio_put in_voltage-voltage_integration_time "$1"
	elements in_voltage0 in_voltage1-voltage0
	missed=$(counter capture_missed)
	cycles=$(sed -n 's/^cycles //p' "$ina_debug/pace/chips/chip/counters")
	ina_bus 0 'ramp 20s 0 30V'
	echo 1024 >"$(ina_iio)/buffer/length"
	capturing 1
	capture "/dev/$(device)" 4 "$3" >$taken
	capturing 0
	cycles=$(($(sed -n 's/^cycles //p' "$ina_debug/pace/chips/chip/counters") - cycles))
	check_between "at $1 s a scan of every cycle is recorded" $(($3 * 100 / 101)) $((cycles + 1)) \
		"$(wc -l <$taken)"
	check_between "... or counted as missed" $((cycles * 97 / 100 - 3)) $((cycles + 3)) \
		$(($(counter captured) + $(counter capture_missed) - missed))
	check_equal "... in order" "" "$(sort -c $taken 2>&1)"
	ina_unboard
}
pace 0.000140 840 600
pace 0.001100 6600 100
pace 0.008244 49464 20

# Time
ina_board times
ina_live
elements in_voltage0 in_voltage1-voltage0 in_timestamp
echo monotonic >"$(ina_iio)/current_timestamp_clock"
capturing 1
capture "/dev/$(device)" 16 40 | cut -c 17-32 | sed 's/\(..\)\(..\)\(..\)\(..\)\(..\)\(..\)\(..\)\(..\)/0x\8\7\6\5\4\3\2\1/' |
	while read -r word; do echo $((word)); done >$taken
capturing 0
check_equal "each has its time, one cycle after the one before" 0 \
	"$(awk 'NR > 1 && ($1 - last < 6000000 || $1 - last > 7300000) { bad++ } { last = $1 } END { print bad + 0 }' $taken)"
ina_unboard

# Another trigger
modprobe iio-trig-sysfs
echo 7 >/sys/bus/iio/devices/iio_sysfs_trigger/add_trigger
ina_board other
ina_bus 0 5000000
ina_live
elements in_voltage0 in_voltage1-voltage0
echo 128 >"$(ina_iio)/buffer/length"
echo sysfstrig7 >"$(ina_iio)/trigger/current_trigger"
check_equal "another trigger can be chosen" sysfstrig7 "$(ina_iio_get trigger/current_trigger)"
capturing 1
pull=$(grep -l sysfstrig7 /sys/bus/iio/devices/trigger*/name)
for _ in 1 2 3 4 5; do
	echo 1 >"${pull%name}trigger_now"
	usleep 30000
done
check_equal "... and each pull is a scan" 5 "$(counter captured)"
check_equal "... which are the ones in the buffer" 5 "$(capture "/dev/$(device)" 4 5 | grep -c '^1388')"
capturing 0
ina_unboard

# What can go wrong
ina_board wrong
ina_bus 0 5000000
ina_live
elements in_voltage0 in_voltage1-voltage0
ina_fault "nack one_in=100 seed=5"
capturing 1
capture "/dev/$(device)" 4 200 >$taken
check_equal "with one message in a hundred lost the scans that are delivered are right" 200 \
	"$(grep -c '^13880000$' $taken)"
check_between "... and those that are not are counted" 10 100 "$(counter capture_dropped)"
ina_fault none
ina_fault "nack count=forever"
dropped=$(counter capture_dropped)
usleep 300000
check_between "with all of them lost it goes on trying, once or twice per cycle" 20 200 \
	$(($(counter capture_dropped) - dropped))
ina_fault none
check_equal "... and records again when the bus is back" 50 \
	"$(capture "/dev/$(device)" 4 50 | grep -c '^13880000$')"
ina_iio_put oversampling_ratio 16
check_equal "settings can be changed meanwhile" 20 \
	"$(capture "/dev/$(device)" 4 20 | grep -c '^13880000$')"
check_fails "the driver cannot be unloaded while it captures" rmmod ina3221
capture "/dev/$(device)" 4 100000 >/dev/null 2>$taken.error &
usleep 50000
echo "$(ina_adapter)-0040" >/sys/bus/i2c/drivers/ina3221/unbind
wait $!
check "who reads the buffer of a device that goes is told" grep -q "No such device" $taken.error
ina_unboard
check "then the driver can be unloaded" rmmod ina3221
