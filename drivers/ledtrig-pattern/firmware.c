// SPDX-License-Identifier: GPL-2.0-only
/*
 * The default pattern of an LED, from its firmware node.
 */
#include <linux/property.h>
#include <linux/slab.h>

#include "drivers/ledtrig-pattern/ledtrig_pattern.h"

#define PROPERTY "led-pattern"
/** Cells of a tuple: brightness, then milliseconds. */
#define TUPLE_CELLS 2

/* Cells are read straight into tuples. */
static_assert(sizeof(struct pattern_tuple) == TUPLE_CELLS * sizeof(u32));
static_assert(offsetof(struct pattern_tuple, brightness) == 0);

static int read_cells(struct device *dev, const struct pattern_text_rules *rules,
		      struct pattern_tuple *tuples, u32 count)
{
	int err;

	err = device_property_read_u32_array(dev, PROPERTY, (u32 *)tuples, count * TUPLE_CELLS);
	return err ?: pattern_tuples_check(tuples, count, rules);
}

/* As pattern_firmware_read(), for a property that is there, without a word. */
static int read_property(struct device *dev, const struct pattern_text_rules *rules,
			 struct pattern_tuple **tuples)
{
	int cells = device_property_count_u32(dev, PROPERTY);
	u32 count = cells / TUPLE_CELLS;
	int err;

	if (cells < TUPLE_CELLS || cells % TUPLE_CELLS || count > rules->tuples_max)
		return -EINVAL;
	*tuples = kmalloc_array(count, sizeof(**tuples), GFP_KERNEL);
	if (!*tuples)
		return -ENOMEM;
	err = read_cells(dev, rules, *tuples, count);
	if (err) {
		kfree(*tuples);
		return err;
	}
	return count;
}

int pattern_firmware_read(struct device *dev, const struct pattern_text_rules *rules,
			  struct pattern_tuple **tuples)
{
	int count;

	if (!device_property_present(dev, PROPERTY))
		return 0;
	count = read_property(dev, rules, tuples);
	if (count < 0 && count != -ENOMEM)
		dev_warn(dev,
			 PROPERTY
			 " is no pattern: it takes %u to %u pairs of brightness, 0 to %u, and ms\n",
			 rules->tuples_min, rules->tuples_max, rules->brightness_max);
	return count;
}
