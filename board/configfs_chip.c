// SPDX-License-Identifier: GPL-2.0-only
/*
 * Folders of chips in configfs: made, removed, and their settings; each has folders of its rails
 * (configfs_rail.c). Two chips of one address are refused in live.c; the I2C device of a chip is
 * made in firmware.c.
 */

#include <linux/cleanup.h>
#include <linux/configfs.h>
#include <linux/debugfs.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "board/board.h"
#include "board/chip.h"
#include "board/configfs_chip.h"
#include "board/debugfs.h"
#include "board/objects.h"
#include "board/settings.h"
#include "core/ina3221_regs.h"
#include "model/ina3221_model_switches.h"

/* The four addresses that pin A0 of the chip can choose. */
#define ADDRESS_FIRST 0x40
#define ADDRESS_LAST 0x43

static const char *const type_name[] = {
	[INA3221_MODEL_MAKER_TI] = "ina3221",
	[INA3221_MODEL_MAKER_SILERGY] = "sq52210",
};

static const char *const wiring_name[] = {
	[SIM_WIRING_NONE] = "none",	    [SIM_WIRING_IRQ] = "irq",
	[SIM_WIRING_IRQ_EDGE] = "irq-edge", [SIM_WIRING_IRQ_LEVEL] = "irq-level",
	[SIM_WIRING_GPIO] = "gpio",	    [SIM_WIRING_IRQ_SHARED] = "irq-shared",
	[SIM_WIRING_ALERT] = "alert",
};

static struct sim_chip *item_chip(struct config_item *item)
{
	return container_of(to_config_group(item), struct sim_chip, group);
}

static ssize_t chip_type_show(struct config_item *item, char *page)
{
	return sysfs_emit(page, "%s\n", type_name[item_chip(item)->type]);
}

static ssize_t chip_type_store(struct config_item *item, const char *page, size_t count)
{
	struct sim_chip *chip = item_chip(item);

	return sim_store_choice(chip->board, &chip->type, type_name, ARRAY_SIZE(type_name), page)
		       ?: count;
}

static ssize_t chip_address_show(struct config_item *item, char *page)
{
	return sysfs_emit(page, "0x%02x\n", item_chip(item)->address);
}

static ssize_t chip_address_store(struct config_item *item, const char *page, size_t count)
{
	struct sim_chip *chip = item_chip(item);

	return sim_store_u32(chip->board, &chip->address, page, ADDRESS_FIRST, ADDRESS_LAST)
		       ?: count;
}

static ssize_t chip_bind_show(struct config_item *item, char *page)
{
	struct sim_chip *chip = item_chip(item);

	return sysfs_emit(page, "%s\n", chip->bind[0] ? chip->bind : "none");
}

static ssize_t chip_bind_store(struct config_item *item, const char *page, size_t count)
{
	struct sim_chip *chip = item_chip(item);

	return sim_store_text(chip->board, chip->bind, sizeof(chip->bind), page, "none") ?: count;
}

static ssize_t chip_single_shot_show(struct config_item *item, char *page)
{
	return sysfs_emit(page, "%d\n", item_chip(item)->single_shot);
}

static ssize_t chip_single_shot_store(struct config_item *item, const char *page, size_t count)
{
	struct sim_chip *chip = item_chip(item);

	return sim_store_bool(chip->board, &chip->single_shot, page) ?: count;
}

static ssize_t chip_rail_nodes_show(struct config_item *item, char *page)
{
	return sysfs_emit(page, "%s\n", item_chip(item)->rail_nodes);
}

/* Refuses a text that cannot name a node, but not a name that no driver expects. */
static ssize_t chip_rail_nodes_store(struct config_item *item, const char *page, size_t count)
{
	struct sim_chip *chip = item_chip(item);
	size_t len = strcspn(page, "\n");

	if (!len || strcspn(page, "/@\n ") != len)
		return -EINVAL;
	return sim_store_text(chip->board, chip->rail_nodes, sizeof(chip->rail_nodes), page, NULL)
		       ?: count;
}

static ssize_t chip_interrupt_names_show(struct config_item *item, char *page)
{
	return sysfs_emit(page, "%d\n", item_chip(item)->interrupt_names);
}

static ssize_t chip_interrupt_names_store(struct config_item *item, const char *page, size_t count)
{
	struct sim_chip *chip = item_chip(item);

	return sim_store_bool(chip->board, &chip->interrupt_names, page) ?: count;
}

static ssize_t chip_supply_show(struct config_item *item, char *page)
{
	return sysfs_emit(page, "%d\n", item_chip(item)->has_supply);
}

static ssize_t chip_supply_store(struct config_item *item, const char *page, size_t count)
{
	struct sim_chip *chip = item_chip(item);

	return sim_store_bool(chip->board, &chip->has_supply, page) ?: count;
}

