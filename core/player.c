// SPDX-License-Identifier: GPL-2.0-only
/*
 * Playing a pattern against a clock. A finite pattern's end is one moment,
 * worked out at the start; nothing is counted down.
 */
#include "core/player.h"

/** An edge may be late by this part of the shortest tuple. */
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

static u64 end_of(u64 count_ns, u64 period_ns, s32 repeat)
{
	if (repeat < 0 || div64_u64(PLAYER_NEVER - count_ns, period_ns) < (u64)repeat)
		return PLAYER_NEVER;
	return count_ns + period_ns * (u64)repeat;
}

/* The same for every edge, so that lateness cancels out in the length of tuples. */
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
		.at.start_ns = origin.phase_ns,
		.timing = timing,
		.end_ns = end_of(origin.count_ns, wave->period_ns, repeat),
		.edge_slack_ns = edge_slack_ns(wave, timing),
	};
}

u64 player_phase_of(u64 now_ns, u64 clock_ns, u64 period_ns)
{
	return now_ns + waveform_modulo(-(s64)clock_ns, period_ns);
}

void player_set_phase(struct player *p, u64 phase_ns)
{
	p->at = (struct waveform_at){ .start_ns = phase_ns };
}

static struct player_step plan(const struct player *p, u64 now_ns, struct waveform_change change)
{
	/* WAVEFORM_NEVER, and what ktime cannot hold, is past any end. */
	u64 wake_ns = now_ns + change.after_ns;
	u64 slack_ns;

	if (wake_ns >= p->end_ns)
		return (struct player_step){ p->end_ns, p->edge_slack_ns };
	if (!change.ramp_left_ns)
		return (struct player_step){ wake_ns, p->edge_slack_ns };

	slack_ns = min(p->timing->ramp_slack_ns, change.ramp_left_ns);
	return (struct player_step){ wake_ns, min(slack_ns, p->end_ns - wake_ns) };
}

/* The level it stays at is the limit from the left at the end. */
static noinline struct player_step look_thoroughly(struct player *p, u64 now_ns)
{
	struct waveform_change change;

	if (player_ended(p, now_ns)) {
		p->level = waveform_level_before(&p->wave, &p->at, p->end_ns);
		return (struct player_step){ PLAYER_NEVER, 0 };
	}
	change = waveform_look(&p->wave, &p->at, now_ns, p->timing->interval_ns, &p->level);
	return plan(p, now_ns, change);
}

struct player_step player_look_within(struct player *p, u64 now_ns)
{
	struct waveform_change change;

	if (!waveform_glance(&p->wave, &p->at, now_ns - p->at.start_ns, p->timing->interval_ns,
			     &p->level, &change))
		return look_thoroughly(p, now_ns);
	return plan(p, now_ns, change);
}

static noinline struct player_step look_at_ramp(struct player *p, u64 now_ns)
{
	waveform_begin(&p->wave, &p->at);
	return player_look_within(p, now_ns);
}

struct player_step player_look_past(struct player *p, u64 now_ns)
{
	struct waveform_change change;

	if (player_ended(p, now_ns) || !waveform_is_next(&p->wave, &p->at, now_ns))
		return look_thoroughly(p, now_ns);
	if (waveform_ramps(&p->wave, p->at.next))
		return look_at_ramp(p, now_ns);
	if (!waveform_step(&p->wave, &p->at, now_ns, &p->level, &change))
		return look_thoroughly(p, now_ns);
	return plan(p, now_ns, change);
}
