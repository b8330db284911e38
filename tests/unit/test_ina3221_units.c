// SPDX-License-Identifier: GPL-2.0-only
/* Register words to and from physical units; rows from the INA3221 datasheet (SBOS576C). */
#include <string.h>

#include "core/ina3221_regs.h"
#include "core/ina3221_units.h"
#include "tests/unit/test.h"

CASE(shunt_words_are_multiples_of_40_uv)
{
	static const struct {
		u16 word;
		s32 uv;
	} rows[] = {
		{ 0x0000, 0 },	    { 0x0008, 40 },	{ 0xfff8, -40 },     { 0x3e80, 80000 },
		{ 0xc180, -80000 }, { 0x7ff8, 163800 }, { 0x8000, -163840 }, { 0x4000, 81920 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		assert_int_equal(ina3221_shunt_uv(rows[i].word, 0), rows[i].uv);
}

CASE(bus_words_are_multiples_of_8_mv)
{
	static const struct {
		u16 word;
		s32 mv;
	} rows[] = {
		{ 0x0000, 0 },	  { 0x0008, 8 },     { 0x2710, 10000 },
		{ 0x2328, 9000 }, { 0x7ff8, 32760 }, { 0xfff8, -8 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		assert_int_equal(ina3221_bus_mv(rows[i].word), rows[i].mv);
}

CASE(sum_words_are_multiples_of_40_uv_over_15_bits)
{
	static const struct {
		u16 word;
		s32 uv;
	} rows[] = {
		{ 0x0000, 0 },	    { 0x0002, 40 },	 { 0xfffe, -40 },
		{ 0x7ffe, 655320 }, { 0x8000, -655360 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		assert_int_equal(ina3221_shunt_uv(rows[i].word, INA3221_SUM_PLACE), rows[i].uv);
}

CASE(unused_low_bits_of_a_word_do_not_count)
{
	assert_int_equal(ina3221_count(0x000f, 2), 1);
	assert_int_equal(ina3221_count(0xffff, 2), -1);
	assert_int_equal(ina3221_count(0x0003, INA3221_SUM_PLACE), 1);
}

CASE(counts_become_words_and_clamp_at_both_ends)
{
	assert_int_equal(ina3221_word(2000, 0), 0x3e80);
	assert_int_equal(ina3221_word(-1, 0), 0xfff8);
	assert_int_equal(ina3221_word(4095, 0), 0x7ff8);
	assert_int_equal(ina3221_word(4096, 0), 0x7ff8);
	assert_int_equal(ina3221_word(S32_MAX, 0), 0x7ff8);
	assert_int_equal(ina3221_word(-4096, 0), 0x8000);
	assert_int_equal(ina3221_word(-4097, 0), 0x8000);
	assert_int_equal(ina3221_word(S32_MIN, 0), 0x8000);
	assert_int_equal(ina3221_word(16383, INA3221_SUM_PLACE), 0x7ffe);
	assert_int_equal(ina3221_word(S32_MAX, INA3221_SUM_PLACE), 0x7ffe);
	assert_int_equal(ina3221_word(-16384, INA3221_SUM_PLACE), 0x8000);
	assert_int_equal(ina3221_word(S32_MIN, INA3221_SUM_PLACE), 0x8000);
}

CASE(every_count_survives_the_way_to_its_word_and_back)
{
	for (s32 count = -4096; count <= 4095; count++)
		assert_int_equal(ina3221_count(ina3221_word(count, 0), 0), count);
	for (s32 count = -16384; count <= 16383; count++)
		assert_int_equal(ina3221_count(ina3221_word(count, INA3221_SUM_PLACE),
					       INA3221_SUM_PLACE),
				 count);
}

CASE(a_limit_above_0_is_one_step_at_the_least)
{
	/* 1 mohm: 40 mA a step. */
	assert_int_equal(ina3221_word_for_ma(10, 1000, 1), 0x0008);
	assert_int_equal(ina3221_word_for_ma(1, 1, 1), 0x0008);
	assert_int_equal(ina3221_word_for_ma(0, 1000, 1), 0);
	assert_int_equal(ina3221_word_for_ma(-10, 1000, 1), 0);
	assert_int_equal(ina3221_word_for_ma(10, 1000, INA3221_SUM_PLACE), 0x0002);
	assert_int_equal(ina3221_word_for_ma(0, 1000, INA3221_SUM_PLACE), 0);
}

CASE(current_is_rounded_to_the_nearest_ma_and_keeps_its_sign)
{
	static const struct {
		s32 uv;
		u32 uohm;
		s64 ma;
	} rows[] = {
		{ 40, 5000, 8 }, /* one LSB on the Jetson's 5 mohm */
		{ 163800, 10000, 16380 },
		{ -163840, 10000, -16384 },
		{ 40, 100000, 0 }, /* 0.4 mA */
		{ 40, 80000, 1 }, /* 0.5 mA: away from 0 */
		{ -40, 80000, -1 },
		{ -40, 100000, 0 },
		{ 655320, 1, 655320000 },
		{ 40, U32_MAX, 0 },
		{ S32_MIN, 1, -2147483648000LL },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		assert_true(ina3221_current_ma(rows[i].uv, rows[i].uohm) == rows[i].ma);
}

/* The datasheet's example limit of 80 mV: 0x3E80, not its table's 0x7D0. */
CASE(a_limit_of_80_mv_is_register_3e80)
{
	assert_int_equal(ina3221_word_for_ma(8000, 10000, 1), 0x3e80);
	assert_int_equal(ina3221_word_for_ma(40000, 2000, 1), 0x3e80);
}

CASE(current_limits_round_to_the_nearest_40_uv_and_clamp)
{
	static const struct {
		s64 ma;
		u32 uohm;
		u16 word;
	} rows[] = {
		{ 0, 10000, 0 },
		{ 1, 10000, 0x0008 }, /* 10 uV: a step at the least */
		{ 2, 10000, 0x0008 }, /* 20 uV: halfway, away from 0 */
		{ 5, 10000, 0x0008 }, /* 50 uV */
		{ 6, 10000, 0x0010 }, /* 60 uV: halfway */
		{ -2, 10000, 0xfff8 },
		{ -1, 10000, 0 },
		{ 16380, 10000, 0x7ff8 },
		{ 16390, 10000, 0x7ff8 },
		{ -16384, 10000, 0x8000 },
		{ -99999, 10000, 0x8000 },
		{ S64_MAX, 1, 0x7ff8 },
		{ S64_MIN, 1, 0x8000 },
		{ S64_MAX, U32_MAX, 0x7ff8 },
		{ S64_MIN, U32_MAX, 0x8000 },
		{ 163800000, 1, 0x7ff8 },
		{ 40000, 1, 0x0008 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		assert_int_equal(ina3221_word_for_ma(rows[i].ma, rows[i].uohm, 1), rows[i].word);
}

CASE(sum_limits_span_655_mv_either_way)
{
	assert_int_equal(ina3221_word_for_ma(65532, 10000, INA3221_SUM_PLACE), 0x7ffe);
	assert_int_equal(ina3221_word_for_ma(65528, 10000, INA3221_SUM_PLACE), 0x7ffc);
	assert_int_equal(ina3221_word_for_ma(-65536, 10000, INA3221_SUM_PLACE), 0x8000);
	assert_int_equal(ina3221_word_for_ma(S64_MAX, 1, INA3221_SUM_PLACE), 0x7ffe);
	assert_int_equal(ina3221_word_for_ma(S64_MIN, U32_MAX, INA3221_SUM_PLACE), 0x8000);
	assert_int_equal(ina3221_word_for_ma(4, 10000, INA3221_SUM_PLACE), 0x0002);
}

CASE(power_valid_limits_are_positive_multiples_of_8_mv)
{
	assert_int_equal(ina3221_power_valid_word(10000), 0x2710);
	assert_int_equal(ina3221_power_valid_word(9000), 0x2328);
	assert_int_equal(ina3221_power_valid_word(0), 0);
	assert_int_equal(ina3221_power_valid_word(1), 0x0008);
	assert_int_equal(ina3221_power_valid_word(3), 0x0008);
	assert_int_equal(ina3221_power_valid_word(4), 0x0008);
	assert_int_equal(ina3221_power_valid_word(-1), 0);
	assert_int_equal(ina3221_power_valid_word(S64_MIN), 0);
	assert_int_equal(ina3221_power_valid_word(32760), 0x7ff8);
	assert_int_equal(ina3221_power_valid_word(S64_MAX), 0x7ff8);
}

CASE(power_is_volts_times_amps_with_the_sign_of_the_current)
{
	static const struct {
		s32 mv;
		s32 uv;
		u32 uohm;
		s64 uw;
	} rows[] = {
		{ 5072, 5800, 5000, 5883520 }, /* the Jetson's 5.072 V, 1.16 A */
		{ 12000, 10000, 10000, 12000000 },
		{ 12000, -10000, 10000, -12000000 },
		{ 8, 40, 10000, 32 },
		{ 8, 40, 640000, 1 }, /* 0.5 uW: away from 0 */
		{ 8, -40, 640000, -1 },
		{ 8, 40, 1000000, 0 },
		{ 32760, 163800, 1, 5366088000000LL },
		{ -8, -40, 10000, 32 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		assert_true(ina3221_power_uw(rows[i].mv, rows[i].uv, rows[i].uohm) == rows[i].uw);
}

CASE(power_of_the_range_ends_fits)
{
	assert_true(ina3221_power_uw(32760, 655320, 1) == 32760LL * 655320 * 1000);
	assert_true(ina3221_power_uw(-32768, 655320, 1) == -32768LL * 655320 * 1000);
	assert_true(ina3221_power_uw(32760, -655360, 1) == -32760LL * 655360 * 1000);
	assert_true(ina3221_power_uw(0, -655360, U32_MAX) == 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shunt_words_are_multiples_of_40_uv),
		cmocka_unit_test(bus_words_are_multiples_of_8_mv),
		cmocka_unit_test(sum_words_are_multiples_of_40_uv_over_15_bits),
		cmocka_unit_test(unused_low_bits_of_a_word_do_not_count),
		cmocka_unit_test(counts_become_words_and_clamp_at_both_ends),
		cmocka_unit_test(every_count_survives_the_way_to_its_word_and_back),
		cmocka_unit_test(a_limit_above_0_is_one_step_at_the_least),
		cmocka_unit_test(current_is_rounded_to_the_nearest_ma_and_keeps_its_sign),
		cmocka_unit_test(a_limit_of_80_mv_is_register_3e80),
		cmocka_unit_test(current_limits_round_to_the_nearest_40_uv_and_clamp),
		cmocka_unit_test(sum_limits_span_655_mv_either_way),
		cmocka_unit_test(power_valid_limits_are_positive_multiples_of_8_mv),
		cmocka_unit_test(power_is_volts_times_amps_with_the_sign_of_the_current),
		cmocka_unit_test(power_of_the_range_ends_fits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
