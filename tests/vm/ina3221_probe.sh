#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# How the INA3221 driver takes to a chip, and lets go of it.
#
# guest: mode=virtual modules="railglow-board ina3221"
# log: ^ina3221 [0-9]+-0040: error -ENODEV: not an INA3221: it says 0x4949 0x3220, not 0x5449 0x3220$
# log: ^ina3221 [0-9]+-0040: error -ENODEV: not an INA3221: it says 0x5449 0x2260, not 0x5449 0x3220$
# log: ^ina3221 [0-9]+-0040: error -ENODEV: not an INA3221: it says 0x5449 0x2220, not 0x5449 0x3220$
# log: ^ina3221 [0-9]+-004[0-3]: error -ENXIO: no answer: check address, bus and supply$
# log: ^ina3221 [0-9]+-0040: input 2 has no valid shunt-resistor-micro-ohms: assuming 10000$
# log: ^ina3221 [0-9]+-0040: input 2: suspiciously small shunt \(49 micro-ohms\)$
# log: ^ina3221 [0-9]+-0040: unexpected ID 0x5449 0x2222, trusting firmware that this is an INA3221$
# log: ^ina3221 [0-9]+-0040: error -EIO: the chip cannot be set up$
# log: ^ina3221 [0-9]+-0040: probe with driver ina3221 failed with error -5$
# log: ^ina3221: probe of [0-9]+-0040 failed with error -5$
# log: ^ina3221 [0-9]+-0040: interrupts without interrupt-names are not used: name them$
# log: ^genirq: Flags mismatch irq [0-9]+[.] [0-9a-f]+ \([0-9]+-0040\) vs[.] [0-9a-f]+ \(gpiolib\)$
# log: ^ina3221 [0-9]+-0040: the critical pin is not used: cannot request its interrupt: -EBUSY$

# shellcheck source=tests/vm/lib/ktap.sh
. /lib/railglow/ktap.sh
# shellcheck source=tests/vm/lib/ina.sh
. /lib/railglow/ina.sh

bound() {
	[ -e "$(ina_device)/driver" ]
}

interfaces() {
	find "$(ina_device)/hwmon" "$(ina_device)/" -maxdepth 1 \( -name "hwmon?*" -o -name "iio:device*" \) \
		2>/dev/null | grep -c "[0-9]$"
}

# The line number of the first message that fits, in the order of the bus.
when() {
	awk -v kind="$1" -v reg="$2" '$4 == kind && $5 == reg { print NR; exit }' \
		"$ina_debug/$ina_name/transfers"
}

case_an_ina3221_is_taken() {
	ina_board right
	ina_live
	check "an INA3221 is taken" bound
	check_equal "it gets one interface in hwmon and one in IIO" 2 "$(interfaces)"
	check_equal "both are called ina3221" "ina3221 ina3221" \
		"$(ina_get name) $(ina_iio_get name)"
	check "flags latched since power-up are read before the reset wipes them out" \
		test "$(when r 0x0f)" -lt "$(when w 0x00)"
	check "limits of the firmware are read before the reset" test "$(when r 0x11)" -lt \
		"$(when w 0x00)"
	check_equal "the first CONFIG write is the reset" "0x00 0x8000" \
		"$(ina_trace w 0x00 | head -n 1)"
	check_equal \
		"Mask/Enable gets all three channels of the sum, and no latch of a pin that nobody serves" \
		"0x0f 0x7000" "$(ina_trace w 0x0f)"
	check_equal "the chip ends up with its default setting" "0x00 0x7127" \
		"$(ina_trace w 0x00 | tail -n 1)"
	check_equal "probing does nothing the datasheet forbids" 0 "$(ina_violations)"
	ina_unboard
}

case_limits_survive_unbind_and_bind() {
	ina_board right
	ina_live
	ina_put curr1_max 1000
	ina_put curr1_crit 2000
	ina_put curr4_crit 20000
	ina_put in1_min 4000
	ina_unbind
	check_equal "unbinding takes both interfaces away" 0 "$(interfaces)"
	ina_bind
	check_equal "a warning limit survives unbind and bind" 1000 "$(ina_get curr1_max)"
	check_equal "a critical limit survives unbind and bind" 2000 "$(ina_get curr1_crit)"
	check_equal "the limit of the sum survives unbind and bind" 20000 "$(ina_get curr4_crit)"
	check_equal "the power-valid limit survives unbind and bind" 4000 "$(ina_get in1_min)"
	for _ in $(seq 10); do
		ina_unbind
		ina_bind
	done
	check_equal "after ten rounds of unbind and bind both interfaces are there once" 2 \
		"$(interfaces)"
	ina_unboard
}

