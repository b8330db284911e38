/* SPDX-License-Identifier: GPL-2.0-only */
/* The running guard: alarms in, patterns out. */
#ifndef RAILGLOW_TOOLS_GUARD_GUARD_H
#define RAILGLOW_TOOLS_GUARD_GUARD_H

#include <stdbool.h>

#include "tools/cli/cli.h"
#include "tools/guard/config.h"

/**
 * guard_run() - watch and play until told to stop
 * @config: rules and LEDs; replaced when a reload succeeds
 * @path: where that is written, for messages
 * @reload: called on SIGHUP: fills in a new configuration and returns 0, or
 *	says what is wrong and returns an error, and the old one stays
 * @context: given to @reload
 * @verbose: say what is played
 *
 * Chips and LEDs may come and go. LEDs are left as they were found, also those that a guard
 * which was killed had left behind.
 */
enum tool_status guard_run(struct guard_config *config, const char *path,
			   int (*reload)(void *context, struct guard_config *config), void *context,
			   bool verbose);

#endif /* RAILGLOW_TOOLS_GUARD_GUARD_H */
