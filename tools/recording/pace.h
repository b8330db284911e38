/* SPDX-License-Identifier: GPL-2.0-only */
/* The pace of scans: how many are missing, and which to keep if fewer are wanted. */
#ifndef RAILGLOW_TOOLS_RECORDING_PACE_H
#define RAILGLOW_TOOLS_RECORDING_PACE_H

#include <stdbool.h>

#include "core/port.h"

/** The kernel rounds the last digit of a rate: one that is greater by less is the same. */
#define PACE_SAME_RATE 1.001

/**
 * struct record_pace - the pace of scans, as far as it is known
 * @period_us: time from scan to scan; 0 if not known
 * @learns: scans come by the chip's oscillator, which may be a tenth off
 * @step_us: time between scans that are kept; 0 to keep all
 * @due_us: moment at which the next one to keep is due
 * @previous_us: time of the scan before
 * @late: its delay against the pace, in periods
 * @dropped: number of scans that are missing
 * @begun: there was a scan
 */
struct record_pace {
	double period_us;
	bool learns;
	double step_us;
	double due_us;
	s64 previous_us;
	double late;
	s64 dropped;
	bool begun;
};

/**
 * record_pace_new() - a pace before the first scan
 * @rate_hz: scans per second; 0 if that is not known
 * @learns: as in struct record_pace
 * @keep_hz: scans per second to keep; 0 for all
 */
struct record_pace record_pace_new(double rate_hz, bool learns, double keep_hz);

/**
 * record_pace_take() - note a scan that has come
 * @pace: the pace
 * @time_us: its time, not before that of the last
 *
 * Return: is it to be kept? The nearest scan to each due moment is, so that as many are kept as
 * were asked for, on average.
 */
bool record_pace_take(struct record_pace *pace, s64 time_us);

/**
 * record_pace_end() - note that the recording ends
 * @pace: the pace
 * @time_us: moment until which scans could have come
 *
 * Scans that should have come since the last one are missing, but for one that may be on its way.
 */
void record_pace_end(struct record_pace *pace, s64 time_us);

/** record_pace_dropped() - number of scans that are missing so far. */
u64 record_pace_dropped(const struct record_pace *pace);

#endif /* RAILGLOW_TOOLS_RECORDING_PACE_H */
