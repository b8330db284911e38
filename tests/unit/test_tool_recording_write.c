// SPDX-License-Identifier: GPL-2.0-only
/* The text of recordings, as it is written and documented. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/test.h"
#include "tools/recording/recording.h"
#include "tools/recording/write.h"

/* The sample in the head of recording.h, its lines between " *<tab>" and the newline. */
static void read_sample(char *sample, size_t size)
{
	FILE *header = fopen("tools/recording/recording.h", "re");
	char line[256];
	size_t len = 0;

	assert_non_null(header);
	while (fgets(line, sizeof(line), header)) {
		if (!strncmp(line, " *\t", 3))
			len += (size_t)snprintf(sample + len, size - len, "%s", line + 3);
		if (!strncmp(line, " */", 3))
			break;
	}
	fclose(header);
}

CASE(the_sample_in_the_documentation_is_what_is_written)
{
	const struct recording_rail rail = { "VDD_CPU", 0.005, 2.5, 3 };
	const struct recording_scan scan = { 0, { 5072000 }, { 1160000 } };
	const struct recording_head head = {
		.started_us = 1732272000123456,
		.source = "iio",
		.sampling_hz = 151.515151,
		.rails = &rail,
		.chips = { "ina3221-i2c-0-40" },
		.count = 1,
	};
	char line[512], mark[RECORDING_MARK], sample[2048];
	char *text;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	recording_write_head(out, &head);
	fwrite(line, 1, recording_format_scan(&scan, 1, line), out);
	recording_format_alarm(3210, "VDD_CPU", "warning", mark);
	fputs(mark, out);
	fclose(out);
	read_sample(sample, sizeof(sample));
	assert_string_equal(text, sample);
	free(text);
}

CASE(lines_that_do_not_apply_are_left_out_of_the_head)
{
	const struct recording_rail rails[2] = { { "A", NAN, NAN, NAN }, { "B", NAN, NAN, NAN } };
	const struct recording_head head = {
		.source = "hwmon",
		.kept_hz = 10,
		.notes = { "", NULL, "oversampling_ratio: 4" },
		.rails = rails,
		.chips = { "one", "two" },
		.count = 2,
	};
	char *text;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	recording_write_head(out, &head);
	fclose(out);
	assert_string_equal(text, "# railglow recording 1\n# chip: one, two\n"
				  "# clock: monotonic, started at 0.000000 s since 1970\n"
				  "# source: hwmon\n# rate: 10.000000\n# oversampling_ratio: 4\n"
				  "# rail: A\n# rail: B\ntime_s,A_V,A_A,B_V,B_A\n");
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_sample_in_the_documentation_is_what_is_written),
		cmocka_unit_test(lines_that_do_not_apply_are_left_out_of_the_head),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
