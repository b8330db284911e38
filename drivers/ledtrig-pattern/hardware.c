// SPDX-License-Identifier: GPL-2.0-only
/*
 * Patterns played by the LED's own engine, through the two calls of its driver.
 */
#include <linux/slab.h>
#include <linux/workqueue.h>

#include "drivers/ledtrig-pattern/ledtrig_pattern.h"

bool pattern_hardware_usable(const struct led_classdev *led)
{
	return led->pattern_set && led->pattern_clear;
}

void pattern_hardware_complain(const struct led_classdev *led)
{
	if (led->pattern_set && !led->pattern_clear)
		dev_warn(led->dev,
			 "no hw_pattern: the driver can set a pattern but not clear it\n");
	if (led->pattern_clear && !led->pattern_set)
		dev_warn(led->dev,
			 "no hw_pattern: the driver can clear a pattern but not set one\n");
}

/* Drivers use brightness as levels, flags or bits: its 32 bits pass unchanged. */
static void give(struct led_pattern *copy, const struct pattern_tuple *tuples, u32 count)
{
	u32 i;

	for (i = 0; i < count; i++)
		copy[i] = (struct led_pattern){
			.brightness = (int)tuples[i].brightness,
			.delta_t = tuples[i].duration_ms,
		};
}

static void take_back(struct pattern_tuple *tuples, const struct led_pattern *copy, u32 count)
{
	u32 i;

	for (i = 0; i < count; i++)
		tuples[i] = (struct pattern_tuple){
			.brightness = (u32)copy[i].brightness,
			.duration_ms = copy[i].delta_t,
		};
}

int pattern_hardware_set(struct led_classdev *led, struct pattern_tuple *tuples, u32 count,
			 s32 repeat)
{
	struct led_pattern *copy = kmalloc_array(count, sizeof(*copy), GFP_KERNEL);
	int err;

	if (!copy)
		return -ENOMEM;
	give(copy, tuples, count);
	/* A level still on its way to the LED would end the pattern on most chips. */
	flush_work(&led->set_brightness_work);
	err = led->pattern_set(led, copy, count, repeat);
	if (!err)
		take_back(tuples, copy, count);
	kfree(copy);
	return err;
}

void pattern_hardware_clear(struct led_classdev *led)
{
	led->pattern_clear(led);
}
