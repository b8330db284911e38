// SPDX-License-Identifier: GPL-2.0-only
/* Conversion times, cycle length and filter corner; rows from the INA3221 datasheet (SBOS576C). */
#include <math.h>
#include <string.h>

#include "core/ina3221_timing.h"
#include "tests/unit/test.h"

static const u32 typ_us[8] = { 140, 204, 332, 588, 1100, 2116, 4156, 8244 };
static const u32 max_us[8] = { 154, 224, 365, 646, 1210, 2328, 4572, 9068 };
static const u32 samples[8] = { 1, 4, 16, 64, 128, 256, 512, 1024 };

static u16 config(unsigned int channels, unsigned int avg, unsigned int bus_ct,
		  unsigned int shunt_ct, unsigned int mode)
{
	return (u16)(channels << 12 | avg << 9 | bus_ct << 6 | shunt_ct << 3 | mode);
}

CASE(the_reset_value_converts_six_times_1_1_ms)
{
	assert_int_equal(ina3221_cycle_typ_us(0x7127), 6600);
	assert_int_equal(ina3221_cycle_max_us(0x7127), 7260);
}

CASE(three_channel_cycles_are_those_of_the_datasheet)
{
	static const u32 cycle_us[8] = { 840, 1224, 1992, 3528, 6600, 12696, 24936, 49464 };

	for (unsigned int ct = 0; ct < 8; ct++)
		assert_int_equal(ina3221_cycle_typ_us(config(7, 0, ct, ct, 7)), cycle_us[ct]);
}

CASE(the_cycle_is_the_sum_of_the_enabled_conversions)
{
	static const unsigned int channels[8] = { 0, 1, 1, 2, 1, 2, 2, 3 };

	for (unsigned int bits = 0; bits < 0x8000; bits++) {
		unsigned int set = bits >> 12, bus_ct = bits >> 6 & 7, shunt_ct = bits >> 3 & 7;
		u32 typ = typ_us[shunt_ct] + typ_us[bus_ct];
		u32 max = max_us[shunt_ct] + max_us[bus_ct];

		assert_int_equal(ina3221_cycle_typ_us((u16)bits), typ * channels[set]);
		assert_int_equal(ina3221_cycle_max_us((u16)bits), max * channels[set]);
	}
}

CASE(exact_times_and_divisors_are_found_and_others_refused)
{
	for (int i = 0; i < 8; i++) {
		assert_int_equal(ina3221_step_find(ina3221_ct_typ_us, typ_us[i]), i);
		assert_int_equal(ina3221_step_find(ina3221_ct_typ_us, typ_us[i] + 1), -EINVAL);
		assert_int_equal(ina3221_step_find(ina3221_avg_samples, samples[i]), i);
		assert_int_equal(ina3221_step_find(ina3221_avg_samples, samples[i] + 1), -EINVAL);
	}
	assert_int_equal(ina3221_step_find(ina3221_ct_typ_us, 0), -EINVAL);
	assert_int_equal(ina3221_step_find(ina3221_ct_typ_us, U32_MAX), -EINVAL);
	assert_int_equal(ina3221_step_find(ina3221_avg_samples, 0), -EINVAL);
	assert_int_equal(ina3221_step_find(ina3221_avg_samples, 32), -EINVAL);
}

CASE(the_nearest_divisor_is_found_for_any_wish)
{
	assert_int_equal(ina3221_step_nearest(ina3221_avg_samples, 1, 0), 0);
	assert_int_equal(ina3221_step_nearest(ina3221_avg_samples, 1, 2), 0);
	assert_int_equal(ina3221_step_nearest(ina3221_avg_samples, 1, 3), 1);
	assert_int_equal(ina3221_step_nearest(ina3221_avg_samples, 1, 39), 2);
	assert_int_equal(ina3221_step_nearest(ina3221_avg_samples, 1, 40), 3);
	assert_int_equal(ina3221_step_nearest(ina3221_avg_samples, 1, U32_MAX), 7);
	for (unsigned int i = 0; i < 8; i++)
		assert_int_equal(ina3221_step_nearest(ina3221_avg_samples, 1, samples[i]), i);
}

