/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * INA3221 driver: what its files share.
 *
 *	probe.c		finding the chip, bringing it up, taking it down
 *	firmware.c	what the firmware says about the rails
 *	pins.c		where the alert pins lead
 *	bus.c		single registers and several in one transfer
 *	alerts.c	the one reader of Mask/Enable, and what it remembers
 *	announce.c	who is told when a condition begins and ends
 *	lines.c		interrupts of the alert pins, the SMBus alert
 *	leds.c		LED triggers that show conditions
 *	power.c		programming the chip, changing its settings
 *	sleep.c		supply, sleep of the chip alone and with the system
 *	scan.c		measurements of one conversion cycle, cached
 *	stream.c	one cycle after the other, for capture
 *	hwmon.c		the monitoring face
 *	hwmon_files.c	its files that hwmon has no place for
 *	iio.c		the measuring face
 *	posted.c	its attributes by the names of the first posting
 *	iio_events.c	its events
 *	capture.c	its buffer and its trigger
 *	debugfs.c	registers and counters
 *
 * Locks, in the order they are taken: ina3221.lock, ina3221.flags_lock, then
 * the adapter's own.
 */
#ifndef RAILGLOW_DRIVERS_INA3221_H
#define RAILGLOW_DRIVERS_INA3221_H

#include <linux/i2c.h>
#include <linux/leds.h>
#include <linux/mutex.h>
#include <linux/types.h>
#include <linux/workqueue.h>

#include "core/ina3221_events.h"
#include "core/ina3221_filter.h"
#include "core/ina3221_stream.h"

/** What can be read of a chip; the first four of each rail. */
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
 * @summed: it takes part in the sum of shunts while it is enabled
 */
struct ina3221_rail {
	const char *label[INA3221_RAIL_KINDS];
	u32 shunt_uohm;
	bool summed;
};

enum ina3221_pin_id {
	INA3221_CRITICAL_PIN,
	INA3221_WARNING_PIN,
	INA3221_POWER_VALID_PIN,
	INA3221_TIMING_CONTROL_PIN,
	INA3221_PIN_COUNT,
};

/**
 * struct ina3221_pin - where one of the chip's pins leads
 * @irq: interrupt, 0 for none
 * @gpio: GPIO, NULL for none
 * @requested: the interrupt is requested; of the SMBus alert, one was answered
 * @chip: whose pin it is
 * @flags: conditions that pull it, in their places in Mask/Enable
 * @edge_ns: when it fired, by the clock of IIO; 0 once that has been used
 * @moved_ns: when it fired last, by the clock of the chip's cycles
 */
struct ina3221_pin {
	int irq;
	struct gpio_desc *gpio;
	bool requested;
	struct ina3221 *chip;
	u16 flags;
	atomic64_t edge_ns;
	atomic64_t moved_ns;
};

/**
 * struct ina3221_led - an LED trigger that shows a condition
 * @trigger: as the LED subsystem knows it
 * @chip: whose condition it is
 * @flag: the condition, in its place in Mask/Enable
 */
struct ina3221_led {
	struct led_trigger trigger;
	struct ina3221 *chip;
	u16 flag;
};

/** Warning and critical for each rail, and power no longer valid. */
#define INA3221_LEDS (2 * INA3221_CHANNELS + 1)

/**
 * struct ina3221_limits - limit registers, as the chip holds them
 * @critical: for each conversion
 * @warning: for the averaged value
 * @sum: for the sum of shunts
 * @pv_upper: above this, on all channels, power is valid ...
 * @pv_lower: ... until one of them falls below this
 */
struct ina3221_limits {
	u16 critical[INA3221_CHANNELS];
	u16 warning[INA3221_CHANNELS];
	u16 sum;
	u16 pv_upper;
	u16 pv_lower;
};

/**
 * struct ina3221_errors - what was measured and what went wrong since probe
 * @scans: scans that were made
 * @over_range: those with a word at an end of its range
 * @failed: tries that ended with an error
 * @torn: scans that the bus was too slow or too late to read untorn
 * @reprogrammed: times the chip had lost its settings
 */
struct ina3221_errors {
	u64 scans;
	u64 over_range;
	u64 failed;
	u64 torn;
	u64 reprogrammed;
};

/**
 * struct ina3221_alerts - what became known of Mask/Enable since probe
 * @reads: of that register
 * @risen: conditions that began
 * @fallen: conditions that ended
 * @fired: interrupts and SMBus alerts that were served
 */
struct ina3221_alerts {
	u64 reads;
	u64 risen;
	u64 fallen;
	u64 fired;
};