static ssize_t chip_oscillator_ppm_show(struct config_item *item, char *page)
{
	return sysfs_emit(page, "%d\n", item_chip(item)->oscillator_ppm);
}

static ssize_t chip_oscillator_ppm_store(struct config_item *item, const char *page, size_t count)
{
	struct sim_chip *chip = item_chip(item);
	s32 ppm;

	if (kstrtos32(page, 0, &ppm) || ppm < INA3221_MODEL_OSCILLATOR_PPM_MIN ||
	    ppm > INA3221_MODEL_OSCILLATOR_PPM_MAX)
		return -EINVAL;
	guard(mutex)(&chip->board->lock);
	if (chip->board->state != SIM_STATE_OFF)
		return -EBUSY;
	chip->oscillator_ppm = ppm;
	return count;
}

static ssize_t chip_manufacturer_id_show(struct config_item *item, char *page)
{
	return sysfs_emit(page, "0x%04x\n", item_chip(item)->manufacturer_id);
}

static ssize_t chip_manufacturer_id_store(struct config_item *item, const char *page, size_t count)
{
	struct sim_chip *chip = item_chip(item);

	return sim_store_u32(chip->board, &chip->manufacturer_id, page, 1, U16_MAX) ?: count;
}

static ssize_t chip_die_id_show(struct config_item *item, char *page)
{
	return sysfs_emit(page, "0x%04x\n", item_chip(item)->die_id);
}

static ssize_t chip_die_id_store(struct config_item *item, const char *page, size_t count)
{
	struct sim_chip *chip = item_chip(item);

	return sim_store_u32(chip->board, &chip->die_id, page, 1, U16_MAX) ?: count;
}

static ssize_t chip_switches_show(struct config_item *item, char *page)
{
	u32 alternatives = item_chip(item)->alternatives;
	const struct ina3221_model_switch_info *info = ina3221_model_switch_info;
	ssize_t len = 0;
	unsigned int i;

	for (i = 0; i < INA3221_MODEL_SWITCHES; i++)
		len += sysfs_emit_at(page, len, "%s %s\n", info[i].name,
				     info[i].position[!!(alternatives & BIT(i))]);
	return len;
}

/* Sets one switch by its name and the name of its position. */
static ssize_t chip_switches_store(struct config_item *item, const char *page, size_t count)
{
	struct sim_chip *chip = item_chip(item);
	size_t name = strcspn(page, " ");
	size_t len = strcspn(page, "\n");
	int which, position;

	which = ina3221_model_switch_find(page, name);
	if (which < 0 || name >= len || len < count - 1)
		return -EINVAL;
	position = ina3221_model_switch_position(which, page + name + 1, len - name - 1);
	if (position < 0)
		return -EINVAL;
	guard(mutex)(&chip->board->lock);
	if (chip->board->state != SIM_STATE_OFF)
		return -EBUSY;
	if (position)
		chip->alternatives |= BIT(which);
	else
		chip->alternatives &= ~BIT(which);
	return count;
}

static ssize_t pin_show(struct config_item *item, char *page, enum sim_pin pin)
{
	return sysfs_emit(page, "%s\n", wiring_name[item_chip(item)->wiring[pin]]);
}

static ssize_t pin_store(struct config_item *item, const char *page, size_t count, enum sim_pin pin)
{
	struct sim_chip *chip = item_chip(item);
	size_t choices = ARRAY_SIZE(wiring_name);

	/* The chip answers the alert response for these two pins only. */
	if (pin != SIM_PIN_CRITICAL && pin != SIM_PIN_WARNING)
		choices = SIM_WIRING_ALERT;
	return sim_store_choice(chip->board, &chip->wiring[pin], wiring_name, choices, page)
		       ?: count;
}

static ssize_t chip_pin_critical_show(struct config_item *item, char *page)
{
	return pin_show(item, page, SIM_PIN_CRITICAL);
}

static ssize_t chip_pin_critical_store(struct config_item *item, const char *page, size_t count)
{
	return pin_store(item, page, count, SIM_PIN_CRITICAL);
}

static ssize_t chip_pin_warning_show(struct config_item *item, char *page)
{
	return pin_show(item, page, SIM_PIN_WARNING);
}

static ssize_t chip_pin_warning_store(struct config_item *item, const char *page, size_t count)
{
	return pin_store(item, page, count, SIM_PIN_WARNING);
}

static ssize_t chip_pin_power_valid_show(struct config_item *item, char *page)
{
	return pin_show(item, page, SIM_PIN_POWER_VALID);
}

static ssize_t chip_pin_power_valid_store(struct config_item *item, const char *page, size_t count)
{
	return pin_store(item, page, count, SIM_PIN_POWER_VALID);
}

static ssize_t chip_pin_timing_control_show(struct config_item *item, char *page)
{
	return pin_show(item, page, SIM_PIN_TIMING_CONTROL);
}

