// SPDX-License-Identifier: GPL-2.0-only
/* Which scans a recording keeps, and how many it says are missing. */
#include <stdlib.h>

#include "core/port.h"
#include "tests/unit/test.h"
#include "tools/recording/pace.h"

#define MICRO 1000000.0

/* Scans of a chip of @rate_hz for @seconds, those for which @hole is set left out. */
static u32 kept(struct record_pace *pace, double rate_hz, u32 seconds, bool (*hole)(u64 number))
{
	u64 scans = (u64)(rate_hz * seconds);
	u32 count = 0;

	for (u64 i = 0; i < scans; i++) {
		if (!hole || !hole(i))
			count += record_pace_take(pace, (s64)((double)i * MICRO / rate_hz));
	}
	return count;
}

CASE(as_many_are_kept_as_were_asked_for)
{
	static const double asked[] = { 1, 7, 10, 75, 99.9, 100, 120, 151 };

	for (size_t i = 0; i < ARRAY_SIZE(asked); i++) {
		struct record_pace pace = record_pace_new(151.515152, true, asked[i]);
		double wanted = asked[i] * 20;
		u32 count = kept(&pace, 151.515152, 20, NULL);

		assert_in_range(count, (u64)wanted, (u64)wanted + 1);
		assert_int_equal(record_pace_dropped(&pace), 0);
	}
}

CASE(each_that_is_kept_is_the_nearest_to_its_moment)
{
	const double rate_hz = 1190.47619, asked_hz = 300;
	struct record_pace pace = record_pace_new(rate_hz, true, asked_hz);
	u32 count = 0;

	for (u32 i = 0; i < 5000; i++) {
		double at_us = i * MICRO / rate_hz;

		if (!record_pace_take(&pace, (s64)at_us))
			continue;
		assert_true(at_us - count * MICRO / asked_hz <= MICRO / rate_hz / 2 + 1);
		assert_true(count * MICRO / asked_hz - at_us <= MICRO / rate_hz / 2 + 1);
		count++;
	}
	assert_in_range(count, 1259, 1261);
}

CASE(all_are_kept_where_there_are_no_more)
{
	static const double asked[] = { 0, 151.5152, 151.6, 2000 };

	for (size_t i = 0; i < ARRAY_SIZE(asked); i++) {
		struct record_pace pace = record_pace_new(151.515152, true, asked[i]);

		assert_int_equal(kept(&pace, 151.515152, 10, NULL), 1515);
	}
}

/* The chip's oscillator is a tenth slow, whatever its driver says of its rate. */
CASE(the_chip_s_own_clock_does_not_change_what_is_kept)
{
	struct record_pace pace = record_pace_new(151.515152, true, 50);

	assert_in_range(kept(&pace, 137.7, 20, NULL), 999, 1001);
	assert_int_equal(record_pace_dropped(&pace), 0);
}

static bool one_second_long(u64 number)
{
	return number >= 1000 && number < 1100;
}

CASE(a_hole_is_counted_and_not_made_up_for)
{
	struct record_pace all = record_pace_new(100, true, 0);
	struct record_pace some = record_pace_new(100, true, 10);

	assert_int_equal(kept(&all, 100, 20, one_second_long), 1900);
	assert_int_equal(record_pace_dropped(&all), 100);
	assert_in_range(kept(&some, 100, 20, one_second_long), 189, 191);
	assert_int_equal(record_pace_dropped(&some), 100);
}

CASE(a_recording_that_ends_in_a_hole_counts_it)
{
	struct record_pace pace = record_pace_new(100, true, 0);
	struct record_pace never = record_pace_new(100, true, 0);

	assert_int_equal(kept(&pace, 100, 1, NULL), 100);
	record_pace_end(&pace, 1005000);
	assert_int_equal(record_pace_dropped(&pace), 0);
	record_pace_end(&pace, 2 * 1000000);
	assert_int_equal(record_pace_dropped(&pace), 100);
	record_pace_end(&never, 1000000);
	assert_int_equal(record_pace_dropped(&never), 0);
}

CASE(without_a_rate_nothing_is_missing)
{
	struct record_pace pace = record_pace_new(0, true, 0);

	assert_true(record_pace_take(&pace, 5));
	assert_true(record_pace_take(&pace, 1000000000));
	assert_int_equal(record_pace_dropped(&pace), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(as_many_are_kept_as_were_asked_for),
		cmocka_unit_test(each_that_is_kept_is_the_nearest_to_its_moment),
		cmocka_unit_test(all_are_kept_where_there_are_no_more),
		cmocka_unit_test(the_chip_s_own_clock_does_not_change_what_is_kept),
		cmocka_unit_test(a_hole_is_counted_and_not_made_up_for),
		cmocka_unit_test(a_recording_that_ends_in_a_hole_counts_it),
		cmocka_unit_test(without_a_rate_nothing_is_missing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
