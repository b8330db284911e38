#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# railglow record through the driver's IIO buffer: every cycle of the chip at its highest
# rate, what ends a recording, its figures against closed forms, and back into the board.
#
# guest: mode=virtual modules="railglow-board ina3221" timeout=240
#        programs="build/host/railglow build/host/jsoncheck build/host/guest/on_pty iio_readdev"
#        files="docs/schema:/schema share:/share"

. /lib/railglow/ktap.sh
. /lib/railglow/ina.sh
. /lib/railglow/tool.sh

export TERM=xterm
conversion_us=140
cycle_us=$((6 * conversion_us))

# fast_board NAME [SETTING=VALUE..]: three rails at the chip's highest rate, 1190 scans a second.
fast_board() {
	ina_board "$@" ../../bus_clock_hz=2440000 rail0/label=A rail1/label=B rail2/label=C
	ina_live
	ina_iio_put in_voltage_integration_time "0.000$conversion_us"
	ina_iio_put in_voltage-voltage_integration_time "0.000$conversion_us"
}

# One step of the bus register, 8 mV, for each cycle: the reading counts cycles.
count_cycles="ramp $((3750 * cycle_us))us 0 30V"

# value KEY [N]: value of the N-th such key in the JSON in /tmp/out
value() {
	grep "\"$1\":" /tmp/out | sed -n "${2:-1}{s/.*: *//;s/[,}].*//;p;}"
}

# scans FILE: its lines that are scans
scans() {
	grep '^[0-9]' "$1"
}

# torn_out FILE: is more missing than the odd cycle?
torn_out() {
	scans "$1" | awk -F, 'NR > 1 && $2 - last > 0.0081 { holes++ } NR > 1 && $2 - last > 0.0161 { big++ }
		{ last = $2 } END { print big + (holes > 5) }'
}

# cycles_in FILE: how many the reading of A went on, and how often it did not
cycles_in() {
	scans "$1" | awk -F, 'NR == 1 { first = $2 } NR > 1 && $2 == last { twice++ } { last = $2 }
		END { print int((last - first) / 0.008 + 0.5), twice + 0 }'
}

# near SENTENCE EXPRESSION VALUE PERCENT: both are awk's
near() {
	check "$1" awk -v percent="$4" "BEGIN { wish = $2; is = $3; print wish, is
		exit !(is - wish <= percent / 100 * wish && wish - is <= percent / 100 * wish) }"
}

# marked_late FILE: marks that are not within a tenth of a second after A rose
marked_late() {
	awk -F, '/^[0-9]/ { if ($3 > 2 && before <= 2) rises[n++] = $1; before = $3 }
		/^# alarm/ { split($0, word, " "); marks[m++] = word[3] }
		END {
			for (i = 0; i < m; i++) {
				near = 0
				for (k = 0; k < n; k++)
					near += marks[i] > rises[k] - 0.01 && marks[i] < rises[k] + 0.11
				late += !near
			}
			print late + 0
		}' "$1"
}

whole_lines() {
	[ -z "$(tail -c 1 "$1" | tr -d '\n')" ] &&
		[ -z "$(scans "$1" | awk -F, 'NF != 7')" ]
}

