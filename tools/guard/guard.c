// SPDX-License-Identifier: GPL-2.0-only
#include "tools/guard/guard.h"

#include <stdlib.h>

#include "tools/rails/alarm_watch.h"
#include "tools/guard/rules.h"
#include "tools/led/led.h"
#include "tools/led/pattern_source.h"
#include "tools/guard/service.h"
#include "tools/cli/stop.h"

/** How often what is missing is looked for, and LEDs are looked after. */
#define LOOK_NS (2 * RG_NS_PER_S)
/** Neither a rule nor idle. */
#define PLAYING_NOTHING (-2)

/**
 * struct guarded_led - an LED in our hands
 * @found: as it was before
 * @taken: it is ours now
 * @playing: the rule it follows, or GUARD_IDLE, or PLAYING_NOTHING
 * @complained: its last failure has been told
 */
struct guarded_led {
	struct led found;
	bool taken;
	int playing;
	bool complained;
};

struct guard {
	struct guard_config *config;
	struct guard_state state;
	struct guarded_led leds[GUARD_LEDS_MAX];
	struct rails rails;
	struct alarm_watch alarms;
	int alarm_error;
	bool rails_open;
	bool rails_missing;
	bool verbose;
	u64 look_ns;
	u64 tell_ns;
};

static void complain(struct guarded_led *led, const char *name, const char *what)
{
	if (!led->complained)
		cli_note("%s: %s", name, what);
	led->complained = true;
}

/* What is on the LED's line of the configuration, for the trigger to play. */
static int play_pattern(struct guard *guard, u32 i, const char *source)
{
	struct guarded_led *led = &guard->leds[i];
	const char *name = guard->config->leds[i].name;
	struct led_pattern pattern;
	struct led_order order = { .pattern = &pattern, .repeat = PLAYER_REPEAT_FOREVER };
	char reason[PATTERN_REASON];
	const char *failed = "trigger";
	struct led now;
	int err = led_read(&now, name, &failed);

	if (err) {
		led->taken = false;
		snprintf(reason, sizeof(reason), "%s: %s", failed, strerror(-err));
		complain(led, name,
			 err == -ENOENT ? "there is no such LED; waiting for it" : reason);
		return err;
	}
	if (!led->taken)
		led->found = now;
	err = pattern_source_load(&pattern, source, (u32)min_t(s64, now.brightness_max, S32_MAX),
				  reason);
	if (err) {
		complain(led, name, reason);
		return err;
	}
	led->taken = true;
	failed = "trigger";
	err = led_take_trigger(&now);
	if (!err)
		err = led_prepare(&now, &order, &failed);
	if (!err)
		err = led_start(&now, &order, &failed);
	led_pattern_free(&pattern);
	if (err) {
		snprintf(reason, sizeof(reason), "%s: %s", failed, strerror(-err));
		complain(led, name, reason);
		return err;
	}
	led->complained = false;
	return 0;
}

static int darken(struct guard *guard, u32 i)
{
	struct guarded_led *led = &guard->leds[i];
	const char *failed;
	struct led now;

	if (!led->taken || led_read(&now, guard->config->leds[i].name, &failed))
		return 0;
	return led_stop(&now);
}

static void follow(struct guard *guard, u32 i, int decision)
{
	struct guarded_led *led = &guard->leds[i];
	const struct guard_led *wish = &guard->config->leds[i];
	const char *source = decision == GUARD_IDLE ? wish->idle
						    : guard->config->rules[decision].pattern;
	int err;

	if (led->playing == decision)
		return;
	err = *source ? play_pattern(guard, i, source) : darken(guard, i);
	led->playing = err ? PLAYING_NOTHING : decision;
	if (!guard->verbose || err)
		return;
	if (decision == GUARD_IDLE)
		cli_note("%s: all is well", wish->name);
	else
		cli_note("%s: %s is in %s: %s", wish->name, guard->config->rules[decision].rail,
			 guard_alarm_name(guard->config->rules[decision].alarm), source);
}

