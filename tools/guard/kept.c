// SPDX-License-Identifier: GPL-2.0-only
/*
 * Looks at what an LED shows, and lets it show that again. Things kept beyond the end of the
 * guard are written and read in kept_file.c.
 */
#include "tools/guard/kept.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tools/cli/clock.h"
#include "tools/cli/stop.h"
#include "tools/cli/sysfs.h"

/** Room for a file; the kernel's are no longer than a page. */
#define TEXT_MAX 8192
/** How long an LED that blinks may be dark, for its level to be seen. */
#define DARK_MAX_MS 2000
#define GLANCE_NS (10 * RG_NS_PER_MS)
/** Files of a trigger may be root's for so long before udev's rules give them away. */
#define PATIENCE_NS RG_NS_PER_S

u64 kept_object(const char *name)
{
	char path[SYSFS_PATH];
	struct stat stat_of;

	if (stat(sysfs_path(path, "/class/leds/%s/", name), &stat_of))
		return 0;
	return stat_of.st_ino;
}

/* Files that all LEDs have are not the trigger's. */
static bool is_common(const char *file)
{
	static const char *const common[] = { "brightness", "trigger", "uevent" };

	for (size_t i = 0; i < ARRAY_SIZE(common); i++) {
		if (!strcmp(file, common[i]))
			return true;
	}
	return false;
}

static bool is_setting(const char *led, const char *file)
{
	char path[SYSFS_PATH];
	struct stat stat_of;

	return !is_common(file) && strlen(file) < KEPT_NAME &&
	       !lstat(led_file(path, led, file), &stat_of) && S_ISREG(stat_of.st_mode) &&
	       (stat_of.st_mode & 0600) == 0600;
}

static int add_file(struct kept *kept, const char *file, const char *text)
{
	struct kept_file *room = &kept->files[kept->file_count];

	if (kept->file_count == KEPT_FILES_MAX)
		return -E2BIG;
	snprintf(room->name, sizeof(room->name), "%.*s", KEPT_NAME - 1, file);
	room->text = strdup(text);
	if (!room->text)
		return -ENOMEM;
	kept->file_count++;
	return 0;
}

/* The files of ledtrig-usbport end in a 0 byte, after their newline. */
static int read_setting(const char *led, const char *file, char text[TEXT_MAX])
{
	char path[SYSFS_PATH];
	int err = sysfs_read(led_file(path, led, file), text, TEXT_MAX);
	size_t len = strlen(text);

	if (len && text[len - 1] == '\n')
		text[len - 1] = '\0';
	return err;
}

/* A file that cannot be read now has nothing to keep. */
static int keep_file(struct kept *kept, const char *file)
{
	char text[TEXT_MAX];

	if (!is_setting(kept->name, file) || read_setting(kept->name, file, text) ||
	    strchr(text, '\n'))
		return 0;
	return add_file(kept, file, text);
}

/* Folders that are links lead away from the LED, and power management is not the trigger's. */
static bool is_folder(const char *led, const char *name)
{
	char path[SYSFS_PATH];
	struct stat stat_of;

	return strcmp(name, "power") != 0 && !lstat(led_file(path, led, name), &stat_of) &&
	       S_ISDIR(stat_of.st_mode);
}

static int keep_folder(struct kept *kept, const char *folder)
{
	char path[SYSFS_PATH], file[KEPT_NAME];
	char **names;
	int err = 0;
	int count = sysfs_list(led_file(path, kept->name, folder), &names);

	for (int i = 0; !err && i < count; i++) {
		int len = snprintf(file, sizeof(file), "%s/%s", folder, names[i]);

		if (len < KEPT_NAME)
			err = keep_file(kept, file);
	}
	sysfs_list_free(names);
	return err;
}

/* A trigger may have a folder of files, as ledtrig-usbport has, and none in that. */
static int keep_files(struct kept *kept)
{
	char path[SYSFS_PATH];
	char **names;
	int err = 0;
	int count = sysfs_list(sysfs_path(path, "/class/leds/%s", kept->name), &names);

	for (int i = 0; !err && i < count; i++)
		err = is_folder(kept->name, names[i]) ? keep_folder(kept, names[i])
						      : keep_file(kept, names[i]);
	sysfs_list_free(names);
	return count < 0 ? count : err;
}

static const char *text_of(const struct kept *kept, const char *file)
{
	for (u32 i = 0; i < kept->file_count; i++) {
		if (!strcmp(kept->files[i].name, file))
			return kept->files[i].text;
	}
	return "";
}

/* An LED that blinks is at its level only while it is lit. */
static void await_light(struct kept *kept)
{
	u64 dark_ms = strtoul(text_of(kept, "delay_off"), NULL, 10);
	u64 until_ns = clock_now_ns() + (min_t(u64, dark_ms, DARK_MAX_MS) + 20) * RG_NS_PER_MS;
	char path[SYSFS_PATH];

	if (strcmp(kept->trigger, "timer") != 0)
		return;
	while (kept->brightness == 0 && clock_now_ns() < until_ns && !stop_wanted()) {
		stop_poll(NULL, 0, GLANCE_NS);
		if (sysfs_read_number(led_file(path, kept->name, "brightness"), &kept->brightness))
			kept->brightness = LED_BRIGHTNESS_UNKNOWN;
	}
}

