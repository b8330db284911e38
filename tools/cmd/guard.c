// SPDX-License-Identifier: GPL-2.0-only
/*
 * railglow guard: its options; the configuration is read and checked, and the loop of
 * tools/guard/guard.c runs.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/port.h"
#include "tools/cli/cli.h"
#include "tools/cli/command_table.h"
#include "tools/cli/json_print.h"
#include "tools/guard/check.h"
#include "tools/guard/config.h"
#include "tools/guard/guard.h"

static char *read_file(const char *path)
{
	char *text = malloc(GUARD_TEXT_MAX + 1);
	FILE *file = text ? fopen(path, "re") : NULL;
	size_t len = 0;

	if (file)
		len = fread(text, 1, GUARD_TEXT_MAX + 1, file);
	if (!file || ferror(file) || len > GUARD_TEXT_MAX || memchr(text, '\0', len)) {
		cli_fail(TOOL_FAILED, "%s: %s", path,
			 len ? "is not a text of at most 256 KiB" : strerror(errno));
		free(text);
		text = NULL;
	} else {
		text[len] = '\0';
	}
	if (file)
		fclose(file);
	return text;
}

/** struct said - remarks on lines of a file */
struct said {
	const char *path;
	struct json_object *warnings;
};

static void say_wrong(void *context, u32 line, const char *text)
{
	const struct said *said = context;

	cli_fail(TOOL_USAGE, "%s:%u: %s", said->path, line, text);
}

static void say_warning(void *context, u32 line, const char *text)
{
	const struct said *said = context;
	struct json_object *object = json_object_new_object();

	json_object_object_add(object, "line", json_object_new_int64(line));
	json_object_object_add(object, "text", json_text(text));
	json_object_array_add(said->warnings, object);
	cli_note("%s:%u: warning: %s", said->path, line, text);
}

/* Also called on SIGHUP; says itself what is wrong. */
static int load_config(void *context, struct guard_config *config)
{
	struct said said = { .path = context };
	char *text = read_file(said.path);
	struct guard_error error;
	int err;

	if (!text)
		return -EIO;
	err = guard_config_parse(config, text, &error);
	if (err)
		say_wrong(&said, error.line, error.reason);
	else if (guard_judge_leds(config, say_wrong, &said))
		err = -EINVAL;
	free(text);
	return err;
}

static struct json_object *rule_json(const struct guard_config *config,
				     const struct guard_rule *rule)
{
	const struct guard_measure *measure = &rule->measure;
	struct json_object *object = json_object_new_object();
	struct json_object *limit = NULL, *unit = NULL;

	if (measure->used) {
		limit = json_number(measure->limit);
		unit = json_text(guard_unit(rule));
	}
	json_object_object_add(object, "rail", json_text(rule->rail));
	json_object_object_add(object, "state", json_text(guard_state_word(rule)));
	json_object_object_add(object, "limit", limit);
	json_object_object_add(object, "unit", unit);
	json_object_object_add(object, "for_s", json_number((double)measure->for_ns / RG_NS_PER_S));
	json_object_object_add(object, "led", json_text(config->leds[rule->led].name));
	json_object_object_add(object, "pattern", json_text(rule->pattern));
	json_object_object_add(object, "priority", json_object_new_int64(rule->priority));
	json_object_object_add(object, "hold_s", json_number((double)rule->hold_ns / RG_NS_PER_S));
	return object;
}

static void print_config_json(const struct guard_config *config, struct json_object *warnings)
{
	struct json_object *top = json_object_new_object();
	struct json_object *rules = json_object_new_array();
	struct json_object *leds = json_object_new_array();

	for (u32 i = 0; i < config->rule_count; i++)
		json_object_array_add(rules, rule_json(config, &config->rules[i]));
	for (u32 i = 0; i < config->led_count; i++) {
		const char *idle = config->leds[i].idle;
		struct json_object *object = json_object_new_object();

		json_object_object_add(object, "led", json_text(config->leds[i].name));
		json_object_object_add(object, "idle", *idle ? json_text(idle) : NULL);
		json_object_array_add(leds, object);
	}
	json_object_object_add(top, "rules", rules);
	json_object_object_add(top, "leds", leds);
	json_object_object_add(top, "warnings", json_object_get(warnings));
	json_print(top);
}

static void print_verdict(const struct guard_config *config, const char *path, u32 warnings)
{
	printf("%s: %u rule%s for %u LED%s: ", path, config->rule_count,
	       config->rule_count == 1 ? "" : "s", config->led_count,
	       config->led_count == 1 ? "" : "s");
	if (warnings)
		printf("right, with %u warning%s\n", warnings, warnings == 1 ? "" : "s");
	else
		puts("all is well");
}

static void check_config(const struct cli *cli, const struct guard_config *config)
{
	struct said said = { .path = cli->operands[0], .warnings = json_object_new_array() };
	u32 warnings = guard_warn(config, say_warning, &said);

	if (cli_flag(cli, "json"))
		print_config_json(config, said.warnings);
	else
		print_verdict(config, said.path, warnings);
	json_object_put(said.warnings);
}

static enum tool_status guard_with_rules(const struct cli *cli, struct guard_config *config)
{
	const char *led;
	int err = guard_forbidden(config, &led);

	if (err == -EACCES)
		return cli_fail(TOOL_FAILED, "only root may play on \"%s\"; try sudo", led);
	if (err)
		return cli_fail(TOOL_FAILED, "\"%s\" cannot be played on: %s", led, strerror(-err));
	return guard_run(config, cli->operands[0], load_config, cli->operands[0],
			 cli_flag(cli, "verbose"));
}

static enum tool_status run_command(const struct cli *cli)
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
	err = load_config(cli->operands[0], config);
	if (err)
		status = err == -EINVAL ? TOOL_USAGE : TOOL_FAILED;
	else if (cli_flag(cli, "check"))
		check_config(cli, config);
	else
		status = guard_with_rules(cli, config);
	free(config);
	return status;
}

static const struct cli_option options[] = {
	{ 'n', "check", NULL, "only check the configuration against what is there", NULL },
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
	.summary = "let LEDs show how the rails are",
	.description =
		"Runs in the foreground and lets LEDs play patterns while rails are in trouble,\n"
		"as the lines of CONFIG say:\n"
		"\n"
		"  idle LED PATTERN\n"
		"  when RAIL STATE LED PATTERN [priority N] [hold TIME]\n"
		"\n"
		"STATE is an alarm of the chip: warning, critical or minimum. Or it is judged\n"
		"from measurements: over or under a LIMIT with its unit (A, V, W), for some time\n"
		"if one is given: over 2.5A for 200ms.\n"
		"\n"
		"Among an LED's rules that hold, the one of highest priority is played (0 unless\n"
		"given), on a tie the first; hold keeps a rule for a while after the alarm. With\n"
		"no rule the LED plays its idle pattern, or is off. Words with blanks are quoted,\n"
		"and a line may end in a # comment.\n"
		"\n"
		"--check also checks the rules against the LEDs and rails present; an absent one\n"
		"is a warning, since chips and LEDs may come and go. SIGHUP reads CONFIG again;\n"
		"if that is wrong, the running one stays. At the end LEDs are left as they were\n"
		"found, playing what they played; after a guard that was killed, the next one\n"
		"restores them. Supports systemd's notify protocol and watchdog.\n",
	.examples = "  railglow guard --check /etc/railglow/guard.conf\n"
		    "  railglow guard -v /etc/railglow/guard.conf",
	.options = options,
	.json = true,
	.run = run_command,
};
