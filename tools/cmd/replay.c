// SPDX-License-Identifier: GPL-2.0-only
/*
 * railglow replay: a recording as the inputs of the simulated board, in scripts of
 * tools/recording/replay_script.c.
 */
#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/port.h"
#include "tools/cli/cli.h"
#include "tools/cli/command_table.h"
#include "tools/cli/quantity.h"
#include "tools/cli/sysfs.h"
#include "tools/recording/file_operand.h"
#include "tools/recording/recording.h"
#include "tools/recording/replay_script.h"
#include "tools/recording/write.h"

#define CHIP_RAILS 3
#define TIME_MAX_S 1000000000.0
#define NAME_MAX_BYTES 64
#define SHUNT_DEFAULT_UOHM 10000

/**
 * struct target - where one rail of the recording goes
 * @chip: its folder in the board's chips
 * @input: rail of that chip, 0 to 2
 * @shunt_uohm: the board's shunt there, over which the current drops
 * @bus: script of its bus voltage
 * @shunt: script of its shunt voltage
 */
struct target {
	char chip[NAME_MAX_BYTES];
	int input;
	s64 shunt_uohm;
	struct replay_script bus;
	struct replay_script shunt;
};

/** struct replay - a recording and where it goes */
struct replay {
	struct recording recording;
	const char *path;
	char board[NAME_MAX_BYTES];
	bool selected[RECORDING_RAILS_MAX];
	struct target targets[RECORDING_RAILS_MAX];
	s64 start_us;
	s64 end_us;
};

/* The only entry of a folder, if there is only one. */
static enum tool_status only_entry(const char *folder, const char *what, char name[NAME_MAX_BYTES])
{
	char **names;
	int count = sysfs_list(folder, &names);

	if (count < 0)
		return cli_fail(TOOL_ABSENT, "%s: %s; make a simulated board, or use --print",
				folder, strerror(-count));
	if (count == 1)
		snprintf(name, NAME_MAX_BYTES, "%s", names[0]);
	sysfs_list_free(names);
	if (count == 1)
		return TOOL_OK;
	return cli_fail(count ? TOOL_USAGE : TOOL_ABSENT, "there %s %d %ss; %s",
			count == 1 ? "is" : "are", count, what,
			count ? "say which with --board" : "make one first");
}

static enum tool_status find_board(const struct cli *cli, struct replay *replay)
{
	const char *name = cli_value(cli, "board");
	char path[SYSFS_PATH];

	if (!name)
		return only_entry(sysfs_path(path, "/kernel/config/railglow"), "board",
				  replay->board);
	snprintf(replay->board, sizeof(replay->board), "%s", name);
	if (strchr(name, '/') || !*name ||
	    !sysfs_exists(sysfs_path(path, "/kernel/config/railglow/%s", name)))
		return cli_fail(TOOL_ABSENT, "there is no simulated board \"%s\"", name);
	return TOOL_OK;
}

/* The input whose label is the rail's name; false if there is none. */
static bool find_input(const struct replay *replay, const char *chip, const char *name, int *input)
{
	for (*input = 0; *input < CHIP_RAILS; ++*input) {
		char path[SYSFS_PATH], label[NAME_MAX_BYTES];

		sysfs_path(path, "/kernel/config/railglow/%s/chips/%s/rail%d/label", replay->board,
			   chip, *input);
		if (sysfs_read(path, label, sizeof(label)) || !*label)
			continue;
		recording_clean_name(label);
		if (!strcmp(label, name))
			return true;
	}
	return false;
}

static enum tool_status find_target(struct replay *replay, u32 rail, char **chips)
{
	const char *name = replay->recording.rails[rail].name;
	struct target *target = &replay->targets[rail];
	char path[SYSFS_PATH];

	for (char **chip = chips; *chip; chip++) {
		if (!find_input(replay, *chip, name, &target->input))
			continue;
		snprintf(target->chip, sizeof(target->chip), "%s", *chip);
		sysfs_path(path, "/kernel/config/railglow/%s/chips/%s/rail%d/shunt_uohm",
			   replay->board, *chip, target->input);
		if (sysfs_read_number(path, &target->shunt_uohm) || target->shunt_uohm <= 0)
			return cli_fail(TOOL_FAILED, "%s: set the shunt of \"%s\" first", path,
					name);
		return TOOL_OK;
	}
	return cli_fail(TOOL_ABSENT, "board \"%s\" has no rail labelled \"%s\"; see --rails",
			replay->board, name);
}

