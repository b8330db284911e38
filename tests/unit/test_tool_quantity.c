// SPDX-License-Identifier: GPL-2.0-only
/* Numbers with units: strict in, readable out. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "core/port.h"
#include "tests/unit/test.h"
#include "tools/cli/quantity.h"

#define TINY 0.000000000001

CASE(plain_numbers_are_read_whole_or_not_at_all)
{
	static const char *const bad[] = {
		"", "-1", "+1", " 1", "1 ", "0x10", "1.0", "1e3", "eleven", "18446744073709551616",
	};
	u64 value = 77;

	assert_int_equal(number_parse("0", 0, 10, &value), 0);
	assert_int_equal(value, 0);
	assert_int_equal(number_parse("18446744073709551615", 0, U64_MAX, &value), 0);
	assert_true(value == U64_MAX);
	value = 77;
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		assert_int_equal(number_parse(bad[i], 0, U64_MAX, &value), -EINVAL);
	assert_int_equal(number_parse("11", 0, 10, &value), -EINVAL);
	assert_int_equal(number_parse("4", 5, 10, &value), -EINVAL);
	assert_int_equal(value, 77);
}

CASE(quantities_take_prefixes_and_their_own_unit)
{
	static const struct {
		const char *text;
		const char *unit;
		double value;
	} good[] = {
		{ "2.5", "A", 2.5 },	  { "2.5A", "A", 2.5 },	 { "2.5 A", "A", 2.5 },
		{ "300mA", "A", 0.3 },	  { "300 m", "A", 0.3 }, { "-1.2", "A", -1.2 },
		{ ".5", "A", 0.5 },	  { "1k", "Hz", 1000 },	 { "40uA", "A", 0.00004 },
		{ "40µA", "A", 0.00004 }, { "10s", "s", 10 },	 { "250ms", "s", 0.25 },
		{ "2min", "s", 120 },	  { "1h", "s", 3600 },	 { "3.3V", "V", 3.3 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(good); i++) {
		double value = NAN;

		assert_int_equal(quantity_parse(good[i].text, good[i].unit, &value), 0);
		assert_true(fabs(value - good[i].value) < TINY);
	}
}

CASE(quantities_that_are_not_are_refused)
{
	static const char *const bad[] = {
		"",
		"A",
		"2.5V",
		"2,5",
		"nan",
		"inf",
		"0x1p3",
		"1e3",
		"2.5AA",
		"2.5 A ",
		"--1",
		"1 2",
		"1mm",
		".",
		"+-1A",
		"5min",
		"5h",
		"1111111111111111111111111111111111111111111111111111111111111111111111111111111",
	};
	double value;

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		assert_int_equal(quantity_parse(bad[i], "A", &value), -EINVAL);
}

CASE(quantities_are_shown_in_engineering_units)
{
	static const struct {
		double value;
		int digits;
		const char *text;
	} rows[] = {
		{ 0, 4, "0.000 A" },	      { 1.2345, 4, "1.234 A" },	 { -1.5, 3, "-1.50 A" },
		{ 0.0123, 3, "12.3 mA" },     { 0.00004, 3, "40.0 µA" }, { 0.99996, 4, "1.000 A" },
		{ 12345, 4, "12.35 kA" },     { 100, 3, "100 A" },	 { NAN, 3, "-" },
		{ 0.000000003, 2, "3.0 nA" },
	};
	char text[QUANTITY_TEXT];

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		assert_string_equal(quantity_format(text, rows[i].value, "A", rows[i].digits),
				    rows[i].text);
}

CASE(fixed_point_writes_what_printf_would)
{
	static const struct {
		s64 millionths;
		int decimals;
		const char *text;
	} rows[] = {
		{ 0, 0, "0" },
		{ 0, 3, "0.000" },
		{ 5072000, 3, "5.072" },
		{ -1, 6, "-0.000001" },
		{ 1499, 3, "0.001" },
		{ 1500, 3, "0.002" },
		{ -1500, 3, "-0.002" },
		{ -499, 3, "0.000" },
		{ 123456789, 6, "123.456789" },
		{ 999999, 0, "1" },
		{ 499999, 0, "0" },
		{ 1000000, 1, "1.0" },
		{ S64_MIN, 6, "-9223372036854.775808" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		char text[FIXED_TEXT + 1] = "";
		size_t len = fixed_write(text, rows[i].millionths, rows[i].decimals);

		text[len] = '\0';
		assert_string_equal(text, rows[i].text);
	}
}

CASE(fixed_point_reads_up_to_six_decimals)
{
	static const struct {
		const char *text;
		s64 millionths;
		size_t used;
	} rows[] = {
		{ "0", 0, 1 },	      { "5.072,", 5072000, 5 },	      { "-0.000001", -1, 9 },
		{ "+2", 2000000, 2 }, { "1.23456789x", 1234567, 10 }, { "7.", 7000000, 2 },
	};
	static const char *const bad[] = { "", "-", ".5", "x", "99999999999999999999" };
	s64 value;

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const char *text = rows[i].text;

		assert_ptr_equal(fixed_parse(text, text + strlen(text), &value),
				 text + rows[i].used);
		assert_int_equal(value, rows[i].millionths);
	}
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		assert_null(fixed_parse(bad[i], bad[i] + strlen(bad[i]), &value));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain_numbers_are_read_whole_or_not_at_all),
		cmocka_unit_test(quantities_take_prefixes_and_their_own_unit),
		cmocka_unit_test(quantities_that_are_not_are_refused),
		cmocka_unit_test(quantities_are_shown_in_engineering_units),
		cmocka_unit_test(fixed_point_writes_what_printf_would),
		cmocka_unit_test(fixed_point_reads_up_to_six_decimals),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
