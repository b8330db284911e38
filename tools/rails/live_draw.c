// SPDX-License-Identifier: GPL-2.0-only
/*
 * Drawing the live view with curses: header, rows, bars, sparklines, help, at the places of
 * live_layout.c. Sparklines and bars are scaled in live_history.c; names are cut, and the head is
 * worded, in live_head.c.
 */
#include "tools/rails/live_draw.h"

#include <math.h>
#include <ncurses.h>
#include <stdio.h>

#include "tools/cli/pen.h"
#include "tools/cli/quantity.h"
#include "tools/cli/text.h"
#include "tools/rails/alarm_watch.h"
#include "tools/rails/live_head.h"
#include "tools/rails/live_layout.h"

/** Where the second and third row of a rail begin. */
#define INDENT 2

/** struct place - a rail and where it is drawn */
struct place {
	const struct live_screen *screen;
	const struct live_layout *layout;
	const struct rail *rail;
	const struct live_rail *memory;
	u32 index;
};

static const char *const titles[LIVE_COLUMNS] = {
	[LIVE_NAME] = "RAIL",	    [LIVE_ALARM] = "ALARM",	  [LIVE_VOLTS] = "VOLTS",
	[LIVE_AMPERES] = "AMPERES", [LIVE_WATTS] = "WATTS",	  [LIVE_BAR] = "OF LIMIT",
	[LIVE_SHARE] = "",	    [LIVE_LEAST] = "LEAST",	  [LIVE_MOST] = "MOST",
	[LIVE_ENERGY] = "ENERGY",   [LIVE_SPARK] = "LAST",	  [LIVE_MINIMUM] = "MINIMUM",
	[LIVE_WARNING] = "WARNING", [LIVE_CRITICAL] = "CRITICAL",
};

/* Keys first: a low screen shows the beginning. */
static const char *const help[] = {
	"up, down, page up, page down      scroll",
	"d            more or fewer rows for each rail",
	"r            forget least, most, energy and past alarms",
	"? or h       this page, and back",
	"q            quit",
	"",
	"ALARM        a limit that is broken, in capitals;",
	"             in small letters if it was",
	"AMPERES      as read last; LEAST, MOST since the start",
	"OF LIMIT     amperes as a part of the critical limit, or",
	"             of the warning, or of the most there was;",
	"             a limit 8 times as far away does not count",
	"ENERGY       used since the start",
	"LAST 30 s    amperes, a block for each reading, 0 to most",
	"MINIMUM      limit of the volts",
	"WARNING      limit of the average amperes",
	"CRITICAL     limit of each measurement of amperes",
};

static const char *const spark[] = { " ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█" };
static const char *const spark_ascii[] = { " ", ".", ".", ":", ":", "-", "=", "+", "#" };

static const char *limit_text(double limit, const char *unit, char text[QUANTITY_TEXT])
{
	return rails_limit_is_off(limit) ? "off" : quantity_format(text, limit, unit, 4);
}

static void put_number(double value, const char *unit, int width)
{
	char text[QUANTITY_TEXT];

	pen_right(limit_text(value, unit, text), width);
}

/* "10 s", "2.5 min", "1.2 h" */
static const char *span_text(double seconds, char text[QUANTITY_TEXT])
{
	if (seconds < 60)
		snprintf(text, QUANTITY_TEXT, "%.3g s", seconds);
	else if (seconds < 3600)
		snprintf(text, QUANTITY_TEXT, "%.3g min", seconds / 60);
	else
		snprintf(text, QUANTITY_TEXT, "%.3g h", seconds / 3600);
	return text;
}

/* The time that a line of this many columns covers. */
static double spark_seconds(const struct live_screen *screen, int columns)
{
	u32 readings = clamp(screen->live->filled, 1U, (u32)max(columns, 1));

	return (double)readings * (double)screen->interval_ns / RG_NS_PER_S;
}

static enum pen_colour alarm_colour(enum rail_value kind)
{
	if (kind == RAIL_VALUES)
		return PEN_GOOD;
	return kind == RAIL_WARNING_ALARM ? PEN_WARNING : PEN_CRITICAL;
}

static int longest_name(const struct rails *rails)
{
	int longest = text_columns(titles[LIVE_NAME]);
	char name[RAIL_CALLED];

	for (u32 i = 0; i < rails->count; i++) {
		const char *shown = live_short_name(rails, &rails->rails[i], name);

		longest = max(longest, text_columns(shown));
	}
	return longest;
}

static void put_name(const struct place *place, int width)
{
	char text[LIVE_NAME_TEXT];

	attron(A_BOLD);
	pen_left(live_cut_name(place->screen->rails, place->rail, width, text), width);
	attroff(A_BOLD);
}

/* In capitals while there is one. */
static void put_alarm(const struct place *place, int width)
{
	bool now;
	enum rail_value kind = live_worst(place->memory, &now);
	enum pen_colour colour = now ? alarm_colour(kind) : PEN_PLAIN;
	char text[16];
	u32 i;

	snprintf(text, sizeof(text), "%s", kind == RAIL_VALUES ? "" : alarm_kind_name(kind));
	for (i = 0; now && text[i]; i++)
		text[i] = (char)(text[i] - ('a' - 'A'));
	pen_use(colour, true);
	pen_put(text);
	pen_use(colour, false);
	pen_blanks(width - text_columns(text));
}

