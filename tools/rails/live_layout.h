/* SPDX-License-Identifier: GPL-2.0-only */
/* Where the live view puts things on a screen of a given size. Pure. */
#ifndef RAILGLOW_TOOLS_RAILS_LIVE_LAYOUT_H
#define RAILGLOW_TOOLS_RAILS_LIVE_LAYOUT_H

#include <stdbool.h>

#include "core/port.h"

/** Rows above the rails. */
#define LIVE_HEAD_ROWS 2
/** Rows that a rail has at most. */
#define LIVE_RAIL_ROWS_MAX 3
/** Columns between two cells. */
#define LIVE_GAP 1

/** enum live_column - cells of a rail's first row, from left to right */
enum live_column {
	LIVE_NAME,
	LIVE_ALARM,
	LIVE_VOLTS,
	LIVE_AMPERES,
	LIVE_WATTS,
	LIVE_BAR,
	LIVE_SHARE,
	LIVE_LEAST,
	LIVE_MOST,
	LIVE_ENERGY,
	LIVE_SPARK,
	LIVE_MINIMUM,
	LIVE_WARNING,
	LIVE_CRITICAL,
	LIVE_COLUMNS,
};

/**
 * struct live_layout - a screen, divided
 * @width: the width of each cell of the first row, 0 where it is not there
 * @history_row: least, most, energy and history have a row of their own
 * @limits_row: so have the limits
 * @levels: how many rows a rail can have at this width
 * @rows: how many it has
 * @pitch: from one rail to the next; an empty row lies between if there is room
 * @shown: how many rails there is room for, at least 1
 */
struct live_layout {
	int width[LIVE_COLUMNS];
	bool history_row;
	bool limits_row;
	int levels;
	int rows;
	int pitch;
	int shown;
};

/**
 * live_layout() - divide a screen
 * @columns: columns of the screen
 * @lines: lines of the screen
 * @rails: how many there are
 * @longest: columns of the longest name
 * @rows: how many rows a rail is to have; 0 for as many as all rails have room for
 *
 * Cells that do not fit are left out: first limits, then history, what the bar stands for, the
 * bar, watts, volts. Name, alarm and amperes are always there, in this order; a screen that is
 * too narrow even for them shows their left part.
 */
struct live_layout live_layout(int columns, int lines, int rails, int longest, int rows);

#endif /* RAILGLOW_TOOLS_RAILS_LIVE_LAYOUT_H */
