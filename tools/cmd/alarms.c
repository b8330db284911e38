// SPDX-License-Identifier: GPL-2.0-only
/*
 * railglow alarms: which alarms there are, and the loop that follows those that arrive. They are
 * found and read in tools/rails/alarm_watch.c.
 */
#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "core/port.h"
#include "tools/cli/cli.h"
#include "tools/cli/clock.h"
#include "tools/cli/command_table.h"
#include "tools/cli/json_print.h"
#include "tools/cli/quantity.h"
#include "tools/cli/stop.h"
#include "tools/rails/alarm_watch.h"
#include "tools/rails/select.h"

static struct json_object *alarm_json(const struct alarm_event *event)
{
	const struct rail *rail = event->rail;
	struct json_object *object = json_object_new_object();
	struct timespec now;
	int64_t ms;

	clock_gettime(CLOCK_REALTIME, &now);
	ms = (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
	json_object_object_add(object, "time", json_object_new_int64(ms));
	json_object_object_add(object, "chip", json_text(rail->chip));
	json_object_object_add(object, "label", json_text(rail->label));
	json_object_object_add(object, "alarm", json_text(alarm_kind_name(event->kind)));
	json_object_object_add(object, "raised", json_object_new_boolean(event->raised));
	json_object_object_add(object, "volts", json_number(event->volts));
	json_object_object_add(object, "amperes", json_number(event->amperes));
	return object;
}

/** struct follower - the facts that reports need */
struct follower {
	const struct rails *rails;
	bool json;
};

static void report_json(const struct alarm_event *event)
{
	struct json_object *object = alarm_json(event);

	json_object_object_add(object, "times", json_object_new_int64(event->times));
	json_print_line(object);
}

static void report_line(const struct follower *follower, const struct alarm_event *event)
{
	char time_text[32], volts[QUANTITY_TEXT], amperes[QUANTITY_TEXT], name[RAIL_CALLED];
	struct timespec now;
	struct tm local;

	clock_gettime(CLOCK_REALTIME, &now);
	localtime_r(&now.tv_sec, &local);
	strftime(time_text, sizeof(time_text), "%F %T", &local);
	printf("%s.%03ld %s %s %s %s %s", time_text, now.tv_nsec / 1000000,
	       rails_call(follower->rails, event->rail, name), alarm_kind_name(event->kind),
	       event->raised ? "raised" : "over", quantity_format(volts, event->volts, "V", 4),
	       quantity_format(amperes, event->amperes, "A", 4));
	if (event->times > 1)
		printf(" %u times", event->times);
	putchar('\n');
	fflush(stdout);
}

/* A level alone is not news: its alarm was told when it began. */
static int tell_change(void *context, const struct alarm_event *event)
{
	const struct follower *follower = context;

	if (event->level)
		return 0;
	if (follower->json)
		report_json(event);
	else
		report_line(follower, event);
	return ferror(stdout) ? -EPIPE : 0;
}

static int follow_loop(struct alarm_watch *watch, struct follower *follower, u64 end_ns)
{
	int err = 0, told = 0;

	while (!err && !stop_wanted()) {
		u64 now_ns = clock_now_ns();
		u64 until_ns;

		if (now_ns >= end_ns)
			break;
		err = alarm_watch_look(watch, now_ns, tell_change, follower);
		if (!err)
			alarm_watch_tell(watch, &told);
		until_ns = min(alarm_watch_next_ns(watch), end_ns);
		if (!err &&
		    stop_poll(watch->fds, watch->count, until_ns - min(now_ns, until_ns)) < 0)
			err = -EIO;
	}
	return err;
}

/* A standard output that cannot be written is told by whoever closes it. */
static enum tool_status fail_for(const struct rails *rails, int err)
{
	char gone[RAILS_GONE];

	if (err == -ENODEV)
		return cli_fail(TOOL_ABSENT, "%s", rails_gone(rails, gone));
	if (err == -EOPNOTSUPP)
		return cli_fail(TOOL_ABSENT, "the driver has no alarms");
	if (err != -EPIPE)
		return cli_fail(TOOL_FAILED, "alarms: %s", strerror(-err));
	return TOOL_FAILED;
}

static enum tool_status follow_alarms(const struct cli *cli, struct rails *rails)
{
	struct follower follower = { .rails = rails, .json = cli_flag(cli, "json") };
	struct alarm_watch watch;
	double duration = 0;
	u64 end_ns = U64_MAX;
	bool told = false;
	int err;

