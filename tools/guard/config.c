// SPDX-License-Identifier: GPL-2.0-only
/*
 * The text of a guard's configuration, taken apart line by line. Rules are judged in check.c and
 * rules.c; the configuration of libsensors is tools/rails/libsensors_config.c's. The file is read
 * in tools/cmd/guard.c, and again on SIGHUP, which guard.c notices.
 */
#include "tools/guard/config.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/port.h"
#include "tools/cli/quantity.h"
#include "tools/led/pattern.h"
#include "tools/led/pattern_source.h"
#include "tools/rails/alarm_watch.h"

#define WORDS_MAX 12
#define LINE_MAX_BYTES 4096
#define PRIORITY_MAX 1000
/** A mistake in the form of a pattern is one for every LED; its levels are for each. */
#define ANY_MAX S32_MAX

/** struct line - one line taken apart; words point into @text */
struct line {
	char text[LINE_MAX_BYTES];
	char *words[WORDS_MAX];
	u32 count;
};

static __printf(2, 3) int refuse_it(struct guard_error *error, const char *format, ...)
{
	va_list words;

	va_start(words, format);
	vsnprintf(error->reason, sizeof(error->reason), format, words);
	va_end(words);
	return -EINVAL;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

/* One word from @in, unquoted in place; what follows it, NULL for an open quote. */
static char *take_word(char *in, char **word)
{
	bool quoted = *in == '"';
	char *end;

	*word = quoted ? in + 1 : in;
	if (quoted) {
		end = strchr(*word, '"');
		if (!end)
			return NULL;
		*end = '\0';
		return end + 1;
	}
	for (end = in; *end && !is_blank(*end) && *end != '#'; end++)
		;
	return end;
}

static int split_line(struct line *line, struct guard_error *error)
{
	char *at = line->text;

	line->count = 0;
	for (;;) {
		char *end;
		char after;

		while (is_blank(*at))
			at++;
		if (!*at || *at == '#')
			return 0;
		if (line->count == WORDS_MAX)
			return refuse_it(error, "the line has too many words");
		end = take_word(at, &line->words[line->count]);
		if (!end)
			return refuse_it(error, "a quote is not closed; put a \" at its end");
		line->count++;
		after = *end;
		if (after && !is_blank(after) && after != '#')
			return refuse_it(error, "put a blank after the quoted word");
		at = end + (after ? 1 : 0);
		*end = '\0';
		if (after == '#')
			return 0;
	}
}

bool guard_fits(const char *source, s64 brightness_max, struct guard_error *error)
{
	char reason[PATTERN_REASON];
	struct pattern tried;

	if (pattern_source_load(&tried, source, (u32)min_t(s64, brightness_max, S32_MAX), reason)) {
		refuse_it(error, "%s", reason);
		return false;
	}
	pattern_free(&tried);
	return true;
}

static int check_pattern(const char *pattern, struct guard_error *error)
{
	if (strlen(pattern) >= GUARD_PATTERN)
		return refuse_it(error, "the pattern is too long; put it into a file");
	return guard_fits(pattern, ANY_MAX, error) ? 0 : -EINVAL;
}

static int find_led(struct guard_config *config, const char *name, u32 *index,
		    struct guard_error *error)
{
	for (*index = 0; *index < config->led_count; ++*index) {
		if (!strcmp(config->leds[*index].name, name))
			return 0;
	}
	if (!*name || strlen(name) >= RAIL_NAME || strchr(name, '/'))
		return refuse_it(error, "\"%.40s\" is not a name of an LED", name);
	if (config->led_count == GUARD_LEDS_MAX)
		return refuse_it(error, "there are more than %d LEDs", GUARD_LEDS_MAX);
	config->leds[config->led_count] = (struct guard_led){ .line = error->line };
	snprintf(config->leds[config->led_count].name, RAIL_NAME, "%s", name);
	*index = config->led_count++;
	return 0;
}

static int take_idle(struct guard_config *config, const struct line *line,
		     struct guard_error *error)
{
	u32 led;

	if (line->count != 3)
		return refuse_it(error, "write: idle LED PATTERN");
	if (find_led(config, line->words[1], &led, error) || check_pattern(line->words[2], error))
		return -EINVAL;
	if (config->leds[led].idle[0])
		return refuse_it(error, "\"%s\" has an idle pattern already", line->words[1]);
	snprintf(config->leds[led].idle, GUARD_PATTERN, "%s", line->words[2]);
	config->leds[led].idle_line = error->line;
	return 0;
}

const char *guard_state_word(const struct guard_rule *rule)
{
	if (rule->measure.used)
		return rule->measure.under ? "under" : "over";
	return alarm_kind_name(rule->alarm);
}

static const char *const units[] = {
	[RAIL_VOLTS] = "V",
	[RAIL_AMPERES] = "A",
	[RAIL_WATTS] = "W",
};

const char *guard_unit(const struct guard_rule *rule)
{
	return units[rule->measure.value];
}

const char *guard_state_text(const struct guard_rule *rule, char text[GUARD_STATE])
{
	const struct guard_measure *measure = &rule->measure;
	char limit[QUANTITY_TEXT], time[QUANTITY_TEXT];
	size_t len;

	len = (size_t)snprintf(text, GUARD_STATE, "%s", guard_state_word(rule));
	if (!measure->used)
		return text;
	len += (size_t)snprintf(text + len, GUARD_STATE - len, " %s",
				quantity_format(limit, measure->limit, guard_unit(rule), 5));
	if (measure->for_ns)
		snprintf(text + len, GUARD_STATE - len, " for %s",
			 quantity_format(time, (double)measure->for_ns / RG_NS_PER_S, "s", 4));
	return text;
}

/* An older name of the minimum is still taken. */
static bool is_state(enum rail_value alarm, const char *name)
{
	return !strcmp(alarm_kind_name(alarm), name) ||
	       (alarm == RAIL_MINIMUM_ALARM && !strcmp(name, "power-lost"));
}

static int take_alarm(struct guard_rule *rule, const char *name, struct guard_error *error)
{
	for (u32 i = RAIL_MINIMUM_ALARM; i < RAIL_VALUES; i++) {
		rule->alarm = i;
		if (is_state(i, name))
			return 0;
	}
	return refuse_it(error,
			 "\"%.40s\" is not a state: say warning, critical, minimum, over, under",
			 name);
}

static const char *line_word(const struct line *line, u32 index)
{
	return index < line->count ? line->words[index] : "";
}

/* A number without a unit could be of any of them. */
static int take_limit(struct guard_measure *measure, const char *text, struct guard_error *error)
{
	const char *last = text + strlen(text);

	for (u32 i = 0; i < ARRAY_SIZE(units); i++) {
		measure->value = i;
		if (last > text && last[-1] == units[i][0] &&
		    !quantity_parse(text, units[i], &measure->limit))
			return 0;
	}
	return refuse_it(error,
			 "\"%.40s\" is not a limit; write it with its unit, 2.5A, 4.75V or 12W",
			 text);
}

/* "over 2.5A", "under 4.75V for 200ms"; how many words that were, 0 for others. */
static int take_measure(struct guard_rule *rule, const struct line *line, u32 *used,
			struct guard_error *error)
{
	struct guard_measure *measure = &rule->measure;
	double seconds;

	measure->under = !strcmp(line->words[2], "under");
	measure->used = measure->under || !strcmp(line->words[2], "over");
	*used = measure->used ? 2 : 1;
	if (!measure->used)
		return take_alarm(rule, line->words[2], error);
	if (take_limit(measure, line->words[3], error))
		return -EINVAL;
	if (strcmp(line_word(line, 4), "for") != 0)
		return 0;
	*used = 4;
	if (quantity_parse(line_word(line, 5), "s", &seconds) || !(seconds > 0) ||
	    seconds > GUARD_FOR_MAX_S)
		return refuse_it(error, "for \"%.40s\" is not a time up to an hour, such as 200ms",
				 line_word(line, 5));
	measure->for_ns = (u64)(seconds * (double)RG_NS_PER_S);
	return 0;
}

/* "priority N" and "hold TIME", in either order, each once. */
static int take_options(struct guard_rule *rule, const struct line *line, u32 first,
			struct guard_error *error)
{
	bool has_priority = false, has_hold = false;

	for (u32 i = first; i < line->count; i += 2) {
		const char *name = line->words[i];
		const char *value = line_word(line, i + 1);
		double seconds;
		u64 number;

		if (!strcmp(name, "priority") && !has_priority) {
			if (number_parse(value, 0, PRIORITY_MAX, &number))
				return refuse_it(error, "priority \"%.40s\" is not 0 to %d", value,
						 PRIORITY_MAX);
			rule->priority = (u32)number;
			has_priority = true;
		} else if (!strcmp(name, "hold") && !has_hold) {
			if (quantity_parse(value, "s", &seconds) || seconds < 0 ||
			    seconds > GUARD_HOLD_MAX_S)
				return refuse_it(error, "hold \"%.40s\" is not a time up to a day",
						 value);
			rule->hold_ns = (u64)(seconds * (double)RG_NS_PER_S);
			has_hold = true;
		} else {
			return refuse_it(error, "\"%.40s\" is neither priority nor hold, or twice",
					 name);
		}
	}
	return 0;
}

static int take_rule(struct guard_config *config, const struct line *line,
		     struct guard_error *error)
{
	static const char form[] = "write: when RAIL STATE LED PATTERN [priority N] [hold TIME]";
	struct guard_rule *rule = &config->rules[config->rule_count];
	u32 led;

	if (line->count < 5)
		return refuse_it(error, "%s", form);
	if (config->rule_count == GUARD_RULES_MAX)
		return refuse_it(error, "there are more than %d rules", GUARD_RULES_MAX);
	*rule = (struct guard_rule){ .line = error->line };
	if (!*line->words[1] || strlen(line->words[1]) >= sizeof(rule->rail))
		return refuse_it(error, "\"%.40s\" is not a name of a rail", line->words[1]);
	snprintf(rule->rail, sizeof(rule->rail), "%s", line->words[1]);
	if (take_measure(rule, line, &led, error))
		return -EINVAL;
	led += 2;
	if (led + 1 >= line->count)
		return refuse_it(error, "%s", form);
	if (find_led(config, line->words[led], &rule->led, error) ||
	    check_pattern(line->words[led + 1], error) || take_options(rule, line, led + 2, error))
		return -EINVAL;
	snprintf(rule->pattern, sizeof(rule->pattern), "%s", line->words[led + 1]);
	config->rule_count++;
	return 0;
}

static int take_line(struct guard_config *config, struct line *line, struct guard_error *error)
{
	if (split_line(line, error))
		return -EINVAL;
	if (!line->count)
		return 0;
	if (!strcmp(line->words[0], "idle"))
		return take_idle(config, line, error);
	if (!strcmp(line->words[0], "when"))
		return take_rule(config, line, error);
	return refuse_it(error, "a line starts with idle or when, not \"%.40s\"", line->words[0]);
}

int guard_config_parse(struct guard_config *config, const char *text, struct guard_error *error)
{
	struct line line;

	/* Some editors start a file with a mark of its encoding. */
	if (!strncmp(text, "\357\273\277", 3))
		text += 3;
	config->rule_count = 0;
	config->led_count = 0;
	for (error->line = 1; *text; error->line++) {
		size_t len = strcspn(text, "\n");

		if (len >= sizeof(line.text))
			return refuse_it(error, "the line is too long");
		memcpy(line.text, text, len);
		line.text[len] = '\0';
		if (take_line(config, &line, error))
			return -EINVAL;
		text += len + (text[len] == '\n');
	}
	if (!config->rule_count)
		return refuse_it(error, "there is no rule; write: when RAIL STATE LED PATTERN");
	return 0;
}
