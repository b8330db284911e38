// SPDX-License-Identifier: GPL-2.0-only
/*
 * The state of LEDs before the guard, in a file from which the next guard gives back what one that
 * was killed could not. Its folder is chosen in tools/led/run_path.c; leds.c decides whether it
 * still holds for the LED.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tools/cli/quantity.h"
#include "tools/guard/kept.h"

#define FIRST_LINE "railglow guard 1"
#define LAST_LINE "end"
/** More than all files of an LED can hold. */
#define STORED_MAX (KEPT_FILES_MAX * 8192)

int kept_print(const struct kept *kept, char **text)
{
	size_t len;
	FILE *out = open_memstream(text, &len);

	if (!out)
		return -ENOMEM;
	fprintf(out, FIRST_LINE "\nled %s\nobject %llu\ntrigger %s\nbrightness %lld\n", kept->name,
		(unsigned long long)kept->object, kept->trigger, (long long)kept->brightness);
	for (u32 i = 0; i < kept->file_count; i++)
		fprintf(out, "file %s %s\n", kept->files[i].name, kept->files[i].text);
	fputs(LAST_LINE "\n", out);
	return fclose(out) ? -ENOMEM : 0;
}

/* The rest of a line that starts with a word. */
static const char *text_after(const char *line, const char *word)
{
	size_t len = strlen(word);

	return !strncmp(line, word, len) && line[len] == ' ' ? line + len + 1 : NULL;
}

/* FILE or FOLDER/FILE, and nothing that leads elsewhere. */
static bool is_inner(const char *name, size_t len)
{
	const char *slash = memchr(name, '/', len);
	size_t first = slash ? (size_t)(slash - name) : len;

	if (!first || name[0] == '.')
		return false;
	return !slash ||
	       (len - first > 1 && slash[1] != '.' && !memchr(slash + 1, '/', len - first - 1));
}

static int take_file(struct kept *kept, const char *rest)
{
	struct kept_file *room = &kept->files[kept->file_count];
	size_t len = strcspn(rest, " ");

	if (kept->file_count == KEPT_FILES_MAX || len >= KEPT_NAME || !rest[len] ||
	    !is_inner(rest, len))
		return -EINVAL;
	snprintf(room->name, sizeof(room->name), "%.*s", (int)len, rest);
	room->text = strdup(rest + len + 1);
	if (!room->text)
		return -ENOMEM;
	kept->file_count++;
	return 0;
}

static int take_name(char name[LED_NAME], const char *text)
{
	if (!*text || strlen(text) >= LED_NAME || strchr(text, '/'))
		return -EINVAL;
	snprintf(name, LED_NAME, "%s", text);
	return 0;
}

static int take_level(struct kept *kept, const char *text)
{
	char *rest;

	errno = 0;
	kept->brightness = strtoll(text, &rest, 10);
	return errno || rest == text || *rest || kept->brightness < LED_BRIGHTNESS_UNKNOWN ? -EINVAL
											   : 0;
}

static int take_line(struct kept *kept, const char *line)
{
	if (text_after(line, "led"))
		return take_name(kept->name, text_after(line, "led"));
	if (text_after(line, "trigger"))
		return take_name(kept->trigger, text_after(line, "trigger"));
	if (text_after(line, "object"))
		return number_parse(text_after(line, "object"), 1, U64_MAX, &kept->object);
	if (text_after(line, "brightness"))
		return take_level(kept, text_after(line, "brightness"));
	if (text_after(line, "file"))
		return take_file(kept, text_after(line, "file"));
	return -EINVAL;
}

static int take_lines(struct kept *kept, char *text)
{
	char *line = strsep(&text, "\n");
	int err = 0;

	if (strcmp(line, FIRST_LINE) != 0)
		return -EINVAL;
	while (!err && (line = strsep(&text, "\n"))) {
		if (!strcmp(line, LAST_LINE))
			return kept->object && *kept->name && *kept->trigger ? 0 : -EINVAL;
		err = take_line(kept, line);
	}
	return err ? err : -EINVAL;
}

int kept_parse(struct kept *kept, const char *text)
{
	char *copy = strdup(text);
	int err;

	*kept = (struct kept){ .brightness = LED_BRIGHTNESS_UNKNOWN };
	if (!copy)
		return -ENOMEM;
	err = take_lines(kept, copy);
	free(copy);
	return err;
}

int kept_store(int file, const struct kept *kept)
{
	char *text = NULL;
	int err = kept_print(kept, &text);
	ssize_t put = 0;

	if (!err && ftruncate(file, 0))
		err = -errno;
	if (!err)
		put = pwrite(file, text, strlen(text), 0);
	if (!err && put < 0)
		err = -errno;
	else if (!err && (size_t)put < strlen(text))
		err = -ENOSPC;
	free(text);
	return err;
}

int kept_recall(int file, struct kept *kept)
{
	char *text = calloc(1, STORED_MAX + 1);
	ssize_t len = text ? pread(file, text, STORED_MAX, 0) : -1;
	int err = -ENOENT;

	*kept = (struct kept){ 0 };
	if (len > 0)
		err = kept_parse(kept, text);
	free(text);
	return err;
}
