// SPDX-License-Identifier: GPL-2.0-only
/* The linear waveform, in tables worked out by hand. */
#include <stdio.h>
#include <stdlib.h>

#include "core/pattern.h"
#include "core/waveform.h"
#include "tests/unit/test.h"

#define MS 1000000ULL
static struct waveform waveform_of(const struct pattern_tuple *tuples, size_t count, u32 max)
{
	struct waveform w;

	assert_int_equal(waveform_init(&w, tuples, (u32)count, WAVEFORM_LINEAR, max), 0);
	return w;
}

/* The tuples live as long as the block the macro is used in. */
#define WAVEFORM(max, ...)                                                                         \
	waveform_of((struct pattern_tuple[]){ __VA_ARGS__ },                                       \
		    ARRAY_SIZE(((struct pattern_tuple[]){ __VA_ARGS__ })), max)

static u32 level_at(const struct waveform *w, u64 position_ns)
{
	struct waveform_place place = {};
	u32 level;

	waveform_look(w, &place, waveform_position(w, position_ns), 1, &level);
	return level;
}

static u32 level_before(const struct waveform *w, u64 position_ns)
{
	return waveform_level_before(w, waveform_position(w, position_ns));
}

static struct waveform_change change_at(const struct waveform *w, u64 position_ns, u64 interval_ns)
{
	struct waveform_place place = {};
	u32 level;

	return waveform_look(w, &place, waveform_position(w, position_ns), interval_ns, &level);
}

struct sample {
	u64 position_ns;
	u32 level;
};

static void expect_samples(const struct waveform *w, const struct sample *samples, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		assert_int_equal(level_at(w, samples[i].position_ns), samples[i].level);
}

#define EXPECT_SAMPLES(w, ...)                                                                     \
	expect_samples(w, (struct sample[]){ __VA_ARGS__ },                                        \
		       ARRAY_SIZE(((struct sample[]){ __VA_ARGS__ })))

CASE(the_published_triangle_rises_one_second_and_falls_two)
{
	struct waveform w = WAVEFORM(255, { 0, 1000 }, { 255, 2000 });

	assert_int_equal(w.period_ns, 3000 * MS);
	EXPECT_SAMPLES(&w, { 0, 0 }, { 1000 * MS, 255 }, { 200 * MS, 51 }, { 400 * MS, 102 },
		       { 800 * MS, 204 }, { 1400 * MS, 204 }, { 2200 * MS, 102 }, { 2600 * MS, 51 },
		       { 3000 * MS - 1, 0 });
	assert_int_equal(level_before(&w, 3000 * MS), 0);
}

CASE(the_published_square_is_off_one_second_and_on_two)
{
	struct waveform w = WAVEFORM(255, { 0, 1000 }, { 0, 0 }, { 255, 2000 }, { 255, 0 });

	assert_int_equal(w.period_ns, 3000 * MS);
	EXPECT_SAMPLES(&w, { 0, 0 }, { 1000 * MS - 1, 0 }, { 1000 * MS, 255 },
		       { 3000 * MS - 1, 255 });
	assert_int_equal(change_at(&w, 0, 50 * MS).after_ns, 1000 * MS);
	assert_int_equal(change_at(&w, 1000 * MS, 50 * MS).after_ns, 2000 * MS);
	assert_int_equal(level_before(&w, 3000 * MS), 255);
}

CASE(halves_are_rounded_up_on_the_way_up_and_down)
{
	/* 2 levels in 200 ms: x.5 after 50 and 150 ms, to the nanosecond. */
	struct waveform w = WAVEFORM(255, { 6, 200 }, { 8, 200 });

	EXPECT_SAMPLES(&w, { 50 * MS - 1, 6 }, { 50 * MS, 7 }, { 150 * MS - 1, 7 }, { 150 * MS, 8 },
		       { 250 * MS, 8 }, { 250 * MS + 1, 7 }, { 350 * MS, 7 }, { 350 * MS + 1, 6 });
	assert_int_equal(change_at(&w, 0, 1).after_ns, 50 * MS);
	assert_int_equal(change_at(&w, 150 * MS, 1).after_ns, 100 * MS + 1);
}

CASE(tuples_below_50_ms_are_steps_and_from_50_ms_ramps)
{
	struct waveform w = WAVEFORM(255, { 0, 49 }, { 100, 50 });

	EXPECT_SAMPLES(&w, { 0, 0 }, { 49 * MS - 1, 0 }, { 49 * MS, 100 }, { 74 * MS, 50 },
		       { 99 * MS - 1, 0 });
}

