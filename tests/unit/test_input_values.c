// SPDX-License-Identifier: GPL-2.0-only
/* Input scripts: the voltage at a time, against closed forms. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/input.h"
#include "tests/unit/test.h"

#define MS RG_NS_PER_MS
#define S RG_NS_PER_S
#define ROOM 64
/* not a multiple of any period below */
#define START (100 * S + 300 * MS)

struct script {
	struct input in;
	struct input_segment segments[ROOM];
};

static void make(struct script *s, const char *text)
{
	struct input_error error;

	if (input_parse(&s->in, text, strlen(text), s->segments, ROOM, &error) < 0)
		fail_msg("%s: at %zu: %s", text, error.offset, error.reason);
}

CASE(a_constant_is_the_same_at_all_times)
{
	struct script s;

	make(&s, "5000000");
	assert_int_equal(input_uv(&s.in, 0), 5000000);
	assert_int_equal(input_uv(&s.in, U64_MAX), 5000000);
	assert_true(input_constant_until_ns(&s.in, 0) == INPUT_FOREVER);
	assert_true(input_constant_until_ns(&s.in, 77 * S) == INPUT_FOREVER);
}

CASE(a_constant_can_be_made_without_a_text)
{
	struct input_segment segment;
	struct input in;

	input_constant(&in, &segment, -163840);
	assert_int_equal(input_uv(&in, 5), -163840);
	assert_true(input_constant_until_ns(&in, 5) == INPUT_FOREVER);
}

CASE(held_levels_follow_each_other_and_the_last_one_stays)
{
	struct script s;

	make(&s, "hold 1s 5V 3V; hold 500ms -1V");
	assert_int_equal(input_uv(&s.in, 0), 5000000);
	assert_int_equal(input_uv(&s.in, S - 1), 5000000);
	assert_int_equal(input_uv(&s.in, S), 3000000);
	assert_int_equal(input_uv(&s.in, 2 * S), -1000000);
	assert_int_equal(input_uv(&s.in, 100 * S), -1000000);
	assert_true(input_constant_until_ns(&s.in, 0) == S);
	assert_true(input_constant_until_ns(&s.in, S - 1) == S);
	assert_true(input_constant_until_ns(&s.in, S) == 2 * S);
	assert_true(input_constant_until_ns(&s.in, 2 * S) == INPUT_FOREVER);
}

CASE(a_level_at_the_end_takes_over_from_the_last_item)
{
	struct script s;

	make(&s, "hold 1s 5V; 7");
	assert_int_equal(input_uv(&s.in, S - 1), 5000000);
	assert_int_equal(input_uv(&s.in, S), 7);
	assert_int_equal(input_uv(&s.in, 9 * S), 7);
	assert_true(input_constant_until_ns(&s.in, 0) == S);
	assert_true(input_constant_until_ns(&s.in, S) == INPUT_FOREVER);
}

CASE(equal_levels_in_a_row_are_one_constant)
{
	struct script s;

	make(&s, "hold 1s 5V 5V 5V 4V; ramp 1s 4V 4V; hold 1s 4V");
	assert_true(input_constant_until_ns(&s.in, 0) == 3 * S);
	assert_true(input_constant_until_ns(&s.in, 3 * S) == INPUT_FOREVER);
}

CASE(a_ramp_is_the_nearest_point_of_its_line)
{
	static const char *const texts[] = { "ramp 1s 0 1V", "ramp 1s 1V -1V",
					     "ramp 777us -163840 163840" };
	static const double from[] = { 0, 1e6, -163840 };
	static const double to[] = { 1e6, -1e6, 163840 };
	static const u64 duration_ns[] = { S, S, 777000 };

	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		struct script s;

		make(&s, texts[i]);
		for (u64 k = 0; k <= 1000; k++) {
			u64 at_ns = duration_ns[i] * k / 1000;
			double exact = from[i] +
				       (to[i] - from[i]) * (double)at_ns / (double)duration_ns[i];

			assert_true(fabs(input_uv(&s.in, at_ns) - exact) <= 0.5000001);
		}
		assert_int_equal(input_uv(&s.in, duration_ns[i] + 1), (int)to[i]);
		assert_true(input_constant_until_ns(&s.in, 0) == 0);
		assert_true(input_constant_until_ns(&s.in, 5000) == 5000);
		assert_true(input_constant_until_ns(&s.in, duration_ns[i]) == INPUT_FOREVER);
	}
}

