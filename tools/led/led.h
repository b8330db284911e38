/* SPDX-License-Identifier: GPL-2.0-only */
/* An LED of this machine and its pattern trigger, through sysfs. */
#ifndef RAILGLOW_TOOLS_LED_LED_H
#define RAILGLOW_TOOLS_LED_LED_H

#include <stdbool.h>

#include "core/port.h"
#include "tools/cli/sysfs.h"
#include "tools/led/engine_dialect.h"
#include "tools/led/pattern.h"

#define LED_NAME 64
/** The trigger that plays patterns. */
#define LED_TRIGGER "pattern"
/** Level of an LED whose level cannot be read. */
#define LED_BRIGHTNESS_UNKNOWN (-1)

/**
 * struct led - an LED and its state
 * @name: in /sys/class/leds
 * @brightness: its level now, -1 if that cannot be read, as under a hardware trigger
 * @brightness_max: its greatest level
 * @trigger: the active one
 * @driver: name of its device's driver, empty if there is none
 * @has_engine: there is a hw_pattern file (only while the trigger is active)
 * @has_finish: there is an is_running file, railglow's own
 * @patient_until_ns: until then files may belong to root, as udev's rules run after a trigger is
 *	selected; by clock_now_ns()
 */
struct led {
	char name[LED_NAME];
	s64 brightness;
	s64 brightness_max;
	char trigger[LED_NAME];
	char driver[LED_NAME];
	bool has_engine;
	bool has_finish;
	u64 patient_until_ns;
};

/** enum led_method - the file that a pattern is written to */
enum led_method {
	LED_SOFTWARE,
	LED_FINE,
	LED_HARDWARE,
};

/**
 * struct led_order - a pattern to be played
 * @pattern: the pattern
 * @repeat: number of times, -1 for ever
 * @sync: value of the file sync, NULL for its default
 * @curve: curve of the ramps
 * @method: the file that is written
 * @answer: the words for the engine, with LED_HARDWARE
 */
struct led_order {
	const struct pattern *pattern;
	s32 repeat;
	const char *sync;
	enum waveform_curve curve;
	enum led_method method;
	struct led_dialect_answer answer;
};

/** led_names() - list all LEDs, as sysfs_list() does. */
int __must_check led_names(char ***names);

/**
 * led_read() - read the state of an LED
 * @led: filled in
 * @name: its name
 * @failed: set to the file that could not be read
 *
 * Return: 0; -ENOENT if there is no LED of that name; or the file's error.
 */
int __must_check led_read(struct led *led, const char *name, const char **failed);

/** led_is_dark() - is it a colour LED whose colours are all at 0? */
bool led_is_dark(const struct led *led);

/** led_file() - path of one of an LED's files. */
const char *led_file(char path[SYSFS_PATH], const char *led, const char *file);

/** led_method_file() - name of the file that a method writes. */
const char *led_method_file(enum led_method method);

/** led_take_trigger() - make the pattern trigger active, unless it is. */
int __must_check led_take_trigger(struct led *led);

/**
 * led_prepare() - stop the pattern that plays and get ready for an order
 * @led: an LED of the pattern trigger
 * @order: the order
 * @failed: set to the file that could not be written
 *
 * Return: 0; -EOPNOTSUPP if the trigger lacks a file that the order needs.
 */
int __must_check led_prepare(const struct led *led, const struct led_order *order,
			     const char **failed);

/**
 * led_start() - play the order that was prepared
 * @led: the LED
 * @order: the order
 * @failed: set to the file that could not be written
 *
 * Return: 0; or the driver's error, and then nothing plays.
 */
int __must_check led_start(const struct led *led, const struct led_order *order,
			   const char **failed);

/** led_restore() - give an LED back the trigger it was found with, or the level if it had none. */
int __must_check led_restore(const struct led *found);

/** led_stop() - take the trigger away and darken the LED. */
int __must_check led_stop(const struct led *led);

#endif /* RAILGLOW_TOOLS_LED_LED_H */
