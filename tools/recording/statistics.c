// SPDX-License-Identifier: GPL-2.0-only
/*
 * Figures of a recording in bounded memory: least, mean, greatest value and percentiles of each
 * quantity, energy and charge.
 */
#include "tools/recording/statistics.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "tools/cli/quantity.h"

#define STEP_BITS 7

static u32 bucket_of(u64 size)
{
	u32 octave;

	if (size < HISTOGRAM_STEPS)
		return (u32)size;
	octave = 63 - (u32)__builtin_clzll(size) - STEP_BITS;
	return HISTOGRAM_STEPS * (octave + 1) + (u32)((size >> octave) % HISTOGRAM_STEPS);
}

/* Computes the value in the middle of a bucket. */
static double bucket_value(u32 bucket)
{
	u32 octave;

	if (bucket < HISTOGRAM_STEPS)
		return bucket;
	octave = bucket / HISTOGRAM_STEPS - 1;
	return ldexp(HISTOGRAM_STEPS + bucket % HISTOGRAM_STEPS + 0.5, (int)octave) -
	       (octave ? 0 : 0.5);
}

void histogram_add(struct histogram *histogram, s64 value)
{
	bool below = value < 0;
	u64 size = below ? -(u64)value : (u64)value;

	if (!histogram->total || value < histogram->min)
		histogram->min = value;
	if (!histogram->total || value > histogram->max)
		histogram->max = value;
	histogram->counts[below][bucket_of(size)]++;
	histogram->total++;
	histogram->sum += (double)value;
}

double histogram_mean(const struct histogram *histogram)
{
	return histogram->total ? histogram->sum / (double)histogram->total : NAN;
}

static double clamp_to_seen(const struct histogram *histogram, double value)
{
	return fmin(fmax(value, (double)histogram->min), (double)histogram->max);
}

/* Looks at buckets between the least and the greatest value only; the others are empty. */
double histogram_percentile(const struct histogram *histogram, double percent)
{
	double wanted = fmax(ceil(percent / 100 * (double)histogram->total), 1);
	u32 first = bucket_of(histogram->min > 0 ? (u64)histogram->min : 0);
	u32 last = bucket_of(histogram->max > 0 ? (u64)histogram->max : 0);
	u64 seen = 0;

	for (u32 i = bucket_of(histogram->min < 0 ? -(u64)histogram->min : 0) + 1; i-- > 0;) {
		seen += histogram->counts[1][i];
		if ((double)seen >= wanted)
			return clamp_to_seen(histogram, -bucket_value(i));
	}
	for (u32 i = first; i <= last; i++) {
		seen += histogram->counts[0][i];
		if ((double)seen >= wanted)
			return clamp_to_seen(histogram, bucket_value(i));
	}
	return (double)histogram->max;
}

int statistics_begin(struct statistics *statistics, u32 count)
{
	*statistics = (struct statistics){ .count = count };
	statistics->rails = calloc(count, sizeof(*statistics->rails));
	return statistics->rails || !count ? 0 : -ENOMEM;
}

void statistics_end(struct statistics *statistics)
{
	free(statistics->rails);
	*statistics = (struct statistics){ 0 };
}

/* Computes the power; values that overflow the product, which no chip reports, are unknown. */
s64 scan_uw(const struct recording_scan *scan, u32 rail)
{
	s64 product;

	if (scan->uv[rail] == RECORDING_NONE || scan->ua[rail] == RECORDING_NONE ||
	    __builtin_mul_overflow(scan->uv[rail], scan->ua[rail], &product))
		return RECORDING_NONE;
	return (product + (product < 0 ? -500000 : 500000)) / 1000000;
}

static double mean_of(s64 before, s64 now)
{
	if (before == RECORDING_NONE || now == RECORDING_NONE)
		return 0;
	return ((double)before + (double)now) / 2;
}

static void add_rail(struct statistics *statistics, const struct recording_scan *scan, u32 i)
{
	struct rail_statistics *rail = &statistics->rails[i];
	const struct recording_scan *last = &statistics->last;
	double seconds = (double)(scan->time_us - last->time_us) / MICROS;
	s64 uw = scan_uw(scan, i);

	if (scan->uv[i] != RECORDING_NONE)
		histogram_add(&rail->uv, scan->uv[i]);
	if (scan->ua[i] != RECORDING_NONE)
		histogram_add(&rail->ua, scan->ua[i]);
	if (uw != RECORDING_NONE)
		histogram_add(&rail->uw, uw);
	if (!statistics->scans)
		return;
	rail->joules += mean_of(scan_uw(last, i), uw) / MICROS * seconds;
	rail->coulombs += mean_of(last->ua[i], scan->ua[i]) / MICROS * seconds;
}

void statistics_add(struct statistics *statistics, const struct recording_scan *scan)
{
	if (!statistics->scans)
		statistics->first_us = scan->time_us;
	for (u32 i = 0; i < statistics->count; i++)
		add_rail(statistics, scan, i);
	statistics->last = *scan;
	statistics->scans++;
}