static void follow_all(struct guard *guard, u64 now_ns)
{
	for (u32 i = 0; i < guard->config->led_count; i++)
		follow(guard, i, guard_decide(guard->config, &guard->state, i, now_ns));
}

/* An LED that came back, or that somebody took, starts afresh. */
static void look_after_leds(struct guard *guard)
{
	for (u32 i = 0; i < guard->config->led_count; i++) {
		struct guarded_led *led = &guard->leds[i];
		const char *failed;
		struct led now;

		if (led->playing == PLAYING_NOTHING)
			continue;
		if (led_read(&now, guard->config->leds[i].name, &failed) ||
		    (led->taken && strcmp(now.trigger, "pattern") != 0 &&
		     !(led->playing == GUARD_IDLE && !guard->config->leds[i].idle[0])))
			led->playing = PLAYING_NOTHING;
	}
}

static void close_rails(struct guard *guard)
{
	if (!guard->rails_open)
		return;
	alarm_watch_close(&guard->alarms);
	rails_close(&guard->rails);
	guard->rails_open = false;
}

static bool is_wanted(const struct guard *guard, const struct rail *rail)
{
	for (u32 i = 0; i < guard->config->rule_count; i++) {
		if (rails_find(&guard->rails, guard->config->rules[i].rail) == rail)
			return true;
	}
	return false;
}

/* Only rails with rules are watched: reading an alarm takes it from others. */
static void keep_wanted(struct guard *guard)
{
	struct rails *rails = &guard->rails;
	bool wanted[GUARD_RULES_MAX] = { false };
	u32 kept = 0;

	for (u32 i = 0; i < min_t(u32, rails->count, GUARD_RULES_MAX); i++)
		wanted[i] = is_wanted(guard, &rails->rails[i]);
	for (u32 i = 0; i < min_t(u32, rails->count, GUARD_RULES_MAX); i++) {
		if (wanted[i])
			rails->rails[kept++] = rails->rails[i];
	}
	rails->count = kept;
}

/* Is any rail of the rules missing? */
static bool look_for_rails(const struct guard *guard, bool tell)
{
	bool missing = false;

	for (u32 i = 0; i < guard->config->rule_count; i++) {
		const char *name = guard->config->rules[i].rail;

		if (rails_find(&guard->rails, name))
			continue;
		missing = true;
		if (tell && errno == EEXIST)
			cli_note("several rails are called \"%s\"; write CHIP/NUMBER", name);
		else if (tell)
			cli_note("there is no rail \"%s\"; waiting for it", name);
	}
	return missing;
}

static void open_rails(struct guard *guard)
{
	bool told = guard->rails_missing;

	close_rails(guard);
	guard->rails_missing = true;
	if (rails_open(&guard->rails))
		return;
	guard->rails_missing = look_for_rails(guard, !told);
	keep_wanted(guard);
	guard->rails_open = true;
	guard->alarm_error = 0;
	if (alarm_watch_open(&guard->alarms, &guard->rails))
		guard->rails_missing = true;
}

static void say_alarm(const struct guard *guard, const struct alarm_event *event)
{
	char name[RAIL_CALLED], times[32] = "";

	if (!guard->verbose || event->level)
		return;
	if (event->times > 1)
		snprintf(times, sizeof(times), " %u times", event->times);
	cli_note("%s: %s is %s%s", rails_call(&guard->rails, event->rail, name),
		 alarm_kind_name(event->kind), event->raised ? "raised" : "over", times);
}

static int alarm_changed_cb(void *context, const struct alarm_event *event)
{
	struct guard *guard = context;

	say_alarm(guard, event);

	for (u32 i = 0; i < guard->config->rule_count; i++) {
		const struct guard_rule *rule = &guard->config->rules[i];

		if (rule->alarm == event->kind &&
		    rails_find(&guard->rails, rule->rail) == event->rail)
			guard_note(&guard->state, i, event->raised, stop_clock_ns());
	}
	return 0;
}

/* A chip that went away raises nothing any more. */
static void forget_alarms(struct guard *guard, u64 now_ns)
{
	for (u32 i = 0; i < guard->config->rule_count; i++)
		guard_note(&guard->state, i, false, now_ns);
}

