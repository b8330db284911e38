// SPDX-License-Identifier: GPL-2.0-only
/*
 * The description of a chip as firmware would give it, and the I2C device that is made of it.
 *
 * Properties are software nodes. These cannot describe interrupts, so a small primary node stands
 * before them that knows interrupts only: it must answer -EINVAL to questions about other
 * properties, which makes the kernel ask the software node behind it. To a driver it all looks like
 * a devicetree. The properties of LEDs are made in leds.c.
 */

#include <linux/gpio/machine.h>
#include <linux/irq.h>
#include <linux/property.h>
#include <linux/slab.h>

#include "board/board.h"
#include "board/chip.h"
#include "board/firmware.h"
#include "board/objects.h"
#include "board/pins.h"
#include "board/supply.h"

/* Finds the trigger type that suits a pin and the controller of its line. */
static unsigned int irq_type(const struct sim_chip *chip, unsigned int pin)
{
	int wiring = chip->wiring[pin];
	bool nested = sim_board_nested(chip->board);

	if (wiring == SIM_WIRING_IRQ_LEVEL)
		return IRQ_TYPE_LEVEL_LOW;
	if (wiring == SIM_WIRING_IRQ_SHARED)
		return nested ? IRQ_TYPE_EDGE_FALLING : IRQ_TYPE_LEVEL_LOW;
	if (pin == SIM_PIN_POWER_VALID)
		return IRQ_TYPE_EDGE_BOTH;
	if (pin == SIM_PIN_TIMING_CONTROL || wiring == SIM_WIRING_IRQ_EDGE || nested)
		return IRQ_TYPE_EDGE_FALLING;
	return IRQ_TYPE_LEVEL_LOW;
}

static int node_irq_get(const struct fwnode_handle *fwnode, unsigned int index)
{
	struct sim_firmware *firmware = container_of(fwnode, struct sim_firmware, primary);
	struct sim_chip *chip = container_of(firmware, struct sim_chip, firmware);
	unsigned int pin;

	if (index >= firmware->irqs)
		return -ENOENT;
	pin = firmware->irq_pins[index];
	if (chip->wiring[pin] == SIM_WIRING_IRQ_SHARED)
		return sim_pins_irq(&chip->board->alert.pins, 0, irq_type(chip, pin));
	return sim_pins_irq(&chip->pins, pin, irq_type(chip, pin));
}

static bool node_property_present(const struct fwnode_handle *fwnode, const char *name)
{
	return false;
}

/*
 * Reads the numbers of interrupts, which are a property on kernels whose nodes have no operation
 * for interrupts.
 */
static int node_read_ints(const struct fwnode_handle *fwnode, const char *name, unsigned int size,
			  void *values, size_t count)
{
	struct sim_firmware *firmware = container_of(fwnode, struct sim_firmware, primary);
	u32 *irqs = values;
	unsigned int i;
	int irq;

	if (strcmp(name, "interrupt-numbers") || size != sizeof(*irqs))
		return -EINVAL;
	if (!irqs)
		return firmware->irqs;
	if (count > firmware->irqs)
		return -EOVERFLOW;
	for (i = 0; i < count; i++) {
		irq = node_irq_get(fwnode, i);
		if (irq < 0)
			return irq;
		irqs[i] = irq;
	}
	return 0;
}

static int node_read_strings(const struct fwnode_handle *fwnode, const char *name,
			     const char **values, size_t count)
{
	return -EINVAL;
}

static const char *node_get_name(const struct fwnode_handle *fwnode)
{
	return container_of(fwnode, struct sim_firmware, primary)->name;
}

static const char *node_get_name_prefix(const struct fwnode_handle *fwnode)
{
	return "";
}

static const struct fwnode_operations node_ops = {
#ifdef RAILGLOW_FWNODE_IRQ_GET
	.irq_get = node_irq_get,
#endif
	.property_present = node_property_present,
	.property_read_int_array = node_read_ints,
	.property_read_string_array = node_read_strings,
	.get_name = node_get_name,
	.get_name_prefix = node_get_name_prefix,
};

