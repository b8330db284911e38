/* SPDX-License-Identifier: GPL-2.0-only */
/* Up to v6.14 clients had no folder in debugfs, up to v6.3 their probe another name. */
#ifndef RAILGLOW_COMPAT_LINUX_I2C_H
#define RAILGLOW_COMPAT_LINUX_I2C_H

#include_next <linux/i2c.h>

#ifdef RAILGLOW_I2C_PROBE_NEW
/* Seen only by files that include this header, where it is the member of struct i2c_driver. */
#define probe probe_new
#endif

/* It is made where drivers made one, in the root. */
#ifndef RAILGLOW_I2C_DEBUGFS
#include <linux/debugfs.h>

static inline void railglow_remove(void *folder)
{
	debugfs_remove_recursive(folder);
}

static inline struct dentry *railglow_folder(struct device *dev)
{
	struct dentry *folder = debugfs_create_dir(dev_name(dev), NULL);

	return devm_add_action_or_reset(dev, railglow_remove, folder) ? ERR_PTR(-ENOMEM) : folder;
}

#define i2c_client_debugfs(client) railglow_folder(&(client)->dev)
#endif

#endif
