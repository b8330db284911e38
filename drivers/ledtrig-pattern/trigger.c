// SPDX-License-Identifier: GPL-2.0-only
/*
 * The trigger: what is stored for one LED, and the life of it.
 *
 * The LED core removes the files and waits for their last reader and writer
 * before it deactivates the trigger, and switches the LED off after that.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/module.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "core/pattern_text.h"
#include "drivers/ledtrig-pattern/ledtrig_pattern.h"

static char *name = "pattern";
module_param(name, charp, 0444);
MODULE_PARM_DESC(name, "name of the trigger, where another one has \"pattern\" already");

static const struct player_timing *timing_of(enum pattern_kind kind)
{
	return kind == PATTERN_FINE ? &player_timing_fine : &player_timing_normal;
}

static void replace_pattern(struct pattern_trig *trig, enum pattern_kind kind,
			    struct pattern_tuple *tuples, u32 count)
{
	lockdep_assert_held(&trig->lock);
	pattern_engine_stop(&trig->engine);
	kfree(trig->tuples);
	trig->tuples = tuples;
	trig->count = count;
	trig->kind = kind;
}

static void drop_pattern(struct pattern_trig *trig)
{
	replace_pattern(trig, PATTERN_NONE, NULL, 0);
}

int pattern_trig_restart(struct pattern_trig *trig)
{
	struct pattern_play play = {
		.timing = timing_of(trig->kind),
		.curve = trig->curve,
		.repeat = trig->repeat,
	};

	lockdep_assert_held(&trig->lock);
	if (trig->kind == PATTERN_NONE)
		return 0;
	pattern_engine_stop(&trig->engine);
	return pattern_engine_play(&trig->engine, trig->tuples, trig->count, &play);
}

/* Returns the number of tuples, which the caller owns, or an error. */
static int read_pattern(const struct pattern_trig *trig, const char *text, size_t len,
			struct pattern_tuple **tuples)
{
	const struct pattern_text_rules rules = {
		.tuples_min = 2,
		.tuples_max = PATTERN_TUPLES_MAX,
		.brightness_max = trig->engine.led->max_brightness,
		.needs_duration = true,
	};
	int count;

	/* sysfs hands over at most a page; the rest of a longer text would follow. */
	if (len >= PAGE_SIZE)
		return -E2BIG;
	count = pattern_text_parse(text, len, &rules, NULL, 0);
	if (count <= 0)
		return count;

	*tuples = kmalloc_array(count, sizeof(**tuples), GFP_KERNEL);
	if (!*tuples)
		return -ENOMEM;
	return pattern_text_parse(text, len, &rules, *tuples, count);
}

int pattern_trig_store(struct pattern_trig *trig, enum pattern_kind kind, const char *text,
		       size_t len)
{
	struct pattern_tuple *tuples = NULL;
	int count = read_pattern(trig, text, len, &tuples);

	if (count == -ENOMEM)
		return count;
	if (count <= 0) {
		drop_pattern(trig);
		return count;
	}
	replace_pattern(trig, kind, tuples, count);
	return pattern_trig_restart(trig);
}

static int pattern_trig_activate(struct led_classdev *led)
{
	struct pattern_trig *trig = kzalloc(sizeof(*trig), GFP_KERNEL);

	if (!trig)
		return -ENOMEM;
	trig->repeat = PLAYER_REPEAT_FOREVER;
	mutex_init(&trig->lock);
	pattern_engine_init(&trig->engine, led);
	led_set_trigger_data(led, trig);
	return 0;
}

static void pattern_trig_deactivate(struct led_classdev *led)
{
	struct pattern_trig *trig = led_get_trigger_data(led);

	pattern_engine_destroy(&trig->engine);
	kfree(trig->tuples);
	mutex_destroy(&trig->lock);
	kfree(trig);
}

static struct led_trigger pattern_trigger = {
	.activate = pattern_trig_activate,
	.deactivate = pattern_trig_deactivate,
	.groups = pattern_trig_groups,
};

/* A name with a blank or too long for the core could never be selected. */
static bool selectable(const char *trigger_name)
{
	size_t len = strlen(trigger_name);

	return len && len < TRIG_NAME_MAX && !strpbrk(trigger_name, " \t\n\v\f\r");
}

static int __init pattern_trig_init(void)
{
	int err;

	if (!selectable(name)) {
		pr_err("the parameter 'name' must be one word of 1 to %d characters\n",
		       TRIG_NAME_MAX - 1);
		return -EINVAL;
	}
	pattern_trigger.name = name;
	err = led_trigger_register(&pattern_trigger);
	if (err == -EEXIST)
		pr_err("a trigger '%s' is there: unload it, or load this with name=OTHER\n", name);
	return err;
}
module_init(pattern_trig_init);

static void __exit pattern_trig_exit(void)
{
	led_trigger_unregister(&pattern_trigger);
}
module_exit(pattern_trig_exit);

MODULE_DESCRIPTION("LED trigger that plays brightness patterns");
MODULE_AUTHOR("The railglow authors");
MODULE_LICENSE("GPL");
MODULE_VERSION(RAILGLOW_VERSION);
MODULE_ALIAS("ledtrig:pattern");
