// SPDX-License-Identifier: GPL-2.0-only
/*
 * Hardware engines: each answer must be what the engine accepts, as the model of
 * its driver judges, and engines are never asked for what they cannot do.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/pattern_text.h"
#include "model/led_engine.h"
#include "tools/led_dialect.h"
#include "tools/pattern_source.h"

#define MAX 255

static const char *express(const char *engine, const char *text, s32 repeat,
			   struct led_dialect_answer *answer)
{
	const struct led_dialect *dialect = led_dialect_find(engine);
	struct led_dialect_request request = { .repeat = repeat, .brightness_max = MAX };
	struct led_pattern pattern;
	char reason[PATTERN_REASON];
	const char *why;

	assert_non_null(dialect);
	assert_int_equal(pattern_text_resolve(&pattern, text, MAX, reason), 0);
	*answer = (struct led_dialect_answer){ 0 };
	request.pattern = &pattern;
	why = dialect->express(&request, answer);
	led_pattern_free(&pattern);
	return why;
}

static void assert_expressed(const char *name, enum led_engine engine, const char *text, s32 repeat,
			     const char *expected)
{
	struct led_dialect_answer answer;
	char words[1024];

	assert_null(express(name, text, repeat, &answer));
	pattern_text_format(answer.tuples, answer.count, words, sizeof(words));
	words[strcspn(words, "\n")] = '\0';
	assert_string_equal(words, expected);
	assert_int_equal(led_engine_set(engine, answer.tuples, answer.count, repeat), 0);
	pattern_text_format(answer.tuples, answer.count, words, sizeof(words));
	words[strcspn(words, "\n")] = '\0';
	assert_string_equal(words, expected);
}

static void assert_beyond(const char *name, const char *text, s32 repeat, const char *part)
{
	struct led_dialect_answer answer;
	const char *why = express(name, text, repeat, &answer);

	assert_non_null(why);
	assert_non_null(strstr(why, part));
}

static void lpg_blinks_however_the_square_wave_is_written(void **state)
{
	(void)state;
	assert_expressed("lpg", LED_ENGINE_LPG, "0 500 0 0 255 500 255 0", -1,
			 "0 500 0 0 255 500 255 0");
	assert_expressed("leds-qcom-lpg", LED_ENGINE_LPG, "0 250 0 250 0 0 255 100 255 400 255 0",
			 1, "0 500 0 0 255 500 255 0");
	assert_expressed("qcom-spmi-lpg", LED_ENGINE_LPG, "0 40 255 40", -1,
			 "0 40 0 0 255 40 255 0");
	assert_expressed("lpg", LED_ENGINE_LPG, "0 500 0 0 50 20 100 20 255 300 255 0", -1,
			 "0 500 0 0 50 20 50 0 100 20 100 0 255 300 255 0");
}

static void lpg_is_not_asked_for_what_it_cannot_do(void **state)
{
	(void)state;
	assert_beyond("lpg", "0 500 255 500", -1, "not ramps");
	assert_beyond("lpg", "0 512 0 0 255 500 255 0", -1, "511 ms");
	assert_beyond("lpg", "0 500 0 0 255 500 255 0", 2, "once");
	assert_beyond("lpg", "0 40 10 40 20 30 30 40", -1, "equally long");
	assert_beyond("lpg", "0 40 0 500", -1, "2 to 24");
}

static void sc27xx_breathes_in_four_stages(void **state)
{
	(void)state;
	assert_expressed("sc27xx", LED_ENGINE_SC27XX, "0 1625 200 250 200 1625 0 500", -1,
			 "0 1625 200 250 0 1625 0 500");
	assert_beyond("sc27xx", "0 1600 200 250 200 1625 0 500", -1, "125 ms");
	assert_beyond("sc27xx", "0 32000 200 250 200 1625 0 500", -1, "31875");
	assert_beyond("sc27xx", "1 1625 200 250 200 1625 0 500", -1, "rise from 0");
	assert_beyond("sc27xx", "0 1625 200 250 200 1625 0 500", 3, "for ever");
	assert_beyond("sc27xx", "0 500 0 0 255 500 255 0", -1, "rise from 0");
}

static void the_library_s_breathing_suits_sc27xx(void **state)
{
	struct led_dialect_answer answer;

	(void)state;
	assert_null(express("sc27xx", "0% 1625 100% 250 100% 1625 0% 500", -1, &answer));
}

static void cht_wcove_blinks_at_four_speeds_with_the_level_set_apart(void **state)
{
	struct led_dialect_answer answer;

	(void)state;
	assert_expressed("cht-wcove", LED_ENGINE_CHT_WCOVE, "0 500 0 0 40 500 40 0", -1,
			 "0 500 1 500");
	assert_null(express("cht_wcove_leds", "0 2000 0 0 40 2000 40 0", -1, &answer));
	assert_int_equal(answer.brightness, 40);
	assert_beyond("cht-wcove", "0 400 0 0 40 400 40 0", -1, "250, 500, 1000 or 2000");
	assert_beyond("cht-wcove", "0 500 0 0 40 250 40 0", -1, "as long");
	assert_beyond("cht-wcove", "40 500 40 0 0 500 0 0", -1, "off, then on");
	assert_beyond("cht-wcove", "0 500 40 500", -1, "blinks only");
	assert_beyond("cht-wcove", "0 500 0 0 40 500 40 0", 1, "for ever");
}

static void el15203000_breathes_in_four_seconds_each_way(void **state)
{
	(void)state;
	assert_expressed("el15203000", LED_ENGINE_EL15203000_SCREEN, "0 4000 255 4000", -1,
			 "0 4000 1 4000");
	assert_beyond("el15203000", "0 4000 254 4000", -1, "breathes only");
	assert_beyond("el15203000", "0 4000 255 3999", -1, "breathes only");
	assert_beyond("el15203000", "0 4000 255 4000", 1, "for ever");
}

static void engines_that_are_never_exact_say_why(void **state)
{
	(void)state;
	assert_beyond("mt6370", "0 500 255 500", -1, "slopes");
	assert_beyond("ncp5623", "0 500 255 500", -1, "fades");
	assert_beyond("st1202", "0 500 255 500", -1, "sequencer");
}

static void a_pattern_of_too_many_stretches_suits_no_engine(void **state)
{
	char text[4096];
	char *end = text;

	(void)state;
	for (int i = 0; i < 70; i++)
		end += sprintf(end, "%d 10 %d 10 ", i % 2, 2 + i % 2);
	assert_beyond("lpg", text, -1, "24 steps");
	assert_beyond("sc27xx", text, -1, "rise");
}

static void unknown_engines_are_unknown(void **state)
{
	(void)state;
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
		cmocka_unit_test(cht_wcove_blinks_at_four_speeds_with_the_level_set_apart),
		cmocka_unit_test(el15203000_breathes_in_four_seconds_each_way),
		cmocka_unit_test(engines_that_are_never_exact_say_why),
		cmocka_unit_test(a_pattern_of_too_many_stretches_suits_no_engine),
		cmocka_unit_test(unknown_engines_are_unknown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
