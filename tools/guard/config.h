/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a guard watches for, and what its LEDs play then. A text of lines:
 *
 *	# what LEDs play when all is well
 *	idle status breathe
 *	# while a rail is in trouble
 *	when VDD_CPU warning  status double-blink  priority 5  hold 3s
 *	when VDD_CPU critical status alarm         priority 10 hold 10s
 *	when VIN power-lost   status "morse:SOS"   priority 20
 *
 * Words with blanks are put in double quotes; '#' starts a comment.
 */
#ifndef RAILGLOW_TOOLS_GUARD_CONFIG_H
#define RAILGLOW_TOOLS_GUARD_CONFIG_H

#include "tools/rails/rails.h"

#define GUARD_RULES_MAX 256
#define GUARD_LEDS_MAX 32
/** Room for a pattern's source. */
#define GUARD_PATTERN 1024
/** Room for a sentence about what is wrong. */
#define GUARD_REASON 320
/** Longest text of a configuration, in bytes. */
#define GUARD_TEXT_MAX 262144
/** Longest holding time. */
#define GUARD_HOLD_MAX_S 86400

/**
 * struct guard_rule - "while this rail is in that state"
 * @rail: its name, as rails_find() takes it
 * @alarm: which of its alarms
 * @led: index of the LED
 * @pattern: what that plays
 * @priority: the highest of an LED's active rules wins, of equals the first
 * @hold_ns: for how long after the alarm the rule stays active
 * @line: of the text
 */
struct guard_rule {
	char rail[RAIL_NAME * 2];
	enum rail_value alarm;
	u32 led;
	char pattern[GUARD_PATTERN];
	u32 priority;
	u64 hold_ns;
	u32 line;
};

/** struct guard_led - an LED and what it plays when all is well, empty: nothing */
struct guard_led {
	char name[RAIL_NAME];
	char idle[GUARD_PATTERN];
};

/** struct guard_config - all of it */
struct guard_config {
	struct guard_rule rules[GUARD_RULES_MAX];
	u32 rule_count;
	struct guard_led leds[GUARD_LEDS_MAX];
	u32 led_count;
};

/** struct guard_error - what is wrong with a text, and where */
struct guard_error {
	u32 line;
	char reason[GUARD_REASON];
};

/**
 * guard_config_parse() - check a text and take it over
 * @config: filled in; undefined on errors
 * @text: the text
 * @error: filled in on errors
 *
 * Patterns are looked up, so that a misspelt name is found before it is needed.
 *
 * Return: 0 or -EINVAL.
 */
int __must_check guard_config_parse(struct guard_config *config, const char *text,
				    struct guard_error *error);

/** guard_alarm_name() - how a rule calls an alarm. */
const char *guard_alarm_name(enum rail_value alarm);

#endif /* RAILGLOW_TOOLS_GUARD_CONFIG_H */
