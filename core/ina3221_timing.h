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
 * ina3221_channels_enabled() - number of channels a CONFIG value enables
 * @config: register value
 */
unsigned int ina3221_channels_enabled(u16 config);

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

#endif /* RAILGLOW_CORE_INA3221_TIMING_H */
