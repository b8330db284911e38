// SPDX-License-Identifier: GPL-2.0-only
/*
 * Can a rule work with the LEDs and rails that are there? Whether it holds now says rules.c. The
 * verdict of --check is printed in tools/cmd/guard.c.
 */
#include "tools/guard/check.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tools/cli/quantity.h"
#include "tools/cli/sysfs.h"
#include "tools/guard/rules.h"
#include "tools/led/led.h"
#include "tools/rails/alarm_watch.h"

#define TRIGGERS_TEXT 65536
/** Ends of the chip's range, of a bus and of a shunt voltage. */
#define BUS_MOST_V 32.76
#define SHUNT_LEAST_V -0.16384
#define SHUNT_MOST_V 0.1638
/** Rounding takes no value farther. */
#define ROUNDED 1.001

/** struct judge - the listener, and how often it was told */
struct judge {
	const struct guard_config *config;
	guard_say say;
	void *context;
	u32 count;
};

static __printf(3, 4) void note_line(struct judge *judge, u32 line, const char *format, ...)
{
	char text[GUARD_REASON];
	va_list words;

	va_start(words, format);
	vsnprintf(text, sizeof(text), format, words);
	va_end(words);
	judge->say(judge->context, line, text);
	judge->count++;
}

static bool judge_source(struct judge *judge, u32 led, u32 line, const char *source, s64 max)
{
	struct guard_error error;
	bool fits = guard_fits(source, max, &error);

	if (!fits)
		note_line(judge, line, "%s: %.250s", judge->config->leds[led].name, error.reason);
	return fits;
}

u32 guard_judge_led(const struct guard_config *config, u32 led, s64 brightness_max,
		    bool unfit[GUARD_RULES_MAX], guard_say say, void *context)
{
	struct judge judge = { .config = config, .say = say, .context = context };
	const struct guard_led *wish = &config->leds[led];

	if (*wish->idle)
		judge_source(&judge, led, wish->idle_line, wish->idle, brightness_max);
	for (u32 i = 0; i < config->rule_count; i++) {
		const struct guard_rule *rule = &config->rules[i];

		if (rule->led == led)
			unfit[i] = !judge_source(&judge, led, rule->line, rule->pattern,
						 brightness_max);
	}
	return judge.count;
}

u32 guard_judge_leds(const struct guard_config *config, guard_say say, void *context)
{
	bool unfit[GUARD_RULES_MAX];
	const char *failed;
	struct led led;
	u32 count = 0;

	for (u32 i = 0; i < config->led_count; i++) {
		if (!led_read(&led, config->leds[i].name, &failed))
			count +=
				guard_judge_led(config, i, led.brightness_max, unfit, say, context);
	}
	return count;
}

/* Names of triggers are words, the active one in brackets. */
static bool has_pattern_trigger(const char *led)
{
	static const char delimiters[] = "\n []";
	char *text = malloc(TRIGGERS_TEXT);
	char path[SYSFS_PATH], *rest = text;
	bool found = false;
	const char *word;

	if (text && !sysfs_read(led_file(path, led, "trigger"), text, TRIGGERS_TEXT)) {
		while (!found && (word = strsep(&rest, delimiters)))
			found = !strcmp(word, "pattern");
	}
	free(text);
	return found;
}

static void warn_of_led(struct judge *judge, const struct guard_led *wish)
{
	const char *failed;
	struct led led;
	int err = led_read(&led, wish->name, &failed);

	if (err == -ENOENT)
		note_line(judge, wish->line, "there is no LED \"%s\"; guard waits for it",
			  wish->name);
	else if (err)
		note_line(judge, wish->line, "%s: %s: %s", wish->name, failed, strerror(-err));
	else if (!has_pattern_trigger(wish->name))
		note_line(judge, wish->line,
			  "\"%s\" has no pattern trigger to choose; try modprobe ledtrig-pattern",
			  wish->name);
}

static bool named_before(const struct guard_config *config, u32 index)
{
	for (u32 i = 0; i < index; i++) {
		if (!strcmp(config->rules[i].rail, config->rules[index].rail))
			return true;
	}
	return false;
}

