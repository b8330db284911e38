// SPDX-License-Identifier: GPL-2.0-only
/*
 * INA3221 driver: the one reader of Mask/Enable, what it remembers, and its listeners.
 *
 * A read of that register leaves its reader with the only copy of the flags. Each is kept until it
 * was reported, and all listeners are served from here: IIO events, LEDs, and by hwmon.c programs
 * that wait for alarms. Scans tell of rails that are low. Which conditions hold is found in
 * core/ina3221_events.c; interrupts, how often to look and the pace are irq.c's.
 */
#include <linux/bitfield.h>
#include <linux/cleanup.h>
#include <linux/device.h>
#include <linux/iio/events.h>
#include <linux/iio/iio.h>
#include <linux/ktime.h>
#include <linux/lockdep.h>
#include <linux/string.h>

#include "core/ina3221_regs.h"
#include "core/ina3221_units.h"
#include "drivers/ina3221/hwmon.h"
#include "drivers/ina3221/ina3221.h"

/* A bus that no chip drives reads like this: no chip sets the reserved bit. */
#define STUCK_HIGH 0xffff
/* A word that was not read is taken for one above every limit. */
#define UNKNOWN_BUS 0x7fff

/* The event has the time its line was pulled, if that was since the look before; or it is now. */
static s64 event_time(const struct ina3221_alerts *alerts, u16 flag)
{
	s64 now_ns = iio_get_time_ns(alerts->iio);
	u64 moved_ns;
	unsigned int i;

	for (i = 0; i < INA3221_LINE_COUNT; i++) {
		moved_ns = atomic64_read(&alerts->pin[i].moved_ns);
		if (alerts->pin[i].flags & flag && moved_ns > alerts->looked_ns)
			return now_ns - (s64)(ktime_get_ns() - moved_ns);
	}
	return now_ns;
}

static void push_event(const struct ina3221_alerts *alerts, u64 code, u16 flag)
{
	if (alerts->iio)
		iio_push_event(alerts->iio, code, event_time(alerts, flag));
}

static void push_alarms(const struct ina3221_alerts *alerts, u16 risen)
{
	u16 warnings = risen & INA3221_MASK_WF_ALL;
	unsigned int ch;

	for (ch = 0; ch <= INA3221_SUM_PLACE; ch++) {
		if (risen & INA3221_MASK_CF(ch))
			push_event(alerts,
				   IIO_DIFF_EVENT_CODE(IIO_VOLTAGE, 2 * ch + 1, 2 * ch,
						       IIO_EV_TYPE_THRESH, IIO_EV_DIR_RISING),
				   INA3221_MASK_CF(ch));
		if (warnings & INA3221_MASK_WF(ch))
			push_event(alerts,
				   IIO_UNMOD_EVENT_CODE(IIO_CURRENT, ch, IIO_EV_TYPE_THRESH,
							IIO_EV_DIR_RISING),
				   INA3221_MASK_WF(ch));
	}
}

static void push_power(const struct ina3221_alerts *alerts, u16 rails, enum iio_event_direction dir)
{
	unsigned int ch;

	for (ch = 0; ch < INA3221_CHANNELS; ch++)
		if (rails & INA3221_LOW(ch))
			push_event(alerts,
				   IIO_UNMOD_EVENT_CODE(IIO_VOLTAGE, 2 * ch, IIO_EV_TYPE_THRESH,
							dir),
				   INA3221_MASK_PVF);
}

static u16 rails_on(const struct ina3221 *chip)
{
	return FIELD_PREP(INA3221_LOW_ALL,
			  FIELD_GET(INA3221_CONFIG_CH_EN_ALL, ina3221_config(chip)));
}

static u16 rails_below(const struct ina3221 *chip, const u16 *bus, u16 limit)
{
	unsigned int ch;
	u16 rails = 0;

	for (ch = 0; ch < INA3221_CHANNELS; ch++)
		if (ina3221_count(bus[ch], ch) < ina3221_count(limit, ch))
			rails |= INA3221_LOW(ch);
	return rails & rails_on(chip);
}

/* Programs are woken for an alarm once, until one of them has read it; each is counted. */
static void tell_alarms(struct ina3221_alerts *alerts, u16 begun)
{
	unsigned int i;

	for (i = 0; i < INA3221_ALARMS; i++)
		if (begun & INA3221_ALARM(i))
			alerts->counts.began[i]++;
	if (alerts->hwmon)
		ina3221_hwmon_notify_alarms(alerts->hwmon, begun, begun & ~alerts->told);
	alerts->told |= begun;
	alerts->alarms |= begun;
}

