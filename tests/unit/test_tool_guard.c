// SPDX-License-Identifier: GPL-2.0-only
/* What a guard is told, and which pattern follows from what it sees. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tools/guard/config.h"
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

static void a_configuration_is_taken_word_by_word(void **state)
{
	(void)state;
	assert_int_equal(parse("# a comment\n\n"
			       "idle status breathe # all is well\n"
			       "when VDD_CPU warning status double-blink priority 5 hold 3s\n"
			       "\twhen \"VDD 5V\" power-lost red \"0 100 100% 100\" hold 250ms\r\n"
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

static void the_shipped_example_is_correct(void **state)
{
	FILE *file = fopen("share/guard/guard.conf", "r");
	char text[8192];

	(void)state;
	assert_non_null(file);
	text[fread(text, 1, sizeof(text) - 1, file)] = '\0';
	fclose(file);
	assert_int_equal(parse(text), 0);
}

static void wrong_configurations_are_refused_with_line_and_reason(void **state)
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
		{ "idle a/b breathe\n", 1, "no name of an LED" },
		{ "idle s breathe\nidle s sos\n", 2, "already" },
		{ "when VDD warning status\n", 1, "write: when" },
		{ "when VDD hot status sos\n", 1, "\"hot\" is no state" },
		{ "when VDD warning status no-such\n", 1, "no pattern \"no-such\"" },
		{ "when VDD warning status \"0 100\"\n", 1, "at least two" },
		{ "when VDD warning status \"0 100 255\n", 1, "quote is not closed" },
		{ "when \"VDD\"x warning status sos\n", 1, "blank after" },
		{ "when VDD warning s sos priority 1001\n", 1, "not 0 to 1000" },
		{ "when VDD warning s sos priority\n", 1, "not 0 to 1000" },
		{ "when VDD warning s sos hold soon\n", 1, "no time" },
		{ "when VDD warning s sos hold -1s\n", 1, "no time" },
		{ "when VDD warning s sos hold 1s hold 2s\n", 1, "or twice" },
		{ "when VDD warning s sos colour red\n", 1, "\"colour\" is neither" },
		{ "when \"\" warning s sos\n", 1, "no name of a rail" },
		{ "a b c d e f g h i j k l m\n", 1, "too many words" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		assert_int_equal(parse(bad[i].text), -EINVAL);
		assert_int_equal(error.line, bad[i].line);
		assert_non_null(strstr(error.reason, bad[i].part));
	}
}

static void more_rules_than_there_is_room_for_are_refused(void **state)
{
	char *text = calloc(1, 1 << 16), *end = text;

	(void)state;
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

static void the_highest_priority_wins_and_of_equals_the_first(void **state)
{
	struct guard_state seen = { 0 };

	(void)state;
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

static void a_rule_is_held_from_the_moment_its_alarm_is_over(void **state)
{
	struct guard_state seen = { 0 };

	(void)state;
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

static void an_alarm_at_time_zero_is_not_mistaken_for_one_that_never_was(void **state)
{
	struct guard_state seen = { 0 };

	(void)state;
	assert_int_equal(parse("when A warning s sos hold 3s\n"), 0);
	assert_int_equal(guard_decide(&config, &seen, 0, 1), GUARD_IDLE);
	guard_note(&seen, 0, true, 0);
	guard_note(&seen, 0, false, 0);
	assert_int_equal(guard_decide(&config, &seen, 0, 1), 0);
}

/* The clock was read before the alarm was, in the same round. */
static void a_clock_a_little_behind_the_alarm_does_not_drop_the_hold(void **state)
{
	struct guard_state seen = { 0 };

	(void)state;
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
