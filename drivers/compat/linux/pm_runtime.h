/* SPDX-License-Identifier: GPL-2.0-only */
/* Up to v5.16 a driver wrote out that it sleeps with the system as it does alone. */
#ifndef RAILGLOW_COMPAT_LINUX_PM_RUNTIME_H
#define RAILGLOW_COMPAT_LINUX_PM_RUNTIME_H

#include_next <linux/pm_runtime.h>

#ifndef DEFINE_RUNTIME_DEV_PM_OPS
#define DEFINE_RUNTIME_DEV_PM_OPS(name, suspend_fn, resume_fn, idle_fn)                            \
	const struct dev_pm_ops name = {                                                           \
		SET_SYSTEM_SLEEP_PM_OPS(pm_runtime_force_suspend, pm_runtime_force_resume)         \
			SET_RUNTIME_PM_OPS(suspend_fn, resume_fn, idle_fn)                         \
	}
#endif

#endif
