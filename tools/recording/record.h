/* SPDX-License-Identifier: GPL-2.0-only */
/* A recording that is made: the command opens and closes its parts, record_run() records. */
#ifndef RAILGLOW_TOOLS_RECORDING_RECORD_H
#define RAILGLOW_TOOLS_RECORDING_RECORD_H

#include <stdbool.h>

#include "core/port.h"
#include "tools/rails/alarm_watch.h"
#include "tools/recording/capture.h"
#include "tools/recording/pace.h"
#include "tools/recording/statistics.h"
#include "tools/recording/write.h"

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
 * @alarm_error: the error of reading them that was told last
 * @statistics: figures so far
 * @capture: source of the scans
 * @settings: of the chip
 * @pace: at which scans come and are kept
 * @out: the file
 * @described: the head is written, and time 0 is known
 * @zero_us: CLOCK_MONOTONIC of the first scan
 * @end_ns: CLOCK_MONOTONIC at which to stop, U64_MAX for never
 * @progress_ns: CLOCK_MONOTONIC of the next line of progress
 * @show_progress: print lines of progress to standard error
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
	int alarm_error;
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

/**
 * record_run() - record until the end: of the time, by a signal, of the chip, or of the room
 * @record: with all its parts open
 *
 * Return: 0; -ENODEV if the chip is gone; -EPIPE if the reader is; or the error met.
 */
int record_run(struct record *record);

/** record_alarm() - write a mark for an alarm; an alarm_changed of struct record. */
int record_alarm(void *context, const struct alarm_event *event);

#endif /* RAILGLOW_TOOLS_RECORDING_RECORD_H */
