// SPDX-License-Identifier: GPL-2.0-only
/* Words for people about recordings, patterns and pictures: as wide as a terminal, and true. */
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/unit/test.h"
#include "tools/cli/cli.h"
#include "tools/cli/text.h"
#include "tools/led/pattern.h"
#include "tools/led/pattern_library.h"
#include "tools/led/pattern_source.h"
#include "tools/led/simulate.h"
#include "tools/led/trace.h"
#include "tools/picture/chart.h"
#include "tools/picture/envelope.h"
#include "tools/picture/picture.h"
#include "tools/picture/plot.h"
#include "tools/rails/rails.h"
#include "tools/rails/select.h"
#include "tools/recording/recording.h"
#include "tools/recording/statistics.h"
#include "tools/recording/summary.h"

#define COLUMNS 80
#define CHART_ROWS 8
#define BLOCK "█"

static char *printed;
static size_t printed_len;

static FILE *begin_print(void)
{
	free(printed);
	printed = NULL;
	return open_memstream(&printed, &printed_len);
}

static int end_print(void **state)
{
	(void)state;
	free(printed);
	printed = NULL;
	return 0;
}

/* Greatest width of what was printed. */
static int widest(void)
{
	int most = 0;

	for (char *rest = printed, *line; (line = strsep(&rest, "\n"));)
		most = most > text_columns(line) ? most : text_columns(line);
	return most;
}

CASE(the_figures_of_a_recording_fit_80_columns)
{
	const struct recording_rail rails[] = { { .name = "VDD" } };
	struct recording_scan scan = { .uv[0] = -5064000, .ua[0] = -984800 };
	struct statistics statistics;
	FILE *out = begin_print();

	assert_int_equal(statistics_begin(&statistics, 1), 0);
	for (int i = 0; i < 10; i++) {
		scan.time_us = i * 1000000LL;
		statistics_add(&statistics, &scan);
	}
	record_summary_text(&statistics, rails, 3, out);
	fclose(out);
	statistics_end(&statistics);
	assert_non_null(strstr(printed, "10 scans in 9.000 s, 3 dropped\n"));
	assert_non_null(strstr(printed, "-984.8 mA"));
	assert_in_range(widest(), 60, COLUMNS - 1);
}

static void chart_of(const char *source, int max, unsigned int columns)
{
	struct led_simulation how = {
		.brightness_max = (u32)max,
		.timing = player_timing_normal,
		.repeat = PLAYER_REPEAT_FOREVER,
	};
	struct chart chart = { .title = source, .brightness_max = (u32)max };
	struct pattern pattern;
	char reason[PATTERN_REASON];
	struct led_trace trace;
	FILE *out = begin_print();

	assert_int_equal(pattern_source_load(&pattern, source, (u32)max, reason), 0);
	how.length_ns = 2 * pattern.period_ns;
	assert_int_equal(led_simulate(&trace, &pattern, &how), 0);
	chart.trace = &trace;
	chart.pattern = &pattern;
	chart.length_ns = how.length_ns;
	chart_text(&chart, columns, out);
	fclose(out);
	led_trace_free(&trace);
	pattern_free(&pattern);
}

/* A row of the chart, the top one first, from behind the axis on. */
static const char *chart_row(int row)
{
	const char *text = printed;

	for (int i = 0; i <= row; i++)
		text = strchr(text, '\n') + 1;
	return strstr(text, "│") + strlen("│");
}

/* How often a row begins to be filled. */
static int pulses(int row)
{
	const char *text = chart_row(row);
	bool filled = false;
	int count = 0;

	while (*text != '\n') {
		bool now = !strncmp(text, BLOCK, strlen(BLOCK));

		count += now && !filled;
		filled = now;
		text += now ? strlen(BLOCK) : 1;
	}
	return count;
}

static bool has_ramps(void)
{
	return strstr(printed, "▁") || strstr(printed, "▂") || strstr(printed, "▃") ||
	       strstr(printed, "▄") || strstr(printed, "▅") || strstr(printed, "▆") ||
	       strstr(printed, "▇");
}

