// SPDX-License-Identifier: GPL-2.0-only
/*
 * Patterns put in the words of an LED controller's engine (hw_pattern), one dialect for each kernel
 * driver, or the reason why it cannot play one exactly. Engine or software is chosen in
 * tools/cmd/led_play.c.
 *
 * A pattern is first reduced to its shape: the light over time, in stretches that are either
 * constant or a ramp. Engines are asked for shapes, so that it does not matter how a square wave
 * was written. Light between two neighbouring levels is not asked for, unless these are 0% and
 * 100%: some engines have a light of their own between the two levels that software knows.
 */
#include "tools/led/engine_dialect.h"

#include <stdbool.h>
#include <string.h>

#include "core/waveform.h"

/** struct stretch - a part of a shape; a ramp if the two levels differ */
struct stretch {
	u32 from;
	u32 to;
	u64 ms;
};

/** struct shape - the light of a pattern over time; empty if it has too many stretches */
struct shape {
	struct stretch stretches[LED_DIALECT_TUPLES];
	u32 count;
};

static bool is_constant(const struct stretch *stretch)
{
	return stretch->from == stretch->to;
}

static struct shape shape_of(const struct pattern *pattern)
{
	struct shape shape = { .count = 0 };

	for (u32 i = 0; i < pattern->count; i++) {
		const struct pattern_tuple *tuple = &pattern->tuples[i];
		u32 next = pattern->tuples[(i + 1) % pattern->count].brightness;
		struct stretch *last = shape.stretches + max(shape.count, 1U) - 1;
		struct stretch here = { tuple->brightness, next, tuple->duration_ms };

		if (!here.ms)
			continue;
		if (here.ms < WAVEFORM_RAMP_MIN_MS ||
		    (max(here.from, here.to) - min(here.from, here.to) == 1 &&
		     !pattern->dark_or_full))
			here.to = here.from;
		if (shape.count && is_constant(&here) && is_constant(last) && last->to == here.to) {
			last->ms += here.ms;
			continue;
		}
		if (shape.count == ARRAY_SIZE(shape.stretches))
			return (struct shape){ .count = 0 };
		shape.stretches[shape.count++] = here;
	}
	return shape;
}

static void add_tuple(struct led_dialect_answer *answer, u32 brightness, u64 duration_ms)
{
	answer->tuples[answer->count++] = (struct pattern_tuple){ brightness, (u32)duration_ms };
}

#define LPG_STEPS_MAX 24
#define LPG_STEP_MAX_MS 511
/* The counters of pauses have 8 bits. */
#define LPG_PAUSE_STEPS_MAX 255

/* Is it the same backwards? Half of it is stored then, and the middle may last longer. */
static bool lpg_is_palindrome(const struct shape *shape)
{
	for (u32 i = 0; i < shape->count / 2; i++) {
		if (shape->stretches[i].from != shape->stretches[shape->count - 1 - i].from)
			return false;
	}
	return true;
}

static const char *lpg_timing(const struct shape *shape)
{
	u32 stored = lpg_is_palindrome(shape) ? (shape->count + 1) / 2 : shape->count;

	if (stored > LPG_STEPS_MAX)
		return "its table holds at most 24 steps";
	for (u32 i = 0; i < shape->count; i++) {
		bool pause = i == 0 || i == stored - 1;

		if (shape->stretches[i].ms > LPG_STEP_MAX_MS)
			return "its steps last at most 511 ms";
		if (!pause && shape->stretches[i].ms != shape->stretches[1].ms)
			return "its steps all last equally long";
		if (shape->stretches[i].ms % shape->stretches[1].ms)
			return "its pauses last whole steps";
		if (shape->stretches[i].ms / shape->stretches[1].ms > LPG_PAUSE_STEPS_MAX)
			return "its pauses last at most 255 steps";
	}
	return NULL;
}

/* Writes levels for a time, each followed by the same level for no time. */
static const char *express_lpg(const struct led_dialect_request *request,
			       struct led_dialect_answer *answer)
{
	struct shape shape = shape_of(request->pattern);
	const char *reason;

	if (request->repeat != -1 && request->repeat != 1)
		return "it plays for ever or once";
	if (shape.count < 2)
		return "it plays 2 to 24 steps";
	for (u32 i = 0; i < shape.count; i++) {
		if (!is_constant(&shape.stretches[i]))
			return "it plays steps, not ramps";
	}
	reason = lpg_timing(&shape);
	if (reason || shape.count * 2 > LED_DIALECT_TUPLES)
		return reason ? reason : "its table holds at most 24 steps";
	for (u32 i = 0; i < shape.count; i++) {
		add_tuple(answer, shape.stretches[i].from, shape.stretches[i].ms);
		add_tuple(answer, shape.stretches[i].from, 0);
	}
	return NULL;
}

#define SC27XX_STEP_MS 125
#define SC27XX_MAX_MS 31875

/* Writes rise, high, fall and low; the level of the second tuple is the height. */
static const char *express_sc27xx(const struct led_dialect_request *request,
				  struct led_dialect_answer *answer)
{
	static const char wrong[] =
		"it plays a rise from 0, a constant level, a fall to 0, and darkness";
	struct shape shape = shape_of(request->pattern);
	const struct stretch *at = shape.stretches;
	u32 high;

	if (request->repeat != -1)
		return "it plays for ever only";
	if (shape.count != 4)
		return wrong;
	high = at[0].to;
	if (at[0].from || !high || at[1].from != high || !is_constant(&at[1]) ||
	    at[2].from != high || at[2].to || at[3].from || at[3].to)
		return wrong;
	for (u32 i = 0; i < shape.count; i++) {
		if (at[i].ms % SC27XX_STEP_MS || at[i].ms > SC27XX_MAX_MS)
			return "its stages last multiples of 125 ms up to 31875 ms";
		add_tuple(answer, i == 1 ? high : 0, at[i].ms);
	}
	return NULL;
}