	if (cli_seconds(cli, "duration", 0.01, 1000000000, &duration))
		return TOOL_USAGE;
	if (duration > 0)
		end_ns = clock_now_ns() + (u64)(duration * (double)RG_NS_PER_S);
	stop_on_signals(false);
	err = alarm_watch_open(&watch, rails);
	if (!err) {
		watch.values = true;
		alarm_watch_warn(&watch, &told);
		err = follow_loop(&watch, &follower, end_ns);
	}
	alarm_watch_close(&watch);
	stop_restore();
	return err ? fail_for(rails, err) : TOOL_OK;
}

/* "VDD_IN warning raised, 5 times"; a driver that does not count has no number. */
static void print_alarm(const struct rails *rails, const struct watched_alarm *alarm)
{
	char name[RAIL_CALLED];

	printf("%s %s %s", rails_call(rails, alarm->rail, name), alarm_kind_name(alarm->kind),
	       alarm->beyond ? "raised" : "over");
	if (alarm->count == 1)
		printf(", once");
	else if (alarm->count)
		printf(", %u times", alarm->count);
	putchar('\n');
}

static struct json_object *seen_json(const struct watched_alarm *alarm)
{
	const struct alarm_event event = {
		.rail = alarm->rail,
		.kind = alarm->kind,
		.raised = alarm->beyond,
		.volts = alarm->volts,
		.amperes = alarm->amperes,
	};
	struct json_object *object = alarm_json(&event);

	json_object_object_add(object, "times",
			       alarm->counted ? json_object_new_int64(alarm->count) : NULL);
	return object;
}

/* A driver that does not count says once that there was one. */
static bool was_seen(const struct watched_alarm *alarm)
{
	return alarm->beyond || alarm->count || alarm->holds;
}

static void print_lines(const struct rails *rails, const struct alarm_watch *watch)
{
	for (u32 i = 0; i < watch->count; i++) {
		if (was_seen(&watch->alarms[i]))
			print_alarm(rails, &watch->alarms[i]);
	}
}

static void print_watch_json(const struct alarm_watch *watch)
{
	struct json_object *top = json_object_new_object();
	struct json_object *now = json_object_new_array();
	struct json_object *past = json_object_new_array();

	for (u32 i = 0; i < watch->count; i++) {
		const struct watched_alarm *alarm = &watch->alarms[i];

		if (was_seen(alarm))
			json_object_array_add(alarm->beyond ? now : past, seen_json(alarm));
	}
	json_object_object_add(top, "alarms", now);
	json_object_object_add(top, "past", past);
	json_print(top);
}

static enum tool_status show_once(const struct cli *cli, struct rails *rails)
{
	struct alarm_watch watch;
	enum tool_status status = TOOL_OK;
	bool warned = false;
	int told = 0;
	int err = alarm_watch_open(&watch, rails);

	if (!err) {
		watch.values = true;
		alarm_watch_warn(&watch, &warned);
		err = alarm_watch_look(&watch, clock_now_ns(), NULL, NULL);
	}
	if (!err && cli_flag(cli, "json"))
		print_watch_json(&watch);
	else if (!err)
		print_lines(rails, &watch);
	if (!err)
		alarm_watch_tell(&watch, &told);
	if (told)
		status = TOOL_FAILED;
	alarm_watch_close(&watch);
	return err ? fail_for(rails, err) : status;
}

static enum tool_status run_alarms(const struct cli *cli)
{
	struct rails rails;
	enum tool_status status;

	if (cli_value(cli, "duration") && !cli_flag(cli, "follow"))
		return cli_fail(TOOL_USAGE, "--duration belongs to --follow");
	status = rails_need(&rails);
	if (status)
		return status;
	status = rails_keep(&rails, cli->operands, cli->operand_count);
	if (!status)
		status = cli_flag(cli, "follow") ? follow_alarms(cli, &rails)
						 : show_once(cli, &rails);
	rails_close(&rails);
	return status;
}

static const struct cli_option options[] = {
	{ 'f', "follow", NULL, "report alarms as they come and go, until interrupted", NULL },
	{ 'd', "duration", "TIME", "follow only for this long", NULL },
	{ 0 },
};

static const char *const words[] = { "@rail", "@rail", "@rail", NULL };

const struct cli_command cmd_alarms = {
	.name = "alarms",
	.operands = "[RAIL...]",
	.operands_min = 0,
	.operands_max = 64,
	.words = words,
	.summary = "show which alarms there are and were, or watch them arrive",
	.description =
		"Prints which alarms are raised, beyond their limits now, and which are over, and\n"
		"how often each began since the driver was bound. With --follow it prints a line\n"
		"when an alarm is raised and one when its value is within the limit again; with\n"
		"--json each line is an object.\n"
		"\n"
		"The driver counts alarms, so that this clears none that another program waits\n"
		"for, nor loses one to it. A driver that does not, like the in-tree one, has only\n"
		"files that any reader clears: they are read, twice a second with --follow.\n",
	.examples = "  railglow alarms --follow\n  railglow alarms --json VDD_CPU",
	.options = options,
	.json = true,
	.run = run_alarms,
};
