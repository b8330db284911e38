// SPDX-License-Identifier: GPL-2.0-only
/*
 * railglow led play: a pattern on LEDs, by their own engines where those can, which is judged in
 * tools/led/engine_dialect.c. The options --repeat and --curve, and messages of failed files, are
 * in tools/led/shared_options.c; the files are written, in their order, in tools/led/led.c.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/port.h"
#include "core/waveform.h"
#include "tools/cli/cli.h"
#include "tools/cli/clock.h"
#include "tools/cli/command_table.h"
#include "tools/cli/stop.h"
#include "tools/cli/sysfs.h"
#include "tools/led/engine_dialect.h"
#include "tools/led/former_trigger.h"
#include "tools/led/led.h"
#include "tools/led/pattern.h"
#include "tools/led/pattern_source.h"
#include "tools/led/shared_options.h"

/** How far apart several LEDs may start, and how often that is tried. */
#define STARTS_APART_NS RG_NS_PER_MS
#define STARTS_MAX 5

/**
 * struct lamp - one of the LEDs to play on
 * @led: as it is
 * @found: as it was before
 * @pattern: in levels of its own
 * @order: how it is told
 * @reason: why its engine does not play it, NULL if it does or was not asked
 * @taken: from whatever drove it
 */
struct lamp {
	struct led led;
	struct led found;
	struct pattern pattern;
	struct led_order order;
	const char *reason;
	bool taken;
};

/** struct play - one run; @order: the part that holds for all LEDs */
struct play {
	struct lamp *lamps;
	int count;
	struct led_order order;
	bool hardware;
	bool by_engine;
	bool verbose;
};

static enum tool_status unknown_engine(const char *name)
{
	char known[160] = "";

	for (const struct led_dialect *each = led_dialects; each->name; each++) {
		size_t used = strlen(known);

		snprintf(known + used, sizeof(known) - used, "%s%s", used ? ", " : "", each->name);
	}
	return cli_fail(TOOL_USAGE,
			"--engine: unknown engine \"%s\"; give one of %s, or its driver", name,
			known);
}

static enum tool_status read_options(const struct cli *cli, struct play *play)
{
	int methods = cli_flag(cli, "hw") + cli_flag(cli, "sw") + cli_flag(cli, "hr");
	enum tool_status status = led_option_repeat(cli, &play->order.repeat);

	if (!status)
		status = led_option_curve(cli, &play->order.curve);
	if (status)
		return status;
	play->verbose = cli_flag(cli, "verbose");
	play->hardware = cli_flag(cli, "hw");
	play->by_engine = !cli_flag(cli, "sw") && !cli_flag(cli, "hr");
	play->order.method = cli_flag(cli, "hr") ? LED_FINE : LED_SOFTWARE;
	play->order.sync = cli_value(cli, "sync");
	if (play->order.sync && strcmp(play->order.sync, "none") != 0 &&
	    strcmp(play->order.sync, "monotonic") != 0 && strcmp(play->order.sync, "realtime") != 0)
		return cli_fail(TOOL_USAGE, "--sync: \"%s\" is not none, monotonic or realtime",
				play->order.sync);
	if (methods > 1)
		return cli_fail(TOOL_USAGE, "--hw, --sw and --hr contradict; give one of them");
	if (cli_flag(cli, "wait") && play->order.repeat < 0)
		return cli_fail(TOOL_USAGE, "--wait would never end; give --repeat too");
	if (cli_value(cli, "engine") && !led_dialect_find(cli_value(cli, "engine")))
		return unknown_engine(cli_value(cli, "engine"));
	return TOOL_OK;
}

/* NULL if the engine plays it exactly, else why not. */
static const char *try_engine(const struct play *play, const char *engine, struct lamp *lamp)
{
	const struct led_dialect *dialect = led_dialect_find(engine);
	const struct led_dialect_request request = {
		.pattern = &lamp->pattern,
		.repeat = play->order.repeat,
		.brightness_max = (u32)lamp->led.brightness_max,
	};

	if (!lamp->led.has_engine)
		return "the LED has no engine";
	if (play->count > 1 && !play->hardware)
		return "engines are not in step with other LEDs";
	if (!dialect)
		return "the language of its engine is not known";
	if (play->order.sync && strcmp(play->order.sync, "none") != 0)
		return "an engine is not in step with a clock";
	if (play->order.curve != WAVEFORM_LINEAR)
		return "its engine ramps in its own way";
	return led_dialect_express(dialect, &request, &lamp->order.answer);
}

/*
 * With --hw, an unknown engine is given the tuples as they are, in whatever
 * language they were written; one that is known is not asked for what it cannot.
 */
static enum tool_status choose_method(const struct play *play, const char *engine,
				      struct lamp *lamp)
{
	lamp->order = play->order;
	lamp->order.pattern = &lamp->pattern;
	if (!play->by_engine)
		return TOOL_OK;
	lamp->reason = try_engine(play, engine, lamp);
	if (play->hardware && lamp->reason && lamp->led.has_engine && !led_dialect_find(engine))
		lamp->reason = NULL;
	if (!lamp->reason)
		lamp->order.method = LED_HARDWARE;
	else if (play->hardware)
		return cli_fail(TOOL_FAILED, "%s: not in hardware: %s", lamp->led.name,
				lamp->reason);
	return TOOL_OK;
}

