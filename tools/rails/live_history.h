/* SPDX-License-Identifier: GPL-2.0-only */
/* Memory of the live view, for each rail: a history, extremes, energy so far, alarms. */
#ifndef RAILGLOW_TOOLS_RAILS_LIVE_HISTORY_H
#define RAILGLOW_TOOLS_RAILS_LIVE_HISTORY_H

#include <stdbool.h>

#include "core/port.h"
#include "tools/rails/rails.h"

/** Points of history kept, one for each reading. */
#define LIVE_POINTS 240
/** Kinds of alarm a rail has, from RAIL_MINIMUM_ALARM on. */
#define LIVE_ALARMS (RAIL_CRITICAL_ALARM - RAIL_MINIMUM_ALARM + 1)

/**
 * struct live_rail - one rail's memory
 * @amperes: history, a ring; NAN where nothing was read
 * @least: least current seen, NAN at first
 * @most: greatest current seen, NAN at first
 * @joules: energy so far
 * @watts: last power, NAN if not known
 * @raised: alarms that there are now
 * @seen: alarms that there were
 * @alarms: how many began
 * @alarmed_ns: when there was one last, 0 for never
 */
struct live_rail {
	double amperes[LIVE_POINTS];
	double least;
	double most;
	double joules;
	double watts;
	bool raised[LIVE_ALARMS];
	bool seen[LIVE_ALARMS];
	u32 alarms;
	u64 alarmed_ns;
};

/**
 * struct live - the memory of all rails
 * @rails: as many as there are rails, owned
 * @count: how many
 * @next: where the ring goes on
 * @filled: how much of it is filled
 * @first_ns: when something was first added
 * @last_ns: when something was last added, 0 at first
 */
struct live {
	struct live_rail *rails;
	u32 count;
	u32 next;
	u32 filled;
	u64 first_ns;
	u64 last_ns;
};

/**
 * struct live_share - how a current compares
 * @of: RAIL_CRITICAL_A or RAIL_WARNING_A; RAIL_AMPERES for the greatest seen
 * @part: the current as a part of that, NAN if it is not known
 */
struct live_share {
	enum rail_value of;
	double part;
};

/** live_begin() - nothing seen yet; 0 or -ENOMEM. Free with live_end(). */
int __must_check live_begin(struct live *live, u32 count);
void live_end(struct live *live);

/**
 * live_add() - add the measurements of one moment
 * @live: the memory
 * @rails: as many rails as it is of
 * @now_ns: when, not before the last
 */
void live_add(struct live *live, const struct rails *rails, u64 now_ns);

/** live_current() - a current seen between two readings, NAN for none: it may be an extreme. */
void live_current(struct live *live, u32 rail, double amperes);

/**
 * live_alarm() - an alarm came or went
 * @live: the memory
 * @rail: the rail
 * @kind: RAIL_MINIMUM_ALARM, RAIL_WARNING_ALARM or RAIL_CRITICAL_ALARM
 * @raised: it is there now
 * @times: how often it began
 * @now_ns: when
 */
void live_alarm(struct live *live, u32 rail, enum rail_value kind, bool raised, u32 times,
		u64 now_ns);

/**
 * live_worst() - the alarm that matters most
 * @memory: the memory of a rail
 * @now: set if there is one now; else those of the past count
 *
 * Return: its kind, RAIL_VALUES for none.
 */
enum rail_value live_worst(const struct live_rail *memory, bool *now);

/** live_worst_of_amperes() - the worst alarm of the current that there is now, or RAIL_VALUES. */
enum rail_value live_worst_of_amperes(const struct live_rail *memory);

/** live_forget() - forget energy, alarms of the past, and extremes but for the last reading. */
void live_forget(struct live *live);

/**
 * live_sparkline() - the end of a rail's history, as a line of @columns
 * @live: the memory
 * @rail: which
 * @eighths: for each column 0 to 8, -1 where nothing was read
 * @columns: at most LIVE_POINTS
 *
 * Scaled from 0, or the least value if that is below, to the greatest value.
 */
void live_sparkline(const struct live *live, u32 rail, int *eighths, u32 columns);

/**
 * live_compare() - a rail's current against its limit
 * @rail: the rail; it is the critical limit that counts, else the warning, else the
 *	greatest current seen; limits over eight times that are none
 * @most: the greatest current seen
 */
struct live_share live_compare(const struct rail *rail, double most);

/** live_bar() - how many columns of a bar are filled. */
u32 live_bar(const struct live_share *share, u32 columns);

#endif /* RAILGLOW_TOOLS_RAILS_LIVE_HISTORY_H */
