// SPDX-License-Identifier: GPL-2.0-only
/*
 * Software patterns, and their exact waveform in floating point. Levels, percentages and durations
 * that a user writes are read, or refused, in pattern_source.c.
 */
#include "tools/led/pattern.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/pattern_text.h"

int pattern_parse(struct pattern *pattern, const char *text, u32 brightness_max)
{
	struct waveform wave;
	int count = pattern_text_parse(text, strlen(text), NULL, 0);

	*pattern = (struct pattern){ 0 };
	if (count <= 0)
		return count ? count : -EINVAL;
	pattern->tuples = calloc((size_t)count, sizeof(*pattern->tuples));
	if (!pattern->tuples)
		return -ENOMEM;
	count = pattern_text_parse(text, strlen(text), pattern->tuples, (u32)count);
	if (count < 0 ||
	    waveform_init(&wave, pattern->tuples, (u32)count, WAVEFORM_LINEAR, brightness_max)) {
		pattern_free(pattern);
		return -EINVAL;
	}
	pattern->count = (u32)count;
	for (u32 i = 0; i < pattern->count; i++)
		pattern->period_ns += pattern->tuples[i].duration_ms * RG_NS_PER_MS;
	return 0;
}

void pattern_free(struct pattern *pattern)
{
	free(pattern->tuples);
	*pattern = (struct pattern){ 0 };
}

/* CIE 1931 lightness of a relative luminance, scaled and shifted, and back. */
static double lightness_of(double luminance)
{
	const double knee = 6.0 / 29;

	if (luminance > knee * knee * knee)
		return cbrt(luminance);
	return luminance / (3 * knee * knee) + 4.0 / 29;
}

static double luminance_of(double light)
{
	const double knee = 6.0 / 29;

	return light > knee ? light * light * light : 3 * knee * knee * (light - 4.0 / 29);
}

static double ramp_level(const struct pattern *pattern, double from, double to, double part)
{
	double top = pattern->brightness_max;

	if (pattern->curve == WAVEFORM_LINEAR)
		return from + (to - from) * part;
	from = lightness_of(from / top);
	to = lightness_of(to / top);
	return top * luminance_of(from + (to - from) * part);
}

double pattern_exact(const struct pattern *pattern, u64 time_ns)
{
	u64 left;
	u32 i = 0;

	if (!pattern->period_ns)
		return pattern->tuples[0].brightness;
	left = time_ns % pattern->period_ns;
	while (left >= pattern->tuples[i].duration_ms * RG_NS_PER_MS) {
		left -= pattern->tuples[i].duration_ms * RG_NS_PER_MS;
		i++;
	}

	const struct pattern_tuple *here = &pattern->tuples[i];
	const struct pattern_tuple *next = &pattern->tuples[(i + 1) % pattern->count];

	/* There is no level between neighbouring ones. */
	if (here->duration_ms < WAVEFORM_RAMP_MIN_MS ||
	    fabs((double)here->brightness - (double)next->brightness) < 1.5)
		return here->brightness;
	return ramp_level(pattern, here->brightness, next->brightness,
			  (double)left / ((double)here->duration_ms * RG_NS_PER_MS));
}
