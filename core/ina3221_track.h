/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * When the conversion cycles of an INA3221 end, and which words are of one.
 *
 * Each register changes when its own conversion ends, and no pin says when a cycle
 * does. What can be known comes from looks at Mask/Enable: each clears the
 * conversion-ready flag, and one that finds it set says that a cycle ended since the
 * look before. Two looks one shortly after the other, the second of which finds the
 * flag set, are a proof of when that was. Between two proofs so many cycles fit and
 * no other number; each end of a cycle between them is then bounded from both.
 *
 * Words that were read meanwhile are held until the later proof. Those that cannot
 * have been read when any of them was of another cycle are of one.
 *
 * Assumed is: a cycle takes 0.69 to 1.31 of what is typical, and within the time
 * between a few proofs its length changes by no more than one part in 44 from its
 * mean of late. Looks and words that contradict this are found out, and
 * whatever rested on it is given up.
 *
 * Times are ns of any one clock that only moves forward.
 */
#ifndef RAILGLOW_CORE_INA3221_TRACK_H
#define RAILGLOW_CORE_INA3221_TRACK_H

#include "core/ina3221_speed.h"

/** Scans that wait for their proof, at most. */
#define INA3221_HELD 24

/**
 * struct ina3221_held - a scan that waits for its proof
 * @end: it is of one cycle if that ended within this
 * @id: for the caller
 */
struct ina3221_held {
	struct ina3221_span end;
	u32 id;
};

/**
 * struct ina3221_track - what is known
 * @cycle_ns: typical length of a cycle
 * @min_ns: a cycle takes no less ...
 * @max_ns: ... and no more
 * @likely_ns: a guess of what it takes
 * @guess_ns: a guess of when the cycle of the last proof ended
 * @narrow_ns: how narrowly an end can be found, about; wider findings that can mean two things
 *	are left out of account
 * @known: the rest means something
 * @end: when the cycle of the last proof ended
 * @index: its number
 * @base: an end further back, to learn the length of cycles from
 * @base_index: its number
 * @looked: there was a look, or a start, since somebody else may have looked
 * @look: when
 * @watched: no look since the last proof was so late that two cycles can have ended
 * @ends: looks since the last proof that found the flag set
 * @held: scans that wait
 * @holding: how many
 */
struct ina3221_track {
	u64 cycle_ns;
	u64 min_ns;
	u64 max_ns;
	u64 likely_ns;
	u64 guess_ns;
	u64 narrow_ns;
	bool known;
	struct ina3221_span end;
	u64 index;
	struct ina3221_span base;
	u64 base_index;
	bool looked;
	struct ina3221_span look;
	bool watched;
	u32 ends;
	struct ina3221_held held[INA3221_HELD];
	unsigned int holding;
};

enum ina3221_finding {
	/** Nothing to be concluded yet. */
	INA3221_FOUND_NOTHING,
	/** An end of a cycle; what was held may now be judged. */
	INA3221_FOUND_END,
	/** What was taken for true is not, or can mean two things. */
	INA3221_FOUND_WRONG,
};

enum ina3221_verdict {
	/** Words of one cycle. */
	INA3221_WHOLE,
	/** This cannot be shown. */
	INA3221_TORN,
	/** The next proof will tell. */
	INA3221_UNDECIDED,
};

/** ina3221_track_init() - nothing is known but the typical length of a cycle. */
void ina3221_track_init(struct ina3221_track *t, u64 cycle_ns);

/**
 * ina3221_track_started() - CONFIG was written, which starts a cycle
 * @t: what is known; of the length of cycles, it stays so in relation to the typical one
 * @cycle_ns: the typical length from now on
 * @at: when
 *
 * Nothing that was read before is held any longer.
 */
void ina3221_track_started(struct ina3221_track *t, u64 cycle_ns, struct ina3221_span at);

/** ina3221_track_disturbed() - somebody else has looked at Mask/Enable. */
void ina3221_track_disturbed(struct ina3221_track *t);

/** ina3221_track_lose() - nothing is known any longer, and nothing is held. */
void ina3221_track_lose(struct ina3221_track *t);

/**
 * ina3221_track_look() - Mask/Enable was read
 * @t: what is known
 * @at: when
 * @ready: the conversion-ready flag as read
 * @before: what was known of the end before, if this is INA3221_FOUND_END; the
 *	caller then judges all that is held, and forgets what is decided
 */
enum ina3221_finding ina3221_track_look(struct ina3221_track *t, struct ina3221_span at, bool ready,
					struct ina3221_track *before);

/**
 * ina3221_track_hold() - words of one cycle, perhaps
 * @t: what is known
 * @plan: the words
 * @at: when each was read
 * @id: for the caller
 *
 * Return: false if there is no room for it.
 */
bool ina3221_track_hold(struct ina3221_track *t, const struct ina3221_plan *plan,
			const struct ina3221_span *at, u32 id);

/**
 * ina3221_track_judge() - is what is held of one cycle?
 * @t: what is known now
 * @before: what was known of the end before
 * @held: one of @t
 * @index: the number of that cycle, if it is
 */
enum ina3221_verdict ina3221_track_judge(const struct ina3221_track *t,
					 const struct ina3221_track *before,
					 const struct ina3221_held *held, u64 *index);

/**
 * ina3221_words_fresh() - were words read before the cycle after the one they are of reached them?
 * @plan: the words
 * @clear: a look found the flag clear, so that the cycle ended later than this
 * @at: when each was read, after a look that found the flag set
 */
bool ina3221_words_fresh(const struct ina3221_plan *plan, struct ina3221_span clear,
			 const struct ina3221_span *at);

#endif /* RAILGLOW_CORE_INA3221_TRACK_H */
