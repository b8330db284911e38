// SPDX-License-Identifier: GPL-2.0-only
/* The registers that a scan reads, their order, and its words. */
#include "core/ina3221_regs.h"
#include "core/ina3221_scan.h"
#include "core/ina3221_timing.h"
#include "tests/unit/test.h"

#define US RG_NS_PER_US

static void plan_is(u16 config, u16 mask, unsigned int count, const u8 *reg, const u32 *stays_us)
{
	struct ina3221_plan plan;

	ina3221_plan_make(&plan, config, mask);
	assert_int_equal(plan.count, count);
	for (unsigned int i = 0; i < count; i++) {
		assert_int_equal(plan.reg[i], reg[i]);
		assert_int_equal(plan.stays_us[i], stays_us[i]);
	}
}

CASE(the_default_setting_is_read_in_the_order_of_conversion)
{
	const u8 reg[] = { 1, 2, 3, 4, 5, 6, 0x0d };
	const u32 stays_us[] = { 1100, 2200, 3300, 4400, 5500, 6600, 6600 };

	plan_is(0x7127, 0x7c00, 7, reg, stays_us);
}

CASE(bus_and_shunt_may_take_different_times)
{
	const u8 reg[] = { 1, 2, 3, 4, 5, 6 };
	const u32 stays_us[] = { 8244, 8384, 16628, 16768, 25012, 25152 };

	plan_is(0x703f, 0x0c00, 6, reg, stays_us);
}

CASE(channels_that_are_off_are_left_out)
{
	const u8 two[] = { 1, 2, 5, 6 };
	const u8 two_and_sum[] = { 3, 4, 5, 6, 0x0d };
	const u32 stays_us[] = { 1100, 2200, 3300, 4400, 4400 };

	plan_is(0x5127, 0x0c00, 4, two, stays_us);
	plan_is(0x3127, 0x3000, 5, two_and_sum, stays_us);
	plan_is(0x0127, 0x7c00, 0, NULL, NULL);
}

CASE(the_sum_is_read_only_over_several_channels)
{
	static const struct {
		u16 mask;
		unsigned int count;
	} rows[] = {
		{ 0x0000, 6 }, { 0x4000, 6 }, { 0x2000, 6 },
		{ 0x1000, 6 }, { 0x5000, 7 }, { 0x7000, 7 },
	};
	struct ina3221_plan plan;

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		ina3221_plan_make(&plan, 0x7127, rows[i].mask);
		assert_int_equal(plan.count, rows[i].count);
	}
}

CASE(words_go_where_they_belong)
{
	const u16 words[] = { 0x3e80, 0x2d00, 0xfff8, 0x0008, 0x8000, 0x7ff8, 0xfffe };
	struct ina3221_plan plan;
	struct ina3221_scan scan;

	ina3221_plan_make(&plan, 0x7127, 0x7000);
	ina3221_scan_take(&scan, &plan, words, 0x7000);
	assert_int_equal(scan.shunt[0], 0x3e80);
	assert_int_equal(scan.bus[0], 0x2d00);
	assert_int_equal(scan.shunt[1], 0xfff8);
	assert_int_equal(scan.bus[1], 0x0008);
	assert_int_equal(scan.shunt[2], 0x8000);
	assert_int_equal(scan.bus[2], 0x7ff8);
	assert_int_equal(scan.shunt[INA3221_SUM_PLACE], 0xfffe);
}

CASE(a_sum_over_one_channel_is_that_channel)
{
	const u16 words[] = { 0x3e80, 0, 0xfff8, 0, 0, 0 };
	struct ina3221_plan plan;
	struct ina3221_scan scan;

	ina3221_plan_make(&plan, 0x7127, 0x4000);
	ina3221_scan_take(&scan, &plan, words, 0x4000);
	assert_int_equal(scan.shunt[INA3221_SUM_PLACE], 2000 << 1);
	ina3221_scan_take(&scan, &plan, words, 0x2000);
	assert_int_equal(scan.shunt[INA3221_SUM_PLACE], 0xfffe);
	ina3221_scan_take(&scan, &plan, words, 0);
	assert_int_equal(scan.shunt[INA3221_SUM_PLACE], 0);
}

CASE(the_mean_of_scans_is_rounded_away_from_zero)
{
	struct ina3221_scan scans[] = {
		{ .shunt = { 0x0008, 0xfff8, 0x7ff8, 2 }, .bus = { 0x0008, 0, 0x7ff8 } },
		{ .shunt = { 0x0010, 0xfff0, 0x7ff8, 0xfffc }, .bus = { 0x0008, 8, 0x7ff8 } },
	};
	struct ina3221_average average = { 0 };
	struct ina3221_scan mean;

	ina3221_average_add(&average, &scans[0], 2);
	ina3221_average_add(&average, &scans[1], 2);
	ina3221_average_take(&average, &mean);
	assert_int_equal(mean.shunt[0], 0x0010);
	assert_int_equal(mean.shunt[1], 0xfff0);
	assert_int_equal(mean.shunt[2], 0x7ff8);
	assert_int_equal(mean.bus[0], 0x0008);
	assert_int_equal(mean.bus[1], 0x0008);
	assert_int_equal(mean.bus[2], 0x7ff8);
	assert_int_equal(mean.shunt[INA3221_SUM_PLACE], 0xfffe);
}

