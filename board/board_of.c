// SPDX-License-Identifier: GPL-2.0-only
/*
 * Boards that a devicetree describes, live as soon as this module is loaded.
 *
 * The tree lists the parts: chips below node `i2c`, for which the I2C core makes devices, the pins
 * of chip N in `pins@N`, LEDs below node `leds`. Drivers read the same nodes. Settings that the
 * tree leaves open are as in a new board, and all parts have the names of their nodes. Parts that
 * a user adds to such a board are refused in configfs.c.
 */

#include <linux/configfs.h>
#include <linux/device.h>
#include <linux/minmax.h>
#include <linux/module.h>
#include <linux/of.h>
#include <linux/platform_device.h>
#include <linux/string.h>

#include "board/board.h"
#include "board/board_of.h"
#include "board/chip.h"
#include "board/configfs.h"
#include "board/configfs_chip.h"
#include "board/configfs_led.h"
#include "board/leds.h"
#include "board/live.h"
#include "model/bus_time.h"

/* Finds the node of the GPIO chip for the chip at @address; returns a reference to it, or NULL. */
static struct device_node *pins_node(struct device_node *board_node, u32 address)
{
	struct device_node *node;
	u32 reg;

	for_each_available_child_of_node(board_node, node)
		if (of_node_name_eq(node, "pins") && !of_property_read_u32(node, "reg", &reg) &&
		    reg == address)
			return node;
	return NULL;
}

/* Connects all pins to the processor; the tree says which devices use them. */
static void wire_chip(struct sim_chip *chip, struct device_node *pins)
{
	unsigned int pin;

	chip->pins.fwnode = pins ? of_fwnode_handle(pins) : NULL;
	for (pin = 0; pin < SIM_PINS; pin++)
		chip->wiring[pin] = pins ? SIM_WIRING_IRQ : SIM_WIRING_NONE;
}

static int add_chip(struct sim_board *board, struct device_node *node)
{
	struct config_group *group;
	struct sim_chip *chip;
	u32 address;
	int ret;

	ret = of_property_read_u32(node, "reg", &address);
	if (ret)
		return dev_err_probe(board->parent, ret, "%pOF: set reg to its address\n", node);
	group = sim_chip_make(board, kbasename(node->full_name));
	if (IS_ERR(group))
		return PTR_ERR(group);
	chip = container_of(group, struct sim_chip, group);
	chip->address = address;
	chip->bind[0] = '\0';
	wire_chip(chip, pins_node(board->parent->of_node, address));
	configfs_add_default_group(group, &board->chips_group);
	return 0;
}

/* Adds the chips on the bus. Devices of other makers are not simulated. */
static int add_chips(struct sim_board *board)
{
	struct device_node *node;
	int ret;

	for_each_available_child_of_node(board->bus.of_node, node) {
		if (!of_device_is_compatible(node, "ti,ina3221"))
			continue;
		ret = add_chip(board, node);
		if (ret) {
			of_node_put(node);
			return ret;
		}
	}
	return 0;
}

static int add_led(struct sim_board *board, struct device_node *node)
{
	struct config_group *group;
	struct sim_led *led;

	group = sim_led_make(board, kbasename(node->full_name));
	if (IS_ERR(group))
		return PTR_ERR(group);
	led = container_of(group, struct sim_led, group);
	led->fwnode = of_fwnode_handle(of_node_get(node));
	of_property_read_u32(node, "max-brightness", &led->max_brightness);
	configfs_add_default_group(group, &board->leds_group);
	return 0;
}

static int add_leds(struct sim_board *board)
{
	struct device_node *leds = of_get_child_by_name(board->parent->of_node, "leds");
	struct device_node *node;
	int ret = 0;

	for_each_available_child_of_node(leds, node) {
		ret = add_led(board, node);
		if (ret) {
			of_node_put(node);
			break;
		}
	}
	of_node_put(leds);
	return ret;
}

static void drop_leds(struct sim_board *board)
{
	struct sim_led *led, *next;

	list_for_each_entry_safe(led, next, &board->leds, node) {
		fwnode_handle_put(led->fwnode);
		sim_led_drop(&board->leds_group, &led->group.cg_item);
	}
}

static void drop_chips(struct sim_board *board)
{
	struct sim_chip *chip, *next;

	list_for_each_entry_safe(chip, next, &board->chips, node) {
		fwnode_handle_put(chip->pins.fwnode);
		sim_chip_drop(&board->chips_group, &chip->group.cg_item);
	}
}

static void forget_tree(void *data)
{
	struct sim_board *board = data;

	drop_leds(board);
	drop_chips(board);
	of_node_put(board->bus.of_node);
	sim_board_drop(NULL, &board->group.cg_item);
}

static void take_off(void *data)
{
	struct sim_board *board = data;

	WARN_ON(sim_board_set_live(board, false));
	sim_configfs_remove(board);
}

static struct sim_board *board_of_tree(struct device *dev)
{
	struct config_group *group;
	struct sim_board *board;

	group = sim_board_make(NULL, kbasename(dev->of_node->full_name));
	if (IS_ERR(group))
		return ERR_CAST(group);
	board = container_of(group, struct sim_board, group);
	board->parent = dev;
	board->bus.of_node = of_get_child_by_name(dev->of_node, "i2c");
	of_property_read_u32(board->bus.of_node, "clock-frequency", &board->clock_hz);
	board->clock_hz = clamp_t(u32, board->clock_hz, BUS_CLOCK_MIN_HZ, BUS_CLOCK_MAX_HZ);
	return board;
}

static int board_probe(struct platform_device *pdev)
{
	struct device *dev = &pdev->dev;
	struct sim_board *board;
	int ret;

	board = board_of_tree(dev);
	if (IS_ERR(board))
		return PTR_ERR(board);
	ret = devm_add_action_or_reset(dev, forget_tree, board);
	ret = ret ?: add_chips(board);
	ret = ret ?: add_leds(board);
	ret = ret ?: sim_configfs_add(board);
	ret = ret ?: devm_add_action_or_reset(dev, take_off, board);
	return ret ?: sim_board_set_live(board, true);
}

static const struct of_device_id board_of_match[] = { { .compatible = "railglow,board" }, {} };
MODULE_DEVICE_TABLE(of, board_of_match);

static struct platform_driver board_driver = {
	.driver = {
		.name = "railglow-board",
		.of_match_table = board_of_match,
	},
	.probe = board_probe,
};

int sim_of_init(void)
{
	return platform_driver_register(&board_driver);
}

void sim_of_exit(void)
{
	platform_driver_unregister(&board_driver);
}
