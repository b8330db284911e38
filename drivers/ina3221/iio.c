// SPDX-License-Identifier: GPL-2.0-only
/*
 * INA3221 driver: the measuring interface.
 *
 * Voltage channels are numbered like the chip's inputs: even numbers are IN-, where the bus voltage
 * is measured, odd ones IN+ of the same rail.
 *
 * Currents have the warning limit (of averaged values), shunt voltages the critical one (of each
 * conversion), their sum its own. Bus voltages share the two power-valid limits, which the chip
 * cannot switch off: their events are reported or not, no more.
 *
 * Events are pushed by alerts.c, buffer and trigger are capture.c's. Times and rates that the chip
 * has are found in core/ina3221_timing.c. A shunt of 0 is refused here, and clamped in hwmon.c.
 */
#include <linux/bitfield.h>
#include <linux/bitops.h>
#include <linux/cleanup.h>
#include <linux/device.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/moduleparam.h>
#include <linux/sysfs.h>

#include "core/ina3221_units.h"
#include "drivers/ina3221/iio.h"

static bool posted_names;
module_param(posted_names, bool, 0444);
MODULE_PARM_DESC(posted_names, "IIO attributes by the names of the first posting (default: no)");

/* Current is shunt voltage over resistance: 40 uV / 1 uohm, in mA. */
#define MA_PER_STEP_TIMES_UOHM 40000
/* Power is bus times shunt over resistance: 8 mV * 40 uV / 1 uohm, in mW. */
#define MW_PER_STEP_TIMES_UOHM 320

/* A rail that the firmware has no name for has these, with its number. */
static const char *const plain_label[INA3221_RAIL_KINDS] = {
	[INA3221_BUS] = "bus",
	[INA3221_SHUNT] = "shunt",
	[INA3221_CURRENT] = "current",
	[INA3221_POWER] = "power",
};

/* The address of the sum is one more than those of the rails. */
static enum ina3221_kind ina3221_kind_of(const struct iio_chan_spec *chan)
{
	if (chan->type == IIO_CURRENT)
		return INA3221_CURRENT;
	if (chan->type == IIO_POWER)
		return INA3221_POWER;
	if (!chan->differential)
		return INA3221_BUS;
	return chan->address < INA3221_CHANNELS ? INA3221_SHUNT : INA3221_SUM;
}

static int read_value(struct ina3221 *chip, const struct iio_chan_spec *chan, int *val)
{
	enum ina3221_kind kind = ina3221_kind_of(chan);
	unsigned int place = chan->address;
	struct ina3221_scan scan;
	int ret = ina3221_scan_place(chip, place, &scan);

	if (ret)
		return ret;
	*val = ina3221_count(kind == INA3221_BUS ? scan.bus[place] : scan.shunt[place], place);
	if (kind == INA3221_POWER)
		*val *= ina3221_count(scan.bus[place], place);
	return IIO_VAL_INT;
}

static int read_scale(struct ina3221 *chip, const struct iio_chan_spec *chan, int *val, int *val2)
{
	if (ina3221_kind_of(chan) == INA3221_BUS) {
		*val = INA3221_BUS_LSB_UV / 1000;
		return IIO_VAL_INT;
	}
	if (chan->type == IIO_VOLTAGE) {
		*val = 0;
		*val2 = INA3221_SHUNT_LSB_UV * 1000;
		return IIO_VAL_INT_PLUS_MICRO;
	}
	*val = chan->type == IIO_CURRENT ? MA_PER_STEP_TIMES_UOHM : MW_PER_STEP_TIMES_UOHM;
	*val2 = ina3221_shunt(chip, chan->address);
	return IIO_VAL_FRACTIONAL;
}

static int micro_value(u64 micro, int *val, int *val2)
{
	*val = div_u64_rem(micro, MICRO_PER_UNIT, (u32 *)val2);
	return IIO_VAL_INT_PLUS_MICRO;
}

u32 ina3221_integration_us(u16 config, bool shunt)
{
	return ina3221_ct_typ_us[shunt ? FIELD_GET(INA3221_CONFIG_SHUNT_CT, config)
				       : FIELD_GET(INA3221_CONFIG_BUS_CT, config)];
}

