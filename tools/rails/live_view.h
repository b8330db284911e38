/* SPDX-License-Identifier: GPL-2.0-only */
/* The live view of "railglow rails --watch". */
#ifndef RAILGLOW_TOOLS_RAILS_LIVE_VIEW_H
#define RAILGLOW_TOOLS_RAILS_LIVE_VIEW_H

#include "core/port.h"
#include "tools/cli/cli.h"
#include "tools/rails/rails.h"

/**
 * live_view_run() - show rails until the user quits
 * @rails: the rails to show
 * @interval_ns: how often to read them
 * @end_ns: for how long, U64_MAX for ever
 *
 * Full-screen on a terminal; on anything else a line for each rail and reading.
 */
enum tool_status live_view_run(struct rails *rails, u64 interval_ns, u64 end_ns);

#endif /* RAILGLOW_TOOLS_RAILS_LIVE_VIEW_H */
