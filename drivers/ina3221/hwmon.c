// SPDX-License-Identifier: GPL-2.0-only
/*
 * INA3221 driver: the monitoring interface.
 *
 * Names and units are those of the in-tree driver: in1 to in3 are bus voltages
 * in mV, in4 to in6 shunt voltages and in7 their sum in uV, curr1 to curr3
 * with max (warning) and crit (critical), curr4 their sum.
 */
#include <linux/bitfield.h>
#include <linux/cleanup.h>
#include <linux/hwmon.h>

#include "core/ina3221_units.h"
#include "drivers/ina3221/hwmon.h"

#define IN_BUS1 1
#define IN_SHUNT1 4
#define IN_SUM 7
#define CURR_SUM 3

/* The shunt of these channels, as bits of Mask/Enable; 0 if they differ. */
static u32 common_uohm(const struct ina3221 *chip, u16 channels)
{
	unsigned int ch;
	u32 uohm = 0;

	for (ch = 0; ch < INA3221_CHANNELS; ch++) {
		if (!(channels & INA3221_MASK_SCC(ch)))
			continue;
		if (uohm && uohm != ina3221_shunt(chip, ch))
			return 0;
		uohm = ina3221_shunt(chip, ch);
	}
	return uohm;
}

/* A sum of voltages says something about currents only over equal shunts. */
static u32 sum_uohm(const struct ina3221 *chip)
{
	return common_uohm(chip, READ_ONCE(chip->alerts.mask) & INA3221_MASK_SCC_ALL);
}

/* 0 for the sum of unlike shunts; anybody may change them at any time. */
static u32 curr_uohm(const struct ina3221 *chip, int channel)
{
	return channel == CURR_SUM ? sum_uohm(chip) : ina3221_shunt(chip, channel);
}

static int read_chip(struct ina3221 *chip, u32 attr, long *val)
{
	u16 config = ina3221_config(chip);

	switch (attr) {
	case hwmon_chip_samples:
		*val = ina3221_avg_samples[FIELD_GET(INA3221_CONFIG_AVG, config)];
		return 0;
	case hwmon_chip_update_interval:
		*val = ina3221_interval_ms(config);
		return 0;
	default:
		return -EOPNOTSUPP;
	}
}

static int read_in_input(struct ina3221 *chip, int channel, long *val)
{
	struct ina3221_scan scan;
	int ret;

	if (channel == IN_SUM) {
		ret = ina3221_scan_sum(chip, &scan);
		*val = ret ? 0 : ina3221_sum_uv(scan.sum);
	} else if (channel >= IN_SHUNT1) {
		ret = ina3221_scan_rail(chip, channel - IN_SHUNT1, &scan);
		*val = ret ? 0 : ina3221_shunt_uv(scan.shunt[channel - IN_SHUNT1]);
	} else {
		ret = ina3221_scan_rail(chip, channel - IN_BUS1, &scan);
		*val = ret ? 0 : ina3221_bus_mv(scan.bus[channel - IN_BUS1]);
	}
	return ret;
}

static int read_min_alarm(struct ina3221 *chip, unsigned int ch, long *val)
{
	struct ina3221_scan scan;
	int ret = 0;

	if (!(READ_ONCE(chip->alerts.low) & BIT(ch)))
		ret = ina3221_scan_rail(chip, ch, &scan);
	if (ret && ret != -ENODATA)
		return ret;
	*val = ina3221_take_low(chip, ch);
	return 0;
}

static int read_in(struct ina3221 *chip, u32 attr, int channel, long *val)
{
	switch (attr) {
	case hwmon_in_input:
		return read_in_input(chip, channel, val);
	case hwmon_in_enable:
		*val = ina3221_channel_enabled(chip, channel - IN_BUS1);
		return 0;
	case hwmon_in_min:
		*val = ina3221_bus_mv(READ_ONCE(chip->settings.limits.pv_lower));
		return 0;
	case hwmon_in_min_alarm:
		return read_min_alarm(chip, channel - IN_BUS1, val);
	default:
		return -EOPNOTSUPP;
	}
}

