// SPDX-License-Identifier: GPL-2.0-only
/* Input scripts: what the text may say, and what is said about text that may not. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/input.h"
#include "tests/unit/test.h"

#define ROOM 8

static const struct input untouched = { .count = 77, .noise_seed = 99 };

/* Parse in both ways; they must agree. */
static int parse(struct input *in, const char *text, struct input_segment *segments,
		 struct input_error *error)
{
	struct input counted = untouched;
	int count = input_parse(&counted, text, strlen(text), NULL, 0, error);
	int stored;

	assert_memory_equal(&counted, &untouched, sizeof(counted));
	*in = untouched;
	stored = input_parse(in, text, strlen(text), segments, ROOM, error);
	assert_int_equal(stored, count);
	if (stored < 0)
		assert_memory_equal(in, &untouched, sizeof(*in));
	return stored;
}

static int count_of(const char *text)
{
	struct input_segment segments[ROOM];
	struct input_error error;
	struct input in;

	return parse(&in, text, segments, &error);
}

static s32 level_of(const char *text)
{
	struct input_segment segments[ROOM];
	struct input_error error;
	struct input in;

	if (parse(&in, text, segments, &error) < 0)
		fail_msg("%s: at %zu: %s", text, error.offset, error.reason);
	return input_uv(&in, 0);
}

