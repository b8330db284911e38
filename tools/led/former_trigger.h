/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The triggers that LEDs had before something was played on them. The kernel forgets a trigger that
 * is replaced; a file for each LED remembers it until the machine goes down.
 */
#ifndef RAILGLOW_TOOLS_LED_FORMER_TRIGGER_H
#define RAILGLOW_TOOLS_LED_FORMER_TRIGGER_H

#include "core/port.h"
#include "tools/led/led.h"

/**
 * former_trigger_keep() - remember what drove an LED
 * @found: as it was before it was played on
 *
 * An LED that the pattern trigger drives already keeps the trigger that is remembered. If the file
 * cannot be written, nothing is said, and the LED is switched off in the end.
 */
void former_trigger_keep(const struct led *found);

/**
 * former_trigger_return() - give an LED the trigger back that is remembered, and forget it
 * @led: an LED of the pattern trigger
 *
 * Return: 0; -ENOENT if nothing is known; the error of the file trigger.
 */
int __must_check former_trigger_return(const struct led *led);

#endif /* RAILGLOW_TOOLS_LED_FORMER_TRIGGER_H */
