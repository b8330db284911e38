// SPDX-License-Identifier: GPL-2.0-only
/* Measuring recorded LED waveforms: what a demo or a test says of them must be true. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "core/port.h"
#include "tests/unit/test.h"
#include "tools/led/pattern.h"
#include "tools/led/trace.h"

#define S 1000000000ULL
#define TINY 0.000000001

static int read_text(struct led_trace *trace, const char *text)
{
	FILE *file = fmemopen((void *)text, strlen(text), "r");
	int err;

	assert_non_null(file);
	err = led_trace_read(trace, file);
	fclose(file);
	return err;
}

CASE(a_trace_is_read_with_comments_and_further_columns)
{
	struct led_trace trace;

	assert_int_equal(read_text(&trace, "# time level\n10 0\n20 255 changed\n\n30 7\n"), 0);
	assert_int_equal(trace.count, 3);
	assert_int_equal(trace.changes[1].time_ns, 20);
	assert_int_equal(trace.changes[1].level, 255);
	led_trace_free(&trace);
}

CASE(a_trace_that_is_no_trace_is_refused)
{
	static const char *const bad[] = { "ten 0\n", "10\n", "20 1\n10 0\n" };
	struct led_trace trace;

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		assert_int_equal(read_text(&trace, bad[i]), -EINVAL);
		assert_null(trace.changes);
	}
}

CASE(levels_hold_until_the_next_change)
{
	struct led_trace trace;

	assert_int_equal(read_text(&trace, "100 1\n200 2\n300 3\n"), 0);
	assert_int_equal(led_trace_level(&trace, 0), 1);
	assert_int_equal(led_trace_level(&trace, 199), 1);
	assert_int_equal(led_trace_level(&trace, 200), 2);
	assert_int_equal(led_trace_level(&trace, 299), 2);
	assert_int_equal(led_trace_level(&trace, 1000), 3);
	led_trace_free(&trace);
}

CASE(skipping_keeps_the_level_in_force)
{
	struct led_trace trace;

	assert_int_equal(read_text(&trace, "100 1\n200 2\n300 3\n"), 0);
	led_trace_skip(&trace, 250);
	assert_int_equal(trace.count, 2);
	assert_int_equal(trace.changes[0].time_ns, 250);
	assert_int_equal(trace.changes[0].level, 2);
	assert_int_equal(trace.changes[1].time_ns, 300);
	led_trace_free(&trace);
}

CASE(the_in_tree_triangle_of_3472_ms_is_measured_as_such)
{
	struct led_trace trace;
	struct led_periods periods;

	assert_int_equal(read_text(&trace, "0 0\n1736000000 255\n2000000000 0\n5208000000 255\n"
					   "5472000000 0\n8680000000 255\n8944000000 0\n"),
			 0);
	periods = led_trace_periods(&trace);
	assert_true(periods.count >= 1);
	assert_true(fabs(periods.mean_ns - 3.472e9) < 1);
	led_trace_free(&trace);
}

CASE(a_trace_without_two_rises_has_no_period)
{
	struct led_trace trace;

	assert_int_equal(read_text(&trace, "0 0\n10 255\n20 0\n"), 0);
	assert_int_equal(led_trace_periods(&trace).count, 0);
	led_trace_free(&trace);
}

CASE(the_exact_waveform_follows_the_published_examples)
{
	struct pattern pattern;

	assert_int_equal(pattern_parse(&pattern, "0 1000 255 2000", 255), 0);
	assert_true(pattern.period_ns == 3 * S);
	assert_true(fabs(pattern_exact(&pattern, S / 2) - 127.5) < TINY);
	assert_true(fabs(pattern_exact(&pattern, 2 * S) - 127.5) < TINY);
	assert_true(fabs(pattern_exact(&pattern, 4 * S) - 255) < TINY);
	pattern_free(&pattern);

	assert_int_equal(pattern_parse(&pattern, "0 1000 0 0 255 2000 255 0", 255), 0);
	assert_true(fabs(pattern_exact(&pattern, S - 1)) < TINY);
	assert_true(fabs(pattern_exact(&pattern, S) - 255) < TINY);
	assert_true(fabs(pattern_exact(&pattern, 3 * S - 1) - 255) < TINY);
	pattern_free(&pattern);
}

CASE(a_pattern_the_led_cannot_show_is_refused)
{
	struct pattern pattern;

	assert_int_equal(pattern_parse(&pattern, "0 100 2 100", 1), -EINVAL);
	assert_int_equal(pattern_parse(&pattern, "", 1), -EINVAL);
	assert_int_equal(pattern_parse(&pattern, "0 0 1 0", 1), -EINVAL);
}

/* An LED that stays off under a full triangle is off by the triangle's mean. */
CASE(the_level_error_of_a_dead_led_is_half_the_triangle)
{
	struct pattern pattern;
	struct led_trace trace;

	assert_int_equal(pattern_parse(&pattern, "0 1000 255 2000", 255), 0);
	assert_int_equal(read_text(&trace, "5 0\n"), 0);
	assert_true(fabs(led_trace_level_error(&trace, &pattern, 6 * S) - 127.5) < 0.01);
	led_trace_free(&trace);
	pattern_free(&pattern);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_trace_is_read_with_comments_and_further_columns),
		cmocka_unit_test(a_trace_that_is_no_trace_is_refused),
		cmocka_unit_test(levels_hold_until_the_next_change),
		cmocka_unit_test(skipping_keeps_the_level_in_force),
		cmocka_unit_test(the_in_tree_triangle_of_3472_ms_is_measured_as_such),
		cmocka_unit_test(a_trace_without_two_rises_has_no_period),
		cmocka_unit_test(the_exact_waveform_follows_the_published_examples),
		cmocka_unit_test(a_pattern_the_led_cannot_show_is_refused),
		cmocka_unit_test(the_level_error_of_a_dead_led_is_half_the_triangle),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
