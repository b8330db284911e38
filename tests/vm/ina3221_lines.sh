#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Alert lines as boards have them: that nobody here serves, that chips share, that something
# else holds low, behind an expander; and what conditions cost that last or come and go.
#
# guest: mode=virtual modules="i2c-smbus railglow-board ina3221"
#        programs="build/host/guest/iio_events build/host/guest/wait_pri" timeout=400
# log: genirq: Setting trigger mode 8 for irq

# shellcheck source=tests/vm/lib/ktap.sh
. /lib/railglow/ktap.sh
# shellcheck source=tests/vm/lib/ina.sh
. /lib/railglow/ina.sh

# files CHIP: its hwmon folder
files() {
	echo /sys/bus/i2c/devices/"$(cat "$ina_config/$ina_name/chips/$1/device_name")"/hwmon/hwmon*
}

# began CHIP ALARM: how often
began() {
	cat "$(files "$1")/$2_alarm_count"
}

# shunt CHIP SCRIPT, bus RAIL SCRIPT, hold CHIP PINS, state CHIP FILE NAME
shunt() {
	echo "$2" >"$ina_debug/$ina_name/chips/$1/rail0_shunt_uv"
}

volts() {
	local rail
	for rail in 0 1 2; do
		ina_bus $rail "$1"
	done
}

hold() {
	echo "$2" >"$ina_debug/$ina_name/chips/$1/held_low"
}

state() {
	figure "$ina_debug/$ina_name/chips/$1/$2" "$3"
}

looks() {
	state "$1" counters mask_reads
}

uevents() {
	cat /sys/kernel/uevent_seqnum
}

# two_chips BOARD SETTING=VALUE...: on one interrupt line, with a critical limit of 8 A each
two_chips() {
	local chip
	ina_board "$@" pin_critical=irq-shared
	board_chip "$1" other address=0x41 pin_critical=irq-shared
	ina_live
	for chip in chip other; do
		echo 8000 >"$(files $chip)/curr1_crit"
	done
	usleep 50000
}

shared() {
	two_chips shared
}

# far: a chip whose pins lead to an expander, with a limit on each of two rails
far() {
	ina_board far ../../irq_controller=expander pin_critical=irq pin_warning=irq-level \
		pin_power_valid=irq
	volts 11V
	ina_live
	ina_put curr1_crit 8000
	ina_put curr2_max 8000
	usleep 100000
}

# noisy: a chip with a critical limit of 80 mV on the first rail
noisy() {
	ina_board noisy pin_critical=irq
	ina_live
	ina_put curr1_crit 8000
	usleep 50000
}

# only_first BOARD SETTING=VALUE...: a chip of which the first rail alone is on, at 12 V, and that
# alone makes power valid
only_first() {
	ina_board "$@" rail1/status=disabled rail2/status=disabled "switches=pv-channels enabled"
	ina_bus 0 12V
	ina_live
}

# The pin leads to a SoC, which is throttled for as long as it is low.
case_a_pin_that_nobody_serves_costs_nothing() {
	ina_board apart
	ina_live
	ina_put curr1_crit 2000
	ina_put curr1_max 2000
	usleep 50000
	shunt chip 'hold 200ms 90mV; 0'
	usleep 100000
	check_equal "pins that nobody serves are low while their conditions last" "0 0" \
		"$(state chip pins critical) $(state chip pins warning)"
	usleep 300000
	check_equal "... and let go of by themselves" "1 1" \
		"$(state chip pins critical) $(state chip pins warning)"
	check_equal "... since they are not latched" 0x7 "$(state chip registers 0x0f | cut -c 1-3)"
	check_equal "... while the alarm waits for who reads" 1 "$(ina_get curr1_crit_alarm)"
	ina_clear
	ina_awake 60
	check_equal "with no pin and no reader the chip is not asked for anything" 0 \
		"$(ina_reads all)"
	ina_unboard
}

