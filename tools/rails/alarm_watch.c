// SPDX-License-Identifier: GPL-2.0-only
/*
 * Alarms of rails for those who watch them: counted, read with their values, and files to poll. The
 * waiting itself is in the loop of each command (tools/cmd/alarms.c, live_view.c,
 * tools/guard/guard.c). Values are compared with their limits in rails.c.
 */
#include "tools/rails/alarm_watch.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tools/cli/cli.h"
#include "tools/cli/clock.h"
#include "tools/cli/quantity.h"
#include "tools/cli/stop.h"

/** No notification comes for the end of an alarm: raised ones are looked at this often. */
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
	*alarm = (struct watched_alarm){
		.rail = rail,
		.measured = &watch->measured[rail - watch->rails->rails],
		.kind = kind,
	};
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

	*watch = (struct alarm_watch){ .rails = rails, .every_ns = LOOK_NS };
	watch->fds = calloc(room, sizeof(*watch->fds));
	watch->alarms = calloc(room, sizeof(*watch->alarms));
	watch->measured = calloc(room, sizeof(*watch->measured));
	if (!watch->fds || !watch->alarms || !watch->measured)
		return -ENOMEM;
	for (u32 i = 0; i < rails->count; i++)
		watch->measured[i].rail = rails->rails[i];
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
	free(watch->measured);
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
	cli_note("this driver does not count alarms: programs that read them clear them for each "
		 "other; railglow's own driver counts");
}

double alarm_watch_amperes(const struct alarm_watch *watch, u32 rail)
{
	const struct measured_rail *measured = &watch->measured[rail];

	return measured->took_ns ? measured->rail.value[RAIL_AMPERES] : NAN;
}

static void forget_measured(struct alarm_watch *watch)
{
	for (u32 i = 0; i < watch->count; i++)
		watch->alarms[i].measured->took_ns = 0;
}

/* A rail that could not be read is told of; one look measures it once, whatever its alarms. */
static int measure_rail(struct alarm_watch *watch, struct measured_rail *measured)
{
	u64 begin_ns = clock_now_ns();
	int err;

	if (measured->took_ns)
		return 0;
	err = rails_read(&measured->rail, BIT(RAIL_VOLTS) | BIT(RAIL_AMPERES));
	if (measured->rail.error)
		watch->error = measured->rail.error;
	else if (!err)
		measured->took_ns = max(clock_now_ns() - begin_ns, (u64)1);
	return err;
}

static int measure_alarm(struct alarm_watch *watch, struct watched_alarm *alarm)
{
	enum rail_value limit = RAIL_MINIMUM_V + (alarm->kind - RAIL_MINIMUM_ALARM);
	struct rail *rail = &alarm->measured->rail;
	int err = measure_rail(watch, alarm->measured);

	if (!err && alarm->measured->took_ns)
		err = rails_read(rail, BIT(limit));
	if (rail->error)
		watch->error = rail->error;
	alarm->beyond = !err && rails_is_beyond(rail, alarm->kind);
	return err;
}

static int tell_alarm(struct watched_alarm *alarm, struct alarm_event event, alarm_changed changed,
		      void *context)
{
	event.rail = alarm->rail;
	event.kind = alarm->kind;
	alarm->raised = event.raised;
	alarm->told = event.raised && (alarm->told || !event.level);
	return changed ? changed(context, &event) : 0;
}

/*
 * The chip knows that power is lost only after it was valid on all rails, up to the upper limit,
 * and that may never be. Then a voltage below the minimum is an alarm that is not counted. So is
 * any value beyond its limit with a driver that does not count: to read one alarm may take all.
 */
static bool counts_by_value(const struct watched_alarm *alarm)
{
	return alarm->kind == RAIL_MINIMUM_ALARM || !alarm->counted;
}

