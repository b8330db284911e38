/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What to read next to get every cycle.
 *
 * A cycle is read in one transfer where that may be late by much, as on a bus
 * that is hardly faster than the chip. On a fast bus a short cycle would have to
 * be read within a conversion, and who reads it may have to wait longer than that for
 * a processor. Read in two parts, each of which may be late by half a cycle and more,
 * it is not lost.
 */
#ifndef RAILGLOW_CORE_INA3221_STREAM_H
#define RAILGLOW_CORE_INA3221_STREAM_H

#include "core/ina3221_window.h"

/**
 * struct ina3221_stream - one who reads every cycle
 * @had_ns: about when the cycle that was read last ended
 * @unflagged: scans since Mask/Enable was read with one
 */
struct ina3221_stream {
	u64 had_ns;
	unsigned int unflagged;
};

/** What to do next to read every cycle. */
enum ina3221_turn_kind {
	/** Find out when cycles end, as if nothing was known. */
	INA3221_TURN_LEARN,
	/** Read the plan, from its time on. */
	INA3221_TURN_READ,
	/** Read the plan, from its time on, with Mask/Enable last. */
	INA3221_TURN_READ_WITH_FLAGS,
	/**
	 * Read the head of the plan at its time, then Mask/Enable, which tells when the
	 * cycle ends, then the tail of the plan in the window that it has by then.
	 */
	INA3221_TURN_SPLIT,
	/**
	 * Read the head of the plan as early as it can be, then the tail of the plan in its
	 * window, with Mask/Enable last, or alone at its own time in between.
	 */
	INA3221_TURN_APART,
};

/**
 * struct ina3221_turn - what to do next, and when
 * @kind: what
 * @at_ns: not before this
 * @look_ns: when Mask/Enable is read alone, between the two parts; 0: not at all
 * @window: the cycle that is read
 * @words: in the head of the plan, if it is read in two parts
 */
struct ina3221_turn {
	enum ina3221_turn_kind kind;
	u64 at_ns;
	u64 look_ns;
	struct ina3221_window window;
	unsigned int words;
};

/**
 * ina3221_stream_fits() - is the bus fast enough to read cycles whole?
 * @plan: what is to be read
 * @phase: the chip's clock
 * @speed: of the bus
 *
 * The end of a cycle can be told to what reading Mask/Enable takes, no better.
 */
bool ina3221_stream_fits(const struct ina3221_plan *plan, const struct ina3221_phase *phase,
			 const struct ina3221_speed *speed);

/**
 * ina3221_stream_turn() - what to do next to read every cycle
 * @stream: who does it; counts what it is told to do
 * @plan: what is to be read
 * @phase: the chip's clock
 * @speed: of the bus
 * @now_ns: the present
 *
 * Where too little is known of when cycles end, one is read in two parts with a
 * look at Mask/Enable in between. A bus that has time for it reads Mask/Enable
 * with each scan, one that has not with one scan in four.
 */
struct ina3221_turn ina3221_stream_turn(struct ina3221_stream *stream,
					const struct ina3221_plan *plan,
					const struct ina3221_phase *phase,
					const struct ina3221_speed *speed, u64 now_ns);

#endif /* RAILGLOW_CORE_INA3221_STREAM_H */
