// SPDX-License-Identifier: GPL-2.0-only
/* railglow led play: a pattern on an LED, by its own engine where that can. */
#include <fcntl.h>
#include <unistd.h>

#include "tools/commands.h"
#include "tools/led_command.h"
#include "tools/led_options.h"
#include "tools/pattern_source.h"
#include "tools/stop.h"

/** struct play - one run; @playing: the pattern was given to the LED */
struct play {
	struct led led;
	struct led_pattern pattern;
	struct led_order order;
	bool verbose;
	bool playing;
};

static enum tool_status read_options(const struct cli *cli, struct play *play)
{
	int methods = cli_flag(cli, "hw") + cli_flag(cli, "sw") + cli_flag(cli, "hr");
	enum tool_status status = led_option_repeat(cli, &play->order.repeat);

	if (!status)
		status = led_option_curve(cli, &play->order.curve);
	if (status)
		return status;
	play->verbose = cli_flag(cli, "verbose");
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
		return cli_fail(TOOL_USAGE, "--engine: \"%s\" is no engine known here",
				cli_value(cli, "engine"));
	return TOOL_OK;
}

/* NULL if the engine plays it exactly, else why not. */
static const char *try_engine(const struct cli *cli, struct play *play)
{
	const char *name = cli_value(cli, "engine") ? cli_value(cli, "engine") : play->led.driver;
	const struct led_dialect *dialect = led_dialect_find(name);
	const struct led_dialect_request request = {
		.pattern = &play->pattern,
		.repeat = play->order.repeat,
		.brightness_max = (u32)play->led.brightness_max,
	};

	play->order.answer = (struct led_dialect_answer){ 0 };
	if (!play->led.has_engine)
		return "the LED has no engine";
	if (!dialect)
		return "what its engine understands is not known";
	if (play->order.sync && strcmp(play->order.sync, "none") != 0)
		return "an engine is not in step with a clock";
	if (play->order.curve != WAVEFORM_LINEAR)
		return "its engine ramps in its own way";
	return dialect->express(&request, &play->order.answer);
}

/*
 * With --hw, an engine nobody knows is given the tuples as they are, in whatever
 * language they were written; one that is known is not asked for what it cannot.
 */
static enum tool_status choose_method(const struct cli *cli, struct play *play)
{
	bool known = cli_value(cli, "engine") || led_dialect_find(play->led.driver);
	const char *reason = NULL;

	play->order.method = cli_flag(cli, "hr") ? LED_FINE : LED_SOFTWARE;
	if (!cli_flag(cli, "hr") && !cli_flag(cli, "sw")) {
		reason = try_engine(cli, play);
		if (!reason || (cli_flag(cli, "hw") && play->led.has_engine && !known)) {
			play->order.method = LED_HARDWARE;
			play->order.answer.count = reason ? 0 : play->order.answer.count;
		} else if (cli_flag(cli, "hw")) {
			return cli_fail(TOOL_FAILED, "%s: not in hardware: %s", play->led.name,
					reason);
		}
	}
	if (!play->verbose)
		return TOOL_OK;
	if (play->order.method == LED_HARDWARE)
		cli_note("%s: played by its engine", play->led.name);
	else
		cli_note("%s: played by software%s%s", play->led.name, reason ? ": " : "",
			 reason ? reason : "");
	return TOOL_OK;
}

static int still_running(int fd)
{
	char digit = '1';

	if (pread(fd, &digit, 1, 0) < 0)
		return errno == ENODEV ? -ENODEV : -errno;
	return digit == '1';
}

/* The in-tree trigger does not say when it ends; the pattern does. */
static enum tool_status wait_for_time(const struct play *play)
{
	u64 now_ns = stop_clock_ns();
	u64 end_ns;

	if (check_mul_overflow(play->pattern.period_ns, (u64)play->order.repeat, &end_ns) ||
	    end_ns > U64_MAX - now_ns)
		end_ns = U64_MAX - now_ns;
	end_ns += now_ns;
	for (; now_ns < end_ns && !stop_wanted(); now_ns = stop_clock_ns())
		stop_poll(NULL, 0, end_ns - now_ns);
	return TOOL_OK;
}

