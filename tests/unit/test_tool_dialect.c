// SPDX-License-Identifier: GPL-2.0-only
/*
 * Hardware engines: each answer must be what the engine accepts, as the model of
 * its driver judges, and what the engine shows then must be the pattern that was
 * asked for. Engines are never asked for what they cannot do.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "core/pattern_text.h"
#include "model/led_engine.h"
#include "tests/unit/test.h"
#include "tools/led/engine_dialect.h"
#include "tools/led/pattern.h"
#include "tools/led/pattern_source.h"
#include "tests/unit/waveform_reference.h"

#define MAX 255

/* As for an LED of that maximum. */
static const char *express_on(u32 max, const char *engine, const char *text, s32 repeat,
			      struct led_dialect_answer *answer)
{
	const struct led_dialect *dialect = led_dialect_find(engine);
	struct led_dialect_request request = { .repeat = repeat, .brightness_max = max };
	struct pattern pattern;
	char reason[PATTERN_REASON];
	const char *why;

	assert_non_null(dialect);
	assert_int_equal(pattern_text_resolve(&pattern, text, max, reason), 0);
	request.pattern = &pattern;
	why = led_dialect_express(dialect, &request, answer);
	pattern_free(&pattern);
	return why;
}

static const char *express(const char *engine, const char *text, s32 repeat,
			   struct led_dialect_answer *answer)
{
	return express_on(MAX, engine, text, repeat, answer);
}

/* The engine shows what was asked for, at each millisecond of two periods and a bit. */
static void assert_shows(enum led_engine engine, const struct led_dialect_answer *answer,
			 const struct pattern *pattern)
{
	const struct led_engine_playing playing = { engine, answer->tuples, answer->count,
						    answer->brightness, MAX };
	u64 end_ms = 2 * pattern->period_ns / RG_NS_PER_MS + 7;
	u64 ms;

	for (ms = 0; ms < end_ms; ms++) {
		double exact = pattern_exact(pattern, ms * RG_NS_PER_MS);
		u32 shown = led_engine_shows(&playing, ms);

		if (fabs(exact - shown) > 0.51)
			fail_msg("%s shows %u at %u ms, not %f", led_engine_name[engine], shown,
				 (unsigned int)ms, exact);
	}
}

static void assert_expressed(const char *name, enum led_engine engine, const char *text, s32 repeat,
			     const char *expected)
{
	struct led_dialect_answer answer;
	struct pattern pattern;
	char reason[PATTERN_REASON];
	char words[1024];

	assert_null(express(name, text, repeat, &answer));
	pattern_text_format(answer.tuples, answer.count, words, sizeof(words));
	words[strcspn(words, "\n")] = '\0';
	assert_string_equal(words, expected);
	assert_int_equal(led_engine_set(engine, answer.tuples, answer.count, repeat), 0);
	pattern_text_format(answer.tuples, answer.count, words, sizeof(words));
	words[strcspn(words, "\n")] = '\0';
	assert_string_equal(words, expected);
	assert_int_equal(pattern_text_resolve(&pattern, text, MAX, reason), 0);
	assert_shows(engine, &answer, &pattern);
	pattern_free(&pattern);
}

static void assert_beyond(const char *name, const char *text, s32 repeat, const char *part)
{
	struct led_dialect_answer answer;
	const char *why = express(name, text, repeat, &answer);

	assert_non_null(why);
	assert_non_null(strstr(why, part));
}

CASE(lpg_blinks_however_the_square_wave_is_written)
{
	assert_expressed("lpg", LED_ENGINE_LPG, "0 500 0 0 255 500 255 0", -1,
			 "0 500 0 0 255 500 255 0");
	assert_expressed("leds-qcom-lpg", LED_ENGINE_LPG, "0 250 0 250 0 0 255 100 255 400 255 0",
			 1, "0 500 0 0 255 500 255 0");
	assert_expressed("qcom-spmi-lpg", LED_ENGINE_LPG, "0 40 255 40", -1,
			 "0 40 0 0 255 40 255 0");
	assert_expressed("lpg", LED_ENGINE_LPG, "0 500 0 0 50 20 100 20 255 300 255 0", -1,
			 "0 500 0 0 50 20 50 0 100 20 100 0 255 300 255 0");
	/* The phase that is the multiple of the other comes first. */
	assert_expressed("lpg", LED_ENGINE_LPG, "255 500 255 0 0 250 0 0", -1,
			 "255 500 255 0 0 250 0 0");
}

