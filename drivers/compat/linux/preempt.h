/* SPDX-License-Identifier: GPL-2.0-only */
/* Up to v5.10 this had a name that also seemed to mean soft interrupts. */
#ifndef RAILGLOW_COMPAT_LINUX_PREEMPT_H
#define RAILGLOW_COMPAT_LINUX_PREEMPT_H

#include_next <linux/preempt.h>

#ifndef in_hardirq
#define in_hardirq() in_irq()
#endif

#endif
