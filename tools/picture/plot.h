/* SPDX-License-Identifier: GPL-2.0-only */
/* Volts, amperes and watts of a recording over time, as a picture. */
#ifndef RAILGLOW_TOOLS_PICTURE_PLOT_H
#define RAILGLOW_TOOLS_PICTURE_PLOT_H

#include <stdbool.h>

#include "core/port.h"
#include "tools/picture/envelope.h"
#include "tools/recording/recording.h"

/** Most alarms that are drawn. */
#define PLOT_ALARMS_MAX 4096

/** Room for a title. */
#define PLOT_TITLE 200

/**
 * struct plot - what to draw
 * @title: the line above it
 * @rails: names and limits
 * @shown: the rails to draw
 * @envelope: the values
 * @alarms: marks, owned by the caller
 * @alarm_count: number of @alarms
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
 * @plot: the content
 * @path: file of suffix .svg or .png; removed if it could not be written whole
 *
 * Return: 0, or the negative errno if it could not be drawn or written.
 */
int __must_check plot_draw(const struct plot *plot, const char *path);

/**
 * plot_widen() - widen a range of values until it is worth the height of a panel
 * @quantity: quantity of the values
 * @low: the least value, made less
 * @high: the greatest value, made more
 *
 * Noise of the last bit must not fill the panel; values that are all 0 are at the bottom of one
 * unit.
 */
void plot_widen(enum envelope_quantity quantity, double *low, double *high);

#endif /* RAILGLOW_TOOLS_PICTURE_PLOT_H */
