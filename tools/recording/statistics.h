/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Figures of a recording in bounded memory, whatever its length: least, mean and
 * greatest value, percentiles, energy and charge.
 */
#ifndef RAILGLOW_TOOLS_RECORDING_STATISTICS_H
#define RAILGLOW_TOOLS_RECORDING_STATISTICS_H

#include "tools/recording/recording.h"

/** Buckets of a histogram for each power of two. */
#define HISTOGRAM_STEPS 128
#define HISTOGRAM_OCTAVES 57

/**
 * struct histogram - how often values of which size came
 * @counts: of values not below 0, then of those below; up to 128 each value has
 *	its own bucket, above a bucket is 1/128 of its values wide
 * @total: of all counts
 * @min: least value
 * @max: greatest value
 * @sum: of all values
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
 * histogram_percentile() - a value that so many of all are not above
 * @histogram: with at least one value
 * @percent: 0 to 100
 *
 * Return: within 1/256 of the true value (nearest rank), and never outside of
 * least and greatest.
 */
double histogram_percentile(const struct histogram *histogram, double percent);

/** histogram_mean() - the mean; NAN without values. */
double histogram_mean(const struct histogram *histogram);

/**
 * struct rail_statistics - of one rail
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
 * struct statistics - of a recording
 * @rails: of each rail, owned
 * @count: how many rails
 * @scans: how many scans
 * @first_us: time of the first
 * @last: the one added last
 */
struct statistics {
	struct rail_statistics *rails;
	u32 count;
	u64 scans;
	s64 first_us;
	struct recording_scan last;
};

/**
 * statistics_begin() - nothing added yet
 * @statistics: filled in; free with statistics_end()
 * @count: number of rails
 *
 * Return: 0 or -ENOMEM.
 */
int __must_check statistics_begin(struct statistics *statistics, u32 count);

/** statistics_add() - one more scan, not before the last. */
void statistics_add(struct statistics *statistics, const struct recording_scan *scan);
void statistics_end(struct statistics *statistics);

/** scan_uw() - power of a rail in a scan, in uW, or RECORDING_NONE. */
s64 scan_uw(const struct recording_scan *scan, u32 rail);

#endif /* RAILGLOW_TOOLS_RECORDING_STATISTICS_H */