static int read_curr_input(struct ina3221 *chip, int channel, long *val)
{
	int in = channel == CURR_SUM ? IN_SUM : IN_SHUNT1 + channel;
	long uv;
	u32 uohm;
	int ret;

	ret = read_in_input(chip, in, &uv);
	if (ret)
		return ret;
	uohm = curr_uohm(chip, channel);
	if (!uohm)
		return -ENODATA;
	*val = ina3221_current_ma(uv, uohm);
	return 0;
}

static s32 limit_uv(const struct ina3221 *chip, u32 attr, int channel)
{
	if (channel == CURR_SUM)
		return ina3221_sum_uv(READ_ONCE(chip->settings.limits.sum));
	if (attr == hwmon_curr_crit)
		return ina3221_shunt_uv(READ_ONCE(chip->settings.limits.critical[channel]));
	return ina3221_shunt_uv(READ_ONCE(chip->settings.limits.warning[channel]));
}

static int read_curr_limit(struct ina3221 *chip, u32 attr, int channel, long *val)
{
	u32 uohm = curr_uohm(chip, channel);

	if (!uohm)
		return -ENODATA;
	*val = ina3221_current_ma(limit_uv(chip, attr, channel), uohm);
	return 0;
}

static u16 curr_flag(u32 attr, int channel)
{
	if (channel == CURR_SUM)
		return INA3221_MASK_SF;
	return attr == hwmon_curr_crit_alarm ? INA3221_MASK_CF(channel) : INA3221_MASK_WF(channel);
}

/*
 * A scan brings the flags along; without a rail to scan none can be new. What is known already
 * can be read whatever becomes of it.
 */
static int read_curr_alarm(struct ina3221 *chip, u32 attr, int channel, long *val)
{
	u16 flag = curr_flag(attr, channel);
	struct ina3221_scan scan;
	int ret;

	if (channel == CURR_SUM && READ_ONCE(chip->alerts.mask) & INA3221_MASK_SCC_ALL &&
	    !sum_uohm(chip))
		return -ENODATA;
	ret = READ_ONCE(chip->alerts.alarms) & flag ? 0 : ina3221_scan(chip, &scan);
	if (ret && ret != -ENODATA)
		return ret;
	*val = ina3221_take_alarm(chip, flag);
	return 0;
}

static int read_curr(struct ina3221 *chip, u32 attr, int channel, long *val)
{
	switch (attr) {
	case hwmon_curr_input:
		return read_curr_input(chip, channel, val);
	case hwmon_curr_enable:
		*val = ina3221_channel_enabled(chip, channel);
		return 0;
	case hwmon_curr_max:
	case hwmon_curr_crit:
		return read_curr_limit(chip, attr, channel, val);
	case hwmon_curr_max_alarm:
	case hwmon_curr_crit_alarm:
		return read_curr_alarm(chip, attr, channel, val);
	default:
		return -EOPNOTSUPP;
	}
}

static int read_power(struct ina3221 *chip, u32 attr, int channel, long *val)
{
	struct ina3221_scan scan;
	s64 uw;
	int ret;

	if (attr == hwmon_power_enable) {
		*val = ina3221_channel_enabled(chip, channel);
		return 0;
	}
	if (attr != hwmon_power_input)
		return -EOPNOTSUPP;
	ret = ina3221_scan_rail(chip, channel, &scan);
	if (ret)
		return ret;
	uw = ina3221_power_uw(ina3221_bus_mv(scan.bus[channel]),
			      ina3221_shunt_uv(scan.shunt[channel]), ina3221_shunt(chip, channel));
	*val = clamp_t(s64, uw, LONG_MIN, LONG_MAX);
	return 0;
}

static int ina3221_hwmon_read(struct device *dev, enum hwmon_sensor_types type, u32 attr,
			      int channel, long *val)
{
	struct ina3221 *chip = dev_get_drvdata(dev);

	switch (type) {
	case hwmon_chip:
		return read_chip(chip, attr, val);
	case hwmon_in:
		return read_in(chip, attr, channel, val);
	case hwmon_curr:
		return read_curr(chip, attr, channel, val);
	case hwmon_power:
		return read_power(chip, attr, channel, val);
	default:
		return -EOPNOTSUPP;
	}
}

