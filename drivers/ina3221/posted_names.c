// SPDX-License-Identifier: GPL-2.0-only
/*
 * INA3221 driver: the names of its first public posting, of April 2016, instead of the channels of
 * the measuring interface, for programs written for those (iio.c has the module parameter). Raw
 * values are counts; limits are on as soon as they are written.
 */
#include <linux/bits.h>
#include <linux/cleanup.h>
#include <linux/errno.h>
#include <linux/iio/iio.h>
#include <linux/kernel.h>
#include <linux/sysfs.h>

#include "core/ina3221_regs.h"
#include "core/ina3221_timing.h"
#include "core/ina3221_units.h"
#include "drivers/ina3221/iio.h"
#include "drivers/ina3221/ina3221.h"

enum posted_kind {
	POSTED_SHUNT,
	POSTED_BUS,
	POSTED_CRITICAL,
	POSTED_WARNING,
};

static u16 flag_of(enum posted_kind kind, unsigned int ch)
{
	return kind == POSTED_CRITICAL ? INA3221_MASK_CF(ch) : INA3221_MASK_WF(ch);
}

static ssize_t raw_show(struct iio_dev *indio_dev, uintptr_t kind, const struct iio_chan_spec *chan,
			char *buf)
{
	unsigned int ch = chan->address;
	struct ina3221_scan scan;
	int ret = ina3221_scan_place(ina3221_of_iio(indio_dev), ch, &scan);

	if (ret)
		return ret;
	return sysfs_emit(buf, "%d\n",
			  ina3221_count(kind == POSTED_BUS ? scan.bus[ch] : scan.shunt[ch], 0));
}

static ssize_t limit_show(struct iio_dev *indio_dev, uintptr_t kind,
			  const struct iio_chan_spec *chan, char *buf)
{
	u16 word = ina3221_limit_held(ina3221_of_iio(indio_dev), flag_of(kind, chan->address));

	return sysfs_emit(buf, "%d\n", ina3221_count(word, 0));
}

static ssize_t limit_store(struct iio_dev *indio_dev, uintptr_t kind,
			   const struct iio_chan_spec *chan, const char *buf, size_t len)
{
	u16 flag = flag_of(kind, chan->address);
	int count, ret = kstrtoint(buf, 0, &count);

	if (ret)
		return ret;
	if (ina3221_count(ina3221_word(count, 0), 0) != count)
		return -EINVAL;
	CLASS(ina3221_settings, open)(ina3221_of_iio(indio_dev));
	ret = open.err ?: ina3221_set_limit(open.chip, flag, ina3221_word(count, 0), true);
	return ret ?: len;
}

static ssize_t scale_show(struct iio_dev *indio_dev, uintptr_t kind,
			  const struct iio_chan_spec *chan, char *buf)
{
	if (kind == POSTED_BUS)
		return sysfs_emit(buf, "%u\n", INA3221_BUS_LSB_UV / 1000);
	return sysfs_emit(buf, "0.%06u\n", INA3221_SHUNT_LSB_UV * 1000);
}

static ssize_t time_show(struct iio_dev *indio_dev, uintptr_t kind,
			 const struct iio_chan_spec *chan, char *buf)
{
	u16 config = ina3221_config(ina3221_of_iio(indio_dev));

	return sysfs_emit(buf, "0.%06u\n", ina3221_integration_us(config, kind == POSTED_SHUNT));
}

static ssize_t time_store(struct iio_dev *indio_dev, uintptr_t kind,
			  const struct iio_chan_spec *chan, const char *buf, size_t len)
{
	int val, micro, ret = iio_str_to_fixpoint(buf, MICRO_PER_UNIT / 10, &val, &micro);

	if (!ret)
		ret = ina3221_write_integration_time(ina3221_of_iio(indio_dev),
						     kind == POSTED_SHUNT, val, micro);
	return ret ?: len;
}

static ssize_t times_show(struct iio_dev *indio_dev, uintptr_t kind,
			  const struct iio_chan_spec *chan, char *buf)
{
	unsigned int step;
	int len = 0;

	for (step = 0; step < INA3221_CT_STEPS; step++)
		len += sysfs_emit_at(buf, len, "0.%06u ", ina3221_ct_typ_us[step]);
	buf[len - 1] = '\n';
	return len;
}

#define POSTED(file, kind, show, store, ...)                                                       \
	{                                                                                          \
		.name = (file), .private = (kind), .read = (show), .write = (store), __VA_ARGS__   \
	}
#define POSTED_ONCE(file, kind, show, store)                                                       \
	POSTED(file, kind, show, store, .shared = IIO_SHARED_BY_ALL)

static const struct iio_chan_spec_ext_info posted_files[] = {
	POSTED("shunt_raw", POSTED_SHUNT, raw_show, NULL),
	POSTED("shunt_scale", POSTED_SHUNT, scale_show, NULL),
	POSTED("bus_raw", POSTED_BUS, raw_show, NULL),
	POSTED("bus_scale", POSTED_BUS, scale_show, NULL),
	POSTED("shunt_critical_raw", POSTED_CRITICAL, limit_show, limit_store),
	POSTED("shunt_critical_scale", POSTED_CRITICAL, scale_show, NULL),
	POSTED("shunt_warning_raw", POSTED_WARNING, limit_show, limit_store),
	POSTED("shunt_warning_scale", POSTED_WARNING, scale_show, NULL),
	POSTED_ONCE("shunt_integration_time", POSTED_SHUNT, time_show, time_store),
	POSTED_ONCE("shunt_integration_time_available", POSTED_SHUNT, times_show, NULL),
	POSTED_ONCE("bus_integration_time", POSTED_BUS, time_show, time_store),
	POSTED_ONCE("bus_integration_time_available", POSTED_BUS, times_show, NULL),
	{}
};

#define POSTED_CHANNEL(ch)                                                                         \
	{                                                                                          \
		.type = IIO_VOLTAGE, .indexed = 1, .channel = (ch) + 1, .address = (ch),           \
		.scan_index = -1, .ext_info = posted_files,                                        \
		.info_mask_shared_by_all = BIT(IIO_CHAN_INFO_OVERSAMPLING_RATIO),                  \
		.info_mask_shared_by_all_available = BIT(IIO_CHAN_INFO_OVERSAMPLING_RATIO),        \
	}

const struct iio_chan_spec ina3221_posted_channels[INA3221_CHANNELS] = {
	POSTED_CHANNEL(0),
	POSTED_CHANNEL(1),
	POSTED_CHANNEL(2),
};
