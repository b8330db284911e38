// SPDX-License-Identifier: GPL-2.0-only
/* What a scan reads, in which order, and what becomes of the words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/ina3221_scan.h"

#define US RG_NS_PER_US

static void plan_is(u16 config, u16 mask, unsigned int count, const u8 *reg, const u32 *stays_us)
{
	struct ina3221_plan plan;

	assert_int_equal(ina3221_plan_make(&plan, config, mask), count);
	assert_int_equal(plan.count, count);
	for (unsigned int i = 0; i < count; i++) {
		assert_int_equal(plan.reg[i], reg[i]);
		assert_int_equal(plan.stays_us[i], stays_us[i]);
	}
}

static void the_default_setting_is_read_in_the_order_of_conversion(void **state)
{
	const u8 reg[] = { 1, 2, 3, 4, 5, 6, 0x0d };
	const u32 stays_us[] = { 1100, 2200, 3300, 4400, 5500, 6600, 6600 };

	(void)state;
	plan_is(0x7127, 0x7c00, 7, reg, stays_us);
}

static void bus_and_shunt_may_take_different_times(void **state)
{
	const u8 reg[] = { 1, 2, 3, 4, 5, 6 };
	const u32 stays_us[] = { 8244, 8384, 16628, 16768, 25012, 25152 };

	(void)state;
	plan_is(0x703f, 0x0c00, 6, reg, stays_us);
}

static void channels_and_quantities_that_are_off_are_left_out(void **state)
{
	const u8 bus_only[] = { 2, 6 };
	const u8 shunt_only[] = { 3, 5, 0x0d };
	const u32 stays_us[] = { 1100, 2200, 2200 };

	(void)state;
	plan_is(0x5126, 0x7c00, 2, bus_only, stays_us);
	plan_is(0x3125, 0x3000, 3, shunt_only, stays_us);
	plan_is(0x0127, 0x7c00, 0, NULL, NULL);
	plan_is(0x7120, 0x7c00, 0, NULL, NULL);
}

static void the_sum_is_read_only_over_several_channels(void **state)
{
	struct ina3221_plan plan;

	(void)state;
	assert_int_equal(ina3221_plan_make(&plan, 0x7127, 0x0000), 6);
	assert_int_equal(ina3221_plan_make(&plan, 0x7127, 0x4000), 6);
	assert_int_equal(ina3221_plan_make(&plan, 0x7127, 0x2000), 6);
	assert_int_equal(ina3221_plan_make(&plan, 0x7127, 0x1000), 6);
	assert_int_equal(ina3221_plan_make(&plan, 0x7127, 0x5000), 7);
	assert_int_equal(ina3221_plan_make(&plan, 0x7127, 0x7000), 7);
}

static void words_go_where_they_belong(void **state)
{
	const u16 words[] = { 0x3e80, 0x2d00, 0xfff8, 0x0008, 0x8000, 0x7ff8, 0xfffe };
	struct ina3221_plan plan;
	struct ina3221_scan scan;

	(void)state;
	ina3221_plan_make(&plan, 0x7127, 0x7000);
	ina3221_scan_take(&scan, &plan, words, 0x7000);
	assert_int_equal(scan.shunt[0], 0x3e80);
	assert_int_equal(scan.bus[0], 0x2d00);
	assert_int_equal(scan.shunt[1], 0xfff8);
	assert_int_equal(scan.bus[1], 0x0008);
	assert_int_equal(scan.shunt[2], 0x8000);
	assert_int_equal(scan.bus[2], 0x7ff8);
	assert_int_equal(scan.sum, 0xfffe);
}

static void words_at_the_ends_of_the_range_are_flagged(void **state)
{
	const u16 middle[] = { 0x7ff0, 0x7ff0, 0x8008, 0, 0, 0xfff8 };
	const u16 ends[] = { 0x7ff8, 0x2d00, 0x8000, 0x7ff8, 0, 0x7ff8 };
	struct ina3221_average average = { 0 };
	struct ina3221_plan plan;
	struct ina3221_scan scan;

	(void)state;
	ina3221_plan_make(&plan, 0x7127, 0);
	ina3221_scan_take(&scan, &plan, ends, 0);
	assert_int_equal(scan.over_range, 1 << 1 | 1 << 2 | 1 << 3 | 1 << 4);
	ina3221_average_add(&average, &scan);
	ina3221_scan_take(&scan, &plan, middle, 0);
	assert_int_equal(scan.over_range, 0);
	/* One pass in several is enough to make their mean doubtful. */
	ina3221_average_add(&average, &scan);
	ina3221_average_take(&average, &scan);
	assert_int_equal(scan.over_range, 1 << 1 | 1 << 2 | 1 << 3 | 1 << 4);
}

static void a_sum_over_one_channel_is_that_channel(void **state)
{
	const u16 words[] = { 0x3e80, 0, 0xfff8, 0, 0, 0 };
	struct ina3221_plan plan;
	struct ina3221_scan scan;

	(void)state;
	ina3221_plan_make(&plan, 0x7127, 0x4000);
	ina3221_scan_take(&scan, &plan, words, 0x4000);
	assert_int_equal(scan.sum, 2000 << 1);
	ina3221_scan_take(&scan, &plan, words, 0x2000);
	assert_int_equal(scan.sum, 0xfffe);
	ina3221_scan_take(&scan, &plan, words, 0);
	assert_int_equal(scan.sum, 0);
}

