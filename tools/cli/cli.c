// SPDX-License-Identifier: GPL-2.0-only
/*
 * Command lines: the command found in the tables, or refused; options and operands parsed; errors
 * and notes printed. Closed standard descriptors are opened, and the locale is set, in
 * tools/railglow.c.
 */
#include "tools/cli/cli.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

#include "tools/cli/quantity.h"
#include "tools/cli/stop.h"

#ifndef RAILGLOW_VERSION
#define RAILGLOW_VERSION "unknown"
#endif

const struct cli_option cli_common[] = {
	{ 'h', "help", NULL, "print this help and leave", NULL },
	{ 'j', "json", NULL, "print JSON in a stable format (schemas are installed)", NULL },
	{ 0 },
};

/* The command that messages name; empty until it is known. */
static const char *speaker = "";

static void print_message(const char *format, va_list words)
{
	fprintf(stderr, "railglow%s%s: ", *speaker ? " " : "", speaker);
	vfprintf(stderr, format, words);
	fputc('\n', stderr);
}

enum tool_status cli_fail(enum tool_status status, const char *format, ...)
{
	va_list words;

	va_start(words, format);
	print_message(format, words);
	va_end(words);
	return status;
}

void cli_note(const char *format, ...)
{
	va_list words;

	va_start(words, format);
	print_message(format, words);
	va_end(words);
}

/* Gives the reason why standard output lost something. */
static int lost_reason(void)
{
	/* An earlier loss left no errno; one more byte meets the same error. */
	if (!errno && write(STDOUT_FILENO, "\n", 1) == 1)
		errno = 0;
	return errno;
}

enum tool_status cli_flush(enum tool_status status)
{
	bool lost = ferror(stdout);
	int reason;

	errno = 0;
	if (!fflush(stdout) && !lost)
		return status;
	reason = lost_reason();
	clearerr(stdout);
	if (stop_ended_with(STDOUT_FILENO))
		return status == TOOL_FAILED ? TOOL_OK : status;
	cli_fail(TOOL_FAILED, "standard output: %s",
		 reason ? strerror(reason) : "could not be written");
	return status == TOOL_OK ? TOOL_FAILED : status;
}

const char *cli_value(const struct cli *cli, const char *name)
{
	const struct cli_option *own = cli->command->options;

	for (int i = 0; own && own[i].name; i++) {
		if (!strcmp(own[i].name, name))
			return cli->values[i];
	}
	for (int i = 0; cli_common[i].name; i++) {
		if (!strcmp(cli_common[i].name, name))
			return cli->common[i];
	}
	return NULL;
}

bool cli_flag(const struct cli *cli, const char *name)
{
	return cli_value(cli, name);
}

enum tool_status cli_seconds(const struct cli *cli, const char *name, double low, double high,
			     double *seconds)
{
	const char *text = cli_value(cli, name);
	double value;

	if (!text)
		return TOOL_OK;
	if (quantity_parse(text, "s", &value) || value < low || value > high)
		return cli_fail(TOOL_USAGE, "--%s: \"%s\" is not a time such as 10s, 250ms or 2min",
				name, text);
	*seconds = value;
	return TOOL_OK;
}

/* Counts the words of @argv that are the command's name; 0 if they are not its name. */
static int name_words(const struct cli_command *command, int argc, char **argv)
{
	const char *space = strchr(command->name, ' ');
	size_t first = space ? (size_t)(space - command->name) : strlen(command->name);

	if (argc < 1 || strlen(argv[0]) != first || strncmp(argv[0], command->name, first) != 0)
		return 0;
	if (!space)
		return 1;
	return argc > 1 && !strcmp(argv[1], space + 1) ? 2 : 0;
}

const struct cli_command *cli_find(int count, char **words, int *used)
{
	for (const struct cli_command *const *at = cli_commands; *at; at++) {
		*used = name_words(*at, count, words);
		if (*used)
			return *at;
	}
	return NULL;
}

