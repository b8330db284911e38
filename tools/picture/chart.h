/* SPDX-License-Identifier: GPL-2.0-only */
/* Pictures of an LED's waveform: as text for a terminal, as SVG or PNG for a person. */
#ifndef RAILGLOW_TOOLS_PICTURE_CHART_H
#define RAILGLOW_TOOLS_PICTURE_CHART_H

#include <stdio.h>

#include "core/port.h"
#include "tools/led/pattern.h"
#include "tools/led/trace.h"

/**
 * struct chart - what to draw
 * @title: the line above the picture
 * @source: origin of the trace: "recorded", or "shown" if it was computed
 * @trace: the waveform, at least one change
 * @pattern: the pattern behind it, drawn as the exact waveform where possible
 * @brightness_max: top of the level axis
 * @length_ns: length of time to show, from the first change
 */
struct chart {
	const char *title;
	const char *source;
	const struct led_trace *trace;
	const struct pattern *pattern;
	u32 brightness_max;
	u64 length_ns;
};

/**
 * chart_text() - print the waveform as blocks, or as '#' where the locale is not UTF-8
 * @chart: what to draw
 * @columns: width of the terminal, at least 40 are used
 * @out: stream that is written
 */
void chart_text(const struct chart *chart, unsigned int columns, FILE *out);

/**
 * chart_picture() - draw the steps over the exact waveform, as SVG or PNG
 * @chart: what to draw
 * @path: file to write, of suffix .svg or .png; removed if it could not be written whole
 *
 * Return: 0; -EINVAL for another suffix; or the negative errno if it could not be drawn or written.
 */
int __must_check chart_picture(const struct chart *chart, const char *path);

#endif /* RAILGLOW_TOOLS_PICTURE_CHART_H */
