/* SPDX-License-Identifier: GPL-2.0-only */
/* Which rule an LED follows: a pure function of alarms and time. */
#ifndef RAILGLOW_TOOLS_GUARD_RULES_H
#define RAILGLOW_TOOLS_GUARD_RULES_H

#include <stdbool.h>

#include "core/port.h"
#include "tools/guard/config.h"

/** No rule of an LED is active: all is well. */
#define GUARD_IDLE (-1)

/**
 * struct guard_state - the past, as far as rules need it
 * @raised: by rule: is its alarm raised?
 * @seen: by rule: has it ever been?
 * @last_ns: by rule: when it was raised last
 * @beyond: by rule: how many measurements in a row were beyond its limit up to now ...
 * @since_ns: ... and since when
 * @unfit: by rule: its LED cannot play it
 */
struct guard_state {
	bool raised[GUARD_RULES_MAX];
	bool seen[GUARD_RULES_MAX];
	u64 last_ns[GUARD_RULES_MAX];
	u32 beyond[GUARD_RULES_MAX];
	u64 since_ns[GUARD_RULES_MAX];
	bool unfit[GUARD_RULES_MAX];
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
 * guard_measured() - the value that a rule is about was measured
 * @config: the rules
 * @state: zeroed at first
 * @rule: index of the rule
 * @value: the value; NAN, as a rail that is off has it, is beyond nothing
 * @now_ns: when
 *
 * The rule holds once the value has been beyond its limit in all measurements of its time, which
 * are four or more if it has one.
 */
void guard_measured(const struct guard_config *config, struct guard_state *state, u32 rule,
		    double value, u64 now_ns);

/** enum guard_outcome - what a rule comes to, whatever is measured */
enum guard_outcome {
	GUARD_DEPENDS,
	GUARD_NEVER,
	GUARD_ALWAYS,
};

/**
 * guard_outcome_of() - does a rule depend on what is measured at all?
 * @measure: what the rule measures
 * @least: the least that can be measured; NAN if that is not known
 * @most: the most
 */
enum guard_outcome guard_outcome_of(const struct guard_measure *measure, double least, double most);

/**
 * guard_measure_every_ns() - how often to measure for the rules; U64_MAX for never
 * @config: the rules
 *
 * Often enough for the shortest time in them.
 */
u64 guard_measure_every_ns(const struct guard_config *config);

/**
 * guard_decide() - the rule an LED follows
 * @config: the rules
 * @state: the past
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
