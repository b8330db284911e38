/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The trace of an LED: the levels that a simulated board saw, and how they compare with the
 * pattern.
 */
#ifndef RAILGLOW_TOOLS_LED_TRACE_H
#define RAILGLOW_TOOLS_LED_TRACE_H

#include <stdio.h>

#include "core/port.h"
#include "tools/led/pattern.h"

/** struct led_change - the LED was set to @level at @time_ns */
struct led_change {
	u64 time_ns;
	u32 level;
};

/**
 * struct led_trace - every change of one LED, in order of time
 * @changes: the changes, owned by the trace
 * @count: number of changes
 */
struct led_trace {
	struct led_change *changes;
	size_t count;
};

/**
 * struct led_periods - distances between equal phases of a trace
 * @count: number of distances that were measured; 0 if the trace is too short
 * @mean_ns: their mean length
 */
struct led_periods {
	size_t count;
	double mean_ns;
};

/**
 * led_trace_read() - read "time_ns level" lines
 * @trace: filled in; free with led_trace_free()
 * @file: open stream; lines starting with '#' are skipped
 *
 * Return: 0; -EINVAL for any other line, or times that run backwards; -ENOMEM; or the stream's
 * error.
 */
int __must_check led_trace_read(struct led_trace *trace, FILE *file);
void led_trace_free(struct led_trace *trace);

/**
 * led_trace_skip() - forget changes before a moment
 * @trace: the trace; the level in force at @time_ns becomes its first change
 * @time_ns: the moment
 */
void led_trace_skip(struct led_trace *trace, u64 time_ns);

/**
 * led_trace_level() - the level at a time
 * @trace: a trace with at least one change
 * @time_ns: the time; before the first change counts as the first level
 */
u32 led_trace_level(const struct led_trace *trace, u64 time_ns);

/**
 * led_trace_periods() - measure the period by the phase of the fundamental
 * @trace: the trace
 *
 * Exact for a trace that repeats; where the steps of a ramp fall differently
 * in each period, off by some of a step's length over the number of periods.
 */
struct led_periods led_trace_periods(const struct led_trace *trace);

/**
 * led_trace_updates() - count how often the LED was set
 * @trace: a trace with at least one change
 * @length_ns: length of the part to look at, from its first change
 *
 * Return: number of records after the first one, up to and with @length_ns.
 */
size_t led_trace_updates(const struct led_trace *trace, u64 length_ns);

/**
 * led_trace_level_error() - mean distance from the exact waveform
 * @trace: a trace with at least one change; its first one starts the pattern
 * @pattern: the pattern
 * @length_ns: length of the part to look at, from its first change
 *
 * Return: mean absolute distance in levels, over time, between the trace and the unrounded
 * waveform, sampled each 100 us, or at 200,000 moments of a longer stretch.
 */
double led_trace_level_error(const struct led_trace *trace, const struct pattern *pattern,
			     u64 length_ns);

#endif /* RAILGLOW_TOOLS_LED_TRACE_H */