case_every_cycle_is_recorded_at_the_highest_rate() {
	local cycles missed seconds least
	fast_board fast
	ina_bus 1 5000000
	ina_shunt 1 'ramp 4s 0 40mV'
	ina_shunt 2 -10000
	ina_bus 0 "$count_cycles"
	cycles=$(ina_chip_counter cycles)
	missed=$(counter capture_missed)
	check "record at the chip's highest rate" run record --duration 2s --out /tmp/fast.csv \
		--json
	cycles=$(($(ina_chip_counter cycles) - cycles))
	missed=$(($(counter capture_missed) - missed))
	check "its figures fit their schema" fits record.json
	check_between "the driver misses no more than three cycles of a thousand" 0 7 "$missed"
	check "it captures through IIO" grep -qx '# source: iio' /tmp/fast.csv
	check "... at the rate the driver names" grep -qx \
		"# sampling_frequency: $((1000000 / cycle_us))[.][0-9]*" /tmp/fast.csv
	check "the chip's settings are noted" grep -qx \
		"# integration_time_bus: 0.000$conversion_us" /tmp/fast.csv
	check_between "in two seconds there is a scan for every cycle, but for those" \
		$((2000000 / cycle_us - 1)) \
		$((2000000 / cycle_us + 2)) $(($(value scans) + missed))
	check_equal "the file holds as many" "$(value scans)" "$(scans /tmp/fast.csv | wc -l)"
	check_equal "each is the chip's next cycle, but for those, and none comes twice" \
		"$(($(value scans) - 1 + missed)) 0" "$(cycles_in /tmp/fast.csv)"
	check_equal "only those count as dropped" "$missed" "$(value dropped)"
	check_between "the chip itself counted as many, and those while record began and ended" \
		"$(value scans)" "$(($(value scans) + 500000 / cycle_us))" "$cycles"
	check_between \
		"times begin at 0 and go up by a cycle each, but for those, to less than half of one" \
		0 \
		"$missed" "$(scans /tmp/fast.csv | awk -F, -v cycle="$cycle_us" '
			{ passed = ($1 - last) * 1000000 / cycle; last = $1 }
			NR == 1 ? $1 != 0 : passed <= 0.5 || passed >= 1.5 { bad++ }
			END { print bad + 0 }')"
	seconds=$(value seconds)
	near "from first to last they are the chip's cycles" \
		"($(value scans) - 1 + $missed) * $cycle_us / 1000000" "$seconds" 0.1
	check "a constant is right in every scan" \
		sh -c '! grep "^[0-9]" /tmp/fast.csv | grep -v ",0.000,-1.000000$"'
	least=$(value min 5)
	near "charge of a current that rises 1 A a second" \
		"$least * $seconds + $seconds * $seconds / 2" \
		"$(value coulombs 2)" 0.3
	near "... and energy, at 5 V" "5 * ($least * $seconds + $seconds * $seconds / 2)" \
		"$(value joules 2)" 0.3
	near "... its mean" "$least + $seconds / 2" "$(value mean 5)" 0.3
	near "half of the scans are below the middle" "$least + $seconds / 2" "$(value p50 5)" 0.6
	near "95 of a hundred below that" "$least + 0.95 * $seconds" "$(value p95 5)" 0.6
	near "watts likewise" "5 * ($least + 0.05 * $seconds)" "$(value p5 6)" 5
	near "a negative current takes charge away" "$seconds" "-1 * $(value coulombs 3)" 0.02
	check_equal "the capture is off again" 0 "$(ina_iio_get buffer/enable)"
	check_equal "... and the device's clock as it was" realtime \
		"$(ina_iio_get current_timestamp_clock)"
	ina_unboard
}

case_fewer_scans_are_kept_with_rate() {
	local missed
	fast_board fast
	missed=$(counter capture_missed)
	check "fewer scans are kept with --rate" run record --rate 100 --duration 1s --out \
		/tmp/r.csv --json
	check_between "a hundred in a second, whatever the rate of the chip" 99 101 "$(value scans)"
	check_equal "that is not dropping" $(($(counter capture_missed) - missed)) \
		"$(value dropped)"
	ina_unboard
}

case_alarms_are_marked() {
	fast_board fast
	ina_bus 0 5000000
	ina_shunt 0 'hold 200ms 0 50mV; loop'
	check "an alarm that comes and goes" run limit A warning 2
	run record --duration 2s --out /tmp/r.csv
	check_between "... is marked each time it comes" 4 6 \
		"$(grep -c '^# alarm: [0-9.]* A warning$' /tmp/r.csv)"
	check_equal "... within a tenth of a second" 0 "$(marked_late /tmp/r.csv)"
	ina_unboard
}

case_more_scans_than_there_are_cannot_be_had() {
	fast_board fast
	check "more than there are is said" run record --rate 5000 --duration 100ms --out /tmp/r.csv
	check "... with how many there are" err_has "1190.48 scans come per second"
	ina_unboard
}

case_one_rail_is_recorded_alone() {
	fast_board fast
	ina_bus 1 5000000
	check "one rail alone" run record --rails B --duration 100ms --out /tmp/r.csv
	check "... is the right one" grep -q '^0.000000,5.000,' /tmp/r.csv
	ina_unboard
}

