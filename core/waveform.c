// SPDX-License-Identifier: GPL-2.0-only
/*
 * The waveform: levels, and the moments at which they change.
 *
 * Within one tuple the level never turns round, which is what lets the next
 * change be computed (linear) or bisected (perceptual) instead of searched.
 * What every update of an LED needs is in the header; the rest is here.
 */
#include "core/waveform.h"
#include "core/lightness.h"
#include "core/mul_div.h"

static u64 duration_ns(const struct waveform *w, u32 index)
{
	return w->tuples[index].duration_ms * RG_NS_PER_MS;
}

/* Where a ramp leads, also if the tuple there does not last. */
static u32 target_of(const struct waveform *w, const struct waveform_at *at)
{
	return w->tuples[waveform_following(w, at->index)].brightness;
}

u64 waveform_modulo(s64 ns, u64 period_ns)
{
	u64 rest_ns;

	div64_u64_rem(ns < 0 ? -(u64)ns : (u64)ns, period_ns, &rest_ns);
	return ns < 0 && rest_ns ? period_ns - rest_ns : rest_ns;
}

/* The bisections behind lightness are paid once per ramp, here. */
static void load_lightness(const struct waveform *w, struct waveform_at *at, u32 to)
{
	at->shape = WAVEFORM_INTRICATE;
	at->lightness[0] = lightness_of_level(at->from, w->brightness_max);
	at->lightness[1] = lightness_of_level(to, w->brightness_max);
}

static void load_ramp(const struct waveform *w, struct waveform_at *at)
{
	u32 to = target_of(w, at);
	u64 product;

	at->shape = WAVEFORM_LINE;
	at->sign = to > at->from ? 1 : -1;
	at->span = to > at->from ? to - at->from : at->from - to;
	if (w->curve == WAVEFORM_PERCEPTUAL) {
		load_lightness(w, at, to);
		return;
	}
	/* Durations in ns are even, so that a half is one. */
	at->bias_ns = at->duration_ns / 2 - (at->sign < 0);
	if (check_mul_overflow((u64)at->span + 1, at->duration_ns, &product))
		at->shape = WAVEFORM_INTRICATE;
}

/* What is worked out once for a tuple, beyond what waveform_advance() knows. */
static void load(const struct waveform *w, struct waveform_at *at)
{
	at->shape = WAVEFORM_CONSTANT;
	if (waveform_ramps(w, at->index))
		load_ramp(w, at);
}

void waveform_begin(const struct waveform *w, struct waveform_at *at)
{
	waveform_advance(w, at);
	load(w, at);
}

/* To before the first tuple of the period that @position_ns is in. */
static void rewind_to_period(const struct waveform *w, struct waveform_at *at, u64 position_ns)
{
	u64 origin_ns = at->start_ns;
	u32 i;

	for (i = 0; at->duration_ns && i < at->index; i++)
		origin_ns -= duration_ns(w, i);
	*at = (struct waveform_at){
		.start_ns =
			position_ns - waveform_modulo((s64)(position_ns - origin_ns), w->period_ns),
		.next = waveform_next_lasting(w, w->count - 1U),
	};
}

/* Returns how far into its tuple the position is. */
static u64 seek(const struct waveform *w, struct waveform_at *at, u64 position_ns)
{
	u64 offset_ns = position_ns - at->start_ns;

	if (offset_ns < at->duration_ns)
		return offset_ns;
	if (!at->duration_ns || offset_ns >= w->period_ns)
		rewind_to_period(w, at, position_ns);
	do {
		waveform_advance(w, at);
		offset_ns = position_ns - at->start_ns;
	} while (offset_ns >= at->duration_ns);
	load(w, at);
	return offset_ns;
}

/* As waveform_ramp_level(), of any ramp that is linear. */
static u32 wide_level(const struct waveform_at *at, u64 offset_ns, u64 *until_ns)
{
	u64 rest_ns;
	u32 distance = mul_div(at->span, offset_ns, at->duration_ns, &rest_ns);

	rest_ns += at->bias_ns;
	if (rest_ns >= at->duration_ns) {
		rest_ns -= at->duration_ns;
		distance++;
	}
	*until_ns = div64_u64(at->duration_ns - rest_ns + at->span - 1, at->span);
	return at->from + at->sign * distance;
}

/* Fixed point must not show at the ends, hence the exact start and the clamp. */
static u32 perceptual_level(const struct waveform *w, const struct waveform_at *at, u64 offset_ns)
{
	u32 from = at->lightness[0], to = at->lightness[1];
	u32 target = target_of(w, at);
	u64 left;
	u32 level;

	if (!offset_ns)
		return at->from;
	if (to > from)
		from += mul_div(to - from, offset_ns, at->duration_ns, &left);
	else
		from -= mul_div(from - to, offset_ns, at->duration_ns, &left);

	level = lightness_to_level(from, w->brightness_max);
	return clamp(level, min(at->from, target), max(at->from, target));
}

