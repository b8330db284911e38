#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Scripts, device trees, small shunts and switches of rails that were made for the in-tree driver
# program the same chip here.
#
# guest: mode=virtual modules="railglow-board ina3221 i2c-dev"
#        programs="sensors i2cset build/host/guest/wait_pri build/host/guest/capture"
# log: ^ina3221 [0-9]+-0040: CONFIG was changed to 0x4007 outside this driver: restoring it$

# shellcheck source=tests/vm/lib/ktap.sh
. /lib/railglow/ktap.sh
# shellcheck source=tests/vm/lib/ina.sh
. /lib/railglow/ina.sh

# script: a board with the shunts of a Jetson
script() {
	ina_board script rail0/shunt_uohm=2000 rail1/shunt_uohm=2000 rail2/shunt_uohm=2000
	ina_live
}

# counts: a board where alarms of the second rail are told by the pin
counts() {
	ina_board counts pin_critical=irq pin_power_valid=irq
	ina_live
	ina_put curr2_crit 2000
}

# The cycles of 512 samples, of 2 x 140 us x 3 rails, are 430 ms.
case_a_jetsons_start_up_script() {
	script
	ina_put samples 512
	ina_put update_interval 430
	check_equal "an interval that can only be meant with the samples in it is divided by them" \
		0x7c07 \
		"$(ina_register 0x00)"
	check_equal "... and reads as the cycle" "1 840" \
		"$(ina_get update_interval) $(ina_get update_interval_us)"
	ina_put curr1_max 4000
	ina_shunt 0 20mV
	usleep 3000000
	check_equal "... so that a warning comes within three seconds" 1 \
		"$(ina_get curr1_max_alarm)"
	ina_shunt 0 0
	ina_put curr4_crit 81900
	check_equal "the limit of the sum is what it was set to" "81900 0x1ffe" \
		"$(ina_get curr4_crit) $(ina_register 0x0e)"
	ina_unboard
}

case_an_interval_is_a_cycle_where_one_can_take_it() {
	script
	ina_put samples 512
	ina_put update_interval 25
	check_equal "an interval that a cycle can take is the cycle" 25 "$(ina_get update_interval)"
	ina_put update_interval 50
	check_equal "... up to the slowest one, rounded up" 49 "$(ina_get update_interval)"
	ina_put samples 1
	ina_put update_interval 1000
	check_equal "one that is longer than the slowest cycle is that" 49 \
		"$(ina_get update_interval)"
	ina_put update_interval -5
	check_equal "one below 0 is the fastest" 840 "$(ina_get update_interval_us)"
	ina_unboard
}

case_an_interval_can_be_had_to_the_microsecond() {
	script
	ina_put update_interval_us 1224
	check_equal "an interval can be had to the microsecond" 1224 "$(ina_get update_interval_us)"
	ina_put update_interval_us 6000
	check_equal "... nearest to what was written" 6600 "$(ina_get update_interval_us)"
	ina_put update_interval_us 99999999999
	check_equal "... however much that is" 49464 "$(ina_get update_interval_us)"
	ina_put update_interval_us -1
	check_equal "... or little" 840 "$(ina_get update_interval_us)"
	check_says "a text that is not a number is refused" "Invalid argument" ina_put \
		update_interval_us much
	ina_unboard
}

# The pin leads to the throttling input of a SoC.
case_a_pin_that_nobody_serves_lets_go_by_itself() {
	ina_board elsewhere
	ina_live
	ina_put curr1_crit 2000
	ina_shunt 0 'hold 20ms 90mV; 0'
	usleep 10000
	check_equal "a pin that nobody serves is low while the condition holds" 0 \
		"$(ina_pin critical)"
	usleep 290000
	check_equal "... and lets go by itself" 1 "$(ina_pin critical)"
	check_equal "... but the alarm is there" 1 "$(ina_get curr1_crit_alarm)"
	ina_unboard
}

