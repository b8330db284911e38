#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Boards that a devicetree describes wrongly: refused with a reason, and nothing left of them.
#
# guest: mode=virtual devicetree=tests/vm/devicetree/wrong.dtsi modules="railglow-board ina3221"
# log: ^railglow-board nameless: error -EINVAL: /nameless/i2c/power-sensor: set reg to its address$
# log: ^railglow-board (nameless|twins): probe with driver railglow-board failed with error -22$
# log: ^railglow-board: probe of (nameless|twins) failed with error -22$

# shellcheck source=tests/vm/lib/ktap.sh
. /lib/railglow/ktap.sh

config=/sys/kernel/config/railglow

said() {
	dmesg | grep -c "$1"
}

plan

check_equal "of wrong boards none is there" bare "$(cd $config && echo *)"
check_equal "a chip without address is named" 1 \
	"$(said 'nameless: error -EINVAL: /nameless/i2c/power-sensor: set reg to its address$')"
check_equal "two chips with one address are" 1 \
	"$(said 'twins: chips power-sensor@40 and power-meter@40 both have address 0x40: change one.$')"
check_equal "a board with nothing on it is live" 1 "$(cat $config/bare/live)"
check_equal "... with an adapter that has no devices" "" \
	"$(ls -d /sys/bus/i2c/devices/*-00* 2>/dev/null)"
echo bare >/sys/bus/platform/drivers/railglow-board/unbind
check_equal "nothing is left of any" "" \
	"$(awk '$2 != $3 { print $1 }' /sys/kernel/debug/railglow/objects)"
check "... nor in the way of the module" rmmod railglow_board

finish
