#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# guest: mode=normal modules="i2c-smbus i2c-dev railglow-board pin-probe"
#        programs="i2ctransfer"
#
# Boards come and go: two at a time, in the middle of being used, and halfway.

. /lib/railglow/ktap.sh
. /lib/railglow/boards.sh

bus_volts() {
	i2ctransfer -f -y "$(bus_number "$1")" w1@0x40 0x02 r2
}

case_two_boards_are_two_worlds() {
	make_full left
	make_full right
	board_live left
	board_live right
	check_fails "two boards have two buses" test "$(bus_number left)" = "$(bus_number right)"
	echo 5V >"$(chip_debug left pmic rail0_bus_uv)"
	echo 3V >"$(chip_debug right pmic rail0_bus_uv)"
	sleep 0.1
	check_equal "each chip has its own inputs" "0x13 0x88 0x0b 0xb8" \
		"$(bus_volts left) $(bus_volts right)"
	echo nack count=forever >"$board_debug/left/faults"
	check_fails "faults of one" bus_volts left
	check "are not those of the other" bus_volts right
	unmake_full left
	check "without the one the other goes on" bus_volts right
	unmake_full right
	check_equal "both are gone" "" "$(leftovers)"
}

case_a_board_comes_and_goes_while_it_is_read() {
	local readers rounds
	make_full busy
	board_live busy
	readers=
	for _ in 1 2 3; do
		while :; do
			cat /sys/bus/i2c/devices/*/pins "$board_debug"/busy/transfers \
				"$board_debug"/busy/chips/*/registers
		done >/dev/null 2>&1 &
		readers="$readers $!"
	done
	rounds=0
	while [ $rounds -lt 20 ]; do
		echo 0 >$board_config/busy/live || break
		echo 1 >$board_config/busy/live || break
		rounds=$((rounds + 1))
	done
	# shellcheck disable=SC2086 # several
	kill $readers
	wait
	check_equal "a board can come and go while all of it is being read" 20 "$rounds"
	unmake_full busy
}

case_open_files_outlive_their_board() {
	make_full open
	board_live open
	exec 3<"$board_debug/open/transfers" 4<"$board_debug/open/chips/pmic/rail0_shunt_uv" \
		5>"$board_debug/open/faults"
	unmake_full open
	check "files that were open then read as gone" sh -c '! cat <&3 && ! cat <&4' 3<&3 4<&4
	check_fails "... and cannot be written" sh -c 'echo nack >&5' 5>&5
	exec 3<&- 4<&- 5>&-
}

# The second LED's name is taken, after chips, pins and the first LED were made.
case_a_board_fails_at_its_last_part() {
	make_full first
	board_led first last
	board_live first
	make_full second
	board_led second last
	check_says "a board that fails at its last part does not go live" exists \
		write_to $board_config/second/live 1
	check_equal "nothing is left of it" "first-lamp first-rgb last" \
		"$(names_of /sys/class/leds/[!i]*)"
	check_equal "... nor a bus" 1 "$(names_of /sys/bus/i2c/devices/i2c-* | wc -w)"
	unmake_full first
	check "without the other it does" board_live second
	unmake_full second
}

case_the_driver_goes_while_its_chips_are_live() {
	make_full last
	board_live last
	check "a driver can go while its chips are live" rmmod pin_probe
	check "the board can go after that" unmake_full last
	check "... then the module can be unloaded" rmmod railglow_board
	modprobe railglow-board
	modprobe pin-probe
}

cases
