// SPDX-License-Identifier: GPL-2.0-only
/*
 * The files of the trigger in /sys/class/leds/LED/. Whether a pattern can be played is found in
 * trigger.c, by core/waveform.c (levels that are too high, too few tuples), or by clamp_levels()
 * for an engine. The pattern of the firmware is read there, too. Text is parsed and
 * printed in core/pattern_text.c. A write to repeat starts the pattern anew, a little later.
 */
#include <linux/kstrtox.h>

#include "core/pattern_text.h"
#include "drivers/ledtrig-pattern/ledtrig_pattern.h"

/* Time in which a writer of `repeat` may write the next pattern, before the old one shows. */
#define REPEAT_DELAY_NS (4 * RG_NS_PER_MS)

/* Locks the trigger of an LED, and notes the node of is_running: its pollers read it first. */
static struct pattern_trig *lock_trig(struct device *dev)
{
	struct pattern_trig *trig = led_trigger_get_drvdata(dev);

	mutex_lock(&trig->lock);
	if (!trig->notice)
		trig->notice = sysfs_get_dirent(dev->kobj.sd, "is_running");
	return trig;
}

static struct device_attribute dev_attr_hr_pattern;
static struct device_attribute dev_attr_hw_pattern;
static struct device_attribute dev_attr_sync;

static enum pattern_kind kind_of(const struct device_attribute *attr)
{
	if (attr == &dev_attr_hw_pattern)
		return PATTERN_HARDWARE;
	return attr == &dev_attr_hr_pattern ? PATTERN_FINE : PATTERN_NORMAL;
}

static ssize_t tuples_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct pattern_trig *trig = lock_trig(dev);
	u32 count = trig->kind == kind_of(attr) ? trig->count : 0;
	size_t len = pattern_text_format(trig->tuples, count, buf, PAGE_SIZE);

	mutex_unlock(&trig->lock);
	return len;
}

static ssize_t tuples_store(struct device *dev, struct device_attribute *attr, const char *buf,
			    size_t count)
{
	struct pattern_trig *trig = lock_trig(dev);
	int err = -EBUSY;

	if (!led_sysfs_is_disabled(trig->led))
		err = pattern_trig_store(trig, kind_of(attr), buf, count);
	mutex_unlock(&trig->lock);
	return err ?: count;
}

static struct device_attribute dev_attr_pattern = __ATTR(pattern, 0644, tuples_show, tuples_store);
static struct device_attribute dev_attr_hr_pattern =
	__ATTR(hr_pattern, 0644, tuples_show, tuples_store);
static struct device_attribute dev_attr_hw_pattern =
	__ATTR(hw_pattern, 0644, tuples_show, tuples_store);

static ssize_t is_running_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct pattern_trig *trig = lock_trig(dev);
	bool running = pattern_trig_running(trig);

	mutex_unlock(&trig->lock);
	return sysfs_emit(buf, "%d\n", running);
}
static DEVICE_ATTR_RO(is_running);

static ssize_t repeat_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct pattern_trig *trig = led_trigger_get_drvdata(dev);

	return sysfs_emit(buf, "%d\n", READ_ONCE(trig->repeat));
}

/* Sets the number of repeats, unless the LED's own engine refuses it. */
static int set_repeat(struct pattern_trig *trig, int repeat)
{
	int before = trig->repeat;
	int err;

	WRITE_ONCE(trig->repeat, repeat);
	err = pattern_trig_restart(trig, REPEAT_DELAY_NS);
	if (err)
		WRITE_ONCE(trig->repeat, before);
	return err;
}

static ssize_t repeat_store(struct device *dev, struct device_attribute *attr, const char *buf,
			    size_t count)
{
	struct pattern_trig *trig;
	int err = -EBUSY;
	int repeat;

	/* A number out of range is -EINVAL, as every other one that is not a count. */
	if (kstrtoint(buf, 10, &repeat) || repeat < PLAYER_REPEAT_FOREVER || !repeat)
		return -EINVAL;

	trig = lock_trig(dev);
	if (!led_sysfs_is_disabled(trig->led))
		err = set_repeat(trig, repeat);
	mutex_unlock(&trig->lock);
	return err ?: count;
}
static DEVICE_ATTR_RW(repeat);

static const char *const curve_names[] = {
	[WAVEFORM_LINEAR] = "linear",
	[WAVEFORM_PERCEPTUAL] = "perceptual",
};

static const char *const sync_names[] = {
	[PATTERN_SYNC_NONE] = "none",
	[PATTERN_SYNC_MONOTONIC] = "monotonic",
	[PATTERN_SYNC_REALTIME] = "realtime",
};

static ssize_t choice_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct pattern_trig *trig = led_trigger_get_drvdata(dev);

	return sysfs_emit(buf, "%s\n",
			  attr == &dev_attr_sync ? sync_names[READ_ONCE(trig->sync)]
						 : curve_names[READ_ONCE(trig->curve)]);
}

/* Sets a choice, and restarts the pattern unless it has ended. */
static ssize_t choice_store(struct device *dev, struct device_attribute *attr, const char *buf,
			    size_t count)
{
	bool sync = attr == &dev_attr_sync;
	int choice = sync ? sysfs_match_string(sync_names, buf)
			  : sysfs_match_string(curve_names, buf);
	struct pattern_trig *trig;
	int err = -EBUSY;

	if (choice < 0)
		return choice;
	trig = lock_trig(dev);
	if (!led_sysfs_is_disabled(trig->led)) {
		WRITE_ONCE(*(sync ? &trig->sync : &trig->curve), choice);
		err = READ_ONCE(trig->running) ? pattern_trig_restart(trig, 0) : 0;
	}
	mutex_unlock(&trig->lock);
	return err ?: count;
}

static struct device_attribute dev_attr_curve = __ATTR(curve, 0644, choice_show, choice_store);
static struct device_attribute dev_attr_sync = __ATTR(sync, 0644, choice_show, choice_store);

static struct attribute *pattern_trig_attrs[] = {
	&dev_attr_pattern.attr,	   &dev_attr_hr_pattern.attr,
	&dev_attr_hw_pattern.attr, &dev_attr_repeat.attr,
	&dev_attr_is_running.attr, &dev_attr_sync.attr,
	&dev_attr_curve.attr,	   NULL,
};

static umode_t visible_mode(struct kobject *kobj, struct attribute *attr, int index)
{
	struct led_classdev *led = led_trigger_get_led(kobj_to_dev(kobj));

	if (attr == &dev_attr_hw_pattern.attr && !pattern_trig_has_engine(led))
		return 0;
	return attr->mode;
}

static const struct attribute_group pattern_trig_group = {
	.is_visible = visible_mode,
	.attrs = pattern_trig_attrs,
};

const struct attribute_group *pattern_trig_groups[] = {
	&pattern_trig_group,
	NULL,
};
