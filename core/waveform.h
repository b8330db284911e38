/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The waveform of a pattern: which level at which time, and when that next
 * changes. Spec "Waveform" and "Timing". Times are nanoseconds; a period is
 * at most 1024 * (2^32 - 1) ms, which fits a signed 64-bit ktime.
 */
#ifndef RAILGLOW_CORE_WAVEFORM_H
#define RAILGLOW_CORE_WAVEFORM_H

#include "core/pattern.h"

/** A tuple shorter than this is a step, not a ramp (published ABI). */
#define WAVEFORM_RAMP_MIN_MS 50
/** No later change exists: the level is constant from here on. */
#define WAVEFORM_NEVER ((u64)S64_MAX)

/**
 * enum waveform_curve - how a ramp gets from one level to the next
 * @WAVEFORM_LINEAR: in equal steps of brightness
 * @WAVEFORM_PERCEPTUAL: in equal steps of CIE 1931 lightness, brightness being
 *	taken as luminance relative to the LED's maximum
 */
enum waveform_curve {
	WAVEFORM_LINEAR,
	WAVEFORM_PERCEPTUAL,
};

/**
 * struct waveform - a pattern ready to be asked for levels
 * @tuples: the pattern, owned by the caller, at least one tuple
 * @period_ns: sum of all durations, never 0
 * @brightness_max: the LED's max_brightness (used by the perceptual curve)
 * @count: number of tuples
 * @curve: enum waveform_curve, shape of the ramps
 */
struct waveform {
	const struct pattern_tuple *tuples;
	u64 period_ns;
	u32 brightness_max;
	u16 count;
	u8 curve;
};

/**
 * enum waveform_shape - what a tuple looks like
 * @WAVEFORM_LINE: a linear ramp
 * @WAVEFORM_CONSTANT: one level throughout
 * @WAVEFORM_INTRICATE: a ramp that takes more than one division: a perceptual
 *	one, or one of so many levels and so long that their product exceeds 64 bits
 */
enum waveform_shape {
	WAVEFORM_LINE,
	WAVEFORM_CONSTANT,
	WAVEFORM_INTRICATE,
};

/**
 * struct waveform_at - the tuple a moment falls in, with what is worked out once for it
 * @start_ns: position where it starts; below 0, as a negative number, if the
 *	first period began there
 * @duration_ns: how long it lasts; 0 before the first look
 * @bias_ns: added before distances are rounded down (linear ramps)
 * @lightness: of its level and of its target (perceptual ramps)
 * @from: level at its start
 * @span: distance to its target
 * @index: which tuple it is
 * @next: the next one that lasts any time
 * @shape: enum waveform_shape
 * @sign: 1 for a ramp upwards, -1 for one downwards
 *
 * Callers keep one between looks: one that moves forward continues from there
 * instead of walking from the first tuple. To begin, zero it all but @start_ns,
 * which is any position where a period starts.
 */
struct waveform_at {
	u64 start_ns;
	u64 duration_ns;
	union {
		u64 bias_ns;
		u32 lightness[2];
	};
	u32 from;
	u32 span;
	u16 index;
	u16 next;
	u8 shape;
	s8 sign;
};

/**
 * struct waveform_change - when the level is next different
 * @after_ns: time until then, at least 1, or WAVEFORM_NEVER; may reach into
 *	the next period
 * @ramp_left_ns: time from the change to the end of the ramp it is part of,
 *	at least 1; 0 if the change is an edge, where a tuple starts
 */
struct waveform_change {
	u64 after_ns;
	u64 ramp_left_ns;
};

/**
 * waveform_init() - prepare a pattern
 * @w: what to fill in
 * @tuples: the tuples, kept by reference
 * @count: how many, 1 to PATTERN_TUPLES_MAX
 * @curve: ramp shape
 * @brightness_max: the LED's max_brightness, at least 1; no tuple exceeds it
 *
 * Return: 0, or -EINVAL if the durations add up to 0, or @count or
 * @brightness_max is out of range.
 */
int __must_check waveform_init(struct waveform *w, const struct pattern_tuple *tuples, u32 count,
			       enum waveform_curve curve, u32 brightness_max);

/**
 * waveform_modulo() - where in a period a moment falls
 * @ns: time since a period started, negative for a moment before that
 * @period_ns: the period
 *
 * Return: 0 <= position < period.
 */
u64 waveform_modulo(s64 ns, u64 period_ns);

/**
 * waveform_level_before() - the level just before a position
 * @w: the waveform
 * @at: look-up state, updated
 * @position_ns: any, but that 0 has nothing before it
 *
 * Where a finite pattern ends: at the end of the period this is the target of
 * the last ramp, or the level of the last tuple that lasts at all.
 *
 * Return: the limit from the left, rounded to the nearest integer (halves up).
 */
u32 waveform_level_before(const struct waveform *w, struct waveform_at *at, u64 position_ns);

