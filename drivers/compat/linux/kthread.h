/* SPDX-License-Identifier: GPL-2.0-only */
/* Before v6.14 a worker ran as soon as it was made. */
#ifndef RAILGLOW_COMPAT_LINUX_KTHREAD_H
#define RAILGLOW_COMPAT_LINUX_KTHREAD_H

#include_next <linux/kthread.h>

#ifndef kthread_run_worker
#define kthread_run_worker kthread_create_worker
#endif

#endif