/**
 * struct ina3221 - one chip
 * @client: the chip on its bus
 * @one_transfer: the adapter can read a whole scan in one transfer
 * @single_shot: firmware wants a conversion pass per scan instead of free run
 * @pin: by enum ina3221_pin_id
 * @smbus: the alert line of the bus, as far as it says something of this chip
 * @smbus_work: what is done then
 * @watch: looks whether the chip still has its settings
 * @quiet: lines are not to be served
 * @led: triggers
 * @rail: the channels
 *
 * @lock: protects from here to @armed; held while waiting for the
 *	chip, for a bounded time
 * @config: CONFIG as wanted, in continuous mode; what the chip runs with is
 *	ina3221_running_config()
 * @limits: limits as wanted and, unless @stale, as in the chip
 * @stale: the chip may hold something else than @config and @limits
 * @scan: last scan, of use until @scan_until_ns
 * @scan_until_ns: 0: there is none
 * @edge_ns: the cycle read last ended no earlier than this
 * @stream: for who reads every cycle
 * @stuck: the chip did not finish a conversion, which has been said
 * @errors: counters
 * @supply: of the chip, NULL if nobody says where it comes from
 * @powered: it is on
 * @kept_awake: a rail is switched on, so the chip must not sleep by itself
 * @memory: does the chip keep averages when CONFIG is written?
 * @filter: averages, for a chip that does not
 * @asked: values of limits that are off, for when they are on
 * @armed: limits that are on, as flags in their places in Mask/Enable
 *
 * @flags_lock: protects from here to the end, and reads of Mask/Enable
 * @speed: of the bus
 * @phase: where the chip is in its cycle
 * @flags: Mask/Enable as read last
 * @mask: writable bits of Mask/Enable, as written
 * @events: conditions that hold
 * @alarms: flags seen and not yet reported through hwmon, in their places in
 *	Mask/Enable
 * @low: rails found below the power-valid lower limit, as bits, not yet
 *	reported through hwmon
 * @was_valid: all enabled rails have been above the power-valid upper limit
 * @ready: CVRF was read since someone began to wait for it
 * @lost: Mask/Enable read back without what was written to it
 * @hwmon: who is told, NULL outside of its registration
 * @iio: who is told, NULL outside of its registration
 * @pv_falling: rails whose power-valid event is wanted, as bits, when power is
 *	lost ...
 * @pv_rising: ... and when it is valid again
 * @alerts: counters
 */
struct ina3221 {
	struct i2c_client *client;
	bool one_transfer;
	bool single_shot;
	struct ina3221_pin pin[INA3221_PIN_COUNT];
	struct ina3221_pin smbus;
	struct work_struct smbus_work;
	struct delayed_work watch;
	bool quiet;
	struct ina3221_led led[INA3221_LEDS];
	struct ina3221_rail rail[INA3221_CHANNELS];

	struct mutex lock; /* settings and scan */
	u16 config;
	struct ina3221_limits limits;
	bool stale;
	struct ina3221_scan scan;
	u64 scan_until_ns;
	u64 edge_ns;
	struct ina3221_stream stream;
	bool stuck;
	struct ina3221_errors errors;
	struct regulator *supply;
	bool powered;
	bool kept_awake;
	enum ina3221_memory memory;
	struct ina3221_filter filter;
	struct ina3221_limits asked;
	u16 armed;

	struct mutex flags_lock; /* Mask/Enable */
	struct ina3221_speed speed;
	struct ina3221_phase phase;
	struct ina3221_events events;
	u16 flags;
	u16 mask;
	u16 alarms;
	u8 low;
	bool was_valid;
	bool ready;
	bool lost;
	struct device *hwmon;
	struct iio_dev *iio;
	u8 pv_falling;
	u8 pv_rising;
	struct ina3221_alerts alerts;
};

/**
 * struct ina3221_reading - words of one scan as they came in
 * @word: in the order of the plan
 * @begin_ns: when reading began
 * @times: when each was read
 * @edge_min_ns: the cycle they are meant to be of ended no earlier
 */
struct ina3221_reading {
	u16 word[INA3221_TRANSFER_WORDS];
	u64 begin_ns;
	struct ina3221_read_times times;
	u64 edge_min_ns;
};

/* firmware.c */
int __must_check ina3221_read_firmware(struct ina3221 *chip);

/* pins.c */
int __must_check ina3221_find_pins(struct ina3221 *chip);
bool ina3221_pin_wired(const struct ina3221 *chip, enum ina3221_pin_id id);

