// SPDX-License-Identifier: GPL-2.0-only
/*
 * INA3221 driver: what the firmware says about the rails.
 *
 * Properties are those of the published binding ti,ina3221, found in
 * devicetree or in software nodes.
 */
#include <linux/device.h>
#include <linux/of.h>
#include <linux/property.h>

#include "core/ina3221_units.h"
#include "drivers/ina3221/ina3221.h"

/* Smaller ones exist on no board that is known. */
#define SHUNT_TINY_UOHM 50

/* What is no shunt at all is taken for the usual one; firmware in the field has such. */
static void read_shunt(struct ina3221 *chip, struct fwnode_handle *node, unsigned int ch)
{
	struct device *dev = ina3221_dev(chip);
	u32 uohm = 0;

	if (fwnode_property_read_u32(node, "shunt-resistor-micro-ohms", &uohm) || !uohm ||
	    uohm > INA3221_SHUNT_MAX_UOHM) {
		dev_warn(dev, "input %u has no shunt-resistor-micro-ohms of use: %u are assumed\n",
			 ch + 1, INA3221_SHUNT_DEFAULT_UOHM);
		return;
	}
	if (uohm < SHUNT_TINY_UOHM)
		dev_warn(dev,
			 "input %u: is a shunt of %u micro-ohms meant to be as small as that?\n",
			 ch + 1, uohm);
	chip->settings.rail[ch].shunt_uohm = uohm;
}

/* Tools look channels up by label, so no two of a chip may be the same. */
static int read_label(struct ina3221 *chip, struct fwnode_handle *node, unsigned int ch)
{
	static const char *const word[INA3221_RAIL_KINDS] = {
		[INA3221_BUS] = "",
		[INA3221_SHUNT] = " shunt",
		[INA3221_CURRENT] = " current",
		[INA3221_POWER] = " power",
	};
	struct device *dev = ina3221_dev(chip);
	unsigned int kind;
	const char *name;

	if (fwnode_property_read_string(node, "label", &name) || !*name)
		return 0;
	for (kind = 0; kind < INA3221_RAIL_KINDS; kind++) {
		chip->settings.rail[ch].label[kind] =
			devm_kasprintf(dev, GFP_KERNEL, "%s%s", name, word[kind]);
		if (!chip->settings.rail[ch].label[kind])
			return -ENOMEM;
	}
	return 0;
}

static int read_rail(struct ina3221 *chip, struct fwnode_handle *node, bool available)
{
	struct device *dev = ina3221_dev(chip);
	u32 ch;

	if (fwnode_property_read_u32(node, "reg", &ch) || ch >= INA3221_CHANNELS) {
		dev_warn(dev, "%pfwP is not used: set its reg to the input, 0 to 2\n", node);
		return 0;
	}
	if (!available)
		chip->settings.config &= ~INA3221_CONFIG_CH_EN(ch);
	chip->settings.rail[ch].summed = available &&
					 !fwnode_property_read_bool(node, "ti,summation-disable") &&
					 !fwnode_property_read_bool(node, "summation-bypass");
	read_shunt(chip, node, ch);
	return read_label(chip, node, ch);
}

/* Walks the devicetree itself: the generic walk leaves disabled inputs out. */
static int read_devicetree(struct ina3221 *chip, struct device_node *parent)
{
	struct device_node *node;
	int ret;

	for_each_child_of_node(parent, node) {
		ret = read_rail(chip, of_fwnode_handle(node), of_device_is_available(node));
		if (ret) {
			of_node_put(node);
			return ret;
		}
	}
	return 0;
}

static bool status_okay(struct fwnode_handle *node)
{
	const char *status;

	if (fwnode_property_read_string(node, "status", &status))
		return true;
	return !strcmp(status, "okay") || !strcmp(status, "ok");
}

static int read_software_nodes(struct ina3221 *chip)
{
	struct fwnode_handle *node;
	int ret;

	device_for_each_child_node(ina3221_dev(chip), node) {
		ret = read_rail(chip, node, status_okay(node));
		if (ret) {
			fwnode_handle_put(node);
			return ret;
		}
	}
	return 0;
}

int ina3221_read_firmware(struct ina3221 *chip)
{
	struct device *dev = ina3221_dev(chip);
	unsigned int ch;

	for (ch = 0; ch < INA3221_CHANNELS; ch++) {
		chip->settings.rail[ch].shunt_uohm = INA3221_SHUNT_DEFAULT_UOHM;
		chip->settings.rail[ch].summed = true;
	}
	chip->settings.single_shot = device_property_read_bool(dev, "ti,single-shot");
	return dev->of_node ? read_devicetree(chip, dev->of_node) : read_software_nodes(chip);
}
