// SPDX-License-Identifier: GPL-2.0-only
/* railglow guard: LEDs say how the rails are. */
#include <stdlib.h>

#include "tools/cli/commands.h"
#include "tools/guard/guard.h"
#include "tools/cli/json_print.h"

static char *read_file(const char *path)
{
	char *text = malloc(GUARD_TEXT_MAX + 1);
	FILE *file = text ? fopen(path, "re") : NULL;
	size_t len = 0;

	if (file)
		len = fread(text, 1, GUARD_TEXT_MAX + 1, file);
	if (!file || ferror(file) || len > GUARD_TEXT_MAX || memchr(text, '\0', len)) {
		cli_fail(TOOL_FAILED, "%s: %s", path,
			 len ? "is no text of at most 256 KiB" : strerror(errno));
		free(text);
		text = NULL;
	} else {
		text[len] = '\0';
	}
	if (file)
		fclose(file);
	return text;
}

/* Also called on SIGHUP; says itself what is wrong. */
static int load(void *context, struct guard_config *config)
{
	const char *path = context;
	char *text = read_file(path);
	struct guard_error error;
	int err;

	if (!text)
		return -EIO;
	err = guard_config_parse(config, text, &error);
	if (err)
		cli_fail(TOOL_USAGE, "%s:%u: %s", path, error.line, error.reason);
	free(text);
	return err;
}

static void print_json(const struct guard_config *config)
{
	struct json_object *top = json_object_new_object();
	struct json_object *rules = json_object_new_array();
	struct json_object *leds = json_object_new_array();

	for (u32 i = 0; i < config->rule_count; i++) {
		const struct guard_rule *rule = &config->rules[i];
		struct json_object *object = json_object_new_object();

		json_object_object_add(object, "rail", json_text(rule->rail));
		json_object_object_add(object, "state", json_text(guard_alarm_name(rule->alarm)));
		json_object_object_add(object, "led", json_text(config->leds[rule->led].name));
		json_object_object_add(object, "pattern", json_text(rule->pattern));
		json_object_object_add(object, "priority", json_object_new_int64(rule->priority));
		json_object_object_add(object, "hold_s",
				       json_number((double)rule->hold_ns / RG_NS_PER_S));
		json_object_array_add(rules, object);
	}
	for (u32 i = 0; i < config->led_count; i++) {
		const char *idle = config->leds[i].idle;
		struct json_object *object = json_object_new_object();

		json_object_object_add(object, "led", json_text(config->leds[i].name));
		json_object_object_add(object, "idle", *idle ? json_text(idle) : NULL);
		json_object_array_add(leds, object);
	}
	json_object_object_add(top, "rules", rules);
	json_object_object_add(top, "leds", leds);
	json_print(top);
}

static enum tool_status run(const struct cli *cli)
{
	struct guard_config *config = calloc(1, sizeof(*config));
	enum tool_status status = TOOL_OK;
	int err;

	if (!config)
		return cli_fail(TOOL_FAILED, "there is not enough memory");
	if (cli_flag(cli, "json") && !cli_flag(cli, "check")) {
		free(config);
		return cli_fail(TOOL_USAGE, "--json belongs to --check");
	}
	err = load(cli->operands[0], config);
	if (err)
		status = err == -EINVAL ? TOOL_USAGE : TOOL_FAILED;
	else if (cli_flag(cli, "json"))
		print_json(config);
	else if (!cli_flag(cli, "check"))
		status = guard_run(config, load, cli->operands[0], cli_flag(cli, "verbose"));
	free(config);
	return status;
}

static const struct cli_option options[] = {
	{ 'n', "check", NULL, "only check the configuration", NULL },
	{ 'v', "verbose", NULL, "say what each LED plays and why", NULL },
	{ 0 },
};

static const char *const words[] = { "@file", NULL };

const struct cli_command cmd_guard = {
	.name = "guard",
	.operands = "CONFIG",
	.operands_min = 1,
	.operands_max = 1,
	.words = words,
	.summary = "let LEDs say how the rails are",
	.description =
		"Runs in the foreground and lets LEDs play patterns while rails are in trouble,\n"
		"as the lines of CONFIG say:\n"
		"\n"
		"  idle LED PATTERN\n"
		"  when RAIL warning|critical|power-lost LED PATTERN [priority N] [hold TIME]\n"
		"\n"
		"Of an LED's rules that hold, the one of highest priority is played (0 if it has\n"
		"none), of equals the first; hold keeps a rule for a while after the alarm. With\n"
		"no rule the LED plays its idle pattern, or is off. Words with blanks are quoted,\n"
		"and a line may end in a # comment.\n"
		"\n"
		"Chips and LEDs may come and go. SIGHUP reads CONFIG again; if that is wrong, the\n"
		"running one stays. At the end LEDs are left as they were found. Speaks systemd's\n"
		"notify protocol, with watchdog.\n",
	.examples = "  railglow guard --check /etc/railglow/guard.conf\n"
		    "  railglow guard -v /etc/railglow/guard.conf",
	.options = options,
	.json = true,
	.run = run,
};
