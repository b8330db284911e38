// SPDX-License-Identifier: GPL-2.0-only
/* The configuration of a guard, and the pattern that follows from what it sees. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/port.h"
#include "tests/unit/test.h"
#include "tools/guard/config.h"
#include "tools/guard/check.h"
#include "tools/guard/rules.h"

#define S RG_NS_PER_S

static struct guard_config config;
static struct guard_error error;

static int parse(const char *text)
{
	setenv("RAILGLOW_SHARE", "share", 1);
	memset(&error, 0, sizeof(error));
	return guard_config_parse(&config, text, &error);
}

CASE(a_configuration_is_taken_word_by_word)
{
	assert_int_equal(parse("# a comment\n\n"
			       "idle status breathe # all is well\n"
			       "when VDD_CPU warning status double-blink priority 5 hold 3s\n"
			       "\twhen \"VDD 5V\" minimum red \"0 100 100% 100\" hold 250ms\r\n"
			       "when VDD_CPU critical status alarm"),
			 0);
	assert_int_equal(config.led_count, 2);
	assert_string_equal(config.leds[0].name, "status");
	assert_string_equal(config.leds[0].idle, "breathe");
	assert_string_equal(config.leds[1].idle, "");
	assert_int_equal(config.rule_count, 3);
	assert_string_equal(config.rules[0].rail, "VDD_CPU");
	assert_int_equal(config.rules[0].alarm, RAIL_WARNING_ALARM);
	assert_int_equal(config.rules[0].priority, 5);
	assert_true(config.rules[0].hold_ns == 3 * S);
	assert_string_equal(config.rules[1].rail, "VDD 5V");
	assert_int_equal(config.rules[1].alarm, RAIL_MINIMUM_ALARM);
	assert_string_equal(config.rules[1].pattern, "0 100 100% 100");
	assert_int_equal(config.rules[1].led, 1);
	assert_true(config.rules[1].hold_ns == S / 4);
	assert_int_equal(config.rules[2].line, 6);
}

CASE(a_rule_may_be_about_what_is_measured)
{
	char text[GUARD_STATE];

	assert_int_equal(parse("when VDD_CPU over 2.5A for 200ms s sos priority 3 hold 1s\n"
			       "when VDD_IN under 4.75V s sos\nwhen VDD_IN over 1200mW s on\n"),
			 0);
	assert_true(config.rules[0].measure.used && !config.rules[0].measure.under);
	assert_int_equal(config.rules[0].measure.value, RAIL_AMPERES);
	assert_true(config.rules[0].measure.limit == 2.5);
	assert_true(config.rules[0].measure.for_ns == S / 5);
	assert_int_equal(config.rules[0].priority, 3);
	assert_true(config.rules[0].hold_ns == S);
	assert_string_equal(guard_state_text(&config.rules[0], text), "over 2.5000 A for 200.0 ms");
	assert_true(config.rules[1].measure.under);
	assert_int_equal(config.rules[1].measure.value, RAIL_VOLTS);
	assert_true(config.rules[1].measure.limit == 4.75 && !config.rules[1].measure.for_ns);
	assert_string_equal(guard_state_text(&config.rules[1], text), "under 4.7500 V");
	assert_int_equal(config.rules[2].measure.value, RAIL_WATTS);
	assert_true(config.rules[2].measure.limit == 1.2);
}

CASE(an_older_name_of_the_minimum_is_still_taken)
{
	assert_int_equal(parse("when VDD power-lost s sos\n"), 0);
	assert_int_equal(config.rules[0].alarm, RAIL_MINIMUM_ALARM);
	assert_string_equal(guard_state_word(&config.rules[0]), "minimum");
}

static u32 lines_said;

static void note_line(void *context, u32 line, const char *text)
{
	(void)context;
	lines_said = lines_said * 10 + line;
	assert_non_null(strstr(text, "above the LED's maximum"));
}

/* Not of any LED: one of 1023 takes what one of 255 does not. */
CASE(levels_are_judged_by_the_leds_own_maximum)
{
	bool unfit[GUARD_RULES_MAX] = { false };

	assert_int_equal(parse("idle s \"0 500 1000 500\"\nwhen V warning s \"0 500 7 500\"\n"
			       "when V critical s \"0 500 100% 500\"\nwhen V warning t sos\n"),
			 0);
	unfit[2] = true;
	lines_said = 0;
	assert_int_equal(guard_judge_led(&config, 0, 1023, unfit, note_line, NULL), 0);
	assert_int_equal(guard_judge_led(&config, 0, 255, unfit, note_line, NULL), 1);
	assert_int_equal(lines_said, 1);
	assert_false(unfit[0] || unfit[1]);
	lines_said = 0;
	assert_int_equal(guard_judge_led(&config, 0, 1, unfit, note_line, NULL), 2);
	assert_int_equal(lines_said, 12);
	assert_true(unfit[0] && !unfit[1] && unfit[2]);
}

