// SPDX-License-Identifier: GPL-2.0-only
/*
 * Register words of an INA3221 to and from volts, amps and watts, rounded and held within its
 * range.
 */
#include "core/ina3221_units.h"

#include "core/rounding.h"

/* Any current at least this large saturates every register at any shunt. */
#define MA_BEYOND_RANGE ((s64)1 << 30)
/* mA times uohm is nV. */
#define SHUNT_LSB_NV (INA3221_SHUNT_LSB_UV * 1000)
#define BUS_LSB_MV (INA3221_BUS_LSB_UV / 1000)

s32 ina3221_count(u16 word)
{
	return (s16)word >> INA3221_COUNT_SHIFT;
}

s32 ina3221_sum_count(u16 word)
{
	return (s16)word >> INA3221_SUM_SHIFT;
}

u16 ina3221_word(s64 count)
{
	count = clamp_t(s64, count, INA3221_COUNT_MIN, INA3221_COUNT_MAX);
	return (u16)((u32)count << INA3221_COUNT_SHIFT);
}

u16 ina3221_sum_word(s64 count)
{
	count = clamp_t(s64, count, INA3221_SUM_COUNT_MIN, INA3221_SUM_COUNT_MAX);
	return (u16)((u32)count << INA3221_SUM_SHIFT);
}

s32 ina3221_shunt_uv(u16 word)
{
	return ina3221_count(word) * INA3221_SHUNT_LSB_UV;
}

s32 ina3221_sum_uv(u16 word)
{
	return ina3221_sum_count(word) * INA3221_SHUNT_LSB_UV;
}

s32 ina3221_bus_mv(u16 word)
{
	return ina3221_count(word) * BUS_LSB_MV;
}

u16 ina3221_power_valid_word(s64 mv)
{
	s64 count = div_nearest(clamp_t(s64, mv, 0, INA3221_COUNT_MAX * BUS_LSB_MV), BUS_LSB_MV);

	return ina3221_word(mv > 0 ? max_t(s64, count, 1) : count);
}

s64 ina3221_current_ma(s32 shunt_uv, u32 shunt_uohm)
{
	return div_nearest((s64)shunt_uv * 1000, shunt_uohm);
}

static s64 count_for_ma(s64 ma, u32 shunt_uohm)
{
	s64 count;

	ma = clamp_t(s64, ma, -MA_BEYOND_RANGE, MA_BEYOND_RANGE);
	count = div_nearest(ma * shunt_uohm, SHUNT_LSB_NV);
	return ma > 0 ? max_t(s64, count, 1) : count;
}

u16 ina3221_shunt_word_for_ma(s64 ma, u32 shunt_uohm)
{
	return ina3221_word(count_for_ma(ma, shunt_uohm));
}

u16 ina3221_sum_word_for_ma(s64 ma, u32 shunt_uohm)
{
	return ina3221_sum_word(count_for_ma(ma, shunt_uohm));
}

s64 ina3221_power_uw(s32 bus_mv, s32 shunt_uv, u32 shunt_uohm)
{
	/* mV * uV is nW behind 1 ohm; * 1000 / uohm makes it uW. */
	return div_nearest((s64)bus_mv * shunt_uv * 1000, shunt_uohm);
}
