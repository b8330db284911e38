// SPDX-License-Identifier: GPL-2.0-only
/*
 * Claims of guards on LEDs: a lock for each LED that all users share, and one on the file of the
 * state. An LED that another guard has is waited for in leds.c; rules of one guard compete for an
 * LED in rules.c.
 */
#include "tools/guard/claim.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tools/cli/sysfs.h"
#include "tools/led/run_path.h"

/* One that was given up while it was being opened holds nothing any more. */
static bool is_current(int fd, const char *path)
{
	struct stat open_one, named_one;

	return !fstat(fd, &open_one) && !stat(path, &named_one) &&
	       open_one.st_ino == named_one.st_ino;
}

/* Locks a descriptor, or closes it. */
static int lock_or_close(int *fd)
{
	int err = *fd < 0 || flock(*fd, LOCK_EX | LOCK_NB) ? -errno : 0;

	if (err && *fd >= 0)
		close(*fd);
	if (err)
		*fd = -1;
	return err;
}

/* An LED that went and came back is another one, while a guard may still have the file. */
static int claim_file(const char *name, int *file)
{
	char path[SYSFS_PATH];
	int err = led_run_path(path, "guard", name);

	if (err)
		return err;
	*file = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
	err = lock_or_close(file);
	if (!err && !is_current(*file, path)) {
		err = -EWOULDBLOCK;
		close(*file);
		*file = -1;
	}
	return err;
}

int guard_claim_led(const char *name, struct guard_claim *claim)
{
	char path[SYSFS_PATH];
	int err;

	*claim = GUARD_UNCLAIMED;
	claim->led =
		open(sysfs_path(path, "/class/leds/%s/", name), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	err = lock_or_close(&claim->led);
	if (err)
		return err;
	err = claim_file(name, &claim->file);
	if (err == -EWOULDBLOCK) {
		close(claim->led);
		claim->led = -1;
	}
	return err;
}

/* The file is unlinked while it is ours: the guard that waits for it makes another. */
void guard_release_led(struct guard_claim *claim, const char *name)
{
	char path[SYSFS_PATH];

	if (claim->file >= 0) {
		if (!led_run_path(path, "guard", name) && unlink(path))
			(void)!ftruncate(claim->file, 0);
		close(claim->file);
	}
	if (claim->led >= 0)
		close(claim->led);
	*claim = GUARD_UNCLAIMED;
}
