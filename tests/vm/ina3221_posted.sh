#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The module parameter posted_names: the attributes that the driver's first public posting
# (April 2016) had, and no other.
#
# guest: mode=virtual modules="railglow-board ina3221"

# shellcheck source=tests/vm/lib/ktap.sh
. /lib/railglow/ktap.sh
# shellcheck source=tests/vm/lib/ina.sh
. /lib/railglow/ina.sh

# Files of the device, each with its permissions; dev is of the character device, which older
# kernels make for all.
listing() {
	(cd "$(ina_iio)" && find . -maxdepth 1 -type f ! -name uevent ! -name dev \
		! -name waiting_for_supplier -exec stat -c '%n %a' {} + | sed 's,^\./,,' |
		LC_ALL=C sort)
}

expected() {
	local rail of
	for rail in 1 2 3; do
		for of in shunt bus shunt_critical shunt_warning; do
			case $of in
			*_*) echo "in_voltage${rail}_${of}_raw 644" ;;
			*) echo "in_voltage${rail}_${of}_raw 444" ;;
			esac
			echo "in_voltage${rail}_${of}_scale 444"
		done
	done
	echo "shunt_integration_time 644
shunt_integration_time_available 444
bus_integration_time 644
bus_integration_time_available 444
oversampling_ratio 644
oversampling_ratio_available 444
name 444"
}

is() {
	check_equal "$1 is $2" "$2" "$(ina_iio_get "$1")"
}

# sets FILE VALUE REGISTER WORD
sets() {
	ina_iio_put "$1" "$2"
	check_equal "$1 = $2 makes register $3 $4" "$4" "$(ina_register "$3")"
	check_equal "... and reads as it" "$2" "$(ina_iio_get "$1")"
}

refuses() {
	ina_clear
	check_says "$1 refuses '$2'" "Invalid argument" ina_iio_put "$1" "$2"
	check_equal "... without a word to the chip" 0 "$(ina_writes all)"
}

# posted: a board under the module with that parameter
posted() {
	rmmod ina3221
	modprobe ina3221 posted_names=1
	ina_board posted pin_critical=irq
	ina_bus 0 12000000
	ina_shunt 0 80000
	ina_bus 1 3304000
	ina_shunt 1 -4040
	ina_live
}

case_without_the_parameter_names_are_those_of_channels() {
	rmmod ina3221
	modprobe ina3221
	ina_board usual
	ina_live
	check_fails "without the parameter the names are those of channels" \
		test -e "$(ina_iio)/in_voltage1_bus_raw"
	ina_unboard
}

case_names_are_those_of_the_posting() {
	posted
	check_equal "with it they are those of the posting, and no other" \
		"$(expected | LC_ALL=C sort)" "$(listing)"
	check_fails "... no buffer" test -e "$(ina_iio)/buffer"
	check_fails "... and no events" test -e "$(ina_iio)/events"
	check_equal "the parameter can be read" Y \
		"$(cat /sys/module/ina3221/parameters/posted_names)"
	ina_unboard
}

case_every_attribute_reads_right() {
	posted
	is name ina3221
	is in_voltage1_bus_raw 1500
	is in_voltage1_bus_scale 8
	is in_voltage1_shunt_raw 2000
	is in_voltage1_shunt_scale 0.040000
	is in_voltage2_bus_raw 413
	is in_voltage2_shunt_raw -101
	is in_voltage3_bus_raw 0
	is in_voltage3_shunt_raw 0
	is in_voltage2_shunt_critical_raw 4095
	is in_voltage3_shunt_warning_raw 4095
	is in_voltage2_shunt_critical_scale 0.040000
	is in_voltage3_shunt_warning_scale 0.040000
	is shunt_integration_time 0.001100
	is bus_integration_time 0.001100
	is shunt_integration_time_available \
		"0.000140 0.000204 0.000332 0.000588 0.001100 0.002116 0.004156 0.008244"
	is bus_integration_time_available \
		"0.000140 0.000204 0.000332 0.000588 0.001100 0.002116 0.004156 0.008244"
	is oversampling_ratio 1
	is oversampling_ratio_available "1 4 16 64 128 256 512 1024"
	usleep 50000
	ina_clear
	cat "$(ina_iio)"/in_* >/dev/null
	check_between "all of them cost eight register reads, and once a second one more" 8 9 \
		"$(ina_reads all)"
	ina_done
}

case_limits_and_settings_arrive_in_the_chip() {
	posted
	sets in_voltage1_shunt_critical_raw 2500 0x07 0x4e20
	sets in_voltage2_shunt_critical_raw -1 0x09 0xfff8
	sets in_voltage3_shunt_critical_raw 4095 0x0b 0x7ff8
	sets in_voltage1_shunt_warning_raw 0 0x08 0x0000
	sets in_voltage2_shunt_warning_raw -4096 0x0a 0x8000
	sets in_voltage3_shunt_warning_raw 1 0x0c 0x0008
	sets shunt_integration_time 0.000140 0x00 0x7107
	sets bus_integration_time 0.008244 0x00 0x71c7
	sets oversampling_ratio 64 0x00 0x77c7
	check_equal "the limit is that of hwmon" 10000 "$(ina_get curr1_crit)"
	sets oversampling_ratio 1 0x00 0x71c7
	sets bus_integration_time 0.001100 0x00 0x7107
	sets shunt_integration_time 0.001100 0x00 0x7127
	ina_done
}

case_values_that_are_wrong_are_refused() {
	local value
	posted
	for value in 4096 -4097 1.5 some ''; do
		refuses in_voltage1_shunt_critical_raw "$value"
		refuses in_voltage3_shunt_warning_raw "$value"
	done
	for value in 0.000141 1 -0.000140 fast; do
		refuses shunt_integration_time "$value"
		refuses bus_integration_time "$value"
	done
	for value in 2 0 -1 2048 many; do
		refuses oversampling_ratio "$value"
	done
	check_says "a measurement cannot be written" "Permission denied" \
		ina_iio_put in_voltage1_shunt_raw 1
	ina_done
}

case_an_alarm_of_a_limit_arrives_through_hwmon() {
	posted
	ina_iio_put in_voltage1_shunt_critical_raw 1000
	usleep 50000
	check_equal "an alarm of such a limit arrives through hwmon" 1 "$(ina_get curr1_crit_alarm)"
	ina_done
}

case_a_rail_that_is_off_has_limits_but_no_data() {
	posted
	ina_iio_put in_voltage2_shunt_critical_raw -1
	ina_put in2_enable 0
	check_says "a rail that is off has no data" "No data" ina_iio_get in_voltage2_bus_raw
	check_equal "... but limits" -1 "$(ina_iio_get in_voltage2_shunt_critical_raw)"
	ina_done
}

case_a_limit_that_does_not_arrive_is_not_remembered() {
	posted
	ina_iio_put in_voltage1_shunt_critical_raw 1000
	ina_fault "nack on=write register=0x07 count=1"
	check_says "a limit that does not arrive is reported" "No such device or address" \
		ina_iio_put in_voltage1_shunt_critical_raw 5
	check_equal "... and not remembered" 1000 "$(ina_iio_get in_voltage1_shunt_critical_raw)"
	ina_fault none
	ina_done
}

cases
