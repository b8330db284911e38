/* SPDX-License-Identifier: GPL-2.0-only */
/* Waiting for the alarms of rails. */
#ifndef RAILGLOW_TOOLS_RAILS_ALARM_WATCH_H
#define RAILGLOW_TOOLS_RAILS_ALARM_WATCH_H

#include <poll.h>

#include "tools/rails/rails.h"

/** How many kinds of alarm a rail has. */
#define ALARM_KINDS (RAIL_VALUES - RAIL_MINIMUM_ALARM)

/** struct watched_alarm - one alarm, as last seen */
struct watched_alarm {
	struct rail *rail;
	enum rail_value kind;
	bool raised;
};

/**
 * struct alarm_watch - alarms and their open files
 * @fds: for poll(2), one for each of @alarms
 * @alarms: the alarms
 * @count: how many
 * @every_ns: how often all of them are looked at, whether reported or not: the
 *	in-tree driver reports nothing; U64_MAX for once
 * @next_ns: when they are looked at next
 * @again_ns: when those that are raised are: that they are over nobody reports
 * @error: what reading one last failed with, while that lasts; 0 if all is well
 */
struct alarm_watch {
	struct pollfd *fds;
	struct watched_alarm *alarms;
	u32 count;
	u64 every_ns;
	u64 next_ns;
	u64 again_ns;
	int error;
};

/** Called for each alarm that comes or goes; what it returns, if not 0, ends the look. */
typedef int (*alarm_changed)(void *context, struct rail *rail, enum rail_value kind, bool raised);

/**
 * alarm_watch_open() - open the alarms of rails
 * @watch: filled in; close with alarm_watch_close() in any case
 * @rails: the rails, kept by reference
 *
 * Return: 0; -EOPNOTSUPP if the driver has none; -ENOMEM; or the error met.
 */
int __must_check alarm_watch_open(struct alarm_watch *watch, struct rails *rails);
void alarm_watch_close(struct alarm_watch *watch);

/**
 * alarm_watch_look() - read what poll(2) said is new, or all that is due
 * @watch: the watch; its @fds carry what poll(2) said
 * @now_ns: CLOCK_MONOTONIC
 * @changed: called for each change
 * @context: given to @changed
 *
 * Return: 0, -ENODEV if the chip is gone, or what @changed returned.
 */
int alarm_watch_look(struct alarm_watch *watch, u64 now_ns, alarm_changed changed, void *context);

/**
 * alarm_watch_tell() - say on standard error if alarms cannot be read, and when they can again
 * @watch: the watch
 * @told: the error told of last; starts as 0
 */
void alarm_watch_tell(const struct alarm_watch *watch, int *told);

/** alarm_watch_next_ns() - until when to wait at most. */
u64 alarm_watch_next_ns(const struct alarm_watch *watch);

/** alarm_kind_name() - "warning", "critical" or "minimum". */
const char *alarm_kind_name(enum rail_value kind);

#endif /* RAILGLOW_TOOLS_RAILS_ALARM_WATCH_H */
