// SPDX-License-Identifier: GPL-2.0-only
/*
 * An IIO trigger called "pull" that fires, from interrupt context as those of hardware do,
 * each time something is written to /sys/module/pull_trigger/parameters/now. For kernels
 * that have none of the stock triggers.
 */
#include <linux/iio/iio.h>
#include <linux/iio/trigger.h>
#include <linux/irq_work.h>
#include <linux/module.h>

static struct iio_trigger *trigger;

static void fire(struct irq_work *work)
{
	iio_trigger_poll(trigger);
}

static struct irq_work firing = IRQ_WORK_INIT_HARD(fire);

static int pull(const char *text, const struct kernel_param *param)
{
	if (!trigger)
		return -ENODEV;
	irq_work_queue(&firing);
	return 0;
}

static const struct kernel_param_ops pull_ops = {
	.set = pull,
};
module_param_cb(now, &pull_ops, NULL, 0200);
MODULE_PARM_DESC(now, "fire once");

static const struct iio_trigger_ops trigger_ops = {};

static int __init pull_trigger_init(void)
{
	struct iio_trigger *made = iio_trigger_alloc(NULL, "pull");
	int ret;

	if (!made)
		return -ENOMEM;
	made->ops = &trigger_ops;
	ret = iio_trigger_register(made);
	if (ret)
		iio_trigger_free(made);
	else
		trigger = made;
	return ret;
}
module_init(pull_trigger_init);

static void __exit pull_trigger_exit(void)
{
	irq_work_sync(&firing);
	iio_trigger_unregister(trigger);
	iio_trigger_free(trigger);
}
module_exit(pull_trigger_exit);

MODULE_DESCRIPTION("IIO trigger that fires on request");
MODULE_AUTHOR("The railglow authors");
MODULE_LICENSE("GPL");
MODULE_INFO(test, "Y");
