// SPDX-License-Identifier: GPL-2.0-only
/*
 * INA3221 driver: the one reader of Mask/Enable, what it remembers, and who is told.
 *
 * Whoever read that register has the only copy of its flags. Each is kept until it was
 * reported, and all listeners are served from here: IIO events, waiters on hwmon alarms, LEDs.
 */
#include <linux/cleanup.h>
#include <linux/device.h>
#include <linux/iio/events.h>
#include <linux/iio/iio.h>
#include <linux/ktime.h>
#include <linux/lockdep.h>

#include "core/ina3221_units.h"
#include "drivers/ina3221/hwmon.h"

/* Nobody drives the bus: the reserved bit is never set by a chip. */
#define STUCK_HIGH 0xffff

/* When the pin of @flags fired, if one did and nobody has used that yet. */
static s64 event_time(struct ina3221_alerts *alerts, u16 flags)
{
	unsigned int i;
	s64 edge_ns;

	for (i = 0; i < INA3221_PIN_COUNT; i++) {
		if (!(alerts->pin[i].flags & flags))
			continue;
		edge_ns = atomic64_read(&alerts->pin[i].edge_ns);
		if (edge_ns)
			return edge_ns;
	}
	edge_ns = atomic64_read(&alerts->smbus.edge_ns);
	return edge_ns ?: iio_get_time_ns(alerts->iio);
}

static void push_alarms(struct ina3221_alerts *alerts, u16 risen)
{
	u64 code;
	unsigned int ch;

	for (ch = 0; ch < INA3221_CHANNELS; ch++) {
		if (risen & INA3221_MASK_CF(ch)) {
			code = IIO_DIFF_EVENT_CODE(IIO_VOLTAGE, 2 * ch + 1, 2 * ch,
						   IIO_EV_TYPE_THRESH, IIO_EV_DIR_RISING);
			iio_push_event(alerts->iio, code, event_time(alerts, INA3221_MASK_CF_ALL));
		}
		if (risen & INA3221_MASK_WF(ch)) {
			code = IIO_UNMOD_EVENT_CODE(IIO_CURRENT, ch, IIO_EV_TYPE_THRESH,
						    IIO_EV_DIR_RISING);
			iio_push_event(alerts->iio, code, event_time(alerts, INA3221_MASK_WF_ALL));
		}
	}
	if (risen & INA3221_MASK_SF) {
		code = IIO_DIFF_EVENT_CODE(IIO_VOLTAGE, 2 * INA3221_CHANNELS + 1,
					   2 * INA3221_CHANNELS, IIO_EV_TYPE_THRESH,
					   IIO_EV_DIR_RISING);
		iio_push_event(alerts->iio, code, event_time(alerts, INA3221_MASK_SF));
	}
}

static void push_power(struct ina3221_alerts *alerts, u8 rails, enum iio_event_direction dir)
{
	s64 time_ns = event_time(alerts, INA3221_MASK_PVF);
	unsigned int ch;

	for (ch = 0; ch < INA3221_CHANNELS; ch++)
		if (rails & BIT(ch))
			iio_push_event(alerts->iio,
				       IIO_UNMOD_EVENT_CODE(IIO_VOLTAGE, 2 * ch, IIO_EV_TYPE_THRESH,
							    dir),
				       time_ns);
}

static u8 rails_on(const struct ina3221 *chip)
{
	unsigned int ch;
	u8 rails = 0;

	for (ch = 0; ch < INA3221_CHANNELS; ch++)
		if (ina3221_channel_enabled(chip, ch))
			rails |= BIT(ch);
	return rails;
}

static u8 rails_below(const struct ina3221 *chip, const u16 *bus, u16 limit)
{
	unsigned int ch;
	u8 rails = 0;

	for (ch = 0; ch < INA3221_CHANNELS; ch++)
		if (ina3221_count(bus[ch]) < ina3221_count(READ_ONCE(limit)))
			rails |= BIT(ch);
	return rails & rails_on(chip);
}

/* Those of which nobody knows whether they are below have all been. */
static void announce_power_lost(struct ina3221 *chip, u8 rails)
{
	struct ina3221_alerts *alerts = &chip->alerts;
	unsigned int ch;
	u8 fresh;

	rails = rails ?: rails_on(chip);
	fresh = rails & ~alerts->low;
	alerts->low |= rails;
	for (ch = 0; ch < INA3221_CHANNELS; ch++)
		if (rails & BIT(ch))
			alerts->counts.began[INA3221_ALARM_FLAG_COUNT + ch]++;
	if (alerts->hwmon)
		ina3221_hwmon_notify_power(alerts->hwmon, rails, fresh);
	if (alerts->iio)
		push_power(alerts, rails & alerts->pv_falling, IIO_EV_DIR_FALLING);
}

