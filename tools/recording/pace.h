/* SPDX-License-Identifier: GPL-2.0-only */
/* The pace at which scans come: which are missing, and which to keep if fewer are wanted. */
#ifndef RAILGLOW_TOOLS_RECORDING_PACE_H
#define RAILGLOW_TOOLS_RECORDING_PACE_H

#include "core/port.h"

/** The kernel rounds the last digit of a rate: one that is greater by less is the same. */
#define PACE_SAME_RATE 1.001

/**
 * struct record_pace - what is known of the pace
 * @period_us: from scan to scan; 0 if that is not known
 * @learns: the chip's oscillator paces them, which may be a tenth off
 * @step_us: from scan to scan of those that are kept; 0 to keep all
 * @due_us: when the next one to keep is due
 * @previous_us: time of the scan before
 * @late: it came so many periods later than the pace has it
 * @dropped: scans that are missing
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
 * record_pace_new() - nothing has come yet
 * @rate_hz: scans per second; 0 if that is not known
 * @learns: as in struct record_pace
 * @keep_hz: scans per second to keep; 0 for all
 */
struct record_pace record_pace_new(double rate_hz, bool learns, double keep_hz);

/**
 * record_pace_take() - a scan has come
 * @pace: the pace
 * @time_us: its time, not before that of the last
 *
 * Return: is it one to keep? Of all scans it is the nearest to each due moment, so that
 * as many are kept as were asked for, on average.
 */
bool record_pace_take(struct record_pace *pace, s64 time_us);

/**
 * record_pace_end() - the recording ends
 * @pace: the pace
 * @time_us: until when scans could have come
 *
 * Those that should have come since the last are missing, but for one that may be on its way.
 */
void record_pace_end(struct record_pace *pace, s64 time_us);

/** record_pace_dropped() - how many scans are missing so far. */
u64 record_pace_dropped(const struct record_pace *pace);

#endif /* RAILGLOW_TOOLS_RECORDING_PACE_H */