CASE(a_preview_of_two_levels_has_no_ramps)
{
	static const char *const sources[] = { "morse:SOS", "0 500 0 0 255 500 255 0",
					       "255 30 255 0 0 970 0 0", "morse:PARIS" };

	for (size_t i = 0; i < ARRAY_SIZE(sources); i++) {
		for (unsigned int columns = 40; columns <= 132; columns += 23) {
			chart_of(sources[i], 255, columns);
			assert_false(has_ramps());
			assert_int_equal(pulses(0), pulses(CHART_ROWS - 1));
		}
	}
}

CASE(each_sign_of_a_preview_is_seen_however_short)
{
	/* Three short, three long, three short; twice. */
	chart_of("morse:SOS", 255, 80);
	assert_int_equal(pulses(0), 18);
	/* A flash of 30 ms in a second takes a quarter of a column. */
	chart_of("255 30 255 0 0 4970 0 0", 255, 80);
	assert_int_equal(pulses(0), 2);
	/* So does a gap. */
	chart_of("0 30 0 0 255 4970 255 0", 255, 80);
	assert_int_equal(pulses(0), 2);
}

CASE(a_preview_of_a_ramp_is_one)
{
	chart_of("0 1000 255 1000", 255, 80);
	assert_true(has_ramps());
	assert_true(pulses(0) == 2 || pulses(0) == 3);
}

CASE(a_plot_of_nothing_reaches_from_nothing_to_one)
{
	for (int i = 0; i < ENVELOPE_QUANTITIES; i++) {
		double low = 0, high = 0;

		plot_widen(i, &low, &high);
		assert_true(low == 0 && high == 1);
	}
}

CASE(noise_of_the_last_bit_does_not_fill_a_plot)
{
	double low = 1.096, high = 1.104;

	plot_widen(ENVELOPE_VOLTS, &low, &high);
	assert_true(fabs(low - 1.05) < .000000001 && fabs(high - 1.15) < .000000001);
	low = 1.0;
	high = 1.008;
	plot_widen(ENVELOPE_AMPERES, &low, &high);
	assert_true(fabs(high - low - 0.0504) < .000000001);
	low = -2;
	high = 5;
	plot_widen(ENVELOPE_WATTS, &low, &high);
	assert_true(low == -2 && high == 5);
}

CASE(a_small_current_still_fills_a_plot)
{
	double low = 0.0001, high = 0.0004;

	plot_widen(ENVELOPE_AMPERES, &low, &high);
	assert_true(low == 0.0001 && high == 0.0004);
}

CASE(a_missing_library_is_named_with_its_package)
{
	assert_non_null(strstr(picture_reason(-ELIBACC), "install libcairo2"));
	assert_string_equal(picture_reason(-ENOSPC), strerror(ENOSPC));
}

static void make_folders(char *path)
{
	for (char *slash = path; (slash = strchr(slash, '/')); slash++) {
		*slash = '\0';
		(void)mkdir(path, 0755);
		*slash = '/';
	}
	(void)mkdir(path, 0755);
}

/* A tree with the program in build/host, and a prefix with it in bin. */
CASE(patterns_are_found_from_a_build_tree_and_from_a_prefix)
{
	char scratch[64] = "build/host/test-words.XXXXXX";
	char path[256], program[256], command[128];

	assert_non_null(mkdtemp(scratch));
	snprintf(program, sizeof(program), "%s/tree/build/host/railglow", scratch);
	assert_false(pattern_library_beside(program, path, sizeof(path)));
	snprintf(path, sizeof(path), "%s/tree/share/patterns", scratch);
	make_folders(path);
	assert_true(pattern_library_beside(program, path, sizeof(path)));
	assert_non_null(strstr(path, "/tree/share/patterns"));

	snprintf(program, sizeof(program), "%s/usr/bin/railglow", scratch);
	assert_false(pattern_library_beside(program, path, sizeof(path)));
	snprintf(path, sizeof(path), "%s/usr/share/railglow/patterns", scratch);
	make_folders(path);
	assert_true(pattern_library_beside(program, path, sizeof(path)));
	assert_non_null(strstr(path, "/usr/share/railglow/patterns"));
	assert_false(pattern_library_beside("railglow", path, sizeof(path)));
	snprintf(command, sizeof(command), "rm -rf '%s'", scratch);
	assert_int_equal(system(command), 0);
}

