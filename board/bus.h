/* SPDX-License-Identifier: GPL-2.0-only */
/* The I2C adapter of a board. */
#ifndef RAILGLOW_BOARD_BUS_H
#define RAILGLOW_BOARD_BUS_H

#include <linux/types.h>

struct seq_file;
struct sim_board;

/** sim_bus_init() - the bus of a new board. */
void sim_bus_init(struct sim_board *board);

/** sim_bus_free() - give back the memory of the trace. */
void sim_bus_free(struct sim_board *board);

/**
 * sim_bus_start() - register the adapter
 * @board: with all chips started
 *
 * Return: 0 or an errno; sim_bus_stop() cleans up either way.
 */
int __must_check sim_bus_start(struct sim_board *board);

/** sim_bus_stop() - remove the adapter; waits for open /dev/i2c-* files. */
void sim_bus_stop(struct sim_board *board);

/** sim_bus_clear() - forget the trace and the counters. */
void sim_bus_clear(struct sim_board *board);

/** sim_bus_show_counters() - print the counters, one a line. */
void sim_bus_show_counters(struct seq_file *m, struct sim_board *board);

#endif /* RAILGLOW_BOARD_BUS_H */
