/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The simulated board: the board itself, the owner of all else. Its parts have structs in headers
 * of their own: bus.h, shared_line.h, chip.h, leds.h.
 *
 * A board, its chips and its LEDs are configfs items; the settings in them
 * change only while the board is not live and only under sim_board.lock. Members
 * marked "live" are valid from a successful write of 1 to `live` until 0 is
 * written. All times are ktime_get_ns(), CLOCK_MONOTONIC.
 */
#ifndef RAILGLOW_BOARD_BOARD_H
#define RAILGLOW_BOARD_BOARD_H

#include <linux/completion.h>
#include <linux/configfs.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/workqueue.h>

#include "board/bus.h"
#include "board/shared_line.h"
#include "board/show_file.h"

struct dentry;

#define SIM_TRACE_ENTRIES_DEFAULT 16384
#define SIM_TRACE_ENTRIES_MAX 4194304

/** States of a board between two writes to `live`. Settings may change in the first one only. */
enum sim_state {
	SIM_STATE_OFF,
	SIM_STATE_STARTING,
	SIM_STATE_LIVE,
	SIM_STATE_STOPPING,
};

/** Interrupt controllers that lines of pins may lead to. */
enum sim_controller {
	/** The processor: levels and edges, in hard interrupt context. */
	SIM_CONTROLLER_SOC,
	/** An expander on some slow bus: edges only, in a thread of its own. */
	SIM_CONTROLLER_EXPANDER,
};

/** Abilities of an adapter, and whether it reports them. */
enum sim_functionality {
	/** Any transfer; SMBus is emulated. */
	SIM_FUNCTIONALITY_I2C,
	/** SMBus bytes and words, and nothing else. */
	SIM_FUNCTIONALITY_SMBUS_WORD,
	/** Reports all abilities, but refuses a read that is not the last message. */
	SIM_FUNCTIONALITY_I2C_READ_LAST,
	/** One message, or a write and then a read; its quirks say so. */
	SIM_FUNCTIONALITY_I2C_COMBINED,
};

/** Places at which an adapter loses time. */
enum sim_delay {
	/** Before a transfer, as with a multiplexer that is switched first. */
	SIM_DELAY_BEFORE,
	/** Between messages, as with an adapter that has an interrupt for each. */
	SIM_DELAY_BETWEEN,
	/** After a transfer, until the caller is told. */
	SIM_DELAY_AFTER,
	SIM_DELAYS,
};

/**
 * struct sim_board - one board
 * @group: its folder in configfs
 * @parent: device that a devicetree made for the board, NULL if none did
 * @chips_group: folder `chips`
 * @leds_group: folder `leds`
 * @lock: settings of the board and all below it, the lists, and @state
 * @state: settings and lists change while it is off, live parts while it starts or stops, by the
 *	task that starts or stops it and without @lock
 * @held: configfs must keep its folder, see hold_items() in live.c
 * @stop_work: takes the live parts away
 * @stopped: completed once they are gone
 * @clock_hz: setting, clock of the bus
 * @functionality: setting, an enum sim_functionality
 * @bus_sleeps: setting, transfers take as long as their bits do
 * @delay_us: setting, by enum sim_delay
 * @trace_entries: setting, length of the transfer trace
 * @controller: setting, an enum sim_controller
 * @chips: all struct sim_chip
 * @leds: all struct sim_led
 * @device: live, parent of everything
 * @bus: its I2C bus
 * @alert: its alert line
 * @debugfs: its folder
 * @counters_file: file in it
 * @debugfs_chips: folder `chips` in it
 * @debugfs_leds: folder `leds` in it
 */
struct sim_board {
	struct config_group group;
	struct device *parent;
	struct config_group chips_group;
	struct config_group leds_group;
	struct mutex lock; /* settings, lists, state */
	enum sim_state state;
	bool held;
	struct work_struct stop_work;
	struct completion stopped;
	u32 clock_hz;
	int functionality;
	bool bus_sleeps;
	u32 delay_us[SIM_DELAYS];
	u32 trace_entries;
	int controller;
	struct list_head chips;
	struct list_head leds;
	struct device *device;
	struct sim_bus bus;
	struct sim_alert alert;
	struct dentry *debugfs;
	struct sim_show_file counters_file;
	struct dentry *debugfs_chips;
	struct dentry *debugfs_leds;
};

/** sim_board_name() - name of the folder of @board. */
static inline const char *sim_board_name(struct sim_board *board)
{
	return config_item_name(&board->group.cg_item);
}

/** sim_board_nested() - do the lines of @board lead to an expander? */
static inline bool sim_board_nested(const struct sim_board *board)
{
	return board->controller == SIM_CONTROLLER_EXPANDER;
}

#endif /* RAILGLOW_BOARD_BOARD_H */
