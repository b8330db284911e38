// SPDX-License-Identifier: GPL-2.0-only
/*
 * The pattern engines of real LED controllers: patterns that they accept, light that they show.
 * Calls of an engine are recorded in board/leds_engine.c.
 */

#include "model/led_engine.h"

const char *const led_engine_name[LED_ENGINES] = {
	[LED_ENGINE_NONE] = "none",
	[LED_ENGINE_LPG] = "lpg",
	[LED_ENGINE_PPG] = "ppg",
	[LED_ENGINE_SC27XX] = "sc27xx",
	[LED_ENGINE_CHT_WCOVE] = "cht-wcove",
	[LED_ENGINE_EL15203000_SCREEN] = "el15203000-screen",
	[LED_ENGINE_EL15203000_PIPE] = "el15203000-pipe",
	[LED_ENGINE_ST1202] = "st1202",
	[LED_ENGINE_S2M] = "s2m",
	[LED_ENGINE_LTC3220] = "ltc3220",
	[LED_ENGINE_SET_ONLY] = "set-only",
	[LED_ENGINE_CLEAR_ONLY] = "clear-only",
};

/* The LPG's duration register has 9 bits. */
#define LPG_STEP_MAX_MS 511

/* Are all steps pairs, a level for a time and the same level for no time? */
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
 * Checks the table of an LPG. All steps last equally long, except the first (the low pause) and the
 * last one in the table (the high pause). A palindrome is played to and fro from half a table, so
 * its middle comes last.
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

/* Checks the steps of a PPG, which has no table: no pauses, and nothing to and fro. */
static int ppg_set(const struct pattern_tuple *tuples, u32 count, s32 repeat)
{
	u32 i;

	if (repeat != -1 && repeat != 1)
		return -EINVAL;
	if (!lpg_is_stepped(tuples, count) || count < 4)
		return -EINVAL;
	for (i = 2; i < count; i += 2)
		if (tuples[i].duration_ms != tuples[0].duration_ms)
			return -EINVAL;
	if (tuples[0].duration_ms > LPG_STEP_MAX_MS)
		return -EINVAL;
	return count / 2 > LED_ENGINE_LPG_STEPS_MAX ? -ENOSPC : 0;
}

static u32 sc27xx_round_ms(u32 duration_ms)
{
	u32 ms = clamp_t(u32, duration_ms, LED_ENGINE_SC27XX_MIN_MS, LED_ENGINE_SC27XX_MAX_MS);

	return (ms + LED_ENGINE_SC27XX_STEP_MS / 2) / LED_ENGINE_SC27XX_STEP_MS *
	       LED_ENGINE_SC27XX_STEP_MS;
}

/* Checks the stages rise, high, fall and low; the level of the second one is the height. */
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
 * Computes the lit parts of a pipe. Cascade lights the five parts one after the other; bounce goes
 * on with the same backwards. If inverse, all but one are lit.
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

#define ST1202_STEPS_MAX 8
#define ST1202_STEP_MS 22
#define ST1202_MAX_MS 5610

static int st1202_set(const struct pattern_tuple *tuples, u32 count, s32 repeat)
{
	u32 i;

	if (count > ST1202_STEPS_MAX || repeat == 0 || repeat > 255)
		return -EINVAL;
	for (i = 0; i < count; i++)
		if (tuples[i].duration_ms < ST1202_STEP_MS || tuples[i].duration_ms > ST1202_MAX_MS)
			return -EINVAL;
	return 0;
}

/** struct time_range - times from one to another in equal steps */
struct time_range {
	u16 first_ms;
	u16 last_ms;
	u16 step_ms;
};

static const struct time_range s2m_high[] = { { 100, 500, 100 }, { 750, 3250, 250 }, { 0 } };
static const struct time_range s2m_low[] = {
	{ 0, 0, 1 }, { 500, 5000, 500 }, { 6000, 8000, 1000 }, { 10000, 12000, 2000 }, { 0 },
};

static const struct time_range s2m_ramp[] = { { 0, 800, 100 }, { 1000, 2200, 200 }, { 0 } };

static u32 nearest_ms(const struct time_range *ranges, u32 wanted_ms)
{
	u32 best_ms = ranges->first_ms;

	for (; ranges->step_ms; ranges++) {
		u32 ms;

		for (ms = ranges->first_ms; ms <= ranges->last_ms; ms += ranges->step_ms)
			if (max(ms, wanted_ms) - min(ms, wanted_ms) <
			    max(best_ms, wanted_ms) - min(best_ms, wanted_ms))
				best_ms = ms;
	}
	return best_ms;
}

/*
 * Checks for a level for a time, the same for none, dark for a time, and for none; or for two
 * tuples that last.
 */
static int s2m_set(const struct pattern_tuple *tuples, u32 count, s32 repeat)
{
	if (repeat != -1)
		return -EINVAL;
	if (count == 4 && tuples[0].brightness && tuples[1].brightness == tuples[0].brightness &&
	    !tuples[1].duration_ms && !tuples[2].brightness && !tuples[3].brightness &&
	    !tuples[3].duration_ms)
		return 0;
	return count == 2 && tuples[0].brightness && !tuples[1].brightness ? 0 : -EINVAL;
}

static int ltc3220_set(const struct pattern_tuple *tuples, u32 count)
{
	return count == 2 && tuples[0].duration_ms ? 0 : -EINVAL;
}

