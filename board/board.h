/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The simulated board: what its files share.
 *
 * A board, its chips and its LEDs are configfs items; the settings in them
 * change only while the board is not live and only under sim_board.lock. What
 * is marked "live" exists from a successful write of 1 to `live` until 0 is
 * written. All times are ktime_get_ns(), CLOCK_MONOTONIC.
 */
#ifndef RAILGLOW_BOARD_BOARD_H
#define RAILGLOW_BOARD_BOARD_H

#include <linux/completion.h>
#include <linux/configfs.h>
#include <linux/hrtimer.h>
#include <linux/led-class-multicolor.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/property.h>
#include <linux/regulator/driver.h>
#include <linux/workqueue.h>

#include "board/bus.h"
#include "board/debugfs.h"
#include "board/objects.h"
#include "board/pins.h"
#include "board/ring.h"
#include "model/ina3221_model.h"
#include "model/input.h"
#include "model/led_engine.h"

struct dentry;
struct gpiod_lookup_table;

#define SIM_TRACE_ENTRIES_DEFAULT 16384
#define SIM_TRACE_ENTRIES_MAX 4194304
#define SIM_LED_CHANNELS_MAX 8
#define SIM_LED_CELLS_MAX 256

/** Where a board is between two writes to `live`. Only the first lets settings change. */
enum sim_state {
	SIM_STATE_OFF,
	SIM_STATE_STARTING,
	SIM_STATE_LIVE,
	SIM_STATE_STOPPING,
};

/** How a pin of a chip is connected. */
enum sim_wiring {
	SIM_WIRING_NONE,
	/** An interrupt, described as fits its controller. */
	SIM_WIRING_IRQ,
	SIM_WIRING_IRQ_EDGE,
	/** An interrupt that firmware calls a level, whatever its controller knows. */
	SIM_WIRING_IRQ_LEVEL,
	SIM_WIRING_GPIO,
	/** On the one line that chips share: its interrupt. */
	SIM_WIRING_IRQ_SHARED,
	/** The same line: the SMBus alert. */
	SIM_WIRING_ALERT,
};

/** Where the lines of pins lead. */
enum sim_controller {
	/** The processor: levels and edges, in hard interrupt context. */
	SIM_CONTROLLER_SOC,
	/** An expander on some slow bus: edges only, in a thread of its own. */
	SIM_CONTROLLER_EXPANDER,
};

/** The adapter's abilities, and whether it tells of them. */
enum sim_functionality {
	/** Any transfer; SMBus is emulated. */
	SIM_FUNCTIONALITY_I2C,
	/** SMBus bytes and words, and nothing else. */
	SIM_FUNCTIONALITY_SMBUS_WORD,
	/** Says that it can all, but refuses a read that is not the last message. */
	SIM_FUNCTIONALITY_I2C_READ_LAST,
	/** One message, or a write and then a read; its quirks say so. */
	SIM_FUNCTIONALITY_I2C_COMBINED,
};

/** Where an adapter loses time. */
enum sim_delay {
	/** Before a transfer, as a multiplexer that is switched first. */
	SIM_DELAY_BEFORE,
	/** Between its messages, as an adapter with an interrupt for each. */
	SIM_DELAY_BETWEEN,
	/** After it, until the caller is told. */
	SIM_DELAY_AFTER,
	SIM_DELAYS,
};

/**
 * struct sim_alert - the line that chips of a board share
 * @pins: live, if a pin is wired to the line
 * @client: live, what answers alerts
 * @lock: of @holders, and driving @pins
 * @holders: chips that hold the line low
 */
struct sim_alert {
	struct sim_pins pins;
	struct i2c_client *client;
	struct mutex lock; /* holders, driving pins */
	int holders;
};

/**
 * struct sim_board - one board
 * @group: its folder in configfs
 * @parent: device that a devicetree made for the board, NULL if none did
 * @chips_group: folder `chips`
 * @leds_group: folder `leds`
 * @lock: settings of the board and all below it, the lists, and @state
 * @state: who may touch the rest: settings and lists change while it is off, live parts while
 *	it starts or stops, by the one who does that and without @lock
 * @held: configfs does not let go of it
 * @stop_work: takes the live parts away
 * @stopped: it has
 * @clock_hz: setting, bus clock
 * @functionality: setting, an enum sim_functionality
 * @bus_sleeps: setting, transfers take the time their bits take
 * @delay_us: setting, by enum sim_delay
 * @trace_entries: setting, length of the transfer trace
 * @controller: setting, an enum sim_controller
 * @chips: all struct sim_chip
 * @leds: all struct sim_led
 * @device: live, parent of everything
 * @bus: its I2C bus
 * @alert: the alert line of that
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

/** A shunt as firmware has it. */
enum sim_shunt {
	/** Nobody has said yet. */
	SIM_SHUNT_UNSET,
	SIM_SHUNT_NUMBER,
	/** There is no such property. */
	SIM_SHUNT_MISSING,
	/** There is one without a value. */
	SIM_SHUNT_EMPTY,
};

