// SPDX-License-Identifier: GPL-2.0-only
/*
 * railglow led preview: the looks of a pattern, without any LED: played by tools/led/simulate.c,
 * drawn by tools/picture/chart_text.c or chart_picture.c. The distance from the exact waveform is
 * measured in tools/led/trace.c; names of the library are printed in tools/led/shared_options.c.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "core/port.h"
#include "tools/cli/cli.h"
#include "tools/cli/command_table.h"
#include "tools/cli/json_print.h"
#include "tools/cli/quantity.h"
#include "tools/cli/terminal.h"
#include "tools/led/pattern.h"
#include "tools/led/pattern_source.h"
#include "tools/led/shared_options.h"
#include "tools/led/simulate.h"
#include "tools/led/trace.h"
#include "tools/picture/chart.h"
#include "tools/picture/picture.h"

#define BRIGHTNESS_DEFAULT 255
#define PERIODS_MAX 1000

/** struct preview - everything about one run */
struct preview {
	const char *source;
	struct pattern pattern;
	struct led_simulation how;
	struct led_trace trace;
};

static enum tool_status read_interval(const struct cli *cli, struct player_timing *timing)
{
	const char *text = cli_value(cli, "interval");
	u64 ms;

	*timing = cli_flag(cli, "hr") ? player_timing_fine : player_timing_normal;
	if (!text)
		return TOOL_OK;
	if (cli_flag(cli, "hr"))
		return cli_fail(TOOL_USAGE, "--hr and --interval contradict; give one of them");
	if (number_parse(text, 1, 60000, &ms))
		return cli_fail(TOOL_USAGE, "--interval: \"%s\" is not 1 to 60000 ms", text);
	timing->interval_ns = ms * RG_NS_PER_MS;
	return TOOL_OK;
}

static enum tool_status read_options(const struct cli *cli, struct preview *preview, u64 *periods)
{
	const char *max = cli_value(cli, "max");
	const char *count = cli_value(cli, "periods");
	enum tool_status status;
	u64 number = BRIGHTNESS_DEFAULT;

	if (max && number_parse(max, 1, S32_MAX, &number))
		return cli_fail(TOOL_USAGE, "--max: \"%s\" is not a number from 1 to %d", max,
				S32_MAX);
	preview->how.brightness_max = (u32)number;
	*periods = 2;
	if (count && number_parse(count, 1, PERIODS_MAX, periods))
		return cli_fail(TOOL_USAGE, "--periods: \"%s\" is not a number from 1 to %d", count,
				PERIODS_MAX);
	status = read_interval(cli, &preview->how.timing);
	if (!status)
		status = led_option_curve(cli, &preview->how.curve);
	if (!status)
		status = led_option_repeat(cli, &preview->how.repeat);
	return status;
}

static double per_second(const struct preview *preview)
{
	return (double)(preview->trace.count - 1) * RG_NS_PER_S / (double)preview->how.length_ns;
}

static struct json_object *changes_json(const struct led_trace *trace)
{
	struct json_object *changes = json_object_new_array();

	for (size_t i = 0; i < trace->count; i++) {
		struct json_object *change = json_object_new_object();

		double ms = (double)trace->changes[i].time_ns / RG_NS_PER_MS;

		json_object_object_add(change, "time_ms", json_number(ms));
		json_object_object_add(change, "level",
				       json_object_new_int64(trace->changes[i].level));
		json_object_array_add(changes, change);
	}
	return changes;
}

static void print_preview_json(const struct preview *preview)
{
	struct json_object *top = json_object_new_object();
	const struct led_simulation *how = &preview->how;

	json_object_object_add(top, "pattern", json_text(preview->source));
	json_object_object_add(top, "period_ms",
			       json_number((double)preview->pattern.period_ns / RG_NS_PER_MS));
	json_object_object_add(top, "brightness_max", json_object_new_int64(how->brightness_max));
	json_object_object_add(top, "interval_ms",
			       json_number((double)how->timing.interval_ns / RG_NS_PER_MS));
	json_object_object_add(top, "levels_used",
			       json_object_new_int64((int64_t)led_levels_used(&preview->trace)));
	json_object_object_add(top, "updates_per_second", json_number(per_second(preview)));
	json_object_object_add(top, "level_error",
			       json_number(led_trace_level_error(&preview->trace, &preview->pattern,
								 how->length_ns)));
	json_object_object_add(top, "changes", changes_json(&preview->trace));
	json_print(top);
}

static void print_text(const struct preview *preview, const struct chart *chart)
{
	char period[QUANTITY_TEXT];

	chart_text(chart, terminal_columns(), stdout);
	printf("period      %s\n",
	       quantity_format(period, (double)preview->pattern.period_ns / RG_NS_PER_S, "s", 6));
	printf("levels      %zu of %zu are shown\n", led_levels_used(&preview->trace),
	       (size_t)preview->how.brightness_max + 1);
	printf("updates     %.2f per second\n", per_second(preview));
	printf("distance    %.3f levels from the exact waveform on average\n",
	       led_trace_level_error(&preview->trace, &preview->pattern, preview->how.length_ns));
}

