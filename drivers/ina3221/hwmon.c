// SPDX-License-Identifier: GPL-2.0-only
/*
 * INA3221 driver: the monitoring interface.
 *
 * Names and units are those of the in-tree driver: in1 to in3 are bus voltages in mV, in4 to in6
 * shunt voltages and in7 their sum in uV, curr1 to curr3 with max (warning) and crit (critical),
 * curr4 their sum. Alarms that read 1 once are kept and cleared in alerts.c, and notified here. At
 * the end are files that hwmon itself has no place for: shunts, the cycle in us, how often alarms
 * began, timing-control failures. A rail that is off has no data, by sampler.c.
 */
#include <linux/bitfield.h>
#include <linux/cleanup.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/hwmon.h>
#include <linux/hwmon-sysfs.h>
#include <linux/kernel.h>
#include <linux/kobject.h>
#include <linux/minmax.h>
#include <linux/sysfs.h>

#include "core/ina3221_regs.h"
#include "core/ina3221_timing.h"
#include "core/ina3221_units.h"
#include "drivers/ina3221/hwmon.h"
#include "drivers/ina3221/ina3221.h"

/*
 * A place is a channel of hwmon, counted from 0 also where hwmon begins with 1: rails are 0 to
 * 2, and their sum follows. Voltages of shunts and their sum follow those of buses.
 */
#define SUM INA3221_SUM_PLACE
#define IN_SHUNT INA3221_CHANNELS

/**
 * struct hwmon_file - a kind of file
 * @type: its sensor type in hwmon
 * @attr: its attribute of that type
 * @from: the least of &enum ina3221_files that has it
 * @read: its value; NULL for a text
 * @write: settings are locked, the chip is awake; NULL for one that cannot be written
 */
struct hwmon_file {
	enum hwmon_sensor_types type;
	u32 attr;
	enum ina3221_files from;
	int (*read)(struct ina3221 *chip, u32 attr, unsigned int place, long *val);
	int (*write)(struct ina3221 *chip, u32 attr, unsigned int place, long val);
};

static unsigned int place_of(enum hwmon_sensor_types type, int channel)
{
	return type == hwmon_in ? channel - 1 : channel;
}

/* The sum of voltages tells of currents only over equal shunts; 0 if they are not. */
static u32 sum_uohm(const struct ina3221 *chip)
{
	u16 mask = READ_ONCE(chip->alerts.mask);
	u32 uohm = 0, each;
	unsigned int ch;

	for (ch = 0; ch < INA3221_CHANNELS; ch++) {
		if (!(mask & INA3221_MASK_SCC(ch)))
			continue;
		each = ina3221_shunt(chip, ch);
		if (uohm && uohm != each)
			return 0;
		uohm = each;
	}
	return uohm;
}

/* The shunt may change at any time: callers ask once and compute with that. */
static u32 uohm_of(const struct ina3221 *chip, unsigned int place)
{
	return place == SUM ? sum_uohm(chip) : ina3221_shunt(chip, place);
}

static int read_samples(struct ina3221 *chip, u32 attr, unsigned int place, long *val)
{
	*val = ina3221_avg_samples[FIELD_GET(INA3221_CONFIG_AVG, ina3221_config(chip))];
	return 0;
}

static int write_samples(struct ina3221 *chip, u32 attr, unsigned int place, long val)
{
	u16 config = ina3221_config(chip) & ~INA3221_CONFIG_AVG;

	val = ina3221_step_nearest(ina3221_avg_samples, 1, clamp_val(val, 1, S16_MAX));
	return ina3221_set_config(chip, config | FIELD_PREP(INA3221_CONFIG_AVG, val));
}

static int read_interval(struct ina3221 *chip, u32 attr, unsigned int place, long *val)
{
	*val = DIV_ROUND_CLOSEST(ina3221_interval_us(ina3221_config(chip)), 1000);
	return 0;
}

static int write_interval(struct ina3221 *chip, u32 attr, unsigned int place, long val)
{
	val = clamp_val(val, 0, S32_MAX);
	return ina3221_set_config(chip, ina3221_config_with_interval(ina3221_config(chip), val));
}

static int read_enable(struct ina3221 *chip, u32 attr, unsigned int place, long *val)
{
	*val = ina3221_channel_enabled(chip, place);
	return 0;
}