int led_engine_set(enum led_engine engine, struct pattern_tuple *tuples, u32 count, s32 repeat)
{
	switch (engine) {
	case LED_ENGINE_LPG:
		return lpg_set(tuples, count, repeat);
	case LED_ENGINE_PPG:
		return ppg_set(tuples, count, repeat);
	case LED_ENGINE_SC27XX:
		return sc27xx_set(tuples, count);
	case LED_ENGINE_CHT_WCOVE:
		return cht_wcove_set(tuples, count, repeat);
	case LED_ENGINE_EL15203000_SCREEN:
		return el_screen_set(tuples, count, repeat);
	case LED_ENGINE_EL15203000_PIPE:
		return el_pipe_set(tuples, count, repeat);
	case LED_ENGINE_ST1202:
		return st1202_set(tuples, count, repeat);
	case LED_ENGINE_S2M:
		return s2m_set(tuples, count, repeat);
	case LED_ENGINE_LTC3220:
		return ltc3220_set(tuples, count);
	case LED_ENGINE_SET_ONLY:
		return 0;
	default:
		return -EINVAL;
	}
}

/** struct stage - a straight part of the light */
struct stage {
	u32 from;
	u32 to;
	u32 ms;
};

/*
 * Computes a stage of an LPG. Its pauses are whole numbers of its step, rounded up; every other
 * stage is one step.
 */
static struct stage lpg_stage(const struct led_engine_playing *p, u32 i)
{
	u32 steps = p->count / 2;
	bool to_and_fro = p->engine == LED_ENGINE_LPG && lpg_is_palindrome(p->tuples, steps);
	u32 stored = to_and_fro ? (steps + 1) / 2 : steps;
	u32 step_ms = max(p->tuples[2].duration_ms, 1U);
	u32 level = p->tuples[2 * i].brightness;
	u32 ms = p->tuples[2 * i].duration_ms;

	if (i != 0 && i != stored - 1)
		return (struct stage){ level, level, step_ms };
	return (struct stage){ level, level, (ms + step_ms - 1) / step_ms * step_ms };
}

static struct stage sc27xx_stage(const struct led_engine_playing *p, u32 i)
{
	u32 high = p->tuples[1].brightness;

	return (struct stage){ i == 1 || i == 2 ? high : 0, i < 2 ? high : 0,
			       p->tuples[i].duration_ms };
}

/*
 * Computes a stage: on and off by the table of times; or up, on and down for a third each, then
 * off.
 */
static struct stage s2m_stage(const struct led_engine_playing *p, u32 i)
{
	u32 high = p->tuples[0].brightness;
	u32 ms = p->tuples[0].duration_ms;
	u32 low_ms = nearest_ms(s2m_low, p->tuples[p->count / 2].duration_ms);

	if (p->count == 4)
		return i ? (struct stage){ 0, 0, low_ms }
			 : (struct stage){ high, high, nearest_ms(s2m_high, ms) };
	if (i == 3)
		return (struct stage){ 0, 0, low_ms };
	return (struct stage){ i ? high : 0, i == 2 ? 0 : high,
			       i == 1 ? nearest_ms(s2m_high, ms / 3)
				      : nearest_ms(s2m_ramp, ms / 3) };
}

/*
 * Computes the fade. The engine takes one of three times, whatever the driver is told, and keeps
 * its level then.
 */
static struct stage ltc3220_stage(const struct led_engine_playing *p, u32 i)
{
	u32 ms = p->tuples[0].duration_ms;

	if (i)
		return (struct stage){ p->tuples[1].brightness, p->tuples[1].brightness, U32_MAX };
	return (struct stage){ p->tuples[0].brightness, p->tuples[1].brightness,
			       ms <= 240   ? 240
			       : ms <= 480 ? 480
					   : 960 };
}

static struct stage stage_of(const struct led_engine_playing *p, u32 i)
{
	u32 high = p->engine == LED_ENGINE_CHT_WCOVE ? p->brightness : p->brightness_max;

	switch (p->engine) {
	case LED_ENGINE_LPG:
	case LED_ENGINE_PPG:
		return lpg_stage(p, i);
	case LED_ENGINE_SC27XX:
		return sc27xx_stage(p, i);
	case LED_ENGINE_CHT_WCOVE:
	case LED_ENGINE_EL15203000_SCREEN:
		return (struct stage){ i ? high : 0, i ? 0 : high, p->tuples[0].duration_ms };
	case LED_ENGINE_S2M:
		return s2m_stage(p, i);
	case LED_ENGINE_LTC3220:
		return ltc3220_stage(p, i);
	default:
		return (struct stage){ p->tuples[i].brightness, p->tuples[i].brightness,
				       p->tuples[i].duration_ms };
	}
}

static u32 stages_of(const struct led_engine_playing *p)
{
	switch (p->engine) {
	case LED_ENGINE_LPG:
	case LED_ENGINE_PPG:
		return p->count / 2;
	case LED_ENGINE_S2M:
		return p->count == 4 ? 2 : 4;
	default:
		return p->count;
	}
}

static u32 level_in(struct stage stage, u64 offset_ms)
{
	u64 climb = max(stage.from, stage.to) - min(stage.from, stage.to);
	u32 passed = climb ? div_u64(climb * offset_ms + stage.ms / 2, stage.ms) : 0;

	return stage.to > stage.from ? stage.from + passed : stage.from - passed;
}

u32 led_engine_shows(const struct led_engine_playing *p, u64 time_ms)
{
	u64 period_ms = 0, left_ms;
	u32 i;

	for (i = 0; i < stages_of(p); i++)
		period_ms += stage_of(p, i).ms;
	if (!period_ms)
		return 0;
	div64_u64_rem(time_ms, period_ms, &left_ms);
	for (i = 0; left_ms >= stage_of(p, i).ms; i++)
		left_ms -= stage_of(p, i).ms;
	return level_in(stage_of(p, i), left_ms);
}
