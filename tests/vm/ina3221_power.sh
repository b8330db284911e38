#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The INA3221 asleep: by itself with no rail to measure, and with the system; its supply,
# its settings and limits afterwards, and a bus that fails at the wrong time.
#
# The kernel's own test of sleeping stops short of the firmware: devices, processors and
# clocks are suspended for a moment and resumed. By the wall clock, since nothing wakes a
# guest whose clock stands still while it sleeps.
#
# guest: mode=normal timeout=300 modules="virtio-awake railglow-board ina3221"
#        programs="build/host/guest/capture build/host/guest/iio_events"
# log: ^ina3221 [0-9]+-0040: cannot reprogram the chip after resume, retrying: -ENXIO$
# log: ^ina3221 [0-9]+-0041: error -ENXIO: no answer: check address, bus and supply$

# shellcheck source=tests/vm/lib/ktap.sh
. /lib/railglow/ktap.sh
# shellcheck source=tests/vm/lib/ina.sh
. /lib/railglow/ina.sh

powered() {
	cat "$ina_debug/$ina_name/chips/chip/powered"
}

status() {
	cat "$(ina_device)/power/runtime_status"
}

# becomes STATUS: within ten seconds
becomes() {
	for _ in $(seq 100); do
		[ "$(status)" != "$1" ] || return 0
		usleep 100000
	done
	return 1
}

# captures COUNT: that many in all within twenty seconds, however busy the machine is
captures() {
	for _ in $(seq 200); do
		[ "$(counter captured)" -lt "$1" ] || return 0
		usleep 100000
	done
	return 1
}

rails() {
	local each
	for each in 1 2 3; do
		ina_put in${each}_enable "$1"
	done
}

asleep() {
	echo mem >/sys/power/state
}

# alone: a chip on a supply of its own
alone() {
	ina_board alone supply=1
	ina_bus 0 5000000
	ina_live
}

# limits: four of them, and a setting
limits() {
	ina_put curr1_max 1000
	ina_put curr2_crit 2000
	ina_put curr4_crit 3000
	ina_put in1_min 4000
	ina_put samples 4
}

# sleeps: with limits, and no rail on
sleeps() {
	limits
	rails 0
	becomes suspended
}

# system: a chip that runs, with settings and limits
system() {
	ina_board system pin_critical=irq
	ina_bus 0 5000000
	ina_live
	ina_iio_put in_voltage_integration_time 0.002116
	ina_put curr1_crit 2000
	ina_put in1_min 4000
	ina_get in1_input >/dev/null
}

# raced: a chip on which two processors can act; sets device.
raced() {
	local rail
	ina_board raced pin_critical=irq pin_warning=irq
	ina_live
	ina_put update_interval 49
	for rail in 0 1 2; do
		ina_shunt $rail 10000
	done
	device=$(ina_device)
}

echo 1 >/sys/module/suspend/parameters/pm_test_delay
echo core >/sys/power/pm_test

case_without_its_driver_a_chip_has_no_power() {
	ina_board dry bind=none supply=1
	ina_live
	check_equal "without its driver a chip on a supply has no power" 0 "$(powered)"
	ina_unboard
}

case_the_driver_switches_the_supply_on() {
	alone
	check_equal "the driver switches the supply on" 1 "$(powered)"
	check_equal "... and the chip stays awake while rails are on" "active 5000" \
		"$(sleep 3; status) $(ina_get in1_input)"
	ina_unboard
}

case_a_chip_with_no_rail_on_sleeps_without_its_supply() {
	alone
	limits
	rails 0
	check_equal "with no rail on it converts nothing" 0x0320 "$(ina_register 0x00)"
	check "... and sleeps some time later" becomes suspended
	check_equal "... without its supply" 0 "$(powered)"
	ina_clear
	check_says "a rail that is off has no data" "No data" ina_get in1_input
	check_says "... in IIO neither" "No data" ina_iio_get in_voltage0_raw
	check_equal "its limits, alarms and settings can be read" "1000 0 4 4000" \
		"$(ina_get curr1_max) $(ina_get curr1_max_alarm) $(ina_get samples) $(ina_get in2_min)"
	check_equal "... for which it is not woken" "suspended 0" "$(status) $(ina_reads all)"
	ina_unboard
}

