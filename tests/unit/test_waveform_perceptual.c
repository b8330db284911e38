// SPDX-License-Identifier: GPL-2.0-only
/*
 * The perceptual curve against CIE 15's formulas for lightness in the
 * machine's floating point, and against figures published for it.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/lightness.h"
#include "core/pattern.h"
#include "core/waveform.h"
#include "tests/unit/test.h"
#include "tests/unit/waveform_reference.h"

#define MS 1000000ULL

static const u32 maxima[] = { 1, 15, 255, 4095, 65535, 16777215 };
/* Neighbouring levels are not a ramp. */
static const u32 ramp_maxima[] = { 15, 255, 4095, 65535, 16777215 };

/* L* of a relative luminance, in CIE 15's own form with L* = 8 at the joint. */
static long double cie_lightness(long double luminance)
{
	if (luminance <= 216.0L / 24389.0L)
		return luminance * 24389.0L / 27.0L;
	return 116.0L * cbrtl(luminance) - 16.0L;
}

static long double cie_luminance(long double lightness)
{
	if (lightness <= 8.0L)
		return lightness * 27.0L / 24389.0L;
	return powl((lightness + 16.0L) / 116.0L, 3.0L);
}

/* The level between two others at a moment of a ramp, before rounding. */
static long double cie_level(u32 from, u32 to, u64 offset_ns, u64 duration_ns, u32 max)
{
	long double first = cie_lightness((long double)from / max);
	long double last = cie_lightness((long double)to / max);

	return max * cie_luminance(first + (last - first) * offset_ns / duration_ns);
}

static u32 level_at(const struct waveform *w, struct waveform_place *at, u64 position_ns)
{
	u32 level;

	waveform_look(w, at, waveform_position(w, position_ns), 1, &level);
	return level;
}

static u32 level_before(const struct waveform *w, u64 position_ns)
{
	return waveform_level_before(w, waveform_position(w, position_ns));
}

static struct waveform ramp_up_and_down(struct pattern_tuple tuples[2], u32 from, u32 to,
					u32 duration_ms, u32 max)
{
	struct waveform w;

	tuples[0] = (struct pattern_tuple){ from, duration_ms };
	tuples[1] = (struct pattern_tuple){ to, duration_ms };
	assert_int_equal(waveform_init(&w, tuples, 2, WAVEFORM_PERCEPTUAL, max), 0);
	return w;
}

CASE(half_way_up_is_mid_grey_of_18_percent)
{
	/* L* 50 is Y 0.1842: 46.97 of 255, 754.2 of 4095. */
	static const u32 expected[][2] = { { 255, 47 }, { 4095, 754 } };
	struct pattern_tuple tuples[2];
	struct waveform_place at;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(expected); i++) {
		u32 max = expected[i][0];
		struct waveform w = ramp_up_and_down(tuples, 0, max, 1000, max);

		at = (struct waveform_place){};
		assert_int_equal(level_at(&w, &at, 500 * MS), expected[i][1]);
		assert_int_equal(level_at(&w, &at, 1500 * MS), expected[i][1]);
	}
}

CASE(codes_of_8_bits_have_their_published_lightness)
{
	/* L* in tenths of the linear codes 1, 2, 3, 4, 5, 8 and 16 of 255. */
	static const int expected[][2] = { { 1, 35 },  { 2, 71 },  { 3, 104 }, { 4, 130 },
					   { 5, 153 }, { 8, 206 }, { 16, 301 } };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(expected); i++) {
		double f =
			lightness_of_halves(2 * (u64)expected[i][0], 255) / (double)LIGHTNESS_WHITE;

		assert_int_equal(lround(10 * (116 * f - 16)), expected[i][1]);
	}
}

CASE(black_is_black_and_white_is_white)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(maxima); i++) {
		assert_int_equal(lightness_of_halves(0, maxima[i]), LIGHTNESS_BLACK);
		assert_int_equal(lightness_to_level(LIGHTNESS_BLACK, maxima[i]), 0);
		assert_int_equal(lightness_to_level(LIGHTNESS_WHITE, maxima[i]), maxima[i]);
		assert_int_equal(lightness_of_halves(2 * (u64)maxima[i], maxima[i]),
				 LIGHTNESS_WHITE);
	}
}

CASE(lightness_leads_back_to_the_level_it_came_from)
{
	static const u32 large[] = { 65535, 16777215, (1U << 28) - 1 };
	u64 seed = 1931;
	u32 level, max;
	size_t i;

	for (level = 0; level <= 65535; level++)
		assert_int_equal(lightness_to_level(lightness_of_halves(2 * level, 65535), 65535),
				 level);
	for (i = 0; i < 30000; i++) {
		max = large[i % ARRAY_SIZE(large)];
		level = (u32)reference_below(&seed, (u64)max + 1);
		assert_int_equal(lightness_to_level(lightness_of_halves(2 * level, max), max),
				 level);
	}
}

CASE(brightness_never_falls_while_lightness_grows)
{
	const u32 joint = (u32)(6ULL * LIGHTNESS_WHITE / 29);
	u32 lightness, level, last = 0;

	for (lightness = joint - 2000; lightness < joint + 2000; lightness++) {
		level = lightness_to_level(lightness, 2147483647);
		assert_true(level >= last);
		last = level;
	}
	last = 0;
	for (lightness = LIGHTNESS_BLACK; lightness <= LIGHTNESS_WHITE; lightness += 997) {
		level = lightness_to_level(lightness, 2147483647);
		assert_true(level >= last);
		last = level;
	}
}

/* The promise of waveform_look(): rounding, plus 2^-28 of the maximum. */
static void expect_on_curve(const struct waveform *w, struct waveform_place *at, u64 position_ns,
			    long double exact)
{
	u32 level = level_at(w, at, position_ns);

	if (fabsl(level - exact) > 0.5L + w->brightness_max / 268435456.0L)
		fail_msg("level %u instead of %Lf (of %u)", level, exact, w->brightness_max);
}