/* The flag does not say which rail it is: the registers do. */
static u8 find_rails_below(struct ina3221 *chip)
{
	u16 bus[INA3221_CHANNELS] = {};
	unsigned int ch;

	for (ch = 0; ch < INA3221_CHANNELS; ch++)
		if (ina3221_channel_enabled(chip, ch) &&
		    ina3221_bus_read(&chip->bus, INA3221_REG_BUS(ch), &bus[ch]))
			return 0;
	return rails_below(chip, bus, chip->settings.limits.pv_lower);
}

static void count_begun(struct ina3221_alerts *alerts, u16 risen)
{
	unsigned int i;

	for (i = 0; i < INA3221_ALARM_FLAG_COUNT; i++)
		if (risen & BIT(i + INA3221_ALARM_FLAG_LOW))
			alerts->counts.began[i]++;
}

/* @fresh: alarms that nobody has yet to read; those who have one to read need no word of another. */
static void announce(struct ina3221 *chip, struct ina3221_change change, u16 fresh)
{
	struct ina3221_alerts *alerts = &chip->alerts;
	u16 moved = change.risen | change.fallen;

	lockdep_assert_held(&alerts->lock);
	alerts->counts.risen += hweight16(change.risen);
	alerts->counts.fallen += hweight16(change.fallen);
	count_begun(alerts, change.risen);
	if (change.risen && alerts->hwmon)
		ina3221_hwmon_notify_alarms(alerts->hwmon, change.risen, change.risen & fresh);
	if (moved & INA3221_MASK_TCF && alerts->hwmon)
		ina3221_hwmon_notify_timing(alerts->hwmon);
	if (change.risen && alerts->iio)
		push_alarms(alerts, change.risen);
	if (change.power_valid && alerts->iio)
		push_power(alerts, alerts->pv_rising, IIO_EV_DIR_RISING);
	if (moved)
		ina3221_show_leds(chip, moved);
}

static void take_flags(struct ina3221 *chip, u16 flags, u64 begin_ns, u64 end_ns)
{
	struct ina3221_alerts *alerts = &chip->alerts;
	struct ina3221_change change;
	u16 fresh = flags & INA3221_ALARM_FLAGS & ~alerts->alarms;

	ina3221_events_pin_moved(&alerts->events,
				 atomic64_read(&alerts->pin[INA3221_POWER_VALID_PIN].moved_ns));
	alerts->counts.reads++;
	alerts->alarms |= flags & INA3221_ALARM_FLAGS;
	alerts->ready |= flags & INA3221_MASK_CVRF;
	WRITE_ONCE(alerts->flags, flags);
	WRITE_ONCE(alerts->lost, (flags ^ alerts->mask) & INA3221_MASK_ENABLE_WRITABLE);
	if (alerts->lost)
		change = ina3221_events_take_timing(&alerts->events, flags);
	else
		change = ina3221_events_take(&alerts->events, flags, begin_ns, end_ns);
	announce(chip, change, fresh);
	alerts->unnamed |= change.power_lost;
}

static bool is_stuck(const u8 *reg, unsigned int count, const struct ina3221_reading *reading)
{
	unsigned int i;

	for (i = 0; i < count; i++)
		if (reg[i] == INA3221_REG_MASK_ENABLE && reading->word[i] == STUCK_HIGH)
			return true;
	return false;
}

/* All words of one transfer have but one time; nothing that alerts are for needs a better one. */
static void take_in(struct ina3221 *chip, const u8 *reg, unsigned int count,
		    const struct ina3221_reading *reading)
{
	bool one_transfer = chip->bus.one_transfer;
	unsigned int i;

	for (i = 0; i < count; i++)
		if (reg[i] == INA3221_REG_MASK_ENABLE)
			take_flags(chip, reading->word[i], reading->begin_ns[one_transfer ? 0 : i],
				   reading->end_ns[one_transfer ? count - 1 : i]);
}

/* An earlier look took the flag of a pass that was over then, and is over now. */
static void say_ready(const u8 *reg, unsigned int count, struct ina3221_reading *reading)
{
	unsigned int i;

	for (i = 0; i < count; i++)
		if (reg[i] == INA3221_REG_MASK_ENABLE)
			reading->word[i] |= INA3221_MASK_CVRF;
}

int ina3221_take(struct ina3221 *chip, const u8 *reg, unsigned int count,
		 struct ina3221_reading *reading)
{
	bool over;
	int ret;

	guard(mutex)(&chip->alerts.lock);
	over = ina3221_pass_is_over(&chip->alerts);
	ret = ina3221_bus_take(&chip->bus, reg, count, reading);
	if (ret)
		return ret;
	if (is_stuck(reg, count, reading))
		return -EIO;
	take_in(chip, reg, count, reading);
	if (over)
		say_ready(reg, count, reading);
	wake_up_all(&chip->alerts.looked);
	return 0;
}

