/* SPDX-License-Identifier: GPL-2.0-only */
/* Recordings that a command line names, and messages about them. */
#ifndef RAILGLOW_TOOLS_RECORDING_FILE_OPERAND_H
#define RAILGLOW_TOOLS_RECORDING_FILE_OPERAND_H

#include "tools/cli/cli.h"
#include "tools/recording/recording.h"

/**
 * recording_file_open() - open a recording named on the command line
 * @recording: filled in; recording_file_close() it, also after a failure
 * @path: the file, "-" for standard input
 */
enum tool_status recording_file_open(struct recording *recording, const char *path);
void recording_file_close(struct recording *recording);

/** recording_file_bad() - say that the line read last is wrong, and why. */
enum tool_status recording_file_bad(const struct recording *recording, const char *path);

/**
 * recording_file_select() - select rails by an option such as "VDD_CPU,VDD_IO"
 * @recording: the recording
 * @names: names between commas; NULL for all
 * @selected: set for each rail of the recording
 */
enum tool_status recording_file_select(const struct recording *recording, const char *names,
				       bool selected[RECORDING_RAILS_MAX]);

#endif /* RAILGLOW_TOOLS_RECORDING_FILE_OPERAND_H */
