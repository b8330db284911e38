// SPDX-License-Identifier: GPL-2.0-only
/* What the live view remembers and how it scales it. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "tools/rails/live.h"

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

static void energy_is_the_area_under_the_power(void **state)
{
	(void)state;
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

static void extremes_are_those_seen(void **state)
{
	(void)state;
	assert_true(isnan(live.rails[0].least));
	add(1, 1, S);
	add(-0.5, 1, 2 * S);
	add(NAN, 1, 3 * S);
	assert_true(live.rails[0].least == -0.5 && live.rails[0].most == 1);
}

static void the_sparkline_ends_with_what_is_newest(void **state)
{
	int eighths[4];

	(void)state;
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

static void the_bar_ends_at_the_limit_that_matters(void **state)
{
	(void)state;
	rail.value[RAIL_AMPERES] = 1;
	assert_int_equal(live_bar(&rail, 2, 12), 6);
	rail.value[RAIL_WARNING_A] = 4;
	assert_int_equal(live_bar(&rail, 2, 12), 3);
	rail.value[RAIL_CRITICAL_A] = 3;
	assert_int_equal(live_bar(&rail, 2, 12), 4);
	rail.value[RAIL_CRITICAL_A] = 32.76;
	assert_int_equal(live_bar(&rail, 2, 12), 3);
	rail.value[RAIL_AMPERES] = 5;
	assert_int_equal(live_bar(&rail, 2, 12), 12);
	rail.value[RAIL_AMPERES] = -1;
	assert_int_equal(live_bar(&rail, 2, 12), 0);
	rail.value[RAIL_AMPERES] = NAN;
	assert_int_equal(live_bar(&rail, 2, 12), 0);
}

static void an_alarm_is_remembered_with_its_time(void **state)
{
	(void)state;
	add(1, 1, S);
	assert_true(live.rails[0].alarmed_ns == 0);
	rail.value[RAIL_WARNING_ALARM] = 1;
	add(1, 1, 2 * S);
	rail.value[RAIL_WARNING_ALARM] = 0;
	add(1, 1, 3 * S);
	assert_true(live.rails[0].alarmed_ns == 2 * S);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(energy_is_the_area_under_the_power, begin, end),
		cmocka_unit_test_setup_teardown(extremes_are_those_seen, begin, end),
		cmocka_unit_test_setup_teardown(the_sparkline_ends_with_what_is_newest, begin, end),
		cmocka_unit_test_setup_teardown(the_bar_ends_at_the_limit_that_matters, begin, end),
		cmocka_unit_test_setup_teardown(an_alarm_is_remembered_with_its_time, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
