// SPDX-License-Identifier: GPL-2.0-only
/*
 * Making a board real (a 1 in its file live), unmaking it, and undoing what was made if something
 * fails. Settings that do not fit together are refused first. While a board is live, changes of its
 * settings are refused by settings.c, and new parts by configfs_chip.c, configfs_led.c and
 * configfs_rail.c.
 *
 * The file live is read and written in configfs.c; the devices of chips are made and unbound in
 * firmware.c.
 */

#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/cleanup.h>
#include <linux/device.h>

#include "board/board.h"
#include "board/bus.h"
#include "board/chip.h"
#include "board/firmware.h"
#include "board/leds.h"
#include "board/live.h"
#include "board/names.h"
#include "board/objects.h"
#include "board/pins.h"
#include "board/shared_line.h"
#include "core/ina3221_regs.h"

static struct workqueue_struct *live_workqueue;

/* Checks that each enabled rail has a shunt, if firmware describes rails to a driver. */
static int check_shunts(struct sim_chip *chip)
{
	unsigned int i;

	if (!chip->bind[0])
		return 0;
	for (i = 0; i < INA3221_CHANNELS; i++) {
		if (chip->rails[i].disabled || chip->rails[i].shunt != SIM_SHUNT_UNSET)
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

static bool is_on_shared_line(enum sim_wiring wiring)
{
	return wiring == SIM_WIRING_IRQ_SHARED || wiring == SIM_WIRING_ALERT;
}

static void wire_pins(struct sim_chip *chip)
{
	unsigned int pin;

	chip->wired = 0;
	chip->alert_pins = 0;
	chip->alert_low = false;
	for (pin = 0; pin < SIM_PINS; pin++) {
		if (chip->wiring[pin] != SIM_WIRING_NONE)
			chip->wired |= BIT(pin);
		if (is_on_shared_line(chip->wiring[pin]))
			chip->alert_pins |= BIT(pin);
	}
}

static bool has_shared_line(struct sim_board *board)
{
	struct sim_chip *chip;

	list_for_each_entry(chip, &board->chips, node)
		if (chip->alert_pins)
			return true;
	return false;
}

/* Must the kernel answer alerts of the line? Only if a pin is wired for that. */
static bool needs_alert_answer(struct sim_board *board)
{
	struct sim_chip *chip;
	unsigned int pin;

	list_for_each_entry(chip, &board->chips, node)
		for (pin = 0; pin < SIM_PINS; pin++)
			if (chip->wiring[pin] == SIM_WIRING_ALERT)
				return true;
	return false;
}

static int bring_up_chip(struct sim_chip *chip)
{
	int ret = 0;

	if (chip->wired)
		ret = sim_pins_start(&chip->pins, chip->board->device, sim_pin_name, SIM_PINS,
				     sim_board_nested(chip->board), sim_board_name(chip->board),
				     sim_chip_name(chip));
	if (!ret)
		sim_chip_start(chip);
	return ret;
}

static int start_chips(struct sim_board *board)
{
	struct sim_chip *chip;
	int ret = 0;

	list_for_each_entry(chip, &board->chips, node)
		wire_pins(chip);
	if (has_shared_line(board))
		ret = sim_alert_start(board);
	if (ret)
		return ret;
	list_for_each_entry(chip, &board->chips, node) {
		ret = bring_up_chip(chip);
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
	return needs_alert_answer(board) ? sim_alert_attach(board) : 0;
}

static int start_parts(struct sim_board *board)
{
	int ret;

	ret = start_chips(board);
	if (!ret)
		ret = sim_bus_start(board);
	return ret ?: start_devices(board);
}

/* Stops all parts in reverse order; parts that were not started are left alone. */
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
 * Makes configfs keep a folder. From before the first part is made until after the last is gone,
 * neither the board nor its parts can be removed: rmdir says -EBUSY, as it would for a folder that
 * is not empty. An item that is just being made or removed cannot be held.
 */
static int hold_item(struct sim_board *board, struct config_group *group, bool *held)
{
	if (configfs_depend_item_unlocked(board->group.cg_subsys, &group->cg_item))
		return -EBUSY;
	*held = true;
	return 0;
}

static void release_item(struct config_group *group, bool *held)
{
	if (!*held)
		return;
	*held = false;
	configfs_undepend_item(&group->cg_item);
}

static void release_items(struct sim_board *board)
{
	struct sim_chip *chip;
	struct sim_led *led;

	list_for_each_entry(led, &board->leds, node)
		release_item(&led->group, &led->held);
	list_for_each_entry(chip, &board->chips, node)
		release_item(&chip->group, &chip->held);
	release_item(&board->group, &board->held);
}

static int hold_items(struct sim_board *board)
{
	struct sim_chip *chip;
	struct sim_led *led;
	int ret;

	ret = hold_item(board, &board->group, &board->held);
	list_for_each_entry(chip, &board->chips, node)
		ret = ret ?: hold_item(board, &chip->group, &chip->held);
	list_for_each_entry(led, &board->leds, node)
		ret = ret ?: hold_item(board, &led->group, &led->held);
	if (ret)
		release_items(board);
	return ret;
}

/* Makes the device of the board; one that a devicetree describes has it already. */
static struct device *make_device(struct sim_board *board)
{
	char name[2 * SIM_NAME_MAX];

	if (board->parent)
		return board->parent;
	scnprintf(name, sizeof(name), "railglow.%s", sim_board_name(board));
	return root_device_register(name);
}

static void stop_board(struct sim_board *board)
{
	stop_parts(board);
	if (!board->parent)
		root_device_unregister(board->device);
	board->device = NULL;
}

static int start_board(struct sim_board *board)
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
		stop_board(board);
	return ret;
}

/*
 * Decides whether the board may start. The lists and the links below the board agree here, since
 * mkdir and rmdir change both within the mutex of the subsystem.
 *
 * Return: 0 if the caller is to start the board, 1 if it is live, -EBUSY.
 */
static int claim_board(struct sim_board *board)
{
	guard(mutex)(&board->group.cg_subsys->su_mutex);
	guard(mutex)(&board->lock);
	if (board->state == SIM_STATE_LIVE)
		return 1;
	if (board->state != SIM_STATE_OFF || hold_items(board))
		return -EBUSY;
	board->state = SIM_STATE_STARTING;
	return 0;
}

static void set_state(struct sim_board *board, enum sim_state state)
{
	guard(mutex)(&board->lock);
	board->state = state;
	if (state == SIM_STATE_OFF)
		release_items(board);
}

static int make_live(struct sim_board *board)
{
	int ret;

	ret = claim_board(board);
	if (ret)
		return ret < 0 ? ret : 0;
	ret = start_board(board);
	if (!ret)
		sim_object_created(SIM_OBJECT_LIVE_BOARD);
	set_state(board, ret ? SIM_STATE_OFF : SIM_STATE_LIVE);
	return ret;
}

/*
 * Takes the parts away, with the reference of request_stop(). Once the item is released, rmdir may
 * drop the other one.
 */
static void stop_work(struct work_struct *work)
{
	struct sim_board *board = container_of(work, struct sim_board, stop_work);

	stop_board(board);
	sim_object_destroyed(SIM_OBJECT_LIVE_BOARD);
	set_state(board, SIM_STATE_OFF);
	complete_all(&board->stopped);
	config_item_put(&board->group.cg_item);
}

/*
 * Starts to take the parts away; returns 1 if that is to be waited for, 0 if the board is off, or
 * -EBUSY.
 */
static int request_stop(struct sim_board *board)
{
	guard(mutex)(&board->lock);
	switch (board->state) {
	case SIM_STATE_OFF:
		return 0;
	case SIM_STATE_STARTING:
		return -EBUSY;
	case SIM_STATE_STOPPING:
		return 1;
	case SIM_STATE_LIVE:
		break;
	}
	board->state = SIM_STATE_STOPPING;
	reinit_completion(&board->stopped);
	config_item_get(&board->group.cg_item);
	queue_work(live_workqueue, &board->stop_work);
	return 1;
}

/*
 * Takes all parts away. An adapter goes away with its last open file, which the writer may hold
 * itself. So another thread waits for that, and the writer waits for the thread until a signal
 * comes. A board of a devicetree goes away with its device, whose removal cannot be interrupted.
 */
static int unmake_live(struct sim_board *board)
{
	int ret;

	ret = request_stop(board);
	if (ret <= 0)
		return ret;
	if (board->parent)
		wait_for_completion(&board->stopped);
	else if (wait_for_completion_interruptible(&board->stopped))
		return -ERESTARTSYS;
	flush_work(&board->stop_work);
	return 0;
}

int sim_board_set_live(struct sim_board *board, bool live)
{
	return live ? make_live(board) : unmake_live(board);
}

void sim_live_init(struct sim_board *board)
{
	INIT_WORK(&board->stop_work, stop_work);
	init_completion(&board->stopped);
}

int sim_live_workqueue_make(void)
{
	live_workqueue = alloc_workqueue("railglow-board", WQ_UNBOUND, 0);
	return live_workqueue ? 0 : -ENOMEM;
}

void sim_live_workqueue_free(void)
{
	destroy_workqueue(live_workqueue);
}
