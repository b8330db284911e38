/* SPDX-License-Identifier: GPL-2.0-only */
/* Folder railglow in debugfs: traces and counters of boards, their inputs and faults. */
#ifndef RAILGLOW_BOARD_DEBUGFS_H
#define RAILGLOW_BOARD_DEBUGFS_H

#include <linux/types.h>

struct sim_board;
struct sim_chip;
struct sim_led;

/** sim_debugfs_init() - make folder railglow and file objects in it. */
void sim_debugfs_init(void);

/** sim_debugfs_exit() - remove the folder. */
void sim_debugfs_exit(void);

/** sim_debugfs_name_taken() - is @name that of a file beside the folders of boards? */
bool sim_debugfs_name_taken(const char *name);

/** sim_debugfs_add_board() - make the folder of @board. */
void sim_debugfs_add_board(struct sim_board *board);

/** sim_debugfs_add_chip() - make the folder of @chip in that of its board. */
void sim_debugfs_add_chip(struct sim_chip *chip);

/** sim_debugfs_add_led() - make the folder of @led in that of its board. */
void sim_debugfs_add_led(struct sim_led *led);

#endif /* RAILGLOW_BOARD_DEBUGFS_H */
