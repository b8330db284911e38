// SPDX-License-Identifier: GPL-2.0-only
/*
 * railglow record: rails, scan by scan, into a file, and their figures at the end. run() opens
 * all that a recording takes, records (tools/recording/record.c), reports and closes.
 */
#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/port.h"
#include "tools/cli/cli.h"
#include "tools/cli/clock.h"
#include "tools/cli/command_table.h"
#include "tools/cli/lazy_iio.h"
#include "tools/cli/quantity.h"
#include "tools/cli/stop.h"
#include "tools/rails/select.h"
#include "tools/recording/record.h"
#include "tools/recording/summary.h"

#define NAMES_MAX 64
#define RATE_MAX_HZ 100000
#define DURATION_MIN_S 0.001
#define DURATION_MAX_S 1000000000

static bool has_values(const struct statistics *statistics)
{
	for (u32 i = 0; i < statistics->count; i++) {
		if (statistics->rails[i].uv.total || statistics->rails[i].ua.total)
			return true;
	}
	return false;
}

/* A status for how the recording ended, after a sentence if that was not its end. */
static enum tool_status judge_end(const struct record *record, int err)
{
	char gone[RAILS_GONE];

	if (err == -ENODEV)
		return cli_fail(TOOL_ABSENT, "%s; complete scans are written",
				rails_gone(&record->rails, gone));
	if (err == -EPIPE)
		return TOOL_FAILED;
	if (err)
		return cli_fail(TOOL_FAILED, "%s: %s; complete scans are kept",
				record->to_file ? record->path : "standard output", strerror(-err));
	if (!has_values(&record->statistics) && record->duration_s * record->settings.rate_hz >= 2)
		return cli_fail(TOOL_FAILED, "no value could be read; are the rails on? "
					     "Then check the chip and its bus");
	return TOOL_OK;
}

static void print_figures(const struct record *record)
{
	u64 dropped = record_pace_dropped(&record->pace);

	if (stop_terminal_gone(record->to_file ? STDOUT_FILENO : STDERR_FILENO))
		return;
	if (record->json)
		record_summary_json(&record->statistics, record->named, dropped);
	else
		record_summary_text(&record->statistics, record->named, dropped,
				    record->to_file ? stdout : stderr);
}

static enum tool_status read_options(const struct cli *cli, struct record *record)
{
	const char *rate = cli_value(cli, "rate");

	record->path = cli_value(cli, "output");
	record->to_file = record->path && strcmp(record->path, "-") != 0;
	record->json = cli_flag(cli, "json");
	record->end_ns = U64_MAX;
	record->show_progress = isatty(STDERR_FILENO) &&
				(record->to_file || !isatty(STDOUT_FILENO));
	if (rate && (quantity_parse(rate, "Hz", &record->rate_hz) || !(record->rate_hz > 0) ||
		     record->rate_hz > RATE_MAX_HZ))
		return cli_fail(TOOL_USAGE, "--rate: \"%s\" is not a rate such as 100Hz", rate);
	if (record->json && !record->to_file)
		return cli_fail(TOOL_USAGE, "--json is for the figures at the end; give --output");
	return cli_seconds(cli, "duration", DURATION_MIN_S, DURATION_MAX_S, &record->duration_s);
}

/* Keeps the rails that "a,b" names, all of them for NULL. */
static enum tool_status keep_named(struct rails *rails, const char *list)
{
	char *copy = strdup(list ? list : "");
	char *names[NAMES_MAX];
	char *rest = copy, *name;
	enum tool_status status;
	int count = 0;

	if (!copy)
		return cli_fail(TOOL_FAILED, "there is not enough memory");
	while ((name = strsep(&rest, ",")) && count < NAMES_MAX) {
		if (*name)
			names[count++] = name;
	}
	status = count || !list ? rails_keep(rails, names, count)
				: cli_fail(TOOL_USAGE, "--rails: \"%s\" names no rail", list);
	free(copy);
	return status;
}

static enum tool_status choose_rails(const struct cli *cli, struct record *record)
{
	enum tool_status status = rails_need(&record->rails);

	if (!status)
		status = keep_named(&record->rails, cli_value(cli, "rails"));
	if (!status && record->rails.count > RECORDING_RAILS_MAX)
		return cli_fail(TOOL_USAGE, "a recording holds %d rails; name them with --rails",
				RECORDING_RAILS_MAX);
	return status;
}

static enum tool_status watch_alarms(const struct cli *cli, struct record *record)
{
	int err = alarm_watch_open(&record->alarms, &record->rails);
	bool told = false;

	(void)cli;
	if (!err)
		alarm_watch_warn(&record->alarms, &told);
	if (!err)
		err = alarm_watch_look(&record->alarms, clock_now_ns(), record_alarm, record);
	if (err && err != -EOPNOTSUPP)
		return cli_fail(err == -ENODEV ? TOOL_ABSENT : TOOL_FAILED, "alarms: %s",
				strerror(-err));
	return TOOL_OK;
}

static enum tool_status prepare_statistics(const struct cli *cli, struct record *record)
{
	(void)cli;
	if (statistics_begin(&record->statistics, record->rails.count))
		return cli_fail(TOOL_FAILED, "there is not enough memory");
	return TOOL_OK;
}

/* Labels that differ only in bytes a recording cannot hold become one; the rail's number tells. */
static void name_rail(struct record *record, u32 i)
{
	const struct rail *rail = &record->rails.rails[i];
	char *name = record->named[i].name;

	static_assert(RECORDING_NAME >= RAIL_CALLED, "a recording holds any rail's name");
	rails_call(&record->rails, rail, name);
	recording_clean_name(name);
	for (u32 j = 0; j < i; j++) {
		if (!strcmp(record->named[j].name, name))
			snprintf(name, RECORDING_NAME, "%s/%u", rail->chip, rail->number);
	}
}

