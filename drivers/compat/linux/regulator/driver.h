/* SPDX-License-Identifier: GPL-2.0-only */
/* Up to v6.0 a regulator named its device in its configuration alone. */
#ifndef RAILGLOW_COMPAT_LINUX_REGULATOR_DRIVER_H
#define RAILGLOW_COMPAT_LINUX_REGULATOR_DRIVER_H

#include_next <linux/regulator/driver.h>

#ifndef RAILGLOW_REGULATOR_REGISTER_DEV
#define regulator_register(dev, desc, config) ((void)(dev), regulator_register(desc, config))
#endif

#endif