CASE(a_tuple_of_no_duration_is_still_the_target_of_a_ramp)
{
	struct waveform w = WAVEFORM(255, { 0, 100 }, { 200, 0 }, { 0, 100 });

	EXPECT_SAMPLES(&w, { 50 * MS, 100 }, { 100 * MS - 1, 200 }, { 100 * MS, 0 },
		       { 200 * MS - 1, 0 });
}

CASE(leading_and_only_lasting_tuples_may_be_anywhere)
{
	struct waveform w = WAVEFORM(255, { 9, 0 }, { 8, 0 }, { 7, 30 }, { 6, 0 });

	assert_int_equal(w.period_ns, 30 * MS);
	EXPECT_SAMPLES(&w, { 0, 7 }, { 30 * MS - 1, 7 });
	assert_int_equal(change_at(&w, 0, 1).after_ns, WAVEFORM_NEVER);
}

CASE(the_end_is_the_target_of_the_last_ramp_or_the_last_level)
{
	static const struct {
		struct pattern_tuple tuples[3];
		u32 count;
		u32 end;
	} rows[] = {
		{ { { 0, 1000 }, { 255, 1000 } }, 2, 0 },
		{ { { 10, 1000 }, { 200, 70 } }, 2, 10 },
		{ { { 0, 120 }, { 255, 0 } }, 2, 255 },
		{ { { 0, 1000 }, { 255, 49 } }, 2, 255 },
		{ { { 5, 100 }, { 5, 100 } }, 2, 5 },
		{ { { 1, 100 }, { 3, 0 }, { 5, 0 } }, 3, 3 },
		{ { { 1, 100 }, { 2, 0 }, { 3, 0 } }, 3, 1 },
		{ { { 1, 49 }, { 2, 0 }, { 3, 0 } }, 3, 1 },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		struct waveform w = waveform_of(rows[i].tuples, rows[i].count, 255);

		assert_int_equal(level_before(&w, w.period_ns), rows[i].end);
	}
}

/* From a public script: two flashes of 200 ms and a second of dark, without zero tuples. */
CASE(on_off_levels_without_zero_tuples_are_held_as_long_as_written)
{
	struct waveform w = WAVEFORM(1, { 1, 200 }, { 0, 200 }, { 1, 200 }, { 0, 1000 });

	EXPECT_SAMPLES(&w, { 0, 1 }, { 200 * MS - 1, 1 }, { 200 * MS, 0 }, { 400 * MS - 1, 0 },
		       { 400 * MS, 1 }, { 600 * MS - 1, 1 }, { 600 * MS, 0 }, { 1600 * MS - 1, 0 });
	assert_int_equal(change_at(&w, 0, 50 * MS).after_ns, 200 * MS);
	assert_int_equal(change_at(&w, 0, 50 * MS).ramp_left_ns, 0);
	assert_int_equal(change_at(&w, 600 * MS, 50 * MS).after_ns, 1000 * MS);
	assert_int_equal(level_before(&w, 200 * MS), 1);
	assert_int_equal(level_before(&w, w.period_ns), 0);
}

CASE(a_difference_of_one_level_is_held_on_any_led_and_two_are_a_ramp)
{
	struct waveform held = WAVEFORM(255, { 6, 1000 }, { 7, 1000 });
	struct waveform ramp = WAVEFORM(255, { 6, 1000 }, { 8, 1000 });

	EXPECT_SAMPLES(&held, { 0, 6 }, { 1000 * MS - 1, 6 }, { 1000 * MS, 7 },
		       { 2000 * MS - 1, 7 });
	assert_int_equal(level_before(&held, held.period_ns), 7);
	EXPECT_SAMPLES(&ramp, { 250 * MS - 1, 6 }, { 250 * MS, 7 }, { 750 * MS, 8 });
	assert_int_equal(change_at(&ramp, 0, 1).ramp_left_ns, 750 * MS);
}

CASE(levels_of_no_duration_are_one_level_for_ever)
{
	struct waveform w = WAVEFORM(255, { 255, 0 }, { 255, 0 });

	assert_int_equal(w.period_ns, 0);
	assert_int_equal(level_at(&w, 12345), 255);
	assert_int_equal(level_before(&w, 0), 255);
	assert_int_equal(change_at(&w, 0, 50 * MS).after_ns, WAVEFORM_NEVER);
}