static int write_enable(struct ina3221 *chip, u32 attr, unsigned int place, long val)
{
	u16 bit = INA3221_CONFIG_CH_EN(place), config = ina3221_config(chip);

	if (val != 0 && val != 1)
		return -EINVAL;
	return ina3221_set_config(chip, val ? config | bit : config & ~bit);
}

static int read_voltage(struct ina3221 *chip, u32 attr, unsigned int place, long *val)
{
	unsigned int shunt = place - IN_SHUNT;
	struct ina3221_scan scan;
	int ret = ina3221_scan_place(chip, place < IN_SHUNT ? place : shunt, &scan);

	if (!ret)
		*val = place < IN_SHUNT ? ina3221_bus_mv(scan.bus[place])
					: ina3221_shunt_uv(scan.shunt[shunt], shunt);
	return ret;
}

static int read_current(struct ina3221 *chip, u32 attr, unsigned int place, long *val)
{
	struct ina3221_scan scan;
	int ret = ina3221_scan_place(chip, place, &scan);
	u32 uohm = uohm_of(chip, place);

	if (ret || !uohm)
		return ret ?: -ENODATA;
	*val = ina3221_current_ma(ina3221_shunt_uv(scan.shunt[place], place), uohm);
	return 0;
}

static int read_power(struct ina3221 *chip, u32 attr, unsigned int place, long *val)
{
	struct ina3221_scan scan;
	int ret = ina3221_scan_place(chip, place, &scan);
	s64 uw;

	if (ret)
		return ret;
	uw = ina3221_power_uw(ina3221_bus_mv(scan.bus[place]),
			      ina3221_shunt_uv(scan.shunt[place], place),
			      ina3221_shunt(chip, place));
	*val = clamp_t(s64, uw, LONG_MIN, LONG_MAX);
	return 0;
}

static int read_min(struct ina3221 *chip, u32 attr, unsigned int place, long *val)
{
	*val = ina3221_bus_mv(ina3221_limit(chip, INA3221_PV_LOWER));
	return 0;
}

static int write_min(struct ina3221 *chip, u32 attr, unsigned int place, long val)
{
	return ina3221_set_limit(chip, INA3221_PV_LOWER, ina3221_power_valid_word(val), true);
}

/*
 * Alarms come with a scan; without a rail to scan none can be new. One that is known already can
 * be read even if no scan succeeds.
 */
static int find_alarm(struct ina3221 *chip, u16 alarm, long *val)
{
	bool known = READ_ONCE(chip->alerts.alarms) & alarm;
	struct ina3221_scan scan;
	int ret = known ? 0 : ina3221_scan(chip, &scan);

	if (ret && ret != -ENODATA)
		return ret;
	*val = ina3221_take_alarm(chip, alarm);
	return 0;
}

static int read_min_alarm(struct ina3221 *chip, u32 attr, unsigned int place, long *val)
{
	return find_alarm(chip, INA3221_LOW(place), val);
}

static u16 flag_of(u32 attr, unsigned int place)
{
	if (attr == hwmon_curr_max || attr == hwmon_curr_max_alarm)
		return INA3221_MASK_WF(place);
	return INA3221_MASK_CF(place);
}

static int read_limit(struct ina3221 *chip, u32 attr, unsigned int place, long *val)
{
	u16 word = ina3221_limit_held(chip, flag_of(attr, place));
	u32 uohm = uohm_of(chip, place);

	if (!uohm)
		return -ENODATA;
	*val = ina3221_current_ma(ina3221_shunt_uv(word, place), uohm);
	return 0;
}

static int write_limit(struct ina3221 *chip, u32 attr, unsigned int place, long val)
{
	u32 uohm = uohm_of(chip, place);

	if (!uohm)
		return -ENODATA;
	return ina3221_set_limit(chip, flag_of(attr, place), ina3221_word_for_ma(val, uohm, place),
				 true);
}

static int read_alarm(struct ina3221 *chip, u32 attr, unsigned int place, long *val)
{
	if (place == SUM && READ_ONCE(chip->alerts.mask) & INA3221_MASK_SCC_ALL && !sum_uohm(chip))
		return -ENODATA;
	return find_alarm(chip, flag_of(attr, place), val);
}

#define INTREE INA3221_FILES_INTREE
#define MOST INA3221_FILES_MOST
#define ALL INA3221_FILES_ALL

