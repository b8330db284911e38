// SPDX-License-Identifier: GPL-2.0-only
/*
 * The supply of a chip as a regulator, off until a consumer enables it. The chip loses
 * its registers without it in model/ina3221_model_registers.c.
 */

#include <linux/atomic.h>
#include <linux/module.h>
#include <linux/regulator/driver.h>
#include <linux/regulator/machine.h>

#include "board/board.h"
#include "board/chip.h"
#include "board/supply.h"

#define SUPPLY_UV 3300000

/*
 * Number of supplies so far, a part of their names: the regulator core forgets a name some time
 * after the regulator is gone, so no name is used twice.
 */
static atomic_t supplies_made;

static int supply_enable(struct regulator_dev *rdev)
{
	return sim_chip_set_powered(rdev_get_drvdata(rdev), ktime_get_ns(), true);
}

static int supply_disable(struct regulator_dev *rdev)
{
	return sim_chip_set_powered(rdev_get_drvdata(rdev), ktime_get_ns(), false);
}

static int supply_is_enabled(struct regulator_dev *rdev)
{
	return sim_chip_is_powered(rdev_get_drvdata(rdev));
}

static const struct regulator_ops supply_ops = {
	.enable = supply_enable,
	.disable = supply_disable,
	.is_enabled = supply_is_enabled,
};

int sim_supply_start(struct sim_chip *chip)
{
	struct regulator_consumer_supply consumer = REGULATOR_SUPPLY("vs", chip->firmware.dev_id);
	struct regulator_init_data init = {
		.constraints.valid_ops_mask = REGULATOR_CHANGE_STATUS,
		.num_consumer_supplies = 1,
		.consumer_supplies = &consumer,
	};
	struct regulator_config config = {
		.dev = chip->board->device,
		.init_data = &init,
		.driver_data = chip,
	};
	struct regulator_dev *rdev;

	if (!chip->has_supply)
		return 0;
	scnprintf(chip->supply_name, sizeof(chip->supply_name), "%s.vs.%d", chip->firmware.name,
		  atomic_inc_return(&supplies_made));
	chip->supply_desc = (struct regulator_desc){
		.name = chip->supply_name,
		.ops = &supply_ops,
		.type = REGULATOR_VOLTAGE,
		.owner = THIS_MODULE,
		.n_voltages = 1,
		.fixed_uV = SUPPLY_UV,
	};
	rdev = regulator_register(chip->board->device, &chip->supply_desc, &config);
	if (IS_ERR(rdev))
		return PTR_ERR(rdev);
	chip->supply = rdev;
	return 0;
}

void sim_supply_stop(struct sim_chip *chip)
{
	if (chip->supply)
		regulator_unregister(chip->supply);
	chip->supply = NULL;
}
