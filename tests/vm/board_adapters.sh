#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# guest: mode=virtual modules="i2c-dev railglow-board" programs="i2ctransfer i2cget i2cdetect"
#        timeout=240
# log: adapter quirk: too many messages
#
# Adapters that cannot do all, or not at once, and buses that another master uses, too.

. /lib/railglow/ktap.sh
. /lib/railglow/boards.sh

trace() {
	cut -d' ' -f3-7 "$board_debug/desk/transfers"
}

desk() {
	board_make desk "$@"
	board_chip desk pmic bind=none
	board_live desk
}

case_a_read_must_be_the_last_message() {
	local bus
	desk functionality=i2c-read-last
	bus=$(bus_number desk)
	check_equal "an adapter of which a read must be the last message reads a register" 0x5449 \
		"$(reg_read desk 0x40 0xfe)"
	check "writes one" reg_write desk 0x40 0x07 0x1000
	check_equal "... and several before a read" "0x10 0x00" \
		"$(transfer desk w3@0x40 0x08 0x10 0 w1@0x40 8 r2)"
	check_equal "it reads SMBus words" 0x4954 "$(i2cget -y "$bus" 0x40 0xfe w)"
	check "it says that it is plain I2C" sh -c "i2cdetect -F $bus | grep -q '^I2C  *yes'"
	board_clear desk
	check_equal "... but refuses two reads in one transfer" "Operation not supported" \
		"$(transfer desk w1@0x40 0xfe r2 w1@0x40 0xff r2 | reason)"
	check_equal "... and a read before a write" "Operation not supported" \
		"$(transfer desk r2@0x40 w1@0x40 0xff | reason)"
	check_equal "nothing of that was on the bus" "" "$(trace)"
	check_equal "... nor is it counted as such" "0 0 0" \
		"$(board_figure desk transfers) $(board_figure desk messages) $(board_figure desk errors)"
	check_equal "... but as refused" 2 "$(board_figure desk refused)"
	board_unmake desk
}

case_an_adapter_takes_one_message_or_two() {
	desk functionality=i2c-combined
	check_equal "an adapter with quirks reads a register" 0x5449 "$(reg_read desk 0x40 0xfe)"
	check_equal "... and no more at once, of which it warns" "Operation not supported" \
		"$(transfer desk w1@0x40 0xfe r2 w1@0x40 0xff r2 | reason)"
	check_equal "that does not reach it" 0 "$(board_figure desk refused)"
	board_unmake desk
}

case_a_delay_between_messages() {
	desk delay_between_us=1000
	reg_read desk 0x40 0xfe >/dev/null
	check_equal "a delay between messages comes on top of their bits" 1070 \
		"$(awk '$4 == "p" { pointer = $1 } $4 == "r" { print int(($1 - pointer) / 1000) }' $board_debug/desk/transfers)"
	check_equal "none comes before the first" 1120 "$(($(board_figure desk busy_ns) / 1000))"
	board_unmake desk
}

# timed: "MESSAGE END" in ms since the start of the command
timed() {
	board_clear desk
	began=$(uptime_ms)
	reg_read desk 0x40 0xfe >/dev/null
	ended=$(uptime_ms)
	message=$(awk '$4 == "r" { print int($1 / 1000000) }' $board_debug/desk/transfers)
}

case_a_delay_before_a_transfer() {
	desk delay_before_us=500000
	timed
	check_between "a delay before a transfer puts its messages off" 490 700 $((message - began))
	check_between "... and is over with them" -10 200 $((ended - message))
	check_between "the bus is not busy meanwhile" 110000 130000 "$(board_figure desk busy_ns)"
	board_unmake desk
}

case_a_delay_after_a_transfer() {
	desk delay_after_us=500000
	timed
	check_between "a delay after a transfer does not" -10 200 $((message - began))
	check_between "... but the caller learns late of it" 490 700 $((ended - message))
	board_unmake desk
}

case_a_bus_that_takes_no_time_has_no_delays() {
	desk delay_after_us=500000 delay_before_us=500000 bus_sleeps=0
	timed
	check_between "a bus that takes no time has no delays" 0 200 $((ended - began))
	board_unmake desk
}

