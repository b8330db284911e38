// SPDX-License-Identifier: GPL-2.0-only
/*
 * INA3221 driver: what the firmware says about the rails, and where alert pins lead.
 *
 * Properties are those of the published binding ti,ina3221, found in devicetree or in software
 * nodes. Rails are put into the sum, in Mask/Enable, by settings.c; the current of a sum over
 * unlike shunts is refused in hwmon.c. Any of the four pins may be an interrupt (named in
 * interrupt-names) or a GPIO (critical-gpios and so on), or lead nowhere. A pin that cannot be used
 * costs a warning, not the chip. Interrupts are served in irq.c.
 */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/gpio/consumer.h>
#include <linux/interrupt.h>
#include <linux/irq.h>
#include <linux/of.h>
#include <linux/property.h>
#include <linux/string.h>

#include "core/ina3221_regs.h"
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
static void read_label(struct ina3221 *chip, struct fwnode_handle *node, unsigned int ch)
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
		return;
	for (kind = 0; kind < INA3221_RAIL_KINDS; kind++)
		chip->settings.rail[ch].label[kind] =
			devm_kasprintf(dev, GFP_KERNEL, "%s%s", name, word[kind]);
}

static bool status_okay(const struct fwnode_handle *node)
{
	const char *status;

	if (fwnode_property_read_string(node, "status", &status))
		return true;
	return !strcmp(status, "okay") || !strcmp(status, "ok");
}

/* The rail is found by its number, whatever the node is called. */
static void read_rail(struct ina3221 *chip, struct fwnode_handle *node)
{
	u32 ch;

	if (fwnode_property_read_u32(node, "reg", &ch) || ch >= INA3221_CHANNELS) {
		dev_warn(ina3221_dev(chip), "%pfwP is not used: set its reg to the input, 0 to 2\n",
			 node);
		return;
	}
	if (!status_okay(node))
		chip->settings.config &= ~INA3221_CONFIG_CH_EN(ch);
	chip->settings.rail[ch].summation_disable =
		fwnode_property_read_bool(node, "ti,summation-disable") ||
		fwnode_property_read_bool(node, "summation-bypass");
	/* An input that leads nowhere has no shunt, which is nothing to warn of. */
	if (status_okay(node) || fwnode_property_present(node, "shunt-resistor-micro-ohms"))
		read_shunt(chip, node, ch);
	read_label(chip, node, ch);
}

/* Disabled inputs count, too, which the generic walk through a devicetree would leave out. */
static struct fwnode_handle *next_input(struct device *dev, struct fwnode_handle *node)
{
	if (!dev->of_node)
		return device_get_next_child_node(dev, node);
	return of_fwnode_handle(of_get_next_child(dev->of_node, to_of_node(node)));
}

void ina3221_read_firmware(struct ina3221 *chip)
{
	struct device *dev = ina3221_dev(chip);
	struct fwnode_handle *node = NULL;
	unsigned int ch;

	for (ch = 0; ch < INA3221_CHANNELS; ch++)
		chip->settings.rail[ch].shunt_uohm = INA3221_SHUNT_DEFAULT_UOHM;
	chip->settings.single_shot = device_property_read_bool(dev, "ti,single-shot");
	while ((node = next_input(dev, node)))
		read_rail(chip, node);
}

const char *const ina3221_pin_name[INA3221_PIN_COUNT] = {
	[INA3221_CRITICAL_PIN] = "critical",
	[INA3221_WARNING_PIN] = "warning",
	[INA3221_POWER_VALID_PIN] = "power-valid",
	[INA3221_TIMING_CONTROL_PIN] = "timing-control",
};

static int find_gpio(struct device *dev, const char *name, struct ina3221_pin *pin)
{
	struct gpio_desc *gpio = devm_gpiod_get_optional(dev, name, GPIOD_IN);

	if (!IS_ERR(gpio)) {
		pin->gpio = gpio;
		return gpio ? gpiod_to_irq(gpio) : 0;
	}
	if (PTR_ERR(gpio) != -EPROBE_DEFER)
		dev_warn(dev, "the %s GPIO cannot be used: %pe\n", name, gpio);
	return PTR_ERR(gpio);
}

/* A pin without an interrupt is left alone, wired or not; a provider that is late is awaited. */
static int find_pin(struct device *dev, const char *name, struct ina3221_pin *pin)
{
	int irq = fwnode_irq_get_byname(dev_fwnode(dev), name);

	if (irq <= 0 && irq != -EPROBE_DEFER) {
		if (fwnode_property_match_string(dev_fwnode(dev), "interrupt-names", name) >= 0)
			dev_warn(dev, "the %s interrupt cannot be used: %pe\n", name, ERR_PTR(irq));
		irq = find_gpio(dev, name, pin);
	}
	pin->irq = max(irq, 0);
	return irq == -EPROBE_DEFER ? irq : 0;
}

int ina3221_find_pins(struct ina3221 *chip)
{
	struct device *dev = ina3221_dev(chip);
	unsigned int i;
	int ret;

	if (device_property_present(dev, "interrupts") &&
	    !device_property_present(dev, "interrupt-names"))
		dev_warn(dev, "interrupts without interrupt-names are not used: name them\n");
	for (i = 0; i < INA3221_PIN_COUNT; i++) {
		ret = find_pin(dev, ina3221_pin_name[i], &chip->alerts.pin[i]);
		if (ret)
			return dev_err_probe(dev, ret, "cannot get the %s pin\n",
					     ina3221_pin_name[i]);
	}
	return 0;
}

bool ina3221_pin_wired(const struct ina3221 *chip, enum ina3221_pin_id id)
{
	return chip->alerts.pin[id].irq || chip->alerts.pin[id].gpio;
}

static bool active_high(const struct ina3221_pin *pin)
{
	return pin->gpio && !gpiod_is_active_low(pin->gpio);
}

/* Alerts are low, and power valid goes both ways, unless the firmware says otherwise. */
unsigned long ina3221_pin_trigger(const struct ina3221_pin *pin)
{
	unsigned long given = irq_get_trigger_type(pin->irq);

	/* A pin that tells of a state, not of an alert, would never let go of its level. */
	if (pin->flags & (INA3221_MASK_PVF | INA3221_MASK_TCF))
		given &= IRQ_TYPE_EDGE_BOTH;
	if (given && !pin->gpio)
		return given;
	if (pin->flags & INA3221_MASK_PVF)
		return IRQF_TRIGGER_RISING | IRQF_TRIGGER_FALLING;
	if (pin->flags & INA3221_MASK_TCF)
		return active_high(pin) ? IRQF_TRIGGER_RISING : IRQF_TRIGGER_FALLING;
	return active_high(pin) ? IRQF_TRIGGER_HIGH : IRQF_TRIGGER_LOW;
}
