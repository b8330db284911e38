// SPDX-License-Identifier: GPL-2.0-only
/*
 * Memory of the live view: a history of each rail, its extremes, energy so far, alarms, the
 * scale of its spark line, and how much of its nearest limit it has. The loop is in live_view.c.
 */
#include "tools/rails/live_history.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

/* A limit further away than this was not set for this load. */
#define LIMIT_REACH 8

void live_forget(struct live *live)
{
	u32 last = (live->next + LIVE_POINTS - 1) % LIVE_POINTS;

	for (u32 i = 0; i < live->count; i++) {
		struct live_rail *memory = &live->rails[i];

		memory->least = memory->amperes[last];
		memory->most = memory->amperes[last];
		memory->joules = 0;
		memory->alarms = 0;
		for (u32 j = 0; j < LIVE_ALARMS; j++) {
			memory->seen[j] = memory->raised[j];
			memory->alarms += memory->raised[j];
		}
	}
}

int live_begin(struct live *live, u32 count)
{
	*live = (struct live){ .count = count };
	live->rails = calloc((size_t)count + 1, sizeof(*live->rails));
	if (!live->rails)
		return -ENOMEM;
	for (u32 i = 0; i < count; i++) {
		live->rails[i].watts = NAN;
		for (u32 j = 0; j < LIVE_POINTS; j++)
			live->rails[i].amperes[j] = NAN;
	}
	live_forget(live);
	return 0;
}

void live_end(struct live *live)
{
	free(live->rails);
	*live = (struct live){ 0 };
}

void live_current(struct live *live, u32 rail, double amperes)
{
	struct live_rail *memory = &live->rails[rail];

	memory->least = fmin(memory->least, amperes);
	memory->most = fmax(memory->most, amperes);
}

static void add_rail(struct live *live, const struct rail *rail, u32 i, u64 now_ns)
{
	double seconds = (double)(now_ns - live->last_ns) / RG_NS_PER_S;
	struct live_rail *memory = &live->rails[i];
	double amperes = rail->value[RAIL_AMPERES];
	double watts = rail->value[RAIL_WATTS];

	memory->amperes[live->next] = amperes;
	live_current(live, i, amperes);
	if (live->last_ns && !isnan(watts) && !isnan(memory->watts))
		memory->joules += (watts + memory->watts) / 2 * seconds;
	memory->watts = watts;
}

void live_add(struct live *live, const struct rails *rails, u64 now_ns)
{
	for (u32 i = 0; i < live->count; i++)
		add_rail(live, &rails->rails[i], i, now_ns);
	live->next = (live->next + 1) % LIVE_POINTS;
	live->filled = min(live->filled + 1, (u32)LIVE_POINTS);
	live->first_ns = live->last_ns ? live->first_ns : now_ns;
	live->last_ns = now_ns;
}

void live_alarm(struct live *live, u32 rail, enum rail_value kind, bool raised, u32 times,
		u64 now_ns)
{
	struct live_rail *memory = &live->rails[rail];
	u32 i = kind - RAIL_MINIMUM_ALARM;

	memory->alarms += times;
	memory->raised[i] = raised;
	memory->seen[i] |= raised || times;
	memory->alarmed_ns = now_ns;
}

enum rail_value live_worst(const struct live_rail *memory, bool *now)
{
	static const enum rail_value order[] = { RAIL_CRITICAL_ALARM, RAIL_MINIMUM_ALARM,
						 RAIL_WARNING_ALARM };

	*now = true;
	for (u32 i = 0; i < ARRAY_SIZE(order); i++) {
		if (memory->raised[order[i] - RAIL_MINIMUM_ALARM])
			return order[i];
	}
	*now = false;
	for (u32 i = 0; i < ARRAY_SIZE(order); i++) {
		if (memory->seen[order[i] - RAIL_MINIMUM_ALARM])
			return order[i];
	}
	return RAIL_VALUES;
}

enum rail_value live_worst_of_amperes(const struct live_rail *memory)
{
	if (memory->raised[RAIL_CRITICAL_ALARM - RAIL_MINIMUM_ALARM])
		return RAIL_CRITICAL_ALARM;
	return memory->raised[RAIL_WARNING_ALARM - RAIL_MINIMUM_ALARM] ? RAIL_WARNING_ALARM
								       : RAIL_VALUES;
}

void live_sparkline(const struct live *live, u32 rail, int *eighths, u32 columns)
{
	const double *ring = live->rails[rail].amperes;
	double low = 0, high = 0;

	for (u32 i = 0; i < LIVE_POINTS; i++) {
		low = fmin(low, ring[i]);
		high = fmax(high, ring[i]);
	}
	for (u32 i = 0; i < columns; i++) {
		double value = ring[(live->next + LIVE_POINTS - columns + i) % LIVE_POINTS];

		if (isnan(value))
			eighths[i] = -1;
		else
			eighths[i] = high > low ? (int)lround((value - low) / (high - low) * 8) : 0;
	}
}

struct live_share live_compare(const struct rail *rail, double most)
{
	static const enum rail_value limits[] = { RAIL_CRITICAL_A, RAIL_WARNING_A };
	double amperes = rail->value[RAIL_AMPERES];

	for (u32 i = 0; i < ARRAY_SIZE(limits); i++) {
		double limit = rail->value[limits[i]];

		if (limit > 0 && limit <= most * LIMIT_REACH)
			return (struct live_share){ limits[i], amperes / limit };
	}
	return (struct live_share){ RAIL_AMPERES, most > 0 ? amperes / most : NAN };
}

u32 live_bar(const struct live_share *share, u32 columns)
{
	if (isnan(share->part) || share->part <= 0)
		return 0;
	return (u32)lround(fmin(share->part, 1) * columns);
}
