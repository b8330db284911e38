// SPDX-License-Identifier: GPL-2.0-only
/*
 * INA3221 driver: the names of its first public posting, of April 2016, instead
 * of the channels of the measuring interface, for programs written for those. Raw
 * values are counts; limits are on as soon as they are written.
 */
#include <linux/cleanup.h>
#include <linux/device.h>
#include <linux/iio/iio.h>
#include <linux/iio/sysfs.h>
#include <linux/sysfs.h>

#include "core/ina3221_units.h"
#include "drivers/ina3221/iio.h"

#define MICRO_PER_UNIT 1000000

enum posted_kind {
	SHUNT,
	BUS,
	CRITICAL,
	WARNING
};

/* What an attribute is of: kind and rail, in its address. */
#define PLACE(kind, ch) (INA3221_CHANNELS * (kind) + (ch))

static struct ina3221 *chip_of(struct device *dev)
{
	return ina3221_of_iio(dev_to_iio_dev(dev));
}

static enum posted_kind kind_of(struct device_attribute *attr)
{
	return (u32)to_iio_dev_attr(attr)->address / INA3221_CHANNELS;
}

static unsigned int rail_of(struct device_attribute *attr)
{
	return (u32)to_iio_dev_attr(attr)->address % INA3221_CHANNELS;
}

static int read_word(struct ina3221 *chip, enum posted_kind kind, unsigned int ch, u16 *word)
{
	struct ina3221_scan scan;
	int ret;

	if (kind == CRITICAL || kind == WARNING) {
		*word = READ_ONCE(*(kind == CRITICAL ? &chip->settings.limits.critical[ch]
						     : &chip->settings.limits.warning[ch]));
		return 0;
	}
	ret = ina3221_scan_rail(chip, ch, &scan);
	if (!ret)
		*word = kind == BUS ? scan.bus[ch] : scan.shunt[ch];
	return ret;
}

static ssize_t raw_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	u16 word;
	int ret;

	ret = read_word(chip_of(dev), kind_of(attr), rail_of(attr), &word);
	return ret ?: sysfs_emit(buf, "%d\n", ina3221_count(word));
}

static int write_limit(struct ina3221 *chip, u16 flag, u16 word)
{
	CLASS(ina3221_settings, open)(chip);

	return open.err ?: ina3221_arm_limit(chip, flag, word);
}

static ssize_t raw_store(struct device *dev, struct device_attribute *attr, const char *buf,
			 size_t len)
{
	unsigned int ch = rail_of(attr);
	int count, ret;

	ret = kstrtoint(buf, 0, &count);
	if (ret)
		return ret;
	if (count < INA3221_COUNT_MIN || count > INA3221_COUNT_MAX)
		return -EINVAL;
	ret = write_limit(chip_of(dev),
			  kind_of(attr) == CRITICAL ? INA3221_MASK_CF(ch) : INA3221_MASK_WF(ch),
			  ina3221_word(count));
	return ret ?: len;
}

static ssize_t scale_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	if (kind_of(attr) == BUS)
		return sysfs_emit(buf, "%u\n", INA3221_BUS_LSB_UV / 1000);
	return sysfs_emit(buf, "0.%06u\n", INA3221_SHUNT_LSB_UV * 1000);
}

static ssize_t integration_time_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	u16 config = ina3221_config(chip_of(dev));
	unsigned int step = kind_of(attr) == SHUNT ? FIELD_GET(INA3221_CONFIG_SHUNT_CT, config)
						   : FIELD_GET(INA3221_CONFIG_BUS_CT, config);

	return sysfs_emit(buf, "0.%06u\n", ina3221_ct_typ_us[step]);
}

static ssize_t integration_time_store(struct device *dev, struct device_attribute *attr,
				      const char *buf, size_t len)
{
	int val, micro, ret;

	ret = iio_str_to_fixpoint(buf, MICRO_PER_UNIT / 10, &val, &micro);
	if (ret)
		return ret;
	ret = ina3221_write_integration_time(chip_of(dev), kind_of(attr) == SHUNT, val, micro);
	return ret ?: len;
}

static ssize_t integration_times_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	unsigned int step;
	int len = 0;

	for (step = 0; step < INA3221_CT_STEPS; step++)
		len += sysfs_emit_at(buf, len, "0.%06u ", ina3221_ct_typ_us[step]);
	buf[len - 1] = '\n';
	return len;
}

static ssize_t oversampling_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	u16 config = ina3221_config(chip_of(dev));

	return sysfs_emit(buf, "%u\n", ina3221_avg_samples[FIELD_GET(INA3221_CONFIG_AVG, config)]);
}

static ssize_t oversampling_store(struct device *dev, struct device_attribute *attr,
				  const char *buf, size_t len)
{
	int samples, ret;

	ret = kstrtoint(buf, 0, &samples);
	ret = ret ?: ina3221_write_oversampling(chip_of(dev), samples);
	return ret ?: len;
}

static ssize_t oversamplings_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	unsigned int step;
	int len = 0;

	for (step = 0; step < INA3221_AVG_STEPS; step++)
		len += sysfs_emit_at(buf, len, "%u ", ina3221_avg_samples[step]);
	buf[len - 1] = '\n';
	return len;
}

