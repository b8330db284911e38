/* SPDX-License-Identifier: GPL-2.0-only */
/* The LEDs of a board, which record their levels. */
#ifndef RAILGLOW_BOARD_LEDS_H
#define RAILGLOW_BOARD_LEDS_H

#include <linux/configfs.h>
#include <linux/led-class-multicolor.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/property.h>
#include <linux/spinlock.h>
#include <linux/types.h>

#include "board/names.h"
#include "board/ring.h"
#include "board/show_file.h"

struct dentry;
struct pattern_tuple;
struct seq_file;
struct sim_board;

#define SIM_LED_CHANNELS_MAX 8
#define SIM_LED_CELLS_MAX 256

/**
 * struct sim_led_event - an entry of the trace of an LED
 * @time_ns: moment at which the level was set
 * @level: brightness
 * @channels: brightness of each colour; 0 for colours that the LED lacks
 */
struct sim_led_event {
	u64 time_ns;
	u32 level;
	u32 channels[SIM_LED_CHANNELS_MAX];
};

static_assert(sizeof(struct sim_led_event) <= SIM_RING_RECORD_MAX);

/**
 * struct sim_led - one LED
 * @group: its folder in configfs
 * @board: owner
 * @node: in sim_board.leds
 * @fwnode: setting, the node of the LED in a devicetree; NULL for none
 * @held: configfs keeps its folder
 * @max_brightness: setting
 * @blocking: setting, the level is set from process context only
 * @set_time_us: setting, time that setting the level takes, if @blocking
 * @engine: setting, an enum led_engine
 * @colors: setting, LED_COLOR_ID_* of its channels
 * @channels: number of @colors; 0 for a plain LED
 * @default_trigger: setting, empty for none
 * @cells: setting, `led-pattern` of the firmware
 * @cell_count: number of @cells
 * @trace_entries: setting, length of the trace
 * @mc: live; plain LEDs use the classdev in it only
 * @subleds: live, colours of @mc
 * @added: registered
 * @live_node: in the list of live LEDs of all boards
 * @properties: live, firmware
 * @swnode: live, firmware
 * @swnode_name: its name
 * @trace: struct sim_led_event entries, kept until the board is live again
 * @engine_trace: struct sim_engine_event entries, kept as long
 * @engine_lock: for the two members below
 * @engine_tuples: pattern that the engine plays, NULL for none, freed by kvfree()
 * @engine_count: number of @engine_tuples
 * @counter_lock: for the three members below
 * @last: level set last
 * @sets: number of times that a level was set
 * @changes: number of times that it was another one
 * @debugfs: its folder in debugfs
 * @counters_file: file in @debugfs
 * @engine_file: file in @debugfs
 */
struct sim_led {
	struct config_group group;
	struct sim_board *board;
	struct list_head node;
	struct fwnode_handle *fwnode;
	bool held;
	u32 max_brightness;
	bool blocking;
	u32 set_time_us;
	int engine;
	u8 colors[SIM_LED_CHANNELS_MAX];
	u32 channels;
	char default_trigger[SIM_NAME_MAX];
	u32 cells[SIM_LED_CELLS_MAX];
	u32 cell_count;
	u32 trace_entries;
	struct led_classdev_mc mc;
	struct mc_subled subleds[SIM_LED_CHANNELS_MAX];
	bool added;
	struct list_head live_node;
	struct property_entry properties[4];
	struct software_node swnode;
	char swnode_name[3 * SIM_NAME_MAX];
	struct sim_ring trace;
	struct sim_ring engine_trace;
	struct mutex engine_lock; /* the two below */
	struct pattern_tuple *engine_tuples;
	u32 engine_count;
	raw_spinlock_t counter_lock;
	struct sim_led_event last;
	u64 sets;
	u64 changes;
	struct dentry *debugfs;
	struct sim_show_file counters_file;
	struct sim_show_file engine_file;
};

/** sim_led_name() - name of the folder of @led. */
static inline const char *sim_led_name(struct sim_led *led)
{
	return config_item_name(&led->group.cg_item);
}

/** sim_led_init() - prepare an LED with default settings. */
void sim_led_init(struct sim_led *led);

/** sim_led_free() - free the memory of the traces. */
void sim_led_free(struct sim_led *led);

/**
 * sim_led_start() - register the LED
 * @led: the LED, of a board with its device
 *
 * Return: 0; -EEXIST if a live LED has the same name; another errno.
 * sim_led_stop() cleans up either way.
 */
int __must_check sim_led_start(struct sim_led *led);

/** sim_led_stop() - unregister the LED; its traces stay readable. */
void sim_led_stop(struct sim_led *led);

/** sim_led_disable() - let a kernel driver own the LED, or no longer. */
int sim_led_disable(struct sim_led *led, bool disabled);

/** sim_led_is_disabled() - does a kernel driver own the LED? */
bool sim_led_is_disabled(struct sim_led *led);

/** sim_led_clear() - forget traces and counters. */
void sim_led_clear(struct sim_led *led);

/** sim_led_show_counters() - print the counters, one a line. */
void sim_led_show_counters(struct seq_file *m, struct sim_led *led);

#endif /* RAILGLOW_BOARD_LEDS_H */
