// SPDX-License-Identifier: GPL-2.0-only
/* When a bus that is hardly faster than the chip can read a cycle whole. */
#include "core/ina3221_window.h"

/* Cycles to look ahead; a reader that was away for longer has to ask CVRF. */
#define CYCLES_AHEAD 16

/* What so long a time by the chip's clock takes at least. */
static u64 least_ns(const struct ina3221_phase *phase, u32 typical_us)
{
	return ina3221_phase_untouched_ns(phase, 0, typical_us);
}

static u32 cycle_us(const struct ina3221_phase *phase)
{
	return phase->cycle_ns / (u32)RG_NS_PER_US;
}

static u64 cycle_min_ns(const struct ina3221_phase *phase)
{
	return least_ns(phase, cycle_us(phase));
}

static u64 cycle_max_ns(const struct ina3221_phase *phase)
{
	return div_u64((u64)phase->cycle_ns * phase->slowness_max + BIT(16) - 1, (u32)BIT(16));
}

/* When word @i of the cycle is there, at the latest. */
static u64 there_ns(const struct ina3221_window *window, const struct ina3221_plan *plan,
		    const struct ina3221_phase *phase, unsigned int i)
{
	u32 before_us = cycle_us(phase) - plan->stays_us[i];

	return window->edge_max_ns - least_ns(phase, before_us);
}

/* When word @i of the cycle is overwritten, at the earliest. */
static u64 gone_ns(const struct ina3221_window *window, const struct ina3221_plan *plan,
		   const struct ina3221_phase *phase, unsigned int i)
{
	return ina3221_phase_untouched_ns(phase, window->edge_min_ns, plan->stays_us[i]);
}

/*
 * From the bounds on its end. At the late end words are taken to be slower by
 * an eighth, for what is lost between them or around them.
 */
bool ina3221_window_open(struct ina3221_window *window, const struct ina3221_plan *plan,
			 const struct ina3221_phase *phase, const struct ina3221_speed *speed)
{
	u64 slow_word_ns = speed->word_ns + speed->word_ns / 8;
	unsigned int i;

	window->first_ns = 0;
	window->last_ns = U64_MAX;
	for (i = 0; i < plan->count; i++) {
		window->first_ns = max(window->first_ns,
				       there_ns(window, plan, phase, i) - i * (u64)speed->word_ns);
		window->last_ns =
			min(window->last_ns, gone_ns(window, plan, phase, i) -
						     (i + 1) * slow_word_ns - speed->extra_ns);
	}
	return window->first_ns <= window->last_ns;
}

static bool is_another(const struct ina3221_window *window, const struct ina3221_phase *phase,
		       u64 had_ns)
{
	return ina3221_phase_cycles(phase, had_ns, ina3221_window_edge_ns(window)) > 0;
}

static void set_pending(struct ina3221_window *window, const struct ina3221_phase *phase)
{
	window->edge_min_ns = phase->next_min_ns;
	window->edge_max_ns = phase->next_max_ns;
	window->over = false;
}

/* The one before the pending one, if there was any under the same CONFIG. */
static bool set_previous(struct ina3221_window *window, const struct ina3221_phase *phase)
{
	window->edge_min_ns = phase->next_min_ns - cycle_max_ns(phase);
	window->edge_max_ns = phase->next_max_ns - cycle_min_ns(phase);
	window->over = true;
	return phase->start_cycles > 1;
}

static void step_on(struct ina3221_window *window, const struct ina3221_phase *phase)
{
	window->edge_min_ns += cycle_min_ns(phase);
	window->edge_max_ns += cycle_max_ns(phase);
}

static bool can_read(struct ina3221_window *window, const struct ina3221_plan *plan,
		     const struct ina3221_phase *phase, u64 had_ns, u64 now_ns,
		     const struct ina3221_speed *speed)
{
	return ina3221_window_open(window, plan, phase, speed) && window->last_ns >= now_ns &&
	       is_another(window, phase, had_ns);
}

bool ina3221_window_next(struct ina3221_window *window, const struct ina3221_plan *plan,
			 const struct ina3221_phase *phase, u64 had_ns, u64 now_ns,
			 const struct ina3221_speed *speed)
{
	unsigned int i;

	if (!phase->known)
		return false;
	if (set_previous(window, phase) && can_read(window, plan, phase, had_ns, now_ns, speed))
		return true;
	set_pending(window, phase);
	for (i = 0; i < CYCLES_AHEAD; i++) {
		if (can_read(window, plan, phase, had_ns, now_ns, speed))
			return true;
		step_on(window, phase);
	}
	return false;
}

bool ina3221_window_held(const struct ina3221_window *window, const struct ina3221_plan *plan,
			 const struct ina3221_phase *phase, const struct ina3221_read_times *times)
{
	unsigned int i;

	for (i = 0; i < plan->count; i++) {
		if (times->begun_ns[i] < there_ns(window, plan, phase, i) ||
		    times->done_ns[i] >= gone_ns(window, plan, phase, i))
			return false;
	}
	return true;
}

void ina3221_window_saw(struct ina3221_window *window, bool ended, u64 begin_ns, u64 end_ns)
{
	if (ended)
		window->edge_max_ns = min(window->edge_max_ns, end_ns);
	else
		window->edge_min_ns = max(window->edge_min_ns, begin_ns);
	window->over |= ended;
}

void ina3221_plan_split(const struct ina3221_plan *plan, unsigned int words,
			struct ina3221_plan *head, struct ina3221_plan *tail)
{
	unsigned int i;

	head->count = words;
	tail->count = plan->count - words;
	for (i = 0; i < head->count; i++) {
		head->reg[i] = plan->reg[i];
		head->stays_us[i] = plan->stays_us[i];
	}
	for (i = 0; i < tail->count; i++) {
		tail->reg[i] = plan->reg[head->count + i];
		tail->stays_us[i] = plan->stays_us[head->count + i];
	}
}
