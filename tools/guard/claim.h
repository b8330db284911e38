/* SPDX-License-Identifier: GPL-2.0-only */
/* A guard takes an LED, so that no other does; the claim ends with its process. */
#ifndef RAILGLOW_TOOLS_GUARD_CLAIM_H
#define RAILGLOW_TOOLS_GUARD_CLAIM_H

#include "core/port.h"

/**
 * struct guard_claim - an LED that is taken
 * @led: its folder, locked; -1 if it is not
 * @file: the file with its former state, locked; -1 if nothing can be kept
 *
 * Both locks go with the process that has them.
 */
struct guard_claim {
	int led;
	int file;
};

/** A claim on nothing. */
#define GUARD_UNCLAIMED ((struct guard_claim){ .led = -1, .file = -1 })

/**
 * guard_claim_led() - take an LED, so that no other guard does, whichever user runs it
 * @name: the LED
 * @claim: filled in; give back with guard_release_led() unless its @led is -1
 *
 * Everybody may open the folder of an LED and lock that, as users have no other place in common.
 *
 * Return: 0; -EWOULDBLOCK if another guard has it, -ENOENT if it is not there; or, with the LED
 * taken, why nothing can be kept.
 */
int __must_check guard_claim_led(const char *name, struct guard_claim *claim);

/** guard_release_led() - the LED belongs to no guard, and shows what it did. */
void guard_release_led(struct guard_claim *claim, const char *name);

#endif /* RAILGLOW_TOOLS_GUARD_CLAIM_H */
