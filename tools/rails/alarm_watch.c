// SPDX-License-Identifier: GPL-2.0-only
#include "tools/rails/alarm_watch.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "tools/cli/cli.h"

/** Nobody reports that an alarm is over. */
#define AGAIN_NS (50 * RG_NS_PER_MS)
#define LOOK_NS (500 * RG_NS_PER_MS)

const char *alarm_kind_name(enum rail_value kind)
{
	switch (kind) {
	case RAIL_WARNING_ALARM:
		return "warning";
	case RAIL_CRITICAL_ALARM:
		return "critical";
	default:
		return "minimum";
	}
}

static int open_alarm(struct alarm_watch *watch, struct rail *rail, enum rail_value kind)
{
	char path[RAIL_PATH];
	int fd;

	if (!rails_file(rail, kind, path))
		return 0;
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	watch->fds[watch->count] = (struct pollfd){ .fd = fd, .events = POLLPRI };
	watch->alarms[watch->count++] = (struct watched_alarm){ .rail = rail, .kind = kind };
	return 0;
}

int alarm_watch_open(struct alarm_watch *watch, struct rails *rails)
{
	size_t room = (size_t)rails->count * ALARM_KINDS + 1;
	int err = 0;

	*watch = (struct alarm_watch){ .every_ns = LOOK_NS };
	watch->fds = calloc(room, sizeof(*watch->fds));
	watch->alarms = calloc(room, sizeof(*watch->alarms));
	if (!watch->fds || !watch->alarms)
		return -ENOMEM;
	for (u32 i = 0; !err && i < rails->count * ALARM_KINDS; i++)
		err = open_alarm(watch, &rails->rails[i / ALARM_KINDS],
				 RAIL_MINIMUM_ALARM + i % ALARM_KINDS);
	if (err)
		return err;
	return watch->count ? 0 : -EOPNOTSUPP;
}

void alarm_watch_close(struct alarm_watch *watch)
{
	for (u32 i = 0; i < watch->count; i++)
		close(watch->fds[i].fd);
	free(watch->fds);
	free(watch->alarms);
	*watch = (struct alarm_watch){ 0 };
}

/* Reading takes the wake-up away, and the alarm, until it comes again. */
static int look(struct alarm_watch *watch, u32 i, alarm_changed changed, void *context)
{
	struct watched_alarm *alarm = &watch->alarms[i];
	char digit = '0';
	bool raised;

	/* Of a chip that is gone it says so, even if another has its path by now. */
	if (pread(watch->fds[i].fd, &digit, 1, 0) < 0) {
		if (errno == ENODEV || access(alarm->rail->path, F_OK))
			return -ENODEV;
		watch->error = errno == ENODATA ? watch->error : -errno;
		return 0;
	}
	raised = digit == '1';
	if (raised == alarm->raised)
		return 0;
	alarm->raised = raised;
	return changed(context, alarm->rail, alarm->kind, raised);
}

int alarm_watch_look(struct alarm_watch *watch, u64 now_ns, alarm_changed changed, void *context)
{
	bool all = now_ns >= watch->next_ns;
	bool again = now_ns >= watch->again_ns;
	int err = 0;

	if (again)
		watch->again_ns = now_ns + AGAIN_NS;

	if (all) {
		watch->error = 0;
		watch->next_ns = now_ns + min(watch->every_ns, U64_MAX - now_ns);
	}
	for (u32 i = 0; !err && i < watch->count; i++) {
		if (all || watch->fds[i].revents || (again && watch->alarms[i].raised))
			err = look(watch, i, changed, context);
	}
	return err;
}

void alarm_watch_tell(const struct alarm_watch *watch, int *told)
{
	if (watch->error && !*told)
		cli_note("alarms cannot be read: %s", strerror(-watch->error));
	else if (!watch->error && *told)
		cli_note("alarms can be read again");
	*told = watch->error;
}

u64 alarm_watch_next_ns(const struct alarm_watch *watch)
{
	return watch->next_ns;
}
