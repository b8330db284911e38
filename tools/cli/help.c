// SPDX-License-Identifier: GPL-2.0-only
/*
 * Help for people and the manual page, both from the tables of commands. The texts of a command and
 * of its options are in its file of tools/cmd.
 */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "tools/cli/cli.h"

#define WIDTH 80
#define OPTION_COLUMN 26

static const char general[] =
	"Shows, records and acts on the power rails that INA3221 chips measure, and plays\n"
	"patterns on LEDs. Works with railglow's own drivers, and with the in-tree ones as\n"
	"far as their features go.";

static const char *const statuses[] = {
	"0\tsuccess",
	"1\twrong command line, pattern or configuration file",
	"2\tsomething could not be read, written or set",
	"3\tno such rail, LED, chip or driver, or it went away",
};

/* The words in capitals that several commands take. */
static const char *const values[] = {
	"RAIL\tits label; CHIP/label or CHIP/number where several have that label",
	"TIME\ta number with ms, s, min or h, such as 250ms, 10s, 2min; s without a unit",
	"PATTERN\ttuples, a file, a name from the library, or Morse; see led preview",
};

/* Variables of the environment. */
static const char *const environment[] = {
	"RAILGLOW_SHARE\tfolder with the pattern library instead of the installed one",
	"RAILGLOW_SYSFS\tfolder to use instead of /sys for LEDs and modules",
	"NO_COLOR\tif set and not empty, tables are not coloured",
};

/* Prints @text in lines that are broken at blanks. */
static void put_wrapped(const char *text, int indent, int column, FILE *out)
{
	while (*text) {
		size_t word = strcspn(text, " ");

		if (column > indent && column + 1 + (int)word > WIDTH) {
			fputc('\n', out);
			fprintf(out, "%*s", indent, "");
			column = indent;
		} else if (column > indent) {
			fputc(' ', out);
			column++;
		}
		fwrite(text, 1, word, out);
		column += (int)word;
		text += word;
		text += *text ? 1 : 0;
	}
	fputc('\n', out);
}

static void put_option(const struct cli_option *option, FILE *out)
{
	char left[64];
	int used = 0;

	if (option->letter)
		used = snprintf(left, sizeof(left), "  -%c, ", option->letter);
	else
		used = snprintf(left, sizeof(left), "      ");
	used += snprintf(left + used, sizeof(left) - (size_t)used, "--%s%s%s", option->name,
			 option->argument ? " " : "", option->argument ? option->argument : "");
	if (used >= OPTION_COLUMN - 1)
		fprintf(out, "%s\n%*s", left, OPTION_COLUMN, "");
	else
		fprintf(out, "%-*s", OPTION_COLUMN, left);
	put_wrapped(option->help, OPTION_COLUMN, OPTION_COLUMN, out);
}

static bool takes(const struct cli_command *command, const struct cli_option *common)
{
	return command->json || strcmp(common->name, "json") != 0;
}

static void put_command(const struct cli_command *command, FILE *out)
{
	fprintf(out, "usage: railglow %s%s%s%s\n\n", command->name,
		command->options || command->json ? " [options]" : "",
		*command->operands ? " " : "", command->operands);
	fputs(command->description, out);
	fputs("\noptions:\n", out);
	for (const struct cli_option *own = command->options; own && own->name; own++)
		put_option(own, out);
	for (const struct cli_option *common = cli_common; common->name; common++) {
		if (takes(command, common))
			put_option(common, out);
	}
	if (command->examples)
		fprintf(out, "\nexamples:\n%s\n", command->examples);
}

static void put_rows(const char *const *rows, size_t count, FILE *out)
{
	for (size_t i = 0; i < count; i++) {
		int left = (int)strcspn(rows[i], "\t");

		fprintf(out, "  %-15.*s %s\n", left, rows[i], rows[i] + left + 1);
	}
}

void cli_help(const struct cli_command *command, FILE *out)
{
	if (command) {
		put_command(command, out);
		return;
	}
	fprintf(out, "usage: railglow COMMAND [options] [operands]\n\n%s\n\ncommands:\n", general);
	for (const struct cli_command *const *at = cli_commands; *at; at++)
		fprintf(out, "  %-15s %s\n", (*at)->name, (*at)->summary);
	fputs("\n\"railglow COMMAND --help\" has details of each.\n\nvalues:\n", out);
	put_rows(values, sizeof(values) / sizeof(*values), out);
	fputs("\nexit status:\n", out);
	put_rows(statuses, sizeof(statuses) / sizeof(*statuses), out);
	fputs("\nenvironment:\n", out);
	put_rows(environment, sizeof(environment) / sizeof(*environment), out);
}

