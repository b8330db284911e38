/* SPDX-License-Identifier: GPL-2.0-only */
/* INA3221 conversion times, averaging and cycle length, as CONFIG says. */
#ifndef RAILGLOW_CORE_INA3221_TIMING_H
#define RAILGLOW_CORE_INA3221_TIMING_H

#include "core/ina3221_regs.h"

#define INA3221_CT_STEPS 8
#define INA3221_AVG_STEPS 8

/** Typical conversion times in us by field value (table 7-6). */
extern const u16 ina3221_ct_typ_us[INA3221_CT_STEPS];
/** Longest conversion times in us by field value (section 6.5). */
extern const u16 ina3221_ct_max_us[INA3221_CT_STEPS];
/** Averaging divisors by field value (table 7-5). */
extern const u16 ina3221_avg_samples[INA3221_AVG_STEPS];

/** ina3221_converts_shunt() - does a CONFIG value measure shunts? */
bool ina3221_converts_shunt(u16 config);

/** ina3221_converts_bus() - does a CONFIG value measure bus voltages? */
bool ina3221_converts_bus(u16 config);

/** ina3221_powered_down() - does the mode of a CONFIG value measure nothing? */
bool ina3221_powered_down(u16 config);

/**
 * ina3221_cycle_typ_us() - typical length of one conversion cycle
 * @config: register value
 *
 * Enabled channels times the conversion times of the enabled quantities.
 * Averaging does not lengthen the cycle (section 7.4).
 *
 * Return: us; 0 when nothing is converted.
 */
u32 ina3221_cycle_typ_us(u16 config);

/**
 * ina3221_cycle_max_us() - longest length of one conversion cycle
 * @config: register value
 *
 * Return: us; 0 when nothing is converted.
 */
u32 ina3221_cycle_max_us(u16 config);

/**
 * ina3221_ct_find() - conversion-time field for an exact time
 * @us: typical conversion time
 *
 * Return: field value, or -EINVAL if the chip does not have that time.
 */
int __must_check ina3221_ct_find(u32 us);

/**
 * ina3221_avg_find() - averaging field for an exact divisor
 * @samples: divisor
 *
 * Return: field value, or -EINVAL if the chip does not have that divisor.
 */
int __must_check ina3221_avg_find(u32 samples);

/**
 * ina3221_avg_nearest() - averaging field nearest to a divisor
 * @samples: any value; between two, halfway goes to the larger one
 */
unsigned int ina3221_avg_nearest(u32 samples);

/**
 * ina3221_sampling_uhz() - conversion cycles per second
 * @config: register value
 *
 * Return: uHz, typical, rounded to nearest; 0 when nothing is converted.
 */
u64 ina3221_sampling_uhz(u16 config);

/**
 * ina3221_filter_3db_uhz() - corner of the averaging filter
 * @config: register value
 *
 * The filter is out += (new - out) / N, applied once per cycle. At its corner the
 * power response is one half: cos w = 1 - a^2 / (2 (1 - a)), a = 1 / N.
 *
 * Return: uHz, typical; 0 when nothing is converted or N is 1 (no filter).
 */
u64 ina3221_filter_3db_uhz(u16 config);

/**
 * ina3221_interval_ms() - length of a cycle, as hwmon's update_interval has it
 * @config: register value; if no channel is enabled, that of one counts
 *
 * Return: ms, rounded to nearest.
 */
u32 ina3221_interval_ms(u16 config);

/** ina3221_interval_us() - the same in us. */
u32 ina3221_interval_us(u16 config);

/**
 * ina3221_config_with_interval_us() - change CONFIG for a length of cycle
 * @config: register value; if no channel is enabled, the cycle of one counts
 * @us: wished, any value
 *
 * Return: @config with both conversion times set to the same step, the one whose cycle is
 * nearest to @us (halfway goes to the longer one).
 */
u16 ina3221_config_with_interval_us(u16 config, u32 us);

/**
 * ina3221_config_with_interval() - change CONFIG for an update_interval
 * @config: register value; if no channel is enabled, the cycle of one counts
 * @ms: wanted; more than the slowest cycle takes can only be meant with all samples of an
 *	average in it, as the in-tree driver takes it, and is divided by them
 *
 * Return: as ina3221_config_with_interval_us().
 */
u16 ina3221_config_with_interval(u16 config, u32 ms);

#endif /* RAILGLOW_CORE_INA3221_TIMING_H */