/**
 * struct sim_rail - settings of one channel
 * @group: its folder
 * @chip: owner
 * @label: empty for none
 * @shunt: what the firmware says
 * @shunt_uohm: which number
 * @reg: channel that it says this is
 * @reg_missing: it does not
 * @disabled: 1: status is "disabled"
 * @summation_disable: as it says
 * @summation_bypass: the same by its older name
 */
struct sim_rail {
	struct config_group group;
	struct sim_chip *chip;
	char label[SIM_NAME_MAX];
	enum sim_shunt shunt;
	u32 shunt_uohm;
	u32 reg;
	bool reg_missing;
	int disabled;
	bool summation_disable;
	bool summation_bypass;
};

/**
 * struct sim_input - one analog input, or the drift of an oscillator
 * @script: evaluated by the model, under sim_chip.lock
 * @segments: its memory, kvfree()d
 * @text: what was written, kvfree()d
 * @len: length of @text
 * @ground: script of an input that was never written
 */
struct sim_input {
	struct input script;
	struct input_segment *segments;
	char *text;
	size_t len;
	struct input_segment ground;
};

/**
 * struct sim_input_file - what the file of an input is about
 * @chip: whose input
 * @input: which
 * @parse: makes a script of a text for it
 */
struct sim_input_file {
	struct sim_chip *chip;
	struct sim_input *input;
	int (*parse)(struct input *in, const char *text, size_t len, struct input_segment *segments,
		     u32 room, struct input_error *error);
};

/** Nodes of the description of a chip: itself and its rails. */
#define SIM_NODES (1 + INA3221_CHANNELS)
/** Most properties of one node, with the one that ends the list. */
#define SIM_PROPERTIES 7
/** Longest name of the node of a rail, with its number. */
#define SIM_NODE_NAME_MAX (SIM_NAME_MAX + 4)

/**
 * struct sim_firmware - what a devicetree would say about a chip
 * @primary: gives the interrupts; the properties are in the software nodes
 * @nodes: the chip and its rails
 * @list: the same as registered
 * @properties: of each node
 * @name: of the chip's node
 * @rail_names: of those of its rails
 * @irq_names: of the pins wired as interrupts
 * @irq_pins: their numbers
 * @irqs: how many there are
 * @registered: @list is registered
 * @gpios: lookup table, NULL if no pin is wired as GPIO
 * @dev_id: name of the client, for @gpios
 */
struct sim_firmware {
	struct fwnode_handle primary;
	struct software_node nodes[SIM_NODES];
	const struct software_node *list[SIM_NODES + 1];
	struct property_entry properties[SIM_NODES][SIM_PROPERTIES];
	char name[3 * SIM_NAME_MAX];
	char rail_names[INA3221_CHANNELS][SIM_NODE_NAME_MAX];
	const char *irq_names[SIM_PINS];
	u8 irq_pins[SIM_PINS];
	u32 irqs;
	bool registered;
	struct gpiod_lookup_table *gpios;
	char dev_id[SIM_NAME_MAX];
};

/**
 * struct sim_chip - one modelled chip
 * @group: its folder in configfs
 * @board: owner
 * @node: in sim_board.chips
 * @held: configfs does not let go of it
 * @type: setting, an enum ina3221_model_maker
 * @address: setting, on the bus
 * @bind: setting, name of the I2C device made for it, empty for none
 * @single_shot: setting
 * @rail_nodes: setting, name of the nodes of the rails
 * @interrupt_names: setting, interrupts have names
 * @alternatives: setting, switches of the model in their second position
 * @oscillator_ppm: setting
 * @manufacturer_id: setting
 * @die_id: setting
 * @has_supply: setting
 * @wiring: setting, by pin, an enum sim_wiring
 * @rails: settings by channel
 * @lock: @model, @inputs, @drift, and driving @pins
 * @running: @model exists
 * @model: live
 * @inputs: by channel and quantity; may change at any time
 * @input_files: same order
 * @drift: of the oscillator; may change at any time
 * @drift_file: its file
 * @wired: live, bits of the pins that are connected
 * @pins: live, if any is
 * @alert_pins: live, bits of the pins that are wired to the line all chips share
 * @alert_low: the chip, or something else at its pin, holds that line low
 * @held_low: bits of pins whose line something else holds low, at any time
 * @timer: live, at the next moment when a wired pin may change
 * @work: what the timer starts
 * @firmware: live
 * @supply_desc: live, if @has_supply
 * @supply_name: its name
 * @supply: same
 * @client: live, NULL if @bind is empty
 * @debugfs: its folder
 * @pins_file: file in it
 * @lines_file: same
 * @registers_file: same
 * @counters_file: same
 */
