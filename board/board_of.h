/* SPDX-License-Identifier: GPL-2.0-only */
/* Boards that a devicetree describes. */
#ifndef RAILGLOW_BOARD_BOARD_OF_H
#define RAILGLOW_BOARD_BOARD_OF_H

#include <linux/gpio/driver.h>
#include <linux/kconfig.h>

#if IS_ENABLED(CONFIG_OF)

/** sim_of_init() - make a board for each node there is, and for those to come. */
int __must_check sim_of_init(void);

/** sim_of_exit() - unmake them. */
void sim_of_exit(void);

/**
 * sim_of_set_gpio_node() - what the tree calls the lines of a GPIO chip
 * @gc: not registered yet
 * @node: a gpio-controller and interrupt-controller, NULL for none
 */
static inline void sim_of_set_gpio_node(struct gpio_chip *gc, struct fwnode_handle *node)
{
	gc->fwnode = node;
}

#else

static inline int sim_of_init(void)
{
	return 0;
}

static inline void sim_of_exit(void)
{
}

static inline void sim_of_set_gpio_node(struct gpio_chip *gc, struct fwnode_handle *node)
{
}

#endif

#endif /* RAILGLOW_BOARD_BOARD_OF_H */
