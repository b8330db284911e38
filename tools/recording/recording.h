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
/** A field that is empty. */
#define RECORDING_NONE S64_MIN

/**
 * struct recording_rail - one rail of a recording
 * @name: its label, without commas and quotes, behind its chip if several rails of the recording
 *	have that label
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
 * struct recording - a recording that is read
 * @rails: the rails
 * @rail_count: number of @rails
 * @notes: "key: value" lines of the description, owned by the recording
 * @note_count: number of @notes
 * @scan: the scan found last
 * @alarm: the alarm found last
 * @line: number of the line found last
 * @reason: reason why that line is wrong, after RECORDING_BAD
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
 * Return: 0; -EINVAL, with @recording->line and @recording->reason, if it is not a recording;
 * -ENOMEM; or the stream's error.
 */
int __must_check recording_open(struct recording *recording, FILE *file);

/**
 * recording_next() - read on to the next scan or mark
 * @recording: an open recording
 *
 * A last line without a newline was cut off while being written, and is ignored.
 */
enum recording_item recording_next(struct recording *recording);

void recording_close(struct recording *recording);

/** recording_note() - find the value of a line of the description, NULL if absent. */
const char *recording_note(const struct recording *recording, const char *key);

/** recording_find_rail() - find the index of a rail by its name, -ENOENT if absent. */
int __must_check recording_find_rail(const struct recording *recording, const char *name);

#endif /* RAILGLOW_TOOLS_RECORDING_RECORDING_H */
