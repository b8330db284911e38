// SPDX-License-Identifier: GPL-2.0-only
/* Files of sysfs, read and written whole; each caller says what a failure means. */
#include "tools/cli/sysfs.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *sysfs_root(void)
{
	const char *root = getenv("RAILGLOW_SYSFS");

	return root && *root ? root : "/sys";
}

const char *sysfs_path(char path[SYSFS_PATH], const char *format, ...)
{
	size_t len = (size_t)snprintf(path, SYSFS_PATH, "%s", sysfs_root());
	va_list words;

	len = min(len, (size_t)SYSFS_PATH - 1);
	va_start(words, format);
	vsnprintf(path + len, SYSFS_PATH - len, format, words);
	va_end(words);
	return path;
}

static int read_all(int fd, char *text, size_t size)
{
	size_t len = 0;
	ssize_t got;

	do {
		got = read(fd, text + len, size - len);
		if (got < 0)
			return -errno;
		len += (size_t)got;
	} while (got && len < size);
	if (len == size)
		return -E2BIG;
	text[len] = '\0';
	if (len && text[len - 1] == '\n')
		text[len - 1] = '\0';
	return 0;
}

int sysfs_read(const char *path, char *text, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	int err;

	text[0] = '\0';
	if (fd < 0)
		return -errno;
	err = read_all(fd, text, size);
	close(fd);
	if (err)
		text[0] = '\0';
	return err;
}

int sysfs_read_number(const char *path, s64 *number)
{
	char text[64];
	char *end;
	int err = sysfs_read(path, text, sizeof(text));

	if (err)
		return err;
	errno = 0;
	*number = strtoll(text, &end, 10);
	return errno || end == text || *end ? -EINVAL : 0;
}

/* Writes all at once, and the rest after it if a file takes a part only. */
int sysfs_write(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	size_t left = strlen(text);
	int err = 0;

	if (fd < 0)
		return -errno;
	do {
		ssize_t put = write(fd, text, left);

		if (put < 0)
			err = -errno;
		else if (!put)
			err = -EIO;
		else
			text += put;
		left -= err ? 0 : (size_t)put;
	} while (!err && left);
	if (close(fd) && !err)
		err = -errno;
	return err;
}

bool sysfs_exists(const char *path)
{
	return !access(path, F_OK);
}

static int not_hidden(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

int sysfs_list(const char *path, char ***names)
{
	struct dirent **entries;
	int count = scandir(path, &entries, not_hidden, alphasort);
	int err = 0;

	*names = NULL;
	if (count < 0)
		return -errno;
	*names = calloc((size_t)count + 1, sizeof(**names));
	for (int i = 0; i < count; i++) {
		if (*names)
			(*names)[i] = strdup(entries[i]->d_name);
		if (!*names || !(*names)[i])
			err = -ENOMEM;
		free(entries[i]);
	}
	free(entries);
	if (err)
		sysfs_list_free(*names);
	return err ? err : count;
}

void sysfs_list_free(char **names)
{
	for (char **at = names; at && *at; at++)
		free(*at);
	free(names);
}
