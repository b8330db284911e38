// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where the live view puts things on a screen of a given size, and what it leaves out. The size
 * comes from tools/cli/pen.c, drawing is in live_draw.c. Names are cut in live_head.c; scrolling is
 * in live_view.c.
 */
#include "tools/rails/live_layout.h"

#define NAME_LEAST 4
#define ALARM_WIDTH 8
#define NUMBER_WIDTH 9
#define BAR_LEAST 4
#define BAR_USUAL 8
#define BAR_MOST 16
/** "100%", and "100% crit". */
#define SHARE_WIDTH 4
#define SHARE_WIDTH_NAMED 9
#define SPARK_USUAL 12
#define SPARK_LEAST 8

/** struct room - the rest of a row, and the widths that have been given away */
struct room {
	int *width;
	int left;
};

/* Longer names take room that numbers need. */
static int name_most(int columns)
{
	return columns < 112 ? 12 : columns < 150 ? 16 : 24;
}

/* Cells that come together, each of that width, if there is room for all. */
static bool take_columns(struct room *room, enum live_column first, int count, int width)
{
	if (room->left < count * (LIVE_GAP + width))
		return false;
	room->left -= count * (LIVE_GAP + width);
	for (int i = 0; i < count; i++)
		room->width[first + i] = width;
	return true;
}

/* More room for a cell that is there. */
static void widen_cells(struct room *room, enum live_column column, int width)
{
	int more = min(width - room->width[column], room->left);

	if (!room->width[column] || more <= 0)
		return;
	room->width[column] += more;
	room->left -= more;
}

/* Name, alarm and amperes are there in any case. */
static void take_needed(struct room *room, int columns, int longest)
{
	room->width[LIVE_NAME] = clamp(longest, NAME_LEAST, name_most(columns));
	room->width[LIVE_ALARM] = ALARM_WIDTH;
	room->width[LIVE_AMPERES] = NUMBER_WIDTH;
	room->left = columns - room->width[LIVE_NAME] - ALARM_WIDTH - NUMBER_WIDTH - 2 * LIVE_GAP;
}

/* History only as a whole: least, most, energy, and some of the course. */
static bool take_history(struct room *room)
{
	if (room->left < 3 * (LIVE_GAP + NUMBER_WIDTH) + LIVE_GAP + SPARK_USUAL)
		return false;
	return take_columns(room, LIVE_LEAST, 3, NUMBER_WIDTH) &&
	       take_columns(room, LIVE_SPARK, 1, SPARK_USUAL);
}

static void choose_rows(struct live_layout *layout, int lines, int rails, int rows)
{
	int room = max(lines - LIVE_HEAD_ROWS, 1);

	layout->levels = 1 + layout->history_row + layout->limits_row;
	layout->rows = rows ? min(rows, layout->levels) : layout->levels;
	while (!rows && layout->rows > 1 && rails * layout->rows > room)
		layout->rows--;
	if (layout->rows < 1 + layout->history_row + layout->limits_row)
		layout->limits_row = false;
	if (layout->rows < 1 + layout->history_row)
		layout->history_row = false;
	layout->pitch = layout->rows + (layout->rows > 1 && rails * (layout->rows + 1) <= room + 1);
	layout->shown = clamp((room + layout->pitch - layout->rows) / layout->pitch, 1, rails);
}

struct live_layout live_layout(int columns, int lines, int rails, int longest, int rows)
{
	struct live_layout layout = { 0 };
	struct room room = { .width = layout.width };

	take_needed(&room, columns, longest);
	(void)take_columns(&room, LIVE_VOLTS, 1, NUMBER_WIDTH);
	(void)take_columns(&room, LIVE_WATTS, 1, NUMBER_WIDTH);
	if (!take_columns(&room, LIVE_BAR, 1, BAR_USUAL))
		(void)take_columns(&room, LIVE_BAR, 1, BAR_LEAST);
	if (layout.width[LIVE_BAR] == BAR_USUAL)
		(void)take_columns(&room, LIVE_SHARE, 1, SHARE_WIDTH);
	layout.history_row = !take_history(&room);
	layout.limits_row = layout.history_row ||
			    !take_columns(&room, LIVE_MINIMUM, 3, NUMBER_WIDTH);
	choose_rows(&layout, lines, rails, rows);
	/* Without a row of its own, the course is what there may still be room for. */
	if (layout.rows == 1 && !layout.width[LIVE_SPARK])
		(void)take_columns(&room, LIVE_SPARK, 1, SPARK_LEAST);
	if (room.left >= SHARE_WIDTH_NAMED - SHARE_WIDTH)
		widen_cells(&room, LIVE_SHARE, SHARE_WIDTH_NAMED);
	widen_cells(&room, LIVE_BAR, layout.width[LIVE_SPARK] ? BAR_USUAL : BAR_MOST);
	widen_cells(&room, LIVE_SPARK, columns);
	return layout;
}
