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

# What was heard since the last time, without the times, on one line.
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

counter() {
	sed -n "s/^$1 //p" "$(ina_folder)/counters"
}

pin() {
	sed -n "s/^$1 //p" "$ina_debug/$ina_name/chips/chip/pins"
}

plan 101

all_wired="pin_critical=irq pin_warning=irq pin_power_valid=irq"

# shellcheck disable=SC2086 # three settings
ina_board limits $all_wired
ina_live
listen
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
event in_current0_thresh_rising_en 1
check_equal "on, it is the same as the limit in hwmon" 4000 "$(ina_get curr1_max)"
ina_put curr1_max 2000
check_equal "... both ways" 500 "$(event_get in_current0_thresh_rising_value)"
event in_voltage3-voltage2_thresh_rising_en 1
event in_voltage7-voltage6_thresh_rising_en 1
check_says "a value that no conversion can have is refused" "Invalid argument" \
	event in_current0_thresh_rising_value 4096
check_says "... also below" "Invalid argument" event in_voltage3-voltage2_thresh_rising_value -4097
check_says "... and of the sum" "Invalid argument" event in_voltage7-voltage6_thresh_rising_value 16384
check_says "... and of power valid, which has no sign" "Invalid argument" \
	event in_voltage_thresh_falling_value -1

ina_shunt 0 'hold 40ms 30mV; 0'
check_equal "a warning is one event" current0_thresh_rising "$(news)"
check_equal "... and one alarm" "1 0" "$(ina_get curr1_max_alarm) $(ina_get curr1_max_alarm)"
ina_shunt 1 'hold 40ms 90mV; 0'
check_equal "a critical conversion is one event" voltage3-voltage2_thresh_rising "$(news)"
check_equal "... and one alarm" "1 0" "$(ina_get curr2_crit_alarm) $(ina_get curr2_crit_alarm)"
check_equal "... of nothing else" "0 0 0" \
	"$(ina_get curr1_max_alarm) $(ina_get curr4_crit_alarm) $(ina_get curr3_crit_alarm)"
ina_shunt 2 'hold 40ms 150mV; 0'
ina_shunt 0 'hold 40ms 19mV; 0'
ina_shunt 1 'hold 40ms 50mV; 0'
check_equal "a sum that is too high is one event" voltage7-voltage6_thresh_rising "$(news)"
check_equal "... and one alarm" "1 0" "$(ina_get curr4_crit_alarm) $(ina_get curr4_crit_alarm)"
ina_shunt 0 'hold 40ms 30mV; 0'
ina_shunt 1 'hold 40ms 90mV; 0'
check_equal "two at a time are two events" "current0_thresh_rising voltage3-voltage2_thresh_rising" \
	"$(news | tr ' ' '\n' | sort | tr '\n' ' ' | sed 's/ $//')"
event in_current0_thresh_rising_en 0
event in_voltage3-voltage2_thresh_rising_en 0
event in_voltage7-voltage6_thresh_rising_en 0
ina_shunt 0 'hold 40ms 30mV; 0'
ina_shunt 1 'hold 40ms 90mV; 0'
check_equal "off again, they tell nobody" "" "$(news)"
ina_get curr1_max_alarm >/dev/null
ina_get curr2_crit_alarm >/dev/null

for rail in 0 1 2; do
	ina_bus "$rail" 11V
done
event in_voltage_thresh_rising_value 1250
event in_voltage_thresh_falling_value 1125
check_equal "the rails share the power-valid limits" "1250 1125" \
	"$(event_get in_voltage_thresh_rising_value) $(event_get in_voltage_thresh_falling_value)"
check_equal "... of which the lower one is that of hwmon" 9000 "$(ina_get in3_min)"
usleep 50000
ina_bus 1 'hold 40ms 8V; 11V'
check_equal "power that is lost is no event unless somebody wants it" "" "$(news)"
ina_get in2_min_alarm >/dev/null
for rail in 0 2 4; do
	event "in_voltage${rail}_thresh_falling_en" 1
done
event in_voltage0_thresh_rising_en 1
ina_bus 1 'hold 40ms 8V; 11V'
check_equal "power lost and valid again are an event of the rail, and of who wants it" \
	"voltage2_thresh_falling voltage0_thresh_rising" "$(news)"
check_equal "... and an alarm of that rail" "1 0 0" \
	"$(ina_get in2_min_alarm) $(ina_get in1_min_alarm) $(ina_get in3_min_alarm)"
# A slow bus answers when it is over: only the pin tells.
ina_get in2_min_alarm >/dev/null
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
check_equal "nothing of this was against the datasheet" 0 "$(ina_violations)"
hush
ina_unboard

# awake SECONDS: in which the processor has something to do, which a look that can wait waits for
awake() {
	for _ in $(seq "$1"); do
		usleep 1000000
	done
}