static void put_bar(const struct place *place, int width)
{
	struct live_share share = live_compare(place->rail, place->memory->most);
	u32 filled = live_bar(&share, (u32)width);
	enum pen_colour colour = alarm_colour(live_worst_of_amperes(place->memory));

	pen_use(colour, true);
	for (u32 i = 0; i < filled; i++)
		pen_put(pen_utf8() ? "█" : "#");
	pen_use(colour, false);
	for (u32 i = filled; i < (u32)width; i++)
		pen_put(pen_utf8() ? "░" : ".");
}

static void put_share(const struct place *place, int width)
{
	struct live_share share = live_compare(place->rail, place->memory->most);
	const char *of = share.of == RAIL_CRITICAL_A  ? "crit"
			 : share.of == RAIL_WARNING_A ? "warn"
						      : "most";
	char text[32];

	if (isnan(share.part))
		snprintf(text, sizeof(text), "   -");
	else
		snprintf(text, sizeof(text), "%3.0f%%", fmax(fmin(share.part * 100, 999), -99));
	pen_put(text);
	width -= text_columns(text);
	if (!isnan(share.part) && width > text_columns(of))
		pen_words(" %-*s", width - 1, of);
	else
		pen_blanks(width);
}

static void put_sparkline(const struct place *place, int width)
{
	const char *const *letters = pen_utf8() ? spark : spark_ascii;
	int eighths[LIVE_POINTS];
	int columns = min(width, LIVE_POINTS);

	if (columns <= 0)
		return;
	live_sparkline(place->screen->live, place->index, eighths, (u32)columns);
	pen_use(PEN_FAINT, true);
	for (int i = 0; i < columns; i++)
		pen_put(letters[max(eighths[i], 0)]);
	pen_use(PEN_FAINT, false);
}

static void put_cell(const struct place *place, enum live_column column, int width)
{
	static const struct {
		enum rail_value value;
		const char *unit;
	} values[LIVE_COLUMNS] = {
		[LIVE_VOLTS] = { RAIL_VOLTS, "V" },
		[LIVE_AMPERES] = { RAIL_AMPERES, "A" },
		[LIVE_WATTS] = { RAIL_WATTS, "W" },
		[LIVE_MINIMUM] = { RAIL_MINIMUM_V, "V" },
		[LIVE_WARNING] = { RAIL_WARNING_A, "A" },
		[LIVE_CRITICAL] = { RAIL_CRITICAL_A, "A" },
	};

	if (values[column].unit)
		put_number(place->rail->value[values[column].value], values[column].unit, width);
	else if (column == LIVE_NAME)
		put_name(place, width);
	else if (column == LIVE_ALARM)
		put_alarm(place, width);
	else if (column == LIVE_BAR)
		put_bar(place, width);
	else if (column == LIVE_SHARE)
		put_share(place, width);
	else if (column == LIVE_LEAST)
		put_number(place->memory->least, "A", width);
	else if (column == LIVE_MOST)
		put_number(place->memory->most, "A", width);
	else if (column == LIVE_ENERGY)
		put_number(place->memory->joules, "J", width);
	else
		put_sparkline(place, width);
}

static void put_history_row(const struct place *place)
{
	char least[QUANTITY_TEXT], most[QUANTITY_TEXT], energy[QUANTITY_TEXT], span[QUANTITY_TEXT];
	int room;

	pen_words("least %-*s most %-*s  %-*s ", 9,
		  quantity_format(least, place->memory->least, "A", 4), 9,
		  quantity_format(most, place->memory->most, "A", 4), 9,
		  quantity_format(energy, place->memory->joules, "J", 4));
	room = min(pen_columns() - getcurx(stdscr) - 9, LIVE_POINTS);
	if (room < 4)
		return;
	put_sparkline(place, room);
	pen_words(" %s", span_text(spark_seconds(place->screen, room), span));
}

/* A limit that the driver does not have is not named. */
static void put_limit(const struct place *place, const char *name, enum rail_value value,
		      const char *unit)
{
	char text[QUANTITY_TEXT];

	if (!isnan(place->rail->value[value]))
		pen_words("%s %-9s ", name, limit_text(place->rail->value[value], unit, text));
}

/* How many alarms there were, and when the last was over; whole or not at all. */
static void put_alarm_count(const struct place *place)
{
	const struct live_rail *memory = place->memory;
	u64 last_ns = place->screen->live->last_ns;
	u64 passed_s = (last_ns - min(memory->alarmed_ns, last_ns)) / RG_NS_PER_S;
	char text[64], ago[QUANTITY_TEXT];
	bool now;

	if (!memory->alarms)
		return;
	(void)live_worst(memory, &now);
	span_text((double)passed_s, ago);
	snprintf(text, sizeof(text), " %u alarm%s%s%s%s", memory->alarms,
		 memory->alarms > 1 ? "s" : "", now ? "" : ", ", now ? "" : ago, now ? "" : " ago");
	if (getcurx(stdscr) + text_columns(text) <= pen_columns())
		pen_put(text);
}

