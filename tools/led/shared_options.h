/* SPDX-License-Identifier: GPL-2.0-only */
/* Options and messages that the commands for LEDs share. */
#ifndef RAILGLOW_TOOLS_LED_SHARED_OPTIONS_H
#define RAILGLOW_TOOLS_LED_SHARED_OPTIONS_H

#include "core/port.h"
#include "core/waveform.h"
#include "tools/cli/cli.h"
#include "tools/led/led.h"

/** led_command_read() - led_read(), and a sentence if it fails. */
enum tool_status led_command_read(struct led *led, const char *name);

/** led_command_error() - say that a file of an LED could not be written. */
enum tool_status led_command_error(const char *name, const char *file, int err);

/**
 * led_option_repeat() - the value of --repeat
 * @cli: the command line
 * @repeat: -1 if not given
 */
enum tool_status led_option_repeat(const struct cli *cli, s32 *repeat);

/** led_option_curve() - the value of --curve; linear if not given. */
enum tool_status led_option_curve(const struct cli *cli, enum waveform_curve *curve);

/**
 * led_one_pattern() - is the pattern one word?
 * @cli: the command line
 * @first: the first operand that may be it
 *
 * Return: TOOL_OK, or TOOL_USAGE after a sentence if tuples are spread over several words.
 */
enum tool_status led_one_pattern(const struct cli *cli, int first);

/** led_print_names() - names of the pattern library, for completion. */
enum tool_status led_print_names(void);

#endif /* RAILGLOW_TOOLS_LED_SHARED_OPTIONS_H */
