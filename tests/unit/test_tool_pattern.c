// SPDX-License-Identifier: GPL-2.0-only
/* Where patterns come from: text, Morse, files, the library; and what is shown of them. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/pattern.h"
#include "core/pattern_text.h"
#include "tests/unit/test.h"
#include "tools/led/pattern.h"
#include "tools/led/simulate.h"
#include "tools/led/pattern_library.h"
#include "tools/led/pattern_source.h"
#include "tools/led/trace.h"

#define MS RG_NS_PER_MS
#define TINY 0.000000001

static void assert_tuples(const char *source, u32 max, const char *expected)
{
	struct pattern pattern;
	char reason[PATTERN_REASON];
	char text[4096];

	assert_int_equal(pattern_source_load(&pattern, source, max, reason), 0);
	pattern_text_format(pattern.tuples, pattern.count, text, sizeof(text));
	text[strcspn(text, "\n")] = '\0';
	assert_string_equal(text, expected);
	pattern_free(&pattern);
}

static void assert_refused(const char *source, int err, const char *part)
{
	struct pattern pattern;
	char reason[PATTERN_REASON] = "";

	assert_int_equal(pattern_source_load(&pattern, source, 255, reason), err);
	assert_non_null(strstr(reason, part));
	assert_null(pattern.tuples);
}

CASE(plain_tuple_text_is_taken_as_it_is)
{
	assert_tuples("0 1000 255 2000", 255, "0 1000 255 2000");
	assert_tuples(" 0 0\t1 4294967295\n", 1, "0 0 1 4294967295");
}

CASE(parts_of_the_maximum_fit_every_led)
{
	assert_tuples("0% 500 100% 500", 1, "0 500 1 500");
	assert_tuples("0% 500 100% 500", 65535, "0 500 65535 500");
	assert_tuples("50% 10 12.5% 20", 255, "128 10 32 20");
	assert_tuples("50% 10 49.9% 20", 1, "1 10 0 20");
}

CASE(comments_reach_to_the_end_of_the_line)
{
	assert_tuples("0 100# off\n# nothing 1 2 3\n255 100 #on", 255, "0 100 255 100");
}

CASE(malformed_patterns_are_refused_with_the_reason)
{
	assert_refused("", -EINVAL, "empty");
	assert_refused("0 100", -EINVAL, "at least two");
	assert_refused("0 100 255", -EINVAL, "no duration");
	assert_refused("0 100 256 100", -EINVAL, "above the LED's maximum of 255");
	assert_refused("0 100 101% 100", -EINVAL, "\"101%\" is not a level");
	assert_refused("0 100 -1 100", -EINVAL, "\"-1\" is not a level");
	assert_refused("0 1.5 1 100", -EINVAL, "\"1.5\" is not a duration");
	assert_refused("0 4294967296 1 1", -EINVAL, "not a duration");
	assert_refused("0 0 255 0", -EINVAL, "add up to 0");
	assert_refused("no-such-name", -ENOENT, "no-such-name");
	assert_refused("./no/such/file", -ENOENT, "No such file");
	assert_refused("/", -EISDIR, "/");
}

CASE(more_tuples_than_the_driver_takes_are_refused)
{
	char *text = malloc(PATTERN_TUPLES_MAX * 4 + 8);
	struct pattern pattern;
	char reason[PATTERN_REASON];
	char *end = text;

	for (int i = 0; i < PATTERN_TUPLES_MAX; i++)
		end += sprintf(end, "1 2 ");
	assert_int_equal(pattern_text_resolve(&pattern, text, 1, reason), 0);
	assert_int_equal(pattern.count, 1024);
	pattern_free(&pattern);
	memcpy(end, "0 1", sizeof("0 1"));
	assert_int_equal(pattern_text_resolve(&pattern, text, 1, reason), -EINVAL);
	assert_non_null(strstr(reason, "1024"));
	free(text);
}

/* ITU-R M.1677-1: dot 1, dash 3, gaps 1, 3 and 7 units. */
CASE(morse_follows_the_recommendation)
{
	assert_tuples("morse:e", 255, "255 100 255 0 0 700 0 0");
	assert_tuples("morse:A", 7, "7 100 7 0 0 100 0 0 7 300 7 0 0 700 0 0");
	assert_tuples("morse:et", 1, "1 100 1 0 0 300 0 0 1 300 1 0 0 700 0 0");
	assert_tuples("morse:e  t", 1, "1 100 1 0 0 700 0 0 1 300 1 0 0 700 0 0");
}

/* PARIS, the word that speeds are given in, is 50 units long. */
CASE(the_word_paris_lasts_fifty_units)
{
	struct pattern pattern;
	char reason[PATTERN_REASON];

	assert_int_equal(morse_pattern(&pattern, "PARIS", 255, reason), 0);
	assert_true(pattern.period_ns == 50 * 100 * MS);
	pattern_free(&pattern);
}

