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
#include "drivers/ina3221/ina3221.h"

/* Nobody drives the bus: the reserved bit is never set by a chip. */
#define STUCK_HIGH 0xffff
/* Above every limit there is. */
#define UNKNOWN_BUS 0x7fff

#define CRITICAL_EVENT(ch)                                                                         \
	{                                                                                          \
		INA3221_MASK_CF(ch), IIO_DIFF_EVENT_CODE(IIO_VOLTAGE, 2 * (ch) + 1, 2 * (ch),      \
							 IIO_EV_TYPE_THRESH, IIO_EV_DIR_RISING)    \
	}
#define WARNING_EVENT(ch)                                                                          \
	{                                                                                          \
		INA3221_MASK_WF(ch), IIO_UNMOD_EVENT_CODE(IIO_CURRENT, ch, IIO_EV_TYPE_THRESH,     \
							  IIO_EV_DIR_RISING)                       \
	}

static const struct {
	u16 flag;
	u64 code;
} alarm_event[] = {
	CRITICAL_EVENT(0),
	WARNING_EVENT(0),
	CRITICAL_EVENT(1),
	WARNING_EVENT(1),
	CRITICAL_EVENT(2),
	WARNING_EVENT(2),
	{ INA3221_MASK_SF,
	  IIO_DIFF_EVENT_CODE(IIO_VOLTAGE, 2 * INA3221_CHANNELS + 1, 2 * INA3221_CHANNELS,
			      IIO_EV_TYPE_THRESH, IIO_EV_DIR_RISING) },
};

/* When the line of @flag was pulled, if that was since the look before this one. */
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

static void push_alarms(struct ina3221_alerts *alerts, u16 risen)
{
	unsigned int i;

	if (!alerts->iio)
		return;
	for (i = 0; i < ARRAY_SIZE(alarm_event); i++)
		if (risen & alarm_event[i].flag)
			iio_push_event(alerts->iio, alarm_event[i].code,
				       event_time(alerts, alarm_event[i].flag));
}

static void push_power(struct ina3221_alerts *alerts, u8 rails, enum iio_event_direction dir)
{
	unsigned int ch;

	if (!alerts->iio)
		return;
	for (ch = 0; ch < INA3221_CHANNELS; ch++)
		if (rails & BIT(ch))
			iio_push_event(alerts->iio,
				       IIO_UNMOD_EVENT_CODE(IIO_VOLTAGE, 2 * ch, IIO_EV_TYPE_THRESH,
							    dir),
				       event_time(alerts, INA3221_MASK_PVF));
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
		if (ina3221_count(bus[ch]) < ina3221_count(limit))
			rails |= BIT(ch);
	return rails & rails_on(chip);
}

/* Those that have a word to read need none of another: hwmon is told once until they did. */
static void tell_low(struct ina3221_alerts *alerts, u8 rails)
{
	unsigned int ch;

	for (ch = 0; ch < INA3221_CHANNELS; ch++)
		if (rails & BIT(ch))
			alerts->counts.began[INA3221_ALARM_FLAG_COUNT + ch]++;
	if (alerts->hwmon)
		ina3221_hwmon_notify_power(alerts->hwmon, rails, rails & ~alerts->low_told);
	alerts->low_told |= rails;
	alerts->low |= rails;
}

