#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# An oscillator that drifts and steps while scans are captured, and jumps while they are read on
# demand, where nothing is assumed of it but its range (docs/timing.md): none
# of them is of two cycles, and each cycle that ended is delivered, missed or dropped. All inputs
# climb a sawtooth, so that words tell their time themselves; with averages, which are smoother
# than that, the board's trace tells the cycle of each word that was read.
#
# guest: mode=virtual modules="railglow-board ina3221"
#        programs="build/host/guest/scan_judge build/host/guest/attr_reader" timeout=300

# shellcheck source=tests/vm/lib/ktap.sh
. /lib/railglow/ktap.sh
# shellcheck source=tests/vm/lib/ina.sh
. /lib/railglow/ina.sh
# shellcheck source=tests/vm/lib/ina_scans.sh
. /lib/railglow/ina_scans.sh

found=/tmp/found

# So many scans a driver may hold back at either end of what is counted.
held_max=24

drifts='ramp 3s 0 0.05%; ramp 3s 0.05% 0; loop'
steps='hold 700ms 0; hold 600ms 2%; hold 500ms 0; hold 400ms -2%; hold 300ms 0.2%; loop'
waves='sine 10s 0 1% 5s; loop'
jumps='hold 500ms 0; hold 400ms 12%; hold 300ms -9%; hold 600ms 25%; hold 350ms 3%; loop'

found() {
	awk -v name="$1" '$1 == name { print $2 }' $found
}

# record CODE..: as a buffer has it, in the order of conversion; s13 in the upper bits
record() {
	local code word
	for code in "$2" "$1" "$4" "$3" "$6" "$5"; do
		word=$(printf %04x $((code * 8 & 0xffff)))
		printf '%b' "\\x${word%??}\\x${word#??}"
	done
	printf '\0\0\0\0\0\0\0\0\0\0\0\0'
}

# judged CODE..: scans and mixed ones of one record; 10 codes are 3 conversions of 140 us
judged() {
	record "$@" >/tmp/records
	scan_judge capture 168000000 4000 140000 103254t /tmp/records 0.001 >$found
	echo "$(found scans) $(found mixed)"
}

# sum_is_right: of what the board and the driver counted
sum_is_right() {
	awk -v held=$held_max '
		{ n[$1] = $2 }
		END {
			off = n["cycles"] - n["captured"] - n["capture_missed"] - n["capture_dropped"]
			print off, "cycles are not counted, or are twice"
			exit !(off <= held && off >= -held)
		}' $found
}

# drifting DRIFT CONVERSION_US [SETTING..]: a board with that oscillator, all of whose inputs climb
drifting() {
	local drift="$1" us="$2"
	shift 2
	ina_board drift "$@"
	scans_drift "$drift"
	scans_saw "$us"
	ina_live
	scans_set "$us"
}

# captures TITLE SECONDS LEAST CONVERSION_US: at least so many scans, each of one cycle; then the
# board goes
captures() {
	scans_choose six
	scans_begin
	scans_capture "$4" "$2" >$found
	scans_end
	diag "$1: $(tr '\n' ' ' <$found)"
	check "$1: captured scans" test "$(found scans)" -ge "$3"
	check_equal "... of which none is of two cycles, comes twice or too late" "0 0 0" \
		"$(found mixed) $(found twice) $(found backwards)"
	check "... and all cycles that ended are counted, once" sum_is_right
	ina_unboard
}

# times_are_right REGISTER: do the times of its words lie within the cycles that the words are of? A
# write of CONFIG breaks a cycle off: times are compared from there on.
times_are_right() {
	awk -v reg="$1" '
		$4 == "w" && $5 == "0x00" { some = 0 }
		$4 == "r" && $5 == reg && $9 > 0 {
			at = $1 - $9 * 280000
			if (!some || at < first) first = at
			if (!some || at > last) last = at
			some = 1
			seen++
			wrong += last - first > 280000
		}
		END { exit seen < 1000 || wrong }' "$ina_debug/$ina_name/transfers"
}