static const char *rail_label(const struct ina3221 *chip, enum hwmon_sensor_types type, int channel)
{
	if (type == hwmon_in && channel >= IN_SHUNT1)
		return "sum of shunt voltages";
	if (type == hwmon_curr && channel == CURR_SUM)
		return "sum of currents";
	if (type == hwmon_in)
		return chip->settings.rail[channel - IN_BUS1].label[INA3221_BUS];
	return chip->settings.rail[channel]
		.label[type == hwmon_curr ? INA3221_CURRENT : INA3221_POWER];
}

static int ina3221_hwmon_read_string(struct device *dev, enum hwmon_sensor_types type, u32 attr,
				     int channel, const char **str)
{
	*str = rail_label(dev_get_drvdata(dev), type, channel);
	return 0;
}

static int write_chip(struct ina3221 *chip, u32 attr, long val)
{
	u16 config = ina3221_config(chip);

	switch (attr) {
	case hwmon_chip_samples:
		val = clamp_val(val, 1, ina3221_avg_samples[INA3221_AVG_STEPS - 1]);
		config &= ~INA3221_CONFIG_AVG;
		config |= FIELD_PREP(INA3221_CONFIG_AVG, ina3221_avg_nearest(val));
		return ina3221_set_config(chip, config);
	case hwmon_chip_update_interval:
		val = clamp_val(val, 0, S32_MAX);
		return ina3221_set_config(chip, ina3221_config_with_interval(config, val));
	default:
		return -EOPNOTSUPP;
	}
}

static int write_enable(struct ina3221 *chip, unsigned int ch, long val)
{
	u16 config = ina3221_config(chip);
	u16 bit = INA3221_CONFIG_CH_EN(ch);

	if (val != 0 && val != 1)
		return -EINVAL;
	return ina3221_set_config(chip, val ? config | bit : config & ~bit);
}

static int write_in(struct ina3221 *chip, u32 attr, int channel, long val)
{
	switch (attr) {
	case hwmon_in_enable:
		return write_enable(chip, channel - IN_BUS1, val);
	case hwmon_in_min:
		return ina3221_set_power_valid(chip, false, ina3221_power_valid_word(val));
	default:
		return -EOPNOTSUPP;
	}
}

static int write_curr(struct ina3221 *chip, u32 attr, int channel, long val)
{
	u32 uohm = curr_uohm(chip, channel);

	if (attr == hwmon_curr_enable)
		return write_enable(chip, channel, val);
	if (!uohm)
		return -ENODATA;
	if (channel == CURR_SUM && attr == hwmon_curr_crit)
		return ina3221_arm_limit(chip, INA3221_MASK_SF, ina3221_sum_word_for_ma(val, uohm));
	switch (attr) {
	case hwmon_curr_max:
		return ina3221_arm_limit(chip, INA3221_MASK_WF(channel),
					 ina3221_shunt_word_for_ma(val, uohm));
	case hwmon_curr_crit:
		return ina3221_arm_limit(chip, INA3221_MASK_CF(channel),
					 ina3221_shunt_word_for_ma(val, uohm));
	default:
		return -EOPNOTSUPP;
	}
}

static int ina3221_hwmon_write(struct device *dev, enum hwmon_sensor_types type, u32 attr,
			       int channel, long val)
{
	struct ina3221 *chip = dev_get_drvdata(dev);

	CLASS(ina3221_settings, open)(chip);
	if (open.err)
		return open.err;
	switch (type) {
	case hwmon_chip:
		return write_chip(chip, attr, val);
	case hwmon_in:
		return write_in(chip, attr, channel, val);
	case hwmon_curr:
		return write_curr(chip, attr, channel, val);
	case hwmon_power:
		return attr == hwmon_power_enable ? write_enable(chip, channel, val) : -EOPNOTSUPP;
	default:
		return -EOPNOTSUPP;
	}
}

static bool in_tree_only(void)
{
	return ina3221_files() == INA3221_FILES_INTREE;
}

