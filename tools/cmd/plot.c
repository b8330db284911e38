// SPDX-License-Identifier: GPL-2.0-only
/*
 * railglow plot: a recording as a picture, drawn by tools/picture/plot.c. The option --rails is
 * taken apart in tools/recording/file_operand.c.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "core/port.h"
#include "tools/cli/cli.h"
#include "tools/cli/command_table.h"
#include "tools/picture/envelope.h"
#include "tools/picture/picture.h"
#include "tools/picture/plot.h"
#include "tools/recording/file_operand.h"
#include "tools/recording/recording.h"

/** struct marks - alarm marks met so far */
struct marks {
	struct recording_alarm *alarms;
	u32 count;
	u64 lost;
};

static int keep_mark(struct marks *marks, const struct recording_alarm *alarm)
{
	if (!marks->alarms)
		marks->alarms = calloc(PLOT_ALARMS_MAX, sizeof(*marks->alarms));
	if (!marks->alarms)
		return -ENOMEM;
	if (marks->count == PLOT_ALARMS_MAX)
		marks->lost++;
	else
		marks->alarms[marks->count++] = *alarm;
	return 0;
}

static enum tool_status read_all(struct recording *recording, const char *path,
				 struct envelope *envelope, struct marks *marks)
{
	for (;;) {
		switch (recording_next(recording)) {
		case RECORDING_SCAN:
			envelope_add(envelope, &recording->scan);
			break;
		case RECORDING_ALARM:
			if (keep_mark(marks, &recording->alarm))
				return cli_fail(TOOL_FAILED, "there is not enough memory");
			break;
		case RECORDING_BAD:
			return recording_file_bad(recording, path);
		case RECORDING_END:
			if (envelope_used(envelope))
				return TOOL_OK;
			return cli_fail(TOOL_FAILED, "%s: holds no scan to draw", path);
		}
	}
}

/* recording.csv becomes recording.svg beside it. */
static void default_output(char *output, size_t size, const char *path)
{
	const char *name = strcmp(path, "-") ? path : "recording";
	const char *slash = strrchr(name, '/');
	const char *dot = strrchr(name, '.');
	size_t len = dot && (!slash || dot > slash + 1) && dot > name ? (size_t)(dot - name)
								      : strlen(name);

	snprintf(output, size, "%.*s.svg", (int)len, name);
}

/* The moment that the description calls time 0; empty if it says none. */
static void start_text(const struct recording *recording, char *text, size_t size)
{
	const char *clock = recording_note(recording, "clock");
	const char *at = clock ? strstr(clock, "started at ") : NULL;
	time_t start = at ? (time_t)strtoll(at + strlen("started at "), NULL, 10) : 0;
	struct tm date;

	text[0] = '\0';
	if (start > 0 && gmtime_r(&start, &date) &&
	    !strftime(text, size, ", from %Y-%m-%d %H:%M:%S UTC", &date))
		text[0] = '\0';
}

static enum tool_status write_picture(const struct recording *recording, struct plot *plot,
				      const char *output)
{
	const char *chip = recording_note(recording, "chip");
	char start[64];
	int err;

	start_text(recording, start, sizeof(start));
	snprintf(plot->title, sizeof(plot->title), "%s%s", chip ? chip : "recording", start);
	err = plot_draw(plot, output);
	if (err)
		return cli_fail(TOOL_FAILED, "%s: %s", output, picture_reason(err));
	return TOOL_OK;
}

/* Is that the very file that is being read? */
static bool is_same_file(FILE *file, const char *path)
{
	struct stat read, written;

	return !fstat(fileno(file), &read) && !stat(path, &written) && S_ISREG(read.st_mode) &&
	       read.st_dev == written.st_dev && read.st_ino == written.st_ino;
}

static enum tool_status plot_recording(const struct cli *cli, struct recording *recording)
{
	const char *path = cli->operands[0];
	const char *output = cli_value(cli, "output");
	struct marks marks = { 0 };
	struct envelope envelope;
	struct plot plot = { .rails = recording->rails, .envelope = &envelope };
	char beside[4096];
	enum tool_status status =
		recording_file_select(recording, cli_value(cli, "rails"), plot.shown);

	if (status)
		return status;
	default_output(beside, sizeof(beside), path);
	output = output ? output : beside;
	if (is_same_file(recording->file, output))
		return cli_fail(TOOL_USAGE, "%s is the recording itself; name another --output",
				output);
	if (envelope_begin(&envelope, recording->rail_count))
		return cli_fail(TOOL_FAILED, "there is not enough memory");
	status = read_all(recording, path, &envelope, &marks);
	plot.alarms = marks.alarms;
	plot.alarm_count = marks.count;
	if (!status)
		status = write_picture(recording, &plot, output);
	/* A name from the command line need not be told. */
	if (!status && output == beside)
		cli_note("wrote %s", output);
	if (!status && marks.lost)
		cli_note("only the first %d alarms are marked", PLOT_ALARMS_MAX);
	envelope_end(&envelope);
	free(marks.alarms);
	return status;
}

static enum tool_status run_plot(const struct cli *cli)
{
	const char *output = cli_value(cli, "output");
	struct recording recording;
	enum tool_status status;

	if (output && !picture_suffix_known(output))
		return cli_fail(TOOL_USAGE, "--output: name it .svg or .png, not \"%s\"", output);
	status = recording_file_open(&recording, cli->operands[0]);
	if (!status)
		status = plot_recording(cli, &recording);
	recording_file_close(&recording);
	return status;
}

static const struct cli_option options[] = {
	{ 'o', "output", "FILE", "an .svg or .png file (beside the recording, .svg)", "@file" },
	{ 'r', "rails", "NAMES", "only these rails, names between commas (all)", "@rail" },
	{ 0 },
};

static const char *const words[] = { "@file", NULL };

const struct cli_command cmd_plot = {
	.name = "plot",
	.operands = "FILE",
	.operands_min = 1,
	.operands_max = 1,
	.words = words,
	.summary = "draw a recording: volts, amperes, watts over time",
	.description =
		"Draws each rail of a recording in three panels over a common time axis, with the\n"
		"limits that were set and a mark for each alarm. Where there are more scans than\n"
		"pixels, the area between least and greatest value is shaded and the line is the\n"
		"mean. Reads any length in bounded memory; FILE may be - for standard input.\n",
	.examples = "  railglow plot boot.csv\n  railglow plot -o boot.png -r VDD_CPU boot.csv",
	.options = options,
	.run = run_plot,
};
