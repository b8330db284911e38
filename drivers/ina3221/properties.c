// SPDX-License-Identifier: GPL-2.0-only
/*
 * INA3221 driver: what the firmware says about the rails.
 *
 * Properties are those of the published binding ti,ina3221, found in devicetree or in software
 * nodes.
 *
 * Rails are put into the sum, in Mask/Enable, by settings.c; the current of a sum over unlike
 * shunts is refused in hwmon.c.
 */
#include <linux/device.h>
#include <linux/of.h>
#include <linux/property.h>
#include <linux/string.h>

#include "core/ina3221_units.h"
#include "drivers/ina3221/ina3221.h"

/* A shunt below this is on no board that is known. */
#define SHUNT_TINY_UOHM 50

/* The usual shunt is assumed instead of an impossible one, which firmware in the field has. */
static void read_shunt(struct ina3221 *chip, struct fwnode_handle *node, unsigned int ch)
{
	struct device *dev = ina3221_dev(chip);
	u32 uohm = 0;

	if (fwnode_property_read_u32(node, "shunt-resistor-micro-ohms", &uohm) || !uohm ||
	    uohm > INA3221_SHUNT_MAX_UOHM) {
		dev_warn(dev, "input %u has no valid shunt-resistor-micro-ohms: assuming %u\n",
			 ch + 1, INA3221_SHUNT_DEFAULT_UOHM);
		return;
	}
	if (uohm < SHUNT_TINY_UOHM)
		dev_warn(dev, "input %u: suspiciously small shunt (%u micro-ohms)\n", ch + 1, uohm);
	chip->settings.rail[ch].shunt_uohm = uohm;
}

/* No two labels of a rail are the same, since tools look channels up by label. */
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

static bool status_okay(const struct fwnode_handle *node)
{
	const char *status;

	if (fwnode_property_read_string(node, "status", &status))
		return true;
	return !strcmp(status, "okay") || !strcmp(status, "ok");
}

/* The rail is found by its number, whatever the node is called. */
static int read_rail(struct ina3221 *chip, struct fwnode_handle *node)
{
	u32 ch;

	if (fwnode_property_read_u32(node, "reg", &ch) || ch >= INA3221_CHANNELS) {
		dev_warn(ina3221_dev(chip), "%pfwP is not used: set its reg to the input, 0 to 2\n",
			 node);
		return 0;
	}
	if (!status_okay(node))
		chip->settings.config &= ~INA3221_CONFIG_CH_EN(ch);
	chip->settings.rail[ch].summation_disable =
		fwnode_property_read_bool(node, "ti,summation-disable") ||
		fwnode_property_read_bool(node, "summation-bypass");
	/* An input that leads nowhere has no shunt, which is nothing to warn of. */
	if (status_okay(node) || fwnode_property_present(node, "shunt-resistor-micro-ohms"))
		read_shunt(chip, node, ch);
	return read_label(chip, node, ch);
}

/* Disabled inputs count, too, which the generic walk through a devicetree would leave out. */
static struct fwnode_handle *next_input(struct device *dev, struct fwnode_handle *node)
{
	if (!dev->of_node)
		return device_get_next_child_node(dev, node);
	return of_fwnode_handle(of_get_next_child(dev->of_node, to_of_node(node)));
}

int ina3221_read_firmware(struct ina3221 *chip)
{
	struct device *dev = ina3221_dev(chip);
	struct fwnode_handle *node = NULL;
	unsigned int ch;
	int ret;

	for (ch = 0; ch < INA3221_CHANNELS; ch++)
		chip->settings.rail[ch].shunt_uohm = INA3221_SHUNT_DEFAULT_UOHM;
	chip->settings.single_shot = device_property_read_bool(dev, "ti,single-shot");
	while ((node = next_input(dev, node))) {
		ret = read_rail(chip, node);
		if (ret) {
			fwnode_handle_put(node);
			return ret;
		}
	}
	return 0;
}
