/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The pattern engines of real LED controllers: patterns that they accept, and the light that they
 * show, which may differ from what the tuples suggest. Each dialect is as strict as the kernel
 * driver of the chip it is named after (documented in that driver's hw_pattern ABI page) and rounds
 * as that driver does.
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
	/** leds-qcom-lpg on a PPG without a table: steps, all equally long. */
	LED_ENGINE_PPG,
	/** leds-sc27xx-bltc: rise, high, fall, low; rounded to 125 ms. */
	LED_ENGINE_SC27XX,
	/** leds-cht-wcove: breathing in one of four speeds. */
	LED_ENGINE_CHT_WCOVE,
	/** leds-el15203000, screen frame: one breathing pattern. */
	LED_ENGINE_EL15203000_SCREEN,
	/** leds-el15203000, pipe: cascade, bounce, and their inverse. */
	LED_ENGINE_EL15203000_PIPE,
	/** leds-st1202: up to 8 steps, its sequencer shared by all its LEDs. */
	LED_ENGINE_ST1202,
	/** leds-s2m-rgb: one level, on and off, or up, on, down and off. */
	LED_ENGINE_S2M,
	/** leds-ltc3220: one fade. */
	LED_ENGINE_LTC3220,
	/** A driver with pattern_set but no pattern_clear; takes anything. */
	LED_ENGINE_SET_ONLY,
	/** A driver with pattern_clear but no pattern_set. */
	LED_ENGINE_CLEAR_ONLY,
	LED_ENGINES,
};

/** Names for people, lower case with dashes, by enum led_engine. */
extern const char *const led_engine_name[LED_ENGINES];

/** Room of the LPG's look-up table, in steps. */
#define LED_ENGINE_LPG_STEPS_MAX 24
/** Bounds and step of the stages of LED_ENGINE_SC27XX, in ms. */
#define LED_ENGINE_SC27XX_MIN_MS 125
#define LED_ENGINE_SC27XX_MAX_MS 31875
#define LED_ENGINE_SC27XX_STEP_MS 125

/**
 * led_engine_set() - offer a pattern to an engine
 * @engine: the dialect
 * @tuples: the pattern; an engine that rounds writes here what it plays
 * @count: number of tuples
 * @repeat: number of times, -1 for ever
 *
 * Return: 0 if the engine plays it; -EINVAL if it cannot; -ENOMEM or -ENOSPC if its memory is too
 * small.
 */
int __must_check led_engine_set(enum led_engine engine, struct pattern_tuple *tuples, u32 count,
				s32 repeat);

/**
 * struct led_engine_playing - an engine at work
 * @engine: the dialect
 * @tuples: as led_engine_set() accepted and left them
 * @count: number of tuples
 * @brightness: content of the file `brightness`, from which some engines take their level
 * @brightness_max: the LED's highest level
 */
struct led_engine_playing {
	enum led_engine engine;
	const struct pattern_tuple *tuples;
	u32 count;
	u32 brightness;
	u32 brightness_max;
};

/**
 * led_engine_shows() - compute the level that an engine shows
 * @p: the engine at work
 * @time_ms: time since its pattern was set
 *
 * Return: the level, to the nearest; for a pipe the mask of its parts.
 */
u32 led_engine_shows(const struct led_engine_playing *p, u64 time_ms);

#endif /* RAILGLOW_MODEL_LED_ENGINE_H */