static u32 level_at(const struct waveform *w, const struct waveform_at *at, u64 offset_ns)
{
	u64 until_ns;

	if (at->shape == WAVEFORM_CONSTANT)
		return at->from;
	if (w->curve == WAVEFORM_PERCEPTUAL)
		return perceptual_level(w, at, offset_ns);
	return wide_level(at, offset_ns, &until_ns);
}

/* First offset from @low_ns on whose level is not @level, or the ramp's end. */
static u64 perceptual_leaves(const struct waveform *w, const struct waveform_at *at, u32 level,
			     u64 low_ns)
{
	u64 high_ns = at->duration_ns;

	if (low_ns < high_ns && perceptual_level(w, at, low_ns) != level)
		return low_ns;
	while (low_ns < high_ns) {
		u64 middle_ns = low_ns + (high_ns - low_ns) / 2;

		if (perceptual_level(w, at, middle_ns) == level)
			low_ns = middle_ns + 1;
		else
			high_ns = middle_ns;
	}
	return low_ns;
}

/*
 * First offset in a tuple, not before @earliest_ns, at which the level is not
 * @level, that of @offset_ns; the tuple's end or later if there is none.
 */
static u64 leaves_in_tuple(const struct waveform *w, const struct waveform_at *at, u32 level,
			   u64 offset_ns, u64 earliest_ns)
{
	u64 until_ns;

	if (at->shape == WAVEFORM_CONSTANT)
		return at->duration_ns;
	if (w->curve == WAVEFORM_PERCEPTUAL)
		return perceptual_leaves(w, at, level, earliest_ns);
	wide_level(at, offset_ns, &until_ns);
	return max(offset_ns + until_ns, earliest_ns);
}

/*
 * As waveform_look() in any tuple, and beyond it if need be: one lap round the
 * period and once more through the tuple it began in, since what @interval_ns
 * ruled out there now may count then.
 */
static struct waveform_change look_closely(const struct waveform *w, const struct waveform_at *at,
					   u64 offset_ns, u64 interval_ns, u32 *level)
{
	const u64 position_ns = at->start_ns + offset_ns;
	const u64 lap_ns = at->start_ns + w->period_ns;
	struct waveform_at next = *at;
	u64 leaves_ns;

	*level = level_at(w, at, offset_ns);
	leaves_ns = leaves_in_tuple(w, &next, *level, offset_ns, offset_ns + interval_ns);
	while (leaves_ns >= next.duration_ns) {
		if (next.start_ns == lap_ns)
			return (struct waveform_change){ WAVEFORM_NEVER, 0 };
		waveform_advance(w, &next);
		if (w->tuples[next.index].brightness != *level)
			return (struct waveform_change){ next.start_ns - position_ns, 0 };
		load(w, &next);
		leaves_ns = leaves_in_tuple(w, &next, *level, 0, 0);
	}
	return (struct waveform_change){
		.after_ns = next.start_ns + leaves_ns - position_ns,
		.ramp_left_ns = next.duration_ns - leaves_ns,
	};
}

struct waveform_change waveform_look(const struct waveform *w, struct waveform_at *at,
				     u64 position_ns, u64 interval_ns, u32 *level)
{
	u64 offset_ns = seek(w, at, position_ns);
	struct waveform_change change;

	if (waveform_glance(w, at, offset_ns, interval_ns, level, &change))
		return change;
	return look_closely(w, at, offset_ns, interval_ns, level);
}

int waveform_init(struct waveform *w, const struct pattern_tuple *tuples, u32 count,
		  enum waveform_curve curve, u32 brightness_max)
{
	u64 period_ms = 0;
	u32 i;

	if (!count || count > PATTERN_TUPLES_MAX || !brightness_max)
		return -EINVAL;
	for (i = 0; i < count; i++)
		period_ms += tuples[i].duration_ms;
	if (!period_ms)
		return -EINVAL;

	*w = (struct waveform){
		.tuples = tuples,
		.period_ns = period_ms * RG_NS_PER_MS,
		.brightness_max = brightness_max,
		.count = count,
		.curve = curve,
	};
	return 0;
}

u32 waveform_level_before(const struct waveform *w, struct waveform_at *at, u64 position_ns)
{
	u64 offset_ns = seek(w, at, position_ns - 1);

	if (at->shape != WAVEFORM_CONSTANT && offset_ns + 1 == at->duration_ns)
		return target_of(w, at);
	return level_at(w, at, offset_ns + 1);
}
