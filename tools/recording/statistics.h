/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Figures of a recording in bounded memory, whatever its length: least, mean and
 * greatest value, percentiles, energy and charge.
 */
#ifndef RAILGLOW_TOOLS_RECORDING_STATISTICS_H
#define RAILGLOW_TOOLS_RECORDING_STATISTICS_H

#include "core/port.h"
#include "tools/recording/recording.h"

/** Buckets of a histogram for each power of two. */
#define HISTOGRAM_STEPS 128
#define HISTOGRAM_OCTAVES 57

/**
 * struct histogram - frequency of values by their size
 * @counts: of values not below 0, then of values below; up to 128 each value has its own bucket,
 *	above that a bucket is 1/128 of its values wide
 * @total: sum of all counts
 * @min: least value
 * @max: greatest value
 * @sum: sum of all values
 */
struct histogram {
	u64 counts[2][HISTOGRAM_OCTAVES * HISTOGRAM_STEPS + HISTOGRAM_STEPS];
	u64 total;
	s64 min;
	s64 max;
	double sum;
};

/** histogram_add() - count a value. */
void histogram_add(struct histogram *histogram, s64 value);

/**
 * histogram_percentile() - a value that @percent of all values do not exceed
 * @histogram: with at least one value
 * @percent: 0 to 100
 *
 * Return: a value within 1/256 of the true one (nearest rank), and never beyond the least and the
 * greatest.
 */
double histogram_percentile(const struct histogram *histogram, double percent);

/** histogram_mean() - mean of all values; NAN without any. */
double histogram_mean(const struct histogram *histogram);

/**
 * struct rail_statistics - figures of one rail
 * @uv: bus voltage
 * @ua: current
 * @uw: power
 * @joules: energy since the first scan, by the trapezoidal rule
 * @coulombs: charge, likewise
 */
struct rail_statistics {
	struct histogram uv;
	struct histogram ua;
	struct histogram uw;
	double joules;
	double coulombs;
};

/**
 * struct statistics - figures of a recording
 * @rails: figures of each rail, owned
 * @count: number of rails
 * @scans: number of scans
 * @first_us: time of the first scan
 * @last: the last scan
 */
struct statistics {
	struct rail_statistics *rails;
	u32 count;
	u64 scans;
	s64 first_us;
	struct recording_scan last;
};

/**
 * statistics_begin() - make figures without scans
 * @statistics: filled in; free with statistics_end()
 * @count: number of rails
 *
 * Return: 0 or -ENOMEM.
 */
int __must_check statistics_begin(struct statistics *statistics, u32 count);

/** statistics_add() - add a scan that is not before the last one. */
void statistics_add(struct statistics *statistics, const struct recording_scan *scan);
void statistics_end(struct statistics *statistics);

/** scan_uw() - power of a rail in a scan, in uW, or RECORDING_NONE. */
s64 scan_uw(const struct recording_scan *scan, u32 rail);

#endif /* RAILGLOW_TOOLS_RECORDING_STATISTICS_H */
