// SPDX-License-Identifier: GPL-2.0-only
/*
 * The loop of a recording: scans and alarms are written as they come, until Ctrl-C, the time given,
 * or an error; the file then ends with a whole line. The message and the exit status of each end
 * are in tools/cmd/record.c; lines are formatted, and cut, in write.c.
 */
#include "tools/recording/record.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "tools/cli/clock.h"
#include "tools/cli/quantity.h"
#include "tools/cli/stop.h"

#define PROGRESS_NS RG_NS_PER_S
/** No line of progress is longer, "^C" behind it included. */
#define PROGRESS_COLUMNS 79
/** Scans of the last moments arrive by then; the time of a scan decides whether it is kept. */
#define ARRIVAL_S 0.25
/** Marks of one alarm at one moment; more of them say nothing more. */
#define MARKS_MAX 100

static s64 clock_us(void)
{
	return (s64)(clock_now_ns() / 1000);
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

int record_alarm(void *context, const struct alarm_event *event)
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
	u64 now_ns = clock_now_ns();
	u64 until_ns = max(capture_next_ns(record->capture), now_ns);

	until_ns = min(until_ns, record->end_ns);
	if (stop_poll(record->alarms.fds, record->alarms.count, until_ns - min(now_ns, until_ns)) <
	    0)
		return -EIO;
	return 0;
}

static int record_turn(struct record *record)
{
	u64 now_ns = clock_now_ns();
	int err = capture_read(record->capture, now_ns, record_scan, record);

	if (!err)
		err = alarm_watch_look(&record->alarms, now_ns, record_alarm, record);
	alarm_watch_tell(&record->alarms, &record->alarm_error);
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
		record->end_ns = clock_now_ns() +
				 (u64)((record->duration_s + ARRIVAL_S) * (double)RG_NS_PER_S);
	while (!err && !stop_wanted() && clock_now_ns() < record->end_ns)
		err = record_turn(record);
	if (!err)
		err = record_rest(record);
	if (!record->described)
		late = write_head(record);
	return err && err != -ECANCELED ? err : late;
}

/* Writes what is left, and gives the error that ended it: a terminal that hung up is an end. */
static int finish_output(struct record *record, int err)
{
	int flushed = record_out_flush(&record->out);
	bool gone = stop_terminal_gone(record->out.fd);
	int closed = record_out_close(&record->out);

	err = err ? err : flushed ? flushed : closed;
	return err == -EIO && gone ? 0 : err;
}

/* A reader of a pipe that goes away is an end like others: the capture is switched off after it. */
int record_run(struct record *record)
{
	int err;

	signal(SIGPIPE, SIG_IGN);
	stop_on_signals(false);
	if (record->show_progress)
		stop_line_is_ours();
	err = finish_output(record, record_until_end(record));
	clear_progress(record);
	stop_restore();
	signal(SIGPIPE, SIG_DFL);
	return err;
}
