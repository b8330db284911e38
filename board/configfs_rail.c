// SPDX-License-Identifier: GPL-2.0-only
/*
 * Settings of the rails of chips, which firmware then says, right or wrong: firmware.c makes
 * properties of them. An enabled rail without a shunt is refused in live.c.
 */

#include <linux/cleanup.h>
#include <linux/configfs.h>
#include <linux/module.h>
#include <linux/string.h>

#include "board/board.h"
#include "board/chip.h"
#include "board/configfs_rail.h"
#include "board/settings.h"
#include "core/ina3221_regs.h"

static const char *const status_name[] = { "okay", "disabled" };

static const char *const rail_name[INA3221_CHANNELS] = {
	"rail0",
	"rail1",
	"rail2",
};

static struct sim_rail *item_rail(struct config_item *item)
{
	return container_of(to_config_group(item), struct sim_rail, group);
}

static ssize_t rail_label_show(struct config_item *item, char *page)
{
	return sysfs_emit(page, "%s\n", item_rail(item)->label);
}

static ssize_t rail_label_store(struct config_item *item, const char *page, size_t count)
{
	struct sim_rail *rail = item_rail(item);

	return sim_store_text(rail->chip->board, rail->label, sizeof(rail->label), page, NULL)
		       ?: count;
}

/* Names of the states of a shunt that is not a number; the first state has none. */
static const char *const shunt_name[] = {
	[SIM_SHUNT_UNSET] = "",
	[SIM_SHUNT_MISSING] = "missing",
	[SIM_SHUNT_EMPTY] = "empty",
};

static ssize_t rail_shunt_uohm_show(struct config_item *item, char *page)
{
	struct sim_rail *rail = item_rail(item);

	if (rail->shunt != SIM_SHUNT_NUMBER)
		return sysfs_emit(page, "%s\n", shunt_name[rail->shunt]);
	return sysfs_emit(page, "%u\n", rail->shunt_uohm);
}

static ssize_t rail_shunt_uohm_store(struct config_item *item, const char *page, size_t count)
{
	struct sim_rail *rail = item_rail(item);
	enum sim_shunt shunt = SIM_SHUNT_NUMBER;
	u32 uohm = 0;

	if (sysfs_streq(page, shunt_name[SIM_SHUNT_MISSING]))
		shunt = SIM_SHUNT_MISSING;
	else if (sysfs_streq(page, shunt_name[SIM_SHUNT_EMPTY]))
		shunt = SIM_SHUNT_EMPTY;
	else if (kstrtou32(page, 0, &uohm))
		return -EINVAL;
	guard(mutex)(&rail->chip->board->lock);
	if (rail->chip->board->state != SIM_STATE_OFF)
		return -EBUSY;
	rail->shunt = shunt;
	rail->shunt_uohm = uohm;
	return count;
}

static ssize_t rail_reg_show(struct config_item *item, char *page)
{
	struct sim_rail *rail = item_rail(item);

	if (rail->reg_missing)
		return sysfs_emit(page, "missing\n");
	return sysfs_emit(page, "%u\n", rail->reg);
}

static ssize_t rail_reg_store(struct config_item *item, const char *page, size_t count)
{
	struct sim_rail *rail = item_rail(item);
	bool missing = sysfs_streq(page, "missing");
	u32 reg = 0;

	if (!missing && kstrtou32(page, 0, &reg))
		return -EINVAL;
	guard(mutex)(&rail->chip->board->lock);
	if (rail->chip->board->state != SIM_STATE_OFF)
		return -EBUSY;
	rail->reg_missing = missing;
	rail->reg = reg;
	return count;
}

static ssize_t rail_summation_bypass_show(struct config_item *item, char *page)
{
	return sysfs_emit(page, "%d\n", item_rail(item)->summation_bypass);
}

static ssize_t rail_summation_bypass_store(struct config_item *item, const char *page, size_t count)
{
	struct sim_rail *rail = item_rail(item);

	return sim_store_bool(rail->chip->board, &rail->summation_bypass, page) ?: count;
}

static ssize_t rail_status_show(struct config_item *item, char *page)
{
	return sysfs_emit(page, "%s\n", status_name[item_rail(item)->disabled]);
}

static ssize_t rail_status_store(struct config_item *item, const char *page, size_t count)
{
	struct sim_rail *rail = item_rail(item);

	return sim_store_choice(rail->chip->board, &rail->disabled, status_name,
				ARRAY_SIZE(status_name), page)
		       ?: count;
}

static ssize_t rail_summation_disable_show(struct config_item *item, char *page)
{
	return sysfs_emit(page, "%d\n", item_rail(item)->summation_disable);
}

static ssize_t rail_summation_disable_store(struct config_item *item, const char *page,
					    size_t count)
{
	struct sim_rail *rail = item_rail(item);

	return sim_store_bool(rail->chip->board, &rail->summation_disable, page) ?: count;
}

CONFIGFS_ATTR(rail_, label);
CONFIGFS_ATTR(rail_, shunt_uohm);
CONFIGFS_ATTR(rail_, status);
CONFIGFS_ATTR(rail_, summation_disable);
CONFIGFS_ATTR(rail_, summation_bypass);
CONFIGFS_ATTR(rail_, reg);

static struct configfs_attribute *rail_attrs[] = {
	&rail_attr_label,
	&rail_attr_shunt_uohm,
	&rail_attr_status,
	&rail_attr_summation_disable,
	&rail_attr_summation_bypass,
	&rail_attr_reg,
	NULL,
};

static const struct config_item_type rail_type = {
	.ct_owner = THIS_MODULE,
	.ct_attrs = rail_attrs,
};

void sim_rail_add(struct sim_chip *chip, unsigned int channel)
{
	struct sim_rail *rail = &chip->rails[channel];

	rail->chip = chip;
	rail->reg = channel;
	config_group_init_type_name(&rail->group, rail_name[channel], &rail_type);
	configfs_add_default_group(&rail->group, &chip->group);
}
