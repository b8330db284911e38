// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reading recordings: the head, scans and marks, and what is wrong in which line, a message that is
 * printed by file_operand.c. The file is read in large pieces and lines are parsed where they lie,
 * because recordings have many millions of them. A last line that was cut short is left out.
 */
#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/port.h"
#include "tools/cli/quantity.h"
#include "tools/cli/text.h"
#include "tools/recording/recording.h"

#define BUFFER_BYTES 1048576
/** Thirty years. */
#define TIME_MAX_US (30LL * 366 * 86400 * 1000000)
#define MAGIC "# railglow recording "

/**
 * struct recording_column - meaning of a column
 * @rail: index of the rail, if the column is not skipped
 * @offset: place of the value in struct recording_scan for rail 0
 * @scale: from millionths of the column's unit to microvolts or microamperes, in thousandths; 0:
 *	the column is skipped
 */
struct recording_column {
	u32 rail;
	size_t offset;
	u32 scale;
};

struct column_unit {
	const char *suffix;
	size_t offset;
	u32 scale;
};

static const struct column_unit units[] = {
	{ "_mV", offsetof(struct recording_scan, uv), 1 },
	{ "_V", offsetof(struct recording_scan, uv), 1000 },
	{ "_mA", offsetof(struct recording_scan, ua), 1 },
	{ "_A", offsetof(struct recording_scan, ua), 1000 },
};

static int bad_file(struct recording *recording, const char *reason)
{
	recording->reason = reason;
	return -EINVAL;
}

static enum recording_item bad_line(struct recording *recording, const char *reason)
{
	recording->reason = reason;
	return RECORDING_BAD;
}

/* Reads more bytes behind those not yet used; returns 0 at the end of the file. */
static size_t read_more(struct recording *recording)
{
	size_t left = recording->end - recording->start;
	size_t got;

	memmove(recording->buffer, recording->buffer + recording->start, left);
	recording->start = 0;
	recording->end = left;
	got = fread(recording->buffer + left, 1, BUFFER_BYTES - left, recording->file);
	recording->end += got;
	return got;
}

/* Skips the mark of the encoding that spreadsheets write first. */
static void skip_mark(struct recording *recording)
{
	static const char mark[] = "\357\273\277";

	if (!recording->end)
		read_more(recording);
	if (recording->end >= strlen(mark) && !memcmp(recording->buffer, mark, strlen(mark)))
		recording->start = strlen(mark);
}

/* Finds the next line, without its newline; NULL at the end or if it is too long. */
static char *next_line(struct recording *recording, size_t *len)
{
	size_t seen = 0;

	for (;;) {
		char *line = recording->buffer + recording->start;
		size_t there = recording->end - recording->start;
		char *newline = memchr(line + seen, '\n', there - seen);

		if (newline) {
			*len = (size_t)(newline - line);
			recording->start += *len + 1;
			recording->line++;
			*len -= *len && line[*len - 1] == '\r';
			return line;
		}
		seen = there;
		if (there == BUFFER_BYTES) {
			recording->reason = "the line is too long";
			return NULL;
		}
		if (!read_more(recording))
			return NULL;
	}
}

static bool starts_with(const char *line, size_t len, const char *word)
{
	return len >= strlen(word) && !memcmp(line, word, strlen(word));
}

static int keep_note(struct recording *recording, const char *line, size_t len)
{
	char *note;

	while (len && (*line == '#' || *line == ' ')) {
		line++;
		len--;
	}
	if (recording->note_count == RECORDING_NOTES_MAX)
		return 0;
	note = strndup(line, len);
	if (!note)
		return -ENOMEM;
	recording->notes[recording->note_count++] = note;
	return 0;
}

const char *recording_note(const struct recording *recording, const char *key)
{
	size_t len = strlen(key);

	for (u32 i = 0; i < recording->note_count; i++) {
		const char *note = recording->notes[i];

		if (!strncmp(note, key, len) && note[len] == ':')
			return note + len + 1 + strspn(note + len + 1, " ");
	}
	return NULL;
}

int recording_find_rail(const struct recording *recording, const char *name)
{
	for (u32 i = 0; i < recording->rail_count; i++) {
		if (!strcmp(recording->rails[i].name, name))
			return (int)i;
	}
	return -ENOENT;
}