case_a_rail_that_is_off_has_no_values() {
	fast_board off
	ina_bus 0 5V
	ina_bus 1 3.3V
	ina_put in2_enable 0
	check "a rail that is off is recorded beside one that is on" \
		run record --rails A,B --duration 1s --output /tmp/off.csv
	check_equal "... without values of its own" 0 \
		"$(scans /tmp/off.csv | grep -vcE '^[0-9.]+,5\.000,[-0-9.]+,,$')"
	check "... of which there are some" test "$(scans /tmp/off.csv | wc -l)" -gt 500
	check_fails "one that is off alone cannot be recorded" \
		railglow record --rails B --duration 1s --output /tmp/none.csv
	run record --rails B --duration 1s --output /tmp/none.csv
	check "... and the user is asked whether it is on" err_has "are the rails on?"
	ina_done
}

case_scans_are_missing_on_a_failing_bus() {
	local absent
	fast_board fast
	ina_bus 0 "$count_cycles"
	ina_fault "nack one_in=200 seed=3"
	run record --duration 2s --out /tmp/r.csv --json
	ina_fault none
	check "with a failing bus scans are missing" test "$(value dropped)" -gt 10
	absent=$(scans /tmp/r.csv | awk -F, 'NR == 1 { first = $2 } { last = $2 }
		END { print int((last - first) / 0.008 + 1.5) - NR }')
	# Reads that are tried again come late, so that time tells their cycle almost always.
	check_between "... as many as the chip's cycles say" $((absent - 3)) $((absent + 3)) \
		"$(value dropped)"
	ina_unboard
}

case_somebody_else_captures() {
	local recorder captured missed
	fast_board fast
	railglow record --out /tmp/i.csv >/tmp/first 2>&1 &
	recorder=$!
	captured=$(counter captured)
	missed=$(counter capture_missed)
	sleep 1
	says 2 "another program captures" record
	sleep 1
	kill -INT "$recorder"
	wait "$recorder"
	check_equal "the first one ends well when interrupted" 0 $?
	check "it has lost nothing to the other" grep -q \
		" $(($(counter capture_missed) - missed)) dropped" /tmp/first
	check "... its lines are whole" whole_lines /tmp/i.csv
	check_between "it holds what was captured up to the moment it ended" 0 12 \
		$(($(counter captured) - captured - $(scans /tmp/i.csv | wc -l)))
	ina_unboard
}

case_ctrl_c_ends_a_recording_well() {
	fast_board fast
	on_pty 24x80 1500:int -- railglow record --output /tmp/i.csv >/tmp/out
	check_equal "Ctrl-C on a terminal ends it well" 0 $?
	check "progress was shown there" grep -q '[0-9] s, [0-9]* scans, [0-9]* dropped' /tmp/out
	check "... its lines are whole" whole_lines /tmp/i.csv
	ina_unboard
}

case_a_terminal_that_goes_away_ends_a_recording_well() {
	fast_board fast
	on_pty 24x80 1500:hup -- railglow record --output /tmp/i.csv >/tmp/out
	check_equal "a terminal that goes away ends it well" 0 $?
	check "... its lines are whole" whole_lines /tmp/i.csv
	check "one that shows the scans themselves does, too" ends_with_terminal record
	check "... also without a signal" ends_without_signal record
	signalled HUP record --output /tmp/h.csv
	check_equal "a terminal that hangs up ends it well, too" 0 $?
	check "... its lines are whole" whole_lines /tmp/h.csv
	ina_unboard
}

case_a_full_disk_ends_a_recording() {
	fast_board fast
	mkdir -p /small
	mount -t tmpfs -o size=64k none /small
	ina_bus 0 "$count_cycles"
	run record --out /small/r.csv --duration 20s
	check_equal "a full disk ends it" 2 "$status"
	check "it says so" err_has "No space left"
	check_equal "... in one line" 1 "$(wc -l </tmp/err)"
	check "... its lines are whole" whole_lines /small/r.csv
	check_equal "... and as many as fit" 1 "$(($(wc -c </small/r.csv) > 65536 - 200))"
	check_equal "... the first to the last of the cycles" 0 "$(torn_out /small/r.csv)"
	run record --out /dev/full
	check_equal "a device that takes nothing ends it as well" 2 "$status"
	check "... for that reason" err_has "/dev/full: No space left"
	umount /small
	ina_unboard
}

case_a_pipe_that_closes_ends_a_recording() {
	fast_board fast
	railglow record 2>/tmp/err | head -n 40 >/tmp/out
	check "a pipe that closes ends it" test "$(wc -l </tmp/out)" -eq 40
	within 3 test "$(ina_iio_get buffer/enable)" -eq 0
	check_equal "... and the capture" 0 "$(ina_iio_get buffer/enable)"
	ina_unboard
}

case_a_capture_that_nobody_reads_is_taken_over() {
	local recorder
	fast_board fast
	railglow record >/dev/null 2>&1 &
	recorder=$!
	sleep 1
	kill -KILL "$recorder"
	wait "$recorder" 2>/dev/null
	check "a capture that nobody reads any more is taken over" run record --duration 100ms \
		--out /tmp/i.csv
	ina_unboard
}

case_a_chip_that_vanishes_ends_a_recording() {
	local recorder
	fast_board fast
	ina_bus 0 "$count_cycles"
	railglow record --out /tmp/u.csv >/tmp/out 2>/tmp/err &
	recorder=$!
	usleep 1500000
	ina_unboard
	wait "$recorder"
	check_equal "a chip that vanishes ends it with status 3" 3 $?
	check_equal "... of which libiio does not complain" 0 \
		"$(grep -c '^ERROR\|^WARNING' /tmp/err)"
	check_equal "... and we once" 1 "$(wc -l </tmp/err)"
	check "... its lines are whole" whole_lines /tmp/u.csv
	check_equal "... the first to the last of the cycles" 0 "$(torn_out /tmp/u.csv)"
	check_between \
		"... up to the last time it could read, the tenth of a second before that is not handed over" \
		1150 1550 \
		"$(scans /tmp/u.csv | tail -n 1 | awk -F, '{ print int($1 * 1000) }')"
}

# levels COUNT STEP: so many that do not repeat, in uV
levels() {
	awk -v count="$1" -v step="$2" 'BEGIN {
		for (i = 0; i < count; i++) printf " %d", step * (i * 7 % count + 1) }'
}

