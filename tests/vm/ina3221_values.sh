#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Every attribute of both interfaces: present or absent, who may write it, and what it
# says about known voltages on known shunts.
#
# guest: mode=virtual modules="railglow-board ina3221"

# shellcheck source=tests/vm/lib/ktap.sh
. /lib/railglow/ktap.sh
# shellcheck source=tests/vm/lib/ina.sh
. /lib/railglow/ina.sh

# name mode, sorted, of everything that is an attribute of the driver
listing() {
	(cd "$1" && find . -maxdepth 1 -type f ! -name uevent ! -name waiting_for_supplier \
		-exec stat -c '%n %a' {} + | sed 's,^\./,,' | LC_ALL=C sort)
}

hwmon_expected='curr1_crit 644
curr1_crit_alarm 444
curr1_crit_alarm_count 444
curr1_enable 644
curr1_input 444
curr1_max 644
curr1_max_alarm 444
curr1_max_alarm_count 444
curr2_crit 644
curr2_crit_alarm 444
curr2_crit_alarm_count 444
curr2_enable 644
curr2_input 444
curr2_max 644
curr2_max_alarm 444
curr2_max_alarm_count 444
curr3_crit 644
curr3_crit_alarm 444
curr3_crit_alarm_count 444
curr3_enable 644
curr3_input 444
curr3_max 644
curr3_max_alarm 444
curr3_max_alarm_count 444
curr4_crit 644
curr4_crit_alarm 444
curr4_crit_alarm_count 444
curr4_input 444
in1_enable 644
in1_input 444
in1_label 444
in1_min 644
in1_min_alarm 444
in1_min_alarm_count 444
in2_enable 644
in2_input 444
in2_label 444
in2_min 644
in2_min_alarm 444
in2_min_alarm_count 444
in3_enable 644
in3_input 444
in3_min 644
in3_min_alarm 444
in3_min_alarm_count 444
in4_input 444
in5_input 444
in6_input 444
in7_input 444
in7_label 444
name 444
power1_enable 644
power1_input 444
power2_enable 644
power2_input 444
power3_enable 644
power3_input 444
samples 644
shunt1_resistor 644
shunt2_resistor 644
shunt3_resistor 644
update_interval 644
update_interval_us 644'

iio_expected='current_timestamp_clock 644
dev 444
filter_low_pass_3db_frequency 644
in_current0_raw 644
in_current0_scale 644
in_current0_shunt_resistor 644
in_current1_raw 644
in_current1_scale 644
in_current1_shunt_resistor 644
in_current2_raw 644
in_current2_scale 644
in_current2_shunt_resistor 644
in_power0_raw 644
in_power0_scale 644
in_power1_raw 644
in_power1_scale 644
in_power2_raw 644
in_power2_scale 644
in_voltage-voltage_integration_time 644
in_voltage-voltage_integration_time_available 444
in_voltage0_raw 644
in_voltage0_scale 644
in_voltage1-voltage0_raw 644
in_voltage1-voltage0_scale 644
in_voltage2_raw 644
in_voltage2_scale 644
in_voltage3-voltage2_raw 644
in_voltage3-voltage2_scale 644
in_voltage4_raw 644
in_voltage4_scale 644
in_voltage5-voltage4_raw 644
in_voltage5-voltage4_scale 644
in_voltage7-voltage6_raw 644
in_voltage7-voltage6_scale 644
in_voltage_integration_time 644
in_voltage_integration_time_available 444
name 444
oversampling_ratio 644
oversampling_ratio_available 444
sampling_frequency 644'

events_expected='in_current0_thresh_rising_en 644
in_current0_thresh_rising_value 644
in_current1_thresh_rising_en 644
in_current1_thresh_rising_value 644
in_current2_thresh_rising_en 644
in_current2_thresh_rising_value 644
in_voltage0_thresh_falling_en 644
in_voltage0_thresh_rising_en 644
in_voltage1-voltage0_thresh_rising_en 644
in_voltage1-voltage0_thresh_rising_value 644
in_voltage2_thresh_falling_en 644
in_voltage2_thresh_rising_en 644
in_voltage3-voltage2_thresh_rising_en 644
in_voltage3-voltage2_thresh_rising_value 644
in_voltage4_thresh_falling_en 644
in_voltage4_thresh_rising_en 644
in_voltage5-voltage4_thresh_rising_en 644
in_voltage5-voltage4_thresh_rising_value 644
in_voltage7-voltage6_thresh_rising_en 644
in_voltage7-voltage6_thresh_rising_value 644
in_voltage_thresh_falling_value 644
in_voltage_thresh_rising_value 644'

# is FILE VALUE [INTERFACE]: an attribute says what it should.
is() {
	check_equal "$1 is $2" "$2" "$("ina_${3:-get}" "$1")"
}

# rails: a board with labels on two rails
rails() {
	ina_board rails rail0/label=cpu rail1/label=io
	ina_bus 0 12000000 # 1500 steps of 8 mV
	ina_bus 1 3304000  # 413
	ina_bus 2 0
	ina_shunt 0 80000  # 2000 steps of 40 uV
	ina_shunt 1 -4040  # -101
	ina_shunt 2 0
	ina_live
}