case_two_chips_share_a_line() {
	shared
	check "the first of two chips on a line is there" test -e "$(files chip)/curr1_crit"
	check "... and the second" test -e "$(files other)/curr1_crit"
	shunt chip 'hold 40ms 90mV; 0'
	usleep 100000
	check_equal "an alarm of the first is one of the first" "1 0" \
		"$(began chip curr1_crit) $(began other curr1_crit)"
	shunt other 'hold 40ms 90mV; 0'
	usleep 100000
	check_equal "... and one of the second is one of the second" "1 1" \
		"$(began chip curr1_crit) $(began other curr1_crit)"
	shunt chip 'hold 300ms 90mV; 0'
	shunt other 'hold 100ms 0; hold 40ms 90mV; 0'
	usleep 200000
	check_equal "both are heard while the first one's goes on" "2 2" \
		"$(began chip curr1_crit) $(began other curr1_crit)"
	usleep 300000
	check_equal "... once each" "2 2" "$(began chip curr1_crit) $(began other curr1_crit)"
	ina_unboard
}

case_an_alarm_that_goes_on_leaves_the_other_chip_heard() {
	local before
	shared
	shunt chip 90mV
	ina_awake 20
	before=$(looks other)
	shunt other 'hold 40ms 90mV; 0'
	usleep 1200000
	check_equal \
		"one that has gone on for long leaves the other unheard for a second at the most" \
		1 \
		"$(began other curr1_crit)"
	ina_awake 30
	check_between "... and costs it a look a second" 1 70 $(($(looks other) - before))
	ina_unboard
}

# Power-valid is low for as long as power is lost, so its level calls all that time.
case_two_pins_of_a_chip_share_a_line() {
	local before
	ina_board tied pin_critical=irq-shared pin_power_valid=irq-shared
	volts 11V
	ina_live
	ina_put curr1_crit 8000
	ina_awake 3
	check_equal "critical and power-valid on one line are both used" 0 \
		"$(ina_log "$(ina_adapter)-0040: the power-valid pin is not used")"
	shunt chip 'hold 40ms 90mV; 0'
	usleep 100000
	check_equal "... critical alarms are heard" "1 0" \
		"$(began chip curr1_crit) $(began chip in2_min)"
	ina_bus 1 'hold 60ms 8V; 11V'
	usleep 30000
	check_equal "... and so is power that is lost" "1 1" \
		"$(began chip curr1_crit) $(began chip in2_min)"
	usleep 1300000
	check_equal "... until it is back" 0x0000 "$(counter conditions_now)"
	ina_bus 1 8V
	ina_awake 20
	shunt chip 'hold 40ms 90mV; 0'
	usleep 1200000
	check_equal "a critical alarm while power stays lost is heard within a second" "2 2" \
		"$(began chip curr1_crit) $(began chip in2_min)"
	ina_awake 20
	before=$(looks chip)
	ina_awake 20
	check_between "... and power that stays lost costs few looks" 1 70 \
		$(($(looks chip) - before))
	volts 11V
	usleep 1300000
	check_equal "... and all is over when power is back" "1 0x0000" \
		"$(state chip lines critical) $(counter conditions_now)"
	ina_done
}

case_a_driver_that_leaves_lets_go_of_a_shared_line() {
	shared
	shunt chip 90mV
	ina_awake 5
	ina_unbind
	check_equal "a driver that leaves lets go of the line" 1 "$(state chip lines critical)"
	shunt other 'hold 40ms 90mV; 0'
	usleep 100000
	check_equal "... on which the other is heard as before" 1 "$(began other curr1_crit)"
	ina_unboard
}