# captures_beside_readers WORDS LEAST: of one rail, with a warning that lasts, so that the chip runs
# on while its other words are read in between, once a second
captures_beside_readers() {
	ina_board busy pin_warning=irq
	scans_saw 140
	ina_live
	scans_set 140
	scans_choose "$1"
	ina_put curr1_max -8
	(sleep 1 && attr_reader rounds 3 20000 "$(ina_hwmon)" "$(ina_iio)") >/dev/null &
	scans_begin
	scans_capture 140 4 >$found
	scans_end
	wait
	diag "beside readers, $1: $(tr '\n' ' ' <$found)"
	check "beside readers ($1 of a rail): captured scans" test "$(found scans)" -ge "$2"
	check_equal "... of which none is of two cycles, comes twice or too late" "0 0 0" \
		"$(found mixed) $(found twice) $(found backwards)"
	ina_unboard
}

# reads TITLE SECONDS LEAST CONVERSION_US: the same as captures, on demand
reads() {
	scans_read "$4" "$2" $(($4 * 12)) >$found
	diag "$1: $(tr '\n' ' ' <$found)"
	check "$1: scans on demand" test "$(found scans)" -ge "$3"
	check_equal "... of which none is of two cycles, and no power of two scans" "0 0" \
		"$(found mixed) $(found powers-wrong)"
	check_equal "... and no read fails" 0 "$(found failed)"
	ina_unboard
}

# next_set: all words by their attributes, in the order of conversion, and the first one again, into
# variables of the caller; the shell reads without a process, so that most sets are of one scan
next_set() {
	read -r s1 <in4_input
	read -r b1 <in1_input
	read -r s2 <in5_input
	read -r b2 <in2_input
	read -r s3 <in6_input
	read -r b3 <in3_input
	read -r again <in4_input
}

# set_is_of_one_cycle: by the board's trace, there is a cycle of which all six words are
set_is_of_one_cycle() {
	awk -v set="$((s1 / 40)) $((b1 / 8)) $((s2 / 40)) $((b2 / 8)) $((s3 / 40)) $((b3 / 8))" '
		BEGIN { split(set, code) }
		$4 == "r" && $5 ~ /^0x0[1-6]$/ {
			reg = substr($5, 4)
			print $9, reg, $6, code[reg]
		}' "$ina_debug/$ina_name/transfers" | while read -r cycle reg word code; do
		[ $((word >> 3)) -ne "$code" ] || echo "$cycle $reg"
	done | sort -u | awk '{ n[$1]++ } END { for (each in n) if (n[each] == 6) whole = 1; exit !whole }'
}

# averages TITLE: no set of 60 is of two cycles, and most are of one scan; then the board goes
averages() {
	local again b1 b2 b3 i mixed s1 s2 s3 scans
	ina_put samples 4
	cd "$(ina_hwmon)" || return
	scans=0 mixed=0
	for i in $(seq 60); do
		usleep $((2000 + i * 137))
		ina_clear
		next_set
		[ "$s1" = "$again" ] || continue
		scans=$((scans + 1))
		set_is_of_one_cycle || mixed=$((mixed + 1))
	done
	cd / || return
	check "$1: averages on demand" test $scans -ge 40
	check_equal "... of which none is of two cycles" 0 $mixed
	b3=$((b3 + 160))
	check_fails "... where one of another cycle would be found" set_is_of_one_cycle
	ina_unboard
}

case_the_oracle_tells_words_of_another_cycle() {
	check_equal "the oracle takes words that follow each other" "1 0" \
		"$(judged 100 103 107 110 113 117)"
	check_equal "... over the edge of the sawtooth, too" "1 0" "$(judged 3995 3998 2 5 8 12)"
	check_equal "... and finds the last one of the cycle before" "1 1" \
		"$(judged 100 103 107 110 113 97)"
	check_equal "... the first one of the cycle after" "1 1" "$(judged 120 103 107 110 113 117)"
	check_equal "... one of a fast chip" "1 1" "$(judged 100 102 105 107 109 98)"
	check_equal "... and one of the cycle after of a slow chip" "1 1" \
		"$(judged 100 104 109 113 117 148)"
}

