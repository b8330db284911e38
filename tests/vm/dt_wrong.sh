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
# shellcheck source=tests/vm/lib/boards.sh
. /lib/railglow/boards.sh

said() {
	dmesg | grep -c "$1"
}

case_wrong_boards_are_refused_with_a_reason() {
	check_equal "none of the wrong boards is there" bare "$(cd $board_config && echo *)"
	check_equal "a chip without address is named" 1 \
		"$(said 'nameless: error -EINVAL: /nameless/i2c/power-sensor: set reg to its address$')"
	check_equal "two chips with one address are" 1 \
		"$(said 'twins: chips power-sensor@40 and power-meter@40 both have address 0x40: change one.$')"
}

case_a_board_with_nothing_on_it_is_live() {
	check_equal "a board with nothing on it is live" 1 "$(cat $board_config/bare/live)"
	check_equal "... with an adapter that has no devices" "" \
		"$(ls -d /sys/bus/i2c/devices/*-00* 2>/dev/null)"
}

case_nothing_is_left_of_any_board() {
	echo bare >/sys/bus/platform/drivers/railglow-board/unbind
	check_equal "nothing is left of any" "" "$(leftovers)"
	check "... nor in the way of the module" rmmod railglow_board
	modprobe railglow-board
}

cases