CASE(the_shipped_example_is_correct)
{
	FILE *file = fopen("share/guard/guard.conf", "r");
	char text[8192];

	assert_non_null(file);
	text[fread(text, 1, sizeof(text) - 1, file)] = '\0';
	fclose(file);
	assert_int_equal(parse(text), 0);
}

CASE(wrong_configurations_are_refused_with_line_and_reason)
{
	static const struct {
		const char *text;
		u32 line;
		const char *part;
	} bad[] = {
		{ "", 1, "no rule" },
		{ "# nothing\nidle status breathe\n", 3, "no rule" },
		{ "while it rains\n", 1, "not \"while\"" },
		{ "\nidle status\n", 2, "write: idle" },
		{ "idle status breathe now\n", 1, "write: idle" },
		{ "idle a/b breathe\n", 1, "not a name of an LED" },
		{ "idle s breathe\nidle s sos\n", 2, "already" },
		{ "when VDD warning status\n", 1, "write: when" },
		{ "when VDD hot status sos\n", 1, "\"hot\" is not a state" },
		{ "when VDD warning status no-such\n", 1, "no pattern \"no-such\"" },
		{ "when VDD warning status \"0 100\"\n", 1, "at least two" },
		{ "when VDD warning status \"0 100 255\n", 1, "quote is not closed" },
		{ "when \"VDD\"x warning status sos\n", 1, "blank after" },
		{ "when VDD warning s sos priority 1001\n", 1, "not 0 to 1000" },
		{ "when VDD warning s sos priority\n", 1, "not 0 to 1000" },
		{ "when VDD warning s sos hold soon\n", 1, "not a time" },
		{ "when VDD warning s sos hold -1s\n", 1, "not a time" },
		{ "when VDD warning s sos hold 1s hold 2s\n", 1, "or twice" },
		{ "when VDD warning s sos colour red\n", 1, "\"colour\" is neither" },
		{ "when \"\" warning s sos\n", 1, "not a name of a rail" },
		{ "when VDD over 2.5 s sos\n", 1, "with its unit" },
		{ "when VDD over 2.5s s sos\n", 1, "with its unit" },
		{ "when VDD under low s sos\n", 1, "with its unit" },
		{ "when VDD over A s sos\n", 1, "with its unit" },
		{ "when VDD over 2A sos\n", 1, "write: when" },
		{ "when VDD over 2A for 200ms s\n", 1, "write: when" },
		{ "when VDD over 2A for s sos\n", 1, "not a time up to an hour" },
		{ "when VDD over 2A for 0s s sos\n", 1, "not a time up to an hour" },
		{ "when VDD over 2A for 2h s sos\n", 1, "not a time up to an hour" },
		{ "when VDD warning for 2s s sos\n", 1, "\"2s\" is not a level" },
		{ "a b c d e f g h i j k l m\n", 1, "too many words" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		assert_int_equal(parse(bad[i].text), -EINVAL);
		assert_int_equal(error.line, bad[i].line);
		assert_non_null(strstr(error.reason, bad[i].part));
	}
}

CASE(more_rules_than_there_is_room_for_are_refused)
{
	char *text = calloc(1, 1 << 16), *end = text;

	for (int i = 0; i <= GUARD_RULES_MAX; i++)
		end += sprintf(end, "when V warning s sos\n");
	assert_int_equal(parse(text), -EINVAL);
	assert_int_equal(error.line, GUARD_RULES_MAX + 1);
	end = text;
	for (int i = 0; i <= GUARD_LEDS_MAX; i++)
		end += sprintf(end, "when V warning led%d sos\n", i);
	assert_int_equal(parse(text), -EINVAL);
	assert_non_null(strstr(error.reason, "more than 32 LEDs"));
	free(text);
}

CASE(the_highest_priority_wins_and_of_equals_the_first)
{
	struct guard_state seen = { 0 };

	assert_int_equal(parse("when A warning s sos priority 5\nwhen B warning s alarm\n"
			       "when C warning s on priority 5\nwhen D warning other off\n"),
			 0);
	assert_int_equal(guard_decide(&config, &seen, 0, 0), GUARD_IDLE);
	guard_note(&seen, 1, true, S);
	assert_int_equal(guard_decide(&config, &seen, 0, S), 1);
	assert_int_equal(guard_decide(&config, &seen, 1, S), GUARD_IDLE);
	guard_note(&seen, 2, true, S);
	assert_int_equal(guard_decide(&config, &seen, 0, S), 2);
	guard_note(&seen, 0, true, S);
	assert_int_equal(guard_decide(&config, &seen, 0, S), 0);
	guard_note(&seen, 0, false, 2 * S);
	assert_int_equal(guard_decide(&config, &seen, 0, 2 * S), 2);
	guard_note(&seen, 3, true, 2 * S);
	assert_int_equal(guard_decide(&config, &seen, 1, 2 * S), 3);
}

CASE(a_rule_is_held_from_the_moment_its_alarm_is_over)
{
	struct guard_state seen = { 0 };

	assert_int_equal(parse("when A warning s sos hold 3s\n"), 0);
	assert_true(guard_next_ns(&config, &seen, 0) == U64_MAX);
	guard_note(&seen, 0, true, 10 * S);
	assert_int_equal(guard_decide(&config, &seen, 0, 100 * S), 0);
	assert_true(guard_next_ns(&config, &seen, 100 * S) == U64_MAX);
	guard_note(&seen, 0, false, 100 * S);
	assert_true(guard_next_ns(&config, &seen, 100 * S) == 103 * S);
	assert_int_equal(guard_decide(&config, &seen, 0, 103 * S - 1), 0);
	assert_int_equal(guard_decide(&config, &seen, 0, 103 * S), GUARD_IDLE);
	assert_true(guard_next_ns(&config, &seen, 103 * S) == U64_MAX);
	guard_note(&seen, 0, false, 200 * S);
	assert_int_equal(guard_decide(&config, &seen, 0, 200 * S), GUARD_IDLE);
}

CASE(an_alarm_at_time_zero_is_not_mistaken_for_one_that_never_was)
{
	struct guard_state seen = { 0 };

	assert_int_equal(parse("when A warning s sos hold 3s\n"), 0);
	assert_int_equal(guard_decide(&config, &seen, 0, 1), GUARD_IDLE);
	guard_note(&seen, 0, true, 0);
	guard_note(&seen, 0, false, 0);
	assert_int_equal(guard_decide(&config, &seen, 0, 1), 0);
}

CASE(a_rule_that_its_led_cannot_play_gives_way)
{
	struct guard_state seen = { .unfit = { true, false } };

	assert_int_equal(parse("when A critical s sos priority 5\nwhen A warning s alarm\n"), 0);
	guard_note(&seen, 0, true, S);
	guard_note(&seen, 1, true, S);
	assert_int_equal(guard_decide(&config, &seen, 0, S), 1);
}

CASE(a_measurement_counts_once_it_has_lasted)
{
	struct guard_state seen = { 0 };

	assert_int_equal(parse("when A over 2A for 200ms s sos\n"), 0);
	guard_measured(&config, &seen, 0, 2.5, 10 * S);
	guard_measured(&config, &seen, 0, 2.5, 10 * S + S / 5 - 1);
	assert_int_equal(guard_decide(&config, &seen, 0, 10 * S + S / 5 - 1), GUARD_IDLE);
	guard_measured(&config, &seen, 0, 2.0, 10 * S + S / 5);
	guard_measured(&config, &seen, 0, 2.5, 11 * S);
	guard_measured(&config, &seen, 0, 2.5, 11 * S + S / 10);
	guard_measured(&config, &seen, 0, 2.5, 11 * S + S / 6);
	assert_int_equal(guard_decide(&config, &seen, 0, 11 * S + S / 6), GUARD_IDLE);
	guard_measured(&config, &seen, 0, 2.5, 11 * S + S / 5);
	assert_int_equal(guard_decide(&config, &seen, 0, 11 * S + S / 5), 0);
	guard_measured(&config, &seen, 0, NAN, 12 * S);
	assert_int_equal(guard_decide(&config, &seen, 0, 12 * S), GUARD_IDLE);
}

CASE(a_time_has_four_measurements_or_more)
{
	static const char *const rule[] = { "when A over 2A for 5ms s sos\n",
					    "when A over 2A for 200ms s sos\n" };

	for (u32 i = 0; i < ARRAY_SIZE(rule); i++) {
		struct guard_state seen = { 0 };

		assert_int_equal(parse(rule[i]), 0);
		for (u32 n = 1; n < 4; n++) {
			guard_measured(&config, &seen, 0, 2.5, n * S);
			assert_int_equal(guard_decide(&config, &seen, 0, n * S), GUARD_IDLE);
		}
		guard_measured(&config, &seen, 0, 2.5, 4 * S);
		assert_int_equal(guard_decide(&config, &seen, 0, 4 * S), 0);
		/* One that is not beyond begins the count anew. */
		guard_measured(&config, &seen, 0, 1.5, 5 * S);
		guard_measured(&config, &seen, 0, 2.5, 6 * S);
		guard_measured(&config, &seen, 0, 2.5, 8 * S);
		assert_int_equal(guard_decide(&config, &seen, 0, 8 * S), GUARD_IDLE);
	}
}

CASE(a_rule_without_a_time_needs_one_measurement)
{
	struct guard_state seen = { 0 };

	assert_int_equal(parse("when A over 2A s sos\n"), 0);
	guard_measured(&config, &seen, 0, 2.5, S);
	assert_int_equal(guard_decide(&config, &seen, 0, S), 0);
}

CASE(below_means_below)
{
	struct guard_state seen = { 0 };

	assert_int_equal(parse("when A under 4.75V s sos\n"), 0);
	guard_measured(&config, &seen, 0, 4.75, S);
	assert_int_equal(guard_decide(&config, &seen, 0, S), GUARD_IDLE);
	guard_measured(&config, &seen, 0, 4.742, 2 * S);
	assert_int_equal(guard_decide(&config, &seen, 0, 2 * S), 0);
}

CASE(a_rail_that_cannot_be_measured_decides_a_rule)
{
	assert_int_equal(parse("when A under -1V s sos\nwhen A under 0V s sos\n"
			       "when A under 1V s sos\nwhen A under 30V s sos\n"
			       "when A under 31V s sos\nwhen A over -1V s sos\n"
			       "when A over 0V s sos\nwhen A over 29V s sos\n"
			       "when A over 30V s sos\nwhen A over 99999999999V s sos\n"),
			 0);
	for (u32 i = 0; i < config.rule_count; i++) {
		static const enum guard_outcome expected[] = {
			GUARD_NEVER,  GUARD_NEVER,   GUARD_DEPENDS, GUARD_DEPENDS, GUARD_ALWAYS,
			GUARD_ALWAYS, GUARD_DEPENDS, GUARD_DEPENDS, GUARD_NEVER,   GUARD_NEVER,
		};

		assert_int_equal(guard_outcome_of(&config.rules[i].measure, 0, 30), expected[i]);
		assert_int_equal(guard_outcome_of(&config.rules[i].measure, -NAN, NAN),
				 GUARD_DEPENDS);
	}
}

CASE(measuring_is_as_often_as_the_shortest_time_needs)
{
	assert_int_equal(parse("when A warning s sos\n"), 0);
	assert_true(guard_measure_every_ns(&config) == U64_MAX);
	assert_int_equal(parse("when A under 4V s sos\nwhen A over 2A for 10s s sos\n"), 0);
	assert_true(guard_measure_every_ns(&config) == S / 10);
	assert_int_equal(parse("when A over 2A for 80ms s sos\nwhen A over 3A s sos\n"), 0);
	assert_true(guard_measure_every_ns(&config) == S / 50);
	assert_int_equal(parse("when A over 2A for 1ms s sos\n"), 0);
	assert_true(guard_measure_every_ns(&config) == S / 100);
}

/* The clock was read before the alarm was, in the same round. */
CASE(a_clock_a_little_behind_the_alarm_does_not_drop_the_hold)
{
	struct guard_state seen = { 0 };

	assert_int_equal(parse("when A warning s sos hold 3s\n"), 0);
	guard_note(&seen, 0, true, 10 * S);
	guard_note(&seen, 0, false, 11 * S);
	assert_int_equal(guard_decide(&config, &seen, 0, 11 * S - 1), 0);
	assert_true(guard_next_ns(&config, &seen, 11 * S - 1) == 14 * S);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_configuration_is_taken_word_by_word),
		cmocka_unit_test(a_rule_may_be_about_what_is_measured),
		cmocka_unit_test(an_older_name_of_the_minimum_is_still_taken),
		cmocka_unit_test(levels_are_judged_by_the_leds_own_maximum),
		cmocka_unit_test(a_rule_that_its_led_cannot_play_gives_way),
		cmocka_unit_test(a_measurement_counts_once_it_has_lasted),
		cmocka_unit_test(a_time_has_four_measurements_or_more),
		cmocka_unit_test(a_rule_without_a_time_needs_one_measurement),
		cmocka_unit_test(below_means_below),
		cmocka_unit_test(a_rail_that_cannot_be_measured_decides_a_rule),
		cmocka_unit_test(measuring_is_as_often_as_the_shortest_time_needs),
		cmocka_unit_test(the_shipped_example_is_correct),
		cmocka_unit_test(wrong_configurations_are_refused_with_line_and_reason),
		cmocka_unit_test(more_rules_than_there_is_room_for_are_refused),
		cmocka_unit_test(the_highest_priority_wins_and_of_equals_the_first),
		cmocka_unit_test(a_rule_is_held_from_the_moment_its_alarm_is_over),
		cmocka_unit_test(a_clock_a_little_behind_the_alarm_does_not_drop_the_hold),
		cmocka_unit_test(an_alarm_at_time_zero_is_not_mistaken_for_one_that_never_was),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