static void tell_alarms(struct ina3221_alerts *alerts, u16 risen)
{
	unsigned int i;

	for (i = 0; i < INA3221_ALARM_FLAG_COUNT; i++)
		if (risen & BIT(i + INA3221_ALARM_FLAG_LOW))
			alerts->counts.began[i]++;
	if (alerts->hwmon)
		ina3221_hwmon_notify_alarms(alerts->hwmon, risen, risen & ~alerts->told);
	alerts->told |= risen;
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

/* The words of the scan that saw it, if they are there and say it; else what the chip has now. */
static u8 find_low(struct ina3221 *chip, const u8 *reg, unsigned int count, const u16 *word)
{
	static const u8 bus_reg[] = { INA3221_REG_BUS(0), INA3221_REG_BUS(1), INA3221_REG_BUS(2) };
	u16 bus[] = { UNKNOWN_BUS, UNKNOWN_BUS, UNKNOWN_BUS };
	u16 limit = READ_ONCE(chip->settings.limits.pv_lower);
	struct ina3221_reading reading;
	unsigned int i;
	u8 rails;

	for (i = 0; i < count; i++)
		if (reg[i] >= INA3221_REG_BUS(0) && reg[i] <= INA3221_REG_BUS(2) && reg[i] % 2 == 0)
			bus[(reg[i] - INA3221_REG_BUS(0)) / 2] = word[i];
	rails = rails_below(chip, bus, limit);
	if (!rails && !ina3221_bus_take(&chip->bus, bus_reg, ARRAY_SIZE(bus_reg), &reading))
		rails = rails_below(chip, reading.word, limit);
	return rails;
}

/* Where none of those that are on is low any more, all of them may have been. */
static void tell_power_lost(struct ina3221 *chip, u8 rails)
{
	struct ina3221_alerts *alerts = &chip->alerts;
	u8 fresh = (rails ?: rails_on(chip)) & ~alerts->low_now;

	alerts->low_now |= rails;
	tell_low(alerts, fresh);
	push_power(alerts, (rails ?: rails_on(chip)) & alerts->pv_falling, IIO_EV_DIR_FALLING);
}

static struct ina3221_change take_flags(struct ina3221_alerts *alerts, u16 flags, u64 begin_ns,
					u64 end_ns)
{
	ina3221_events_pin_moved(&alerts->events,
				 atomic64_read(&alerts->pin[INA3221_POWER_VALID_PIN].moved_ns));
	alerts->counts.reads++;
	alerts->alarms |= flags & INA3221_ALARM_FLAGS;
	alerts->ready |= flags & INA3221_MASK_CVRF;
	WRITE_ONCE(alerts->flags, flags);
	WRITE_ONCE(alerts->lost, (flags ^ alerts->mask) & INA3221_MASK_ENABLE_WRITABLE);
	if (alerts->lost)
		return ina3221_events_take_timing(&alerts->events, flags);
	return ina3221_events_take(&alerts->events, flags, begin_ns, end_ns);
}

/* A look at @word, which took from @begin_ns to @end_ns. */
static void take_look(struct ina3221 *chip, u16 word, u64 begin_ns, u64 end_ns, const u8 *reg,
		      unsigned int count, const u16 *words)
{
	struct ina3221_alerts *alerts = &chip->alerts;
	struct ina3221_change change = take_flags(alerts, word, begin_ns, end_ns);

	tell_change(chip, change);
	if (change.power_lost)
		tell_power_lost(chip, find_low(chip, reg, count, words));
	if (change.power_valid)
		alerts->low_now = 0;
	if (word & INA3221_ALARM_FLAGS || change.risen | change.fallen || change.power_valid)
		alerts->said_ns = end_ns;
	alerts->looked_ns = end_ns;
}

/*
 * All words of one transfer have but one time; nothing that alerts are for needs a better one. An
 * earlier look may have taken the flag of a pass that was over then, and is over now.
 */
static int take_looks(struct ina3221 *chip, const u8 *reg, unsigned int count, bool over,
		      struct ina3221_reading *reading)
{
	bool one_transfer = chip->bus.one_transfer;
	unsigned int i;

	for (i = 0; i < count; i++) {
		if (reg[i] != INA3221_REG_MASK_ENABLE)
			continue;
		if (reading->word[i] == STUCK_HIGH)
			return -EIO;
		take_look(chip, reading->word[i], reading->begin_ns[one_transfer ? 0 : i],
			  reading->end_ns[one_transfer ? count - 1 : i], reg, count, reading->word);
		if (over)
			reading->word[i] |= INA3221_MASK_CVRF;
	}
	return 0;
}

int ina3221_take(struct ina3221 *chip, const u8 *reg, unsigned int count,
		 struct ina3221_reading *reading)
{
	bool over;
	int ret;

	guard(mutex)(&chip->alerts.lock);
	over = ina3221_pass_is_over(&chip->alerts);
	ret = ina3221_bus_take(&chip->bus, reg, count, reading);
	ret = ret ?: take_looks(chip, reg, count, over, reading);
	wake_up_all(&chip->alerts.looked);
	return ret;
}

int ina3221_look(struct ina3221 *chip)
{
	static const u8 reg[] = { INA3221_REG_MASK_ENABLE };
	struct ina3221_reading reading;

	return ina3221_take(chip, reg, ARRAY_SIZE(reg), &reading);
}

void ina3221_end_condition(struct ina3221 *chip, u16 flags)
{
	guard(mutex)(&chip->alerts.lock);
	tell_change(chip, ina3221_events_end(&chip->alerts.events, flags));
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
	tell_change(chip, ina3221_events_started(&alerts->events, config, end_ns));
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

/* A rail is low, as for the chip, from below the lower limit until it has reached the upper one. */
void ina3221_note_scan(struct ina3221 *chip, const struct ina3221_scan *scan)
{
	const struct ina3221_limits *limits = &chip->settings.limits;
	u8 low = rails_below(chip, scan->bus, limits->pv_lower);
	u8 not_valid = rails_below(chip, scan->bus, limits->pv_upper);
	struct ina3221_alerts *alerts = &chip->alerts;

	lockdep_assert_held(&chip->settings.lock);
	guard(mutex)(&alerts->lock);
	/* Of those that are on: others say nothing of these. */
	if (alerts->valid_rails != rails_on(chip))
		alerts->was_valid = false;
	alerts->valid_rails = rails_on(chip);
	alerts->was_valid |= !not_valid;
	if (!power_valid_in_use(chip))
		low = 0;
	tell_low(alerts, low & ~alerts->low_now);
	alerts->low_now = (alerts->low_now & not_valid) | low;
	alerts->low |= low;
}

bool ina3221_take_alarm(struct ina3221 *chip, u16 flag)
{
	bool seen;

	guard(mutex)(&chip->alerts.lock);
	seen = chip->alerts.alarms & flag;
	chip->alerts.alarms &= ~flag;
	chip->alerts.told &= ~flag;
	return seen;
}

bool ina3221_take_low(struct ina3221 *chip, unsigned int ch)
{
	bool seen;

	guard(mutex)(&chip->alerts.lock);
	seen = chip->alerts.low & BIT(ch);
	chip->alerts.low &= ~BIT(ch);
	chip->alerts.low_told &= ~BIT(ch);
	return seen;
}

/* None of them is told any more as soon as the first one goes. */
static void forget_listeners(void *data)
{
	struct ina3221 *chip = data;

	guard(mutex)(&chip->alerts.lock);
	chip->alerts.hwmon = NULL;
	chip->alerts.iio = NULL;
}

int ina3221_announce_to_hwmon(struct ina3221 *chip, struct device *hwmon)
{
	scoped_guard(mutex, &chip->alerts.lock) chip->alerts.hwmon = hwmon;
	return devm_add_action_or_reset(ina3221_dev(chip), forget_listeners, chip);
}

int ina3221_announce_to_iio(struct ina3221 *chip, struct iio_dev *iio)
{
	scoped_guard(mutex, &chip->alerts.lock) chip->alerts.iio = iio;
	return devm_add_action_or_reset(ina3221_dev(chip), forget_listeners, chip);
}
