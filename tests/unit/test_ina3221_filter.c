// SPDX-License-Identifier: GPL-2.0-only
/*
 * The averaging filter where the driver computes it, against the closed form of
 * its step response.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/ina3221_filter.h"
#include "core/ina3221_units.h"

static struct ina3221_scan scan_of(s32 count)
{
	struct ina3221_scan scan = { .over_range = 5 };

	for (unsigned int ch = 0; ch < INA3221_CHANNELS; ch++) {
		scan.shunt[ch] = ina3221_word(-count);
		scan.bus[ch] = ina3221_word(count);
	}
	scan.sum = ina3221_sum_word(-3 * count);
	return scan;
}

static void all_are(const struct ina3221_scan *scan, s32 count, s32 tolerance)
{
	for (unsigned int ch = 0; ch < INA3221_CHANNELS; ch++) {
		assert_in_range(ina3221_count(scan->bus[ch]) - count + tolerance, 0, 2 * tolerance);
		assert_in_range(-ina3221_count(scan->shunt[ch]) - count + tolerance, 0,
				2 * tolerance);
	}
	assert_in_range(-ina3221_sum_count(scan->sum) - 3 * count + 3 * tolerance, 0,
			6 * tolerance);
}

static void averages_start_from_a_measurement(void **state)
{
	struct ina3221_filter f = { 0 };
	struct ina3221_scan scan = scan_of(1500);

	(void)state;
	ina3221_filter_take(&f, 1024, 1, &scan);
	all_are(&scan, 1500, 0);
	assert_int_equal(scan.over_range, 5);
	scan = scan_of(4095);
	ina3221_filter_stop(&f);
	ina3221_filter_take(&f, 1024, 1, &scan);
	all_are(&scan, 4095, 0);
}

/* 1 - (1 - 1/N)^k of the step: 1 - 1/e of 4000 after N cycles, if N is large. */
static void a_step_is_followed_as_the_chip_would(void **state)
{
	struct ina3221_filter f = { 0 };
	struct ina3221_scan scan = scan_of(0);

	(void)state;
	ina3221_filter_take(&f, 1024, 1, &scan);
	for (unsigned int i = 0; i < 1024; i++) {
		scan = scan_of(4000);
		ina3221_filter_take(&f, 1024, 1, &scan);
	}
	all_are(&scan, 2529, 2);
	for (unsigned int i = 0; i < 12000; i++) {
		scan = scan_of(4000);
		ina3221_filter_take(&f, 1024, 1, &scan);
	}
	all_are(&scan, 4000, 1);
}

/* 4000 * (3/4)^k: 3000, 2250, and 712 after six. */
static void cycles_that_were_not_read_count_too(void **state)
{
	struct ina3221_filter f = { 0 };
	struct ina3221_scan scan = scan_of(4000);

	(void)state;
	ina3221_filter_take(&f, 4, 1, &scan);
	scan = scan_of(0);
	ina3221_filter_take(&f, 4, 1, &scan);
	all_are(&scan, 3000, 1);
	scan = scan_of(0);
	ina3221_filter_take(&f, 4, 1, &scan);
	all_are(&scan, 2250, 1);
	scan = scan_of(0);
	ina3221_filter_take(&f, 4, 4, &scan);
	all_are(&scan, 712, 1);
	scan = scan_of(-4096);
	ina3221_filter_take(&f, 4, (u64)1 << 40, &scan);
	all_are(&scan, -4096, 1);
}

static void a_chip_that_forgets_is_told_by_its_first_average(void **state)
{
	const u16 seed[] = { 100 << 3, 1500 << 3, 0, 0, 0, 0, 0 };
	const u16 kept[] = { 80 << 3, 1400 << 3, 0, 0, 0, 0, 0 };
	const u16 quarter[] = { 25 << 3, 375 << 3, 0, 0, 0, 0, 0 };
	const u16 one_fell[] = { 10 << 3, 1400 << 3, 0, 0, 0, 0, 0 };
	const u16 negative[] = { (u16)(-2000 * 8), 0, 0, 0, 0, 0, 0 };
	const u16 nothing[] = { 63 << 3, (u16)(-63 * 8), 0, 0, 0, 0, 0 };
	struct ina3221_plan plan;

	(void)state;
	ina3221_plan_make(&plan, 0x7327, 0x7000);
	assert_int_equal(ina3221_filter_memory(&plan, seed, kept), INA3221_MEMORY_KEPT);
	assert_int_equal(ina3221_filter_memory(&plan, seed, one_fell), INA3221_MEMORY_KEPT);
	assert_int_equal(ina3221_filter_memory(&plan, seed, quarter), INA3221_MEMORY_LOST);
	assert_int_equal(ina3221_filter_memory(&plan, negative, negative), INA3221_MEMORY_KEPT);
	assert_int_equal(ina3221_filter_memory(&plan, negative, nothing), INA3221_MEMORY_LOST);
	assert_int_equal(ina3221_filter_memory(&plan, nothing, nothing), INA3221_MEMORY_UNKNOWN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(averages_start_from_a_measurement),
		cmocka_unit_test(a_step_is_followed_as_the_chip_would),
		cmocka_unit_test(cycles_that_were_not_read_count_too),
		cmocka_unit_test(a_chip_that_forgets_is_told_by_its_first_average),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