static void tell_change(struct ina3221 *chip, struct ina3221_change change)
{
	struct ina3221_alerts *alerts = &chip->alerts;
	u16 moved = change.risen | change.fallen;

	lockdep_assert_held(&alerts->lock);
	if (moved)
		alerts->changed_ns = ktime_get_ns();
	alerts->counts.risen += hweight16(change.risen);
	alerts->counts.fallen += hweight16(change.fallen);
	tell_alarms(alerts, change.risen & INA3221_ALARM_FLAGS);
	push_alarms(alerts, change.risen);
	if (moved & INA3221_MASK_TCF && alerts->hwmon)
		ina3221_hwmon_notify_timing(alerts->hwmon);
	if (change.power_valid)
		push_power(alerts, alerts->pv_rising, IIO_EV_DIR_RISING);
	ina3221_show_leds(chip, moved);
}

/* Rails are low by the words beside the look that saw it, or else by the words of now. */
static u16 find_low(struct ina3221 *chip, const u8 *reg, unsigned int count, const u16 *word)
{
	static const u8 bus_reg[] = { INA3221_REG_BUS(0), INA3221_REG_BUS(1), INA3221_REG_BUS(2) };
	u16 bus[] = { UNKNOWN_BUS, UNKNOWN_BUS, UNKNOWN_BUS };
	u16 limit = ina3221_limit(chip, INA3221_PV_LOWER);
	struct ina3221_reading reading;
	unsigned int i;
	u16 rails;

	for (i = 0; i < count && word[i] != STUCK_HIGH; i++)
		if (reg[i] >= INA3221_REG_BUS(0) && reg[i] <= INA3221_REG_BUS(2) && reg[i] % 2 == 0)
			bus[(reg[i] - INA3221_REG_BUS(0)) / 2] = word[i];
	rails = rails_below(chip, bus, limit);
	if (!rails && !ina3221_bus_take(&chip->bus, bus_reg, ARRAY_SIZE(bus_reg), &reading))
		rails = rails_below(chip, reading.word, limit);
	return rails;
}

/*
 * The look is the word at place @i of what was read. All words of one transfer share its begin and
 * its end, which is exact enough for alerts.
 */
static void take_look(struct ina3221 *chip, const u8 *reg, unsigned int count, unsigned int i,
		      const struct ina3221_reading *reading)
{
	u64 begin_ns = reading->begin_ns[chip->bus.one_transfer ? 0 : i];
	u64 end_ns = reading->end_ns[chip->bus.one_transfer ? count - 1 : i];
	struct ina3221_alerts *alerts = &chip->alerts;
	const struct ina3221_pin *valid_pin = &alerts->pin[INA3221_POWER_VALID_PIN];
	u16 flags = reading->word[i], low, rails;
	struct ina3221_change change;

	/* A level says nothing of moves, and may be of another device on the same line. */
	if (!valid_pin->level)
		ina3221_events_pin_moved(&alerts->events, atomic64_read(&valid_pin->moved_ns));
	alerts->counts.reads++;
	alerts->alarms |= flags & INA3221_ALARM_FLAGS;
	alerts->ready |= flags & INA3221_MASK_CVRF;
	WRITE_ONCE(alerts->flags, flags);
	WRITE_ONCE(alerts->lost, (flags ^ alerts->mask) & INA3221_MASK_ENABLE_WRITABLE);
	change = ina3221_events_take(&alerts->events, flags, alerts->lost, begin_ns, end_ns);
	tell_change(chip, change);
	if (change.power_lost) {
		/* If no rail is low any more, any that is on may have been. */
		low = find_low(chip, reg, count, reading->word);
		rails = low ?: rails_on(chip);
		tell_alarms(alerts, rails & ~alerts->low_now);
		alerts->low_now |= low;
		push_power(alerts, rails & alerts->pv_falling, IIO_EV_DIR_FALLING);
	}
	if (change.power_valid)
		alerts->low_now = 0;
	if (flags & INA3221_ALARM_FLAGS || change.risen | change.fallen || change.power_valid)
		alerts->said_ns = end_ns;
	alerts->looked_ns = end_ns;
}

static int take_looks(struct ina3221 *chip, const u8 *reg, unsigned int count,
		      const struct ina3221_reading *reading)
{
	unsigned int i;

	for (i = 0; i < count; i++) {
		if (reg[i] != INA3221_REG_MASK_ENABLE)
			continue;
		if (reading->word[i] == STUCK_HIGH)
			return -EIO;
		take_look(chip, reg, count, i, reading);
	}
	return 0;
}

