/* SPDX-License-Identifier: GPL-2.0-only */
/* Up to v5.13 the interrupt of a domain was looked up by whoever raised it. */
#ifndef RAILGLOW_COMPAT_LINUX_IRQDESC_H
#define RAILGLOW_COMPAT_LINUX_IRQDESC_H

#include_next <linux/irqdesc.h>

#ifndef RAILGLOW_DOMAIN_IRQ
#define generic_handle_domain_irq(domain, hwirq) generic_handle_irq(irq_find_mapping(domain, hwirq))
#endif

#endif
