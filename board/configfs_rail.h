/* SPDX-License-Identifier: GPL-2.0-only */
/* Settings of the rails of chips. */
#ifndef RAILGLOW_BOARD_CONFIGFS_RAIL_H
#define RAILGLOW_BOARD_CONFIGFS_RAIL_H

#include <linux/configfs.h>
#include <linux/types.h>

#include "board/names.h"

struct sim_chip;

/** Shunt of a rail as firmware describes it. */
enum sim_shunt {
	/** Not set yet. */
	SIM_SHUNT_UNSET,
	SIM_SHUNT_NUMBER,
	/** The property is missing. */
	SIM_SHUNT_MISSING,
	/** The property has no value. */
	SIM_SHUNT_EMPTY,
};

/**
 * struct sim_rail - settings of one channel
 * @group: its folder
 * @chip: owner
 * @label: property of that name; empty for none
 * @shunt: how firmware describes the shunt
 * @shunt_uohm: its number, if there is one
 * @reg: channel that firmware gives the rail
 * @reg_missing: firmware does not give a channel
 * @disabled: 1: status is "disabled"
 * @summation_disable: property of that name
 * @summation_bypass: property of that name, which is older
 */
struct sim_rail {
	struct config_group group;
	struct sim_chip *chip;
	char label[SIM_NAME_MAX];
	enum sim_shunt shunt;
	u32 shunt_uohm;
	u32 reg;
	bool reg_missing;
	int disabled;
	bool summation_disable;
	bool summation_bypass;
};

/** sim_rail_add() - make the folder of rail @channel in that of @chip. */
void sim_rail_add(struct sim_chip *chip, unsigned int channel);

#endif /* RAILGLOW_BOARD_CONFIGFS_RAIL_H */