/* Translates the former name of an option, which is still accepted. */
static const char *name_today(const char *name, size_t *len)
{
	static const char old[] = "out", today[] = "output";

	if (*len != strlen(old) || strncmp(name, old, *len) != 0)
		return name;
	*len = strlen(today);
	return today;
}

/* Finds the place of an option's value; NULL if the command has no such option. */
static const char **find_option(struct cli *cli, char letter, const char *name, size_t len,
				const struct cli_option **option)
{
	const struct cli_option *tables[] = { cli->command->options, cli_common };
	const char **values[] = { cli->values, cli->common };

	for (int table = 0; table < 2; table++) {
		for (int i = 0; tables[table] && tables[table][i].name; i++) {
			const struct cli_option *here = &tables[table][i];

			if (table && !cli->command->json && !strcmp(here->name, "json"))
				continue;
			if (letter ? here->letter != letter
				   : strlen(here->name) != len ||
					     strncmp(here->name, name, len) != 0)
				continue;
			*option = here;
			return &values[table][i];
		}
	}
	return NULL;
}

static enum tool_status given_again(const struct cli_option *option)
{
	return cli_fail(TOOL_USAGE, "--%s is given twice; give it once", option->name);
}

/* Is the argument that completion takes for a file without a name? */
static bool is_nameless(const char *words, const char *value)
{
	return words && !strcmp(words, "@file") && !*value;
}

static enum tool_status check_value(const struct cli_option *option, const char *value)
{
	if (is_nameless(option->words, value))
		return cli_fail(TOOL_USAGE, "--%s: the name of the file is empty", option->name);
	return TOOL_OK;
}

/* Parses a word that starts with "--", and the next word if the option needs a value. */
static enum tool_status take_long(struct cli *cli, char **word, int left, int *used)
{
	const char *name = word[0] + 2;
	const char *equals = strchr(name, '=');
	size_t len = equals ? (size_t)(equals - name) : strlen(name);
	const struct cli_option *option;
	const char *today = name_today(name, &len);
	const char **value = find_option(cli, 0, today, len, &option);

	*used = 1;
	if (!value)
		return cli_fail(TOOL_USAGE, "there is no option --%.*s; try --help",
				(int)strcspn(name, "="), name);
	if (*value)
		return given_again(option);
	if (!option->argument) {
		*value = "";
		return equals ? cli_fail(TOOL_USAGE, "--%s takes no argument", option->name)
			      : TOOL_OK;
	}
	if (!equals && left < 2)
		return cli_fail(TOOL_USAGE, "--%s needs %s", option->name, option->argument);
	*value = equals ? equals + 1 : word[1];
	*used = equals ? 1 : 2;
	return check_value(option, *value);
}

/* Parses a word of letters after one dash; the last letter may take a value. */
static enum tool_status take_letters(struct cli *cli, char **word, int left, int *used)
{
	*used = 1;
	for (const char *letter = word[0] + 1; *letter; letter++) {
		const struct cli_option *option;
		const char **value = find_option(cli, *letter, NULL, 0, &option);

		if (!value)
			return cli_fail(TOOL_USAGE, "there is no option -%c; try --help", *letter);
		if (*value)
			return given_again(option);
		*value = "";
		if (!option->argument)
			continue;
		if (!letter[1] && left < 2)
			return cli_fail(TOOL_USAGE, "-%c needs %s", *letter, option->argument);
		*value = letter[1] ? letter + 1 : word[1];
		*used = letter[1] ? 1 : 2;
		return check_value(option, *value);
	}
	return TOOL_OK;
}

/* Numbers below zero are operands, and so is "-", standard input. */
static bool is_option(const char *word)
{
	return word[0] == '-' && word[1] && word[1] != '.' && !(word[1] >= '0' && word[1] <= '9');
}

static enum tool_status parse_words(struct cli *cli, int argc, char **argv)
{
	bool only_operands = false;
	int i = 0;

