/* SPDX-License-Identifier: GPL-2.0-only */
/* Volts, amperes and watts of a recording over time, as a picture. */
#ifndef RAILGLOW_TOOLS_PICTURE_PLOT_H
#define RAILGLOW_TOOLS_PICTURE_PLOT_H

#include "tools/picture/envelope.h"

/** Most alarm marks that are drawn. */
#define PLOT_ALARMS_MAX 4096

/** Room for a title. */
#define PLOT_TITLE 200

/**
 * struct plot - what to draw
 * @title: one line above it
 * @rails: limits and names
 * @shown: which rails to draw
 * @envelope: the values
 * @alarms: marks, owned by the caller
 * @alarm_count: how many
 */
struct plot {
	char title[PLOT_TITLE];
	const struct recording_rail *rails;
	bool shown[RECORDING_RAILS_MAX];
	const struct envelope *envelope;
	const struct recording_alarm *alarms;
	u32 alarm_count;
};

/**
 * plot_draw() - write the picture
 * @plot: what to draw
 * @path: file, its suffix says SVG or PNG; removed if not written whole
 *
 * Return: 0, or the negative errno of what could not be drawn or written.
 */
int __must_check plot_draw(const struct plot *plot, const char *path);

/**
 * plot_widen() - a range of values that is worth the height of a panel
 * @quantity: what the values are
 * @low: the least, made less
 * @high: the greatest, made more
 *
 * Noise of the last bit is not to fill the panel; values that are all 0 are at the bottom of
 * one unit.
 */
void plot_widen(enum envelope_quantity quantity, double *low, double *high);

#endif /* RAILGLOW_TOOLS_PICTURE_PLOT_H */
