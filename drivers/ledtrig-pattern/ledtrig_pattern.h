/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The LED pattern trigger, private parts: the engine plays, the trigger holds
 * what is stored for one LED, the sysfs face reads and writes it. Patterns also
 * come from firmware and go to hardware; the clock file hears of clocks set.
 */
#ifndef RAILGLOW_LEDTRIG_PATTERN_H
#define RAILGLOW_LEDTRIG_PATTERN_H

#include <linux/hrtimer.h>
#include <linux/leds.h>
#include <linux/mutex.h>
#include <linux/sysfs.h>
#include <linux/workqueue.h>

#include "core/pattern_text.h"
#include "core/player.h"

/**
 * enum pattern_sync - what the phase of a software pattern follows
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
 * struct pattern_engine - plays one software pattern on one LED
 * @led: the LED
 * @lock: held by the owner to play and to stop, and free for data of its own
 * @timer: fires at the next change, in soft-interrupt context
 * @player: what is played and where it is in that; the timer's own while armed
 * @work: does what timers and interrupts may not
 * @shown: level last set
 * @running: a pattern plays; read and written with @lock held, and by the timer
 * @realtime: the pattern follows CLOCK_REALTIME
 * @ended: asks @work to tell those who poll is_running
 * @clock_set: asks @work to follow a clock that was set
 */
struct pattern_engine {
	struct led_classdev *led;
	struct mutex lock; /* see above */
	struct hrtimer timer;
	struct player player;
	struct work_struct work;
	u32 shown;
	bool running;
	bool realtime;
	bool ended;
	bool clock_set;
};

/**
 * struct pattern_play - how to play
 * @timing: how finely, kept by reference
 * @curve: shape of the ramps
 * @sync: what the phase follows
 * @repeat: number of periods, or PLAYER_REPEAT_FOREVER
 */
struct pattern_play {
	const struct player_timing *timing;
	enum waveform_curve curve;
	enum pattern_sync sync;
	s32 repeat;
};

void pattern_engine_init(struct pattern_engine *engine, struct led_classdev *led);

/**
 * pattern_engine_play() - start a pattern from its first tuple
 * @engine: the engine, locked and stopped
 * @tuples: the pattern, kept by reference until the engine is stopped
 * @count: how many tuples
 * @play: how to play
 *
 * Return: 0, or -EINVAL for a pattern that takes no time, and nothing plays.
 */
int __must_check pattern_engine_play(struct pattern_engine *engine,
				     const struct pattern_tuple *tuples, u32 count,
				     const struct pattern_play *play);

/* Stop at the level shown; locked. Sleeps while the timer's function runs elsewhere. */
void pattern_engine_stop(struct pattern_engine *engine);

/* Stop, and wait until nothing of the engine runs or is going to; not locked. */
void pattern_engine_destroy(struct pattern_engine *engine);

bool pattern_engine_running(const struct pattern_engine *engine);

/* Wake those who poll is_running, in a moment. From any context. */
void pattern_engine_tell_end(struct pattern_engine *engine);

/* CLOCK_REALTIME was set: what follows it will, in a moment. From any context. */
void pattern_engine_clock_was_set(struct pattern_engine *engine);

/* Both of the calls a hardware pattern takes are there. */
bool pattern_hardware_usable(const struct led_classdev *led);

/* One warning if the driver has only one of them. */
void pattern_hardware_complain(const struct led_classdev *led);

/**
 * pattern_hardware_set() - hand a pattern to the LED's own engine
 * @led: the LED, usable for that
 * @tuples: the pattern; holds what the driver made of it afterwards
 * @count: how many tuples
 * @repeat: number of times, or PLAYER_REPEAT_FOREVER
 *
 * The driver gets a copy of its own for the length of its call.
 *
 * Return: 0, or the driver's error or -ENOMEM, and @tuples is as it was.
 */
int __must_check pattern_hardware_set(struct led_classdev *led, struct pattern_tuple *tuples,
				      u32 count, s32 repeat);

/* End what a successful pattern_hardware_set() began. */
void pattern_hardware_clear(struct led_classdev *led);

/**
 * pattern_firmware_read() - the default pattern of an LED
 * @dev: the LED's device
 * @rules: what is acceptable
 * @tuples: set to the tuples, which the caller owns, if there are any
 *
 * Return: number of tuples; 0 if the firmware says nothing of a pattern;
 * -EINVAL or another error of reading, after a warning; -ENOMEM.
 */
int __must_check pattern_firmware_read(struct device *dev, const struct pattern_text_rules *rules,
				       struct pattern_tuple **tuples);

/*
 * Between these two, pattern_trig_clock_was_set() is called, in interrupt
 * context, whenever CLOCK_REALTIME was set. They nest and may sleep.
 */
void pattern_clock_follow(void);
void pattern_clock_unfollow(void);

/* Wait until a pattern_trig_clock_was_set() that runs is over; sleeps. */
void pattern_clock_settle(void);

/**
 * enum pattern_kind - which of the pattern files is active
 * @PATTERN_NONE: no pattern is stored
 * @PATTERN_NORMAL: that of `pattern`
 * @PATTERN_FINE: that of `hr_pattern`
 * @PATTERN_HARDWARE: that of `hw_pattern`, set successfully
 */
enum pattern_kind {
	PATTERN_NONE,
	PATTERN_NORMAL,
	PATTERN_FINE,
	PATTERN_HARDWARE,
};

/**
 * struct pattern_trig - the trigger's data for one LED
 * @tuples: the stored pattern, exactly as many as @count
 * @count: how many tuples, 0 if @kind is PATTERN_NONE
 * @repeat: as written, PLAYER_REPEAT_FOREVER to begin with
 * @kind: enum pattern_kind, which file the pattern belongs to
 * @curve: enum waveform_curve, shape of the ramps
 * @sync: enum pattern_sync, what software patterns follow
 * @engine: plays @tuples; its lock, taken inside the LED's led_access, is for
 *	all of these
 *
 * 256 bytes on 64-bit machines, which the allocator has a size for.
 */
struct pattern_trig {
	struct pattern_tuple *tuples;
	u32 count;
	s32 repeat;
	u8 kind;
	u8 curve;
	u8 sync;
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
 * Return: 0; -EINVAL for malformed text, -E2BIG for a page of it, or the error
 * of the LED's driver, all of which stop what was active; -ENOMEM.
 */
int __must_check pattern_trig_store(struct pattern_trig *trig, enum pattern_kind kind,
				    const char *text, size_t len);

/**
 * pattern_trig_restart() - play the stored pattern from its first tuple
 * @trig: the trigger, locked
 *
 * Return: 0, also if nothing is stored; the error of the LED's driver, which
 * then plays nothing any more.
 */
int __must_check pattern_trig_restart(struct pattern_trig *trig);

/* Choose what software patterns follow from their next start on; locked. */
void pattern_trig_set_sync(struct pattern_trig *trig, enum pattern_sync sync);

/* True while a software pattern plays or a hardware pattern is set; locked. */
bool pattern_trig_running(const struct pattern_trig *trig);

void pattern_trig_clock_was_set(void);

extern const struct attribute_group *pattern_trig_groups[];

#endif /* RAILGLOW_LEDTRIG_PATTERN_H */
