/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The waveform of a pattern: its level at a time, and the next change of that. docs/led-patterns.md
 * draws it. Times are nanoseconds; a period is at most 1024 * (2^32 - 1) ms, which fits a signed
 * 64-bit ktime.
 */
#ifndef RAILGLOW_CORE_WAVEFORM_H
#define RAILGLOW_CORE_WAVEFORM_H

#include "core/pattern.h"

/** A tuple shorter than this is a step, not a ramp (published ABI). */
#define WAVEFORM_RAMP_MIN_MS 50
/** There is no later change: the level is constant from here on. */
#define WAVEFORM_NEVER ((u64)S64_MAX)

/**
 * enum waveform_curve - shapes of ramps
 * @WAVEFORM_LINEAR: in equal steps of brightness
 * @WAVEFORM_PERCEPTUAL: in equal steps of CIE 1931 lightness, brightness being taken as luminance
 *	relative to the LED's maximum
 */
enum waveform_curve {
	WAVEFORM_LINEAR,
	WAVEFORM_PERCEPTUAL,
};

/**
 * struct waveform - a pattern, prepared for looks
 * @tuples: the pattern, owned by the caller
 * @period_ns: sum of all durations; 0 only if all levels are the same
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
 * struct waveform_stretch - a tuple, prepared for looks
 * @first: its level
 * @last: the level it leads to, @first if it is constant
 * @from: value of @first: half levels or lightness, by the curve
 * @span: distance to the value of @last
 * @duration_ns: its duration
 */
struct waveform_stretch {
	u32 first;
	u32 last;
	u64 from;
	u64 span;
	u64 duration_ns;
};

/**
 * struct waveform_place - the tuple that a position falls in
 * @start_ns: position at which the tuple starts
 * @stretch: the tuple, prepared for looks
 * @index: index of the tuple
 * @known: @stretch is that of @index
 *
 * Callers keep one between looks, zeroed to begin with: a later look in the period starts its
 * search there. The result does not depend on it.
 */
struct waveform_place {
	u64 start_ns;
	struct waveform_stretch stretch;
	u32 index;
	bool known;
};

/**
 * struct waveform_change - the next change of the level
 * @after_ns: time until then, at least 1, or WAVEFORM_NEVER; may reach into the next period
 * @ramp_left_ns: time from the change to the end of the ramp it is part of, at least 1; 0 if the
 *	change is an edge, where a tuple starts
 */
struct waveform_change {
	u64 after_ns;
	u64 ramp_left_ns;
};

/**
 * waveform_init() - prepare a pattern
 * @w: filled in
 * @tuples: the tuples, kept by reference
 * @count: number of tuples, 2 to PATTERN_TUPLES_MAX
 * @curve: ramp shape
 * @brightness_max: the LED's max_brightness, at least 1
 *
 * Return: 0, or -EINVAL if a level is above @brightness_max, the levels differ and the durations
 * add up to 0, or @count or @brightness_max is out of range.
 */
int __must_check waveform_init(struct waveform *w, const struct pattern_tuple *tuples, u32 count,
			       enum waveform_curve curve, u32 brightness_max);

/**
 * waveform_position() - find the position of a time in the period
 * @w: the waveform
 * @ns: time since any period started
 *
 * Return: 0 <= position < period, or 0 for a pattern of no duration.
 */
u64 waveform_position(const struct waveform *w, u64 ns);

/**
 * waveform_level_before() - find the level just before a position
 * @w: the waveform
 * @position_ns: 0 <= position < period, 0 being the end of the period before
 *
 * A finite pattern ends with this level: at the end of the period it is the target of the last
 * ramp, or the level of the last tuple that lasts at all.
 *
 * Return: the limit from the left, rounded to the nearest integer (halves up).
 */
u32 waveform_level_before(const struct waveform *w, u64 position_ns);

/**
 * waveform_look() - find the level at a position and its next change
 * @w: the waveform
 * @place: place of the last look, updated
 * @position_ns: 0 <= position < period
 * @interval_ns: least time between two updates within one ramp, at least 1
 * @level: set to the level, rounded to the nearest integer (halves up)
 *
 * Linear ramps are exact. Perceptual ones are off from the real-valued curve by less than 2^-28 of
 * brightness_max, and exact at their ends.
 *
 * The search ends after one period. Edges count only if the level really differs there, and are
 * never delayed by @interval_ns.
 *
 * Return: the next change.
 */
struct waveform_change waveform_look(const struct waveform *w, struct waveform_place *place,
				     u64 position_ns, u64 interval_ns, u32 *level);

#endif /* RAILGLOW_CORE_WAVEFORM_H */
