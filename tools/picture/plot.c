// SPDX-License-Identifier: GPL-2.0-only
/*
 * Draws one panel for each quantity of each rail, over a common time axis. Where there are more
 * scans than pixels, the area between least and greatest value is filled and the mean drawn as a
 * line. Title, default file name and the alarms that are marked come from tools/cmd/plot.c, watts
 * from tools/recording/statistics.c; the SVG or PNG file is written in picture.c.
 */
#include "tools/picture/plot.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/cli/lazy_cairo.h"
#include "tools/cli/quantity.h"
#include "tools/picture/axes.h"
#include "tools/picture/picture.h"

#define WIDTH 1000.0
#define LEFT 84.0
/** Room for the names of limits. */
#define RIGHT 112.0
#define TOP 44.0
#define BOTTOM 44.0
#define RAIL_TITLE 26.0
#define PANEL 84.0
#define PANEL_GAP 12.0
#define RAIL_HEIGHT (RAIL_TITLE + ENVELOPE_QUANTITIES * (PANEL + PANEL_GAP))
/** The name of a panel's unit. */
#define UNIT_LEFT 12
#define HALF_A_LETTER 4
#define PLOT_WIDTH (WIDTH - LEFT - RIGHT)
/** Least range of a panel, as a part of the greatest value, and of one of volts. */
#define RANGE_PART 0.05
#define VOLTS_LEAST 0.1
/** A gap in the values that is this many times the average distance is a gap in the line. */
#define GAP_TIMES 5
/** Most values written beside a panel. */
#define TICKS_MAX 5

struct colour {
	double red, green, blue;
};

static const struct colour quantity_colour[ENVELOPE_QUANTITIES] = {
	[ENVELOPE_VOLTS] = { 0.13, 0.40, 0.67 },
	[ENVELOPE_AMPERES] = { 0.80, 0.36, 0.07 },
	[ENVELOPE_WATTS] = { 0.10, 0.50, 0.25 },
};

static const struct colour warning_colour = { 0.90, 0.62, 0.0 };
static const struct colour critical_colour = { 0.80, 0.0, 0.13 };
static const struct colour text_colour = { 0.2, 0.2, 0.2 };
static const char *const unit[ENVELOPE_QUANTITIES] = { "V", "A", "W" };

/**
 * struct panel - the drawing of one quantity of a rail
 * @axes: its place, and what its edges stand for
 * @quantity: the quantity
 * @rail: index of the rail
 */
struct panel {
	struct axes axes;
	enum envelope_quantity quantity;
	u32 rail;
};

static void set_colour(cairo_t *cr, struct colour colour, double alpha)
{
	cairo_set_source_rgba(cr, colour.red, colour.green, colour.blue, alpha);
}

static double seconds_of(const struct envelope *envelope)
{
	return fmax((double)(envelope->end_us - envelope->start_us) / MICROS, 1 / MICROS);
}

/* May a limit be drawn, or would it press the curve flat? */
static bool limit_fits(double limit, double low, double high)
{
	return !isnan(limit) && limit <= high + 2 * (high - low) && limit >= low;
}

void plot_widen(enum envelope_quantity quantity, double *low, double *high)
{
	double greatest = fmax(fabs(*low), fabs(*high));
	double least = fmax(greatest * RANGE_PART, quantity == ENVELOPE_VOLTS ? VOLTS_LEAST : 0);
	double more = fmax(least - (*high - *low), 0);

	if (greatest == 0) {
		*high = 1;
		return;
	}
	*low -= more / 2;
	*high += more / 2;
}

static void find_range(struct panel *panel, const struct plot *plot)
{
	const struct envelope_cell *cells =
		envelope_cells(plot->envelope, panel->rail, panel->quantity);
	const struct recording_rail *rail = &plot->rails[panel->rail];
	double low = INFINITY, high = -INFINITY;
	double room;

	for (u32 i = 0; i < envelope_used(plot->envelope); i++) {
		if (!cells[i].count)
			continue;
		low = fmin(low, (double)cells[i].min / MICROS);
		high = fmax(high, (double)cells[i].max / MICROS);
	}
	if (low > high) {
		low = 0;
		high = 0;
	}
	plot_widen(panel->quantity, &low, &high);
	if (panel->quantity == ENVELOPE_AMPERES && limit_fits(rail->warning_a, low, high))
		high = fmax(high, rail->warning_a);
	if (panel->quantity == ENVELOPE_AMPERES && limit_fits(rail->critical_a, low, high))
		high = fmax(high, rail->critical_a);
	room = fmax((high - low) * 0.08, fmax(fabs(high) * 0.002, 1 / MICROS));
	panel->axes.low = low - room;
	panel->axes.high = high + room;
}

