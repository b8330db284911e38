// SPDX-License-Identifier: GPL-2.0-only
/*
 * Pattern engines of LEDs: what each accepts. Expectations are the published
 * hw_pattern pages of the kernel's LED drivers.
 */
#include "core/pattern.h"
#include "model/led_engine.h"
#include "tests/unit/test.h"

#define TUPLES_MAX 64

/* Offers "b d b d ..." to an engine; what it left is in @tuples. */
static int offer(enum led_engine engine, struct pattern_tuple *tuples, const u32 *cells, u32 count,
		 s32 repeat)
{
	u32 i;

	for (i = 0; i < count; i++)
		tuples[i] = (struct pattern_tuple){ cells[2 * i], cells[2 * i + 1] };
	return led_engine_set(engine, tuples, count, repeat);
}

#define OFFER(engine, repeat, ...)                                                                 \
	offer(engine, tuples, (const u32[]){ __VA_ARGS__ },                                        \
	      sizeof((const u32[]){ __VA_ARGS__ }) / (2 * sizeof(u32)), repeat)

CASE(lpg_plays_square_steps_of_one_length)
{
	struct pattern_tuple tuples[TUPLES_MAX];

	assert_int_equal(OFFER(LED_ENGINE_LPG, -1, 0, 500, 0, 0, 255, 500, 255, 0), 0);
	assert_int_equal(OFFER(LED_ENGINE_LPG, 1, 0, 500, 0, 0, 255, 500, 255, 0), 0);
}

CASE(lpg_plays_for_ever_or_once)
{
	struct pattern_tuple tuples[TUPLES_MAX];

	assert_int_equal(OFFER(LED_ENGINE_LPG, 0, 0, 500, 0, 0, 255, 500, 255, 0), -EINVAL);
	assert_int_equal(OFFER(LED_ENGINE_LPG, 2, 0, 500, 0, 0, 255, 500, 255, 0), -EINVAL);
	assert_int_equal(OFFER(LED_ENGINE_LPG, -2, 0, 500, 0, 0, 255, 500, 255, 0), -EINVAL);
}

CASE(lpg_plays_no_ramps)
{
	struct pattern_tuple tuples[TUPLES_MAX];

	assert_int_equal(OFFER(LED_ENGINE_LPG, -1, 0, 500, 255, 500), -EINVAL);
	assert_int_equal(OFFER(LED_ENGINE_LPG, -1, 0, 500, 1, 0, 255, 500, 255, 0), -EINVAL);
	assert_int_equal(OFFER(LED_ENGINE_LPG, -1, 0, 500, 0, 1, 255, 500, 255, 0), -EINVAL);
}

CASE(lpg_needs_two_whole_steps)
{
	struct pattern_tuple tuples[TUPLES_MAX];

	assert_int_equal(OFFER(LED_ENGINE_LPG, -1, 255, 500, 255, 0), -EINVAL);
	assert_int_equal(OFFER(LED_ENGINE_LPG, -1, 0, 500, 0, 0, 255, 500), -EINVAL);
}

CASE(lpg_pauses_before_the_first_and_in_the_last_step_only)
{
	struct pattern_tuple tuples[TUPLES_MAX];

	assert_int_equal(OFFER(LED_ENGINE_LPG, -1, 0, 400, 0, 0, 9, 100, 9, 0, 50, 100, 50, 0, 255,
			       300, 255, 0),
			 0);
	assert_int_equal(OFFER(LED_ENGINE_LPG, -1, 0, 100, 0, 0, 9, 100, 9, 0, 50, 101, 50, 0, 255,
			       100, 255, 0),
			 -EINVAL);
}

