/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * INA3221 driver: Mask/Enable, what it said, and who is told. A read of that register clears
 * every flag in it, by any reader and for any reason: it is read in alerts.c and nowhere else.
 */
#ifndef RAILGLOW_DRIVERS_INA3221_ALERTS_H
#define RAILGLOW_DRIVERS_INA3221_ALERTS_H

#include <linux/bits.h>
#include <linux/build_bug.h>
#include <linux/hrtimer.h>
#include <linux/i2c.h>
#include <linux/leds.h>
#include <linux/mutex.h>
#include <linux/notifier.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

#include "core/ina3221_events.h"
#include "core/ina3221_follow.h"
#include "core/ina3221_regs.h"

struct gpio_desc;
struct iio_dev;
struct ina3221;

enum ina3221_pin_id {
	INA3221_CRITICAL_PIN,
	INA3221_WARNING_PIN,
	INA3221_POWER_VALID_PIN,
	INA3221_TIMING_CONTROL_PIN,
	INA3221_PIN_COUNT,
	INA3221_SMBUS_ALERT = INA3221_PIN_COUNT,
	INA3221_LINE_COUNT,
};

/**
 * struct ina3221_pin - where one of the chip's pins leads, or the alert line of the bus
 * @irq: interrupt, 0 for none
 * @gpio: GPIO, NULL for none
 * @hard: the hard half has noted the time of this one
 * @level: the interrupt goes on for as long as the line is held
 * @masked: it is masked; alerts locked
 * @free_ns: when the line was last unmasked, or an interrupt proved not to be ours; alerts locked
 * @chip: whose pin it is
 * @flags: conditions that pull it, in their places in Mask/Enable
 * @moved_ns: when it was pulled last, by the clock of the chip's cycles
 */
