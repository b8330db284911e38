// SPDX-License-Identifier: GPL-2.0-only
/*
 * The linear waveform: tables worked out by hand, then random patterns against
 * the closed form of waveform_reference.h.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "core/mul_div.h"
#include "core/waveform.h"
#include "tests/unit/waveform_reference.h"

#define MS 1000000ULL
#define PATTERN(...)                                                                               \
	((struct pattern_tuple[]){ __VA_ARGS__ }),                                                 \
		ARRAY_SIZE(((struct pattern_tuple[]){ __VA_ARGS__ }))

static struct waveform waveform_of(const struct pattern_tuple *tuples, size_t count, u32 max)
{
	struct waveform w;

	assert_int_equal(waveform_init(&w, tuples, (u32)count, WAVEFORM_LINEAR, max), 0);
	return w;
}

static u32 level_at(const struct waveform *w, u64 position_ns)
{
	struct waveform_at at = {};

	return waveform_level(w, &at, position_ns);
}

static struct waveform_change change_at(const struct waveform *w, u64 position_ns, u64 interval_ns)
{
	struct waveform_at at = {};
	u32 level = waveform_level(w, &at, position_ns);

	return waveform_next_change(w, &at, position_ns, level, interval_ns);
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

static void the_published_triangle_rises_one_second_and_falls_two(void **state)
{
	struct waveform w = waveform_of(PATTERN({ 0, 1000 }, { 255, 2000 }), 255);

	(void)state;
	assert_int_equal(w.period_ns, 3000 * MS);
	EXPECT_SAMPLES(&w, { 0, 0 }, { 1000 * MS, 255 }, { 200 * MS, 51 }, { 400 * MS, 102 },
		       { 800 * MS, 204 }, { 1400 * MS, 204 }, { 2200 * MS, 102 },
		       { 2600 * MS, 51 }, { 3000 * MS - 1, 0 });
	assert_int_equal(waveform_level_before(&w, 3000 * MS), 0);
}

static void the_published_square_is_off_one_second_and_on_two(void **state)
{
	struct waveform w =
		waveform_of(PATTERN({ 0, 1000 }, { 0, 0 }, { 255, 2000 }, { 255, 0 }), 255);

	(void)state;
	assert_int_equal(w.period_ns, 3000 * MS);
	EXPECT_SAMPLES(&w, { 0, 0 }, { 1000 * MS - 1, 0 }, { 1000 * MS, 255 },
		       { 3000 * MS - 1, 255 });
	assert_int_equal(change_at(&w, 0, 50 * MS).after_ns, 1000 * MS);
	assert_int_equal(change_at(&w, 1000 * MS, 50 * MS).after_ns, 2000 * MS);
	assert_int_equal(waveform_level_before(&w, 3000 * MS), 255);
}

static void halves_are_rounded_up_on_the_way_up_and_down(void **state)
{
	/* 1 level in 100 ms: x.5 after 50 ms, to the nanosecond. */
	struct waveform w = waveform_of(PATTERN({ 6, 100 }, { 7, 100 }), 255);

	(void)state;
	EXPECT_SAMPLES(&w, { 50 * MS - 1, 6 }, { 50 * MS, 7 }, { 150 * MS, 7 },
		       { 150 * MS + 1, 6 });
	assert_int_equal(change_at(&w, 0, 1).after_ns, 50 * MS);
	assert_int_equal(change_at(&w, 50 * MS, 1).after_ns, 100 * MS + 1);
}

static void tuples_below_50_ms_are_steps_and_from_50_ms_ramps(void **state)
{
	struct waveform w = waveform_of(PATTERN({ 0, 49 }, { 100, 50 }), 255);

	(void)state;
	EXPECT_SAMPLES(&w, { 0, 0 }, { 49 * MS - 1, 0 }, { 49 * MS, 100 }, { 74 * MS, 50 },
		       { 99 * MS - 1, 0 });
}

