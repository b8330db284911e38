// SPDX-License-Identifier: GPL-2.0-only
/* Decides which rule an LED follows now: priorities, "for" and "hold". */
#include "tools/guard/rules.h"

#include <math.h>

/** How often to measure where no rule wants it more often, and how often at most. */
#define MEASURE_NS (100 * RG_NS_PER_MS)
#define MEASURE_LEAST_NS (10 * RG_NS_PER_MS)
/** Measurements within the time of a rule. */
#define MEASURES 4

void guard_note(struct guard_state *state, u32 rule, bool raised, u64 now_ns)
{
	if (raised || state->raised[rule])
		state->last_ns[rule] = now_ns;
	state->seen[rule] |= raised;
	state->raised[rule] = raised;
}

static bool is_beyond(const struct guard_measure *measure, double value)
{
	return measure->under ? value < measure->limit : value > measure->limit;
}

enum guard_outcome guard_outcome_of(const struct guard_measure *measure, double least, double most)
{
	bool of_least = is_beyond(measure, least), of_most = is_beyond(measure, most);

	if (of_least != of_most || isnan(least) || isnan(most))
		return GUARD_DEPENDS;
	return of_least ? GUARD_ALWAYS : GUARD_NEVER;
}

void guard_measured(const struct guard_config *config, struct guard_state *state, u32 rule,
		    double value, u64 now_ns)
{
	const struct guard_measure *measure = &config->rules[rule].measure;
	u32 *beyond = &state->beyond[rule];
	bool enough;

	*beyond = is_beyond(measure, value) ? min(*beyond + 1, (u32)MEASURES) : 0;
	if (*beyond == 1)
		state->since_ns[rule] = now_ns;
	/* A loop that was held up has looked less often than it meant to. */
	enough = *beyond >= (measure->for_ns ? MEASURES : 1) &&
		 now_ns - state->since_ns[rule] >= measure->for_ns;
	guard_note(state, rule, enough, now_ns);
}

u64 guard_measure_every_ns(const struct guard_config *config)
{
	u64 every_ns = U64_MAX;

	for (u32 i = 0; i < config->rule_count; i++) {
		u64 wanted_ns = config->rules[i].measure.for_ns / MEASURES;

		if (!config->rules[i].measure.used)
			continue;
		wanted_ns = wanted_ns ? max_t(u64, wanted_ns, MEASURE_LEAST_NS) : MEASURE_NS;
		every_ns = min(every_ns, min_t(u64, wanted_ns, MEASURE_NS));
	}
	return every_ns;
}

static bool is_active(const struct guard_config *config, const struct guard_state *state, u32 rule,
		      u64 now_ns)
{
	if (state->unfit[rule])
		return false;
	if (state->raised[rule])
		return true;
	return state->seen[rule] && now_ns < state->last_ns[rule] + config->rules[rule].hold_ns;
}

int guard_decide(const struct guard_config *config, const struct guard_state *state, u32 led,
		 u64 now_ns)
{
	int best = GUARD_IDLE;

	for (u32 i = 0; i < config->rule_count; i++) {
		if (config->rules[i].led != led || !is_active(config, state, i, now_ns))
			continue;
		if (best == GUARD_IDLE || config->rules[i].priority > config->rules[best].priority)
			best = (int)i;
	}
	return best;
}

u64 guard_next_ns(const struct guard_config *config, const struct guard_state *state, u64 now_ns)
{
	u64 next_ns = U64_MAX;

	for (u32 i = 0; i < config->rule_count; i++) {
		if (!state->raised[i] && is_active(config, state, i, now_ns))
			next_ns = min(next_ns, state->last_ns[i] + config->rules[i].hold_ns);
	}
	return next_ns;
}
