# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
#
# The kernel's i2c-stub, which is plain memory, with the registers of a chip after power-up and a
# cycle: conversion-ready is set, and nothing changes afterwards.

# stub_word REGISTER WORD: SMBus has the low byte first
stub_word() {
	i2cset -y -f "$stub_bus" 0x40 "$1" "0x${2#??}${2%??}" w
}

# value FILE EXPECTED
stub_value() {
	found=$(dd if="$(echo "$stub_device"/hwmon/hwmon*/"$1")" bs=4096 status=none 2>&1) || :
	stub_values=$((stub_values + 1))
	[ "$found" = "$2" ] || {
		stub_wrong=$((stub_wrong + 1))
		echo "stub: $1 is $found, not $2" >>/out/complaints
	}
}

part_stub() {
	modprobe i2c-stub chip_addr=0x40
	for each in /sys/bus/i2c/devices/i2c-*; do
		! grep -q 'SMBus stub' "$each/name" || stub_bus=${each##*-}
	done
	stub_device=/sys/bus/i2c/devices/$stub_bus-0040
	stub_word 0xfe 5449
	stub_word 0xff 3220
	stub_word 0x00 7127
	stub_word 0x01 3e80 # 80 mV
	stub_word 0x02 2d00 # 11.52 V
	stub_word 0x03 fff8 # -40 uV
	stub_word 0x04 0008 # 8 mV
	stub_word 0x05 8000 # -163.84 mV
	stub_word 0x06 7ff8 # 32.76 V
	for each in 0x07 0x08 0x09 0x0a 0x0b 0x0c; do
		stub_word $each 7ff8
	done
	stub_word 0x0d fffe # -40 uV
	stub_word 0x0e 7ffe
	stub_word 0x0f 0003 # ready, and no failure of timing control
	stub_word 0x10 2710
	stub_word 0x11 2328
	echo ina3221 0x40 >"/sys/bus/i2c/devices/i2c-$stub_bus/new_device"
	stub_values=0 stub_wrong=0
	while read -r file expected; do
		stub_value "$file" "$expected"
	done <<-END
		in1_input 11520
		in2_input 8
		in3_input 32760
		in4_input 80000
		in5_input -40
		in6_input -163840
		in7_input -40
		curr1_input 8000
		curr2_input -4
		curr3_input -16384
		curr1_max_alarm 0
		curr1_crit_alarm 0
		curr2_max_alarm 0
		curr3_crit_alarm 0
		samples 1
	END
	figure stub-values $stub_values
	figure stub-wrong $stub_wrong
	echo 0x40 >"/sys/bus/i2c/devices/i2c-$stub_bus/delete_device"
	rmmod i2c-stub
}
