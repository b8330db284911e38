/* SPDX-License-Identifier: GPL-2.0-only */
/* Before v6.11 no device put an end to its locks, which is a check of debug kernels. */
#ifndef RAILGLOW_COMPAT_LINUX_MUTEX_H
#define RAILGLOW_COMPAT_LINUX_MUTEX_H

#include_next <linux/mutex.h>

#ifndef RAILGLOW_DEVM_MUTEX_INIT
#define devm_mutex_init(dev, lock)                                                                 \
	({                                                                                         \
		(void)(dev);                                                                       \
		mutex_init(lock);                                                                  \
		0;                                                                                 \
	})
#endif

#endif
