/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Up to v5.15 firmware's interrupts had numbers alone. Up to v5.13 only devicetree and ACPI
 * had any: a node of another kind lists the kernel's numbers as "interrupt-numbers".
 */
#ifndef RAILGLOW_COMPAT_LINUX_PROPERTY_H
#define RAILGLOW_COMPAT_LINUX_PROPERTY_H

#include_next <linux/property.h>
#include <linux/errno.h>

/* Up to v5.11 a node was its operations and nothing else. */
#ifndef RAILGLOW_FWNODE_INIT
static inline void fwnode_init(struct fwnode_handle *fwnode, const struct fwnode_operations *ops)
{
	fwnode->ops = ops;
}
#endif

#ifndef RAILGLOW_FWNODE_IRQ_GET_BYNAME
static inline int fwnode_irq_get_byname(struct fwnode_handle *fwnode, const char *name)
{
	int index = fwnode_property_match_string(fwnode, "interrupt-names", name);
	u32 irqs[8];

	if (index < 0 || index >= sizeof(irqs) / sizeof(*irqs))
		return index < 0 ? index : -EINVAL;
	if (!fwnode_property_read_u32_array(fwnode, "interrupt-numbers", irqs, index + 1))
		return irqs[index];
	return fwnode_irq_get(fwnode, index);
}
#endif

#endif
