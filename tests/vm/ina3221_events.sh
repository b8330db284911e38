#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Alerts: each of them once, from the pin to those who wait for it, and never a storm.
#
# guest: mode=virtual modules="i2c-smbus railglow-board ina3221"
#        programs="build/host/guest/iio_events build/host/guest/wait_pri" timeout=120

# shellcheck source=tests/vm/lib/ktap.sh
. /lib/railglow/ktap.sh
# shellcheck source=tests/vm/lib/ina.sh
. /lib/railglow/ina.sh

heard=/tmp/heard

listen() {
	rm -f $heard
	iio_events "$(basename "$(ina_iio)")" >>$heard &
	listener=$!
	while ! grep -q ready $heard 2>/dev/null; do
		usleep 1000
	done
	: >$heard
}

hush() {
	kill "$listener"
	wait "$listener" 2>/dev/null
}

# news [US]: events heard since the last time, without the times, on one line
news() {
	usleep "${1:-100000}"
	sed 's/^[0-9]* //' $heard | tr '\n' ' ' | sed 's/ $//'
	: >$heard
}

event() {
	echo "$2" >"$(ina_iio)/events/$1"
}

event_get() {
	cat "$(ina_iio)/events/$1"
}

lamp=/sys/class/leds/lamp
all_wired="pin_critical=irq pin_warning=irq pin_power_valid=irq"

volts() {
	local rail
	for rail in 0 1 2; do
		ina_bus "$rail" "$1"
	done
}

# limits: a board with all pins wired and somebody who listens to events
limits() {
	# shellcheck disable=SC2086 # three settings
	ina_board limits $all_wired
	ina_live
	listen
}

limits_done() {
	hush
	ina_done
}

# three_limits: 20 mV on the first rail, 80 mV on the second and 200 mV on the sum
three_limits() {
	event in_current0_thresh_rising_value 500
	event in_voltage3-voltage2_thresh_rising_value 2000
	event in_voltage7-voltage6_thresh_rising_value 5000
	event in_current0_thresh_rising_en 1
	event in_voltage3-voltage2_thresh_rising_en 1
	event in_voltage7-voltage6_thresh_rising_en 1
}

# power_is_valid: between limits of 9 and 10 V
power_is_valid() {
	volts 11V
	event in_voltage_thresh_rising_value 1250
	event in_voltage_thresh_falling_value 1125
	usleep 50000
}

# power_is_wanted: events of power that is lost, and of power that is valid again
power_is_wanted() {
	event in_voltage0_thresh_falling_en 1
	event in_voltage2_thresh_falling_en 1
	event in_voltage4_thresh_falling_en 1
	event in_voltage0_thresh_rising_en 1
}

# storm: a board where critical alarms of the first rail are events with the time of the trace
storm() {
	# shellcheck disable=SC2086 # three settings
	ina_board storm $all_wired
	ina_live
	echo monotonic >"$(ina_iio)/current_timestamp_clock"
	listen
	event in_voltage1-voltage0_thresh_rising_value 2000
	event in_voltage1-voltage0_thresh_rising_en 1
	usleep 50000
}

storm_done() {
	hush
	ina_unboard
}

# lamps: a board with a lamp; sets device, which the names of LED triggers begin with.
lamps() {
	# shellcheck disable=SC2086 # three settings
	ina_board lamps $all_wired rail0/label="CPU core"
	board_led lamps lamp
	ina_live
	device=$(ina_adapter)-0040
}

case_a_limit_that_is_off_tells_nobody() {
	limits
	check_equal "no limit is on at first" "0 0 0 0 0 0" "$(cd "$(ina_iio)/events" &&
		cat in_current0_thresh_rising_en in_current2_thresh_rising_en \
			in_voltage1-voltage0_thresh_rising_en in_voltage7-voltage6_thresh_rising_en \
			in_voltage0_thresh_falling_en in_voltage4_thresh_rising_en | tr '\n' ' ' | sed 's/ $//')"
	event in_current0_thresh_rising_value 1000
	event in_voltage3-voltage2_thresh_rising_value 2000
	event in_voltage7-voltage6_thresh_rising_value 5000
	ina_shunt 0 '50mV'
	check_equal "a limit that is off tells nobody" "" "$(news)"
	check_equal "... and is where nothing exceeds it" 16380 "$(ina_get curr1_max)"
	check_equal "... but keeps its value" "1000 2000 5000" \
		"$(event_get in_current0_thresh_rising_value) $(event_get in_voltage3-voltage2_thresh_rising_value) $(event_get in_voltage7-voltage6_thresh_rising_value)"
	ina_shunt 0 0
	usleep 50000
	limits_done
}

