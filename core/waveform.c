// SPDX-License-Identifier: GPL-2.0-only
/*
 * The waveform: levels, and the moments at which they change.
 *
 * A ramp is a straight line of some value over time, and a level is a range of that value. Linear
 * ramps count half levels, as rounding changes at the odd ones; perceptual ramps count lightness.
 * In both, the level at a moment is one division, and the moment at which the next one begins is
 * another.
 *
 * Tuples that cannot be played, as those above the LED's highest level, are refused here, by
 * waveform_init(); the firmware's are cut down to it in drivers/ledtrig-pattern/trigger.c. The time
 * between two updates is player.c's, the lightness curve lightness.c's.
 */
#include "core/waveform.h"
#include "core/lightness.h"
#include "core/mul_div.h"

static u64 duration_ns(const struct waveform *w, u32 index)
{
	return w->tuples[index].duration_ms * RG_NS_PER_MS;
}

static u32 tuple_after(const struct waveform *w, u32 index)
{
	return index + 1 == w->count ? 0 : index + 1;
}

/*
 * Finds the level that a tuple leads to, also if the tuple there does not last. There is no level
 * to pass through between neighbouring ones.
 */
static u32 target_of(const struct waveform *w, u32 index)
{
	u32 from = w->tuples[index].brightness;
	u32 to = w->tuples[tuple_after(w, index)].brightness;

	if (w->tuples[index].duration_ms < WAVEFORM_RAMP_MIN_MS ||
	    max(from, to) - min(from, to) <= 1)
		return from;
	return to;
}

static u64 value_of(const struct waveform *w, u64 halves)
{
	return w->curve == WAVEFORM_LINEAR ? halves
					   : lightness_of_halves(halves, w->brightness_max);
}

static u32 level_of(const struct waveform *w, u64 value)
{
	return w->curve == WAVEFORM_LINEAR ? (value + 1) / 2
					   : lightness_to_level(value, w->brightness_max);
}

static struct waveform_stretch stretch_of(const struct waveform *w, u32 index)
{
	struct waveform_stretch s = {
		.first = w->tuples[index].brightness,
		.last = target_of(w, index),
		.duration_ns = duration_ns(w, index),
	};
	u64 to;

	if (s.first == s.last)
		return s;
	s.from = value_of(w, 2ULL * s.first);
	to = value_of(w, 2ULL * s.last);
	s.span = max(s.from, to) - min(s.from, to);
	return s;
}

/*
 * Computes the level at an offset. Values are rounded down, on the way down as well; the ends are
 * exact.
 */
static u32 level_at(const struct waveform *w, const struct waveform_stretch *s, u64 offset_ns)
{
	u64 passed, left;
	u32 level;

	if (!offset_ns || s->first == s->last)
		return s->first;
	if (offset_ns == s->duration_ns)
		return s->last;
	passed = mul_div(s->span, offset_ns, s->duration_ns, &left);
	level = level_of(w, s->first < s->last ? s->from + passed : s->from - passed - (left > 0));
	return clamp(level, min(s->first, s->last), max(s->first, s->last));
}

/*
 * Finds the first offset, not before @earliest_ns, at which the level is not @level any more, which
 * is one of this stretch; its end or later if there is none.
 */
static u64 leaves_at(const struct waveform *w, const struct waveform_stretch *s, u32 level,
		     u64 earliest_ns)
{
	u64 distance, leaves_ns, left;

	if (level == s->last || !s->span)
		return s->duration_ns;
	if (s->first < s->last)
		distance = value_of(w, 2ULL * level + 1) - s->from;
	else
		distance = s->from - value_of(w, 2ULL * level - 1);
	leaves_ns = mul_div(distance, s->duration_ns, s->span, &left);
	/* A level ends at its boundary on the way up, and beyond it on the way down. */
	leaves_ns += s->first < s->last ? left > 0 : 1;
	return max(leaves_ns, earliest_ns);
}

/* Finds the tuple of a position, and returns the offset in it. */
static u64 seek_tuple(const struct waveform *w, struct waveform_place *place, u64 position_ns)
{
	u32 index;

	if (position_ns < place->start_ns)
		*place = (struct waveform_place){ 0 };
	index = place->index;
	while (index + 1 < w->count && position_ns - place->start_ns >= duration_ns(w, index))
		place->start_ns += duration_ns(w, index++);
	if (index != place->index || !place->known)
		place->stretch = stretch_of(w, index);
	place->index = index;
	place->known = true;
	return position_ns - place->start_ns;
}

/*
 * Searches one lap round the period and once more through the tuple it began in, since a change
 * that @interval_ns rules out there now may count then.
 */
struct waveform_change waveform_look(const struct waveform *w, struct waveform_place *place,
				     u64 position_ns, u64 interval_ns, u32 *level)
{
	u64 offset_ns = seek_tuple(w, place, position_ns);
	struct waveform_stretch s = place->stretch;
	u64 ahead_ns = -offset_ns;
	u32 index = place->index;
	u64 leaves_ns;
	u32 seen;

	*level = level_at(w, &s, offset_ns);
	leaves_ns = leaves_at(w, &s, *level, offset_ns + interval_ns);
	for (seen = 0; leaves_ns >= s.duration_ns; seen++) {
		if (seen == w->count)
			return (struct waveform_change){ WAVEFORM_NEVER, 0 };
		ahead_ns += s.duration_ns;
		index = tuple_after(w, index);
		s = stretch_of(w, index);
		if (s.duration_ns && s.first != *level)
			return (struct waveform_change){ ahead_ns, 0 };
		/* The tuple begins with this level, however coarse the steps of lightness are. */
		leaves_ns = s.duration_ns ? leaves_at(w, &s, *level, 1) : 0;
	}
	return (struct waveform_change){ ahead_ns + leaves_ns, s.duration_ns - leaves_ns };
}

u64 waveform_position(const struct waveform *w, u64 ns)
{
	u64 position_ns = 0;

	if (w->period_ns)
		div64_u64_rem(ns, w->period_ns, &position_ns);
	return position_ns;
}

u32 waveform_level_before(const struct waveform *w, u64 position_ns)
{
	struct waveform_place place = { 0 };
	u64 before_ns = (position_ns ? position_ns : max(w->period_ns, 1ULL)) - 1;
	u64 offset_ns = seek_tuple(w, &place, before_ns) + 1;

	return level_at(w, &place.stretch, offset_ns);
}

int waveform_init(struct waveform *w, const struct pattern_tuple *tuples, u32 count,
		  enum waveform_curve curve, u32 brightness_max)
{
	u64 period_ms = 0;
	bool changes = false;
	u32 i;

	if (count < 2 || count > PATTERN_TUPLES_MAX || !brightness_max)
		return -EINVAL;
	for (i = 0; i < count; i++) {
		if (tuples[i].brightness > brightness_max)
			return -EINVAL;
		period_ms += tuples[i].duration_ms;
		changes |= tuples[i].brightness != tuples[0].brightness;
	}
	if (!period_ms && changes)
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
