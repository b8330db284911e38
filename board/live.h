/* SPDX-License-Identifier: GPL-2.0-only */
/* Making a board real, and unmaking it. */
#ifndef RAILGLOW_BOARD_LIVE_H
#define RAILGLOW_BOARD_LIVE_H

#include <linux/types.h>

struct sim_board;

/** sim_live_workqueue_make() - make the queue that takes boards away; 0 or -ENOMEM. */
int __must_check sim_live_workqueue_make(void);

/** sim_live_workqueue_free() - free the queue, after the last board. */
void sim_live_workqueue_free(void);

/** sim_live_init() - prepare a new board, which is off. */
void sim_live_init(struct sim_board *board);

/**
 * sim_board_set_live() - make a board real, or unmake it
 * @board: the board
 * @live: make it real; otherwise unmake it
 *
 * All or nothing: on errors the board is as it was before. A board that is in the wanted state
 * stays so.
 *
 * Return: 0; -EINVAL for settings that do not fit together, with a sentence in the log; the errno
 * of a device that could not be registered; -EBUSY while a part is being made or removed, or
 * another writer makes or unmakes the board; -ERESTARTSYS if a signal came before all parts were
 * gone, which then go soon.
 */
int __must_check sim_board_set_live(struct sim_board *board, bool live);

#endif /* RAILGLOW_BOARD_LIVE_H */
