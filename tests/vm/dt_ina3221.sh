#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The driver on a board that a devicetree describes: what it reads there, who wakes it, who
# reads it. Chip 0x40 of desk.dtsi has a supply of another driver, two alerts as interrupts in
# an order of their own, and a channel that is disabled; 0x41 has power valid as a GPIO, and but
# one channel described.
#
# guest: mode=virtual devicetree=tests/vm/devicetree/desk.dtsi
#        modules="railglow-board ina3221" carry="fixed iio-hwmon" timeout=300

# shellcheck source=tests/vm/lib/ktap.sh
. /lib/railglow/ktap.sh
# shellcheck source=tests/vm/lib/ina.sh
. /lib/railglow/ina.sh

nodes=/sys/firmware/devicetree/base
platform=/sys/bus/platform/drivers/railglow-board
ina_name=desk
main=/sys/bus/i2c/devices/0-0040
second=/sys/bus/i2c/devices/0-0041

# input CHIP FILE SCRIPT
input() {
	echo "$3" >"$ina_debug/desk/chips/$1/$2"
}

# register CHIP NUMBER MASK: those bits of it, clearing nothing
register() {
	printf '0x%04x\n' $(($(figure "$ina_debug/desk/chips/$1/registers" "$2") & $3))
}

# interrupts: how often those of critical, warning and power valid came, the first two of chip
# 0x40; pins and lines have the same numbers
interrupts() {
	local each
	for each in 0:0-0040 1:0-0040 2:0-0041; do
		awk -v line="${each%:*}" -v device="${each#*:}" \
			'$3 == "railglow-board" && $4 == line && $NF == device { print $2 }' /proc/interrupts
	done | xargs
}

# rises COMMAND...: which of the three the command brings
rises() {
	local before
	before=$(interrupts)
	"$@"
	usleep 50000
	echo "$before $(interrupts)" |
		awk '{ print ($4 > $1) ? "yes" : "no", ($5 > $2) ? "yes" : "no", ($6 > $3) ? "yes" : "no" }'
}

# main_get FILE, second_get FILE
main_get() {
	ina_read "$main"/hwmon/hwmon*/"$1"
}

main_put() {
	echo "$2" >"$(echo "$main"/hwmon/hwmon*)/$1"
}

second_get() {
	ina_read "$second"/hwmon/hwmon*/"$1"
}

second_put() {
	echo "$2" >"$(echo "$second"/hwmon/hwmon*)/$1"
}

# readings FILE: of the consumer of IIO channels, a hwmon device of its own
readings() {
	cat /sys/devices/platform/rail-readings/hwmon/hwmon*/"$1"
}

# Averages and limits settle, and what was latched on the way is read away.
settle() {
	usleep 50000
	local each
	for each in curr1_crit_alarm curr1_max_alarm in1_min_alarm; do
		main_get "$each" >/dev/null
		second_get "$each" >/dev/null
	done
}

# tree: the board of the tree, as new, with the supply of its first chip
tree() {
	modprobe fixed
	echo desk >$platform/unbind
	echo desk >$platform/bind
	usleep 200000
}

# without_supply: the same, where the driver of the supply is not there yet
without_supply() {
	echo desk >$platform/unbind
	modprobe -r fixed
	echo desk >$platform/bind
	usleep 200000
}

# inputs: rails in use on both chips
inputs() {
	input power-sensor@40 rail0_bus_uv 5000000
	input power-sensor@40 rail0_shunt_uv 10000
	input power-sensor@40 rail1_bus_uv 1104000
	input power-sensor@40 rail1_shunt_uv -40000
	input power-sensor@41 rail0_bus_uv 800000
	input power-sensor@41 rail0_shunt_uv 6000
	usleep 50000
}

check_violations() {
	check_equal "nothing of this was against the datasheet" 0 \
		"$(awk '/^violation/ { all += $2 } END { print all + 0 }' $ina_debug/desk/chips/*/counters)"
}

case_a_chip_waits_for_its_supply() {
	without_supply
	check "a chip of which the tree says nothing but one rail is probed" test -d $second/driver
	check_equal "... by what it is compatible to" "of:Npower-sensorT(null)Cti,ina3221" \
		"$(cat $second/modalias)"
	check_fails "a chip whose supply is not there yet is not" test -d $main/driver
	modprobe fixed
	usleep 200000
	check "... and is when the supply arrives" test -d $main/driver
	check "... which it holds" test -e "$(echo $main/supplier:regulator:*)"
}

case_the_board_of_the_tree_is_live() {
	tree
	check_equal "the board of the tree is live as soon as its module is there" 1 \
		"$(cat $ina_config/desk/live)"
	check_equal "... on an adapter that knows its node" "$nodes/desk/i2c" \
		"$(readlink -f /sys/bus/i2c/devices/i2c-0/of_node)"
	check_equal "... below the device of the board" /sys/devices/platform/desk/i2c-0 \
		"$(readlink -f /sys/bus/i2c/devices/i2c-0)"
	check_equal "... at the tree's clock" 100000 "$(cat $ina_config/desk/bus_clock_hz)"
	check_equal "chips that are disabled in the tree are not there" \
		"power-sensor@40 power-sensor@41" \
		"$(cd $ina_config/desk/chips && echo *)"
}