static enum tool_status say_refusal(const struct lamp *lamp, const char *failed, int err)
{
	if (err == -EOPNOTSUPP && strcmp(failed, "hw_pattern") != 0)
		return cli_fail(TOOL_FAILED, "%s: its trigger has no %s; load railglow's own",
				lamp->led.name, failed);
	return led_command_error(lamp->led.name, failed, err);
}

/* An engine's limits are known beforehand, not what else its driver is busy with. */
static enum tool_status start_lamp(const struct play *play, struct lamp *lamp)
{
	const char *failed;
	int err = led_start(&lamp->led, &lamp->order, &failed);

	if (err && lamp->order.method == LED_HARDWARE && !play->hardware) {
		lamp->reason = strerror(-err);
		lamp->order.method = LED_SOFTWARE;
		err = led_prepare(&lamp->led, &lamp->order, &failed);
		if (!err)
			err = led_start(&lamp->led, &lamp->order, &failed);
	}
	return err ? say_refusal(lamp, failed, err) : TOOL_OK;
}

static void tell_played(const struct play *play, const struct lamp *lamp)
{
	if (led_is_dark(&lamp->led))
		cli_note("%s: its colours are all at 0 and it stays dark; write multi_intensity",
			 lamp->led.name);
	if (!play->verbose)
		return;
	if (lamp->order.method == LED_HARDWARE)
		cli_note("%s: played by its engine", lamp->led.name);
	else
		cli_note("%s: played by software%s%s", lamp->led.name, lamp->reason ? ": " : "",
			 lamp->reason ? lamp->reason : "");
}

static int still_running(int fd)
{
	char digit = '1';

	if (pread(fd, &digit, 1, 0) < 0)
		return errno == ENODEV ? -ENODEV : -errno;
	return digit == '1';
}

/* The in-tree trigger does not say when it ends; the pattern does. */
static enum tool_status wait_for_time(const struct lamp *lamp)
{
	u64 now_ns = clock_now_ns();
	u64 end_ns;

	if (check_mul_overflow(lamp->pattern.period_ns, (u64)lamp->order.repeat, &end_ns) ||
	    end_ns > U64_MAX - now_ns)
		end_ns = U64_MAX - now_ns;
	end_ns += now_ns;
	for (; now_ns < end_ns && !stop_wanted(); now_ns = clock_now_ns())
		stop_poll(NULL, 0, end_ns - now_ns);
	return TOOL_OK;
}

static enum tool_status wait_for_end(const struct lamp *lamp)
{
	struct pollfd file = { .events = POLLPRI };
	char path[SYSFS_PATH];
	int running = 1;

	if (!lamp->led.has_finish)
		return wait_for_time(lamp);
	file.fd = open(led_file(path, lamp->led.name, "is_running"), O_RDONLY | O_CLOEXEC);
	if (file.fd < 0)
		return led_command_error(lamp->led.name, "is_running", -errno);
	while (!stop_wanted() && (running = still_running(file.fd)) > 0) {
		if (stop_poll(&file, 1, RG_NS_PER_S) < 0)
			break;
	}
	close(file.fd);
	if (running < 0)
		return cli_fail(TOOL_ABSENT, "the LED \"%s\" is gone", lamp->led.name);
	return TOOL_OK;
}

static enum tool_status read_lamp(const struct play *play, const char *name, struct lamp *lamp)
{
	enum tool_status status;

	for (int i = 0; i < play->count; i++) {
		if (!strcmp(play->lamps[i].led.name, name))
			return cli_fail(TOOL_USAGE, "\"%s\" is named twice; name it once", name);
	}
	status = led_command_read(&lamp->led, name);
	lamp->found = lamp->led;
	return status;
}

static enum tool_status load_pattern(const char *source, struct lamp *lamp)
{
	char reason[PATTERN_REASON];
	int err = pattern_source_load(&lamp->pattern, source,
				      (u32)min_t(s64, lamp->led.brightness_max, S32_MAX), reason);

	if (!err)
		return TOOL_OK;
	return cli_fail(err == -EINVAL	 ? TOOL_USAGE
			: err == -ENOENT ? TOOL_ABSENT
					 : TOOL_FAILED,
			"%s", reason);
}

/* Everything but the pattern itself, so that several LEDs start one right after the other. */
static enum tool_status prepare_lamp(const struct cli *cli, const struct play *play,
				     struct lamp *lamp)
{
	const char *engine = cli_value(cli, "engine");
	enum tool_status status;
	const char *failed;
	int err = led_take_trigger(&lamp->led);

