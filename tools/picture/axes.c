// SPDX-License-Identifier: GPL-2.0-only
/*
 * Axes of a picture, their grid and their numbers. The range of a plot's values, the distance of
 * their numbers and their prefix are chosen in plot.c.
 */
#include "tools/picture/axes.h"

#include <math.h>
#include <stdio.h>

#include "tools/picture/picture.h"

#define GRID_LEVEL 0.88
#define TEXT_LEVEL 0.2
/** Numbers below the time axis, and the name of their unit below them. */
#define NUMBERS_BELOW 16
#define UNIT_BELOW 34
#define NUMBERS_BESIDE 6
#define HALF_A_LETTER 4
/** The last line may be beyond the edge by an error of rounding. */
#define ROUNDING 1.0001

/**
 * struct time_unit - a unit in which times on an axis are counted
 * @symbol: its name
 * @seconds: its length
 * @least_s: the least range of time that it is handy for
 */
struct time_unit {
	const char *symbol;
	double seconds;
	double least_s;
};

static const struct time_unit time_units[] = {
	{ "days", 86400, 4 * 86400.0 }, { "h", 3600, 4 * 3600.0 },
	{ "min", 60, 10 * 60.0 },	{ "s", 1, 1 },
	{ "ms", 0.001, 0.001 },		{ "\302\265s", 0.000001, 0 },
};

static const struct time_unit *unit_for(double range_s)
{
	const struct time_unit *unit = time_units;

	while (range_s < unit->least_s)
		unit++;
	return unit;
}

/* A number with as many decimals as its distance to the next one needs. */
static const char *format_tick(char text[AXES_TICK], double value, double step)
{
	int decimals = step >= 1 ? 0 : (int)fmin(-floor(log10(step * ROUNDING)), 9);

	snprintf(text, AXES_TICK, "%.*f", decimals, value);
	return text;
}

/* 1, 2 or 5 times a power of ten, of which 4 to 10 are in @range. */
static double time_step(double range)
{
	double power = pow(10, floor(log10(range / 4)));

	if (range / (power * 5) >= 4)
		return power * 5;
	return range / (power * 2) >= 4 ? power * 2 : power;
}

static void draw_line(cairo_t *cr, double x1, double y1, double x2, double y2)
{
	cairo_set_source_rgb(cr, GRID_LEVEL, GRID_LEVEL, GRID_LEVEL);
	cairo_move_to(cr, x1, y1);
	cairo_line_to(cr, x2, y2);
	cairo_stroke(cr);
	cairo_set_source_rgb(cr, TEXT_LEVEL, TEXT_LEVEL, TEXT_LEVEL);
}

void axes_draw_time(const struct axes *axes, cairo_t *cr, bool labels)
{
	const struct time_unit *unit = unit_for(axes->seconds);
	double range = axes->seconds / unit->seconds;
	double bottom = axes->top + axes->height;
	double step = time_step(range);
	char label[AXES_TICK];

	for (unsigned int i = 0; i * step <= range * ROUNDING; i++) {
		double x = axes_x(axes, i * step * unit->seconds);

		draw_line(cr, x, axes->top, x, bottom);
		if (labels)
			picture_text(cr, x, bottom + NUMBERS_BELOW, 0.5,
				     format_tick(label, i * step, step));
	}
	if (!labels)
		return;
	snprintf(label, sizeof(label), "time (%s)", unit->symbol);
	picture_text(cr, axes->left + axes->width / 2, bottom + UNIT_BELOW, 0.5, label);
}

void axes_draw_values(const struct axes *axes, cairo_t *cr, double step, double factor)
{
	char label[AXES_TICK];

	for (long i = lround(ceil(axes->low / step)); i * step <= axes->high; i++) {
		double y = axes_y(axes, i * step);

		draw_line(cr, axes->left, y, axes->left + axes->width, y);
		picture_text(cr, axes->left - NUMBERS_BESIDE, y + HALF_A_LETTER, 1,
			     format_tick(label, i * step / factor, step / factor));
	}
}

void axes_draw_frame(const struct axes *axes, cairo_t *cr)
{
	cairo_set_source_rgb(cr, TEXT_LEVEL, TEXT_LEVEL, TEXT_LEVEL);
	cairo_rectangle(cr, axes->left, axes->top, axes->width, axes->height);
	cairo_stroke(cr);
}
