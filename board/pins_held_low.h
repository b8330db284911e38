/* SPDX-License-Identifier: GPL-2.0-only */
/* Lines of pins that something else on the board holds low. */
#ifndef RAILGLOW_BOARD_PINS_HELD_LOW_H
#define RAILGLOW_BOARD_PINS_HELD_LOW_H

struct file_operations;

/** File of a struct sim_chip, which is the inode's private data. */
extern const struct file_operations sim_held_fops;

#endif /* RAILGLOW_BOARD_PINS_HELD_LOW_H */