static void check_ramp(u64 *seed, u32 max)
{
	u32 from = (u32)reference_below(seed, (u64)max + 1);
	u32 to = (from + 2 + (u32)reference_below(seed, (u64)max - 2)) % (max + 1);
	u32 duration_ms = 50 + (u32)(reference_random(seed) >> (32 + reference_below(seed, 31)));
	struct pattern_tuple tuples[2];
	struct waveform w = ramp_up_and_down(tuples, from, to, duration_ms, max);
	struct waveform_place at = {};
	u64 duration_ns = w.period_ns / 2;
	int i;

	assert_int_equal(level_at(&w, &at, 0), from);
	assert_int_equal(level_at(&w, &at, duration_ns), to);
	assert_int_equal(level_before(&w, duration_ns), to);
	assert_int_equal(level_before(&w, w.period_ns), from);
	for (i = 0; i < 50; i++) {
		u64 offset_ns = reference_below(seed, duration_ns);

		expect_on_curve(&w, &at, offset_ns,
				cie_level(from, to, offset_ns, duration_ns, max));
		expect_on_curve(&w, &at, duration_ns + offset_ns,
				cie_level(to, from, offset_ns, duration_ns, max));
	}
}

CASE(random_ramps_are_within_half_a_level_of_the_curve)
{
	u64 seed = 15;
	int round;

	for (round = 0; round < 4000; round++)
		check_ramp(&seed, ramp_maxima[(size_t)round % ARRAY_SIZE(ramp_maxima)]);
}

/* The moment found is a change, and the one just before it is none. */
static void check_walk(const struct waveform *w, u64 interval_ns)
{
	struct waveform_place at = {}, probe = {};
	u64 position_ns = 0;

	for (;;) {
		u32 level;
		struct waveform_change change =
			waveform_look(w, &at, position_ns, interval_ns, &level);
		u64 next_ns = position_ns + change.after_ns;
		u64 end_ns = at.start_ns + w->tuples[at.index].duration_ms * MS;

		assert_int_not_equal(change.after_ns, WAVEFORM_NEVER);
		if (next_ns >= w->period_ns)
			break;
		assert_int_not_equal(level_at(w, &probe, next_ns), level);
		/* Before an edge another level may have been held back. */
		if (next_ns < end_ns && change.after_ns <= interval_ns)
			assert_int_equal(change.after_ns, interval_ns);
		else if (change.ramp_left_ns)
			assert_int_equal(level_at(w, &probe, next_ns - 1), level);
		else
			assert_int_equal(next_ns, end_ns);
		if (next_ns == end_ns && position_ns + interval_ns < end_ns)
			assert_int_equal(level_at(w, &probe, end_ns - 1), level);
		position_ns = next_ns;
	}
}

CASE(the_next_change_is_the_first_moment_of_another_level)
{
	static const u64 intervals_ns[] = { 1, 16 * MS, 50 * MS };
	struct pattern_tuple tuples[2];
	u64 seed = 50;
	int round;

	for (round = 0; round < 60; round++) {
		u32 max = ramp_maxima[(size_t)round % 3];
		u32 from = (u32)reference_below(&seed, max - 1);
		struct waveform w = ramp_up_and_down(tuples, from, max, 1234, max);

		check_walk(&w, intervals_ns[round % 3]);
	}
}

/* With more levels than lightness has steps, a ramp still begins with its first level. */
CASE(a_change_is_not_where_a_tuple_of_the_same_level_begins)
{
	static const struct pattern_tuple tuples[] = { { 532652032, 100 },
						       { 532652032, 1000 },
						       { 1000000000, 0 } };
	struct waveform_place place = {};
	struct waveform w;
	u32 level, later;
	u64 after_ns;

	assert_int_equal(waveform_init(&w, tuples, 3, WAVEFORM_PERCEPTUAL, 2147483647), 0);
	after_ns = waveform_look(&w, &place, 0, 1, &level).after_ns;
	assert_true(after_ns > 100 * MS);
	waveform_look(&w, &place, after_ns, 1, &later);
	assert_int_not_equal(later, level);
}

CASE(steps_and_constants_are_as_on_the_linear_curve)
{
	static const struct pattern_tuple tuples[] = { { 10, 49 }, { 200, 100 }, { 200, 20 } };
	struct waveform_place at = {};
	struct waveform w;
	u32 level;

	assert_int_equal(waveform_init(&w, tuples, 3, WAVEFORM_PERCEPTUAL, 255), 0);
	assert_int_equal(level_at(&w, &at, 48 * MS), 10);
	assert_int_equal(level_at(&w, &at, 49 * MS), 200);
	assert_int_equal(waveform_look(&w, &at, 49 * MS, 1, &level).after_ns, 120 * MS);
	assert_int_equal(level, 200);
	assert_int_equal(level_at(&w, &at, 168 * MS), 200);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(half_way_up_is_mid_grey_of_18_percent),
		cmocka_unit_test(codes_of_8_bits_have_their_published_lightness),
		cmocka_unit_test(black_is_black_and_white_is_white),
		cmocka_unit_test(lightness_leads_back_to_the_level_it_came_from),
		cmocka_unit_test(brightness_never_falls_while_lightness_grows),
		cmocka_unit_test(random_ramps_are_within_half_a_level_of_the_curve),
		cmocka_unit_test(the_next_change_is_the_first_moment_of_another_level),
		cmocka_unit_test(a_change_is_not_where_a_tuple_of_the_same_level_begins),
		cmocka_unit_test(steps_and_constants_are_as_on_the_linear_curve),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
