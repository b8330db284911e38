// SPDX-License-Identifier: GPL-2.0-only
/* Recordings: written, read, measured, drawn, and made into board inputs. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/input.h"
#include "tests/unit/test.h"
#include "tools/picture/envelope.h"
#include "tools/recording/recording.h"
#include "tools/recording/replay_script.h"
#include "tools/recording/statistics.h"
#include "tools/recording/write.h"

#define TINY 0.000001
#define COLUMNS "time_s,CPU_V,CPU_A\n"

static struct recording recording;
static FILE *file;

static int open_text(const char *text)
{
	file = fmemopen((void *)text, strlen(text), "r");
	assert_non_null(file);
	return recording_open(&recording, file);
}

static void close_text(void)
{
	recording_close(&recording);
	fclose(file);
}

CASE(everything_written_is_read_back)
{
	const struct recording_rail rails[2] = {
		{ "VDD_CPU", 0.005, 2.5, NAN },
		{ "VIN", NAN, NAN, NAN },
	};
	const struct recording_scan scans[3] = {
		{ 0, { 5072000, 12000000 }, { 1160000, -40 } },
		{ 6600, { 5080000, RECORDING_NONE }, { 1168001, RECORDING_NONE } },
		{ 86400000001, { -8000, 0 }, { 163840000000, 0 } },
	};
	char *text;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	fputs("# railglow recording 1\n# chip: ina3221-i2c-0-40\n", out);
	recording_write_rails(out, rails, 2);
	for (size_t i = 0; i < 3; i++) {
		char line[512];

		assert_true(recording_line_max(2) <= sizeof(line));
		fwrite(line, 1, recording_format_scan(&scans[i], 2, line), out);
	}
	fclose(out);

	assert_int_equal(open_text(text), 0);
	assert_int_equal(recording.rail_count, 2);
	assert_string_equal(recording.rails[0].name, "VDD_CPU");
	assert_true(recording.rails[0].shunt_ohm == 0.005 && recording.rails[0].warning_a == 2.5);
	assert_true(isnan(recording.rails[0].critical_a) && isnan(recording.rails[1].shunt_ohm));
	assert_string_equal(recording_note(&recording, "chip"), "ina3221-i2c-0-40");
	assert_null(recording_note(&recording, "chi"));
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(recording_next(&recording), RECORDING_SCAN);
		assert_int_equal(recording.scan.time_us, scans[i].time_us);
		for (size_t j = 0; j < 2; j++) {
			assert_true(recording.scan.uv[j] == scans[i].uv[j]);
			assert_true(recording.scan.ua[j] == scans[i].ua[j]);
		}
	}
	assert_int_equal(recording_next(&recording), RECORDING_END);
	close_text();
	free(text);
}

CASE(units_in_column_names_are_heeded_and_other_columns_skipped)
{
	assert_int_equal(open_text("time_s,note,IN_mV,IN_mA,temperature\r\n"
				   "0,hot,5072,1160.5,31 C\r\n0.5,,5080,,\n"),
			 0);
	assert_int_equal(recording.rail_count, 1);
	assert_int_equal(recording_next(&recording), RECORDING_SCAN);
	assert_true(recording.scan.uv[0] == 5072000);
	assert_true(recording.scan.ua[0] == 1160500);
	assert_int_equal(recording_next(&recording), RECORDING_SCAN);
	assert_true(recording.scan.ua[0] == RECORDING_NONE);
	assert_int_equal(recording_next(&recording), RECORDING_END);
	close_text();
}

CASE(alarm_marks_stand_between_scans)
{
	assert_int_equal(open_text(COLUMNS "0,1,1\n# alarm: 0.25 CPU critical\n# alarm: 1 GPU x\n"
					   "# anything\n1,1,1\n"),
			 0);
	assert_int_equal(recording_next(&recording), RECORDING_SCAN);
	assert_int_equal(recording_next(&recording), RECORDING_ALARM);
	assert_int_equal(recording.alarm.time_us, 250000);
	assert_int_equal(recording.alarm.rail, 0);
	assert_string_equal(recording.alarm.kind, "critical");
	assert_int_equal(recording_next(&recording), RECORDING_SCAN);
	assert_int_equal(recording_next(&recording), RECORDING_END);
	close_text();
}

CASE(text_that_is_not_a_recording_is_refused_with_line_and_reason)
{
	static const struct {
		const char *text;
		u64 line;
		const char *part;
	} bad[] = {
		{ "\n", 1, "no line names its columns" },
		{ "# railglow recording 2\n" COLUMNS, 1, "later version" },
		{ "hello world\n", 1, "first column" },
		{ "time_s,a,b\n", 1, "no column ends in" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		assert_int_equal(open_text(bad[i].text), -EINVAL);
		assert_int_equal(recording.line, bad[i].line);
		assert_non_null(strstr(recording.reason, bad[i].part));
		close_text();
	}
}

CASE(bad_lines_are_refused_with_line_and_reason)
{
	static const struct {
		const char *line;
		const char *part;
	} bad[] = {
		{ "x,1,1\n", "start with a time" },
		{ "0,1\n", "as many fields" },
		{ "0,1,1,1\n", "as many fields" },
		{ "0,1,one\n", "not a number" },
		{ "0,1 1\n", "not a number" },
		{ "-1,1,1\n-2,1,1\n", "backwards" },
		{ "9999999999,1,1\n", "thirty years" },
		{ "99999999999999999999,1,1\n", "start with a time" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		enum recording_item item;
		char text[256];

		snprintf(text, sizeof(text), COLUMNS "%s", bad[i].line);
		assert_int_equal(open_text(text), 0);
		do {
			item = recording_next(&recording);
		} while (item == RECORDING_SCAN);
		assert_int_equal(item, RECORDING_BAD);
		assert_non_null(strstr(recording.reason, bad[i].part));
		close_text();
	}
}

CASE(a_line_cut_off_while_being_written_does_not_count)
{
	assert_int_equal(open_text(COLUMNS "0,1,1\n1,2,1.99"), 0);
	assert_int_equal(recording_next(&recording), RECORDING_SCAN);
	assert_int_equal(recording_next(&recording), RECORDING_END);
	close_text();
}

/* Lines must come out whole wherever the reader's pieces end. */
CASE(a_file_larger_than_the_reader_s_memory_is_read_whole)
{
	FILE *out = tmpfile();
	u64 count = 0;

	fputs(COLUMNS, out);
	for (int i = 0; i < 200000; i++)
		fprintf(out, "%d.%06d,%d,-0.%06d\n", i, i, i % 27, i);
	rewind(out);
	assert_int_equal(recording_open(&recording, out), 0);
	for (; recording_next(&recording) == RECORDING_SCAN; count++) {
		assert_int_equal(recording.scan.time_us, count * 1000001);
		assert_true(recording.scan.uv[0] == (s64)(count % 27) * 1000000);
		assert_true(recording.scan.ua[0] == -(s64)count);
	}
	assert_null(recording.reason);
	assert_int_equal(count, 200000);
	recording_close(&recording);
	fclose(out);
}

