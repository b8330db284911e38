#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# guest: mode=virtual modules="i2c-dev railglow-board"
#        programs="i2ctransfer"
#
# Inputs of chips: constants and scripts, written in one piece or many, right or wrong.

. /lib/railglow/ktap.sh
. /lib/railglow/boards.sh

bus0=$(chip_debug desk pmic rail0_bus_uv)
shunt0=$(chip_debug desk pmic rail0_shunt_uv)
three_levels='hold 500ms 1V; hold 500ms 2V; hold 1s 3V'

# count REGISTER: the signed 13-bit count in it, once a cycle has passed
count() {
	sleep 0.05
	local word
	word=$(reg_read desk 0x40 "$1")
	echo $(((word ^ 0x8000) / 8 - 4096))
}

# chunks FILE TEXT BYTES: written in pieces of that many bytes, on one descriptor
chunks() {
	printf '%s' "$2" | dd of="$1" bs="$3" 2>/dev/null
}

write_fd3() {
	echo "$1" >&3
}

said() {
	dmesg | tail -n 1 | grep -qF "$1"
}

new_desk() {
	board_make desk
	board_chip desk pmic bind=none
}

live_desk() {
	new_desk
	board_live desk
}

case_inputs_are_written_before_the_board_is_live() {
	new_desk
	check_equal "an input that nobody wrote is at 0" 0 "$(cat "$bus0")"
	check "an input can be written before the board is live" write_to "$bus0" 5000000
	check_equal "... and read back" 5000000 "$(cat "$bus0")"
	board_live desk
	check_equal "5 V are 625 steps of 8 mV" 625 "$(count 0x02)"
	board_unmake desk
}

case_inputs_are_converted() {
	live_desk
	echo 5V >"$bus0"
	check_equal "an input that nobody wrote is converted to 0" 0 "$(count 0x01)"
	echo 10mV >"$shunt0"
	check_equal "10 mV are 250 steps of 40 uV" 250 "$(count 0x01)"
	echo -20000 >"$shunt0"
	check_equal "-20 mV are -500 steps" -500 "$(count 0x01)"
	echo 1V >"$shunt0"
	check_equal "1 V on a shunt is full scale" 4095 "$(count 0x01)"
	echo -1V >"$shunt0"
	check_equal "-1 V is full scale the other way" -4096 "$(count 0x01)"
	echo 12V >"$(chip_debug desk pmic rail2_bus_uv)"
	check_equal "the third rail is another input" 1500 "$(count 0x06)"
	check_equal "... than the first" 625 "$(count 0x02)"
	board_unmake desk
}

case_scripts_start_when_they_are_written() {
	live_desk
	echo "$three_levels" >"$bus0"
	check_equal "a script begins with its first level" 125 "$(count 0x02)"
	sleep 0.5
	check_equal "goes on to its second" 250 "$(count 0x02)"
	sleep 0.5
	check_equal "... and stays at its last" 375 "$(count 0x02)"
	sleep 2
	check_equal "... for ever" 375 "$(count 0x02)"
	check_equal "it reads back as it was written" "$three_levels" "$(cat "$bus0")"
	board_unmake desk
}

case_texts_that_are_not_scripts_are_refused() {
	local refused bad
	live_desk
	echo "$three_levels" >"$bus0"
	sleep 1.5
	refused=0
	for bad in '' ' ' volts 5X 'hold' 'hold 1s' 'hold 1s;' 'ramp 1s 5V' 'loop' 'hold 1s 5V; sine' 99999999999 '5V;;6V'; do
		case $(write_to "$bus0" "$bad" 2>&1) in
		*'Invalid argument'*) refused=$((refused + 1)) ;;
		*) diag "taken: '$bad'" ;;
		esac
	done
	check_equal "a text that is not a script is refused" 12 "$refused"
	check_equal "... and changes nothing" "$three_levels" "$(cat "$bus0")"
	write_to "$bus0" 'hold 1s 5V; ramp 1x 0 5V' 2>/dev/null
	check "the log says at which byte it is wrong" said "at byte 1"
	check_equal "the input is converted as before" 375 "$(count 0x02)"
	board_unmake desk
}

# A script of 5000 levels of 1 ms, from 0 to 4.999 V and round again, has some 90 KiB.
case_long_scripts_come_in_many_pieces() {
	local long first second
	live_desk
	long=/tmp/long
	awk 'BEGIN { for (i = 0; i < 5000; i++) printf "hold 1ms %d; ", 1000 * i; print "loop" }' >$long
	check_between "a long script is longer than the pages it comes in" 65537 1048575 \
		"$(wc -c <$long)"
	check "it is taken in pieces of 4096 bytes" dd if=$long of="$bus0" bs=4096
	check "... and is whole then" cmp $long "$bus0"
	echo 0 >"$bus0"
	check "it is taken from cat" sh -c "cat $long >$bus0"
	check "... and is whole then, too" cmp $long "$bus0"
	first=$(count 0x02)
	sleep 1
	second=$(count 0x02)
	check_between "a second later it is a volt further" 130 138 \
		"$(((second - first + 625) % 625))"
	check "a script that ends with a page counts from close on" chunks "$bus0" \
		"$(printf '%4096s' 1000000)" 4096
	check_equal "a volt is 125 steps" 125 "$(count 0x02)"
	board_unmake desk
}

# The input is noise, at the fastest conversions.
case_ten_minutes_that_nobody_looks_at() {
	local rail before noisy
	live_desk
	for rail in 0 1 2; do
		echo 'hold 1s 5V; noise 2mV seed 7; loop' >"$(chip_debug desk pmic rail${rail}_bus_uv)"
	done
	reg_write desk 0x40 0x00 0x7007
	sleep 600
	board_clear desk
	before=$(uptime_ms)
	noisy=$(reg_read desk 0x40 0x02)
	check_between "the first to look after minutes of noise does not wait for it" 0 200 \
		"$(($(uptime_ms) - before))"
	check_between "... and sees 5 V with the noise" 624 626 "$((noisy / 8))"
	# 600 s / 0.84 ms = 714,285 cycles
	check_between "all conversions were made" 714285 720000 \
		"$(figure "$(chip_debug desk pmic counters)" cycles)"
	board_unmake desk
}

case_an_open_file_takes_one_script_after_another() {
	live_desk
	exec 3>"$bus0"
	echo 1V >&3
	echo 2V >&3
	check_equal "a file that is kept open takes one script after the other" 250 "$(count 0x02)"
	check_says "one that is wrong is refused" "Invalid argument" write_fd3 volts
	echo 3V >&3
	check_equal "... and not remembered" 375 "$(count 0x02)"
	printf 'hold 1s 1V;' >&3
	check_says "a script is complete with its write" "Invalid argument" write_fd3 \
		'loop; hold 1s'
	exec 3>&-
	check_equal "... which is what counts" 'hold 1s 1V;' "$(cat "$bus0")"
	board_unmake desk
}

case_more_than_a_mib_is_too_much() {
	live_desk
	check_says "more than a MiB is too much" "too long" \
		sh -c "head -c 1048577 /dev/zero | tr '\\0' ' ' | dd bs=1048577 of='$bus0'"
	board_unmake desk
}

cases
