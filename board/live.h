/* SPDX-License-Identifier: GPL-2.0-only */
/* Making a board real, and unmaking it. */
#ifndef RAILGLOW_BOARD_LIVE_H
#define RAILGLOW_BOARD_LIVE_H

#include <linux/types.h>

struct sim_board;

/**
 * sim_board_set_live() - make a board real, or no longer
 * @board: the board
 * @live: which
 *
 * All or nothing: on errors the board is as it was before. Being told what it
 * is already does nothing.
 *
 * Return: 0; -EINVAL for settings that do not fit together, with a sentence
 * in the log; what the kernel answered to registering a device.
 */
int __must_check sim_board_set_live(struct sim_board *board, bool live);

#endif /* RAILGLOW_BOARD_LIVE_H */
