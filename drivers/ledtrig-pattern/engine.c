// SPDX-License-Identifier: GPL-2.0-only
/*
 * The engine: one soft hrtimer, armed for the moment the player names.
 *
 * The timer runs in soft-interrupt context because drivers' brightness_set()
 * may take plain spinlocks. Between pattern_engine_play() arming it and
 * pattern_engine_stop() cancelling it, the player belongs to the timer.
 */
#include <linux/ktime.h>

#include "drivers/ledtrig-pattern/ledtrig_pattern.h"

/* The core passes equal levels on to the driver; here they stop. */
static void show_level(struct pattern_engine *engine, u32 level)
{
	if (level == engine->shown)
		return;
	engine->shown = level;
	led_set_brightness(engine->led, level);
}

static enum hrtimer_restart pattern_engine_tick(struct hrtimer *timer)
{
	struct pattern_engine *engine = container_of(timer, struct pattern_engine, timer);
	struct player_step step;

	step = player_look(&engine->player, ktime_to_ns(hrtimer_cb_get_time(timer)));
	show_level(engine, step.level);
	if (!step.running) {
		WRITE_ONCE(engine->running, false);
		schedule_work(&engine->ended);
	}
	if (step.wake_ns == PLAYER_NEVER)
		return HRTIMER_NORESTART;

	hrtimer_set_expires_range_ns(timer, ns_to_ktime(step.wake_ns), step.slack_ns);
	return HRTIMER_RESTART;
}

static void engine_ended(struct work_struct *work)
{
	struct pattern_engine *engine = container_of(work, struct pattern_engine, ended);

	sysfs_notify(&engine->led->dev->kobj, NULL, "is_running");
}

void pattern_engine_init(struct pattern_engine *engine, struct led_classdev *led)
{
	engine->led = led;
	hrtimer_setup(&engine->timer, pattern_engine_tick, CLOCK_MONOTONIC, HRTIMER_MODE_ABS_SOFT);
	INIT_WORK(&engine->ended, engine_ended);
}

int pattern_engine_play(struct pattern_engine *engine, const struct pattern_tuple *tuples,
			u32 count, const struct pattern_play *play)
{
	u64 now_ns = ktime_to_ns(hrtimer_cb_get_time(&engine->timer));
	struct player_origin origin = { .phase_ns = now_ns, .count_ns = now_ns };
	struct player_step step;
	struct waveform wave;
	int err;

	err = waveform_init(&wave, tuples, count, play->curve, engine->led->max_brightness);
	if (err)
		return err;

	player_start(&engine->player, &wave, play->timing, play->repeat, origin);
	step = player_look(&engine->player, now_ns);

	/* Whatever the LED shows now was not set here. */
	engine->shown = step.level;
	led_set_brightness(engine->led, step.level);
	WRITE_ONCE(engine->running, true);
	if (step.wake_ns != PLAYER_NEVER)
		hrtimer_start_range_ns(&engine->timer, ns_to_ktime(step.wake_ns), step.slack_ns,
				       HRTIMER_MODE_ABS_SOFT);
	return 0;
}

void pattern_engine_stop(struct pattern_engine *engine)
{
	hrtimer_cancel(&engine->timer);
	WRITE_ONCE(engine->running, false);
}

void pattern_engine_destroy(struct pattern_engine *engine)
{
	pattern_engine_stop(engine);
	cancel_work_sync(&engine->ended);
}

bool pattern_engine_running(const struct pattern_engine *engine)
{
	return READ_ONCE(engine->running);
}