static void put_limits_row(const struct place *place)
{
	put_limit(place, "minimum", RAIL_MINIMUM_V, "V");
	put_limit(place, "warning", RAIL_WARNING_A, "A");
	put_limit(place, "critical", RAIL_CRITICAL_A, "A");
	put_alarm_count(place);
}

static void put_first_row(const struct place *place)
{
	const struct live_layout *layout = place->layout;

	for (enum live_column i = 0; i < LIVE_COLUMNS; i++) {
		if (!layout->width[i])
			continue;
		pen_blanks(i ? LIVE_GAP : 0);
		put_cell(place, i, layout->width[i]);
	}
}

static void put_rail(const struct place *place, int row)
{
	if (pen_at(row, 0))
		put_first_row(place);
	if (place->layout->history_row && pen_at(++row, INDENT))
		put_history_row(place);
	if (place->layout->limits_row && pen_at(++row, INDENT))
		put_limits_row(place);
}

static bool is_text(enum live_column column)
{
	return column == LIVE_NAME || column == LIVE_ALARM || column == LIVE_BAR ||
	       column == LIVE_SHARE || column == LIVE_SPARK;
}

static void put_titles(const struct live_screen *screen, const struct live_layout *layout)
{
	char span[QUANTITY_TEXT], last[2 * QUANTITY_TEXT];

	if (!pen_at(1, 0))
		return;
	pen_use(PEN_FAINT, true);
	for (enum live_column i = 0; i < LIVE_COLUMNS; i++) {
		const char *title = titles[i];

		if (!layout->width[i])
			continue;
		if (i == LIVE_SPARK) {
			span_text(spark_seconds(screen, layout->width[i]), span);
			snprintf(last, sizeof(last), "LAST %s", span);
			title = text_columns(last) <= layout->width[i] ? last : span;
		}
		if (text_columns(title) > layout->width[i] + layout->width[LIVE_SHARE])
			title = "LIMIT";
		pen_blanks(i ? LIVE_GAP : 0);
		if (is_text(i))
			pen_left(title, layout->width[i]);
		else
			pen_right(title, layout->width[i]);
	}
	pen_use(PEN_FAINT, false);
}

static const char fewest_keys[] = "?: help ";

static const char *key_text(const struct live_screen *screen, const struct live_layout *layout,
			    int room)
{
	static const char all[] = "d: more  ?: help  q: quit ", usual[] = "?: help  q: quit ";

	if (screen->help)
		return "?: back  q: quit ";
	if (layout->rows < layout->levels && room >= text_columns(all))
		return all;
	return room >= text_columns(usual) ? usual : fewest_keys;
}

static void put_head(const struct live_screen *screen, const struct live_layout *layout, int seen)
{
	char text[LIVE_HEAD_TEXT], every[QUANTITY_TEXT + 16], span[QUANTITY_TEXT];
	int room = pen_columns();
	const char *keys;

	live_head_text(screen, seen, room - text_columns(fewest_keys), text);
	snprintf(every, sizeof(every), " every %s ",
		 span_text((double)screen->interval_ns / RG_NS_PER_S, span));
	room -= text_columns(text);
	keys = key_text(screen, layout, room);
	room -= text_columns(keys);
	if (!pen_at(0, 0))
		return;
	attron(A_REVERSE);
	pen_put(text);
	if (text_columns(every) <= room)
		pen_left(every, room);
	else
		pen_blanks(room);
	pen_put(keys);
	attroff(A_REVERSE);
}

static void put_help(void)
{
	int room = LINES - LIVE_HEAD_ROWS;
	int rows = ARRAY_SIZE(help);

	for (int i = 0; i < rows && pen_at(LIVE_HEAD_ROWS + i, INDENT); i++)
		pen_put(i == room - 1 && room < rows ? "(more on a taller screen)" : help[i]);
}

static void put_rails(const struct live_screen *screen, const struct live_layout *layout, int seen)
{
	for (int i = 0; i < seen; i++) {
		u32 index = (u32)(screen->first + i);
		const struct place place = {
			.screen = screen,
			.layout = layout,
			.rail = &screen->rails->rails[index],
			.memory = &screen->live->rails[index],
			.index = index,
		};

		put_rail(&place, LIVE_HEAD_ROWS + i * layout->pitch);
	}
}

void live_draw(struct live_screen *screen)
{
	struct live_layout layout = live_layout(pen_columns(), LINES, (int)screen->rails->count,
						longest_name(screen->rails), screen->rows);
	int last = (int)screen->rails->count - layout.shown;
	int seen = screen->help || LINES <= LIVE_HEAD_ROWS ? 0 : layout.shown;

	screen->first = clamp(screen->first, 0, last);
	screen->shown = layout.shown;
	screen->drawn_rows = layout.rows;
	screen->levels = layout.levels;
	erase();
	put_head(screen, &layout, seen);
	if (screen->help) {
		put_help();
	} else {
		put_titles(screen, &layout);
		put_rails(screen, &layout, seen);
	}
	refresh();
}
