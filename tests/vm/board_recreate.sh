#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# guest: mode=virtual modules="i2c-smbus railglow-board pin-probe" timeout=300
#
# Boards that come and go a thousand times (on older kernels two hundred, to the same end)
# leave nothing behind. In virtual time, because most of the real time of it would be waiting
# for grace periods.

. /lib/railglow/ktap.sh
. /lib/railglow/boards.sh

gpios=$(cat /sys/kernel/debug/gpio)
case $RG_SERIES in
5.10 | *6.1) rounds=200 ;;
*) rounds=1000 ;;
esac

recreate() {
	local left="$1"
	while [ "$left" -gt 0 ]; do
		make_full again && board_live again && use_full again && unmake_full again ||
			return
		left=$((left - 1))
	done
}

# Memory of the kernel that it would not give back on demand, in KiB.
used_kib() {
	echo 3 >/proc/sys/vm/drop_caches
	sleep 1
	awk '/^(SUnreclaim|VmallocUsed|Percpu):/ { used += $2 } END { print used }' /proc/meminfo
}

slabs() {
	awk 'NR > 2 { print $1, $2 }' /proc/slabinfo
}

# grown: slabs with at least nine objects more for every ten boards made. Areas of vmalloc
# are given back late, by design; what they hold is counted above.
grown() {
	slabs | awk -v most=$((rounds * 9 / 10)) 'NR == FNR { was[$1] = $2; next }
		$1 != "vmap_area" && $2 - was[$1] >= most { print $1, $2 - was[$1] }' /tmp/slabs -
}

made() {
	awk -v kind="$1" '$1 == kind { print $2 }' "$board_debug/objects"
}

case_boards_that_come_and_go_leave_nothing() {
	local before after
	check "boards with everything on them can be made and unmade" recreate 20
	before=$(used_kib)
	slabs >/tmp/slabs
	check "$rounds times" recreate "$rounds"
	after=$(used_kib)
	diag "kernel memory before and after: $before $after KiB"
	check_between "the kernel holds no more memory afterwards" 0 $((rounds + 200)) \
		"$((after > before ? after - before : 0))"
	check_equal "... nor more objects of any kind" "" "$(grown)"
	check_equal "all that was made was unmade" "" "$(leftovers)"
	check_equal "... and there was something to unmake" \
		"$((rounds + 20)) $((2 * rounds + 40)) $((2 * rounds + 40)) $((rounds + 20))" \
		"$(made board) $(made client) $(made led-device) $(made adapter)"
	check_equal "the kernel knows no device of theirs any more" "" \
		"$(names_of /sys/devices/railglow* /sys/class/leds/again* /sys/bus/i2c/devices/*)"
	check_equal "... nor a GPIO, an interrupt or a regulator" "$gpios" \
		"$(cat /sys/kernel/debug/gpio; grep railglow /proc/interrupts; names_of /sys/class/regulator/regulator.[!0]*)"
	check_equal "... nor what firmware said" "" \
		"$(names_of /sys/kernel/software_nodes/railglow*)"
	check "the module can be unloaded then" rmmod railglow_board
}

cases
