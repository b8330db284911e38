// SPDX-License-Identifier: GPL-2.0-only
/*
 * Counters of objects that were made and unmade, for the file objects in debugfs: a difference is
 * a leak.
 */

#include <linux/atomic.h>
#include <linux/seq_file.h>

#include "board/objects.h"

static atomic64_t created[SIM_OBJECTS];
static atomic64_t destroyed[SIM_OBJECTS];

static const char *const object_name[SIM_OBJECTS] = {
	[SIM_OBJECT_BOARD] = "board",
	[SIM_OBJECT_CHIP] = "chip",
	[SIM_OBJECT_LED] = "led",
	[SIM_OBJECT_INPUT] = "input",
	[SIM_OBJECT_RING] = "ring",
	[SIM_OBJECT_LIVE_BOARD] = "live-board",
	[SIM_OBJECT_ADAPTER] = "adapter",
	[SIM_OBJECT_CLIENT] = "client",
	[SIM_OBJECT_GPIO_CHIP] = "gpio-chip",
	[SIM_OBJECT_LED_DEVICE] = "led-device",
};

void sim_object_created(enum sim_object kind)
{
	atomic64_inc(&created[kind]);
}

void sim_object_destroyed(enum sim_object kind)
{
	atomic64_inc(&destroyed[kind]);
}

int sim_objects_show(struct seq_file *m, void *object)
{
	unsigned int i;

	for (i = 0; i < SIM_OBJECTS; i++)
		seq_printf(m, "%s %lld %lld\n", object_name[i], atomic64_read(&created[i]),
			   atomic64_read(&destroyed[i]));
	return 0;
}
