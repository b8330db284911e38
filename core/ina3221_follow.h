/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Reading every conversion cycle of an INA3221: the next transfer and its time, and which of
 * the words that were read are scans of one cycle.
 *
 * The words of a scan are read in the order of conversion, as early as can be proven: once
 * the end of the cycle cannot come too late for any of them any more. Now and then two looks at
 * Mask/Enable stand between them, one before and one after the end as it is expected, which tells
 * core/ina3221_track.h where it was. Aiming rests on guesses; a scan that is given away does not.
 */
#ifndef RAILGLOW_CORE_INA3221_FOLLOW_H
#define RAILGLOW_CORE_INA3221_FOLLOW_H

#include "core/ina3221_regs.h"
#include "core/ina3221_scan.h"
#include "core/ina3221_track.h"

/**
 * struct ina3221_turn - one transfer
 * @at_ns: when it is to begin
 * @count: of registers, 0 if there is nothing to be read
 * @reg: which, in order; any number of them may be Mask/Enable
 */
struct ina3221_turn {
	u64 at_ns;
	unsigned int count;
	u8 reg[INA3221_TRANSFER_WORDS];
};

/**
 * struct ina3221_reading - how a transfer went
 * @word: by place in the turn
 * @begin_ns: before each was asked for; the first one, where all are in one transfer
 * @end_ns: after each was there; the last one, where all are in one transfer
 */
struct ina3221_reading {
	u16 word[INA3221_TRANSFER_WORDS];
	u64 begin_ns[INA3221_TRANSFER_WORDS];
	u64 end_ns[INA3221_TRANSFER_WORDS];
};

/**
 * struct ina3221_catch - words that may be a scan
 * @word: in the order of the plan
 * @time_ns: when it had been read
 * @index: the number of its cycle
 * @twice: its cycle was read twice
 */
struct ina3221_catch {
	u16 word[INA3221_SCAN_WORDS];
	u64 time_ns;
	u64 index;
	bool twice;
};

/**
 * struct ina3221_follow - who follows a chip
 * @plan: the words that are wanted
 * @speed: of the bus
 * @one_transfer: it takes all words of a turn in one transfer
 * @track: what is known of the chip
 * @looks: at Mask/Enable so far, whoever's; for the caller
 * @planned_ns: when the turn was planned
 * @late_ns: a thread that sleeps until a turn is so late, as a rule
 * @margin_ns: and now and then so late, which nothing aims at and plans allow for
 * @aimed: the number of the cycle that was aimed at last
 * @ahead: the last look of the turn was ahead of an end
 * @again: the turn is for the same cycle as the one before
 * @learning: the turn is to learn how fast the bus is
 * @once: one scan is wanted, as soon as can be
 * @gave: a scan was given since the start
 * @given: the number of the last cycle that was
 * @failed: turns with words that the bus failed, and whose cycles were not skipped yet
 * @missed: cycles that were not given, but for those of @failed
 * @torn: of those, what had been read, but could not be shown to be of one cycle; none before
 *	the first that was given
 * @taken_ns: when the last turn was over
 * @barren_ns: for how long nothing came, less some time for each scan that was given
 * @caught: words of what the track holds, by its number there
 * @next_id: where the next goes
 * @ready: scans to be given away, in order
 * @count: how many
 */
struct ina3221_follow {
	struct ina3221_plan plan;
	struct ina3221_bus_speed *speed;
	bool one_transfer;
	struct ina3221_track track;
	u64 looks;
	u64 planned_ns;
	u64 late_ns;
	u64 margin_ns;
	u64 aimed;
	bool ahead;
	bool again;
	bool learning;
	bool once;
	bool gave;
	u64 given;
	u64 failed;
	u64 missed;
	u64 torn;
	u64 taken_ns;
	u64 barren_ns;
	struct ina3221_catch caught[INA3221_HELD + 1];
	u32 next_id;
	struct ina3221_catch ready[INA3221_HELD];
	unsigned int count;
};

/**
 * ina3221_follow_init() - begin
 * @f: what to fill in, all of it
 * @plan: the words that are wanted, at least one
 * @cycle_ns: typical length of a cycle
 * @speed: of the bus; it is learnt as well
 * @one_transfer: the bus takes several words in one transfer
 */
void ina3221_follow_init(struct ina3221_follow *f, const struct ina3221_plan *plan, u64 cycle_ns,
			 struct ina3221_bus_speed *speed, bool one_transfer);

/**
 * ina3221_follow_started() - CONFIG was written, which starts a cycle
 * @f: who follows
 * @plan: the words from now on
 * @cycle_ns: typical length of a cycle from now on
 * @at: when
 */
void ina3221_follow_started(struct ina3221_follow *f, const struct ina3221_plan *plan, u64 cycle_ns,
			    struct ina3221_span at);

/** ina3221_follow_lose() - the chip is not what it was: what is held is of no use. */
void ina3221_follow_lose(struct ina3221_follow *f);

/** ina3221_turn_has_words() - a turn that fails is a scan lost, unless it is a look alone. */
static inline bool ina3221_turn_has_words(const struct ina3221_turn *turn)
{
	return turn->count > 1 || turn->reg[0] != INA3221_REG_MASK_ENABLE;
}

/** ina3221_follow_failed() - a turn was not taken. */
void ina3221_follow_failed(struct ina3221_follow *f, const struct ina3221_turn *turn);

/** ina3221_follow_can() - is the bus fast enough for whole cycles, as far as that is known? */
bool ina3221_follow_can(const struct ina3221_follow *f);

/** ina3221_follow_next() - what to read next, and when. */
struct ina3221_turn ina3221_follow_next(struct ina3221_follow *f, u64 now_ns);

/**
 * ina3221_follow_taken() - a turn was taken
 * @f: who follows; &ina3221_follow.ready has scans afterwards, or none
 * @turn: as planned
 * @reading: as read
 */
void ina3221_follow_taken(struct ina3221_follow *f, const struct ina3221_turn *turn,
			  const struct ina3221_reading *reading);

#endif /* RAILGLOW_CORE_INA3221_FOLLOW_H */
