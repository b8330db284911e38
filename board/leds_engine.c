// SPDX-License-Identifier: GPL-2.0-only
/*
 * The pattern engines of LEDs: pattern_set() and pattern_clear() of the LED class, recorded.
 * Patterns that an engine accepts are judged in model/led_engine.c.
 */

#include <linux/cleanup.h>
#include <linux/leds.h>
#include <linux/mm.h>
#include <linux/seq_file.h>
#include <linux/slab.h>

#include "board/leds.h"
#include "board/leds_engine.h"
#include "core/pattern.h"
#include "model/led_engine.h"

static struct sim_led *cdev_led(struct led_classdev *cdev)
{
	return container_of(lcdev_to_mccdev(cdev), struct sim_led, mc);
}

static void show_call(struct seq_file *m, void *context, const void *record)
{
	const struct sim_engine_event *event = record;

	if (event->set)
		seq_printf(m, "%llu set %u %d %d\n", event->time_ns, event->count, event->repeat,
			   event->error);
	else
		seq_printf(m, "%llu clear 0 0 %d\n", event->time_ns, event->error);
}

static void record_call(struct sim_led *led, struct sim_engine_event *event)
{
	event->time_ns = ktime_get_ns();
	sim_ring_push(&led->engine_trace, event);
}

static void replace_tuples(struct sim_led *led, struct pattern_tuple *tuples, u32 count)
{
	guard(mutex)(&led->engine_lock);
	swap(led->engine_tuples, tuples);
	led->engine_count = count;
	kvfree(tuples);
}

/*
 * Converts tuples from the layout of the LED class to that of core/; tuples_to_led() does the
 * reverse.
 */
static void tuples_from_led(struct pattern_tuple *tuples, const struct led_pattern *pattern,
			    u32 count)
{
	u32 i;

	for (i = 0; i < count; i++)
		tuples[i] = (struct pattern_tuple){
			.brightness = pattern[i].brightness,
			.duration_ms = pattern[i].delta_t,
		};
}

static void tuples_to_led(struct led_pattern *pattern, const struct pattern_tuple *tuples,
			  u32 count)
{
	u32 i;

	for (i = 0; i < count; i++) {
		pattern[i].brightness = tuples[i].brightness;
		pattern[i].delta_t = tuples[i].duration_ms;
	}
}

static int engine_pattern_set(struct led_classdev *cdev, struct led_pattern *pattern, u32 len,
			      int repeat)
{
	struct sim_led *led = cdev_led(cdev);
	struct sim_engine_event event = {
		.set = true,
		.count = len,
		.repeat = repeat,
	};
	struct pattern_tuple *tuples;

	tuples = kvmalloc_array(len, sizeof(*tuples), GFP_KERNEL);
	if (!tuples)
		return -ENOMEM;
	tuples_from_led(tuples, pattern, len);
	event.error = led_engine_set(led->engine, tuples, len, repeat);
	record_call(led, &event);
	if (event.error) {
		kvfree(tuples);
		return event.error;
	}
	tuples_to_led(pattern, tuples, len);
	replace_tuples(led, tuples, len);
	return 0;
}

static int engine_pattern_clear(struct led_classdev *cdev)
{
	struct sim_led *led = cdev_led(cdev);
	struct sim_engine_event event = {};

	record_call(led, &event);
	replace_tuples(led, NULL, 0);
	return 0;
}

void sim_engine_init(struct sim_led *led)
{
	mutex_init(&led->engine_lock);
	sim_ring_init(&led->engine_trace, sizeof(struct sim_engine_event), show_call, led);
}

void sim_engine_attach(struct sim_led *led, struct led_classdev *cdev)
{
	if (led->engine == LED_ENGINE_NONE)
		return;
	if (led->engine != LED_ENGINE_CLEAR_ONLY)
		cdev->pattern_set = engine_pattern_set;
	if (led->engine != LED_ENGINE_SET_ONLY)
		cdev->pattern_clear = engine_pattern_clear;
}

void sim_engine_stop(struct sim_led *led)
{
	replace_tuples(led, NULL, 0);
}

void sim_engine_show(struct seq_file *m, struct sim_led *led)
{
	u32 i;

	guard(mutex)(&led->engine_lock);
	for (i = 0; i < led->engine_count; i++)
		seq_printf(m, "%s%u %u", i ? " " : "", led->engine_tuples[i].brightness,
			   led->engine_tuples[i].duration_ms);
	seq_putc(m, '\n');
}
