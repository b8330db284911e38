// SPDX-License-Identifier: GPL-2.0-only
/*
 * The player: patterns against a clock. The simulated timer below fires as
 * late as the player allows, or later.
 */
#include <stdio.h>
#include <stdlib.h>

#include "core/pattern.h"
#include "core/player.h"
#include "tests/unit/test.h"
#include "tests/unit/waveform_reference.h"

#define MS 1000000ULL
#define S 1000000000ULL
#define FOREVER PLAYER_REPEAT_FOREVER

struct playing {
	struct waveform wave;
	struct player player;
};

/* Write time and phase origin are the same, as for a pattern just written. */
static void start(struct playing *p, const struct pattern_tuple *tuples, u32 count, u32 max,
		  const struct player_timing *timing, s32 repeat, u64 start_ns)
{
	struct player_origin origin = { .phase_ns = start_ns, .start_ns = start_ns };

	assert_int_equal(waveform_init(&p->wave, tuples, count, WAVEFORM_LINEAR, max), 0);
	player_start(&p->player, &p->wave, timing, repeat, origin);
}

/* All that a look shows. */
struct seen {
	u32 level;
	bool running;
	u64 wake_ns;
	u64 slack_ns;
};

static struct seen look_by(struct player *player, u64 now_ns, u64 clock_ns)
{
	struct player_step step = player_look(player, now_ns, clock_ns);

	return (struct seen){ player->level, !player_ended(player, now_ns), step.wake_ns,
			      step.slack_ns };
}

/* For a pattern that follows the clock it is played by. */
static struct seen look(struct player *player, u64 now_ns)
{
	return look_by(player, now_ns, now_ns);
}

static void expect_step(struct seen step, u32 level, bool running, u64 wake_ns, u64 slack_ns)
{
	assert_int_equal(step.level, level);
	assert_int_equal(step.running, running);
	assert_int_equal(step.wake_ns, wake_ns);
	assert_int_equal(step.slack_ns, slack_ns);
}

static const struct pattern_tuple triangle[] = { { 0, 1000 }, { 255, 2000 } };
static const struct pattern_tuple square[] = { { 0, 1000 }, { 0, 0 }, { 255, 2000 }, { 255, 0 } };

CASE(a_pattern_starts_with_its_first_level_at_once)
{
	struct playing p;

	start(&p, square, 4, 255, &player_timing_normal, FOREVER, 7 * S);
	expect_step(look(&p.player, 7 * S), 0, true, 8 * S, 1 * MS);
	expect_step(look(&p.player, 8 * S), 255, true, 10 * S, 1 * MS);
	expect_step(look(&p.player, 10 * S), 0, true, 11 * S, 1 * MS);
}

CASE(slack_is_as_published_for_ramps_and_edges)
{
	struct playing p;

	start(&p, triangle, 2, 255, &player_timing_normal, FOREVER, 0);
	expect_step(look(&p.player, 0), 0, true, 50 * MS, 4 * MS);
	expect_step(look(&p.player, 960 * MS), 245, true, 1 * S, 1 * MS);

	start(&p, triangle, 2, 255, &player_timing_fine, FOREVER, 0);
	expect_step(look(&p.player, 0), 0, true, 16 * MS, 1 * MS);
	expect_step(look(&p.player, 990 * MS), 252, true, 1 * S, 0);
}

CASE(an_update_in_a_ramp_is_never_later_than_the_ramps_end)
{
	struct playing p;

	start(&p, triangle, 2, 255, &player_timing_normal, FOREVER, 0);
	assert_int_equal(look(&p.player, 948 * MS).wake_ns, 998 * MS);
	assert_int_equal(look(&p.player, 948 * MS).slack_ns, 2 * MS);
}

CASE(edges_of_short_tuples_have_less_slack_all_the_same)
{
	static const struct pattern_tuple last[] = { { 0, 19 }, { 255, 1 } };
	static const struct pattern_tuple first[] = { { 0, 1 }, { 255, 19 } };
	struct playing p;

	start(&p, last, 2, 255, &player_timing_normal, FOREVER, 0);
	expect_step(look(&p.player, 0), 0, true, 19 * MS, MS / 16);
	expect_step(look(&p.player, 19 * MS), 255, true, 20 * MS, MS / 16);
	start(&p, first, 2, 255, &player_timing_normal, FOREVER, 0);
	expect_step(look(&p.player, 0), 0, true, 1 * MS, MS / 16);
}

