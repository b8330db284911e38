// SPDX-License-Identifier: GPL-2.0-only
/*
 * The library of named patterns (share/patterns), a folder of small text files with a comment each:
 * its folder is found, and its names are listed. One is loaded by its name in pattern_source.c.
 */
#include "tools/led/pattern_library.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SHARE_FOLDER "/usr/share/railglow"
#define SPDX "SPDX-License-Identifier"

/* Cuts the last name off a path. */
static bool leave_folder(char *path)
{
	char *slash = strrchr(path, '/');

	if (slash)
		*slash = '\0';
	return slash;
}

/* Finds the library that was installed along with @program, or that of the tree it was built in. */
bool pattern_library_beside(const char *program, char *path, size_t size)
{
	static const char built[] = "/build/host";
	char folder[1024];
	size_t len;

	snprintf(folder, sizeof(folder), "%s", program);
	if (!leave_folder(folder))
		return false;
	len = strlen(folder);
	if (len >= strlen(built) && !strcmp(folder + len - strlen(built), built))
		snprintf(path, size, "%.*s/share/patterns", (int)(len - strlen(built)), folder);
	else if (leave_folder(folder))
		snprintf(path, size, "%s/share/railglow/patterns", folder);
	else
		return false;
	return !access(path, F_OK);
}

static bool library_beside_us(char *path, size_t size)
{
	char program[1024];
	ssize_t len = readlink("/proc/self/exe", program, sizeof(program) - 1);

	if (len <= 0)
		return false;
	program[len] = '\0';
	return pattern_library_beside(program, path, size);
}

void pattern_library_folder(char *path, size_t size)
{
	const char *share = getenv("RAILGLOW_SHARE");

	if (share && *share)
		snprintf(path, size, "%s/patterns", share);
	else if (!library_beside_us(path, size))
		snprintf(path, size, "%s/patterns", SHARE_FOLDER);
}

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
