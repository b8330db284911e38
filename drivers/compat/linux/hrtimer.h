/* SPDX-License-Identifier: GPL-2.0-only */
/* Before v6.13 the function of a timer was set apart from the rest of it. */
#ifndef RAILGLOW_COMPAT_LINUX_HRTIMER_H
#define RAILGLOW_COMPAT_LINUX_HRTIMER_H

#include_next <linux/hrtimer.h>

#ifndef RAILGLOW_HRTIMER_SETUP
static inline void hrtimer_setup(struct hrtimer *timer,
				 enum hrtimer_restart (*function)(struct hrtimer *),
				 clockid_t clock_id, enum hrtimer_mode mode)
{
	hrtimer_init(timer, clock_id, mode);
	timer->function = function;
}
#endif

#endif
