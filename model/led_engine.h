/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the pattern engines of real LED controllers accept. Each dialect is as
 * strict as the kernel driver of the chip it is named after (documented in
 * that driver's hw_pattern ABI page) and rounds what that driver rounds.
 */
#ifndef RAILGLOW_MODEL_LED_ENGINE_H
#define RAILGLOW_MODEL_LED_ENGINE_H

#include "core/pattern.h"

/** Dialects. */
enum led_engine {
	/** The LED has no engine. */
	LED_ENGINE_NONE,
	/** leds-qcom-lpg: square steps of one length, endless or once. */
	LED_ENGINE_LPG,
	/** leds-sc27xx-bltc: rise, high, fall, low; rounded to 125 ms. */
	LED_ENGINE_SC27XX,
	/** leds-cht-wcove: breathing in one of four speeds. */
	LED_ENGINE_CHT_WCOVE,
	/** leds-el15203000, screen frame: one breathing pattern. */
	LED_ENGINE_EL15203000_SCREEN,
	/** leds-el15203000, pipe: cascade, bounce, and their inverse. */
	LED_ENGINE_EL15203000_PIPE,
	/** A driver with pattern_set but no pattern_clear; takes anything. */
	LED_ENGINE_SET_ONLY,
	/** A driver with pattern_clear but no pattern_set. */
	LED_ENGINE_CLEAR_ONLY,
	LED_ENGINES,
};

/** Names for people, lower case with dashes, by enum led_engine. */
extern const char *const led_engine_name[LED_ENGINES];

/** Steps that the LPG's look-up table has room for. */
#define LED_ENGINE_LPG_STEPS_MAX 24
/** Bounds and step of the stages of LED_ENGINE_SC27XX, in ms. */
#define LED_ENGINE_SC27XX_MIN_MS 125
#define LED_ENGINE_SC27XX_MAX_MS 31875
#define LED_ENGINE_SC27XX_STEP_MS 125

/**
 * led_engine_set() - offer a pattern to an engine
 * @engine: the dialect
 * @tuples: the pattern; an engine that rounds leaves here what it plays
 * @count: number of tuples
 * @repeat: how often to play it, -1 for ever
 *
 * Return: 0 if the engine plays it; -EINVAL if it cannot; -ENOMEM if its
 * memory is too small.
 */
int __must_check led_engine_set(enum led_engine engine, struct pattern_tuple *tuples, u32 count,
				s32 repeat);

#endif /* RAILGLOW_MODEL_LED_ENGINE_H */