/* Finds the rail of that name, or makes it. */
static int rail_named(struct recording *recording, const char *name, size_t len)
{
	struct recording_rail rail = { .shunt_ohm = NAN, .warning_a = NAN, .critical_a = NAN };
	int found;

	snprintf(rail.name, sizeof(rail.name), "%.*s", (int)len, name);
	text_clean(rail.name);
	found = recording_find_rail(recording, rail.name);
	if (found >= 0)
		return found;
	if (recording->rail_count == RECORDING_RAILS_MAX)
		return bad_file(recording, "there are more than 24 rails");
	recording->rails[recording->rail_count] = rail;
	return (int)recording->rail_count++;
}

static bool is_taken(const struct recording *recording, u32 rail, size_t offset)
{
	for (u32 i = 0; i < recording->column_count; i++) {
		const struct recording_column *column = &recording->columns[i];

		if (column->scale && column->rail == rail && column->offset == offset)
			return true;
	}
	return false;
}

static int parse_column(struct recording *recording, const char *name, size_t len)
{
	struct recording_column *column = &recording->columns[recording->column_count++];

	*column = (struct recording_column){ 0 };
	for (size_t i = 0; i < ARRAY_SIZE(units); i++) {
		size_t suffix = strlen(units[i].suffix);
		int rail;

		if (len <= suffix || strncasecmp(name + len - suffix, units[i].suffix, suffix) != 0)
			continue;
		rail = rail_named(recording, name, len - suffix);
		if (rail < 0)
			return rail;
		if (is_taken(recording, (u32)rail, units[i].offset))
			return bad_file(recording, "two columns are of the same rail and quantity");
		*column = (struct recording_column){ (u32)rail, units[i].offset, units[i].scale };
		return 0;
	}
	return 0;
}

static u32 count_fields(const char *line, size_t len)
{
	u32 count = 1;

	for (size_t i = 0; i < len; i++)
		count += line[i] == ',';
	return count;
}

/* Counts the bytes up to the next comma, or to the end. */
static size_t field_length(const char *field, const char *end)
{
	const char *comma = memchr(field, ',', (size_t)(end - field));

	return (size_t)((comma ? comma : end) - field);
}

/* Parses the line that names the columns, of which the time is the first. */
static int parse_columns(struct recording *recording, const char *line, size_t len)
{
	const char *end = line + len;
	size_t field = field_length(line, end);

	if (field < 4 || strncmp(line, "time", 4) != 0)
		return bad_file(recording,
				"this is not a recording: its first column is not time_s");
	recording->columns = calloc(count_fields(line, len), sizeof(*recording->columns));
	if (!recording->columns)
		return -ENOMEM;
	for (line += field; line < end; line += field) {
		int err;

		line++;
		field = field_length(line, end);
		err = parse_column(recording, line, field);
		if (err)
			return err;
	}
	return recording->rail_count ? 0
				     : bad_file(recording, "no column ends in _V, _mV, _A or _mA");
}

/* Parses "rail: NAME key=value ..." of the description, once the rails are known. */
static void parse_rail_note(struct recording *recording, const char *note)
{
	size_t len = strcspn(note, " ");
	char name[RECORDING_NAME];
	struct recording_rail *rail;
	int found;

	snprintf(name, sizeof(name), "%.*s", (int)len, note);
	text_clean(name);
	found = recording_find_rail(recording, name);
	if (found < 0)
		return;
	rail = &recording->rails[found];
	for (note += len; *note; note += strcspn(note, " ")) {
		note += strspn(note, " ");
		if (!strncmp(note, "shunt_ohm=", 10))
			rail->shunt_ohm = strtod(note + 10, NULL);
		else if (!strncmp(note, "warning_a=", 10))
			rail->warning_a = strtod(note + 10, NULL);
		else if (!strncmp(note, "critical_a=", 11))
			rail->critical_a = strtod(note + 11, NULL);
	}
}

static int read_description(struct recording *recording)
{
	size_t len;
	char *line;
	int err = 0;

	while (!err && (line = next_line(recording, &len))) {
		if (len && line[0] != '#')
			return parse_columns(recording, line, len);
		if (starts_with(line, len, MAGIC) && !starts_with(line, len, MAGIC "1"))
			return bad_file(recording, "this recording is of a later version than 1");
		err = keep_note(recording, line, len);
	}
	if (!err && ferror(recording->file))
		return errno ? -errno : -EIO;
	return err ? err
		   : bad_file(recording, "this is not a recording: no line names its columns");
}