# refused SENTENCE FAULT...
refused() {
	local sentence="$1" fault
	shift
	ina_board trial bind=none
	ina_live
	for fault in "$@"; do
		ina_fault "$fault"
	done
	echo ina3221 0x40 >"/sys/bus/i2c/devices/i2c-$(ina_adapter)/new_device"
	check_fails "$sentence" bound
	check_equal "... and leaves no interface behind" 0 "$(interfaces)"
	ina_fault none
	ina_clear
	ina_bind
	check "... and is taken once it is what it should be" bound
	ina_unboard
}

case_another_chip_is_refused() {
	local before
	before=$(ina_log 'not an INA3221')
	refused "another maker's chip is refused" "corrupt register=0xfe on=read count=1 xor=0x1d00"
	refused "another chip of the same maker is refused" \
		"corrupt register=0xff on=read count=1 xor=0x1040"
	check_equal "each of the two gets one line in the log" $((before + 2)) \
		"$(ina_log 'not an INA3221')"
}

case_a_dead_bus_is_refused() {
	refused "a dead bus is refused" "nack count=1"
}

case_a_chip_that_fails_as_it_is_set_up_is_refused() {
	refused "a chip that fails while it is set up is refused" \
		"nack-data register=0x07 on=write count=1"
}

case_two_chips_at_one_address() {
	local before
	ina_board two-of-them bind=none
	ina_live
	ina_fault "corrupt register=0xff on=read xor=0x1000 count=forever"
	echo ina3221 0x40 >"/sys/bus/i2c/devices/i2c-$(ina_adapter)/new_device"
	check_equal "two chips at one address are seen by what they say together" 1 \
		"$(ina_log 'not an INA3221: it says 0x5449 0x2220')"
	ina_fault none
	ina_bind
	ina_bus 0 5000000
	ina_fault "corrupt register=0x0f on=read xor=0x0c00 count=forever"
	before=$(ina_log "$(ina_adapter)-0040: ")
	for _ in $(seq 20); do
		usleep 20000
		ina_get in1_input >/tmp/said 2>&1
	done
	check_equal "one that is there from later on makes reads fail" 1 \
		"$(grep -c 'Input/output error' /tmp/said)"
	check_between "... without a storm of messages" 0 1 \
		$(($(ina_log "$(ina_adapter)-0040: ") - before))
	ina_fault none
	usleep 50000
	check_equal "... until it goes" 5000 "$(ina_get in1_input)"
	ina_unboard
}

unreclaimable() {
	sed -n 's/^SUnreclaim: *\([0-9]*\) .*/\1/p' /proc/meminfo
}

rounds() {
	local address
	for _ in $(seq "$1"); do
		for address in 0x40 0x41 0x42 0x43; do
			echo ina3221 $address >"$bus/new_device"
			echo $address >"$bus/delete_device"
		done
	done
}

# Firmware describes a chip at four addresses of a carrier that has none, and probing is tried again
# and again.
case_addresses_without_a_chip_take_no_memory() {
	local bus said before
	ina_board absent bind=none
	ina_live
	ina_power 0
	bus=/sys/bus/i2c/devices/i2c-$(ina_adapter)
	rounds 20
	said=$(ina_log 'error -ENXIO: no answer')
	before=$(unreclaimable)
	rounds 200
	check_between "200 rounds at four addresses without a chip take no memory (KiB)" -100000 \
		200 \
		$(($(unreclaimable) - before))
	check_equal "... and a line for each try" 800 \
		$(($(ina_log 'error -ENXIO: no answer') - said))
	ina_power 1
	echo ina3221 0x40 >"$bus/new_device"
	check "... until there is one" bound
	echo 0x40 >"$bus/delete_device"
	ina_unboard
}

case_a_second_source_is_taken_where_firmware_says_so() {
	ina_board second-source
	ina_live
	ina_unbind
	ina_fault "corrupt register=0xff on=read xor=0x1002 count=forever"
	ina_bind
	check "a chip of another name is taken where firmware says what it is" bound
	check_equal "... with one line that says so" 1 \
		"$(ina_log 'trusting firmware that this is an INA3221')"
	ina_fault none
	ina_unboard
}

# odd UOHM TAKEN-FOR
odd() {
	ina_board trial "rail1/shunt_uohm=$1"
	ina_live
	check_equal "a shunt of $1 micro-ohms is taken for $2" "$2" "$(ina_get shunt2_resistor)"
	ina_unboard
}

case_odd_shunts_are_told() {
	odd 0 10000
	odd 4294967295 10000
	check_equal "... with a line for each that says so" 2 \
		"$(ina_log 'input 2 has no valid shunt-resistor')"
	odd 49 49
	check_equal "... as odd as it is" 1 "$(ina_log 'suspiciously small shunt (49 micro-ohms)')"
}

case_a_chip_of_new_device_has_defaults() {
	ina_board plain bind=none
	ina_live
	echo ina3221 0x40 >"/sys/bus/i2c/devices/i2c-$(ina_adapter)/new_device"
	check_equal "a chip made by new_device has shunts of 10 mohm" "10000 10000 10000" \
		"$(ina_get shunt1_resistor) $(ina_get shunt2_resistor) $(ina_get shunt3_resistor)"
	check_fails "without firmware names hwmon has none" test -e "$(ina_hwmon)/in1_label"
	ina_unboard
}

