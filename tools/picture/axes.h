/* SPDX-License-Identifier: GPL-2.0-only */
/* Axes of a picture: where a value at a moment is drawn, and the grid with its numbers. */
#ifndef RAILGLOW_TOOLS_PICTURE_AXES_H
#define RAILGLOW_TOOLS_PICTURE_AXES_H

#include <stdbool.h>

#include "tools/cli/lazy_cairo.h"

/** Room for the number of a tick. */
#define AXES_TICK 64

/**
 * struct axes - a rectangle of a picture in which values are drawn over time
 * @left: its left edge, in points
 * @top: its upper edge
 * @width: its width
 * @height: its height
 * @seconds: time that the width stands for; it starts at 0
 * @low: value at the lower edge
 * @high: value at the upper edge
 */
struct axes {
	double left;
	double top;
	double width;
	double height;
	double seconds;
	double low;
	double high;
};

/** axes_x() - place of a moment. */
static inline double axes_x(const struct axes *axes, double seconds)
{
	return axes->left + axes->width * seconds / axes->seconds;
}

/** axes_y() - place of a value. */
static inline double axes_y(const struct axes *axes, double value)
{
	return axes->top + axes->height * (axes->high - value) / (axes->high - axes->low);
}

/**
 * axes_draw_time() - draw the time axis: upright lines, and below them numbers and their unit
 * @axes: the axes
 * @cr: drawn on
 * @labels: numbers, too; else lines only
 */
void axes_draw_time(const struct axes *axes, cairo_t *cr, bool labels);

/**
 * axes_draw_values() - draw the value axis: lines, and numbers on their left
 * @axes: the axes
 * @cr: drawn on
 * @step: distance of two lines
 * @factor: the numbers are counted in this
 */
void axes_draw_values(const struct axes *axes, cairo_t *cr, double step, double factor);

/** axes_draw_frame() - draw the edges. */
void axes_draw_frame(const struct axes *axes, cairo_t *cr);

#endif /* RAILGLOW_TOOLS_PICTURE_AXES_H */