case_a_limit_is_the_same_in_both_interfaces() {
	limits
	event in_current0_thresh_rising_value 1000
	event in_current0_thresh_rising_en 1
	check_equal "on, it is the same as the limit in hwmon" 4000 "$(ina_get curr1_max)"
	ina_put curr1_max 2000
	check_equal "... both ways" 500 "$(event_get in_current0_thresh_rising_value)"
	limits_done
}

case_values_that_no_conversion_has_are_refused() {
	limits
	three_limits
	check_says "a value that no conversion can have is refused" "Invalid argument" \
		event in_current0_thresh_rising_value 4096
	check_says "... also below" "Invalid argument" event \
		in_voltage3-voltage2_thresh_rising_value -4097
	check_says "... and of the sum" "Invalid argument" event \
		in_voltage7-voltage6_thresh_rising_value 16384
	check_says "... and of power valid, which has no sign" "Invalid argument" \
		event in_voltage_thresh_falling_value -1
	limits_done
}

case_each_limit_is_one_event_and_one_alarm() {
	limits
	three_limits
	ina_shunt 0 'hold 40ms 30mV; 0'
	check_equal "a warning is one event" current0_thresh_rising "$(news)"
	check_equal "... and one alarm" "1 0" \
		"$(ina_get curr1_max_alarm) $(ina_get curr1_max_alarm)"
	ina_shunt 1 'hold 40ms 90mV; 0'
	check_equal "a critical conversion is one event" voltage3-voltage2_thresh_rising "$(news)"
	check_equal "... and one alarm" "1 0" \
		"$(ina_get curr2_crit_alarm) $(ina_get curr2_crit_alarm)"
	check_equal "... of nothing else" "0 0 0" \
		"$(ina_get curr1_max_alarm) $(ina_get curr4_crit_alarm) $(ina_get curr3_crit_alarm)"
	ina_shunt 2 'hold 40ms 150mV; 0'
	ina_shunt 0 'hold 40ms 19mV; 0'
	ina_shunt 1 'hold 40ms 50mV; 0'
	check_equal "a sum that is too high is one event" voltage7-voltage6_thresh_rising "$(news)"
	check_equal "... and one alarm" "1 0" \
		"$(ina_get curr4_crit_alarm) $(ina_get curr4_crit_alarm)"
	ina_shunt 0 'hold 40ms 30mV; 0'
	ina_shunt 1 'hold 40ms 90mV; 0'
	check_equal "two at a time are two events" \
		"current0_thresh_rising voltage3-voltage2_thresh_rising" \
		"$(news | tr ' ' '\n' | sort | tr '\n' ' ' | sed 's/ $//')"
	limits_done
}

case_limits_that_are_switched_off_tell_nobody() {
	limits
	three_limits
	event in_current0_thresh_rising_en 0
	event in_voltage3-voltage2_thresh_rising_en 0
	event in_voltage7-voltage6_thresh_rising_en 0
	news >/dev/null
	ina_shunt 0 'hold 40ms 30mV; 0'
	ina_shunt 1 'hold 40ms 90mV; 0'
	check_equal "off again, they tell nobody" "" "$(news)"
	limits_done
}

# lasting SETTING...: a warning of the second rail, and a critical alarm of the first, both of which
# last, while conversions are quick and a write to a register is slow
lasting() {
	ina_board lasting "$@"
	ina_live
	listen
	ina_put update_interval 0
	event in_current1_thresh_rising_value 2000
	event in_current1_thresh_rising_en 1
	event in_voltage1-voltage0_thresh_rising_value 2000
	event in_voltage1-voltage0_thresh_rising_en 1
	ina_shunt 0 90mV
	ina_shunt 1 90mV
	usleep 50000
	ina_get in2_input >/dev/null
	usleep 50000
	: >$heard
}

