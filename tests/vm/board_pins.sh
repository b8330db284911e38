#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# guest: mode=normal,virtual
#        modules="i2c-smbus i2c-dev railglow-board pin-probe" programs="i2ctransfer"
#
# The pins of a chip as a driver without devicetree finds them, and when they move.
# pin-probe is a test driver; sysfs file pins of its device says, a line for each pin,
# "NAME irq yes|no hard COUNT thread COUNT gpio LEVEL" (GPIO: 1 active, -1 not found).

. /lib/railglow/ktap.sh
. /lib/railglow/boards.sh

# Bits of registers 0x00 and 0x0f.
single_ct=0x7007 # all channels, 140 us, continuous: a cycle of 0.84 ms
latched=0x0c00

# pin_field PIN FIELD: one of the fields that pin-probe tells of a pin
pin_field() {
	sed -n "s/^$1 .*\<$2 \([^ ]*\).*/\1/p" "$(chip_device desk pmic)/pins"
}

level() {
	figure "$(chip_debug desk pmic pins)" "$1"
}

# The driver holds the chip, so registers are written past it.
force_write() {
	i2ctransfer -f -y "$(bus_number desk)" w3@0x40 "$1" "$(($2 >> 8))" "$(($2 & 255))"
}

input() {
	echo "$2" >"$(chip_debug desk pmic "$1")"
}

desk() {
	board_make desk
	board_chip desk pmic bind=pin-probe "$@"
	board_live desk
}

# irqs: all four pins as interrupts
irqs() {
	desk pin_critical=irq pin_warning=irq pin_power_valid=irq pin_timing_control=irq
}

case_a_driver_finds_pins_as_interrupts() {
	local pin
	irqs
	for pin in critical warning power-valid timing-control; do
		check_equal "a driver finds $pin as an interrupt by name" yes \
			"$(pin_field $pin irq)"
		check_equal "... and not as a GPIO" -1 "$(pin_field $pin gpio)"
	done
	check_equal "the GPIO chip is named after board and chip" railglow.desk.pmic \
		"$(cat $board_config/desk/chips/pmic/gpio_chip)"
	check_equal "its lines are named after the pins" 4 \
		"$(grep -c 'desk\.pmic\.[cwpt]' /sys/kernel/debug/gpio)"
	check_equal "at first critical is released" 1 "$(level critical)"
	check_equal "... and power not valid" 0 "$(level power-valid)"
	board_unmake desk
}

case_critical_fires_as_long_as_it_lasts() {
	local fired
	irqs
	force_write 0x00 $single_ct
	force_write 0x0f $latched
	force_write 0x07 0x3e80 # 80 mV
	input rail0_shunt_uv 79000
	sleep 0.2
	check_equal "below the limit critical stays released" 1 "$(level critical)"
	check_equal "... and nothing fires" 0 "$(pin_field critical hard)"
	input rail0_shunt_uv 'hold 500ms 90mV; hold 1s 0'
	sleep 1
	check_between "above the limit the interrupt fires" 1 10000 "$(pin_field critical hard)"
	check_equal "... in hard interrupt context, each time its thread runs" \
		"$(pin_field critical thread)" "$(pin_field critical hard)"
	check_between "... again and again, as levels do, as long as it lasts" 3 10000 \
		"$(pin_field critical hard)"
	fired=$(pin_field critical hard)
	sleep 0.2
	check_equal "... and no more afterwards" "$fired" "$(pin_field critical hard)"
	check_equal "the pin is released" 1 "$(level critical)"
	check_equal "warning has not fired" 0 "$(pin_field warning hard)"
	board_unmake desk
}

case_warning_fires_for_its_own_limit() {
	irqs
	force_write 0x00 $single_ct
	force_write 0x0f $latched
	force_write 0x08 0x1f40 # 40 mV
	input rail0_shunt_uv 50mV
	sleep 0.2
	check_between "warning fires for its own limit" 1 10000 "$(pin_field warning hard)"
	board_unmake desk
}

case_power_valid_fires_at_each_edge() {
	local rail
	irqs
	force_write 0x00 $single_ct
	for rail in 0 1 2; do
		input rail${rail}_bus_uv 11V
	done
	sleep 0.2
	check_equal "power gets valid when all rails are above 10 V" 1 "$(level power-valid)"
	check_equal "... which fires once" 1 "$(pin_field power-valid hard)"
	input rail1_bus_uv 8V
	sleep 0.2
	check_equal "one rail below 9 V and it is not" 0 "$(level power-valid)"
	check_equal "... which fires a second time" 2 "$(pin_field power-valid hard)"
	check_equal "timing control has not fired" 0 "$(pin_field timing-control hard)"
	board_unmake desk
}

# Channel 1 is up, channel 2 is not, and nobody writes CONFIG.
case_timing_control_fires_without_the_second_rail() {
	board_make desk
	board_chip desk pmic bind=pin-probe pin_timing_control=irq
	input rail0_bus_uv 5V
	board_live desk
	sleep 0.3
	check_equal "timing control goes low when the second rail does not come" 0 \
		"$(level timing-control)"
	check_equal "... which fires once" 1 "$(pin_field timing-control hard)"
	board_unmake desk
}