CASE(lpg_pauses_in_the_middle_of_a_palindrome)
{
	struct pattern_tuple tuples[TUPLES_MAX];

	assert_int_equal(OFFER(LED_ENGINE_LPG, -1, 0, 100, 0, 0, 9, 100, 9, 0, 50, 300, 50, 0, 9,
			       100, 9, 0, 0, 100, 0, 0),
			 0);
	assert_int_equal(OFFER(LED_ENGINE_LPG, -1, 0, 100, 0, 0, 9, 100, 9, 0, 50, 100, 50, 0, 9,
			       300, 9, 0, 0, 100, 0, 0),
			 -EINVAL);
}

CASE(lpg_steps_last_511_ms_at_most)
{
	struct pattern_tuple tuples[TUPLES_MAX];

	assert_int_equal(OFFER(LED_ENGINE_LPG, -1, 0, 511, 0, 0, 9, 511, 9, 0), 0);
	assert_int_equal(OFFER(LED_ENGINE_LPG, -1, 0, 512, 0, 0, 9, 512, 9, 0), -EINVAL);
}

static int offer_staircase(u32 steps)
{
	struct pattern_tuple tuples[TUPLES_MAX];
	u32 i;

	for (i = 0; i < steps; i++) {
		tuples[2 * i] = (struct pattern_tuple){ i, 10 };
		tuples[2 * i + 1] = (struct pattern_tuple){ i, 0 };
	}
	return led_engine_set(LED_ENGINE_LPG, tuples, 2 * steps, -1);
}

CASE(lpg_has_room_for_24_steps)
{
	assert_int_equal(offer_staircase(24), 0);
	assert_int_equal(offer_staircase(25), -ENOMEM);
}

CASE(sc27xx_takes_four_stages)
{
	struct pattern_tuple tuples[TUPLES_MAX];

	assert_int_equal(OFFER(LED_ENGINE_SC27XX, -1, 0, 125, 255, 250, 0, 375), -EINVAL);
	assert_int_equal(OFFER(LED_ENGINE_SC27XX, -1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9), -EINVAL);
	assert_int_equal(OFFER(LED_ENGINE_SC27XX, -1, 0, 125, 255, 250, 0, 375, 0, 31875), 0);
}

CASE(sc27xx_keeps_multiples_of_125_ms)
{
	struct pattern_tuple tuples[TUPLES_MAX];

	assert_int_equal(OFFER(LED_ENGINE_SC27XX, -1, 0, 125, 255, 1000, 0, 375, 0, 31875), 0);
	assert_int_equal(tuples[0].duration_ms, 125);
	assert_int_equal(tuples[1].duration_ms, 1000);
	assert_int_equal(tuples[2].duration_ms, 375);
	assert_int_equal(tuples[3].duration_ms, 31875);
	assert_int_equal(tuples[1].brightness, 255);
}

CASE(sc27xx_writes_back_what_it_rounds)
{
	struct pattern_tuple tuples[TUPLES_MAX];

	assert_int_equal(OFFER(LED_ENGINE_SC27XX, 5, 0, 0, 9, 300, 0, 320, 0, 4000000000), 0);
	assert_int_equal(tuples[0].duration_ms, 125);
	assert_int_equal(tuples[1].duration_ms, 250);
	assert_int_equal(tuples[2].duration_ms, 375);
	assert_int_equal(tuples[3].duration_ms, 31875);
}

CASE(cht_wcove_breathes_at_four_speeds)
{
	static const u32 speeds[] = { 250, 500, 1000, 2000 };
	struct pattern_tuple tuples[TUPLES_MAX];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(speeds); i++)
		assert_int_equal(OFFER(LED_ENGINE_CHT_WCOVE, -1, 0, speeds[i], 1, speeds[i]), 0);
	assert_int_equal(OFFER(LED_ENGINE_CHT_WCOVE, 0, 0, 500, 1, 500), 0);
}

