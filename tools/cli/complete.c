// SPDX-License-Identifier: GPL-2.0-only
/*
 * Completion scripts. Both shells call the same function, which prints the words that may come
 * next, one a line. Names of rails, LEDs and patterns are printed by railglow itself: they come
 * from outside, may hold blanks, and are never evaluated.
 */
#include <stdio.h>
#include <string.h>

#include "tools/cli/cli.h"

/* Finds the command that lists the words for a placeholder. */
static const char *listing_command(const char *placeholder)
{
	if (!strcmp(placeholder, "@rail"))
		return "railglow rails --names 2>/dev/null";
	if (!strcmp(placeholder, "@led"))
		return "railglow led list --names 2>/dev/null";
	if (!strcmp(placeholder, "@pattern"))
		return "railglow led preview --names 2>/dev/null | sed 's/ .*//'";
	return "echo @file";
}

static void put_first_words(FILE *out)
{
	const char *last = "";
	size_t last_len = 0;

	for (const struct cli_command *const *at = cli_commands; *at; at++) {
		const char *name = (*at)->name;
		size_t len = strcspn(name, " ");

		if (len != last_len || strncmp(name, last, len) != 0)
			fprintf(out, "%.*s ", (int)len, name);
		last = name;
		last_len = len;
	}
	fputs("--help --version", out);
}

static void put_command_words(FILE *out)
{
	fputs("printf '%s\\n' ", out);
	put_first_words(out);
}

/* Writes a command of the shell that prints the words, one a line. */
static void put_words(const char *words, FILE *out)
{
	if (!words)
		fputs(":", out);
	else if (!strcmp(words, "@command"))
		put_command_words(out);
	else if (words[0] == '@')
		fputs(listing_command(words), out);
	else
		fprintf(out, "printf '%%s\\n' %s", words);
}

static void put_option_names(const struct cli_command *command, FILE *out)
{
	for (const struct cli_option *own = command->options; own && own->name; own++)
		fprintf(out, "--%s ", own->name);
	fputs(command->json ? "--json --help" : "--help", out);
}

/* Writes the case of one command: words by the option before them, else by their position. */
static void put_command(const struct cli_command *command, FILE *out)
{
	fprintf(out, "\t\"%s\")\n\t\tcase $2 in\n", command->name);
	for (const struct cli_option *own = command->options; own && own->name; own++) {
		if (!own->argument)
			continue;
		fprintf(out, "\t\t--%s", own->name);
		if (own->letter)
			fprintf(out, " | -%c", own->letter);
		fputs(") ", out);
		put_words(own->words, out);
		fputs("; return ;;\n", out);
	}
	fputs("\t\tesac\n\t\tcase $3 in\n", out);
	for (int i = 0; command->words && command->words[i]; i++) {
		fprintf(out, "\t\t%d) ", i);
		put_words(command->words[i], out);
		fputs(" ;;\n", out);
	}
	fputs("\t\tesac\n\t\tprintf '%s\\n' ", out);
	put_option_names(command, out);
	fputs(" ;;\n", out);
}

static void put_second_words(FILE *out)
{
	fputs("\tled) printf '%s\\n'", out);
	for (const struct cli_command *const *at = cli_commands; *at; at++) {
		if (!strncmp((*at)->name, "led ", 4))
			fprintf(out, " %s", (*at)->name + 4);
	}
	fputs(" ;;\n", out);
}

/* _railglow_words COMMAND PREVIOUS POSITION: candidates, or @file. */
static void put_words_function(FILE *out)
{
	fputs("_railglow_words() {\n\tcase $1 in\n\t\"\") printf '%s\\n' ", out);
	put_first_words(out);
	fputs(" ;;\n", out);
	put_second_words(out);
	for (const struct cli_command *const *at = cli_commands; *at; at++)
		put_command(*at, out);
	fputs("\tesac\n}\n\n", out);
}

/* _railglow_takes COMMAND OPTION: is the word after the option its argument? */
static void put_takes_function(FILE *out)
{
	fputs("_railglow_takes() {\n\tcase $1:$2 in\n", out);
	for (const struct cli_command *const *at = cli_commands; *at; at++) {
		for (const struct cli_option *own = (*at)->options; own && own->name; own++) {
			if (!own->argument)
				continue;
			fprintf(out, "\t\"%s:--%s\"", (*at)->name, own->name);
			if (own->letter)
				fprintf(out, " | \"%s:-%c\"", (*at)->name, own->letter);
			fputs(") ;;\n", out);
		}
	}
	fputs("\t*) return 1 ;;\n\tesac\n}\n\n", out);
}