case_a_limit_that_is_written_wakes_the_chip() {
	alone
	sleeps
	ina_put curr3_max 500
	check_equal "a limit that is written wakes it" "active 1 0x03e8" \
		"$(status) $(powered) $(ina_register 0x0c)"
	check_equal "... and it has the others back" "0x07d0 0x0fa0 0x05dc 0x0fa0" \
		"$(ina_register 0x08) $(ina_register 0x09) $(ina_register 0x0e) $(ina_register 0x11)"
	check "... until it sleeps again" becomes suspended
	check "its registers can be looked at" grep -q '^0xff 0x3220$' \
		"$(ina_folder)/registers"
	becomes suspended
	ina_unboard
}

case_a_rail_that_is_switched_on_wakes_the_chip() {
	alone
	sleeps
	ina_bus 0 6000000
	ina_put in1_enable 1
	check_equal "a rail that is switched on is measured, from a measurement on" 6000 \
		"$(ina_get in1_input)"
	check_equal "... with all settings" "0x4327 0x07d0 0x0fa0" \
		"$(ina_register 0x00) $(ina_register 0x08) $(ina_register 0x11)"
	check_equal "... and stays awake" active "$(sleep 3; status)"
	rails 0
	becomes suspended
	ina_unboard
}

case_a_bus_fails_as_the_chip_wakes() {
	local before
	alone
	sleeps
	before=$(ina_log 'cannot reprogram the chip')
	ina_fault "nack count=1"
	ina_put in1_enable 1
	check_equal "a bus that fails as it wakes gets one line" $((before + 1)) \
		"$(ina_log 'cannot reprogram the chip')"
	check_equal "... and it is set up none the less" "5000 0x07d0" \
		"$(ina_get in1_input) $(ina_register 0x08)"
	ina_fault none
	ina_unboard
}

case_the_supply_goes_and_comes_with_the_driver() {
	alone
	ina_unbind
	check_equal "the supply goes with the driver" 0 "$(powered)"
	ina_bind
	check_equal "... and comes with it" 1 "$(powered)"
	rails 0
	becomes suspended
	ina_unbind
	check_equal "a driver can go while its chip sleeps" 0 "$(powered)"
	ina_unboard
}

case_the_supply_stays_on_where_power_valid_is_wired() {
	ina_board wired supply=1 pin_power_valid=irq
	ina_live
	rails 0
	becomes suspended
	check_equal "where the board listens to power-valid the supply stays on" 1 "$(powered)"
	ina_unboard
}

case_without_a_supply_the_chip_keeps_its_limits() {
	ina_board plain
	ina_live
	ina_put curr1_max 1000
	rails 0
	becomes suspended
	check_equal "without a supply of its own the chip keeps its limits" "0x0120 0x07d0" \
		"$(ina_register 0x00) $(ina_register 0x08)"
	ina_unboard
}

case_the_system_sleeps_with_a_chip_that_runs() {
	system
	usleep 50000
	ina_clear
	check "the system sleeps and wakes with a chip that runs" asleep
	check_equal "the chip is powered down before" "0x00 0x7160" "$(ina_trace w | head -n 1)"
	check_equal "... and runs on after" 0x7167 "$(ina_register 0x00)"
	check_equal "... with its limits" "0x0fa0 0x0fa0" \
		"$(ina_register 0x07) $(ina_register 0x11)"
	check_equal "a reading is new" 7000 "$(ina_bus 0 7000000; ina_get in1_input)"
	ina_shunt 0 '90mV'
	usleep 300000
	check_between "alarms arrive" 1 9 "$(counter conditions_begun)"
	check_equal "... as before" 1 "$(ina_get curr1_crit_alarm)"
	ina_shunt 0 0
	check_equal "its interrupt is on: it was served" 1 \
		"$([ "$(counter alerts_served)" -ge 1 ] && echo 1)"
	ina_unboard
}

