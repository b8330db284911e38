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
#define WAVEFORM_NEVER U64_MAX

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
 * @count: number of tuples
 * @curve: shape of the ramps
 * @brightness_max: the LED's max_brightness (used by the perceptual curve)
 * @shortest_ms: shortest duration that is not 0
 * @period_ns: sum of all durations, never 0
 */
struct waveform {
	const struct pattern_tuple *tuples;
	u32 count;
	enum waveform_curve curve;
	u32 brightness_max;
	u32 shortest_ms;
	u64 period_ns;
};

/**
 * struct waveform_at - where in the pattern a moment falls
 * @start_ns: position in the period where the tuple starts
 * @end_ns: where it ends; 0 before the first look-up
 * @index: the tuple playing at that moment
 * @lightness: of its level and of the one after it (perceptual ramps only)
 *
 * Callers keep one between calls: a look-up that moves forward continues from
 * there instead of walking from the first tuple. Zero it to start afresh.
 */
struct waveform_at {
	u64 start_ns;
	u64 end_ns;
	u32 index;
	u32 lightness[2];
};

/**
 * struct waveform_change - when the shown level next differs
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
 * waveform_level() - the level shown at a position in the period
 * @w: the waveform
 * @at: look-up state, updated
 * @position_ns: 0 <= position < period
 *
 * Linear ramps are exact. Perceptual ones are off from the real-valued curve
 * by less than 2^-28 of brightness_max, and at their ends by nothing.
 *
 * Return: the value, rounded to the nearest integer (halves up).
 */
u32 waveform_level(const struct waveform *w, struct waveform_at *at, u64 position_ns);

/**
 * waveform_level_before() - the level just before a position in the period
 * @w: the waveform
 * @position_ns: 0 < position <= period
 *
 * Where a finite pattern ends: at the end of the period this is the target of
 * the last ramp, or the level of the last tuple that lasts at all.
 *
 * Return: the limit from the left, rounded to the nearest integer (halves up).
 */
u32 waveform_level_before(const struct waveform *w, u64 position_ns);

/**
 * waveform_next_change() - when the shown level is next different
 * @w: the waveform
 * @at: look-up state as left by waveform_level() at the same position
 * @position_ns: where the level was last set, 0 <= position < period
 * @level: that level, as waveform_level() gave it
 * @interval_ns: least time between two updates within one ramp
 *
 * Looks through at most one period. Edges count only if the level really
 * differs there, and are never delayed by @interval_ns.
 *
 * Return: the change.
 */
struct waveform_change waveform_next_change(const struct waveform *w, const struct waveform_at *at,
					    u64 position_ns, u32 level, u64 interval_ns);

#endif /* RAILGLOW_CORE_WAVEFORM_H */
