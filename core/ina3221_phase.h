/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where in its conversion cycle an INA3221 is.
 *
 * The chip has no data-ready pin, and each output register changes as soon as
 * its own conversion ends. Words of one and the same cycle can therefore be
 * read only right after a cycle ends. This keeps bounds on when that is: from
 * the CONFIG write that started the converter, from the conversion-ready flag
 * (CVRF), and from what these say about the chip's oscillator.
 *
 * Times are ns of any one clock that only moves forward.
 */
#ifndef RAILGLOW_CORE_INA3221_PHASE_H
#define RAILGLOW_CORE_INA3221_PHASE_H

#include "core/ina3221_timing.h"

/**
 * struct ina3221_phase - bounds on the chip's clock
 * @cycle_ns: typical cycle, 0 while nothing is converted
 * @step_ns: typical length of the cycle's first conversion
 * @slowness_min: actual over typical time, at least, in 1/65536
 * @slowness_max: the same, at most
 * @known: the bounds below mean something
 * @armed: CVRF is clear until the pending cycle ends and set from then on
 * @missed: CVRF was looked at for the pending cycle and found clear
 * @next_min_ns: the pending cycle ends no earlier than this ...
 * @next_max_ns: ... and no later than this
 * @start_min_ns: a start, @start_cycles cycles before the end of the pending
 *	one: no earlier than this ...
 * @start_max_ns: ... and no later than this
 * @start_cycles: see @start_min_ns
 */
struct ina3221_phase {
	u32 cycle_ns;
	u32 step_ns;
	u32 slowness_min;
	u32 slowness_max;
	bool known;
	bool armed;
	bool missed;
	u64 next_min_ns;
	u64 next_max_ns;
	u64 start_min_ns;
	u64 start_max_ns;
	u32 start_cycles;
};

/**
 * struct ina3221_aim - when to look at the chip
 * @at_ns: the moment
 * @edge_min_ns: that cycle ends no earlier than this
 * @certain: a cycle will have ended by then; else it is worth asking CVRF
 */
struct ina3221_aim {
	u64 at_ns;
	u64 edge_min_ns;
	bool certain;
};

/** ina3221_phase_init() - know nothing, oscillator within +-10 % of typical. */
void ina3221_phase_init(struct ina3221_phase *p);

/**
 * ina3221_phase_started() - CONFIG was written, which starts a cycle
 * @p: the bounds
 * @config: what was written
 * @begin_ns: when the transfer began
 * @end_ns: when it was over
 */
void ina3221_phase_started(struct ina3221_phase *p, u16 config, u64 begin_ns, u64 end_ns);

/** ina3221_phase_forget() - the bounds are too wide to be of use; the next
 * read of CVRF gives new ones. What is known of the oscillator stays.
 */
void ina3221_phase_forget(struct ina3221_phase *p);

/**
 * ina3221_phase_observe() - Mask/Enable was read
 * @p: the bounds
 * @begin_ns: when the transfer of that word began
 * @end_ns: when it was over
 * @ready: CVRF as read
 *
 * An answer that contradicts the bounds opens those of the oscillator again
 * and is taken as a new start.
 */
void ina3221_phase_observe(struct ina3221_phase *p, u64 begin_ns, u64 end_ns, bool ready);

/**
 * ina3221_phase_near() - can the next end of a cycle be told well enough?
 * @p: the bounds
 * @now_ns: the present
 *
 * Return: true if the bounds are no farther apart than half a conversion, or
 * than one as long as CVRF can help.
 */
bool ina3221_phase_near(struct ina3221_phase *p, u64 now_ns);

/**
 * ina3221_phase_followed() - is it certain still which cycle is pending?
 * @p: the bounds
 *
 * As long as it is, bounds that have come apart are better narrowed by CVRF than
 * forgotten: what all the cycles since the start took says much of the oscillator.
 */
bool ina3221_phase_followed(const struct ina3221_phase *p);

/** ina3221_phase_tuned() - is the oscillator known well enough to stop learning? */
bool ina3221_phase_tuned(const struct ina3221_phase *p);

/**
 * ina3221_phase_aim() - when to look next for the end of a cycle
 * @p: the bounds, known, of a running converter
 * @now_ns: the present
 * @learn: ask CVRF within the bounds whatever it costs, to narrow them
 */
struct ina3221_aim ina3221_phase_aim(struct ina3221_phase *p, u64 now_ns, bool learn);

/**
 * ina3221_phase_untouched_ns() - until when a word of a cycle surely stays
 * @p: the bounds
 * @edge_min_ns: the cycle ended no earlier than this
 * @typical_us: typical time from the end of a cycle until the next one
 *	overwrites that word
 */
u64 ina3221_phase_untouched_ns(const struct ina3221_phase *p, u64 edge_min_ns, u32 typical_us);

/**
 * ina3221_phase_cycles() - how many cycles lie between two ends of cycles
 * @p: the bounds
 * @from_ns: when one ended
 * @to_ns: when the same one or a later one did
 *
 * Return: the nearest whole number; 0 while nothing is converted.
 */
u64 ina3221_phase_cycles(const struct ina3221_phase *p, u64 from_ns, u64 to_ns);

#endif /* RAILGLOW_CORE_INA3221_PHASE_H */
