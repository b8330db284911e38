/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Playing a pattern against a clock: the level now, and the moment of the next look.
 *
 * All arithmetic of absolute time is here. The position in the pattern comes from one reading of
 * the clock each time, so lateness never adds up, and a late look just finds a later position.
 * Times are nanoseconds, 0 to S64_MAX, as ktime has them.
 */
#ifndef RAILGLOW_CORE_PLAYER_H
#define RAILGLOW_CORE_PLAYER_H

#include "core/waveform.h"

/** No further look is needed, or the pattern has no end. */
#define PLAYER_NEVER WAVEFORM_NEVER
/** Repeat count of a pattern that is played for ever (published ABI). */
#define PLAYER_REPEAT_FOREVER (-1)

/**
 * struct player_timing - fineness at which a pattern is played
 * @interval_ns: least time between two updates within one ramp
 * @ramp_slack_ns: most by which an update within a ramp may be late
 * @edge_slack_ns: most by which an edge or the end may be late
 */
struct player_timing {
	u64 interval_ns;
	u64 ramp_slack_ns;
	u64 edge_slack_ns;
};

/** Timing of the file `pattern`: the published 50 ms; neighbours may coalesce. */
extern const struct player_timing player_timing_normal;
/** Timing of the file `hr_pattern`: fine dimming and exact edges. */
extern const struct player_timing player_timing_fine;

/**
 * struct player_origin - anchor of a pattern on the clocks
 * @start_ns: moment from which periods are counted, by the clock that timers run on
 * @phase_ns: start of a period by the clock that the phase follows
 * @patience_ns: longest time without a look, 0 for any: a clock that may be set has to be looked at
 *
 * A pattern that starts when it is written has both times at that moment and follows the timers'
 * clock; one in step with a clock has its phase at 0 of that clock.
 */
struct player_origin {
	u64 start_ns;
	u64 phase_ns;
	u32 patience_ns;
};

/**
 * struct player - a pattern that plays
 * @wave: the pattern
 * @place: tuple of the last look
 * @timing: fineness
 * @phase_ns: as in struct player_origin
 * @end_ns: end of the last period, or PLAYER_NEVER
 * @patience_ns: as in struct player_origin
 * @edge_slack_ns: most by which an edge or the end may be late
 * @level: level to show since the last look
 *
 * Owned and locked by the caller; the functions below touch nothing else.
 */
struct player {
	struct waveform wave;
	struct waveform_place place;
	const struct player_timing *timing;
	u64 phase_ns;
	u64 end_ns;
	u32 patience_ns;
	u32 edge_slack_ns;
	u32 level;
};

/**
 * struct player_step - the next look at the clock
 * @wake_ns: its moment, later than now, or PLAYER_NEVER
 * @slack_ns: most by which it may be late
 */
struct player_step {
	u64 wake_ns;
	u64 slack_ns;
};

/**
 * player_start() - get ready to play from the first tuple
 * @p: the player, overwritten
 * @wave: the pattern; copied, but its tuples are kept by reference
 * @timing: fineness, kept by reference
 * @repeat: PLAYER_REPEAT_FOREVER, or number of periods, at least 1
 * @origin: anchor on the clocks
 *
 * A number of periods that ends past S64_MAX, some 292 years, has no end.
 */
void player_start(struct player *p, const struct waveform *wave, const struct player_timing *timing,
		  s32 repeat, struct player_origin origin);

/* Is a finite pattern over? Its level stays then. */
static inline bool player_ended(const struct player *p, u64 now_ns)
{
	return now_ns >= p->end_ns;
}

/**
 * player_look() - find the level to show now and the moment of the next look
 * @p: the player; its level is updated
 * @now_ns: the clock that timers run on
 * @clock_ns: the clock that the phase follows, at the same moment
 *
 * Both may go backwards between looks, as a clock that was set does. The end of a finite pattern is
 * by the first one, and never moves.
 *
 * An edge of a pattern is never so late that a tuple is missed: its slack is at most a sixteenth of
 * the shortest tuple, the same for every edge, so that lateness cancels out in the length of each
 * tuple. An update within a ramp is never later than the ramp's end.
 *
 * Return: the next look.
 */
struct player_step player_look(struct player *p, u64 now_ns, u64 clock_ns);

#endif /* RAILGLOW_CORE_PLAYER_H */