static enum tool_status find_targets(const struct cli *cli, struct replay *replay)
{
	enum tool_status status = find_board(cli, replay);
	char path[SYSFS_PATH];
	char **chips;
	int count;

	if (status)
		return status;
	sysfs_path(path, "/kernel/config/railglow/%s/chips", replay->board);
	count = sysfs_list(path, &chips);
	if (count < 0)
		return cli_fail(TOOL_FAILED, "%s: %s", path, strerror(-count));
	for (u32 i = 0; !status && i < replay->recording.rail_count; i++) {
		if (replay->selected[i])
			status = find_target(replay, i, chips);
	}
	sysfs_list_free(chips);
	return status;
}

/* Without a board, a rail is its own target, over the shunt it was recorded with. */
static void name_targets(struct replay *replay)
{
	for (u32 i = 0; i < replay->recording.rail_count; i++) {
		double ohm = replay->recording.rails[i].shunt_ohm;

		replay->targets[i].shunt_uohm = ohm > 0 && ohm < 4294 ? llround(ohm * MICROS)
								      : SHUNT_DEFAULT_UOHM;
	}
}

static s64 shunt_uv(s64 ua, s64 shunt_uohm)
{
	return llround((double)ua * (double)shunt_uohm / MICROS);
}

/* Each value is held until the next scan. */
static int add_scan(struct replay *replay, const struct recording_scan *last, s64 until_us)
{
	s64 held_us = until_us - last->time_us;
	int err = 0;

	for (u32 i = 0; !err && i < replay->recording.rail_count; i++) {
		struct target *target = &replay->targets[i];

		if (!replay->selected[i])
			continue;
		if (last->uv[i] != RECORDING_NONE)
			err = replay_script_hold(&target->bus, last->uv[i], held_us);
		else
			err = replay_script_hold(&target->bus, target->bus.level_uv, held_us);
		if (err)
			break;
		err = replay_script_hold(&target->shunt,
					 last->ua[i] == RECORDING_NONE
						 ? target->shunt.level_uv
						 : shunt_uv(last->ua[i], target->shunt_uohm),
					 held_us);
	}
	return err;
}

static bool is_within(const struct replay *replay, const struct recording_scan *scan, s64 first_us)
{
	s64 at_us = scan->time_us - first_us;

	return at_us >= replay->start_us && at_us < replay->end_us;
}

static int end_scripts(struct replay *replay, bool loop)
{
	int err = 0;

	for (u32 i = 0; !err && i < replay->recording.rail_count; i++) {
		err = replay_script_end(&replay->targets[i].bus, loop);
		if (!err)
			err = replay_script_end(&replay->targets[i].shunt, loop);
	}
	return err;
}

static enum tool_status make_scripts(struct replay *replay, bool loop)
{
	struct recording *recording = &replay->recording;
	struct recording_scan last = { .time_us = S64_MIN };
	enum recording_item item;
	s64 first_us = S64_MIN, step_us = 1;
	int err = 0;

	while (!err && (item = recording_next(recording)) != RECORDING_END) {
		const struct recording_scan *scan = &recording->scan;

		if (item == RECORDING_BAD)
			return recording_file_bad(recording, replay->path);
		if (item != RECORDING_SCAN)
			continue;
		first_us = first_us == S64_MIN ? scan->time_us : first_us;
		if (!is_within(replay, scan, first_us))
			continue;
		if (last.time_us != S64_MIN) {
			step_us = scan->time_us - last.time_us;
			err = add_scan(replay, &last, scan->time_us);
		}
		last = *scan;
	}
	if (!err && last.time_us == S64_MIN)
		return cli_fail(TOOL_FAILED, "%s: holds no scan in that time", replay->path);
	if (!err)
		err = add_scan(replay, &last, last.time_us + max(step_us, (s64)1));
	if (!err)
		err = end_scripts(replay, loop);
	if (err == -E2BIG)
		return cli_fail(TOOL_USAGE, "the script exceeds 1 MiB; see --from and --duration");
	return err ? cli_fail(TOOL_FAILED, "there is not enough memory") : TOOL_OK;
}

