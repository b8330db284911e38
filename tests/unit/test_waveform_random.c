// SPDX-License-Identifier: GPL-2.0-only
/*
 * The linear waveform of random patterns against the closed form of
 * waveform_reference.h. The seed is fixed: a failure comes back.
 */
#include <stdio.h>
#include <stdlib.h>

#include "core/mul_div.h"
#include "core/pattern.h"
#include "core/waveform.h"
#include "tests/unit/test.h"
#include "tests/unit/waveform_reference.h"

#define MS 1000000ULL

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
	u32 count = 2 + (u32)reference_below(seed, 8);
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
		fail_msg("at %llu ns the level still is %u", (unsigned long long)position_ns,
			 level);
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
		u64 end_ns = from_ns - position_ns +
			     reference_place(w->tuples, w->count, position_ns).end_ns;

		expect_constant(w, from_ns, min(end_ns, to_ns), level);
		from_ns = end_ns;
	}
}

/* The change is the first moment allowed, and where the result says it is. */
static void check_change(const struct waveform *w, struct waveform_place *place, u64 position_ns,
			 u32 level, u64 interval_ns)
{
	u32 seen;
	struct waveform_change change = waveform_look(w, place, position_ns, interval_ns, &seen);
	struct reference_place here = reference_place(w->tuples, w->count, position_ns), there;
	bool never = change.after_ns == WAVEFORM_NEVER;
	u64 change_ns = never ? here.end_ns + w->period_ns : position_ns + change.after_ns;

	assert_int_equal(seen, level);
	assert_true(change.after_ns > 0);
	expect_constant(w, position_ns + interval_ns, min(here.end_ns, change_ns), level);
	expect_constant_tuples(w, here.end_ns, change_ns, level);
	if (never)
		return;

	expect_no_level(w, change_ns, level);
	there = reference_place(w->tuples, w->count, change_ns % w->period_ns);
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
	struct reference_place place = reference_place(w->tuples, w->count, position_ns);

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
	u32 level = waveform_level_before(w, position_ns % w->period_ns);
	struct reference_place place = reference_place(w->tuples, w->count, position_ns - 1);
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

static u32 level_at(const struct waveform *w, struct waveform_place *place, u64 position_ns)
{
	u32 level;

	waveform_look(w, place, position_ns, 1, &level);
	return level;
}

static void check_pattern(u64 *seed, const struct waveform *w)
{
	static const u64 intervals_ns[] = { 1, 16 * MS, 50 * MS, 1000 * MS };
	struct waveform_place kept = {};
	int i;

	for (i = 0; i < 40; i++) {
		u64 position_ns = random_position(seed, w);
		u64 interval_ns = intervals_ns[reference_below(seed, ARRAY_SIZE(intervals_ns))];
		u32 level = level_at(w, &kept, position_ns);
		struct reference_place place = reference_place(w->tuples, w->count, position_ns);
		struct waveform_place fresh = {};

		expect_level(w, position_ns, level);
		assert_int_equal(kept.index, place.index);
		assert_int_equal(kept.start_ns, place.start_ns);
		assert_int_equal(level_at(w, &fresh, position_ns), level);
		check_change(w, &kept, position_ns, level, interval_ns);
		check_before(w, position_ns + 1);
		check_before(w, place.end_ns);
	}
}

CASE(random_patterns_agree_with_the_closed_form)
{
	struct pattern_tuple tuples[16];
	u64 seed = 20180922;
	int round;

	for (round = 0; round < 20000; round++) {
		u32 max = maxima[(size_t)round % ARRAY_SIZE(maxima)];
		u32 count = random_pattern(&seed, max, tuples);
		struct waveform w;

		assert_int_equal(waveform_init(&w, tuples, count, WAVEFORM_LINEAR, max), 0);
		check_pattern(&seed, &w);
	}
}

CASE(wide_products_are_divided_exactly)
{
	u64 seed = 7;
	int round;

	for (round = 0; round < 200000; round++) {
		u64 a = reference_random(&seed) >> (31 + reference_below(&seed, 33));
		u64 d = 1 + (reference_random(&seed) >> (12 + reference_below(&seed, 52)));
		u64 b = reference_below(&seed, min(d, BIT(52) - 1) + 1);
		__int128 product = (__int128)a * b;
		u64 left;

		d = min(d, BIT(52) - 1);
		assert_true(mul_div(a, b, d, &left) == (u64)(product / d));
		assert_true(left == (u64)(product % d));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(random_patterns_agree_with_the_closed_form),
		cmocka_unit_test(wide_products_are_divided_exactly),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
