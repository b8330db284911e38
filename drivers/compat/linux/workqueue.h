/* SPDX-License-Identifier: GPL-2.0-only */
/* Up to v6.16 the queue whose work any processor may take was called unbound. */
#ifndef RAILGLOW_COMPAT_LINUX_WORKQUEUE_H
#define RAILGLOW_COMPAT_LINUX_WORKQUEUE_H

#include_next <linux/workqueue.h>

#ifndef RAILGLOW_SYSTEM_DFL_WQ
#define system_dfl_wq system_unbound_wq
#endif

#endif