static void a_tuple_of_no_duration_is_still_the_target_of_a_ramp(void **state)
{
	struct waveform w = waveform_of(PATTERN({ 0, 100 }, { 200, 0 }, { 0, 100 }), 255);

	(void)state;
	EXPECT_SAMPLES(&w, { 50 * MS, 100 }, { 100 * MS - 1, 200 }, { 100 * MS, 0 },
		       { 200 * MS - 1, 0 });
}

static void leading_and_only_lasting_tuples_may_be_anywhere(void **state)
{
	struct waveform w = waveform_of(PATTERN({ 9, 0 }, { 8, 0 }, { 7, 30 }, { 6, 0 }), 255);

	(void)state;
	assert_int_equal(w.period_ns, 30 * MS);
	EXPECT_SAMPLES(&w, { 0, 7 }, { 30 * MS - 1, 7 });
	assert_int_equal(change_at(&w, 0, 1).after_ns, WAVEFORM_NEVER);
}

static void the_end_is_the_target_of_the_last_ramp_or_the_last_level(void **state)
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
		{ { { 1, 100 }, { 2, 0 }, { 3, 0 } }, 3, 2 },
		{ { { 1, 49 }, { 2, 0 }, { 3, 0 } }, 3, 1 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		struct waveform w = waveform_of(rows[i].tuples, rows[i].count, 255);

		assert_int_equal(waveform_level_before(&w, w.period_ns), rows[i].end);
	}
}

static void an_on_off_led_changes_once_on_each_ramp(void **state)
{
	struct waveform w = waveform_of(PATTERN({ 0, 1000 }, { 1, 1000 }), 1);
	struct waveform_change change;

	(void)state;
	change = change_at(&w, 0, 50 * MS);
	assert_int_equal(change.after_ns, 500 * MS);
	assert_int_equal(change.ramp_left_ns, 500 * MS);
	change = change_at(&w, 500 * MS, 50 * MS);
	assert_int_equal(change.after_ns, 1000 * MS + 1);
	assert_int_equal(change.ramp_left_ns, 500 * MS - 1);
}

static void updates_within_a_ramp_keep_their_distance(void **state)
{
	struct waveform w = waveform_of(PATTERN({ 0, 1000 }, { 255, 2000 }), 255);
	struct waveform_change change = change_at(&w, 0, 50 * MS);

	(void)state;
	assert_int_equal(change.after_ns, 50 * MS);
	assert_int_equal(change.ramp_left_ns, 950 * MS);
	/* 1/510 s is where the level becomes 1, when nothing holds it back. */
	assert_int_equal(change_at(&w, 0, 1).after_ns, 1960785);
}

static void the_edge_is_on_time_however_late_the_last_update_was(void **state)
{
	struct waveform w = waveform_of(PATTERN({ 0, 1000 }, { 255, 40 }, { 0, 10 }), 255);
	struct waveform_change change = change_at(&w, 990 * MS, 50 * MS);

	(void)state;
	assert_int_equal(change.after_ns, 10 * MS);
	assert_int_equal(change.ramp_left_ns, 0);
}

static void an_edge_without_a_change_is_passed_over(void **state)
{
	struct waveform w = waveform_of(
		PATTERN({ 4, 100 }, { 4, 20 }, { 4, 0 }, { 4, 300 }, { 9, 10 }), 255);
	struct waveform_change change = change_at(&w, 0, 50 * MS);

	(void)state;
	/* 420 ms constant? No: the fourth tuple ramps from 4 to 9, 4.5 after 30 ms. */
	assert_int_equal(change.after_ns, 150 * MS);
	assert_int_equal(change.ramp_left_ns, 270 * MS);
}

static void a_change_held_back_to_the_end_of_its_ramp_comes_in_the_next_period(void **state)
{
	/* The only change is half way up; the jump back to 0 undoes it. */
	struct waveform w = waveform_of(PATTERN({ 0, 100 }, { 1, 0 }), 1);

	(void)state;
	assert_int_equal(change_at(&w, 45 * MS, 50 * MS).after_ns, 50 * MS);
	assert_int_equal(change_at(&w, 45 * MS, 60 * MS).after_ns, 105 * MS);
	assert_int_equal(change_at(&w, 49 * MS, 1).after_ns, 1 * MS);
}

