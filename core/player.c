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

void player_start(struct player *p, const struct waveform *wave, const struct player_timing *timing,
		  s32 repeat, struct player_origin origin)
{
	*p = (struct player){
		.wave = *wave,
		.timing = timing,
		.end_ns = end_of(origin.count_ns, wave->period_ns, repeat),
		.period_start_ns = origin.phase_ns,
	};
}

/* The position @ns after one at which the pattern was at 0. */
static u64 wrap(u64 ns, u64 period_ns)
{
	u64 position_ns;

	div64_u64_rem(ns, period_ns, &position_ns);
	return position_ns;
}

/* The same for @ns before. */
static u64 wrap_back(u64 ns, u64 period_ns)
{
	u64 left_ns = wrap(ns, period_ns);

	return left_ns ? period_ns - left_ns : 0;
}

/* Divides only if the phase was set or more than one period has passed. */
static u64 position_at(struct player *p, u64 now_ns)
{
	u64 period_ns = p->wave.period_ns;
	u64 position_ns = now_ns - p->period_start_ns;

	if ((s64)position_ns < 0)
		position_ns = wrap_back(p->period_start_ns - now_ns, period_ns);
	else if (position_ns >= 2 * period_ns)
		position_ns = wrap(position_ns, period_ns);
	else if (position_ns >= period_ns)
		position_ns -= period_ns;

	p->period_start_ns = now_ns - position_ns;
	return position_ns;
}

/* The level a finite pattern stays at, the limit from the left at its end. */
static u32 end_level(struct player *p)
{
	u64 position_ns = position_at(p, p->end_ns);

	return waveform_level_before(&p->wave, position_ns ? position_ns : p->wave.period_ns);
}

static u64 edge_slack_ns(const struct player *p)
{
	u64 limit_ns = p->wave.shortest_ms * (RG_NS_PER_MS / EDGE_SLACK_DIVISOR);

	return min(p->timing->edge_slack_ns, limit_ns);
}

static void plan_wake(const struct player *p, u64 now_ns, struct waveform_change change,
		      struct player_step *step)
{
	u64 change_ns = PLAYER_NEVER;

	/* WAVEFORM_NEVER, and what ktime cannot hold, is out of reach. */
	if (change.after_ns < PLAYER_NEVER - now_ns)
		change_ns = now_ns + change.after_ns;

	step->wake_ns = min(change_ns, p->end_ns);
	step->slack_ns = edge_slack_ns(p);
	if (change_ns < p->end_ns && change.ramp_left_ns) {
		step->slack_ns = min(p->timing->ramp_slack_ns, change.ramp_left_ns);
		step->slack_ns = min(step->slack_ns, p->end_ns - change_ns);
	}
}

u64 player_phase_of(u64 now_ns, u64 clock_ns, u64 period_ns)
{
	return now_ns + wrap_back(clock_ns, period_ns);
}

void player_set_phase(struct player *p, u64 phase_ns)
{
	p->period_start_ns = phase_ns;
}

struct player_step player_look(struct player *p, u64 now_ns)
{
	struct player_step step = { .wake_ns = PLAYER_NEVER };
	struct waveform_change change;
	u64 position_ns;

	if (now_ns >= p->end_ns) {
		step.level = end_level(p);
		return step;
	}

	position_ns = position_at(p, now_ns);
	step.running = true;
	step.level = waveform_level(&p->wave, &p->at, position_ns);
	change = waveform_next_change(&p->wave, &p->at, position_ns, step.level,
				      p->timing->interval_ns);
	plan_wake(p, now_ns, change, &step);
	return step;
}
