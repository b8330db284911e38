// SPDX-License-Identifier: GPL-2.0-only
/*
 * The trigger, part by part: playing in software, the LED's own engine, the stored pattern, the
 * pattern of the firmware, and the life of the trigger. The clock stands still while the system
 * sleeps, and patterns with it. Levels and the moments of their changes are found in core/player.c
 * and core/waveform.c; values written to files are checked, and the files of an LED chosen, in
 * sysfs.c.
 *
 * The LED core removes the files and waits for their last reader and writer before it deactivates
 * the trigger, and switches the LED off after that.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/ktime.h>
#include <linux/module.h>
#include <linux/property.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/timekeeping.h>
#include <linux/workqueue.h>
#include <linux/xarray.h>

#include "core/pattern.h"
#include "core/pattern_text.h"
#include "drivers/ledtrig-pattern/ledtrig_pattern.h"

static char *name = "pattern";
module_param(name, charp, 0444);
MODULE_PARM_DESC(name, "name of the trigger, where another one has \"pattern\" already");

/* ---- in software: one soft hrtimer, armed for the moment that the player names ---- */

/* Soft interrupts, because brightness_set() of a driver may take plain spinlocks. */
#define TIMER_MODE HRTIMER_MODE_ABS_SOFT
/** Higher than any level of an LED. */
#define LEVEL_UNKNOWN U32_MAX
/** Time between looks at the realtime clock, which may be set, by patterns that follow it. */
#define REALTIME_PATIENCE_NS NSEC_PER_SEC

/*
 * Wakes the pollers of is_running. Runs in any context, also while the file is removed, as its
 * pollers stay until they are woken.
 */
static void tell_pollers(struct pattern_trig *trig)
{
	if (trig->notice)
		sysfs_notify_dirent(trig->notice);
}

/*
 * Shows the level of now. The last level is always set, as something else may have set another one.
 */
static struct player_step show_level(struct pattern_trig *trig, u64 now_ns)
{
	ktime_t now = ns_to_ktime(now_ns);
	u64 clock_ns = ktime_to_ns(trig->realtime ? ktime_mono_to_real(now) : now);
	u32 shown = trig->player.level;
	struct player_step step = player_look(&trig->player, now_ns, clock_ns);
	bool ended = player_ended(&trig->player, now_ns);

	if (ended || trig->player.level != shown)
		led_set_brightness(trig->led, trig->player.level);
	if (ended) {
		WRITE_ONCE(trig->running, false);
		tell_pollers(trig);
	}
	return step;
}

static enum hrtimer_restart pattern_trig_tick(struct hrtimer *timer)
{
	struct pattern_trig *trig = container_of(timer, struct pattern_trig, timer);
	struct player_step step = show_level(trig, ktime_get_ns());

	if (step.wake_ns == PLAYER_NEVER)
		return HRTIMER_NORESTART;
	hrtimer_set_expires_range_ns(timer, ns_to_ktime(step.wake_ns), step.slack_ns);
	return HRTIMER_RESTART;
}

static int prepare_player(struct pattern_trig *trig, u64 now_ns)
{
	const struct player_origin origin = {
		.start_ns = now_ns,
		.phase_ns = trig->sync == PATTERN_SYNC_NONE ? now_ns : 0,
		.patience_ns = trig->sync == PATTERN_SYNC_REALTIME ? REALTIME_PATIENCE_NS : 0,
	};
	struct waveform wave;
	int err;

	err = waveform_init(&wave, trig->tuples, trig->count, trig->curve,
			    trig->led->max_brightness);
	if (err)
		return err;
	player_start(&trig->player, &wave,
		     trig->kind == PATTERN_FINE ? &player_timing_fine : &player_timing_normal,
		     trig->repeat, origin);
	trig->realtime = trig->sync == PATTERN_SYNC_REALTIME;
	trig->player.level = LEVEL_UNKNOWN;
	WRITE_ONCE(trig->running, true);
	return 0;
}

/* Plays the stored pattern; its time counts from now on, even if the first look is held back. */
static int play_stored(struct pattern_trig *trig, u64 delay_ns)
{
	u64 now_ns = ktime_get_ns();
	struct player_step step = { now_ns + delay_ns, 0 };
	int err = prepare_player(trig, now_ns);

	if (err)
		return err;
	if (!delay_ns)
		step = show_level(trig, now_ns);
	if (step.wake_ns != PLAYER_NEVER)
		hrtimer_start_range_ns(&trig->timer, ns_to_ktime(step.wake_ns), step.slack_ns,
				       TIMER_MODE);
	return 0;
}

/* ---- in hardware: the two calls of the LED's driver ---- */

/** Some engines take masks of eight parts for levels, so levels up to this are let through. */
#define ENGINE_BRIGHTNESS_MIN 255

/* LEDs that were warned about, by the number of their folder, which no later LED gets. */
static DEFINE_XARRAY(warned);

