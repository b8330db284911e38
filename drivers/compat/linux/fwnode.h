/* SPDX-License-Identifier: GPL-2.0-only */
/* Up to v5.11 a node was its operations and nothing else. */
#ifndef RAILGLOW_COMPAT_LINUX_FWNODE_H
#define RAILGLOW_COMPAT_LINUX_FWNODE_H

#include_next <linux/fwnode.h>

#ifndef RAILGLOW_FWNODE_INIT
static inline void fwnode_init(struct fwnode_handle *fwnode, const struct fwnode_operations *ops)
{
	fwnode->ops = ops;
}
#endif

#endif