CASE(updates_within_a_ramp_keep_their_distance)
{
	struct waveform w = WAVEFORM(255, { 0, 1000 }, { 255, 2000 });
	struct waveform_change change = change_at(&w, 0, 50 * MS);

	assert_int_equal(change.after_ns, 50 * MS);
	assert_int_equal(change.ramp_left_ns, 950 * MS);
	/* 1/510 s is where the level becomes 1, when nothing holds it back. */
	assert_int_equal(change_at(&w, 0, 1).after_ns, 1960785);
}

CASE(the_edge_is_on_time_however_late_the_last_update_was)
{
	struct waveform w = WAVEFORM(255, { 0, 1000 }, { 255, 40 }, { 0, 10 });
	struct waveform_change change = change_at(&w, 990 * MS, 50 * MS);

	assert_int_equal(change.after_ns, 10 * MS);
	assert_int_equal(change.ramp_left_ns, 0);
}

CASE(an_edge_without_a_change_is_passed_over)
{
	struct waveform w = WAVEFORM(255, { 4, 100 }, { 4, 20 }, { 4, 0 }, { 4, 300 }, { 9, 10 });
	struct waveform_change change = change_at(&w, 0, 50 * MS);

	/* 420 ms constant? No: the fourth tuple ramps from 4 to 9, 4.5 after 30 ms. */
	assert_int_equal(change.after_ns, 150 * MS);
	assert_int_equal(change.ramp_left_ns, 270 * MS);
}

CASE(a_change_held_back_past_its_ramp_comes_in_the_next_period)
{
	/* 1 from 25 ms on, 2 from 75 ms on; the jump back to 0 undoes both. */
	struct waveform w = WAVEFORM(2, { 0, 100 }, { 2, 0 });

	assert_int_equal(change_at(&w, 20 * MS, 50 * MS).after_ns, 50 * MS);
	assert_int_equal(change_at(&w, 20 * MS, 80 * MS).after_ns, 105 * MS);
	assert_int_equal(change_at(&w, 24 * MS, 1).after_ns, 1 * MS);
}

CASE(a_constant_pattern_never_changes)
{
	struct waveform w = WAVEFORM(255, { 255, 1000 }, { 255, 0 }, { 255, 20 });

	assert_int_equal(change_at(&w, 0, 50 * MS).after_ns, WAVEFORM_NEVER);
	assert_int_equal(change_at(&w, 1019 * MS, 50 * MS).after_ns, WAVEFORM_NEVER);
}

CASE(ramps_of_49_days_and_2_billion_levels_are_exact)
{
	const u32 max = 2147483647, longest_ms = 4294967295U;
	struct waveform w = WAVEFORM(max, { 0, longest_ms }, { max, longest_ms });
	u64 half_ns = longest_ms * MS / 2;

	/* Half of an odd maximum is x.5: up, both ways. */
	EXPECT_SAMPLES(&w, { half_ns, 1073741824 }, { half_ns - 1, 1073741823 },
		       { longest_ms * MS - 1, max }, { longest_ms * MS, max },
		       { longest_ms * MS + half_ns, 1073741824 },
		       { longest_ms * MS + half_ns + 1, 1073741823 });
	assert_int_equal(level_before(&w, w.period_ns), 0);
}

CASE(the_longest_pattern_of_all_fits)
{
	static struct pattern_tuple tuples[PATTERN_TUPLES_MAX];
	struct waveform w;
	u32 i;

	for (i = 0; i < PATTERN_TUPLES_MAX; i++)
		tuples[i] = (struct pattern_tuple){ i % 2 ? U32_MAX : 0, U32_MAX };
	w = waveform_of(tuples, PATTERN_TUPLES_MAX, U32_MAX);
	assert_int_equal(w.period_ns, 4398046510080ULL * MS);
	assert_true(w.period_ns < INT64_MAX);
	assert_int_equal(level_at(&w, w.period_ns - 1), 0);
	assert_int_equal(level_at(&w, 1023 * (u64)U32_MAX * MS), U32_MAX);
	assert_int_equal(level_at(&w, 1023 * (u64)U32_MAX * MS - 1), U32_MAX);
}

static int init(const struct pattern_tuple *tuples, u32 count)
{
	struct waveform w;

	return waveform_init(&w, tuples, count, WAVEFORM_LINEAR, 255);
}

CASE(a_pattern_has_two_to_1024_tuples)
{
	static struct pattern_tuple many[PATTERN_TUPLES_MAX + 1];

	many[0].duration_ms = 1;
	assert_int_equal(init(many, 0), -EINVAL);
	assert_int_equal(init(many, 1), -EINVAL);
	assert_int_equal(init(many, 2), 0);
	assert_int_equal(init(many, 1024), 0);
	assert_int_equal(init(many, 1025), -EINVAL);
}

