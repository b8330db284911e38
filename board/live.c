// SPDX-License-Identifier: GPL-2.0-only
/* Making a board real, and unmaking it. */

#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/cleanup.h>
#include <linux/device.h>

#include "board/alert.h"
#include "board/board.h"
#include "board/bus.h"
#include "board/chip.h"
#include "board/firmware.h"
#include "board/leds.h"
#include "board/live.h"
#include "board/pins.h"

/* A missing shunt matters to devices that are told about their rails. */
static int check_shunts(struct sim_chip *chip)
{
	unsigned int i;

	if (!chip->bind[0])
		return 0;
	for (i = 0; i < INA3221_CHANNELS; i++) {
		if (chip->rails[i].disabled || chip->rails[i].shunt_set)
			continue;
		pr_notice("%s: rail%u of chip %s has no shunt: set shunt_uohm or disable it.\n",
			  sim_board_name(chip->board), i, sim_chip_name(chip));
		return -EINVAL;
	}
	return 0;
}

static int check_address(struct sim_chip *chip)
{
	struct sim_chip *other;

	list_for_each_entry(other, &chip->board->chips, node) {
		if (other == chip)
			return 0;
		if (other->address != chip->address)
			continue;
		pr_notice("%s: chips %s and %s both have address 0x%02x: change one.\n",
			  sim_board_name(chip->board), sim_chip_name(other), sim_chip_name(chip),
			  chip->address);
		return -EINVAL;
	}
	return 0;
}

static int check_settings(struct sim_board *board)
{
	struct sim_chip *chip;
	int ret;

	list_for_each_entry(chip, &board->chips, node) {
		ret = check_address(chip);
		if (!ret)
			ret = check_shunts(chip);
		if (ret)
			return ret;
	}
	return 0;
}

static void wire_pins(struct sim_chip *chip)
{
	unsigned int pin;

	chip->wired = 0;
	chip->alert_pins = 0;
	for (pin = 0; pin < SIM_PINS; pin++) {
		if (chip->wiring[pin] != SIM_WIRING_NONE)
			chip->wired |= BIT(pin);
		if (chip->wiring[pin] >= SIM_WIRING_IRQ_SHARED)
			chip->alert_pins |= BIT(pin);
	}
}

static int start_chip(struct sim_chip *chip)
{
	int ret = 0;

	if (chip->wired)
		ret = sim_pins_start(&chip->pins, chip->board->device, sim_pin_name, SIM_PINS,
				     sim_board_name(chip->board), sim_chip_name(chip));
	if (!ret)
		sim_chip_start(chip);
	return ret;
}

static int start_chips(struct sim_board *board)
{
	struct sim_chip *chip;
	int ret;

	list_for_each_entry(chip, &board->chips, node)
		wire_pins(chip);
	ret = sim_alert_start(board);
	if (ret)
		return ret;
	list_for_each_entry(chip, &board->chips, node) {
		ret = start_chip(chip);
		if (ret)
			return ret;
	}
	return 0;
}

static int start_devices(struct sim_board *board)
{
	struct sim_chip *chip;
	struct sim_led *led;
	int ret;

	list_for_each_entry(chip, &board->chips, node) {
		ret = sim_firmware_start(chip);
		if (ret)
			return ret;
	}
	list_for_each_entry(led, &board->leds, node) {
		ret = sim_led_start(led);
		if (ret)
			return ret;
	}
	return sim_alert_attach(board);
}

static int start_parts(struct sim_board *board)
{
	int ret;

	ret = start_chips(board);
	if (!ret)
		ret = sim_bus_start(board);
	return ret ?: start_devices(board);
}

/* In reverse; parts that were not started do not mind. */
static void stop_parts(struct sim_board *board)
{
	struct sim_chip *chip;
	struct sim_led *led;

	sim_alert_detach(board);
	list_for_each_entry_reverse(led, &board->leds, node)
		sim_led_stop(led);
	list_for_each_entry_reverse(chip, &board->chips, node)
		sim_firmware_stop(chip);
	sim_bus_stop(board);
	list_for_each_entry_reverse(chip, &board->chips, node) {
		sim_chip_stop(chip);
		sim_pins_stop(&chip->pins);
	}
	sim_alert_stop(board);
}

/*
 * While it is live, neither the board nor its parts can be removed: rmdir says
 * -EBUSY, as it would for a folder that is not empty.
 */
static void hold_items(struct sim_board *board)
{
	struct configfs_subsystem *subsystem = board->group.cg_subsys;
	struct sim_chip *chip;
	struct sim_led *led;

	WARN_ON(configfs_depend_item_unlocked(subsystem, &board->group.cg_item));
	list_for_each_entry(chip, &board->chips, node)
		WARN_ON(configfs_depend_item_unlocked(subsystem, &chip->group.cg_item));
	list_for_each_entry(led, &board->leds, node)
		WARN_ON(configfs_depend_item_unlocked(subsystem, &led->group.cg_item));
}

static void release_items(struct sim_board *board)
{
	struct sim_chip *chip;
	struct sim_led *led;

	list_for_each_entry(led, &board->leds, node)
		configfs_undepend_item(&led->group.cg_item);
	list_for_each_entry(chip, &board->chips, node)
		configfs_undepend_item(&chip->group.cg_item);
	configfs_undepend_item(&board->group.cg_item);
}

/* A board that a devicetree describes has a device already. */
static struct device *make_device(struct sim_board *board)
{
	char name[2 * SIM_NAME_MAX];

	if (board->parent)
		return board->parent;
	scnprintf(name, sizeof(name), "railglow.%s", sim_board_name(board));
	return root_device_register(name);
}

static void stop(struct sim_board *board)
{
	stop_parts(board);
	if (!board->parent)
		root_device_unregister(board->device);
	board->device = NULL;
}

static int start(struct sim_board *board)
{
	int ret;

	ret = check_settings(board);
	if (ret)
		return ret;
	board->device = make_device(board);
	if (IS_ERR(board->device))
		return PTR_ERR(board->device);
	ret = start_parts(board);
	if (ret)
		stop(board);
	return ret;
}

int sim_board_set_live(struct sim_board *board, bool live)
{
	int ret = 0;

	guard(mutex)(&board->lock);
	if (live == board->live)
		return 0;
	if (live) {
		ret = start(board);
		if (ret)
			return ret;
		hold_items(board);
		sim_object_created(SIM_OBJECT_LIVE_BOARD);
	} else {
		release_items(board);
		stop(board);
		sim_object_destroyed(SIM_OBJECT_LIVE_BOARD);
	}
	board->live = live;
	return 0;
}
