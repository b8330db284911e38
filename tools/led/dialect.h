/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the pattern engines of LED controllers can play, and in which words they
 * want to be told: each kernel driver gives the tuples of `hw_pattern` a meaning
 * of its own, documented in the driver's page of the kernel's LED documents.
 */
#ifndef RAILGLOW_TOOLS_LED_DIALECT_H
#define RAILGLOW_TOOLS_LED_DIALECT_H

#include "tools/led/trace.h"

/** Most tuples an engine is told. */
#define LED_DIALECT_TUPLES 64

/**
 * struct led_dialect_request - what should be seen
 * @pattern: as software would play it
 * @repeat: -1 for ever, or how many times
 * @brightness_max: of the LED
 */
struct led_dialect_request {
	const struct led_pattern *pattern;
	s32 repeat;
	u32 brightness_max;
};

/**
 * struct led_dialect_answer - how to ask an engine for it
 * @tuples: for `hw_pattern`
 * @count: how many
 * @brightness: to write to `brightness` first, because the engine takes its
 *	level from there; 0 for engines that do not
 */
struct led_dialect_answer {
	struct pattern_tuple tuples[LED_DIALECT_TUPLES];
	u32 count;
	u32 brightness;
};

/**
 * struct led_dialect - one engine's language
 * @name: its short name
 * @drivers: names of the kernel drivers that speak it, between blanks
 * @express: fills in the answer; returns NULL, or the reason why the engine
 *	cannot play the request exactly; NULL if it can play nothing exactly
 * @never: why not, then
 */
struct led_dialect {
	const char *name;
	const char *drivers;
	const char *(*express)(const struct led_dialect_request *request,
			       struct led_dialect_answer *answer);
	const char *never;
};

/** All dialects known, ended by a NULL name. */
extern const struct led_dialect led_dialects[];

/**
 * led_dialect_express() - how to ask an engine for a pattern
 * @dialect: its language
 * @request: what should be seen
 * @answer: overwritten
 *
 * Return: NULL, and what the engine shows is what was requested; or why not.
 */
const char *led_dialect_express(const struct led_dialect *dialect,
				const struct led_dialect_request *request,
				struct led_dialect_answer *answer);

/**
 * led_dialect_find() - a dialect by its name or by a driver's
 * @name: such as "lpg" or "leds-qcom-lpg"; "-" and "_" are the same
 *
 * Return: the dialect, NULL if none is known.
 */
const struct led_dialect *led_dialect_find(const char *name);

#endif /* RAILGLOW_TOOLS_LED_DIALECT_H */
