/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Waiting for the alarms of rails. A driver that counts alarms is asked for its counters, which
 * no other reader changes. An alarm of a driver that does not belongs to its first reader.
 */
#ifndef RAILGLOW_TOOLS_RAILS_ALARM_WATCH_H
#define RAILGLOW_TOOLS_RAILS_ALARM_WATCH_H

#include <poll.h>
#include <stdbool.h>

#include "core/port.h"
#include "tools/rails/rails.h"

/** How many kinds of alarm a rail has. */
#define ALARM_KINDS (RAIL_VALUES - RAIL_MINIMUM_ALARM)

/**
 * struct measured_rail - one rail, as last measured for its alarms
 * @rail: a copy: the values that others show or record belong together, and stay as they are
 * @took_ns: how long it took to measure it in this look, 0 if it was not
 */
struct measured_rail {
	struct rail rail;
	u64 took_ns;
};

/**
 * struct watched_alarm - one alarm, as last seen
 * @rail: its rail, which the watch leaves as it is
 * @measured: that rail, as measured
 * @kind: its kind
 * @counted: the driver counts it
 * @count: how often it began, as read last
 * @known: it has been looked at before
 * @raised: it holds
 * @told: its rise was reported, and not only as a level
 * @ahead: it was told by its value, and its counter has not followed yet
 * @settled_ns: before that it is not taken for over: a value may be older than it
 * @due: due in this look, and so are the following
 * @times: how often it began since the look before
 * @holds: uncounted: its file says so, or poll(2) did
 * @beyond: the value is beyond the limit
 * @sure: and was measured after the alarm began
 * @volts: the value; NAN if it is not known ...
 * @amperes: ... as this
 */
struct watched_alarm {
	struct rail *rail;
	struct measured_rail *measured;
	enum rail_value kind;
	bool counted;
	u32 count;
	bool known;
	bool raised;
	bool told;
	bool ahead;
	u64 settled_ns;
	bool due;
	u32 times;
	bool holds;
	bool beyond;
	bool sure;
	double volts;
	double amperes;
};

/**
 * struct alarm_watch - alarms and their open files
 * @rails: the rails
 * @fds: for poll(2), one for each of @alarms
 * @alarms: the alarms
 * @count: how many
 * @every_ns: how often all of them are looked at, whether reported or not: without a wired
 *	pin no notification comes; U64_MAX for never
 * @next_ns: when they are looked at next
 * @again_ns: when those that are raised are: no notification comes for their end
 * @values: the value of each alarm is wanted, and measured at once; that takes the chip's
 *	time from other readers
 * @marks_only: alarms begin, and whether they last is not asked; nothing is measured if the
 *	driver counts them
 * @measured: one for each of @rails
 * @error: the last failure of a reading, while that lasts; 0 if all is well
 */
struct alarm_watch {
	struct rails *rails;
	struct pollfd *fds;
	struct watched_alarm *alarms;
	u32 count;
	u64 every_ns;
	u64 next_ns;
	u64 again_ns;
	bool values;
	bool marks_only;
	struct measured_rail *measured;
	int error;
};

/**
 * struct alarm_event - an alarm that was raised, or is over
 * @rail: its rail
 * @kind: its kind
 * @raised: it was raised; else its value is within the limit again
 * @times: how often since it was looked at before; 0 if it was there at the first look
 * @volts: at that moment; NAN if an alarm had passed before it could be read ...
 * @amperes: ... as this
 * @level: only the level changed, and nothing began or ended that was told: a value that
 *	is averaged may come late
 */
struct alarm_event {
	struct rail *rail;
	enum rail_value kind;
	bool raised;
	u32 times;
	double volts;
	double amperes;
	bool level;
};

/** Called for each event; what it returns, if not 0, ends the look. */
typedef int (*alarm_changed)(void *context, const struct alarm_event *event);

/**
 * alarm_watch_open() - open the alarms of rails
 * @watch: filled in; close with alarm_watch_close() in any case
 * @rails: the rails, kept by reference
 *
 * Return: 0; -EOPNOTSUPP if the driver has none; -ENOMEM; or the error met.
 */
int __must_check alarm_watch_open(struct alarm_watch *watch, struct rails *rails);
void alarm_watch_close(struct alarm_watch *watch);

/** alarm_watch_shares() - all of them are counted: no reader takes an alarm from another. */
bool alarm_watch_shares(const struct alarm_watch *watch);

/** alarm_watch_warn() - say on standard error if they are not, unless @told. */
void alarm_watch_warn(const struct alarm_watch *watch, bool *told);

/**
 * alarm_watch_look() - read what poll(2) said is new, or all that is due
 * @watch: the watch; its @fds carry what poll(2) said
 * @now_ns: CLOCK_MONOTONIC
 * @changed: called for each event; NULL for no listener
 * @context: given to @changed
 *
 * Return: 0, -ENODEV if the chip is gone, or what @changed returned.
 */
int alarm_watch_look(struct alarm_watch *watch, u64 now_ns, alarm_changed changed, void *context);

/** alarm_watch_amperes() - what the last look measured of a rail; NAN if it measured nothing. */
double alarm_watch_amperes(const struct alarm_watch *watch, u32 rail);

/**
 * alarm_watch_tell() - say on standard error if alarms cannot be read, and when they can again
 * @watch: the watch
 * @told: the error told of last; starts as 0
 */
void alarm_watch_tell(const struct alarm_watch *watch, int *told);

/** alarm_watch_next_ns() - until when to wait at most. */
u64 alarm_watch_next_ns(const struct alarm_watch *watch);

/** alarm_kind_name() - "warning", "critical" or "minimum", as in all commands. */
const char *alarm_kind_name(enum rail_value kind);

#endif /* RAILGLOW_TOOLS_RAILS_ALARM_WATCH_H */