case_a_pin_that_is_served_is_latched() {
	ina_board here pin_critical=irq
	ina_live
	check_equal "one that is served is latched, and no other" 0x7400 \
		"$(ina_register 0x0f | sed 's/..$/00/')"
	ina_unboard
}

# A monitor takes the chip for itself over /dev/i2c-N: one rail, as fast as it goes. As it leaves it
# writes the word that it read at first, the high byte first.
case_config_that_somebody_else_wrote_is_put_back() {
	ina_board theirs
	ina_bus 1 5000000
	ina_live
	ina_put samples 16
	check_equal "a rail is read" 5000 "$(ina_get in2_input)"
	i2cset -y -f "$(ina_adapter)" 0x40 0x00 0x0740 w
	ina_bus 1 3000000
	for _ in $(seq 20); do
		usleep 100000
		ina_get in2_input >/tmp/said
		[ "$(ina_register 0x00)" = 0x4007 ] || break
	done
	check_equal "CONFIG that somebody else wrote is put back within a second of reading" \
		"0x7527 reprogrammed 1" "$(ina_register 0x00) $(grep reprogrammed "$(ina_folder)/counters")"
	check_between "... from a measurement on" 2992 3008 "$(cat /tmp/said)"
	ina_put samples 1
	usleep 1100000
	i2cset -y -f "$(ina_adapter)" 0x40 0x00 0x2775 w
	ina_bus 1 4000000
	check_equal "... as is what they put back that was meanwhile set otherwise" \
		"4000 0x7127 reprogrammed 2" \
		"$(ina_get in2_input) $(ina_register 0x00) $(grep reprogrammed "$(ina_folder)/counters")"
	check_equal "... and said once" 1 "$(ina_log 'CONFIG was changed to')"
	ina_unboard
}

# One step is 40 mA over 1 mohm.
case_a_limit_above_zero_is_one_step_at_least() {
	ina_board small rail0/shunt_uohm=1000
	ina_live
	ina_put curr1_max 10
	check_equal "a limit above 0 is one step at the least" "40 0x0008" \
		"$(ina_get curr1_max) $(ina_register 0x08)"
	ina_put curr1_max 0
	check_equal "... and 0 is 0" "0 0x0000" "$(ina_get curr1_max) $(ina_register 0x08)"
	ina_put curr1_max -10
	check_equal "... from either side" "0 0x0000" "$(ina_get curr1_max) $(ina_register 0x08)"
	ina_unboard
}

case_one_step_below_zero_is_one_step_below_zero() {
	ina_board below rail0/shunt_uohm=5000
	ina_bus 0 5056000
	ina_shunt 0 -40
	ina_live
	check_equal "one step below 0 is one step below 0" "-40 -8 -40448" \
		"$(ina_get in4_input) $(ina_get curr1_input) $(ina_get power1_input)"
	check_equal "... in IIO as well" "-1 -632" \
		"$(ina_iio_get in_voltage1-voltage0_raw) $(ina_iio_get in_power0_raw)"
	ina_shunt 1 0
	ina_shunt 2 0
	ina_put shunt2_resistor 5000
	ina_put shunt3_resistor 5000
	usleep 10000
	check_equal "... in the sums" "-40 -8" "$(ina_get in7_input) $(ina_get curr4_input)"
	ina_elements in_voltage1-voltage0
	ina_capturing 1
	check_equal "... and captured" fff8 "$(capture "$(ina_iio_node)" 2 1)"
	ina_capturing 0
	ina_unboard
}

# Trees on the disks of boards have an older name of nodes, and of the property that keeps a rail
# out of the sum, whose limit throttles.
case_nodes_and_properties_have_older_names() {
	local rail
	ina_board older rail_nodes=channel rail2/summation_bypass=1 rail0/label=VDD_GPU \
		rail2/label=VDD_IN
	for rail in 0 1 2; do
		ina_shunt "$rail" 30000
	done
	ina_live
	check_equal "nodes of another name are inputs by their number" "VDD_GPU VDD_IN" \
		"$(ina_get in1_label) $(ina_get in3_label)"
	ina_put curr4_crit 7000
	usleep 50000
	check_equal "the older name keeps a rail out of the sum" "60000 6000" \
		"$(ina_get in7_input) $(ina_get curr4_input)"
	check_equal "... and of its alarm" 0 "$(ina_get curr4_crit_alarm)"
	check_equal "... which debugfs says as the in-tree driver does" "N N Y" \
		"$(cat "$(ina_folder)"/in[0-2]_summation_disable | xargs)"
	ina_unboard
}

