// SPDX-License-Identifier: GPL-2.0-only
/*
 * Pattern engines of LEDs: what each accepts. Expectations are the published
 * hw_pattern pages of the kernel's LED drivers.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/led_engine.h"

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

static void lpg_plays_square_steps_of_one_length(void **state)
{
	struct pattern_tuple tuples[TUPLES_MAX];

	(void)state;
	assert_int_equal(OFFER(LED_ENGINE_LPG, -1, 0, 500, 0, 0, 255, 500, 255, 0), 0);
	assert_int_equal(OFFER(LED_ENGINE_LPG, 1, 0, 500, 0, 0, 255, 500, 255, 0), 0);
}

static void lpg_plays_for_ever_or_once(void **state)
{
	struct pattern_tuple tuples[TUPLES_MAX];

	(void)state;
	assert_int_equal(OFFER(LED_ENGINE_LPG, 0, 0, 500, 0, 0, 255, 500, 255, 0), -EINVAL);
	assert_int_equal(OFFER(LED_ENGINE_LPG, 2, 0, 500, 0, 0, 255, 500, 255, 0), -EINVAL);
	assert_int_equal(OFFER(LED_ENGINE_LPG, -2, 0, 500, 0, 0, 255, 500, 255, 0), -EINVAL);
}

static void lpg_plays_no_ramps(void **state)
{
	struct pattern_tuple tuples[TUPLES_MAX];

	(void)state;
	assert_int_equal(OFFER(LED_ENGINE_LPG, -1, 0, 500, 255, 500), -EINVAL);
	assert_int_equal(OFFER(LED_ENGINE_LPG, -1, 0, 500, 1, 0, 255, 500, 255, 0), -EINVAL);
	assert_int_equal(OFFER(LED_ENGINE_LPG, -1, 0, 500, 0, 1, 255, 500, 255, 0), -EINVAL);
}

static void lpg_needs_two_whole_steps(void **state)
{
	struct pattern_tuple tuples[TUPLES_MAX];

	(void)state;
	assert_int_equal(OFFER(LED_ENGINE_LPG, -1, 255, 500, 255, 0), -EINVAL);
	assert_int_equal(OFFER(LED_ENGINE_LPG, -1, 0, 500, 0, 0, 255, 500), -EINVAL);
}

static void lpg_pauses_before_the_first_and_in_the_last_step_only(void **state)
{
	struct pattern_tuple tuples[TUPLES_MAX];

	(void)state;
	assert_int_equal(OFFER(LED_ENGINE_LPG, -1, 0, 400, 0, 0, 9, 100, 9, 0, 50, 100, 50, 0, 255,
			       300, 255, 0),
			 0);
	assert_int_equal(OFFER(LED_ENGINE_LPG, -1, 0, 100, 0, 0, 9, 100, 9, 0, 50, 101, 50, 0, 255,
			       100, 255, 0),
			 -EINVAL);
}

static void lpg_pauses_in_the_middle_of_a_palindrome(void **state)
{
	struct pattern_tuple tuples[TUPLES_MAX];

	(void)state;
	assert_int_equal(OFFER(LED_ENGINE_LPG, -1, 0, 100, 0, 0, 9, 100, 9, 0, 50, 300, 50, 0, 9,
			       100, 9, 0, 0, 100, 0, 0),
			 0);
	assert_int_equal(OFFER(LED_ENGINE_LPG, -1, 0, 100, 0, 0, 9, 100, 9, 0, 50, 100, 50, 0, 9,
			       300, 9, 0, 0, 100, 0, 0),
			 -EINVAL);
}

static void lpg_steps_last_511_ms_at_most(void **state)
{
	struct pattern_tuple tuples[TUPLES_MAX];

	(void)state;
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

static void lpg_has_room_for_24_steps(void **state)
{
	(void)state;
	assert_int_equal(offer_staircase(24), 0);
	assert_int_equal(offer_staircase(25), -ENOMEM);
}

static void sc27xx_takes_four_stages(void **state)
{
	struct pattern_tuple tuples[TUPLES_MAX];

	(void)state;
	assert_int_equal(OFFER(LED_ENGINE_SC27XX, -1, 0, 125, 255, 250, 0, 375), -EINVAL);
	assert_int_equal(OFFER(LED_ENGINE_SC27XX, -1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9), -EINVAL);
	assert_int_equal(OFFER(LED_ENGINE_SC27XX, -1, 0, 125, 255, 250, 0, 375, 0, 31875), 0);
}

static void sc27xx_keeps_multiples_of_125_ms(void **state)
{
	struct pattern_tuple tuples[TUPLES_MAX];

	(void)state;
	assert_int_equal(OFFER(LED_ENGINE_SC27XX, -1, 0, 125, 255, 1000, 0, 375, 0, 31875), 0);
	assert_int_equal(tuples[0].duration_ms, 125);
	assert_int_equal(tuples[1].duration_ms, 1000);
	assert_int_equal(tuples[2].duration_ms, 375);
	assert_int_equal(tuples[3].duration_ms, 31875);
	assert_int_equal(tuples[1].brightness, 255);
}

static void sc27xx_writes_back_what_it_rounds(void **state)
{
	struct pattern_tuple tuples[TUPLES_MAX];

	(void)state;
	assert_int_equal(OFFER(LED_ENGINE_SC27XX, 5, 0, 0, 9, 300, 0, 320, 0, 4000000000), 0);
	assert_int_equal(tuples[0].duration_ms, 125);
	assert_int_equal(tuples[1].duration_ms, 250);
	assert_int_equal(tuples[2].duration_ms, 375);
	assert_int_equal(tuples[3].duration_ms, 31875);
}

static void cht_wcove_breathes_at_four_speeds(void **state)
{
	static const u32 speeds[] = { 250, 500, 1000, 2000 };
	struct pattern_tuple tuples[TUPLES_MAX];
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(speeds); i++)
		assert_int_equal(OFFER(LED_ENGINE_CHT_WCOVE, -1, 0, speeds[i], 1, speeds[i]), 0);
	assert_int_equal(OFFER(LED_ENGINE_CHT_WCOVE, 0, 0, 500, 1, 500), 0);
}

static void cht_wcove_does_nothing_else(void **state)
{
	struct pattern_tuple tuples[TUPLES_MAX];

	(void)state;
	assert_int_equal(OFFER(LED_ENGINE_CHT_WCOVE, 1, 0, 500, 1, 500), -EINVAL);
	assert_int_equal(OFFER(LED_ENGINE_CHT_WCOVE, -1, 0, 501, 1, 501), -EINVAL);
	assert_int_equal(OFFER(LED_ENGINE_CHT_WCOVE, -1, 0, 500, 1, 1000), -EINVAL);
	assert_int_equal(OFFER(LED_ENGINE_CHT_WCOVE, -1, 1, 500, 0, 500), -EINVAL);
	assert_int_equal(OFFER(LED_ENGINE_CHT_WCOVE, -1, 0, 500, 255, 500), -EINVAL);
	assert_int_equal(OFFER(LED_ENGINE_CHT_WCOVE, -1, 0, 500), -EINVAL);
}

static void el15203000_screen_breathes_in_one_way(void **state)
{
	struct pattern_tuple tuples[TUPLES_MAX];

	(void)state;
	assert_int_equal(OFFER(LED_ENGINE_EL15203000_SCREEN, -1, 0, 4000, 1, 4000), 0);
	assert_int_equal(OFFER(LED_ENGINE_EL15203000_SCREEN, 1, 0, 4000, 1, 4000), -EINVAL);
	assert_int_equal(OFFER(LED_ENGINE_EL15203000_SCREEN, -1, 0, 4000, 1, 2000), -EINVAL);
	assert_int_equal(OFFER(LED_ENGINE_EL15203000_SCREEN, -1, 1, 4000, 0, 4000), -EINVAL);
}

static void el15203000_pipe_cascades_and_bounces(void **state)
{
	static const u32 bounce[] = { 1, 2, 4, 8, 16, 16, 8, 4, 2, 1 };
	static const u32 inverse[] = { 30, 29, 27, 23, 15, 15, 23, 27, 29, 30 };
	struct pattern_tuple straight[10], inverted[10];
	size_t i;

	(void)state;
	for (i = 0; i < 10; i++) {
		straight[i] = (struct pattern_tuple){ bounce[i], 800 };
		inverted[i] = (struct pattern_tuple){ inverse[i], 800 };
	}
	assert_int_equal(led_engine_set(LED_ENGINE_EL15203000_PIPE, straight, 5, -1), 0);
	assert_int_equal(led_engine_set(LED_ENGINE_EL15203000_PIPE, straight, 10, -1), 0);
	assert_int_equal(led_engine_set(LED_ENGINE_EL15203000_PIPE, inverted, 5, -1), 0);
	assert_int_equal(led_engine_set(LED_ENGINE_EL15203000_PIPE, inverted, 10, -1), 0);
}

static void el15203000_pipe_does_nothing_else(void **state)
{
	struct pattern_tuple tuples[TUPLES_MAX];

	(void)state;
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

static void an_led_without_engine_plays_nothing(void **state)
{
	struct pattern_tuple tuples[TUPLES_MAX];

	(void)state;
	assert_int_equal(OFFER(LED_ENGINE_NONE, -1, 0, 500, 1, 500), -EINVAL);
	assert_int_equal(OFFER(LED_ENGINE_CLEAR_ONLY, -1, 0, 500, 1, 500), -EINVAL);
	assert_int_equal(OFFER(LED_ENGINE_SET_ONLY, 7, 3, 4), 0);
}

static void every_engine_has_a_name_of_its_own(void **state)
{
	int a, b;

	(void)state;
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
		cmocka_unit_test(an_led_without_engine_plays_nothing),
		cmocka_unit_test(every_engine_has_a_name_of_its_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