CASE(a_constant_load_has_the_energy_of_a_constant_load)
{
	struct statistics statistics;
	struct recording_scan scan = { .uv = { 12000000 }, .ua = { 1500000 } };

	assert_int_equal(statistics_begin(&statistics, 1), 0);
	for (s64 t = 0; t <= 3600000000; t += 6600000) {
		scan.time_us = t;
		statistics_add(&statistics, &scan);
	}
	/* 18 W over 3597 s, the last whole step in the hour. */
	assert_true(fabs(statistics.rails[0].joules - 18.0 * 3597) < TINY);
	assert_true(fabs(statistics.rails[0].coulombs - 1.5 * 3597) < TINY);
	assert_int_equal(statistics.scans, 546);
	assert_true(histogram_mean(&statistics.rails[0].uw) == 18e6);
	statistics_end(&statistics);
}

CASE(a_ramp_of_current_has_the_area_of_a_triangle)
{
	struct statistics statistics;
	struct recording_scan scan = { .uv = { 1000000 } };

	assert_int_equal(statistics_begin(&statistics, 1), 0);
	for (s64 t = 0; t <= 1000; t++) {
		scan.time_us = t * 1000;
		scan.ua[0] = t * 2000;
		statistics_add(&statistics, &scan);
	}
	assert_true(fabs(statistics.rails[0].coulombs - 1) < TINY);
	assert_true(fabs(statistics.rails[0].joules - 1) < TINY);
	statistics_end(&statistics);
}

