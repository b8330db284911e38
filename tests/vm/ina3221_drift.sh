#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# An oscillator that drifts, steps and jumps while scans are captured and read on demand: none
# of them is of two cycles, and each cycle that ended is delivered, missed or dropped. All inputs
# climb a sawtooth, so that words tell their time themselves; with averages, which are smoother
# than that, the board's trace tells the cycle of each word that was read.
#
# guest: mode=virtual modules="railglow-board ina3221"
#        programs="build/host/guest/scan_judge" timeout=300

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

# ---- the oracle ----

# record CODE..: as a buffer has it, in the order of conversion; s13 in the upper bits
record() {
	for code in "$2" "$1" "$4" "$3" "$6" "$5"; do
		word=$(printf %04x $((code * 8 & 0xffff)))
		printf '%b' "\\x${word%??}\\x${word#??}"
	done
	printf '\0\0\0\0\0\0\0\0\0\0\0\0'
}

# judged CODE..: what is said of one record; 10 codes are 3 conversions of 140 us
judged() {
	record "$@" >/tmp/records
	scan_judge capture 168000000 4000 140000 103254t /tmp/records 0.001 >$found
	echo "$(found scans) $(found mixed)"
}

# ---- what is tested ----

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

# captures TITLE DRIFT SECONDS LEAST CONVERSION_US SETTING..: at least so many scans, each of one cycle
captures() {
	title=$1 script=$2 seconds=$3 least=$4 us=$5
	shift 5
	ina_board drift "$@"
	scans_drift "$script"
	scans_saw "$us"
	ina_live
	scans_set "$us"
	scans_choose six
	[ -z "$faults" ] || ina_fault "$faults"
	scans_begin
	scans_capture "$us" "$seconds" >$found
	scans_end
	diag "$title: $(tr '\n' ' ' <$found)"
	check "$title: captured scans" test "$(found scans)" -ge "$least"
	check_equal "... of which none is of two cycles, comes twice or too late" "0 0 0" \
		"$(found mixed) $(found twice) $(found backwards)"
	check "... and all cycles that ended are counted, once" sum_is_right
	ina_unboard
}

# reads TITLE DRIFT SECONDS LEAST CONVERSION_US SETTING..: the same on demand
reads() {
	title=$1 script=$2 seconds=$3 least=$4 us=$5
	shift 5
	ina_board drift "$@"
	scans_drift "$script"
	scans_saw "$us"
	ina_live
	scans_set "$us"
	scans_read "$us" "$seconds" $((us * 12)) >$found
	diag "$title: $(tr '\n' ' ' <$found)"
	check "$title: scans on demand" test "$(found scans)" -ge "$least"
	check_equal "... of which none is of two cycles, and no power of two scans" "0 0" \
		"$(found mixed) $(found powers-wrong)"
	check_equal "... and no read fails" 0 "$(found failed)"
	ina_unboard
}

# cycles_of_last BUS_MV: of how many cycles the words are that were read last, by the board's
# trace, and whether they are what was handed out
cycles_of_last() {
	printf '%s ' $(($1 / 8))
	awk '$4 == "r" && $5 ~ /^0x0[1-6]$/ { cycle[$5] = $9; word[$5] = $6 }
		END {
			for (each in cycle) seen[cycle[each]]++
			for (each in seen) count++
			print count, word["0x02"]
		}' "$ina_debug/$ina_name/transfers"
}

# averages TITLE DRIFT SETTING..: sets that are of one cycle, of 60
averages() {
	title=$1 script=$2
	shift 2
	ina_board drift "$@"
	scans_drift "$script"
	scans_saw 140
	ina_live
	scans_set 140
	ina_put samples 4
	whole=0
	for i in $(seq 60); do
		usleep $((2000 + i * 137))
		ina_clear
		cycles_of_last "$(ina_get in1_input)" >$found
		read -r code cycles word <$found
		[ "$cycles" -ne 1 ] || [ $((word >> 3)) -ne "$code" ] || whole=$((whole + 1))
	done
	check_equal "$title: averages on demand, each of one cycle" 60 "$whole"
	ina_unboard
}

plan $((6 + 8 * 3 + 4 * 3 + 2))

check_equal "the oracle takes words that follow each other" "1 0" \
	"$(judged 100 103 107 110 113 117)"
check_equal "... over the edge of the sawtooth, too" "1 0" "$(judged 3995 3998 2 5 8 12)"
check_equal "... and finds the last one of the cycle before" "1 1" \
	"$(judged 100 103 107 110 113 97)"
check_equal "... the first one of the cycle after" "1 1" "$(judged 120 103 107 110 113 117)"
check_equal "... one of a fast chip" "1 1" "$(judged 100 102 105 107 109 98)"
check_equal "... and one of the cycle after of a slow chip" "1 1" \
	"$(judged 100 104 109 113 117 148)"

faults=''
captures "drifting, 2.44 MHz" "$drifts" 3 2500 140 ../../bus_clock_hz=2440000
captures "stepping, 400 kHz" "$steps" 4 3000 140
captures "in waves, 400 kHz, slow" "$waves" 4 2000 140 oscillator_ppm=200000
captures "jumping, 2.44 MHz" "$jumps" 4 1500 140 ../../bus_clock_hz=2440000
captures "jumping, 400 kHz" "$jumps" 4 1000 140
captures "jumping, SMBus words" "$jumps" 4 400 332 ../../functionality=smbus-word
faults='slow one_in=60 us=400 seed=2'
captures "stepping, a bus that is late" "$steps" 3 1000 140 ../../bus_clock_hz=2440000
faults='nack one_in=300 seed=3'
captures "stepping, a bus that fails" "$steps" 3 1000 140
faults=''

reads "stepping, 400 kHz" "$steps" 3 300 140
reads "jumping, 2.44 MHz" "$jumps" 3 300 140 ../../bus_clock_hz=2440000
reads "jumping, SMBus words, fast" "$jumps" 3 200 140 ../../functionality=smbus-word \
	oscillator_ppm=-250000
reads "jumping, 100 kHz" "$jumps" 4 100 1100 ../../bus_clock_hz=100000
averages "jumping, 2.44 MHz" "$jumps" ../../bus_clock_hz=2440000
averages "jumping, 400 kHz, fast" "$jumps" oscillator_ppm=-250000