# The chip sleeps as soon as no rail is on, in the middle of a pause between two looks.
# A capture wakes up for its next look in the middle of the driver's last one, which is slow.
case_a_driver_leaves_a_chip_at_rest_that_a_capture_reads() {
	local resting=''
	ina_board left pin_critical=irq
	ina_live
	for _ in 1 2 3 4 5; do
		ina_put update_interval 50
		ina_elements in_voltage0 in_voltage1-voltage0
		ina_capturing 1
		usleep 800000
		ina_power 0
		ina_power 1
		ina_fault "slow register=0x0f us=30000 on=read"
		ina_unbind
		ina_fault none
		resting="$resting $(($(ina_register 0x00) & 7))"
		ina_bind
	done
	check_equal "a chip that has lost its settings as its driver leaves is at rest afterwards" \
		" 0 0 0 0 0" "$resting"
	ina_unboard
}

case_a_chip_that_sleeps_leaves_a_shared_line_open() {
	local rail
	shared
	echo 0 >"$(ina_device)/power/autosuspend_delay_ms"
	shunt chip 90mV
	ina_awake 20
	for rail in 1 2 3; do
		ina_put in${rail}_enable 0
	done
	usleep 20000
	check_equal "a chip without a rail sleeps, though its alarm went on until then" suspended \
		"$(cat "$(ina_device)/power/runtime_status")"
	shunt other 'hold 40ms 90mV; 0'
	usleep 100000
	check_equal "... and the other one on its line is heard at once" 1 "$(began other curr1_crit)"
	ina_put in1_enable 1
	usleep 100000
	check_equal "an alarm that goes on is there when it wakes up" 2 "$(began chip curr1_crit)"
	ina_unboard
}

case_a_line_that_something_else_holds_low() {
	local before
	ina_board held pin_critical=irq
	ina_live
	ina_put curr1_crit 8000
	ina_awake 30
	hold chip critical
	ina_awake 5
	before=$(looks chip)
	ina_awake 20
	check_between "a line that others hold low costs few looks a second" 1 100 \
		$(($(looks chip) - before))
	shunt chip 'hold 40ms 90mV; 0'
	usleep 1200000
	check_equal "... and alarms on it are heard within a second" 1 "$(began chip curr1_crit)"
	hold chip none
	usleep 1200000
	shunt chip 'hold 40ms 90mV; 0'
	usleep 60000
	check_equal "... and at once when it is let go of" 2 "$(began chip curr1_crit)"
	before=$(looks chip)
	ina_awake 30
	check_between "... after which nobody asks" 0 4 $(($(looks chip) - before))
	ina_unboard
}

# The kernel switches an interrupt off that nobody served a hundred thousand times, each of them
# less than a tenth of a second after the one before.
case_a_line_is_held_low_while_the_chip_sleeps() {
	local rail
	ina_board held pin_critical=irq
	ina_live
	ina_put curr1_crit 8000
	for rail in 1 2 3; do
		ina_put in${rail}_enable 0
	done
	ina_awake 3
	hold chip critical
	ina_awake 1100
	hold chip none
	ina_put in1_enable 1
	usleep 50000
	shunt chip 'hold 40ms 90mV; 0'
	usleep 60000
	check_equal "a line that was held low for long while the chip slept is heard again" 1 \
		"$(began chip curr1_crit)"
	ina_unboard
}

case_alarms_behind_an_expander() {
	far
	shunt chip 'hold 40ms 90mV; 0'
	usleep 200000
	check_equal "an alarm behind an expander is one" 1 "$(began chip curr1_crit)"
	shunt chip 'hold 20ms 90mV; hold 50ms 0; hold 20ms 90mV; 0'
	usleep 300000
	check_equal "... and two are two" 3 "$(began chip curr1_crit)"
	ina_shunt 1 'hold 40ms 90mV; 0'
	usleep 100000
	check_equal "a level that it does not know is taken as an edge" 1 "$(began chip curr2_max)"
	ina_unboard
}

case_an_alarm_that_goes_on_behind_an_expander() {
	local before
	far
	shunt chip 90mV
	usleep 300000
	before=$(looks chip)
	ina_bus 2 'hold 40ms 8V; 11V'
	usleep 100000
	check_equal "while one goes on others behind it are heard" "0 0 1" \
		"$(began chip in1_min) $(began chip in2_min) $(began chip in3_min)"
	usleep 5000000
	check_between "... and the chip is asked ever more rarely" 5 60 $(($(looks chip) - before))
	shunt chip 0
	usleep 1200000
	check_equal "... until it is over" 0x0000 "$(counter conditions_now)"
	ina_unboard
}

