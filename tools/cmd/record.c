// SPDX-License-Identifier: GPL-2.0-only
/*
 * railglow record: rails, scan by scan, into a file, and their figures at the end. run() opens
 * all that a recording takes, records until the end, reports, and closes; the format of the file
 * is in tools/recording/recording.h.
 */
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "tools/rails/alarm_watch.h"
#include "tools/recording/capture.h"
#include "tools/cli/commands.h"
#include "tools/cli/lazy_iio.h"
#include "tools/cli/quantity.h"
#include "tools/rails/select.h"
#include "tools/recording/write.h"
#include "tools/recording/pace.h"
#include "tools/recording/summary.h"
#include "tools/cli/stop.h"

#define PROGRESS_NS RG_NS_PER_S
/** No line of progress is longer, "^C" behind it included. */
#define PROGRESS_COLUMNS 79
#define NAMES_MAX 64
#define RATE_MAX_HZ 100000
#define DURATION_MIN_S 0.001
#define DURATION_MAX_S 1000000000
/** Scans of the last moments arrive by then; the time of a scan decides whether it is kept. */
#define ARRIVAL_S 0.25
/** Marks of one alarm at one moment; more of them tell nobody more. */
#define MARKS_MAX 100

/**
 * struct record - a recording being made
 * @path: the file as the command line names it
 * @to_file: @path is a file; else the recording goes to standard output
 * @json: the figures at the end are JSON
 * @duration_s: time to record; 0 for no end
 * @rate_hz: scans per second to keep; 0 for all
 * @rails: the rails that are recorded
 * @named: the same, as the recording names them
 * @alarms: their arrival is marked
 * @statistics: figures so far
 * @capture: source of the scans
 * @settings: of the chip
 * @pace: at which scans come and are kept
 * @out: the file
 * @described: the head is written, and time 0 is known
 * @zero_us: CLOCK_MONOTONIC of the first scan
 * @end_ns: CLOCK_MONOTONIC at which to stop, U64_MAX for never
 * @progress_ns: CLOCK_MONOTONIC of the next line of progress
 * @show_progress: somebody watches standard error
 */
struct record {
	const char *path;
	bool to_file;
	bool json;
	double duration_s;
	double rate_hz;
	struct rails rails;
	struct recording_rail named[RECORDING_RAILS_MAX];
	struct alarm_watch alarms;
	struct statistics statistics;
	struct capture *capture;
	struct capture_settings settings;
	struct record_pace pace;
	struct record_out out;
	bool described;
	s64 zero_us;
	u64 end_ns;
	u64 progress_ns;
	bool show_progress;
};

static s64 clock_us(void)
{
	return (s64)(stop_clock_ns() / 1000);
}

/* CLOCK_REALTIME of time 0. */
static s64 started_us(const struct record *record)
{
	s64 passed_us = record->described ? clock_us() - record->zero_us : 0;
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (s64)now.tv_sec * 1000000 + now.tv_nsec / 1000 - passed_us;
}

static struct recording_head head_of(const struct record *record)
{
	struct recording_head head = {
		.started_us = started_us(record),
		.source = record->settings.buffered ? "iio" : "hwmon",
		.sampling_hz = record->settings.rate_hz,
		.kept_hz = record->pace.step_us > 0 ? record->rate_hz : 0,
		.rails = record->named,
		.count = record->rails.count,
	};

	for (u32 i = 0; i < head.count; i++)
		head.chips[i] = record->rails.rails[i].chip;
	for (size_t i = 0; i < ARRAY_SIZE(record->settings.notes); i++)
		head.notes[i] = record->settings.notes[i];
	return head;
}

static int write_head(struct record *record)
{
	struct recording_head head = head_of(record);
	char *text = NULL;
	size_t len = 0;
	FILE *memory = open_memstream(&text, &len);
	int err;

	if (!memory)
		return -ENOMEM;
	recording_write_head(memory, &head);
	err = fclose(memory) ? -ENOMEM : record_out_text(&record->out, text);
	free(text);
	return err;
}

/* The first scan is at time 0. Returns -ECANCELED at the first one that is beyond the end. */
static int record_scan(void *context, const struct recording_scan *from)
{
	struct record *record = context;
	struct recording_scan scan = *from;
	int err = 0;

	if (!record->described) {
		record->described = true;
		record->zero_us = scan.time_us;
		err = write_head(record);
	}
	if (err)
		return err;
	scan.time_us -= record->zero_us;
	if (!record_pace_take(&record->pace, scan.time_us))
		return 0;
	if (record->duration_s > 0 && (double)scan.time_us > record->duration_s * MICROS)
		return -ECANCELED;
	statistics_add(&record->statistics, &scan);
	return record_out_scan(&record->out, &scan, record->rails.count);
}

static int mark_alarm(void *context, const struct alarm_event *event)
{
	struct record *record = context;
	u32 index = (u32)(event->rail - record->rails.rails);
	char line[RECORDING_MARK];
	int err = 0;

	if (!event->raised || !record->statistics.scans)
		return 0;
	recording_format_alarm(clock_us() - record->zero_us, record->named[index].name,
			       alarm_kind_name(event->kind), line);
	for (u32 i = 0; !err && i < min_t(u32, event->times, MARKS_MAX); i++)
		err = record_out_text(&record->out, line);
	return err;
}