/* bus.c */
int __must_check ina3221_read(struct ina3221 *chip, u8 reg, u16 *word);
int __must_check ina3221_write(struct ina3221 *chip, u8 reg, u16 word);

/**
 * ina3221_read_words() - read several registers, if possible in one transfer
 * @chip: the chip, its &ina3221.flags_lock held
 * @reg: the registers, in this order
 * @count: how many, at most INA3221_TRANSFER_WORDS
 * @reading: what they hold, and when each had been read
 *
 * Return: 0, or the bus's error; @reading is then of no use.
 */
int __must_check ina3221_read_words(struct ina3221 *chip, const u8 *reg, unsigned int count,
				    struct ina3221_reading *reading);

/** ina3221_read_plan() - the same for a plan, &ina3221.flags_lock not held. */
int __must_check ina3221_read_plan(struct ina3221 *chip, const struct ina3221_plan *plan,
				   struct ina3221_reading *reading);

/* alerts.c */

/**
 * ina3221_read_flags() - read Mask/Enable, after the registers of a plan
 * @chip: the chip
 * @plan: what to read before it in the same go; NULL for nothing
 * @reading: where the plan's words go, and Mask/Enable after them; without a
 *	plan NULL will do
 *
 * The chip clears its flags on every read of this register, so this is the
 * only function that reads it. What it finds is kept until it is asked for.
 * It comes last in the transfer: a bus error in front of it loses no flag.
 */
int __must_check ina3221_read_flags(struct ina3221 *chip, const struct ina3221_plan *plan,
				    struct ina3221_reading *reading);

/** ina3221_write_mask() - write Mask/Enable, which does not clear flags. */
int __must_check ina3221_write_mask(struct ina3221 *chip, u16 mask);

/** ina3221_note_scan() - hold a fresh scan against the power-valid limits. */
void ina3221_note_scan(struct ina3221 *chip, const struct ina3221_scan *scan);

/**
 * ina3221_take_alarm() - has any of these flags been seen since last asked?
 * @chip: the chip
 * @flag: bits of Mask/Enable; they are forgotten by asking
 */
bool ina3221_take_alarm(struct ina3221 *chip, u16 flag);

/** ina3221_take_low() - was rail @ch found below the power-valid limit? */
bool ina3221_take_low(struct ina3221 *chip, unsigned int ch);

/** ina3221_end_condition() - nobody watches these alarms any more. */
void ina3221_end_condition(struct ina3221 *chip, u16 flags);

/* announce.c */

/** ina3221_announce() - tell all who listen; flags_lock is held. */
void ina3221_announce(struct ina3221 *chip, struct ina3221_change change);

/** ina3221_announce_to_hwmon() - from now on, until the driver is unbound. */
int __must_check ina3221_announce_to_hwmon(struct ina3221 *chip, struct device *hwmon);

/** ina3221_announce_to_iio() - from now on, until the driver is unbound. */
int __must_check ina3221_announce_to_iio(struct ina3221 *chip, struct iio_dev *iio);

/* lines.c */
void ina3221_init_lines(struct ina3221 *chip);
int __must_check ina3221_register_lines(struct ina3221 *chip);

/** ina3221_stop_lines() - returns when none is being served. */
void ina3221_stop_lines(struct ina3221 *chip);
void ina3221_start_lines(struct ina3221 *chip);

/** ina3221_smbus_alert() - the chip answered the alert response address. */
void ina3221_smbus_alert(struct ina3221 *chip);

/* leds.c, where the kernel has LED triggers */
#ifdef CONFIG_LEDS_TRIGGERS

int __must_check ina3221_register_leds(struct ina3221 *chip);

/** ina3221_show_leds() - these conditions changed; flags_lock is held. */
void ina3221_show_leds(struct ina3221 *chip, u16 flags);

#else

static inline int ina3221_register_leds(struct ina3221 *chip)
{
	return 0;
}

static inline void ina3221_show_leds(struct ina3221 *chip, u16 flags)
{
}

#endif /* CONFIG_LEDS_TRIGGERS */

/* power.c */

/** ina3221_running_config() - CONFIG as the chip has it between scans. */
u16 ina3221_running_config(const struct ina3221 *chip);

/**
 * ina3221_start_cycle() - write CONFIG, which starts a conversion cycle
 * @chip: the chip, locked
 * @config: what to write
 */
int __must_check ina3221_start_cycle(struct ina3221 *chip, u16 config);