CASE(a_wished_cycle_sets_both_times_and_nothing_else)
{
	/* three channels, both quantities: 6.6 ms is step 4 */
	assert_int_equal(ina3221_config_with_interval_us(config(7, 5, 0, 7, 7), 6600),
			 config(7, 5, 4, 4, 7));
	/* one channel: 2.2 ms is step 4 */
	assert_int_equal(ina3221_config_with_interval_us(config(2, 0, 0, 0, 7), 2200),
			 config(2, 0, 4, 4, 7));
	assert_int_equal(ina3221_config_with_interval_us(config(7, 0, 4, 4, 7), 0),
			 config(7, 0, 0, 0, 7));
	assert_int_equal(ina3221_config_with_interval_us(config(7, 0, 4, 4, 7), U32_MAX),
			 config(7, 0, 7, 7, 7));
	/* 840 and 1224 us: 1032 is halfway */
	assert_int_equal(ina3221_config_with_interval_us(config(7, 0, 4, 4, 7), 1031),
			 config(7, 0, 0, 0, 7));
	assert_int_equal(ina3221_config_with_interval_us(config(7, 0, 4, 4, 7), 1032),
			 config(7, 0, 1, 1, 7));
}

CASE(a_config_that_converts_nothing_divides_nothing_by_zero)
{
	static const u16 idle[] = { 0x0127, 0x0007, 0x0fff, 0x0000 };

	for (size_t i = 0; i < ARRAY_SIZE(idle); i++) {
		assert_int_equal(ina3221_cycle_typ_us(idle[i]), 0);
		assert_int_equal(ina3221_sampling_uhz(idle[i]), 0);
		assert_int_equal(ina3221_filter_3db_uhz(idle[i] | 0x0e00), 0);
	}
}

CASE(the_sampling_rate_is_one_over_the_cycle)
{
	assert_true(ina3221_sampling_uhz(config(7, 0, 0, 0, 7)) == 1190476190ULL);
	assert_true(ina3221_sampling_uhz(config(7, 0, 7, 7, 7)) == 20216723ULL);
	assert_true(ina3221_sampling_uhz(config(4, 0, 0, 0, 7)) == 3571428571ULL);
	assert_true(ina3221_sampling_uhz(config(7, 7, 4, 4, 7)) == 151515152ULL);
}

/* Half power of 1 / (1 - (1 - a) z^-1), from its transfer function. */
CASE(the_filter_corner_is_where_its_response_is_half_the_power)
{
	for (unsigned int avg = 1; avg < 8; avg++) {
		u64 uhz = ina3221_filter_3db_uhz(config(7, avg, 0, 0, 7));
		double a = 1.0 / samples[avg];
		double w = 2 * M_PI * (double)uhz * 0.000001 * 0.000840;
		double power = a * a / (1 - 2 * (1 - a) * cos(w) + (1 - a) * (1 - a));

		assert_true(fabs(power - 0.5) < 0.00001);
	}
	assert_int_equal(ina3221_filter_3db_uhz(config(7, 0, 0, 0, 7)), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_reset_value_converts_six_times_1_1_ms),
		cmocka_unit_test(three_channel_cycles_are_those_of_the_datasheet),
		cmocka_unit_test(the_cycle_is_the_sum_of_the_enabled_conversions),
		cmocka_unit_test(exact_times_and_divisors_are_found_and_others_refused),
		cmocka_unit_test(the_nearest_divisor_is_found_for_any_wish),
		cmocka_unit_test(a_wished_cycle_sets_both_times_and_nothing_else),
		cmocka_unit_test(a_config_that_converts_nothing_divides_nothing_by_zero),
		cmocka_unit_test(the_sampling_rate_is_one_over_the_cycle),
		cmocka_unit_test(the_filter_corner_is_where_its_response_is_half_the_power),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