CASE(levels_come_in_microvolts_or_with_a_unit)
{
	static const struct {
		const char *text;
		s32 uv;
	} rows[] = {
		{ "0", 0 },
		{ "5072000", 5072000 },
		{ "-40", -40 },
		{ "+40", 40 },
		{ "40uV", 40 },
		{ "5.072V", 5072000 },
		{ "-163.84mV", -163840 },
		{ "0.000001V", 1 },
		{ "1.5mV", 1500 },
		{ "500V", 500000000 },
		{ "-500000000", -500000000 },
		{ "007", 7 },
		{ "-0", 0 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		assert_int_equal(level_of(rows[i].text), rows[i].uv);
}

CASE(deviations_come_in_ppm_or_percent)
{
	static const struct {
		const char *text;
		s32 ppm;
	} rows[] = {
		{ "0", 0 },	     { "250", 250 },	 { "-250ppm", -250 }, { "1%", 10000 },
		{ "-2.5%", -25000 }, { "0.0001 %", -1 }, { "100%", 1000000 }, { "101%", -1 },
		{ "5V", -1 },	     { "1mV", -1 },	 { "0.00001%", -1 },  { "1%%", -1 },
	};
	struct input_segment segments[ROOM];
	struct input_error error;
	struct input in;

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		int count = input_parse_ppm(&in, rows[i].text, strlen(rows[i].text), segments, ROOM,
					    &error);

		if (rows[i].ppm == -1)
			assert_int_equal(count, -EINVAL);
		else
			assert_int_equal(input_uv(&in, 0), rows[i].ppm);
	}
	assert_int_equal(input_parse(&in, "1%", 2, segments, ROOM, &error), -EINVAL);
}

CASE(times_come_with_a_unit)
{
	static const struct {
		const char *text;
		u64 ns;
	} rows[] = {
		{ "hold 1ns 5", 1 },	     { "hold 11.7ms 5", 11700000 },
		{ "hold 1.5us 5", 1500 },    { "hold 0.000000001s 5", 1 },
		{ "hold 2s 5", 2000000000 }, { "hold 1000000s 5", 1000000000000000 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct input_segment segments[ROOM];
		struct input_error error;
		struct input in;

		assert_int_equal(parse(&in, rows[i].text, segments, &error), 1);
		assert_true(segments[0].end_ns == rows[i].ns);
	}
}

CASE(every_item_has_its_number_of_segments)
{
	assert_int_equal(count_of("5"), 1);
	assert_int_equal(count_of("hold 1s 1"), 1);
	assert_int_equal(count_of("hold 1s 1 2 3"), 3);
	assert_int_equal(count_of("ramp 1s 1 2"), 1);
	assert_int_equal(count_of("ramp 1s 1 2 3 4"), 3);
	assert_int_equal(count_of("sine 1s 1 2 1s"), 1);
	assert_int_equal(count_of("hold 1s 1; loop"), 1);
	assert_int_equal(count_of("hold 1s 1; noise 1; 2"), 2);
	assert_int_equal(count_of("1; noise 0"), 1);
}

CASE(blanks_comments_and_empty_items_do_not_matter)
{
	assert_int_equal(count_of(" \t hold\n1s\r\n5 6 ;\n"), 2);
	assert_int_equal(count_of("# a load; of 5 V\nhold 1s # one second\n 5V; # done"), 1);
	assert_int_equal(count_of(";;5;;"), 1);
	assert_int_equal(count_of("hold 1s 5;loop;"), 1);
}

CASE(noise_has_defaults_and_options_in_any_order)
{
	static const char *const texts[] = { "5; noise 2mV seed 7 every 3ms",
					     "noise 2mV every 3ms seed 7; 5" };
	struct input_segment segments[ROOM];
	struct input_error error;
	struct input in;

	assert_int_equal(parse(&in, "5; noise 2mV", segments, &error), 1);
	assert_int_equal(in.noise_uv, 2000);
	assert_int_equal(in.noise_seed, 0);
	assert_int_equal(in.noise_every_ns, 1000);
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		assert_int_equal(parse(&in, texts[i], segments, &error), 1);
		assert_int_equal(in.noise_uv, 2000);
		assert_int_equal(in.noise_seed, 7);
		assert_int_equal(in.noise_every_ns, 3000000);
	}
}

CASE(bad_text_is_refused_with_its_place_and_a_reason)
{
	static const struct {
		const char *text;
		size_t offset;
		const char *reason;
	} rows[] = {
		{ "", 0, "give at least one level" },
		{ " ; # 5\n", 0, "give at least one level" },
		{ "noise 5", 0, "give at least one level" },
		{ "hld 1s 5", 0, "start with a level or with hold" },
		{ "5; step", 3, "start with a level or with hold" },
		{ "-", 1, "a number must be here" },
		{ "5V;.5V", 3, "a number must be here" },
		{ "hold", 4, "a number must be here" },
		{ "hold 1s", 7, "a number must be here" },
		{ "hold 1s ; 5", 8, "a number must be here" },
		{ "hold -1s 5", 5, "a number must be here" },
		{ "hold 1s x", 8, "a number must be here" },
		{ "5.", 2, "a number must be here" },
		{ "ramp 1s 5", 9, "a number must be here" },
		{ "sine 1s 5 6", 11, "a number must be here" },
		{ "hold 1 5", 5, "a time needs one of the units" },
		{ "hold 1h 5", 5, "a time needs one of the units" },
		{ "hold 1V 5", 5, "a time needs one of the units" },
		{ "hold 1S 5", 5, "a time needs one of the units" },
		{ "hold 0s 5", 5, "a time must be longer than 0" },
		{ "sine 1s 5 6 0s", 12, "a time must be longer than 0" },
		{ "5A", 0, "a level is in uV" },
		{ "5s", 0, "a level is in uV" },
		{ "hold 1s 5v", 8, "a level is in uV" },
		{ "0.5", 0, "use fewer digits" },
		{ "0.0000001V", 0, "use fewer digits" },
		{ "hold 0.1ns 5", 5, "use fewer digits" },
		{ "500.000001V", 0, "at most 500 V" },
		{ "-500000001", 0, "at most 500 V" },
		{ "500000001mV", 0, "at most 500 V" },
		{ "500000000mV", 0, "at most 500 V" },
		{ "hold 1000001s 5", 5, "at most 500 V and 1000000 s" },
		{ "99999999999999999999", 0, "this number has too many digits" },
		{ "5; noise 5 seed 9999999999999999", 16, "this number has too many digits" },
		{ "0.0000000000V", 2, "this number has too many digits" },
		{ "hold 600000s 1 2", 0, "a script can last at most" },
		{ "loop", 0, "there is nothing before this" },
		{ "5; hold 1s 5", 3, "only noise can follow a level" },
		{ "5; loop", 3, "only noise can follow a level" },
		{ "5; 6", 3, "only noise can follow a level" },
		{ "hold 1s 5; loop; loop", 17, "only noise can follow a loop" },
		{ "hold 1s 5; loop; 5", 17, "only noise can follow a loop" },
		{ "noise 1; noise 2; 5", 9, "noise can be given only once" },
		{ "noise -1; 5", 0, "noise goes both ways" },
		{ "noise 1 sed 7; 5", 8, "only seed and every" },
		{ "noise 1 seed -7; 5", 13, "a number must be here" },
		{ "noise 1 every 7; 5", 14, "a time needs one of the units" },
		{ "5 6", 2, "a semicolon or the end" },
		{ "hold 1s 5; loop 3", 16, "a semicolon or the end" },
		{ "ramp 1s 5 6 sine", 12, "a number must be here" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct input_segment segments[ROOM];
		struct input_error error = { 999, "" };
		struct input in;

		if (parse(&in, rows[i].text, segments, &error) != -EINVAL)
			fail_msg("accepted: %s", rows[i].text);
		if (error.offset != rows[i].offset ||
		    strncmp(error.reason, rows[i].reason, strlen(rows[i].reason)))
			fail_msg("%s: at %zu: %s", rows[i].text, error.offset, error.reason);
	}
}

CASE(a_nul_byte_is_no_end)
{
	static const char text[] = "5\0 6";
	struct input_error error;
	struct input in;

	assert_int_equal(input_parse(&in, text, 4, NULL, 0, &error), -EINVAL);
	assert_int_equal(error.offset, 1);
}

CASE(text_beyond_its_length_is_not_read)
{
	struct input_segment segment;
	struct input_error error;
	struct input in;
	char *text = malloc(2);

	memcpy(text, "42", 2);
	assert_int_equal(input_parse(&in, text, 2, &segment, 1, &error), 1);
	assert_int_equal(input_uv(&in, 0), 42);
	assert_int_equal(input_parse(&in, text, 1, &segment, 1, &error), 1);
	assert_int_equal(input_uv(&in, 0), 4);
	free(text);
}

CASE(more_segments_than_fit_are_refused)
{
	struct input in = untouched;
	struct input_segment segments[2];
	struct input_error error;

	assert_int_equal(input_parse(&in, "hold 1s 1 2", 11, segments, 2, &error), 2);
	in = untouched;
	assert_int_equal(input_parse(&in, "hold 1s 1 2; 3", 14, segments, 2, &error), -ENOSPC);
	assert_memory_equal(&in, &untouched, sizeof(in));
	assert_int_equal(error.offset, 13);
}

/* A recorded trace of thousands of points, as the board is given one. */
CASE(a_trace_of_thousands_of_points_is_one_item)
{
	enum {
		POINTS = 4000
	};
	struct input_segment *segments = calloc(POINTS, sizeof(*segments));
	char *text = malloc(POINTS * 12);
	struct input_error error;
	size_t len = 0;
	struct input in;

	len += (size_t)sprintf(text, "ramp 11.7ms");
	for (int i = 0; i < POINTS; i++)
		len += (size_t)sprintf(text + len, "%c%d", i % 16 ? ' ' : '\n', i * 100);
	assert_int_equal(input_parse(&in, text, len, NULL, 0, &error), POINTS - 1);
	assert_int_equal(input_parse(&in, text, len, segments, POINTS, &error), POINTS - 1);
	for (u64 i = 0; i < POINTS; i++)
		assert_int_equal(input_uv(&in, i * 11700000), i * 100);
	free(text);
	free(segments);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(levels_come_in_microvolts_or_with_a_unit),
		cmocka_unit_test(deviations_come_in_ppm_or_percent),
		cmocka_unit_test(times_come_with_a_unit),
		cmocka_unit_test(every_item_has_its_number_of_segments),
		cmocka_unit_test(blanks_comments_and_empty_items_do_not_matter),
		cmocka_unit_test(noise_has_defaults_and_options_in_any_order),
		cmocka_unit_test(bad_text_is_refused_with_its_place_and_a_reason),
		cmocka_unit_test(a_nul_byte_is_no_end),
		cmocka_unit_test(text_beyond_its_length_is_not_read),
		cmocka_unit_test(more_segments_than_fit_are_refused),
		cmocka_unit_test(a_trace_of_thousands_of_points_is_one_item),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
