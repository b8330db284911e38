// SPDX-License-Identifier: GPL-2.0-only
/* railglow record: what rails do, scan by scan, into a file. */
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
#include "tools/recording/out.h"
#include "tools/recording/pace.h"
#include "tools/recording/summary.h"
#include "tools/cli/stop.h"

#define PROGRESS_NS RG_NS_PER_S
/** Longer lines of progress, "^C" behind them included, there are not. */
#define PROGRESS_COLUMNS 79
#define NAMES_MAX 64
/** Marks of one alarm at one moment: more tell nobody more. */
#define MARKS_MAX 100

/**
 * struct record - a recording being made
 * @out: where it goes
 * @rails: what is recorded
 * @named: the same, as the recording names it
 * @capture: where scans come from
 * @settings: of the chip
 * @alarms: their arrival is marked
 * @statistics: figures so far
 * @zero_us: CLOCK_MONOTONIC of the first scan
 * @end_ns: when to stop, U64_MAX for never
 * @pace: at which scans come and are kept
 * @described: the description is written, time 0 is known
 */
struct record {
	struct record_out out;
	struct rails rails;
	struct recording_rail named[RECORDING_RAILS_MAX];
	struct capture *capture;
	struct capture_settings settings;
	struct alarm_watch alarms;
	struct statistics statistics;
	s64 zero_us;
	u64 end_ns;
	double duration_s;
	double rate_hz;
	struct record_pace pace;
	bool described;
	u64 progress_ns;
	bool show_progress;
};

/* Rails are in order of chips. */
static void write_chips(const struct record *record, FILE *out)
{
	const char *last = "";

	for (u32 i = 0; i < record->rails.count; i++) {
		const char *chip = record->rails.rails[i].chip;

		if (strcmp(chip, last) != 0)
			fprintf(out, "%s%s", *last ? ", " : "# chip: ", chip);
		last = chip;
	}
	fputc('\n', out);
}

/* Time 0 is the first scan's, on both clocks. */
static int write_description(struct record *record)
{
	struct timespec now;
	s64 passed_us, start_us;
	char *text = NULL;
	size_t len = 0;
	FILE *memory = open_memstream(&text, &len);
	int err;

	if (!memory)
		return -ENOMEM;
	clock_gettime(CLOCK_REALTIME, &now);
	passed_us = record->zero_us ? (s64)(stop_clock_ns() / 1000) - record->zero_us : 0;
	start_us = (s64)now.tv_sec * 1000000 + now.tv_nsec / 1000 - passed_us;
	fputs("# railglow recording 1\n", memory);
	write_chips(record, memory);
	fprintf(memory, "# clock: monotonic, started at %lld.%06lld s since 1970\n",
		(long long)start_us / 1000000, (long long)start_us % 1000000);
	fprintf(memory, "# source: %s\n", record->settings.buffered ? "iio" : "hwmon");
	if (record->settings.rate_hz > 0)
		fprintf(memory, "# sampling_frequency: %.6f\n", record->settings.rate_hz);
	if (record->pace.step_us > 0)
		fprintf(memory, "# rate: %.6f\n", record->rate_hz);
	for (size_t i = 0; i < ARRAY_SIZE(record->settings.notes); i++) {
		if (record->settings.notes[i][0])
			fprintf(memory, "# %s\n", record->settings.notes[i]);
	}
	recording_write_rails(memory, record->named, record->rails.count);
	err = fclose(memory) ? -ENOMEM : record_out_text(&record->out, text);
	free(text);
	record->described = true;
	return err;
}

static int take_scan(void *context, const struct recording_scan *from)
{
	struct record *record = context;
	struct recording_scan scan = *from;
	int err = 0;

	if (!record->described) {
		record->zero_us = scan.time_us;
		err = write_description(record);
	}
	if (err)
		return err;
	scan.time_us -= record->zero_us;
	if (!record_pace_take(&record->pace, scan.time_us))
		return 0;
	if (record->duration_s > 0 && (double)scan.time_us > record->duration_s * 1000000)
		return -ECANCELED;
	statistics_add(&record->statistics, &scan);
	return record_out_scan(&record->out, &scan, record->rails.count);
}

static int mark_alarm(void *context, const struct alarm_event *event)
{
	struct record *record = context;
	u32 index = (u32)(event->rail - record->rails.rails);
	s64 time_us = (s64)(stop_clock_ns() / 1000) - record->zero_us;
	char line[RECORDING_NAME + 64], seconds[FIXED_TEXT + 1];
	int err = 0;

	if (!event->raised || !record->statistics.scans)
		return 0;
	seconds[fixed_write(seconds, time_us, 6)] = '\0';
	snprintf(line, sizeof(line), "# alarm: %s %s %s\n", seconds, record->named[index].name,
		 alarm_kind_name(event->kind));
	for (u32 i = 0; !err && i < min_t(u32, event->times, MARKS_MAX); i++)
		err = record_out_text(&record->out, line);
	return err;
}