CASE(lpg_is_not_asked_for_what_it_cannot_do)
{
	assert_beyond("lpg", "0 500 255 500", -1, "not ramps");
	assert_beyond("lpg", "0 512 0 0 255 500 255 0", -1, "511 ms");
	assert_beyond("lpg", "0 500 0 0 255 500 255 0", 2, "once");
	assert_beyond("lpg", "0 40 10 40 20 30 30 40", -1, "equally long");
	assert_beyond("lpg", "0 40 0 500", -1, "2 to 24");
	/* Played 500 and 500, or 140, 20, 20 and 80: pauses are rounded up to steps. */
	assert_beyond("lpg", "0 300 0 0 255 500 255 0", -1, "whole steps");
	assert_beyond("lpg", "0 130 0 0 50 20 50 0 100 20 100 0 255 70 255 0", -1, "whole steps");
	assert_beyond("lpg", "0 511 0 0 10 1 20 1 30 5", -1, "255 steps");
}

CASE(sc27xx_breathes_in_four_stages)
{
	assert_expressed("sc27xx", LED_ENGINE_SC27XX, "0 1625 200 250 200 1625 0 500", -1,
			 "0 1625 200 250 0 1625 0 500");
	assert_beyond("sc27xx", "0 1600 200 250 200 1625 0 500", -1, "125 ms");
	assert_beyond("sc27xx", "0 32000 200 250 200 1625 0 500", -1, "31875");
	assert_beyond("sc27xx", "1 1625 200 250 200 1625 0 500", -1, "rise from 0");
	assert_beyond("sc27xx", "0 1625 200 250 200 1625 0 500", 3, "for ever");
	assert_beyond("sc27xx", "0 500 0 0 255 500 255 0", -1, "rise from 0");
}

CASE(the_library_s_breathing_suits_sc27xx)
{
	struct led_dialect_answer answer;

	assert_null(express("sc27xx", "0% 1625 100% 250 100% 1625 0% 500", -1, &answer));
}

CASE(cht_wcove_breathes_at_four_speeds_with_the_level_set_apart)
{
	struct led_dialect_answer answer;

	assert_expressed("cht-wcove", LED_ENGINE_CHT_WCOVE, "0 500 40 500", -1, "0 500 1 500");
	assert_null(express("cht_wcove_leds", "0 2000 40 2000", -1, &answer));
	assert_int_equal(answer.brightness, 40);
	assert_beyond("cht-wcove", "0 400 40 400", -1, "250, 500, 1000 or 2000");
	assert_beyond("cht-wcove", "0 500 40 250", -1, "as long");
	assert_beyond("cht-wcove", "40 500 0 500", -1, "up from 0");
	assert_beyond("cht-wcove", "0 500 0 0 40 500 40 0", -1, "breathes only");
	/* Neighbouring levels are not a ramp. */
	assert_beyond("cht-wcove", "0 500 1 500", -1, "breathes only");
	assert_beyond("cht-wcove", "0 500 40 500", 1, "for ever");
}

CASE(s2m_blinks_by_its_tables_on_first)
{
	assert_expressed("s2m-rgb", LED_ENGINE_S2M, "200 750 200 0 0 6000 0 0", -1,
			 "200 750 200 0 0 6000 0 0");
	assert_expressed("s2m", LED_ENGINE_S2M, "255 100 255 0 0 500 0 0", -1,
			 "255 100 255 0 0 500 0 0");
	assert_beyond("s2m", "255 600 255 0 0 500 0 0", -1, "table");
	assert_beyond("s2m", "255 500 255 0 0 400 0 0", -1, "table");
	assert_beyond("s2m", "0 500 0 0 255 500 255 0", -1, "on, then off");
	assert_beyond("s2m", "255 500 0 500", -1, "on, then off");
	assert_beyond("s2m", "255 500 255 0 0 500 0 0", 1, "for ever");
}