CASE(late_looks_skip_ahead_and_are_not_added_up)
{
	struct playing p;

	start(&p, square, 4, 255, &player_timing_fine, FOREVER, 0);
	expect_step(look(&p.player, 1300 * MS), 255, true, 3 * S, 0);
	/* Two and a half periods, and a week, without a look. */
	expect_step(look(&p.player, 10 * S + 300 * MS), 255, true, 12 * S, 0);
	expect_step(look(&p.player, 604800 * S), 0, true, 604801 * S, 0);
}

CASE(a_finite_pattern_ends_on_the_left_limit_and_asks_for_nothing_more)
{
	struct playing p;

	start(&p, square, 4, 255, &player_timing_normal, 2, 5 * S);
	expect_step(look(&p.player, 9 * S), 255, true, 11 * S, 1 * MS);
	expect_step(look(&p.player, 11 * S - 1), 255, true, 11 * S, 1 * MS);
	expect_step(look(&p.player, 11 * S), 255, false, PLAYER_NEVER, 0);
	expect_step(look(&p.player, 99 * S), 255, false, PLAYER_NEVER, 0);

	start(&p, triangle, 2, 255, &player_timing_normal, 1, 5 * S);
	expect_step(look(&p.player, 8 * S), 0, false, PLAYER_NEVER, 0);
}

CASE(a_constant_pattern_wakes_for_its_end_only)
{
	static const struct pattern_tuple tuples[] = { { 9, 1000 }, { 9, 1000 } };
	struct playing p;

	start(&p, tuples, 2, 255, &player_timing_normal, FOREVER, 0);
	expect_step(look(&p.player, 0), 9, true, PLAYER_NEVER, 1 * MS);
	start(&p, tuples, 2, 255, &player_timing_normal, 3, 0);
	expect_step(look(&p.player, 0), 9, true, 6 * S, 1 * MS);
	expect_step(look(&p.player, 6 * S), 9, false, PLAYER_NEVER, 0);
}

CASE(counts_that_end_past_the_clocks_range_have_no_end)
{
	static const struct pattern_tuple longest[] = { { 0, U32_MAX }, { 255, U32_MAX } };
	const u64 period_ns = 2 * (u64)U32_MAX * MS;
	const s32 fits = (s32)((INT64_MAX - 1000) / period_ns);
	struct playing p;

	start(&p, longest, 2, 255, &player_timing_normal, 2147483647, 1000);
	assert_true(p.player.end_ns == PLAYER_NEVER);
	start(&p, longest, 2, 255, &player_timing_normal, fits + 1, 1000);
	assert_true(p.player.end_ns == PLAYER_NEVER);
	start(&p, longest, 2, 255, &player_timing_normal, fits, 1000);
	assert_true(p.player.end_ns == 1000 + (u64)fits * period_ns);
	start(&p, triangle, 2, 255, &player_timing_normal, 2147483647, 0);
	assert_true(p.player.end_ns == 2147483647 * (3 * S));
	assert_false(look(&p.player, 2147483647 * (3 * S)).running);
	assert_true(look(&p.player, 2147483647 * (3 * S) - 1).running);
}

CASE(a_wake_past_the_clocks_range_is_no_wake)
{
	static const struct pattern_tuple longest[] = { { 0, U32_MAX }, { 0, 0 }, { 1, U32_MAX } };
	struct playing p;

	start(&p, longest, 3, 1, &player_timing_normal, FOREVER, INT64_MAX - 5);
	assert_true(look(&p.player, INT64_MAX - 5).wake_ns == PLAYER_NEVER);
}

CASE(in_step_with_the_clock_the_phase_is_the_clock_modulo_the_period)
{
	struct player_origin origin = { .start_ns = 100 * S + 500 * MS };
	struct playing p;

	start(&p, square, 4, 255, &player_timing_normal, FOREVER, 0);
	player_start(&p.player, &p.wave, &player_timing_normal, 2, origin);
	/* 100.5 s is 1.5 s into a period of 3 s. */
	expect_step(look(&p.player, origin.start_ns), 255, true, 102 * S, 1 * MS);
	expect_step(look(&p.player, 106 * S), 255, true, 106 * S + 500 * MS, 1 * MS);
	/* Two periods after the write, half way through the bright tuple. */
	expect_step(look(&p.player, 106 * S + 500 * MS), 255, false, PLAYER_NEVER, 0);
}