CASE(a_thousand_scans_at_full_scale_do_not_overflow)
{
	struct ina3221_scan low = { .shunt = { 0x8000, 0x8000, 0x8000, 0x8000 } };
	struct ina3221_average average = { 0 };
	struct ina3221_scan mean;

	for (unsigned int i = 0; i < 1024; i++)
		ina3221_average_add(&average, &low, 1024);
	ina3221_average_take(&average, &mean);
	assert_int_equal(mean.shunt[1], 0x8000);
	assert_int_equal(mean.shunt[INA3221_SUM_PLACE], 0x8000);
}

CASE(the_mean_runs_on_over_more_scans_than_asked_for)
{
	struct ina3221_scan scan = { .shunt = { 0x0080 } };
	struct ina3221_average average = { 0 };
	struct ina3221_scan mean;

	for (unsigned int i = 0; i < 4; i++)
		ina3221_average_add(&average, &scan, 4);
	/* Three of 16 and one of 32 are 20. */
	scan.shunt[0] = 0x0100;
	ina3221_average_add(&average, &scan, 4);
	ina3221_average_take(&average, &mean);
	assert_int_equal(average.count, 4);
	assert_int_equal(mean.shunt[0], 0x00a0);
	for (unsigned int i = 0; i < 40; i++)
		ina3221_average_add(&average, &scan, 4);
	ina3221_average_take(&average, &mean);
	assert_int_equal(mean.shunt[0], 0x0100);
}

CASE(an_interval_of_all_samples_is_divided_by_them)
{
	/* 512 samples: 2 * 140 us * 3 * 512 are 430 ms, 2 * 1100 us * 3 * 512 are 3379 ms. */
	assert_int_equal(ina3221_config_with_interval(0x7d27, 430), 0x7c07);
	assert_int_equal(ina3221_config_with_interval(0x7c07, 3379), 0x7d27);
	/* Up to the slowest cycle, 49.464 ms, it is that of a cycle. */
	assert_int_equal(ina3221_config_with_interval(0x7d27, 50), 0x7dff);
	assert_int_equal(ina3221_config_with_interval(0x7d27, 51), 0x7c07);
	assert_int_equal(ina3221_config_with_interval(0x7fff, 0xffffffff), 0x7fff);
	assert_int_equal(ina3221_interval_us(0x7c07), 840);
	assert_int_equal(ina3221_config_with_interval_us(0x7127, 1224), 0x704f);
}

CASE(an_interval_reads_back_as_written_to_the_nearest_step)
{
	/* 3 * (1100 + 1100) us, 3 * (140 + 140), 3 * (8244 + 8244). */
	assert_int_equal(ina3221_interval_us(0x7127), 6600);
	assert_int_equal(ina3221_interval_us(0x7007), 840);
	assert_int_equal(ina3221_interval_us(0x71ff), 49464);
	assert_int_equal(ina3221_config_with_interval(0x7007, 7), 0x7127);
	assert_int_equal(ina3221_config_with_interval(0x7127, 0), 0x7007);
	assert_int_equal(ina3221_config_with_interval(0x7127, 1000), 0x71ff);
}

CASE(without_a_channel_the_interval_of_one_counts)
{
	assert_int_equal(ina3221_interval_us(0x0127), 2200);
	assert_int_equal(ina3221_config_with_interval(0x0127, 16), 0x01ff);
	assert_int_equal(ina3221_interval_us(0x01ff), 16488);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_default_setting_is_read_in_the_order_of_conversion),
		cmocka_unit_test(bus_and_shunt_may_take_different_times),
		cmocka_unit_test(channels_that_are_off_are_left_out),
		cmocka_unit_test(the_sum_is_read_only_over_several_channels),
		cmocka_unit_test(words_go_where_they_belong),
		cmocka_unit_test(a_sum_over_one_channel_is_that_channel),
		cmocka_unit_test(the_mean_of_scans_is_rounded_away_from_zero),
		cmocka_unit_test(a_thousand_scans_at_full_scale_do_not_overflow),
		cmocka_unit_test(the_mean_runs_on_over_more_scans_than_asked_for),
		cmocka_unit_test(an_interval_of_all_samples_is_divided_by_them),
		cmocka_unit_test(an_interval_reads_back_as_written_to_the_nearest_step),
		cmocka_unit_test(without_a_channel_the_interval_of_one_counts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
