/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The text file that "railglow record" writes and other commands read:
 *
 *	# railglow recording 1
 *	# chip: ina3221-i2c-0-40
 *	# clock: monotonic, started at 1732272000.123456 s since 1970
 *	# source: iio
 *	# sampling_frequency: 151.515151
 *	# rail: VDD_CPU shunt_ohm=0.005 warning_a=2.5 critical_a=3
 *	time_s,VDD_CPU_V,VDD_CPU_A
 *	0.000000,5.072,1.160000
 *	# alarm: 0.003210 VDD_CPU warning
 *
 * Lines that start with '#' describe the recording before the line of columns, and mark moments
 * after it. Times start near 0 and never go back; "clock" says when 0 was. Columns end in their
 * unit: _V, _mV, _A, _mA. An empty field is a value that is not known.
 */
#ifndef RAILGLOW_TOOLS_RECORDING_RECORDING_H
#define RAILGLOW_TOOLS_RECORDING_RECORDING_H

#include <stdio.h>

#include "core/port.h"

/** Most rails in one recording: eight chips of three. */
#define RECORDING_RAILS_MAX 24
/** Room for a rail's name. */
#define RECORDING_NAME 128
/** Most lines of description kept. */
#define RECORDING_NOTES_MAX 64
/** Room for the line of a mark. */
#define RECORDING_MARK (RECORDING_NAME + 64)
/** Most lines about settings that a head has. */
#define RECORDING_HEAD_NOTES 4
/** A field that is empty. */
#define RECORDING_NONE S64_MIN

/**
 * struct recording_rail - one rail of a recording
 * @name: its label, without commas and quotes; with its chip before it if
 *	several rails of the recording have that label
 * @shunt_ohm: its shunt; NAN if not known
 * @warning_a: warning limit; NAN if not known
 * @critical_a: critical limit; NAN if not known
 */
struct recording_rail {
	char name[RECORDING_NAME];
	double shunt_ohm;
	double warning_a;
	double critical_a;
};

/**
 * struct recording_scan - the values of one moment
 * @time_us: since the recording's time 0
 * @uv: bus voltage of each rail, or RECORDING_NONE
 * @ua: current of each rail, or RECORDING_NONE
 */
struct recording_scan {
	s64 time_us;
	s64 uv[RECORDING_RAILS_MAX];
	s64 ua[RECORDING_RAILS_MAX];
};

/**
 * struct recording_alarm - a mark between scans
 * @time_us: since the recording's time 0
 * @rail: index of the rail
 * @kind: "warning", "critical" or "minimum"
 */
struct recording_alarm {
	s64 time_us;
	u32 rail;
	char kind[24];
};

/**
 * struct recording_head - all that a recording says before its first scan
 * @started_us: CLOCK_REALTIME of time 0
 * @source: "iio" or "hwmon"
 * @sampling_hz: scans that come per second; 0 if not known
 * @kept_hz: scans that are kept per second; 0 if all are
 * @notes: more lines, "key: value"; NULL and empty ones are left out
 * @rails: the rails
 * @chips: the chip of each rail; rails of one chip stand together
 * @count: number of rails
 */
struct recording_head {
	s64 started_us;
	const char *source;
	double sampling_hz;
	double kept_hz;
	const char *notes[RECORDING_HEAD_NOTES];
	const struct recording_rail *rails;
	const char *chips[RECORDING_RAILS_MAX];
	u32 count;
};

/**
 * enum recording_item - what recording_next() found
 * @RECORDING_END: the end of the file
 * @RECORDING_SCAN: a scan, in @scan of struct recording
 * @RECORDING_ALARM: a mark, in @alarm
 * @RECORDING_BAD: a line that cannot be understood; @reason says why
 */
enum recording_item {
	RECORDING_END,
	RECORDING_SCAN,
	RECORDING_ALARM,
	RECORDING_BAD,
};

/**
 * struct recording - one being read
 * @rails: what it is of
 * @rail_count: how many
 * @notes: "key: value" lines of the description, owned by the recording
 * @note_count: how many
 * @scan: the scan found last
 * @alarm: the alarm found last
 * @line: number of the line found last
 * @reason: what is wrong with it after RECORDING_BAD
 * @file: private: the stream
 * @buffer: private: bytes that were read
 * @start: private: first byte in @buffer that was not yet looked at
 * @end: private: one past the last byte in @buffer
 * @columns: private: meaning of each column
 * @column_count: private: number of @columns
 */
struct recording {
	struct recording_rail rails[RECORDING_RAILS_MAX];
	u32 rail_count;
	char *notes[RECORDING_NOTES_MAX];
	u32 note_count;
	struct recording_scan scan;
	struct recording_alarm alarm;
	u64 line;
	const char *reason;
	FILE *file;
	char *buffer;
	size_t start;
	size_t end;
	struct recording_column *columns;
	u32 column_count;
};

/**
 * recording_open() - read the description of a recording
 * @recording: filled in; recording_close() it in any case
 * @file: open stream, owned by the caller
 *
 * Return: 0; -EINVAL with @recording->line and @recording->reason for what is
 * no recording; -ENOMEM; or the stream's error.
 */
int __must_check recording_open(struct recording *recording, FILE *file);

/**
 * recording_next() - read on to the next scan or mark
 * @recording: an open recording
 *
 * A last line without a newline was cut off while being written and does not
 * count.
 */
enum recording_item recording_next(struct recording *recording);

void recording_close(struct recording *recording);

/** recording_note() - value of a line of the description, NULL if absent. */
const char *recording_note(const struct recording *recording, const char *key);

/** recording_find_rail() - index of a rail by its name, -ENOENT if absent. */
int __must_check recording_find_rail(const struct recording *recording, const char *name);

/**
 * recording_write_head() - write all that comes before the first scan
 * @out: where to
 * @head: its content
 */
void recording_write_head(FILE *out, const struct recording_head *head);

/**
 * recording_write_rails() - the description's lines of rails, and the columns
 * @out: where to
 * @rails: the rails
 * @count: how many, at most RECORDING_RAILS_MAX
 */
void recording_write_rails(FILE *out, const struct recording_rail *rails, u32 count);

/**
 * recording_format_scan() - one line of a recording
 * @scan: the scan
 * @count: number of rails
 * @out: at least recording_line_max() bytes
 *
 * Volts have three decimals, which is exact for the chip; amperes six.
 *
 * Return: bytes written, newline included.
 */
size_t recording_format_scan(const struct recording_scan *scan, u32 count, char *out);

/**
 * recording_format_alarm() - the line of an alarm, newline included
 * @time_us: since time 0
 * @rail: name of the rail
 * @kind: kind of the alarm
 * @out: at least RECORDING_MARK bytes
 */
void recording_format_alarm(s64 time_us, const char *rail, const char *kind, char *out);

/** recording_line_max() - most bytes a scan's line takes. */
size_t recording_line_max(u32 count);

/** recording_clean_name() - replace what a name must not contain, in place. */
void recording_clean_name(char *name);

#endif /* RAILGLOW_TOOLS_RECORDING_RECORDING_H */
