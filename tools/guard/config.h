/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The states that a guard watches for, and patterns its LEDs play then. A text of lines:
 *
 *	# what LEDs play when all is well
 *	idle status breathe
 *	# while a rail is in trouble
 *	when VDD_CPU warning  status double-blink  priority 5  hold 3s
 *	when VDD_CPU critical status alarm         priority 10 hold 10s
 *	when VIN minimum      status "morse:SOS"   priority 20
 *	# what the chip has no limit for, judged from measurements
 *	when VIN under 4.75V  status alarm
 *	when VDD_CPU over 2.5A for 200ms status flash
 *
 * Words with blanks are put in double quotes; '#' starts a comment.
 */
#ifndef RAILGLOW_TOOLS_GUARD_CONFIG_H
#define RAILGLOW_TOOLS_GUARD_CONFIG_H

#include <stdbool.h>

#include "core/port.h"
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

/** How far a measurement has to be from its limit, and for how long. */
#define GUARD_FOR_MAX_S 3600

/**
 * struct guard_measure - "over 2.5A for 200ms"
 * @used: the rule is judged from measurements, not from alarms
 * @under: values below @limit are meant, not those above it
 * @value: RAIL_VOLTS, RAIL_AMPERES or RAIL_WATTS
 * @limit: in V, A, W
 * @for_ns: how long it has to last
 */
struct guard_measure {
	bool used;
	bool under;
	enum rail_value value;
	double limit;
	u64 for_ns;
};

/**
 * struct guard_rule - "while this rail is in that state"
 * @rail: its name, as rails_find() takes it
 * @alarm: which of its alarms, unless @measure is used
 * @measure: how it is judged from measurements
 * @led: index of the LED
 * @pattern: the pattern that it plays
 * @priority: the highest of an LED's active rules wins, on a tie the first
 * @hold_ns: for how long after the alarm the rule stays active
 * @line: its line in the text
 */
struct guard_rule {
	char rail[RAIL_NAME * 2];
	enum rail_value alarm;
	struct guard_measure measure;
	u32 led;
	char pattern[GUARD_PATTERN];
	u32 priority;
	u64 hold_ns;
	u32 line;
};

/**
 * struct guard_led - an LED
 * @name: its name
 * @idle: the pattern it plays when all is well, empty: nothing
 * @line: the line in the text where it came first
 * @idle_line: where its idle pattern is
 */
struct guard_led {
	char name[RAIL_NAME];
	char idle[GUARD_PATTERN];
	u32 line;
	u32 idle_line;
};

/** struct guard_config - all of it */
struct guard_config {
	struct guard_rule rules[GUARD_RULES_MAX];
	u32 rule_count;
	struct guard_led leds[GUARD_LEDS_MAX];
	u32 led_count;
};

/** struct guard_error - a mistake in a text, and its place */
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
 * Patterns are looked up, so that a misspelt name is found before it is needed. Whether their
 * levels suit the LED is known when it is there: see guard_fits().
 *
 * Return: 0 or -EINVAL.
 */
int __must_check guard_config_parse(struct guard_config *config, const char *text,
				    struct guard_error *error);

/**
 * guard_fits() - can an LED play a pattern?
 * @source: the pattern
 * @brightness_max: the greatest level of the LED
 * @error: its reason is filled in if not
 */
bool guard_fits(const char *source, s64 brightness_max, struct guard_error *error);

/** Room for what guard_state_text() writes. */
#define GUARD_STATE 64

/** guard_state_text() - a rule's state as in its line, "warning" or "over 2.5 A for 200 ms". */
const char *guard_state_text(const struct guard_rule *rule, char text[GUARD_STATE]);

/** guard_state_word() - the first word of that. */
const char *guard_state_word(const struct guard_rule *rule);

/** guard_unit() - the unit that a rule measures in, "V", "A" or "W". */
const char *guard_unit(const struct guard_rule *rule);

#endif /* RAILGLOW_TOOLS_GUARD_CONFIG_H */
