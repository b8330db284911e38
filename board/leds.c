// SPDX-License-Identifier: GPL-2.0-only
/*
 * The LEDs of a board: class devices that record their levels in a trace (ring.c). Their engines
 * are in leds_engine.c; their colours and other settings are parsed in configfs_led.c.
 */

#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/cleanup.h>
#include <linux/leds.h>
#include <linux/seq_file.h>

#include "board/board.h"
#include "board/leds.h"
#include "board/leds_engine.h"
#include "board/objects.h"
#include "board/wait.h"

#define ENGINE_TRACE_ENTRIES 256

/* LEDs of all live boards, whose names must differ. */
static LIST_HEAD(live_leds);
static DEFINE_MUTEX(live_leds_lock);

static struct sim_led *cdev_led(struct led_classdev *cdev)
{
	return container_of(lcdev_to_mccdev(cdev), struct sim_led, mc);
}

static void show_light(struct seq_file *m, void *context, const void *record)
{
	const struct sim_led_event *event = record;
	const struct sim_led *led = context;
	u32 i;

	seq_printf(m, "%llu %u", event->time_ns, event->level);
	for (i = 0; i < led->channels; i++)
		seq_printf(m, " %u", event->channels[i]);
	seq_putc(m, '\n');
}

static bool same_light(const struct sim_led_event *a, const struct sim_led_event *b)
{
	return a->level == b->level && !memcmp(a->channels, b->channels, sizeof(a->channels));
}

/* Records a level. Runs in any context, as LEDs are set from timers and interrupts. */
static void record_light(struct sim_led *led, enum led_brightness level)
{
	struct sim_led_event event = { .level = level };
	unsigned long flags;
	u32 i;

	if (led->channels)
		led_mc_calc_color_components(&led->mc, level);
	for (i = 0; i < led->channels; i++)
		event.channels[i] = led->subleds[i].brightness;

	raw_spin_lock_irqsave(&led->counter_lock, flags);
	event.time_ns = ktime_get_ns();
	led->sets++;
	if (!same_light(&event, &led->last))
		led->changes++;
	led->last = event;
	sim_ring_push(&led->trace, &event);
	raw_spin_unlock_irqrestore(&led->counter_lock, flags);
}

static void led_set(struct led_classdev *cdev, enum led_brightness level)
{
	record_light(cdev_led(cdev), level);
}

static int led_set_blocking(struct led_classdev *cdev, enum led_brightness level)
{
	struct sim_led *led = cdev_led(cdev);

	might_sleep();
	sim_wait_until(ktime_get_ns() + led->set_time_us * NSEC_PER_USEC);
	record_light(led, level);
	return 0;
}

void sim_led_init(struct sim_led *led)
{
	led->max_brightness = LED_FULL;
	led->trace_entries = SIM_TRACE_ENTRIES_DEFAULT;
	raw_spin_lock_init(&led->counter_lock);
	INIT_LIST_HEAD(&led->live_node);
	sim_ring_init(&led->trace, sizeof(struct sim_led_event), show_light, led);
	sim_engine_init(led);
}

void sim_led_free(struct sim_led *led)
{
	sim_ring_free(&led->trace);
	sim_ring_free(&led->engine_trace);
}

/* Takes the name of the LED, if it is free. */
static int take_name(struct sim_led *led)
{
	struct sim_led *other;

	guard(mutex)(&live_leds_lock);
	list_for_each_entry(other, &live_leds, live_node) {
		if (strcmp(sim_led_name(other), sim_led_name(led)))
			continue;
		pr_notice("%s: board %s already has a live LED %s: name this one differently.\n",
			  sim_board_name(led->board), sim_board_name(other->board),
			  sim_led_name(led));
		return -EEXIST;
	}
	list_add(&led->live_node, &live_leds);
	return 0;
}

static void return_name(struct sim_led *led)
{
	guard(mutex)(&live_leds_lock);
	list_del_init(&led->live_node);
}

static int describe_led(struct sim_led *led)
{
	struct property_entry *property = led->properties;

	if (led->fwnode)
		return 0;
	memset(led->properties, 0, sizeof(led->properties));
	*property++ = PROPERTY_ENTRY_STRING("label", sim_led_name(led));
	if (led->default_trigger[0])
		*property++ = PROPERTY_ENTRY_STRING("linux,default-trigger", led->default_trigger);
	if (led->cell_count)
		*property++ =
			PROPERTY_ENTRY_U32_ARRAY_LEN("led-pattern", led->cells, led->cell_count);
	scnprintf(led->swnode_name, sizeof(led->swnode_name), "%s.led.%s",
		  dev_name(led->board->device), sim_led_name(led));
	led->swnode = (struct software_node){
		.name = led->swnode_name,
		.properties = led->properties,
	};
	return software_node_register(&led->swnode);
}

