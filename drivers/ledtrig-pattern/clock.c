// SPDX-License-Identifier: GPL-2.0-only
/*
 * Learning that the realtime clock was set, by hand, by a leap second or by
 * sleep. The kernel has one notice of it that modules may hear; it comes with
 * the timekeeper locked, where no clock can be read, and with every tick. Hence
 * it is asked for only while somebody follows that clock, and acted upon later.
 */
#include <linux/irq_work.h>
#include <linux/mutex.h>
#include <linux/notifier.h>
#include <linux/pvclock_gtod.h>

#include "drivers/ledtrig-pattern/ledtrig_pattern.h"

static void tell_engines(struct irq_work *work)
{
	pattern_trig_clock_was_set();
}

static DEFINE_IRQ_WORK(tell_work, tell_engines);

static int hear(struct notifier_block *block, unsigned long was_set, void *timekeeper)
{
	if (was_set)
		irq_work_queue(&tell_work);
	return NOTIFY_OK;
}

static struct notifier_block hearing = {
	.notifier_call = hear,
};

static DEFINE_MUTEX(followers_lock); /* of the next */
static u32 followers;

void pattern_clock_follow(void)
{
	mutex_lock(&followers_lock);
	if (!followers++)
		pvclock_gtod_register_notifier(&hearing);
	mutex_unlock(&followers_lock);
}

void pattern_clock_unfollow(void)
{
	mutex_lock(&followers_lock);
	if (!--followers) {
		pvclock_gtod_unregister_notifier(&hearing);
		irq_work_sync(&tell_work);
	}
	mutex_unlock(&followers_lock);
}

void pattern_clock_settle(void)
{
	/* What the caller wrote is seen by the next one, or the one that runs is seen here. */
	smp_mb();
	irq_work_sync(&tell_work);
}
