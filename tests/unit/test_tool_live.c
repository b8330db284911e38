// SPDX-License-Identifier: GPL-2.0-only
/* The memory of the live view, and its scales. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "core/port.h"
#include "tests/unit/test.h"
#include "tools/rails/live_history.h"

#define S RG_NS_PER_S
#define TINY 0.000000001

static struct live live;
static struct rail rail;
static struct rails rails = { .rails = &rail, .count = 1 };

static int begin(void **state)
{
	(void)state;
	for (u32 i = 0; i < RAIL_VALUES; i++)
		rail.value[i] = NAN;
	return live_begin(&live, 1);
}

static int end(void **state)
{
	(void)state;
	live_end(&live);
	return 0;
}

static void add(double amperes, double watts, u64 now_ns)
{
	rail.value[RAIL_AMPERES] = amperes;
	rail.value[RAIL_WATTS] = watts;
	live_add(&live, &rails, now_ns);
}

CASE(energy_is_the_area_under_the_power)
{
	add(1, 2, 5 * S);
	assert_true(live.rails[0].joules == 0);
	add(1, 4, 7 * S);
	assert_true(fabs(live.rails[0].joules - 6) < TINY);
	add(NAN, NAN, 8 * S);
	add(1, 4, 9 * S);
	assert_true(fabs(live.rails[0].joules - 6) < TINY);
	live_forget(&live);
	assert_true(live.rails[0].joules == 0);
}

CASE(extremes_are_those_seen)
{
	assert_true(isnan(live.rails[0].least));
	add(1, 1, S);
	add(-0.5, 1, 2 * S);
	add(NAN, 1, 3 * S);
	assert_true(live.rails[0].least == -0.5 && live.rails[0].most == 1);
}

CASE(a_current_between_two_readings_may_be_an_extreme)
{
	int eighths[2];

	add(1, 5, S);
	live_current(&live, 0, 3);
	live_current(&live, 0, NAN);
	add(1, 5, 2 * S);
	assert_true(live.rails[0].least == 1 && live.rails[0].most == 3);
	assert_true(fabs(live.rails[0].joules - 5) < TINY);
	live_sparkline(&live, 0, eighths, 2);
	assert_true(eighths[0] == 8 && eighths[1] == 8);
}

CASE(extremes_begin_anew_with_the_last_reading)
{
	add(3, 1, S);
	add(2, 1, 2 * S);
	live_forget(&live);
	assert_true(live.rails[0].least == 2 && live.rails[0].most == 2);
	live_current(&live, 0, 3);
	assert_true(live.rails[0].least == 2 && live.rails[0].most == 3);
}

CASE(the_sparkline_ends_with_what_is_newest)
{
	int eighths[4];

	add(0, 0, S);
	add(2, 0, 2 * S);
	add(1, 0, 3 * S);
	live_sparkline(&live, 0, eighths, 4);
	assert_int_equal(eighths[0], -1);
	assert_int_equal(eighths[1], 0);
	assert_int_equal(eighths[2], 8);
	assert_int_equal(eighths[3], 4);
	for (u32 i = 0; i < 2 * LIVE_POINTS; i++)
		add(3, 0, (4 + i) * S);
	live_sparkline(&live, 0, eighths, 4);
	assert_int_equal(eighths[0], 8);
}

static u32 bar(double most, u32 columns)
{
	struct live_share share = live_compare(&rail, most);

	return live_bar(&share, columns);
}

CASE(the_bar_ends_at_the_limit_that_matters)
{
	rail.value[RAIL_AMPERES] = 1;
	assert_int_equal(bar(2, 12), 6);
	rail.value[RAIL_WARNING_A] = 4;
	assert_int_equal(bar(2, 12), 3);
	rail.value[RAIL_CRITICAL_A] = 3;
	assert_int_equal(bar(2, 12), 4);
	rail.value[RAIL_CRITICAL_A] = 32.76;
	assert_int_equal(bar(2, 12), 3);
	rail.value[RAIL_AMPERES] = 5;
	assert_int_equal(bar(2, 12), 12);
	rail.value[RAIL_AMPERES] = -1;
	assert_int_equal(bar(2, 12), 0);
	rail.value[RAIL_AMPERES] = NAN;
	assert_int_equal(bar(2, 12), 0);
	rail.value[RAIL_AMPERES] = 0;
	assert_int_equal(bar(0, 12), 0);
}

CASE(a_share_is_of_the_limit_that_matters_and_says_which)
{
	rail.value[RAIL_AMPERES] = 3;
	assert_int_equal(live_compare(&rail, 4).of, RAIL_AMPERES);
	rail.value[RAIL_WARNING_A] = 2;
	assert_int_equal(live_compare(&rail, 4).of, RAIL_WARNING_A);
	assert_true(live_compare(&rail, 4).part == 1.5);
	rail.value[RAIL_CRITICAL_A] = 6;
	assert_int_equal(live_compare(&rail, 4).of, RAIL_CRITICAL_A);
	assert_true(live_compare(&rail, 4).part == 0.5);
}

CASE(an_alarm_is_seen_after_it_is_over)
{
	bool now;

	assert_int_equal(live_worst(&live.rails[0], &now), RAIL_VALUES);
	live_alarm(&live, 0, RAIL_WARNING_ALARM, true, 1, S);
	assert_int_equal(live_worst(&live.rails[0], &now), RAIL_WARNING_ALARM);
	assert_true(now);
	live_alarm(&live, 0, RAIL_CRITICAL_ALARM, true, 1, 2 * S);
	assert_int_equal(live_worst(&live.rails[0], &now), RAIL_CRITICAL_ALARM);
	live_alarm(&live, 0, RAIL_CRITICAL_ALARM, false, 0, 3 * S);
	assert_int_equal(live_worst(&live.rails[0], &now), RAIL_WARNING_ALARM);
	assert_true(now);
	live_alarm(&live, 0, RAIL_WARNING_ALARM, false, 0, 4 * S);
	assert_int_equal(live_worst(&live.rails[0], &now), RAIL_CRITICAL_ALARM);
	assert_false(now);
	assert_int_equal(live.rails[0].alarms, 2);
	assert_true(live.rails[0].alarmed_ns == 4 * S);
	live_forget(&live);
	assert_int_equal(live_worst(&live.rails[0], &now), RAIL_VALUES);
	assert_int_equal(live.rails[0].alarms, 0);
}

CASE(an_alarm_that_had_passed_is_seen_too)
{
	bool now;

	live_alarm(&live, 0, RAIL_CRITICAL_ALARM, false, 3, S);
	assert_int_equal(live_worst(&live.rails[0], &now), RAIL_CRITICAL_ALARM);
	assert_false(now);
	assert_int_equal(live.rails[0].alarms, 3);
}

CASE(an_alarm_that_lasts_is_not_forgotten)
{
	bool now;

	live_alarm(&live, 0, RAIL_MINIMUM_ALARM, true, 1, S);
	live_forget(&live);
	assert_int_equal(live_worst(&live.rails[0], &now), RAIL_MINIMUM_ALARM);
	assert_true(now);
	assert_int_equal(live.rails[0].alarms, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(energy_is_the_area_under_the_power, begin, end),
		cmocka_unit_test_setup_teardown(extremes_are_those_seen, begin, end),
		cmocka_unit_test_setup_teardown(a_current_between_two_readings_may_be_an_extreme,
						begin, end),
		cmocka_unit_test_setup_teardown(extremes_begin_anew_with_the_last_reading, begin,
						end),
		cmocka_unit_test_setup_teardown(the_sparkline_ends_with_what_is_newest, begin, end),
		cmocka_unit_test_setup_teardown(the_bar_ends_at_the_limit_that_matters, begin, end),
		cmocka_unit_test_setup_teardown(a_share_is_of_the_limit_that_matters_and_says_which,
						begin, end),
		cmocka_unit_test_setup_teardown(an_alarm_is_seen_after_it_is_over, begin, end),
		cmocka_unit_test_setup_teardown(an_alarm_that_had_passed_is_seen_too, begin, end),
		cmocka_unit_test_setup_teardown(an_alarm_that_lasts_is_not_forgotten, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