static enum tool_status show_preview(const struct cli *cli, const struct preview *preview)
{
	const char *path = cli_value(cli, "output");
	const struct chart chart = {
		.title = preview->source,
		.source = "shown",
		.trace = &preview->trace,
		.pattern = &preview->pattern,
		.brightness_max = preview->how.brightness_max,
		.length_ns = preview->how.length_ns,
	};
	int err = path ? chart_picture(&chart, path) : 0;

	if (err)
		return cli_fail(TOOL_FAILED, "%s: %s", path, picture_reason(err));
	if (cli_flag(cli, "json"))
		print_preview_json(preview);
	else
		print_text(preview, &chart);
	return TOOL_OK;
}

static enum tool_status preview_pattern(const struct cli *cli, struct preview *preview, u64 periods)
{
	enum tool_status status;
	int err;

	preview->pattern.curve = preview->how.curve;
	preview->pattern.brightness_max = preview->how.brightness_max;
	if (check_mul_overflow(preview->pattern.period_ns, periods, &preview->how.length_ns))
		return cli_fail(TOOL_USAGE, "the preview is too long; ask for fewer --periods");
	err = led_simulate(&preview->trace, &preview->pattern, &preview->how);
	if (err)
		return cli_fail(err == -E2BIG ? TOOL_USAGE : TOOL_FAILED,
				err == -E2BIG ? "that is too long to draw; ask for fewer --periods"
					      : "there is not enough memory to draw that");
	status = show_preview(cli, preview);
	led_trace_free(&preview->trace);
	return status;
}

static enum tool_status run_preview(const struct cli *cli)
{
	const char *path = cli_value(cli, "output");
	struct preview preview = { 0 };
	char reason[PATTERN_REASON];
	enum tool_status status;
	u64 periods = 0;
	int err;

	if (cli_flag(cli, "names") && (cli_flag(cli, "json") || cli->operand_count))
		return cli_fail(TOOL_USAGE, "--names cannot be combined with PATTERN or --json");
	if (cli_flag(cli, "names"))
		return led_print_names();
	if (cli->operand_count < 1)
		return cli_fail(TOOL_USAGE, "needs PATTERN; try --help");
	status = led_one_pattern(cli, 0);
	if (status)
		return status;
	if (cli->operand_count > 1)
		return cli_fail(TOOL_USAGE, "\"%s\" is one word too many; try --help",
				cli->operands[1]);
	if (path && !picture_suffix_known(path))
		return cli_fail(TOOL_USAGE, "--output: name it .svg or .png, not \"%s\"", path);
	status = read_options(cli, &preview, &periods);
	if (status)
		return status;
	preview.source = cli->operands[0];
	err = pattern_source_load(&preview.pattern, preview.source, preview.how.brightness_max,
				  reason);
	if (err)
		return cli_fail(err == -EINVAL	 ? TOOL_USAGE
				: err == -ENOENT ? TOOL_ABSENT
						 : TOOL_FAILED,
				"%s", reason);
	status = preview_pattern(cli, &preview, periods);
	pattern_free(&preview.pattern);
	return status;
}

static const struct cli_option options[] = {
	{ 'm', "max", "N", "the LED's max_brightness (255)", NULL },
	{ 'i', "interval", "MS", "least time between two updates in a ramp (50)", NULL },
	{ 'r', "hr", NULL, "as hr_pattern plays it: at most one update per 16 ms", NULL },
	{ 'c', "curve", "CURVE", "linear or perceptual ramps (linear)", "linear perceptual" },
	{ 'R', "repeat", "N", "play N times and stop, -1 for ever (-1)", "1 2 3 -1" },
	{ 'n', "periods", "N", "how many periods to draw (2)", NULL },
	{ 'o', "output", "FILE", "also draw it into an .svg or .png file", "@file" },
	{ 'N', "names", NULL, "only list the patterns of the library", NULL },
	{ 0 },
};

static const char *const words[] = { "@pattern", NULL };

const struct cli_command cmd_led_preview = {
	.name = "led preview",
	.operands = "PATTERN",
	.operands_min = 0,
	.operands_max = 64,
	.words = words,
	.summary = "draw how a pattern will look on a given LED",
	.description =
		"Draws the waveform of PATTERN in the terminal, as an LED with the given number\n"
		"of levels will really show it at the given rate of updates.\n"
		"\n"
		"PATTERN is tuple text (level and milliseconds in turn, \"0 500 255 500\"; a level\n"
		"may be a percentage of the maximum, \"50%\"), a file with such text, the name of a\n"
		"pattern in the library, or Morse text, \"morse:SOS\".\n",
	.examples = "  railglow led preview breathe\n"
		    "  railglow led preview --max 15 --output ramp.svg \"0 1000 100% 1000\"",
	.options = options,
	.json = true,
	.run = run_preview,
};
