/* SPDX-License-Identifier: GPL-2.0-only */
/* Which rule an LED follows: a pure function of alarms and time. */
#ifndef RAILGLOW_TOOLS_GUARD_RULES_H
#define RAILGLOW_TOOLS_GUARD_RULES_H

#include "tools/guard/config.h"

/** No rule of an LED is active: all is well. */
#define GUARD_IDLE (-1)

/**
 * struct guard_state - what has been seen
 * @raised: by rule: is its alarm raised?
 * @seen: by rule: has it ever been?
 * @last_ns: by rule: when it was raised last
 */
struct guard_state {
	bool raised[GUARD_RULES_MAX];
	bool seen[GUARD_RULES_MAX];
	u64 last_ns[GUARD_RULES_MAX];
};

/**
 * guard_note() - an alarm was raised, or is over
 * @state: zeroed at first
 * @rule: index of a rule it belongs to
 * @raised: which of the two
 * @now_ns: when
 */
void guard_note(struct guard_state *state, u32 rule, bool raised, u64 now_ns);

/**
 * guard_decide() - the rule an LED follows
 * @config: the rules
 * @state: what has been seen
 * @led: index of the LED
 * @now_ns: now
 *
 * Return: index of the rule, or GUARD_IDLE.
 */
int guard_decide(const struct guard_config *config, const struct guard_state *state, u32 led,
		 u64 now_ns);

/** guard_next_ns() - when a holding time next ends; U64_MAX if none runs. */
u64 guard_next_ns(const struct guard_config *config, const struct guard_state *state, u64 now_ns);

#endif /* RAILGLOW_TOOLS_GUARD_RULES_H */