/* Finds the prefix of the greatest value, which all numbers share. */
static double prefix_of(double value, const char **prefix)
{
	static const struct {
		double factor;
		const char *symbol;
	} known[] = { { 1000, "k" }, { 1, "" }, { 0.001, "m" }, { 1 / MICROS, "µ" } };

	for (size_t i = 0; i < ARRAY_SIZE(known); i++) {
		if (value >= known[i].factor) {
			*prefix = known[i].symbol;
			return known[i].factor;
		}
	}
	*prefix = "";
	return 1;
}

/* Finds the smallest step of 1, 2 or 5 times a power of ten that leaves the numbers room. */
static double value_step(double range)
{
	double step = pow(10, floor(log10(range / TICKS_MAX)));

	if (range / step > TICKS_MAX && range / (2 * step) <= TICKS_MAX)
		return 2 * step;
	if (range / step > TICKS_MAX)
		return (range / (5 * step) <= TICKS_MAX ? 5 : 10) * step;
	return step;
}

static void draw_values(cairo_t *cr, const struct panel *panel)
{
	const struct axes *axes = &panel->axes;
	const char *prefix;
	double factor = prefix_of(fmax(fabs(axes->high), fabs(axes->low)), &prefix);
	char label[8];

	axes_draw_values(axes, cr, value_step(axes->high - axes->low), factor);
	set_colour(cr, quantity_colour[panel->quantity], 1);
	snprintf(label, sizeof(label), "%s%s", prefix, unit[panel->quantity]);
	picture_text(cr, UNIT_LEFT, axes->top + PANEL / 2 + HALF_A_LETTER, 0, label);
}

static double cell_seconds(const struct plot *plot, u32 index, double part)
{
	return (index + part) * (double)plot->envelope->stretch_us / MICROS;
}

/* Fills the area between least and greatest values; a pixel has a few cells at most. */
static void draw_area(cairo_t *cr, const struct plot *plot, const struct panel *panel)
{
	const struct envelope_cell *cells =
		envelope_cells(plot->envelope, panel->rail, panel->quantity);
	double width = PLOT_WIDTH * cell_seconds(plot, 1, 0) / panel->axes.seconds;

	set_colour(cr, quantity_colour[panel->quantity], 0.3);
	for (u32 i = 0; i < envelope_used(plot->envelope); i++) {
		double top = axes_y(&panel->axes, (double)cells[i].max / MICROS);
		double bottom = axes_y(&panel->axes, (double)cells[i].min / MICROS);

		if (cells[i].count < 2)
			continue;
		cairo_rectangle(cr, axes_x(&panel->axes, cell_seconds(plot, i, 0)), top,
				fmax(width, 0.3), fmax(bottom - top, 0.3));
		cairo_fill(cr);
	}
}

/* Counts the cells without values that make a gap in the line: many more than on average. */
static u32 gap_of(const struct envelope_cell *cells, u32 count)
{
	u32 first = 0, last = 0, used = 0;

	for (u32 i = 0; i < count; i++) {
		if (!cells[i].count)
			continue;
		first = used ? first : i;
		last = i;
		used++;
	}
	return used < 2 ? count : GAP_TIMES * (last - first) / (used - 1);
}

/* Ends a line; a value without neighbours becomes a dot. */
static void end_stretch(cairo_t *cr, double x, double y, u32 points)
{
	cairo_stroke(cr);
	if (points != 1)
		return;
	cairo_rectangle(cr, x - 1.5, y - 1.5, 3, 3);
	cairo_fill(cr);
}

