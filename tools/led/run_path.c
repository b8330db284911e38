// SPDX-License-Identifier: GPL-2.0-only
/*
 * The path of a file that is kept for each LED while patterns run, below root's or the session's
 * folder.
 */
#include "tools/led/run_path.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

int led_run_path(char path[SYSFS_PATH], const char *kind, const char *led)
{
	const char *run = getenv("RAILGLOW_RUN");
	const char *session = getenv("XDG_RUNTIME_DIR");
	int len;

	if (!run || !*run)
		run = geteuid() && session && *session == '/' ? session : "/run";
	len = snprintf(path, SYSFS_PATH, "%.900s/railglow", run);
	if (mkdir(path, 0755) && errno != EEXIST)
		return -errno;
	if (snprintf(path + len, SYSFS_PATH - (size_t)len, "/%s-%s", kind, led) >= SYSFS_PATH - len)
		return -ENAMETOOLONG;
	return 0;
}
