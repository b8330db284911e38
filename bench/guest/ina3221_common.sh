# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# shellcheck disable=SC2154,SC2034 # ina_* are of ina.sh; drift_script is for the others
#
# What all parts of bench/guest/ina3221.sh use.

# Sawtooth of all inputs, for scan_judge: 4000 codes in 200 cycles.
saw_codes=4000
saw_cycles=200
# A percent a minute either way, and steps of two percent.
drift_script='ramp 3s 0 0.05%; hold 2s 2.05%; ramp 3s 2.05% 2%; hold 2s 0; loop'

# The kernel's own housekeeping, which an idle hour mostly consists of.
quieten() {
	echo 0 >/proc/sys/vm/dirty_writeback_centisecs
	echo 3600 >/proc/sys/vm/stat_interval
}

load() {
	case $1 in
	/*) insmod "$1" ;;
	*) modprobe "$1" ;;
	esac
}

figure() {
	echo "$*" >>/out/figures
}

# figures PREFIX: of "name number" lines
figures() {
	sed "s/^/$1-/" >>/out/figures
}

# number FILE NAME: after NAME in a file of counters
number() {
	sed -n "s/^$2 //p" "$1"
}

bus_number() {
	number "$ina_debug/$ina_name/counters" "$1"
}

chip_counters() {
	echo "$ina_debug/$ina_name/chips/chip/counters"
}

chip_number() {
	number "$(chip_counters)" "$1"
}

# The driver's own; nothing if it has none.
driver_counters() {
	for each in "/sys/kernel/debug/i2c/i2c-$(ina_adapter)/$(ina_adapter)-0040/counters" \
		"/sys/kernel/debug/iio/$(basename "$(ina_iio)")/counters"; do
		[ ! -e "$each" ] || { echo "$each"; return; }
	done
}

# Time and idle time of the only processor.
account() {
	sed -n 's/^now at \([0-9]*\) nsecs/\1/p; s/.*idle_sleeptime *: \([0-9]*\) nsecs/\1/p' \
		/proc/timer_list | tr '\n' ' '
}

# spent BEFORE AFTER WORD: what passed of time (1) or idle time (2)
spent() {
	echo "$1 $2" | awk -v word="$3" '{ printf "%.0f\n", $(word + 2) - $word }'
}

busy() {
	echo $(($(spent "$1" "$2" 1) - $(spent "$1" "$2" 2)))
}

# saw CONVERSION_US: all inputs climb it; before the board is live, so that all begin together
saw() {
	for rail in 0 1 2; do
		ina_bus $rail "ramp $(($1 * 6 * saw_cycles))us 0 32V; loop"
		ina_shunt $rail "ramp $(($1 * 6 * saw_cycles))us 0 160mV; loop"
	done
}

drift() {
	echo "$1" >"$ina_debug/$ina_name/chips/chip/drift_ppm"
}

# judge WHAT CONVERSION_US ARGUMENT..: of scan_judge, for that sawtooth
judge() {
	judge_what=$1 judge_us=$2
	shift 2
	scan_judge "$judge_what" $((judge_us * 6 * saw_cycles * 1000)) $saw_codes $((judge_us * 1000)) "$@"
}

# cycle_of CONVERSION_US: the time of all conversions, by the file both drivers have
cycle_of() {
	ina_put update_interval "$((($1 * 6 + 500) / 1000))"
}
