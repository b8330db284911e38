// SPDX-License-Identifier: GPL-2.0-only
/*
 * An LED "lit" that hardware drives until somebody else does, as the controllers
 * of laptops have them: with a trigger of its own, "hw-auto", which is its default
 * one. Linux 7.2 and later do not tell the level of such an LED.
 */
#include <linux/leds.h>
#include <linux/module.h>

static bool by_hardware;
module_param(by_hardware, bool, 0444);
MODULE_PARM_DESC(by_hardware, "hardware drives the LED");

static struct led_hw_trigger_type own_type;

static int hand_to_hardware(struct led_classdev *led)
{
	by_hardware = true;
	return 0;
}

static void take_from_hardware(struct led_classdev *led)
{
	by_hardware = false;
}

static struct led_trigger own_trigger = {
	.name = "hw-auto",
	.trigger_type = &own_type,
	.activate = hand_to_hardware,
	.deactivate = take_from_hardware,
};

/* Nothing can be seen of this LED. */
static void set_level(struct led_classdev *led, enum led_brightness level)
{
}

static struct led_classdev lit = {
	.name = "lit",
	.max_brightness = 255,
	.brightness_set = set_level,
	.default_trigger = "hw-auto",
	.trigger_type = &own_type,
};

static int __init led_by_hardware_init(void)
{
	int err = led_trigger_register(&own_trigger);

	if (err)
		return err;
	err = led_classdev_register(NULL, &lit);
	if (err)
		led_trigger_unregister(&own_trigger);
	return err;
}
module_init(led_by_hardware_init);

static void __exit led_by_hardware_exit(void)
{
	led_classdev_unregister(&lit);
	led_trigger_unregister(&own_trigger);
}
module_exit(led_by_hardware_exit);

MODULE_DESCRIPTION("An LED that hardware drives");
MODULE_AUTHOR("The railglow authors");
MODULE_LICENSE("GPL");
MODULE_INFO(test, "Y");