int kept_look(struct kept *kept, const char *name)
{
	const char *failed;
	struct led led;
	int err = led_read(&led, name, &failed);

	*kept = (struct kept){ .object = kept_object(name), .brightness = led.brightness };
	snprintf(kept->name, sizeof(kept->name), "%.*s", LED_NAME - 1, name);
	snprintf(kept->trigger, sizeof(kept->trigger), "%s", led.trigger);
	if (!err)
		err = keep_files(kept);
	if (!err)
		await_light(kept);
	return err;
}

void kept_free(struct kept *kept)
{
	for (u32 i = 0; i < kept->file_count; i++)
		free(kept->files[i].text);
	*kept = (struct kept){ 0 };
}

static int write_patiently(const char *led, const char *file, const char *text)
{
	u64 until_ns = clock_now_ns() + PATIENCE_NS;
	char path[SYSFS_PATH];
	int err;

	for (;;) {
		err = sysfs_write(led_file(path, led, file), text);
		if (err != -EACCES || clock_now_ns() >= until_ns)
			return err;
		usleep(GLANCE_NS / RG_NS_PER_US);
	}
}

static int write_level(const struct kept *kept, const char **failed)
{
	char text[32];

	*failed = "brightness";
	snprintf(text, sizeof(text), "%lld\n", (long long)kept->brightness);
	return write_patiently(kept->name, "brightness", text);
}

/* Files that start something come after those that say how; names of devices before all. */
static int turn_of(const char *file)
{
	static const char *const first[] = { "device_name", "ttyname", "gpio" };
	static const char *const last[] = { "pattern", "hr_pattern", "hw_pattern", "activate" };

	for (size_t i = 0; i < ARRAY_SIZE(first); i++) {
		if (!strcmp(file, first[i]))
			return 0;
	}
	for (size_t i = 0; i < ARRAY_SIZE(last); i++) {
		if (!strcmp(file, last[i]))
			return 2;
	}
	return 1;
}

/* An engine may take its level from the LED's. */
static int write_engine_level(const struct kept *kept, const char *file, const char **failed)
{
	if (strcmp(file, "hw_pattern") != 0 || kept->brightness <= 0)
		return 0;
	return write_level(kept, failed);
}

/* A file that is as it was needs no write, which might start something. */
static int restore_file(const struct kept *kept, const struct kept_file *file, const char **failed)
{
	char now[TEXT_MAX];
	int err;

	if (!read_setting(kept->name, file->name, now) && !strcmp(now, file->text))
		return 0;
	err = write_engine_level(kept, file->name, failed);
	*failed = file->name;
	if (!err)
		err = write_patiently(kept->name, file->name, *file->text ? file->text : "\n");
	return err;
}

/* Files that are there without the trigger as well are the LED's, and have not been touched. */
static int restore_files(const struct kept *kept, const bool *others, const char **failed)
{
	const char *failed_here;
	int first_err = 0;

	for (int turn = 0; turn <= 2; turn++) {
		for (u32 i = 0; i < kept->file_count; i++) {
			const struct kept_file *file = &kept->files[i];
			int err;

			if (others[i] || turn_of(file->name) != turn)
				continue;
			err = restore_file(kept, file, &failed_here);
			if (err && !first_err) {
				first_err = err;
				*failed = failed_here;
			}
		}
	}
	return first_err;
}

static bool plays_pattern(const struct kept *kept)
{
	return *text_of(kept, "pattern") || *text_of(kept, "hr_pattern") ||
	       *text_of(kept, "hw_pattern");
}

/* Is the level its own, not one that a trigger happened to be at? A level of 0 drops triggers. */
static bool has_level(const struct kept *kept)
{
	static const char *const keepers[] = { "default-on", "timer", "heartbeat" };

	if (kept->brightness == LED_BRIGHTNESS_UNKNOWN)
		return false;
	if (!strcmp(kept->trigger, "none"))
		return true;
	if (!strcmp(kept->trigger, "pattern"))
		return kept->brightness > 0 && !plays_pattern(kept);
	for (size_t i = 0; i < ARRAY_SIZE(keepers); i++) {
		if (!strcmp(kept->trigger, keepers[i]))
			return kept->brightness > 0;
	}
	return false;
}

int kept_restore(const struct kept *kept, const char **failed)
{
	bool others[KEPT_FILES_MAX];
	char path[SYSFS_PATH];
	int err;

	*failed = "trigger";
	if (kept_object(kept->name) != kept->object)
		return -ENOENT;
	err = sysfs_write(led_file(path, kept->name, "trigger"), "none\n");
	for (u32 i = 0; i < kept->file_count; i++)
		others[i] = sysfs_exists(led_file(path, kept->name, kept->files[i].name));
	if (!err && strcmp(kept->trigger, "none") != 0) {
		err = sysfs_write(led_file(path, kept->name, "trigger"), kept->trigger);
		if (!err)
			err = restore_files(kept, others, failed);
	}
	if (!err && has_level(kept))
		err = write_level(kept, failed);
	return err;
}
