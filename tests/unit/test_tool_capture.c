// SPDX-License-Identifier: GPL-2.0-only
/* Words of a scan, as IIO describes them. */
#include <stdio.h>

#include "core/port.h"
#include "tests/unit/test.h"
#include "tools/recording/capture_word.h"

CASE(words_of_the_chip_are_13_bits_at_the_top_of_16)
{
	static const struct capture_format format = {
		.bytes = 2, .bits = 13, .shift = 3, .is_signed = true, .is_be = true
	};
	static const struct {
		u8 bytes[2];
		s64 value;
	} known[] = {
		{ { 0x00, 0x00 }, 0 },	   { { 0x00, 0x08 }, 1 },     { { 0x00, 0x0f }, 1 },
		{ { 0x7f, 0xf8 }, 4095 },  { { 0x80, 0x00 }, -4096 }, { { 0xff, 0xf8 }, -1 },
		{ { 0x13, 0x88 }, 0x271 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(known); i++)
		assert_int_equal(capture_word(known[i].bytes, &format), known[i].value);
}

CASE(either_order_and_every_width_is_understood)
{
	static const u8 bytes[8] = { 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0xf8 };
	struct capture_format format = { .bytes = 8, .bits = 64, .is_signed = true };

	assert_true(capture_word(bytes, &format) == (s64)0xf807060504030201ULL);
	format.is_be = true;
	assert_true(capture_word(bytes, &format) == 0x01020304050607f8LL);
	format = (struct capture_format){ .bytes = 1, .bits = 8 };
	assert_int_equal(capture_word(bytes + 7, &format), 0xf8);
	format.is_signed = true;
	assert_int_equal(capture_word(bytes + 7, &format), -8);
	format = (struct capture_format){ .bytes = 4, .bits = 12, .shift = 4 };
	assert_int_equal(capture_word(bytes, &format), 0x020);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_of_the_chip_are_13_bits_at_the_top_of_16),
		cmocka_unit_test(either_order_and_every_width_is_understood),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