static void count_by_value(struct watched_alarm *alarm)
{
	if (alarm->times && alarm->ahead) {
		alarm->ahead = false;
		alarm->times--;
		return;
	}
	if (!counts_by_value(alarm) || alarm->times || !alarm->beyond || alarm->raised ||
	    !alarm->known)
		return;
	alarm->ahead = alarm->counted;
	alarm->times = 1;
}

/* A chip that is gone is told as such, even if another has its path by now. */
static int note_failure(struct alarm_watch *watch, struct watched_alarm *alarm, int err)
{
	/* Alarms that were counted already are told, if without a value. */
	alarm->due = alarm->times;
	if (err == -ENODEV || access(alarm->rail->path, F_OK))
		return -ENODEV;
	watch->error = err == -ENODATA ? watch->error : err;
	return 0;
}

/* Reading takes the wake-up away. */
static int take_count(struct watched_alarm *alarm, int fd)
{
	u32 count = alarm->count;
	int err = read_count(fd, &count);

	alarm->times += count - alarm->count;
	alarm->count = count;
	return err;
}

/* The wake-up is the alarm, whoever has read its file since. */
static int take_state(struct watched_alarm *alarm, const struct pollfd *woken)
{
	char text[COUNT_TEXT] = "";
	int err = read_text(woken->fd, text);

	alarm->holds = !err && (text[0] == '1' || woken->revents & POLLPRI);
	alarm->times = alarm->holds && !alarm->raised;
	return err;
}

/* A counter tells that an alarm began, but neither its value nor its end. */
static bool is_measured(const struct alarm_watch *watch, u32 i)
{
	bool woken = watch->fds[i].revents;

	if (!watch->alarms[i].counted)
		return true;
	return !watch->marks_only && (watch->values || !woken);
}

/*
 * A value is of the alarm if it was read after that began. One that was read before, at the next
 * best moment, may still be of the alarm before, unless that was over.
 */
static int measure_and_count(struct alarm_watch *watch, u32 i)
{
	struct watched_alarm *alarm = &watch->alarms[i];
	bool first = alarm->times || !alarm->raised;
	int err = is_measured(watch, i) ? measure_alarm(watch, alarm) : 0;

	if (err)
		return err;
	if (alarm->counted)
		err = take_count(alarm, watch->fds[i].fd);
	else if (!alarm->holds)
		err = take_state(alarm, &watch->fds[i]);
	if (err)
		return note_failure(watch, alarm, err);
	alarm->sure = alarm->beyond && (first || !alarm->counted);
	alarm->volts = alarm->measured->rail.value[RAIL_VOLTS];
	alarm->amperes = alarm->measured->rail.value[RAIL_AMPERES];
	return 0;
}

/* Values come before all else: an alarm may pass within a cycle. */
static int measure_woken(struct alarm_watch *watch)
{
	int err = 0;

	for (u32 i = 0; i < watch->count; i++) {
		struct watched_alarm *alarm = &watch->alarms[i];

		if (alarm->due && alarm->counted && watch->fds[i].revents)
			err = take_count(alarm, watch->fds[i].fd);
		if (err)
			err = note_failure(watch, alarm, err);
		if (err)
			return err;
	}
	for (u32 i = 0; !err && i < watch->count; i++) {
		if (watch->alarms[i].due && watch->fds[i].revents && is_measured(watch, i))
			err = measure_rail(watch, watch->alarms[i].measured);
	}
	return err;
}

static bool lacks_value(const struct watched_alarm *alarm)
{
	return alarm->due && alarm->times && !alarm->sure && !alarm->measured->rail.error;
}

/*
 * A value may be of the cycle before the alarm, in which the driver keeps it. One that was
 * longer in coming is newer, unless it was asked for before.
 */
static u64 wait_for_ns(const struct watched_alarm *alarm)
{
	u64 cycle_ns = max_t(u64, rails_cycle_ns(alarm->rail), 1);
	bool newer = !alarm->beyond && alarm->measured->took_ns >= cycle_ns;

	return newer ? 0 : min_t(u64, cycle_ns, SETTLE_NS);
}

