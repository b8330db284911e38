/* SPDX-License-Identifier: GPL-2.0-only */
/* The library of named patterns (share/patterns): its folder, its names and their comments. */
#ifndef RAILGLOW_TOOLS_LED_PATTERN_LIBRARY_H
#define RAILGLOW_TOOLS_LED_PATTERN_LIBRARY_H

#include <stdbool.h>
#include <stddef.h>

#include "core/port.h"

/** struct pattern_entry - a pattern of the library, strings owned by the list */
struct pattern_entry {
	char *name;
	char *comment;
};

/** struct pattern_list - the library, in order of names */
struct pattern_list {
	struct pattern_entry *entries;
	size_t count;
};

/**
 * pattern_library_beside() - find the library that belongs to a program
 * @program: its path: installed below some prefix, or in a tree's build/host
 * @path: filled in
 * @size: of @path
 *
 * Return: is it there?
 */
bool pattern_library_beside(const char *program, char *path, size_t size);

/** pattern_library_folder() - find the folder of the library. */
void pattern_library_folder(char *path, size_t size);

/**
 * pattern_library_read() - read names and comments of all patterns
 * @list: filled in; free with pattern_library_free()
 *
 * Return: 0, or the negative errno of the file that could not be read.
 */
int __must_check pattern_library_read(struct pattern_list *list);
void pattern_library_free(struct pattern_list *list);

#endif /* RAILGLOW_TOOLS_LED_PATTERN_LIBRARY_H */