CASE(morse_without_signs_is_refused)
{
	char long_text[2048];

	assert_refused("morse:", -EINVAL, "empty");
	assert_refused("morse: ", -EINVAL, "empty");
	assert_refused("morse:a#b", -EINVAL, "no sign for \"#\"");
	memset(long_text, 'a', sizeof(long_text) - 1);
	long_text[sizeof(long_text) - 1] = '\0';
	memcpy(long_text, "morse:", 6);
	assert_refused(long_text, -EINVAL, "shorter");
}

CASE(the_library_is_complete_and_each_pattern_says_what_it_is)
{
	static const char *const promised[] = { "breathe",    "heartbeat",    "blink-slow",
						"blink-fast", "double-blink", "sos",
						"alarm" };
	struct pattern_list list;
	struct pattern pattern;
	char reason[PATTERN_REASON];

	setenv("RAILGLOW_SHARE", "share", 1);
	assert_int_equal(pattern_library_read(&list), 0);
	for (size_t i = 0; i < list.count; i++) {
		assert_true(strlen(list.entries[i].comment) > 4);
		assert_int_equal(pattern_source_load(&pattern, list.entries[i].name, 1, reason), 0);
		pattern_free(&pattern);
	}
	for (size_t i = 0; i < ARRAY_SIZE(promised); i++) {
		assert_int_equal(pattern_source_load(&pattern, promised[i], 255, reason), 0);
		pattern_free(&pattern);
	}
	pattern_library_free(&list);
}

/* On an LED that is on or off, both are to be seen, for as long as an eye needs. */
CASE(every_pattern_of_the_library_is_seen_on_an_on_off_led)
{
	static const char *const names[] = { "alarm",	  "blink-fast",	  "blink-slow",
					     "breathe",	  "double-blink", "flash",
					     "heartbeat", "ramp-up",	  "sos" };

	setenv("RAILGLOW_SHARE", "share", 1);
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		struct pattern pattern;
		char reason[PATTERN_REASON];
		u64 lasts_ms[2] = { 0 };

		assert_int_equal(pattern_source_load(&pattern, names[i], 1, reason), 0);
		for (u64 ms = 0; ms < pattern.period_ns / MS; ms++)
			lasts_ms[pattern_exact(&pattern, ms * MS) > 0.5]++;
		if (lasts_ms[0] < 50 || lasts_ms[1] < 50)
			fail_msg("%s is dark for %u ms and lit for %u", names[i],
				 (unsigned int)lasts_ms[0], (unsigned int)lasts_ms[1]);
		pattern_free(&pattern);
	}
}

/* Two beats of the same length, also where a weaker one cannot be shown. */
CASE(the_heart_beats_on_an_on_off_led)
{
	struct pattern pattern;
	char reason[PATTERN_REASON];

	setenv("RAILGLOW_SHARE", "share", 1);
	assert_int_equal(pattern_source_load(&pattern, "heartbeat", 1, reason), 0);
	for (u64 ms = 0; ms < 1390; ms++)
		assert_int_equal(pattern_exact(&pattern, ms * MS) > 0.5,
				 (ms >= 50 && ms < 170) || (ms >= 270 && ms < 390));
	pattern_free(&pattern);
}

CASE(the_library_spells_sos_as_morse_does)
{
	struct pattern library, morse;
	char reason[PATTERN_REASON];

	setenv("RAILGLOW_SHARE", "share", 1);
	assert_int_equal(pattern_source_load(&library, "sos", 255, reason), 0);
	assert_int_equal(morse_pattern(&morse, "SOS", 255, reason), 0);
	assert_int_equal(library.count, morse.count);
	assert_memory_equal(library.tuples, morse.tuples, morse.count * sizeof(*morse.tuples));
	pattern_free(&library);
	pattern_free(&morse);
}

/* Two levels have none between them: each is held for as long as it is written. */
CASE(an_on_off_led_shows_a_triangle_as_steps)
{
	const struct led_simulation how = { 1, WAVEFORM_LINEAR, player_timing_normal, -1,
					    2000 * MS };
	struct pattern pattern;
	struct led_trace trace;
	char reason[PATTERN_REASON];

	assert_int_equal(pattern_text_resolve(&pattern, "0 1000 1 1000", 1, reason), 0);
	assert_int_equal(led_simulate(&trace, &pattern, &how), 0);
	assert_int_equal(trace.count, 3);
	assert_int_equal(trace.changes[0].level, 0);
	assert_int_equal(trace.changes[1].level, 1);
	assert_true(trace.changes[1].time_ns == 1000 * MS);
	assert_int_equal(trace.changes[2].level, 0);
	assert_true(trace.changes[2].time_ns == 2000 * MS);
	assert_int_equal(led_levels_used(&trace), 2);
	led_trace_free(&trace);
	pattern_free(&pattern);
}