CASE(cht_wcove_does_nothing_else)
{
	struct pattern_tuple tuples[TUPLES_MAX];

	assert_int_equal(OFFER(LED_ENGINE_CHT_WCOVE, 1, 0, 500, 1, 500), -EINVAL);
	assert_int_equal(OFFER(LED_ENGINE_CHT_WCOVE, -1, 0, 501, 1, 501), -EINVAL);
	assert_int_equal(OFFER(LED_ENGINE_CHT_WCOVE, -1, 0, 500, 1, 1000), -EINVAL);
	assert_int_equal(OFFER(LED_ENGINE_CHT_WCOVE, -1, 1, 500, 0, 500), -EINVAL);
	assert_int_equal(OFFER(LED_ENGINE_CHT_WCOVE, -1, 0, 500, 255, 500), -EINVAL);
	assert_int_equal(OFFER(LED_ENGINE_CHT_WCOVE, -1, 0, 500), -EINVAL);
}

CASE(el15203000_screen_breathes_in_one_way)
{
	struct pattern_tuple tuples[TUPLES_MAX];

	assert_int_equal(OFFER(LED_ENGINE_EL15203000_SCREEN, -1, 0, 4000, 1, 4000), 0);
	assert_int_equal(OFFER(LED_ENGINE_EL15203000_SCREEN, 1, 0, 4000, 1, 4000), -EINVAL);
	assert_int_equal(OFFER(LED_ENGINE_EL15203000_SCREEN, -1, 0, 4000, 1, 2000), -EINVAL);
	assert_int_equal(OFFER(LED_ENGINE_EL15203000_SCREEN, -1, 1, 4000, 0, 4000), -EINVAL);
}

CASE(el15203000_pipe_cascades_and_bounces)
{
	static const u32 bounce[] = { 1, 2, 4, 8, 16, 16, 8, 4, 2, 1 };
	static const u32 inverse[] = { 30, 29, 27, 23, 15, 15, 23, 27, 29, 30 };
	struct pattern_tuple straight[10], inverted[10];
	size_t i;

	for (i = 0; i < 10; i++) {
		straight[i] = (struct pattern_tuple){ bounce[i], 800 };
		inverted[i] = (struct pattern_tuple){ inverse[i], 800 };
	}
	assert_int_equal(led_engine_set(LED_ENGINE_EL15203000_PIPE, straight, 5, -1), 0);
	assert_int_equal(led_engine_set(LED_ENGINE_EL15203000_PIPE, straight, 10, -1), 0);
	assert_int_equal(led_engine_set(LED_ENGINE_EL15203000_PIPE, inverted, 5, -1), 0);
	assert_int_equal(led_engine_set(LED_ENGINE_EL15203000_PIPE, inverted, 10, -1), 0);
}

CASE(el15203000_pipe_does_nothing_else)
{
	struct pattern_tuple tuples[TUPLES_MAX];

	assert_int_equal(OFFER(LED_ENGINE_EL15203000_PIPE, 1, 1, 800, 2, 800, 4, 800, 8, 800, 16,
			       800),
			 -EINVAL);
	assert_int_equal(OFFER(LED_ENGINE_EL15203000_PIPE, -1, 1, 800, 2, 800, 4, 800, 8, 800, 16,
			       801),
			 -EINVAL);
	assert_int_equal(OFFER(LED_ENGINE_EL15203000_PIPE, -1, 1, 800, 2, 800, 4, 800, 8, 800, 17,
			       800),
			 -EINVAL);
	assert_int_equal(OFFER(LED_ENGINE_EL15203000_PIPE, -1, 1, 800, 29, 800, 4, 800, 23, 800, 16,
			       800),
			 -EINVAL);
	assert_int_equal(OFFER(LED_ENGINE_EL15203000_PIPE, -1, 1, 800, 2, 800, 4, 800, 8, 800),
			 -EINVAL);
}