static void draw_mean(cairo_t *cr, const struct plot *plot, const struct panel *panel)
{
	const struct envelope_cell *cells =
		envelope_cells(plot->envelope, panel->rail, panel->quantity);
	u32 count = envelope_used(plot->envelope);
	u32 gap = gap_of(cells, count);
	u32 last = 0, points = 0;
	double x = 0, y = 0;

	set_colour(cr, quantity_colour[panel->quantity], 1);
	cairo_set_line_width(cr, 1.2);
	cairo_set_line_join(cr, CAIRO_LINE_JOIN_BEVEL);
	cairo_new_path(cr);
	for (u32 i = 0; i < count; i++) {
		double part = cells[i].count > 1 ? 0.5 : 0;
		double seconds = fmin(cell_seconds(plot, i, part), panel->axes.seconds);

		if (!cells[i].count)
			continue;
		if (points && i - last > gap) {
			end_stretch(cr, x, y, points);
			points = 0;
		}
		x = axes_x(&panel->axes, seconds);
		y = axes_y(&panel->axes, cells[i].sum / (double)cells[i].count / MICROS);
		cairo_line_to(cr, x, y);
		last = i;
		points++;
	}
	end_stretch(cr, x, y, points);
}

/** Room that a limit's name takes beside the panel. */
#define LABEL_HEIGHT 13.0

/**
 * struct limit - one of a rail's limits in a panel
 * @amperes: its value, NAN for none
 * @name: its name
 * @colour: its colour
 * @y: place of the base line of its name
 */
struct limit {
	double amperes;
	const char *name;
	struct colour colour;
	double y;
};

static bool is_within(const struct panel *panel, double value)
{
	return value >= panel->axes.low && value <= panel->axes.high;
}

/* Places a name beside its line, or at the end beyond which the limit is. */
static void place_name(struct limit *limit, const struct panel *panel)
{
	limit->y =
		axes_y(&panel->axes, fmin(fmax(limit->amperes, panel->axes.low), panel->axes.high));
	limit->y = fmin(fmax(limit->y + 4, panel->axes.top + 10), panel->axes.top + PANEL);
}

static void put_apart(struct limit *upper, struct limit *lower)
{
	double middle = (upper->y + lower->y) / 2;

	if (isnan(upper->amperes) || isnan(lower->amperes) || lower->y - upper->y >= LABEL_HEIGHT)
		return;
	upper->y = middle - LABEL_HEIGHT / 2;
	lower->y = middle + LABEL_HEIGHT / 2;
}

static void draw_line(cairo_t *cr, double y)
{
	static const double dash[] = { 6, 4 };

	cairo_set_line_width(cr, 1.2);
	cairo_set_dash(cr, dash, ARRAY_SIZE(dash), 0);
	cairo_move_to(cr, LEFT, y);
	cairo_line_to(cr, LEFT + PLOT_WIDTH, y);
	cairo_stroke(cr);
	cairo_set_dash(cr, NULL, 0, 0);
}

static void draw_limit(cairo_t *cr, const struct panel *panel, const struct limit *limit)
{
	char value[QUANTITY_TEXT], label[64];
	const char *mark = "";

	if (isnan(limit->amperes))
		return;
	set_colour(cr, limit->colour, 1);
	if (is_within(panel, limit->amperes))
		draw_line(cr, axes_y(&panel->axes, limit->amperes));
	else
		mark = limit->amperes > panel->axes.high ? "\342\206\221 " : "\342\206\223 ";
	quantity_format(value, limit->amperes, "A", 3);
	snprintf(label, sizeof(label), "%s%s %s", mark, limit->name, value);
	picture_text(cr, LEFT + PLOT_WIDTH + 6, limit->y, 0, label);
}

static void draw_limits(cairo_t *cr, const struct panel *panel, const struct recording_rail *rail)
{
	struct limit warning = { rail->warning_a, "warning", warning_colour, 0 };
	struct limit critical = { rail->critical_a, "critical", critical_colour, 0 };

	place_name(&warning, panel);
	place_name(&critical, panel);
	if (warning.amperes > critical.amperes)
		put_apart(&warning, &critical);
	else
		put_apart(&critical, &warning);
	draw_limit(cr, panel, &warning);
	draw_limit(cr, panel, &critical);
}