static void look_around(struct guard *guard, u64 now_ns)
{
	if (now_ns < guard->look_ns)
		return;
	guard->look_ns = now_ns + LOOK_NS;
	if (!guard->rails_open || guard->rails_missing)
		open_rails(guard);
	look_after_leds(guard);
}

static void look_at_alarms(struct guard *guard, u64 now_ns)
{
	if (!guard->rails_open)
		return;
	if (!alarm_watch_look(&guard->alarms, now_ns, alarm_changed_cb, guard)) {
		alarm_watch_tell(&guard->alarms, &guard->alarm_error);
		return;
	}
	cli_note("a chip is gone; waiting for it");
	close_rails(guard);
	guard->rails_missing = true;
	forget_alarms(guard, now_ns);
}

static void restore_leds(struct guard *guard)
{
	for (u32 i = 0; i < guard->config->led_count; i++) {
		struct guarded_led *led = &guard->leds[i];
		int err;

		if (!led->taken)
			continue;
		err = led_restore(&led->found);
		if (err && err != -ENOENT)
			cli_note("%s: could not be restored: %s", led->found.name, strerror(-err));
		led->taken = false;
	}
}

static void start(struct guard *guard)
{
	guard->state = (struct guard_state){ 0 };
	guard->look_ns = 0;
	for (u32 i = 0; i < GUARD_LEDS_MAX; i++)
		guard->leds[i] = (struct guarded_led){ .playing = PLAYING_NOTHING };
}

static void reload_config(struct guard *guard, int (*reload)(void *, struct guard_config *),
			  void *context)
{
	struct guard_config *fresh = calloc(1, sizeof(*fresh));

	service_tell("RELOADING=1");
	if (fresh && !reload(context, fresh)) {
		restore_leds(guard);
		close_rails(guard);
		*guard->config = *fresh;
		start(guard);
	}
	free(fresh);
	service_tell("READY=1");
}

/* Returns when there is something to do. */
static void wait_for_work(struct guard *guard, u64 now_ns)
{
	u64 until_ns = min(guard->look_ns, guard->tell_ns);

	until_ns = min(until_ns, guard_next_ns(guard->config, &guard->state, now_ns));
	if (guard->rails_open)
		until_ns = min(until_ns, alarm_watch_next_ns(&guard->alarms));
	now_ns = stop_clock_ns();
	stop_poll(guard->rails_open ? guard->alarms.fds : NULL,
		  guard->rails_open ? guard->alarms.count : 0, until_ns - min(now_ns, until_ns));
}

static void tell_watchdog(struct guard *guard, u64 every_ns, u64 now_ns)
{
	if (every_ns == U64_MAX || now_ns < guard->tell_ns)
		return;
	service_tell("WATCHDOG=1");
	guard->tell_ns = now_ns + every_ns;
}

enum tool_status guard_run(struct guard_config *config,
			   int (*reload)(void *context, struct guard_config *config), void *context,
			   bool verbose)
{
	struct guard *guard = calloc(1, sizeof(*guard));
	u64 every_ns = service_watchdog_ns();

	if (!guard)
		return cli_fail(TOOL_FAILED, "there is not enough memory");
	guard->config = config;
	guard->verbose = verbose;
	guard->tell_ns = every_ns == U64_MAX ? U64_MAX : 0;
	start(guard);
	stop_on_signals(true);
	service_tell("READY=1");
	while (!stop_wanted()) {
		u64 now_ns = stop_clock_ns();

		if (stop_reload_wanted())
			reload_config(guard, reload, context);
		look_around(guard, now_ns);
		look_at_alarms(guard, now_ns);
		follow_all(guard, now_ns);
		tell_watchdog(guard, every_ns, now_ns);
		wait_for_work(guard, now_ns);
	}
	service_tell("STOPPING=1");
	restore_leds(guard);
	close_rails(guard);
	stop_restore();
	free(guard);
	return TOOL_OK;
}
