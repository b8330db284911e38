/* SPDX-License-Identifier: GPL-2.0-only */
/* Settings of the rails of chips. */
#ifndef RAILGLOW_BOARD_CONFIGFS_RAIL_H
#define RAILGLOW_BOARD_CONFIGFS_RAIL_H

#include <linux/configfs.h>
#include <linux/types.h>

#include "board/names.h"

struct sim_chip;

/** A shunt as firmware has it. */
enum sim_shunt {
	/** Nobody has said yet. */
	SIM_SHUNT_UNSET,
	SIM_SHUNT_NUMBER,
	/** There is no such property. */
	SIM_SHUNT_MISSING,
	/** There is one without a value. */
	SIM_SHUNT_EMPTY,
};

/**
 * struct sim_rail - settings of one channel
 * @group: its folder
 * @chip: owner
 * @label: empty for none
 * @shunt: what the firmware says
 * @shunt_uohm: which number
 * @reg: channel that it says this is
 * @reg_missing: it does not
 * @disabled: 1: status is "disabled"
 * @summation_disable: as it says
 * @summation_bypass: the same by its older name
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
