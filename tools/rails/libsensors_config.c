// SPDX-License-Identifier: GPL-2.0-only
/* Tells whether the configuration of libsensors (sensors.conf) says anything about rails. */
#include "tools/rails/libsensors_config.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/port.h"
#include "tools/cli/sysfs.h"

#define BLANKS " \t\r\n\\"
/** A configuration of sensors is never longer. */
#define CONFIG_BYTES_MAX (1024 * 1024)
#define FOLDER "/etc/sensors.d"

/** struct word - a word of a line, its quotes taken off */
struct word {
	const char *text;
	size_t len;
};

/* The next word before @end; empty at the end or where a comment starts. */
static struct word next_word(const char **at, const char *end)
{
	struct word word = { 0 };
	const char *text = *at;

	while (text < end && strchr(BLANKS, *text))
		text++;
	word.text = text;
	if (text < end && *text == '"') {
		word.text = ++text;
		while (text < end && *text != '"')
			text++;
		word.len = (size_t)(text - word.text);
		text += text < end;
	} else if (text < end && *text != '#') {
		while (text < end && !strchr(BLANKS, *text))
			text++;
		word.len = (size_t)(text - word.text);
	}
	*at = text;
	return word;
}

static bool word_equals(struct word word, const char *text)
{
	return word.len == strlen(text) && !strncmp(word.text, text, word.len);
}

/* Names of chips begin with what they are, or "*", up to a dash. */
static bool may_be_ours(struct word chip)
{
	const char *dash = memchr(chip.text, '-', chip.len);

	if (dash)
		chip.len = (size_t)(dash - chip.text);
	return word_equals(chip, "*") || word_equals(chip, "ina3221");
}

static bool is_of_rail(struct word feature)
{
	static const char *const kinds[] = { "in", "curr", "power" };

	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		size_t len = strlen(kinds[i]);

		if (feature.len > len && !strncmp(feature.text, kinds[i], len) &&
		    feature.text[len] >= '1' && feature.text[len] <= '3' &&
		    (feature.len == len + 1 || feature.text[len + 1] < '0' ||
		     feature.text[len + 1] > '9'))
			return true;
	}
	return false;
}

static bool line_concerns(const char *line, const char *end, bool *ours)
{
	struct word first = next_word(&line, end);
	struct word next;

	if (!first.len)
		return false;
	if (word_equals(first, "chip")) {
		*ours = false;
		while ((next = next_word(&line, end)).len)
			*ours |= may_be_ours(next);
		return false;
	}
	if (word_equals(first, "label") || word_equals(first, "compute") ||
	    word_equals(first, "ignore") || word_equals(first, "set"))
		return *ours && is_of_rail(next_word(&line, end));
	return true;
}

/* A backslash takes the next line along, but not in a comment. */
static const char *line_end(const char *text)
{
	bool comment = false;

	for (; *text && *text != '\n'; text++) {
		comment |= *text == '#';
		if (!comment && text[0] == '\\' && text[1] == '\n')
			text++;
	}
	return text;
}

bool rails_config_concerns(const char *text)
{
	bool ours = false;

	while (*text) {
		const char *end = line_end(text);

		if (line_concerns(text, end, &ours))
			return true;
		text = *end ? end + 1 : end;
	}
	return false;
}

/* A file that cannot be read is left to libsensors. */
static bool file_concerns(const char *path)
{
	FILE *file = fopen(path, "re");
	char *text;
	size_t len = 0;
	bool concerns;

	if (!file)
		return errno != ENOENT;
	text = malloc(CONFIG_BYTES_MAX);
	if (text)
		len = fread(text, 1, CONFIG_BYTES_MAX, file);
	concerns = !text || ferror(file) || len == CONFIG_BYTES_MAX;
	fclose(file);
	if (!concerns) {
		text[len] = '\0';
		concerns = rails_config_concerns(text);
	}
	free(text);
	return concerns;
}

bool rails_config_any(void)
{
	bool concerns;
	char **names;

	if (file_concerns("/etc/sensors3.conf") || file_concerns("/etc/sensors.conf"))
		return true;
	if (sysfs_list(FOLDER, &names) < 0)
		return false;
	concerns = false;
	for (char **name = names; !concerns && *name; name++) {
		char path[SYSFS_PATH];

		snprintf(path, sizeof(path), FOLDER "/%s", *name);
		concerns = file_concerns(path);
	}
	sysfs_list_free(names);
	return concerns;
}
