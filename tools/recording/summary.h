/* SPDX-License-Identifier: GPL-2.0-only */
/* The figures that "railglow record" prints at the end. */
#ifndef RAILGLOW_TOOLS_RECORDING_SUMMARY_H
#define RAILGLOW_TOOLS_RECORDING_SUMMARY_H

#include <stdio.h>

#include "core/port.h"
#include "tools/recording/statistics.h"

/**
 * record_summary_text() - print figures of each rail as a table
 * @statistics: the figures
 * @rails: names of the rails
 * @dropped: number of scans that are missing
 * @out: stream that is written
 */
void record_summary_text(const struct statistics *statistics, const struct recording_rail *rails,
			 u64 dropped, FILE *out);

/** record_summary_json() - print the same as JSON on standard output. */
void record_summary_json(const struct statistics *statistics, const struct recording_rail *rails,
			 u64 dropped);

#endif /* RAILGLOW_TOOLS_RECORDING_SUMMARY_H */
