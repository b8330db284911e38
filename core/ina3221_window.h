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

#include "core/ina3221_speed.h"

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
 * ina3221_window_next() - the next cycle that can be read whole
 * @window: the answer
 * @plan: what is to be read
 * @phase: the chip's clock
 * @had_ns: middle of the bounds on the end of the cycle that was read last
 * @now_ns: the present
 * @speed: of the bus
 *
 * Return: false if too little is known of the chip's clock.
 */
bool ina3221_window_next(struct ina3221_window *window, const struct ina3221_plan *plan,
			 const struct ina3221_phase *phase, u64 had_ns, u64 now_ns,
			 const struct ina3221_speed *speed);

/**
 * ina3221_window_held() - was all that was read of the window's cycle?
 * @window: the cycle
 * @plan: what was read
 * @phase: the chip's clock
 * @times: when
 */
bool ina3221_window_held(const struct ina3221_window *window, const struct ina3221_plan *plan,
			 const struct ina3221_phase *phase, const struct ina3221_read_times *times);

/**
 * ina3221_window_open() - when reading must begin, by the bounds on the cycle's end
 * @window: in: the bounds, out: the rest
 * @plan: what is to be read
 * @phase: the chip's clock
 * @speed: of the bus
 *
 * Return: false if there is no such time.
 */
bool ina3221_window_open(struct ina3221_window *window, const struct ina3221_plan *plan,
			 const struct ina3221_phase *phase, const struct ina3221_speed *speed);

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
