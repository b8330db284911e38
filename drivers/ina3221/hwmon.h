/* SPDX-License-Identifier: GPL-2.0-only */
/* INA3221 driver: the monitoring interface. */
#ifndef RAILGLOW_DRIVERS_INA3221_HWMON_H
#define RAILGLOW_DRIVERS_INA3221_HWMON_H

#include <linux/kconfig.h>
#include <linux/types.h>

struct attribute_group;
struct device;
struct ina3221;

#if IS_ENABLED(CONFIG_HWMON)

/* hwmon.c */
int __must_check ina3221_register_hwmon(struct ina3221 *chip);

/**
 * ina3221_hwmon_notify_alarms() - alarms began
 * @hwmon: the device
 * @begun: which, as INA3221_ALARM(); wakes programs that poll their counts
 * @fresh: those that were not told since they were read; wakes programs that poll their files
 */
void ina3221_hwmon_notify_alarms(struct device *hwmon, u16 begun, u16 fresh);

/** ina3221_hwmon_notify_timing() - the timing-control failure began or ended. */
void ina3221_hwmon_notify_timing(struct device *hwmon);

#else

static inline int ina3221_register_hwmon(struct ina3221 *chip)
{
	return 0;
}

static inline void ina3221_hwmon_notify_alarms(struct device *hwmon, u16 begun, u16 fresh)
{
}

static inline void ina3221_hwmon_notify_timing(struct device *hwmon)
{
}

#endif /* CONFIG_HWMON */

#endif /* RAILGLOW_DRIVERS_INA3221_HWMON_H */