static void say_progress(struct record *record, u64 now_ns, bool last)
{
	const struct statistics *statistics = &record->statistics;
	double seconds = (double)(statistics->last.time_us - statistics->first_us) / 1000000;

	if (!record->show_progress || (!last && now_ns < record->progress_ns))
		return;
	record->progress_ns = now_ns + PROGRESS_NS;
	/* The figures at the end say it again: the line is cleared for them. */
	if (last)
		fprintf(stderr, "\r%*s\r", PROGRESS_COLUMNS, "");
	else
		fprintf(stderr, "\r%.1f s, %llu scans, %llu dropped", seconds,
			(unsigned long long)statistics->scans,
			(unsigned long long)record_pace_dropped(&record->pace));
}

static int record_loop(struct record *record)
{
	s64 end_us;
	int err = 0;

	while (!err && !stop_wanted()) {
		u64 now_ns = stop_clock_ns();
		u64 until_ns;

		if (now_ns >= record->end_ns)
			break;
		err = capture_read(record->capture, now_ns, take_scan, record);
		if (!err)
			err = alarm_watch_look(&record->alarms, now_ns, mark_alarm, record);
		if (!err)
			err = record_out_flush(&record->out);
		say_progress(record, now_ns, false);
		now_ns = stop_clock_ns();
		until_ns = max(capture_next_ns(record->capture), now_ns);
		until_ns = min(until_ns, record->end_ns);
		if (!err && stop_poll(record->alarms.fds, record->alarms.count,
				      until_ns - min(now_ns, until_ns)) < 0)
			err = -EIO;
	}
	/* What came between the last reading and the end is part of it. */
	end_us = (s64)(stop_clock_ns() / 1000);
	if (!err)
		err = capture_drain(record->capture, take_scan, record);
	end_us -= record->zero_us;
	if (record->duration_s > 0)
		end_us = min(end_us, (s64)(record->duration_s * 1000000));
	if (!err)
		record_pace_end(&record->pace, end_us);
	if (!record->described) {
		int late = write_description(record);

		err = err ? err : late;
	}
	return err == -ECANCELED ? 0 : err;
}

/* Labels that differ only in what a recording cannot hold become one: then the number tells. */
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

static void name_rails(struct record *record)
{
	for (u32 i = 0; i < record->rails.count; i++) {
		struct rail *rail = &record->rails.rails[i];
		struct recording_rail *named = &record->named[i];

		*named = (struct recording_rail){
			.shunt_ohm = record->settings.shunt_ohm[i],
			.warning_a = rail->value[RAIL_WARNING_A],
			.critical_a = rail->value[RAIL_CRITICAL_A],
		};
		name_rail(record, i);
		if (rails_limit_is_off(named->warning_a))
			named->warning_a = NAN;
		if (rails_limit_is_off(named->critical_a))
			named->critical_a = NAN;
	}
}

/* Else the recording itself goes to standard output. */
static bool writes_file(const struct cli *cli)
{
	const char *path = cli_value(cli, "output");

	return path && strcmp(path, "-") != 0;
}

static bool has_values(const struct statistics *statistics)
{
	for (u32 i = 0; i < statistics->count; i++) {
		if (statistics->rails[i].uv.total || statistics->rails[i].ua.total)
			return true;
	}
	return false;
}

static enum tool_status report(const struct cli *cli, const struct record *record, int err)
{
	const char *path = cli_value(cli, "output");
	bool to_file = writes_file(cli);
	enum tool_status status = TOOL_OK;

	if (err == -ENODEV)
		status = cli_fail(TOOL_ABSENT, "the chip is gone; what was scanned is written");
	else if (err == -EPIPE)
		status = TOOL_FAILED;
	else if (err)
		status = cli_fail(TOOL_FAILED, "%s: %s; complete scans are kept",
				  to_file ? path : "standard output", strerror(-err));
	else if (!has_values(&record->statistics) &&
		 record->duration_s * record->settings.rate_hz >= 2)
		status = cli_fail(TOOL_FAILED, "no value could be read; is the chip well?");
	/* Nobody is there to read it. */
	if (stop_terminal_gone(to_file ? STDOUT_FILENO : STDERR_FILENO))
		return status;
	if (cli_flag(cli, "json") && to_file)
		record_summary_json(&record->statistics, record->named,
				    record_pace_dropped(&record->pace));
	else
		record_summary_text(&record->statistics, record->named,
				    record_pace_dropped(&record->pace), to_file ? stdout : stderr);
	return status;
}

static enum tool_status record_to(const struct cli *cli, struct record *record)
{
	const char *path = cli_value(cli, "output");
	int err = record_out_open(&record->out, path);
	int closed;