static bool is_irq(enum sim_wiring wiring)
{
	return wiring == SIM_WIRING_IRQ || wiring == SIM_WIRING_IRQ_EDGE ||
	       wiring == SIM_WIRING_IRQ_LEVEL || wiring == SIM_WIRING_IRQ_SHARED;
}

static void describe_irqs(struct sim_chip *chip)
{
	struct sim_firmware *firmware = &chip->firmware;
	unsigned int pin;

	firmware->irqs = 0;
	for (pin = 0; pin < SIM_PINS; pin++) {
		if (!is_irq(chip->wiring[pin]))
			continue;
		firmware->irq_names[firmware->irqs] = sim_pin_name[pin];
		firmware->irq_pins[firmware->irqs++] = pin;
	}
}

static void describe_chip(struct sim_chip *chip)
{
	struct sim_firmware *firmware = &chip->firmware;
	struct property_entry *property = firmware->properties[0];

	/* Drivers may ask whether it is there; the interrupts themselves are the primary node's. */
	if (firmware->irqs)
		*property++ = PROPERTY_ENTRY_BOOL("interrupts");
	if (firmware->irqs && chip->interrupt_names)
		*property++ = PROPERTY_ENTRY_STRING_ARRAY_LEN("interrupt-names",
							      firmware->irq_names, firmware->irqs);
	if (chip->single_shot)
		*property++ = PROPERTY_ENTRY_BOOL("ti,single-shot");
	firmware->nodes[0].name = firmware->name;
	firmware->nodes[0].properties = firmware->properties[0];
}

/*
 * Makes a property without a value. Reading a number from it is -EOVERFLOW in a devicetree; a
 * software node cannot have a property without data, so this one is too short for a number.
 */
static struct property_entry empty_property(const char *name)
{
	return (struct property_entry){
		.name = name,
		.type = DEV_PROP_U8,
		.length = sizeof(u8),
		.is_inline = true,
	};
}

static void describe_rail(struct sim_chip *chip, unsigned int channel)
{
	struct sim_firmware *firmware = &chip->firmware;
	struct sim_rail *rail = &chip->rails[channel];
	struct property_entry *property = firmware->properties[1 + channel];

	scnprintf(firmware->rail_names[channel], SIM_NODE_NAME_MAX, "%s@%u", chip->rail_nodes,
		  channel);
	if (!rail->reg_missing)
		*property++ = PROPERTY_ENTRY_U32("reg", rail->reg);
	if (rail->label[0])
		*property++ = PROPERTY_ENTRY_STRING("label", rail->label);
	if (rail->shunt == SIM_SHUNT_NUMBER)
		*property++ = PROPERTY_ENTRY_U32("shunt-resistor-micro-ohms", rail->shunt_uohm);
	else if (rail->shunt == SIM_SHUNT_EMPTY)
		*property++ = empty_property("shunt-resistor-micro-ohms");
	if (rail->disabled)
		*property++ = PROPERTY_ENTRY_STRING("status", "disabled");
	if (rail->summation_disable)
		*property++ = PROPERTY_ENTRY_BOOL("ti,summation-disable");
	if (rail->summation_bypass)
		*property++ = PROPERTY_ENTRY_BOOL("summation-bypass");
	firmware->nodes[1 + channel].name = firmware->rail_names[channel];
	firmware->nodes[1 + channel].parent = &firmware->nodes[0];
	firmware->nodes[1 + channel].properties = firmware->properties[1 + channel];
}

static int describe_nodes(struct sim_chip *chip)
{
	struct sim_firmware *firmware = &chip->firmware;
	unsigned int i;
	int ret;

	memset(firmware->nodes, 0, sizeof(firmware->nodes));
	memset(firmware->properties, 0, sizeof(firmware->properties));
	fwnode_init(&firmware->primary, &node_ops);
	describe_irqs(chip);
	describe_chip(chip);
	for (i = 0; i < INA3221_CHANNELS; i++)
		describe_rail(chip, i);
	for (i = 0; i < SIM_NODES; i++)
		firmware->list[i] = &firmware->nodes[i];
	ret = software_node_register_node_group(firmware->list);
	firmware->registered = !ret;
	return ret;
}

