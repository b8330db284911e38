// SPDX-License-Identifier: GPL-2.0-only
/*
 * The loop of a running guard: alarms in, patterns out. LEDs are given back in leds.c. Priorities,
 * holding times and the pace of measuring are in rules.c.
 */
#include "tools/guard/guard.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/port.h"
#include "tools/cli/clock.h"
#include "tools/cli/stop.h"
#include "tools/guard/check.h"
#include "tools/guard/leds.h"
#include "tools/guard/rules.h"
#include "tools/guard/service_manager.h"
#include "tools/led/led.h"
#include "tools/rails/alarm_watch.h"
#include "tools/rails/select.h"

/** How often what is missing is looked for, and LEDs are looked after. */
#define LOOK_NS (2 * RG_NS_PER_S)
/** Neither a rule nor idle. */
#define PLAYING_NOTHING (-2)

/**
 * struct guard - one that runs
 * @config: the rules, and LEDs to play on
 * @path: where that is written
 * @state: the past, as far as rules need it
 * @leds: LEDs, as in @config
 * @playing: the rule each follows, or GUARD_IDLE, or PLAYING_NOTHING
 * @rails: the rails that rules are about
 * @alarms: theirs
 * @alarm_error: the last failure to read them, which has been told
 * @warned: that alarms are not counted has been told
 * @rails_open: @rails and @alarms are
 * @found: how many rules have their rail
 * @missing_told: which rails are not there has been told
 * @verbose: say what is played
 * @terminal: the terminal it was started from, which may go away; -1 for none
 * @look_ns: when to look for what is missing
 * @measure_ns: when to measure for rules that want it
 * @tell_ns: when to tell the service manager that all is well
 */
struct guard {
	struct guard_config *config;
	const char *path;
	struct guard_state state;
	struct guarded_led leds[GUARD_LEDS_MAX];
	int playing[GUARD_LEDS_MAX];
	struct rails rails;
	struct alarm_watch alarms;
	int alarm_error;
	bool warned;
	bool rails_open;
	u32 found;
	bool missing_told;
	bool verbose;
	int terminal;
	u64 look_ns;
	u64 measure_ns;
	u64 tell_ns;
};

static const char *name_of(const struct guard *guard, u32 led)
{
	return guard->config->leds[led].name;
}

/* As it is said of a rail. */
static const char *state_prefix(const struct guard_rule *rule)
{
	if (rule->measure.used)
		return "";
	return rule->alarm == RAIL_MINIMUM_ALARM ? "below its " : "in ";
}

static void say_decision(const struct guard *guard, u32 i, int decision, const char *source)
{
	const struct guard_rule *rule;
	char state[GUARD_STATE];

	if (!guard->verbose)
		return;
	if (decision == GUARD_IDLE) {
		cli_note("%s: all is well", name_of(guard, i));
		return;
	}
	rule = &guard->config->rules[decision];
	cli_note("%s: %s is %s%s: %s", name_of(guard, i), rule->rail, state_prefix(rule),
		 guard_state_text(rule, state), source);
}

static void follow_rule(struct guard *guard, u32 i, int decision)
{
	const struct guard_led *wish = &guard->config->leds[i];
	const char *source = decision == GUARD_IDLE ? wish->idle
						    : guard->config->rules[decision].pattern;
	int err;

	if (guard->playing[i] == decision || guard->leds[i].missing)
		return;
	err = *source ? guarded_play(&guard->leds[i], wish->name, source)
		      : guarded_darken(&guard->leds[i], wish->name);
	guard->playing[i] = err ? PLAYING_NOTHING : decision;
	if (!err)
		say_decision(guard, i, decision, source);
}

static void follow_all(struct guard *guard, u64 now_ns)
{
	for (u32 i = 0; i < guard->config->led_count; i++)
		follow_rule(guard, i, guard_decide(guard->config, &guard->state, i, now_ns));
}

static void say_unfit(void *context, u32 line, const char *text)
{
	const struct guard *guard = context;

	cli_note("%s:%u: %s; it is not played", guard->path, line, text);
}

/* One that came, or came back, may have another maximum. */
static void judge_led(struct guard *guard, u32 i, u64 object)
{
	struct guarded_led *led = &guard->leds[i];
	const char *failed;
	struct led now;

	if (object == led->judged || led_read(&now, name_of(guard, i), &failed))
		return;
	led->judged = object;
	guard_judge_led(guard->config, i, now.brightness_max, guard->state.unfit, say_unfit, guard);
}

/* An LED that is not there plays nothing, and is well in no way. */
static bool is_there(struct guard *guard, u32 i, u64 object)
{
	if (object)
		guard->leds[i].missing = false;
	else
		guarded_miss(&guard->leds[i], name_of(guard, i));
	return object;
}

