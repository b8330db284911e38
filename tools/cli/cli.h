/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The frame of the railglow command: tables of commands and options, one strict parser for all of
 * them, and one voice for errors. Help, manual page and completion are printed from the same
 * tables.
 */
#ifndef RAILGLOW_TOOLS_CLI_CLI_H
#define RAILGLOW_TOOLS_CLI_CLI_H

#include <stdbool.h>
#include <stdio.h>

#include "core/port.h"

/** Most options one command has, the common ones included. */
#define CLI_OPTIONS_MAX 24

/**
 * enum tool_status - exit statuses, fixed: scripts rely on them
 * @TOOL_OK: done
 * @TOOL_USAGE: a wrong command line, pattern, or configuration file
 * @TOOL_FAILED: something could not be read, written, or set
 * @TOOL_ABSENT: no such rail, LED, chip, file of a driver; or it went away
 */
enum tool_status {
	TOOL_OK = 0,
	TOOL_USAGE = 1,
	TOOL_FAILED = 2,
	TOOL_ABSENT = 3,
};

/**
 * struct cli_option - one option of a command
 * @letter: short form, 0 for none
 * @name: long form without dashes; NULL ends a table
 * @argument: name of its argument, NULL for a flag
 * @help: what it does, with its default
 * @words: what completion offers for the argument: words between blanks, or "@file", "@rail",
 *	"@led", "@pattern", "@command"; NULL for nothing
 */
struct cli_option {
	char letter;
	const char *name;
	const char *argument;
	const char *help;
	const char *words;
};

struct cli;

/**
 * struct cli_command - one command
 * @name: one or two words, "rails" or "led play"
 * @operands: how operands are shown in usage lines, "" for none
 * @operands_min: fewest operands
 * @operands_max: most operands
 * @words: completion of the operands, one entry for each, as in cli_option
 * @summary: one line, lower case, no full stop
 * @description: what it does, in paragraphs, each a line of its own
 * @examples: command lines, one a line; NULL for none
 * @options: its own options, ended by a NULL name; NULL for none
 * @json: does it take --json?
 * @run: does it; returns an exit status
 */
struct cli_command {
	const char *name;
	const char *operands;
	int operands_min;
	int operands_max;
	const char *const *words;
	const char *summary;
	const char *description;
	const char *examples;
	const struct cli_option *options;
	bool json;
	enum tool_status (*run)(const struct cli *cli);
};

/**
 * struct cli - a command line that has been understood
 * @command: which command
 * @values: of each option in the order of the table; "" for a flag, NULL if
 *	not given
 * @common: the same of the common options
 * @operands: the words that are left
 * @operand_count: number of @operands
 */
struct cli {
	const struct cli_command *command;
	const char *values[CLI_OPTIONS_MAX];
	const char *common[CLI_OPTIONS_MAX];
	char **operands;
	int operand_count;
};

/** All commands, in the order of the manual, ended by NULL. */
extern const struct cli_command *const cli_commands[];
/** Options every command takes; --json only where its entry says so. */
extern const struct cli_option cli_common[];

/**
 * cli_main() - understand a command line and do what it says
 * @argc: as main() got it
 * @argv: as main() got it; reordered so that operands come last
 *
 * Never exits: everything it allocates is freed when it returns.
 *
 * Return: exit status.
 */
int cli_main(int argc, char **argv);

/** cli_value() - an option's argument, "" for a flag, NULL if not given. */
const char *cli_value(const struct cli *cli, const char *name);
/** cli_flag() - was a flag given? */
bool cli_flag(const struct cli *cli, const char *name);

/**
 * cli_fail() - say on standard error what is wrong, and give back the status
 * @status: what to return
 * @format: one sentence that says what to do, without a full stop or newline
 */
__printf(2, 3) enum tool_status cli_fail(enum tool_status status, const char *format, ...);

/**
 * cli_seconds() - an option's value as a time
 * @cli: the command line
 * @name: the option
 * @low: least value allowed, in seconds
 * @high: greatest value allowed
 * @seconds: set if the option is given, else left as it is
 *
 * Return: TOOL_OK, or TOOL_USAGE after a sentence.
 */
enum tool_status cli_seconds(const struct cli *cli, const char *name, double low, double high,
			     double *seconds);

/** cli_note() - a line on standard error that is not an error. */
__printf(1, 2) void cli_note(const char *format, ...);

/**
 * cli_flush() - make sure that what was printed has arrived
 * @status: what the command came to
 *
 * Return: @status, or TOOL_FAILED after a sentence if output was lost. A long command that lost it
 * with its terminal has ended well.
 */
enum tool_status cli_flush(enum tool_status status);

/**
 * cli_find() - a command by the words of its name
 * @count: how many words there are
 * @words: the words; more may follow the name
 * @used: set to the number of words that are the name
 *
 * Return: the command, NULL if there is none of that name.
 */
const struct cli_command *cli_find(int count, char **words, int *used);

/** cli_help() - print the help of one command, or of all if NULL. */
void cli_help(const struct cli_command *command, FILE *out);
/** cli_help_group() - list the commands whose first word is @word; false if there are none. */
bool cli_help_group(const char *word, FILE *out);
/** cli_manual() - print the manual page, as roff. */
void cli_manual(FILE *out);
/** cli_complete_bash() - print the completion script for bash. */
void cli_complete_bash(FILE *out);
/** cli_complete_zsh() - print the completion script for zsh. */
void cli_complete_zsh(FILE *out);

#endif /* RAILGLOW_TOOLS_CLI_CLI_H */