struct sim_chip {
	struct config_group group;
	struct sim_board *board;
	struct list_head node;
	bool held;
	int type;
	u32 address;
	char bind[I2C_NAME_SIZE];
	bool single_shot;
	char rail_nodes[SIM_NAME_MAX];
	bool interrupt_names;
	u32 alternatives;
	s32 oscillator_ppm;
	u32 manufacturer_id;
	u32 die_id;
	bool has_supply;
	int wiring[SIM_PINS];
	struct sim_rail rails[INA3221_CHANNELS];
	struct mutex lock; /* model, inputs, driving pins */
	bool running;
	struct ina3221_model model;
	struct sim_input inputs[INA3221_CHANNELS][INA3221_MODEL_QUANTITIES];
	struct sim_input_file input_files[INA3221_CHANNELS][INA3221_MODEL_QUANTITIES];
	struct sim_input drift;
	struct sim_input_file drift_file;
	unsigned long wired;
	struct sim_pins pins;
	unsigned long alert_pins;
	bool alert_low;
	unsigned long held_low;
	struct hrtimer timer;
	struct work_struct work;
	struct sim_firmware firmware;
	struct regulator_desc supply_desc;
	char supply_name[4 * SIM_NAME_MAX];
	struct regulator_dev *supply;
	struct i2c_client *client;
	struct dentry *debugfs;
	struct sim_show_file pins_file;
	struct sim_show_file lines_file;
	struct sim_show_file registers_file;
	struct sim_show_file counters_file;
};

/**
 * struct sim_led_event - an entry of the trace of an LED
 * @time_ns: when the level was set
 * @level: brightness
 * @channels: brightness of each colour; 0 for those there are not
 */
struct sim_led_event {
	u64 time_ns;
	u32 level;
	u32 channels[SIM_LED_CHANNELS_MAX];
};

static_assert(sizeof(struct sim_led_event) <= SIM_RING_RECORD_MAX);

/**
 * struct sim_engine_event - a call of the engine of an LED
 * @time_ns: when
 * @set: pattern_set, else pattern_clear
 * @count: tuples
 * @repeat: as it was handed over
 * @error: what the engine answered
 */
struct sim_engine_event {
	u64 time_ns;
	bool set;
	u32 count;
	s32 repeat;
	s32 error;
};

/**
 * struct sim_led - one LED
 * @group: its folder in configfs
 * @board: owner
 * @node: in sim_board.leds
 * @fwnode: setting, what a devicetree says of the LED; NULL for none
 * @held: configfs does not let go of it
 * @max_brightness: setting
 * @blocking: setting, is set from process context only
 * @set_time_us: setting, how long setting a blocking one takes
 * @engine: setting, an enum led_engine
 * @colors: setting, LED_COLOR_ID_* of its channels
 * @channels: how many of them; 0 for a plain LED
 * @default_trigger: setting, empty for none
 * @cells: setting, `led-pattern` of the firmware
 * @cell_count: how many of them
 * @trace_entries: setting, length of the trace
 * @mc: live; plain LEDs use the classdev in it only
 * @subleds: live, of @mc
 * @added: registered
 * @live_node: in the list of live LEDs of all boards
 * @properties: live, firmware
 * @swnode: live, firmware
 * @swnode_name: its name
 * @trace: struct sim_led_event entries, live and until the next time
 * @engine_trace: struct sim_engine_event entries, same
 * @engine_lock: of the two below
 * @engine_tuples: what the engine plays, NULL if nothing, kvfree()d
 * @engine_count: how many
 * @counter_lock: of what follows
 * @last: shown last
 * @sets: how often a level was set
 * @changes: how often that made a difference
 * @debugfs: its folder
 * @counters_file: file in it
 * @engine_file: same
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

/** sim_chip_name() - name of the folder of @chip. */
static inline const char *sim_chip_name(struct sim_chip *chip)
{
	return config_item_name(&chip->group.cg_item);
}

/** sim_led_name() - name of the folder of @led. */
static inline const char *sim_led_name(struct sim_led *led)
{
	return config_item_name(&led->group.cg_item);
}

#endif /* RAILGLOW_BOARD_BOARD_H */
