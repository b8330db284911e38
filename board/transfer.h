/* SPDX-License-Identifier: GPL-2.0-only */
/* Transfers on the bus of a board. */
#ifndef RAILGLOW_BOARD_TRANSFER_H
#define RAILGLOW_BOARD_TRANSFER_H

#include <linux/types.h>

struct i2c_msg;
struct seq_file;
struct sim_board;

/** Bytes in a record of the trace of transfers. */
extern const u32 sim_transfer_size;

/** sim_transfer_show() - print a record of the trace of transfers as a line. */
void sim_transfer_show(struct seq_file *m, void *context, const void *record);

/**
 * sim_transfer_run() - let messages have their effects, and take their time
 * @board: the board; the caller owns its bus
 * @msgs: the messages
 * @num: number of @msgs
 *
 * Return: @num, or the errno of the message that failed.
 */
int sim_transfer_run(struct sim_board *board, struct i2c_msg *msgs, int num);

#endif /* RAILGLOW_BOARD_TRANSFER_H */
