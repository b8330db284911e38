#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# A second opinion on the INA3221 driver: the kernel's own i2c-stub, which shares no code
# with the model. It is plain memory on an adapter with SMBus transfers only, with what a chip
# holds after power-up and a cycle, the conversion-ready flag among it, and touched by nobody.
#
# guest: mode=virtual modules="ina3221 i2c-dev" carry="i2c-stub"
#        programs="i2cset i2cget build/host/guest/capture"
# log: ^ina3221 [0-9]+-0040: error -ENODEV: not an INA3221: it says 0x0000 0x0000, not 0x5449 0x3220$
# log: ^ina3221 [0-9]+-0040: no conversion ends: switch the chip off and on, or check its supply$

# shellcheck source=tests/vm/lib/ktap.sh
. /lib/railglow/ktap.sh

# word REGISTER VALUE: as SMBus has it, low byte first.
word() {
	i2cset -y -f "$bus" 0x40 "$1" "$2" w
}

# holds REGISTER: its word, high byte first.
holds() {
	i2cget -y -f "$bus" 0x40 "$1" w | sed 's/0x\(..\)\(..\)/0x\2\1/'
}

hwmon() {
	cat "$device"/hwmon/hwmon*/"$1"
}

# iio FILE: its path
iio() {
	echo "$device"/iio:device*/"$1"
}

iio_is() {
	check_equal "$1 is $2" "$2" "$(cat "$(iio "$1")")"
}

