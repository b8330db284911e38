/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How LEDs were found before something was played on them. The kernel does not
 * remember the trigger that another one takes the place of; a file for each LED
 * does, in railglow/ below XDG_RUNTIME_DIR or /run, until the machine goes down.
 */
#ifndef RAILGLOW_TOOLS_LED_FOUND_H
#define RAILGLOW_TOOLS_LED_FOUND_H

#include "tools/led/led.h"

/**
 * led_found_keep() - remember what drove an LED
 * @found: as it was before it was played on
 *
 * An LED that the pattern trigger had already is remembered as before that. It
 * may be impossible to remember, which nobody is told: the LED is switched off
 * in the end then, as one that nothing drove.
 */
void led_found_keep(const struct led *found);

/**
 * led_found_return() - give an LED back to what drove it, and forget that
 * @led: whose trigger is the pattern trigger
 *
 * Return: 0; -ENOENT if nothing is known; the error of the file trigger.
 */
int __must_check led_found_return(const struct led *led);

#endif /* RAILGLOW_TOOLS_LED_FOUND_H */
