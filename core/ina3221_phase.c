// SPDX-License-Identifier: GPL-2.0-only
/* Where in its conversion cycle an INA3221 is. */
#include "core/ina3221_phase.h"

#define SLOWNESS_SHIFT 16
#define SLOWNESS_ONE ((u32)BIT(SLOWNESS_SHIFT))
/* The datasheet has no minimum; its maximum is 10 % over typical. */
#define SLOWNESS_MIN (SLOWNESS_ONE - SLOWNESS_ONE / 10 - 1)
#define SLOWNESS_MAX (SLOWNESS_ONE + SLOWNESS_ONE / 10 + 1)
/* Distrust of what was learnt, for drift with temperature: 0.1 % each way. */
#define SLOWNESS_DRIFT (SLOWNESS_ONE / 1024)
/* As well known as is worth waiting for: bounds stay close for some ten cycles. */
#define SLOWNESS_TUNED (SLOWNESS_ONE / 160)
/* Learning from a longer time than this would ignore the drift. */
#define START_CYCLES_MAX 4096

static u64 slow_ns(u64 typical_ns, u32 slowness)
{
	return typical_ns * slowness >> SLOWNESS_SHIFT;
}

static u64 cycle_min_ns(const struct ina3221_phase *p)
{
	return slow_ns(p->cycle_ns, p->slowness_min);
}

static u64 cycle_max_ns(const struct ina3221_phase *p)
{
	return slow_ns(p->cycle_ns, p->slowness_max);
}

static void forget_oscillator(struct ina3221_phase *p)
{
	p->slowness_min = SLOWNESS_MIN;
	p->slowness_max = SLOWNESS_MAX;
}

void ina3221_phase_init(struct ina3221_phase *p)
{
	memset(p, 0, sizeof(*p));
	forget_oscillator(p);
}

void ina3221_phase_forget(struct ina3221_phase *p)
{
	p->known = false;
}

/* A cycle ended between these times; the one after it is now pending. */
static void set_edge(struct ina3221_phase *p, u64 min_ns, u64 max_ns)
{
	p->next_min_ns = min_ns + cycle_min_ns(p);
	p->next_max_ns = max_ns + cycle_max_ns(p);
	p->missed = false;
}

static void set_start(struct ina3221_phase *p, u64 min_ns, u64 max_ns)
{
	p->start_min_ns = min_ns;
	p->start_max_ns = max_ns;
	p->start_cycles = 1;
}

static u32 first_step_us(u16 config)
{
	if (ina3221_converts_shunt(config))
		return ina3221_ct_typ_us[FIELD_GET(INA3221_CONFIG_SHUNT_CT, config)];
	return ina3221_ct_typ_us[FIELD_GET(INA3221_CONFIG_BUS_CT, config)];
}

void ina3221_phase_started(struct ina3221_phase *p, u16 config, u64 begin_ns, u64 end_ns)
{
	u64 awake_ns = end_ns + INA3221_WAKE_US * RG_NS_PER_US;

	p->cycle_ns = ina3221_cycle_typ_us(config) * (u32)RG_NS_PER_US;
	p->step_ns = first_step_us(config) * (u32)RG_NS_PER_US;
	p->known = p->cycle_ns != 0;
	p->armed = true;
	set_start(p, begin_ns, awake_ns);
	set_edge(p, begin_ns, awake_ns);
}

/* CVRF may have been set by one of those that passed: no longer telling. */
static void pass_cycles(struct ina3221_phase *p, u64 cycles)
{
	p->armed = false;
	p->missed = false;
	p->next_min_ns += cycles * cycle_min_ns(p);
	p->next_max_ns += cycles * cycle_max_ns(p);
	p->start_cycles = (u32)min_t(u64, p->start_cycles + cycles, U32_MAX);
}

/*
 * Move on to the first cycle that may end after @now_ns. One that was looked
 * for in vain is looked for again instead: it may show that the bounds are wrong.
 */
static void pass_until(struct ina3221_phase *p, u64 now_ns)
{
	u64 patience_ns = p->missed ? p->step_ns : 0;

	if (p->next_max_ns + patience_ns <= now_ns)
		pass_cycles(p, 1 + div64_u64(now_ns - p->next_max_ns, cycle_max_ns(p)));
}

/* What so many cycles took says how slow the oscillator is. */
static void learn_oscillator(struct ina3221_phase *p, u64 edge_min_ns, u64 edge_max_ns)
{
	u64 typical_ns = (u64)p->start_cycles * p->cycle_ns;
	u64 most_ns = edge_max_ns - p->start_min_ns;
	u64 least_ns = 0;
	u32 least, most;

	if (p->start_cycles > START_CYCLES_MAX)
		return;
	if (edge_min_ns > p->start_max_ns)
		least_ns = edge_min_ns - p->start_max_ns;
	least = (u32)div64_u64(least_ns << SLOWNESS_SHIFT, typical_ns);
	most = (u32)div64_u64(most_ns << SLOWNESS_SHIFT, typical_ns);
	least -= min_t(u32, least, SLOWNESS_DRIFT);
	p->slowness_min = max_t(u32, p->slowness_min, least);
	p->slowness_max = min_t(u32, p->slowness_max, most + SLOWNESS_DRIFT);
	if (p->slowness_min >= p->slowness_max)
		forget_oscillator(p);
}

