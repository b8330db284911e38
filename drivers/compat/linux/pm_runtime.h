/* SPDX-License-Identifier: GPL-2.0-only */
/* Up to v5.16 a driver wrote out that it sleeps with the system as it does alone. */
#ifndef RAILGLOW_COMPAT_LINUX_PM_RUNTIME_H
#define RAILGLOW_COMPAT_LINUX_PM_RUNTIME_H

#include_next <linux/pm_runtime.h>

#ifndef DEFINE_RUNTIME_DEV_PM_OPS
#define DEFINE_RUNTIME_DEV_PM_OPS(name, suspend_fn, resume_fn, idle_fn)                            \
	const struct dev_pm_ops name = {                                                           \
		.suspend = pm_runtime_force_suspend,                                               \
		.resume = pm_runtime_force_resume,                                                 \
		.freeze = pm_runtime_force_suspend,                                                \
		.thaw = pm_runtime_force_resume,                                                   \
		.poweroff = pm_runtime_force_suspend,                                              \
		.restore = pm_runtime_force_resume,                                                \
		.runtime_suspend = (suspend_fn),                                                   \
		.runtime_resume = (resume_fn),                                                     \
		.runtime_idle = (idle_fn),                                                         \
	}
#endif

#endif