static void a_constant_pattern_never_changes(void **state)
{
	struct waveform w = waveform_of(PATTERN({ 255, 1000 }, { 255, 0 }, { 255, 20 }), 255);

	(void)state;
	assert_int_equal(change_at(&w, 0, 50 * MS).after_ns, WAVEFORM_NEVER);
	assert_int_equal(change_at(&w, 1019 * MS, 50 * MS).after_ns, WAVEFORM_NEVER);
}

static void ramps_of_49_days_and_2_billion_levels_are_exact(void **state)
{
	const u32 max = 2147483647, longest_ms = 4294967295U;
	struct waveform w = waveform_of(PATTERN({ 0, longest_ms }, { max, longest_ms }), max);
	u64 half_ns = longest_ms * MS / 2;

	(void)state;
	/* Half of an odd maximum is x.5: up, both ways. */
	EXPECT_SAMPLES(&w, { half_ns, 1073741824 }, { half_ns - 1, 1073741823 },
		       { longest_ms * MS - 1, max }, { longest_ms * MS, max },
		       { longest_ms * MS + half_ns, 1073741824 },
		       { longest_ms * MS + half_ns + 1, 1073741823 });
	assert_int_equal(waveform_level_before(&w, w.period_ns), 0);
}

static void the_longest_pattern_of_all_fits(void **state)
{
	static struct pattern_tuple tuples[PATTERN_TUPLES_MAX];
	struct waveform w;
	u32 i;

	(void)state;
	for (i = 0; i < PATTERN_TUPLES_MAX; i++)
		tuples[i] = (struct pattern_tuple){ i % 2 ? U32_MAX : 0, U32_MAX };
	w = waveform_of(tuples, PATTERN_TUPLES_MAX, U32_MAX);
	assert_int_equal(w.period_ns, 4398046510080ULL * MS);
	assert_true(w.period_ns < INT64_MAX);
	assert_int_equal(level_at(&w, w.period_ns - 1), 0);
	assert_int_equal(level_at(&w, 1023 * (u64)U32_MAX * MS), U32_MAX);
	assert_int_equal(level_at(&w, 1023 * (u64)U32_MAX * MS - 1), U32_MAX);
}

static void patterns_that_cannot_play_are_refused(void **state)
{
	static const struct pattern_tuple tuples[] = { { 1, 0 }, { 2, 0 }, { 3, 1 } };
	struct waveform w;

	(void)state;
	assert_int_equal(waveform_init(&w, tuples, 0, WAVEFORM_LINEAR, 255), -EINVAL);
	assert_int_equal(waveform_init(&w, tuples, 2, WAVEFORM_LINEAR, 255), -EINVAL);
	assert_int_equal(waveform_init(&w, tuples, 1025, WAVEFORM_LINEAR, 255), -EINVAL);
	assert_int_equal(waveform_init(&w, tuples, 3, WAVEFORM_LINEAR, 0), -EINVAL);
	assert_int_equal(waveform_init(&w, tuples, 3, WAVEFORM_LINEAR, 255), 0);
}

/* ---- random patterns against the closed form ---- */

static const u32 maxima[] = { 1, 15, 255, 4095, 65535, 2147483647 };

static u32 random_duration(u64 *seed)
{
	switch (reference_below(seed, 8)) {
	case 0:
		return 0;
	case 1:
		return (u32)reference_below(seed, 50);
	case 2:
		return 48 + (u32)reference_below(seed, 5);
	case 3:
		return (u32)reference_random(seed);
	case 4:
		return U32_MAX - (u32)reference_below(seed, 3);
	default:
		return 50 + (u32)reference_below(seed, 3000);
	}
}