# lasting_is_over SENTENCE WIRING: the alarm of the first rail ended when it was to, and not again
lasting_is_over() {
	ina_fault none
	check_equal "$1 ends its alarm at once ($2)" 0x0010 "$(counter conditions_now)"
	ina_get in2_input >/dev/null
	check_equal "... which is not told again" " 1" "$(news) $(ina_get curr1_crit_alarm_count)"
	hush
	ina_unboard
}

case_a_limit_is_switched_off_while_its_alarm_lasts() {
	local wiring
	for wiring in none irq; do
		lasting pin_critical=$wiring pin_warning=$wiring
		ina_fault "slow register=0x07 us=5000 on=write"
		event in_voltage1-voltage0_thresh_rising_en 0
		lasting_is_over "a limit that is switched off" $wiring
	done
}

case_a_rail_is_switched_off_while_its_alarm_lasts() {
	local wiring
	for wiring in none irq; do
		lasting pin_critical=$wiring pin_warning=$wiring
		ina_fault "slow register=0x00 us=5000 on=write"
		ina_put in1_enable 0
		lasting_is_over "a rail that is switched off" $wiring
	done
}

case_power_valid_limits_are_those_of_all_rails() {
	limits
	power_is_valid
	check_equal "the rails share the power-valid limits" "1250 1125" \
		"$(event_get in_voltage_thresh_rising_value) $(event_get in_voltage_thresh_falling_value)"
	check_equal "... of which the lower one is that of hwmon" 9000 "$(ina_get in3_min)"
	limits_done
}

case_power_that_is_lost_is_an_event_of_its_rail() {
	limits
	power_is_valid
	ina_bus 1 'hold 40ms 8V; 11V'
	check_equal "power that is lost is not an event unless a program wants it" "" "$(news)"
	ina_get in2_min_alarm >/dev/null
	power_is_wanted
	ina_bus 1 'hold 40ms 8V; 11V'
	check_equal "... then it is one of that rail, and power valid again one of the rail that asks" \
		"voltage2_thresh_falling voltage0_thresh_rising" "$(news)"
	check_equal "... and an alarm of that rail" "1 0 0" \
		"$(ina_get in2_min_alarm) $(ina_get in1_min_alarm) $(ina_get in3_min_alarm)"
	limits_done
}

# A read on a slow bus answers when the dip is over: only the pin tells of it.
case_power_lost_for_less_than_a_look_is_told() {
	limits
	power_is_valid
	power_is_wanted
	ina_put update_interval 1
	usleep 50000
	ina_fault "slow register=0x0f us=10000 on=read count=1"
	ina_bus 1 'hold 2ms 8V; 11V'
	check_equal "power lost for less than a look takes is told by the pin" \
		"voltage0_thresh_falling voltage0_thresh_rising voltage2_thresh_falling voltage4_thresh_falling" \
		"$(news | tr ' ' '\n' | sort | tr '\n' ' ' | sed 's/ $//')"
	check_equal "... and an alarm" 1 "$(ina_get in2_min_alarm)"
	ina_fault none
	check_equal "... once" "" "$(news)"
	limits_done
}

case_a_chip_that_lost_its_limits_has_them_back() {
	local wiring
	for wiring in irq alert; do
		ina_board watched pin_critical=$wiring
		ina_live
		listen
		event in_voltage1-voltage0_thresh_rising_value 2000
		event in_voltage1-voltage0_thresh_rising_en 1
		ina_shunt 0 'hold 40ms 90mV; 0'
		news >/dev/null
		ina_power 0
		usleep 300000
		ina_power 1
		ina_awake 12
		check_equal \
			"a chip that lost its limits has them back though nobody reads it ($wiring)" \
			"0x3e80 1" \
			"$(sed -n 's/^0x07 //p' $ina_debug/watched/chips/chip/registers) $(counter reprogrammed)"
		ina_shunt 0 'hold 40ms 90mV; 0'
		check_equal "... and its alarms arrive" voltage1-voltage0_thresh_rising "$(news)"
		ina_clear
		ina_awake 35
		check_between "which costs one read in ten seconds" 2 4 "$(ina_reads all)"
		hush
		ina_unboard
	done
}