case_timing_control_stays_high_with_the_second_rail() {
	board_make desk
	board_chip desk pmic bind=pin-probe pin_timing_control=irq
	input rail0_bus_uv 5V
	input rail1_bus_uv 'hold 10ms 0; hold 1s 3.3V'
	board_live desk
	sleep 0.3
	check_equal "it stays high when the second rail comes in time" "1 0" \
		"$(level timing-control) $(pin_field timing-control hard)"
	board_unmake desk
}

case_a_transparent_pin_fires_at_its_edges() {
	desk pin_critical=irq-edge
	force_write 0x00 $single_ct
	force_write 0x07 0x3e80
	input rail0_shunt_uv 'hold 50ms 90mV; hold 50ms 0; hold 50ms 90mV; hold 1s 0'
	sleep 0.5
	check_equal "a transparent pin wired for edges fires once for each" 2 \
		"$(pin_field critical hard)"
	board_unmake desk
}

case_a_driver_finds_pins_as_gpios() {
	local pin rail
	desk pin_critical=gpio pin_warning=gpio pin_power_valid=gpio pin_timing_control=gpio
	for pin in critical warning power-valid timing-control; do
		check_equal "a driver finds $pin as a GPIO by name, not active" 0 \
			"$(pin_field $pin gpio)"
		check_equal "... and not as an interrupt" no "$(pin_field $pin irq)"
	done
	force_write 0x00 $single_ct
	force_write 0x07 0x3e80
	input rail0_shunt_uv 90mV
	sleep 0.2
	check_equal "critical, active low, is active above the limit" 1 "$(pin_field critical gpio)"
	for rail in 0 1 2; do
		input rail${rail}_bus_uv 11V
	done
	sleep 0.2
	check_equal "power valid, active high, is active when it is" 1 \
		"$(pin_field power-valid gpio)"
	board_unmake desk
}

case_a_device_of_user_space_finds_its_gpio() {
	local pins
	board_make desk
	board_chip desk pmic bind=none pin_critical=gpio
	board_live desk
	echo pin-probe 0x40 >"/sys/bus/i2c/devices/i2c-$(bus_number desk)/new_device"
	pins=/sys/bus/i2c/devices/$(bus_number desk)-0040/pins
	check_equal "a device made by user space finds its GPIO, and nothing else" "0 -1 -1 -1" \
		"$(sed 's/.* //' "$pins" | tr '\n' ' ' | sed 's/ $//')"
	board_unmake desk
}

case_a_driver_switches_the_supply() {
	local device
	desk supply=1
	check_equal "a driver that enables the supply finds the chip powered" 1 \
		"$(cat "$(chip_debug desk pmic powered)")"
	device=$(cat $board_config/desk/chips/pmic/device_name)
	echo "$device" >/sys/bus/i2c/drivers/pin-probe/unbind
	check_equal "without the driver it has no power" 0 \
		"$(cat "$(chip_debug desk pmic powered)")"
	echo "$device" >/sys/bus/i2c/drivers/pin-probe/bind
	check_equal "bound again it has" 1 "$(cat "$(chip_debug desk pmic powered)")"
	board_unmake desk
}

case_smbus_alerts_reach_the_driver_of_their_chip() {
	local before
	board_make desk
	board_chip desk pmic bind=pin-probe pin_critical=alert
	board_chip desk other bind=pin-probe pin_warning=alert address=0x42
	board_live desk
	force_write 0x0f $latched
	force_write 0x07 0x3e80
	input rail0_shunt_uv 'hold 10ms 90mV; hold 1s 0'
	sleep 0.3
	check_between "a latched alert reaches the driver of its chip" 1 10 \
		"$(cat "$(chip_device desk pmic)/alerts")"
	check_equal "... and not the other one" 0 "$(cat "$(chip_device desk other)/alerts")"
	check_between "the alert response address tells which chip it was" 1 10 \
		"$(grep -c ' 0x0c a .* 0 ' $board_debug/desk/transfers)"
	i2ctransfer -f -y "$(bus_number desk)" w3@0x42 0x0f 0x0c 0x00
	i2ctransfer -f -y "$(bus_number desk)" w3@0x42 0x08 0x3e 0x80
	before=$(cat "$(chip_device desk pmic)/alerts")
	echo 'hold 10ms 90mV; hold 1s 0' >"$(chip_debug desk other rail0_shunt_uv)"
	sleep 0.3
	check_between "the other chip's warning reaches its own driver" 1 10 \
		"$(cat "$(chip_device desk other)/alerts")"
	check_equal "... and only that" "$before" "$(cat "$(chip_device desk pmic)/alerts")"
	check_equal "the line is let go of afterwards" "critical 1 warning 1" \
		"$(head -n 1 "$(chip_debug desk pmic pins)") $(sed -n 2p "$(chip_debug desk other pins)")"
	board_unmake desk
}

cases