	if (err == -EINVAL)
		return cli_fail(TOOL_ABSENT, "there is no pattern trigger; modprobe %s first",
				"ledtrig-pattern");
	if (err)
		return led_command_error(lamp->led.name, "trigger", err);
	lamp->taken = true;
	status = choose_method(play, engine ? engine : lamp->led.driver, lamp);
	if (status)
		return status;
	err = led_prepare(&lamp->led, &lamp->order, &failed);
	return err ? say_refusal(lamp, failed, err) : TOOL_OK;
}

static enum tool_status wait_for_all(const struct play *play)
{
	enum tool_status status = TOOL_OK;

	stop_on_signals(false);
	for (int i = 0; !status && i < play->count; i++)
		status = wait_for_end(&play->lamps[i]);
	stop_restore();
	return status;
}

/* A pattern starts anew each time, so what another process came between is done again. */
static enum tool_status start_all(const struct play *play)
{
	enum tool_status status = TOOL_OK;

	for (int tries = 0; tries < STARTS_MAX; tries++) {
		u64 begun_ns = clock_now_ns();

		for (int i = 0; !status && i < play->count; i++)
			status = start_lamp(play, &play->lamps[i]);
		if (status || play->count == 1 || clock_now_ns() - begun_ns < STARTS_APART_NS)
			break;
	}
	return status;
}

static enum tool_status play_all(const struct cli *cli, struct play *play)
{
	enum tool_status status = TOOL_OK;

	for (int i = 0; !status && i < play->count; i++)
		status = prepare_lamp(cli, play, &play->lamps[i]);
	if (!status)
		status = start_all(play);
	for (int i = 0; i < play->count; i++) {
		const struct lamp *lamp = &play->lamps[i];

		/* A pattern that cannot be played leaves LEDs to whatever drove them before. */
		if (!status) {
			former_trigger_keep(&lamp->found);
			tell_played(play, lamp);
		} else if (lamp->taken && strcmp(lamp->found.trigger, LED_TRIGGER) != 0) {
			(void)!led_restore(&lamp->found);
		}
	}
	if (!status && cli_flag(cli, "wait"))
		status = wait_for_all(play);
	return status;
}

static enum tool_status run_play(const struct cli *cli)
{
	const char *source = cli->operands[cli->operand_count - 1];
	struct play play = { 0 };
	enum tool_status status = led_one_pattern(cli, 1);

	if (!status)
		status = read_options(cli, &play);
	play.lamps = calloc((size_t)cli->operand_count, sizeof(*play.lamps));
	if (!play.lamps)
		return cli_fail(TOOL_FAILED, "%s", strerror(ENOMEM));
	for (int i = 0; !status && i < cli->operand_count - 1; i++) {
		status = read_lamp(&play, cli->operands[i], &play.lamps[i]);
		if (!status)
			status = load_pattern(source, &play.lamps[i]);
		play.count++;
	}
	if (!status)
		status = play_all(cli, &play);
	for (int i = 0; i < play.count; i++)
		pattern_free(&play.lamps[i].pattern);
	free(play.lamps);
	return status;
}

static const struct cli_option options[] = {
	{ 'n', "repeat", "N", "play N times and stop, -1 for ever (-1)", "1 2 3 -1" },
	{ 'H', "hw", NULL, "by the LED's own engine or not at all", NULL },
	{ 'S', "sw", NULL, "by software, even if the engine could", NULL },
	{ 'r', "hr", NULL, "by software, with fine dimming and exact edges", NULL },
	{ 's', "sync", "MODE", "in step with a clock: none, monotonic, realtime (none)",
	  "none monotonic realtime" },
	{ 'c', "curve", "CURVE", "linear or perceptual ramps (linear)", "linear perceptual" },
	{ 'e', "engine", "NAME",
	  "the LED's engine: lpg, sc27xx, cht-wcove, el15203000, s2m (its driver's)",
	  "lpg sc27xx cht-wcove el15203000 s2m" },
	{ 'w', "wait", NULL, "return when the pattern has ended", NULL },
	{ 'v', "verbose", NULL, "say how it is played", NULL },
	{ 0 },
};

static const char *const words[] = { "@led", "@pattern", NULL };

const struct cli_command cmd_led_play = {
	.name = "led play",
	.operands = "LED... PATTERN",
	.operands_min = 2,
	.operands_max = 64,
	.words = words,
	.summary = "play a pattern on LEDs",
	.description =
		"Plays PATTERN, written as for \"led preview\", on LEDs. If an LED has an engine of\n"
		"its own that shows the pattern exactly, the engine plays it; otherwise, or if\n"
		"its driver refuses, software does, and -v says which and why. Several LEDs start\n"
		"together, in software. The pattern goes on after the command has ended, until\n"
		"\"led stop\" gives the LED back to the trigger that drove it before.\n",
	.examples = "  railglow led play status heartbeat\n"
		    "  railglow led play status --repeat 3 --wait morse:SOS\n"
		    "  railglow led play left middle right blink-slow\n"
		    "  railglow led play red --sync realtime \"0 500 0 0 100% 500 100% 0\"",
	.options = options,
	.run = run_play,
};
