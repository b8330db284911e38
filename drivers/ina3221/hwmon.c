// SPDX-License-Identifier: GPL-2.0-only
/*
 * INA3221 driver: the monitoring interface.
 *
 * Names and units are those of the in-tree driver: in1 to in3 are bus voltages in mV, in4 to in6
 * shunt voltages and in7 their sum in uV, curr1 to curr3 with max (warning) and crit (critical),
 * curr4 their sum.
 *
 * Alarms that read 1 once are kept and cleared in alerts.c; other files of this interface are in
 * hwmon_files.c. Values are rounded in core/ina3221_units.c, intervals in core/ina3221_timing.c.
 */
#include <linux/bitfield.h>
#include <linux/cleanup.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/hwmon.h>
#include <linux/kernel.h>
#include <linux/minmax.h>

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

	val = clamp_val(val, 1, ina3221_avg_samples[INA3221_AVG_STEPS - 1]);
	return ina3221_set_config(chip, config | FIELD_PREP(INA3221_CONFIG_AVG,
							    ina3221_avg_nearest(val)));
}

static int read_interval(struct ina3221 *chip, u32 attr, unsigned int place, long *val)
{
	*val = ina3221_interval_ms(ina3221_config(chip));
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
	u16 bit = INA3221_CONFIG_CH_EN(place);
	u16 config = ina3221_config(chip);

	if (val != 0 && val != 1)
		return -EINVAL;
	return ina3221_set_config(chip, val ? config | bit : config & ~bit);
}

static s32 shunt_uv_of(unsigned int place, u16 word)
{
	return place == SUM ? ina3221_sum_uv(word) : ina3221_shunt_uv(word);
}

/* The sum has no bus voltage: it is 0. */
static int read_scan(struct ina3221 *chip, unsigned int place, s32 *bus_mv, s32 *shunt_uv)
{
	struct ina3221_scan scan;
	int ret;

	if (place == SUM)
		ret = ina3221_scan_sum(chip, &scan);
	else
		ret = ina3221_scan_rail(chip, place, &scan);
	if (ret)
		return ret;
	*bus_mv = place == SUM ? 0 : ina3221_bus_mv(scan.bus[place]);
	*shunt_uv = shunt_uv_of(place, place == SUM ? scan.sum : scan.shunt[place]);
	return 0;
}

static int read_voltage(struct ina3221 *chip, u32 attr, unsigned int place, long *val)
{
	bool shunt = place >= IN_SHUNT;
	s32 bus_mv = 0, shunt_uv = 0;
	int ret = read_scan(chip, shunt ? place - IN_SHUNT : place, &bus_mv, &shunt_uv);

	*val = shunt ? shunt_uv : bus_mv;
	return ret;
}

static int read_current(struct ina3221 *chip, u32 attr, unsigned int place, long *val)
{
	s32 bus_mv = 0, shunt_uv = 0;
	int ret = read_scan(chip, place, &bus_mv, &shunt_uv);
	u32 uohm = uohm_of(chip, place);

	if (ret)
		return ret;
	if (!uohm)
		return -ENODATA;
	*val = ina3221_current_ma(shunt_uv, uohm);
	return 0;
}

static int read_power(struct ina3221 *chip, u32 attr, unsigned int place, long *val)
{
	s32 bus_mv = 0, shunt_uv = 0;
	int ret = read_scan(chip, place, &bus_mv, &shunt_uv);
	s64 uw = ina3221_power_uw(bus_mv, shunt_uv, ina3221_shunt(chip, place));

	*val = clamp_t(s64, uw, LONG_MIN, LONG_MAX);
	return ret;
}

static int read_min(struct ina3221 *chip, u32 attr, unsigned int place, long *val)
{
	*val = ina3221_bus_mv(ina3221_limit(chip, INA3221_PV_LOWER));
	return 0;
}

static int write_min(struct ina3221 *chip, u32 attr, unsigned int place, long val)
{
	return ina3221_change_limit(chip, INA3221_PV_LOWER, ina3221_power_valid_word(val));
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
	*val = ina3221_current_ma(shunt_uv_of(place, word), uohm);
	return 0;
}

static int write_limit(struct ina3221 *chip, u32 attr, unsigned int place, long val)
{
	u32 uohm = uohm_of(chip, place);
	u16 word;

	if (!uohm)
		return -ENODATA;
	word = place == SUM ? ina3221_sum_word_for_ma(val, uohm)
			    : ina3221_shunt_word_for_ma(val, uohm);
	return ina3221_arm_limit(chip, flag_of(attr, place), word);
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

int ina3221_register_hwmon(struct ina3221 *chip)
{
	struct device *dev = ina3221_dev(chip);
	struct device *hwmon;

	hwmon = devm_hwmon_device_register_with_info(dev, "ina3221", chip, &ina3221_hwmon_chip_info,
						     ina3221_hwmon_groups);
	if (IS_ERR(hwmon))
		return PTR_ERR(hwmon);
	return ina3221_announce(chip, hwmon, NULL);
}