/* An LED that came back, or that another program took, starts afresh. */
static void look_after(struct guard *guard, u32 i)
{
	struct guarded_led *led = &guard->leds[i];
	u64 object = kept_object(name_of(guard, i));
	bool playing = guard->playing[i] != GUARD_IDLE || guard->config->leds[i].idle[0];

	if (led->taken && object != led->found.object) {
		guarded_forget(led, name_of(guard, i));
		guard->playing[i] = PLAYING_NOTHING;
	}
	if (!is_there(guard, i, object)) {
		guard->playing[i] = PLAYING_NOTHING;
		return;
	}
	judge_led(guard, i, object);
	if (guard->playing[i] != PLAYING_NOTHING &&
	    !guarded_is_ours(led, name_of(guard, i), playing))
		guard->playing[i] = PLAYING_NOTHING;
}

static void end_watch(struct guard *guard)
{
	if (!guard->rails_open)
		return;
	alarm_watch_close(&guard->alarms);
	rails_close(&guard->rails);
	guard->rails_open = false;
	guard->found = 0;
}

static bool is_wanted(const struct guard_config *config, const struct rails *rails,
		      const struct rail *rail)
{
	for (u32 i = 0; i < config->rule_count; i++) {
		if (rails_find(rails, config->rules[i].rail) == rail)
			return true;
	}
	return false;
}

/* Others need no looking at. */
static void keep_wanted(const struct guard_config *config, struct rails *rails)
{
	bool wanted[GUARD_RULES_MAX] = { false };
	u32 kept = 0;

	for (u32 i = 0; i < min_t(u32, rails->count, GUARD_RULES_MAX); i++)
		wanted[i] = is_wanted(config, rails, &rails->rails[i]);
	for (u32 i = 0; i < min_t(u32, rails->count, GUARD_RULES_MAX); i++) {
		if (wanted[i])
			rails->rails[kept++] = rails->rails[i];
	}
	rails->count = kept;
}

static void say_missing(const char *name, int reason)
{
	if (reason == EEXIST)
		cli_note("several rails are called \"%s\"; write CHIP/NUMBER", name);
	else
		cli_note("there is no rail \"%s\"; waiting for it", name);
}

/* How many rules have their rail? */
static u32 count_found(struct guard *guard, const struct rails *rails)
{
	u32 found = 0;

	for (u32 i = 0; i < guard->config->rule_count; i++) {
		const char *name = guard->config->rules[i].rail;

		if (rails_find(rails, name))
			found++;
		else if (!guard->missing_told)
			say_missing(name, errno);
	}
	guard->missing_told = found < guard->config->rule_count;
	return found;
}

/* A chip that went away raises nothing any more, and what is there is raised again. */
static void forget_alarms(struct guard *guard, u64 now_ns)
{
	for (u32 i = 0; i < guard->config->rule_count; i++)
		guard_note(&guard->state, i, false, now_ns);
}

static void use_rails(struct guard *guard, struct rails *rails, u32 found)
{
	int err;

	end_watch(guard);
	forget_alarms(guard, clock_now_ns());
	keep_wanted(guard->config, rails);
	guard->rails = *rails;
	guard->rails_open = true;
	guard->found = found;
	guard->alarm_error = 0;
	err = alarm_watch_open(&guard->alarms, &guard->rails);
	if (!err)
		alarm_watch_warn(&guard->alarms, &guard->warned);
	else if (err != -EOPNOTSUPP)
		cli_note("alarms cannot be watched: %s", strerror(-err));
}

/* Rails that are watched go on being watched while others are looked for. */
static void begin_watch(struct guard *guard)
{
	struct rails rails;
	u32 found;

	if (guard->rails_open && guard->found == guard->config->rule_count)
		return;
	/* libsensors cannot be asked twice at once. */
	if (guard->rails_open && guard->rails.by_sensors)
		end_watch(guard);
	if (rails_open(&rails))
		return;
	found = count_found(guard, &rails);
	if (found > guard->found)
		use_rails(guard, &rails, found);
	else
		rails_close(&rails);
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

		if (!rule->measure.used && rule->alarm == event->kind &&
		    rails_find(&guard->rails, rule->rail) == event->rail)
			guard_note(&guard->state, i, event->raised, clock_now_ns());
	}
	return 0;
}

static int look_at_alarms(struct guard *guard, u64 now_ns)
{
	int err;

	if (!guard->rails_open)
		return 0;
	err = alarm_watch_look(&guard->alarms, now_ns, alarm_changed_cb, guard);
	if (!err)
		alarm_watch_tell(&guard->alarms, &guard->alarm_error);
	return err;
}

