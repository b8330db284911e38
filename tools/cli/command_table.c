// SPDX-License-Identifier: GPL-2.0-only
/*
 * The table of all commands, in the order of the manual, and those that print it: help, manual,
 * completion. A command line is taken apart in cli.c, which also refuses unknown commands.
 */
#include <stdio.h>
#include <string.h>

#include "tools/cli/command_table.h"

const struct cli_command *const cli_commands[] = {
	&cmd_rails,	  &cmd_record,	 &cmd_plot,	&cmd_replay,	 &cmd_limit,
	&cmd_alarms,	  &cmd_led_list, &cmd_led_show, &cmd_led_play,	 &cmd_led_stop,
	&cmd_led_preview, &cmd_guard,	 &cmd_doctor,	&cmd_completion, &cmd_manual,
	&cmd_help,	  NULL,
};

static enum tool_status run_completion(const struct cli *cli)
{
	const char *shell = cli->operands[0];

	if (!strcmp(shell, "bash"))
		cli_complete_bash(stdout);
	else if (!strcmp(shell, "zsh"))
		cli_complete_zsh(stdout);
	else
		return cli_fail(TOOL_USAGE, "\"%s\" is not a supported shell; give bash or zsh",
				shell);
	return TOOL_OK;
}

static const char *const completion_words[] = { "bash zsh", NULL };

const struct cli_command cmd_completion = {
	.name = "completion",
	.operands = "bash|zsh",
	.operands_min = 1,
	.operands_max = 1,
	.words = completion_words,
	.summary = "print the completion script for a shell",
	.description =
		"Prints the script that lets a shell complete commands, options, rails, LEDs\n"
		"and patterns.\n",
	.examples = "  railglow completion bash >/etc/bash_completion.d/railglow\n"
		    "  railglow completion zsh >/usr/share/zsh/site-functions/_railglow",
	.run = run_completion,
};

static enum tool_status run_manual(const struct cli *cli)
{
	(void)cli;
	cli_manual(stdout);
	return TOOL_OK;
}

const struct cli_command cmd_manual = {
	.name = "manual",
	.operands = "",
	.summary = "print the manual page",
	.description = "Prints the manual page, made of the same text as the help.\n",
	.examples = "  railglow manual | man -l -",
	.run = run_manual,
};

static enum tool_status run_help(const struct cli *cli)
{
	const struct cli_command *command;
	int used;

	if (!cli->operand_count) {
		cli_help(NULL, stdout);
		return TOOL_OK;
	}
	command = cli_find(cli->operand_count, cli->operands, &used);
	if (command && used == cli->operand_count) {
		cli_help(command, stdout);
		return TOOL_OK;
	}
	if (cli->operand_count == 1 && cli_help_group(cli->operands[0], stdout))
		return TOOL_OK;
	return cli_fail(TOOL_USAGE, "there is no command \"%s%s%s\"; \"railglow help\" lists them",
			cli->operands[0], cli->operand_count > 1 ? " " : "",
			cli->operand_count > 1 ? cli->operands[1] : "");
}

static const char *const help_words[] = { "@command", NULL };

const struct cli_command cmd_help = {
	.name = "help",
	.operands = "[COMMAND]",
	.operands_min = 0,
	.operands_max = 2,
	.words = help_words,
	.summary = "print the help of a command, or the list of all",
	.description = "Prints what \"railglow COMMAND --help\" does, or what there is.\n",
	.examples = "  railglow help record\n  railglow help led play",
	.run = run_help,
};
