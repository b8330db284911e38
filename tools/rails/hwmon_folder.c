// SPDX-License-Identifier: GPL-2.0-only
/*
 * Rails by hwmon's files alone, which is all there is to them without a configuration. The table of
 * file names and scales, watts that are computed, the conversion cycle and the test for a chip that
 * is gone are in rails.c.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/port.h"
#include "tools/cli/sysfs.h"
#include "tools/cli/text.h"
#include "tools/rails/backends.h"
#include "tools/rails/rails.h"

#define DRIVER_NAME "ina3221"
/** Beyond what any driver takes for a limit, and within what one of 32 bits can be told. */
#define LIMIT_UTMOST INT32_MAX
/** Room for one value, one label. */
#define FILE_TEXT 80

/** struct chip - one being found */
struct chip {
	int folder;
	struct rail found[CHIP_RAILS];
};

/* A file of a folder, as one line; attributes are read at once. */
static int read_line(int folder, const char *name, char text[FILE_TEXT])
{
	int fd = openat(folder, name, O_RDONLY | O_CLOEXEC);
	ssize_t len;
	int err;

	text[0] = '\0';
	if (fd < 0)
		return -errno;
	len = read(fd, text, FILE_TEXT - 1);
	err = len < 0 ? -errno : 0;
	close(fd);
	if (err)
		return err;
	text[len] = '\0';
	text[strcspn(text, "\n")] = '\0';
	return 0;
}

/* A name such as "in1_input" is split: the rail, and the rest of the name. */
static struct rail *rail_of(struct chip *chip, const char *name, const char *feature,
			    const char **suffix)
{
	size_t len = strlen(feature);

	if (strncmp(name, feature, len) != 0 || name[len] < '1' || name[len] >= '1' + CHIP_RAILS ||
	    name[len + 1] != '_')
		return NULL;
	*suffix = name + len + 2;
	return &chip->found[name[len] - '1'];
}

static void note_file(struct chip *chip, const char *name)
{
	const char *suffix;

	for (u32 i = 0; i < RAIL_VALUES; i++) {
		struct rail *rail = rail_of(chip, name, rail_attributes[i].feature, &suffix);

		if (!rail || strcmp(suffix, rail_attributes[i].suffix) != 0)
			continue;
		rail->attribute[i] = 0;
		return;
	}
}

