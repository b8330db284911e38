// SPDX-License-Identifier: GPL-2.0-only
/* The shunt sum of the modelled INA3221 and its alert: section 7.3.2 of SBOS576C. */
#include "model/ina3221_model_switches.h"
#include "tests/unit/model_bench.h"

#define CEN 0x0400
#define SF 0x0040

CASE(the_sum_adds_single_conversions_of_its_channels_after_each_cycle)
{
	static const struct {
		u16 scc;
		s32 counts;
	} rows[] = {
		{ 0x7000, 600 }, { 0x6000, 300 }, { 0x5000, 400 }, { 0x3000, 500 },
		{ 0x4000, 100 }, { 0x2000, 200 }, { 0x1000, 300 }, { 0x0000, 0 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct bench b;

		bench_make_fast(&b, 0, 7, rows[i].scc);
		for (unsigned int ch = 0; ch < 3; ch++)
			bench_shunt_uv(&b, ch, (s32)(4000 * (ch + 1)));
		bench_wait(&b, FAST_CYCLE_NS - 1);
		assert_int_equal(bench_read(&b, 0x0d), 0);
		bench_wait(&b, 1);
		assert_int_equal((s16)bench_read(&b, 0x0d) >> 1, rows[i].counts);
	}
}

CASE(a_sum_over_its_limit_drives_the_critical_pin)
{
	struct bench b;

	bench_make_fast(&b, 0, 0, 0x6000);
	bench_write(&b, 0x0e, 300 << 1);
	bench_shunt_uv(&b, 2, 160000);
	bench_shunt_uv(&b, 0, 4000);
	bench_fast_cycle_at(&b, 1, 8000);
	assert_int_equal(bench_flags(&b), 0);
	bench_fast_cycle_at(&b, 1, 8040);
	assert_int_equal(bench_pins(&b) & 3, INA3221_MODEL_PIN_WARNING);
	assert_int_equal(bench_flags(&b), SF);
	bench_fast_cycle_at(&b, 1, 0);
	assert_false(bench_pin_low(&b, INA3221_MODEL_PIN_CRITICAL));
}

CASE(a_sum_alert_is_latched_with_the_critical_ones)
{
	struct bench b;

	bench_make_fast(&b, 0, 0, 0x6000 | CEN);
	bench_write(&b, 0x0e, 0);
	bench_fast_cycle_at(&b, 0, 4000);
	bench_fast_cycle_at(&b, 0, 0);
	assert_true(bench_pin_low(&b, INA3221_MODEL_PIN_CRITICAL));
	assert_int_equal(bench_flags(&b), SF);
	assert_false(bench_pin_low(&b, INA3221_MODEL_PIN_CRITICAL));
}

CASE(without_channels_there_is_no_sum_alert)
{
	struct bench b;

	bench_make_fast(&b, 0, 0, 0);
	bench_write(&b, 0x0e, 0x8000);
	bench_fast_cycle_at(&b, 0, 4000);
	assert_int_equal(bench_flags(&b), 0);
}

CASE(a_sum_over_one_channel_works_or_is_ignored)
{
	struct bench counts, ignored;

	bench_make_fast(&counts, 0, 0, 0x2000);
	bench_make_fast(&ignored, flip(INA3221_MODEL_SWITCH_SUM_SINGLE), 0, 0x2000);
	bench_write(&counts, 0x0e, 0);
	bench_write(&ignored, 0x0e, 0);
	bench_fast_cycle_at(&counts, 1, 4000);
	bench_fast_cycle_at(&ignored, 1, 4000);
	assert_int_equal(bench_read(&counts, 0x0d), 100 << 1);
	assert_int_equal(bench_flags(&counts), SF);
	assert_int_equal(bench_read(&ignored, 0x0d), 0);
	assert_int_equal(bench_flags(&ignored), 0);
	bench_write(&ignored, 0x0f, 0x3000);
	bench_fast_cycle(&ignored);
	assert_int_equal(bench_read(&ignored, 0x0d), 100 << 1);
}

CASE(the_sum_omits_a_disabled_channel_or_takes_its_last_conversion)
{
	u32 alternatives[2] = { 0, flip(INA3221_MODEL_SWITCH_SUM_DISABLED) };

	for (int i = 0; i < 2; i++) {
		struct bench b;

		bench_make_fast(&b, alternatives[i], 0, 0x7000);
		for (unsigned int ch = 0; ch < 3; ch++)
			bench_shunt_uv(&b, ch, 4000);
		bench_fast_cycle(&b);
		assert_int_equal(bench_read(&b, 0x0d), 300 << 1);
		bench_write(&b, 0x00, CONFIG_CHANNELS(5) | CONFIG_MODE(7));
		bench_fast_cycle(&b);
		assert_int_equal(bench_read(&b, 0x0d), i ? 300 << 1 : 200 << 1);
	}
}

CASE(the_sum_has_15_bits_or_saturates_at_13)
{
	struct bench wide, narrow;

	bench_make_fast(&wide, 0, 0, 0x7000);
	bench_make_fast(&narrow, flip(INA3221_MODEL_SWITCH_SUM_RANGE), 0, 0x7000);
	for (unsigned int ch = 0; ch < 3; ch++) {
		bench_shunt_uv(&wide, ch, 163800);
		bench_shunt_uv(&narrow, ch, 163800);
	}
	bench_fast_cycle(&wide);
	bench_fast_cycle(&narrow);
	assert_int_equal((s16)bench_read(&wide, 0x0d), 12285 << 1);
	assert_int_equal((s16)bench_read(&narrow, 0x0d), 4095 << 1);
	for (unsigned int ch = 0; ch < 3; ch++) {
		bench_shunt_uv(&wide, ch, -200000);
		bench_shunt_uv(&narrow, ch, -200000);
	}
	bench_fast_cycle(&wide);
	bench_fast_cycle(&narrow);
	assert_int_equal((s16)bench_read(&wide, 0x0d), -12288 * 2);
	assert_int_equal((s16)bench_read(&narrow, 0x0d), -4096 * 2);
}

CASE(the_sum_stays_when_shunts_are_not_converted)
{
	struct bench b;

	bench_make_fast(&b, 0, 0, 0x7000);
	bench_fast_cycle_at(&b, 0, 4000);
	bench_write(&b, 0x00, CONFIG_CHANNELS(7) | CONFIG_MODE(6));
	bench_shunt_uv(&b, 0, 8000);
	bench_wait(&b, S);
	assert_int_equal(bench_read(&b, 0x0d), 100 << 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_sum_adds_single_conversions_of_its_channels_after_each_cycle),
		cmocka_unit_test(a_sum_over_its_limit_drives_the_critical_pin),
		cmocka_unit_test(a_sum_alert_is_latched_with_the_critical_ones),
		cmocka_unit_test(without_channels_there_is_no_sum_alert),
		cmocka_unit_test(a_sum_over_one_channel_works_or_is_ignored),
		cmocka_unit_test(the_sum_omits_a_disabled_channel_or_takes_its_last_conversion),
		cmocka_unit_test(the_sum_has_15_bits_or_saturates_at_13),
		cmocka_unit_test(the_sum_stays_when_shunts_are_not_converted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