static ssize_t chip_pin_timing_control_store(struct config_item *item, const char *page,
					     size_t count)
{
	return pin_store(item, page, count, SIM_PIN_TIMING_CONTROL);
}

static ssize_t chip_device_name_show(struct config_item *item, char *page)
{
	struct sim_chip *chip = item_chip(item);

	guard(mutex)(&chip->board->lock);
	if (chip->board->state != SIM_STATE_LIVE || !chip->client)
		return sysfs_emit(page, "\n");
	return sysfs_emit(page, "%s\n", dev_name(&chip->client->dev));
}

static ssize_t chip_gpio_chip_show(struct config_item *item, char *page)
{
	struct sim_chip *chip = item_chip(item);

	guard(mutex)(&chip->board->lock);
	if (chip->board->state != SIM_STATE_LIVE || !chip->pins.added)
		return sysfs_emit(page, "\n");
	return sysfs_emit(page, "%s\n", chip->pins.label);
}

CONFIGFS_ATTR(chip_, type);
CONFIGFS_ATTR(chip_, address);
CONFIGFS_ATTR(chip_, bind);
CONFIGFS_ATTR(chip_, single_shot);
CONFIGFS_ATTR(chip_, rail_nodes);
CONFIGFS_ATTR(chip_, interrupt_names);
CONFIGFS_ATTR(chip_, supply);
CONFIGFS_ATTR(chip_, oscillator_ppm);
CONFIGFS_ATTR(chip_, manufacturer_id);
CONFIGFS_ATTR(chip_, die_id);
CONFIGFS_ATTR(chip_, switches);
CONFIGFS_ATTR(chip_, pin_critical);
CONFIGFS_ATTR(chip_, pin_warning);
CONFIGFS_ATTR(chip_, pin_power_valid);
CONFIGFS_ATTR(chip_, pin_timing_control);
CONFIGFS_ATTR_RO(chip_, device_name);
CONFIGFS_ATTR_RO(chip_, gpio_chip);

static struct configfs_attribute *chip_attrs[] = {
	&chip_attr_type,	&chip_attr_address,	    &chip_attr_bind,
	&chip_attr_single_shot, &chip_attr_rail_nodes,	    &chip_attr_interrupt_names,
	&chip_attr_supply,	&chip_attr_oscillator_ppm,  &chip_attr_manufacturer_id,
	&chip_attr_die_id,	&chip_attr_switches,	    &chip_attr_pin_critical,
	&chip_attr_pin_warning, &chip_attr_pin_power_valid, &chip_attr_pin_timing_control,
	&chip_attr_device_name, &chip_attr_gpio_chip,	    NULL,
};

static void chip_release(struct config_item *item)
{
	struct sim_chip *chip = item_chip(item);

	sim_chip_free(chip);
	kfree(chip);
	sim_object_destroyed(SIM_OBJECT_CHIP);
}

static struct configfs_item_operations chip_item_ops = {
	.release = chip_release,
};

static const struct config_item_type chip_type = {
	.ct_owner = THIS_MODULE,
	.ct_item_ops = &chip_item_ops,
	.ct_attrs = chip_attrs,
};

struct config_group *sim_chip_make(struct sim_board *board, const char *name)
{
	struct sim_chip *chip;
	unsigned int i;
	int ret;

	ret = sim_check_name(name);
	if (ret)
		return ERR_PTR(ret);
	guard(mutex)(&board->lock);
	if (board->state != SIM_STATE_OFF)
		return ERR_PTR(-EBUSY);
	chip = kzalloc(sizeof(*chip), GFP_KERNEL);
	if (!chip)
		return ERR_PTR(-ENOMEM);
	chip->board = board;
	chip->address = ADDRESS_FIRST;
	chip->manufacturer_id = INA3221_MANUFACTURER_ID;
	chip->die_id = INA3221_DIE_ID;
	strscpy(chip->bind, "ina3221", sizeof(chip->bind));
	strscpy(chip->rail_nodes, "input", sizeof(chip->rail_nodes));
	chip->interrupt_names = true;
	sim_chip_init(chip);
	config_group_init_type_name(&chip->group, name, &chip_type);
	for (i = 0; i < INA3221_CHANNELS; i++)
		sim_rail_add(chip, i);
	list_add_tail(&chip->node, &board->chips);
	sim_debugfs_add_chip(chip);
	sim_object_created(SIM_OBJECT_CHIP);
	return &chip->group;
}

void sim_chip_drop(struct config_group *group, struct config_item *item)
{
	struct sim_chip *chip = item_chip(item);

	mutex_lock(&chip->board->lock);
	list_del(&chip->node);
	mutex_unlock(&chip->board->lock);
	debugfs_remove_recursive(chip->debugfs);
	config_item_put(item);
}
