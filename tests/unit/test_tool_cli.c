// SPDX-License-Identifier: GPL-2.0-only
/* The command line: strict, with fixed exit statuses, words on standard error. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/port.h"
#include "tests/unit/test.h"
#include "tools/cli/cli.h"

#define WORDS_MAX 12

static char said[65536];
static char printed[65536];

/* Runs a command line of words between blanks, '' for an empty one; fills in @said and @printed. */
static int run(const char *line)
{
	char *argv[WORDS_MAX + 1] = { "railglow" };
	int out = dup(STDOUT_FILENO), err = dup(STDERR_FILENO);
	FILE *files[2] = { tmpfile(), tmpfile() };
	char words[1024];
	char *rest = words, *word;
	int argc = 1, status;

	snprintf(words, sizeof(words), "%s", line);
	while ((word = strsep(&rest, " ")) && argc < WORDS_MAX)
		if (*word)
			argv[argc++] = !strcmp(word, "''") ? word + 2 : word;
	fflush(stdout);
	dup2(fileno(files[0]), STDOUT_FILENO);
	dup2(fileno(files[1]), STDERR_FILENO);
	status = cli_main(argc, argv);
	fflush(stdout);
	fflush(stderr);
	dup2(out, STDOUT_FILENO);
	dup2(err, STDERR_FILENO);
	close(out);
	close(err);
	for (int i = 0; i < 2; i++) {
		char *text = i ? said : printed;

		rewind(files[i]);
		text[fread(text, 1, sizeof(said) - 1, files[i])] = '\0';
		fclose(files[i]);
	}
	return status;
}

static void assert_usage(const char *line, const char *part)
{
	assert_int_equal(run(line), TOOL_USAGE);
	assert_non_null(strstr(said, part));
	assert_string_equal(printed, "");
	assert_int_equal(strcspn(said, "\n") + 1, strlen(said));
}

/* An older name is still taken, and is the same option. */
CASE(the_output_of_all_commands_has_one_name)
{
	assert_usage("record --output a --out b", "--output is given twice");
	assert_usage("record --out=a --output=b", "--output is given twice");
	assert_usage("plot --output a --out b c", "--output is given twice");
	assert_usage("plot --out", "--output needs FILE");
	assert_usage("rails --out a", "no option --out;");
	assert_usage("record --outp a", "no option --outp;");
	assert_usage("record --json", "give --output");
}

CASE(wrong_command_lines_give_one_sentence_and_status_1)
{
	assert_usage("", "say what to do");
	assert_usage("rail", "no command \"rail\"");
	assert_usage("--verbose", "no option --verbose");
	assert_usage("led", "one of list, show, play, stop, preview");
	assert_usage("led fly", "\"fly\" is not a command of \"led\"");
	assert_usage("led fly", "one of list, show, play, stop, preview");
	assert_usage("help fly", "no command \"fly\"");
	assert_usage("help led fly", "no command \"led fly\"");
	assert_usage("help record now", "no command \"record now\"");
	assert_usage("--help fly", "no command \"fly\"");
	assert_usage("--help record now", "no command \"record now\"");
	assert_usage("--help led play now", "one word too many");
	assert_usage("led preview 0 500 1 500", "in quotes: \"0 500 1 500\"");
	assert_usage("led preview 0% 500 100% 500", "in quotes: \"0% 500 100% 500\"");
	assert_usage("led preview sos sos", "\"sos\" is one word too many");
	assert_usage("led play status 0 500 1 500", "in quotes: \"0 500 1 500\"");
	assert_usage("led play status sos --engine foo", "lpg, sc27xx, cht-wcove, el15203000, s2m");
	assert_usage("completion", "needs bash|zsh");
	assert_usage("completion fish", "not a supported shell");
	assert_usage("completion bash zsh", "one word too many");
	assert_usage("completion --json bash", "no option --json");
	assert_usage("led preview", "needs PATTERN");
	assert_usage("led preview sos --colour", "no option --colour");
	assert_usage("led preview sos -x", "no option -x");
	assert_usage("led preview sos --max", "--max needs N");
	assert_usage("led preview sos -m", "-m needs N");
	assert_usage("led preview sos --max 1 --max 2", "given twice");
	assert_usage("led preview sos --hr=yes", "takes no argument");
	assert_usage("led preview sos --max 0", "not a number from 1");
	assert_usage("led preview sos --max 2147483648", "not a number from 1");
	assert_usage("led preview sos --ma 5", "no option --ma");
	assert_usage("led preview sos --periods 1001", "not a number from 1 to 1000");
	assert_usage("led preview sos --interval 0", "not 1 to 60000");
	assert_usage("led preview sos --interval 5 --hr", "contradict");
	assert_usage("led preview sos --curve wavy", "neither linear nor perceptual");
	assert_usage("led preview sos --repeat 0", "--repeat");
	assert_usage("led preview sos --output picture.gif", ".svg or .png");
}

