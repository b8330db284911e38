# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# shellcheck disable=SC2154,SC2034 # ina_* are of ina.sh; drift_script is for the others
#
# Functions that all parts of bench/guest/ina3221.sh use.

# A drift of a percent a minute either way, and steps of two percent.
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

# figures PREFIX: figures from "name number" lines
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

# Time and idle time of the only processor.
account() {
	sed -n 's/^now at \([0-9]*\) nsecs/\1/p; s/.*idle_sleeptime *: \([0-9]*\) nsecs/\1/p' \
		/proc/timer_list | tr '\n' ' '
}

# spent BEFORE AFTER WORD: time (1) or idle time (2) that passed
spent() {
	echo "$1 $2" | awk -v word="$3" '{ printf "%.0f\n", $(word + 2) - $word }'
}

busy() {
	echo $(($(spent "$1" "$2" 1) - $(spent "$1" "$2" 2)))
}
