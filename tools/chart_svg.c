// SPDX-License-Identifier: GPL-2.0-only
#include <cairo-svg.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tools/chart.h"

#define WIDTH 900.0
#define HEIGHT 300.0
#define LEFT 60.0
#define RIGHT 20.0
#define TOP 40.0
#define BOTTOM 45.0
#define PLOT_WIDTH (WIDTH - LEFT - RIGHT)
#define PLOT_HEIGHT (HEIGHT - TOP - BOTTOM)
#define EXACT_POINTS 2000
#define FONT "sans-serif"

static double x_of(const struct chart *chart, u64 since_start_ns)
{
	return LEFT + PLOT_WIDTH * (double)since_start_ns / (double)chart->length_ns;
}

static double y_of(const struct chart *chart, double level)
{
	return TOP + PLOT_HEIGHT * (1 - level / chart->brightness_max);
}

static void text_at(cairo_t *cr, double x, double y, double align, const char *text)
{
	cairo_text_extents_t box;

	cairo_text_extents(cr, text, &box);
	cairo_move_to(cr, x - align * box.x_advance, y);
	cairo_show_text(cr, text);
}

/* A step of 1, 2 or 5 times a power of ten that gives 4 to 10 ticks. */
static double tick_step(double range)
{
	double step = 1e-9;

	for (unsigned int i = 0; range / step > 10; i++)
		step *= i % 3 == 1 ? 2.5 : 2;
	return step;
}

static void draw_frame(cairo_t *cr, const struct chart *chart)
{
	double seconds = (double)chart->length_ns / RG_NS_PER_S;
	double step = tick_step(seconds);
	char label[32];

	cairo_set_source_rgb(cr, 1, 1, 1);
	cairo_paint(cr);
	cairo_select_font_face(cr, FONT, CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
	cairo_set_font_size(cr, 12);
	cairo_set_line_width(cr, 1);
	for (unsigned int i = 0; i * step <= seconds * 1.0001; i++) {
		double x = LEFT + PLOT_WIDTH * i * step / seconds;

		cairo_set_source_rgb(cr, 0.88, 0.88, 0.88);
		cairo_move_to(cr, x, TOP);
		cairo_line_to(cr, x, TOP + PLOT_HEIGHT);
		cairo_stroke(cr);
		cairo_set_source_rgb(cr, 0.25, 0.25, 0.25);
		snprintf(label, sizeof(label), "%.4g", i * step);
		text_at(cr, x, TOP + PLOT_HEIGHT + 18, 0.5, label);
	}
	text_at(cr, LEFT + PLOT_WIDTH / 2, HEIGHT - 8, 0.5, "time (s)");
	text_at(cr, LEFT - 8, TOP + PLOT_HEIGHT + 4, 1, "0");
	snprintf(label, sizeof(label), "%u", chart->brightness_max);
	text_at(cr, LEFT - 8, TOP + 4, 1, label);
	text_at(cr, LEFT - 8, TOP + PLOT_HEIGHT / 2 + 4, 1, "level");
	cairo_rectangle(cr, LEFT, TOP, PLOT_WIDTH, PLOT_HEIGHT);
	cairo_stroke(cr);
}

static void draw_title(cairo_t *cr, const struct chart *chart)
{
	cairo_set_font_size(cr, 14);
	text_at(cr, LEFT, 24, 0, chart->title);
	cairo_set_font_size(cr, 12);
	cairo_set_source_rgb(cr, 0.85, 0.33, 0.1);
	text_at(cr, WIDTH - RIGHT - 130, 24, 1, "\342\200\224 recorded");
	cairo_set_source_rgb(cr, 0.2, 0.4, 0.8);
	text_at(cr, WIDTH - RIGHT, 24, 1, "- - exact waveform");
}

static void draw_recorded(cairo_t *cr, const struct chart *chart)
{
	const struct led_trace *trace = chart->trace;
	u64 start = trace->changes[0].time_ns;
	double y = y_of(chart, trace->changes[0].level);

	cairo_set_source_rgb(cr, 0.85, 0.33, 0.1);
	cairo_set_line_width(cr, 1.5);
	cairo_move_to(cr, LEFT, y);
	for (size_t i = 1; i < trace->count; i++) {
		u64 since = trace->changes[i].time_ns - start;

		if (since > chart->length_ns)
			break;
		cairo_line_to(cr, x_of(chart, since), y);
		y = y_of(chart, trace->changes[i].level);
		cairo_line_to(cr, x_of(chart, since), y);
	}
	cairo_line_to(cr, LEFT + PLOT_WIDTH, y);
	cairo_stroke(cr);
}

static void draw_exact(cairo_t *cr, const struct chart *chart)
{
	static const double dash[] = { 5, 4 };

	cairo_set_source_rgb(cr, 0.2, 0.4, 0.8);
	cairo_set_line_width(cr, 1);
	cairo_set_dash(cr, dash, ARRAY_SIZE(dash), 0);
	cairo_new_path(cr);
	for (u32 i = 0; i < EXACT_POINTS; i++) {
		u64 since = chart->length_ns * i / EXACT_POINTS;

		cairo_line_to(cr, x_of(chart, since),
			      y_of(chart, led_pattern_exact(chart->pattern, since)));
	}
	cairo_stroke(cr);
	cairo_set_dash(cr, NULL, 0, 0);
}

static cairo_status_t write_bytes(void *file, const unsigned char *bytes, unsigned int len)
{
	return fwrite(bytes, 1, len, file) == len ? CAIRO_STATUS_SUCCESS :
						    CAIRO_STATUS_WRITE_ERROR;
}

/* Draws into memory, so that a full disk is met in one place only. */
static int draw(const struct chart *chart, FILE *memory)
{
	cairo_surface_t *surface;
	cairo_status_t status;
	cairo_t *cr;

	surface = cairo_svg_surface_create_for_stream(write_bytes, memory, WIDTH, HEIGHT);
	cr = cairo_create(surface);
	draw_frame(cr, chart);
	draw_title(cr, chart);
	draw_exact(cr, chart);
	draw_recorded(cr, chart);
	status = cairo_status(cr);
	cairo_destroy(cr);
	cairo_surface_finish(surface);
	if (status == CAIRO_STATUS_SUCCESS)
		status = cairo_surface_status(surface);
	cairo_surface_destroy(surface);
	return status == CAIRO_STATUS_SUCCESS ? 0 : -ENOMEM;
}

/* A device or pipe given as the path must survive a failed write. */
static void remove_half_made(FILE *file, const char *path)
{
	struct stat st;

	if (!fstat(fileno(file), &st) && S_ISREG(st.st_mode))
		unlink(path);
}

static int write_file(const char *path, const char *bytes, size_t len)
{
	FILE *file = fopen(path, "w");
	int err = 0;

	if (!file)
		return -errno;
	if (fwrite(bytes, 1, len, file) != len || fflush(file)) {
		err = -errno;
		remove_half_made(file, path);
	}
	if (fclose(file) && !err)
		err = -errno;
	return err;
}

int chart_svg(const struct chart *chart, const char *path)
{
	char *bytes = NULL;
	size_t len = 0;
	FILE *memory = open_memstream(&bytes, &len);
	int err;

	if (!memory)
		return -errno;
	err = draw(chart, memory);
	if (fclose(memory) && !err)
		err = -ENOMEM;
	if (!err)
		err = write_file(path, bytes, len);
	free(bytes);
	return err;
}
