# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# Counting instructions in a guest in virtual time: on one instruction each nanosecond, time
# that was not idle is a count of them. Sourced by guest halves of the bench.

# account: time and idle time of the only processor, in ns
account() {
	sed -n 's/^now at \([0-9]*\) nsecs/\1/p; s/.*idle_sleeptime *: \([0-9]*\) nsecs/\1/p' \
		/proc/timer_list | tr '\n' ' '
}

# busy BEFORE AFTER: instructions between two accounts
busy() {
	echo "$1 $2" | awk '{ printf "%.0f\n", $3 - $1 - ($4 - $2) }'
}

# figure NAME VALUE: for the host half
figure() {
	echo "$*" >>/out/figures
}
