/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * INA3221 driver: what the chip is set to, and its supply. The holder of the lock has the
 * chip's time: it programs the chip, starts a pass, reads words of a cycle. The lock is held for
 * a pass at the longest, and not at all for an answer that is there already.
 */
#ifndef RAILGLOW_DRIVERS_INA3221_SETTINGS_H
#define RAILGLOW_DRIVERS_INA3221_SETTINGS_H

#include <linux/cleanup.h>
#include <linux/mutex.h>
#include <linux/types.h>

#include "core/ina3221_events.h"
#include "core/ina3221_bus_speed.h"
#include "core/ina3221_regs.h"

struct ina3221;
struct regulator;

/** Quantities that can be read of a chip; the first four are those of each rail. */
enum ina3221_kind {
	INA3221_BUS,
	INA3221_SHUNT,
	INA3221_CURRENT,
	INA3221_POWER,
	INA3221_RAIL_KINDS,
	INA3221_SUM = INA3221_RAIL_KINDS,
};

/**
 * struct ina3221_rail - what is known about one channel's wiring
 * @label: names by kind, from the firmware's name for the rail, all different;
 *	NULL if it has none
 * @shunt_uohm: its shunt, never 0; see ina3221_set_shunt()
 * @summation_disable: it takes no part in the sum of shunts, enabled or not
 */
struct ina3221_rail {
	const char *label[INA3221_RAIL_KINDS];
	u32 shunt_uohm;
	bool summation_disable;
};

/*
 * Limits have names: those of alarms have their flags. These two have the bits that follow: power
 * is valid from when all channels are above the upper one until any falls below the lower one.
 */
#define INA3221_PV_UPPER BIT(10)
#define INA3221_PV_LOWER BIT(11)
#define INA3221_LIMITS (INA3221_ALARM_FLAG_COUNT + 2)
#define INA3221_LIMIT(i) BIT(INA3221_ALARM_FLAG_LOW + (i))

/**
 * struct ina3221_settings - what the chip is set to
 * @lock: protects all but @rail and @single_shot, and is the chip's time
 * @rail: the channels
 * @single_shot: firmware wants a conversion pass per scan instead of free run
 * @config: CONFIG as wanted, in continuous mode; what the chip runs with is
 *	ina3221_running_config()
 * @limit: words of limits, on or off, in the order of their names; unless @stale, the chip
 *	has those that are on
 * @armed: limits that are on, by name; those of power valid always are
 * @stale: the chip may hold something else than @config and @limit
 * @asleep: the system sleeps, and the chip is to be left alone
 * @written: CONFIG as written last
 * @starts: how often CONFIG was written, or tried to be
 * @started: when, the last time
 * @checked_ns: when CONFIG was read back last
 * @reprogrammed: times the chip had lost its settings
 * @foreign: of those, times that CONFIG had been changed outside this driver
 * @supply: of the chip, NULL if firmware names none
 * @powered: it is on
 * @kept_awake: a rail is switched on, so the chip must not sleep by itself
 */
struct ina3221_settings {
	struct mutex lock; /* settings, and the chip's time */
	struct ina3221_rail rail[INA3221_CHANNELS];
	bool single_shot;
	u16 config;
	u16 limit[INA3221_LIMITS];
	u16 armed;
	bool stale;
	bool asleep;
	u16 written;
	u32 starts;
	struct ina3221_span started;
	u64 checked_ns;
	u64 reprogrammed;
	u64 foreign;
	struct regulator *supply;
	bool powered;
	bool kept_awake;
};

/** ina3221_running_config() - CONFIG as the chip has it between scans. */
u16 ina3221_running_config(const struct ina3221 *chip);

/**
 * ina3221_start_cycle() - write CONFIG, which starts a conversion cycle
 * @chip: the chip, settings locked
 * @config: what to write
 */
int __must_check ina3221_start_cycle(struct ina3221 *chip, u16 config);

/**
 * ina3221_set_config() - change channels, conversion times or averaging
 * @chip: the chip, settings locked
 * @config: CONFIG as wanted, in continuous mode
 *
 * Return: 0 when the chip runs with it; else an error, and nothing changed
 * for the driver.
 */
int __must_check ina3221_set_config(struct ina3221 *chip, u16 config);

/** ina3221_bring_up() - get the chip from any state to running. */
int __must_check ina3221_bring_up(struct ina3221 *chip);

/** ina3221_recover() - make the chip run as wanted, whatever it held; settings locked. */
int __must_check ina3221_recover(struct ina3221 *chip);

/** ina3221_restore() - the same, or only the latches of pins, if needed; settings not locked. */
int __must_check ina3221_restore(struct ina3221 *chip);

/**
 * ina3221_check_config() - was CONFIG written outside this driver?
 * @chip: the chip, settings locked, running
 * @at_once: however short ago it was asked
 *
 * The chip is asked once in a second at the most otherwise. Return: 0, -ESTALE, or the bus's error.
 */
int __must_check ina3221_check_config(struct ina3221 *chip, bool at_once);

/** ina3221_limit_armed() - is the limit of this name on? */
bool ina3221_limit_armed(const struct ina3221 *chip, u16 name);

/** ina3221_limit() - its value, on or off. */
u16 ina3221_limit(const struct ina3221 *chip, u16 name);

/** ina3221_limit_held() - the chip compares with this, which nothing exceeds if it is off. */
u16 ina3221_limit_held(const struct ina3221 *chip, u16 name);

/** ina3221_set_limit() - set it and have it on or off; settings locked. */
int __must_check ina3221_set_limit(struct ina3221 *chip, u16 name, u16 word, bool on);

/* properties.c */
void ina3221_read_firmware(struct ina3221 *chip);

/* pm.c */
int __must_check ina3221_find_supply(struct ina3221 *chip);

/** ina3221_power_on() - switch the supply on; settings locked. */
int __must_check ina3221_power_on(struct ina3221 *chip);

/** ina3221_start_sleep() - let the chip sleep from now on; it is awake until ina3221_rest(). */
int __must_check ina3221_start_sleep(struct ina3221 *chip);
void ina3221_rest(struct ina3221 *chip);

/**
 * ina3221_end_sleep() - keep the chip as it is from now on
 * @chip: the chip, which the driver is about to leave
 *
 * One that woke up later would have its interrupts enabled, which are no longer the driver's.
 */
void ina3221_end_sleep(struct ina3221 *chip);

/**
 * struct ina3221_leave - leave to change what the chip is set to
 * @chip: the chip, awake and its settings locked, unless @err
 * @err: 0, or why it cannot be woken
 *
 * "CLASS(ina3221_settings, open)(chip);" gets it until the end of the block.
 */
struct ina3221_leave {
	struct ina3221 *chip;
	int err;
};

struct ina3221_leave ina3221_open_settings(struct ina3221 *chip);
void ina3221_close_settings(const struct ina3221_leave *leave);
DEFINE_CLASS(ina3221_settings, struct ina3221_leave, ina3221_close_settings(&_T),
	     ina3221_open_settings(chip), struct ina3221 *chip)

/** ina3221_keep_awake() - rails were switched; settings locked, the chip awake. */
void ina3221_keep_awake(struct ina3221 *chip);

extern const struct dev_pm_ops ina3221_pm_ops;

#endif /* RAILGLOW_DRIVERS_INA3221_SETTINGS_H */