CASE(ppg_without_a_table_has_no_pauses)
{
	struct pattern_tuple tuples[TUPLES_MAX];

	assert_int_equal(OFFER(LED_ENGINE_PPG, -1, 0, 100, 0, 0, 255, 100, 255, 0), 0);
	assert_int_equal(OFFER(LED_ENGINE_PPG, 2, 0, 100, 0, 0, 255, 100, 255, 0), -EINVAL);
	assert_int_equal(OFFER(LED_ENGINE_PPG, -1, 0, 200, 0, 0, 255, 100, 255, 0), -EINVAL);
	assert_int_equal(OFFER(LED_ENGINE_PPG, -1, 0, 512, 0, 0, 255, 512, 255, 0), -EINVAL);
	assert_int_equal(OFFER(LED_ENGINE_PPG, -1, 0, 100, 0, 0), -EINVAL);
	assert_int_equal(OFFER(LED_ENGINE_PPG, -1, 0, 100, 255, 100), -EINVAL);
}

CASE(ppg_has_room_for_24_steps)
{
	struct pattern_tuple tuples[TUPLES_MAX];
	u32 i;

	for (i = 0; i < TUPLES_MAX; i++)
		tuples[i] = (struct pattern_tuple){ i / 2, i % 2 ? 0 : 10 };
	assert_int_equal(led_engine_set(LED_ENGINE_PPG, tuples, 48, -1), 0);
	assert_int_equal(led_engine_set(LED_ENGINE_PPG, tuples, 50, -1), -ENOSPC);
}

CASE(st1202_takes_eight_steps_of_22_to_5610_ms)
{
	struct pattern_tuple tuples[TUPLES_MAX];

	assert_int_equal(OFFER(LED_ENGINE_ST1202, -1, 0, 22, 255, 5610), 0);
	assert_int_equal(OFFER(LED_ENGINE_ST1202, 255, 0, 22, 255, 5610), 0);
	assert_int_equal(OFFER(LED_ENGINE_ST1202, 256, 0, 22, 255, 5610), -EINVAL);
	assert_int_equal(OFFER(LED_ENGINE_ST1202, -1, 0, 21, 255, 5610), -EINVAL);
	assert_int_equal(OFFER(LED_ENGINE_ST1202, -1, 0, 22, 255, 5611), -EINVAL);
	assert_int_equal(OFFER(LED_ENGINE_ST1202, -1, 1, 22, 2, 22, 3, 22, 4, 22, 5, 22, 6, 22, 7,
			       22, 8, 22, 9, 22),
			 -EINVAL);
}

CASE(s2m_takes_a_level_and_two_times)
{
	struct pattern_tuple tuples[TUPLES_MAX];

	assert_int_equal(OFFER(LED_ENGINE_S2M, -1, 99, 500, 99, 0, 0, 500, 0, 0), 0);
	assert_int_equal(OFFER(LED_ENGINE_S2M, -1, 99, 500, 0, 500), 0);
	assert_int_equal(OFFER(LED_ENGINE_S2M, 1, 99, 500, 99, 0, 0, 500, 0, 0), -EINVAL);
	assert_int_equal(OFFER(LED_ENGINE_S2M, -1, 0, 500, 0, 0, 99, 500, 99, 0), -EINVAL);
	assert_int_equal(OFFER(LED_ENGINE_S2M, -1, 99, 500, 98, 0, 0, 500, 0, 0), -EINVAL);
}

CASE(ltc3220_takes_one_fade)
{
	struct pattern_tuple tuples[TUPLES_MAX];

	assert_int_equal(OFFER(LED_ENGINE_LTC3220, 1, 0, 300, 60, 0), 0);
	assert_int_equal(OFFER(LED_ENGINE_LTC3220, 1, 0, 300), -EINVAL);
	assert_int_equal(OFFER(LED_ENGINE_LTC3220, 1, 0, 0, 60, 0), -EINVAL);
}

/* Levels seen of "b d b d ...", of an LED of 255 levels whose brightness is 100. */
static u32 shows(enum led_engine engine, const struct pattern_tuple *tuples, u32 count, u64 time_ms)
{
	const struct led_engine_playing p = { engine, tuples, count, 100, 255 };

	return led_engine_shows(&p, time_ms);
}

