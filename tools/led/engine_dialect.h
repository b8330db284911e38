/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The pattern engines of LED controllers: what they can play, and the tuples they take for it. Each
 * kernel driver gives the tuples of `hw_pattern` a meaning of its own, documented in the driver's
 * page of the kernel's LED documents.
 */
#ifndef RAILGLOW_TOOLS_LED_ENGINE_DIALECT_H
#define RAILGLOW_TOOLS_LED_ENGINE_DIALECT_H

#include "core/pattern.h"
#include "core/port.h"
#include "tools/led/pattern.h"

/** Most tuples that an engine takes. */
#define LED_DIALECT_TUPLES 64

/**
 * struct led_dialect_request - the light that is wanted
 * @pattern: as software would play it
 * @repeat: number of times, -1 for ever
 * @brightness_max: of the LED
 */
struct led_dialect_request {
	const struct pattern *pattern;
	s32 repeat;
	u32 brightness_max;
};

/**
 * struct led_dialect_answer - the words that make an engine show it
 * @tuples: for `hw_pattern`
 * @count: number of @tuples
 * @brightness: to write to `brightness` first, because the engine takes its level from there; 0 for
 *	engines that do not
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
 * @express: fills in the answer; returns NULL, or the reason why the engine cannot play the request
 *	exactly. Is NULL if the engine can play nothing exactly
 * @never: the reason, if @express is NULL
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
 * led_dialect_express() - translate a pattern for an engine
 * @dialect: its language
 * @request: the light that is wanted
 * @answer: overwritten
 *
 * Return: NULL, and the engine shows exactly what was requested; or the reason why it cannot.
 */
const char *led_dialect_express(const struct led_dialect *dialect,
				const struct led_dialect_request *request,
				struct led_dialect_answer *answer);

/**
 * led_dialect_find() - find a dialect by its name or by that of a driver
 * @name: such as "lpg" or "leds-qcom-lpg"; "-" and "_" are the same
 *
 * Return: the dialect, NULL if none is known.
 */
const struct led_dialect *led_dialect_find(const char *name);

#endif /* RAILGLOW_TOOLS_LED_ENGINE_DIALECT_H */
