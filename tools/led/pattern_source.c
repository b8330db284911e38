// SPDX-License-Identifier: GPL-2.0-only
/*
 * Patterns from the command line: as text, from a file, from standard input, or by name from the
 * library, whose folder is found in pattern_library.c.
 */
#include "tools/led/pattern_source.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/pattern.h"
#include "core/port.h"
#include "tools/cli/quantity.h"
#include "tools/led/pattern_library.h"

#define BLANKS " \t\n\v\f\r"
#define TUPLE_TEXT 24
#define TOKEN_MAX 40

static __printf(2, 3) int refuse(char *reason, const char *format, ...)
{
	va_list words;

	va_start(words, format);
	vsnprintf(reason, PATTERN_REASON, format, words);
	va_end(words);
	return -EINVAL;
}

/* Reads a level: a number, or a part of @brightness_max such as "12.5%". */
static int resolve_level(const char *token, u32 brightness_max, u64 *level)
{
	size_t len = strlen(token);
	const char *end = token + len - 1;
	s64 millionths;

	if (*end != '%')
		return number_parse(token, 0, U32_MAX, level);
	if (*token < '0' || *token > '9' || fixed_parse(token, end, &millionths) != end ||
	    millionths > 100000000)
		return -EINVAL;
	*level = ((u64)millionths * brightness_max + 50000000) / 100000000;
	return 0;
}

static int take_token(struct pattern *pattern, const char *token, bool duration, u32 max,
		      char *reason)
{
	struct pattern_tuple *tuple = &pattern->tuples[pattern->count];
	u64 number;

	if (duration) {
		if (number_parse(token, 0, U32_MAX, &number))
			return refuse(reason, "\"%s\" is not a duration; write whole milliseconds",
				      token);
		tuple->duration_ms = (u32)number;
		pattern->period_ns += tuple->duration_ms * RG_NS_PER_MS;
		pattern->count++;
		return 0;
	}
	if (pattern->count == PATTERN_TUPLES_MAX)
		return refuse(reason, "there are more than %d tuples; make the pattern shorter",
			      PATTERN_TUPLES_MAX);
	if (resolve_level(token, max, &number))
		return refuse(reason, "\"%s\" is not a level; write 0 to %u, or 0%% to 100%%",
			      token, max);
	if (number > max)
		return refuse(reason, "level %s is above the LED's maximum of %u", token, max);
	pattern->dark_or_full &= !strcmp(token, "0%") || !strcmp(token, "100%");
	tuple->brightness = (u32)number;
	return 0;
}

/* Skips blanks and comments; returns the length of the next word, 0 at the end. */
static size_t next_word(const char **text)
{
	for (;;) {
		*text += strspn(*text, BLANKS);
		if (**text != '#')
			return strcspn(*text, BLANKS "#");
		*text += strcspn(*text, "\n");
	}
}

static int take_tokens(struct pattern *pattern, const char *text, u32 max, char *reason)
{
	bool duration = false;
	size_t len;

	while ((len = next_word(&text))) {
		char token[TOKEN_MAX + 1];
		int err;

		snprintf(token, sizeof(token), "%.*s", (int)min_t(size_t, len, TOKEN_MAX), text);
		err = take_token(pattern, token, duration, max, reason);
		if (err)
			return err;
		duration = !duration;
		text += len;
	}
	if (duration)
		return refuse(reason,
			      "the last level has no duration; write pairs of level and ms");
	return 0;
}

/* Checks the tuples by the trigger's own rules. */
static int check_tuples(const struct pattern *pattern, u32 max, char *reason)
{
	struct waveform wave;

	if (!pattern->count)
		return refuse(reason, "the pattern is empty; write pairs of level and ms");
	if (pattern->count < 2)
		return refuse(reason, "one tuple is not a pattern; write at least two");
	if (waveform_init(&wave, pattern->tuples, pattern->count, WAVEFORM_LINEAR, max))
		return refuse(reason, "the durations add up to 0; give at least one of them time");
	return 0;
}

int pattern_text_resolve(struct pattern *pattern, const char *text, u32 brightness_max,
			 char *reason)
{
	int err;

	*pattern = (struct pattern){ .dark_or_full = true };
	pattern->tuples = calloc(PATTERN_TUPLES_MAX, sizeof(*pattern->tuples));
	if (!pattern->tuples)
		return -ENOMEM;
	err = take_tokens(pattern, text, brightness_max, reason);
	if (!err)
		err = check_tuples(pattern, brightness_max, reason);
	if (err)
		pattern_free(pattern);
	return err;
}

static int read_stream(FILE *file, char **text)
{
	char *bytes = malloc(PATTERN_FILE_MAX + 1);
	size_t len;

	if (!bytes)
		return -ENOMEM;
	len = fread(bytes, 1, PATTERN_FILE_MAX + 1, file);
	if (ferror(file) || len > PATTERN_FILE_MAX || memchr(bytes, '\0', len)) {
		int err = ferror(file) ? -EIO : -EFBIG;

		free(bytes);
		return err;
	}
	bytes[len] = '\0';
	*text = bytes;
	return 0;
}

static int read_path(const char *path, char **text, char *reason)
{
	FILE *file = fopen(path, "re");
	int err;

	if (!file) {
		err = -errno;
		snprintf(reason, PATTERN_REASON, "%.150s: %s", path, strerror(-err));
		return err;
	}
	errno = 0;
	err = read_stream(file, text);
	if (err == -EIO && errno)
		err = -errno;
	fclose(file);
	if (err)
		snprintf(reason, PATTERN_REASON, "%.150s: %s", path,
			 err == -EFBIG ? "is not a pattern: it must be a text of at most 64 KiB"
				       : strerror(-err));
	return err;
}

static int load_path(struct pattern *pattern, const char *path, u32 max, char *reason)
{
	char inner[PATTERN_REASON];
	char *text = NULL;
	int err = read_path(path, &text, reason);

	if (err || !text)
		return err;
	inner[0] = '\0';
	err = pattern_text_resolve(pattern, text, max, inner);
	free(text);
	if (err == -EINVAL)
		snprintf(reason, PATTERN_REASON, "%.80s: %.150s", path, inner);
	return err;
}

static int load_name(struct pattern *pattern, const char *name, u32 max, char *reason)
{
	char folder[2048], path[4096];
	int err;

	pattern_library_folder(folder, sizeof(folder));
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	err = load_path(pattern, path, max, reason);
	if (err == -ENOENT)
		snprintf(reason, PATTERN_REASON,
			 "there is no pattern \"%.40s\" in %.100s; see led preview --names", name,
			 folder);
	return err;
}

int pattern_source_load(struct pattern *pattern, const char *source, u32 brightness_max,
			char *reason)
{
	static const char morse[] = "morse:";
	const char *text = source;

	*pattern = (struct pattern){ 0 };
	snprintf(reason, PATTERN_REASON, "there is not enough memory for the pattern");
	if (!strncmp(source, morse, strlen(morse)))
		return morse_pattern(pattern, source + strlen(morse), brightness_max, reason);
	if (strchr(source, '/'))
		return load_path(pattern, source, brightness_max, reason);
	next_word(&text);
	if (!*text || (*text >= '0' && *text <= '9') || source[strcspn(source, BLANKS)])
		return pattern_text_resolve(pattern, source, brightness_max, reason);
	return load_name(pattern, source, brightness_max, reason);
}