case_rails_are_those_of_the_tree() {
	tree
	check_equal "rails are labelled as in the tree" "VDD_IN VDD_CPU NC" \
		"$(main_get in1_label) $(main_get in2_label) $(main_get in3_label)"
	check_equal "shunts are those of the tree" "5000 10000" \
		"$(main_get shunt1_resistor) $(main_get shunt2_resistor)"
	check_equal "a rail that is disabled in the tree is off" "1 1 0" \
		"$(main_get in1_enable) $(main_get in2_enable) $(main_get in3_enable)"
	check_equal "... in the chip too" 0x6000 "$(register power-sensor@40 0x00 0x7000)"
	check_says "... and has no readings" "No data available" main_get in3_input
	check_equal "a rail left out of the sum in the tree is" 0x4000 \
		"$(register power-sensor@40 0x0f 0x7000)"
	check_equal "rails that the tree says nothing of are on, over 10 mohm" "1 10000 0x7000" \
		"$(second_get in2_enable) $(second_get shunt2_resistor) $(register power-sensor@41 0x00 0x7000)"
}

case_readings_follow_from_the_shunts_of_the_tree() {
	tree
	inputs
	check_equal "volts are those at the inputs" "5000 1104" \
		"$(main_get in1_input) $(main_get in2_input)"
	check_equal "amperes follow from the shunts of the tree" "2000 -4000" \
		"$(main_get curr1_input) $(main_get curr2_input)"
	check_equal "watts too" 10000000 "$(main_get power1_input)"
	check_equal "the sum is that of the first rail alone" 10000 "$(main_get in7_input)"
	check_equal "the second chip has its own" "VDD_SOC 800 3000" \
		"$(second_get in1_label) $(second_get in1_input) $(second_get curr1_input)"
	check_violations
}

case_interrupts_come_by_their_names() {
	tree
	inputs
	main_put curr1_crit 3000
	main_put curr1_max 2500
	settle
	check_equal "nothing comes while all is well" "no no no" "$(rises usleep 100000)"
	check_equal "over the warning limit the warning interrupt comes, by its name" "no yes no" \
		"$(rises input power-sensor@40 rail0_shunt_uv 14000)"
	check_equal "... and is an alarm" "0 1" \
		"$(main_get curr1_crit_alarm) $(main_get curr1_max_alarm)"
	input power-sensor@40 rail0_shunt_uv 10000
	settle
	main_put curr1_max 16000
	settle
	check_equal "over the critical limit the critical interrupt comes, by its name" \
		"yes no no" \
		"$(rises input power-sensor@40 rail0_shunt_uv 20000)"
	check_equal "... and is an alarm" "1 0" \
		"$(main_get curr1_crit_alarm) $(main_get curr1_max_alarm)"
	input power-sensor@40 rail0_shunt_uv 10000
	settle
	check_violations
}

case_power_valid_is_told_by_its_gpio() {
	local rail
	tree
	inputs
	second_put in1_min 4752
	for rail in 0 1 2; do
		input power-sensor@41 rail${rail}_bus_uv 11000000
	done
	settle
	check_equal "a rail that falls is told by the GPIO of power valid" "no no yes" \
		"$(rises input power-sensor@41 rail0_bus_uv 4000000)"
	check_equal "... and is an alarm of the second chip" "0 1" \
		"$(main_get in1_min_alarm) $(second_get in1_min_alarm)"
	check_violations
}

case_a_consumer_finds_the_channels() {
	tree
	inputs
	input power-sensor@40 rail1_shunt_uv 1000
	usleep 50000
	check "a consumer finds the channels that the tree names" modprobe iio-hwmon
	check_equal "... cell 0 is the bus voltage of the first rail, cell 1 its shunt's, in mV" \
		"5000 10" \
		"$(readings in1_input) $(readings in2_input)"
	check_equal "... cell 7 the current of the second, in mA" 100 "$(readings curr1_input)"
	check_equal "... cell 9 the power of the first, in uW" 10000000 "$(readings power1_input)"
	modprobe -r iio_hwmon
}

case_a_board_of_the_tree_stays_as_it_is() {
	tree
	check_says "a board of the tree cannot be removed" "Operation not permitted" rmdir \
		$ina_config/desk
	check_says "... nor its chips" "Operation not permitted" rmdir \
		$ina_config/desk/chips/power-sensor@41
	check_says "... nor added to" "Operation not permitted" mkdir $ina_config/desk/chips/more
	check_says "... not even an LED" "Operation not permitted" mkdir $ina_config/desk/leds/more
	check_says "... nor made a second time" "File exists" mkdir $ina_config/desk
	check_says "... nor changed while it is live" "Device or resource busy" \
		write_to $ina_config/desk/bus_clock_hz 400000
}

case_live_takes_the_board_away_and_brings_it_back() {
	tree
	inputs
	input power-sensor@40 rail1_shunt_uv 1000
	echo 0 >$ina_config/desk/live
	check_fails "written to, live takes it away" test -e $main
	echo 1 >$ina_config/desk/live
	check_equal "... and brings it back" "5000 100" \
		"$(main_get in1_input) $(main_get curr2_input)"
}

case_the_board_is_unbound_and_bound() {
	tree
	inputs
	echo desk >$platform/unbind
	check_fails "unbound, it is gone from configfs and from the bus" \
		ls -d $ina_config/desk /sys/bus/i2c/devices/i2c-0
	check_equal "... and nothing of it is left" "" \
		"$(awk '$2 != $3 { print $1 }' $ina_debug/objects)"
	echo desk >$platform/bind
	input power-sensor@41 rail0_bus_uv 1600000
	usleep 50000
	check_equal "bound again, it is as new" "1 0 1600" \
		"$(cat $ina_config/desk/live) $(main_get in1_input) $(second_get in1_input)"
}

case_the_modules_go() {
	tree
	modprobe -r ina3221
	check "its module can go, and takes it along" rmmod railglow_board
	modprobe railglow-board
	modprobe ina3221
}

cases
