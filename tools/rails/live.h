/* SPDX-License-Identifier: GPL-2.0-only */
/* What the live view remembers of each rail: a history, extremes, energy so far. */
#ifndef RAILGLOW_TOOLS_RAILS_LIVE_H
#define RAILGLOW_TOOLS_RAILS_LIVE_H

#include "tools/rails/rails.h"

/** Points of history kept; each is the greatest current of its share of time. */
#define LIVE_POINTS 240

/**
 * struct live_rail - one rail's memory
 * @amperes: history, a ring; NAN where nothing was read
 * @least: least current seen, NAN at first
 * @most: greatest current seen, NAN at first
 * @joules: energy so far
 * @watts: last power, NAN if not known
 * @alarmed_ns: when an alarm was last seen, 0 for never
 */
struct live_rail {
	double amperes[LIVE_POINTS];
	double least;
	double most;
	double joules;
	double watts;
	u64 alarmed_ns;
};

/**
 * struct live - of all rails
 * @rails: as many as there are rails, owned
 * @count: how many
 * @next: where the ring goes on
 * @filled: how much of it is filled
 * @last_ns: when something was last added, 0 at first
 */
struct live {
	struct live_rail *rails;
	u32 count;
	u32 next;
	u32 filled;
	u64 last_ns;
};

/** live_begin() - nothing seen yet; 0 or -ENOMEM. Free with live_end(). */
int __must_check live_begin(struct live *live, u32 count);
void live_end(struct live *live);

/**
 * live_add() - what was read at one moment
 * @live: the memory
 * @rails: as many rails as it is of
 * @now_ns: when, not before the last
 */
void live_add(struct live *live, const struct rails *rails, u64 now_ns);

/** live_forget() - forget extremes and energy. */
void live_forget(struct live *live);

/**
 * live_sparkline() - the end of a rail's history, for a line of so many columns
 * @live: the memory
 * @rail: which
 * @eighths: for each column 0 to 8, -1 where nothing was read
 * @columns: at most LIVE_POINTS
 *
 * Scaled from 0, or the least value if that is below, to the greatest value.
 */
void live_sparkline(const struct live *live, u32 rail, int *eighths, u32 columns);

/**
 * live_bar() - how much of a bar is filled
 * @rail: the rail; the bar ends at its critical limit, else its warning, else
 *	at the greatest current seen; limits over eight times that do not count
 * @most: the greatest current seen
 * @columns: of the bar
 */
u32 live_bar(const struct rail *rail, double most, u32 columns);

#endif /* RAILGLOW_TOOLS_RAILS_LIVE_H */