static void warn_of_half_an_engine(struct led_classdev *led)
{
	if (!led->pattern_set == !led->pattern_clear ||
	    xa_insert(&warned, led->dev->kobj.sd->id, xa_mk_value(1), GFP_KERNEL))
		return;
	dev_warn(led->dev, "no hw_pattern: the driver can %s\n",
		 led->pattern_set ? "set a pattern but not clear it"
				  : "clear a pattern but not set one");
}

/* Limits the levels to @max; returns true if any was higher. */
static bool clamp_levels(struct pattern_tuple *tuples, u32 count, u32 max)
{
	bool clamped = false;
	u32 i;

	for (i = 0; i < count; i++) {
		clamped |= tuples[i].brightness > max;
		tuples[i].brightness = min(tuples[i].brightness, max);
	}
	return clamped;
}

/*
 * Sets a hardware pattern. The driver gets a copy for the length of its call, and may round that.
 */
static int set_hardware(struct pattern_trig *trig)
{
	u32 level_max = max_t(u32, trig->led->max_brightness, ENGINE_BRIGHTNESS_MIN);
	struct pattern_tuple *tuple = trig->tuples;
	struct led_pattern *copy;
	u32 i;
	int err;

	if (clamp_levels(tuple, trig->count, level_max))
		return -EINVAL;
	copy = kmalloc_array(trig->count, sizeof(*copy), GFP_KERNEL);
	if (!copy)
		return -ENOMEM;
	for (i = 0; i < trig->count; i++)
		copy[i] = (struct led_pattern){ tuple[i].duration_ms, tuple[i].brightness };
	/* A level that is still on its way to the LED would end the pattern on most chips. */
	flush_work(&trig->led->set_brightness_work);
	err = trig->led->pattern_set(trig->led, copy, trig->count, trig->repeat);
	for (i = 0; !err && i < trig->count; i++)
		tuple[i] = (struct pattern_tuple){ copy[i].brightness, copy[i].delta_t };
	kfree(copy);
	return err;
}

/* ---- the stored pattern ---- */

bool pattern_trig_running(const struct pattern_trig *trig)
{
	return trig->kind == PATTERN_HARDWARE || READ_ONCE(trig->running);
}

/* Stops playing at the level shown; sleeps while the timer's function runs elsewhere. */
static void stop_playing(struct pattern_trig *trig)
{
	hrtimer_cancel(&trig->timer);
	WRITE_ONCE(trig->running, false);
	if (trig->kind == PATTERN_HARDWARE)
		trig->led->pattern_clear(trig->led);
}

static void forget_pattern(struct pattern_trig *trig)
{
	kfree(trig->tuples);
	trig->tuples = NULL;
	trig->count = 0;
	trig->kind = PATTERN_NONE;
}

/*
 * Starts the stored pattern, which must be stopped. If that fails it is forgotten, and the engine
 * is not set.
 */
static int start_stored(struct pattern_trig *trig, u64 delay_ns)
{
	int err = 0;

	if (trig->kind == PATTERN_HARDWARE)
		err = set_hardware(trig);
	else if (trig->kind != PATTERN_NONE)
		err = play_stored(trig, delay_ns);
	if (err)
		forget_pattern(trig);
	return err;
}

int pattern_trig_restart(struct pattern_trig *trig, u64 delay_ns)
{
	bool ran = pattern_trig_running(trig);
	int err;

	lockdep_assert_held(&trig->lock);
	stop_playing(trig);
	err = start_stored(trig, delay_ns);
	if (ran && !pattern_trig_running(trig))
		tell_pollers(trig);
	return err;
}

/* Takes tuples over and plays them, if they are a pattern for the file. */
static int take_tuples(struct pattern_trig *trig, enum pattern_kind kind,
		       struct pattern_tuple *tuples, u32 count)
{
	trig->tuples = tuples;
	trig->count = count;
	trig->kind = kind;
	return start_stored(trig, 0);
}

/* Reads tuples, which the caller owns then; returns their number or an error. */
static int read_text(const char *text, size_t len, struct pattern_tuple **tuples)
{
	int count;

	/*
	 * sysfs hands over a page at most; the rest of a longer text would follow as another one.
	 */
	if (len >= PAGE_SIZE)
		return -E2BIG;
	count = pattern_text_parse(text, len, NULL, 0);
	if (count <= 0)
		return count;

	*tuples = kmalloc_array(count, sizeof(**tuples), GFP_KERNEL);
	if (!*tuples)
		return -ENOMEM;
	return pattern_text_parse(text, len, *tuples, count);
}

int pattern_trig_store(struct pattern_trig *trig, enum pattern_kind kind, const char *text,
		       size_t len)
{
	bool ran = pattern_trig_running(trig);
	struct pattern_tuple *tuples;
	int err = read_text(text, len, &tuples);

	lockdep_assert_held(&trig->lock);
	if (err == -ENOMEM)
		return err;
	stop_playing(trig);
	forget_pattern(trig);
	if (err > 0)
		err = take_tuples(trig, kind, tuples, err);
	/* Pollers sleep on if another pattern takes the place of the one that ran. */
	if (ran && !pattern_trig_running(trig))
		tell_pollers(trig);
	return err;
}

/* ---- from firmware ---- */

#define PROPERTY "led-pattern"
/** Cells of a tuple: brightness and milliseconds. */
#define TUPLE_CELLS 2