static struct iio_dev_attr posted[] = {
	IIO_ATTR(in_voltage1_shunt_raw, 0444, raw_show, NULL, PLACE(SHUNT, 0)),
	IIO_ATTR(in_voltage1_shunt_scale, 0444, scale_show, NULL, PLACE(SHUNT, 0)),
	IIO_ATTR(in_voltage1_bus_raw, 0444, raw_show, NULL, PLACE(BUS, 0)),
	IIO_ATTR(in_voltage1_bus_scale, 0444, scale_show, NULL, PLACE(BUS, 0)),
	IIO_ATTR(in_voltage1_shunt_critical_raw, 0644, raw_show, raw_store, PLACE(CRITICAL, 0)),
	IIO_ATTR(in_voltage1_shunt_critical_scale, 0444, scale_show, NULL, PLACE(CRITICAL, 0)),
	IIO_ATTR(in_voltage1_shunt_warning_raw, 0644, raw_show, raw_store, PLACE(WARNING, 0)),
	IIO_ATTR(in_voltage1_shunt_warning_scale, 0444, scale_show, NULL, PLACE(WARNING, 0)),
	IIO_ATTR(in_voltage2_shunt_raw, 0444, raw_show, NULL, PLACE(SHUNT, 1)),
	IIO_ATTR(in_voltage2_shunt_scale, 0444, scale_show, NULL, PLACE(SHUNT, 1)),
	IIO_ATTR(in_voltage2_bus_raw, 0444, raw_show, NULL, PLACE(BUS, 1)),
	IIO_ATTR(in_voltage2_bus_scale, 0444, scale_show, NULL, PLACE(BUS, 1)),
	IIO_ATTR(in_voltage2_shunt_critical_raw, 0644, raw_show, raw_store, PLACE(CRITICAL, 1)),
	IIO_ATTR(in_voltage2_shunt_critical_scale, 0444, scale_show, NULL, PLACE(CRITICAL, 1)),
	IIO_ATTR(in_voltage2_shunt_warning_raw, 0644, raw_show, raw_store, PLACE(WARNING, 1)),
	IIO_ATTR(in_voltage2_shunt_warning_scale, 0444, scale_show, NULL, PLACE(WARNING, 1)),
	IIO_ATTR(in_voltage3_shunt_raw, 0444, raw_show, NULL, PLACE(SHUNT, 2)),
	IIO_ATTR(in_voltage3_shunt_scale, 0444, scale_show, NULL, PLACE(SHUNT, 2)),
	IIO_ATTR(in_voltage3_bus_raw, 0444, raw_show, NULL, PLACE(BUS, 2)),
	IIO_ATTR(in_voltage3_bus_scale, 0444, scale_show, NULL, PLACE(BUS, 2)),
	IIO_ATTR(in_voltage3_shunt_critical_raw, 0644, raw_show, raw_store, PLACE(CRITICAL, 2)),
	IIO_ATTR(in_voltage3_shunt_critical_scale, 0444, scale_show, NULL, PLACE(CRITICAL, 2)),
	IIO_ATTR(in_voltage3_shunt_warning_raw, 0644, raw_show, raw_store, PLACE(WARNING, 2)),
	IIO_ATTR(in_voltage3_shunt_warning_scale, 0444, scale_show, NULL, PLACE(WARNING, 2)),
	IIO_ATTR(shunt_integration_time, 0644, integration_time_show, integration_time_store,
		 PLACE(SHUNT, 0)),
	IIO_ATTR(bus_integration_time, 0644, integration_time_show, integration_time_store,
		 PLACE(BUS, 0)),
	IIO_ATTR(shunt_integration_time_available, 0444, integration_times_show, NULL, 0),
	IIO_ATTR(bus_integration_time_available, 0444, integration_times_show, NULL, 0),
	IIO_ATTR(oversampling_ratio, 0644, oversampling_show, oversampling_store, 0),
	IIO_ATTR(oversampling_ratio_available, 0444, oversamplings_show, NULL, 0),
};

#define PLAIN(i) (&posted[i].dev_attr.attr)

static struct attribute *posted_attrs[] = {
	PLAIN(0),  PLAIN(1),  PLAIN(2),	 PLAIN(3),  PLAIN(4),  PLAIN(5),  PLAIN(6),  PLAIN(7),
	PLAIN(8),  PLAIN(9),  PLAIN(10), PLAIN(11), PLAIN(12), PLAIN(13), PLAIN(14), PLAIN(15),
	PLAIN(16), PLAIN(17), PLAIN(18), PLAIN(19), PLAIN(20), PLAIN(21), PLAIN(22), PLAIN(23),
	PLAIN(24), PLAIN(25), PLAIN(26), PLAIN(27), PLAIN(28), PLAIN(29), NULL,
};

static_assert(ARRAY_SIZE(posted_attrs) == ARRAY_SIZE(posted) + 1);

static const struct attribute_group posted_group = { .attrs = posted_attrs };

const struct iio_info ina3221_posted_info = {
	.attrs = &posted_group,
	.debugfs_reg_access = ina3221_debugfs_reg_access,
};
