/* SPDX-License-Identifier: GPL-2.0-only */
/* The description of a chip as firmware would give it, and the I2C device that is made of it. */
#ifndef RAILGLOW_BOARD_FIRMWARE_H
#define RAILGLOW_BOARD_FIRMWARE_H

#include <linux/fwnode.h>
#include <linux/property.h>
#include <linux/types.h>

#include "board/names.h"
#include "board/pins.h"
#include "core/ina3221_regs.h"

struct gpiod_lookup_table;
struct sim_chip;

/** Nodes of the description: one for the chip, one for each rail. */
#define SIM_NODES (1 + INA3221_CHANNELS)
/** Most properties of one node, the end of the list included. */
#define SIM_PROPERTIES 7
/** Longest name of the node of a rail, with its number. */
#define SIM_NODE_NAME_MAX (SIM_NAME_MAX + 4)

/**
 * struct sim_firmware - the description of a chip, as a devicetree would have it
 * @primary: gives the interrupts; the properties are in the software nodes
 * @nodes: the chip and its rails
 * @list: pointers to @nodes, as they are registered
 * @properties: properties of each node
 * @name: name of the chip's node
 * @rail_names: names of the nodes of its rails
 * @irq_names: names of the pins that are wired as interrupts
 * @irq_pins: numbers of these pins
 * @irqs: number of these pins
 * @registered: @list is registered
 * @gpios: lookup table, NULL if no pin is wired as GPIO
 * @dev_id: name of the client, for @gpios
 */
struct sim_firmware {
	struct fwnode_handle primary;
	struct software_node nodes[SIM_NODES];
	const struct software_node *list[SIM_NODES + 1];
	struct property_entry properties[SIM_NODES][SIM_PROPERTIES];
	char name[3 * SIM_NAME_MAX];
	char rail_names[INA3221_CHANNELS][SIM_NODE_NAME_MAX];
	const char *irq_names[SIM_PINS];
	u8 irq_pins[SIM_PINS];
	u32 irqs;
	bool registered;
	struct gpiod_lookup_table *gpios;
	char dev_id[SIM_NAME_MAX];
};

/**
 * sim_firmware_start() - describe a chip and make its I2C device
 * @chip: the chip, on a registered adapter
 *
 * GPIOs and the supply are described for any device that appears at the chip's address, the rest
 * only for the one made here, if the chip's setting `bind` names one.
 *
 * Return: 0 or an errno; sim_firmware_stop() cleans up either way.
 */
int __must_check sim_firmware_start(struct sim_chip *chip);

/** sim_firmware_stop() - remove the device and its description. */
void sim_firmware_stop(struct sim_chip *chip);

#endif /* RAILGLOW_BOARD_FIRMWARE_H */