	name_rails(record);
	if (err)
		return cli_fail(TOOL_FAILED, "%s: %s", path, strerror(-err));
	if (record->settings.no_library)
		cli_note("reads hwmon, which is slower than %s; install %s", LAZY_IIO_LIBRARY,
			 LAZY_IIO_PACKAGE);
	/* A reader that goes away is an end like others: the capture is switched off. */
	signal(SIGPIPE, SIG_IGN);
	stop_on_signals(false);
	if (record->show_progress)
		stop_line_is_ours();
	if (record->duration_s > 0)
		record->end_ns =
			stop_clock_ns() + (u64)((record->duration_s + 0.25) * (double)RG_NS_PER_S);
	err = record_loop(record);
	closed = record_out_close(&record->out);
	say_progress(record, 0, true);
	stop_restore();
	signal(SIGPIPE, SIG_DFL);
	return report(cli, record, err ? err : closed);
}

static enum tool_status open_alarms(struct record *record)
{
	int err = alarm_watch_open(&record->alarms, &record->rails);
	bool told = false;

	if (!err)
		alarm_watch_warn(&record->alarms, &told);
	if (!err)
		err = alarm_watch_look(&record->alarms, stop_clock_ns(), mark_alarm, record);
	if (err && err != -EOPNOTSUPP)
		return cli_fail(err == -ENODEV ? TOOL_ABSENT : TOOL_FAILED, "alarms: %s",
				strerror(-err));
	return TOOL_OK;
}

/* A driver that captures also reports alarms; looking would only be in its way. */
static void note_capture(struct record *record)
{
	const struct capture_settings *settings = &record->settings;

	if (settings->buffered) {
		record->alarms.marks_only = true;
		record->alarms.every_ns = U64_MAX;
		record->alarms.next_ns = U64_MAX;
	}
	record->pace = record_pace_new(settings->rate_hz, settings->buffered, record->rate_hz);
	if (settings->rate_hz > 0 && record->rate_hz > settings->rate_hz * 1.001)
		cli_note("--rate %.6g is more than there is: %.6g scans come per second",
			 record->rate_hz, settings->rate_hz);
}

static enum tool_status capture_rails(const struct cli *cli, struct record *record)
{
	enum tool_status status;
	int err =
		capture_open(&record->capture, &record->rails, record->rate_hz, &record->settings);

	if (err)
		return cli_fail(err == -ENODEV ? TOOL_ABSENT : TOOL_FAILED,
				"capture could not be started: %s%s", strerror(-err),
				err == -EBUSY	 ? "; somebody else captures from this chip"
				: err == -EACCES ? "; try sudo"
						 : "");
	note_capture(record);
	status = record_to(cli, record);
	capture_close(record->capture);
	return status;
}

/* What reads the chip for other things comes first: a capture is not to be disturbed. */
static enum tool_status prepare(const struct cli *cli, struct record *record)
{
	enum tool_status status = open_alarms(record);

	for (u32 i = 0; i < record->rails.count; i++)
		rails_read(&record->rails.rails[i], RAILS_LIMITS);
	if (!status && statistics_begin(&record->statistics, record->rails.count))
		status = cli_fail(TOOL_FAILED, "there is not enough memory");
	if (!status)
		status = capture_rails(cli, record);
	statistics_end(&record->statistics);
	alarm_watch_close(&record->alarms);
	return status;
}

/* "--rails a,b" as the names that rails_keep() takes. */
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
	if (!status && rails->count > RECORDING_RAILS_MAX)
		return cli_fail(TOOL_USAGE, "a recording holds %d rails; name them with --rails",
				RECORDING_RAILS_MAX);
	return status;
}

static enum tool_status read_options(const struct cli *cli, struct record *record)
{
	const char *rate = cli_value(cli, "rate");

	if (rate && (quantity_parse(rate, "Hz", &record->rate_hz) || !(record->rate_hz > 0) ||
		     record->rate_hz > 100000))
		return cli_fail(TOOL_USAGE, "--rate: \"%s\" is no rate such as 100Hz", rate);
	if (cli_flag(cli, "json") && !writes_file(cli))
		return cli_fail(TOOL_USAGE, "--json is for the figures at the end; give --output");
	return cli_seconds(cli, "duration", 0.001, 1000000000, &record->duration_s);
}

static enum tool_status run(const struct cli *cli)
{
	struct record *record = calloc(1, sizeof(*record));
	enum tool_status status;

	if (!record)
		return cli_fail(TOOL_FAILED, "there is not enough memory");
	record->end_ns = U64_MAX;
	status = read_options(cli, record);
	record->show_progress = isatty(STDERR_FILENO) &&
				(writes_file(cli) || !isatty(STDOUT_FILENO));
	if (!status)
		status = rails_need(&record->rails);
	if (!status) {
		status = keep_named(&record->rails, cli_value(cli, "rails"));
		if (!status)
			status = prepare(cli, record);
		rails_close(&record->rails);
	}
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
