#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# guest: mode=virtual modules="i2c-dev railglow-board" programs="i2ctransfer" timeout=240
#
# Oscillators that are off, drift and step, each chip its own, and which cycle a word is from.

. /lib/railglow/ktap.sh
. /lib/railglow/boards.sh

drift() {
	echo "$2" >"$(chip_debug desk "$1" drift_ppm)"
}

cycles() {
	figure "$(chip_debug desk "$1" counters)" cycles
}

# period CHIP SECONDS: mean length of a cycle in that time, in us
period() {
	local began ended first last
	began=$(uptime_ms) first=$(cycles "$1")
	sleep "$2"
	ended=$(uptime_ms) last=$(cycles "$1")
	echo $(((ended - began) * 1000 / (last - first)))
}

refuses() {
	case $(write_to "$(chip_debug desk first drift_ppm)" "$1" 2>&1) in
	*'Invalid argument'*) ;;
	*) return 1 ;;
	esac
}

# new_desk: with a chip that is typical, and one that is as fast as can be
new_desk() {
	board_make desk
	board_chip desk first bind=none
	board_chip desk second bind=none address=0x41 oscillator_ppm=-300000
}

case_an_oscillator_does_not_drift_by_itself() {
	local bad
	new_desk
	check_equal "an oscillator does not drift by itself" 0 \
		"$(cat "$(chip_debug desk first drift_ppm)")"
	for bad in 5V 1mV fast '' 101% 'hold 1s' 0.00001%; do
		check "'$bad' is not a drift" refuses "$bad"
	done
	check_equal "a drift that is refused changes nothing" 0 \
		"$(cat "$(chip_debug desk first drift_ppm)")"
	check "a drift can be written before the board is live" drift first 'hold 40s 0; 10%'
	board_unmake desk
}

# A cycle is 6 conversions of 1.1 ms.
case_an_oscillator_is_off() {
	new_desk
	board_live desk
	check_between "a cycle takes what is typical" 6590 6610 "$(period first 15)"
	check_between "that of a chip whose oscillator is 30 % off takes 30 % less" 4613 4627 \
		"$(period second 20)"
	board_unmake desk
}

case_an_oscillator_steps() {
	new_desk
	drift first 'hold 20s 0; 10%'
	board_live desk
	sleep 25
	check_between "from its step on a cycle takes 10 % longer" 7249 7271 "$(period first 20)"
	check_between "the other chip does not mind" 4613 4627 "$(period second 20)"
	check "a drift can be changed while the chip runs" drift second 20%
	check_between "... and comes on top of what the chip is off" 5930 5950 "$(period second 20)"
	board_unmake desk
}

case_an_oscillator_drifts_steadily() {
	new_desk
	board_live desk
	drift first 'ramp 60s 0 2%; 2%'
	# the mean of 1/(1 + x) for x from 0 to 2 % is 0.990131
	check_between "a steady drift of 2 % makes the mean of a minute 1 % longer" 6656 6676 \
		"$(period first 60)"
	check_between "... and ends where it was to" 6721 6743 "$(period first 20)"
	drift first '40%'
	check_between "no oscillator is off by more than 30 %" 8568 8592 "$(period first 20)"
	check_equal "a drift reads back as it was written" 40% \
		"$(cat "$(chip_debug desk first drift_ppm)")"
	board_unmake desk
}

# words KIND: cycles of the data words on the trace
words() {
	awk '$4 == "r" && $5 != "0x00" { print $9 }' $board_debug/desk/transfers | sort -un
}

case_words_tell_their_cycle() {
	local six reg
	new_desk
	board_live desk
	drift first 0
	reg_write desk 0x40 0x00 0x7127
	sleep 1
	reg_write desk 0x40 0x00 0x7120
	board_clear desk
	six=$(for reg in 1 2 3 4 5 6; do printf 'w1@0x40 %s r2 ' $reg; done)
	# shellcheck disable=SC2086 # words
	transfer desk $six >/dev/null
	check_equal "words of a chip that was stopped are of one cycle, or of the one before" yes \
		"$(words | awk '{ n[NR] = $1 } END { print NR <= 2 && n[NR] - n[1] <= 1 ? "yes" : "no" }')"
	check_fails "a number that counts from 1" sh -c "echo '$(words)' | grep -qx 0"
	board_clear desk
	reg_write desk 0x40 0x00 0x7007
	sleep 1
	# shellcheck disable=SC2086 # words
	transfer desk $six $six $six >/dev/null
	check_between "reading them three times takes longer than the fastest cycle" 2 5 \
		"$(words | wc -l)"
	reg_read desk 0x40 0x07 >/dev/null
	check_equal "a word that was not measured is of no cycle" 0 \
		"$(tail -n 1 $board_debug/desk/transfers | cut -d' ' -f9)"
	board_unmake desk
}

cases