CASE(slack_within_a_ramp_does_not_reach_past_the_end)
{
	struct player_origin origin = { .start_ns = 500 * MS };
	struct playing p;

	start(&p, triangle, 2, 255, &player_timing_normal, 1, 0);
	player_start(&p.player, &p.wave, &player_timing_normal, 1, origin);
	expect_step(look(&p.player, 3448 * MS), 114, true, 3498 * MS, 2 * MS);
	/* 127.5, and it ends there. */
	expect_step(look(&p.player, 3500 * MS), 128, false, PLAYER_NEVER, 0);
}

CASE(a_clock_that_was_set_back_finds_its_place)
{
	struct player_origin origin = { 0 };
	struct playing p;

	start(&p, square, 4, 255, &player_timing_normal, FOREVER, 0);
	player_start(&p.player, &p.wave, &player_timing_normal, FOREVER, origin);
	expect_step(look(&p.player, 301 * S), 255, true, 303 * S, 1 * MS);
	expect_step(look(&p.player, 31 * S), 255, true, 33 * S, 1 * MS);
	expect_step(look(&p.player, 30 * S), 0, true, 31 * S, 1 * MS);
	/* By less than a tuple, and by less than a period within a ramp. */
	expect_step(look(&p.player, 33500 * MS), 0, true, 34 * S, 1 * MS);
	expect_step(look(&p.player, 32500 * MS), 255, true, 33 * S, 1 * MS);
	start(&p, triangle, 2, 255, &player_timing_normal, FOREVER, 0);
	assert_int_equal(look(&p.player, 1500 * MS).level, 191);
	assert_int_equal(look(&p.player, 500 * MS).level, 128);
}

/* 12:00:01 of the other clock, 1 s into a period of 3 s, is 5 s of ours. */
CASE(the_phase_may_be_that_of_another_clock)
{
	const u64 ahead_ns = 12 * 3600 * S + 1 * S - 5 * S;
	struct player_origin origin = { .start_ns = 5 * S };
	struct playing p;

	start(&p, square, 4, 255, &player_timing_fine, 2, 0);
	player_start(&p.player, &p.wave, &player_timing_fine, 2, origin);
	expect_step(look_by(&p.player, 5 * S, 5 * S + ahead_ns), 255, true, 7 * S, 0);
	expect_step(look_by(&p.player, 7 * S, 7 * S + ahead_ns), 0, true, 8 * S, 0);
	/* The other clock is set half a second back: everything is later, not the end. */
	expect_step(look_by(&p.player, 7 * S, 6500 * MS + ahead_ns), 255, true, 7 * S + 500 * MS,
		    0);
	expect_step(look_by(&p.player, 8 * S, 7500 * MS + ahead_ns), 0, true, 8 * S + 500 * MS, 0);
	expect_step(look_by(&p.player, 9 * S, 8500 * MS + ahead_ns), 255, true, 10 * S + 500 * MS,
		    0);
	/* It ends two periods after its start, half a second into the dark tuple. */
	expect_step(look_by(&p.player, 11 * S, 10500 * MS + ahead_ns), 0, false, PLAYER_NEVER, 0);
	/* Where it ends does not depend on how late that is noticed. */
	expect_step(look_by(&p.player, 12 * S, 11500 * MS + ahead_ns), 0, false, PLAYER_NEVER, 0);
}