static int ina3221_read_raw(struct iio_dev *indio_dev, const struct iio_chan_spec *chan, int *val,
			    int *val2, long info)
{
	struct ina3221 *chip = ina3221_of_iio(indio_dev);
	u16 config = ina3221_config(chip);

	switch (info) {
	case IIO_CHAN_INFO_RAW:
		return read_value(chip, chan, val);
	case IIO_CHAN_INFO_SCALE:
		return read_scale(chip, chan, val, val2);
	case IIO_CHAN_INFO_INT_TIME:
		return micro_value(ina3221_integration_us(config, chan->differential), val, val2);
	case IIO_CHAN_INFO_OVERSAMPLING_RATIO:
		*val = ina3221_avg_samples[FIELD_GET(INA3221_CONFIG_AVG, config)];
		return IIO_VAL_INT;
	case IIO_CHAN_INFO_SAMP_FREQ:
		return micro_value(ina3221_sampling_uhz(config), val, val2);
	case IIO_CHAN_INFO_LOW_PASS_FILTER_3DB_FREQUENCY:
		return micro_value(ina3221_filter_3db_uhz(config), val, val2);
	default:
		return -EINVAL;
	}
}

static int ina3221_read_avail(struct iio_dev *indio_dev, const struct iio_chan_spec *chan,
			      const int **vals, int *type, int *length, long info)
{
	struct ina3221_iio *iio = iio_priv(indio_dev);

	switch (info) {
	case IIO_CHAN_INFO_INT_TIME:
		*vals = &iio->integration_times[0][0];
		*type = IIO_VAL_INT_PLUS_MICRO;
		*length = 2 * INA3221_CT_STEPS;
		return IIO_AVAIL_LIST;
	case IIO_CHAN_INFO_OVERSAMPLING_RATIO:
		*vals = iio->ratios;
		*type = IIO_VAL_INT;
		*length = INA3221_AVG_STEPS;
		return IIO_AVAIL_LIST;
	default:
		return -EINVAL;
	}
}

/* The field of CONFIG gets the value @step, unless that is an error. */
static int write_step(struct ina3221 *chip, u16 field, int step)
{
	u16 config;

	if (step < 0)
		return step;
	CLASS(ina3221_settings, open)(chip);
	config = (ina3221_config(chip) & ~field) | (step << __ffs(field));
	return open.err ?: ina3221_set_config(chip, config);
}

int ina3221_write_integration_time(struct ina3221 *chip, bool shunt, int val, int micro)
{
	return write_step(chip, shunt ? INA3221_CONFIG_SHUNT_CT : INA3221_CONFIG_BUS_CT,
			  val ? -EINVAL : ina3221_step_find(ina3221_ct_typ_us, micro));
}

static int ina3221_write_raw(struct iio_dev *indio_dev, const struct iio_chan_spec *chan, int val,
			     int val2, long info)
{
	struct ina3221 *chip = ina3221_of_iio(indio_dev);

	switch (info) {
	case IIO_CHAN_INFO_INT_TIME:
		return ina3221_write_integration_time(chip, chan->differential, val, val2);
	case IIO_CHAN_INFO_OVERSAMPLING_RATIO:
		return write_step(chip, INA3221_CONFIG_AVG,
				  val2 ? -EINVAL : ina3221_step_find(ina3221_avg_samples, val));
	default:
		return -EINVAL;
	}
}

static int ina3221_read_label(struct iio_dev *indio_dev, const struct iio_chan_spec *chan,
			      char *label)
{
	struct ina3221 *chip = ina3221_of_iio(indio_dev);
	enum ina3221_kind kind = ina3221_kind_of(chan);
	unsigned int ch = chan->address;

	if (kind == INA3221_SUM)
		return sysfs_emit(label, "sum of shunt voltages\n");
	if (chip->settings.rail[ch].label[kind])
		return sysfs_emit(label, "%s\n", chip->settings.rail[ch].label[kind]);
	return sysfs_emit(label, "%s%u\n", plain_label[kind], ch + 1);
}

static const struct iio_event_spec over_limit[] = {
	{ .type = IIO_EV_TYPE_THRESH,
	  .dir = IIO_EV_DIR_RISING,
	  .mask_separate = BIT(IIO_EV_INFO_VALUE) | BIT(IIO_EV_INFO_ENABLE) },
};

#define POWER_VALID(direction)                                                                     \
	{                                                                                          \
		.type = IIO_EV_TYPE_THRESH, .dir = (direction),                                    \
		.mask_separate = BIT(IIO_EV_INFO_ENABLE),                                          \
		.mask_shared_by_type = BIT(IIO_EV_INFO_VALUE),                                     \
	}

