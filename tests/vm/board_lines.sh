#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# guest: mode=virtual modules="i2c-smbus i2c-dev railglow-board pin-probe"
#        programs="i2ctransfer" timeout=240
# log: genirq: Setting trigger mode 8 for irq
# log: pin-probe .* error -EINVAL: request_irq
#
# Lines that others hold low, that chips share, and that lead to an expander. For pin-probe see
# board_pins.sh; on an interrupt it reads Mask/Enable, "found" says how often with a flag in it.

. /lib/railglow/ktap.sh
. /lib/railglow/boards.sh

single_ct=0x7007 # all channels, 140 us, continuous: a cycle of 0.84 ms
latched=0x0c00

# field CHIP PIN FIELD: one of the fields that pin-probe tells of a pin
field() {
	sed -n "s/^$2 .*\<$3 \([^ ]*\).*/\1/p" "$(chip_device desk "$1")/pins"
}

level() {
	figure "$(chip_debug desk "$1" pins)" "$2"
}

line() {
	figure "$(chip_debug desk "$1" lines)" "$2"
}

held() {
	echo "$2" >"$(chip_debug desk "$1" held_low)"
}

force_write() {
	i2ctransfer -f -y "$(bus_number desk)" "w3@$1" "$2" "$(($3 >> 8))" "$(($3 & 255))"
}

# armed ADDRESS: fast conversions, latched, critical limit of 80 mV on the first rail
armed() {
	force_write "$1" 0x00 $single_ct
	force_write "$1" 0x0f $latched
	force_write "$1" 0x07 0x3e80
}

shunt() {
	echo "$2" >"$(chip_debug desk "$1" rail0_shunt_uv)"
	sleep 0.2
}

volts() {
	local rail
	for rail in 0 1 2; do
		echo "$2" >"$(chip_debug desk "$1" rail${rail}_bus_uv)"
	done
	sleep 0.2
}

two_chips() {
	board_chip desk pmic bind=pin-probe "$@"
	board_chip desk other bind=pin-probe address=0x42 "$@"
	board_live desk
}

# far: a chip whose pins lead to an expander
far() {
	board_make desk irq_controller=expander
	board_chip desk pmic bind=pin-probe pin_critical=irq pin_warning=irq-level \
		pin_power_valid=irq pin_timing_control=gpio
	board_live desk
}

case_a_line_is_held_low_by_others() {
	local bad fired
	board_make desk
	board_chip desk pmic bind=pin-probe pin_critical=gpio pin_warning=irq
	check_equal "nobody holds a line low at first" none \
		"$(cat "$(chip_debug desk pmic held_low)")"
	for bad in reset '' 'critical,warning' 'critical none'; do
		check_says "'$bad' is not held low" "Invalid argument" held pmic "$bad"
	done
	check "a line can be held before the board is live" held pmic critical
	board_live desk
	check_equal "the line is low then" 0 "$(line pmic critical)"
	check_equal "... though the chip does not pull its pin" 1 "$(level pmic critical)"
	check_equal "a driver sees the line" 1 "$(field pmic critical gpio)"
	check_equal "the other lines are high" "1 1" \
		"$(line pmic warning) $(line pmic timing-control)"
	check "several can be held" held pmic "warning timing-control"
	sleep 0.2
	check_equal "... then they are" "warning timing-control" \
		"$(cat "$(chip_debug desk pmic held_low)")"
	check_equal "... and are low, also where they lead nowhere" "1 0 0" \
		"$(line pmic critical) $(line pmic warning) $(line pmic timing-control)"
	fired=$(field pmic warning thread)
	check_between "a level that no read lets go of fires again and again" 2 1000000000 "$fired"
	check_equal "... and nothing is found" 0 "$(field pmic warning found)"
	held pmic none
	sleep 0.2
	fired=$(field pmic warning thread)
	sleep 0.2
	check_equal "it ends when they let go" "$fired" "$(field pmic warning thread)"
	check_equal "the lines are high then" "1 1" "$(line pmic critical) $(line pmic warning)"
	board_unmake desk
}

case_chips_share_one_line() {
	local found
	board_make desk
	two_chips pin_critical=irq-shared
	armed 0x40
	armed 0x42
	check_equal "two drivers can have the interrupt of a shared line" "0 0" \
		"$(field pmic critical refused) $(field other critical refused)"
	shunt pmic 'hold 10ms 90mV; 0'
	check_between "a pull of one chip reaches its driver" 1 1000 "$(field pmic critical found)"
	check_between "the other's driver is asked for, too" 1 100000 \
		"$(field other critical thread)"
	check_equal "... and finds nothing" 0 "$(field other critical found)"
	check_equal "the line is let go of" "1 1" "$(line pmic critical) $(line other critical)"
	found=$(field pmic critical found)
	shunt other 'hold 10ms 90mV; 0'
	check_between "the other way round as well" 1 1000 "$(field other critical found)"
	check_equal "... in both directions" "$found" "$(field pmic critical found)"
	held other critical
	sleep 0.1
	check_equal "held at one pin the line is low for all" "0 0" \
		"$(line pmic critical) $(line other critical)"
	check_equal "while no chip pulls it" "1 1" "$(level pmic critical) $(level other critical)"
	held other none
	sleep 0.1
	check_equal "... until it is let go of" 1 "$(line pmic critical)"
	board_unmake desk
}