CASE(negative_currents_take_energy_away)
{
	struct statistics statistics;
	const struct recording_scan first = { 0, { 5000000 }, { -200000 } };
	const struct recording_scan second = { 1000000, { 5000000 }, { -200000 } };

	assert_int_equal(statistics_begin(&statistics, 1), 0);
	statistics_add(&statistics, &first);
	statistics_add(&statistics, &second);
	assert_true(fabs(statistics.rails[0].joules + 1) < TINY);
	assert_int_equal(statistics.rails[0].ua.max, -200000);
	statistics_end(&statistics);
}

CASE(unknown_values_count_for_nothing)
{
	struct statistics statistics;
	struct recording_scan scan = { 0, { 5000000 }, { RECORDING_NONE } };

	assert_int_equal(statistics_begin(&statistics, 1), 0);
	statistics_add(&statistics, &scan);
	scan.time_us = 1000000;
	statistics_add(&statistics, &scan);
	assert_int_equal(statistics.rails[0].uv.total, 2);
	assert_int_equal(statistics.rails[0].ua.total, 0);
	assert_true(isnan(histogram_mean(&statistics.rails[0].ua)));
	assert_true(statistics.rails[0].joules == 0);
	statistics_end(&statistics);
}

/* The p-th percentile of 1..100000 by nearest rank is p * 1000. */
CASE(percentiles_are_within_a_256th)
{
	static const double percents[] = { 0.1, 1, 5, 25, 50, 75, 95, 99, 99.9 };
	struct histogram *up = calloc(2, sizeof(*up)), *down = up + 1;

	for (s64 i = 1; i <= 100000; i++) {
		histogram_add(up, i);
		histogram_add(down, -i);
	}
	for (size_t i = 0; i < ARRAY_SIZE(percents); i++) {
		double rank = percents[i] * 1000;

		assert_true(fabs(histogram_percentile(up, percents[i]) - rank) <= rank / 256 + 1);
		rank = 100001 - rank;
		assert_true(fabs(histogram_percentile(down, percents[i]) + rank) <= rank / 256 + 1);
	}
	assert_true(histogram_percentile(up, 0) == 1);
	assert_true(histogram_percentile(up, 100) == 100000);
	assert_true(histogram_percentile(down, 100) == -1);
	free(up);
}

CASE(small_values_have_exact_percentiles_and_huge_ones_do_not_break)
{
	struct histogram *histogram = calloc(1, sizeof(*histogram));

	for (s64 i = -50; i <= 50; i++)
		histogram_add(histogram, i);
	assert_true(histogram_percentile(histogram, 50) == 0);
	assert_true(histogram_percentile(histogram, 25) == -25);
	memset(histogram, 0, sizeof(*histogram));
	histogram_add(histogram, S64_MAX);
	histogram_add(histogram, S64_MIN);
	assert_true(histogram_percentile(histogram, 100) > 9e18);
	assert_true(histogram_percentile(histogram, 1) < -9e18);
	free(histogram);
}

CASE(the_envelope_keeps_every_peak_however_long_the_recording)
{
	struct envelope envelope;
	struct recording_scan scan = { 0 };
	const struct envelope_cell *cells;
	s64 least = S64_MAX, most = S64_MIN;
	double sum = 0;
	u64 count = 0;

	assert_int_equal(envelope_begin(&envelope, 1), 0);
	for (s64 i = 0; i < 1000000; i++) {
		scan.time_us = 5000 + i * 840;
		scan.uv[0] = i == 777777 ? 9000000 : i == 123456 ? -7 : 1000000;
		scan.ua[0] = RECORDING_NONE;
		envelope_add(&envelope, &scan);
	}
	cells = envelope_cells(&envelope, 0, ENVELOPE_VOLTS);
	assert_true(envelope_used(&envelope) > ENVELOPE_STRETCHES / 2);
	assert_true(envelope_used(&envelope) <= ENVELOPE_STRETCHES);
	for (u32 i = 0; i < envelope_used(&envelope); i++) {
		if (!cells[i].count)
			continue;
		least = min(least, cells[i].min);
		most = max(most, cells[i].max);
		sum += cells[i].sum;
		count += cells[i].count;
	}
	assert_int_equal(count, 1000000);
	assert_true(least == -7 && most == 9000000);
	assert_true(sum == 999998 * 1e6 + 9000000 - 7);
	/* The peak is where it was: 653.3 s after the first scan. */
	assert_true(cells[777777 * 840LL / envelope.stretch_us].max == 9000000);
	assert_int_equal(envelope_cells(&envelope, 0, ENVELOPE_AMPERES)[0].count, 0);
	envelope_end(&envelope);
}

