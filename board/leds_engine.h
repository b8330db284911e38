/* SPDX-License-Identifier: GPL-2.0-only */
/* The pattern engines of LEDs, which record their calls. */
#ifndef RAILGLOW_BOARD_LEDS_ENGINE_H
#define RAILGLOW_BOARD_LEDS_ENGINE_H

#include <linux/types.h>

struct led_classdev;
struct seq_file;
struct sim_led;

/**
 * struct sim_engine_event - a call of the engine of an LED
 * @time_ns: when
 * @set: pattern_set, else pattern_clear
 * @count: tuples
 * @repeat: as it was handed over
 * @error: what the engine answered
 */
struct sim_engine_event {
	u64 time_ns;
	bool set;
	u32 count;
	s32 repeat;
	s32 error;
};

/** sim_engine_init() - prepare the records of the engine. */
void sim_engine_init(struct sim_led *led);

/** sim_engine_attach() - give a classdev the calls its engine has. */
void sim_engine_attach(struct sim_led *led, struct led_classdev *cdev);

/** sim_engine_stop() - forget what plays. */
void sim_engine_stop(struct sim_led *led);

/** sim_engine_show() - print what plays, as pattern text. */
void sim_engine_show(struct seq_file *m, struct sim_led *led);

#endif /* RAILGLOW_BOARD_LEDS_ENGINE_H */
