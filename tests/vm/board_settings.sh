#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# guest: mode=normal modules="i2c-dev railglow-board pin-probe"
#        programs="i2ctransfer"
#
# Boards in configfs: settings that are taken, settings that are refused, and the words for it.

. /lib/railglow/ktap.sh
. /lib/railglow/boards.sh

# shows FOLDER FILE VALUE: a plain command for check
shows() {
	[ "$(cat "$1/$2")" = "$3" ]
}

# said TEXT: the last line of the kernel log has it
said() {
	dmesg | tail -n 1 | grep -qF "$1"
}

# keeps SENTENCE FILE VALUE BAD...: each BAD is refused as invalid, the value stays
keeps() {
	local sentence="$1" file="$2" value="$3" bad
	shift 3
	for bad in "$@"; do
		case $(write_to "$file" "$bad" 2>&1) in
		*'Invalid argument'*) ;;
		*)
			not_ok "$sentence"
			diag "taken, or another reason: '$bad'"
			return
			;;
		esac
	done
	check "$sentence" shows "${file%/*}" "${file##*/}" "$value"
}

root=$board_config
board=$root/desk
chip=$board/chips/pmic

case_settings_of_a_board() {
	board_make desk

	check_equal "a new board is not live" 0 "$(cat $board/live)"
	check_equal "its bus runs at 400 kHz" 400000 "$(cat $board/bus_clock_hz)"
	check_equal "its adapter is plain I2C" i2c "$(cat $board/functionality)"
	check_equal "it has no adapter number yet" "" "$(cat $board/adapter)"
	check_equal "it has no device yet" "" "$(cat $board/device_name)"
	keeps "the clock is from 1 kHz to 3.4 MHz" $board/bus_clock_hz 400000 999 3400001 -1 fast \
		'' 400000Hz 99999999999
	keeps "the adapter is one of four kinds" $board/functionality i2c smbus I2C '' \
		'i2c smbus-word'
	keeps "bus_sleeps is 0 or 1" $board/bus_sleeps 1 2 -1 yes ''
	keeps "live is 0 or 1" $board/live 0 2 -1 on ''
	keeps "a delay is at most a second" $board/delay_before_us 0 1000001 -1 ''
	keeps "interrupts go to one of two controllers" $board/irq_controller soc gic '' \
		'soc expander'
	keeps "the trace has at least one entry and at most 2^22" $board/trace_entries 16384 0 \
		4194305 many
	check_says "the adapter number is not for writing" "ermission denied" write_to \
		$board/adapter 3
	check_says "no other folder can be made in a board" "not permitted" mkdir $board/gadgets
	check_says "a name of 64 characters is too long" "too long" mkdir \
		$root/aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccdddddddddddddddd
	check_says "a name that debugfs has for something else is refused" exists mkdir \
		$root/objects
	check_says "a second board of the same name is refused" "exists" mkdir $root/desk
	board_unmake desk
}

