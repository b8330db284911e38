/* SPDX-License-Identifier: GPL-2.0-only */
/* The I2C adapter of a board. */
#ifndef RAILGLOW_BOARD_BUS_H
#define RAILGLOW_BOARD_BUS_H

#include <linux/i2c.h>
#include <linux/mutex.h>
#include <linux/types.h>

#include "board/faults.h"
#include "board/ring.h"

struct device_node;
struct seq_file;
struct sim_board;

/**
 * struct sim_bus - the adapter of a board, and its counters
 * @adapter: live
 * @added: @adapter is registered
 * @of_node: setting, its devices in a devicetree; NULL for none
 * @trace: struct sim_transfer entries, kept until the board is live again
 * @faults: rules in force
 * @transfers: number of transfers so far
 * @messages: number of messages
 * @bits: bit times that the bus was busy
 * @busy_ns: time that the bus was busy
 * @errors: transfers that failed
 * @refused: transfers that the adapter cannot do, not counted above
 * @other: transfers of another master, not counted above
 * @free_ns: moment at which another master lets go of the bus
 * @lock: for the counters; the adapter's own lock serialises transfers
 */
struct sim_bus {
	struct i2c_adapter adapter;
	bool added;
	struct device_node *of_node;
	struct sim_ring trace;
	struct sim_faults faults;
	struct mutex lock; /* the counters below */
	u64 transfers;
	u64 messages;
	u64 bits;
	u64 busy_ns;
	u64 errors;
	u64 refused;
	u64 other;
	u64 free_ns;
};

/** sim_bus_init() - prepare the bus of a new board. */
void sim_bus_init(struct sim_board *board);

/** sim_bus_free() - free the memory of the trace. */
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
