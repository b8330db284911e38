// SPDX-License-Identifier: GPL-2.0-only
/*
 * The engine: one soft hrtimer, armed for the moment the player names.
 *
 * The timer runs in soft-interrupt context because drivers' brightness_set()
 * may take plain spinlocks. While it is armed, the player belongs to it. It
 * always counts CLOCK_MONOTONIC, which stops while the system sleeps; a pattern
 * in step with another clock is one of another phase.
 */
#include <linux/ktime.h>
#include <linux/timekeeping.h>

#include "drivers/ledtrig-pattern/ledtrig_pattern.h"

/** No LED has as many levels. */
#define LEVEL_UNKNOWN U32_MAX

/* The core passes equal levels on to the driver; here they stop. */
static void show_level(struct pattern_engine *engine)
{
	u32 level = engine->player.level;

	if (level == engine->shown)
		return;
	engine->shown = level;
	led_set_brightness(engine->led, level);
}

void pattern_engine_tell_end(struct pattern_engine *engine)
{
	WRITE_ONCE(engine->ended, true);
	schedule_work(&engine->work);
}

static void end(struct pattern_engine *engine)
{
	WRITE_ONCE(engine->running, false);
	pattern_engine_tell_end(engine);
}

/* The last level has come; that of a constant pattern without an end, too. */
static enum hrtimer_restart rest(struct pattern_engine *engine)
{
	show_level(engine);
	if (engine->player.end_ns != PLAYER_NEVER)
		end(engine);
	return HRTIMER_NORESTART;
}

/* What every update costs, hence nothing in it that is not needed. */
static enum hrtimer_restart pattern_engine_tick(struct hrtimer *timer)
{
	struct pattern_engine *engine = container_of(timer, struct pattern_engine, timer);
	struct player_step step = player_look(&engine->player, ktime_get_ns());

	if (step.wake_ns == PLAYER_NEVER)
		return rest(engine);
	if (step.slack_ns)
		hrtimer_set_expires_range_ns(timer, ns_to_ktime(step.wake_ns), step.slack_ns);
	else
		hrtimer_set_expires(timer, ns_to_ktime(step.wake_ns));
	show_level(engine);
	return HRTIMER_RESTART;
}

static void show_and_arm(struct pattern_engine *engine, u64 now_ns)
{
	struct player_step step = player_look(&engine->player, now_ns);

	if (step.wake_ns == PLAYER_NEVER) {
		rest(engine);
		return;
	}
	show_level(engine);
	hrtimer_start_range_ns(&engine->timer, ns_to_ktime(step.wake_ns), step.slack_ns,
			       HRTIMER_MODE_ABS_SOFT);
}

static u64 realtime_phase_ns(u64 now_ns, u64 period_ns)
{
	u64 realtime_ns = ktime_to_ns(ktime_mono_to_real(ns_to_ktime(now_ns)));

	return player_phase_of(now_ns, realtime_ns, period_ns);
}

static void follow_realtime(struct pattern_engine *engine)
{
	u64 now_ns;

	lockdep_assert_held(&engine->lock);
	if (!engine->realtime)
		return;
	hrtimer_cancel(&engine->timer);
	if (!engine->running)
		return;

	now_ns = ktime_get_ns();
	player_set_phase(&engine->player, realtime_phase_ns(now_ns, engine->player.wave.period_ns));
	show_and_arm(engine, now_ns);
}

/* What timers and interrupts may not do. Each request is taken before it is met. */
static void engine_work(struct work_struct *work)
{
	struct pattern_engine *engine = container_of(work, struct pattern_engine, work);

	if (READ_ONCE(engine->ended)) {
		WRITE_ONCE(engine->ended, false);
		sysfs_notify(&engine->led->dev->kobj, NULL, "is_running");
	}
	if (READ_ONCE(engine->clock_set)) {
		WRITE_ONCE(engine->clock_set, false);
		mutex_lock(&engine->lock);
		follow_realtime(engine);
		mutex_unlock(&engine->lock);
	}
}

void pattern_engine_init(struct pattern_engine *engine, struct led_classdev *led)
{
	engine->led = led;
	mutex_init(&engine->lock);
	hrtimer_setup(&engine->timer, pattern_engine_tick, CLOCK_MONOTONIC, HRTIMER_MODE_ABS_SOFT);
	INIT_WORK(&engine->work, engine_work);
}

static u64 phase_ns(enum pattern_sync sync, u64 now_ns, u64 period_ns)
{
	switch (sync) {
	case PATTERN_SYNC_MONOTONIC:
		return 0;
	case PATTERN_SYNC_REALTIME:
		return realtime_phase_ns(now_ns, period_ns);
	default:
		return now_ns;
	}
}

int pattern_engine_play(struct pattern_engine *engine, const struct pattern_tuple *tuples,
			u32 count, const struct pattern_play *play)
{
	struct player_origin origin;
	struct waveform wave;
	int err;

	lockdep_assert_held(&engine->lock);
	err = waveform_init(&wave, tuples, count, play->curve, engine->led->max_brightness);
	if (err)
		return err;

	/* A clock that is set from here on is heard of. */
	WRITE_ONCE(engine->realtime, play->sync == PATTERN_SYNC_REALTIME);
	origin.count_ns = ktime_get_ns();
	origin.phase_ns = phase_ns(play->sync, origin.count_ns, wave.period_ns);
	player_start(&engine->player, &wave, play->timing, play->repeat, origin);

	engine->shown = LEVEL_UNKNOWN;
	WRITE_ONCE(engine->running, true);
	show_and_arm(engine, origin.count_ns);
	return 0;
}

void pattern_engine_stop(struct pattern_engine *engine)
{
	hrtimer_cancel(&engine->timer);
	WRITE_ONCE(engine->running, false);
}

void pattern_engine_destroy(struct pattern_engine *engine)
{
	/* Locked, so that the work finds the engine stopped and does not arm it again. */
	mutex_lock(&engine->lock);
	pattern_engine_stop(engine);
	mutex_unlock(&engine->lock);
	cancel_work_sync(&engine->work);
	mutex_destroy(&engine->lock);
}

bool pattern_engine_running(const struct pattern_engine *engine)
{
	return READ_ONCE(engine->running);
}

void pattern_engine_clock_was_set(struct pattern_engine *engine)
{
	if (!READ_ONCE(engine->realtime))
		return;
	WRITE_ONCE(engine->clock_set, true);
	schedule_work(&engine->work);
}