CASE(an_lpg_rounds_pauses_up_to_steps)
{
	static const struct pattern_tuple t[] = { { 0, 300 }, { 0, 0 }, { 255, 500 }, { 255, 0 } };

	assert_int_equal(shows(LED_ENGINE_LPG, t, 4, 499), 0);
	assert_int_equal(shows(LED_ENGINE_LPG, t, 4, 500), 255);
	assert_int_equal(shows(LED_ENGINE_LPG, t, 4, 999), 255);
	assert_int_equal(shows(LED_ENGINE_LPG, t, 4, 1000), 0);
}

CASE(engines_that_breathe_show_a_triangle)
{
	static const struct pattern_tuple wcove[] = { { 0, 500 }, { 1, 500 } };
	static const struct pattern_tuple screen[] = { { 0, 4000 }, { 1, 4000 } };

	assert_int_equal(shows(LED_ENGINE_CHT_WCOVE, wcove, 2, 250), 50);
	assert_int_equal(shows(LED_ENGINE_CHT_WCOVE, wcove, 2, 500), 100);
	assert_int_equal(shows(LED_ENGINE_CHT_WCOVE, wcove, 2, 750), 50);
	assert_int_equal(shows(LED_ENGINE_CHT_WCOVE, wcove, 2, 1000), 0);
	assert_int_equal(shows(LED_ENGINE_EL15203000_SCREEN, screen, 2, 4000), 255);
	assert_int_equal(shows(LED_ENGINE_EL15203000_SCREEN, screen, 2, 5000), 191);
}

CASE(a_pipe_shows_masks)
{
	static const struct pattern_tuple t[] = {
		{ 1, 800 }, { 2, 800 }, { 4, 800 }, { 8, 800 }, { 16, 800 }
	};

	assert_int_equal(shows(LED_ENGINE_EL15203000_PIPE, t, 5, 799), 1);
	assert_int_equal(shows(LED_ENGINE_EL15203000_PIPE, t, 5, 3200), 16);
	assert_int_equal(shows(LED_ENGINE_EL15203000_PIPE, t, 5, 4000), 1);
}

CASE(an_sc27xx_shows_four_stages)
{
	static const struct pattern_tuple t[] = {
		{ 0, 1000 }, { 200, 500 }, { 0, 250 }, { 0, 125 }
	};

	assert_int_equal(shows(LED_ENGINE_SC27XX, t, 4, 500), 100);
	assert_int_equal(shows(LED_ENGINE_SC27XX, t, 4, 1499), 200);
	assert_int_equal(shows(LED_ENGINE_SC27XX, t, 4, 1625), 100);
	assert_int_equal(shows(LED_ENGINE_SC27XX, t, 4, 1800), 0);
	assert_int_equal(shows(LED_ENGINE_SC27XX, t, 4, 1875), 0);
}

/* 600 ms on and 700 off are 500 and 500 of the tables; ramps are thirds. */
CASE(an_s2m_shows_the_nearest_of_its_tables)
{
	static const struct pattern_tuple square[] = {
		{ 90, 600 }, { 90, 0 }, { 0, 700 }, { 0, 0 }
	};
	static const struct pattern_tuple soft[] = { { 90, 900 }, { 0, 1000 } };

	assert_int_equal(shows(LED_ENGINE_S2M, square, 4, 499), 90);
	assert_int_equal(shows(LED_ENGINE_S2M, square, 4, 500), 0);
	assert_int_equal(shows(LED_ENGINE_S2M, square, 4, 1000), 90);
	assert_int_equal(shows(LED_ENGINE_S2M, soft, 2, 150), 45);
	assert_int_equal(shows(LED_ENGINE_S2M, soft, 2, 450), 90);
	assert_int_equal(shows(LED_ENGINE_S2M, soft, 2, 750), 45);
	assert_int_equal(shows(LED_ENGINE_S2M, soft, 2, 1899), 0);
	assert_int_equal(shows(LED_ENGINE_S2M, soft, 2, 2050), 45);
}

