// SPDX-License-Identifier: GPL-2.0-only
/*
 * The trigger that each LED had before a pattern was played on it, in a file for each LED, and put
 * back by led stop. The folder of the file is chosen in run_path.c; an LED whose pattern fails is
 * restored in tools/cmd/led_play.c.
 */
#include "tools/led/former_trigger.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "tools/cli/sysfs.h"
#include "tools/led/run_path.h"

static void write_former(const char *path, const char *trigger)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0644);
	ssize_t len = (ssize_t)strlen(trigger);

	if (fd < 0)
		return;
	/* Half a name could be that of another trigger. */
	if (write(fd, trigger, (size_t)len) != len)
		unlink(path);
	close(fd);
}

void former_trigger_keep(const struct led *found)
{
	char path[SYSFS_PATH];

	if (!strcmp(found->trigger, LED_TRIGGER) || led_run_path(path, "trigger", found->name))
		return;
	if (!*found->trigger || !strcmp(found->trigger, "none"))
		unlink(path);
	else
		write_former(path, found->trigger);
}

int former_trigger_return(const struct led *led)
{
	char path[SYSFS_PATH], trigger[LED_NAME];

	if (led_run_path(path, "trigger", led->name) ||
	    sysfs_read(path, trigger, sizeof(trigger)) || !*trigger)
		return -ENOENT;
	unlink(path);
	return sysfs_write(led_file(path, led->name, "trigger"), trigger);
}