CASE(el15203000_breathes_in_four_seconds_each_way)
{
	assert_expressed("el15203000", LED_ENGINE_EL15203000_SCREEN, "0 4000 255 4000", -1,
			 "0 4000 1 4000");
	assert_beyond("el15203000", "0 4000 254 4000", -1, "breathes only");
	assert_beyond("el15203000", "0 4000 255 3999", -1, "breathes only");
	assert_beyond("el15203000", "0 4000 255 4000", 1, "for ever");
}

/*
 * The real one is an on/off LED to the kernel. The light is that of the text, in 255
 * parts; levels that are written as numbers are switched, as software does.
 */
CASE(el15203000_s_screen_breathes_though_it_has_two_levels)
{
	struct led_dialect_answer answer;
	struct pattern pattern;
	char reason[PATTERN_REASON];
	int taken;

	assert_null(express_on(1, "leds_el15203000", "0% 4000 100% 4000", -1, &answer));
	taken = led_engine_set(LED_ENGINE_EL15203000_SCREEN, answer.tuples, answer.count, -1);
	assert_int_equal(taken, 0);
	assert_int_equal(pattern_text_resolve(&pattern, "0% 4000 100% 4000", MAX, reason), 0);
	assert_shows(LED_ENGINE_EL15203000_SCREEN, &answer, &pattern);
	pattern_free(&pattern);
	assert_non_null(express_on(1, "el15203000", "0 4000 1 4000", -1, &answer));
	assert_non_null(express_on(1, "el15203000", "0% 4000 1 4000", -1, &answer));
	assert_non_null(express_on(1, "el15203000", "33% 4000 100% 4000", -1, &answer));
	assert_non_null(express_on(1, "el15203000", "0% 4000 0% 0 100% 4000 100% 0", -1, &answer));
}

/* Its pipe, which has the same driver, takes masks only, and says so itself. */
CASE(el15203000_s_pipe_refuses_what_its_screen_shows)
{
	struct led_dialect_answer answer;

	assert_null(express("el15203000", "0 4000 255 4000", -1, &answer));
	assert_int_equal(led_engine_set(LED_ENGINE_EL15203000_PIPE, answer.tuples, answer.count,
					-1),
			 -EINVAL);
}

/* Each engine with one of these driver names that takes the answer must show the request. */
static const struct {
	const char *name;
	enum led_engine engine;
} kin[] = {
	{ "lpg", LED_ENGINE_LPG },
	{ "lpg", LED_ENGINE_PPG },
	{ "sc27xx", LED_ENGINE_SC27XX },
	{ "cht-wcove", LED_ENGINE_CHT_WCOVE },
	{ "el15203000", LED_ENGINE_EL15203000_SCREEN },
	{ "el15203000", LED_ENGINE_EL15203000_PIPE },
	{ "st1202", LED_ENGINE_ST1202 },
	{ "s2m", LED_ENGINE_S2M },
	{ "ltc3220", LED_ENGINE_LTC3220 },
};