case_settings_of_a_chip() {
	local switches bad
	board_make desk
	mkdir $board/chips/pmic
	check_equal "a new chip is an INA3221" ina3221 "$(cat $chip/type)"
	check_equal "it is at address 0x40" 0x40 "$(cat $chip/address)"
	check_equal "a device of its name will be made" ina3221 "$(cat $chip/bind)"
	check_equal "no pin is wired" "none none none none" \
		"$(cat $chip/pin_* | tr '\n' ' ' | sed 's/ $//')"
	check_equal "a rail has no shunt" "" "$(cat $chip/rail0/shunt_uohm)"
	keeps "no other type of chip is known" $chip/type ina3221 ina226 '' INA3221
	keeps "the address is one of four" $chip/address 0x40 0x3f 0x44 -1 '' A0
	keeps "the oscillator is 30 % off at most" $chip/oscillator_ppm 0 300001 -300001 fast
	keeps "a manufacturer is a word that is not 0" $chip/manufacturer_id 0x5449 0 0x10000 TI ''
	keeps "so is a die" $chip/die_id 0x3220 0 0x10000 ''
	keeps "nodes of rails have a name" $chip/rail_nodes input '' a/b input@ 'a b'
	keeps "interrupt_names is 0 or 1" $chip/interrupt_names 1 2 no ''
	keeps "the number of a rail is one, or missing" $chip/rail0/reg 0 -1 none ''
	keeps "summation_bypass is 0 or 1" $chip/rail0/summation_bypass 0 2 yes
	keeps "single_shot is 0 or 1" $chip/single_shot 0 2 true
	keeps "supply is 0 or 1" $chip/supply 0 2 true
	keeps "a device name has at most 19 characters" $chip/bind ina3221 abcdefghijklmnopqrst
	keeps "a pin is wired in known ways" $chip/pin_critical none wire IRQ 'irq gpio' ''
	keeps "only alert pins go to the alert line" $chip/pin_power_valid none alert
	keeps "a shunt is a number of micro-ohms, missing or empty" $chip/rail0/shunt_uohm "" none \
		-1 5mohm 4294967296 ''
	keeps "status is okay or disabled" $chip/rail0/status okay off Disabled ''
	keeps "summation_disable is 0 or 1" $chip/rail0/summation_disable 0 2 yes
	keeps "a label has no control characters" $chip/rail0/label "" "$(printf 'a\tb')" \
		"$(printf 'a\nb')"
	keeps "a label has at most 63 characters" $chip/rail0/label "" \
		aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccdddddddddddddddd
	switches=$(cat $chip/switches)
	for bad in "rounding up" "round truncate" "rounding" "rounding " " truncate" "rounding truncate now"; do
		write_to $chip/switches "$bad" 2>/dev/null && switches="taken: $bad"
	done
	check_equal "a switch that does not exist, or has no such position, is refused" \
		"$switches" "$(cat $chip/switches)"
	check "a switch can be turned" write_to $chip/switches "rounding truncate"
	check_equal "it then reads as turned" "rounding truncate" "$(grep rounding $chip/switches)"
	check "it can be turned back" write_to $chip/switches "rounding nearest"
	check_equal "all switches then read as before" "$switches" "$(cat $chip/switches)"
	check_says "no folder can be made in a chip" "not permitted" mkdir $chip/rail3
	board_unmake desk
}

case_boards_that_cannot_go_live() {
	board_make desk
	mkdir $chip
	check_says "a chip without shunts cannot go live" "Invalid argument" write_to $board/live 1
	check "the log says which rail lacks its shunt" said "rail0 of chip pmic has no shunt"
	check_equal "nothing was made of it" "no" \
		"$([ -e /sys/devices/railglow.desk ] && echo yes || echo no)"
	echo 1000 >$chip/rail0/shunt_uohm
	echo 1000 >$chip/rail2/shunt_uohm
	check_says "one missing shunt is enough for that" "Invalid argument" write_to $board/live 1
	check "the log names that one" said "rail1 of chip pmic has no shunt"
	echo disabled >$chip/rail1/status
	check "a disabled rail needs no shunt" board_live desk
	echo 0 >$board/live
	mkdir $board/chips/bare
	echo 0x41 >$board/chips/bare/address
	echo none >$board/chips/bare/bind
	check "a chip that is not bound needs no shunts" board_live desk
	echo 0 >$board/live

	echo 0x40 >$board/chips/bare/address
	check_says "two chips with one address cannot go live" "Invalid argument" write_to \
		$board/live 1
	check "the log names both and what to do" said \
		"chips pmic and bare both have address 0x40: change one"
	rmdir $board/chips/bare
	board_unmake desk
}

