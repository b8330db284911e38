// SPDX-License-Identifier: GPL-2.0-only
/* Sleeping until a moment of the clock. */

#include <linux/hrtimer.h>
#include <linux/ktime.h>
#include <linux/sched.h>
#include <linux/timekeeping.h>

#include "board/wait.h"

void sim_wait_until(u64 time_ns)
{
	ktime_t expires = ns_to_ktime(time_ns);

	while (ktime_get_ns() < time_ns) {
		set_current_state(TASK_UNINTERRUPTIBLE);
		schedule_hrtimeout(&expires, HRTIMER_MODE_ABS);
	}
}
