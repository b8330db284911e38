// SPDX-License-Identifier: GPL-2.0-only
/* railglow alarms: which alarms there are, and which arrive. */
#include <math.h>
#include <time.h>

#include "tools/rails/alarm_watch.h"
#include "tools/cli/commands.h"
#include "tools/cli/json_print.h"
#include "tools/cli/quantity.h"
#include "tools/rails/select.h"
#include "tools/cli/clock.h"
#include "tools/cli/stop.h"

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

/** struct follower - what the reports need to know */
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

static void report(const struct follower *follower, const struct alarm_event *event)
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

/* A level alone is no news: its alarm was told when it began. */
static int changed(void *context, const struct alarm_event *event)
{
	const struct follower *follower = context;

	if (event->level)
		return 0;
	if (follower->json)
		report_json(event);
	else
		report(follower, event);
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
		err = alarm_watch_look(watch, now_ns, changed, follower);
		if (!err)
			alarm_watch_tell(watch, &told);
		until_ns = min(alarm_watch_next_ns(watch), end_ns);
		if (!err &&
		    stop_poll(watch->fds, watch->count, until_ns - min(now_ns, until_ns)) < 0)
			err = -EIO;
	}
	return err;
}

static enum tool_status follow(const struct cli *cli, struct rails *rails)
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
		alarm_watch_warn(&watch, &told);
		err = follow_loop(&watch, &follower, end_ns);
	}
	alarm_watch_close(&watch);
	stop_restore();
	if (err == -ENODEV)
		return cli_fail(TOOL_ABSENT, "the chip is gone");
	if (err == -EOPNOTSUPP)
		return cli_fail(TOOL_ABSENT, "the driver has no alarms");
	if (err && err != -EPIPE)
		return cli_fail(TOOL_FAILED, "alarms: %s", strerror(-err));
	return err ? TOOL_FAILED : TOOL_OK;
}

static void print_now(struct rails *rails, bool json)
{
	struct json_object *array = json ? json_object_new_array() : NULL;
	char name[RAIL_CALLED];

	for (u32 i = 0; i < rails->count * ALARM_KINDS; i++) {
		struct rail *rail = &rails->rails[i / ALARM_KINDS];
		const struct alarm_event alarm = {
			.rail = rail,
			.kind = RAIL_MINIMUM_ALARM + i % ALARM_KINDS,
			.raised = true,
			.volts = rail->value[RAIL_VOLTS],
			.amperes = rail->value[RAIL_AMPERES],
		};

		if (!(rail->value[alarm.kind] > 0))
			continue;
		if (json)
			json_object_array_add(array, alarm_json(&alarm));
		else
			printf("%s %s\n", rails_call(rails, rail, name),
			       alarm_kind_name(alarm.kind));
	}
	if (json) {
		struct json_object *top = json_object_new_object();

		json_object_object_add(top, "alarms", array);
		json_print(top);
	}
}

static enum tool_status run(const struct cli *cli)
{
	struct rails rails;
	enum tool_status status;

	if (cli_value(cli, "duration") && !cli_flag(cli, "follow"))
		return cli_fail(TOOL_USAGE, "--duration belongs to --follow");
	status = rails_need(&rails);
	if (status)
		return status;
	status = rails_keep(&rails, cli->operands, cli->operand_count);
	if (!status && cli_flag(cli, "follow")) {
		status = follow(cli, &rails);
	} else if (!status) {
		for (u32 i = 0; i < rails.count; i++)
			rails_read(&rails.rails[i], RAILS_MEASURED | RAILS_ALARMS);
		print_now(&rails, cli_flag(cli, "json"));
		status = rails_complain(&rails);
	}
	rails_close(&rails);
	return status;
}

static const struct cli_option options[] = {
	{ 'f', "follow", NULL, "report alarms as they come and go, until interrupted", NULL },
	{ 'd', "duration", "TIME", "follow only for so long", NULL },
	{ 0 },
};

static const char *const words[] = { "@rail", "@rail", "@rail", NULL };

const struct cli_command cmd_alarms = {
	.name = "alarms",
	.operands = "[RAIL...]",
	.operands_min = 0,
	.operands_max = 64,
	.words = words,
	.summary = "show which alarms were raised, or watch them arrive",
	.description =
		"Prints the rails with an alarm and which. That reads alarms, which clears them\n"
		"for other programs that do; one comes back if its cause persists.\n"
		"\n"
		"With --follow it prints a line when an alarm is raised and one when its value is\n"
		"within the limit again; with --json an object in each line. It takes no alarm\n"
		"from anybody, and nobody takes one from it: the driver counts alarms. Of a\n"
		"driver that does not, like the in-tree one, all alarms are read twice a second.\n",
	.examples = "  railglow alarms --follow\n  railglow alarms --json VDD_CPU",
	.options = options,
	.json = true,
	.run = run,
};