CASE(a_file_has_a_name)
{
	assert_usage("record --output ''", "--output: the name of the file is empty");
	assert_usage("record --output=", "--output: the name of the file is empty");
	assert_usage("record -o ''", "--output: the name of the file is empty");
	assert_usage("plot --output '' x.csv", "--output: the name of the file is empty");
	assert_usage("led preview sos --output ''", "--output: the name of the file is empty");
	assert_usage("plot ''", "the name of the file is empty; try --help");
	assert_usage("replay ''", "the name of the file is empty; try --help");
	assert_usage("guard ''", "the name of the file is empty; try --help");
	assert_int_equal(run("led preview ''"), TOOL_USAGE);
	assert_null(strstr(said, "file is empty"));
}

CASE(the_version_takes_no_word)
{
	assert_int_equal(run("--version"), TOOL_OK);
	assert_usage("--version x", "\"x\" is one word too many");
	assert_usage("--version --help", "\"--help\" is one word too many");
}

CASE(every_command_has_help_and_is_in_the_manual)
{
	static char manual[sizeof(printed)];

	assert_int_equal(run("manual"), TOOL_OK);
	memcpy(manual, printed, sizeof(manual));
	for (const struct cli_command *const *at = cli_commands; *at; at++) {
		char line[128];

		snprintf(line, sizeof(line), "%s --help", (*at)->name);
		assert_int_equal(run(line), TOOL_OK);
		assert_string_equal(said, "");
		snprintf(line, sizeof(line), "usage: railglow %s", (*at)->name);
		assert_non_null(strstr(printed, line));
		snprintf(line, sizeof(line), ".SS \"railglow %s", (*at)->name);
		assert_non_null(strstr(manual, line));
	}
}

CASE(help_lines_fit_a_terminal_of_80_columns)
{
	for (const struct cli_command *const *at = cli_commands; *at; at++) {
		char line[128];

		snprintf(line, sizeof(line), "%s --help", (*at)->name);
		assert_int_equal(run(line), TOOL_OK);
		for (char *rest = printed, *text; (text = strsep(&rest, "\n"));) {
			if (strlen(text) > 80)
				print_error("%s: %s\n", (*at)->name, text);
			assert_true(strlen(text) <= 80);
		}
	}
}

/* Options of one command must not share a letter or a name, with the common ones neither. */
CASE(no_command_has_two_options_of_one_name)
{
	for (const struct cli_command *const *at = cli_commands; *at; at++) {
		const struct cli_option *own = (*at)->options;

		for (int i = 0; own && own[i].name; i++) {
			assert_true(i < CLI_OPTIONS_MAX);
			for (int j = 0; cli_common[j].name; j++) {
				assert_string_not_equal(own[i].name, cli_common[j].name);
				assert_int_not_equal(own[i].letter, cli_common[j].letter);
			}
			for (int j = 0; j < i; j++) {
				assert_string_not_equal(own[i].name, own[j].name);
				assert_true(!own[i].letter || own[i].letter != own[j].letter);
			}
		}
	}
}

CASE(help_is_that_of_the_command_or_lists_them)
{
	static char expected[sizeof(printed)];

	assert_int_equal(run("--help"), TOOL_OK);
	memcpy(expected, printed, sizeof(expected));
	assert_int_equal(run("help"), TOOL_OK);
	assert_string_equal(printed, expected);
	for (const struct cli_command *const *at = cli_commands; *at; at++) {
		char line[128];

		snprintf(line, sizeof(line), "%s --help", (*at)->name);
		assert_int_equal(run(line), TOOL_OK);
		memcpy(expected, printed, sizeof(expected));
		snprintf(line, sizeof(line), "help %s", (*at)->name);
		assert_int_equal(run(line), TOOL_OK);
		assert_string_equal(printed, expected);
		snprintf(line, sizeof(line), "--help %s", (*at)->name);
		assert_int_equal(run(line), TOOL_OK);
		assert_string_equal(printed, expected);
		snprintf(line, sizeof(line), "-h %s", (*at)->name);
		assert_int_equal(run(line), TOOL_OK);
		assert_string_equal(printed, expected);
	}
}

