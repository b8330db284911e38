// SPDX-License-Identifier: GPL-2.0-only
/* Text from elsewhere: recordings that other programs wrote, and labels nobody foresaw. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/test.h"
#include "tools/cli/json_print.h"
#include "tools/recording/recording.h"
#include "tools/cli/text.h"

#define HEAD "time_s,CPU_V,CPU_A\n"

static struct recording recording;
static FILE *file;

static int open_bytes(const char *bytes, size_t len)
{
	file = fmemopen((void *)bytes, len, "r");
	assert_non_null(file);
	return recording_open(&recording, file);
}

static void close_bytes(void)
{
	recording_close(&recording);
	fclose(file);
}

CASE(zero_bytes_do_not_make_columns)
{
	char bytes[4096];
	size_t len = (size_t)snprintf(bytes, sizeof(bytes), "time_s");

	for (int i = 0; i < 500; i++) {
		memcpy(bytes + len, "\0a_V", 4);
		len += 4;
	}
	bytes[len++] = '\n';
	assert_int_equal(open_bytes(bytes, len), -EINVAL);
	assert_non_null(recording.reason);
	close_bytes();
}

CASE(a_zero_byte_in_a_field_is_no_number)
{
	static const char bytes[] = HEAD "0.0,5\0,1\n";

	assert_int_equal(open_bytes(bytes, sizeof(bytes) - 1), 0);
	assert_int_equal(recording_next(&recording), RECORDING_BAD);
	close_bytes();
}

CASE(a_file_that_a_spreadsheet_saved_is_read)
{
	static const char bytes[] = "\357\273\277time_s,CPU_V,CPU_A\r\n0.0,5.0,1.0\r\n";

	assert_int_equal(open_bytes(bytes, sizeof(bytes) - 1), 0);
	assert_string_equal(recording.rails[0].name, "CPU");
	assert_int_equal(recording_next(&recording), RECORDING_SCAN);
	assert_int_equal(recording.scan.uv[0], 5000000);
	assert_int_equal(recording.scan.ua[0], 1000000);
	assert_int_equal(recording_next(&recording), RECORDING_END);
	close_bytes();
}

CASE(a_mark_of_encoding_alone_is_no_recording)
{
	assert_int_equal(open_bytes("\357\273\277", 3), -EINVAL);
	close_bytes();
	assert_int_equal(open_bytes("\357\273", 2), -EINVAL);
	close_bytes();
}

CASE(two_columns_of_one_rail_and_quantity_are_refused)
{
	static const char bytes[] = "time_s,A_V,A_A,A_mV\n";

	assert_int_equal(open_bytes(bytes, sizeof(bytes) - 1), -EINVAL);
	assert_string_equal(recording.reason, "two columns are of the same rail and quantity");
	close_bytes();
}

CASE(alarms_of_rails_with_long_names_are_found)
{
	static const char name[] =
		"ina3221-i2c-10-40/A_label_that_takes_all_of_the_sixty_three_bytes_there_are";
	char bytes[512];
	int len = snprintf(bytes, sizeof(bytes), "time_s,%s_V\n# alarm: 0.5 %s critical\n", name,
			   name);

	assert_int_equal(open_bytes(bytes, (size_t)len), 0);
	assert_string_equal(recording.rails[0].name, name);
	assert_int_equal(recording_next(&recording), RECORDING_ALARM);
	assert_string_equal(recording.alarm.kind, "critical");
	assert_int_equal(recording.alarm.time_us, 500000);
	close_bytes();
}

static void cleaned(const char *text, const char *wanted)
{
	char copy[64];

	snprintf(copy, sizeof(copy), "%s", text);
	text_clean(copy);
	assert_string_equal(copy, wanted);
}

CASE(labels_cannot_steer_a_terminal)
{
	cleaned("VDD_CPU", "VDD_CPU");
	cleaned("", "");
	cleaned("Kern \302\2651 \343\202\255 \360\237\222\241",
		"Kern \302\2651 \343\202\255 \360\237\222\241");
	cleaned("a\033[2Jb\tc\177", "a?[2Jb?c?");
	cleaned("csi \302\2332J", "csi ??2J");
}

CASE(bytes_that_are_no_utf_8_are_replaced)
{
	cleaned("Gr\374n", "Gr?n");
	cleaned("\200\277", "??");
	cleaned("cut \343\202", "cut ??");
	cleaned("long \300\200", "long ??");
	cleaned("half \355\240\200", "half ???");
	cleaned("far \364\220\200\200", "far ????");
	cleaned("\377\376", "??");
}

CASE(json_is_utf_8_whatever_it_is_of)
{
	struct json_object *object;

	object = json_text("Gr\374n\n\"5 V\"");
	assert_string_equal(json_object_to_json_string(object), "\"Gr?n\\n\\\"5 V\\\"\"");
	json_object_put(object);
	assert_null(json_text(NULL));
}

CASE(characters_are_counted_not_bytes)
{
	assert_int_equal(text_columns(""), 0);
	assert_int_equal(text_columns("1\302\265A"), 3);
	assert_int_equal(text_bytes("1\302\265A", 2), 3);
	assert_int_equal(text_bytes("1\302\265A", 1), 1);
	assert_int_equal(text_bytes("1\302\265A", 9), 4);
	assert_int_equal(text_bytes("1\302\265A", 0), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(zero_bytes_do_not_make_columns),
		cmocka_unit_test(a_zero_byte_in_a_field_is_no_number),
		cmocka_unit_test(a_file_that_a_spreadsheet_saved_is_read),
		cmocka_unit_test(a_mark_of_encoding_alone_is_no_recording),
		cmocka_unit_test(two_columns_of_one_rail_and_quantity_are_refused),
		cmocka_unit_test(alarms_of_rails_with_long_names_are_found),
		cmocka_unit_test(labels_cannot_steer_a_terminal),
		cmocka_unit_test(bytes_that_are_no_utf_8_are_replaced),
		cmocka_unit_test(json_is_utf_8_whatever_it_is_of),
		cmocka_unit_test(characters_are_counted_not_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
