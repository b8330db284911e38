/* SPDX-License-Identifier: GPL-2.0-only */
/* Up to v5.18 the GPIO core changed the interrupt chips that it was given. */
#ifndef RAILGLOW_COMPAT_LINUX_GPIO_DRIVER_H
#define RAILGLOW_COMPAT_LINUX_GPIO_DRIVER_H

#include <linux/irq.h>
#include_next <linux/gpio/driver.h>

#ifndef GPIOCHIP_IRQ_RESOURCE_HELPERS
#define IRQCHIP_IMMUTABLE 0
#define GPIOCHIP_IRQ_RESOURCE_HELPERS .irq_request_resources = NULL, .irq_release_resources = NULL

static inline void gpio_irq_chip_set_chip(struct gpio_irq_chip *gpio, const struct irq_chip *chip)
{
	gpio->chip = (struct irq_chip *)chip;
}
#endif

#endif