static void name_rails(struct ina3221 *chip)
{
	guard(mutex)(&chip->alerts.lock);
	if (!chip->alerts.unnamed)
		return;
	chip->alerts.unnamed = false;
	announce_power_lost(chip, find_rails_below(chip));
}

int ina3221_look(struct ina3221 *chip)
{
	static const u8 reg[] = { INA3221_REG_MASK_ENABLE };
	struct ina3221_reading reading;
	int ret;

	ret = ina3221_take(chip, reg, ARRAY_SIZE(reg), &reading);
	if (!ret)
		name_rails(chip);
	return ret;
}

void ina3221_end_condition(struct ina3221 *chip, u16 flags)
{
	guard(mutex)(&chip->alerts.lock);
	announce(chip, ina3221_events_end(&chip->alerts.events, flags), 0);
}

int ina3221_write_config(struct ina3221 *chip, u16 config, struct ina3221_span *at)
{
	struct ina3221_alerts *alerts = &chip->alerts;
	u64 end_ns;
	int ret;

	guard(mutex)(&alerts->lock);
	at->first_ns = ktime_get_ns();
	ret = ina3221_bus_write(&chip->bus, INA3221_REG_CONFIG, config);
	if (ret)
		return ret;
	end_ns = ktime_get_ns();
	at->last_ns = end_ns + INA3221_WAKE_US * NSEC_PER_USEC;
	announce(chip, ina3221_events_started(&alerts->events, config, end_ns), 0);
	alerts->ready = false;
	return 0;
}

int ina3221_write_mask(struct ina3221 *chip, u16 mask)
{
	struct ina3221_alerts *alerts = &chip->alerts;
	int ret;

	guard(mutex)(&alerts->lock);
	ret = ina3221_bus_write(&chip->bus, INA3221_REG_MASK_ENABLE, mask | alerts->fixed);
	if (!ret) {
		WRITE_ONCE(alerts->mask, mask);
		WRITE_ONCE(alerts->lost, false);
	}
	return ret;
}

/* Nobody asked for the reset values, which are alarm to every rail below 9 V. */
static bool power_valid_in_use(const struct ina3221 *chip)
{
	const struct ina3221_limits *limits = &chip->settings.limits;

	return chip->alerts.was_valid || limits->pv_lower != INA3221_PV_LOWER_RESET ||
	       limits->pv_upper != INA3221_PV_UPPER_RESET;
}

void ina3221_note_scan(struct ina3221 *chip, const struct ina3221_scan *scan)
{
	const struct ina3221_limits *limits = &chip->settings.limits;
	u8 low = rails_below(chip, scan->bus, limits->pv_lower);

	lockdep_assert_held(&chip->settings.lock);
	guard(mutex)(&chip->alerts.lock);
	/* Of those that are on: others say nothing of these. */
	if (chip->alerts.valid_rails != rails_on(chip))
		chip->alerts.was_valid = false;
	chip->alerts.valid_rails = rails_on(chip);
	chip->alerts.was_valid |= !rails_below(chip, scan->bus, limits->pv_upper);
	if (chip->alerts.unnamed) {
		chip->alerts.unnamed = false;
		announce_power_lost(chip, low);
	}
	if (power_valid_in_use(chip))
		chip->alerts.low |= low;
}

bool ina3221_take_alarm(struct ina3221 *chip, u16 flag)
{
	bool seen;

	guard(mutex)(&chip->alerts.lock);
	seen = chip->alerts.alarms & flag;
	chip->alerts.alarms &= ~flag;
	return seen;
}

bool ina3221_take_low(struct ina3221 *chip, unsigned int ch)
{
	bool seen;

	guard(mutex)(&chip->alerts.lock);
	seen = chip->alerts.low & BIT(ch);
	chip->alerts.low &= ~BIT(ch);
	return seen;
}

static void forget_hwmon(void *data)
{
	struct ina3221 *chip = data;

	guard(mutex)(&chip->alerts.lock);
	chip->alerts.hwmon = NULL;
}

int ina3221_announce_to_hwmon(struct ina3221 *chip, struct device *hwmon)
{
	scoped_guard(mutex, &chip->alerts.lock) chip->alerts.hwmon = hwmon;
	return devm_add_action_or_reset(ina3221_dev(chip), forget_hwmon, chip);
}

static void forget_iio(void *data)
{
	struct ina3221 *chip = data;

	guard(mutex)(&chip->alerts.lock);
	chip->alerts.iio = NULL;
}

int ina3221_announce_to_iio(struct ina3221 *chip, struct iio_dev *iio)
{
	scoped_guard(mutex, &chip->alerts.lock) chip->alerts.iio = iio;
	return devm_add_action_or_reset(ina3221_dev(chip), forget_iio, chip);
}
