// SPDX-License-Identifier: GPL-2.0-only
/* Folders of LEDs in configfs: made, removed, and their settings. Their devices are leds.c's. */

#include <linux/cleanup.h>
#include <linux/configfs.h>
#include <linux/debugfs.h>
#include <linux/leds.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/string.h>

#include <dt-bindings/leds/common.h>

#include "board/board.h"
#include "board/configfs_led.h"
#include "board/debugfs.h"
#include "board/leds.h"
#include "board/objects.h"
#include "board/settings.h"
#include "model/led_engine.h"

#define SET_TIME_MAX_US 1000000
#define BLANKS "\n "

/*
 * Names of the colours of single channels, as the LED class has them; older kernels lack the last
 * few.
 */
static const char *const color_name[] = {
	[LED_COLOR_ID_WHITE] = "white",	  [LED_COLOR_ID_RED] = "red",
	[LED_COLOR_ID_GREEN] = "green",	  [LED_COLOR_ID_BLUE] = "blue",
	[LED_COLOR_ID_AMBER] = "amber",	  [LED_COLOR_ID_VIOLET] = "violet",
	[LED_COLOR_ID_YELLOW] = "yellow", [LED_COLOR_ID_IR] = "ir",
#ifdef LED_COLOR_ID_LIME
	[LED_COLOR_ID_PURPLE] = "purple", [LED_COLOR_ID_ORANGE] = "orange",
	[LED_COLOR_ID_PINK] = "pink",	  [LED_COLOR_ID_CYAN] = "cyan",
	[LED_COLOR_ID_LIME] = "lime",
#endif
};

static struct sim_led *item_led(struct config_item *item)
{
	return container_of(to_config_group(item), struct sim_led, group);
}

static ssize_t led_max_brightness_show(struct config_item *item, char *page)
{
	return sysfs_emit(page, "%u\n", item_led(item)->max_brightness);
}

static ssize_t led_max_brightness_store(struct config_item *item, const char *page, size_t count)
{
	struct sim_led *led = item_led(item);

	return sim_store_u32(led->board, &led->max_brightness, page, 1, INT_MAX) ?: count;
}

static ssize_t led_blocking_show(struct config_item *item, char *page)
{
	return sysfs_emit(page, "%d\n", item_led(item)->blocking);
}

static ssize_t led_blocking_store(struct config_item *item, const char *page, size_t count)
{
	struct sim_led *led = item_led(item);

	return sim_store_bool(led->board, &led->blocking, page) ?: count;
}

static ssize_t led_set_time_us_show(struct config_item *item, char *page)
{
	return sysfs_emit(page, "%u\n", item_led(item)->set_time_us);
}

static ssize_t led_set_time_us_store(struct config_item *item, const char *page, size_t count)
{
	struct sim_led *led = item_led(item);

	return sim_store_u32(led->board, &led->set_time_us, page, 0, SET_TIME_MAX_US) ?: count;
}

static ssize_t led_engine_show(struct config_item *item, char *page)
{
	return sysfs_emit(page, "%s\n", led_engine_name[item_led(item)->engine]);
}

static ssize_t led_engine_store(struct config_item *item, const char *page, size_t count)
{
	struct sim_led *led = item_led(item);

	return sim_store_choice(led->board, &led->engine, led_engine_name, LED_ENGINES, page)
		       ?: count;
}

static ssize_t led_default_trigger_show(struct config_item *item, char *page)
{
	struct sim_led *led = item_led(item);

	return sysfs_emit(page, "%s\n", led->default_trigger);
}

static ssize_t led_default_trigger_store(struct config_item *item, const char *page, size_t count)
{
	struct sim_led *led = item_led(item);

	return sim_store_text(led->board, led->default_trigger, sizeof(led->default_trigger), page,
			      NULL)
		       ?: count;
}

static ssize_t led_trace_entries_show(struct config_item *item, char *page)
{
	return sysfs_emit(page, "%u\n", item_led(item)->trace_entries);
}

static ssize_t led_trace_entries_store(struct config_item *item, const char *page, size_t count)
{
	struct sim_led *led = item_led(item);

	return sim_store_u32(led->board, &led->trace_entries, page, 1, SIM_TRACE_ENTRIES_MAX)
		       ?: count;
}

static ssize_t led_colors_show(struct config_item *item, char *page)
{
	struct sim_led *led = item_led(item);
	ssize_t len = 0;
	u32 i;

	guard(mutex)(&led->board->lock);
	for (i = 0; i < led->channels; i++)
		len += sysfs_emit_at(page, len, "%s%s", i ? " " : "", color_name[led->colors[i]]);
	return len + sysfs_emit_at(page, len, "\n");
}

static int find_color(const char *name)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(color_name); i++)
		if (color_name[i] && !strcmp(color_name[i], name))
			return i;
	return -EINVAL;
}

/* Parses colours separated by blanks; changes the text. */
static int parse_colors(char *text, u8 *colors)
{
	u32 count = 0;
	char *word;
	int color;

	while ((word = strsep(&text, BLANKS))) {
		if (!*word)
			continue;
		color = find_color(word);
		if (color < 0 || count == SIM_LED_CHANNELS_MAX)
			return -EINVAL;
		colors[count++] = color;
	}
	return count;
}

