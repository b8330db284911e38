// SPDX-License-Identifier: GPL-2.0-only
/*
 * An LED of a guard: taken, or waited for while another guard has it (claim.c), played on, looked
 * after when it goes away, given back. The trigger that it had, files of that and the level are
 * read and restored in kept.c.
 */
#include "tools/guard/leds.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "core/player.h"
#include "tools/cli/cli.h"
#include "tools/led/led.h"
#include "tools/led/pattern.h"
#include "tools/led/pattern_source.h"

static void complain_once(struct guarded_led *led, const char *name, const char *what)
{
	if (!led->complained)
		cli_note("%s: %s", name, what);
	led->complained = true;
}

void guarded_miss(struct guarded_led *led, const char *name)
{
	if (!led->missing)
		cli_note("%s: there is no such LED; waiting for it", name);
	led->missing = true;
	led->complained = false;
}

/* The failure is that of a file of the LED's. */
static void complain_of(struct guarded_led *led, const char *name, const char *file, int err)
{
	char reason[PATTERN_REASON];

	if (!kept_object(name)) {
		guarded_miss(led, name);
		return;
	}
	if (err == -EACCES)
		snprintf(reason, sizeof(reason), "only root may play on it; try sudo");
	else if (err == -EINVAL && !strcmp(file, "trigger"))
		snprintf(reason, sizeof(reason),
			 "the kernel has no pattern trigger; try modprobe ledtrig-pattern");
	else
		snprintf(reason, sizeof(reason), "%s: %s", file, strerror(-err));
	complain_once(led, name, reason);
}

/* Once, whatever the LED: without it guards do well as long as they end well. */
static void say_unkept(int err)
{
	static bool said;

	if (!said)
		cli_note("the state of LEDs cannot be written below /run: %s; if this guard is "
			 "killed, they are not restored",
			 strerror(-err));
	said = true;
}

/* After a guard that was killed, an LED that was not touched since is as that one left it. */
static bool is_left_behind(const struct kept *kept, const char *name)
{
	const char *failed;
	struct led now;

	return kept->object == kept_object(name) && !led_read(&now, name, &failed) &&
	       (!strcmp(now.trigger, "pattern") || !strcmp(now.trigger, "none"));
}

static bool recall_found(struct guarded_led *led, const char *name)
{
	if (!kept_recall(led->claim.file, &led->found) && is_left_behind(&led->found, name))
		return true;
	kept_free(&led->found);
	return false;
}

static void let_led_go(struct guarded_led *led, const char *name)
{
	kept_free(&led->found);
	guard_release_led(&led->claim, name);
	led->taken = false;
}

void guarded_begin(struct guarded_led *led, const char *name)
{
	*led = (struct guarded_led){ .claim = GUARD_UNCLAIMED };
	led->taken = !guard_claim_led(name, &led->claim) && recall_found(led, name);
	if (!led->taken)
		let_led_go(led, name);
}

static int look_and_store(struct guarded_led *led, const char *name)
{
	int err = kept_look(&led->found, name);

	if (err) {
		let_led_go(led, name);
		return err;
	}
	if (led->claim.file >= 0)
		err = kept_store(led->claim.file, &led->found);
	if (err)
		say_unkept(err);
	return 0;
}

/* Its state is remembered before anything is changed. */
static int take_led(struct guarded_led *led, const char *name)
{
	int err = led->taken ? 0 : guard_claim_led(name, &led->claim);

	if (led->taken)
		return 0;
	if (err == -EWOULDBLOCK) {
		complain_once(led, name, "another guard plays on it; waiting until that one ends");
		return err;
	}
	if (led->claim.led < 0)
		return err;
	if (err)
		say_unkept(err);
	if (err || !recall_found(led, name))
		err = look_and_store(led, name);
	led->taken = !err;
	return err;
}

static int play_pattern(struct led *now, const struct pattern *pattern, const char **failed)
{
	struct led_order order = { .pattern = pattern, .repeat = PLAYER_REPEAT_FOREVER };
	int err;

	*failed = "trigger";
	err = led_take_trigger(now);
	if (!err)
		err = led_prepare(now, &order, failed);
	return err ? err : led_start(now, &order, failed);
}

int guarded_play(struct guarded_led *led, const char *name, const char *source)
{
	char reason[PATTERN_REASON];
	struct pattern pattern;
	const char *failed;
	struct led now;
	int err = led_read(&now, name, &failed);

	if (err) {
		complain_of(led, name, failed, err);
		return err;
	}
	err = pattern_source_load(&pattern, source, (u32)min_t(s64, now.brightness_max, S32_MAX),
				  reason);
	if (err) {
		complain_once(led, name, reason);
		return err;
	}
	err = take_led(led, name);
	if (!err)
		err = play_pattern(&now, &pattern, &failed);
	pattern_free(&pattern);
	if (err)
		complain_of(led, name, failed, err);
	else
		led->complained = false;
	return err;
}

int guarded_darken(struct guarded_led *led, const char *name)
{
	const char *failed;
	struct led now;
	int err = led_read(&now, name, &failed);

	if (!err && led->taken) {
		failed = "brightness";
		err = led_stop(&now);
	}
	if (err)
		complain_of(led, name, failed, err);
	else
		led->complained = false;
	return err;
}

bool guarded_is_ours(const struct guarded_led *led, const char *name, bool playing)
{
	const char *failed;
	struct led now;

	if (led_read(&now, name, &failed))
		return false;
	return !led->taken || !playing || !strcmp(now.trigger, "pattern");
}

void guarded_forget(struct guarded_led *led, const char *name)
{
	let_led_go(led, name);
	led->judged = 0;
	led->complained = false;
}

int guarded_restore(struct guarded_led *led, const char *name)
{
	const char *failed;
	int err = led->taken ? kept_restore(&led->found, &failed) : 0;

	if (err == -ENOENT)
		err = 0;
	if (err)
		cli_note("%s: %s could not be given back: %s", name, failed, strerror(-err));
	let_led_go(led, name);
	return err;
}
