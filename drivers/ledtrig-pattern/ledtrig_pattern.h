/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The LED pattern trigger, private parts: the engine plays, the trigger holds
 * what is stored for one LED, the sysfs face reads and writes it.
 */
#ifndef RAILGLOW_LEDTRIG_PATTERN_H
#define RAILGLOW_LEDTRIG_PATTERN_H

#include <linux/hrtimer.h>
#include <linux/leds.h>
#include <linux/mutex.h>
#include <linux/sysfs.h>
#include <linux/workqueue.h>

#include "core/player.h"

/**
 * struct pattern_engine - plays one software pattern on one LED
 * @led: the LED
 * @timer: fires at the next change, in soft-interrupt context
 * @player: what is played and where it is in that; the timer's own while armed
 * @shown: level last set
 * @running: a pattern plays; written by the timer too, read by anyone
 * @ended: tells those who poll is_running, which the timer may not do itself
 *
 * Its owner serialises pattern_engine_play() and pattern_engine_stop().
 */
struct pattern_engine {
	struct led_classdev *led;
	struct hrtimer timer;
	struct player player;
	u32 shown;
	bool running;
	struct work_struct ended;
};

/**
 * struct pattern_play - how to play
 * @timing: how finely, kept by reference
 * @curve: shape of the ramps
 * @repeat: number of periods, or PLAYER_REPEAT_FOREVER
 */
struct pattern_play {
	const struct player_timing *timing;
	enum waveform_curve curve;
	s32 repeat;
};

void pattern_engine_init(struct pattern_engine *engine, struct led_classdev *led);

/**
 * pattern_engine_play() - start a pattern from its first tuple
 * @engine: the engine, stopped
 * @tuples: the pattern, kept by reference until the engine is stopped
 * @count: how many tuples
 * @play: how to play
 *
 * Return: 0, or -EINVAL for a pattern that takes no time, and nothing plays.
 */
int __must_check pattern_engine_play(struct pattern_engine *engine,
				     const struct pattern_tuple *tuples, u32 count,
				     const struct pattern_play *play);

/* Stop at the level shown. Sleeps while the timer's function runs elsewhere. */
void pattern_engine_stop(struct pattern_engine *engine);

/* Stop, and wait until nothing of the engine runs or is going to. */
void pattern_engine_destroy(struct pattern_engine *engine);

bool pattern_engine_running(const struct pattern_engine *engine);

/**
 * enum pattern_kind - which of the pattern files is active
 * @PATTERN_NONE: no pattern is stored
 * @PATTERN_NORMAL: that of `pattern`
 * @PATTERN_FINE: that of `hr_pattern`
 */
enum pattern_kind {
	PATTERN_NONE,
	PATTERN_NORMAL,
	PATTERN_FINE,
};

/**
 * struct pattern_trig - the trigger's data for one LED
 * @lock: of all that follows; taken inside the LED's led_access
 * @tuples: the stored pattern, exactly as many as @count
 * @count: how many tuples, 0 if @kind is PATTERN_NONE
 * @kind: which file the pattern belongs to
 * @repeat: as written, PLAYER_REPEAT_FOREVER to begin with
 * @curve: shape of the ramps
 * @engine: plays @tuples
 *
 * 256 bytes on 64-bit machines, which the allocator has a size for.
 */
struct pattern_trig {
	struct mutex lock; /* of what follows */
	struct pattern_tuple *tuples;
	u32 count;
	enum pattern_kind kind;
	s32 repeat;
	enum waveform_curve curve;
	struct pattern_engine engine;
};

/**
 * pattern_trig_store() - take a text as the pattern of one of the files
 * @trig: the trigger, locked
 * @kind: which file, not PATTERN_NONE
 * @text: what was written
 * @len: its length
 *
 * A pattern is played from its first tuple; a text of white space only stops
 * what was active and the LED keeps its level.
 *
 * Return: 0; -EINVAL for malformed text or -E2BIG for a page of it, both of
 * which stop what was active; -ENOMEM, and nothing changed.
 */
int __must_check pattern_trig_store(struct pattern_trig *trig, enum pattern_kind kind,
				    const char *text, size_t len);

/**
 * pattern_trig_restart() - play the stored pattern from its first tuple
 * @trig: the trigger, locked
 *
 * Return: 0, also if nothing is stored.
 */
int __must_check pattern_trig_restart(struct pattern_trig *trig);

extern const struct attribute_group *pattern_trig_groups[];

#endif /* RAILGLOW_LEDTRIG_PATTERN_H */