# The chip looks for rail 2 28.6 ms after rail 1.
case_a_second_rail_that_is_late_is_a_fault() {
	local wiring
	for wiring in irq gpio; do
		ina_board timing pin_timing_control=$wiring
		ina_bus 0 5000000
		ina_live
		check_equal "a second rail that is not there in time is a fault ($wiring)" 1 \
			"$(ina_get in2_fault)"
		ina_bus 1 3300000
		usleep 100000
		check_equal "... which it stays" 1 "$(ina_get in2_fault)"
		ina_power 0
		ina_power 1
		ina_awake 12
		check_equal "... until the next time" 0 "$(ina_get in2_fault)"
		(
			usleep 100000
			ina_bus 1 0
			ina_power 0
			ina_power 1
		) &
		check_equal "a program that polls the fault is woken" 0 \
			"$(wait_pri "$(ina_hwmon)/in2_fault" 12000 >/tmp/fault; echo $?)"
		check_equal "... and finds it" 1 "$(cat /tmp/fault)"
		ina_done
	done
}

case_without_timing_control_there_is_no_fault() {
	ina_board other pin_critical=irq
	ina_bus 0 5000000
	ina_live
	check_fails "without that pin there is no such file" test -e "$(ina_hwmon)/in2_fault"
	ina_unboard
}

# The time of an event is when the pin fell, which the trace of the bus brackets.
case_an_event_has_the_time_of_the_pin() {
	local first at
	storm
	ina_clear
	ina_shunt 0 'hold 40ms 90mV; 0'
	usleep 200000
	first=$(awk '$4 == "r" && $5 == "0x0f" && NR > 0 { print $1; exit }' "$ina_debug/storm/transfers")
	at=$(sed -n 's/ .*//p' $heard | head -n 1)
	check_between "an event has the time of the pin, before the flags were read (ns)" 1 \
		2000000 $((first - at))
	storm_done
}

case_a_condition_that_goes_on_is_one_event() {
	local reads served
	storm
	reads=$(counter mask_reads)
	served=$(counter alerts_served)
	ina_shunt 0 'hold 660ms 90mV; 0'
	usleep 900000
	check_equal "a condition that goes on is one event" voltage1-voltage0_thresh_rising \
		"$(news)"
	check_between "... for which the chip is asked ever more rarely" 15 45 \
		$(($(counter mask_reads) - reads))
	check_between "... and the interrupt fires no more often than that" 1 45 \
		$(($(counter alerts_served) - served))
	check_equal "... and is over when it is over" 0x0000 "$(counter conditions_now)"
	check_equal "the line is released" 1 "$(ina_pin critical)"
	ina_shunt 0 'hold 20ms 90mV; hold 40ms 0; hold 20ms 90mV; 0'
	check_equal "one that comes back is another" \
		"voltage1-voltage0_thresh_rising voltage1-voltage0_thresh_rising" "$(news 200000)"
	storm_done
}

case_an_alarm_wakes_its_poller_once() {
	storm
	(usleep 50000; ina_shunt 0 'hold 40ms 90mV; 0') &
	check_equal "a program that polls a hwmon alarm is woken" 0 \
		"$(ina_get curr1_crit_alarm >/dev/null; wait_pri "$(ina_hwmon)/curr1_crit_alarm" 1000 >/tmp/alarm; echo $?)"
	check_equal "... and finds it" 1 "$(cat /tmp/alarm)"
	check_fails "... once" wait_pri "$(ina_hwmon)/curr1_crit_alarm" 300
	storm_done
}