/* in0 exists in the table only because that counts from 0. */
static umode_t in_visible(const struct ina3221 *chip, u32 attr, int channel)
{
	if (channel < IN_BUS1)
		return 0;
	switch (attr) {
	case hwmon_in_label:
		return rail_label(chip, hwmon_in, channel) ? 0444 : 0;
	case hwmon_in_enable:
		return 0644;
	case hwmon_in_min:
		return in_tree_only() ? 0 : 0644;
	case hwmon_in_min_alarm:
		return in_tree_only() ? 0 : 0444;
	default:
		return 0444;
	}
}

/* A label that the in-tree driver lacks is the end of some programs. */
static umode_t label_visible(const struct ina3221 *chip, enum hwmon_sensor_types type, int channel)
{
	if (ina3221_files() != INA3221_FILES_ALL)
		return 0;
	return rail_label(chip, type, channel) ? 0444 : 0;
}

static umode_t curr_visible(const struct ina3221 *chip, u32 attr, int channel)
{
	switch (attr) {
	case hwmon_curr_label:
		return label_visible(chip, hwmon_curr, channel);
	case hwmon_curr_enable:
		return in_tree_only() ? 0 : 0644;
	case hwmon_curr_max:
	case hwmon_curr_crit:
		return 0644;
	default:
		return 0444;
	}
}

static umode_t power_visible(const struct ina3221 *chip, u32 attr, int channel)
{
	if (in_tree_only())
		return 0;
	switch (attr) {
	case hwmon_power_label:
		return label_visible(chip, hwmon_power, channel);
	case hwmon_power_enable:
		return 0644;
	default:
		return 0444;
	}
}

static umode_t ina3221_hwmon_is_visible(const void *data, enum hwmon_sensor_types type, u32 attr,
					int channel)
{
	const struct ina3221 *chip = data;

	switch (type) {
	case hwmon_chip:
		return 0644;
	case hwmon_in:
		return in_visible(chip, attr, channel);
	case hwmon_curr:
		return curr_visible(chip, attr, channel);
	case hwmon_power:
		return power_visible(chip, attr, channel);
	default:
		return 0;
	}
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

void ina3221_hwmon_notify_alarms(struct device *hwmon, u16 risen, u16 fresh)
{
	unsigned int ch, i;

	for (i = 0; i < INA3221_ALARM_FLAG_COUNT; i++)
		if (risen & BIT(i + INA3221_ALARM_FLAG_LOW))
			ina3221_hwmon_notify_count(hwmon, i);
	for (ch = 0; ch < INA3221_CHANNELS; ch++) {
		if (fresh & INA3221_MASK_WF(ch))
			hwmon_notify_event(hwmon, hwmon_curr, hwmon_curr_max_alarm, ch);
		if (fresh & INA3221_MASK_CF(ch))
			hwmon_notify_event(hwmon, hwmon_curr, hwmon_curr_crit_alarm, ch);
	}
	if (fresh & INA3221_MASK_SF)
		hwmon_notify_event(hwmon, hwmon_curr, hwmon_curr_crit_alarm, CURR_SUM);
}

void ina3221_hwmon_notify_power(struct device *hwmon, u8 rails, u8 fresh)
{
	unsigned int ch;

	for (ch = 0; ch < INA3221_CHANNELS; ch++) {
		if (rails & BIT(ch))
			ina3221_hwmon_notify_count(hwmon, INA3221_ALARM_FLAG_COUNT + ch);
		if (fresh & BIT(ch) && !in_tree_only())
			hwmon_notify_event(hwmon, hwmon_in, hwmon_in_min_alarm, IN_BUS1 + ch);
	}
}

int ina3221_register_hwmon(struct ina3221 *chip)
{
	struct device *dev = ina3221_dev(chip);
	struct device *hwmon;

	hwmon = devm_hwmon_device_register_with_info(dev, "ina3221", chip, &ina3221_hwmon_chip_info,
						     ina3221_hwmon_groups);
	if (IS_ERR(hwmon))
		return PTR_ERR(hwmon);
	return ina3221_announce_to_hwmon(chip, hwmon);
}
