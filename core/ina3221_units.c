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

static unsigned int shift_of(unsigned int place)
{
	return place == INA3221_SUM_PLACE ? INA3221_SUM_SHIFT : INA3221_COUNT_SHIFT;
}

s32 ina3221_count(u16 word, unsigned int place)
{
	return (s16)word >> shift_of(place);
}

u16 ina3221_word(s64 count, unsigned int place)
{
	count = clamp_t(s64, count, S16_MIN >> shift_of(place), S16_MAX >> shift_of(place));
	return (u16)((u32)count << shift_of(place));
}

s32 ina3221_shunt_uv(u16 word, unsigned int place)
{
	return ina3221_count(word, place) * INA3221_SHUNT_LSB_UV;
}

s32 ina3221_bus_mv(u16 word)
{
	return ina3221_count(word, 0) * BUS_LSB_MV;
}

u16 ina3221_power_valid_word(s64 mv)
{
	s64 count = div_nearest(clamp_t(s64, mv, 0, INA3221_COUNT_MAX * BUS_LSB_MV), BUS_LSB_MV);

	return ina3221_word(mv > 0 ? max_t(s64, count, 1) : count, 0);
}

s64 ina3221_current_ma(s32 shunt_uv, u32 shunt_uohm)
{
	return div_nearest((s64)shunt_uv * 1000, shunt_uohm);
}

u16 ina3221_word_for_ma(s64 ma, u32 shunt_uohm, unsigned int place)
{
	s64 count;

	ma = clamp_t(s64, ma, -MA_BEYOND_RANGE, MA_BEYOND_RANGE);
	count = div_nearest(ma * shunt_uohm, SHUNT_LSB_NV);
	return ina3221_word(ma > 0 ? max_t(s64, count, 1) : count, place);
}

s64 ina3221_power_uw(s32 bus_mv, s32 shunt_uv, u32 shunt_uohm)
{
	/* mV * uV is nW behind 1 ohm; * 1000 / uohm makes it uW. */
	return div_nearest((s64)bus_mv * shunt_uv * 1000, shunt_uohm);
}