case_a_wired_timing_control_pin_gets_its_time() {
	local waited
	ina_board wired pin_timing_control=gpio
	ina_live
	waited=$(awk '$4 == "w" && $5 == "0x00" { now = $1 } $4 == "w" && $6 == "0x8000" { reset = $1 }
		$4 == "w" && $6 == "0x7127" { print int(($1 - reset) / 1000); exit }' \
		"$ina_debug/wired/transfers")
	check_between \
		"a wired timing-control pin gets the 28.6 ms of its sequence after the reset" \
		28600 60000 "$waited"
	ina_unboard
}

interrupts() {
	grep -c " $(ina_adapter)-0040\$" /proc/interrupts
}

case_each_pin_is_an_interrupt_or_a_gpio() {
	local pin wiring
	for pin in critical warning power_valid timing_control; do
		for wiring in irq gpio; do
			ina_board pins pin_$pin=$wiring
			ina_live
			check_equal "the $pin pin as $wiring is an interrupt of the driver" "2 1" \
				"$(interfaces) $(interrupts)"
			ina_unboard
		done
	done
}

# Nobody can tell which of them is which.
case_interrupts_without_names_cost_nothing_else() {
	ina_board nameless pin_critical=irq pin_power_valid=irq interrupt_names=0
	ina_bus 0 5V
	ina_live
	check_equal "with interrupts that have no names a chip is there, and has none of them" \
		"2 0" "$(interfaces) $(interrupts)"
	check_equal "... which one line in the log says" 1 \
		"$(ina_log "$(ina_adapter)-0040: interrupts without interrupt-names are not used")"
	check_equal "... and it measures" 5000 "$(ina_get in1_input)"
	ina_put curr1_crit 8000
	ina_shunt 0 90mV
	usleep 50000
	check_equal "... and has alarms for who reads" 1 "$(ina_get curr1_crit_alarm)"
	ina_done
}

# line_number N: of line N of the board's GPIO chip, for the sysfs of GPIOs
line_number() {
	local chip
	chip=$(grep -lx "railglow.$ina_name.chip" /sys/class/gpio/gpiochip*/label)
	echo $(($(cat "${chip%label}base") + $1))
}

# A program that waits for edges of a line has its interrupt, of a kind that nobody can share.
case_an_interrupt_that_another_has_costs_its_pin() {
	local line
	ina_board taken pin_critical=irq pin_warning=irq
	ina_bus 0 5V
	ina_live
	ina_unbind
	line=$(line_number 0)
	echo "$line" >/sys/class/gpio/export
	# The folder of a line has its number or its name, as the kernel likes
	echo both >"$(echo /sys/class/gpio/*/edge)"
	ina_bind
	check_equal "with an interrupt that another has a chip is there, and has that of the other pin" \
		"2 1" "$(interfaces) $(interrupts)"
	check_equal "... which one line in the log says" 1 \
		"$(ina_log "$(ina_adapter)-0040: the critical pin is not used: cannot request its interrupt")"
	check_equal "... and no other" 1 "$(ina_log "$(ina_adapter)-0040: the ")"
	check_equal "... and it measures" 5000 "$(ina_get in1_input)"
	ina_put curr1_crit 8000
	ina_put curr2_max 8000
	ina_shunt 0 90mV
	ina_shunt 1 90mV
	usleep 50000
	check_equal "... and the alarm of the other pin comes by itself" 1 \
		"$(ina_get curr2_max_alarm_count)"
	check_equal "... that of the one that it lacks with who reads" 1 \
		"$(ina_get curr1_crit_alarm)"
	echo "$line" >/sys/class/gpio/unexport
	ina_done
}

case_with_no_pin_wired_there_is_no_interrupt() {
	ina_board pins
	ina_live
	check_equal "with no pin wired it has none" "2 0" "$(interfaces) $(interrupts)"
	check_equal "without ti,single-shot the chip converts all the time" 0x7127 \
		"$(ina_register 0x00)"
	ina_unboard
}

case_firmware_takes_rails_out_of_the_sum() {
	local rail
	for rail in 0 1 2; do
		ina_board sums rail$rail/summation_disable=1
		ina_live
		check_equal "ti,summation-disable takes input@$rail out of the sum" \
			"$(printf '0x0f 0x%04x' $((0x7000 & ~(0x4000 >> rail))))" "$(ina_trace w 0x0f)"
		ina_unboard
	done
}

case_the_driver_is_removed_and_comes_back() {
	ina_board leaving
	ina_live
	check "the driver can be removed while its chip is there" rmmod ina3221
	check_fails "... and lets go of it" bound
	check "... and takes it again when it is back" modprobe ina3221
	check "... by itself" bound
	ina_unboard
}

cases
