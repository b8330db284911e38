/* SPDX-License-Identifier: GPL-2.0-only */
/* Sleeping until a moment of the clock. */
#ifndef RAILGLOW_BOARD_WAIT_H
#define RAILGLOW_BOARD_WAIT_H

#include <linux/types.h>

/**
 * sim_wait_until() - sleep until a moment, never less
 * @time_ns: the moment
 */
void sim_wait_until(u64 time_ns);

#endif /* RAILGLOW_BOARD_WAIT_H */
