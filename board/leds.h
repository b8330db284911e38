/* SPDX-License-Identifier: GPL-2.0-only */
/* The LEDs of a board, which record what they show. */
#ifndef RAILGLOW_BOARD_LEDS_H
#define RAILGLOW_BOARD_LEDS_H

#include <linux/types.h>

struct led_classdev;
struct seq_file;
struct sim_led;

/** sim_led_init() - an LED with default settings. */
void sim_led_init(struct sim_led *led);

/** sim_led_free() - give back the memory of the traces. */
void sim_led_free(struct sim_led *led);

/**
 * sim_led_start() - register the LED
 * @led: the LED, of a board with its device
 *
 * Return: 0; -EEXIST if a live LED has the same name; another errno.
 * sim_led_stop() cleans up either way.
 */
int __must_check sim_led_start(struct sim_led *led);

/** sim_led_stop() - unregister the LED; its traces stay readable. */
void sim_led_stop(struct sim_led *led);

/** sim_led_disable() - let a kernel driver own the LED, or no longer. */
int sim_led_disable(struct sim_led *led, bool disabled);

/** sim_led_is_disabled() - what sim_led_disable() said. */
bool sim_led_is_disabled(struct sim_led *led);

/** sim_led_clear() - forget traces and counters. */
void sim_led_clear(struct sim_led *led);

/** sim_led_show_counters() - print the counters, one a line. */
void sim_led_show_counters(struct seq_file *m, struct sim_led *led);

/** sim_engine_init() - prepare the records of the engine. */
void sim_engine_init(struct sim_led *led);

/** sim_engine_attach() - give a classdev the calls its engine has. */
void sim_engine_attach(struct sim_led *led, struct led_classdev *cdev);

/** sim_engine_stop() - forget what plays. */
void sim_engine_stop(struct sim_led *led);

/** sim_engine_show() - print what plays, as pattern text. */
void sim_engine_show(struct seq_file *m, struct sim_led *led);

#endif /* RAILGLOW_BOARD_LEDS_H */