static const struct hwmon_file hwmon_files[] = {
	{ hwmon_chip, hwmon_chip_samples, INTREE, read_samples, write_samples },
	{ hwmon_chip, hwmon_chip_update_interval, INTREE, read_interval, write_interval },
	{ hwmon_in, hwmon_in_input, INTREE, read_voltage },
	{ hwmon_in, hwmon_in_label, INTREE },
	{ hwmon_in, hwmon_in_enable, INTREE, read_enable, write_enable },
	{ hwmon_in, hwmon_in_min, MOST, read_min, write_min },
	{ hwmon_in, hwmon_in_min_alarm, MOST, read_min_alarm },
	{ hwmon_curr, hwmon_curr_input, INTREE, read_current },
	{ hwmon_curr, hwmon_curr_label, ALL },
	{ hwmon_curr, hwmon_curr_enable, MOST, read_enable, write_enable },
	{ hwmon_curr, hwmon_curr_max, INTREE, read_limit, write_limit },
	{ hwmon_curr, hwmon_curr_max_alarm, INTREE, read_alarm },
	{ hwmon_curr, hwmon_curr_crit, INTREE, read_limit, write_limit },
	{ hwmon_curr, hwmon_curr_crit_alarm, INTREE, read_alarm },
	{ hwmon_power, hwmon_power_input, MOST, read_power },
	{ hwmon_power, hwmon_power_label, ALL },
	{ hwmon_power, hwmon_power_enable, MOST, read_enable, write_enable },
};

static const struct hwmon_file *find_file(enum hwmon_sensor_types type, u32 attr)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(hwmon_files); i++)
		if (hwmon_files[i].type == type && hwmon_files[i].attr == attr)
			return &hwmon_files[i];
	return NULL;
}

static const char *label_of(const struct ina3221 *chip, enum hwmon_sensor_types type,
			    unsigned int place)
{
	static const enum ina3221_kind kind[] = {
		[hwmon_in] = INA3221_BUS,
		[hwmon_curr] = INA3221_CURRENT,
		[hwmon_power] = INA3221_POWER,
	};

	if (place < INA3221_CHANNELS)
		return chip->settings.rail[place].label[kind[type]];
	return type == hwmon_in ? "sum of shunt voltages" : "sum of currents";
}

/* in0 exists only because hwmon counts from there. */
static umode_t ina3221_hwmon_is_visible(const void *data, enum hwmon_sensor_types type, u32 attr,
					int channel)
{
	const struct hwmon_file *file = find_file(type, attr);

	if (!file || ina3221_files() < file->from || (type == hwmon_in && !channel))
		return 0;
	if (!file->read && !label_of(data, type, place_of(type, channel)))
		return 0;
	return file->write ? 0644 : 0444;
}

static int ina3221_hwmon_read(struct device *dev, enum hwmon_sensor_types type, u32 attr,
			      int channel, long *val)
{
	return find_file(type, attr)
		->read(dev_get_drvdata(dev), attr, place_of(type, channel), val);
}

static int ina3221_hwmon_read_string(struct device *dev, enum hwmon_sensor_types type, u32 attr,
				     int channel, const char **str)
{
	*str = label_of(dev_get_drvdata(dev), type, place_of(type, channel));
	return 0;
}

static int ina3221_hwmon_write(struct device *dev, enum hwmon_sensor_types type, u32 attr,
			       int channel, long val)
{
	struct ina3221 *chip = dev_get_drvdata(dev);

	CLASS(ina3221_settings, open)(chip);
	if (open.err)
		return open.err;
	return find_file(type, attr)->write(chip, attr, place_of(type, channel), val);
}

#define BUS_ATTRS (HWMON_I_INPUT | HWMON_I_LABEL | HWMON_I_ENABLE | HWMON_I_MIN | HWMON_I_MIN_ALARM)
#define CURR_ATTRS                                                                                 \
	(HWMON_C_INPUT | HWMON_C_LABEL | HWMON_C_ENABLE | HWMON_C_MAX | HWMON_C_MAX_ALARM |        \
	 HWMON_C_CRIT | HWMON_C_CRIT_ALARM)
#define CURR_SUM_ATTRS (HWMON_C_INPUT | HWMON_C_LABEL | HWMON_C_CRIT | HWMON_C_CRIT_ALARM)
#define POWER_ATTRS (HWMON_P_INPUT | HWMON_P_LABEL | HWMON_P_ENABLE)

