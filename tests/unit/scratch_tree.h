/* SPDX-License-Identifier: GPL-2.0-only */
/* A folder of a test's own, which the command takes for sysfs, and what is put into it. */
#ifndef RAILGLOW_TESTS_UNIT_SCRATCH_TREE_H
#define RAILGLOW_TESTS_UNIT_SCRATCH_TREE_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/unit/test.h"

#define SCRATCH_PATH 256

/* The folder, once scratch_make() has made it. */
static char scratch_root[32];

/**
 * scratch_path() - name something in the folder
 * @path: the whole path
 * @name: its path below the folder
 *
 * Return: @path
 */
static inline const char *scratch_path(char path[SCRATCH_PATH], const char *name)
{
	snprintf(path, SCRATCH_PATH, "%s/%s", scratch_root, name);
	return path;
}

/**
 * scratch_make() - make the folder, which is empty, and let RAILGLOW_SYSFS name it
 *
 * Return: 0, or -1 if it cannot be made
 */
static inline int scratch_make(void)
{
	snprintf(scratch_root, sizeof(scratch_root), "/tmp/railglow-unit-XXXXXX");
	if (!mkdtemp(scratch_root))
		return -1;
	return setenv("RAILGLOW_SYSFS", scratch_root, 1);
}

/**
 * scratch_discard() - remove something with all that is in it
 * @name: its path below the folder; "" is all of it
 *
 * Return: 0, or the status of rm
 */
static inline int scratch_discard(const char *name)
{
	char path[SCRATCH_PATH], command[SCRATCH_PATH + 16];

	snprintf(command, sizeof(command), "rm -rf '%s'", scratch_path(path, name));
	return system(command);
}

/**
 * scratch_remove() - remove the folder, and RAILGLOW_SYSFS
 *
 * Return: 0, or the status of rm
 */
static inline int scratch_remove(void)
{
	unsetenv("RAILGLOW_SYSFS");
	return scratch_discard("");
}

/**
 * scratch_folder() - make a folder that is not there yet, with those that lead to it
 * @name: its path below the folder
 */
static inline void scratch_folder(const char *name)
{
	char path[SCRATCH_PATH];
	char *slash;

	scratch_path(path, name);
	for (slash = path + strlen(scratch_root) + 1; (slash = strchr(slash, '/')); slash++) {
		*slash = '\0';
		(void)mkdir(path, 0700);
		*slash = '/';
	}
	assert_int_equal(mkdir(path, 0700), 0);
}

/**
 * scratch_put() - write a file
 * @name: its path below the folder
 * @text: all that is in it
 */
static inline void scratch_put(const char *name, const char *text)
{
	char path[SCRATCH_PATH];
	FILE *file;

	file = fopen(scratch_path(path, name), "w");
	assert_non_null(file);
	fputs(text, file);
	assert_int_equal(fclose(file), 0);
}

/**
 * scratch_link() - make a symbolic link
 * @target: where it points, from where it is
 * @name: its path below the folder
 */
static inline void scratch_link(const char *target, const char *name)
{
	char path[SCRATCH_PATH];

	assert_int_equal(symlink(target, scratch_path(path, name)), 0);
}

#endif /* RAILGLOW_TESTS_UNIT_SCRATCH_TREE_H */