CASE(a_clock_that_may_be_set_is_looked_at_every_second)
{
	static const struct pattern_tuple slow[] = {
		{ 0, 10000 }, { 255, 0 }, { 255, 10000 }, { 0, 0 }
	};
	static const struct pattern_tuple constant[] = { { 9, 1000 }, { 9, 1000 } };
	struct player_origin origin = { .patience_ns = 1 * S };
	struct playing p;

	start(&p, square, 4, 255, &player_timing_fine, FOREVER, 0);
	player_start(&p.player, &p.wave, &player_timing_fine, FOREVER, origin);
	/* An edge after exactly a second, and one after two. */
	expect_step(look(&p.player, 0), 0, true, 1 * S, 0);
	expect_step(look(&p.player, 1 * S), 255, true, 2 * S, 0);
	expect_step(look(&p.player, 2 * S), 255, true, 3 * S, 0);
	/* A slow ramp: one level takes longer than that. */
	start(&p, slow, 4, 255, &player_timing_normal, 1, 0);
	player_start(&p.player, &p.wave, &player_timing_normal, 1, origin);
	expect_step(look(&p.player, 10 * S), 255, true, 10 * S + 50 * MS, 4 * MS);
	start(&p, square, 4, 255, &player_timing_fine, 1, 0);
	player_start(&p.player, &p.wave, &player_timing_fine, 1, origin);
	expect_step(look(&p.player, 2500 * MS), 255, true, 3 * S, 0);
	/* One level has no phase. */
	start(&p, constant, 2, 255, &player_timing_fine, FOREVER, 0);
	player_start(&p.player, &p.wave, &player_timing_fine, FOREVER, origin);
	expect_step(look(&p.player, 0), 9, true, PLAYER_NEVER, 0);
}

CASE(a_level_of_no_duration_is_at_its_end_at_once_or_never)
{
	static const struct pattern_tuple tuples[] = { { 255, 0 }, { 255, 0 } };
	struct playing p;

	start(&p, tuples, 2, 255, &player_timing_normal, FOREVER, 7 * S);
	expect_step(look(&p.player, 7 * S), 255, true, PLAYER_NEVER, 1 * MS);
	start(&p, tuples, 2, 255, &player_timing_normal, 3, 7 * S);
	expect_step(look(&p.player, 7 * S), 255, false, PLAYER_NEVER, 0);
}

/* Looks per period of a pattern in steady state, each as late as @lateness. */
static u32 looks_per_period(const struct pattern_tuple *tuples, u32 count, u32 max,
			    const struct player_timing *timing)
{
	struct playing p;
	u64 now_ns = 0, until_ns;
	u32 looks = 0;

	start(&p, tuples, count, max, timing, FOREVER, 0);
	until_ns = 10 * p.wave.period_ns;
	while (now_ns < until_ns) {
		struct seen step = look(&p.player, now_ns);

		if (now_ns)
			looks++;
		now_ns = step.wake_ns;
	}
	/* The one at the end of the tenth period was not counted. */
	return (looks + 1) / 10;
}

CASE(nothing_wakes_more_often_than_the_level_may_change)
{
	static const struct pattern_tuple on_off[] = { { 0, 1000 }, { 1, 1000 } };
	static const struct pattern_tuple coarse[] = { { 0, 1000 }, { 15, 2000 } };

	/* 20 updates up, 40 down; an on/off LED changes twice, 15 levels 30 times. */
	assert_int_equal(looks_per_period(triangle, 2, 255, &player_timing_normal), 60);
	assert_int_equal(looks_per_period(square, 4, 255, &player_timing_normal), 2);
	assert_int_equal(looks_per_period(on_off, 2, 1, &player_timing_normal), 2);
	assert_int_equal(looks_per_period(on_off, 2, 1, &player_timing_fine), 2);
	assert_int_equal(looks_per_period(coarse, 2, 15, &player_timing_normal), 30);
}

CASE(an_hour_of_late_looks_leaves_no_phase_error)
{
	static const struct pattern_tuple tuples[] = {
		{ 0, 167 }, { 0, 0 }, { 99, 333 }, { 99, 0 }
	};
	u64 seed = 3600, now_ns = 12345, rises = 0;
	struct seen step;
	struct playing p;
	u32 last = 0;

	start(&p, tuples, 4, 255, &player_timing_normal, FOREVER, 12345);
	while (now_ns < 3600 * S) {
		step = look(&p.player, now_ns);
		if (step.level > last) {
			/* Due at 167 ms of each period, never early, at most the lateness late. */
			assert_true((now_ns - 12345) % (500 * MS) - 167 * MS < 4 * MS);
			assert_int_equal((now_ns - 12345) / (500 * MS), rises);
			rises++;
		}
		last = step.level;
		assert_true(step.wake_ns > now_ns);
		now_ns = step.wake_ns + reference_below(&seed, 4 * MS);
	}
	assert_int_equal(rises, 7200);
}

