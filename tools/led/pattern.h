/* SPDX-License-Identifier: GPL-2.0-only */
/* A software pattern of the tool, and its exact waveform. */
#ifndef RAILGLOW_TOOLS_LED_PATTERN_H
#define RAILGLOW_TOOLS_LED_PATTERN_H

#include <stdbool.h>

#include "core/pattern.h"
#include "core/port.h"
#include "core/waveform.h"

/**
 * struct pattern - a software pattern
 * @tuples: the tuples, owned by the pattern
 * @count: number of tuples
 * @period_ns: sum of the durations
 * @curve: curve of its ramps
 * @brightness_max: largest brightness of the LED; used by the perceptual curve only
 * @dark_or_full: every level was written as 0% or 100%: from one to the other a ramp is asked for,
 *	even of an LED that software can only switch
 */
struct pattern {
	struct pattern_tuple *tuples;
	u32 count;
	u64 period_ns;
	enum waveform_curve curve;
	u32 brightness_max;
	bool dark_or_full;
};

/**
 * pattern_parse() - tuples of a software pattern
 * @pattern: filled in; free with pattern_free()
 * @text: pattern text
 * @brightness_max: largest brightness allowed
 *
 * Return: 0, -EINVAL or -ENOMEM.
 */
int __must_check pattern_parse(struct pattern *pattern, const char *text, u32 brightness_max);
void pattern_free(struct pattern *pattern);

/**
 * pattern_exact() - the unrounded waveform
 * @pattern: the pattern
 * @time_ns: time since it started
 */
double pattern_exact(const struct pattern *pattern, u64 time_ns);

#endif /* RAILGLOW_TOOLS_LED_PATTERN_H */