/* Few times and levels, and often the same again, so that some engine can play many of them. */
static void random_text(u64 *seed, char *text)
{
	static const u32 times_ms[] = { 1, 10, 30, 50, 100, 125, 250, 500, 750, 1000, 2000, 4000 };
	static const u32 levels[] = { 0, 0, 0, 1, 40, 41, 255, 255 };
	u32 count = 2 + (u32)reference_below(seed, 4);
	u32 time_ms = times_ms[reference_below(seed, ARRAY_SIZE(times_ms))];
	bool stepped = reference_below(seed, 2);

	while (count--) {
		u32 level = levels[reference_below(seed, ARRAY_SIZE(levels))];

		if (!reference_below(seed, 4))
			time_ms = times_ms[reference_below(seed, ARRAY_SIZE(times_ms))];
		text += sprintf(text, "%u %u ", level, time_ms);
		if (stepped)
			text += sprintf(text, "%u 0 ", level);
		else if (!reference_below(seed, 8))
			text += sprintf(text, "%u 0 ",
					levels[reference_below(seed, ARRAY_SIZE(levels))]);
	}
}

CASE(whatever_an_engine_takes_it_shows)
{
	u64 seed = 1202;
	int played[ARRAY_SIZE(kin)] = { 0 };

	for (int round = 0; round < 120000; round++) {
		size_t i = (size_t)round % ARRAY_SIZE(kin);
		struct led_dialect_answer answer;
		struct pattern pattern;
		char reason[PATTERN_REASON], text[512];

		random_text(&seed, text);
		if (express(kin[i].name, text, -1, &answer) ||
		    led_engine_set(kin[i].engine, answer.tuples, answer.count, -1))
			continue;
		assert_int_equal(pattern_text_resolve(&pattern, text, MAX, reason), 0);
		assert_shows(kin[i].engine, &answer, &pattern);
		pattern_free(&pattern);
		played[i]++;
	}
	/* The pipe takes masks only, and some play nothing exactly. */
	for (size_t i = 0; i < ARRAY_SIZE(kin); i++) {
		if (kin[i].engine == LED_ENGINE_EL15203000_PIPE ||
		    led_dialect_find(kin[i].name)->never)
			assert_int_equal(played[i], 0);
		else
			assert_true(played[i] > 1);
	}
}

CASE(engines_that_are_never_exact_say_why)
{
	assert_beyond("ltc3220", "0 480 255 0", 1, "fades once");
	assert_beyond("leds-sercomm-msp430", "0 480 5 480", -1, "not known");
	assert_beyond("mt6370", "0 500 255 500", -1, "slopes");
	assert_beyond("ncp5623", "0 500 255 500", -1, "fades");
	assert_beyond("st1202", "0 500 255 500", -1, "sequencer");
}

CASE(a_pattern_of_too_many_stretches_suits_no_engine)
{
	char text[4096];
	char *end = text;

	for (int i = 0; i < 70; i++)
		end += sprintf(end, "%d 10 %d 10 ", i % 2, 2 + i % 2);
	assert_beyond("lpg", text, -1, "24 steps");
	assert_beyond("sc27xx", text, -1, "rise");
}

CASE(unknown_engines_are_unknown)
{
	assert_null(led_dialect_find("gpio-leds"));
	assert_null(led_dialect_find(""));
	assert_null(led_dialect_find("lp"));
	assert_ptr_equal(led_dialect_find("leds_cht_wcove"), led_dialect_find("cht-wcove"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lpg_blinks_however_the_square_wave_is_written),
		cmocka_unit_test(lpg_is_not_asked_for_what_it_cannot_do),
		cmocka_unit_test(sc27xx_breathes_in_four_stages),
		cmocka_unit_test(the_library_s_breathing_suits_sc27xx),
		cmocka_unit_test(cht_wcove_breathes_at_four_speeds_with_the_level_set_apart),
		cmocka_unit_test(s2m_blinks_by_its_tables_on_first),
		cmocka_unit_test(el15203000_s_pipe_refuses_what_its_screen_shows),
		cmocka_unit_test(whatever_an_engine_takes_it_shows),
		cmocka_unit_test(el15203000_breathes_in_four_seconds_each_way),
		cmocka_unit_test(el15203000_s_screen_breathes_though_it_has_two_levels),
		cmocka_unit_test(engines_that_are_never_exact_say_why),
		cmocka_unit_test(a_pattern_of_too_many_stretches_suits_no_engine),
		cmocka_unit_test(unknown_engines_are_unknown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