# A script writes shunts to /sys one by one.
case_shunts_are_written_after_the_boot() {
	ina_board late bind=none
	ina_live
	echo ina3221 0x40 >"/sys/bus/i2c/devices/i2c-$(ina_adapter)/new_device"
	ina_put shunt1_resistor 20000
	ina_put shunt2_resistor 20000
	sensors >/tmp/said 2>/tmp/errors
	check_equal "with unlike shunts there is a sum of currents that has no value" 0 $?
	check "... which sensors shows as such" grep -q '^curr4: *N/A' /tmp/said
	check_says "... and no limit" "No data" ina_put curr4_crit 1000
	ina_put shunt3_resistor 20000
	check "once they are alike it is back" sh -c 'sensors 2>&1 | grep -q "^curr4: *0.00 A"'
	check_equal "... and the firmware's limits are those of the shunts" "8190 32766" \
		"$(ina_get curr1_max) $(ina_get curr4_crit)"
	ina_unboard
}

case_the_switch_of_a_rail_has_three_names() {
	local each
	ina_board switch
	ina_live
	for each in in curr power; do
		ina_put ${each}2_enable 0
		check_equal "${each}2_enable switches the rail off" "0 0 0" \
			"$(ina_get in2_enable) $(ina_get curr2_enable) $(ina_get power2_enable)"
		check_says "... which then has no current" "No data" ina_get curr2_input
		check_says "... and no power" "No data" ina_get power2_input
		ina_put ${each}2_enable 1
		check_equal "... and on" "1 0x7127" "$(ina_get in2_enable) $(ina_register 0x00)"
		check_says "... and 2 is refused" "Invalid argument" ina_put ${each}2_enable 2
	done
	ina_unboard
}

case_each_time_an_alarm_began_is_counted() {
	counts
	check_equal "no alarm has begun yet" "0 0 0" "$(ina_get curr2_crit_alarm_count) $(
		ina_get curr1_max_alarm_count) $(ina_get in3_min_alarm_count)"
	for _ in 1 2 3; do
		ina_shunt 1 'hold 20ms 90mV; 0'
		usleep 100000
	done
	check_equal "each time it began is counted, read or not" 3 \
		"$(ina_get curr2_crit_alarm_count)"
	check_equal "... while the alarm is one" "1 0" \
		"$(ina_get curr2_crit_alarm) $(ina_get curr2_crit_alarm)"
	check_equal "... and reading it changes no count" 3 "$(ina_get curr2_crit_alarm_count)"
	ina_done
}

case_a_poller_of_a_count_is_woken() {
	counts
	(usleep 50000; ina_shunt 1 'hold 20ms 90mV; 0') &
	check_equal "a program that polls a count is woken" 0 \
		"$(wait_pri "$(ina_hwmon)/curr2_crit_alarm_count" 1000 >/tmp/count; echo $?)"
	check_equal "... and finds it" 1 "$(cat /tmp/count)"
	check_says "a count cannot be written" "Permission denied" ina_put curr2_crit_alarm_count 0
	ina_done
}

case_lost_power_is_counted_for_its_rail() {
	local rail
	counts
	ina_put in1_min 4000
	for rail in 0 1 2; do
		ina_bus "$rail" 11V
	done
	usleep 100000
	ina_bus 2 'hold 50ms 2V; 11V'
	usleep 100000
	check_equal "power that was lost is counted for the rail that lost it" "0 0 1" \
		"$(ina_get in1_min_alarm_count) $(ina_get in2_min_alarm_count) $(ina_get in3_min_alarm_count)"
	ina_done
}

cases
