// SPDX-License-Identifier: GPL-2.0-only
/*
 * The trigger: what is stored for one LED, and the life of it.
 *
 * The LED core removes the files and waits for their last reader and writer
 * before it deactivates the trigger, and switches the LED off after that.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/module.h>
#include <linux/rculist.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "drivers/ledtrig-pattern/ledtrig_pattern.h"

static char *name = "pattern";
module_param(name, charp, 0444);
MODULE_PARM_DESC(name, "name of the trigger, where another one has \"pattern\" already");

static const struct player_timing *timing_of(enum pattern_kind kind)
{
	return kind == PATTERN_FINE ? &player_timing_fine : &player_timing_normal;
}

static struct pattern_text_rules rules_of(const struct pattern_trig *trig, enum pattern_kind kind)
{
	bool hardware = kind == PATTERN_HARDWARE;

	return (struct pattern_text_rules){
		.tuples_min = hardware ? 1 : 2,
		.tuples_max = PATTERN_TUPLES_MAX,
		.brightness_max = hardware ? U32_MAX : trig->engine.led->max_brightness,
		.needs_duration = !hardware,
	};
}

static void stop(struct pattern_trig *trig)
{
	lockdep_assert_held(&trig->engine.lock);
	pattern_engine_stop(&trig->engine);
	if (trig->kind == PATTERN_HARDWARE)
		pattern_hardware_clear(trig->engine.led);
}

static void forget(struct pattern_trig *trig)
{
	kfree(trig->tuples);
	trig->tuples = NULL;
	trig->count = 0;
	trig->kind = PATTERN_NONE;
}

static int play(struct pattern_trig *trig)
{
	struct pattern_play how = {
		.timing = timing_of(trig->kind),
		.curve = trig->curve,
		.sync = trig->sync,
		.repeat = trig->repeat,
	};

	return pattern_engine_play(&trig->engine, trig->tuples, trig->count, &how);
}

/* What was stopped starts; what does not start is forgotten, and was not set. */
static int start(struct pattern_trig *trig)
{
	int err;

	if (trig->kind == PATTERN_HARDWARE)
		err = pattern_hardware_set(trig->engine.led, trig->tuples, trig->count,
					   trig->repeat);
	else
		err = play(trig);
	if (err)
		forget(trig);
	return err;
}

/* Who waits for the end of a pattern is not left waiting when another takes its part. */
static void tell_stop(struct pattern_trig *trig, bool ran)
{
	if (ran && !pattern_trig_running(trig))
		pattern_engine_tell_end(&trig->engine);
}

int pattern_trig_restart(struct pattern_trig *trig)
{
	bool ran = pattern_trig_running(trig);
	int err;

	if (trig->kind == PATTERN_NONE)
		return 0;
	stop(trig);
	err = start(trig);
	tell_stop(trig, ran);
	return err;
}

/* Takes the tuples over, at least one of them. */
static int adopt(struct pattern_trig *trig, enum pattern_kind kind, struct pattern_tuple *tuples,
		 u32 count)
{
	trig->tuples = tuples;
	trig->count = count;
	trig->kind = kind;
	return start(trig);
}

/* Returns the number of tuples, which the caller owns, or an error. */
static int read_pattern(const struct pattern_text_rules *rules, const char *text, size_t len,
			struct pattern_tuple **tuples)
{
	int count;

	/* sysfs hands over at most a page; the rest of a longer text would follow. */
	if (len >= PAGE_SIZE)
		return -E2BIG;
	count = pattern_text_parse(text, len, rules, NULL, 0);
	if (count <= 0)
		return count;

	*tuples = kmalloc_array(count, sizeof(**tuples), GFP_KERNEL);
	if (!*tuples)
		return -ENOMEM;
	return pattern_text_parse(text, len, rules, *tuples, count);
}

int pattern_trig_store(struct pattern_trig *trig, enum pattern_kind kind, const char *text,
		       size_t len)
{
	const struct pattern_text_rules rules = rules_of(trig, kind);
	struct pattern_tuple *tuples = NULL;
	bool ran = pattern_trig_running(trig);
	int count = read_pattern(&rules, text, len, &tuples);

	if (count == -ENOMEM)
		return count;
	stop(trig);
	forget(trig);
	if (count > 0)
		count = adopt(trig, kind, tuples, count);
	tell_stop(trig, ran);
	return count;
}

