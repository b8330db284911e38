// SPDX-License-Identifier: GPL-2.0-only
/*
 * INA3221 driver: files of the monitoring interface that hwmon itself has no place
 * for: shunts, the cycle in us, how often alarms began, and the timing-control failure.
 */
#include <linux/device.h>
#include <linux/hwmon-sysfs.h>
#include <linux/kernel.h>
#include <linux/kobject.h>
#include <linux/minmax.h>
#include <linux/sysfs.h>

#include "core/ina3221_units.h"
#include "drivers/ina3221/hwmon.h"
#include "drivers/ina3221/ina3221.h"

static ssize_t shunt_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct ina3221 *chip = dev_get_drvdata(dev);

	return sysfs_emit(buf, "%u\n", ina3221_shunt(chip, to_sensor_dev_attr(attr)->index));
}

static ssize_t shunt_store(struct device *dev, struct device_attribute *attr, const char *buf,
			   size_t count)
{
	struct ina3221 *chip = dev_get_drvdata(dev);
	s64 uohm;
	int ret;

	ret = kstrtos64(buf, 0, &uohm);
	if (ret)
		return ret;
	ina3221_set_shunt(chip, to_sensor_dev_attr(attr)->index,
			  clamp_t(s64, uohm, 1, INA3221_SHUNT_MAX_UOHM));
	return count;
}

static ssize_t cycle_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct ina3221 *chip = dev_get_drvdata(dev);

	return sysfs_emit(buf, "%u\n", ina3221_interval_us(ina3221_config(chip)));
}

static ssize_t cycle_store(struct device *dev, struct device_attribute *attr, const char *buf,
			   size_t count)
{
	struct ina3221 *chip = dev_get_drvdata(dev);
	u16 config;
	s64 us;
	int ret;

	ret = kstrtos64(buf, 0, &us);
	if (ret)
		return ret;
	us = clamp_t(s64, us, 0, S32_MAX);
	CLASS(ina3221_settings, open)(chip);
	config = ina3221_config_with_interval_us(ina3221_config(chip), us);
	ret = open.err ?: ina3221_set_config(chip, config);
	return ret ?: count;
}

static ssize_t count_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct ina3221 *chip = dev_get_drvdata(dev);
	unsigned int i = to_sensor_dev_attr(attr)->index;

	return sysfs_emit(buf, "%u\n", READ_ONCE(chip->alerts.counts.began[i]));
}

static ssize_t fault_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct ina3221 *chip = dev_get_drvdata(dev);

	return sysfs_emit(buf, "%u\n",
			  !!(READ_ONCE(chip->alerts.events.active) & INA3221_MASK_TCF));
}

/* The counts come first, in the order of INA3221_ALARM(), the in-tree driver's files last. */
enum {
	FAULT = INA3221_ALARMS,
	CYCLE,
	FIRST_OF_INTREE,
};

static struct sensor_device_attribute more[] = {
	SENSOR_ATTR_RO(curr3_max_alarm_count, count, 0),
	SENSOR_ATTR_RO(curr2_max_alarm_count, count, 1),
	SENSOR_ATTR_RO(curr1_max_alarm_count, count, 2),
	SENSOR_ATTR_RO(curr4_crit_alarm_count, count, 3),
	SENSOR_ATTR_RO(curr3_crit_alarm_count, count, 4),
	SENSOR_ATTR_RO(curr2_crit_alarm_count, count, 5),
	SENSOR_ATTR_RO(curr1_crit_alarm_count, count, 6),
	SENSOR_ATTR_RO(in3_min_alarm_count, count, 7),
	SENSOR_ATTR_RO(in2_min_alarm_count, count, 8),
	SENSOR_ATTR_RO(in1_min_alarm_count, count, 9),
	[FAULT] = SENSOR_ATTR_RO(in2_fault, fault, 0),
	[CYCLE] = SENSOR_ATTR_RW(update_interval_us, cycle, 0),
	[FIRST_OF_INTREE] = SENSOR_ATTR_RW(shunt1_resistor, shunt, 0),
	SENSOR_ATTR_RW(shunt2_resistor, shunt, 1),
	SENSOR_ATTR_RW(shunt3_resistor, shunt, 2),
};

#define MORE(i) (&more[i].dev_attr.attr)

static struct attribute *more_attrs[] = {
	MORE(0), MORE(1), MORE(2),  MORE(3),  MORE(4),	MORE(5),  MORE(6),  MORE(7),
	MORE(8), MORE(9), MORE(10), MORE(11), MORE(12), MORE(13), MORE(14), NULL,
};

static_assert(ARRAY_SIZE(more_attrs) == ARRAY_SIZE(more) + 1);

/* A board whose timing-control pin leads nowhere has not arranged its rails for it either. */
static umode_t more_visible(struct kobject *kobj, struct attribute *attr, int index)
{
	struct ina3221 *chip = dev_get_drvdata(kobj_to_dev(kobj));

	if (index < FIRST_OF_INTREE && ina3221_files() == INA3221_FILES_INTREE)
		return 0;
	if (index == FAULT && !ina3221_pin_wired(chip, INA3221_TIMING_CONTROL_PIN))
		return 0;
	return attr->mode;
}

static const struct attribute_group more_group = {
	.attrs = more_attrs,
	.is_visible = more_visible,
};

const struct attribute_group *ina3221_hwmon_groups[] = { &more_group, NULL };

const char *ina3221_hwmon_count_name(unsigned int i)
{
	return more[i].dev_attr.attr.name;
}