static ssize_t led_colors_store(struct config_item *item, const char *page, size_t count)
{
	struct sim_led *led = item_led(item);
	u8 colors[SIM_LED_CHANNELS_MAX];
	char *text;
	int ret;

	text = kstrndup(page, count, GFP_KERNEL);
	if (!text)
		return -ENOMEM;
	ret = parse_colors(text, colors);
	kfree(text);
	if (ret < 0)
		return ret;
	if (ret > 0 && !IS_REACHABLE(CONFIG_LEDS_CLASS_MULTICOLOR))
		return -EOPNOTSUPP;
	guard(mutex)(&led->board->lock);
	if (led->board->state != SIM_STATE_OFF)
		return -EBUSY;
	memcpy(led->colors, colors, ret);
	led->channels = ret;
	return count;
}

static ssize_t led_led_pattern_show(struct config_item *item, char *page)
{
	struct sim_led *led = item_led(item);
	ssize_t len = 0;
	u32 i;

	guard(mutex)(&led->board->lock);
	for (i = 0; i < led->cell_count; i++)
		len += sysfs_emit_at(page, len, "%s%u", i ? " " : "", led->cells[i]);
	return len + sysfs_emit_at(page, len, "\n");
}

/* Parses cells separated by blanks; changes the text. */
static int parse_cells(char *text, u32 *cells)
{
	u32 count = 0;
	char *word;

	while ((word = strsep(&text, BLANKS))) {
		if (!*word)
			continue;
		if (count == SIM_LED_CELLS_MAX || kstrtou32(word, 0, &cells[count]))
			return -EINVAL;
		count++;
	}
	return count;
}

/* Takes cells that do not make a pattern, too: firmware can be wrong. */
static ssize_t led_led_pattern_store(struct config_item *item, const char *page, size_t count)
{
	struct sim_led *led = item_led(item);
	u32 *cells;
	char *text;
	int ret;

	text = kstrndup(page, count, GFP_KERNEL);
	cells = kcalloc(SIM_LED_CELLS_MAX, sizeof(*cells), GFP_KERNEL);
	ret = text && cells ? parse_cells(text, cells) : -ENOMEM;
	if (ret >= 0) {
		guard(mutex)(&led->board->lock);
		if (led->board->state != SIM_STATE_OFF) {
			ret = -EBUSY;
		} else {
			memcpy(led->cells, cells, sizeof(led->cells));
			led->cell_count = ret;
		}
	}
	kfree(text);
	kfree(cells);
	return ret < 0 ? ret : count;
}

static ssize_t led_device_name_show(struct config_item *item, char *page)
{
	struct sim_led *led = item_led(item);

	guard(mutex)(&led->board->lock);
	if (led->board->state != SIM_STATE_LIVE)
		return sysfs_emit(page, "\n");
	return sysfs_emit(page, "%s\n", dev_name(led->mc.led_cdev.dev));
}

CONFIGFS_ATTR(led_, max_brightness);
CONFIGFS_ATTR(led_, blocking);
CONFIGFS_ATTR(led_, set_time_us);
CONFIGFS_ATTR(led_, engine);
CONFIGFS_ATTR(led_, default_trigger);
CONFIGFS_ATTR(led_, trace_entries);
CONFIGFS_ATTR(led_, colors);
CONFIGFS_ATTR(led_, led_pattern);
CONFIGFS_ATTR_RO(led_, device_name);

static struct configfs_attribute *led_attrs[] = {
	&led_attr_max_brightness,  &led_attr_blocking,
	&led_attr_set_time_us,	   &led_attr_engine,
	&led_attr_default_trigger, &led_attr_trace_entries,
	&led_attr_colors,	   &led_attr_led_pattern,
	&led_attr_device_name,	   NULL,
};

static void led_item_release(struct config_item *item)
{
	struct sim_led *led = item_led(item);

	sim_led_free(led);
	kfree(led);
	sim_object_destroyed(SIM_OBJECT_LED);
}

static struct configfs_item_operations led_item_ops = {
	.release = led_item_release,
};

static const struct config_item_type led_type = {
	.ct_owner = THIS_MODULE,
	.ct_item_ops = &led_item_ops,
	.ct_attrs = led_attrs,
};

struct config_group *sim_led_make(struct sim_board *board, const char *name)
{
	struct sim_led *led;
	int ret;

	ret = sim_check_name(name);
	if (ret)
		return ERR_PTR(ret);
	guard(mutex)(&board->lock);
	if (board->state != SIM_STATE_OFF)
		return ERR_PTR(-EBUSY);
	led = kzalloc(sizeof(*led), GFP_KERNEL);
	if (!led)
		return ERR_PTR(-ENOMEM);
	led->board = board;
	sim_led_init(led);
	config_group_init_type_name(&led->group, name, &led_type);
	list_add_tail(&led->node, &board->leds);
	sim_debugfs_add_led(led);
	sim_object_created(SIM_OBJECT_LED);
	return &led->group;
}

void sim_led_drop(struct config_group *group, struct config_item *item)
{
	struct sim_led *led = item_led(item);

	mutex_lock(&led->board->lock);
	list_del(&led->node);
	mutex_unlock(&led->board->lock);
	debugfs_remove_recursive(led->debugfs);
	config_item_put(item);
}