static const struct iio_event_spec power_valid[] = {
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

static int ina3221_read_event_config(struct iio_dev *indio_dev, const struct iio_chan_spec *chan,
				     enum iio_event_type type, enum iio_event_direction dir)
{
	struct ina3221 *chip = ina3221_of_iio(indio_dev);

	if (is_bus(chan))
		return !!(READ_ONCE(*power_events(chip, dir)) & INA3221_LOW(chan->address));
	return ina3221_limit_armed(chip, limit_name(chan, dir));
}

static int ina3221_write_event_config(struct iio_dev *indio_dev, const struct iio_chan_spec *chan,
				      enum iio_event_type type, enum iio_event_direction dir,
				      iio_event_state state)
{
	struct ina3221 *chip = ina3221_of_iio(indio_dev);
	u16 rail = INA3221_LOW(chan->address), name = limit_name(chan, dir);
	u16 *rails = power_events(chip, dir);

	if (is_bus(chan)) {
		guard(mutex)(&chip->alerts.lock);
		*rails = state ? *rails | rail : *rails & ~rail;
		return 0;
	}
	CLASS(ina3221_settings, open)(chip);
	return open.err ?: ina3221_set_limit(chip, name, ina3221_limit(chip, name), state);
}

static int ina3221_read_event_value(struct iio_dev *indio_dev, const struct iio_chan_spec *chan,
				    enum iio_event_type type, enum iio_event_direction dir,
				    enum iio_event_info info, int *val, int *val2)
{
	struct ina3221 *chip = ina3221_of_iio(indio_dev);

	*val = ina3221_count(ina3221_limit(chip, limit_name(chan, dir)), chan->address);
	return IIO_VAL_INT;
}

/* The word is clamped: a count that does not come back from it does not fit. */
static int ina3221_write_event_value(struct iio_dev *indio_dev, const struct iio_chan_spec *chan,
				     enum iio_event_type type, enum iio_event_direction dir,
				     enum iio_event_info info, int val, int val2)
{
	u16 name = limit_name(chan, dir), word = ina3221_word(val, chan->address);
	struct ina3221 *chip = ina3221_of_iio(indio_dev);

	if (val2 || ina3221_count(word, chan->address) != val || (is_bus(chan) && val < 0))
		return -EINVAL;
	CLASS(ina3221_settings, open)(chip);
	return open.err ?: ina3221_set_limit(chip, name, word, ina3221_limit_armed(chip, name));
}

#define IIO_INFO(...)                                                                              \
	{                                                                                          \
		.read_raw = ina3221_read_raw, .read_avail = ina3221_read_avail,                    \
		.write_raw = ina3221_write_raw, .read_event_config = ina3221_read_event_config,    \
		.write_event_config = ina3221_write_event_config,                                  \
		.read_event_value = ina3221_read_event_value,                                      \
		.write_event_value = ina3221_write_event_value, __VA_ARGS__                        \
	}

/* Some programs take any label for one of hwmon: there are none unless files=all asks for them. */
static const struct iio_info ina3221_iio_info = IIO_INFO();
static const struct iio_info ina3221_labelled_info = IIO_INFO(.read_label = ina3221_read_label);

static ssize_t shunt_resistor_show(struct iio_dev *indio_dev, uintptr_t private,
				   const struct iio_chan_spec *chan, char *buf)
{
	u32 uohm = ina3221_shunt(ina3221_of_iio(indio_dev), chan->address);

	return sysfs_emit(buf, "%u.%06u\n", uohm / MICRO_PER_UNIT, uohm % MICRO_PER_UNIT);
}

static ssize_t shunt_resistor_store(struct iio_dev *indio_dev, uintptr_t private,
				    const struct iio_chan_spec *chan, const char *buf, size_t len)
{
	int ohm, micro, ret = iio_str_to_fixpoint(buf, MICRO_PER_UNIT / 10, &ohm, &micro);
	s64 uohm;

	if (ret)
		return ret;
	uohm = (s64)ohm * MICRO_PER_UNIT + micro;
	if (ohm < 0 || uohm < 1 || uohm > INA3221_SHUNT_MAX_UOHM)
		return -EINVAL;
	ina3221_set_shunt(ina3221_of_iio(indio_dev), chan->address, uohm);
	return len;
}

static const struct iio_chan_spec_ext_info ina3221_current_ext_info[] = {
	{ .name = "shunt_resistor",
	  .shared = IIO_SEPARATE,
	  .read = shunt_resistor_show,
	  .write = shunt_resistor_store },
	{}
};

#define VALUE_INFO (BIT(IIO_CHAN_INFO_RAW) | BIT(IIO_CHAN_INFO_SCALE))
#define CHIP_INFO                                                                                  \
	(BIT(IIO_CHAN_INFO_OVERSAMPLING_RATIO) | BIT(IIO_CHAN_INFO_SAMP_FREQ) |                    \
	 BIT(IIO_CHAN_INFO_LOW_PASS_FILTER_3DB_FREQUENCY))

/* The words are as the chip sends them, in the order of its inputs, the sum last. */
#define WORD(index, bits, down)                                                                    \
	.scan_index = (index), .scan_type.sign = 's', .scan_type.realbits = (bits),                \
	.scan_type.storagebits = 16, .scan_type.shift = (down), .scan_type.endianness = IIO_BE
#define EVENTS(spec) .event_spec = (spec), .num_event_specs = ARRAY_SIZE(spec)

#define BUS_CHANNEL(ch)                                                                            \
	{                                                                                          \
		.type = IIO_VOLTAGE, .indexed = 1, .channel = 2 * (ch), .address = (ch),           \
		.info_mask_separate = VALUE_INFO,                                                  \
		.info_mask_shared_by_type = BIT(IIO_CHAN_INFO_INT_TIME),                           \
		.info_mask_shared_by_type_available = BIT(IIO_CHAN_INFO_INT_TIME),                 \
		.info_mask_shared_by_all = CHIP_INFO,                                              \
		.info_mask_shared_by_all_available = BIT(IIO_CHAN_INFO_OVERSAMPLING_RATIO),        \
		WORD(2 * (ch), 13, INA3221_COUNT_SHIFT), EVENTS(power_valid),                      \
	}

#define DIFFERENCE(ch)                                                                             \
	.type = IIO_VOLTAGE, .indexed = 1, .differential = 1, .channel = 2 * (ch) + 1,             \
	.channel2 = 2 * (ch), .address = (ch), .info_mask_separate = VALUE_INFO,                   \
	.info_mask_shared_by_type = BIT(IIO_CHAN_INFO_INT_TIME),                                   \
	.info_mask_shared_by_type_available = BIT(IIO_CHAN_INFO_INT_TIME), EVENTS(over_limit)

#define SHUNT_CHANNEL(ch)                                                                          \
	{                                                                                          \
		DIFFERENCE(ch), WORD(2 * (ch) + 1, 13, INA3221_COUNT_SHIFT),                       \
	}

#define CURRENT_CHANNEL(ch)                                                                        \
	{                                                                                          \
		.type = IIO_CURRENT, .indexed = 1, .channel = (ch), .address = (ch),               \
		.info_mask_separate = VALUE_INFO, .scan_index = -1,                                \
		.ext_info = ina3221_current_ext_info, EVENTS(over_limit),                          \
	}

#define POWER_CHANNEL(ch)                                                                          \
	{                                                                                          \
		.type = IIO_POWER, .indexed = 1, .channel = (ch), .address = (ch),                 \
		.info_mask_separate = VALUE_INFO, .scan_index = -1,                                \
	}

/* The sum has the first pair of numbers that no inputs have. */
static const struct iio_chan_spec ina3221_channels[] = {
	BUS_CHANNEL(0),
	SHUNT_CHANNEL(0),
	BUS_CHANNEL(1),
	SHUNT_CHANNEL(1),
	BUS_CHANNEL(2),
	SHUNT_CHANNEL(2),
	CURRENT_CHANNEL(0),
	CURRENT_CHANNEL(1),
	CURRENT_CHANNEL(2),
	POWER_CHANNEL(0),
	POWER_CHANNEL(1),
	POWER_CHANNEL(2),
	{
		DIFFERENCE(INA3221_SUM_PLACE),
		WORD(INA3221_SCAN_WORDS - 1, 15, INA3221_SUM_SHIFT),
	},
	IIO_CHAN_SOFT_TIMESTAMP(INA3221_SCAN_WORDS),
};

int ina3221_register_iio(struct ina3221 *chip)
{
	struct device *dev = ina3221_dev(chip);
	struct iio_dev *indio_dev;
	struct ina3221_iio *iio;
	unsigned int step;
	int ret = 0;

	indio_dev = devm_iio_device_alloc(dev, sizeof(*iio));
	if (!indio_dev)
		return -ENOMEM;
	iio = iio_priv(indio_dev);
	iio->chip = chip;
	for (step = 0; step < INA3221_CT_STEPS; step++) {
		iio->integration_times[step][1] = ina3221_ct_typ_us[step];
		iio->ratios[step] = ina3221_avg_samples[step];
	}
	indio_dev->name = "ina3221";
	indio_dev->modes = INDIO_DIRECT_MODE;
	indio_dev->info = &ina3221_iio_info;
	if (posted_names) {
		indio_dev->channels = ina3221_posted_channels;
		indio_dev->num_channels = INA3221_CHANNELS;
	} else {
		if (ina3221_files() == INA3221_FILES_ALL)
			indio_dev->info = &ina3221_labelled_info;
		indio_dev->channels = ina3221_channels;
		indio_dev->num_channels = ARRAY_SIZE(ina3221_channels);
		ret = ina3221_setup_capture(indio_dev);
	}
	ret = ret ?: devm_iio_device_register(dev, indio_dev);
	if (ret)
		return ret;
	ina3221_setup_debugfs(iio);
	return ina3221_announce(chip, NULL, indio_dev);
}