/* Forgets the rails first: some kernels release a node before the last one below it. */
static void forget_nodes(struct sim_firmware *firmware)
{
	unsigned int i = SIM_NODES;

	if (!firmware->registered)
		return;
	while (i--)
		software_node_unregister(&firmware->nodes[i]);
	firmware->registered = false;
}

/* Describes a pin as a GPIO: power-valid is active high, the others are active low. */
static void describe_gpio(struct gpiod_lookup *gpio, struct sim_chip *chip, unsigned int pin)
{
	*gpio = (struct gpiod_lookup){
		.key = chip->pins.label,
		.chip_hwnum = pin,
		.con_id = sim_pin_name[pin],
		.flags = pin == SIM_PIN_POWER_VALID ? GPIO_ACTIVE_HIGH : GPIO_ACTIVE_LOW,
	};
}

static int describe_gpios(struct sim_chip *chip)
{
	struct sim_firmware *firmware = &chip->firmware;
	struct gpiod_lookup_table *gpios;
	unsigned int pin, count = 0;

	gpios = kzalloc(struct_size(gpios, table, SIM_PINS + 1), GFP_KERNEL);
	if (!gpios)
		return -ENOMEM;
	for (pin = 0; pin < SIM_PINS; pin++)
		if (chip->wiring[pin] == SIM_WIRING_GPIO)
			describe_gpio(&gpios->table[count++], chip, pin);
	if (!count) {
		kfree(gpios);
		return 0;
	}
	gpios->dev_id = firmware->dev_id;
	gpiod_add_lookup_table(gpios);
	firmware->gpios = gpios;
	return 0;
}

static int make_client(struct sim_chip *chip)
{
	struct i2c_board_info info = {
		.addr = chip->address,
		.fwnode = &chip->firmware.primary,
#ifdef RAILGLOW_I2C_SWNODE
		.swnode = &chip->firmware.nodes[0],
#endif
	};
	struct i2c_client *client;

#ifndef RAILGLOW_I2C_SWNODE
	chip->firmware.primary.secondary = software_node_fwnode(&chip->firmware.nodes[0]);
#endif
	strscpy(info.type, chip->bind, sizeof(info.type));
	client = i2c_new_client_device(&chip->board->bus.adapter, &info);
	if (IS_ERR(client))
		return PTR_ERR(client);
	chip->client = client;
	sim_object_created(SIM_OBJECT_CLIENT);
	return 0;
}

static void make_names(struct sim_chip *chip)
{
	struct sim_firmware *firmware = &chip->firmware;

	scnprintf(firmware->name, sizeof(firmware->name), "railglow.%s.%s",
		  sim_board_name(chip->board), sim_chip_name(chip));
	scnprintf(firmware->dev_id, sizeof(firmware->dev_id), "%d-%04x",
		  chip->board->bus.adapter.nr, chip->address);
}

int sim_firmware_start(struct sim_chip *chip)
{
	int ret;

	make_names(chip);
	ret = sim_supply_start(chip);
	if (!ret)
		ret = describe_gpios(chip);
	if (ret || !chip->bind[0])
		return ret;
	ret = describe_nodes(chip);
	return ret ?: make_client(chip);
}

void sim_firmware_stop(struct sim_chip *chip)
{
	struct sim_firmware *firmware = &chip->firmware;

	if (chip->client) {
		/*
		 * Unbind the driver first. The I2C core removes the software node before the
		 * driver, whose own devices would then never release it.
		 */
		device_release_driver(&chip->client->dev);
		i2c_unregister_device(chip->client);
		chip->client = NULL;
		sim_object_destroyed(SIM_OBJECT_CLIENT);
	}
	forget_nodes(firmware);
	sim_supply_stop(chip);
	if (firmware->gpios) {
		gpiod_remove_lookup_table(firmware->gpios);
		kfree(firmware->gpios);
		firmware->gpios = NULL;
	}
}