CASE(an_ltc3220_fades_in_one_of_three_times_and_stays)
{
	static const struct pattern_tuple t[] = { { 0, 300 }, { 60, 0 } };

	assert_int_equal(shows(LED_ENGINE_LTC3220, t, 2, 240), 30);
	assert_int_equal(shows(LED_ENGINE_LTC3220, t, 2, 480), 60);
	assert_int_equal(shows(LED_ENGINE_LTC3220, t, 2, 100000), 60);
}

CASE(an_st1202_shows_its_steps)
{
	static const struct pattern_tuple t[] = { { 7, 44 }, { 9, 88 } };

	assert_int_equal(shows(LED_ENGINE_ST1202, t, 2, 43), 7);
	assert_int_equal(shows(LED_ENGINE_ST1202, t, 2, 44), 9);
	assert_int_equal(shows(LED_ENGINE_ST1202, t, 2, 132), 7);
}

CASE(an_led_without_engine_plays_nothing)
{
	struct pattern_tuple tuples[TUPLES_MAX];

	assert_int_equal(OFFER(LED_ENGINE_NONE, -1, 0, 500, 1, 500), -EINVAL);
	assert_int_equal(OFFER(LED_ENGINE_CLEAR_ONLY, -1, 0, 500, 1, 500), -EINVAL);
	assert_int_equal(OFFER(LED_ENGINE_SET_ONLY, 7, 3, 4), 0);
}

CASE(every_engine_has_a_name_of_its_own)
{
	int a, b;

	for (a = 0; a < LED_ENGINES; a++) {
		assert_non_null(led_engine_name[a]);
		for (b = 0; b < a; b++)
			assert_string_not_equal(led_engine_name[a], led_engine_name[b]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lpg_plays_square_steps_of_one_length),
		cmocka_unit_test(lpg_plays_for_ever_or_once),
		cmocka_unit_test(lpg_plays_no_ramps),
		cmocka_unit_test(lpg_needs_two_whole_steps),
		cmocka_unit_test(lpg_pauses_before_the_first_and_in_the_last_step_only),
		cmocka_unit_test(lpg_pauses_in_the_middle_of_a_palindrome),
		cmocka_unit_test(lpg_steps_last_511_ms_at_most),
		cmocka_unit_test(lpg_has_room_for_24_steps),
		cmocka_unit_test(sc27xx_takes_four_stages),
		cmocka_unit_test(sc27xx_keeps_multiples_of_125_ms),
		cmocka_unit_test(sc27xx_writes_back_what_it_rounds),
		cmocka_unit_test(cht_wcove_breathes_at_four_speeds),
		cmocka_unit_test(cht_wcove_does_nothing_else),
		cmocka_unit_test(el15203000_screen_breathes_in_one_way),
		cmocka_unit_test(el15203000_pipe_cascades_and_bounces),
		cmocka_unit_test(el15203000_pipe_does_nothing_else),
		cmocka_unit_test(ppg_without_a_table_has_no_pauses),
		cmocka_unit_test(ppg_has_room_for_24_steps),
		cmocka_unit_test(st1202_takes_eight_steps_of_22_to_5610_ms),
		cmocka_unit_test(s2m_takes_a_level_and_two_times),
		cmocka_unit_test(ltc3220_takes_one_fade),
		cmocka_unit_test(an_lpg_rounds_pauses_up_to_steps),
		cmocka_unit_test(engines_that_breathe_show_a_triangle),
		cmocka_unit_test(a_pipe_shows_masks),
		cmocka_unit_test(an_sc27xx_shows_four_stages),
		cmocka_unit_test(an_s2m_shows_the_nearest_of_its_tables),
		cmocka_unit_test(an_ltc3220_fades_in_one_of_three_times_and_stays),
		cmocka_unit_test(an_st1202_shows_its_steps),
		cmocka_unit_test(an_led_without_engine_plays_nothing),
		cmocka_unit_test(every_engine_has_a_name_of_its_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