/* Writes up and down in equal times; `brightness` is the height. */
static const char *express_cht_wcove(const struct led_dialect_request *request,
				     struct led_dialect_answer *answer)
{
	struct shape shape = shape_of(request->pattern);
	const struct stretch *at = shape.stretches;

	if (request->repeat != -1)
		return "it plays for ever only";
	if (shape.count != 2 || at[0].from || is_constant(&at[0]) || at[1].from != at[0].to ||
	    at[1].to || at[0].ms != at[1].ms)
		return "it breathes only: up from 0, then down for as long";
	if (at[0].ms != 250 && at[0].ms != 500 && at[0].ms != 1000 && at[0].ms != 2000)
		return "it breathes at 250, 500, 1000 or 2000 ms only";
	add_tuple(answer, 0, at[0].ms);
	add_tuple(answer, 1, at[1].ms);
	answer->brightness = at[1].from;
	return NULL;
}

#define EL15203000_MS 4000

/*
 * Writes the one pattern of the screen's frame: up in 4 s, down in 4 s. Software can only switch
 * that LED.
 */
static const char *express_el15203000(const struct led_dialect_request *request,
				      struct led_dialect_answer *answer)
{
	struct shape shape = shape_of(request->pattern);
	const struct stretch *at = shape.stretches;

	if (request->repeat != -1)
		return "it plays for ever only";
	if (shape.count != 2 || at[0].from || at[0].to != request->brightness_max ||
	    at[1].from != request->brightness_max || at[1].to || at[0].ms != EL15203000_MS ||
	    at[1].ms != EL15203000_MS)
		return "it breathes only: up in 4000 ms, down in 4000 ms";
	add_tuple(answer, 0, EL15203000_MS);
	add_tuple(answer, 1, EL15203000_MS);
	return NULL;
}

static bool s2m_high_ms(u64 ms)
{
	return (ms >= 100 && ms <= 500 && ms % 100 == 0) ||
	       (ms >= 750 && ms <= 3250 && ms % 250 == 0);
}

static bool s2m_low_ms(u64 ms)
{
	return (ms >= 500 && ms <= 5000 && ms % 500 == 0) ||
	       (ms >= 6000 && ms <= 8000 && ms % 1000 == 0) || ms == 10000 || ms == 12000;
}

/*
 * Writes on, then off, in times of its tables. Its ramps, which last a third of the time they are
 * given, are not used.
 */
static const char *express_s2m(const struct led_dialect_request *request,
			       struct led_dialect_answer *answer)
{
	struct shape shape = shape_of(request->pattern);
	const struct stretch *at = shape.stretches;

	if (request->repeat != -1)
		return "it plays for ever only";
	if (shape.count != 2 || !is_constant(&at[0]) || !is_constant(&at[1]) || !at[0].from ||
	    at[1].from)
		return "it blinks only: on, then off";
	if (!s2m_high_ms(at[0].ms) || !s2m_low_ms(at[1].ms))
		return "its times are those of a table, such as 500 ms on and 500 ms off";
	for (u32 i = 0; i < 2; i++) {
		add_tuple(answer, at[i].from, at[i].ms);
		add_tuple(answer, at[i].from, 0);
	}
	return NULL;
}

const struct led_dialect led_dialects[] = {
	{ "lpg", "leds-qcom-lpg qcom-spmi-lpg", express_lpg, NULL },
	{ "sc27xx", "leds-sc27xx-bltc sprd-bltc", express_sc27xx, NULL },
	{ "cht-wcove", "leds-cht-wcove cht_wcove_leds", express_cht_wcove, NULL },
	{ "el15203000", "leds-el15203000 el15203000-screen", express_el15203000, NULL },
	{ "s2m", "leds-s2m-rgb s2m-rgb", express_s2m, NULL },
	{ "mt6370", "leds-mt6370-rgb mt6370-indicator", NULL,
	  "it breathes on bent slopes of its own" },
	{ "ncp5623", "leds-ncp5623", NULL, "it only fades once to a level" },
	{ "st1202", "leds-st1202", NULL, "all its LEDs share one sequencer" },
	{ "ltc3220", "leds-ltc3220", NULL, "it only fades once, all its LEDs alike" },
	{ "msp430", "leds-sercomm-msp430", NULL, "the shape of its pulses is not known" },
	{ 0 },
};

const char *led_dialect_express(const struct led_dialect *dialect,
				const struct led_dialect_request *request,
				struct led_dialect_answer *answer)
{
	*answer = (struct led_dialect_answer){ 0 };
	return dialect->express ? dialect->express(request, answer) : dialect->never;
}

/* Compares @name with the first @len characters of @word; dashes and underscores are the same. */
static bool same_name(const char *name, const char *word, size_t len)
{
	if (strlen(name) != len)
		return false;
	for (size_t i = 0; i < len; i++) {
		char a = name[i] == '_' ? '-' : name[i];
		char b = word[i] == '_' ? '-' : word[i];

		if (a != b)
			return false;
	}
	return true;
}

const struct led_dialect *led_dialect_find(const char *name)
{
	for (const struct led_dialect *each = led_dialects; each->name; each++) {
		const char *word = each->drivers;

		if (same_name(name, each->name, strlen(each->name)))
			return each;
		while (*word) {
			size_t len = strcspn(word, " ");

			if (same_name(name, word, len))
				return each;
			word += len + (word[len] == ' ');
		}
	}
	return NULL;
}