# Power off and on, with nobody who reads
for wiring in irq alert; do
	ina_board watched pin_critical=$wiring
	ina_live
	listen
	event in_voltage1-voltage0_thresh_rising_value 2000
	event in_voltage1-voltage0_thresh_rising_en 1
	ina_shunt 0 'hold 40ms 90mV; 0'
	news >/dev/null
	echo 0 >$ina_debug/watched/chips/chip/powered
	usleep 300000
	echo 1 >$ina_debug/watched/chips/chip/powered
	awake 12
	check_equal "a chip that lost its limits has them back though nobody reads it ($wiring)" "0x3e80 1" \
		"$(sed -n 's/^0x07 //p' $ina_debug/watched/chips/chip/registers) $(counter reprogrammed)"
	ina_shunt 0 'hold 40ms 90mV; 0'
	check_equal "... and its alarms arrive" voltage1-voltage0_thresh_rising "$(news)"
	ina_clear
	awake 35
	check_between "which costs one read in ten seconds" 2 4 "$(ina_reads all)"
	hush
	ina_unboard
done

# Timing control: is rail 2 there 28.6 ms after rail 1?
for wiring in irq gpio; do
	ina_board timing pin_timing_control=$wiring
	ina_bus 0 5000000
	ina_live
	check_equal "a second rail that is not there in time is a fault ($wiring)" 1 \
		"$(ina_get in2_fault)"
	ina_bus 1 3300000
	usleep 100000
	check_equal "... which it stays" 1 "$(ina_get in2_fault)"
	echo 0 >$ina_debug/timing/chips/chip/powered
	echo 1 >$ina_debug/timing/chips/chip/powered
	awake 12
	check_equal "... until the next time" 0 "$(ina_get in2_fault)"
	(
		usleep 100000
		ina_bus 1 0
		echo 0 >$ina_debug/timing/chips/chip/powered
		echo 1 >$ina_debug/timing/chips/chip/powered
	) &
	check_equal "who polls the fault is woken" 0 \
		"$(wait_pri "$(ina_hwmon)/in2_fault" 12000 >/tmp/fault; echo $?)"
	check_equal "... and finds it" 1 "$(cat /tmp/fault)"
	check_equal "nothing of this was against the datasheet" 0 "$(ina_violations)"
	ina_unboard
done
ina_board other pin_critical=irq
ina_bus 0 5000000
ina_live
check_fails "without that pin there is no such file" test -e "$(ina_hwmon)/in2_fault"
ina_unboard

# The time of an event is when the pin fell, which the trace of the bus brackets.
# shellcheck disable=SC2086
ina_board storm $all_wired
ina_live
echo monotonic >"$(ina_iio)/current_timestamp_clock"
listen
event in_voltage1-voltage0_thresh_rising_value 2000
event in_voltage1-voltage0_thresh_rising_en 1
usleep 50000
ina_clear
reads=$(counter mask_reads)
served=$(counter alerts_served)
ina_shunt 0 'hold 660ms 90mV; 0'
usleep 900000
first=$(awk '$4 == "r" && $5 == "0x0f" && NR > 0 { print $1; exit }' "$ina_debug/storm/transfers")
at=$(sed -n 's/ .*//p' $heard | head -n 1)
check_between "an event has the time of the pin, before the flags were read (ns)" 1 2000000 $((first - at))
check_equal "a condition that goes on is one event" voltage1-voltage0_thresh_rising "$(news)"
check_between "... for which the chip is asked ever more rarely" 15 45 $(($(counter mask_reads) - reads))
check_between "... and the interrupt fires no more often than that" 1 45 \
	$(($(counter alerts_served) - served))
check_equal "... and is over when it is over" 0x0000 "$(counter conditions_now)"
check_equal "the line is released" 1 "$(pin critical)"
ina_shunt 0 'hold 20ms 90mV; hold 40ms 0; hold 20ms 90mV; 0'
check_equal "one that comes back is another" \
	"voltage1-voltage0_thresh_rising voltage1-voltage0_thresh_rising" "$(news 200000)"
(usleep 50000; ina_shunt 0 'hold 40ms 90mV; 0') &
check_equal "who polls a hwmon alarm is woken" 0 \
	"$(ina_get curr1_crit_alarm >/dev/null; wait_pri "$(ina_hwmon)/curr1_crit_alarm" 1000 >/tmp/alarm; echo $?)"
check_equal "... and finds it" 1 "$(cat /tmp/alarm)"
check_fails "... once" wait_pri "$(ina_hwmon)/curr1_crit_alarm" 300
event in_voltage3-voltage2_thresh_rising_value 2000
event in_voltage3-voltage2_thresh_rising_en 1
news >/dev/null
ina_shunt 0 'hold 400ms 90mV; 0'
ina_shunt 1 'hold 200ms 0; hold 50ms 90mV; 0'
usleep 500000
check_between "an alarm that joins another on the same pin has a time of its own (ns later)" \
	190000000 240000000 "$(awk '{ at[NR] = $1 } END { print at[2] - at[1] }' $heard)"
