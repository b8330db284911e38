// SPDX-License-Identifier: GPL-2.0-only
/* Draws an LED's waveform: the steps that it shows over the exact waveform. */
#include <stdbool.h>
#include <stdio.h>

#include "tools/cli/lazy_cairo.h"
#include "tools/picture/axes.h"
#include "tools/picture/chart.h"
#include "tools/picture/picture.h"

#define WIDTH 900.0
#define HEIGHT 300.0
#define LEFT 60.0
#define RIGHT 20.0
#define TOP 40.0
#define BOTTOM 45.0
#define PLOT_WIDTH (WIDTH - LEFT - RIGHT)
#define PLOT_HEIGHT (HEIGHT - TOP - BOTTOM)
#define EXACT_POINTS 2000
/** Width of the two legends and some room before them. */
#define LEGEND_WIDTH 230.0

static struct axes axes_of(const struct chart *chart)
{
	return (struct axes){
		.left = LEFT,
		.top = TOP,
		.width = PLOT_WIDTH,
		.height = PLOT_HEIGHT,
		.seconds = (double)chart->length_ns / RG_NS_PER_S,
		.low = 0,
		.high = chart->brightness_max,
	};
}

static double x_of(const struct axes *axes, u64 since_start_ns)
{
	return axes_x(axes, (double)since_start_ns / RG_NS_PER_S);
}

static void draw_frame(cairo_t *cr, const struct chart *chart)
{
	struct axes axes = axes_of(chart);

	cairo_set_font_size(cr, 12);
	cairo_set_line_width(cr, 1);
	axes_draw_time(&axes, cr, true);
	axes_draw_values(&axes, cr, chart->brightness_max, 1);
	picture_text(cr, LEFT - 8, TOP + PLOT_HEIGHT / 2 + 4, 1, "level");
	axes_draw_frame(&axes, cr);
}

static void draw_title(cairo_t *cr, const struct chart *chart)
{
	char legend[64];

	cairo_set_font_size(cr, 14);
	picture_text_within(cr, LEFT, 24, PLOT_WIDTH - LEGEND_WIDTH, chart->title);
	cairo_set_font_size(cr, 12);
	cairo_set_source_rgb(cr, 0.85, 0.33, 0.1);
	snprintf(legend, sizeof(legend), "\342\200\224 %s", chart->source);
	picture_text(cr, WIDTH - RIGHT - 130, 24, 1, legend);
	cairo_set_source_rgb(cr, 0.2, 0.4, 0.8);
	picture_text(cr, WIDTH - RIGHT, 24, 1, "- - exact waveform");
}

static void draw_shown(cairo_t *cr, const struct chart *chart)
{
	const struct led_trace *trace = chart->trace;
	struct axes axes = axes_of(chart);
	u64 start = trace->changes[0].time_ns;
	double y = axes_y(&axes, trace->changes[0].level);

	cairo_set_source_rgb(cr, 0.85, 0.33, 0.1);
	cairo_set_line_width(cr, 1.5);
	cairo_move_to(cr, LEFT, y);
	for (size_t i = 1; i < trace->count; i++) {
		u64 since = trace->changes[i].time_ns - start;

		if (since > chart->length_ns)
			break;
		cairo_line_to(cr, x_of(&axes, since), y);
		y = axes_y(&axes, trace->changes[i].level);
		cairo_line_to(cr, x_of(&axes, since), y);
	}
	cairo_line_to(cr, LEFT + PLOT_WIDTH, y);
	cairo_stroke(cr);
}

static void draw_exact(cairo_t *cr, const struct chart *chart)
{
	static const double dash[] = { 5, 4 };
	struct axes axes = axes_of(chart);

	cairo_set_source_rgb(cr, 0.2, 0.4, 0.8);
	cairo_set_line_width(cr, 1);
	cairo_set_dash(cr, dash, ARRAY_SIZE(dash), 0);
	cairo_new_path(cr);
	for (u32 i = 0; i < EXACT_POINTS; i++) {
		u64 since = chart->length_ns * i / EXACT_POINTS;

		cairo_line_to(cr, x_of(&axes, since),
			      axes_y(&axes, pattern_exact(chart->pattern, since)));
	}
	cairo_stroke(cr);
	cairo_set_dash(cr, NULL, 0, 0);
}

int chart_picture(const struct chart *chart, const char *path)
{
	struct picture picture;
	int err = picture_begin(&picture, path, WIDTH, HEIGHT);

	if (err)
		return err;
	draw_frame(picture.cr, chart);
	draw_title(picture.cr, chart);
	draw_exact(picture.cr, chart);
	draw_shown(picture.cr, chart);
	return picture_end(&picture, path);
}
