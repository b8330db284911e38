// SPDX-License-Identifier: GPL-2.0-only
/*
 * INA3221 driver: who is told when a condition begins and ends.
 *
 * Whoever read Mask/Enable has the only copy of its flags, so all listeners are
 * served from there: IIO events, waiters on hwmon alarms, LED triggers.
 */
#include <linux/cleanup.h>
#include <linux/iio/events.h>
#include <linux/iio/iio.h>
#include <linux/lockdep.h>

#include "core/ina3221_units.h"
#include "drivers/ina3221/hwmon.h"

/* When the pin of @flags fired, if one did and nobody has used that yet. */
static s64 event_time(struct ina3221 *chip, u16 flags)
{
	unsigned int i;
	s64 edge_ns;

	for (i = 0; i < INA3221_PIN_COUNT; i++) {
		if (!(chip->pin[i].flags & flags))
			continue;
		edge_ns = atomic64_read(&chip->pin[i].edge_ns);
		if (edge_ns)
			return edge_ns;
	}
	edge_ns = atomic64_read(&chip->smbus.edge_ns);
	return edge_ns ?: iio_get_time_ns(chip->iio);
}

static void push_alarms(struct ina3221 *chip, u16 risen)
{
	u64 code;
	unsigned int ch;

	for (ch = 0; ch < INA3221_CHANNELS; ch++) {
		if (risen & INA3221_MASK_CF(ch)) {
			code = IIO_DIFF_EVENT_CODE(IIO_VOLTAGE, 2 * ch + 1, 2 * ch,
						   IIO_EV_TYPE_THRESH, IIO_EV_DIR_RISING);
			iio_push_event(chip->iio, code, event_time(chip, INA3221_MASK_CF_ALL));
		}
		if (risen & INA3221_MASK_WF(ch)) {
			code = IIO_UNMOD_EVENT_CODE(IIO_CURRENT, ch, IIO_EV_TYPE_THRESH,
						    IIO_EV_DIR_RISING);
			iio_push_event(chip->iio, code, event_time(chip, INA3221_MASK_WF_ALL));
		}
	}
	if (risen & INA3221_MASK_SF) {
		code = IIO_UNMOD_EVENT_CODE(IIO_VOLTAGE, 2 * INA3221_CHANNELS, IIO_EV_TYPE_THRESH,
					    IIO_EV_DIR_RISING);
		iio_push_event(chip->iio, code, event_time(chip, INA3221_MASK_SF));
	}
}

static void push_power(struct ina3221 *chip, u8 rails, enum iio_event_direction dir)
{
	s64 time_ns = event_time(chip, INA3221_MASK_PVF);
	unsigned int ch;

	for (ch = 0; ch < INA3221_CHANNELS; ch++)
		if (rails & BIT(ch))
			iio_push_event(chip->iio,
				       IIO_UNMOD_EVENT_CODE(IIO_VOLTAGE, 2 * ch, IIO_EV_TYPE_THRESH,
							    dir),
				       time_ns);
}

/* The flag does not say which rail it is; one that cannot be found is all. */
static u8 rails_below(struct ina3221 *chip)
{
	unsigned int ch;
	u8 rails = 0;
	u16 word;

	for (ch = 0; ch < INA3221_CHANNELS; ch++) {
		if (!ina3221_channel_enabled(chip, ch))
			continue;
		if (ina3221_read(chip, INA3221_REG_BUS(ch), &word))
			return GENMASK(INA3221_CHANNELS - 1, 0);
		if (ina3221_count(word) < ina3221_count(READ_ONCE(chip->limits.pv_lower)))
			rails |= BIT(ch);
	}
	return rails ?: GENMASK(INA3221_CHANNELS - 1, 0);
}

static void announce_power_lost(struct ina3221 *chip)
{
	u8 rails = rails_below(chip);

	chip->low |= rails;
	if (chip->hwmon)
		ina3221_hwmon_notify_power(chip->hwmon, rails);
	if (chip->iio)
		push_power(chip, rails & chip->pv_falling, IIO_EV_DIR_FALLING);
}

void ina3221_announce(struct ina3221 *chip, struct ina3221_change change)
{
	lockdep_assert_held(&chip->flags_lock);

	chip->alerts.risen += hweight16(change.risen);
	chip->alerts.fallen += hweight16(change.fallen);
	if (change.risen && chip->hwmon)
		ina3221_hwmon_notify_alarms(chip->hwmon, change.risen);
	if ((change.risen | change.fallen) & INA3221_MASK_TCF && chip->hwmon)
		ina3221_hwmon_notify_timing(chip->hwmon);
	if (change.risen && chip->iio)
		push_alarms(chip, change.risen);
	if (change.power_lost)
		announce_power_lost(chip);
	if (change.power_valid && chip->iio)
		push_power(chip, chip->pv_rising, IIO_EV_DIR_RISING);
	if (change.risen | change.fallen)
		ina3221_show_leds(chip, change.risen | change.fallen);
}

static void forget_hwmon(void *data)
{
	struct ina3221 *chip = data;

	guard(mutex)(&chip->flags_lock);
	chip->hwmon = NULL;
}

int ina3221_announce_to_hwmon(struct ina3221 *chip, struct device *hwmon)
{
	scoped_guard(mutex, &chip->flags_lock) chip->hwmon = hwmon;
	return devm_add_action_or_reset(&chip->client->dev, forget_hwmon, chip);
}

static void forget_iio(void *data)
{
	struct ina3221 *chip = data;

	guard(mutex)(&chip->flags_lock);
	chip->iio = NULL;
}

int ina3221_announce_to_iio(struct ina3221 *chip, struct iio_dev *iio)
{
	scoped_guard(mutex, &chip->flags_lock) chip->iio = iio;
	return devm_add_action_or_reset(&chip->client->dev, forget_iio, chip);
}