check_equal "... and is one event" "voltage1-voltage0_thresh_rising voltage3-voltage2_thresh_rising" \
	"$(news)"
hush
ina_unboard

# once SENTENCE SETTING...: critical by some wiring.
once() {
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
	ina_unboard
	check_fails "... and the driver lets go" test -e /sys/bus/i2c/drivers/ina3221/0-0040
}
once "by edges" pin_critical=irq-edge
once "by a GPIO" pin_critical=gpio
once "by the SMBus alert" pin_critical=alert
once "by either release of a latched pin" pin_critical=irq "switches=latch-release condition"

# Both pins on one line, which is not for another chip as well
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

# Nothing wired: whenever a scan is taken.
ina_board unwired
ina_live
listen
event in_voltage1-voltage0_thresh_rising_value 2000
event in_voltage1-voltage0_thresh_rising_en 1
ina_shunt 0 'hold 50ms 90mV; 0'
check_equal "with no pin wired nothing is heard by itself" "" "$(news)"
ina_get in1_input >/dev/null
check_equal "... but with the next scan" voltage1-voltage0_thresh_rising "$(news)"
# alarms FILE: three looks at it, a cycle and more apart
alarms() {
	for _ in 1 2 3; do
		usleep 20000
		ina_get "$1"
	done | xargs
}
ina_get curr1_crit_alarm >/dev/null
check_equal "an alarm that is over is not reported again" "0 0 0" "$(alarms curr1_crit_alarm)"
ina_shunt 0 90mV
check_equal "... one that goes on is, at each look" "1 1 1" "$(alarms curr1_crit_alarm)"
check_equal "... and is one event all the same" voltage1-voltage0_thresh_rising "$(news)"
ina_shunt 0 0
hush
ina_unboard

# LEDs
ina_board lamps pin_critical=irq pin_warning=irq pin_power_valid=irq rail0/label="CPU core"
mkdir $ina_config/lamps/leds/lamp
ina_live
lamp=/sys/class/leds/lamp
device=$(ina_adapter)-0040
check_equal "there is a trigger for each alarm of each rail, and for the power" 7 \
	"$(tr ' ' '\n' <$lamp/trigger | grep -c "^$device:")"
echo "$device:CPU_core:critical" >$lamp/trigger
ina_put curr1_crit 8000
ina_shunt 0 'hold 300ms 90mV; 0'
usleep 150000
check_between "an LED is lit while the condition holds" 1 255 "$(cat $lamp/brightness)"
echo "$device:rail2:critical" >$lamp/trigger
check_equal "... of another rail it is dark" 0 "$(cat $lamp/brightness)"
echo "$device:CPU_core:warning" >$lamp/trigger
check_equal "... and of another limit" 0 "$(cat $lamp/brightness)"
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
echo "$device:power-lost" >$lamp/trigger
check_equal "power that never was valid is not lost" 0 "$(cat $lamp/brightness)"
for rail in 0 1 2; do
	ina_bus "$rail" 11V
done
usleep 50000
ina_bus 2 5V
usleep 50000
check_between "power that is no longer valid is" 1 255 "$(cat $lamp/brightness)"
ina_bus 2 11V
usleep 50000
check_equal "... until it is again" 0 "$(cat $lamp/brightness)"

# Taken away in the middle of it
ina_shunt 0 90mV
usleep 50000
echo "$device" >/sys/bus/i2c/drivers/ina3221/unbind
check_equal "a driver can go while the condition holds" "" "$(ls "$(ina_device)/hwmon" 2>/dev/null)"
check_equal "... with its triggers" 0 "$(tr ' ' '\n' <$lamp/trigger | grep -c "$device")"
echo "$device" >/sys/bus/i2c/drivers/ina3221/bind
usleep 100000
check_equal "... and come back to it" 0x0220 "$(counter conditions_now)"
echo 0 >"$ina_config/lamps/live"
check_fails "and so can the board" test -e /sys/bus/i2c/devices/0-0040
rmdir $ina_config/lamps/leds/lamp $ina_config/lamps/chips/chip $ina_config/lamps

# Names that blanks alone tell apart, or that are what a rail without a name is called.
ina_board names rail0/label="CPU core" rail1/label=CPU_core rail2/label=rail1
mkdir $ina_config/names/leds/lamp
ina_live
check "rails whose names are hard to tell apart keep nobody from the chip" test -e "$(ina_hwmon)/name"
check_equal "... and LED triggers tell them apart" \
	"rail1:critical rail1:warning rail2:critical rail2:warning rail3:critical rail3:warning" \
	"$(tr ' ' '\n' <$lamp/trigger | sed -n "s/^$(ina_adapter)-0040:\(.*:.*\)/\1/p" | sort | tr '\n' ' ' | sed 's/ $//')"
echo 0 >"$ina_config/names/live"
rmdir $ina_config/names/leds/lamp
ina_unboard
