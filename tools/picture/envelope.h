/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Least, greatest and mean value over stretches of time, in bounded memory and one pass over a
 * recording of any length: when the last stretch is full, neighbours are put together and all
 * become twice as long.
 */
#ifndef RAILGLOW_TOOLS_PICTURE_ENVELOPE_H
#define RAILGLOW_TOOLS_PICTURE_ENVELOPE_H

#include "core/port.h"
#include "tools/recording/recording.h"

/** Number of stretches; a picture has fewer columns. */
#define ENVELOPE_STRETCHES 4096

/** enum envelope_quantity - the quantities of each rail */
enum envelope_quantity {
	ENVELOPE_VOLTS,
	ENVELOPE_AMPERES,
	ENVELOPE_WATTS,
	ENVELOPE_QUANTITIES,
};

/** struct envelope_cell - values in one stretch, in millionths; none if @count is 0 */
struct envelope_cell {
	s64 min;
	s64 max;
	double sum;
	u64 count;
};

/**
 * struct envelope - the values of all rails of a recording
 * @cells: by rail, quantity, stretch; owned
 * @rail_count: number of rails
 * @start_us: time of the first scan
 * @end_us: time of the last scan
 * @stretch_us: length of a stretch
 */
struct envelope {
	struct envelope_cell *cells;
	u32 rail_count;
	s64 start_us;
	s64 end_us;
	s64 stretch_us;
};

/**
 * envelope_begin() - make an envelope without scans
 * @envelope: filled in; free with envelope_end()
 * @rail_count: number of rails
 *
 * Return: 0 or -ENOMEM.
 */
int __must_check envelope_begin(struct envelope *envelope, u32 rail_count);

/** envelope_add() - add a scan that is not before the last one. */
void envelope_add(struct envelope *envelope, const struct recording_scan *scan);
void envelope_end(struct envelope *envelope);

/** envelope_cells() - the stretches of one quantity of a rail. */
const struct envelope_cell *envelope_cells(const struct envelope *envelope, u32 rail,
					   enum envelope_quantity quantity);

/** envelope_used() - number of stretches up to the last scan. */
u32 envelope_used(const struct envelope *envelope);

#endif /* RAILGLOW_TOOLS_PICTURE_ENVELOPE_H */