static void warn_of_limit(struct judge *judge, const struct guard_rule *rule, struct rail *rail)
{
	enum rail_value limit = RAIL_MINIMUM_V + (rule->alarm - RAIL_MINIMUM_ALARM);

	if (rail->attribute[rule->alarm] < 0) {
		note_line(judge, rule->line,
			  "the driver has no %s alarm for \"%s\"; write over or under",
			  alarm_kind_name(rule->alarm), rule->rail);
		return;
	}
	if (!rails_read(rail, BIT(limit)) && rails_limit_is_off(rail->value[limit]))
		note_line(judge, rule->line,
			  "the %s limit of \"%s\" is off; set it by railglow limit",
			  alarm_kind_name(rule->alarm), rule->rail);
}

/** struct span - the values that a rail can have */
struct span {
	double least;
	double most;
};

/* Currents and powers are unknown without the shunt. */
static struct span span_of(const struct rail *rail, enum rail_value value)
{
	double ohm = rails_shunt_ohm(rail);

	if (value == RAIL_VOLTS)
		return (struct span){ 0, BUS_MOST_V };
	if (value == RAIL_AMPERES)
		return (struct span){ SHUNT_LEAST_V / ohm, SHUNT_MOST_V / ohm };
	return (struct span){ BUS_MOST_V * SHUNT_LEAST_V / ohm, BUS_MOST_V * SHUNT_MOST_V / ohm };
}

static void warn_of_span(struct judge *judge, const struct guard_rule *rule,
			 const struct rail *rail)
{
	struct span span = span_of(rail, rule->measure.value);
	enum guard_outcome outcome =
		guard_outcome_of(&rule->measure, span.least * ROUNDED, span.most * ROUNDED);
	char state[GUARD_STATE], least[QUANTITY_TEXT], most[QUANTITY_TEXT];

	if (outcome != GUARD_DEPENDS)
		note_line(judge, rule->line, "%s %s holds: \"%.100s\" is from %s to %s",
			  guard_state_text(rule, state),
			  outcome == GUARD_NEVER ? "never" : "always", rule->rail,
			  quantity_format(least, span.least, guard_unit(rule), 4),
			  quantity_format(most, span.most, guard_unit(rule), 4));
}

/* libsensors may have made other values of what the chip measures. */
static void warn_of_state(struct judge *judge, const struct rails *rails,
			  const struct guard_rule *rule, struct rail *rail)
{
	if (!rule->measure.used)
		warn_of_limit(judge, rule, rail);
	else if (!rails->by_sensors)
		warn_of_span(judge, rule, rail);
}

static void warn_of_rail(struct judge *judge, const struct rails *rails, u32 index)
{
	const struct guard_rule *rule = &judge->config->rules[index];
	struct rail *rail = rails_find(rails, rule->rail);

	if (rail)
		warn_of_state(judge, rails, rule, rail);
	if (rail || named_before(judge->config, index))
		return;
	if (errno == EEXIST)
		note_line(judge, rule->line,
			  "several rails are called \"%.100s\"; write CHIP/NUMBER", rule->rail);
	else
		note_line(judge, rule->line, "there is no rail \"%.100s\"; guard waits for it",
			  rule->rail);
}

u32 guard_warn(const struct guard_config *config, guard_say say, void *context)
{
	struct judge judge = { .config = config, .say = say, .context = context };
	struct rails rails;

	for (u32 i = 0; i < config->led_count; i++)
		warn_of_led(&judge, &config->leds[i]);
	if (rails_open(&rails))
		rails = (struct rails){ 0 };
	for (u32 i = 0; i < config->rule_count; i++)
		warn_of_rail(&judge, &rails, i);
	rails_close(&rails);
	return judge.count;
}

int guard_forbidden(const struct guard_config *config, const char **name)
{
	char path[SYSFS_PATH];

	for (u32 i = 0; i < config->led_count; i++) {
		*name = config->leds[i].name;
		if (access(led_file(path, *name, "trigger"), W_OK) && errno != ENOENT)
			return -errno;
	}
	return 0;
}