case_the_system_sleeps_in_the_middle_of_a_capture() {
	local before
	system
	ina_elements in_voltage0 in_voltage1-voltage0
	ina_capturing 1
	capture "$(ina_iio_node)" 4 100000 >/tmp/taken &
	sleep 1
	check "the system sleeps and wakes in the middle of a capture" asleep
	before=$(counter captured)
	check "... which goes on" captures $((before + 20))
	kill $!
	wait $! 2>/dev/null
	ina_capturing 0
	ina_unboard
}

case_the_system_wakes_to_a_bus_that_fails() {
	local before
	system
	before=$(ina_log 'cannot reprogram the chip')
	ina_fault "nack on=write register=0x08 count=1"
	check "the system wakes to a bus that fails" asleep
	check_equal "... of which there is one line" $((before + 1)) \
		"$(ina_log 'cannot reprogram the chip')"
	check_equal "... and the next read works" "5000 0x0fa0 0x0fa0" \
		"$(ina_get in1_input) $(ina_register 0x07) $(ina_register 0x11)"
	ina_unboard
}

# Nobody reads, so pins and events are all there is.
case_alarms_come_though_registers_were_not_written() {
	local reg before
	system
	for reg in 0x08 0x0f 0x00; do
		ina_fault "nack on=write register=$reg count=1 after=1"
		[ $reg = 0x00 ] || ina_fault "nack on=write register=$reg count=1"
		asleep
		before=$(counter conditions_begun)
		ina_shunt 0 90mV
		sleep 3
		check_equal \
			"a chip of which $reg could not be written as it woke gives alarms, read or not" \
			1 \
			$(($(counter conditions_begun) - before))
		ina_shunt 0 0
		usleep 500000
	done
	ina_fault none
	ina_unboard
}

case_a_chip_that_does_not_answer_keeps_nobody_awake() {
	system
	ina_fault "nack on=write register=0x00 count=1"
	check "a chip that does not answer keeps nobody from sleeping" asleep
	check_equal "... and is read after" 5000 "$(ina_get in1_input)"
	ina_fault none
	ina_unboard
}

case_the_system_sleeps_with_a_chip_that_sleeps() {
	system
	rails 0
	becomes suspended
	check "the system sleeps with a chip that sleeps already" asleep
	check_equal "... which sleeps on" suspended "$(status)"
	ina_put in1_enable 1
	check_equal "... and wakes when it is wanted" 5000 "$(ina_get in1_input)"
	ina_unboard
}

case_the_system_sleeps_with_a_single_shot_chip() {
	ina_board shot supply=1 single_shot=1
	ina_bus 0 3000000
	ina_live
	ina_put curr1_crit 2000
	check_equal "in single-shot mode it sleeps between scans anyway" 0x7120 \
		"$(ina_register 0x00)"
	check "the system sleeps with it" asleep
	check_equal "a supply that was off in between costs nothing that was set" \
		"1 0x7120 0x0fa0" \
		"$(powered) $(ina_register 0x00) $(ina_register 0x07)"
	check_equal "... and it is read" 3000 "$(ina_get in1_input)"
	ina_done
}

case_a_latched_alarm_outlasts_sleep() {
	ina_board latched supply=1
	ina_live
	ina_put curr1_crit 2000
	ina_put curr2_crit 2000
	ina_shunt 0 90mV
	usleep 100000
	ina_shunt 0 0
	check "the system sleeps with a chip that has latched an alarm" asleep
	check_equal "... which is not lost, and no other found" "1 0" \
		"$(ina_get curr1_crit_alarm) $(ina_get curr2_crit_alarm)"
	check_equal "... and reported once" 0 "$(ina_get curr1_crit_alarm)"
	ina_unboard
}

