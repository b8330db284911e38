/* SPDX-License-Identifier: GPL-2.0-only */
/* Up to v6.3 the probe that takes only the client was called probe_new. */
#ifndef RAILGLOW_COMPAT_LINUX_I2C_H
#define RAILGLOW_COMPAT_LINUX_I2C_H

#include_next <linux/i2c.h>

#ifdef RAILGLOW_I2C_PROBE_NEW
/* Seen only by files that include this header, where it is the member of struct i2c_driver. */
#define probe probe_new
#endif

#endif
