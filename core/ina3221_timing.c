// SPDX-License-Identifier: GPL-2.0-only
/*
 * Conversion times, averaging and the length of a cycle of an INA3221: found, rounded to those that
 * it has, and as interval, rate and bandwidth. The real length is learnt in ina3221_track.c.
 */
#include "core/ina3221_timing.h"

#define UHZ_PER_HZ 1000000ULL
#define US_PER_S 1000000ULL

const u16 ina3221_ct_typ_us[INA3221_CT_STEPS] = {
	140, 204, 332, 588, 1100, 2116, 4156, 8244,
};

const u16 ina3221_ct_max_us[INA3221_CT_STEPS] = {
	154, 224, 365, 646, 1210, 2328, 4572, 9068,
};

const u16 ina3221_avg_samples[INA3221_AVG_STEPS] = {
	1, 4, 16, 64, 128, 256, 512, 1024,
};

/* The corner of the averaging filter, as a fraction of the cycle rate, in 1e-9. */
static const u32 filter_3db_ppb[INA3221_AVG_STEPS] = {
	0, 46105117, 10275192, 2506481, 1248287, 622917, 311154, 155501,
};

static u32 cycle_us(u16 config, const u16 *ct_us)
{
	return hweight16(config & INA3221_CONFIG_CH_EN_ALL) *
	       (ct_us[FIELD_GET(INA3221_CONFIG_SHUNT_CT, config)] +
		ct_us[FIELD_GET(INA3221_CONFIG_BUS_CT, config)]);
}

u32 ina3221_cycle_typ_us(u16 config)
{
	return cycle_us(config, ina3221_ct_typ_us);
}

u32 ina3221_cycle_max_us(u16 config)
{
	return cycle_us(config, ina3221_ct_max_us);
}

static_assert(INA3221_CT_STEPS == INA3221_AVG_STEPS, "both are fields of three bits");

unsigned int ina3221_step_nearest(const u16 *steps, u32 times, u32 wanted)
{
	unsigned int i = 0;

	while (i + 1 < INA3221_CT_STEPS &&
	       2 * (u64)wanted >= (steps[i] + steps[i + 1]) * (u64)times)
		i++;
	return i;
}

int ina3221_step_find(const u16 *steps, u32 wanted)
{
	unsigned int i = ina3221_step_nearest(steps, 1, wanted);

	return steps[i] == wanted ? (int)i : -EINVAL;
}

static u16 config_with_ct(u16 config, unsigned int step)
{
	config &= ~(INA3221_CONFIG_SHUNT_CT | INA3221_CONFIG_BUS_CT);
	return (u16)(config | FIELD_PREP(INA3221_CONFIG_SHUNT_CT, step) |
		     FIELD_PREP(INA3221_CONFIG_BUS_CT, step));
}

u64 ina3221_sampling_uhz(u16 config)
{
	u32 us = ina3221_cycle_typ_us(config);

	return us ? div_u64(US_PER_S * UHZ_PER_HZ + us / 2, us) : 0;
}

u64 ina3221_filter_3db_uhz(u16 config)
{
	u32 ppb = filter_3db_ppb[FIELD_GET(INA3221_CONFIG_AVG, config)];
	u32 us = ina3221_cycle_typ_us(config);

	/* 1e-9 per us is 1e-3 per second: 1000 uHz. */
	return us ? div_u64(ppb * 1000ULL + us / 2, us) : 0;
}

u32 ina3221_interval_us(u16 config)
{
	if (!(config & INA3221_CONFIG_CH_EN_ALL))
		config |= INA3221_CONFIG_CH_EN(0);
	return ina3221_cycle_typ_us(config);
}

static u32 conversions_in_cycle(u16 config)
{
	return ina3221_interval_us(config_with_ct(config, 0)) / ina3221_ct_typ_us[0];
}

u16 ina3221_config_with_interval_us(u16 config, u32 us)
{
	return config_with_ct(config, ina3221_step_nearest(ina3221_ct_typ_us,
							   conversions_in_cycle(config), us));
}

u16 ina3221_config_with_interval(u16 config, u32 ms)
{
	u32 slowest_us = conversions_in_cycle(config) * ina3221_ct_typ_us[INA3221_CT_STEPS - 1];
	u64 us = ms * 1000ULL;

	/* The slowest cycle, 49.464 ms, may be written as 49 or as 50. */
	if (ms > (slowest_us + 999) / 1000)
		us = div_u64(us, ina3221_avg_samples[FIELD_GET(INA3221_CONFIG_AVG, config)]);
	return ina3221_config_with_interval_us(config, (u32)min_t(u64, us, U32_MAX));
}