/* The board's own reader must see what was recorded, at every moment. */
CASE(a_replay_script_says_what_was_recorded)
{
	static const s64 level_uv[] = { 5072000, 5072000, 5080000, 5064000, -8000, -8000, 0, 40 };
	static const s64 step_us[] = { 6600, 6600, 6600, 6600, 6601, 1, 3000000, 6600 };
	struct replay_script script = { 0 };
	struct input_segment segments[32];
	struct input_error error;
	struct input in;
	u64 at_us = 0;

	for (size_t i = 0; i < ARRAY_SIZE(level_uv); i++)
		assert_int_equal(replay_script_hold(&script, level_uv[i], step_us[i]), 0);
	assert_int_equal(replay_script_end(&script, false), 0);
	assert_true(input_parse(&in, script.text, script.len, segments, 32, &error) > 0);
	for (size_t i = 0; i < ARRAY_SIZE(level_uv); i++) {
		assert_int_equal(input_uv(&in, at_us * 1000), level_uv[i]);
		at_us += (u64)step_us[i];
		assert_int_equal(input_uv(&in, at_us * 1000 - 1), level_uv[i]);
	}
	assert_int_equal(input_uv(&in, at_us * 2000), 40);
	free(script.text);
}

CASE(a_looped_replay_starts_again)
{
	struct replay_script script = { 0 };
	struct input_segment segments[8];
	struct input_error error;
	struct input in;

	assert_int_equal(replay_script_hold(&script, 1000, 500), 0);
	assert_int_equal(replay_script_hold(&script, 2000, 500), 0);
	assert_int_equal(replay_script_end(&script, true), 0);
	assert_true(input_parse(&in, script.text, script.len, segments, 8, &error) > 0);
	assert_int_equal(input_uv(&in, 1000100 * 1000ULL), 1000);
	assert_int_equal(input_uv(&in, 1000600 * 1000ULL), 2000);
	free(script.text);
}

CASE(a_script_the_board_would_refuse_is_not_made)
{
	struct replay_script script = { 0 };
	int err = 0;
	s64 i;

	for (i = 0; !err && i < 1000000; i++)
		err = replay_script_hold(&script, 5000000 + i % 2, 840);
	assert_int_equal(err, -E2BIG);
	assert_true(script.len <= 1 << 20);
	assert_true(i > 100000);
	free(script.text);
}

CASE(names_cannot_break_the_columns)
{
	char name[] = "5V, \"main\" #1\n";
	char empty[2] = "";

	recording_clean_name(name);
	assert_string_equal(name, "5V___main___1_");
	recording_clean_name(empty);
	assert_string_equal(empty, "_");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(everything_written_is_read_back),
		cmocka_unit_test(units_in_column_names_are_heeded_and_other_columns_skipped),
		cmocka_unit_test(alarm_marks_stand_between_scans),
		cmocka_unit_test(text_that_is_not_a_recording_is_refused_with_line_and_reason),
		cmocka_unit_test(bad_lines_are_refused_with_line_and_reason),
		cmocka_unit_test(a_line_cut_off_while_being_written_does_not_count),
		cmocka_unit_test(a_file_larger_than_the_reader_s_memory_is_read_whole),
		cmocka_unit_test(a_constant_load_has_the_energy_of_a_constant_load),
		cmocka_unit_test(a_ramp_of_current_has_the_area_of_a_triangle),
		cmocka_unit_test(negative_currents_take_energy_away),
		cmocka_unit_test(unknown_values_count_for_nothing),
		cmocka_unit_test(percentiles_are_within_a_256th),
		cmocka_unit_test(small_values_have_exact_percentiles_and_huge_ones_do_not_break),
		cmocka_unit_test(the_envelope_keeps_every_peak_however_long_the_recording),
		cmocka_unit_test(a_replay_script_says_what_was_recorded),
		cmocka_unit_test(a_looped_replay_starts_again),
		cmocka_unit_test(a_script_the_board_would_refuse_is_not_made),
		cmocka_unit_test(names_cannot_break_the_columns),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
