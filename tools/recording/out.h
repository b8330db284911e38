/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where a recording goes: whole lines only, however the disk fills up. What did
 * not fit is cut off after the last complete line.
 */
#ifndef RAILGLOW_TOOLS_RECORDING_OUT_H
#define RAILGLOW_TOOLS_RECORDING_OUT_H

#include <sys/types.h>

#include "tools/recording/recording.h"

/** Bytes kept before they are written. */
#define RECORD_OUT_BYTES 65536

/**
 * struct record_out - a file being written
 * @fd: the file
 * @used: bytes kept
 * @whole: of the file, bytes that are whole lines
 * @bytes: kept
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

/** record_out_flush() - write what is kept; 0 or the error met. */
int __must_check record_out_flush(struct record_out *out);

/** record_out_close() - flush and close; 0 or the error met. */
int __must_check record_out_close(struct record_out *out);

#endif /* RAILGLOW_TOOLS_RECORDING_OUT_H */