has_fault() {
	[ "$(ina_get in2_fault)" = 1 ]
}

# The platform cuts the supplies of everything while it sleeps. The chip's is back with the first
# message of waking up, which comes after the three of going to sleep.
case_the_chip_has_lost_its_supply_while_the_system_slept() {
	local volts
	for volts in 3300000 0; do
		ina_board platform pin_timing_control=irq
		ina_bus 0 5000000
		ina_bus 1 3300000
		ina_live
		ina_put curr1_crit 2000
		check_equal "a second rail that came in time is not a fault" 0 "$(ina_get in2_fault)"
		ina_bus 1 $volts
		ina_clear
		ina_fault "power-cycle after=3 count=1"
		check "the system sleeps, and the chip is without its supply meanwhile" asleep
		check_equal "... which was cut after the chip was asleep" "w 0x00 p 0x0f r 0x0f" \
			"$(awk 'NR <= 3 { print $4, $5 }' "$ina_debug/platform/transfers" | xargs)"
		usleep 500000
		[ $volts != 0 ] || within 10 has_fault
		check_equal "... so that its timing control began anew (rail 2: $volts uV)" \
			$((volts == 0)) "$(ina_get in2_fault)"
		check_equal "... and has its limits and settings back" "0x0fa0 0x7127" \
			"$(ina_register 0x07) $(ina_register 0x00)"
		ina_unboard
	done
}

case_a_chip_whose_supply_nobody_describes() {
	ina_board unsupplied
	ina_live
	check "a chip whose supply nobody describes is taken as it is" test -e "$(ina_hwmon)/name"
	ina_unboard
}

case_a_chip_that_is_not_there_gets_no_supply() {
	ina_board dead bind=none supply=1
	ina_live
	echo ina3221 0x41 >"/sys/bus/i2c/devices/i2c-$(ina_adapter)/new_device"
	check_equal "a chip that is not there gets one line" 1 \
		"$(ina_log 'no answer: check address, bus and supply')"
	check_equal "... and no supply" 0 "$(powered)"
	ina_unboard
}

case_shunts_change_while_their_sum_is_read() {
	local hwmon shunt right absent wrong sum
	raced
	hwmon=$(ina_hwmon)
	shunt=$hwmon/shunt2_resistor
	while [ -e "$shunt" ]; do
		echo 5000 >"$shunt"; echo 10000 >"$shunt"; echo 5000 >"$shunt"; echo 10000 >"$shunt"
	done 2>/dev/null &
	right=0 absent=0 wrong=0
	for _ in $(seq 4000); do
		sum=
		read -r sum <"$hwmon/curr4_input"
		case $sum in
		3000) right=$((right + 1)) ;;
		'') absent=$((absent + 1)) ;;
		*) wrong=$((wrong + 1)) ;;
		esac
	done 2>/dev/null
	kill $!
	wait $! 2>/dev/null
	check "a sum of currents is there while shunts are equal" test $right -gt 0
	check "... and absent while they are not" test $absent -gt 0
	check_equal "... and never wrong" 0 $wrong
	ina_unboard
}

case_a_driver_leaves_while_its_chip_is_woken() {
	local each
	raced
	while [ -e "$device" ]; do
		for each in "$device"/hwmon/hwmon*/curr1_max; do
			echo 1000 >"$each"
		done
	done 2>/dev/null &
	for _ in $(seq 15); do
		echo 0 >"$device/power/autosuspend_delay_ms"
		rails 0
		usleep 5000
		echo "${device##*/}" >/sys/bus/i2c/drivers/ina3221/unbind
		echo "${device##*/}" >/sys/bus/i2c/drivers/ina3221/bind
	done
	check "a chip that is woken while its driver leaves does no harm" test -e \
		"$(ina_hwmon)/name"
	kill $!
	wait $! 2>/dev/null
	rails 0
	check "... and sleeps as before" becomes suspended
	ina_unboard
}

cases