static int measure_rule(struct guard *guard, u32 i, u64 now_ns)
{
	const struct guard_rule *rule = &guard->config->rules[i];
	struct rail *rail = rails_find(&guard->rails, rule->rail);
	int err;

	if (!rail)
		return 0;
	err = rails_read(rail, RAILS_MEASURED);
	if (!err)
		guard_measured(guard->config, &guard->state, i, rail->value[rule->measure.value],
			       now_ns);
	return err;
}

static int measure_rules(struct guard *guard, u64 now_ns)
{
	u64 every_ns = guard_measure_every_ns(guard->config);
	int err = 0;

	if (!guard->rails_open || every_ns == U64_MAX || now_ns < guard->measure_ns)
		return 0;
	guard->measure_ns = now_ns + every_ns;
	for (u32 i = 0; !err && i < guard->config->rule_count; i++) {
		if (guard->config->rules[i].measure.used)
			err = measure_rule(guard, i, now_ns);
	}
	return err;
}

/* One of several chips may go; the others are watched on. */
static void watch_rails(struct guard *guard, u64 now_ns)
{
	char gone[RAILS_GONE];

	if (!look_at_alarms(guard, now_ns) && !measure_rules(guard, now_ns))
		return;
	cli_note("%s; waiting", rails_gone(&guard->rails, gone));
	end_watch(guard);
	forget_alarms(guard, now_ns);
	guard->missing_told = true;
	begin_watch(guard);
	if (look_at_alarms(guard, now_ns))
		end_watch(guard);
}

static void look_around(struct guard *guard, u64 now_ns)
{
	if (now_ns < guard->look_ns)
		return;
	guard->look_ns = now_ns + LOOK_NS;
	begin_watch(guard);
	for (u32 i = 0; i < guard->config->led_count; i++)
		look_after(guard, i);
}

static int restore_leds(struct guard *guard)
{
	int first_err = 0;

	for (u32 i = 0; i < guard->config->led_count; i++) {
		int err = guarded_restore(&guard->leds[i], name_of(guard, i));

		first_err = first_err ? first_err : err;
	}
	return first_err;
}

static void start_afresh(struct guard *guard)
{
	guard->state = (struct guard_state){ 0 };
	guard->look_ns = 0;
	guard->measure_ns = 0;
	guard->missing_told = false;
	for (u32 i = 0; i < guard->config->led_count; i++) {
		guarded_begin(&guard->leds[i], name_of(guard, i));
		guard->playing[i] = PLAYING_NOTHING;
	}
}

static void reload_config(struct guard *guard, int (*reload)(void *, struct guard_config *),
			  void *context)
{
	struct guard_config *fresh = calloc(1, sizeof(*fresh));

	service_tell("RELOADING=1");
	if (fresh && !reload(context, fresh)) {
		restore_leds(guard);
		end_watch(guard);
		*guard->config = *fresh;
		start_afresh(guard);
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
	if (guard->rails_open && guard_measure_every_ns(guard->config) != U64_MAX)
		until_ns = min(until_ns, guard->measure_ns);
	now_ns = clock_now_ns();
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

static void work_once(struct guard *guard, u64 every_ns)
{
	u64 now_ns = clock_now_ns();

	look_around(guard, now_ns);
	watch_rails(guard, now_ns);
	follow_all(guard, now_ns);
	tell_watchdog(guard, every_ns, now_ns);
	wait_for_work(guard, now_ns);
}

enum tool_status guard_run(struct guard_config *config, const char *path,
			   int (*reload)(void *context, struct guard_config *config), void *context,
			   bool verbose)
{
	struct guard *guard = calloc(1, sizeof(*guard));
	u64 every_ns = service_watchdog_ns();
	int err;

	if (!guard)
		return cli_fail(TOOL_FAILED, "there is not enough memory");
	guard->config = config;
	guard->path = path;
	guard->verbose = verbose;
	guard->terminal = isatty(STDERR_FILENO)	 ? STDERR_FILENO
			  : isatty(STDIN_FILENO) ? STDIN_FILENO
						 : -1;
	guard->tell_ns = every_ns == U64_MAX ? U64_MAX : 0;
	stop_on_signals(true);
	start_afresh(guard);
	service_tell("READY=1");
	while (!stop_wanted()) {
		if (stop_reload_wanted()) {
			/* That a terminal goes is told by the same signal. */
			if (guard->terminal >= 0 && stop_terminal_gone(guard->terminal))
				break;
			reload_config(guard, reload, context);
		}
		work_once(guard, every_ns);
	}
	service_tell("STOPPING=1");
	err = restore_leds(guard);
	end_watch(guard);
	stop_restore();
	free(guard);
	return err ? TOOL_FAILED : TOOL_OK;
}
