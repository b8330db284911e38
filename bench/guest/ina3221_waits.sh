# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# shellcheck disable=SC2154 # ina_* are of ina.sh, modules of ina3221.sh
#
# How long a read of an attribute can take, and how soon it can be ended.
# tests/vm/programs/attr_reader.c times each read.

# longest FILE: prints the longest time that attr_reader measured
longest() {
	sort -n "$1" | tail -n 1
}

# set_cycle US: exactly, where the driver has a file for that
set_cycle() {
	if [ -e "$(ina_hwmon)/update_interval_us" ]; then
		ina_put update_interval_us "$1"
	else
		ina_put update_interval $((($1 + 500) / 1000))
	fi
}

# faces: prints the folders that have attributes
faces() {
	ina_hwmon
	[ ! -e "$(ina_iio)" ] || ina_iio
}

# sweep NAME: all 8 conversion times by all 8 counts of samples, each attribute read twice
sweep() {
	: >/tmp/longest
	settings=0
	# 6 conversions each, typical.
	for cycle_us in 840 1224 1992 3528 6600 12696 24936 49464; do
		ina_put samples 1
		set_cycle $cycle_us
		for samples in 1 4 16 64 128 256 512 1024; do
			ina_put samples $samples
			# shellcheck disable=SC2046 # one folder or two
			attr_reader rounds 0.01 10000 $(faces) |
				awk -v setting="$cycle_us/$samples" '
					$1 == "longest-ns" { ns = $2 }
					$1 == "longest-name" { print ns, $2, setting }' >>/tmp/longest
			settings=$((settings + 1))
		done
	done
	figure "$1-settings" $settings
	longest /tmp/longest | {
		read -r ns file setting
		figure "$1-longest-ns" "$ns"
		figure "$1-longest-file" "$file at $setting"
	}
}

# ended NAME: ends the slowest read by a signal, and by the freezer
ended() {
	ina_put samples 1
	ina_put update_interval 49
	ina_put samples 1024
	attr_reader signal 20 "$(ina_hwmon)/curr1_input" | figures "$1-signal"
	[ -e /sys/power/pm_test ] || return 0
	echo 0 >/sys/module/suspend/parameters/pm_test_delay
	echo freezer >/sys/power/pm_test
	attr_reader rounds 4 5000 "$(ina_hwmon)" >/dev/null &
	reader=$!
	: >/tmp/longest
	for pause in 500000 333000 271000 193000 411000; do
		usleep $pause
		before=$(account)
		echo freeze >/sys/power/state
		spent "$before" "$(account)" 1 >>/tmp/longest
	done
	wait $reader
	figure "$1-freezer-longest-ns" "$(longest /tmp/longest)"
}

# waits NAME SETTING..
waits() {
	name=$1
	shift
	ina_board "$name" "$@"
	rails_on
	ina_live
	sweep "$name"
	ended "$name"
	ina_unboard
}

part_waits() {
	waits waits
}

part_waits_slow() {
	ina_board waits-slow oscillator_ppm=290000
	rails_on
	ina_live
	sweep waits-slow
	ina_unboard
}

# After the driver was changed for single shot.
part_waits_single() {
	waits waits-single single_shot=1
}