# once SENTENCE SETTING...: critical by some wiring.
once() {
	local once_how gone
	once_how=$1
	shift
	ina_board once "$@"
	ina_live
	listen
	event in_voltage1-voltage0_thresh_rising_value 2000
	event in_voltage1-voltage0_thresh_rising_en 1
	usleep 50000
	ina_shunt 0 'hold 200ms 90mV; 0'
	check_equal "a critical conversion is one event $once_how" \
		voltage1-voltage0_thresh_rising "$(news 400000)"
	ina_shunt 0 'hold 20ms 90mV; hold 50ms 0; hold 20ms 90mV; 0'
	check_equal "... and two of them are two" \
		"voltage1-voltage0_thresh_rising voltage1-voltage0_thresh_rising" "$(news 300000)"
	check_equal "... after which none is left" 0x0000 "$(counter conditions_now)"
	hush
	gone=/sys/bus/i2c/drivers/ina3221/$(ina_adapter)-0040
	ina_unboard
	check_fails "... and the driver lets go" test -e "$gone"
}

case_an_alarm_that_joins_another_has_its_own_time() {
	storm
	event in_voltage3-voltage2_thresh_rising_value 2000
	event in_voltage3-voltage2_thresh_rising_en 1
	news >/dev/null
	ina_shunt 0 'hold 400ms 90mV; 0'
	ina_shunt 1 'hold 200ms 0; hold 50ms 90mV; 0'
	usleep 500000
	check_between \
		"an alarm that joins another on the same pin has a time of its own (ns later)" \
		190000000 240000000 "$(awk '{ at[NR] = $1 } END { print at[2] - at[1] }' $heard)"
	check_equal "... and is one event" \
		"voltage1-voltage0_thresh_rising voltage3-voltage2_thresh_rising" \
		"$(news)"
	storm_done
}

case_alarms_come_by_edges() {
	once "by edges" pin_critical=irq-edge
}

case_alarms_come_by_a_gpio() {
	once "by a GPIO" pin_critical=gpio
}

case_alarms_come_by_the_smbus_alert() {
	once "by the SMBus alert" pin_critical=alert
}

case_alarms_come_by_either_release_of_a_latch() {
	once "by either release of a latched pin" pin_critical=irq "switches=latch-release condition"
}

case_both_pins_are_tied_to_one_line() {
	ina_board tied pin_critical=irq-shared pin_warning=irq-shared
	ina_live
	listen
	event in_voltage1-voltage0_thresh_rising_value 2000
	event in_voltage1-voltage0_thresh_rising_en 1
	event in_current1_thresh_rising_value 2000
	event in_current1_thresh_rising_en 1
	ina_shunt 0 'hold 40ms 90mV; 0'
	check_equal "where both pins pull one line, critical alarms arrive" \
		voltage1-voltage0_thresh_rising "$(news)"
	ina_shunt 1 'hold 40ms 90mV; 0'
	check_equal "... and warnings" current1_thresh_rising "$(news)"
	ina_shunt 0 'hold 300ms 90mV; 0'
	ina_shunt 1 'hold 100ms 0; hold 50ms 90mV; hold 50ms 0; hold 50ms 90mV; 0'
	check_equal "... also while the other goes on" \
		"voltage1-voltage0_thresh_rising current1_thresh_rising current1_thresh_rising" "$(news 400000)"
	check_equal "... after which none is left" 0x0000 "$(counter conditions_now)"
	hush
	ina_unboard
}

# alarms FILE: three looks at it, a cycle and more apart
alarms() {
	for _ in 1 2 3; do
		usleep 20000
		ina_get "$1"
	done | xargs
}

case_with_nothing_wired_scans_tell() {
	ina_board unwired
	ina_live
	listen
	event in_voltage1-voltage0_thresh_rising_value 2000
	event in_voltage1-voltage0_thresh_rising_en 1
	ina_shunt 0 'hold 50ms 90mV; 0'
	check_equal "with no pin wired nothing is heard by itself" "" "$(news)"
	ina_get in1_input >/dev/null
	check_equal "... but with the next scan" voltage1-voltage0_thresh_rising "$(news)"
	ina_get curr1_crit_alarm >/dev/null
	check_equal "an alarm that is over is not reported again" "0 0 0" \
		"$(alarms curr1_crit_alarm)"
	ina_shunt 0 90mV
	check_equal "... one that goes on is, at each look" "1 1 1" "$(alarms curr1_crit_alarm)"
	check_equal "... and is one event all the same" voltage1-voltage0_thresh_rising "$(news)"
	ina_shunt 0 0
	hush
	ina_unboard
}

