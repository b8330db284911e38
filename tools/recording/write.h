/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Writing recordings: the text of heads, scans and marks, and the file that they go to. The file
 * has whole lines only, however the disk fills up: a line that did not fit is cut off.
 */
#ifndef RAILGLOW_TOOLS_RECORDING_WRITE_H
#define RAILGLOW_TOOLS_RECORDING_WRITE_H

#include <stdio.h>
#include <sys/types.h>

#include "core/port.h"
#include "tools/recording/recording.h"

/** Room for the line of a mark. */
#define RECORDING_MARK (RECORDING_NAME + 64)
/** Most lines about settings that a head has. */
#define RECORDING_HEAD_NOTES 4
/** Bytes kept before they are written. */
#define RECORD_OUT_BYTES 65536

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
 * recording_write_head() - write all that comes before the first scan
 * @out: stream that is written
 * @head: its content
 */
void recording_write_head(FILE *out, const struct recording_head *head);

/**
 * recording_write_rails() - write the description's lines of rails, and the columns
 * @out: stream that is written
 * @rails: the rails
 * @count: number of @rails, at most RECORDING_RAILS_MAX
 */
void recording_write_rails(FILE *out, const struct recording_rail *rails, u32 count);

/**
 * recording_format_scan() - format the line of a scan
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
 * recording_format_alarm() - format the line of an alarm, newline included
 * @time_us: since time 0
 * @rail: name of the rail
 * @kind: kind of the alarm
 * @out: at least RECORDING_MARK bytes
 */
void recording_format_alarm(s64 time_us, const char *rail, const char *kind, char *out);

/** recording_line_max() - most bytes that a scan's line takes. */
size_t recording_line_max(u32 count);

/** recording_clean_name() - replace characters that a name must not contain, in place. */
void recording_clean_name(char *name);

/**
 * struct record_out - a file being written
 * @fd: the file
 * @used: number of bytes in @bytes
 * @whole: bytes of the file that are whole lines
 * @bytes: bytes that are not written yet
 */
struct record_out {
	int fd;
	size_t used;
	off_t whole;
	char bytes[RECORD_OUT_BYTES];
};

/** record_out_open() - make the file, or take standard output for NULL and "-". */
int __must_check record_out_open(struct record_out *out, const char *path);

/** record_out_text() - add whole lines of text; 0 or the error met. */
int __must_check record_out_text(struct record_out *out, const char *text);

/** record_out_scan() - add a scan; 0 or the error met. */
int __must_check record_out_scan(struct record_out *out, const struct recording_scan *scan,
				 u32 rails);

/** record_out_flush() - write the bytes that are kept; 0 or the error met. */
int __must_check record_out_flush(struct record_out *out);

/** record_out_close() - flush and close; 0 or the error met. */
int __must_check record_out_close(struct record_out *out);

#endif /* RAILGLOW_TOOLS_RECORDING_WRITE_H */