/**
 * ina3221_program() - make the chip run as wanted, whatever it held before
 * @chip: the chip, locked
 *
 * Averages are seeded. Return: 0, or the first error; the chip then counts as
 * stale and is programmed again before the next use.
 */
int __must_check ina3221_program(struct ina3221 *chip);

/**
 * ina3221_set_config() - change channels, conversion times or averaging
 * @chip: the chip, locked
 * @config: CONFIG as wanted, in continuous mode
 *
 * Return: 0 when the chip runs with it; else an error, and nothing changed
 * for the driver.
 */
int __must_check ina3221_set_config(struct ina3221 *chip, u16 config);

/**
 * ina3221_set_limit() - change a limit register
 * @chip: the chip, locked
 * @limit: which, in chip->limits
 * @reg: the register
 * @word: new value
 */
int __must_check ina3221_set_limit(struct ina3221 *chip, u16 *limit, u8 reg, u16 word);

/** ina3221_bring_up() - from power-up or whatever state to running. */
int __must_check ina3221_bring_up(struct ina3221 *chip);

/** ina3221_recover() - program a chip that is stale or has lost its settings. */
int __must_check ina3221_recover(struct ina3221 *chip);

/** ina3221_restore() - the same if it has lost them, by one who has no lock. */
int __must_check ina3221_restore(struct ina3221 *chip);

/* scan.c */

/**
 * ina3221_scan() - the newest complete conversion cycle
 * @chip: the chip, not locked by the caller
 * @scan: copy of the scan, at most one cycle old
 *
 * Waits for the end of a cycle if need be.
 *
 * Return: 0; -ENODATA if no channel is enabled; -ETIMEDOUT if the chip does
 * not finish a conversion; or the bus's error.
 */
int __must_check ina3221_scan(struct ina3221 *chip, struct ina3221_scan *scan);

/** ina3221_scan_rail() - the same, but -ENODATA also if rail @ch is off. */
int __must_check ina3221_scan_rail(struct ina3221 *chip, unsigned int ch,
				   struct ina3221_scan *scan);

/** ina3221_scan_sum() - the same, but -ENODATA also if no rail is summed. */
int __must_check ina3221_scan_sum(struct ina3221 *chip, struct ina3221_scan *scan);

/**
 * ina3221_scan_after() - the newest complete conversion cycle, if it is another
 * @chip: the chip, not locked by the caller
 * @time_ns: &ina3221_scan.time_ns of the last one the caller had
 * @scan: copy of a later one
 *
 * Return: as ina3221_scan().
 */
int __must_check ina3221_scan_after(struct ina3221 *chip, u64 time_ns, struct ina3221_scan *scan);

/** ina3221_cycles_between() - how many cycles lie between two ends of cycles? */
u64 ina3221_cycles_between(struct ina3221 *chip, u64 from_ns, u64 to_ns);

/** ina3221_scan_locked() - the same, by a caller that holds the lock. */
int __must_check ina3221_scan_locked(struct ina3221 *chip);

/**
 * ina3221_wait_cycle() - wait until a conversion cycle ends
 * @chip: the chip, locked, a cycle running
 * @plan: what to read then; NULL for nothing
 * @reading: where the plan's words go, and Mask/Enable after them; without a
 *	plan NULL will do
 *
 * Return: 0; -ETIMEDOUT; -ESTALE if the chip turns out to have lost its
 * settings; or the bus's error.
 */
int __must_check ina3221_wait_cycle(struct ina3221 *chip, const struct ina3221_plan *plan,
				    struct ina3221_reading *reading);

/** ina3221_calibrate() - learn the speed of the chip's oscillator. */
void ina3221_calibrate(struct ina3221 *chip);

/** ina3221_channel_enabled() - is rail @ch converted? */
static inline bool ina3221_channel_enabled(const struct ina3221 *chip, unsigned int ch)
{
	return READ_ONCE(chip->config) & INA3221_CONFIG_CH_EN(ch);
}

/** ina3221_shunt() - shunt of rail @ch in micro-ohms, never 0. */
static inline u32 ina3221_shunt(const struct ina3221 *chip, unsigned int ch)
{
	return READ_ONCE(chip->rail[ch].shunt_uohm);
}

/** ina3221_set_shunt() - say what rail @ch really has; not 0. */
static inline void ina3221_set_shunt(struct ina3221 *chip, unsigned int ch, u32 uohm)
{
	WRITE_ONCE(chip->rail[ch].shunt_uohm, uohm);
}

int __must_check ina3221_register_iio(struct ina3221 *chip);

#endif /* RAILGLOW_DRIVERS_INA3221_H */
