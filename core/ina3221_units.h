/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * INA3221 register words to and from volts, amps and watts. All arithmetic is
 * 64-bit, and limits that users ask for are clamped before they are scaled: nothing overflows.
 */
#ifndef RAILGLOW_CORE_INA3221_UNITS_H
#define RAILGLOW_CORE_INA3221_UNITS_H

#include "core/ina3221_regs.h"

/** Shunt used where the firmware names none (published binding). */
#define INA3221_SHUNT_DEFAULT_UOHM 10000
/** Largest shunt that fits the ABI of its attributes. */
#define INA3221_SHUNT_MAX_UOHM 2147483647U

/** ina3221_count() - signed count (40 uV or 8 mV) of a @word of rail @place, or of the sum. */
s32 ina3221_count(u16 word, unsigned int place);

/** ina3221_word() - word of a signed @count, clamped to 13 bits, or 15 where @place is the sum. */
u16 ina3221_word(s64 count, unsigned int place);

/** ina3221_shunt_uv() - voltage in uV of a shunt @word, or that of the sum. */
s32 ina3221_shunt_uv(u16 word, unsigned int place);

/** ina3221_bus_mv() - bus voltage in mV of a bus @word. */
s32 ina3221_bus_mv(u16 word);

/**
 * ina3221_power_valid_word() - power-valid limit word for a bus voltage
 * @mv: any value
 *
 * Return: the nearest 8 mV step, clamped to 0 .. 32760 mV: the sign bit of both limits is
 * read-only (table 7-3). A limit above 0 does not become 0, which would be none.
 */
u16 ina3221_power_valid_word(s64 mv);

/**
 * ina3221_current_ma() - current through a shunt
 * @shunt_uv: voltage across it
 * @shunt_uohm: resistance, not 0
 *
 * Return: mA, rounded to nearest, halves away from 0.
 */
s64 ina3221_current_ma(s32 shunt_uv, u32 shunt_uohm);

/**
 * ina3221_word_for_ma() - limit word for a current
 * @ma: current, any value; a total one for the sum
 * @shunt_uohm: resistance, not 0
 * @place: the rail, or that of the sum
 *
 * Return: the nearest 40 uV step, clamped to the register's range; for a current above 0 one step
 * at the least, since a limit of 0 is exceeded by any.
 */
u16 ina3221_word_for_ma(s64 ma, u32 shunt_uohm, unsigned int place);

/**
 * ina3221_power_uw() - power into the load behind a shunt
 * @bus_mv: bus voltage, of a bus word
 * @shunt_uv: shunt voltage, of a shunt or sum word
 * @shunt_uohm: resistance, not 0
 *
 * Return: uW with the sign of the current, rounded to nearest, halves away
 * from 0.
 */
s64 ina3221_power_uw(s32 bus_mv, s32 shunt_uv, u32 shunt_uohm);

#endif /* RAILGLOW_CORE_INA3221_UNITS_H */
