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

/**
 * ina3221_cycle_typ_us() - typical length of one conversion cycle
 * @config: register value
 *
 * Enabled channels times the conversion times of both quantities, which is how the driver runs the
 * chip. Averaging does not lengthen the cycle (section 7.4).
 *
 * Return: us; 0 if no channel is enabled.
 */
u32 ina3221_cycle_typ_us(u16 config);

/**
 * ina3221_cycle_max_us() - longest length of one conversion cycle
 * @config: register value
 *
 * Return: us; 0 if no channel is enabled.
 */
u32 ina3221_cycle_max_us(u16 config);

/**
 * ina3221_step_find() - field of CONFIG for exactly what is wanted
 * @steps: &ina3221_ct_typ_us or &ina3221_avg_samples
 * @wanted: conversion time or divisor
 *
 * Return: field value, or -EINVAL if the chip does not have that one.
 */
int __must_check ina3221_step_find(const u16 *steps, u32 wanted);

/**
 * ina3221_step_nearest() - field of CONFIG that comes nearest to what is wanted
 * @steps: as in ina3221_step_find()
 * @times: a step counts this many times
 * @wanted: any value; halfway between two is taken for the larger one
 */
unsigned int ina3221_step_nearest(const u16 *steps, u32 times, u32 wanted);

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
 * ina3221_interval_us() - length of a cycle, as hwmon's update_interval has it in ms
 * @config: register value; if no channel is enabled, that of one counts
 */
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
