// SPDX-License-Identifier: GPL-2.0-only
/*
 * INA3221 driver: files of the monitoring face that hwmon itself has no place
 * for: shunts, readings beyond the range, and the timing-control failure.
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

/* The index is the place in struct ina3221_scan: bus voltages, then shunts. */
static ssize_t over_range_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct ina3221 *chip = dev_get_drvdata(dev);
	unsigned int which = to_sensor_dev_attr(attr)->index;
	struct ina3221_scan scan;
	int ret = ina3221_scan_rail(chip, which % INA3221_CHANNELS, &scan);

	return ret ?: sysfs_emit(buf, "%u\n", !!(scan.over_range & BIT(which)));
}

static ssize_t fault_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct ina3221 *chip = dev_get_drvdata(dev);

	return sysfs_emit(buf, "%u\n", !!(READ_ONCE(chip->events.active) & INA3221_MASK_TCF));
}

static SENSOR_DEVICE_ATTR_RW(shunt1_resistor, shunt, 0);
static SENSOR_DEVICE_ATTR_RW(shunt2_resistor, shunt, 1);
static SENSOR_DEVICE_ATTR_RW(shunt3_resistor, shunt, 2);
static SENSOR_DEVICE_ATTR_RO(in1_over_range, over_range, 0);
static SENSOR_DEVICE_ATTR_RO(in2_over_range, over_range, 1);
static SENSOR_DEVICE_ATTR_RO(in3_over_range, over_range, 2);
static SENSOR_DEVICE_ATTR_RO(in4_over_range, over_range, 3);
static SENSOR_DEVICE_ATTR_RO(in5_over_range, over_range, 4);
static SENSOR_DEVICE_ATTR_RO(in6_over_range, over_range, 5);
static SENSOR_DEVICE_ATTR_RO(in2_fault, fault, 0);

static struct attribute *plain_attrs[] = {
	&sensor_dev_attr_shunt1_resistor.dev_attr.attr,
	&sensor_dev_attr_shunt2_resistor.dev_attr.attr,
	&sensor_dev_attr_shunt3_resistor.dev_attr.attr,
	&sensor_dev_attr_in1_over_range.dev_attr.attr,
	&sensor_dev_attr_in2_over_range.dev_attr.attr,
	&sensor_dev_attr_in3_over_range.dev_attr.attr,
	&sensor_dev_attr_in4_over_range.dev_attr.attr,
	&sensor_dev_attr_in5_over_range.dev_attr.attr,
	&sensor_dev_attr_in6_over_range.dev_attr.attr,
	NULL,
};

static struct attribute *timing_attrs[] = {
	&sensor_dev_attr_in2_fault.dev_attr.attr,
	NULL,
};

/* Whoever did not wire the pin has not arranged its rails for it either. */
static umode_t timing_visible(struct kobject *kobj, struct attribute *attr, int index)
{
	struct ina3221 *chip = dev_get_drvdata(kobj_to_dev(kobj));

	return ina3221_pin_wired(chip, INA3221_TIMING_CONTROL_PIN) ? attr->mode : 0;
}

static const struct attribute_group plain_group = { .attrs = plain_attrs };
static const struct attribute_group timing_group = {
	.attrs = timing_attrs,
	.is_visible = timing_visible,
};

const struct attribute_group *ina3221_hwmon_groups[] = { &plain_group, &timing_group, NULL };

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