static const struct hwmon_channel_info *ina3221_hwmon_info[] = {
	HWMON_CHANNEL_INFO(chip, HWMON_C_SAMPLES | HWMON_C_UPDATE_INTERVAL),
	HWMON_CHANNEL_INFO(in, HWMON_I_INPUT, BUS_ATTRS, BUS_ATTRS, BUS_ATTRS, HWMON_I_INPUT,
			   HWMON_I_INPUT, HWMON_I_INPUT, HWMON_I_INPUT | HWMON_I_LABEL),
	HWMON_CHANNEL_INFO(curr, CURR_ATTRS, CURR_ATTRS, CURR_ATTRS, CURR_SUM_ATTRS),
	HWMON_CHANNEL_INFO(power, POWER_ATTRS, POWER_ATTRS, POWER_ATTRS), NULL
};

static const struct hwmon_ops ina3221_hwmon_ops = {
	.is_visible = ina3221_hwmon_is_visible,
	.read = ina3221_hwmon_read,
	.read_string = ina3221_hwmon_read_string,
	.write = ina3221_hwmon_write,
};

static const struct hwmon_chip_info ina3221_hwmon_chip_info = {
	.ops = &ina3221_hwmon_ops,
	.info = ina3221_hwmon_info,
};

static ssize_t shunt_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	unsigned int ch = to_sensor_dev_attr(attr)->index;

	return sysfs_emit(buf, "%u\n", ina3221_shunt(dev_get_drvdata(dev), ch));
}

static ssize_t shunt_store(struct device *dev, struct device_attribute *attr, const char *buf,
			   size_t count)
{
	s64 uohm;
	int ret = kstrtos64(buf, 0, &uohm);

	if (ret)
		return ret;
	ina3221_set_shunt(dev_get_drvdata(dev), to_sensor_dev_attr(attr)->index,
			  clamp_t(s64, uohm, 1, INA3221_SHUNT_MAX_UOHM));
	return count;
}

static ssize_t cycle_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%u\n", ina3221_interval_us(ina3221_config(dev_get_drvdata(dev))));
}

static ssize_t cycle_store(struct device *dev, struct device_attribute *attr, const char *buf,
			   size_t count)
{
	struct ina3221 *chip = dev_get_drvdata(dev);
	u16 config;
	s64 us;
	int ret = kstrtos64(buf, 0, &us);

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

static const struct attribute_group *hwmon_groups[] = { &more_group, NULL };

int ina3221_register_hwmon(struct ina3221 *chip)
{
	struct device *hwmon, *dev = ina3221_dev(chip);

	hwmon = devm_hwmon_device_register_with_info(dev, "ina3221", chip, &ina3221_hwmon_chip_info,
						     hwmon_groups);
	if (IS_ERR(hwmon))
		return PTR_ERR(hwmon);
	return ina3221_announce(chip, hwmon, NULL);
}

/* The file is announced as hwmon does it for files of its own. */
void ina3221_hwmon_notify_timing(struct device *hwmon)
{
	char name[] = "NAME=in2_fault";
	char *envp[2] = { name, NULL };

	if (ina3221_files() == INA3221_FILES_INTREE ||
	    !ina3221_pin_wired(dev_get_drvdata(hwmon), INA3221_TIMING_CONTROL_PIN))
		return;
	sysfs_notify(&hwmon->kobj, NULL, "in2_fault");
	kobject_uevent_env(&hwmon->kobj, KOBJ_CHANGE, envp);
}

void ina3221_hwmon_notify_alarms(struct device *hwmon, u16 begun, u16 fresh)
{
	bool all = ina3221_files() != INA3221_FILES_INTREE;
	unsigned int i, ch;

	for (i = 0; i < INA3221_ALARMS; i++)
		if (all && begun & INA3221_ALARM(i))
			sysfs_notify(&hwmon->kobj, NULL, more[i].dev_attr.attr.name);
	for (ch = 0; ch < INA3221_CHANNELS; ch++) {
		if (fresh & INA3221_MASK_WF(ch))
			hwmon_notify_event(hwmon, hwmon_curr, hwmon_curr_max_alarm, ch);
		if (fresh & INA3221_MASK_CF(ch))
			hwmon_notify_event(hwmon, hwmon_curr, hwmon_curr_crit_alarm, ch);
		if (all && fresh & INA3221_LOW(ch))
			hwmon_notify_event(hwmon, hwmon_in, hwmon_in_min_alarm, ch + 1);
	}
	if (fresh & INA3221_MASK_SF)
		hwmon_notify_event(hwmon, hwmon_curr, hwmon_curr_crit_alarm, INA3221_SUM_PLACE);
}
