// SPDX-License-Identifier: GPL-2.0-only
#include "tools/recording/out.h"

#include <fcntl.h>
#include <unistd.h>

int record_out_open(struct record_out *out, const char *path)
{
	out->used = 0;
	out->whole = 0;
	out->fd = STDOUT_FILENO;
	if (path && strcmp(path, "-") != 0)
		out->fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	return out->fd < 0 ? -errno : 0;
}

/* Pipes and devices cannot be cut, and need not. */
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
