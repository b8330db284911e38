// SPDX-License-Identifier: GPL-2.0-only
/*
 * Pattern text. Expectations come from the file formats of the trigger's ABI
 * page: what is a pattern, and every way in which a text is not one.
 */
#include <stdio.h>
#include <stdlib.h>

#include "core/pattern.h"
#include "core/pattern_text.h"
#include "tests/unit/test.h"

static int parse(const char *text, struct pattern_tuple *tuples)
{
	int counted = pattern_text_parse(text, strlen(text), NULL, 0);
	int stored = pattern_text_parse(text, strlen(text), tuples, PATTERN_TUPLES_MAX);

	assert_int_equal(counted, stored);
	return stored;
}

static void expect_tuples(const char *text, u32 count, const struct pattern_tuple *expected)
{
	struct pattern_tuple tuples[PATTERN_TUPLES_MAX];
	u32 i;

	assert_int_equal(parse(text, tuples), count);
	for (i = 0; i < count; i++) {
		assert_int_equal(tuples[i].brightness, expected[i].brightness);
		assert_int_equal(tuples[i].duration_ms, expected[i].duration_ms);
	}
}

static void expect_refused(const char *text)
{
	struct pattern_tuple tuples[PATTERN_TUPLES_MAX];

	if (parse(text, tuples) != -EINVAL)
		fail_msg("accepted: \"%s\"", text);
}

CASE(the_two_published_examples_are_read)
{
	expect_tuples("0 1000 255 2000", 2, (struct pattern_tuple[]){ { 0, 1000 }, { 255, 2000 } });
	expect_tuples("0 1000 0 0 255 2000 255 0", 4,
		      (struct pattern_tuple[]){ { 0, 1000 }, { 0, 0 }, { 255, 2000 }, { 255, 0 } });
}

CASE(blanks_may_be_any_and_anywhere_between_numbers)
{
	static const char *const texts[] = {
		"1 20 3 40",	      "1 20 3 40\n",	    "1 20 3 40 ",
		"1 20 3 40\x20\n\n",  "  1 20 3 40",	    "\n1\n20\n3\n40\n",
		"1\t20\v3\f40\r\n",   "1    20  \t  3  40", "01 0020 0000000000003 40",
		"\t \r\n1 20\n3 40\n"
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(texts); i++)
		expect_tuples(texts[i], 2, (struct pattern_tuple[]){ { 1, 20 }, { 3, 40 } });
}

CASE(white_space_alone_clears_the_pattern)
{
	static const char *const texts[] = { "", "\n", " ", "\x20\n", "\t\t\r\n", "\v\f" };
	struct pattern_tuple tuple;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(texts); i++)
		assert_int_equal(parse(texts[i], &tuple), 0);
}

CASE(a_tuple_without_its_duration_is_refused)
{
	static const char *const texts[] = { "7",
					     "7\n",
					     "0 100 255",
					     "0 100 255\n",
					     "0 100 255 100 9",
					     "0 100 255 100 9\n",
					     "0 100 255 100 9 " };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(texts); i++)
		expect_refused(texts[i]);
}

CASE(anything_but_digits_and_blanks_is_refused)
{
	static const char *const texts[] = {
		"-1 100 255 100",
		"0 -100 255 100",
		"+0 100 255 100",
		"0 100 255 100-",
		"0x10 100 255 100",
		"0,100,255,100",
		"0 100 255 1e3",
		"0 100 255 100;",
		"0.5 100 255 100",
		"a",
		"none",
		"#",
		"0 100 255 100 x",
		"0 100\240255 100",
		"0 100 255 \xd9\xa3",
		"0 100 255 100\x7f",
		"0 100 255 100\b",
		"0 100 255 100/",
		"0 100 255 100:",
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(texts); i++)
		expect_refused(texts[i]);
}

CASE(every_byte_that_is_neither_digit_nor_blank_is_refused)
{
	int byte;

	for (byte = 0; byte < 256; byte++) {
		char text[] = "1 20_3 40";
		int expected = -EINVAL;

		text[4] = (char)byte;
		if (byte == ' ' || (byte >= 9 && byte <= 13))
			expected = 2;
		/* A digit makes it "1 20n3 40", one number short. */
		assert_int_equal(pattern_text_parse(text, 9, NULL, 0), expected);
	}
}

CASE(a_nul_is_not_the_end_of_the_text)
{
	assert_int_equal(pattern_text_parse("1 20 3 40\0", 10, NULL, 0), -EINVAL);
	assert_int_equal(pattern_text_parse("1 20 3 40\0 5 60", 15, NULL, 0), -EINVAL);
}

CASE(the_text_ends_where_its_length_says)
{
	struct pattern_tuple tuples[2];

	assert_int_equal(pattern_text_parse("1 20 3 4099 x", 9, tuples, 2), 2);
	assert_int_equal(tuples[1].duration_ms, 40);
	assert_int_equal(pattern_text_parse("1 20 3 40", 6, tuples, 2), -EINVAL);
}