# iio_sets FILE VALUE REGISTER WORD
iio_sets() {
	case $1 in
	events/in_voltage_*) ;; # of all rails, of which each has a switch
	events/*) echo 1 >"$(iio "${1%_value}_en")" ;;
	esac
	echo "$2" >"$(iio "$1")"
	check_equal "$1 = $2 makes register $3 $4" "$4" "$(holds "$3")"
}

modprobe i2c-stub chip_addr=0x40
for each in /sys/bus/i2c/devices/i2c-*; do
	grep -q 'SMBus stub' "$each/name" && bus=${each##*-}
done
device=/sys/bus/i2c/devices/$bus-0040

# chip: the words of a chip after power-up and a cycle, limits among them, and its driver
chip() {
	local reg
	for reg in 0x00 0x09 0x0a 0x0b 0x0c; do
		word $reg 0
	done
	word 0xfe 0x4954
	word 0xff 0x2032
	word 0x01 0x803e # 80 mV
	word 0x02 0x002d # 11.52 V
	word 0x03 0xf8ff # -40 uV
	word 0x04 0x0800 # 8 mV
	word 0x05 0x0080 # -163.84 mV
	word 0x06 0xf87f # 32.76 V
	word 0x07 0x00fa # -768 mA
	word 0x08 0x803e # 8 A
	word 0x0d 0xfeff # -40 uV
	word 0x0e 0x0080 # -65.536 A
	word 0x0f 0x0300 # ready, and no failure of timing control
	word 0x10 0x1027
	word 0x11 0x8813 # 5 V
	echo ina3221 0x40 >"/sys/bus/i2c/devices/i2c-$bus/new_device"
}

leave() {
	echo 0x40 >"/sys/bus/i2c/devices/i2c-$bus/delete_device"
}

case_an_empty_stub_is_not_the_chip() {
	word 0xfe 0
	word 0xff 0
	echo ina3221 0x40 >"/sys/bus/i2c/devices/i2c-$bus/new_device"
	check_fails "an empty stub is not taken for the chip" test -e "$device/hwmon"
	leave
}

case_a_stub_with_the_right_identity_is_set_up() {
	chip
	check "with the right identity it is" test -e "$device/hwmon"
	check_equal "Mask/Enable is set to sum, and keeps what only a chip sets" 0x7003 \
		"$(holds 0x0f)"
	check_equal "CONFIG is set to run" 0x7127 "$(holds 0x00)"
	leave
}

case_hwmon_reads_what_is_in_the_registers() {
	chip
	check_equal "in1_input" 11520 "$(hwmon in1_input)"
	check_equal "in2_input" 8 "$(hwmon in2_input)"
	check_equal "in3_input at full scale" 32760 "$(hwmon in3_input)"
	check_equal "in4_input" 80000 "$(hwmon in4_input)"
	check_equal "in5_input, one step below 0" -40 "$(hwmon in5_input)"
	check_equal "in6_input at its lowest" -163840 "$(hwmon in6_input)"
	check_equal "in7_input" -40 "$(hwmon in7_input)"
	check_equal "curr1_input" 8000 "$(hwmon curr1_input)"
	check_equal "curr2_input" -4 "$(hwmon curr2_input)"
	check_equal "curr3_input" -16384 "$(hwmon curr3_input)"
	check_equal "curr1_crit, a negative limit" -768 "$(hwmon curr1_crit)"
	check_equal "curr1_max" 8000 "$(hwmon curr1_max)"
	check_equal "curr4_crit" -65536 "$(hwmon curr4_crit)"
	check_equal "in1_min" 5000 "$(hwmon in1_min)"
	check_equal "power3_input" -536739840 "$(hwmon power3_input)"
	leave
}

# Raw values are counts of 8 mV and 40 uV, and of what 10 mohm make of them.
case_iio_reads_what_is_in_the_registers() {
	chip
	iio_is in_voltage0_raw 1440
	iio_is in_voltage2_raw 1
	iio_is in_voltage4_raw 4095
	iio_is in_voltage1-voltage0_raw 2000
	iio_is in_voltage3-voltage2_raw -1
	iio_is in_voltage5-voltage4_raw -4096
	iio_is in_current0_raw 2000
	iio_is in_current1_raw -1
	iio_is in_current0_scale 4.000000000
	iio_is in_power0_raw 2880000
	iio_is in_power1_raw -1
	iio_is in_power2_raw -16773120
	iio_is in_voltage7-voltage6_raw -1
	iio_is in_voltage_integration_time 0.001100
	iio_is oversampling_ratio 1
	# Limits that were there before the driver came.
	iio_is events/in_voltage1-voltage0_thresh_rising_value -192
	iio_is events/in_voltage1-voltage0_thresh_rising_en 1
	iio_is events/in_current0_thresh_rising_value 2000
	iio_is events/in_voltage7-voltage6_thresh_rising_value -16384
	iio_is events/in_voltage_thresh_rising_value 1250
	iio_is events/in_voltage_thresh_falling_value 625
	leave
}

case_settings_of_iio_arrive_in_the_registers() {
	chip
	iio_sets in_voltage_integration_time 0.000140 0x00 0x7027
	iio_sets in_voltage-voltage_integration_time 0.008244 0x00 0x703f
	iio_sets in_voltage_integration_time 0.001100 0x00 0x713f
	iio_sets in_voltage-voltage_integration_time 0.001100 0x00 0x7127
	iio_sets events/in_current1_thresh_rising_value 100 0x0a 0x0320
	iio_sets events/in_voltage5-voltage4_thresh_rising_value -100 0x0b 0xfce0
	iio_sets events/in_voltage_thresh_falling_value 500 0x11 0x0fa0
	leave
}

case_words_are_captured() {
	local each
	chip
	for each in in_voltage0 in_voltage1-voltage0 in_voltage7-voltage6; do
		echo 1 >"$(iio "scan_elements/${each}_en")"
	done
	echo 1 >"$(iio buffer/enable)"
	check_equal "a capture has the words of the registers" 10 \
		"$(capture "/dev/$(basename "$(dirname "$(iio name)")")" 6 10 | grep -c '^2d003e80fffe$')"
	echo 0 >"$(iio buffer/enable)"
	leave
}

case_averages_are_read_as_they_are() {
	chip
	echo 16 >"$(echo "$device"/hwmon/hwmon*/samples)"
	check_equal "with averages it reads the same" "11520 -40" \
		"$(hwmon in1_input) $(hwmon in7_input)"
	check_equal "... as it runs" 0x7527 "$(holds 0x00)"
	echo 1 >"$(echo "$device"/hwmon/hwmon*/samples)"
	usleep 50000
	leave
}

case_a_limit_is_a_number_of_steps() {
	chip
	echo 8 >"$(echo "$device"/hwmon/hwmon*/curr2_crit)"
	check_equal "a limit of 8 mA over 10 mohm is two steps" 0x0010 "$(holds 0x09)"
	leave
}

case_without_the_ready_flag_reads_time_out() {
	chip
	word 0x0f 0x0070
	check_says "without the conversion-ready flag reads time out" "timed out" \
		dd "if=$(echo "$device"/hwmon/hwmon*/in1_input)" bs=4096 status=none
	leave
}

case_flags_arrive_as_alarms() {
	chip
	word 0x0f 0x2171 # ready, CF2, WF1
	usleep 50000
	check_equal "flags arrive as alarms" "0 1 1 0" "$(hwmon curr1_crit_alarm) $(hwmon curr2_crit_alarm
		) $(hwmon curr1_max_alarm) $(hwmon curr2_max_alarm)"
	leave
}

cases
