/* SPDX-License-Identifier: GPL-2.0-only */
/* Common parts of the commands for LEDs. */
#ifndef RAILGLOW_TOOLS_LED_COMMAND_H
#define RAILGLOW_TOOLS_LED_COMMAND_H

#include "tools/cli/cli.h"
#include "tools/led/led.h"

/** led_command_read() - led_read(), with a sentence if it fails. */
enum tool_status led_command_read(struct led *led, const char *name);

/** led_command_error() - say that a file of an LED could not be written. */
enum tool_status led_command_error(const char *name, const char *file, int err);

#endif /* RAILGLOW_TOOLS_LED_COMMAND_H */