CASE(a_ramp_through_several_levels_meets_each_at_its_time)
{
	struct script s;

	make(&s, "ramp 11.7ms 1000 2000 500 500");
	assert_int_equal(input_uv(&s.in, 0), 1000);
	assert_int_equal(input_uv(&s.in, 11700000), 2000);
	assert_int_equal(input_uv(&s.in, 11700000 / 2), 1500);
	assert_int_equal(input_uv(&s.in, 23400000), 500);
	assert_true(input_constant_until_ns(&s.in, 23400000) == INPUT_FOREVER);
}

CASE(the_longest_and_steepest_ramp_stays_within_its_bound)
{
	struct script s;

	make(&s, "ramp 1000000s -500V 500V");
	for (u64 k = 0; k <= 1000; k++) {
		double exact = -500e6 + 1e6 * (double)k;

		assert_true(fabs(input_uv(&s.in, k * 1000 * S) - exact) <= 1 + 500);
	}
}

CASE(a_sine_follows_the_function_of_that_name)
{
	static const struct {
		const char *text;
		double mean, amplitude, period_s;
	} rows[] = {
		{ "sine 10s 5V 100mV 50ms", 5e6, 1e5, 0.05 },
		{ "sine 10s 0 -160mV 1s", 0, -1.6e5, 1 },
		{ "sine 10s 13V 13V 9.999s", 13e6, 13e6, 9.999 },
		{ "sine 10s 0 500V 1.000000007s", 0, 5e8, 1.000000007 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct script s;

		make(&s, rows[i].text);
		for (u64 at_ns = 0; at_ns < 10 * S; at_ns += 7654321) {
			double angle = 2 * M_PI *
				       fmod((double)at_ns * 0.000000001, rows[i].period_s) /
				       rows[i].period_s;
			double exact = rows[i].mean + rows[i].amplitude * sin(angle);

			assert_true(fabs(input_uv(&s.in, at_ns) - exact) <=
				    1 + 0.000001 * fabs(rows[i].amplitude));
			assert_true(input_constant_until_ns(&s.in, at_ns) == at_ns);
		}
	}
}

CASE(a_sine_starts_at_its_mean_and_peaks_at_a_quarter)
{
	struct script s;

	make(&s, "sine 1s 5V 100mV 40ms");
	assert_int_equal(input_uv(&s.in, 0), 5000000);
	assert_int_equal(input_uv(&s.in, 10 * MS), 5100000);
	assert_int_equal(input_uv(&s.in, 20 * MS), 5000000);
	assert_int_equal(input_uv(&s.in, 30 * MS), 4900000);
	assert_int_equal(input_uv(&s.in, 40 * MS), 5000000);
}

CASE(a_sine_that_ends_stays_where_it_was)
{
	struct script s;

	make(&s, "sine 10ms 5V 100mV 40ms");
	assert_int_equal(input_uv(&s.in, 10 * MS), 5100000);
	assert_int_equal(input_uv(&s.in, S), 5100000);
	assert_true(input_constant_until_ns(&s.in, 10 * MS) == INPUT_FOREVER);
}

CASE(a_loop_repeats_for_ever)
{
	struct script s;

	make(&s, "hold 1s 1V; ramp 1s 1V 2V; loop");
	for (u64 k = 0; k < 1000000; k += 9973) {
		assert_int_equal(input_uv(&s.in, 2 * k * S), 1000000);
		assert_int_equal(input_uv(&s.in, 2 * k * S + 1500 * MS), 1500000);
		assert_true(input_constant_until_ns(&s.in, 2 * k * S + 7) == (2 * k + 1) * S);
	}
}

CASE(a_script_starts_at_its_start)
{
	struct script s;

	make(&s, "ramp 1s 1V 2V; hold 1s 3V; loop");
	s.in.start_ns = START;
	assert_int_equal(input_uv(&s.in, 0), 1000000);
	assert_int_equal(input_uv(&s.in, START), 1000000);
	assert_int_equal(input_uv(&s.in, START + 500 * MS), 1500000);
	assert_true(input_constant_until_ns(&s.in, 3 * S) == START);
	assert_true(input_constant_until_ns(&s.in, START + S) == START + 2 * S);
}

/* Mean, variance and neighbours of a uniform distribution over -n .. n. */
CASE(noise_is_uniform_and_its_values_are_unrelated)
{
	const double n = 2000, count = 200000;
	double sum = 0, squares = 0, products = 0, previous = 0;
	s32 least = 0, most = 0;
	struct script s;

	make(&s, "5V; noise 2mV seed 7");
	for (u64 k = 0; k < (u64)count; k++) {
		s32 deviation = input_uv(&s.in, k * RG_NS_PER_US) - 5000000;

		sum += deviation;
		squares += (double)deviation * deviation;
		products += deviation * previous;
		previous = deviation;
		least = min(least, deviation);
		most = max(most, deviation);
	}
	assert_int_equal(least, -2000);
	assert_int_equal(most, 2000);
	assert_true(fabs(sum / count) < 5 * n / sqrt(3 * count));
	assert_true(fabs(squares / count / (n * (n + 1) / 3) - 1) < 0.01);
	assert_true(fabs(products / squares) < 5 / sqrt(count));
}

CASE(noise_is_the_same_for_the_same_seed_and_time_only)
{
	struct script a, b, c;
	unsigned int same = 0;

	make(&a, "noise 2mV seed 7; 5V");
	make(&b, "5V; noise 2mV seed 7");
	make(&c, "5V; noise 2mV seed 8");
	for (u64 k = 1000; k-- > 0;) {
		assert_int_equal(input_uv(&a.in, k * MS), input_uv(&b.in, k * MS));
		same += input_uv(&a.in, k * MS) == input_uv(&c.in, k * MS);
	}
	assert_true(same < 10);
}

CASE(noise_lasts_as_long_as_it_says)
{
	struct script s;

	make(&s, "hold 10ms 0; hold 10ms 1V; noise 1mV every 3ms");
	assert_int_equal(input_uv(&s.in, 0), input_uv(&s.in, 3 * MS - 1));
	assert_int_not_equal(input_uv(&s.in, 0), input_uv(&s.in, 3 * MS));
	assert_true(input_constant_until_ns(&s.in, 1) == 3 * MS);
	assert_true(input_constant_until_ns(&s.in, 9 * MS) == 10 * MS);
	assert_true(input_constant_until_ns(&s.in, 10 * MS) == 12 * MS);
	assert_true(input_constant_until_ns(&s.in, 40 * MS) == 42 * MS);
}

CASE(extremes_do_not_overflow)
{
	struct script s;

	make(&s, "sine 1000000s 500V 500V 1000000s; noise 500V; loop");
	for (u64 k = 0; k < 4000; k++) {
		s32 uv = input_uv(&s.in, k * 250 * S);

		assert_true(uv >= -500000000 && uv <= 1500000000);
	}
}

/* The promise of constancy, checked against the values themselves. */
CASE(nothing_changes_before_the_time_that_was_promised)
{
	static const char *const texts[] = {
		"hold 1ms 1 2 2 3; ramp 1ms 3 5; hold 2ms 5; loop",
		"hold 1ms 1; sine 2ms 0 9 1ms; hold 1ms 0; 0",
		"hold 1ms 1 1; noise 5 every 300us; loop",
	};

	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		struct script s;
		u64 until_ns = 0;
		s32 uv = 0;

		make(&s, texts[i]);
		s.in.start_ns = 2 * MS;
		for (u64 at_ns = 0; at_ns < 30 * MS; at_ns += 10007) {
			if (at_ns < until_ns)
				assert_int_equal(input_uv(&s.in, at_ns), uv);
			uv = input_uv(&s.in, at_ns);
			until_ns = input_constant_until_ns(&s.in, at_ns);
			assert_true(until_ns >= at_ns);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_constant_is_the_same_at_all_times),
		cmocka_unit_test(a_constant_can_be_made_without_a_text),
		cmocka_unit_test(held_levels_follow_each_other_and_the_last_one_stays),
		cmocka_unit_test(a_level_at_the_end_takes_over_from_the_last_item),
		cmocka_unit_test(equal_levels_in_a_row_are_one_constant),
		cmocka_unit_test(a_ramp_is_the_nearest_point_of_its_line),
		cmocka_unit_test(a_ramp_through_several_levels_meets_each_at_its_time),
		cmocka_unit_test(the_longest_and_steepest_ramp_stays_within_its_bound),
		cmocka_unit_test(a_sine_follows_the_function_of_that_name),
		cmocka_unit_test(a_sine_starts_at_its_mean_and_peaks_at_a_quarter),
		cmocka_unit_test(a_sine_that_ends_stays_where_it_was),
		cmocka_unit_test(a_loop_repeats_for_ever),
		cmocka_unit_test(a_script_starts_at_its_start),
		cmocka_unit_test(noise_is_uniform_and_its_values_are_unrelated),
		cmocka_unit_test(noise_is_the_same_for_the_same_seed_and_time_only),
		cmocka_unit_test(noise_lasts_as_long_as_it_says),
		cmocka_unit_test(extremes_do_not_overflow),
		cmocka_unit_test(nothing_changes_before_the_time_that_was_promised),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