static int note_files(struct chip *chip)
{
	int fd = openat(chip->folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *folder = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *entry;

	if (!folder) {
		if (fd >= 0)
			close(fd);
		return -ENODEV;
	}
	while ((entry = readdir(folder)))
		note_file(chip, entry->d_name);
	closedir(folder);
	return 0;
}

/* As sensors(1) names chips: "ina3221-i2c-0-40" is the device "0-0040". */
static bool name_chip(const struct chip *chip, char name[RAIL_NAME])
{
	char target[RAIL_PATH];
	ssize_t len = readlinkat(chip->folder, "device", target, sizeof(target) - 1);
	unsigned int bus, address;
	const char *device;

	if (len <= 0)
		return false;
	target[len] = '\0';
	device = strrchr(target, '/');
	if (sscanf(device ? device + 1 : target, "%u-%x", &bus, &address) != 2)
		return false;
	snprintf(name, RAIL_NAME, DRIVER_NAME "-i2c-%u-%02x", bus, address);
	return true;
}

static void label_rail(struct chip *chip, u32 i)
{
	char file[16], text[FILE_TEXT];
	struct rail *rail = &chip->found[i];

	if (rail->attribute[RAIL_VOLTS] < 0)
		return;
	snprintf(file, sizeof(file), "in%u_label", rail->number);
	if (!read_line(chip->folder, file, text) && *text)
		snprintf(rail->label, sizeof(rail->label), "%.*s", RAIL_NAME - 1, text);
	text_clean(rail->label);
}

static int add_chip(struct rails *rails, int folder, const char *hwmon)
{
	struct rail *room = realloc(rails->rails, (rails->count + CHIP_RAILS) * sizeof(*room));
	struct chip chip = { .folder = folder };
	char name[RAIL_NAME], path[SYSFS_PATH];
	int err;

	if (!room)
		return -ENOMEM;
	rails->rails = room;
	if (!name_chip(&chip, name))
		return -EOPNOTSUPP;
	sysfs_path(path, "/class/hwmon/%s", hwmon);
	for (u32 i = 0; i < CHIP_RAILS; i++) {
		chip.found[i] = rail_new(i + 1);
		chip.found[i].folder = folder;
		snprintf(chip.found[i].chip, RAIL_NAME, "%s", name);
		snprintf(chip.found[i].path, RAIL_PATH, "%.*s", RAIL_PATH - 1, path);
	}
	err = note_files(&chip);
	for (u32 i = 0; !err && i < CHIP_RAILS; i++)
		label_rail(&chip, i);
	/* One that is just going away is not there. */
	if (!err)
		rails_take(rails, chip.found);
	return 0;
}

/* Keeps the folder of an INA3221 open: its files are near then. */
static int look_at(struct rails *rails, int class, const char *hwmon)
{
	int folder = openat(class, hwmon, O_PATH | O_DIRECTORY | O_CLOEXEC);
	char text[FILE_TEXT];
	int *folders;

	if (folder < 0)
		return 0;
	if (read_line(folder, "name", text) || strcmp(text, DRIVER_NAME) != 0) {
		close(folder);
		return 0;
	}
	folders = realloc(rails->folders, (rails->folder_count + 1) * sizeof(*folders));
	if (!folders) {
		close(folder);
		return -ENOMEM;
	}
	rails->folders = folders;
	folders[rails->folder_count++] = folder;
	return add_chip(rails, folder, hwmon);
}

int rails_by_files(struct rails *rails)
{
	char path[SYSFS_PATH];
	DIR *class = opendir(sysfs_path(path, "/class/hwmon"));
	struct dirent *entry;
	int err = 0;

	if (!class)
		return 0;
	while (!err && (entry = readdir(class))) {
		if (entry->d_name[0] != '.')
			err = look_at(rails, dirfd(class), entry->d_name);
	}
	closedir(class);
	return err;
}

void rails_files_close(struct rails *rails)
{
	for (u32 i = 0; i < rails->folder_count; i++)
		close(rails->folders[i]);
	free(rails->folders);
	rails->folders = NULL;
	rails->folder_count = 0;
}

static void name_file(const struct rail *rail, enum rail_value value, char name[32])
{
	snprintf(name, 32, "%s%u_%s", rail_attributes[value].feature, rail->number,
		 rail_attributes[value].suffix);
}

int rail_file_get(const struct rail *rail, enum rail_value value, double *number)
{
	char name[32], text[FILE_TEXT];
	long long integer;
	char *end;
	int err;

	name_file(rail, value, name);
	err = read_line(rail->folder, name, text);
	if (err)
		return err;
	integer = strtoll(text, &end, 10);
	if (end == text || *end)
		return -EIO;
	*number = (double)integer / rail_attributes[value].scale;
	return 0;
}

int rail_raw(const struct rail *rail, const char *file, s64 *number)
{
	char text[FILE_TEXT];
	char *end;
	int err, folder = rail->folder;

	if (folder < 0)
		folder = open(rail->path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (folder < 0)
		return -errno;
	err = read_line(folder, file, text);
	if (rail->folder < 0)
		close(folder);
	if (err)
		return err;
	*number = strtoll(text, &end, 10);
	return end == text || *end ? -EIO : 0;
}

static int write_raw(const struct rail *rail, enum rail_value limit, s64 number)
{
	char name[32], path[RAIL_PATH + 32], text[32];
	int fd, len, err;
	ssize_t put;

	name_file(rail, limit, name);
	snprintf(path, sizeof(path), "%s/%s", rail->path, name);
	len = snprintf(text, sizeof(text), "%lld\n", (long long)number);
	fd = rail->folder < 0 ? open(path, O_WRONLY | O_CLOEXEC)
			      : openat(rail->folder, name, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	put = write(fd, text, (size_t)len);
	err = put < 0 ? -errno : put == len ? 0 : -EIO;
	close(fd);
	return err;
}

int rail_file_set(const struct rail *rail, enum rail_value limit, double number)
{
	double scaled = number * rail_attributes[limit].scale;

	return write_raw(rail, limit, llround(fmin(fmax(scaled, -LIMIT_UTMOST), LIMIT_UTMOST)));
}

/* The end of the chip's range, which no conversion exceeds; no voltage is below 0. */
int rail_file_off(const struct rail *rail, enum rail_value limit)
{
	return write_raw(rail, limit, limit == RAIL_MINIMUM_V ? 0 : LIMIT_UTMOST);
}
