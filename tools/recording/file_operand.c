// SPDX-License-Identifier: GPL-2.0-only
/*
 * Opens the recording that a command line names, and says what is wrong with it. Lines are parsed,
 * and wrong ones found, in read.c.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "tools/recording/file_operand.h"

#include "core/port.h"

enum tool_status recording_file_bad(const struct recording *recording, const char *path)
{
	return cli_fail(TOOL_FAILED, "%s:%" PRIu64 ": %s", path, recording->line,
			recording->reason);
}

enum tool_status recording_file_open(struct recording *recording, const char *path)
{
	FILE *file = strcmp(path, "-") ? fopen(path, "re") : stdin;
	int err;

	*recording = (struct recording){ 0 };
	if (!file)
		return cli_fail(errno == ENOENT ? TOOL_ABSENT : TOOL_FAILED, "%s: %s", path,
				strerror(errno));
	err = recording_open(recording, file);
	if (!err)
		return TOOL_OK;
	if (err == -EINVAL)
		return recording_file_bad(recording, path);
	return cli_fail(TOOL_FAILED, "%s: %s", path, strerror(-err));
}

void recording_file_close(struct recording *recording)
{
	if (recording->file && recording->file != stdin)
		fclose(recording->file);
	recording_close(recording);
}

enum tool_status recording_file_select(const struct recording *recording, const char *names,
				       bool selected[RECORDING_RAILS_MAX])
{
	for (u32 i = 0; i < RECORDING_RAILS_MAX; i++)
		selected[i] = !names && i < recording->rail_count;
	if (names && !names[strspn(names, ",")])
		return cli_fail(TOOL_USAGE, "--rails: \"%s\" names no rail", names);
	while (names && *names) {
		size_t len = strcspn(names, ",");
		char name[RECORDING_NAME];
		int rail;

		snprintf(name, sizeof(name), "%.*s", (int)min(len, sizeof(name) - 1), names);
		rail = recording_find_rail(recording, name);
		if (rail < 0)
			return cli_fail(TOOL_ABSENT,
					"the recording has no rail \"%s\"; its first is \"%s\"",
					name, recording->rails[0].name);
		selected[rail] = true;
		names += len + (names[len] == ',');
	}
	return TOOL_OK;
}
