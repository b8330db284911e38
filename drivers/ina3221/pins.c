// SPDX-License-Identifier: GPL-2.0-only
/*
 * INA3221 driver: where the alert pins lead.
 *
 * Any of the four may be an interrupt (named in interrupt-names) or a GPIO
 * (critical-gpios and so on), or lead nowhere.
 */
#include <linux/device.h>
#include <linux/gpio/consumer.h>
#include <linux/property.h>

#include "drivers/ina3221/ina3221.h"

static const char *const pin_name[INA3221_PIN_COUNT] = {
	[INA3221_CRITICAL_PIN] = "critical",
	[INA3221_WARNING_PIN] = "warning",
	[INA3221_POWER_VALID_PIN] = "power-valid",
	[INA3221_TIMING_CONTROL_PIN] = "timing-control",
};

/* An interrupt that nobody named is none; one whose provider is late is awaited. */
static int find_irq(struct device *dev, const char *name)
{
	int irq = fwnode_irq_get_byname(dev_fwnode(dev), name);

	return irq > 0 || irq == -EPROBE_DEFER ? irq : 0;
}

static int find_pin(struct device *dev, const char *name, struct ina3221_pin *pin)
{
	pin->irq = find_irq(dev, name);
	if (pin->irq)
		return min(pin->irq, 0);
	pin->gpio = devm_gpiod_get_optional(dev, name, GPIOD_IN);
	return PTR_ERR_OR_ZERO(pin->gpio);
}

int ina3221_find_pins(struct ina3221 *chip)
{
	struct device *dev = &chip->client->dev;
	unsigned int i;
	int ret;

	for (i = 0; i < INA3221_PIN_COUNT; i++) {
		ret = find_pin(dev, pin_name[i], &chip->pin[i]);
		if (ret)
			return dev_err_probe(dev, ret, "cannot get the %s pin\n", pin_name[i]);
	}
	return 0;
}

bool ina3221_pin_wired(const struct ina3221 *chip, enum ina3221_pin_id id)
{
	return chip->pin[id].irq || chip->pin[id].gpio;
}
