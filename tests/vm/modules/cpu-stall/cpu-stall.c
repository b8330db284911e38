// SPDX-License-Identifier: GPL-2.0-only
/*
 * Stalls a processor: /sys/module/cpu_stall/parameters/ms takes a number of
 * milliseconds for which the writing processor does nothing, interrupts off.
 */
#include <linux/delay.h>
#include <linux/irqflags.h>
#include <linux/kstrtox.h>
#include <linux/module.h>

#define STALL_MAX_MS 10000

static int stall(const char *text, const struct kernel_param *param)
{
	unsigned long flags;
	unsigned int ms;
	int err;

	err = kstrtouint(text, 10, &ms);
	if (err)
		return err;
	if (ms > STALL_MAX_MS)
		return -ERANGE;
	local_irq_save(flags);
	mdelay(ms);
	local_irq_restore(flags);
	return 0;
}

static const struct kernel_param_ops stall_ops = {
	.set = stall,
};
module_param_cb(ms, &stall_ops, NULL, 0200);
MODULE_PARM_DESC(ms, "stall the writing processor this long, in ms");

MODULE_DESCRIPTION("Stalls a processor on request");
MODULE_AUTHOR("The railglow authors");
MODULE_LICENSE("GPL");
MODULE_INFO(test, "Y");
