// SPDX-License-Identifier: GPL-2.0-only
/*
 * INA3221 driver: programs that poll alarms of the monitoring interface are woken, as alerts.c
 * says.
 */
#include <linux/device.h>
#include <linux/hwmon.h>
#include <linux/kobject.h>
#include <linux/sysfs.h>

#include "drivers/ina3221/hwmon.h"
#include "drivers/ina3221/ina3221.h"

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
			sysfs_notify(&hwmon->kobj, NULL, ina3221_hwmon_count_name(i));
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