static void forget_description(struct sim_led *led)
{
	if (!led->fwnode)
		software_node_unregister(&led->swnode);
}

static void fill_classdev(struct sim_led *led)
{
	struct led_classdev *cdev = &led->mc.led_cdev;
	u32 i;

	memset(&led->mc, 0, sizeof(led->mc));
	memset(led->subleds, 0, sizeof(led->subleds));
	cdev->max_brightness = led->max_brightness;
	if (led->blocking)
		cdev->brightness_set_blocking = led_set_blocking;
	else
		cdev->brightness_set = led_set;
	for (i = 0; i < led->channels; i++) {
		led->subleds[i].color_index = led->colors[i];
		led->subleds[i].channel = i;
		led->subleds[i].intensity = led->max_brightness;
	}
	led->mc.subled_info = led->subleds;
	led->mc.num_colors = led->channels;
	sim_engine_attach(led, cdev);
}

static int register_classdev(struct sim_led *led)
{
	struct led_init_data init = {
		.fwnode = led->fwnode ?: software_node_fwnode(&led->swnode),
	};

	fill_classdev(led);
	if (led->channels)
		return led_classdev_multicolor_register_ext(led->board->device, &led->mc, &init);
	return led_classdev_register_ext(led->board->device, &led->mc.led_cdev, &init);
}

static void reset_records(struct sim_led *led)
{
	led->sets = 0;
	led->changes = 0;
	memset(&led->last, 0, sizeof(led->last));
}

int sim_led_start(struct sim_led *led)
{
	int ret;

	ret = take_name(led);
	if (ret)
		return ret;
	reset_records(led);
	ret = sim_ring_make(&led->trace, led->trace_entries);
	if (!ret)
		ret = sim_ring_make(&led->engine_trace, ENGINE_TRACE_ENTRIES);
	if (!ret)
		ret = describe_led(led);
	if (ret)
		goto err_name;
	ret = register_classdev(led);
	if (ret)
		goto err_describe;
	led->added = true;
	sim_object_created(SIM_OBJECT_LED_DEVICE);
	return 0;

err_describe:
	forget_description(led);
err_name:
	return_name(led);
	return ret;
}

/*
 * The LED core attaches the software node without taking a reference, but removing the device
 * drops one. Detach the node first, or our own reference goes.
 */
static void take_node_back(struct sim_led *led)
{
	device_set_node(led->mc.led_cdev.dev, NULL);
}

void sim_led_stop(struct sim_led *led)
{
	if (!led->added)
		return;
	take_node_back(led);
	if (led->channels)
		led_classdev_multicolor_unregister(&led->mc);
	else
		led_classdev_unregister(&led->mc.led_cdev);
	sim_engine_stop(led);
	forget_description(led);
	return_name(led);
	led->added = false;
	sim_object_destroyed(SIM_OBJECT_LED_DEVICE);
}

int sim_led_disable(struct sim_led *led, bool disabled)
{
	struct led_classdev *cdev = &led->mc.led_cdev;

	guard(mutex)(&led->board->lock);
	if (led->board->state != SIM_STATE_LIVE)
		return -ENODEV;
	guard(mutex)(&cdev->led_access);
	if (disabled)
		led_sysfs_disable(cdev);
	else
		led_sysfs_enable(cdev);
	return 0;
}

bool sim_led_is_disabled(struct sim_led *led)
{
	guard(mutex)(&led->board->lock);
	return led->board->state == SIM_STATE_LIVE && led_sysfs_is_disabled(&led->mc.led_cdev);
}

void sim_led_clear(struct sim_led *led)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&led->counter_lock, flags);
	led->sets = 0;
	led->changes = 0;
	sim_ring_clear(&led->trace);
	raw_spin_unlock_irqrestore(&led->counter_lock, flags);
	sim_ring_clear(&led->engine_trace);
}

void sim_led_show_counters(struct seq_file *m, struct sim_led *led)
{
	u64 sets, changes;
	unsigned long flags;

	raw_spin_lock_irqsave(&led->counter_lock, flags);
	sets = led->sets;
	changes = led->changes;
	raw_spin_unlock_irqrestore(&led->counter_lock, flags);
	seq_printf(m, "sets %llu\n", sets);
	seq_printf(m, "changes %llu\n", changes);
	seq_printf(m, "trace_lost %llu\n", sim_ring_lost(&led->trace));
	seq_printf(m, "engine_lost %llu\n", sim_ring_lost(&led->engine_trace));
}