/* Messages on standard error while rails are chosen by name. */
static enum tool_status keep(struct rails *rails, char **names, int count, char said[512])
{
	int err = dup(STDERR_FILENO);
	FILE *file = tmpfile();
	enum tool_status status;

	fflush(stderr);
	dup2(fileno(file), STDERR_FILENO);
	status = rails_keep(rails, names, count);
	fflush(stderr);
	dup2(err, STDERR_FILENO);
	close(err);
	rewind(file);
	said[fread(said, 1, 511, file)] = '\0';
	fclose(file);
	return status;
}

CASE(each_rail_that_is_not_there_is_named)
{
	char first[] = "NOPE", second[] = "VDD", third[] = "NADA";
	char *names[3];
	struct rails rails = { .rails = calloc(1, sizeof(struct rail)), .count = 1 };
	char said[512];

	names[0] = first;
	names[1] = second;
	names[2] = third;
	snprintf(rails.rails[0].label, sizeof(rails.rails[0].label), "VDD");
	assert_int_equal(keep(&rails, names, 3, said), TOOL_ABSENT);
	assert_non_null(strstr(said, "\"NOPE\""));
	assert_non_null(strstr(said, "\"NADA\""));
	assert_null(strstr(said, "no rail \"VDD\""));
	free(rails.rails);
}

static struct rails rails_of(u32 count)
{
	struct rails rails = { .rails = calloc(count, sizeof(struct rail)), .count = count };

	for (u32 i = 0; i < count; i++) {
		snprintf(rails.rails[i].label, sizeof(rails.rails[i].label), "VDD_RAIL_%u", i);
		snprintf(rails.rails[i].chip, sizeof(rails.rails[i].chip), "ina3221-i2c-%u-40",
			 i / 3);
		rails.rails[i].number = i % 3 + 1;
	}
	return rails;
}

CASE(rails_that_there_are_are_named_as_far_as_there_is_room)
{
	char nope[] = "NOPE";
	char *names[1];
	struct rails rails = rails_of(1);
	char said[512];

	names[0] = nope;
	(void)keep(&rails, names, 1, said);
	assert_non_null(strstr(said, "\"NOPE\"; there is VDD_RAIL_0\n"));
	free(rails.rails);
	rails = rails_of(3);
	(void)keep(&rails, names, 1, said);
	assert_non_null(strstr(said, "; there are VDD_RAIL_0, VDD_RAIL_1, VDD_RAIL_2\n"));
	free(rails.rails);
	rails = rails_of(64);
	(void)keep(&rails, names, 1, said);
	assert_non_null(strstr(said, "; there are VDD_RAIL_0, VDD_RAIL_1, "));
	assert_non_null(strstr(said, " more, which \"railglow rails --names\" lists\n"));
	free(rails.rails);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_figures_of_a_recording_fit_80_columns),
		cmocka_unit_test(a_preview_of_two_levels_has_no_ramps),
		cmocka_unit_test(each_sign_of_a_preview_is_seen_however_short),
		cmocka_unit_test(a_preview_of_a_ramp_is_one),
		cmocka_unit_test(a_plot_of_nothing_reaches_from_nothing_to_one),
		cmocka_unit_test(noise_of_the_last_bit_does_not_fill_a_plot),
		cmocka_unit_test(a_small_current_still_fills_a_plot),
		cmocka_unit_test(a_missing_library_is_named_with_its_package),
		cmocka_unit_test(patterns_are_found_from_a_build_tree_and_from_a_prefix),
		cmocka_unit_test(each_rail_that_is_not_there_is_named),
		cmocka_unit_test(rails_that_there_are_are_named_as_far_as_there_is_room),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, end_print);
}
