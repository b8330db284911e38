/* SPDX-License-Identifier: GPL-2.0-only */
/* The pattern engines of LEDs, whose calls are recorded. */
#ifndef RAILGLOW_BOARD_LEDS_ENGINE_H
#define RAILGLOW_BOARD_LEDS_ENGINE_H

#include <linux/types.h>

struct led_classdev;
struct seq_file;
struct sim_led;

/**
 * struct sim_engine_event - a call of the engine of an LED
 * @time_ns: moment of the call
 * @set: pattern_set, else pattern_clear
 * @count: number of tuples
 * @repeat: as it was handed over
 * @error: answer of the engine
 */
struct sim_engine_event {
	u64 time_ns;
	bool set;
	u32 count;
	s32 repeat;
	s32 error;
};

/** sim_engine_init() - prepare the trace of an engine. */
void sim_engine_init(struct sim_led *led);

/** sim_engine_attach() - give a classdev the calls that its engine has. */
void sim_engine_attach(struct sim_led *led, struct led_classdev *cdev);

/** sim_engine_stop() - forget the pattern that plays. */
void sim_engine_stop(struct sim_led *led);

/** sim_engine_show() - print the pattern that plays, as pattern text. */
void sim_engine_show(struct seq_file *m, struct sim_led *led);

#endif /* RAILGLOW_BOARD_LEDS_ENGINE_H */
