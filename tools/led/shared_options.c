// SPDX-License-Identifier: GPL-2.0-only
/*
 * Options that the commands for LEDs share (--repeat, --curve), and messages of failed reads and
 * writes. The files of an LED are read and written in led.c.
 */
#include "tools/led/shared_options.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "core/player.h"
#include "tools/cli/quantity.h"
#include "tools/led/pattern_library.h"

enum tool_status led_option_repeat(const struct cli *cli, s32 *repeat)
{
	const char *text = cli_value(cli, "repeat");
	u64 number;

	*repeat = PLAYER_REPEAT_FOREVER;
	if (!text || !strcmp(text, "-1"))
		return TOOL_OK;
	if (number_parse(text, 1, S32_MAX, &number))
		return cli_fail(TOOL_USAGE, "--repeat: \"%s\" is not a number from 1 to %d, nor -1",
				text, S32_MAX);
	*repeat = (s32)number;
	return TOOL_OK;
}

enum tool_status led_option_curve(const struct cli *cli, enum waveform_curve *curve)
{
	const char *text = cli_value(cli, "curve");

	*curve = WAVEFORM_LINEAR;
	if (!text || !strcmp(text, "linear"))
		return TOOL_OK;
	*curve = WAVEFORM_PERCEPTUAL;
	if (!strcmp(text, "perceptual"))
		return TOOL_OK;
	return cli_fail(TOOL_USAGE, "--curve: \"%s\" is neither linear nor perceptual", text);
}

static bool is_tuple_word(const char *word)
{
	return *word >= '0' && *word <= '9' && !word[strspn(word, "0123456789.%")];
}

enum tool_status led_one_pattern(const struct cli *cli, int first)
{
	char words[80] = "";

	while (first < cli->operand_count && !is_tuple_word(cli->operands[first]))
		first++;
	if (cli->operand_count - first < 2)
		return TOOL_OK;
	for (int i = first; i < cli->operand_count; i++) {
		size_t used = strlen(words);

		if (!is_tuple_word(cli->operands[i]))
			return TOOL_OK;
		snprintf(words + used, sizeof(words) - used, "%s%s", used ? " " : "",
			 cli->operands[i]);
	}
	return cli_fail(TOOL_USAGE, "put the pattern in quotes: \"%s\"", words);
}

enum tool_status led_print_names(void)
{
	struct pattern_list list;
	char folder[2048];
	int err;

	pattern_library_folder(folder, sizeof(folder));
	err = pattern_library_read(&list);
	if (err)
		return cli_fail(TOOL_ABSENT,
				"%s: %s; install the pattern library or set RAILGLOW_SHARE", folder,
				strerror(-err));
	for (size_t i = 0; i < list.count; i++)
		printf("%-16s %s\n", list.entries[i].name, list.entries[i].comment);
	pattern_library_free(&list);
	return TOOL_OK;
}

enum tool_status led_command_error(const char *name, const char *file, int err)
{
	const char *advice = "";

	if (err == -EACCES || err == -EPERM)
		advice = "; try sudo, or give yourself the file with a udev rule";
	else if (err == -EBUSY)
		advice = "; a kernel driver owns this LED";
	return cli_fail(err == -ENODEV || err == -ENOENT ? TOOL_ABSENT : TOOL_FAILED,
			"%s: %s: %s%s", name, file, strerror(-err), advice);
}

enum tool_status led_command_read(struct led *led, const char *name)
{
	const char *failed;
	int err = led_read(led, name, &failed);

	if (err == -ENOENT)
		return cli_fail(TOOL_ABSENT,
				"there is no LED \"%s\"; \"railglow led list\" names them", name);
	return err ? led_command_error(name, failed, err) : TOOL_OK;
}
