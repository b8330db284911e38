// SPDX-License-Identifier: GPL-2.0-only
/*
 * INA3221 driver: files of the monitoring interface that hwmon itself has no place
 * for: shunts, the cycle in us, how often alarms began, and the timing-control failure.
 */
#include <linux/hwmon-sysfs.h>
#include <linux/kobject.h>
#include <linux/sysfs.h>

#include "core/ina3221_units.h"
#include "drivers/ina3221/hwmon.h"

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

static ssize_t update_interval_us_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct ina3221 *chip = dev_get_drvdata(dev);

	return sysfs_emit(buf, "%u\n", ina3221_interval_us(ina3221_config(chip)));
}

static ssize_t update_interval_us_store(struct device *dev, struct device_attribute *attr,
					const char *buf, size_t count)
{
	struct ina3221 *chip = dev_get_drvdata(dev);
	s64 us;
	int ret;

	ret = kstrtos64(buf, 0, &us);
	if (ret)
		return ret;
	us = clamp_t(s64, us, 0, S32_MAX);
	CLASS(ina3221_settings, open)(chip);
	ret = open.err
		      ?: ina3221_set_config(
				 chip, ina3221_config_with_interval_us(ina3221_config(chip), us));
	return ret ?: count;
}

/* The index is the place in &ina3221_alert_counts.began. */
static ssize_t alarm_count_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct ina3221 *chip = dev_get_drvdata(dev);
	unsigned int which = to_sensor_dev_attr(attr)->index;

	return sysfs_emit(buf, "%u\n", READ_ONCE(chip->alerts.counts.began[which]));
}

static ssize_t fault_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct ina3221 *chip = dev_get_drvdata(dev);

	return sysfs_emit(buf, "%u\n",
			  !!(READ_ONCE(chip->alerts.events.active) & INA3221_MASK_TCF));
}

static SENSOR_DEVICE_ATTR_RW(shunt1_resistor, shunt, 0);
static SENSOR_DEVICE_ATTR_RW(shunt2_resistor, shunt, 1);
static SENSOR_DEVICE_ATTR_RW(shunt3_resistor, shunt, 2);
static SENSOR_DEVICE_ATTR_RW(update_interval_us, update_interval_us, 0);
static SENSOR_DEVICE_ATTR_RO(in2_fault, fault, 0);

/* In the order of &ina3221_alert_counts.began. */
static struct sensor_device_attribute alarm_count[] = {
	SENSOR_ATTR_RO(curr3_max_alarm_count, alarm_count, 0),
	SENSOR_ATTR_RO(curr2_max_alarm_count, alarm_count, 1),
	SENSOR_ATTR_RO(curr1_max_alarm_count, alarm_count, 2),
	SENSOR_ATTR_RO(curr4_crit_alarm_count, alarm_count, 3),
	SENSOR_ATTR_RO(curr3_crit_alarm_count, alarm_count, 4),
	SENSOR_ATTR_RO(curr2_crit_alarm_count, alarm_count, 5),
	SENSOR_ATTR_RO(curr1_crit_alarm_count, alarm_count, 6),
	SENSOR_ATTR_RO(in1_min_alarm_count, alarm_count, 7),
	SENSOR_ATTR_RO(in2_min_alarm_count, alarm_count, 8),
	SENSOR_ATTR_RO(in3_min_alarm_count, alarm_count, 9),
};

static struct attribute *plain_attrs[] = {
	&sensor_dev_attr_shunt1_resistor.dev_attr.attr,
	&sensor_dev_attr_shunt2_resistor.dev_attr.attr,
	&sensor_dev_attr_shunt3_resistor.dev_attr.attr,
	NULL,
};

static struct attribute *timing_attrs[] = {
	&sensor_dev_attr_in2_fault.dev_attr.attr,
	NULL,
};

#define COUNT(i) (&alarm_count[i].dev_attr.attr)

static struct attribute *added_attrs[] = {
	&sensor_dev_attr_update_interval_us.dev_attr.attr,
	COUNT(0),
	COUNT(1),
	COUNT(2),
	COUNT(3),
	COUNT(4),
	COUNT(5),
	COUNT(6),
	COUNT(7),
	COUNT(8),
	COUNT(9),
	NULL,
};

static_assert(ARRAY_SIZE(added_attrs) == ARRAY_SIZE(alarm_count) + 2);

static umode_t added_visible(struct kobject *kobj, struct attribute *attr, int index)
{
	return ina3221_files() == INA3221_FILES_INTREE ? 0 : attr->mode;
}

/* Whoever did not wire the pin has not arranged its rails for it either. */
static umode_t timing_visible(struct kobject *kobj, struct attribute *attr, int index)
{
	struct ina3221 *chip = dev_get_drvdata(kobj_to_dev(kobj));

	if (!ina3221_pin_wired(chip, INA3221_TIMING_CONTROL_PIN))
		return 0;
	return added_visible(kobj, attr, index);
}

static const struct attribute_group plain_group = { .attrs = plain_attrs };
static const struct attribute_group added_group = {
	.attrs = added_attrs,
	.is_visible = added_visible,
};

static const struct attribute_group timing_group = {
	.attrs = timing_attrs,
	.is_visible = timing_visible,
};

const struct attribute_group *ina3221_hwmon_groups[] = { &plain_group, &added_group, &timing_group,
							 NULL };

/* As hwmon does for files of its own. */
void ina3221_hwmon_notify_timing(struct device *hwmon)
{
	char name[] = "NAME=in2_fault";
	char *envp[2] = { name, NULL };

	if (!ina3221_pin_wired(dev_get_drvdata(hwmon), INA3221_TIMING_CONTROL_PIN))
		return;
	sysfs_notify(&hwmon->kobj, NULL, "in2_fault");
	kobject_uevent_env(&hwmon->kobj, KOBJ_CHANGE, envp);
}

void ina3221_hwmon_notify_count(struct device *hwmon, unsigned int which)
{
	if (ina3221_files() != INA3221_FILES_INTREE)
		sysfs_notify(&hwmon->kobj, NULL, alarm_count[which].dev_attr.attr.name);
}
