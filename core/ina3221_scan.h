/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A scan: the measurements of one conversion cycle of an INA3221, which
 * registers they are read from, and in which order. core/ina3221_track.h
 * has the proof that words are of one cycle.
 */
#ifndef RAILGLOW_CORE_INA3221_SCAN_H
#define RAILGLOW_CORE_INA3221_SCAN_H

#include "core/ina3221_regs.h"
#include "core/ina3221_timing.h"

/** Six measurements and the sum. */
#define INA3221_SCAN_WORDS 7

/**
 * struct ina3221_plan - the registers of a scan, in the order of conversion
 * @count: how many
 * @reg: which
 * @stays_us: typical time after the end of a cycle at which the next cycle
 *	overwrites that register
 */
struct ina3221_plan {
	unsigned int count;
	u8 reg[INA3221_SCAN_WORDS];
	u32 stays_us[INA3221_SCAN_WORDS];
};

/**
 * struct ina3221_scan - what one cycle measured
 * @time_ns: when it was read
 * @config: CONFIG as wanted at that time
 * @shunt: shunt words, 0 where not converted, and that of their sum in INA3221_SUM_PLACE
 * @bus: bus words
 */
struct ina3221_scan {
	u64 time_ns;
	u16 config;
	u16 shunt[INA3221_CHANNELS + 1];
	u16 bus[INA3221_CHANNELS];
};

/**
 * struct ina3221_average - scans added up, for averaging in software
 * @total: sums of counts, of the shunts, the buses and the sum
 * @count: how many scans were added, at most 1024
 */
struct ina3221_average {
	s32 total[INA3221_SCAN_WORDS];
	u32 count;
};

/**
 * ina3221_plan_make() - which registers hold what a CONFIG value converts
 * @plan: what to fill in
 * @config: CONFIG
 * @mask: Mask/Enable; the sum is read if several channels contribute to it
 */
void ina3221_plan_make(struct ina3221_plan *plan, u16 config, u16 mask);

/**
 * ina3221_scan_take() - sort words into a scan
 * @scan: what to fill in, except for the times and CONFIG
 * @plan: what was read
 * @words: in the order of the plan
 * @mask: Mask/Enable; a sum that is not in the plan is added up from the shunts
 */
void ina3221_scan_take(struct ina3221_scan *scan, const struct ina3221_plan *plan, const u16 *words,
		       u16 mask);

/**
 * ina3221_average_add() - one more scan
 * @average: what was added before
 * @scan: the scan
 * @most: as many scans count; with more than that, the mean of those before counts as one fewer
 */
void ina3221_average_add(struct ina3221_average *average, struct ina3221_scan *scan, u32 most);

/**
 * ina3221_average_take() - the mean of what was added, rounded to nearest
 * @average: at least one scan
 * @scan: what to fill in, except for the time
 */
void ina3221_average_take(const struct ina3221_average *average, struct ina3221_scan *scan);

#endif /* RAILGLOW_CORE_INA3221_SCAN_H */