# agree ONCE TWICE COLUMN: how many stretches of one value follow each other in both, each as
# long to a scan. The first and the last of each recording are cut off by it.
agree() {
	awk -F, -v column="$3" '
		!/^[0-9]/ { next }
		{ file = FILENAME == ARGV[1] }
		!((file, n[file]) in value) || value[file, n[file]] != $column {
			value[file, ++n[file]] = $column
		}
		{ scans[file, n[file]]++ }
		function same(i, k, more) {
			more = scans[1, i + k] - scans[0, i]
			return value[1, i + k] == value[0, i] && more >= -1 && more <= 1
		}
		END {
			for (k = -2; k < n[1]; k++) {
				for (i = 2; i < n[0] && i + k < n[1] && same(i, k); i++)
					;
				most = i - 2 > most ? i - 2 : most
			}
			print most + 0
		}' "$1" "$2"
}

case_a_recording_is_played_into_the_board() {
	fast_board field rail0/shunt_uohm=2000
	ina_bus 0 "hold 97ms$(levels 20 48000)"
	ina_shunt 0 "hold 61ms$(levels 30 200)"
	ina_shunt 2 "hold 83ms$(levels 24 -400)"
	run record --duration 1800ms --out /tmp/once.csv
	check "a recording is played into the board" run replay /tmp/once.csv
	run record --duration 1800ms --out /tmp/twice.csv
	check_between "recorded again it has the same volts for the same time" 16 20 \
		"$(agree /tmp/once.csv /tmp/twice.csv 2)"
	check_between "... and the same amperes" 26 30 "$(agree /tmp/once.csv /tmp/twice.csv 3)"
	check_between "... also those below zero" 18 24 "$(agree /tmp/once.csv /tmp/twice.csv 7)"
	ina_unboard
}

cases
