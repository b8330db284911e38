/* SPDX-License-Identifier: GPL-2.0-only */
/* Boards that a devicetree describes. */
#ifndef RAILGLOW_BOARD_BOARD_OF_H
#define RAILGLOW_BOARD_BOARD_OF_H

#include <linux/compiler.h>
#include <linux/kconfig.h>

#if IS_ENABLED(CONFIG_OF)

/** sim_of_init() - make a board for each node, and for each that appears later. */
int __must_check sim_of_init(void);

/** sim_of_exit() - unmake them. */
void sim_of_exit(void);

#else

static inline int sim_of_init(void)
{
	return 0;
}

static inline void sim_of_exit(void)
{
}

#endif

#endif /* RAILGLOW_BOARD_BOARD_OF_H */
