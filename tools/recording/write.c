// SPDX-License-Identifier: GPL-2.0-only
/*
 * Writes recordings: the head with names and units, a line for each scan and alarm; the file is
 * never left with half a line. A comma or quote in a label becomes "_". Time 0, the start by the
 * wall clock and a broken pipe are handled in record.c; equal labels are told apart in
 * tools/cmd/record.c.
 */
#include "tools/recording/write.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#include "tools/cli/quantity.h"

#define TIME_DECIMALS 6
#define VOLT_DECIMALS 3
#define AMPERE_DECIMALS 6

void recording_clean_name(char *name)
{
	if (!*name)
		snprintf(name, 2, "_");
	for (; *name; name++) {
		if (*name == ',' || *name == '"' || *name == ' ' || *name == '#' ||
		    (unsigned char)*name < ' ')
			*name = '_';
	}
}

static void write_known(FILE *out, const char *key, double value)
{
	if (!isnan(value))
		fprintf(out, " %s=%.9g", key, value);
}

void recording_write_rails(FILE *out, const struct recording_rail *rails, u32 count)
{
	for (u32 i = 0; i < count; i++) {
		fprintf(out, "# rail: %s", rails[i].name);
		write_known(out, "shunt_ohm", rails[i].shunt_ohm);
		write_known(out, "warning_a", rails[i].warning_a);
		write_known(out, "critical_a", rails[i].critical_a);
		fputc('\n', out);
	}
	fputs("time_s", out);
	for (u32 i = 0; i < count; i++)
		fprintf(out, ",%s_V,%s_A", rails[i].name, rails[i].name);
	fputc('\n', out);
}

static void write_chips(FILE *out, const struct recording_head *head)
{
	const char *last = "";

	for (u32 i = 0; i < head->count; i++) {
		if (strcmp(head->chips[i], last) != 0)
			fprintf(out, "%s%s", *last ? ", " : "# chip: ", head->chips[i]);
		last = head->chips[i];
	}
	fputc('\n', out);
}

void recording_write_head(FILE *out, const struct recording_head *head)
{
	fputs("# railglow recording 1\n", out);
	write_chips(out, head);
	fprintf(out, "# clock: monotonic, started at %lld.%06lld s since 1970\n",
		(long long)head->started_us / 1000000, (long long)head->started_us % 1000000);
	fprintf(out, "# source: %s\n", head->source);
	if (head->sampling_hz > 0)
		fprintf(out, "# sampling_frequency: %.6f\n", head->sampling_hz);
	if (head->kept_hz > 0)
		fprintf(out, "# rate: %.6f\n", head->kept_hz);
	for (size_t i = 0; i < ARRAY_SIZE(head->notes); i++) {
		if (head->notes[i] && *head->notes[i])
			fprintf(out, "# %s\n", head->notes[i]);
	}
	recording_write_rails(out, head->rails, head->count);
}

void recording_format_alarm(s64 time_us, const char *rail, const char *kind, char *out)
{
	char seconds[FIXED_TEXT + 1];

	seconds[fixed_write(seconds, time_us, TIME_DECIMALS)] = '\0';
	snprintf(out, RECORDING_MARK, "# alarm: %s %s %s\n", seconds, rail, kind);
}

size_t recording_line_max(u32 count)
{
	return (FIXED_TEXT + 1) * (2 * (size_t)count + 1);
}

static char *write_field(char *out, s64 value, int decimals)
{
	*out++ = ',';
	return value == RECORDING_NONE ? out : out + fixed_write(out, value, decimals);
}

size_t recording_format_scan(const struct recording_scan *scan, u32 count, char *out)
{
	char *start = out;

	out += fixed_write(out, scan->time_us, TIME_DECIMALS);
	for (u32 i = 0; i < count; i++) {
		out = write_field(out, scan->uv[i], VOLT_DECIMALS);
		out = write_field(out, scan->ua[i], AMPERE_DECIMALS);
	}
	*out++ = '\n';
	return (size_t)(out - start);
}

int record_out_open(struct record_out *out, const char *path)
{
	out->used = 0;
	out->whole = 0;
	out->fd = STDOUT_FILENO;
	if (path && strcmp(path, "-") != 0)
		out->fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	return out->fd < 0 ? -errno : 0;
}

/* Cuts the file after its last whole line; pipes and devices cannot be cut, and need not. */
static void cut_to_whole_lines(struct record_out *out, size_t written)
{
	size_t len = written;

	while (len && out->bytes[len - 1] != '\n')
		len--;
	if (ftruncate(out->fd, out->whole + (off_t)len))
		return;
	out->whole += (off_t)len;
}

int record_out_flush(struct record_out *out)
{
	size_t done = 0;

	while (done < out->used) {
		ssize_t put = write(out->fd, out->bytes + done, out->used - done);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0) {
			int err = -errno;

			cut_to_whole_lines(out, done);
			out->used = 0;
			return err;
		}
		done += (size_t)put;
	}
	out->whole += (off_t)done;
	out->used = 0;
	return 0;
}

int record_out_text(struct record_out *out, const char *text)
{
	size_t len = strlen(text);
	int err = 0;

	if (len > RECORD_OUT_BYTES)
		return -E2BIG;
	if (out->used + len > RECORD_OUT_BYTES)
		err = record_out_flush(out);
	if (err)
		return err;
	memcpy(out->bytes + out->used, text, len);
	out->used += len;
	return 0;
}

int record_out_scan(struct record_out *out, const struct recording_scan *scan, u32 rails)
{
	int err = 0;

	if (out->used + recording_line_max(rails) > RECORD_OUT_BYTES)
		err = record_out_flush(out);
	if (!err)
		out->used += recording_format_scan(scan, rails, out->bytes + out->used);
	return err;
}

int record_out_close(struct record_out *out)
{
	int err = record_out_flush(out);

	if (out->fd != STDOUT_FILENO && close(out->fd) && !err)
		err = -errno;
	return err;
}
