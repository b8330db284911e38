// SPDX-License-Identifier: GPL-2.0-only
#include "tools/rails/live.h"

#include <math.h>
#include <stdlib.h>

/* A limit further away than this is none that anybody set for this load. */
#define LIMIT_REACH 8

void live_forget(struct live *live)
{
	for (u32 i = 0; i < live->count; i++) {
		live->rails[i].least = NAN;
		live->rails[i].most = NAN;
		live->rails[i].joules = 0;
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

static void add_rail(struct live *live, const struct rail *rail, u32 i, u64 now_ns)
{
	double seconds = (double)(now_ns - live->last_ns) / RG_NS_PER_S;
	struct live_rail *memory = &live->rails[i];
	double amperes = rail->value[RAIL_AMPERES];
	double watts = rail->value[RAIL_WATTS];

	memory->amperes[live->next] = amperes;
	memory->least = fmin(memory->least, amperes);
	memory->most = fmax(memory->most, amperes);
	if (live->last_ns && !isnan(watts) && !isnan(memory->watts))
		memory->joules += (watts + memory->watts) / 2 * seconds;
	memory->watts = watts;
	for (u32 alarm = RAIL_MINIMUM_ALARM; alarm <= RAIL_CRITICAL_ALARM; alarm++) {
		if (rail->value[alarm] > 0)
			memory->alarmed_ns = now_ns;
	}
}

void live_add(struct live *live, const struct rails *rails, u64 now_ns)
{
	for (u32 i = 0; i < live->count; i++)
		add_rail(live, &rails->rails[i], i, now_ns);
	live->next = (live->next + 1) % LIVE_POINTS;
	live->filled = min(live->filled + 1, (u32)LIVE_POINTS);
	live->last_ns = now_ns;
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

u32 live_bar(const struct rail *rail, double most, u32 columns)
{
	double critical = rail->value[RAIL_CRITICAL_A];
	double warning = rail->value[RAIL_WARNING_A];
	double amperes = rail->value[RAIL_AMPERES];
	double end = most;

	if (critical > 0 && critical <= most * LIMIT_REACH)
		end = critical;
	else if (warning > 0 && warning <= most * LIMIT_REACH)
		end = warning;
	if (isnan(amperes) || !(end > 0) || amperes <= 0)
		return 0;
	return (u32)lround(fmin(amperes / end, 1) * columns);
}
