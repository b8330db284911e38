// SPDX-License-Identifier: GPL-2.0-only
#include "tools/recording/pace.h"

#include <math.h>

#include "tools/cli/quantity.h"

/** So many scans teach most of the chip's pace. */
#define PACE_SCANS 16
/** What is left of a delay a scan later, so that an error of the pace adds up to nothing. */
#define LATE_KEPT 0.9

struct record_pace record_pace_new(double rate_hz, bool learns, double keep_hz)
{
	struct record_pace pace = { .learns = learns };

	if (rate_hz > 0)
		pace.period_us = MICROS / rate_hz;
	if (keep_hz > 0 && keep_hz * PACE_SAME_RATE < rate_hz)
		pace.step_us = MICROS / keep_hz;
	return pace;
}

/*
 * Scans come at the chip's pace, so a hole is as many scans as fit into it. Its
 * oscillator may be a tenth off: the pace is learned from scans in their time.
 * One that was read late makes no hole: the next is that much nearer.
 */
static void count_dropped(struct record_pace *pace, s64 time_us)
{
	double passed_us = (double)(time_us - pace->previous_us);
	double periods = passed_us / pace->period_us;
	double whole;

	if (pace->learns && periods > 0.75 && periods < 1.25)
		pace->period_us += (passed_us - pace->period_us) / PACE_SCANS;
	whole = round(periods + pace->late);
	pace->late = (pace->late + periods - whole) * LATE_KEPT;
	pace->dropped += (s64)whole - 1;
}

/* Due moments lie on a grid; those that passed in a hole are not made up for. */
static bool is_kept(struct record_pace *pace, s64 time_us)
{
	double early_us = (double)time_us + pace->period_us / 2;

	if (early_us < pace->due_us)
		return false;
	if (pace->step_us > 0)
		pace->due_us +=
			pace->step_us * (floor((early_us - pace->due_us) / pace->step_us) + 1);
	return true;
}

bool record_pace_take(struct record_pace *pace, s64 time_us)
{
	if (!pace->begun)
		pace->due_us = (double)time_us;
	else if (pace->period_us > 0)
		count_dropped(pace, time_us);
	pace->previous_us = time_us;
	pace->begun = true;
	return !(pace->step_us > 0) || is_kept(pace, time_us);
}

void record_pace_end(struct record_pace *pace, s64 time_us)
{
	double passed_us = (double)(time_us - pace->previous_us);

	if (pace->begun && pace->period_us > 0)
		pace->dropped += (s64)fmax(floor(passed_us / pace->period_us) - 1, 0);
}

u64 record_pace_dropped(const struct record_pace *pace)
{
	return pace->dropped > 0 ? (u64)pace->dropped : 0;
}