static void pending_ended(struct ina3221_phase *p, u64 min_ns, u64 max_ns)
{
	learn_oscillator(p, min_ns, max_ns);
	set_edge(p, min_ns, max_ns);
	if (p->start_cycles++ >= START_CYCLES_MAX)
		set_start(p, min_ns, max_ns);
}

/* Reading cleared CVRF: the next cycle to set it ends within one from then. */
static void start_from_read(struct ina3221_phase *p, u64 begin_ns, u64 end_ns)
{
	u64 longest_ns = cycle_max_ns(p);
	u64 earliest_ns = begin_ns - min(begin_ns, longest_ns);

	p->known = true;
	p->armed = true;
	set_start(p, earliest_ns, end_ns);
	set_edge(p, earliest_ns, end_ns);
	p->next_min_ns = begin_ns;
}

static void contradicted(struct ina3221_phase *p, u64 begin_ns, u64 end_ns)
{
	forget_oscillator(p);
	start_from_read(p, begin_ns, end_ns);
}

static void observe_busy(struct ina3221_phase *p, u64 begin_ns, u64 end_ns)
{
	if (begin_ns > p->next_max_ns) {
		contradicted(p, begin_ns, end_ns);
		return;
	}
	p->next_min_ns = max(p->next_min_ns, begin_ns);
	p->armed = true;
	p->missed = true;
}

static void observe_ready(struct ina3221_phase *p, u64 begin_ns, u64 end_ns)
{
	if (p->armed && p->next_min_ns > end_ns) {
		contradicted(p, begin_ns, end_ns);
		return;
	}
	if (p->armed)
		pending_ended(p, p->next_min_ns, min(p->next_max_ns, end_ns));
	pass_until(p, begin_ns);
	p->armed = true;
	/* One that may have ended just before the read cannot be told by CVRF. */
	while (p->next_min_ns < end_ns)
		pass_cycles(p, 1);
}

void ina3221_phase_observe(struct ina3221_phase *p, u64 begin_ns, u64 end_ns, bool ready)
{
	if (!p->cycle_ns)
		return;
	if (!p->known)
		start_from_read(p, begin_ns, end_ns);
	else if (ready)
		observe_ready(p, begin_ns, end_ns);
	else
		observe_busy(p, begin_ns, end_ns);
}

bool ina3221_phase_near(struct ina3221_phase *p, u64 now_ns)
{
	if (!p->known)
		return false;
	pass_until(p, now_ns);
	return p->next_max_ns - p->next_min_ns <= (p->armed ? p->step_ns : p->step_ns / 2);
}

bool ina3221_phase_followed(const struct ina3221_phase *p)
{
	return p->known && p->next_max_ns - p->next_min_ns <= p->cycle_ns - p->cycle_ns / 4;
}

bool ina3221_phase_tuned(const struct ina3221_phase *p)
{
	return p->slowness_max - p->slowness_min <= SLOWNESS_TUNED;
}

struct ina3221_aim ina3221_phase_aim(struct ina3221_phase *p, u64 now_ns, bool learn)
{
	struct ina3221_aim aim;
	u64 width_ns;

	pass_until(p, now_ns);
	width_ns = p->next_max_ns - p->next_min_ns;
	aim.edge_min_ns = p->next_min_ns;
	aim.certain = !p->armed || (!learn && !p->missed && width_ns <= p->step_ns / 4);
	if (aim.certain)
		aim.at_ns = p->next_max_ns;
	else if (p->next_max_ns <= now_ns)
		aim.at_ns = now_ns;
	else if (width_ns <= 2ULL * p->step_ns)
		aim.at_ns = p->next_min_ns + width_ns * 9 / 16;
	else
		aim.at_ns = p->next_min_ns + p->step_ns / 2;
	return aim;
}

u64 ina3221_phase_untouched_ns(const struct ina3221_phase *p, u64 edge_min_ns, u32 typical_us)
{
	return edge_min_ns + slow_ns(typical_us * RG_NS_PER_US, p->slowness_min);
}

u64 ina3221_phase_cycles(const struct ina3221_phase *p, u64 from_ns, u64 to_ns)
{
	u64 likely_ns = (cycle_min_ns(p) + cycle_max_ns(p)) / 2;

	if (!likely_ns || to_ns <= from_ns)
		return 0;
	return div64_u64(to_ns - from_ns + likely_ns / 2, likely_ns);
}
