// SPDX-License-Identifier: GPL-2.0-only
/*
 * Lists the library of named patterns (share/patterns): a folder of small text files with a
 * comment each. One is loaded by its name in pattern_source.c, where the folder is found.
 */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/led/pattern_source.h"

#define SPDX "SPDX-License-Identifier"

static int by_name(const void *left, const void *right)
{
	const struct pattern_entry *a = left, *b = right;

	return strcmp(a->name, b->name);
}

/* Reads the first comment that is not the licence, without its '#'. */
static char *comment_of(const char *folder, const char *name)
{
	char path[4096], line[256];
	char *comment = NULL;
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	file = fopen(path, "re");
	while (file && !comment && fgets(line, sizeof(line), file)) {
		char *text = line + strspn(line, "# \t");

		text[strcspn(text, "\n")] = '\0';
		if (line[0] == '#' && *text && strncmp(text, SPDX, strlen(SPDX)) != 0)
			comment = strdup(text);
	}
	if (file)
		fclose(file);
	return comment ? comment : strdup("");
}

static int append_entry(struct pattern_list *list, const char *folder, const char *name)
{
	struct pattern_entry *grown =
		realloc(list->entries, (list->count + 1) * sizeof(*list->entries));
	struct pattern_entry *entry;

	if (!grown)
		return -ENOMEM;
	list->entries = grown;
	entry = &grown[list->count++];
	entry->name = strdup(name);
	entry->comment = comment_of(folder, name);
	return entry->name && entry->comment ? 0 : -ENOMEM;
}

int pattern_library_read(struct pattern_list *list)
{
	char folder[2048];
	struct dirent *entry;
	int err = 0;
	DIR *dir;

	*list = (struct pattern_list){ 0 };
	pattern_library_folder(folder, sizeof(folder));
	dir = opendir(folder);
	if (!dir)
		return -errno;
	while (!err && (entry = readdir(dir))) {
		if (entry->d_name[0] != '.')
			err = append_entry(list, folder, entry->d_name);
	}
	closedir(dir);
	if (err)
		pattern_library_free(list);
	else if (list->count)
		qsort(list->entries, list->count, sizeof(*list->entries), by_name);
	return err;
}

void pattern_library_free(struct pattern_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		free(list->entries[i].name);
		free(list->entries[i].comment);
	}
	free(list->entries);
	*list = (struct pattern_list){ 0 };
}
