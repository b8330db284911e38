// SPDX-License-Identifier: GPL-2.0-only
/*
 * Counts dropped scans of a recording by their times, and selects those that are kept at a lower
 * rate (--rate). The loop that asks is record.c's. The time of the next reading of hwmon is
 * computed in capture.c.
 */
#include "tools/recording/pace.h"

#include <math.h>

#include "tools/cli/quantity.h"

/** Number of scans after which most of the chip's pace is learned. */
#define PACE_SCANS 16
/** Part of a delay that is left one scan later, so that an error of the pace does not add up. */
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
 * Counts the scans that fit into a hole at the chip's pace. Its oscillator may be a tenth off, so
 * the pace is learned from scans that come in time. A scan that was read late does not make a hole:
 * the next one is that much nearer.
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

/*
 * Is the scan the nearest to a due moment? These lie on a grid; a hole makes up for none of them.
 */
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