static double limit_of(const struct rail *rail, enum rail_value limit)
{
	return rails_limit_is_off(rail->value[limit]) ? NAN : rail->value[limit];
}

static void describe_rails(struct record *record)
{
	for (u32 i = 0; i < record->rails.count; i++) {
		const struct rail *rail = &record->rails.rails[i];

		record->named[i] = (struct recording_rail){
			.shunt_ohm = record->settings.shunt_ohm[i],
			.warning_a = limit_of(rail, RAIL_WARNING_A),
			.critical_a = limit_of(rail, RAIL_CRITICAL_A),
		};
		name_rail(record, i);
	}
}

/* A driver that captures also reports alarms; looking at them would only be in its way. */
static void trust_reported_alarms(struct alarm_watch *alarms)
{
	alarms->marks_only = true;
	alarms->every_ns = U64_MAX;
	alarms->next_ns = U64_MAX;
}

static void note_rate(const struct record *record)
{
	const struct capture_settings *settings = &record->settings;

	if (settings->rate_hz > 0 && record->rate_hz > settings->rate_hz * PACE_SAME_RATE)
		cli_note("--rate %.6g is more than there is: %.6g scans come per second",
			 record->rate_hz, settings->rate_hz);
}

/* Limits are read before the capture starts, which reading them would disturb. */
static enum tool_status start_capture(const struct cli *cli, struct record *record)
{
	const struct capture_settings *settings = &record->settings;
	int err;

	(void)cli;
	for (u32 i = 0; i < record->rails.count; i++)
		rails_read(&record->rails.rails[i], RAILS_LIMITS);
	err = capture_open(&record->capture, &record->rails, record->rate_hz, &record->settings);
	if (err)
		return cli_fail(err == -ENODEV ? TOOL_ABSENT : TOOL_FAILED,
				"capture could not be started: %s%s", strerror(-err),
				err == -EBUSY	 ? "; another program captures from this chip"
				: err == -EACCES ? "; try sudo"
						 : "");
	if (settings->buffered)
		trust_reported_alarms(&record->alarms);
	record->pace = record_pace_new(settings->rate_hz, settings->buffered, record->rate_hz);
	describe_rails(record);
	note_rate(record);
	return TOOL_OK;
}

static enum tool_status create_output(const struct cli *cli, struct record *record)
{
	int err = record_out_open(&record->out, record->path);

	(void)cli;
	if (err)
		return cli_fail(TOOL_FAILED, "%s: %s", record->path, strerror(-err));
	if (record->settings.no_library)
		cli_note("reads hwmon, which is slower than %s; install %s", LAZY_IIO_LIBRARY,
			 LAZY_IIO_PACKAGE);
	return TOOL_OK;
}

/* Opens in this order, so that a recording that cannot begin leaves the file as it was. */
static enum tool_status open_all(const struct cli *cli, struct record *record)
{
	static enum tool_status (*const steps[])(const struct cli *cli, struct record *record) = {
		read_options,	    choose_rails,  watch_alarms,
		prepare_statistics, start_capture, create_output,
	};
	enum tool_status status = TOOL_OK;

	for (size_t i = 0; !status && i < ARRAY_SIZE(steps); i++)
		status = steps[i](cli, record);
	return status;
}

/* Closes what open_all() opened, however far it came. */
static void close_all(struct record *record)
{
	if (record->capture)
		capture_close(record->capture);
	statistics_end(&record->statistics);
	alarm_watch_close(&record->alarms);
	rails_close(&record->rails);
}

static enum tool_status run(const struct cli *cli)
{
	struct record *record = calloc(1, sizeof(*record));
	enum tool_status status;

	if (!record)
		return cli_fail(TOOL_FAILED, "there is not enough memory");
	status = open_all(cli, record);
	if (!status) {
		status = judge_end(record, record_run(record));
		print_figures(record);
	}
	close_all(record);
	free(record);
	return status;
}

static const struct cli_option options[] = {
	{ 'o', "output", "FILE", "write to this file (standard output)", "@file" },
	{ 'd', "duration", "TIME", "stop after that time (when interrupted)", NULL },
	{ 'R', "rate", "HZ", "keep this many scans per second (all)", NULL },
	{ 'r', "rails", "NAMES", "only these rails, names between commas (all)", "@rail" },
	{ 0 },
};

const struct cli_command cmd_record = {
	.name = "record",
	.operands = "",
	.summary = "record rails scan by scan",
	.description =
		"Records every scan of a chip into a text file that plot, replay and any\n"
		"spreadsheet read, and prints energy, charge, extremes, means and percentiles at\n"
		"the end (percentiles within 1/256 of the true value). Stops when interrupted,\n"
		"after --duration, when the disk is full or when the chip vanishes; all complete\n"
		"scans are written in each case.\n"
		"\n"
		"Where the driver captures through IIO, scans come at the chip's own rate, and\n"
		"--rate keeps the one nearest to each moment of that rate. Otherwise hwmon is\n"
		"read, ten times per second without --rate; so are the rails of several chips.\n",
	.examples = "  railglow record --duration 10s --output boot.csv\n"
		    "  railglow record --rails VDD_CPU,VDD_SOC | gzip >night.csv.gz",
	.options = options,
	.json = true,
	.run = run,
};
