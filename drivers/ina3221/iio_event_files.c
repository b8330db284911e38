// SPDX-License-Identifier: GPL-2.0-only
/*
 * INA3221 driver: events of the measuring interface.
 *
 * Currents have the warning limit (of averaged values), shunt voltages the critical one (of each
 * conversion), their sum its own. Bus voltages share the two power-valid limits, which the chip
 * cannot switch off: their events are reported or not, no more.
 *
 * These are the files only: switches and values. Events are pushed by alerts.c.
 */
#include <linux/bits.h>
#include <linux/cleanup.h>
#include <linux/errno.h>
#include <linux/iio/iio.h>

#include "core/ina3221_units.h"
#include "drivers/ina3221/iio.h"

const struct iio_event_spec ina3221_over_limit[1] = {
	{
		.type = IIO_EV_TYPE_THRESH,
		.dir = IIO_EV_DIR_RISING,
		.mask_separate = BIT(IIO_EV_INFO_VALUE) | BIT(IIO_EV_INFO_ENABLE),
	},
};

#define POWER_VALID(direction)                                                                     \
	{                                                                                          \
		.type = IIO_EV_TYPE_THRESH, .dir = (direction),                                    \
		.mask_separate = BIT(IIO_EV_INFO_ENABLE),                                          \
		.mask_shared_by_type = BIT(IIO_EV_INFO_VALUE),                                     \
	}

const struct iio_event_spec ina3221_power_valid[2] = {
	POWER_VALID(IIO_EV_DIR_RISING),
	POWER_VALID(IIO_EV_DIR_FALLING),
};

static bool is_bus(const struct iio_chan_spec *chan)
{
	return ina3221_kind_of(chan) == INA3221_BUS;
}

static u16 limit_name(const struct iio_chan_spec *chan, enum iio_event_direction dir)
{
	switch (ina3221_kind_of(chan)) {
	case INA3221_CURRENT:
		return INA3221_MASK_WF(chan->address);
	case INA3221_BUS:
		return dir == IIO_EV_DIR_RISING ? INA3221_PV_UPPER : INA3221_PV_LOWER;
	default:
		return INA3221_MASK_CF(chan->address);
	}
}

static u16 *power_events(struct ina3221 *chip, enum iio_event_direction dir)
{
	return dir == IIO_EV_DIR_RISING ? &chip->alerts.pv_rising : &chip->alerts.pv_falling;
}

int ina3221_read_event_config(struct iio_dev *indio_dev, const struct iio_chan_spec *chan,
			      enum iio_event_type type, enum iio_event_direction dir)
{
	struct ina3221 *chip = ina3221_of_iio(indio_dev);

	if (is_bus(chan))
		return !!(READ_ONCE(*power_events(chip, dir)) & INA3221_LOW(chan->address));
	return ina3221_limit_armed(chip, limit_name(chan, dir));
}

static int want_power_event(struct ina3221 *chip, unsigned int ch, enum iio_event_direction dir,
			    bool on)
{
	u16 *rails = power_events(chip, dir);

	guard(mutex)(&chip->alerts.lock);
	*rails = on ? *rails | INA3221_LOW(ch) : *rails & ~INA3221_LOW(ch);
	return 0;
}

int ina3221_write_event_config(struct iio_dev *indio_dev, const struct iio_chan_spec *chan,
			       enum iio_event_type type, enum iio_event_direction dir,
			       iio_event_state state)
{
	struct ina3221 *chip = ina3221_of_iio(indio_dev);
	u16 name = limit_name(chan, dir);

	if (is_bus(chan))
		return want_power_event(chip, chan->address, dir, state);
	CLASS(ina3221_settings, open)(chip);
	if (open.err)
		return open.err;
	if (!state)
		return ina3221_disarm_limit(chip, name);
	if (ina3221_limit_armed(chip, name))
		return 0;
	return ina3221_arm_limit(chip, name, ina3221_limit(chip, name));
}

static s32 count_of(const struct iio_chan_spec *chan, u16 word)
{
	return ina3221_kind_of(chan) == INA3221_SUM ? ina3221_sum_count(word) : ina3221_count(word);
}

static u16 word_of(const struct iio_chan_spec *chan, s32 count)
{
	return ina3221_kind_of(chan) == INA3221_SUM ? ina3221_sum_word(count) : ina3221_word(count);
}

int ina3221_read_event_value(struct iio_dev *indio_dev, const struct iio_chan_spec *chan,
			     enum iio_event_type type, enum iio_event_direction dir,
			     enum iio_event_info info, int *val, int *val2)
{
	struct ina3221 *chip = ina3221_of_iio(indio_dev);

	*val = count_of(chan, ina3221_limit(chip, limit_name(chan, dir)));
	return IIO_VAL_INT;
}

/* The word is clamped: a count that does not come back from it does not fit. */
int ina3221_write_event_value(struct iio_dev *indio_dev, const struct iio_chan_spec *chan,
			      enum iio_event_type type, enum iio_event_direction dir,
			      enum iio_event_info info, int val, int val2)
{
	u16 word = word_of(chan, val);

	if (val2 || count_of(chan, word) != val || (is_bus(chan) && val < 0))
		return -EINVAL;
	CLASS(ina3221_settings, open)(ina3221_of_iio(indio_dev));
	return open.err ?: ina3221_change_limit(open.chip, limit_name(chan, dir), word);
}