CASE(help_of_a_first_word_lists_what_follows_it)
{
	static const char *const lines[] = { "led --help", "help led", "--help led" };

	for (size_t i = 0; i < ARRAY_SIZE(lines); i++) {
		assert_int_equal(run(lines[i]), TOOL_OK);
		assert_non_null(strstr(printed, "  led preview "));
		assert_non_null(strstr(printed, "  led stop "));
		assert_null(strstr(printed, "  record "));
	}
}

static bool has_option(const struct cli_command *command, const char *name)
{
	for (const struct cli_option *own = command->options; own && own->name; own++) {
		if (!strcmp(own->name, name))
			return true;
	}
	return false;
}

CASE(output_names_the_written_file_in_every_command)
{
	for (const struct cli_command *const *at = cli_commands; *at; at++)
		assert_false(has_option(*at, "out"));
	assert_true(has_option(cli_find(1, (char *[]){ "record" }, &(int){ 0 }), "output"));
	assert_usage("led preview sos --out picture.gif", "--output: name it .svg or .png");
	assert_usage("led preview sos --out", "--output needs FILE");
	assert_usage("led preview sos --outp a.svg", "no option --outp");
	assert_usage("rails --out a.svg", "no option --out");
	assert_usage("plot --out a.svg --output b.svg x.csv", "--output is given twice");
}

CASE(completions_name_every_command)
{
	static const char *const shells[] = { "completion bash", "completion zsh" };

	for (size_t i = 0; i < ARRAY_SIZE(shells); i++) {
		assert_int_equal(run(shells[i]), TOOL_OK);
		for (const struct cli_command *const *at = cli_commands; *at; at++) {
			char entry[64];

			snprintf(entry, sizeof(entry), "\"%s\")", (*at)->name);
			assert_non_null(strstr(printed, entry));
		}
	}
}

CASE(help_is_completed_with_commands)
{
	const char *entry;

	assert_int_equal(run("completion bash"), TOOL_OK);
	entry = strstr(printed, "\t\"help\")\n");
	assert_non_null(entry);
	assert_non_null(strstr(entry, "0) printf '%s\\n' rails record plot "));
}

CASE(output_that_does_not_arrive_is_a_failure)
{
	int out = dup(STDOUT_FILENO);
	FILE *full = fopen("/dev/full", "w");
	char name[] = "railglow", manual[] = "manual";
	char *argv[3] = { name, manual };
	int status;

	assert_non_null(full);
	fflush(stdout);
	dup2(fileno(full), STDOUT_FILENO);
	status = cli_main(2, argv);
	dup2(out, STDOUT_FILENO);
	close(out);
	fclose(full);
	assert_int_equal(status, TOOL_FAILED);
}

CASE(short_and_long_forms_mean_the_same)
{
	static char expected[sizeof(printed)];

	assert_int_equal(run("led preview --max=3 --json morse:e"), TOOL_OK);
	memcpy(expected, printed, sizeof(expected));
	assert_non_null(strstr(expected, "\"brightness_max\": 3"));
	assert_int_equal(run("led preview -jm 3 morse:e"), TOOL_OK);
	assert_string_equal(printed, expected);
	assert_int_equal(run("led preview -m3 --json -- morse:e"), TOOL_OK);
	assert_string_equal(printed, expected);
	assert_int_equal(run("led preview morse:e --max 3 -j"), TOOL_OK);
	assert_string_equal(printed, expected);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_output_of_all_commands_has_one_name),
		cmocka_unit_test(wrong_command_lines_give_one_sentence_and_status_1),
		cmocka_unit_test(a_file_has_a_name),
		cmocka_unit_test(the_version_takes_no_word),
		cmocka_unit_test(every_command_has_help_and_is_in_the_manual),
		cmocka_unit_test(help_lines_fit_a_terminal_of_80_columns),
		cmocka_unit_test(no_command_has_two_options_of_one_name),
		cmocka_unit_test(help_is_that_of_the_command_or_lists_them),
		cmocka_unit_test(help_of_a_first_word_lists_what_follows_it),
		cmocka_unit_test(output_names_the_written_file_in_every_command),
		cmocka_unit_test(completions_name_every_command),
		cmocka_unit_test(help_is_completed_with_commands),
		cmocka_unit_test(output_that_does_not_arrive_is_a_failure),
		cmocka_unit_test(short_and_long_forms_mean_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