static u32 random_brightness(u64 *seed, u32 max, u32 last)
{
	switch (reference_below(seed, 5)) {
	case 0:
		return last;
	case 1:
		return reference_below(seed, 2) ? max : 0;
	default:
		return (u32)reference_below(seed, (u64)max + 1);
	}
}

static u32 random_pattern(u64 *seed, u32 max, struct pattern_tuple *tuples)
{
	u32 count = 1 + (u32)reference_below(seed, 9);
	u32 last = 0, i;

	for (i = 0; i < count; i++) {
		last = random_brightness(seed, max, last);
		tuples[i] = (struct pattern_tuple){ last, random_duration(seed) };
	}
	tuples[reference_below(seed, count)].duration_ms = 1 + (u32)reference_below(seed, 4000);
	return count;
}

static void expect_level(const struct waveform *w, u64 position_ns, u32 level)
{
	if (!reference_is_level(w->tuples, w->count, position_ns % w->period_ns, level))
		fail_msg("at %llu ns the level is not %u", (unsigned long long)position_ns, level);
}

static void expect_no_level(const struct waveform *w, u64 position_ns, u32 level)
{
	if (reference_is_level(w->tuples, w->count, position_ns % w->period_ns, level))
		fail_msg("at %llu ns the level still is %u", (unsigned long long)position_ns, level);
}

/* Between two moments of one tuple a line does not turn: its ends are enough. */
static void expect_constant(const struct waveform *w, u64 from_ns, u64 to_ns, u32 level)
{
	if (from_ns >= to_ns)
		return;
	expect_level(w, from_ns, level);
	expect_level(w, to_ns - 1, level);
}

/* All tuples that start between two moments, the second one cut there. */
static void expect_constant_tuples(const struct waveform *w, u64 from_ns, u64 to_ns, u32 level)
{
	while (from_ns < to_ns) {
		u64 position_ns = from_ns % w->period_ns;
		u64 end_ns = from_ns - position_ns + reference_place(w->tuples, position_ns).end_ns;

		expect_constant(w, from_ns, min(end_ns, to_ns), level);
		from_ns = end_ns;
	}
}

/* The change is the first moment allowed, and where the result says it is. */
static void check_change(const struct waveform *w, const struct waveform_at *at, u64 position_ns,
			 u32 level, u64 interval_ns)
{
	struct waveform_change change =
		waveform_next_change(w, at, position_ns, level, interval_ns);
	struct reference_place here = reference_place(w->tuples, position_ns), there;
	bool never = change.after_ns == WAVEFORM_NEVER;
	u64 change_ns = never ? here.end_ns + w->period_ns : position_ns + change.after_ns;

	assert_true(change.after_ns > 0);
	expect_constant(w, position_ns + interval_ns, min(here.end_ns, change_ns), level);
	expect_constant_tuples(w, here.end_ns, change_ns, level);
	if (never)
		return;

	expect_no_level(w, change_ns, level);
	there = reference_place(w->tuples, change_ns % w->period_ns);
	if (change.ramp_left_ns) {
		assert_true(reference_ramps(w->tuples, w->count, there.index));
		assert_int_equal(change_ns % w->period_ns + change.ramp_left_ns, there.end_ns);
	} else {
		assert_int_equal(change_ns % w->period_ns, there.start_ns);
	}
}

static u64 random_position(u64 *seed, const struct waveform *w)
{
	u64 position_ns = reference_below(seed, w->period_ns);
	struct reference_place place = reference_place(w->tuples, position_ns);

	switch (reference_below(seed, 4)) {
	case 0:
		return place.start_ns;
	case 1:
		return place.end_ns - 1;
	case 2:
		return place.start_ns + (place.end_ns - place.start_ns) / 2;
	default:
		return position_ns;
	}
}

