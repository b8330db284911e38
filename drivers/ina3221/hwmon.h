/* SPDX-License-Identifier: GPL-2.0-only */
/* INA3221 driver: the monitoring face. */
#ifndef RAILGLOW_DRIVERS_INA3221_HWMON_H
#define RAILGLOW_DRIVERS_INA3221_HWMON_H

#include "drivers/ina3221/ina3221.h"

/* hwmon.c */
int __must_check ina3221_register_hwmon(struct ina3221 *chip);

/** ina3221_hwmon_notify_alarms() - these began; wakes who polls their files. */
void ina3221_hwmon_notify_alarms(struct device *hwmon, u16 flags);

/** ina3221_hwmon_notify_power() - the same, of rails that are low, as bits. */
void ina3221_hwmon_notify_power(struct device *hwmon, u8 rails);

/* hwmon_files.c */
extern const struct attribute_group *ina3221_hwmon_groups[];

/** ina3221_hwmon_notify_timing() - the timing-control failure began or ended. */
void ina3221_hwmon_notify_timing(struct device *hwmon);

#endif /* RAILGLOW_DRIVERS_INA3221_HWMON_H */
