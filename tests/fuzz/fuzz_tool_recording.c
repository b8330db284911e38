// SPDX-License-Identifier: GPL-2.0-only
/*
 * Any bytes as a recording. Times never go back, rails and columns stay within what a
 * recording holds, and what is read can be measured, drawn, and played again. The first
 * byte says whether the others follow a description that is right.
 */
#include <stdio.h>
#include <stdlib.h>

#include "core/port.h"
#include "tools/picture/envelope.h"
#include "tools/recording/recording.h"
#include "tools/recording/write.h"
#include "tools/recording/replay_script.h"
#include "tests/fuzz/promise.h"

static void check_scan(const struct recording_scan *scan, u32 rails)
{
	char line[8192];

	PROMISE(recording_line_max(rails) <= sizeof(line));
	PROMISE(recording_format_scan(scan, rails, line) <= recording_line_max(rails));
}

static void check_alarm(const struct recording *recording)
{
	PROMISE(recording->alarm.rail < recording->rail_count);
	PROMISE(*recording->alarm.kind);
}

/* A file of the bytes, behind a description if the first says so. */
static FILE *open_bytes(const uint8_t *data, size_t size)
{
	static const char head[] = "# rail: A shunt_ohm=0.01\ntime_s,A_V,x,A_mA,B_A\n";
	static char text[65536];
	size_t len = *data & 1 ? strlen(head) : 0;

	size = min(size - 1, sizeof(text) - len);
	memcpy(text, head, len);
	memcpy(text + len, data + 1, size);
	return fmemopen(text, max(len + size, (size_t)1), "r");
}

/* The rest of the file, drawn and replayed as the commands do it. */
static void check_items(struct recording *recording, struct envelope *envelope)
{
	struct replay_script script = { 0 };
	enum recording_item item;
	s64 before_us = S64_MIN;
	int err = 0;

	while ((item = recording_next(recording)) == RECORDING_SCAN || item == RECORDING_ALARM) {
		if (item == RECORDING_ALARM) {
			check_alarm(recording);
			continue;
		}
		PROMISE(recording->scan.time_us >= before_us);
		check_scan(&recording->scan, recording->rail_count);
		envelope_add(envelope, &recording->scan);
		PROMISE(envelope_used(envelope) <= ENVELOPE_STRETCHES);
		if (before_us != S64_MIN && !err)
			err = replay_script_hold(&script, recording->scan.uv[0],
						 recording->scan.time_us - before_us);
		before_us = recording->scan.time_us;
	}
	PROMISE((item == RECORDING_BAD) == !!recording->reason);
	if (!err)
		err = replay_script_end(&script, true);
	PROMISE(!err || err == -E2BIG);
	free(script.text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct recording recording;
	struct envelope envelope;
	FILE *file;

	if (!size)
		return 0;
	file = open_bytes(data, size);
	if (!file)
		return 0;
	if (recording_open(&recording, file)) {
		PROMISE(recording.reason);
	} else {
		PROMISE(recording.rail_count && recording.rail_count <= RECORDING_RAILS_MAX);
		if (!envelope_begin(&envelope, recording.rail_count)) {
			check_items(&recording, &envelope);
			envelope_end(&envelope);
		}
	}
	recording_close(&recording);
	fclose(file);
	return 0;
}
