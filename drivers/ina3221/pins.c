// SPDX-License-Identifier: GPL-2.0-only
/*
 * INA3221 driver: where the firmware says that the alert pins lead.
 *
 * Any of the four may be an interrupt (named in interrupt-names) or a GPIO (critical-gpios and so
 * on), or lead nowhere. A pin that cannot be used costs a warning, not the chip.
 *
 * Interrupts are requested and served in irq.c.
 */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/gpio/consumer.h>
#include <linux/interrupt.h>
#include <linux/irq.h>
#include <linux/property.h>

#include "drivers/ina3221/ina3221.h"

const char *const ina3221_pin_name[INA3221_PIN_COUNT] = {
	[INA3221_CRITICAL_PIN] = "critical",
	[INA3221_WARNING_PIN] = "warning",
	[INA3221_POWER_VALID_PIN] = "power-valid",
	[INA3221_TIMING_CONTROL_PIN] = "timing-control",
};

static int find_gpio(struct device *dev, const char *name, struct ina3221_pin *pin)
{
	struct gpio_desc *gpio = devm_gpiod_get_optional(dev, name, GPIOD_IN);

	if (IS_ERR(gpio)) {
		if (PTR_ERR(gpio) != -EPROBE_DEFER)
			dev_warn(dev, "the %s GPIO cannot be used: %pe\n", name, gpio);
		return PTR_ERR(gpio);
	}
	pin->gpio = gpio;
	return gpio ? gpiod_to_irq(gpio) : 0;
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
