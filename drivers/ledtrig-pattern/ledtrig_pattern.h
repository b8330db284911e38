/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The LED pattern trigger, private parts: trigger.c holds the pattern of one LED and plays it,
 * sysfs.c has the files that read and write it.
 */
#ifndef RAILGLOW_LEDTRIG_PATTERN_H
#define RAILGLOW_LEDTRIG_PATTERN_H

#include <linux/hrtimer.h>
#include <linux/leds.h>
#include <linux/mutex.h>
#include <linux/sysfs.h>

#include "core/pattern.h"
#include "core/player.h"

/**
 * enum pattern_sync - origins of the phase of a software pattern
 * @PATTERN_SYNC_NONE: the write that started it
 * @PATTERN_SYNC_MONOTONIC: CLOCK_MONOTONIC
 * @PATTERN_SYNC_REALTIME: CLOCK_REALTIME, also when that is set
 */
enum pattern_sync {
	PATTERN_SYNC_NONE,
	PATTERN_SYNC_MONOTONIC,
	PATTERN_SYNC_REALTIME,
};

/**
 * enum pattern_kind - the pattern file that is active
 * @PATTERN_NONE: no pattern is stored
 * @PATTERN_NORMAL: the file `pattern`
 * @PATTERN_FINE: the file `hr_pattern`
 * @PATTERN_HARDWARE: the file `hw_pattern`, whose pattern the LED's driver took
 */
enum pattern_kind {
	PATTERN_NONE,
	PATTERN_NORMAL,
	PATTERN_FINE,
	PATTERN_HARDWARE,
};

/**
 * struct pattern_trig - the trigger's data for one LED
 * @led: the LED
 * @lock: for all members; those marked (timer) belong to the timer while it is armed
 * @timer: fires at the next change, in soft-interrupt context
 * @player: place in a software pattern, and the level set last (timer)
 * @realtime: the player follows CLOCK_REALTIME (timer)
 * @running: a software pattern plays (also written by the timer)
 * @kind: enum pattern_kind, the file that the pattern belongs to
 * @curve: enum waveform_curve, shape of the ramps
 * @sync: enum pattern_sync, the origin of the phase of software patterns
 * @repeat: as written, PLAYER_REPEAT_FOREVER to begin with
 * @count: number of tuples, 0 if @kind is PATTERN_NONE
 * @tuples: the stored pattern, exactly as many as @count
 * @notice: node of the file is_running, by which pollers are woken; NULL until a file was used
 *
 * At most 256 bytes on 64-bit machines, which the allocator has a size for.
 */
struct pattern_trig {
	struct led_classdev *led;
	struct mutex lock; /* see above */
	struct hrtimer timer;
	struct player player;
	bool realtime;
	bool running;
	u8 kind;
	u8 curve;
	u8 sync;
	s32 repeat;
	u32 count;
	struct pattern_tuple *tuples;
	struct kernfs_node *notice;
};

/**
 * pattern_trig_store() - take a text as the pattern of one of the files
 * @trig: the trigger, locked
 * @kind: the file, not PATTERN_NONE
 * @text: the text
 * @len: length of @text
 *
 * A pattern is played from its first tuple; a text of white space only stops the active pattern,
 * and the LED keeps its level.
 *
 * Return: 0; -EINVAL for malformed text, -E2BIG for a page of it, or the error of the LED's driver,
 * all of which stop the active pattern; -ENOMEM.
 */
int __must_check pattern_trig_store(struct pattern_trig *trig, enum pattern_kind kind,
				    const char *text, size_t len);

/**
 * pattern_trig_restart() - play the stored pattern from its first tuple
 * @trig: the trigger, locked
 * @delay_ns: time for which the first level is held back
 *
 * Return: 0, also if nothing is stored; or the error of the LED's driver, which plays nothing any
 * more then.
 */
int __must_check pattern_trig_restart(struct pattern_trig *trig, u64 delay_ns);

/* Does a software pattern play, or is a hardware pattern set? Locked. */
bool pattern_trig_running(const struct pattern_trig *trig);

/* Can the LED's driver set patterns and clear them? */
static inline bool pattern_trig_has_engine(const struct led_classdev *led)
{
	return led->pattern_set && led->pattern_clear;
}

extern const struct attribute_group *pattern_trig_groups[];

#endif /* RAILGLOW_LEDTRIG_PATTERN_H */
