// SPDX-License-Identifier: GPL-2.0-only
/*
 * Least, greatest and mean values per stretch of time, of a recording of any length in bounded
 * memory: stretches double as it grows. Axes are in axes.c, drawing is in plot.c.
 */
#include "tools/picture/envelope.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "tools/recording/statistics.h"

static size_t cell_count(const struct envelope *envelope)
{
	return (size_t)envelope->rail_count * ENVELOPE_QUANTITIES * ENVELOPE_STRETCHES;
}

int envelope_begin(struct envelope *envelope, u32 rail_count)
{
	*envelope = (struct envelope){ .rail_count = rail_count, .end_us = S64_MIN };
	envelope->cells = calloc(cell_count(envelope) + 1, sizeof(*envelope->cells));
	return envelope->cells ? 0 : -ENOMEM;
}

void envelope_end(struct envelope *envelope)
{
	free(envelope->cells);
	*envelope = (struct envelope){ 0 };
}

static struct envelope_cell *cells_of(const struct envelope *envelope, u32 rail, u32 quantity)
{
	return envelope->cells +
	       ((size_t)rail * ENVELOPE_QUANTITIES + quantity) * ENVELOPE_STRETCHES;
}

const struct envelope_cell *envelope_cells(const struct envelope *envelope, u32 rail,
					   enum envelope_quantity quantity)
{
	return cells_of(envelope, rail, quantity);
}

u32 envelope_used(const struct envelope *envelope)
{
	if (envelope->end_us == S64_MIN)
		return 0;
	return (u32)((envelope->end_us - envelope->start_us) / envelope->stretch_us) + 1;
}

static struct envelope_cell join_cells(struct envelope_cell a, struct envelope_cell b)
{
	if (!a.count)
		return b;
	if (!b.count)
		return a;
	return (struct envelope_cell){ min(a.min, b.min), max(a.max, b.max), a.sum + b.sum,
				       a.count + b.count };
}

static void double_stretches(struct envelope *envelope)
{
	for (u32 i = 0; i < envelope->rail_count * ENVELOPE_QUANTITIES; i++) {
		struct envelope_cell *cells = cells_of(envelope, 0, i);

		for (u32 j = 0; j < ENVELOPE_STRETCHES / 2; j++)
			cells[j] = join_cells(cells[2 * j], cells[2 * j + 1]);
		memset(cells + ENVELOPE_STRETCHES / 2, 0, ENVELOPE_STRETCHES / 2 * sizeof(*cells));
	}
	envelope->stretch_us *= 2;
}

static void add_value(struct envelope_cell *cell, s64 value)
{
	if (value == RECORDING_NONE)
		return;
	*cell = join_cells(*cell, (struct envelope_cell){ value, value, (double)value, 1 });
}

void envelope_add(struct envelope *envelope, const struct recording_scan *scan)
{
	s64 index;

	if (envelope->end_us == S64_MIN) {
		envelope->start_us = scan->time_us;
		envelope->stretch_us = 1;
	}
	while (scan->time_us - envelope->start_us >= envelope->stretch_us * ENVELOPE_STRETCHES)
		double_stretches(envelope);
	envelope->end_us = scan->time_us;
	index = (scan->time_us - envelope->start_us) / envelope->stretch_us;
	for (u32 i = 0; i < envelope->rail_count; i++) {
		add_value(cells_of(envelope, i, ENVELOPE_VOLTS) + index, scan->uv[i]);
		add_value(cells_of(envelope, i, ENVELOPE_AMPERES) + index, scan->ua[i]);
		add_value(cells_of(envelope, i, ENVELOPE_WATTS) + index, scan_uw(scan, i));
	}
}
