/* SPDX-License-Identifier: GPL-2.0-only */
/* The levels that the pattern trigger will show, computed by its own code. */
#ifndef RAILGLOW_TOOLS_LED_SIMULATE_H
#define RAILGLOW_TOOLS_LED_SIMULATE_H

#include <stddef.h>

#include "core/player.h"
#include "core/port.h"
#include "tools/led/pattern.h"
#include "tools/led/trace.h"

/** Most changes that are computed. */
#define LED_SIMULATE_CHANGES_MAX 4000000

/**
 * struct led_simulation - how a pattern is played
 * @brightness_max: of the LED, at least 1
 * @curve: of the ramps
 * @timing: least time between updates
 * @repeat: number of times, -1 for ever
 * @length_ns: length of the trace
 */
struct led_simulation {
	u32 brightness_max;
	enum waveform_curve curve;
	struct player_timing timing;
	s32 repeat;
	u64 length_ns;
};

/**
 * led_simulate() - play a pattern on no LED
 * @trace: every change from time 0 on; free with led_trace_free()
 * @pattern: the pattern
 * @how: how it is played
 *
 * No timer is late here: the trace is the best that the trigger can do.
 *
 * Return: 0; -EINVAL for a pattern the LED cannot show; -E2BIG for too many changes; -ENOMEM.
 */
int __must_check led_simulate(struct led_trace *trace, const struct pattern *pattern,
			      const struct led_simulation *how);

/** led_levels_used() - number of different levels in a trace. */
size_t led_levels_used(const struct led_trace *trace);

#endif /* RAILGLOW_TOOLS_LED_SIMULATE_H */