case_a_live_board() {
	local refused settings file
	board_make desk
	board_chip desk pmic
	echo disabled >$chip/rail1/status
	echo 1000000 >$board/bus_clock_hz
	board_led desk lamp
	check "a board can go live" board_live desk
	check_equal "it says that it is" 1 "$(cat $board/live)"
	check "going live again is nothing" board_live desk
	check_equal "its parent device is named after it" railglow.desk "$(cat $board/device_name)"
	check "its adapter is the one it names" test -d \
		"/sys/bus/i2c/devices/i2c-$(cat $board/adapter)"
	check_equal "the adapter is called after the board" "railglow desk" \
		"$(cat "/sys/bus/i2c/devices/i2c-$(cat $board/adapter)/name")"
	check_equal "the chip's device is the one it names" ina3221 \
		"$(cat "/sys/bus/i2c/devices/$(cat $chip/device_name)/name")"
	check_equal "without wired pins there is no GPIO chip" "" "$(cat $chip/gpio_chip)"
	check_equal "the LED's device has its name" lamp "$(cat $board/leds/lamp/device_name)"
	refused=0 settings=0
	for file in "$board"/* "$chip"/* "$chip"/rail*/* "$board"/leds/lamp/*; do
		[ -f "$file" ] || continue
		case ${file##*/} in
		live | adapter | device_name | gpio_chip) continue ;;
		switches) value="rounding truncate" ;;
		label | default_trigger | led_pattern | colors | shunt_uohm) value="" ;;
		*) value=$(cat "$file") ;;
		esac
		case ${file##*/} in
		label) value=x ;;
		shunt_uohm) value=5 ;;
		esac
		settings=$((settings + 1))
		case $(write_to "$file" "$value" 2>&1) in
		*busy*) refused=$((refused + 1)) ;;
		*) diag "not refused: $file" ;;
		esac
	done
	check_equal "every setting is refused while the board is live" "$settings" "$refused"
	check_between "that was all of them" 49 49 "$settings"
	check_says "no chip can be added then" busy mkdir $board/chips/late
	check_says "no LED can be added then" busy mkdir $board/leds/late
	check_says "a chip cannot be removed then" busy rmdir $chip
	check_says "an LED cannot be removed then" busy rmdir $board/leds/lamp
	check_fails "a board cannot be removed then" rmdir $board
	check_fails "the module cannot be unloaded then" rmmod railglow_board
	check "a live board can be taken back" write_to $board/live 0
	check_equal "its device is gone then" no \
		"$([ -e /sys/devices/railglow.desk ] && echo yes || echo no)"
	check_equal "its LED is gone then" no \
		"$([ -e /sys/class/leds/lamp ] && echo yes || echo no)"
	check_equal "it names no adapter then" "" "$(cat $board/adapter)"
	check "settings can be changed again" write_to $board/bus_clock_hz 100000
	check "the board can be removed" board_unmake desk
	check_equal "its folder in debugfs is gone" no \
		"$([ -e $board_debug/desk ] && echo yes || echo no)"
}

case_properties_that_a_driver_finds() {
	local device
	board_make desk
	board_chip desk pmic bind=pin-probe single_shot=1 rail0/label=VDD_CPU \
		rail0/shunt_uohm=5000 \
		rail1/status=disabled rail1/summation_disable=1 rail2/label="core 2" rail2/shunt_uohm=0
	board_live desk
	device=/sys/bus/i2c/devices/$(cat $root/desk/chips/pmic/device_name)
	check_equal "a driver finds the properties of chip and rails" \
		"single-shot 1;0 VDD_CPU 5000 - 0;1 - 10000 disabled 1;2 core 2 0 - 0;" \
		"$(tr '\n' ';' <"$device/rails")"
	board_unmake desk
}

case_leds_of_one_name() {
	board_make left
	board_make right
	board_led left lamp
	board_led right lamp
	check "the first of two boards with LEDs of one name goes live" board_live left
	check_says "the second is refused" exists write_to $root/right/live 1
	check "the log says what to do" said "right: board left already has a live LED lamp"
	check "the first keeps its LED" test -e /sys/class/leds/lamp/brightness
	board_unmake left
	check "without the first the second goes live" board_live right
	board_unmake right
	check "with no board left the module can be unloaded" rmmod railglow_board
	modprobe railglow-board
	modprobe pin-probe
}

cases