case_an_led_is_lit_by_the_condition_of_its_trigger() {
	lamps
	check_equal "there is a trigger for each alarm of each rail, and for the power" 7 \
		"$(tr ' ' '\n' <$lamp/trigger | grep -c "^$device:")"
	echo "$device:CPU_core:critical" >$lamp/trigger
	ina_put curr1_crit 8000
	ina_shunt 0 'hold 300ms 90mV; 0'
	usleep 150000
	check_between "an LED is lit while the condition holds" 1 255 "$(cat $lamp/brightness)"
	echo "$device:rail2:critical" >$lamp/trigger
	check_equal "... and dark for another rail" 0 "$(cat $lamp/brightness)"
	echo "$device:CPU_core:warning" >$lamp/trigger
	check_equal "... and for another limit" 0 "$(cat $lamp/brightness)"
	ina_put curr1_max 8000
	usleep 20000
	check_between "... which is lit by a condition of its own" 1 255 "$(cat $lamp/brightness)"
	echo "$device:CPU_core:critical" >$lamp/trigger
	echo none >$lamp/trigger
	check_equal "one that leaves is dark" 0 "$(cat $lamp/brightness)"
	echo "$device:CPU_core:critical" >$lamp/trigger
	check_between "one that joins is lit at once" 1 255 "$(cat $lamp/brightness)"
	usleep 300000
	check_equal "... and dark when it is over" 0 "$(cat $lamp/brightness)"
	ina_unboard
}

case_an_led_is_lit_by_power_that_is_lost() {
	lamps
	echo "$device:power-lost" >$lamp/trigger
	usleep 20000
	check_equal "power that never was valid is not lost" 0 "$(cat $lamp/brightness)"
	volts 11V
	usleep 50000
	ina_bus 2 5V
	usleep 50000
	check_between "power that is no longer valid is" 1 255 "$(cat $lamp/brightness)"
	ina_bus 2 11V
	usleep 50000
	check_equal "... until it is again" 0 "$(cat $lamp/brightness)"
	ina_unboard
}

case_a_driver_goes_and_comes_while_a_condition_holds() {
	local gone
	lamps
	ina_put curr1_crit 8000
	ina_put curr1_max 8000
	volts 11V
	echo "$device:power-lost" >$lamp/trigger
	ina_shunt 0 90mV
	usleep 50000
	ina_unbind
	check_equal "a driver can go while the condition holds" "" \
		"$(ls "$(ina_device)/hwmon" 2>/dev/null)"
	check_equal "... with its triggers" 0 "$(tr ' ' '\n' <$lamp/trigger | grep -c "$device")"
	ina_bind
	usleep 100000
	check_equal "... and come back to it" 0x0220 "$(counter conditions_now)"
	gone=$(ina_device)
	echo 0 >"$ina_config/lamps/live"
	check_fails "the board can go while the condition holds" test -e "$gone"
	rmdir $ina_config/lamps/leds/lamp $ina_config/lamps/chips/chip $ina_config/lamps
}

case_triggers_tell_names_apart_that_blanks_alone_do() {
	ina_board names rail0/label="CPU core" rail1/label=CPU_core rail2/label=rail1
	mkdir $ina_config/names/leds/lamp
	ina_live
	check "rails whose names are hard to tell apart keep nobody from the chip" test -e \
		"$(ina_hwmon)/name"
	check_equal "... and LED triggers tell them apart" \
		"rail1:critical rail1:warning rail2:critical rail2:warning rail3:critical rail3:warning" \
		"$(tr ' ' '\n' <$lamp/trigger | sed -n "s/^$(ina_adapter)-0040:\(.*:.*\)/\1/p" | sort | tr '\n' ' ' | sed 's/ $//')"
	ina_unboard
}

cases