case_every_attribute_is_there_and_no_other() {
	rails
	check_equal "hwmon has every attribute and no other, with the right permissions" \
		"$hwmon_expected" "$(listing "$(ina_hwmon)")"
	check_equal "IIO has every attribute and no other" "$iio_expected" "$(listing "$(ina_iio)")"
	check_equal "... and every event" "$events_expected" "$(listing "$(ina_iio)/events")"
	ina_done
}

# Shunts are 10 mohm.
case_hwmon_says_what_is_on_the_rails() {
	rails
	is in1_input 12000
	is in2_input 3304
	is in3_input 0
	is in4_input 80000
	is in5_input -4040
	is in6_input 0
	is in7_input 75960
	is curr1_input 8000
	is curr2_input -404
	is curr3_input 0
	is curr4_input 7596
	is power1_input 96000000
	is power2_input -1334816
	is power3_input 0
	is in1_label cpu
	is in2_label io
	is in7_label "sum of shunt voltages"
	is shunt1_resistor 10000
	is samples 1
	is update_interval 7
	is curr1_max 16380
	is curr1_crit 16380
	is curr4_crit 65532
	is in1_min 9000
	is in1_enable 1
	is curr1_max_alarm 0
	is curr1_crit_alarm 0
	is curr4_crit_alarm 0
	ina_done
}

case_iio_says_what_is_on_the_rails() {
	rails
	is in_voltage0_raw 1500 iio_get
	is in_voltage2_raw 413 iio_get
	is in_voltage4_raw 0 iio_get
	is in_voltage0_scale 8 iio_get
	is in_voltage1-voltage0_raw 2000 iio_get
	is in_voltage3-voltage2_raw -101 iio_get
	is in_voltage5-voltage4_scale 0.040000 iio_get
	is in_voltage7-voltage6_raw 1899 iio_get
	is in_voltage7-voltage6_scale 0.040000 iio_get
	is in_current0_raw 2000 iio_get
	is in_current0_scale 4.000000000 iio_get
	is in_current1_raw -101 iio_get
	is in_power0_raw 3000000 iio_get
	is in_power0_scale 0.032000000 iio_get
	is in_power1_raw -41713 iio_get
	is in_current0_shunt_resistor 0.010000 iio_get
	is oversampling_ratio 1 iio_get
	is sampling_frequency 151.515152 iio_get
	is in_voltage_integration_time 0.001100 iio_get
	is in_voltage-voltage_integration_time 0.001100 iio_get
	is in_voltage_integration_time_available \
		"0.000140 0.000204 0.000332 0.000588 0.001100 0.002116 0.004156 0.008244" iio_get
	is oversampling_ratio_available "1 4 16 64 128 256 512 1024" iio_get
	ina_done
}

# Registers stop at the ends of the chip's range, section 7.6 of the datasheet.
case_readings_stop_where_registers_do() {
	rails
	ina_bus 0 26000000
	ina_shunt 0 500000
	ina_shunt 1 -500000
	sleep 1
	is in1_input 26000
	is in4_input 163800
	is in5_input -163840
	is curr2_input -16384
	is in_current1_raw -4096 iio_get
	is in_current0_raw 4095 iio_get
	ina_bus 2 33000000
	ina_shunt 0 163760 # one step below
	ina_shunt 1 -163800
	sleep 1
	is in3_input 32760
	ina_done
}

case_shunts_in_both_interfaces_are_one() {
	rails
	ina_bus 0 26V
	ina_bus 2 33V
	ina_shunt 0 500000
	ina_shunt 1 -500000
	sleep 1
	ina_put shunt1_resistor 250
	is in_current0_shunt_resistor 0.000250 iio_get
	is in_current0_scale 160.000000000 iio_get
	is curr1_input 655200
	ina_iio_put in_current0_shunt_resistor 2.5
	is shunt1_resistor 2500000
	is curr1_input 66
	check_says "a sum over unlike shunts is not a current" "No data" ina_get curr4_input
	is in7_input -40
	ina_done
}

case_unlike_shunts_have_no_sum_of_currents() {
	local each
	ina_board unlike rail0/shunt_uohm=5000
	ina_live
	for each in input crit crit_alarm; do
		check_says "where shunts differ there is no sum of currents ($each)" "No data" \
			ina_get curr4_$each
	done
	check_says "... and no limit of it" "No data" ina_put curr4_crit 1000
	ina_put shunt1_resistor 10000
	check_equal "... until they are made alike" 0 "$(ina_get curr4_input)"
	ina_unboard
}

case_shunts_that_take_no_part_in_the_sum_may_differ() {
	ina_board alike rail0/shunt_uohm=5000 rail0/summation_disable=1
	ina_shunt 0 100000
	ina_shunt 1 1000
	ina_shunt 2 2000
	ina_live
	is in7_input 3000
	is curr4_input 300
	check "... unless those that differ take no part in it" test -e "$(ina_hwmon)/curr4_crit"
	ina_unboard
}

case_a_sum_over_one_rail_is_that_rail() {
	ina_board one rail0/summation_disable=1 rail1/summation_disable=1
	ina_shunt 2 5000
	ina_live
	check_equal "a sum over one rail is that rail" 5000 "$(ina_get in7_input)"
	ina_unboard
}

cases