static void a_word_read_after_its_register_changed_is_not_held(void **state)
{
	struct ina3221_phase phase;
	struct ina3221_plan plan;
	u64 done_ns[INA3221_SCAN_WORDS];

	(void)state;
	ina3221_phase_init(&phase);
	ina3221_plan_make(&plan, 0x7127, 0x7000);
	for (unsigned int i = 0; i < plan.count; i++)
		done_ns[i] = 1000000 + plan.stays_us[i] * US * 8 / 10;
	assert_true(ina3221_plan_held(&plan, &phase, 1000000, done_ns));
	/* A chip may be 10 % faster than typical as long as nothing else is known. */
	done_ns[3] = 1000000 + plan.stays_us[3] * US * 95 / 100;
	assert_false(ina3221_plan_held(&plan, &phase, 1000000, done_ns));
}

static void a_bus_fits_if_each_word_is_faster_than_its_conversion(void **state)
{
	struct ina3221_plan plan;
	u64 done_ns[INA3221_SCAN_WORDS];

	(void)state;
	ina3221_plan_make(&plan, 0x7007, 0x0000);
	for (unsigned int i = 0; i < 6; i++)
		done_ns[i] = 5000 + (i + 1) * 139 * US;
	assert_true(ina3221_plan_fits(&plan, 5000, done_ns));
	done_ns[5] = 5000 + 6 * 141 * US;
	assert_false(ina3221_plan_fits(&plan, 5000, done_ns));
}

static void the_mean_of_scans_is_rounded_away_from_zero(void **state)
{
	const struct ina3221_scan scans[] = {
		{ .shunt = { 0x0008, 0xfff8, 0x7ff8 }, .bus = { 0x0008, 0, 0x7ff8 }, .sum = 2 },
		{ .shunt = { 0x0010, 0xfff0, 0x7ff8 },
		  .bus = { 0x0008, 8, 0x7ff8 },
		  .sum = 0xfffc },
	};
	struct ina3221_average average = { 0 };
	struct ina3221_scan mean;

	(void)state;
	ina3221_average_add(&average, &scans[0]);
	ina3221_average_add(&average, &scans[1]);
	ina3221_average_take(&average, &mean);
	assert_int_equal(mean.shunt[0], 0x0010);
	assert_int_equal(mean.shunt[1], 0xfff0);
	assert_int_equal(mean.shunt[2], 0x7ff8);
	assert_int_equal(mean.bus[0], 0x0008);
	assert_int_equal(mean.bus[1], 0x0008);
	assert_int_equal(mean.bus[2], 0x7ff8);
	assert_int_equal(mean.sum, 0xfffe);
}

static void a_thousand_scans_at_full_scale_do_not_overflow(void **state)
{
	const struct ina3221_scan low = { .shunt = { 0x8000, 0x8000, 0x8000 }, .sum = 0x8000 };
	struct ina3221_average average = { 0 };
	struct ina3221_scan mean;

	(void)state;
	for (unsigned int i = 0; i < 1024; i++)
		ina3221_average_add(&average, &low);
	ina3221_average_take(&average, &mean);
	assert_int_equal(mean.shunt[1], 0x8000);
	assert_int_equal(mean.sum, 0x8000);
}

static void an_interval_reads_back_as_written_to_the_nearest_step(void **state)
{
	(void)state;
	/* 3 * (1100 + 1100) us, 3 * (140 + 140), 3 * (8244 + 8244). */
	assert_int_equal(ina3221_interval_ms(0x7127), 7);
	assert_int_equal(ina3221_interval_ms(0x7007), 1);
	assert_int_equal(ina3221_interval_ms(0x71ff), 49);
	assert_int_equal(ina3221_config_with_interval(0x7007, 7), 0x7127);
	assert_int_equal(ina3221_config_with_interval(0x7127, 0), 0x7007);
	assert_int_equal(ina3221_config_with_interval(0x7127, 1000), 0x71ff);
}

static void without_a_channel_the_interval_of_one_counts(void **state)
{
	(void)state;
	assert_int_equal(ina3221_interval_ms(0x0127), 2);
	assert_int_equal(ina3221_config_with_interval(0x0127, 16), 0x01ff);
	assert_int_equal(ina3221_interval_ms(0x01ff), 16);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_default_setting_is_read_in_the_order_of_conversion),
		cmocka_unit_test(bus_and_shunt_may_take_different_times),
		cmocka_unit_test(channels_and_quantities_that_are_off_are_left_out),
		cmocka_unit_test(the_sum_is_read_only_over_several_channels),
		cmocka_unit_test(words_go_where_they_belong),
		cmocka_unit_test(words_at_the_ends_of_the_range_are_flagged),
		cmocka_unit_test(a_sum_over_one_channel_is_that_channel),
		cmocka_unit_test(a_word_read_after_its_register_changed_is_not_held),
		cmocka_unit_test(a_bus_fits_if_each_word_is_faster_than_its_conversion),
		cmocka_unit_test(the_mean_of_scans_is_rounded_away_from_zero),
		cmocka_unit_test(a_thousand_scans_at_full_scale_do_not_overflow),
		cmocka_unit_test(an_interval_reads_back_as_written_to_the_nearest_step),
		cmocka_unit_test(without_a_channel_the_interval_of_one_counts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