# The dip is longer than a cycle, so that the chip sees it, and shorter than the look.
case_power_lost_for_less_than_a_look_behind_an_expander() {
	far
	ina_fault "slow register=0x0f us=20000 on=read count=1"
	ina_bus 1 'hold 8ms 8V; 11V'
	usleep 100000
	check_equal "power lost for less than a look takes is told behind an expander, too, once" \
		1 \
		"$(began chip in2_min)"
	ina_unboard
}

case_two_chips_share_a_line_of_an_expander() {
	local chip
	two_chips far ../../irq_controller=expander
	for chip in chip other; do
		shunt $chip 'hold 40ms 90mV; 0'
		usleep 200000
	done
	check_equal "two chips share a line of an expander" "1 1" \
		"$(began chip curr1_crit) $(began other curr1_crit)"
	shunt chip 'hold 500ms 90mV; 0'
	shunt other 'hold 200ms 0; hold 40ms 90mV; 0'
	ina_awake 12
	check_equal "... of which one is heard in ten seconds that calls while the other does" \
		"2 2" \
		"$(began chip curr1_crit) $(began other curr1_crit)"
	ina_unboard
}

case_a_condition_lasts_for_an_hour() {
	local before sequence
	ina_board hour pin_critical=irq pin_warning=irq
	ina_live
	ina_put curr1_crit 8000
	ina_put curr1_max 8000
	usleep 50000
	before=$(looks chip)
	sequence=$(uevents)
	shunt chip 90mV
	usleep 3600000000
	check_between "a condition that lasts for an hour is looked at seldom" 3500 4000 \
		$(($(looks chip) - before))
	check_equal "... and is one to each alarm" "1 1" \
		"$(began chip curr1_crit) $(began chip curr1_max)"
	check_equal "... and one uevent of each" 2 $(($(uevents) - sequence))
	shunt chip 0
	usleep 1300000
	check_equal "... and over within a second" 0x0000 "$(counter conditions_now)"
	ina_clear
	ina_awake 99
	check_between "afterwards the idle chip is asked once in ten seconds" 8 10 \
		"$(ina_reads all)"
	ina_unboard
}

case_a_condition_lasts_by_the_smbus_alert() {
	ina_board bus pin_critical=alert
	ina_live
	ina_put curr1_crit 8000
	usleep 50000
	shunt chip 'hold 3s 90mV; 0'
	usleep 4500000
	check_equal "by the SMBus alert one that lasts is one, and over within a second" \
		"1 0x0000" "$(began chip curr1_crit) $(counter conditions_now)"
	ina_unboard
}

# smbus_pair: two chips on the SMBus alert of their bus, with a critical limit of 8 A each
smbus_pair() {
	local chip
	ina_board bus pin_critical=alert
	board_chip bus other address=0x41 pin_critical=alert
	ina_live
	for chip in chip other; do
		echo 8000 >"$(files $chip)/curr1_crit"
	done
	usleep 50000
}

# lasts_and_comes CHIP CHIP: the alarm of one goes on while that of the other comes five times.
lasts_and_comes() {
	local heard=''
	smbus_pair
	shunt "$1" 90mV
	ina_awake 3
	for _ in 1 2 3 4 5; do
		shunt "$2" 'hold 20ms 90mV; 0'
		usleep 15000
		heard="$heard $(began "$2" curr1_crit)"
		usleep 137000
	done
	check_equal "by the SMBus alert each alarm of $2 is heard in 15 ms while that of $1 goes on" \
		" 1 2 3 4 5" "$heard"
	check_equal "... which is one all the while" 1 "$(began "$1" curr1_crit)"
	shunt "$1" 0
	usleep 1500000
	check_equal "... and lets go of the line when it is over" "1 1" \
		"$(state "$1" lines critical) $(state "$2" lines critical)"
	ina_unboard
}

