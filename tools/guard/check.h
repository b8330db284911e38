/* SPDX-License-Identifier: GPL-2.0-only */
/* A guard's rules held against the LEDs and rails that are there. */
#ifndef RAILGLOW_TOOLS_GUARD_CHECK_H
#define RAILGLOW_TOOLS_GUARD_CHECK_H

#include <stdbool.h>

#include "core/port.h"
#include "tools/guard/config.h"

/** Called for each thing that is to be said of a line. */
typedef void (*guard_say)(void *context, u32 line, const char *text);

/**
 * guard_judge_led() - which rules an LED cannot play
 * @config: the rules
 * @led: index of the LED
 * @brightness_max: its maximum
 * @unfit: by rule, set for those of this LED that it cannot play, else cleared
 * @say: called for each of them, and for an idle pattern that it cannot play
 * @context: given to @say
 *
 * Return: how often @say was called.
 */
u32 guard_judge_led(const struct guard_config *config, u32 led, s64 brightness_max,
		    bool unfit[GUARD_RULES_MAX], guard_say say, void *context);

/** guard_judge_leds() - the same of all LEDs that are there. */
u32 guard_judge_leds(const struct guard_config *config, guard_say say, void *context);

/**
 * guard_warn() - tell of lines that are not wrong, but will not do anything now
 * @config: the rules
 * @say: called for each LED and rail that is not there, or lacks what the rules need
 * @context: given to @say
 *
 * Return: how often @say was called.
 */
u32 guard_warn(const struct guard_config *config, guard_say say, void *context);

/**
 * guard_forbidden() - may guard play on the LEDs that are there?
 * @config: the rules
 * @name: set to the LED on which it may not
 *
 * Return: 0; -EACCES; or what else is in the way.
 */
int __must_check guard_forbidden(const struct guard_config *config, const char **name);

#endif /* RAILGLOW_TOOLS_GUARD_CHECK_H */
