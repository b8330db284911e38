// SPDX-License-Identifier: GPL-2.0-only
#include "tools/guard/rules.h"

void guard_note(struct guard_state *state, u32 rule, bool raised, u64 now_ns)
{
	if (raised || state->raised[rule])
		state->last_ns[rule] = now_ns;
	state->seen[rule] |= raised;
	state->raised[rule] = raised;
}

static bool is_active(const struct guard_config *config, const struct guard_state *state, u32 rule,
		      u64 now_ns)
{
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
