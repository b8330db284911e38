/* SPDX-License-Identifier: GPL-2.0-only */
/* Small files of the kernel, read and written whole. */
#ifndef RAILGLOW_TOOLS_CLI_SYSFS_H
#define RAILGLOW_TOOLS_CLI_SYSFS_H

#include <stdbool.h>
#include <stddef.h>

#include "core/port.h"

/** Room for any path below /sys that is used here. */
#define SYSFS_PATH 1024

/** sysfs_root() - "/sys", or the folder that RAILGLOW_SYSFS names. */
const char *sysfs_root(void);

/**
 * sysfs_path() - a path below the root
 * @path: SYSFS_PATH bytes
 * @format: rest of the path, starting with a slash
 *
 * Return: @path.
 */
__printf(2, 3) const char *sysfs_path(char path[SYSFS_PATH], const char *format, ...);

/**
 * sysfs_read() - read a file as one line
 * @path: the file
 * @text: filled in, without the newline at the end; empty on errors
 * @size: of @text
 *
 * Return: 0; -E2BIG if it does not fit; or the error met.
 */
int __must_check sysfs_read(const char *path, char *text, size_t size);

/** sysfs_read_number() - read a file that holds one integer. */
int __must_check sysfs_read_number(const char *path, s64 *number);

/**
 * sysfs_write() - write a file with one write(2)
 * @path: the file; it is not created
 * @text: its new content
 *
 * Return: 0, or the driver's error.
 */
int __must_check sysfs_write(const char *path, const char *text);

/** sysfs_exists() - is there such a file? */
bool sysfs_exists(const char *path);

/**
 * sysfs_list() - names in a folder, in order
 * @path: the folder
 * @names: set to an array ended by NULL; free with sysfs_list_free()
 *
 * Return: number of names, or the error met.
 */
int __must_check sysfs_list(const char *path, char ***names);
void sysfs_list_free(char **names);

#endif /* RAILGLOW_TOOLS_CLI_SYSFS_H */