/* Cells are read straight into tuples. */
static_assert(sizeof(struct pattern_tuple) == TUPLE_CELLS * sizeof(u32));
static_assert(offsetof(struct pattern_tuple, brightness) == 0);

static int read_cells(struct device *dev, struct pattern_tuple **tuples)
{
	int cells = device_property_count_u32(dev, PROPERTY);
	int err;

	if (cells <= 0 || cells % TUPLE_CELLS || cells > TUPLE_CELLS * PATTERN_TUPLES_MAX)
		return -EINVAL;
	*tuples = kmalloc_array(cells, sizeof(u32), GFP_KERNEL);
	if (!*tuples)
		return -ENOMEM;
	err = device_property_read_u32_array(dev, PROPERTY, (u32 *)*tuples, cells);
	if (err)
		kfree(*tuples);
	return err ?: cells / TUPLE_CELLS;
}

/* Plays the default pattern; one that is wrong is reported and does not stop the trigger. */
static void play_default(struct pattern_trig *trig)
{
	struct device *dev = trig->led->dev;
	u32 max = trig->led->max_brightness;
	struct pattern_tuple *tuples;
	bool clamped = false;
	int err;

	if (!device_property_present(dev, PROPERTY))
		return;
	err = read_cells(dev, &tuples);
	if (err > 0) {
		clamped = clamp_levels(tuples, err, max);
		err = take_tuples(trig, PATTERN_NORMAL, tuples, err);
	}
	if (err)
		dev_warn(dev,
			 PROPERTY " is not a pattern: it takes 2 to %u pairs of level and ms\n",
			 PATTERN_TUPLES_MAX);
	else if (clamped)
		dev_notice(dev, PROPERTY " has levels above %u, which are clamped\n", max);
}

/* ---- the life of the trigger ---- */

static struct led_trigger pattern_trigger;

/*
 * Is this the default trigger? The core's flag alone may be left from a default trigger of another
 * name.
 */
static bool is_default(const struct led_classdev *led)
{
	return (led->flags & LED_INIT_DEFAULT_TRIGGER) && led->default_trigger &&
	       !strcmp(led->default_trigger, pattern_trigger.name);
}

static int pattern_trig_activate(struct led_classdev *led)
{
	struct pattern_trig *trig = kzalloc(sizeof(*trig), GFP_KERNEL);

	if (!trig)
		return -ENOMEM;
	trig->led = led;
	trig->repeat = PLAYER_REPEAT_FOREVER;
	mutex_init(&trig->lock);
	/*
	 * This clock stands still while the system sleeps, and so do patterns, which go on from
	 * there; those in step with the real time take their position from that clock afterwards.
	 */
	hrtimer_setup(&trig->timer, pattern_trig_tick, CLOCK_MONOTONIC, TIMER_MODE);
	led_set_trigger_data(led, trig);

	warn_of_half_an_engine(led);
	if (is_default(led)) {
		play_default(trig);
		led->flags &= ~LED_INIT_DEFAULT_TRIGGER;
	}
	return 0;
}

static void pattern_trig_deactivate(struct led_classdev *led)
{
	struct pattern_trig *trig = led_get_trigger_data(led);

	stop_playing(trig);
	tell_pollers(trig);
	sysfs_put(trig->notice);
	mutex_destroy(&trig->lock);
	kfree(trig->tuples);
	kfree(trig);
}

static struct led_trigger pattern_trigger = {
	.activate = pattern_trig_activate,
	.deactivate = pattern_trig_deactivate,
	.groups = pattern_trig_groups,
};

/*
 * Can a trigger of this name be selected? One with a blank, too long for the core, or with a
 * meaning there cannot.
 */
static bool is_selectable(const char *trigger_name)
{
	size_t len = strlen(trigger_name);

	return len && len < TRIG_NAME_MAX && !strpbrk(trigger_name, " \t\n\v\f\r") &&
	       strcmp(trigger_name, "none") && strcmp(trigger_name, "default");
}

static int __init pattern_trig_init(void)
{
	int err;

	if (!is_selectable(name)) {
		pr_err("the parameter 'name' must be one word of 1 to %d characters, not none or default\n",
		       TRIG_NAME_MAX - 1);
		return -EINVAL;
	}
	pattern_trigger.name = name;
	err = led_trigger_register(&pattern_trigger);
	if (err != -EEXIST)
		return err;
	pr_err("trigger '%s' already exists: unload it, or load this with name=OTHER\n", name);
	/* -EEXIST would tell the module loader that this module is loaded already. */
	return -EBUSY;
}
module_init(pattern_trig_init);

static void __exit pattern_trig_exit(void)
{
	led_trigger_unregister(&pattern_trigger);
	xa_destroy(&warned);
}
module_exit(pattern_trig_exit);

MODULE_DESCRIPTION("LED trigger that plays brightness patterns");
MODULE_AUTHOR("The railglow authors");
MODULE_LICENSE("GPL");
MODULE_VERSION(RAILGLOW_VERSION);
MODULE_ALIAS("ledtrig:pattern");