	cli->operands = argv;
	while (i < argc) {
		enum tool_status status = TOOL_OK;
		int used = 1;

		if (only_operands || !is_option(argv[i]))
			cli->operands[cli->operand_count++] = argv[i];
		else if (!strcmp(argv[i], "--"))
			only_operands = true;
		else if (argv[i][1] == '-')
			status = take_long(cli, argv + i, argc - i, &used);
		else
			status = take_letters(cli, argv + i, argc - i, &used);
		if (status)
			return status;
		i += used;
	}
	return TOOL_OK;
}

static enum tool_status check_operands(const struct cli *cli)
{
	const struct cli_command *command = cli->command;

	if (cli->operand_count < command->operands_min)
		return cli_fail(TOOL_USAGE, "needs %s; try --help", command->operands);
	if (cli->operand_count > command->operands_max)
		return cli_fail(TOOL_USAGE, "\"%s\" is one word too many; try --help",
				cli->operands[command->operands_max]);
	for (int i = 0; command->words && command->words[i] && i < cli->operand_count; i++) {
		if (is_nameless(command->words[i], cli->operands[i]))
			return cli_fail(TOOL_USAGE, "the name of the file is empty; try --help");
	}
	return TOOL_OK;
}

/* Lists the second words of the commands that begin with @first, "list, show, play". */
static void second_words(const char *first, char *text, size_t size)
{
	size_t len = strlen(first);

	text[0] = '\0';
	for (const struct cli_command *const *at = cli_commands; *at; at++) {
		size_t used = strlen(text);

		if (!strncmp((*at)->name, first, len) && (*at)->name[len] == ' ')
			snprintf(text + used, size - used, "%s%s", used ? ", " : "",
				 (*at)->name + len + 1);
	}
}

static enum tool_status unknown_command(int argc, char **argv)
{
	char words[256];

	second_words(argv[0], words, sizeof(words));
	if (!*words)
		return cli_fail(TOOL_USAGE, "there is no command \"%s\"; try --help", argv[0]);
	if (argc > 1 && (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h"))) {
		cli_help_group(argv[0], stdout);
		return TOOL_OK;
	}
	if (argc > 1)
		return cli_fail(TOOL_USAGE, "\"%s\" is not a command of \"%s\"; give one of %s",
				argv[1], argv[0], words);
	return cli_fail(TOOL_USAGE, "\"%s\" needs one more word: one of %s", argv[0], words);
}

static enum tool_status run_command(int argc, char **argv)
{
	struct cli cli = { 0 };
	enum tool_status status;
	int words;

	cli.command = cli_find(argc, argv, &words);
	if (!cli.command)
		return unknown_command(argc, argv);
	speaker = cli.command->name;
	status = parse_words(&cli, argc - words, argv + words);
	if (!status && cli_flag(&cli, "help")) {
		cli_help(cli.command, stdout);
		return TOOL_OK;
	}
	if (!status)
		status = check_operands(&cli);
	return status ? status : cli.command->run(&cli);
}

/* Prints the list of commands, or the help of those that are named. */
static enum tool_status run_help(int argc, char **argv)
{
	char help[] = "help";
	char *given = argv[0];
	enum tool_status status;

	argv[0] = help;
	status = run_command(argc, argv);
	argv[0] = given;
	return status;
}

static enum tool_status run_version(int argc, char **argv)
{
	if (argc > 1)
		return cli_fail(TOOL_USAGE, "\"%s\" is one word too many; try --help", argv[1]);
	puts("railglow " RAILGLOW_VERSION);
	return TOOL_OK;
}

int cli_main(int argc, char **argv)
{
	enum tool_status status = TOOL_OK;

	speaker = "";
	if (argc < 2)
		status = cli_fail(TOOL_USAGE,
				  "say what to do; \"railglow --help\" lists the commands");
	else if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h"))
		status = run_help(argc - 1, argv + 1);
	else if (!strcmp(argv[1], "--version"))
		status = run_version(argc - 1, argv + 1);
	else if (is_option(argv[1]))
		status = cli_fail(TOOL_USAGE, "there is no option %s; try --help", argv[1]);
	else
		status = run_command(argc - 1, argv + 1);
	return cli_flush(status);
}
