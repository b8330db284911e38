// SPDX-License-Identifier: GPL-2.0-only
/*
 * railglow led list, show, stop. Files of an LED are read and written in tools/led/led.c; the
 * former trigger is put back by tools/led/former_trigger.c. Messages of failures are in
 * tools/led/shared_options.c.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/port.h"
#include "tools/cli/cli.h"
#include "tools/cli/command_table.h"
#include "tools/cli/json_print.h"
#include "tools/cli/sysfs.h"
#include "tools/led/former_trigger.h"
#include "tools/led/led.h"
#include "tools/led/shared_options.h"

#define TEXT_MAX 65536

/* A level that cannot be read is a dash. */
static const char *level_text(const struct led *led, char text[24])
{
	if (led->brightness == LED_BRIGHTNESS_UNKNOWN)
		return "-";
	snprintf(text, 24, "%lld", (long long)led->brightness);
	return text;
}

static struct json_object *led_json(const struct led *led)
{
	struct json_object *object = json_object_new_object();

	json_object_object_add(object, "name", json_text(led->name));
	json_object_object_add(object, "brightness",
			       led->brightness == LED_BRIGHTNESS_UNKNOWN
				       ? NULL
				       : json_object_new_int64(led->brightness));
	json_object_object_add(object, "brightness_max",
			       json_object_new_int64(led->brightness_max));
	json_object_object_add(object, "trigger", json_text(led->trigger));
	json_object_object_add(object, "driver", *led->driver ? json_text(led->driver) : NULL);
	return object;
}

static void print_list(char *const *names, bool json)
{
	struct json_object *array = json ? json_object_new_array() : NULL;
	int width = 4;

	for (char *const *name = names; *name; name++)
		width = max_t(int, width, strlen(*name));
	if (!json)
		printf("%-*s  %10s  %10s  %s\n", width, "NAME", "LEVEL", "MAXIMUM", "TRIGGER");
	for (char *const *name = names; *name; name++) {
		const char *failed;
		struct led led;
		char text[24];

		if (led_read(&led, *name, &failed))
			continue;
		if (json)
			json_object_array_add(array, led_json(&led));
		else
			printf("%-*s  %10s  %10lld  %s\n", width, led.name, level_text(&led, text),
			       (long long)led.brightness_max, led.trigger);
	}
	if (json) {
		struct json_object *top = json_object_new_object();

		json_object_object_add(top, "leds", array);
		json_print(top);
	}
}

static enum tool_status run_list(const struct cli *cli)
{
	char **names;
	int count;

	if (cli_flag(cli, "names") && cli_flag(cli, "json"))
		return cli_fail(TOOL_USAGE, "--names cannot be combined with --json");
	count = led_names(&names);
	if (count < 0)
		return cli_fail(TOOL_ABSENT,
				"/sys/class/leds: %s; does this kernel have LED support?",
				strerror(-count));
	if (cli_flag(cli, "names")) {
		for (char **name = names; *name; name++)
			puts(*name);
	} else {
		print_list(names, cli_flag(cli, "json"));
	}
	sysfs_list_free(names);
	return TOOL_OK;
}

static const struct cli_option list_options[] = {
	{ 'N', "names", NULL, "only list their names", NULL },
	{ 0 },
};

const struct cli_command cmd_led_list = {
	.name = "led list",
	.operands = "",
	.summary = "list LEDs, their levels and triggers",
	.description =
		"Lists every LED of this machine with its level and its trigger. A level is \"-\"\n"
		"where it cannot be read, as with LEDs that hardware drives.\n",
	.options = list_options,
	.json = true,
	.run = run_list,
};

static const char *const shown[] = { "pattern",	   "hr_pattern", "hw_pattern", "repeat",
				     "is_running", "sync",	 "curve" };

/* Files the trigger in use does not have are left out; numbers stay numbers. */
static void show_file(const struct led *led, const char *file, struct json_object *object)
{
	char path[SYSFS_PATH];
	char *text = malloc(TEXT_MAX);

	if (text && !sysfs_read(led_file(path, led->name, file), text, TEXT_MAX)) {
		if (!object)
			printf("%-15s %s\n", file, text);
		else if (!strcmp(file, "repeat") || !strcmp(file, "is_running"))
			json_object_object_add(object, file, json_object_new_int64(atoll(text)));
		else
			json_object_object_add(object, file, json_text(text));
	}
	free(text);
}

static enum tool_status run_show(const struct cli *cli)
{
	struct json_object *object = NULL;
	struct led led;
	char text[24];
	enum tool_status status = led_command_read(&led, cli->operands[0]);

	if (status)
		return status;
	if (cli_flag(cli, "json"))
		object = led_json(&led);
	else
		printf("%-15s %s\n%-15s %s\n%-15s %lld\n%-15s %s\n", "name", led.name, "brightness",
		       level_text(&led, text), "max_brightness", (long long)led.brightness_max,
		       "trigger", led.trigger);
	if (!object && *led.driver)
		printf("%-15s %s\n", "driver", led.driver);
	if (!strcmp(led.trigger, LED_TRIGGER)) {
		for (size_t i = 0; i < ARRAY_SIZE(shown); i++)
			show_file(&led, shown[i], object);
	}
	if (object)
		json_print(object);
	return TOOL_OK;
}

static const char *const led_words[] = { "@led", NULL };

const struct cli_command cmd_led_show = {
	.name = "led show",
	.operands = "LED",
	.operands_min = 1,
	.operands_max = 1,
	.words = led_words,
	.summary = "show an LED and the pattern it plays",
	.description = "Shows level and trigger of an LED, and the files of the pattern trigger.\n",
	.json = true,
	.run = run_show,
};

static enum tool_status run_stop(const struct cli *cli)
{
	struct led led;
	enum tool_status status = led_command_read(&led, cli->operands[0]);
	int err;

	if (status)
		return status;
	if (strcmp(led.trigger, LED_TRIGGER) != 0 && strcmp(led.trigger, "none") != 0 &&
	    !cli_flag(cli, "force"))
		return cli_fail(TOOL_FAILED, "\"%s\" is driven by %s; --force stops that", led.name,
				led.trigger);
	if (!strcmp(led.trigger, LED_TRIGGER) && !former_trigger_return(&led))
		return TOOL_OK;
	err = led_stop(&led);
	return err ? led_command_error(led.name, "trigger", err) : TOOL_OK;
}

static const struct cli_option stop_options[] = {
	{ 'f', "force", NULL, "also if another trigger than the pattern drives it", NULL },
	{ 0 },
};

const struct cli_command cmd_led_stop = {
	.name = "led stop",
	.operands = "LED",
	.operands_min = 1,
	.operands_max = 1,
	.words = led_words,
	.summary = "stop an LED's pattern and give the LED back",
	.description =
		"Stops a pattern. An LED that another trigger drove before \"led play\" goes back\n"
		"to that; any other one is turned off.\n",
	.options = stop_options,
	.run = run_stop,
};
