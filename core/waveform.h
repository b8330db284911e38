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
 * @period_ns: sum of all durations, never 0
 */
struct waveform {
	const struct pattern_tuple *tuples;
	u32 count;
	enum waveform_curve curve;
	u32 brightness_max;
	u64 period_ns;
};

/**
 * struct waveform_at - where in the pattern a moment falls
 * @index: the tuple playing at that moment
 * @tuple_start_ns: position in the period where that tuple starts
 *
 * Callers keep one between calls: a look-up that moves forward continues from
 * there instead of walking from the first tuple. Zero it to start afresh.
 */
struct waveform_at {
	u32 index;
	u64 tuple_start_ns;
};

/**
 * waveform_init() - prepare a pattern
 * @w: what to fill in
 * @tuples: the tuples, kept by reference
 * @count: how many, at least 1
 * @curve: ramp shape
 * @brightness_max: the LED's max_brightness, at least 1
 *
 * Return: 0, or -EINVAL if the durations add up to 0 or @count is 0.
 */
int __must_check waveform_init(struct waveform *w,
			       const struct pattern_tuple *tuples, u32 count,
			       enum waveform_curve curve, u32 brightness_max);

/**
 * waveform_level() - the level shown at a position in the period
 * @w: the waveform
 * @at: look-up state, updated
 * @position_ns: 0 <= position < period
 *
 * Return: the exact value, rounded to the nearest integer (halves up).
 */
u32 waveform_level(const struct waveform *w, struct waveform_at *at,
		   u64 position_ns);

/**
 * waveform_next_change() - when the shown level is next different
 * @w: the waveform
 * @at: look-up state as left by waveform_level() at the same position
 * @position_ns: where the level was last set, 0 <= position < period
 * @interval_ns: least time between two updates within one ramp
 *
 * Looks through at most one period. Boundaries between tuples count only if
 * the level really differs there, and are never delayed by @interval_ns.
 *
 * Return: time from @position_ns to the next change, in ns (at least 1, may
 * reach into the next period), or WAVEFORM_NEVER.
 */
u64 waveform_next_change(const struct waveform *w, const struct waveform_at *at,
			 u64 position_ns, u64 interval_ns);

/**
 * waveform_final_level() - where a finite pattern ends
 * @w: the waveform
 *
 * Return: the left limit at the end of the period: the target of the last
 * ramp, or the level of the last tuple that lasts at all.
 */
u32 waveform_final_level(const struct waveform *w);

#endif /* RAILGLOW_CORE_WAVEFORM_H */