int ina3221_take(struct ina3221 *chip, const u8 *reg, unsigned int count,
		 struct ina3221_reading *reading)
{
	struct ina3221_alerts *alerts = &chip->alerts;
	int ret, err;

	guard(mutex)(&alerts->transfer);
	memset(reading->word, 0xff, sizeof(reading->word));
	ret = ina3221_bus_take(&chip->bus, reg, count, reading);
	/* A look that came before a word that failed has cleared flags: it counts, where known. */
	scoped_guard(mutex, &alerts->lock) err = take_looks(chip, reg, count, reading);
	wake_up_all(&alerts->looked);
	return ret ?: err;
}

int ina3221_look(struct ina3221 *chip)
{
	static const u8 reg[] = { INA3221_REG_MASK_ENABLE };
	struct ina3221_reading reading;

	return ina3221_take(chip, reg, ARRAY_SIZE(reg), &reading);
}

/* A look from before what ended the condition must not tell of it afterwards. */
void ina3221_end_condition(struct ina3221 *chip, u16 flags)
{
	guard(mutex)(&chip->alerts.transfer);
	guard(mutex)(&chip->alerts.lock);
	tell_change(chip, ina3221_events_end(&chip->alerts.events, flags));
}

int ina3221_write_config(struct ina3221 *chip, u16 config, struct ina3221_span *at)
{
	struct ina3221_alerts *alerts = &chip->alerts;
	u64 end_ns;
	int ret;

	guard(mutex)(&alerts->transfer);
	at->first_ns = ktime_get_ns();
	ret = ina3221_bus_write(&chip->bus, INA3221_REG_CONFIG, config);
	if (ret)
		return ret;
	end_ns = ktime_get_ns();
	at->last_ns = end_ns + INA3221_WAKE_US * NSEC_PER_USEC;
	guard(mutex)(&alerts->lock);
	ina3221_events_started(&alerts->events, config, end_ns);
	alerts->ready = false;
	return 0;
}

int ina3221_write_mask(struct ina3221 *chip, u16 mask)
{
	struct ina3221_alerts *alerts = &chip->alerts;
	int ret;

	guard(mutex)(&alerts->transfer);
	ret = ina3221_bus_write(&chip->bus, INA3221_REG_MASK_ENABLE, mask | alerts->fixed);
	if (ret)
		return ret;
	guard(mutex)(&alerts->lock);
	WRITE_ONCE(alerts->mask, mask);
	WRITE_ONCE(alerts->lost, false);
	return 0;
}

/* A rail is low, as for the chip, from below the lower limit until it has reached the upper one. */
void ina3221_note_scan(struct ina3221 *chip, const struct ina3221_scan *scan)
{
	u16 lower = ina3221_limit(chip, INA3221_PV_LOWER);
	u16 upper = ina3221_limit(chip, INA3221_PV_UPPER);
	u16 low = rails_below(chip, scan->bus, lower);
	u16 not_valid = rails_below(chip, scan->bus, upper);
	struct ina3221_alerts *alerts = &chip->alerts;

	lockdep_assert_held(&chip->settings.lock);
	guard(mutex)(&alerts->lock);
	if (!not_valid)
		alerts->valid_rails = rails_on(chip);
	/* The reset values, which were not asked for, are an alarm to every rail below 9 V. */
	if (lower == INA3221_PV_LOWER_RESET && upper == INA3221_PV_UPPER_RESET &&
	    alerts->valid_rails != rails_on(chip))
		low = 0;
	tell_alarms(alerts, low & ~alerts->low_now);
	alerts->low_now = (alerts->low_now & not_valid) | low;
	alerts->alarms |= low;
}

bool ina3221_take_alarm(struct ina3221 *chip, u16 alarm)
{
	bool seen;

	guard(mutex)(&chip->alerts.lock);
	seen = chip->alerts.alarms & alarm;
	chip->alerts.alarms &= ~alarm;
	chip->alerts.told &= ~alarm;
	return seen;
}

/* No listener is told any more as soon as the first one goes. */
static void forget_listeners(void *data)
{
	struct ina3221 *chip = data;

	guard(mutex)(&chip->alerts.lock);
	chip->alerts.hwmon = NULL;
	chip->alerts.iio = NULL;
}

int ina3221_announce(struct ina3221 *chip, struct device *hwmon, struct iio_dev *iio)
{
	scoped_guard(mutex, &chip->alerts.lock)
	{
		chip->alerts.hwmon = hwmon ?: chip->alerts.hwmon;
		chip->alerts.iio = iio ?: chip->alerts.iio;
	}
	return devm_add_action_or_reset(ina3221_dev(chip), forget_listeners, chip);
}