case_another_master_writes_after_our_transfer() {
	desk
	board_fault desk "other-write to=0x07 word=0x1238 register=0xfe on=read after=1 count=1"
	reg_read desk 0x40 0xfe >/dev/null
	check_equal "another master that is to write later has not written yet" 0x7ff8 \
		"$(reg_read desk 0x40 0x07)"
	board_clear desk
	check_equal "... nor before our transfer is over" "0x54 0x49 0x7f 0xf8" \
		"$(transfer desk w1@0x40 0xfe r2 w1@0x40 0x07 r2 | xargs)"
	check_equal "... then it writes its register" 0x1238 "$(reg_read desk 0x40 0x07)"
	check_equal "... which is on the trace in the order of the bus" "p r p r W p r" \
		"$(cut -d' ' -f4 $board_debug/desk/transfers | xargs)"
	check_equal "... with its word" "0x40 W 0x07 0x1238 0" "$(trace | grep ' W ')"
	check_equal "... and is not taken for ours" "2 6" \
		"$(board_figure desk transfers) $(board_figure desk messages)"
	check_equal "... but counted as another's" 1 "$(board_figure desk other)"
	check_between "it takes 37 bits after our STOP" 94 96 \
		"$(awk '$4 == "r" { last = $1 } $4 == "W" { print int(($1 - last) / 1000) }' $board_debug/desk/transfers)"
	check_equal "the rule says what it did" \
		"other-write register=0xfe to=0x07 word=0x1238 struck=1 left=0" "$(cat $board_debug/desk/faults)"
	board_unmake desk
}

case_another_master_reads_a_flag_away() {
	desk
	reg_write desk 0x40 0x07 0x1000
	reg_write desk 0x40 0x0f 0x0400
	echo 50mV >"$(chip_debug desk pmic rail0_shunt_uv)"
	sleep 0.1
	echo 0 >"$(chip_debug desk pmic rail0_shunt_uv)"
	sleep 0.1
	check_equal "a latched pin is low" 0 "$(figure "$(chip_debug desk pmic pins)" critical)"
	board_fault desk "other-read to=0x0f"
	reg_read desk 0x40 0xfe >/dev/null
	check_equal "... until another master reads Mask/Enable" 1 \
		"$(figure "$(chip_debug desk pmic pins)" critical)"
	check_equal "it has had the flag" "0x40 R 0x0f 0x0603 0" "$(trace | grep ' R ')"
	check_equal "nobody else sees it again" 0x0002 \
		"$(printf '0x%04x' $(($(reg_read desk 0x40 0x0f) & 0xfffe & ~0x0400)))"
	board_unmake desk
}

case_another_master_comes_time_and_again() {
	local modes
	desk
	board_fault desk "other-write to=0x00 word=0x4007 register=0x02 on=read count=forever"
	modes=
	for _ in 1 2 3; do
		transfer desk w3@0x40 0 0x71 0x27 w1@0x40 0x02 r2 >/dev/null
		modes="$modes $(reg_read desk 0x40 0x00)"
	done
	check_equal "another master may do so time and again" " 0x4007 0x4007 0x4007" "$modes"
	board_unmake desk
}

case_another_master_comes_sixteen_times_at_most() {
	local nine reg
	desk
	board_fault desk "other-write to=0x07 word=0x2000 count=forever on=any"
	board_clear desk
	nine=$(for reg in 1 2 3 4 5 6 7 8 9; do printf 'w1@0x40 %s r2 ' $reg; done)
	# shellcheck disable=SC2086 # words
	transfer desk $nine w1@0x40 0 r2 >/dev/null
	check_equal "... but sixteen times after one transfer at most" 16 \
		"$(board_figure desk other)"
	board_unmake desk
}

case_another_master_finds_no_chip() {
	desk
	echo 0 >"$(chip_debug desk pmic powered)"
	board_fault desk "other-write to=0x07 word=0x2000 on=pointer"
	reg_read desk 0x40 0xfe >/dev/null
	check_equal "a chip without power does not answer it either" "0x40 W 0x07 0x0000 -6" \
		"$(trace | tail -n 1)"
	board_fault desk none
	board_clear desk
	board_fault desk "other-read to=0 address=0x41"
	transfer desk r2@0x41 >/dev/null
	check_equal "where there is no chip it has nobody to talk to" 0 "$(board_figure desk other)"
	board_fault desk none
	echo 1 >"$(chip_debug desk pmic powered)"
	check_equal "afterwards all is as ever" 0x5449 "$(reg_read desk 0x40 0xfe)"
	check_equal "no violation came of all that" 0 "$(chip_violations desk pmic)"
	board_unmake desk
}

cases