void pattern_trig_set_sync(struct pattern_trig *trig, enum pattern_sync sync)
{
	bool follows = trig->sync == PATTERN_SYNC_REALTIME;

	if (sync == PATTERN_SYNC_REALTIME && !follows)
		pattern_clock_follow();
	if (sync != PATTERN_SYNC_REALTIME && follows)
		pattern_clock_unfollow();
	WRITE_ONCE(trig->sync, sync);
}

bool pattern_trig_running(const struct pattern_trig *trig)
{
	lockdep_assert_held(&trig->engine.lock);
	return trig->kind == PATTERN_HARDWARE || pattern_engine_running(&trig->engine);
}

/* Whatever is wrong with the default pattern was said and does not stop the trigger. */
static void play_default(struct pattern_trig *trig)
{
	const struct pattern_text_rules rules = rules_of(trig, PATTERN_NORMAL);
	struct pattern_tuple *tuples;
	int count = pattern_firmware_read(trig->engine.led->dev, &rules, &tuples);

	if (count <= 0)
		return;
	mutex_lock(&trig->engine.lock);
	WARN_ON_ONCE(adopt(trig, PATTERN_NORMAL, tuples, count));
	mutex_unlock(&trig->engine.lock);
}

static int pattern_trig_activate(struct led_classdev *led)
{
	struct pattern_trig *trig = kzalloc(sizeof(*trig), GFP_KERNEL);

	if (!trig)
		return -ENOMEM;
	trig->repeat = PLAYER_REPEAT_FOREVER;
	pattern_engine_init(&trig->engine, led);
	/* Interrupts find the trigger through the LED; deactivation waits for them. */
	smp_wmb();
	led_set_trigger_data(led, trig);

	pattern_hardware_complain(led);
	if (led->flags & LED_INIT_DEFAULT_TRIGGER) {
		play_default(trig);
		led->flags &= ~LED_INIT_DEFAULT_TRIGGER;
	}
	return 0;
}

static void pattern_trig_deactivate(struct led_classdev *led)
{
	struct pattern_trig *trig = led_get_trigger_data(led);

	/* After a failure to make the files, the LED is still on the list that interrupts walk. */
	WRITE_ONCE(led->trigger_data, NULL);
	pattern_clock_settle();
	pattern_engine_destroy(&trig->engine);
	if (trig->kind == PATTERN_HARDWARE)
		pattern_hardware_clear(led);
	pattern_trig_set_sync(trig, PATTERN_SYNC_NONE);
	kfree(trig->tuples);
	kfree(trig);
}

static struct led_trigger pattern_trigger = {
	.activate = pattern_trig_activate,
	.deactivate = pattern_trig_deactivate,
	.groups = pattern_trig_groups,
};

/* A name with a blank, too long for the core, or with a meaning there could never be selected. */
static bool selectable(const char *trigger_name)
{
	size_t len = strlen(trigger_name);

	return len && len < TRIG_NAME_MAX && !strpbrk(trigger_name, " \t\n\v\f\r") &&
	       strcmp(trigger_name, "none") && strcmp(trigger_name, "default");
}

/* Of an LED that comes or goes the trigger data are NULL. */
void pattern_trig_clock_was_set(void)
{
	struct led_classdev *led;

	rcu_read_lock();
	list_for_each_entry_rcu(led, &pattern_trigger.led_cdevs, trig_list) {
		struct pattern_trig *trig = READ_ONCE(led->trigger_data);

		if (trig)
			pattern_engine_clock_was_set(&trig->engine);
	}
	rcu_read_unlock();
}

static int __init pattern_trig_init(void)
{
	int err;

	if (!selectable(name)) {
		pr_err("the parameter 'name' must be one word of 1 to %d characters, not none or default\n",
		       TRIG_NAME_MAX - 1);
		return -EINVAL;
	}
	pattern_trigger.name = name;
	err = led_trigger_register(&pattern_trigger);
	if (err != -EEXIST)
		return err;
	pr_err("a trigger '%s' is there: unload it, or load this with name=OTHER\n", name);
	/* To the module loader the other would mean that this module is loaded already. */
	return -EBUSY;
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
