// SPDX-License-Identifier: GPL-2.0-only
/*
 * INA3221 driver: events of the measuring interface.
 *
 * Currents have the warning limit (of averaged values), shunt voltages the
 * critical one (of each conversion), their sum its own. Bus voltages share the
 * two power-valid limits, which the chip cannot switch off: there, events are
 * only reported or not.
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

/* 0 for bus voltages, which have no alarm flag of their own. */
static u16 flag_of(const struct iio_chan_spec *chan)
{
	switch (ina3221_kind_of(chan)) {
	case INA3221_CURRENT:
		return INA3221_MASK_WF(chan->address);
	case INA3221_SHUNT:
		return INA3221_MASK_CF(chan->address);
	case INA3221_SUM:
		return INA3221_MASK_SF;
	default:
		return 0;
	}
}

static u8 *power_events(struct ina3221 *chip, enum iio_event_direction dir)
{
	return dir == IIO_EV_DIR_RISING ? &chip->alerts.pv_rising : &chip->alerts.pv_falling;
}

int ina3221_read_event_config(struct iio_dev *indio_dev, const struct iio_chan_spec *chan,
			      enum iio_event_type type, enum iio_event_direction dir)
{
	struct ina3221 *chip = ina3221_of_iio(indio_dev);
	u16 flag = flag_of(chan);

	if (flag)
		return ina3221_limit_armed(chip, flag);
	return !!(READ_ONCE(*power_events(chip, dir)) & BIT(chan->address));
}

static void want_power_event(struct ina3221 *chip, unsigned int ch, enum iio_event_direction dir,
			     bool on)
{
	u8 *rails = power_events(chip, dir);

	guard(mutex)(&chip->alerts.lock);
	*rails = on ? *rails | BIT(ch) : *rails & ~BIT(ch);
}

static int switch_limit(struct ina3221 *chip, u16 flag, bool on)
{
	CLASS(ina3221_settings, open)(chip);

	if (open.err)
		return open.err;
	if (!on)
		return ina3221_disarm_limit(chip, flag);
	if (ina3221_limit_armed(chip, flag))
		return 0;
	return ina3221_arm_limit(chip, flag, ina3221_limit(chip, flag));
}

int ina3221_write_event_config(struct iio_dev *indio_dev, const struct iio_chan_spec *chan,
			       enum iio_event_type type, enum iio_event_direction dir,
			       iio_event_state state)
{
	struct ina3221 *chip = ina3221_of_iio(indio_dev);
	u16 flag = flag_of(chan);

	if (flag)
		return switch_limit(chip, flag, state);
	want_power_event(chip, chan->address, dir, state);
	return 0;
}

int ina3221_read_event_value(struct iio_dev *indio_dev, const struct iio_chan_spec *chan,
			     enum iio_event_type type, enum iio_event_direction dir,
			     enum iio_event_info info, int *val, int *val2)
{
	struct ina3221 *chip = ina3221_of_iio(indio_dev);
	u16 flag = flag_of(chan);

	if (flag == INA3221_MASK_SF)
		*val = ina3221_sum_count(ina3221_limit(chip, flag));
	else if (flag)
		*val = ina3221_count(ina3221_limit(chip, flag));
	else if (dir == IIO_EV_DIR_RISING)
		*val = ina3221_count(READ_ONCE(chip->settings.limits.pv_upper));
	else
		*val = ina3221_count(READ_ONCE(chip->settings.limits.pv_lower));
	return IIO_VAL_INT;
}

static int write_limit(struct ina3221 *chip, const struct iio_chan_spec *chan,
		       enum iio_event_direction dir, int val)
{
	u16 flag = flag_of(chan);

	CLASS(ina3221_settings, open)(chip);
	if (open.err)
		return open.err;
	if (flag == INA3221_MASK_SF)
		return ina3221_change_limit(chip, flag, ina3221_sum_word(val));
	if (flag)
		return ina3221_change_limit(chip, flag, ina3221_word(val));
	return ina3221_set_power_valid(chip, dir == IIO_EV_DIR_RISING, ina3221_word(val));
}

static bool value_fits(const struct iio_chan_spec *chan, int val)
{
	switch (ina3221_kind_of(chan)) {
	case INA3221_SUM:
		return val >= INA3221_SUM_COUNT_MIN && val <= INA3221_SUM_COUNT_MAX;
	case INA3221_BUS:
		return val >= 0 && val <= INA3221_COUNT_MAX;
	default:
		return val >= INA3221_COUNT_MIN && val <= INA3221_COUNT_MAX;
	}
}

int ina3221_write_event_value(struct iio_dev *indio_dev, const struct iio_chan_spec *chan,
			      enum iio_event_type type, enum iio_event_direction dir,
			      enum iio_event_info info, int val, int val2)
{
	if (val2 || !value_fits(chan, val))
		return -EINVAL;
	return write_limit(ina3221_of_iio(indio_dev), chan, dir, val);
}
