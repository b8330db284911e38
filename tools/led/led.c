// SPDX-License-Identifier: GPL-2.0-only
/*
 * An LED and its pattern trigger, through sysfs. Words for its engine are engine_dialect.c's, the
 * former trigger is former_trigger.c's. Several LEDs are started together, and waited for, in
 * tools/cmd/led_play.c; messages of failures are in shared_options.c. Railglow's own trigger is
 * told from the kernel's by its files, such as is_running.
 */
#include "tools/led/led.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/pattern_text.h"
#include "tools/cli/clock.h"
#include "tools/cli/stop.h"

/** Room for the names of all triggers of a kernel. */
#define TRIGGERS_TEXT 65536
#define PATTERN_TEXT (PATTERN_TUPLES_MAX * 22 + 2)
/** Longest time until udev has given the files of a trigger to the user, and time between tries. */
#define PATIENCE_NS RG_NS_PER_S
#define RETRY_NS (10 * RG_NS_PER_MS)

const char *led_file(char path[SYSFS_PATH], const char *led, const char *file)
{
	return sysfs_path(path, "/class/leds/%s/%s", led, file);
}

const char *led_method_file(enum led_method method)
{
	static const char *const files[] = { "pattern", "hr_pattern", "hw_pattern" };

	return files[method];
}

int led_names(char ***names)
{
	char path[SYSFS_PATH];

	return sysfs_list(sysfs_path(path, "/class/leds"), names);
}

/* Reads the active trigger, which stands in brackets. */
static int read_trigger(struct led *led)
{
	char *text = malloc(TRIGGERS_TEXT);
	char path[SYSFS_PATH];
	const char *open;
	int err;

	if (!text)
		return -ENOMEM;
	err = sysfs_read(led_file(path, led->name, "trigger"), text, TRIGGERS_TEXT);
	open = strchr(text, '[');
	if (!err && open)
		snprintf(led->trigger, sizeof(led->trigger), "%.*s", (int)strcspn(open + 1, "]"),
			 open + 1);
	free(text);
	return err;
}

static void read_driver(struct led *led)
{
	char path[SYSFS_PATH], target[SYSFS_PATH];
	ssize_t len =
		readlink(led_file(path, led->name, "device/driver"), target, sizeof(target) - 1);
	const char *slash;

	if (len <= 0)
		return;
	target[len] = '\0';
	slash = strrchr(target, '/');
	snprintf(led->driver, sizeof(led->driver), "%.63s", slash ? slash + 1 : target);
}

static bool has_file(const struct led *led, const char *file)
{
	char path[SYSFS_PATH];

	return sysfs_exists(led_file(path, led->name, file));
}

int led_read(struct led *led, const char *name, const char **failed)
{
	char path[SYSFS_PATH];
	int err;

	*led = (struct led){ 0 };
	*failed = "max_brightness";
	if (!*name || strchr(name, '/') || name[0] == '.' || strlen(name) >= LED_NAME)
		return -ENOENT;
	snprintf(led->name, sizeof(led->name), "%s", name);
	err = sysfs_read_number(led_file(path, name, "max_brightness"), &led->brightness_max);
	if (!err && led->brightness_max < 1)
		err = -EIO;
	if (err)
		return err;
	if (sysfs_read_number(led_file(path, name, "brightness"), &led->brightness))
		led->brightness = LED_BRIGHTNESS_UNKNOWN;
	*failed = "trigger";
	err = read_trigger(led);
	read_driver(led);
	led->has_engine = has_file(led, "hw_pattern");
	led->has_finish = has_file(led, "is_running");
	return err;
}

int led_take_trigger(struct led *led)
{
	char name[LED_NAME], path[SYSFS_PATH];
	u64 patient_until_ns = 0;
	const char *failed;
	int err;

	snprintf(name, sizeof(name), "%s", led->name);
	if (strcmp(led->trigger, LED_TRIGGER) != 0) {
		err = sysfs_write(led_file(path, name, "trigger"), LED_TRIGGER);
		if (err)
			return err;
		patient_until_ns = clock_now_ns() + PATIENCE_NS;
	}
	err = led_read(led, name, &failed);
	led->patient_until_ns = patient_until_ns;
	if (!err && strcmp(led->trigger, LED_TRIGGER) != 0)
		err = -EINVAL;
	return err;
}