static void show_progress(struct record *record, u64 now_ns)
{
	const struct statistics *statistics = &record->statistics;

	if (!record->show_progress || now_ns < record->progress_ns)
		return;
	record->progress_ns = now_ns + PROGRESS_NS;
	fprintf(stderr, "\r%.1f s, %llu scans, %llu dropped",
		(double)(statistics->last.time_us - statistics->first_us) / MICROS,
		(unsigned long long)statistics->scans,
		(unsigned long long)record_pace_dropped(&record->pace));
}

/* The figures at the end say it again, on the same line. */
static void clear_progress(const struct record *record)
{
	if (record->show_progress)
		fprintf(stderr, "\r%*s\r", PROGRESS_COLUMNS, "");
}

/* Waits for an alarm, the next reading, the end, or a signal. */
static int wait_for_more(struct record *record)
{
	u64 now_ns = stop_clock_ns();
	u64 until_ns = max(capture_next_ns(record->capture), now_ns);

	until_ns = min(until_ns, record->end_ns);
	if (stop_poll(record->alarms.fds, record->alarms.count, until_ns - min(now_ns, until_ns)) <
	    0)
		return -EIO;
	return 0;
}

static int record_turn(struct record *record)
{
	u64 now_ns = stop_clock_ns();
	int err = capture_read(record->capture, now_ns, record_scan, record);

	if (!err)
		err = alarm_watch_look(&record->alarms, now_ns, mark_alarm, record);
	if (!err)
		err = record_out_flush(&record->out);
	show_progress(record, now_ns);
	return err ? err : wait_for_more(record);
}

/* Scans that came between the last reading and the end are part of the recording. */
static int record_rest(struct record *record)
{
	s64 end_us = clock_us();
	int err = capture_drain(record->capture, record_scan, record);

	if (err)
		return err;
	end_us -= record->zero_us;
	if (record->duration_s > 0)
		end_us = min(end_us, (s64)(record->duration_s * MICROS));
	record_pace_end(&record->pace, end_us);
	return 0;
}

static int record_until_end(struct record *record)
{
	int err = 0, late = 0;

	if (record->duration_s > 0)
		record->end_ns = stop_clock_ns() +
				 (u64)((record->duration_s + ARRIVAL_S) * (double)RG_NS_PER_S);
	while (!err && !stop_wanted() && stop_clock_ns() < record->end_ns)
		err = record_turn(record);
	if (!err)
		err = record_rest(record);
	if (!record->described)
		late = write_head(record);
	return err && err != -ECANCELED ? err : late;
}

/* A reader that goes away is an end like others, after which the capture is switched off. */
static int record_with_signals(struct record *record)
{
	int err, closed;

	signal(SIGPIPE, SIG_IGN);
	stop_on_signals(false);
	if (record->show_progress)
		stop_line_is_ours();
	err = record_until_end(record);
	closed = record_out_close(&record->out);
	clear_progress(record);
	stop_restore();
	signal(SIGPIPE, SIG_DFL);
	return err ? err : closed;
}

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
	if (err == -ENODEV)
		return cli_fail(TOOL_ABSENT, "the chip is gone; what was scanned is written");
	if (err == -EPIPE)
		return TOOL_FAILED;
	if (err)
		return cli_fail(TOOL_FAILED, "%s: %s; complete scans are kept",
				record->to_file ? record->path : "standard output", strerror(-err));
	if (!has_values(&record->statistics) && record->duration_s * record->settings.rate_hz >= 2)
		return cli_fail(TOOL_FAILED, "no value could be read; is the chip well?");
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
		err = alarm_watch_look(&record->alarms, stop_clock_ns(), mark_alarm, record);
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

static void note_settings(const struct record *record)
{
	const struct capture_settings *settings = &record->settings;

	if (settings->rate_hz > 0 && record->rate_hz > settings->rate_hz * PACE_SAME_RATE)
		cli_note("--rate %.6g is more than there is: %.6g scans come per second",
			 record->rate_hz, settings->rate_hz);
	if (settings->no_library)
		cli_note("reads hwmon, which is slower than %s; install %s", LAZY_IIO_LIBRARY,
			 LAZY_IIO_PACKAGE);
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
				err == -EBUSY	 ? "; somebody else captures from this chip"
				: err == -EACCES ? "; try sudo"
						 : "");
	if (settings->buffered)
		trust_reported_alarms(&record->alarms);
	record->pace = record_pace_new(settings->rate_hz, settings->buffered, record->rate_hz);
	describe_rails(record);
	note_settings(record);
	return TOOL_OK;
}

static enum tool_status create_output(const struct cli *cli, struct record *record)
{
	int err = record_out_open(&record->out, record->path);

	(void)cli;
	if (err)
		return cli_fail(TOOL_FAILED, "%s: %s", record->path, strerror(-err));
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
		status = judge_end(record, record_with_signals(record));
		print_figures(record);
	}
	close_all(record);
	free(record);
	return status;
}

static const struct cli_option options[] = {
	{ 'o', "output", "FILE", "write there (standard output)", "@file" },
	{ 'd', "duration", "TIME", "stop after that time (when interrupted)", NULL },
	{ 'R', "rate", "HZ", "keep so many scans per second (as many as there are)", NULL },
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
		"Where the driver captures through IIO, scans come at the chip's own rate; else\n"
		"hwmon is read, ten times per second if --rate says nothing. Rails of several\n"
		"chips are always read through hwmon. Of scans through IIO, --rate keeps those\n"
		"nearest to the moments of its own pace.\n",
	.examples = "  railglow record --duration 10s --output boot.csv\n"
		    "  railglow record --rails VDD_CPU,VDD_SOC | gzip >night.csv.gz",
	.options = options,
	.json = true,
	.run = run,
};