bool cli_help_group(const char *word, FILE *out)
{
	size_t len = strlen(word);
	bool any = false;

	for (const struct cli_command *const *at = cli_commands; *at; at++) {
		if (strncmp((*at)->name, word, len) != 0 || (*at)->name[len] != ' ')
			continue;
		if (!any)
			fprintf(out,
				"usage: railglow %s COMMAND [options] [operands]\n\n"
				"commands:\n",
				word);
		fprintf(out, "  %-15s %s\n", (*at)->name, (*at)->summary);
		any = true;
	}
	if (any)
		fprintf(out, "\n\"railglow %s COMMAND --help\" has details of each.\n", word);
	return any;
}

/*
 * Roff takes a leading dot or quote and every backslash and dash for its own. An
 * empty line starts a paragraph, lines that begin with a blank stay lines.
 */
static void roff_text(const char *text, FILE *out)
{
	bool line_start = true, as_is = false;

	for (; *text; text++) {
		if (line_start && (*text == ' ') != as_is) {
			as_is = !as_is;
			fputs(as_is ? ".nf\n" : ".fi\n", out);
		}
		if (line_start && (*text == '.' || *text == '\''))
			fputs("\\&", out);
		if (*text == '\\')
			fputs("\\e", out);
		else if (*text == '-')
			fputs("\\-", out);
		else if (*text == '\n' && line_start)
			fputs(".PP\n", out);
		else
			fputc(*text, out);
		line_start = *text == '\n';
	}
	if (!line_start)
		fputc('\n', out);
	if (as_is)
		fputs(".fi\n", out);
}

static void roff_option(const struct cli_option *option, FILE *out)
{
	fputs(".TP\n.B ", out);
	if (option->letter)
		fprintf(out, "\\-%c, ", option->letter);
	fprintf(out, "\\-\\-%s", option->name);
	if (option->argument)
		fprintf(out, " \\fI%s\\fR", option->argument);
	fputc('\n', out);
	roff_text(option->help, out);
}

static void roff_command(const struct cli_command *command, FILE *out)
{
	fprintf(out, ".SS \"railglow %s%s%s\"\n", command->name, *command->operands ? " " : "",
		command->operands);
	roff_text(command->description, out);
	for (const struct cli_option *own = command->options; own && own->name; own++)
		roff_option(own, out);
	if (command->json)
		roff_option(&cli_common[1], out);
	if (!command->examples)
		return;
	fputs(".PP\nExamples:\n.PP\n", out);
	roff_text(command->examples, out);
}

static void roff_rows(const char *title, const char *const *rows, size_t count, FILE *out)
{
	fprintf(out, ".SH %s\n", title);
	for (size_t i = 0; i < count; i++) {
		int left = (int)strcspn(rows[i], "\t");

		fprintf(out, ".TP\n.B %.*s\n", left, rows[i]);
		roff_text(rows[i] + left + 1, out);
	}
}

void cli_manual(FILE *out)
{
	fputs(".TH RAILGLOW 1 \"\" \"railglow\" \"User Commands\"\n.SH NAME\n"
	      "railglow \\- power rails and LED patterns of a board\n.SH SYNOPSIS\n"
	      ".B railglow\n\\fICOMMAND\\fR [\\fIoptions\\fR] [\\fIoperands\\fR]\n.SH DESCRIPTION\n",
	      out);
	fprintf(out, "%s\n.SH COMMANDS\n", general);
	for (const struct cli_command *const *at = cli_commands; *at; at++)
		roff_command(*at, out);
	roff_rows("VALUES", values, sizeof(values) / sizeof(*values), out);
	roff_rows("EXIT STATUS", statuses, sizeof(statuses) / sizeof(*statuses), out);
	roff_rows("ENVIRONMENT", environment, sizeof(environment) / sizeof(*environment), out);
	fputs(".SH FILES\n.TP\n.I /usr/share/railglow/patterns\nThe pattern library.\n"
	      ".TP\n.I /usr/share/doc/railglow\nSchemas of what --json prints, and an example of "
	      "guard's CONFIG.\n"
	      ".SH SEE ALSO\n.BR sensors (1),\n.BR iio_info (1)\n",
	      out);
}