CASE(numbers_reach_to_32_bits_and_no_further)
{
	static const struct pattern_tuple largest[] = { { 0, 4294967295U }, { 1, 4294967295U } };
	struct pattern_tuple tuples[PATTERN_TUPLES_MAX];

	expect_tuples("0 4294967295 1 4294967295", 2, largest);
	assert_int_equal(parse("4294967295 0", tuples), 1);
	assert_int_equal(tuples[0].brightness, 4294967295U);

	expect_refused("0 4294967296 1 100");
	expect_refused("4294967296 100 1 100");
	expect_refused("4294967296 100");
	expect_refused("0 18446744073709551616");
	expect_refused("0 18446744073709551617 1 1");
	expect_refused("0 99999999999999999999999999999999999999999999");
}

/* A pattern of an engine, and no pattern at all, are texts all the same. */
CASE(tuples_are_read_whatever_they_mean)
{
	struct pattern_tuple tuples[PATTERN_TUPLES_MAX];

	assert_int_equal(parse("255 1000", tuples), 1);
	assert_int_equal(parse("4294967295 0 0 0", tuples), 2);
	assert_int_equal(parse("255 0 255 0 255 0", tuples), 3);
}

/* "0 1 0 1 ...", @count tuples. */
static size_t write_many(char *text, u32 count)
{
	u32 i;

	for (i = 0; i < count; i++)
		memcpy(text + (size_t)i * 4, "0 1 ", 4);
	return (size_t)count * 4;
}

CASE(exactly_1024_tuples_fit_and_one_more_does_not)
{
	static char text[4 * 1025];
	struct pattern_tuple tuples[1024];

	assert_int_equal(pattern_text_parse(text, write_many(text, 1024), tuples, 1024), 1024);
	assert_int_equal(pattern_text_parse(text, write_many(text, 1025), tuples, 1024), -EINVAL);
	assert_int_equal(pattern_text_parse(text, write_many(text, 1025), NULL, 0), -EINVAL);
}

CASE(too_little_room_is_told_from_bad_text)
{
	struct pattern_tuple tuples[3] = { [2] = { 77, 77 } };

	assert_int_equal(pattern_text_parse("1 2 3 4 5 6", 11, tuples, 2), -ENOSPC);
	assert_int_equal(tuples[2].brightness, 77);
	assert_int_equal(pattern_text_parse("1 2 3 4 5 x", 11, tuples, 2), -EINVAL);
	assert_int_equal(pattern_text_parse("1 2 3 4 5 6", 11, tuples, 3), 3);
}

static void expect_formatted(const struct pattern_tuple *tuples, u32 count, size_t size,
			     const char *expected)
{
	char buf[64];

	memset(buf, '!', sizeof(buf));
	assert_int_equal(pattern_text_format(tuples, count, buf, size), strlen(expected));
	assert_string_equal(buf, expected);
	assert_int_equal(buf[size], '!');
}

CASE(tuples_are_written_with_single_blanks_and_a_newline)
{
	static const struct pattern_tuple tuples[] = { { 0, 1000 }, { 4294967295U, 0 }, { 10, 9 } };

	expect_formatted(tuples, 1, 63, "0 1000\n");
	expect_formatted(tuples, 3, 63, "0 1000 4294967295 0 10 9\n");
}

CASE(no_tuples_are_an_empty_text)
{
	expect_formatted(NULL, 0, 63, "");
	expect_formatted(NULL, 0, 1, "");
}

CASE(a_text_that_does_not_fit_is_cut_after_a_whole_tuple)
{
	static const struct pattern_tuple tuples[] = { { 11, 22 }, { 33, 44 } };

	expect_formatted(tuples, 2, 13, "11 22 33 44\n");
	/* Only the newline is left off. */
	expect_formatted(tuples, 2, 12, "11 22 33 44");
	expect_formatted(tuples, 2, 11, "11 22");
	expect_formatted(tuples, 2, 6, "11 22");
	expect_formatted(tuples, 2, 5, "");
	expect_formatted(tuples, 2, 1, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_two_published_examples_are_read),
		cmocka_unit_test(blanks_may_be_any_and_anywhere_between_numbers),
		cmocka_unit_test(white_space_alone_clears_the_pattern),
		cmocka_unit_test(a_tuple_without_its_duration_is_refused),
		cmocka_unit_test(anything_but_digits_and_blanks_is_refused),
		cmocka_unit_test(every_byte_that_is_neither_digit_nor_blank_is_refused),
		cmocka_unit_test(a_nul_is_not_the_end_of_the_text),
		cmocka_unit_test(the_text_ends_where_its_length_says),
		cmocka_unit_test(numbers_reach_to_32_bits_and_no_further),
		cmocka_unit_test(tuples_are_read_whatever_they_mean),
		cmocka_unit_test(exactly_1024_tuples_fit_and_one_more_does_not),
		cmocka_unit_test(too_little_room_is_told_from_bad_text),
		cmocka_unit_test(tuples_are_written_with_single_blanks_and_a_newline),
		cmocka_unit_test(no_tuples_are_an_empty_text),
		cmocka_unit_test(a_text_that_does_not_fit_is_cut_after_a_whole_tuple),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