case_a_chip_that_drifts_is_captured() {
	drifting "$drifts" 140 ../../bus_clock_hz=2440000
	captures "drifting, 2.44 MHz" 3 2500 140
}

case_a_chip_that_steps_is_captured() {
	drifting "$steps" 140
	captures "stepping, 400 kHz" 4 3000 140
}

case_a_slow_chip_that_waves_is_captured() {
	drifting "$waves" 140 oscillator_ppm=200000
	captures "in waves, 400 kHz, slow" 4 2000 140
}

case_a_chip_that_steps_is_captured_by_words() {
	drifting "$steps" 332 ../../functionality=smbus-word
	captures "stepping, SMBus words" 4 400 332
}

# A multiplexer in between is switched first, for each transfer.
case_a_chip_behind_a_mux_is_captured() {
	drifting "$steps" 140 ../../delay_before_us=150
	captures "stepping, behind a mux, 400 kHz" 4 2000 140
}

case_a_chip_behind_a_mux_on_a_fast_bus_is_captured() {
	drifting "$steps" 140 ../../delay_before_us=150 ../../bus_clock_hz=2440000
	captures "stepping, behind a mux, 2.44 MHz" 3 2500 140
}

case_longer_conversions_behind_a_mux_are_captured() {
	drifting "$steps" 332 ../../delay_before_us=150
	captures "stepping, behind a mux, 332 us" 4 1500 332
}

case_a_bus_that_is_late_mixes_no_cycles() {
	drifting "$steps" 140 ../../bus_clock_hz=2440000
	ina_fault 'slow one_in=60 us=400 seed=2'
	captures "stepping, a bus that is late" 3 1000 140
}

case_a_bus_that_fails_mixes_no_cycles() {
	drifting "$steps" 140
	ina_fault 'nack one_in=300 seed=3'
	captures "stepping, a bus that fails" 3 1000 140
}

case_one_word_is_captured_beside_readers() {
	captures_beside_readers one 5000
}

# The oracle is the board: a word must not be read later than the bits of its transfer say.
case_words_are_of_their_time_on_a_busy_processor() {
	local right=0
	ina_board busy pin_warning=irq
	scans_saw 140
	ina_live
	scans_set 140
	scans_choose one
	ina_put curr1_max -8
	(attr_reader rounds 12 15000 "$(ina_hwmon)" "$(ina_iio)") >/dev/null &
	scans_begin
	for _ in $(seq 10); do
		ina_clear
		scans_capture 140 1 >$found
		! times_are_right 0x01 || right=$((right + 1))
	done
	scans_end
	wait
	check_equal "words are of the cycle that their time says, on a busy processor, too" 10 $right
	ina_unboard
}

case_both_words_are_captured_beside_readers() {
	captures_beside_readers both 500
}

case_a_chip_that_steps_is_read() {
	drifting "$steps" 140
	reads "stepping, 400 kHz" 3 300 140
}

case_a_chip_that_jumps_is_read() {
	drifting "$jumps" 140 ../../bus_clock_hz=2440000
	reads "jumping, 2.44 MHz" 3 300 140
}

case_a_fast_chip_that_jumps_is_read_by_words() {
	drifting "$jumps" 140 ../../functionality=smbus-word oscillator_ppm=-250000
	reads "jumping, SMBus words, fast" 3 200 140
}

case_a_chip_that_jumps_is_read_over_a_slow_bus() {
	drifting "$jumps" 1100 ../../bus_clock_hz=100000
	reads "jumping, 100 kHz" 4 100 1100
}

case_averages_of_a_chip_that_jumps_are_read() {
	drifting "$jumps" 140 ../../bus_clock_hz=2440000
	averages "jumping, 2.44 MHz"
}

case_averages_of_a_fast_chip_that_jumps_are_read() {
	drifting "$jumps" 140 oscillator_ppm=-250000
	averages "jumping, 400 kHz, fast"
}

cases
