/* SPDX-License-Identifier: GPL-2.0-only */
/* A modelled chip in real time: its supply, its inputs, its pins. */
#ifndef RAILGLOW_BOARD_CHIP_H
#define RAILGLOW_BOARD_CHIP_H

#include <linux/cleanup.h>
#include <linux/configfs.h>
#include <linux/hrtimer.h>
#include <linux/i2c.h>
#include <linux/list.h>
#include <linux/regulator/driver.h>
#include <linux/rtmutex.h>
#include <linux/types.h>
#include <linux/workqueue.h>

#include "board/configfs_rail.h"
#include "board/firmware.h"
#include "board/inputs.h"
#include "board/names.h"
#include "board/pins.h"
#include "board/show_file.h"
#include "core/ina3221_regs.h"
#include "model/ina3221_model.h"

struct dentry;
struct sim_board;

/** Connections of a pin of a chip. */
enum sim_wiring {
	SIM_WIRING_NONE,
	/** An interrupt of a type that suits its controller. */
	SIM_WIRING_IRQ,
	SIM_WIRING_IRQ_EDGE,
	/** An interrupt that firmware calls a level, even if its controller knows edges only. */
	SIM_WIRING_IRQ_LEVEL,
	SIM_WIRING_GPIO,
	/** The one line that chips share, as an interrupt. */
	SIM_WIRING_IRQ_SHARED,
	/** The one line that chips share, as the SMBus alert. */
	SIM_WIRING_ALERT,
};

/**
 * struct sim_chip - one modelled chip
 * @group: its folder in configfs
 * @board: owner
 * @node: in sim_board.chips
 * @held: configfs keeps its folder
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
 * @lock: for @model, @inputs and @drift, and for driving @pins; as a bus is, it is not held up by
 *	whatever else the processor does: a holder has the priority of those who wait
 * @running: @model exists
 * @model: live
 * @inputs: by channel and quantity; may change at any time
 * @input_files: files of @inputs, in the same order
 * @drift: drift of the oscillator; may change at any time
 * @drift_file: file of @drift
 * @wired: live, bits of the pins that are connected
 * @pins: live, if any pin is connected
 * @alert_pins: live, bits of the pins that are wired to the line all chips share
 * @alert_low: the chip, or something else at its pin, holds that line low
 * @held_low: bits of pins whose line something else holds low; may change at any time
 * @timer: live, fires at the next moment when a wired pin may change
 * @work: started by @timer
 * @firmware: live
 * @supply_desc: live, if @has_supply
 * @supply_name: its name
 * @supply: live, if @has_supply
 * @client: live, NULL if @bind is empty
 * @debugfs: its folder in debugfs
 * @pins_file: file in @debugfs
 * @lines_file: file in @debugfs
 * @registers_file: file in @debugfs
 * @counters_file: file in @debugfs
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
	struct rt_mutex lock; /* model, inputs, driving pins */
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

/** guard(sim_chip) - hold &sim_chip.lock until the end of the block. */
DEFINE_GUARD(sim_chip, struct sim_chip *, rt_mutex_lock(&_T->lock), rt_mutex_unlock(&_T->lock))

/** sim_chip_name() - name of the folder of @chip. */
static inline const char *sim_chip_name(struct sim_chip *chip)
{
	return config_item_name(&chip->group.cg_item);
}

/** sim_chip_init() - prepare a chip with default settings, not powered. */
void sim_chip_init(struct sim_chip *chip);

/** sim_chip_start() - power the chip up; its pins are driven from now on. */
void sim_chip_start(struct sim_chip *chip);

/** sim_chip_stop() - take the chip away, if it was started. */
void sim_chip_stop(struct sim_chip *chip);

/**
 * struct sim_access - one message as the chip sees it
 * @time_ns: moment at which it is complete; set to a later one that the chip has reached already
 * @paced: @time_ns may lie ahead; pins must not move before it
 * @read: the chip is read; otherwise written
 * @bytes: the data
 * @len: number of @bytes
 * @cycle: filled in: number of the conversion cycle that a word read was measured in, else 0
 */
struct sim_access {
	u64 time_ns;
	bool paced;
	bool read;
	u8 *bytes;
	size_t len;
	u64 cycle;
};

/**
 * sim_chip_access() - let a message have its effect
 * @chip: the chip
 * @access: the message
 *
 * Return: 0, or -ENXIO if the chip has no power.
 */
int __must_check sim_chip_access(struct sim_chip *chip, struct sim_access *access);

/** sim_chip_stop_condition() - tell the chip that the transfer is over. */
void sim_chip_stop_condition(struct sim_chip *chip);

/** sim_chip_alert_pending() - would the chip answer an SMBus alert response? */
bool sim_chip_alert_pending(struct sim_chip *chip, u64 time_ns);

/** sim_chip_alert_answered() - tell the chip that its answer at @time_ns was heard. */
void sim_chip_alert_answered(struct sim_chip *chip, u64 time_ns);

/** sim_chip_pointer() - the register that the next read would read. */
u8 sim_chip_pointer(struct sim_chip *chip);

/** sim_chip_max_hz() - clock of the fastest bus that the chip follows. */
u32 sim_chip_max_hz(struct sim_chip *chip);

/**
 * sim_chip_set_stuck() - keep conversions from ever ending, or no longer
 * @chip: the chip
 * @time_ns: moment of the change
 * @stuck: conversions never end from then on
 *
 * Return: 0, or -ENODEV if the chip is not live.
 */
int sim_chip_set_stuck(struct sim_chip *chip, u64 time_ns, bool stuck);

/**
 * sim_chip_set_powered() - switch the supply; switching it on resets
 * @chip: the chip
 * @time_ns: moment of the change
 * @powered: the supply is on from then on
 *
 * Return: 0, or -ENODEV if the chip is not live.
 */
int sim_chip_set_powered(struct sim_chip *chip, u64 time_ns, bool powered);

/**
 * sim_chip_hold() - hold lines of pins low, as something else on the board would
 * @chip: the chip, live or not
 * @pins: bits of the pins
 */
void sim_chip_hold(struct sim_chip *chip, unsigned long pins);

/** sim_chip_is_stuck() - do conversions never end? */
bool sim_chip_is_stuck(struct sim_chip *chip);

/** sim_chip_is_powered() - is the chip live and its supply on? */
bool sim_chip_is_powered(struct sim_chip *chip);

/**
 * sim_chip_advance_to_now() - let the model catch up
 * @chip: the chip, its lock held
 *
 * Return: the present.
 */
u64 sim_chip_advance_to_now(struct sim_chip *chip);

/** sim_chip_inputs_changed() - tell the model, which has caught up, of new inputs; lock held. */
void sim_chip_inputs_changed(struct sim_chip *chip);

#endif /* RAILGLOW_BOARD_CHIP_H */