/* Finds the command among the words before the one to complete. */
static const char split[] =
	"\tlocal command= position=0 word previous= candidates\n"
	"\tfor word in \"$@\"; do\n"
	"\t\tcase $word in\n"
	"\t\t-*) ;;\n"
	"\t\t*)\tif [ -z \"$command\" ]; then command=$word\n"
	"\t\t\telif [ \"$command\" = led ]; then command=\"led $word\"\n"
	"\t\t\telif ! _railglow_takes \"$command\" \"$previous\"; then position=$((position + 1))\n"
	"\t\t\tfi ;;\n"
	"\t\tesac\n"
	"\t\tprevious=$word\n"
	"\tdone\n"
	"\tcandidates=$(_railglow_words \"$command\" \"$previous\" \"$position\")\n";

/*
 * The shell's own words end at colons, of which names of LEDs have many, and at equal signs. So
 * words are taken from the line, and candidates lack the part that the shell leaves in place.
 */
static const char find_bash[] =
	"\tcase $current:$candidates in\n"
	"\t[!-]*@file* | :*@file*)\n"
	"\t\tcompopt -o filenames 2>/dev/null\n"
	"\t\tmapfile -t COMPREPLY < <(compgen -f -- \"$current\")\n"
	"\t\treturn ;;\n"
	"\tesac\n"
	"\t[[ $COMP_WORDBREAKS != *:* ]] || kept=${current%\"${current##*:}\"}\n"
	"\twhile IFS= read -r word; do\n"
	"\t\tif [[ -n $word && $word != @file && $word == \"$current\"* ]]; then\n"
	"\t\t\tprintf -v word %q \"${word#\"$kept\"}\"\n"
	"\t\t\tCOMPREPLY+=(\"$word\")\n"
	"\t\tfi\n"
	"\tdone <<<\"$candidates\"\n"
	"}\n\n"
	"_railglow() {\n"
	"\tlocal line=${COMP_LINE:0:COMP_POINT} words current= kept=\n"
	"\tCOMPREPLY=()\n"
	"\tread -a words <<<\"$line\"\n"
	"\tif [[ $line != *[[:blank:]] ]]; then\n"
	"\t\tcurrent=${words[-1]}\n"
	"\t\tunset 'words[-1]'\n"
	"\tfi\n"
	"\tif [[ $current == --*=* ]]; then\n"
	"\t\twords+=(\"${current%%=*}\")\n"
	"\t\tcurrent=${current#*=}\n"
	"\tfi\n"
	"\t_railglow_find \"${words[@]:1}\"\n"
	"}\n"
	"complete -F _railglow railglow\n";

static const char find_zsh[] = "\tcase $PREFIX:$candidates in\n"
			       "\t[!-]*@file* | :*@file*) _files ;;\n"
			       "\t*) compadd -- ${${(f)candidates}:#@file} ;;\n"
			       "\tesac\n}\n"
			       "_railglow \"$@\"\n";

static void put_header(const char *shell, FILE *out)
{
	fprintf(out, "# SPDX-%s-Identifier: GPL-2.0-only\n", "License");
	fprintf(out, "# Printed by \"railglow completion %s\".\n\n", shell);
}

void cli_complete_bash(FILE *out)
{
	put_header("bash", out);
	put_words_function(out);
	put_takes_function(out);
	fprintf(out, "_railglow_find() {\n%s%s", split, find_bash);
}

void cli_complete_zsh(FILE *out)
{
	fputs("#compdef railglow\n", out);
	put_header("zsh", out);
	put_words_function(out);
	put_takes_function(out);
	fprintf(out,
		"_railglow() {\n\tset -- \"${(@)words[2,CURRENT-1]}\"\n"
		"\tif [[ $PREFIX == --*=* ]]; then\n"
		"\t\tset -- \"$@\" \"${PREFIX%%%%=*}\"\n"
		"\t\tcompset -P '*='\n"
		"\tfi\n%s%s",
		split, find_zsh);
}
