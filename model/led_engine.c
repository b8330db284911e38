// SPDX-License-Identifier: GPL-2.0-only
/* What the pattern engines of real LED controllers accept. */

#include "model/led_engine.h"

const char *const led_engine_name[LED_ENGINES] = {
	[LED_ENGINE_NONE] = "none",
	[LED_ENGINE_LPG] = "lpg",
	[LED_ENGINE_SC27XX] = "sc27xx",
	[LED_ENGINE_CHT_WCOVE] = "cht-wcove",
	[LED_ENGINE_EL15203000_SCREEN] = "el15203000-screen",
	[LED_ENGINE_EL15203000_PIPE] = "el15203000-pipe",
	[LED_ENGINE_SET_ONLY] = "set-only",
	[LED_ENGINE_CLEAR_ONLY] = "clear-only",
};

/* The LPG's duration register has 9 bits. */
#define LPG_STEP_MAX_MS 511

/* Steps come as pairs: a level for a time, then the same level for no time. */
static bool lpg_is_stepped(const struct pattern_tuple *tuples, u32 count)
{
	u32 i;

	if (count % 2)
		return false;
	for (i = 0; i < count; i += 2)
		if (tuples[i].brightness != tuples[i + 1].brightness || tuples[i + 1].duration_ms)
			return false;
	return true;
}

static bool lpg_is_palindrome(const struct pattern_tuple *tuples, u32 steps)
{
	u32 i;

	for (i = 0; i < steps / 2; i++)
		if (tuples[2 * i].brightness != tuples[2 * (steps - 1 - i)].brightness)
			return false;
	return true;
}

/*
 * All steps last equally long, but for the first (the low pause) and the last
 * one in the table (the high pause). A palindrome is played to and fro from
 * half a table, so that its middle is what is last.
 */
static int lpg_set(const struct pattern_tuple *tuples, u32 count, s32 repeat)
{
	u32 steps = count / 2;
	u32 stored, i;

	if (repeat != -1 && repeat != 1)
		return -EINVAL;
	if (!lpg_is_stepped(tuples, count) || steps < 2)
		return -EINVAL;
	stored = lpg_is_palindrome(tuples, steps) ? (steps + 1) / 2 : steps;
	for (i = 2; i < steps; i++)
		if (tuples[2 * i].duration_ms != tuples[2].duration_ms && i != stored - 1)
			return -EINVAL;
	if (tuples[2].duration_ms > LPG_STEP_MAX_MS)
		return -EINVAL;
	return stored > LED_ENGINE_LPG_STEPS_MAX ? -ENOMEM : 0;
}

static u32 sc27xx_round_ms(u32 duration_ms)
{
	u32 ms = clamp_t(u32, duration_ms, LED_ENGINE_SC27XX_MIN_MS, LED_ENGINE_SC27XX_MAX_MS);

	return (ms + LED_ENGINE_SC27XX_STEP_MS / 2) / LED_ENGINE_SC27XX_STEP_MS *
	       LED_ENGINE_SC27XX_STEP_MS;
}

/* Stages rise, high, fall, low; only the second one's level means anything. */
static int sc27xx_set(struct pattern_tuple *tuples, u32 count)
{
	u32 i;

	if (count != 4)
		return -EINVAL;
	for (i = 0; i < count; i++)
		tuples[i].duration_ms = sc27xx_round_ms(tuples[i].duration_ms);
	return 0;
}

static int cht_wcove_set(const struct pattern_tuple *tuples, u32 count, s32 repeat)
{
	if (repeat > 0 || count != 2)
		return -EINVAL;
	if (tuples[0].brightness != 0 || tuples[1].brightness != 1 ||
	    tuples[0].duration_ms != tuples[1].duration_ms)
		return -EINVAL;
	switch (tuples[0].duration_ms) {
	case 250:
	case 500:
	case 1000:
	case 2000:
		return 0;
	}
	return -EINVAL;
}

#define EL_SCREEN_MS 4000
#define EL_PIPE_MS 800
#define EL_PIPE_LEDS 5
#define EL_PIPE_ALL ((1U << EL_PIPE_LEDS) - 1)

static int el_screen_set(const struct pattern_tuple *tuples, u32 count, s32 repeat)
{
	if (repeat > 0 || count != 2)
		return -EINVAL;
	if (tuples[0].brightness != 0 || tuples[1].brightness != 1 ||
	    tuples[0].duration_ms != EL_SCREEN_MS || tuples[1].duration_ms != EL_SCREEN_MS)
		return -EINVAL;
	return 0;
}

/*
 * Cascade lights the five parts one after the other; bounce goes on with the
 * same backwards. Inverse, all but one are lit.
 */
static u32 el_pipe_mask(u32 step, bool inverse)
{
	u32 part = step < EL_PIPE_LEDS ? step : 2 * EL_PIPE_LEDS - 1 - step;

	return inverse ? EL_PIPE_ALL & ~(1U << part) : 1U << part;
}

static int el_pipe_set(const struct pattern_tuple *tuples, u32 count, s32 repeat)
{
	bool inverse;
	u32 i;

	if (repeat > 0 || (count != EL_PIPE_LEDS && count != 2 * EL_PIPE_LEDS))
		return -EINVAL;
	inverse = tuples[0].brightness != 1;
	for (i = 0; i < count; i++)
		if (tuples[i].duration_ms != EL_PIPE_MS ||
		    tuples[i].brightness != el_pipe_mask(i, inverse))
			return -EINVAL;
	return 0;
}

int led_engine_set(enum led_engine engine, struct pattern_tuple *tuples, u32 count, s32 repeat)
{
	switch (engine) {
	case LED_ENGINE_LPG:
		return lpg_set(tuples, count, repeat);
	case LED_ENGINE_SC27XX:
		return sc27xx_set(tuples, count);
	case LED_ENGINE_CHT_WCOVE:
		return cht_wcove_set(tuples, count, repeat);
	case LED_ENGINE_EL15203000_SCREEN:
		return el_screen_set(tuples, count, repeat);
	case LED_ENGINE_EL15203000_PIPE:
		return el_pipe_set(tuples, count, repeat);
	case LED_ENGINE_SET_ONLY:
		return 0;
	default:
		return -EINVAL;
	}
}