static void print_scripts(const struct replay *replay)
{
	for (u32 i = 0; i < replay->recording.rail_count; i++) {
		const struct target *target = &replay->targets[i];
		const char *name = replay->recording.rails[i].name;

		if (!replay->selected[i])
			continue;
		printf("# %s, bus voltage\n%s", name, target->bus.text);
		printf("# %s, voltage over a shunt of %lld uohm\n%s", name,
		       (long long)target->shunt_uohm, target->shunt.text);
	}
}

static enum tool_status write_input(const struct replay *replay, const struct target *target,
				    const char *kind, const struct replay_script *script)
{
	char path[SYSFS_PATH];
	int err;

	sysfs_path(path, "/kernel/debug/railglow/%s/chips/%s/rail%d_%s_uv", replay->board,
		   target->chip, target->input, kind);
	err = sysfs_write(path, script->text);
	if (err)
		return cli_fail(err == -ENOENT || err == -ENODEV ? TOOL_ABSENT : TOOL_FAILED,
				"%s: %s", path, strerror(-err));
	return TOOL_OK;
}

static enum tool_status write_scripts(const struct replay *replay)
{
	enum tool_status status = TOOL_OK;

	for (u32 i = 0; !status && i < replay->recording.rail_count; i++) {
		const struct target *target = &replay->targets[i];

		if (!replay->selected[i])
			continue;
		status = write_input(replay, target, "bus", &target->bus);
		if (!status)
			status = write_input(replay, target, "shunt", &target->shunt);
	}
	return status;
}

static enum tool_status play_recording(const struct cli *cli, struct replay *replay)
{
	bool print = cli_flag(cli, "print");
	enum tool_status status = recording_file_select(&replay->recording, cli_value(cli, "rails"),
							replay->selected);

	if (!status && print)
		name_targets(replay);
	else if (!status)
		status = find_targets(cli, replay);
	if (!status)
		status = make_scripts(replay, cli_flag(cli, "loop"));
	if (!status && print)
		print_scripts(replay);
	else if (!status)
		status = write_scripts(replay);
	for (u32 i = 0; i < RECORDING_RAILS_MAX; i++) {
		free(replay->targets[i].bus.text);
		free(replay->targets[i].shunt.text);
	}
	return status;
}

static enum tool_status read_times(const struct cli *cli, struct replay *replay)
{
	double from = 0, duration = 0;

	if (cli_seconds(cli, "from", 0, TIME_MAX_S, &from) ||
	    cli_seconds(cli, "duration", 1 / MICROS, TIME_MAX_S, &duration))
		return TOOL_USAGE;
	replay->start_us = (s64)(from * MICROS);
	replay->end_us = duration > 0 ? replay->start_us + (s64)(duration * MICROS) : S64_MAX;
	return TOOL_OK;
}

static enum tool_status run_replay(const struct cli *cli)
{
	struct replay *replay = calloc(1, sizeof(*replay));
	enum tool_status status;

	if (!replay)
		return cli_fail(TOOL_FAILED, "there is not enough memory");
	replay->path = cli->operands[0];
	status = read_times(cli, replay);
	if (!status) {
		status = recording_file_open(&replay->recording, replay->path);
		if (!status)
			status = play_recording(cli, replay);
		recording_file_close(&replay->recording);
	}
	free(replay);
	return status;
}

static const struct cli_option options[] = {
	{ 'b', "board", "NAME", "the simulated board (the only one)", NULL },
	{ 'r', "rails", "NAMES", "only these rails, names between commas (all)", NULL },
	{ 'f', "from", "TIME", "start at this offset into the recording (0)", NULL },
	{ 'd', "duration", "TIME", "play only this much of it (all)", NULL },
	{ 'l', "loop", NULL, "start again at its end; else the last values stay", NULL },
	{ 'p', "print", NULL, "print the input scripts instead of playing them", NULL },
	{ 0 },
};

static const char *const words[] = { "@file", NULL };

const struct cli_command cmd_replay = {
	.name = "replay",
	.operands = "FILE",
	.operands_min = 1,
	.operands_max = 1,
	.words = words,
	.summary = "play a recording into the simulated board's inputs",
	.description =
		"Makes a recording from the field the input of the simulated board: each rail of\n"
		"the recording drives the rail of the board with the same label, with the same\n"
		"volts, and the same amperes over the board's shunt. The inputs start when they\n"
		"are written, or all together when the board becomes live.\n",
	.examples = "  railglow replay --board demo field.csv\n"
		    "  railglow replay --print --from 2s --duration 500ms field.csv",
	.options = options,
	.run = run_replay,
};