struct ina3221_pin {
	int irq;
	struct gpio_desc *gpio;
	bool hard;
	bool level;
	bool masked;
	u64 free_ns;
	struct ina3221 *chip;
	u16 flags;
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

static_assert(INA3221_MASK_CF(INA3221_SUM_PLACE) == INA3221_MASK_SF);

/** Alarms of low power, of a rail and of any, have the bits that follow the alarm flags. */
#define INA3221_LOW(ch) BIT(12 - (ch))
#define INA3221_LOW_ALL GENMASK(12, 10)

/** Alarms are the flags of Mask/Enable, then low power of each rail; @i counts from 0. */
#define INA3221_ALARM(i) BIT(INA3221_ALARM_FLAG_LOW + (i))
#define INA3221_ALARMS (INA3221_ALARM_FLAG_COUNT + INA3221_CHANNELS)

/** LEDs can show warning and critical of each rail, and that power is no longer valid. */
#define INA3221_LEDS (2 * INA3221_CHANNELS + 1)

/**
 * struct ina3221_alert_counts - what became known of Mask/Enable since probe
 * @reads: of that register
 * @risen: conditions that began
 * @fallen: conditions that ended
 * @fired: interrupts and SMBus alerts that were served
 * @began: how often each alarm did, in the order of INA3221_ALARM()
 */
struct ina3221_alert_counts {
	u64 reads;
	u64 risen;
	u64 fallen;
	u64 fired;
	u32 began[INA3221_ALARMS];
};

/**
 * struct ina3221_alerts - Mask/Enable, and who is told
 * @transfer: held while Mask/Enable or CONFIG is read or written, and until it is known what that
 *	did; taken before @lock, and by no reader of attributes, who would wait for the bus
 * @lock: protects from here to @counts
 * @events: conditions that hold
 * @flags: Mask/Enable as read last
 * @mask: writable bits of Mask/Enable, as written
 * @fixed: bits that are written as they were read, to a register file that is not a chip
 * @alarms: alarms seen and not yet reported through hwmon, as INA3221_ALARM()
 * @told: alarms whose beginning hwmon has notified since they were read
 * @low_now: rails that fell below the power-valid lower limit and have not
 *	reached the upper one since, as INA3221_LOW()
 * @valid_rails: rails that were all above the upper limit while they were those enabled
 * @looked_ns: Mask/Enable was read last ...
 * @said_ns: ... and showed a flag that belongs to a pin
 * @changed_ns: a condition began or ended
 * @ready: CVRF was read since a reader began to wait for it
 * @lost: Mask/Enable read back without what was written to it
 * @hwmon: who is told, NULL outside of its registration
 * @iio: who is told, NULL outside of its registration
 * @pv_falling: rails whose power-valid event is wanted, as INA3221_LOW(), when
 *	power is lost ...
 * @pv_rising: ... and when it is valid again
 * @counts: counters
 * @looked: woken when Mask/Enable was read, and when lines are no longer served
 * @pin: by enum ina3221_pin_id; the last one is the alert line of the bus
 * @served: conditions that pull a line which is served
 * @smbus_came: tells of an alert line that the bus gets later
 * @again: looks at conditions that last, and sets up a chip that could not be; its own timer
 *	does so now and then, for a chip that may have lost its settings
 * @later: starts that at its time
 * @hurried: that is to be rather soon, once
 * @quiet: lines are not to be served
 * @led: triggers
 */
struct ina3221_alerts {
	struct mutex transfer; /* one look after the other */
	struct mutex lock; /* what they found */
	struct ina3221_events events;
	u16 flags;
	u16 mask;
	u16 fixed;
	u16 alarms;
	u16 told;
	u16 low_now;
	u16 valid_rails;
	u64 looked_ns;
	u64 said_ns;
	u64 changed_ns;
	bool ready;
	bool lost;
	struct device *hwmon;
	struct iio_dev *iio;
	u16 pv_falling;
	u16 pv_rising;
	struct ina3221_alert_counts counts;
	wait_queue_head_t looked;
	struct ina3221_pin pin[INA3221_LINE_COUNT];
	u16 served;
	struct notifier_block smbus_came;
	struct delayed_work again;
	struct hrtimer later;
	bool hurried;
	bool quiet;
	struct ina3221_led led[INA3221_LEDS];
};

/**
 * ina3221_take() - read registers, Mask/Enable among them or not
 * @chip: the chip
 * @reg: the registers, in this order
 * @count: how many
 * @reading: what they hold; of a pass that is over, CVRF is set in each look
 *
 * Return: 0; -EIO also for a Mask/Enable of all ones, which is a bus that is stuck; or the
 * bus's error.
 */
int __must_check ina3221_take(struct ina3221 *chip, const u8 *reg, unsigned int count,
			      struct ina3221_reading *reading);

/** ina3221_look() - read Mask/Enable alone. */
int __must_check ina3221_look(struct ina3221 *chip);

/** ina3221_write_mask() - write Mask/Enable, which does not clear flags. */
int __must_check ina3221_write_mask(struct ina3221 *chip, u16 mask);

/**
 * ina3221_write_config() - write CONFIG, which starts a cycle and clears the ready flag
 * @chip: the chip
 * @config: what to write
 * @at: when the cycle began
 *
 * No look comes between that and what is known of the flag.
 */
int __must_check ina3221_write_config(struct ina3221 *chip, u16 config, struct ina3221_span *at);

/** ina3221_note_scan() - hold a fresh scan against the power-valid limits; settings locked. */
void ina3221_note_scan(struct ina3221 *chip, const struct ina3221_scan *scan);

/**
 * ina3221_take_alarm() - has this alarm been seen since last asked?
 * @chip: the chip
 * @alarm: a bit as INA3221_ALARM(); it is forgotten by asking
 */
bool ina3221_take_alarm(struct ina3221 *chip, u16 alarm);

/** ina3221_end_condition() - these alarms are no longer watched. */
void ina3221_end_condition(struct ina3221 *chip, u16 flags);

/**
 * ina3221_announce() - tell a listener from now on, until the driver is unbound
 * @chip: the chip
 * @hwmon: the listener, or NULL
 * @iio: the same
 */
int __must_check ina3221_announce(struct ina3221 *chip, struct device *hwmon, struct iio_dev *iio);

/* properties.c */
extern const char *const ina3221_pin_name[INA3221_PIN_COUNT];
int __must_check ina3221_find_pins(struct ina3221 *chip);
bool ina3221_pin_wired(const struct ina3221 *chip, enum ina3221_pin_id id);

/** ina3221_pin_trigger() - how the interrupt of a pin is to be asked for. */
unsigned long ina3221_pin_trigger(const struct ina3221_pin *pin);

/* irq.c */

/** ina3221_latches() - WEN and CEN, for pins that this driver serves. */
u16 ina3221_latches(const struct ina3221 *chip);

void ina3221_init_lines(struct ina3221 *chip);
int __must_check ina3221_register_lines(struct ina3221 *chip);

/** ina3221_stop_lines() - serve none from now on; returns when none is being served. */
void ina3221_stop_lines(struct ina3221 *chip);

/** ina3221_start_lines() - serve them again. */
void ina3221_start_lines(struct ina3221 *chip);

/** ina3221_retry_soon() - try again to set the chip up, even without a reader. */
void ina3221_retry_soon(struct ina3221 *chip);

/** ina3221_smbus_alert() - the chip answered the alert response address. */
void ina3221_smbus_alert(struct i2c_client *client, enum i2c_alert_protocol protocol,
			 unsigned int data);

/* leds.c, where the kernel has LED triggers */
#ifdef CONFIG_LEDS_TRIGGERS

void ina3221_register_leds(struct ina3221 *chip);

/** ina3221_show_leds() - these conditions changed; the alerts are locked. */
void ina3221_show_leds(struct ina3221 *chip, u16 flags);

#else

static inline void ina3221_register_leds(struct ina3221 *chip)
{
}

static inline void ina3221_show_leds(struct ina3221 *chip, u16 flags)
{
}

#endif /* CONFIG_LEDS_TRIGGERS */

#endif /* RAILGLOW_DRIVERS_INA3221_ALERTS_H */
