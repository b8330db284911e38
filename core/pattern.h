/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * An LED pattern is a list of tuples, shared by its text form (core/pattern_text.h) and its
 * waveform (core/waveform.h).
 */
#ifndef RAILGLOW_CORE_PATTERN_H
#define RAILGLOW_CORE_PATTERN_H

#include "core/port.h"

/** Longest pattern that any of the pattern files accepts, in tuples. */
#define PATTERN_TUPLES_MAX 1024

/**
 * struct pattern_tuple - one step of a pattern
 * @brightness: level at which the tuple starts, 0 to the LED's max_brightness; the LED's driver
 *	gives it a meaning in hardware patterns
 * @duration_ms: duration of the tuple, 0 for no time at all
 */
struct pattern_tuple {
	u32 brightness;
	u32 duration_ms;
};

#endif /* RAILGLOW_CORE_PATTERN_H */
