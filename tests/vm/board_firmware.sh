#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# guest: mode=virtual modules="i2c-smbus i2c-dev railglow-board pin-probe" programs="i2ctransfer"
#        timeout=240
#
# Firmware with the mistakes of real devicetrees, as a driver finds it, and chips of another
# maker. pin-probe says of the node of each rail what reading its properties gives.

. /lib/railglow/ktap.sh
. /lib/railglow/boards.sh

nodes() {
	cat "$(chip_device desk pmic)/nodes"
}

rails() {
	cat "$(chip_device desk pmic)/rails"
}

desk() {
	board_make desk
	board_chip desk pmic bind=pin-probe "$@"
	board_live desk
}

# i2c MESSAGE...: bytes that are read
i2c() {
	i2ctransfer -f -y "$(bus_number desk)" "$@" | xargs
}

case_nodes_as_the_binding_wants() {
	desk
	check_equal "nodes are called as the binding wants, and have their properties" \
		"input@0 reg 0 shunt 0 bypass 0;input@1 reg 0 shunt 0 bypass 0;input@2 reg 0 shunt 0 bypass 0;" \
		"$(nodes | tr '\n' ';')"
	board_unmake desk
}

case_nodes_as_old_trees_have_them() {
	# -EINVAL is -22, -EOVERFLOW is -75: include/uapi/asm-generic/errno.h
	desk rail_nodes=channel rail0/shunt_uohm=missing rail1/shunt_uohm=empty rail2/shunt_uohm=10 \
		rail2/summation_bypass=1 rail1/summation_disable=1 rail0/label=NC
	check_equal "another name" "channel@0 channel@1 channel@2" \
		"$(nodes | cut -d' ' -f1 | xargs)"
	check_equal "a shunt that is missing" -22 "$(nodes | awk '/@0/ { print $5 }')"
	check_equal "one without a value" -75 "$(nodes | awk '/@1/ { print $5 }')"
	check_equal "a tiny one" "2 - 10 - 0" "$(rails | grep '^2 ')"
	check_equal "the older name of a property" "0 0 1" "$(nodes | sed 's/.* //' | xargs)"
	check_equal "which is not the newer one" "0 1 0" "$(rails | sed 1d | sed 's/.* //' | xargs)"
	check_equal "they read back as they were written" "missing empty 10" \
		"$(cat $board_config/desk/chips/pmic/rail?/shunt_uohm | xargs)"
	board_unmake desk
}

case_numbers_that_are_wrong() {
	desk rail0/reg=missing rail1/reg=7 rail2/reg=1
	check_equal "a node without a number" "-22 0 0" "$(nodes | awk '{ print $3 }' | xargs)"
	check_equal "one with a number that no rail has, and one with another's" "4294967295 7 1" \
		"$(rails | sed 1d | cut -d' ' -f1 | xargs)"
	board_unmake desk
}

case_all_shunts_missing() {
	desk rail0/shunt_uohm=missing rail1/shunt_uohm=missing rail2/shunt_uohm=missing
	check_equal "firmware may lack all shunts, if that is what is wanted" "-22 -22 -22" \
		"$(nodes | awk '{ print $5 }' | xargs)"
	board_unmake desk
}

case_an_identity_of_its_own() {
	desk manufacturer_id=0x5351 die_id=0x2210
	check_equal "a chip says what it was told to" "0x53 0x51 0x22 0x10" \
		"$(i2c w1@0x40 0xfe r2 w1@0x40 0xff r2)"
	check_equal "and is an INA3221 in all else" "0x71 0x27" "$(i2c w1@0x40 0x00 r2)"
	check_equal "registers that an INA3221 lacks it lacks, too" "0x00 0x00 1" \
		"$(i2c w1@0x40 0x12 r2) $(chip_violations desk pmic)"
	board_unmake desk
}

case_another_maker() {
	desk type=sq52210
	check_equal "an SQ52210 has them" "0x00 0x00 0" \
		"$(i2c w1@0x40 0x12 r2) $(chip_violations desk pmic)"
	check_equal "its identity is not known, so it has that of the other" "0x54 0x49" \
		"$(i2c w1@0x40 0xfe r2)"
	check_equal "other registers it lacks" "0x00 0x00 1" \
		"$(i2c w1@0x40 0x1e r2) $(chip_violations desk pmic)"
	board_unmake desk
}

cases
