/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * When a bus that is hardly faster than the chip can read a cycle whole.
 *
 * The words of a cycle need not be read after its end: each of them is there
 * from the end of its own conversion until that of the same one in the next
 * cycle. A reading that follows the conversions, as slow as they or slower, has
 * most of a cycle in which to begin, and the bus can be busy all the time.
 */
#ifndef RAILGLOW_CORE_INA3221_WINDOW_H
#define RAILGLOW_CORE_INA3221_WINDOW_H

#include "core/ina3221_scan.h"

/**
 * struct ina3221_window - a cycle, and when reading it must begin
 * @first_ns: no earlier than this, or a word is still that of the cycle before
 * @last_ns: no later than this, or a word is already that of the next cycle
 * @edge_min_ns: the cycle ends no earlier than this ...
 * @edge_max_ns: ... and no later than this
 * @over: that has been seen already, CVRF may be clear again
 */
struct ina3221_window {
	u64 first_ns;
	u64 last_ns;
	u64 edge_min_ns;
	u64 edge_max_ns;
	bool over;
};

/**
 * struct ina3221_transfer - words read one right after the other
 * @begin_ns: no word was begun before this
 * @end_ns: all had been read by then
 * @words: how many, those of a plan first
 * @word_ns: what one takes on the bus, at least
 */
struct ina3221_transfer {
	u64 begin_ns;
	u64 end_ns;
	unsigned int words;
	u32 word_ns;
};

/**
 * ina3221_window_fits() - could any cycle be read whole, if its end were known?
 * @plan: what is to be read
 * @phase: the chip's clock
 * @word_ns: what a word takes on the bus, at least
 */
bool ina3221_window_fits(const struct ina3221_plan *plan, const struct ina3221_phase *phase,
			 u32 word_ns);

/**
 * ina3221_window_next() - the next cycle that can be read whole
 * @window: the answer
 * @plan: what is to be read
 * @phase: the chip's clock
 * @had_ns: middle of the bounds on the end of the cycle that was read last
 * @now_ns: the present
 * @word_ns: what a word takes on the bus, at least
 *
 * Return: false if too little is known of the chip's clock.
 */
bool ina3221_window_next(struct ina3221_window *window, const struct ina3221_plan *plan,
			 const struct ina3221_phase *phase, u64 had_ns, u64 now_ns, u32 word_ns);

/**
 * ina3221_window_held() - was all that was read of the window's cycle?
 * @window: the cycle
 * @plan: what was read
 * @phase: the chip's clock
 * @transfer: how it was read
 */
bool ina3221_window_held(const struct ina3221_window *window, const struct ina3221_plan *plan,
			 const struct ina3221_phase *phase,
			 const struct ina3221_transfer *transfer);

/**
 * struct ina3221_stream - one who reads every cycle
 * @word_ns: the least time a word was seen to take on the bus; 0: not known
 * @had_ns: about when the cycle that was read last ended
 * @unflagged: scans since Mask/Enable was read with one
 */
struct ina3221_stream {
	u32 word_ns;
	u64 had_ns;
	unsigned int unflagged;
};

/** What to do next to read every cycle. */
enum ina3221_turn_kind {
	/** Find out when cycles end, as if nothing was known. */
	INA3221_TURN_LEARN,
	/**
	 * Read the head of the plan at its time, then Mask/Enable, which tells when the
	 * cycle ends, then the tail of the plan in the window that it has by then.
	 */
	INA3221_TURN_SPLIT,
	/** Read the plan, from its time on, with Mask/Enable last. */
	INA3221_TURN_READ_WITH_FLAGS,
	/** Read the plan, from its time on. */
	INA3221_TURN_READ,
};

/**
 * struct ina3221_turn - what to do next, and when
 * @kind: what
 * @at_ns: not before this
 * @window: the cycle that is read
 * @words: in the head of the plan, if it is split
 */
struct ina3221_turn {
	enum ina3221_turn_kind kind;
	u64 at_ns;
	struct ina3221_window window;
	unsigned int words;
};

/**
 * ina3221_stream_turn() - what to do next to read every cycle
 * @stream: who does it; counts what it is told to do
 * @plan: what is to be read
 * @phase: the chip's clock
 * @now_ns: the present
 *
 * Where too little is known of when cycles end, one is read in two parts with a
 * look at Mask/Enable in between. A bus that has time for it reads Mask/Enable
 * with each scan, one that has not with one scan in four.
 */
struct ina3221_turn ina3221_stream_turn(struct ina3221_stream *stream,
					const struct ina3221_plan *plan,
					const struct ina3221_phase *phase, u64 now_ns);

/**
 * ina3221_window_open() - when reading must begin, by the bounds on the cycle's end
 * @window: in: the bounds, out: the rest
 * @plan: what is to be read
 * @phase: the chip's clock
 * @word_ns: what a word takes on the bus, at least
 *
 * Return: false if there is no such time.
 */
bool ina3221_window_open(struct ina3221_window *window, const struct ina3221_plan *plan,
			 const struct ina3221_phase *phase, u32 word_ns);

/**
 * ina3221_window_saw() - CVRF was read
 * @window: whose bounds on the end of the cycle that narrows
 * @ended: it was set
 * @begin_ns: not before this
 * @end_ns: not after this
 */
void ina3221_window_saw(struct ina3221_window *window, bool ended, u64 begin_ns, u64 end_ns);

/**
 * ina3221_plan_split() - the two parts of a plan that is read in two transfers
 * @plan: the whole
 * @words: how many of it make the head
 * @head: these
 * @tail: the rest
 */
void ina3221_plan_split(const struct ina3221_plan *plan, unsigned int words,
			struct ina3221_plan *head, struct ina3221_plan *tail);

/** ina3221_window_edge_ns() - the middle of the bounds on its cycle's end. */
static inline u64 ina3221_window_edge_ns(const struct ina3221_window *window)
{
	return window->edge_min_ns + (window->edge_max_ns - window->edge_min_ns) / 2;
}

#endif /* RAILGLOW_CORE_INA3221_WINDOW_H */
