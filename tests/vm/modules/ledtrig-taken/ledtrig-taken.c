// SPDX-License-Identifier: GPL-2.0-only
/*
 * Stands in for a trigger built into the kernel that has the name "pattern".
 */
#include <linux/leds.h>
#include <linux/module.h>

static struct led_trigger taken_trigger = {
	.name = "pattern",
};
module_led_trigger(taken_trigger);

MODULE_DESCRIPTION("An LED trigger named pattern that does nothing");
MODULE_AUTHOR("The railglow authors");
MODULE_LICENSE("GPL");
