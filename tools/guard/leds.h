/* SPDX-License-Identifier: GPL-2.0-only */
/* An LED in a guard's hands: taken, played on, looked after, given back. */
#ifndef RAILGLOW_TOOLS_GUARD_LEDS_H
#define RAILGLOW_TOOLS_GUARD_LEDS_H

#include <stdbool.h>

#include "core/port.h"
#include "tools/guard/claim.h"
#include "tools/guard/kept.h"

/**
 * struct guarded_led - an LED that a guard plays on
 * @found: as it was before
 * @claim: the claim on it, from guard_claim_led()
 * @taken: it is ours now
 * @judged: the object for which its rules have been judged, 0 for none
 * @complained: its last failure has been told
 * @missing: it is not there, which has been told
 */
struct guarded_led {
	struct kept found;
	struct guard_claim claim;
	bool taken;
	u64 judged;
	bool complained;
	bool missing;
};

/** guarded_begin() - nothing is known of it; what a guard that was killed left is taken up. */
void guarded_begin(struct guarded_led *led, const char *name);

/** guarded_play() - let it play a pattern, for ever; says itself what goes wrong. */
int __must_check guarded_play(struct guarded_led *led, const char *name, const char *source);

/** guarded_darken() - let it be dark, if it is ours; says itself what goes wrong. */
int __must_check guarded_darken(struct guarded_led *led, const char *name);

/** guarded_miss() - it is not there, which is said once until it is seen again. */
void guarded_miss(struct guarded_led *led, const char *name);

/** guarded_is_ours() - it is there, the one that was taken, and no program took it from us. */
bool guarded_is_ours(const struct guarded_led *led, const char *name, bool playing);

/** guarded_forget() - it is gone, or another one has its name. */
void guarded_forget(struct guarded_led *led, const char *name);

/** guarded_restore() - give it back as it was found; 0, or the error that was told. */
int guarded_restore(struct guarded_led *led, const char *name);

#endif /* RAILGLOW_TOOLS_GUARD_LEDS_H */