CASE(a_level_above_the_maximum_is_refused)
{
	static const struct pattern_tuple full[] = { { 255, 1000 }, { 255, 1000 } };
	static const struct pattern_tuple first[] = { { 256, 1000 }, { 0, 1000 } };
	static const struct pattern_tuple last[] = { { 0, 1000 }, { 4294967295U, 1000 } };
	struct waveform w;

	assert_int_equal(init(full, 2), 0);
	assert_int_equal(init(first, 2), -EINVAL);
	assert_int_equal(init(last, 2), -EINVAL);
	assert_int_equal(waveform_init(&w, full, 2, WAVEFORM_LINEAR, 0), -EINVAL);
}

CASE(levels_that_differ_last_for_some_time)
{
	static const struct pattern_tuple two[] = { { 255, 0 }, { 0, 0 } };
	static const struct pattern_tuple third[] = { { 7, 0 }, { 7, 0 }, { 8, 0 } };
	static const struct pattern_tuple moment[] = { { 255, 0 }, { 0, 1 } };
	static const struct pattern_tuple wrapped[] = { { 0, 4294967295U }, { 1, 1 } };

	assert_int_equal(init(two, 2), -EINVAL);
	assert_int_equal(init(third, 3), -EINVAL);
	assert_int_equal(init(moment, 2), 0);
	assert_int_equal(init(wrapped, 2), 0);
}

/* Also as where a pattern that is over ends. */
CASE(one_level_needs_no_duration)
{
	static const struct pattern_tuple on[] = { { 255, 0 }, { 255, 0 }, { 255, 0 } };
	struct waveform_place place = {};
	struct waveform w;
	u32 level = 0;

	assert_int_equal(waveform_init(&w, on, 3, WAVEFORM_LINEAR, 255), 0);
	assert_int_equal(waveform_look(&w, &place, 0, 1, &level).after_ns, WAVEFORM_NEVER);
	assert_int_equal(level, 255);
	assert_int_equal(waveform_level_before(&w, 0), 255);
}

CASE(walking_from_change_to_change_shows_every_level_of_a_ramp)
{
	struct waveform w = WAVEFORM(4095, { 0, 1000 }, { 4095, 1000 });
	struct waveform_place place = {};
	u64 position_ns = 0;
	u32 expected = 0;

	while (position_ns < 1000 * MS) {
		u32 level;

		position_ns += waveform_look(&w, &place, position_ns, 1, &level).after_ns;
		assert_int_equal(level, expected);
		expected++;
	}
	assert_int_equal(expected, 4096);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_published_triangle_rises_one_second_and_falls_two),
		cmocka_unit_test(the_published_square_is_off_one_second_and_on_two),
		cmocka_unit_test(halves_are_rounded_up_on_the_way_up_and_down),
		cmocka_unit_test(tuples_below_50_ms_are_steps_and_from_50_ms_ramps),
		cmocka_unit_test(a_tuple_of_no_duration_is_still_the_target_of_a_ramp),
		cmocka_unit_test(leading_and_only_lasting_tuples_may_be_anywhere),
		cmocka_unit_test(the_end_is_the_target_of_the_last_ramp_or_the_last_level),
		cmocka_unit_test(on_off_levels_without_zero_tuples_are_held_as_long_as_written),
		cmocka_unit_test(a_difference_of_one_level_is_held_on_any_led_and_two_are_a_ramp),
		cmocka_unit_test(levels_of_no_duration_are_one_level_for_ever),
		cmocka_unit_test(updates_within_a_ramp_keep_their_distance),
		cmocka_unit_test(the_edge_is_on_time_however_late_the_last_update_was),
		cmocka_unit_test(an_edge_without_a_change_is_passed_over),
		cmocka_unit_test(a_change_held_back_past_its_ramp_comes_in_the_next_period),
		cmocka_unit_test(a_constant_pattern_never_changes),
		cmocka_unit_test(ramps_of_49_days_and_2_billion_levels_are_exact),
		cmocka_unit_test(the_longest_pattern_of_all_fits),
		cmocka_unit_test(a_pattern_has_two_to_1024_tuples),
		cmocka_unit_test(a_level_above_the_maximum_is_refused),
		cmocka_unit_test(levels_that_differ_last_for_some_time),
		cmocka_unit_test(one_level_needs_no_duration),
		cmocka_unit_test(walking_from_change_to_change_shows_every_level_of_a_ramp),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
