// SPDX-License-Identifier: GPL-2.0-only
/*
 * Playing a pattern against a clock. The end of a finite pattern is one moment, which is computed
 * at the start; nothing is counted down.
 *
 * The next change of level is found in waveform.c. The level is set, by a clock that stands still
 * while the system sleeps, in drivers/ledtrig-pattern/trigger.c; a start after a write to repeat is
 * delayed in sysfs.c there.
 */
#include "core/player.h"

/** An edge may be late by the shortest tuple divided by this. */
#define EDGE_SLACK_DIVISOR 16

const struct player_timing player_timing_normal = {
	.interval_ns = 50 * RG_NS_PER_MS,
	.ramp_slack_ns = 4 * RG_NS_PER_MS,
	.edge_slack_ns = 1 * RG_NS_PER_MS,
};

const struct player_timing player_timing_fine = {
	.interval_ns = 16 * RG_NS_PER_MS,
	.ramp_slack_ns = 1 * RG_NS_PER_MS,
	.edge_slack_ns = 0,
};

static u64 end_of(u64 start_ns, u64 period_ns, s32 repeat)
{
	u64 length_ns;

	if (repeat < 0 || check_mul_overflow(period_ns, (u64)repeat, &length_ns) ||
	    length_ns > PLAYER_NEVER - start_ns)
		return PLAYER_NEVER;
	return start_ns + length_ns;
}

/*
 * Computes the slack of edges, one for all, so that lateness cancels out in the length of tuples.
 */
static u32 edge_slack_ns(const struct waveform *wave, const struct player_timing *timing)
{
	u32 shortest_ms = U32_MAX;
	u32 i;

	for (i = 0; i < wave->count; i++)
		if (wave->tuples[i].duration_ms)
			shortest_ms = min(shortest_ms, wave->tuples[i].duration_ms);
	return min(timing->edge_slack_ns, shortest_ms * (RG_NS_PER_MS / EDGE_SLACK_DIVISOR));
}

void player_start(struct player *p, const struct waveform *wave, const struct player_timing *timing,
		  s32 repeat, struct player_origin origin)
{
	*p = (struct player){
		.wave = *wave,
		.timing = timing,
		.phase_ns = origin.phase_ns,
		.patience_ns = origin.patience_ns,
		.end_ns = end_of(origin.start_ns, wave->period_ns, repeat),
		.edge_slack_ns = edge_slack_ns(wave, timing),
	};
}

static struct player_step plan_wake(const struct player *p, u64 now_ns,
				    struct waveform_change change)
{
	u64 slack_ns = change.ramp_left_ns ? min(p->timing->ramp_slack_ns, change.ramp_left_ns)
					   : p->edge_slack_ns;
	/* WAVEFORM_NEVER, and a time that ktime cannot hold, are past any end. */
	u64 wake_ns = now_ns + change.after_ns;

	if (p->patience_ns && change.after_ns != WAVEFORM_NEVER && change.after_ns > p->patience_ns)
		wake_ns = now_ns + p->patience_ns;
	if (wake_ns >= p->end_ns)
		return (struct player_step){ p->end_ns, p->edge_slack_ns };
	return (struct player_step){ wake_ns, min(slack_ns, p->end_ns - wake_ns) };
}

struct player_step player_look(struct player *p, u64 now_ns, u64 clock_ns)
{
	u64 passed_ns = clock_ns - p->phase_ns;
	struct waveform_change change;

	if (player_ended(p, now_ns)) {
		passed_ns -= now_ns - p->end_ns;
		p->level = waveform_level_before(&p->wave, waveform_position(&p->wave, passed_ns));
		return (struct player_step){ PLAYER_NEVER, 0 };
	}
	change = waveform_look(&p->wave, &p->place, waveform_position(&p->wave, passed_ns),
			       p->timing->interval_ns, &p->level);
	return plan_wake(p, now_ns, change);
}