static enum tool_status wait_for_end(const struct play *play)
{
	struct pollfd file = { .events = POLLPRI };
	char path[SYSFS_PATH];
	int running = 1;

	if (!play->led.has_finish)
		return wait_for_time(play);
	file.fd = open(led_file(path, play->led.name, "is_running"), O_RDONLY | O_CLOEXEC);
	if (file.fd < 0)
		return led_command_error(play->led.name, "is_running", -errno);
	while (!stop_wanted() && (running = still_running(file.fd)) > 0) {
		if (stop_poll(&file, 1, RG_NS_PER_S) < 0)
			break;
	}
	close(file.fd);
	if (running < 0)
		return cli_fail(TOOL_ABSENT, "the LED \"%s\" is gone", play->led.name);
	return TOOL_OK;
}

static enum tool_status play_order(const struct cli *cli, struct play *play)
{
	enum tool_status status = choose_method(cli, play);
	const char *failed;
	int err;

	if (status)
		return status;
	err = led_play(&play->led, &play->order, &failed);
	if (err == -EOPNOTSUPP)
		return cli_fail(TOOL_FAILED, "%s: its trigger has no %s; load railglow's own",
				play->led.name, failed);
	if (err)
		return led_command_error(play->led.name, failed, err);
	play->playing = true;
	if (!cli_flag(cli, "wait"))
		return TOOL_OK;
	stop_on_signals(false);
	status = wait_for_end(play);
	stop_restore();
	return status;
}

static enum tool_status load_and_play(const struct cli *cli, struct play *play)
{
	const struct led found = play->led;
	enum tool_status status;
	char reason[PATTERN_REASON];
	int err = pattern_source_load(&play->pattern, cli->operands[1],
				      (u32)min_t(s64, play->led.brightness_max, S32_MAX), reason);

	if (err)
		return cli_fail(err == -EINVAL	 ? TOOL_USAGE
				: err == -ENOENT ? TOOL_ABSENT
						 : TOOL_FAILED,
				"%s", reason);
	play->order.pattern = &play->pattern;
	err = led_take_trigger(&play->led);
	if (err == -EINVAL)
		status = cli_fail(TOOL_ABSENT, "there is no pattern trigger; modprobe %s first",
				  "ledtrig-pattern");
	else if (err)
		status = led_command_error(cli->operands[0], "trigger", err);
	else
		status = play_order(cli, play);
	/* What cannot be played leaves the LED to whatever drove it before. */
	if (status && !play->playing && strcmp(found.trigger, "pattern") != 0)
		(void)!led_restore(&found);
	led_pattern_free(&play->pattern);
	return status;
}

static enum tool_status run(const struct cli *cli)
{
	struct play play = { 0 };
	enum tool_status status = read_options(cli, &play);

	if (!status)
		status = led_command_read(&play.led, cli->operands[0]);
	return status ? status : load_and_play(cli, &play);
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
	  "what engine the LED has: lpg, sc27xx, cht-wcove, el15203000 (its driver's)",
	  "lpg sc27xx cht-wcove el15203000" },
	{ 'w', "wait", NULL, "return when the pattern has ended", NULL },
	{ 'v', "verbose", NULL, "say how it is played", NULL },
	{ 0 },
};

static const char *const words[] = { "@led", "@pattern", NULL };

const struct cli_command cmd_led_play = {
	.name = "led play",
	.operands = "LED PATTERN",
	.operands_min = 2,
	.operands_max = 2,
	.words = words,
	.summary = "play a pattern on an LED",
	.description =
		"Plays PATTERN, written as for \"led preview\", on an LED. If the LED has an engine\n"
		"of its own and that can play the pattern exactly, the engine does; else software\n"
		"does, and -v says which and why. The pattern goes on when the command has ended.\n",
	.examples = "  railglow led play status heartbeat\n"
		    "  railglow led play status --repeat 3 --wait morse:SOS\n"
		    "  railglow led play red --sync realtime \"0 500 0 0 100% 500 100% 0\"",
	.options = options,
	.run = run,
};
