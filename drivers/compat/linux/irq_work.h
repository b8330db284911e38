/* SPDX-License-Identifier: GPL-2.0-only */
/* Up to v5.10 work in hard interrupt context was asked for by a flag. */
#ifndef RAILGLOW_COMPAT_LINUX_IRQ_WORK_H
#define RAILGLOW_COMPAT_LINUX_IRQ_WORK_H

#include_next <linux/irq_work.h>

#ifndef IRQ_WORK_INIT_HARD
#define IRQ_WORK_INIT_HARD(function)                                                               \
	((struct irq_work){ .flags = ATOMIC_INIT(IRQ_WORK_HARD_IRQ), .func = (function) })
#endif

#endif