# The chip at the lower address answers first.
case_an_alarm_that_goes_on_delays_no_other_of_the_bus() {
	lasts_and_comes chip other
	lasts_and_comes other chip
}

case_a_current_hovers_at_its_limit() {
	local sequence began
	noisy
	sequence=$(uevents)
	shunt chip '80mV; noise 2mV seed 5'
	ina_awake 10
	shunt chip 0
	usleep 100000
	check_equal \
		"a current that hovers at its limit makes one uevent if nobody reads its alarm" 1 \
		$(($(uevents) - sequence))
	check_between "... though it began often" 100 2000 "$(began chip curr1_crit)"
	began=$(began chip curr1_crit)
	check_equal "reading the alarm" "1 0" \
		"$(ina_get curr1_crit_alarm) $(ina_get curr1_crit_alarm)"
	check_equal "... takes nothing from its counter" "$began" "$(began chip curr1_crit)"
	ina_unboard
}

# told_once ALARM COMMAND...: one that began often and that nobody read; by the command it begins again.
told_once() {
	local sequence alarm="$1"
	shift
	check_equal "reading the alarm tells of it once" "1 0" "$(ina_get "$alarm") $(ina_get "$alarm")"
	sequence=$(uevents)
	"$@"
	usleep 200000
	check_equal "... after which the next time is news" 1 $(($(uevents) - sequence))
}

# Limits of power-valid are one voltage here, so that nothing is between valid and lost.
case_a_voltage_hovers_at_its_limit() {
	local sequence
	only_first brownout pin_power_valid=irq
	ina_put in1_min 8000
	ina_iio_put events/in_voltage_thresh_rising_value 1000
	ina_awake 1
	sequence=$(uevents)
	ina_bus 0 '8V; noise 1V seed 5 every 5ms'
	ina_awake 10
	ina_bus 0 12V
	usleep 100000
	check_equal \
		"a voltage that hovers at its limit makes one uevent if nobody reads its alarm" 1 \
		$(($(uevents) - sequence))
	check_between "... though power was lost often" 100 2000 "$(began chip in1_min)"
	told_once in1_min_alarm ina_bus 0 'hold 60ms 4V; 12V'
	check_equal "rails that are off are named by none of this" "0 0" \
		"$(began chip in2_min) $(began chip in3_min)"
	ina_unboard
}

case_a_sum_hovers_at_its_limit() {
	local sequence
	ina_board sum pin_critical=irq
	ina_live
	ina_put curr4_crit 8000
	usleep 50000
	sequence=$(uevents)
	ina_shunt 0 '40mV; noise 2mV seed 5'
	ina_shunt 1 '40mV; noise 2mV seed 6'
	ina_awake 10
	ina_shunt 0 0
	usleep 100000
	check_equal "a sum that hovers at its limit makes one uevent if nobody reads its alarm" 1 \
		$(($(uevents) - sequence))
	check_between "... though it began often" 100 2000 "$(began chip curr4_crit)"
	check_equal "... and no rail of it was over a limit" "0 0" \
		"$(began chip curr1_crit) $(began chip curr2_crit)"
	told_once curr4_crit_alarm ina_shunt 0 'hold 60ms 60mV; 0'
	ina_unboard
}

