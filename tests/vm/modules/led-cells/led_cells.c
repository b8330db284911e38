// SPDX-License-Identifier: GPL-2.0-only
/*
 * LEDs whose firmware nodes say more of a pattern than the board's can: "full" has as many
 * tuples as there may be, of ten digits each number, "over" one more, "flood" many times as
 * many, and "words" has text in place of cells. All of them have 2^31
 * levels. "clash" has a file that is called like one of the trigger's, no default pattern.
 */
#include <linux/leds.h>
#include <linux/limits.h>
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/property.h>

#define TUPLES_MAX 1024
#define FLOOD_TUPLES 60000
#define TEN_DIGITS 1000000000

static u32 cells[2 * FLOOD_TUPLES];

#define LABEL(text) PROPERTY_ENTRY_STRING("label", text)
#define TRIGGER PROPERTY_ENTRY_STRING("linux,default-trigger", "pattern")
#define CELLS(count) PROPERTY_ENTRY_U32_ARRAY_LEN("led-pattern", cells, count)
#define TEXT(text) PROPERTY_ENTRY_STRING("led-pattern", text)

static const struct property_entry full[] = {
	LABEL("full"),
	TRIGGER,
	CELLS(2 * TUPLES_MAX),
	{},
};

static const struct property_entry over[] = {
	LABEL("over"),
	TRIGGER,
	CELLS(2 * TUPLES_MAX + 2),
	{},
};

static const struct property_entry flood[] = {
	LABEL("flood"),
	TRIGGER,
	CELLS(2 * FLOOD_TUPLES),
	{},
};

static const struct property_entry words[] = {
	LABEL("words"),
	TRIGGER,
	TEXT("0 1000 1 1000"),
	{},
};

static const struct property_entry clash[] = {
	LABEL("clash"),
	{},
};

static const struct property_entry *const properties[] = { full, over, flood, words, clash };

static ssize_t curve_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "mine\n");
}
static DEVICE_ATTR_RO(curve);

static struct attribute *clash_attrs[] = { &dev_attr_curve.attr, NULL };
ATTRIBUTE_GROUPS(clash);

static struct led_classdev leds[ARRAY_SIZE(properties)];
static struct software_node nodes[ARRAY_SIZE(properties)];
static struct platform_device *parent;

static void show_nothing(struct led_classdev *led, enum led_brightness level)
{
}

static void remove_leds(int count)
{
	while (count--) {
		led_classdev_unregister(&leds[count]);
		software_node_unregister(&nodes[count]);
	}
	platform_device_unregister(parent);
}

static int add_led(int i)
{
	struct led_init_data init = {};
	int ret;

	nodes[i].properties = properties[i];
	ret = software_node_register(&nodes[i]);
	if (ret)
		return ret;
	init.fwnode = software_node_fwnode(&nodes[i]);
	leds[i].max_brightness = INT_MAX;
	leds[i].brightness_set = show_nothing;
	if (properties[i] == clash)
		leds[i].groups = clash_groups;
	ret = led_classdev_register_ext(&parent->dev, &leds[i], &init);
	if (ret)
		software_node_unregister(&nodes[i]);
	return ret;
}

static int __init led_cells_init(void)
{
	int i, ret;

	for (i = 0; i < ARRAY_SIZE(cells); i++)
		cells[i] = TEN_DIGITS + i;
	parent = platform_device_register_simple("led-cells", PLATFORM_DEVID_NONE, NULL, 0);
	if (IS_ERR(parent))
		return PTR_ERR(parent);
	for (i = 0; i < ARRAY_SIZE(properties); i++) {
		ret = add_led(i);
		if (ret) {
			remove_leds(i);
			return ret;
		}
	}
	return 0;
}
module_init(led_cells_init);

static void __exit led_cells_exit(void)
{
	remove_leds(ARRAY_SIZE(properties));
}
module_exit(led_cells_exit);

MODULE_DESCRIPTION("LEDs with default patterns of any size");
MODULE_AUTHOR("The railglow authors");
MODULE_LICENSE("GPL");
MODULE_INFO(test, "Y");
