/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Scans of rails as they come: through the chip's IIO buffer where the driver has one, which loses
 * none at the chip's own rate; otherwise by reading hwmon at intervals.
 */
#ifndef RAILGLOW_TOOLS_RECORDING_CAPTURE_H
#define RAILGLOW_TOOLS_RECORDING_CAPTURE_H

#include <stdbool.h>

#include "core/port.h"
#include "tools/rails/rails.h"
#include "tools/recording/recording.h"

/** Room for a line about the chip's settings. */
#define CAPTURE_NOTE 160

struct capture;

/**
 * struct capture_settings - properties of a capture
 * @buffered: scans come through IIO
 * @no_library: they would, if libiio were installed
 * @rate_hz: scans per second
 * @shunt_ohm: shunt of each rail, NAN if not known
 * @notes: settings of the chip, a line each, for the description
 */
struct capture_settings {
	bool buffered;
	bool no_library;
	double rate_hz;
	double shunt_ohm[RECORDING_RAILS_MAX];
	char notes[4][CAPTURE_NOTE];
};

/** Called for each scan; a result other than 0 ends the reading. */
typedef int (*capture_scan)(void *context, const struct recording_scan *scan);

/**
 * capture_open() - start a capture
 * @capture: set on success; close with capture_close()
 * @rails: rails to capture; IIO is used if all are of one chip
 * @rate_hz: rate at which hwmon is read; 0 for the default
 * @settings: filled in
 *
 * Return: 0; -EBUSY if another program captures; or the error met.
 */
int __must_check capture_open(struct capture **capture, struct rails *rails, double rate_hz,
			      struct capture_settings *settings);

/**
 * capture_read() - hand over the scans that have come
 * @capture: the capture
 * @now_ns: CLOCK_MONOTONIC
 * @scan: called for each; times are CLOCK_MONOTONIC in us
 * @context: given to @scan
 *
 * Return: 0; -ENODEV if the chip is gone; the error met, or what @scan returned.
 */
int capture_read(struct capture *capture, u64 now_ns, capture_scan scan, void *context);

/**
 * capture_drain() - hand over the scans that are there, even before capture_next_ns()
 * @capture: the capture
 * @scan: called for each
 * @context: given to @scan
 *
 * Return: as capture_read().
 */
int __must_check capture_drain(struct capture *capture, capture_scan scan, void *context);

/** capture_next_ns() - CLOCK_MONOTONIC at which capture_read() should be called next. */
u64 capture_next_ns(const struct capture *capture);
void capture_close(struct capture *capture);

#endif /* RAILGLOW_TOOLS_RECORDING_CAPTURE_H */
