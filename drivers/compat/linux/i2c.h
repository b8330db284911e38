/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Up to v6.3 the probe that takes only the client was called probe_new. The
 * renaming is seen only by files that include this header, where "probe" is the
 * member of struct i2c_driver.
 */
#ifndef RAILGLOW_COMPAT_LINUX_I2C_H
#define RAILGLOW_COMPAT_LINUX_I2C_H

#include_next <linux/i2c.h>

#ifdef RAILGLOW_I2C_PROBE_NEW
#define probe probe_new
#endif

#endif