static void check_before(const struct waveform *w, u64 position_ns)
{
	u32 level = waveform_level_before(w, position_ns);
	struct reference_place place = reference_place(w->tuples, position_ns - 1);
	u32 expected = w->tuples[place.index].brightness;

	if (reference_ramps(w->tuples, w->count, place.index)) {
		if (place.end_ns != position_ns) {
			expect_level(w, position_ns, level);
			return;
		}
		expected = reference_target(w->tuples, w->count, place.index);
	}
	assert_int_equal(level, expected);
}

static void check_pattern(u64 *seed, const struct waveform *w)
{
	static const u64 intervals_ns[] = { 1, 16 * MS, 50 * MS, 1000 * MS };
	struct waveform_at kept = {};
	int i;

	for (i = 0; i < 40; i++) {
		u64 position_ns = random_position(seed, w);
		u64 interval_ns = intervals_ns[reference_below(seed, ARRAY_SIZE(intervals_ns))];
		u32 level = waveform_level(w, &kept, position_ns);
		struct reference_place place = reference_place(w->tuples, position_ns);

		expect_level(w, position_ns, level);
		assert_int_equal(kept.index, place.index);
		assert_int_equal(kept.start_ns, place.start_ns);
		assert_int_equal(level_at(w, position_ns), level);
		check_change(w, &kept, position_ns, level, interval_ns);
		check_before(w, position_ns + 1);
		check_before(w, place.end_ns);
	}
}

static void random_patterns_agree_with_the_closed_form(void **state)
{
	struct pattern_tuple tuples[16];
	u64 seed = 20180922;
	int round;

	(void)state;
	for (round = 0; round < 20000; round++) {
		u32 max = maxima[(size_t)round % ARRAY_SIZE(maxima)];
		struct waveform w =
			waveform_of(tuples, random_pattern(&seed, max, tuples), max);

		check_pattern(&seed, &w);
	}
}

static void walking_from_change_to_change_shows_every_level_of_a_ramp(void **state)
{
	struct waveform w = waveform_of(PATTERN({ 0, 1000 }, { 4095, 1000 }), 4095);
	struct waveform_at at = {};
	u64 position_ns = 0;
	u32 expected = 0;

	(void)state;
	while (position_ns < 1000 * MS) {
		u32 level = waveform_level(&w, &at, position_ns);

		assert_int_equal(level, expected);
		position_ns += waveform_next_change(&w, &at, position_ns, level, 1).after_ns;
		expected++;
	}
	assert_int_equal(expected, 4096);
}

static void wide_products_are_divided_exactly(void **state)
{
	u64 seed = 7;
	int round;

	(void)state;
	for (round = 0; round < 200000; round++) {
		u64 a = reference_random(&seed) >> (31 + reference_below(&seed, 33));
		u64 d = 1 + (reference_random(&seed) >> (12 + reference_below(&seed, 52))) % (BIT(52) - 1);
		u64 b = reference_below(&seed, d + 1) & (BIT(52) - 1);
		reference_wide product = (reference_wide)a * b;
		u64 left;

		assert_true(mul_div(a, b, d, &left) == (u64)(product / d));
		assert_true(left == (u64)(product % d));
	}
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
		cmocka_unit_test(an_on_off_led_changes_once_on_each_ramp),
		cmocka_unit_test(updates_within_a_ramp_keep_their_distance),
		cmocka_unit_test(the_edge_is_on_time_however_late_the_last_update_was),
		cmocka_unit_test(an_edge_without_a_change_is_passed_over),
		cmocka_unit_test(a_change_held_back_to_the_end_of_its_ramp_comes_in_the_next_period),
		cmocka_unit_test(a_constant_pattern_never_changes),
		cmocka_unit_test(ramps_of_49_days_and_2_billion_levels_are_exact),
		cmocka_unit_test(the_longest_pattern_of_all_fits),
		cmocka_unit_test(patterns_that_cannot_play_are_refused),
		cmocka_unit_test(walking_from_change_to_change_shows_every_level_of_a_ramp),
		cmocka_unit_test(random_patterns_agree_with_the_closed_form),
		cmocka_unit_test(wide_products_are_divided_exactly),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