/* Writes a file; one that came with the trigger just now may be root's for a moment. */
static int write_file(const struct led *led, const char *file, const char *text)
{
	char path[SYSFS_PATH];
	int err;

	for (;;) {
		err = sysfs_write(led_file(path, led->name, file), text);
		if (err != -EACCES || clock_now_ns() >= led->patient_until_ns || stop_wanted())
			return err;
		stop_poll(NULL, 0, RETRY_NS);
	}
}

/* Writes a file that only railglow's own trigger has. */
static int set_own(const struct led *led, const char *file, const char *value, bool is_default,
		   const char **failed)
{
	*failed = file;
	if (!has_file(led, file))
		return is_default ? 0 : -EOPNOTSUPP;
	return write_file(led, file, value);
}

static int write_tuples(const struct led *led, const struct led_order *order)
{
	const struct pattern_tuple *tuples = order->pattern->tuples;
	u32 count = order->pattern->count;
	char *text = malloc(PATTERN_TEXT);
	int err;

	if (!text)
		return -ENOMEM;
	if (order->method == LED_HARDWARE && order->answer.count) {
		tuples = order->answer.tuples;
		count = order->answer.count;
	}
	pattern_text_format(tuples, count, text, PATTERN_TEXT);
	err = write_file(led, led_method_file(order->method), text);
	free(text);
	return err;
}

static int write_number(const struct led *led, const char *file, s64 number)
{
	char text[32];

	snprintf(text, sizeof(text), "%lld\n", (long long)number);
	return write_file(led, file, text);
}

/*
 * Clears the old pattern first, as writing `repeat` would start it anew. It is cleared through the
 * file that is written last, so that this file is known to be the user's before the start.
 */
int led_prepare(const struct led *led, const struct led_order *order, const char **failed)
{
	const char *curve = order->curve == WAVEFORM_LINEAR ? "linear\n" : "perceptual\n";
	int err;

	*failed = led_method_file(order->method);
	if (!has_file(led, *failed))
		return -EOPNOTSUPP;
	err = write_file(led, *failed, "\n");
	if (!err)
		err = set_own(led, "sync", order->sync ? order->sync : "none\n", !order->sync,
			      failed);
	if (!err)
		err = set_own(led, "curve", curve, order->curve == WAVEFORM_LINEAR, failed);
	if (!err && order->method == LED_HARDWARE && order->answer.brightness) {
		*failed = "brightness";
		err = write_number(led, "brightness", order->answer.brightness);
	}
	if (!err) {
		*failed = "repeat";
		err = write_number(led, "repeat", order->repeat);
	}
	return err;
}

int led_start(const struct led *led, const struct led_order *order, const char **failed)
{
	*failed = led_method_file(order->method);
	return write_tuples(led, order);
}

bool led_is_dark(const struct led *led)
{
	char path[SYSFS_PATH], text[256];

	if (sysfs_read(led_file(path, led->name, "multi_intensity"), text, sizeof(text)) || !*text)
		return false;
	return !text[strspn(text, "0 ")];
}

int led_restore(const struct led *found)
{
	char path[SYSFS_PATH];
	int err = sysfs_write(led_file(path, found->name, "trigger"), found->trigger);

	if (err || strcmp(found->trigger, "none") != 0 ||
	    found->brightness == LED_BRIGHTNESS_UNKNOWN)
		return err;
	return write_number(found, "brightness", found->brightness);
}

int led_stop(const struct led *led)
{
	char path[SYSFS_PATH];
	int err = sysfs_write(led_file(path, led->name, "trigger"), "none\n");

	return err ? err : write_number(led, "brightness", 0);
}