static bool is_of_panel(const struct recording_alarm *alarm, const struct panel *panel)
{
	bool of_volts = !strcmp(alarm->kind, "minimum");

	return alarm->rail == panel->rail &&
	       panel->quantity == (of_volts ? ENVELOPE_VOLTS : ENVELOPE_AMPERES);
}

/* Draws each alarm as a triangle that hangs from the top of the panel, and a thin line down. */
static void draw_alarms(cairo_t *cr, const struct plot *plot, const struct panel *panel)
{
	for (u32 i = 0; i < plot->alarm_count; i++) {
		const struct recording_alarm *alarm = &plot->alarms[i];
		double x = axes_x(&panel->axes,
				  (double)(alarm->time_us - plot->envelope->start_us) / MICROS);

		if (!is_of_panel(alarm, panel) || x < LEFT || x > LEFT + PLOT_WIDTH)
			continue;
		set_colour(cr, !strcmp(alarm->kind, "warning") ? warning_colour : critical_colour,
			   1);
		cairo_move_to(cr, x - 4, panel->axes.top);
		cairo_line_to(cr, x + 4, panel->axes.top);
		cairo_line_to(cr, x, panel->axes.top + 8);
		cairo_fill(cr);
		cairo_set_line_width(cr, 0.6);
		cairo_move_to(cr, x, panel->axes.top);
		cairo_line_to(cr, x, panel->axes.top + PANEL);
		cairo_stroke(cr);
	}
}

static void draw_panel(cairo_t *cr, const struct plot *plot, const struct panel *panel, bool last)
{
	const struct recording_rail *rail = &plot->rails[panel->rail];

	cairo_set_font_size(cr, 11);
	cairo_set_line_width(cr, 1);
	axes_draw_time(&panel->axes, cr, last);
	draw_values(cr, panel);
	cairo_save(cr);
	cairo_rectangle(cr, LEFT, panel->axes.top, PLOT_WIDTH, PANEL);
	cairo_clip(cr);
	draw_area(cr, plot, panel);
	draw_mean(cr, plot, panel);
	cairo_restore(cr);
	if (panel->quantity == ENVELOPE_AMPERES)
		draw_limits(cr, panel, rail);
	draw_alarms(cr, plot, panel);
	cairo_set_line_width(cr, 0.8);
	axes_draw_frame(&panel->axes, cr);
}

static u32 rails_shown(const struct plot *plot)
{
	u32 shown = 0;

	for (u32 i = 0; i < plot->envelope->rail_count; i++)
		shown += plot->shown[i];
	return shown;
}

static void draw_rails(cairo_t *cr, const struct plot *plot)
{
	u32 left = rails_shown(plot);
	double y = TOP;

	for (u32 rail = 0; rail < plot->envelope->rail_count; rail++) {
		if (!plot->shown[rail])
			continue;
		left--;
		cairo_set_font_size(cr, 14);
		set_colour(cr, text_colour, 1);
		picture_text_within(cr, LEFT, y + RAIL_TITLE - 8, PLOT_WIDTH,
				    plot->rails[rail].name);
		for (u32 i = 0; i < ENVELOPE_QUANTITIES; i++) {
			struct panel panel = {
				.axes = {
					.left = LEFT,
					.top = y + RAIL_TITLE + i * (PANEL + PANEL_GAP),
					.width = PLOT_WIDTH,
					.height = PANEL,
					.seconds = seconds_of(plot->envelope),
				},
				.quantity = i,
				.rail = rail,
			};

			find_range(&panel, plot);
			draw_panel(cr, plot, &panel, !left && i == ENVELOPE_QUANTITIES - 1);
		}
		y += RAIL_HEIGHT;
	}
}

int plot_draw(const struct plot *plot, const char *path)
{
	double height = TOP + rails_shown(plot) * RAIL_HEIGHT + BOTTOM;
	struct picture picture;
	int err = picture_begin(&picture, path, WIDTH, height);

	if (err)
		return err;
	cairo_set_font_size(picture.cr, 16);
	set_colour(picture.cr, text_colour, 1);
	picture_text_within(picture.cr, LEFT, 28, PLOT_WIDTH, plot->title);
	draw_rails(picture.cr, plot);
	return picture_end(&picture, path);
}
