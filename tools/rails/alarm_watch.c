// SPDX-License-Identifier: GPL-2.0-only
#include "tools/rails/alarm_watch.h"

#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "tools/cli/cli.h"
#include "tools/cli/quantity.h"
#include "tools/cli/clock.h"
#include "tools/cli/stop.h"

/** Nobody reports that an alarm is over. */
#define AGAIN_NS (100 * RG_NS_PER_MS)
#define LOOK_NS (500 * RG_NS_PER_MS)
/** Longer than the slowest cycle of the chip, in which a scan may be as old as that. */
#define SETTLE_NS (60 * RG_NS_PER_MS)
/** Room for a counter. */
#define COUNT_TEXT 32

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

static int read_text(int fd, char text[COUNT_TEXT])
{
	ssize_t len = pread(fd, text, COUNT_TEXT - 1, 0);

	if (len < 0)
		return -errno;
	text[len] = '\0';
	text[strcspn(text, "\n")] = '\0';
	return 0;
}

static int read_count(int fd, u32 *count)
{
	char text[COUNT_TEXT];
	u64 number;
	int err = read_text(fd, text);

	if (!err && number_parse(text, 0, U32_MAX, &number))
		err = -EIO;
	if (!err)
		*count = (u32)number;
	return err;
}

/* The counter of an alarm, or where there is none, the alarm. */
static int open_alarm(struct alarm_watch *watch, struct rail *rail, enum rail_value kind)
{
	struct watched_alarm *alarm = &watch->alarms[watch->count];
	char path[RAIL_PATH], counter[RAIL_PATH + sizeof("_count")];
	int fd, err = 0;

	if (!rails_file(rail, kind, path))
		return 0;
	snprintf(counter, sizeof(counter), "%s_count", path);
	*alarm = (struct watched_alarm){ .rail = rail, .kind = kind };
	fd = open(counter, O_RDONLY | O_CLOEXEC);
	alarm->counted = fd >= 0;
	if (fd < 0)
		fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	watch->fds[watch->count++] = (struct pollfd){ .fd = fd, .events = POLLPRI };
	if (alarm->counted)
		err = read_count(fd, &alarm->count);
	return err;
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

bool alarm_watch_shares(const struct alarm_watch *watch)
{
	for (u32 i = 0; i < watch->count; i++) {
		if (!watch->alarms[i].counted)
			return false;
	}
	return true;
}

void alarm_watch_warn(const struct alarm_watch *watch, bool *told)
{
	if (*told || alarm_watch_shares(watch))
		return;
	*told = true;
	cli_note("this driver does not count alarms: programs that read them take them from each "
		 "other; railglow's own driver counts");
}

/* Is the value that an alarm is about beyond its limit, as read just now? */
static bool is_beyond(const struct watched_alarm *alarm)
{
	const double *value = alarm->rail->value;

	switch (alarm->kind) {
	case RAIL_WARNING_ALARM:
		return value[RAIL_AMPERES] > value[RAIL_WARNING_A];
	case RAIL_CRITICAL_ALARM:
		return value[RAIL_AMPERES] > value[RAIL_CRITICAL_A];
	default:
		return value[RAIL_VOLTS] < value[RAIL_MINIMUM_V];
	}
}

/*
 * A rail that could not be read is told of; what it is like is not known. One look measures
 * it once, whatever its alarms.
 */
static int measure(struct alarm_watch *watch, const struct watched_alarm *alarm, bool *beyond)
{
	unsigned long set = BIT(RAIL_MINIMUM_V + (unsigned int)(alarm->kind - RAIL_MINIMUM_ALARM));
	int err;

	if (!watch->measured || watch->measured != alarm->rail)
		set |= BIT(RAIL_VOLTS) | BIT(RAIL_AMPERES);
	err = rails_read(alarm->rail, set);
	watch->measured = alarm->rail->error ? NULL : alarm->rail;
	if (alarm->rail->error)
		watch->error = alarm->rail->error;
	*beyond = !err && is_beyond(alarm);
	return err;
}

/* What was read at first may be of the cycle before the alarm: the next one tells. */
static int measure_alarm(struct alarm_watch *watch, const struct watched_alarm *alarm, bool *beyond)
{
	int err = measure(watch, alarm, beyond);
	u64 cycle_ns = rails_cycle_ns(alarm->rail);

	if (err || *beyond || alarm->rail->error)
		return err;
	stop_poll(NULL, 0, min_t(u64, cycle_ns, SETTLE_NS));
	watch->measured = NULL;
	return measure(watch, alarm, beyond);
}

static int tell(struct watched_alarm *alarm, struct alarm_event event, alarm_changed changed,
		void *context)
{
	event.rail = alarm->rail;
	event.kind = alarm->kind;
	alarm->raised = event.raised;
	alarm->news |= event.raised;
	alarm->told = event.raised && (alarm->told || !event.level);
	return changed(context, &event);
}

/*
 * The chip knows that power is lost only after it was valid on all rails, up to the upper limit,
 * and that may never be. Then a voltage below the minimum is an alarm that nobody counts.
 */
static u32 count_by_value(struct watched_alarm *alarm, u32 times, bool beyond)
{
	if (times && alarm->ahead) {
		alarm->ahead = false;
		return times - 1;
	}
	if (alarm->kind != RAIL_MINIMUM_ALARM || times || !beyond || alarm->raised || !alarm->known)
		return times;
	alarm->ahead = true;
	return 1;
}

/* Of a chip that is gone it says so, even if another has its path by now. */
static int failed(struct alarm_watch *watch, const struct watched_alarm *alarm, int err)
{
	if (err == -ENODEV || access(alarm->rail->path, F_OK))
		return -ENODEV;
	watch->error = err == -ENODATA ? watch->error : err;
	return 0;
}

/* How often has it begun since the last look? Reading takes the wake-up away. */
static int take_news(struct alarm_watch *watch, u32 i, u32 *times, bool *holds)
{
	struct watched_alarm *alarm = &watch->alarms[i];
	char text[COUNT_TEXT] = "";
	u32 count = alarm->count;
	int err;

	*holds = false;
	*times = 0;
	if (alarm->counted) {
		err = read_count(watch->fds[i].fd, &count);
		*times = count - alarm->count;
		alarm->count = count;
		return err;
	}
	err = read_text(watch->fds[i].fd, text);
	*holds = !err && (text[0] == '1' || watch->fds[i].revents & POLLPRI);
	*times = *holds && !alarm->raised;
	return err;
}

static int begin(struct alarm_watch *watch, struct watched_alarm *alarm, u32 times, bool beyond,
		 alarm_changed changed, void *context)
{
	struct alarm_event event = { .raised = true, .times = times };
	int err = 0;

	event.level = !times && alarm->known;
	alarm->known = true;
	if (!beyond && !watch->marks_only)
		err = measure_alarm(watch, alarm, &beyond);
	if (err)
		return err;
	event.volts = beyond ? alarm->rail->value[RAIL_VOLTS] : NAN;
	event.amperes = beyond ? alarm->rail->value[RAIL_AMPERES] : NAN;
	alarm->settled_ns = clock_now_ns() + SETTLE_NS;
	return tell(alarm, event, changed, context);
}

static bool is_over(const struct alarm_watch *watch, const struct watched_alarm *alarm)
{
	return alarm->raised && clock_now_ns() >= alarm->settled_ns &&
	       (watch->marks_only || !alarm->rail->error);
}

static int end(struct watched_alarm *alarm, alarm_changed changed, void *context)
{
	const struct alarm_event event = {
		.volts = alarm->rail->value[RAIL_VOLTS],
		.amperes = alarm->rail->value[RAIL_AMPERES],
		.level = !alarm->told,
	};

	alarm->ahead = false;
	return tell(alarm, event, changed, context);
}

/* The counter is read after the value: it has what that scan found, too. */
static int look(struct alarm_watch *watch, u32 i, alarm_changed changed, void *context)
{
	struct watched_alarm *alarm = &watch->alarms[i];
	bool woken = watch->fds[i].revents, beyond = false, holds;
	u32 times;
	int err = 0;

	if (!watch->marks_only && !woken)
		err = measure(watch, alarm, &beyond);
	if (err)
		return err;
	err = take_news(watch, i, &times, &holds);
	if (err)
		return failed(watch, alarm, err);
	times = count_by_value(alarm, times, beyond);
	if (times || (beyond && !alarm->raised))
		return begin(watch, alarm, times, beyond, changed, context);
	alarm->known = true;
	if (woken || beyond || holds || !is_over(watch, alarm))
		return 0;
	return end(alarm, changed, context);
}

int alarm_watch_look(struct alarm_watch *watch, u64 now_ns, alarm_changed changed, void *context)
{
	bool all = now_ns >= watch->next_ns;
	bool again = now_ns >= watch->again_ns;
	int err = 0;

	watch->measured = NULL;
	if (again)
		watch->again_ns = now_ns + AGAIN_NS;
	if (all) {
		watch->error = 0;
		watch->next_ns = now_ns + min(watch->every_ns, U64_MAX - now_ns);
	}
	for (u32 i = 0; !err && i < watch->count; i++) {
		if (all || watch->fds[i].revents || (again && watch->alarms[i].raised))
			err = look(watch, i, changed, context);
		watch->fds[i].revents = 0;
	}
	return err;
}

static int note_nothing(void *context, const struct alarm_event *event)
{
	(void)context;
	(void)event;
	return 0;
}

int alarm_watch_show(struct alarm_watch *watch, u64 now_ns)
{
	int err;

	watch->next_ns = now_ns;
	err = alarm_watch_look(watch, now_ns, note_nothing, NULL);
	for (u32 i = 0; i < watch->count; i++) {
		struct watched_alarm *alarm = &watch->alarms[i];

		alarm->rail->value[alarm->kind] = alarm->news || alarm->raised;
		alarm->news = false;
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

static bool any_raised(const struct alarm_watch *watch)
{
	for (u32 i = 0; i < watch->count; i++) {
		if (watch->alarms[i].raised)
			return true;
	}
	return false;
}

u64 alarm_watch_next_ns(const struct alarm_watch *watch)
{
	if (watch->marks_only || !any_raised(watch))
		return watch->next_ns;
	return min(watch->next_ns, watch->again_ns);
}
