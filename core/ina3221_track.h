/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * When the conversion cycles of an INA3221 end, and which words are of one.
 *
 * Each register changes when its own conversion ends, and no pin says when a cycle
 * does. All that can be known comes from looks at Mask/Enable: each clears the
 * conversion-ready flag, so that one which finds it set says that a cycle ended since the
 * look before, and one which finds it clear that none did.
 *
 * The end of a cycle is known to lie in a span. Time widens it: those of the cycles after it lie
 * in spans that are ever wider, by as much as the length of cycles is uncertain. A look cuts it.
 * One that leaves nothing of it contradicts what was thought to be known, which is then given up.
 *
 * Words that were read are held until a later look has found the flag set, at the end
 * of some cycle. The ends before that one are bounded from either side then, and words that were
 * all in their registers whenever in its span the end of their cycle was are of one.
 *
 * It is assumed that a cycle takes 0.69 to 1.31 of its typical time, and that its length is never
 * off its recent mean, which is measured, by more than one part in 44.
 *
 * Times are ns of any one clock that only moves forward.
 */
#ifndef RAILGLOW_CORE_INA3221_TRACK_H
#define RAILGLOW_CORE_INA3221_TRACK_H

#include "core/ina3221_bus_speed.h"
#include "core/ina3221_scan.h"

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
 * struct ina3221_cycles - where the ends of cycles lie
 * @end: when the one with the index of the track ended, or will
 * @length: from one to the next
 */
struct ina3221_cycles {
	struct ina3221_span end;
	struct ina3221_span length;
};

/**
 * struct ina3221_proof - an end that looks have shown
 * @cycles: as they were known by then
 * @index: its number
 */
struct ina3221_proof {
	struct ina3221_cycles cycles;
	u64 index;
};

/**
 * struct ina3221_track - what is known
 * @cycle_ns: typical length of a cycle
 * @known: there is an end to count from
 * @index: the number of the last end that is known of
 * @first: the number of the first cycle that was whole; a start is the end of none
 * @sure: where it is for sure
 * @likely: and where if cycles take just what they recently took: something to aim at
 * @before: the end that was known before the last
 * @proof: the end that was found last
 * @awaited: the end that the last look to find the flag clear was ahead of
 * @base: one further back, to learn the length of cycles from
 * @looked: there was a look, or a start, since another reader may have looked
 * @look: when
 * @none_since_ns: from then to the last look no cycle has ended: each look found the flag clear
 * @held: scans that wait
 * @holding: how many
 */
struct ina3221_track {
	u64 cycle_ns;
	bool known;
	u64 index;
	u64 first;
	struct ina3221_cycles sure;
	struct ina3221_cycles likely;
	struct ina3221_proof before;
	struct ina3221_proof proof;
	struct ina3221_proof base;
	struct ina3221_proof awaited;
	bool looked;
	struct ina3221_span look;
	u64 none_since_ns;
	struct ina3221_held held[INA3221_HELD];
	unsigned int holding;
};

enum ina3221_verdict {
	/** Words of one cycle. */
	INA3221_WHOLE,
	/** This cannot be shown. */
	INA3221_TORN,
	/** The next proof will tell. */
	INA3221_UNDECIDED,
};

/** ina3221_middle_ns() - halfway between the first and the last moment of @span. */
u64 ina3221_middle_ns(struct ina3221_span span);

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

/** ina3221_track_disturbed() - another reader has looked at Mask/Enable. */
void ina3221_track_disturbed(struct ina3221_track *t);

/** ina3221_track_lose() - nothing is known any longer, and nothing is held. */
void ina3221_track_lose(struct ina3221_track *t);

/** ina3221_track_ahead() - the span of the end that is @count cycles after another. */
struct ina3221_span ina3221_track_ahead(const struct ina3221_cycles *cycles, u64 count);

/**
 * ina3221_track_look() - Mask/Enable was read
 * @t: what is known
 * @at: when
 * @ready: the conversion-ready flag as read
 *
 * Return: false if the look contradicts the assumptions, or can mean two things; nothing is held
 * any longer then.
 */
bool ina3221_track_look(struct ina3221_track *t, struct ina3221_span at, bool ready);

/**
 * ina3221_track_window() - when the cycle that words are of must have ended
 * @t: what is known
 * @plan: the words
 * @at: when each was read
 */
struct ina3221_span ina3221_track_window(const struct ina3221_track *t,
					 const struct ina3221_plan *plan,
					 const struct ina3221_span *at);

/**
 * ina3221_track_judge() - is what is held of one cycle?
 * @t: what is known now
 * @held: one of @t
 * @index: the number of that cycle, if it is
 */
enum ina3221_verdict ina3221_track_judge(const struct ina3221_track *t,
					 const struct ina3221_held *held, u64 *index);

#endif /* RAILGLOW_CORE_INA3221_TRACK_H */