/* Alarms that have no value yet are measured a cycle later, that of the slowest chip. */
static int measure_again(struct alarm_watch *watch)
{
	u64 cycle_ns = 0;
	int err = 0;

	for (u32 i = 0; watch->values && i < watch->count; i++) {
		if (lacks_value(&watch->alarms[i]))
			cycle_ns = max(cycle_ns, wait_for_ns(&watch->alarms[i]));
	}
	if (!cycle_ns)
		return 0;
	stop_poll(NULL, 0, cycle_ns);
	forget_measured(watch);
	for (u32 i = 0; !err && i < watch->count; i++) {
		if (lacks_value(&watch->alarms[i]))
			err = measure_and_count(watch, i);
	}
	return err;
}

static int begin_alarm(struct watched_alarm *alarm, alarm_changed changed, void *context)
{
	const struct alarm_event event = {
		.raised = true,
		.times = alarm->times,
		.level = !alarm->times && alarm->known,
		.volts = alarm->sure ? alarm->volts : NAN,
		.amperes = alarm->sure ? alarm->amperes : NAN,
	};

	alarm->known = true;
	alarm->settled_ns = clock_now_ns() + SETTLE_NS;
	return tell_alarm(alarm, event, changed, context);
}

static bool is_over(const struct alarm_watch *watch, u32 i)
{
	const struct watched_alarm *alarm = &watch->alarms[i];

	return alarm->raised && !alarm->beyond && !alarm->holds && !watch->fds[i].revents &&
	       clock_now_ns() >= alarm->settled_ns &&
	       (!is_measured(watch, i) || !alarm->measured->rail.error);
}

static int end_alarm(struct watched_alarm *alarm, alarm_changed changed, void *context)
{
	const struct alarm_event event = {
		.volts = alarm->volts,
		.amperes = alarm->amperes,
		.level = !alarm->told,
	};

	alarm->ahead = false;
	return tell_alarm(alarm, event, changed, context);
}

static int judge_alarm(struct alarm_watch *watch, u32 i, alarm_changed changed, void *context)
{
	struct watched_alarm *alarm = &watch->alarms[i];

	if (!alarm->due)
		return 0;
	count_by_value(alarm);
	if (alarm->times || (alarm->beyond && !alarm->raised))
		return begin_alarm(alarm, changed, context);
	alarm->known = true;
	return is_over(watch, i) ? end_alarm(alarm, changed, context) : 0;
}

/* All of them at times; else those that poll(2) has told of, and whether others are over. */
static void choose_due(struct alarm_watch *watch, u64 now_ns)
{
	bool all = now_ns >= watch->next_ns;
	bool again = now_ns >= watch->again_ns;

	if (again)
		watch->again_ns = now_ns + AGAIN_NS;
	if (all) {
		watch->error = 0;
		watch->next_ns = now_ns + min(watch->every_ns, U64_MAX - now_ns);
	}
	for (u32 i = 0; i < watch->count; i++) {
		struct watched_alarm *alarm = &watch->alarms[i];

		alarm->due = all || watch->fds[i].revents || (again && alarm->raised);
		alarm->times = 0;
		alarm->holds = false;
		alarm->beyond = false;
		alarm->sure = false;
	}
}

int alarm_watch_look(struct alarm_watch *watch, u64 now_ns, alarm_changed changed, void *context)
{
	int err;

	choose_due(watch, now_ns);
	forget_measured(watch);
	err = measure_woken(watch);
	for (u32 i = 0; !err && i < watch->count; i++) {
		if (watch->alarms[i].due)
			err = measure_and_count(watch, i);
	}
	if (!err)
		err = measure_again(watch);
	for (u32 i = 0; i < watch->count; i++) {
		if (!err)
			err = judge_alarm(watch, i, changed, context);
		watch->fds[i].revents = 0;
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
