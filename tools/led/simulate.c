// SPDX-License-Identifier: GPL-2.0-only
/*
 * The levels that a pattern shows, for preview: the code of the pattern trigger, run on no LED. The
 * distance from the exact waveform is measured in trace.c; updates per second are computed in
 * tools/cmd/led_preview.c.
 */
#include "tools/led/simulate.h"

#include <errno.h>
#include <stdlib.h>

static int append_change(struct led_trace *trace, size_t *room, struct led_change change)
{
	if (trace->count == LED_SIMULATE_CHANGES_MAX)
		return -E2BIG;
	if (trace->count == *room) {
		size_t more = *room ? *room * 2 : 256;
		struct led_change *grown = realloc(trace->changes, more * sizeof(*grown));

		if (!grown)
			return -ENOMEM;
		trace->changes = grown;
		*room = more;
	}
	trace->changes[trace->count++] = change;
	return 0;
}

static int play_pattern(struct led_trace *trace, struct player *player, u64 length_ns)
{
	size_t room = 0;
	u64 now_ns = 0;
	int err = 0;

	while (!err && now_ns <= length_ns) {
		struct player_step step = player_look(player, now_ns, now_ns);

		err = append_change(trace, &room, (struct led_change){ now_ns, player->level });
		now_ns = step.wake_ns;
	}
	return err;
}

int led_simulate(struct led_trace *trace, const struct pattern *pattern,
		 const struct led_simulation *how)
{
	const struct player_origin origin = { 0 };
	struct waveform wave;
	struct player player;
	int err;

	*trace = (struct led_trace){ 0 };
	err = waveform_init(&wave, pattern->tuples, pattern->count, how->curve,
			    how->brightness_max);
	if (err)
		return err;
	player_start(&player, &wave, &how->timing, how->repeat, origin);
	err = play_pattern(trace, &player, how->length_ns);
	if (err)
		led_trace_free(trace);
	return err;
}

static int by_value(const void *left, const void *right)
{
	u32 a = *(const u32 *)left, b = *(const u32 *)right;

	return a < b ? -1 : a > b;
}

size_t led_levels_used(const struct led_trace *trace)
{
	u32 *levels = calloc(trace->count + 1, sizeof(*levels));
	size_t used = trace->count > 0;

	if (!levels)
		return 0;
	for (size_t i = 0; i < trace->count; i++)
		levels[i] = trace->changes[i].level;
	qsort(levels, trace->count, sizeof(*levels), by_value);
	for (size_t i = 1; i < trace->count; i++)
		used += levels[i] != levels[i - 1];
	free(levels);
	return used;
}