/**
 * waveform_look() - the level at a position and when it is next different
 * @w: the waveform
 * @at: look-up state, updated
 * @position_ns: any; positions a period apart are alike
 * @interval_ns: least time between two updates within one ramp
 * @level: set to the level, rounded to the nearest integer (halves up)
 *
 * Linear ramps are exact. Perceptual ones are off from the real-valued curve
 * by less than 2^-28 of brightness_max, and at their ends by nothing.
 *
 * Looks ahead through at most one period. Edges count only if the level really
 * differs there, and are never delayed by @interval_ns.
 *
 * Return: the next change.
 */
struct waveform_change waveform_look(const struct waveform *w, struct waveform_at *at,
				     u64 position_ns, u64 interval_ns, u32 *level);

static inline u32 waveform_following(const struct waveform *w, u32 index)
{
	index++;
	return index == w->count ? 0 : index;
}

static inline u32 waveform_next_lasting(const struct waveform *w, u32 index)
{
	do {
		index = waveform_following(w, index);
	} while (!w->tuples[index].duration_ms);
	return index;
}

/* The tuple goes on to the next one's brightness by a ramp. */
static inline bool waveform_ramps(const struct waveform *w, u32 index)
{
	const struct pattern_tuple *tuple = &w->tuples[index];

	return tuple->duration_ms >= WAVEFORM_RAMP_MIN_MS &&
	       tuple->brightness != w->tuples[waveform_following(w, index)].brightness;
}

/*
 * Level of a linear ramp, to the nearest integer; a half is rounded to the higher
 * level, up on the way up, not at all on the way down. @until_ns is how long until
 * that is the next one.
 */
static inline u32 waveform_ramp_level(const struct waveform_at *at, u64 offset_ns, u64 *until_ns)
{
	u64 rest_ns;
	u32 distance = div64_u64_rem(at->span * offset_ns + at->bias_ns, at->duration_ns, &rest_ns);

	*until_ns = div64_u64(at->duration_ns - rest_ns + at->span - 1, at->span);
	return at->from + at->sign * distance;
}

/**
 * waveform_glance() - waveform_look() within a linear ramp
 * @w: the waveform
 * @at: look-up state
 * @offset_ns: how far into the tuple the position is
 * @interval_ns: as for waveform_look()
 * @level: set to the level
 * @change: set to the next change
 *
 * This is what most updates cost beside the kernel's share, so it does not call
 * anything, and divides twice.
 *
 * Return: true; false if there is more to it: waveform_look() is for anything.
 */
static inline bool waveform_glance(const struct waveform *w, const struct waveform_at *at,
				   u64 offset_ns, u64 interval_ns, u32 *level,
				   struct waveform_change *change)
{
	u64 left_ns = at->duration_ns - offset_ns;
	u64 after_ns;

	if (at->shape != WAVEFORM_LINE)
		return false;
	*level = waveform_ramp_level(at, offset_ns, &after_ns);
	after_ns = max(after_ns, interval_ns);
	if (after_ns < left_ns) {
		change->after_ns = after_ns;
		change->ramp_left_ns = left_ns - after_ns;
		return true;
	}
	change->after_ns = left_ns;
	change->ramp_left_ns = 0;
	return w->tuples[at->next].brightness != *level;
}

/* To the next tuple that lasts; its shape is not worked out yet. */
static inline void waveform_advance(const struct waveform *w, struct waveform_at *at)
{
	u32 index = at->next;

	at->start_ns += at->duration_ns;
	at->duration_ns = w->tuples[index].duration_ms * RG_NS_PER_MS;
	at->from = w->tuples[index].brightness;
	at->index = index;
	at->next = waveform_next_lasting(w, index);
}

/* The position is in the tuple after the one of @at. */
static inline bool waveform_is_next(const struct waveform *w, const struct waveform_at *at,
				    u64 position_ns)
{
	return position_ns - at->start_ns - at->duration_ns <
	       w->tuples[at->next].duration_ms * RG_NS_PER_MS;
}

/**
 * waveform_step() - waveform_look() from a tuple to the next one, which is constant
 * @w: the waveform
 * @at: look-up state, updated
 * @position_ns: in the tuple after that of @at, which does not ramp
 * @level: set to the level
 * @change: set to the next change
 *
 * As cheap as waveform_glance(), for patterns of edges.
 *
 * Return: true; false if there is more to it: waveform_look() is for anything.
 */
static inline bool waveform_step(const struct waveform *w, struct waveform_at *at, u64 position_ns,
				 u32 *level, struct waveform_change *change)
{
	waveform_advance(w, at);
	at->shape = WAVEFORM_CONSTANT;
	*level = at->from;
	change->after_ns = at->start_ns + at->duration_ns - position_ns;
	change->ramp_left_ns = 0;
	return w->tuples[at->next].brightness != at->from;
}

/* To the next tuple that lasts, whatever its shape. */
void waveform_begin(const struct waveform *w, struct waveform_at *at);

#endif /* RAILGLOW_CORE_WAVEFORM_H */
