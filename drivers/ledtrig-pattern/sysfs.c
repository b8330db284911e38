// SPDX-License-Identifier: GPL-2.0-only
/*
 * The files of the trigger in /sys/class/leds/LED/.
 *
 * A writer takes the LED's led_access, because only that keeps a disabled LED
 * from being enabled, or the other way round, under it. The core holds the
 * same lock while it removes these files and waits for their users: so it is
 * only ever tried here, and a system call that does not get it starts anew.
 */
#include <linux/delay.h>
#include <linux/kstrtox.h>
#include <linux/sched/signal.h>

#include "drivers/ledtrig-pattern/ledtrig_pattern.h"

/** Pause before a system call is started anew, so that the holder gets on. */
#define ACCESS_PAUSE_MIN_US 100
#define ACCESS_PAUSE_MAX_US 500

static int begin_write(struct pattern_trig *trig)
{
	struct led_classdev *led = trig->engine.led;

	if (!mutex_trylock(&led->led_access)) {
		usleep_range(ACCESS_PAUSE_MIN_US, ACCESS_PAUSE_MAX_US);
		return restart_syscall();
	}
	if (led_sysfs_is_disabled(led)) {
		mutex_unlock(&led->led_access);
		return -EBUSY;
	}
	mutex_lock(&trig->engine.lock);
	return 0;
}

static void end_write(struct pattern_trig *trig)
{
	mutex_unlock(&trig->engine.lock);
	mutex_unlock(&trig->engine.led->led_access);
}

static ssize_t show_pattern(struct device *dev, enum pattern_kind kind, char *buf)
{
	struct pattern_trig *trig = led_trigger_get_drvdata(dev);

	mutex_lock(&trig->engine.lock);
	pattern_text_format(trig->tuples, trig->kind == kind ? trig->count : 0, buf, PAGE_SIZE);
	mutex_unlock(&trig->engine.lock);
	return strlen(buf);
}

static ssize_t store_pattern(struct device *dev, enum pattern_kind kind, const char *buf,
			     size_t count)
{
	struct pattern_trig *trig = led_trigger_get_drvdata(dev);
	int err;

	err = begin_write(trig);
	if (err)
		return err;
	err = pattern_trig_store(trig, kind, buf, count);
	end_write(trig);
	return err ?: count;
}

static ssize_t pattern_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return show_pattern(dev, PATTERN_NORMAL, buf);
}

static ssize_t pattern_store(struct device *dev, struct device_attribute *attr, const char *buf,
			     size_t count)
{
	return store_pattern(dev, PATTERN_NORMAL, buf, count);
}
static DEVICE_ATTR_RW(pattern);

static ssize_t hr_pattern_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return show_pattern(dev, PATTERN_FINE, buf);
}

static ssize_t hr_pattern_store(struct device *dev, struct device_attribute *attr, const char *buf,
				size_t count)
{
	return store_pattern(dev, PATTERN_FINE, buf, count);
}
static DEVICE_ATTR_RW(hr_pattern);

static ssize_t hw_pattern_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return show_pattern(dev, PATTERN_HARDWARE, buf);
}

static ssize_t hw_pattern_store(struct device *dev, struct device_attribute *attr, const char *buf,
				size_t count)
{
	return store_pattern(dev, PATTERN_HARDWARE, buf, count);
}
static DEVICE_ATTR_RW(hw_pattern);

static ssize_t repeat_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct pattern_trig *trig = led_trigger_get_drvdata(dev);

	return sysfs_emit(buf, "%d\n", READ_ONCE(trig->repeat));
}

static ssize_t repeat_store(struct device *dev, struct device_attribute *attr, const char *buf,
			    size_t count)
{
	struct pattern_trig *trig = led_trigger_get_drvdata(dev);
	int repeat, before, err;

	/* Out of range is -EINVAL here, as every other number that is no count. */
	if (kstrtoint(buf, 10, &repeat) || repeat < PLAYER_REPEAT_FOREVER || !repeat)
		return -EINVAL;

	err = begin_write(trig);
	if (err)
		return err;
	before = trig->repeat;
	WRITE_ONCE(trig->repeat, repeat);
	err = pattern_trig_restart(trig);
	/* The LED's own engine may not count that far. */
	if (err)
		WRITE_ONCE(trig->repeat, before);
	end_write(trig);
	return err ?: count;
}
static DEVICE_ATTR_RW(repeat);

static ssize_t is_running_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct pattern_trig *trig = led_trigger_get_drvdata(dev);
	bool running;

	mutex_lock(&trig->engine.lock);
	running = pattern_trig_running(trig);
	mutex_unlock(&trig->engine.lock);
	return sysfs_emit(buf, "%d\n", running);
}
static DEVICE_ATTR_RO(is_running);

static const char *const curve_names[] = {
	[WAVEFORM_LINEAR] = "linear",
	[WAVEFORM_PERCEPTUAL] = "perceptual",
};

static ssize_t curve_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct pattern_trig *trig = led_trigger_get_drvdata(dev);

	return sysfs_emit(buf, "%s\n", curve_names[READ_ONCE(trig->curve)]);
}

/* A pattern that has ended is not played again for the sake of its shape. */
static ssize_t curve_store(struct device *dev, struct device_attribute *attr, const char *buf,
			   size_t count)
{
	struct pattern_trig *trig = led_trigger_get_drvdata(dev);
	int curve = sysfs_match_string(curve_names, buf);
	int err;

	if (curve < 0)
		return curve;

	err = begin_write(trig);
	if (err)
		return err;
	WRITE_ONCE(trig->curve, curve);
	if (pattern_engine_running(&trig->engine))
		err = pattern_trig_restart(trig);
	end_write(trig);
	return err ?: count;
}
static DEVICE_ATTR_RW(curve);

static const char *const sync_names[] = {
	[PATTERN_SYNC_NONE] = "none",
	[PATTERN_SYNC_MONOTONIC] = "monotonic",
	[PATTERN_SYNC_REALTIME] = "realtime",
};

static ssize_t sync_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct pattern_trig *trig = led_trigger_get_drvdata(dev);

	return sysfs_emit(buf, "%s\n", sync_names[READ_ONCE(trig->sync)]);
}

static ssize_t sync_store(struct device *dev, struct device_attribute *attr, const char *buf,
			  size_t count)
{
	struct pattern_trig *trig = led_trigger_get_drvdata(dev);
	int sync = sysfs_match_string(sync_names, buf);
	int err;

	if (sync < 0)
		return sync;

	err = begin_write(trig);
	if (err)
		return err;
	pattern_trig_set_sync(trig, sync);
	if (pattern_engine_running(&trig->engine))
		err = pattern_trig_restart(trig);
	end_write(trig);
	return err ?: count;
}
static DEVICE_ATTR_RW(sync);

static struct attribute *pattern_trig_attrs[] = {
	&dev_attr_pattern.attr,	   &dev_attr_hr_pattern.attr,
	&dev_attr_hw_pattern.attr, &dev_attr_repeat.attr,
	&dev_attr_is_running.attr, &dev_attr_sync.attr,
	&dev_attr_curve.attr,	   NULL,
};

static umode_t visible_mode(struct kobject *kobj, struct attribute *attr, int index)
{
	struct led_classdev *led = led_trigger_get_led(kobj_to_dev(kobj));

	if (attr == &dev_attr_hw_pattern.attr && !pattern_hardware_usable(led))
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
