# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# shellcheck disable=SC2154 # ina_* are of ina.sh, the rest of common.sh
#
# Scans on demand and captured: of one cycle or not, how many of them, and who waits meanwhile.
# tests/vm/programs/scan_judge.c reads and judges each scan.

# scans_board NAME CONVERSION_US OSCILLATOR DRIFT SETTING..: a board of its own, live, with that sawtooth
scans_board() {
	name=$1 us=$2 oscillator=$3 drifting=$4
	shift 4
	ina_board "scans-$name" "oscillator_ppm=$oscillator" "$@"
	[ -z "$drifting" ] || scans_drift "$drift_script"
	scans_saw "$us"
	ina_live
	scans_set "$us"
}

# on_demand NAME CONVERSION_US BUS_HZ KIND SECONDS OSCILLATOR [drift]
on_demand() {
	scans_board "$1" "$2" "$6" "${7:-}" "../../bus_clock_hz=$3" "../../functionality=$4"
	scans_read "$2" "$5" $(($2 * 6 * 2)) | figures "$1"
	ina_unboard
}

part_demand() {
	on_demand demand-100k 1100 100000 i2c 5 0
	on_demand demand-100k-drift 1100 100000 i2c 6 280000 drift
	on_demand demand-400k 140 400000 i2c 3 0
	on_demand demand-400k-drift 140 400000 i2c 6 -280000 drift
	on_demand demand-2m4 140 2440000 i2c 3 0
	on_demand demand-2m4-drift 140 2440000 i2c 6 280000 drift
	on_demand demand-word 140 400000 smbus-word 3 0
	on_demand demand-word-drift 140 400000 smbus-word 6 -280000 drift
}

# ---- capture ----

can_capture() {
	ina_board probe
	ina_live
	can=1
	[ -e "$(ina_iio)/buffer/enable" ] || can=0
	ina_unboard
	[ $can -eq 1 ]
}

# accounts NAME CYCLE_US OSCILLATOR: counts of cycles that ended, some of which the driver holds
# back at either end. A driver that stops the chip in between lets fewer of them end.
accounts() {
	awk -v name="$1-" -v cycle_us="$2" -v ppm="$3" -v batch="$scans_batch" '
		index($1, name) == 1 { n[substr($1, length(name) + 1)] = $2 }
		END {
			could = n["span-ns"] / 1000 / cycle_us / (1 + ppm / 1000000)
			stops = n["cycles"] < 0.95 * could
			cycles = stops ? could : n["cycles"]
			printf "%sdelivered %.2f\n", name, 100 * n["captured"] / cycles
			rest = cycles - n["captured"] - n["capture_missed"] - n["capture_dropped"]
			if (stops)
				printf "%sunaccounted-percent %.2f\n", name, 100 * rest / cycles
			else
				print name "unaccounted", rest
			# The first batch was there before counting began.
			print name "lost", n["captured"] + batch - n["scans"]
		}' /out/figures >/tmp/accounts
	cat /tmp/accounts >>/out/figures
}

# take NAME CONVERSION_US SECONDS OSCILLATOR [CYCLE_US]: capture the words that were chosen, judged and
# counted; a cycle is longer than of that conversion time where somebody changes it meanwhile
take() {
	scans_begin
	before=$(account)
	scans_capture "$2" "$3" | figures "$1"
	figure "$1-instructions" "$(busy "$before" "$(account)")"
	scans_end
	accounts "$1" "${5:-$(($2 * scans_conversions))}" "$4"
}

# capture NAME WORDS CONVERSION_US BUS_HZ KIND SECONDS OSCILLATOR [drift]
capture() {
	scans_board "$1" "$3" "$7" "${8:-}" "../../bus_clock_hz=$4" "../../functionality=$5"
	scans_choose "$2"
	take "$1" "$3" "$6" "$7"
	ina_unboard
}

# settings_writes FILE VALUE VALUE: written in turn, once a second, until the mark is gone
settings_writes() {
	while [ -e /tmp/writing ]; do
		echo "$2" >"$1"
		sleep 1
		echo "$3" >"$1"
		sleep 1
	done
}

# busy_capture NAME WORDS CONVERSION_US BUS_HZ SECONDS FILE VALUE VALUE [CYCLE_US]: while all attributes
# are read, a setting is written each second, and the first rail's warning lasts
busy_capture() {
	scans_board "$1" "$3" 0 "" "../../bus_clock_hz=$4" pin_warning=irq pin_critical=irq
	scans_choose "$2"
	ina_put curr1_max -8
	touch /tmp/writing
	settings_writes "$(find "$(ina_device)/" -name "$6")" "$7" "$8" &
	writer=$!
	# The first reader waits for the first scan.
	(sleep 1 && ina_get in1_input >/dev/null && attr_reader rounds "$(($5 - 1))" 20000 "$(ina_hwmon)" "$(ina_iio)") >/tmp/reader &
	reader=$!
	take "$1" "$3" "$5" 0 "${9:-}"
	wait $reader
	figures "$1-reader" </tmp/reader
	rm /tmp/writing
	wait $writer
	ina_unboard
}

part_capture() {
	can_capture || return 0
	capture cap-2m4 six 140 2440000 i2c 5 0
	capture cap-2m4-drift six 140 2440000 i2c 6 0 drift
	capture cap-2m4-fast six 140 2440000 i2c 5 -280000 drift
	capture cap-400k six 140 400000 i2c 5 0
	capture cap-400k-drift six 140 400000 i2c 6 0 drift
	capture cap-400k-slow six 140 400000 i2c 5 280000 drift
	capture cap-100k six 1100 100000 i2c 6 0
	capture cap-100k-drift six 1100 100000 i2c 6 0 drift
	capture cap-100k-fast six 1100 100000 i2c 5 -280000 drift
	capture cap-word six 332 400000 smbus-word 5 0
	capture cap-word-drift six 332 400000 smbus-word 6 0 drift
	capture cap-one one 140 400000 i2c 2 0
	capture cap-one-drift one 140 400000 i2c 4 0 drift
	capture cap-slow six 140 100000 i2c 3 0
	capture cap-both both 140 400000 i2c 2 0
	capture cap-both-drift both 140 400000 i2c 4 0 drift
}

part_busy() {
	can_capture || return 0
	busy_capture busy-2m4 six 140 2440000 5 curr2_max 5000 6000
	busy_capture busy-400k six 140 400000 5 curr2_max 5000 6000
	busy_capture busy-100k six 1100 100000 6 curr2_max 5000 6000
	busy_capture busy-one one 140 400000 4 curr2_max 5000 6000
	busy_capture flip-2m4 six 140 2440000 5 in_voltage_integration_time 0.000140 0.000204 1032
	busy_capture flip-400k six 140 400000 5 in_voltage_integration_time 0.000140 0.000204 1032
}