int recording_open(struct recording *recording, FILE *file)
{
	int err;

	*recording = (struct recording){ .file = file, .scan.time_us = S64_MIN };
	recording->buffer = malloc(BUFFER_BYTES);
	if (!recording->buffer)
		return -ENOMEM;
	errno = 0;
	skip_mark(recording);
	err = read_description(recording);
	for (u32 i = 0; !err && i < recording->note_count; i++) {
		if (!strncmp(recording->notes[i], "rail: ", 6))
			parse_rail_note(recording, recording->notes[i] + 6);
	}
	return err;
}

/* Millionths of the column's unit as microvolts or microamperes. */
static s64 scale_value(s64 value, u32 scale)
{
	return scale == 1000 ? value : (value * scale + (value < 0 ? -500 : 500)) / 1000;
}

/* Reads one field into @scan, up to the comma behind it; NULL if that is not a number. */
static const char *parse_field(const struct recording_column *column, const char *field,
			       const char *end, struct recording_scan *scan)
{
	const char *after = field + field_length(field, end);
	s64 value = RECORDING_NONE;

	if (!column->scale)
		return after;
	if (field < after) {
		if (fixed_parse(field, after, &value) != after)
			return NULL;
		value = scale_value(value, column->scale);
	}
	((s64 *)((char *)scan + column->offset))[column->rail] = value;
	return after;
}

static enum recording_item parse_scan(struct recording *recording, const char *line,
				      const char *end)
{
	struct recording_scan *scan = &recording->scan;
	s64 before = scan->time_us;
	u32 column = 0;

	line = fixed_parse(line, end, &scan->time_us);
	if (!line)
		return bad_line(recording, "the line does not start with a time");
	if (scan->time_us > TIME_MAX_US || scan->time_us < -TIME_MAX_US)
		return bad_line(recording, "the time is beyond thirty years");
	if (scan->time_us < before)
		return bad_line(recording, "time runs backwards");
	for (; line < end && column < recording->column_count; column++) {
		if (*line++ != ',')
			return bad_line(recording, "a field is not a number");
		line = parse_field(&recording->columns[column], line, end, scan);
		if (!line)
			return bad_line(recording, "a field is not a number");
	}
	if (line != end || column != recording->column_count)
		return bad_line(recording, "the line has not as many fields as columns");
	return RECORDING_SCAN;
}

/* Copies the next word of @text to @word, as much as fits; returns the text behind it. */
static const char *copy_word(const char *text, char *word, size_t size)
{
	size_t len;

	text += strspn(text, " ");
	len = strcspn(text, " ");
	snprintf(word, size, "%.*s", (int)len, text);
	return text + len;
}

/* Parses "# alarm: TIME RAIL KIND"; false for other marks. */
static bool parse_alarm(struct recording *recording, const char *line, size_t len)
{
	char words[RECORDING_NAME + 64], name[RECORDING_NAME];
	struct recording_alarm *alarm = &recording->alarm;
	const char *rest;
	int rail;

	snprintf(words, sizeof(words), "%.*s", (int)len, line);
	if (strncmp(words, "# alarm: ", 9) != 0)
		return false;
	rest = fixed_parse(words + 9, words + strlen(words), &alarm->time_us);
	if (!rest)
		return false;
	rest = copy_word(rest, name, sizeof(name));
	copy_word(rest, alarm->kind, sizeof(alarm->kind));
	text_clean(name);
	rail = recording_find_rail(recording, name);
	alarm->rail = (u32)rail;
	return rail >= 0 && *alarm->kind;
}

enum recording_item recording_next(struct recording *recording)
{
	size_t len;
	char *line;

	recording->reason = NULL;
	while ((line = next_line(recording, &len))) {
		if (!len)
			continue;
		if (line[0] != '#')
			return parse_scan(recording, line, line + len);
		if (parse_alarm(recording, line, len))
			return RECORDING_ALARM;
	}
	if (ferror(recording->file))
		recording->reason = "the file could not be read";
	return recording->reason ? RECORDING_BAD : RECORDING_END;
}

void recording_close(struct recording *recording)
{
	for (u32 i = 0; i < recording->note_count; i++)
		free(recording->notes[i]);
	free(recording->columns);
	free(recording->buffer);
	*recording = (struct recording){ 0 };
}
