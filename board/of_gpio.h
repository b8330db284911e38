/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The node of a GPIO chip in a devicetree, for kernels with and without devicetrees. board_of.c
 * finds it.
 */
#ifndef RAILGLOW_BOARD_OF_GPIO_H
#define RAILGLOW_BOARD_OF_GPIO_H

#include <linux/gpio/driver.h>
#include <linux/kconfig.h>

struct fwnode_handle;

/**
 * sim_of_set_gpio_node() - give a GPIO chip its node
 * @gc: not registered yet
 * @node: a gpio-controller and interrupt-controller, NULL for none
 */
static inline void sim_of_set_gpio_node(struct gpio_chip *gc, struct fwnode_handle *node)
{
#if IS_ENABLED(CONFIG_OF)
	gc->fwnode = node;
#endif
}

#endif /* RAILGLOW_BOARD_OF_GPIO_H */