/* The place kept between looks spares work and decides nothing. */
static void expect_same_afresh(const struct player *player, u64 now_ns)
{
	struct player kept = *player, fresh = *player;
	struct seen seen;

	fresh.place = (struct waveform_place){ 0 };
	seen = look(&fresh, now_ns);
	expect_step(look(&kept, now_ns), seen.level, seen.running, seen.wake_ns, seen.slack_ns);
}

/* A timer that fires anywhere in its window shows the closed form's level. */
static void check_play(u64 *seed, const struct pattern_tuple *tuples, u32 count, u32 max,
		       s32 repeat)
{
	const struct player_timing *timing = reference_below(seed, 2) ? &player_timing_fine
								      : &player_timing_normal;
	u64 start_ns = reference_below(seed, 1000 * S), now_ns = start_ns;
	struct seen step = { .running = true };
	struct playing p;
	int looks;

	start(&p, tuples, count, max, timing, repeat, start_ns);
	for (looks = 0; looks < 300 && step.running; looks++) {
		u64 passed_ns = now_ns - start_ns;

		expect_same_afresh(&p.player, now_ns);
		step = look(&p.player, now_ns);
		assert_int_equal(step.running,
				 repeat < 0 || passed_ns < (u64)repeat * p.wave.period_ns);
		if (step.running)
			assert_true(reference_is_level(tuples, count, passed_ns % p.wave.period_ns,
						       step.level));
		if (step.wake_ns == PLAYER_NEVER)
			return;
		assert_true(step.wake_ns > now_ns);
		now_ns = step.wake_ns + reference_below(seed, step.slack_ns + 1);
		if (!reference_below(seed, 10))
			now_ns += reference_below(seed, 2 * p.wave.period_ns);
	}
}

CASE(random_patterns_played_late_show_the_closed_form)
{
	static const u32 maxima[] = { 1, 15, 255, 4095, 65535 };
	struct pattern_tuple tuples[6];
	u64 seed = 4;
	int round;

	for (round = 0; round < 5000; round++) {
		u32 max = maxima[(size_t)round % ARRAY_SIZE(maxima)];
		u32 count = 2 + (u32)reference_below(&seed, 5);
		s32 repeat = reference_below(&seed, 2) ? -1 : 1 + (s32)reference_below(&seed, 5);
		u32 i;

		for (i = 0; i < count; i++)
			tuples[i] = (struct pattern_tuple){ (u32)reference_below(&seed, max + 1),
							    (u32)reference_below(&seed, 400) };
		tuples[0].duration_ms++;
		check_play(&seed, tuples, count, max, repeat);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_pattern_starts_with_its_first_level_at_once),
		cmocka_unit_test(slack_is_as_published_for_ramps_and_edges),
		cmocka_unit_test(an_update_in_a_ramp_is_never_later_than_the_ramps_end),
		cmocka_unit_test(edges_of_short_tuples_have_less_slack_all_the_same),
		cmocka_unit_test(late_looks_skip_ahead_and_are_not_added_up),
		cmocka_unit_test(a_finite_pattern_ends_on_the_left_limit_and_asks_for_nothing_more),
		cmocka_unit_test(a_constant_pattern_wakes_for_its_end_only),
		cmocka_unit_test(counts_that_end_past_the_clocks_range_have_no_end),
		cmocka_unit_test(a_wake_past_the_clocks_range_is_no_wake),
		cmocka_unit_test(in_step_with_the_clock_the_phase_is_the_clock_modulo_the_period),
		cmocka_unit_test(slack_within_a_ramp_does_not_reach_past_the_end),
		cmocka_unit_test(a_clock_that_was_set_back_finds_its_place),
		cmocka_unit_test(the_phase_may_be_that_of_another_clock),
		cmocka_unit_test(a_clock_that_may_be_set_is_looked_at_every_second),
		cmocka_unit_test(a_level_of_no_duration_is_at_its_end_at_once_or_never),
		cmocka_unit_test(nothing_wakes_more_often_than_the_level_may_change),
		cmocka_unit_test(an_hour_of_late_looks_leaves_no_phase_error),
		cmocka_unit_test(random_patterns_played_late_show_the_closed_form),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