case_pollers_are_woken_for_each_alarm() {
	local count woken
	noisy
	count=$(began chip curr1_crit)
	shunt chip "$(for _ in $(seq 20); do printf 'hold 60ms 0; hold 60ms 90mV; '; done)0"
	woken=0
	while [ "$(wait_pri "$(files chip)/curr1_crit_alarm" 300)" = 1 ]; do
		woken=$((woken + 1))
	done
	check_equal "a program that polls it and reads it is woken for each" 20 $woken
	check_equal "... as the counter says" $((count + 20)) "$(began chip curr1_crit)"
	shunt chip "$(for _ in $(seq 10); do printf 'hold 60ms 0; hold 60ms 90mV; '; done)0"
	woken=0
	while wait_pri "$(files chip)/curr1_crit_alarm_count" 300 >/dev/null; do
		woken=$((woken + 1))
	done
	check_equal "one that polls the counter is woken for each, too" 10 $woken
	check_equal "... and has counted them" $((count + 30)) "$(began chip curr1_crit)"
	for _ in 1 2 3; do
		shunt chip 'hold 40ms 90mV; 0'
		cat "$(files chip)"/* >/dev/null 2>&1
		usleep 100000
	done
	check_equal "... however many others read everything" $((count + 33)) \
		"$(began chip curr1_crit)"
	ina_unboard
}

case_power_that_is_lost_names_its_rail() {
	local wiring
	for wiring in irq none; do
		ina_board rails pin_power_valid=$wiring rail2/status=disabled
		volts 11V
		ina_live
		ina_get in1_input >/dev/null
		ina_bus 1 'hold 60ms 8V; 11V'
		usleep 30000
		ina_get in1_input >/dev/null
		usleep 100000
		check_equal \
			"the rail that was low is named among those that are on (pin: $wiring)" \
			"0 1 0" \
			"$(began chip in1_min) $(began chip in2_min) $(began chip in3_min)"
		ina_get in1_input >/dev/null
		ina_bus 0 8V
		for _ in 1 2 3 4 5; do
			usleep 20000
			ina_get in1_input >/dev/null
		done
		check_equal "... once, however often it is read ($wiring)" "1 1 0" \
			"$(began chip in1_min) $(began chip in2_min) $(began chip in3_min)"
		ina_unboard
	done
}

case_a_rail_that_is_off_is_not_named() {
	ina_board rails pin_power_valid=irq rail2/status=disabled "switches=pv-channels enabled"
	volts 11V
	ina_live
	ina_put update_interval 1
	# Nobody reads: that power is valid is known all the same
	usleep 1200000
	ina_fault "slow register=0x0f us=10000 on=read count=1"
	ina_bus 1 'hold 2ms 8V; 11V'
	usleep 100000
	check_equal "where nobody knows which it was it is not one that is off" "1 1 0" \
		"$(began chip in1_min) $(began chip in2_min) $(began chip in3_min)"
	ina_elements in_voltage1-voltage0
	ina_capturing 1
	usleep 100000
	ina_bus 1 'hold 60ms 8V; 11V'
	usleep 200000
	check_equal "a capture of something else keeps no rail from being named" "1 2 0" \
		"$(began chip in1_min) $(began chip in2_min) $(began chip in3_min)"
	ina_capturing 0
	ina_unboard
}

# The limits at reset are above 3.3 V, by which its rail would be low all the time.
case_a_second_rail_is_not_low_by_limits_that_nobody_set() {
	local wiring sequence
	for wiring in irq none; do
		only_first second pin_power_valid=$wiring
		ina_awake 2
		ina_get in1_input >/dev/null
		ina_bus 1 3300mV
		sequence=$(uevents)
		ina_put in2_enable 1
		for _ in 1 2 3 4 5; do
			usleep 50000
			ina_get in2_input >/tmp/said
		done
		ina_awake 2
		check_equal \
			"a rail of 3.3 V beside one of 12 V is switched on (power-valid: $wiring)" 3304 \
			"$(cat /tmp/said)"
		check_equal "... and is not low by limits that nobody set ($wiring)" "0 0" \
			"$(ina_get in2_min_alarm) $(began chip in2_min)"
		check_equal "... nor is there a uevent ($wiring)" 0 $(($(uevents) - sequence))
		ina_put in1_min 5000
		usleep 50000
		ina_get in2_input >/dev/null
		check_equal "... and it is low by one that somebody sets ($wiring)" 1 \
			"$(ina_get in2_min_alarm)"
		ina_done
	done
}

# The bus is held up while the driver learns which way round power-valid is, once or each time.
case_power_valid_is_learnt_on_a_slow_bus() {
	local times
	for times in 1 9; do
		ina_board late pin_power_valid=irq
		volts 0
		ina_bus 0 5V
		ina_fault "slow register=0x0f us=40000 on=read count=$times after=1"
		ina_live
		ina_clear
		volts 11V
		usleep 100000
		ina_bus 1 'hold 60ms 8V; 11V'
		usleep 200000
		check_equal "power-valid is the right way round though $times reads came late" \
			"0 1 0" "$(began chip in1_min) $(began chip in2_min) $(began chip in3_min)"
		check_equal "... and valid in the end ($times)" 0 \
			$(($(counter conditions_now) & 4))
		ina_unboard
	done
}

# The processor or the bus is busy for longer than a cycle after the reset, once or each time.
case_a_chip_that_is_first_read_late_is_not_a_file_of_registers() {
	local times
	for times in 1 9; do
		ina_board busy supply=1 single_shot=1 pin_critical=irq
		ina_bus 0 3V
		ina_fault "slow register=0x0f us=8000 on=read count=$times after=1"
		ina_live
		ina_clear
		check_equal "a chip is read though $times looks at it came late" 3000 \
			"$(ina_get in1_input)"
		ina_put curr1_crit 1000
		ina_shunt 0 20mV
		ina_get in1_input >/dev/null
		check_equal "... and its alarms are seen ($times)" 1 "$(ina_get curr1_crit_alarm)"
		ina_done
	done
}

# Each word that is read is the words of both chips at once.
case_another_chip_at_the_same_address() {
	local lines
	ina_board both pin_critical=irq
	ina_live
	ina_bus 0 5000000
	check_equal "a chip alone reads right" 5000 "$(ina_get in1_input)"
	lines=$(dmesg | wc -l)
	ina_fault "corrupt register=0x0f on=read xor=0x0c00 count=forever"
	usleep 100000
	check_says "one that another talks over fails to read" "Input/output error" ina_get \
		in1_input
	ina_awake 30
	check_says "... again and again" "Input/output error" ina_get in1_input
	check_equal "... without a word in the log" "$lines" "$(dmesg | wc -l)"
	ina_fault none
	usleep 100000
	check_equal "... and reads right when it is alone again" 5000 "$(ina_get in1_input)"
	ina_unboard
}

case_a_chip_lost_its_settings_on_a_bus_that_fails() {
	local reg before
	ina_board again pin_critical=irq
	ina_live
	ina_put curr1_crit 8000
	for reg in 0x00 0x08 0x0f; do
		ina_power 0
		usleep 100000
		ina_power 1
		ina_fault "nack register=$reg on=write count=1"
		ina_awake 13
		ina_fault none
		before=$(began chip curr1_crit)
		shunt chip 'hold 40ms 90mV; 0'
		usleep 100000
		check_equal \
			"a chip whose settings fail to come back gets them all the same ($reg)" \
			$((before + 1)) "$(began chip curr1_crit)"
	done
	ina_done
}

case_an_led_joins_while_its_condition_begins() {
	local trigger wrong
	ina_board lamp pin_critical=irq
	board_led lamp lamp
	ina_live
	ina_put curr1_crit 8000
	trigger=$(ina_adapter)-0040:rail1:critical
	wrong=0
	for _ in $(seq 40); do
		shunt chip 'hold 5ms 0; hold 60ms 90mV; 0'
		echo none >/sys/class/leds/lamp/trigger
		echo "$trigger" >/sys/class/leds/lamp/trigger
		usleep 25000
		[ "$(cat /sys/class/leds/lamp/brightness)" -gt 0 ] || wrong=$((wrong + 1))
		usleep 75000
		[ "$(cat /sys/class/leds/lamp/brightness)" = 0 ] || wrong=$((wrong + 1))
	done
	check_equal "an LED that joins while its condition begins shows it, and its end" 0 $wrong
	ina_unboard
}

cases