case_pins_of_one_chip_share_a_line() {
	board_make desk
	board_chip desk pmic bind=pin-probe pin_critical=irq-shared pin_power_valid=irq-shared
	volts pmic 11V
	board_live desk
	sleep 0.2
	check_equal "pins of one chip share it, power-valid too" "0 0" \
		"$(field pmic critical refused) $(field pmic power-valid refused)"
	check_equal "... which is high once power is valid" "1 1" \
		"$(line pmic critical) $(line pmic power-valid)"
	held pmic power-valid
	check_equal "... and low as a whole" "0 0" "$(line pmic critical) $(line pmic power-valid)"
	held pmic none
	board_unmake desk
}

case_an_expander_knows_edges_only() {
	far
	check_equal "behind an expander a driver gets an interrupt that is described as an edge" 0 \
		"$(field pmic critical refused)"
	check_equal "it is told what is wrong with one that is described as a level" -22 \
		"$(field pmic warning refused)"
	check_equal "a GPIO is there as ever" 0 "$(field pmic timing-control gpio)"
	armed 0x40
	shunt pmic 'hold 10ms 90mV; 0'
	check_between "an edge wakes the handler's thread" 1 100 "$(field pmic critical thread)"
	check_equal "... and calls nothing in interrupt context" 0 "$(field pmic critical hard)"
	check_between "... which finds the flag" 1 100 "$(field pmic critical found)"
	volts pmic 11V
	volts pmic 8V
	check_equal "both edges of power-valid come" 2 "$(field pmic power-valid thread)"
	volts pmic 11V
	echo 'hold 5ms 8V; 11V' >"$(chip_debug desk pmic rail1_bus_uv)"
	sleep 0.2
	check_equal "... as do both edges of a dip" 5 "$(field pmic power-valid thread)"
	board_unmake desk
}

case_a_line_of_an_expander_hides_what_comes_meanwhile() {
	local fired
	far
	armed 0x40
	fired=$(field pmic critical thread)
	held pmic critical
	sleep 0.2
	check_equal "a line that stays low is one edge" $((fired + 1)) \
		"$(field pmic critical thread)"
	shunt pmic 'hold 10ms 90mV; 0'
	check_equal "... and hides what a chip pulls meanwhile" $((fired + 1)) \
		"$(field pmic critical thread)"
	check_equal "... which stays latched" 0 "$(level pmic critical)"
	held pmic none
	sleep 0.2
	check_equal "... for no edge comes when others let go first" $((fired + 1)) \
		"$(field pmic critical thread)"
	board_unmake desk
}

case_chips_share_a_line_of_an_expander() {
	board_make desk irq_controller=expander
	two_chips pin_critical=irq-shared
	armed 0x40
	armed 0x42
	check_equal "an expander has a line that chips share" "0 0" \
		"$(field pmic critical refused) $(field other critical refused)"
	shunt other 'hold 10ms 90mV; 0'
	check_between "a pull of one chip" 1 100 "$(field other critical found)"
	check_between "... is an edge for both drivers" 1 100 "$(field pmic critical thread)"
	check_equal "the line is let go of afterwards" 1 "$(line pmic critical)"
	board_unmake desk
}

case_alerts_come_through_an_expander() {
	board_make desk irq_controller=expander
	two_chips pin_critical=alert
	armed 0x40
	armed 0x42
	shunt other 'hold 10ms 90mV; 0'
	check_between "so does the SMBus alert" 1 100 "$(cat "$(chip_device desk other)/alerts")"
	check_equal "... which is answered by who it was" 0 \
		"$(cat "$(chip_device desk pmic)/alerts")"
	board_unmake desk
}

case_interrupts_without_names_are_not_found() {
	board_make desk
	board_chip desk pmic bind=pin-probe pin_critical=irq pin_warning=irq-level interrupt_names=0
	board_live desk
	check_equal "interrupts without names are not found by name" "no no" \
		"$(field pmic critical irq) $(field pmic warning irq)"
	board_unmake desk
}

case_power_valid_is_described_as_a_level() {
	local fired later
	board_make desk
	board_chip desk pmic bind=pin-probe pin_power_valid=irq-level
	volts pmic 11V
	board_live desk
	sleep 0.2
	check_equal "power-valid described as a level is one where there are levels" 0 \
		"$(field pmic power-valid refused)"
	fired=$(field pmic power-valid thread)
	sleep 0.2
	check_equal "... which is quiet while it is high" "$fired" \
		"$(field pmic power-valid thread)"
	volts pmic 8V
	later=$(field pmic power-valid thread)
	check_between "... and fires as long as power is not valid" $((fired + 2)) 1000000000 \
		"$later"
	volts pmic 11V
	board_unmake desk
	check_equal "nothing is left of all that" "" "$(leftovers)"
}

cases