/* As a public script has it, without tuples of no duration: no ramps, no other rhythm. */
CASE(an_on_off_led_flashes_twice_as_written)
{
	static const u64 changes_ms[] = { 0, 200, 400, 600, 1600, 1800 };
	const struct led_simulation how = { 1, WAVEFORM_LINEAR, player_timing_normal, -1,
					    2000 * MS };
	struct pattern pattern;
	struct led_trace trace;
	char reason[PATTERN_REASON];

	assert_int_equal(pattern_text_resolve(&pattern, "1 200 0 200 1 200 0 1000", 1, reason), 0);
	assert_int_equal(led_simulate(&trace, &pattern, &how), 0);
	assert_true(trace.count >= ARRAY_SIZE(changes_ms));
	for (size_t i = 0; i < ARRAY_SIZE(changes_ms); i++) {
		assert_int_equal(trace.changes[i].level, i % 2 ? 0 : 1);
		assert_true(trace.changes[i].time_ns == changes_ms[i] * MS);
	}
	led_trace_free(&trace);
	pattern_free(&pattern);
}

CASE(a_longer_interval_shows_fewer_levels)
{
	struct led_simulation how = { 255, WAVEFORM_LINEAR, player_timing_normal, -1, 999 * MS };
	struct pattern pattern;
	struct led_trace trace;
	char reason[PATTERN_REASON];

	assert_int_equal(pattern_text_resolve(&pattern, "0 1000 255 1000", 255, reason), 0);
	assert_int_equal(led_simulate(&trace, &pattern, &how), 0);
	assert_int_equal(trace.count, 20);
	led_trace_free(&trace);
	how.timing.interval_ns = 250 * MS;
	assert_int_equal(led_simulate(&trace, &pattern, &how), 0);
	assert_int_equal(trace.count, 4);
	led_trace_free(&trace);
	pattern_free(&pattern);
}

CASE(a_finite_pattern_ends_at_its_last_target)
{
	const struct led_simulation how = { 255, WAVEFORM_LINEAR, player_timing_normal, 2,
					    10000 * MS };
	struct pattern pattern;
	struct led_trace trace;
	char reason[PATTERN_REASON];

	assert_int_equal(pattern_text_resolve(&pattern, "10 1000 200 70", 255, reason), 0);
	assert_int_equal(led_simulate(&trace, &pattern, &how), 0);
	assert_true(trace.changes[trace.count - 1].time_ns == 2140 * MS);
	assert_int_equal(trace.changes[trace.count - 1].level, 10);
	led_trace_free(&trace);
	pattern_free(&pattern);
}

/* CIE 1931: lightness 50 is luminance 18.4 %. */
CASE(the_perceptual_curve_passes_middle_grey)
{
	struct pattern pattern;
	char reason[PATTERN_REASON];

	assert_int_equal(pattern_text_resolve(&pattern, "0 1000 1000 1000", 1000, reason), 0);
	pattern.curve = WAVEFORM_PERCEPTUAL;
	pattern.brightness_max = 1000;
	assert_true(fabs(pattern_exact(&pattern, 500 * MS) - 184.2) < 0.1);
	assert_true(fabs(pattern_exact(&pattern, 0)) < TINY);
	pattern_free(&pattern);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain_tuple_text_is_taken_as_it_is),
		cmocka_unit_test(parts_of_the_maximum_fit_every_led),
		cmocka_unit_test(comments_reach_to_the_end_of_the_line),
		cmocka_unit_test(malformed_patterns_are_refused_with_the_reason),
		cmocka_unit_test(more_tuples_than_the_driver_takes_are_refused),
		cmocka_unit_test(morse_follows_the_recommendation),
		cmocka_unit_test(the_word_paris_lasts_fifty_units),
		cmocka_unit_test(morse_without_signs_is_refused),
		cmocka_unit_test(the_library_is_complete_and_each_pattern_says_what_it_is),
		cmocka_unit_test(every_pattern_of_the_library_is_seen_on_an_on_off_led),
		cmocka_unit_test(the_heart_beats_on_an_on_off_led),
		cmocka_unit_test(the_library_spells_sos_as_morse_does),
		cmocka_unit_test(an_on_off_led_shows_a_triangle_as_steps),
		cmocka_unit_test(an_on_off_led_flashes_twice_as_written),
		cmocka_unit_test(a_longer_interval_shows_fewer_levels),
		cmocka_unit_test(a_finite_pattern_ends_at_its_last_target),
		cmocka_unit_test(the_perceptual_curve_passes_middle_grey),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
