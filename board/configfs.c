// SPDX-License-Identifier: GPL-2.0-only
/*
 * Folder railglow in configfs: boards, made and removed, and their own settings. Chips, LEDs and
 * rails are made in configfs_chip.c, configfs_led.c and configfs_rail.c; a board is made live in
 * live.c. settings.c turns text into values, and refuses changes of a live board and long names.
 */

#include <linux/cleanup.h>
#include <linux/configfs.h>
#include <linux/debugfs.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "board/board.h"
#include "board/bus.h"
#include "board/configfs.h"
#include "board/configfs_chip.h"
#include "board/configfs_led.h"
#include "board/debugfs.h"
#include "board/live.h"
#include "board/objects.h"
#include "board/settings.h"
#include "board/shared_line.h"
#include "model/bus_time.h"

static const char *const functionality_name[] = {
	[SIM_FUNCTIONALITY_I2C] = "i2c",
	[SIM_FUNCTIONALITY_SMBUS_WORD] = "smbus-word",
	[SIM_FUNCTIONALITY_I2C_READ_LAST] = "i2c-read-last",
	[SIM_FUNCTIONALITY_I2C_COMBINED] = "i2c-combined",
};

static const char *const controller_name[] = {
	[SIM_CONTROLLER_SOC] = "soc",
	[SIM_CONTROLLER_EXPANDER] = "expander",
};

/* Longest delay of an adapter. */
#define DELAY_MAX_US 1000000

static struct sim_board *item_board(struct config_item *item)
{
	return container_of(to_config_group(item), struct sim_board, group);
}

static ssize_t board_live_show(struct config_item *item, char *page)
{
	struct sim_board *board = item_board(item);

	guard(mutex)(&board->lock);
	return sysfs_emit(page, "%d\n",
			  board->state == SIM_STATE_LIVE || board->state == SIM_STATE_STOPPING);
}

static ssize_t board_live_store(struct config_item *item, const char *page, size_t count)
{
	u32 live;
	int ret;

	if (kstrtou32(page, 0, &live) || live > 1)
		return -EINVAL;
	ret = sim_board_set_live(item_board(item), live);
	return ret ?: count;
}

static ssize_t board_bus_clock_hz_show(struct config_item *item, char *page)
{
	return sysfs_emit(page, "%u\n", item_board(item)->clock_hz);
}

static ssize_t board_bus_clock_hz_store(struct config_item *item, const char *page, size_t count)
{
	struct sim_board *board = item_board(item);

	return sim_store_u32(board, &board->clock_hz, page, BUS_CLOCK_MIN_HZ, BUS_CLOCK_MAX_HZ)
		       ?: count;
}

static ssize_t board_bus_sleeps_show(struct config_item *item, char *page)
{
	return sysfs_emit(page, "%d\n", item_board(item)->bus_sleeps);
}

static ssize_t board_bus_sleeps_store(struct config_item *item, const char *page, size_t count)
{
	struct sim_board *board = item_board(item);

	return sim_store_bool(board, &board->bus_sleeps, page) ?: count;
}

static ssize_t delay_show(struct config_item *item, char *page, enum sim_delay which)
{
	return sysfs_emit(page, "%u\n", item_board(item)->delay_us[which]);
}

static ssize_t delay_store(struct config_item *item, const char *page, size_t count,
			   enum sim_delay which)
{
	struct sim_board *board = item_board(item);

	return sim_store_u32(board, &board->delay_us[which], page, 0, DELAY_MAX_US) ?: count;
}

static ssize_t board_delay_before_us_show(struct config_item *item, char *page)
{
	return delay_show(item, page, SIM_DELAY_BEFORE);
}

static ssize_t board_delay_before_us_store(struct config_item *item, const char *page, size_t count)
{
	return delay_store(item, page, count, SIM_DELAY_BEFORE);
}

static ssize_t board_delay_between_us_show(struct config_item *item, char *page)
{
	return delay_show(item, page, SIM_DELAY_BETWEEN);
}

static ssize_t board_delay_between_us_store(struct config_item *item, const char *page,
					    size_t count)
{
	return delay_store(item, page, count, SIM_DELAY_BETWEEN);
}

static ssize_t board_delay_after_us_show(struct config_item *item, char *page)
{
	return delay_show(item, page, SIM_DELAY_AFTER);
}

static ssize_t board_delay_after_us_store(struct config_item *item, const char *page, size_t count)
{
	return delay_store(item, page, count, SIM_DELAY_AFTER);
}

static ssize_t board_functionality_show(struct config_item *item, char *page)
{
	return sysfs_emit(page, "%s\n", functionality_name[item_board(item)->functionality]);
}

static ssize_t board_functionality_store(struct config_item *item, const char *page, size_t count)
{
	struct sim_board *board = item_board(item);

	return sim_store_choice(board, &board->functionality, functionality_name,
				ARRAY_SIZE(functionality_name), page)
		       ?: count;
}

static ssize_t board_irq_controller_show(struct config_item *item, char *page)
{
	return sysfs_emit(page, "%s\n", controller_name[item_board(item)->controller]);
}

static ssize_t board_irq_controller_store(struct config_item *item, const char *page, size_t count)
{
	struct sim_board *board = item_board(item);

	return sim_store_choice(board, &board->controller, controller_name,
				ARRAY_SIZE(controller_name), page)
		       ?: count;
}

static ssize_t board_trace_entries_show(struct config_item *item, char *page)
{
	return sysfs_emit(page, "%u\n", item_board(item)->trace_entries);
}

static ssize_t board_trace_entries_store(struct config_item *item, const char *page, size_t count)
{
	struct sim_board *board = item_board(item);

	return sim_store_u32(board, &board->trace_entries, page, 1, SIM_TRACE_ENTRIES_MAX) ?: count;
}

static ssize_t board_adapter_show(struct config_item *item, char *page)
{
	struct sim_board *board = item_board(item);

	guard(mutex)(&board->lock);
	if (board->state != SIM_STATE_LIVE)
		return sysfs_emit(page, "\n");
	return sysfs_emit(page, "%d\n", board->bus.adapter.nr);
}

static ssize_t board_device_name_show(struct config_item *item, char *page)
{
	struct sim_board *board = item_board(item);

	guard(mutex)(&board->lock);
	if (board->state != SIM_STATE_LIVE)
		return sysfs_emit(page, "\n");
	return sysfs_emit(page, "%s\n", dev_name(board->device));
}

CONFIGFS_ATTR(board_, live);
CONFIGFS_ATTR(board_, bus_clock_hz);
CONFIGFS_ATTR(board_, bus_sleeps);
CONFIGFS_ATTR(board_, delay_before_us);
CONFIGFS_ATTR(board_, delay_between_us);
CONFIGFS_ATTR(board_, delay_after_us);
CONFIGFS_ATTR(board_, functionality);
CONFIGFS_ATTR(board_, irq_controller);
CONFIGFS_ATTR(board_, trace_entries);
CONFIGFS_ATTR_RO(board_, adapter);
CONFIGFS_ATTR_RO(board_, device_name);

static struct configfs_attribute *board_attrs[] = {
	&board_attr_live,	    &board_attr_bus_clock_hz,	 &board_attr_bus_sleeps,
	&board_attr_functionality,  &board_attr_trace_entries,	 &board_attr_adapter,
	&board_attr_device_name,    &board_attr_delay_before_us, &board_attr_delay_between_us,
	&board_attr_delay_after_us, &board_attr_irq_controller,	 NULL,
};

static void board_release(struct config_item *item)
{
	struct sim_board *board = item_board(item);

	sim_bus_free(board);
	mutex_destroy(&board->lock);
	kfree(board);
	sim_object_destroyed(SIM_OBJECT_BOARD);
}

static struct configfs_item_operations board_item_ops = {
	.release = board_release,
};

static const struct config_item_type board_type = {
	.ct_owner = THIS_MODULE,
	.ct_item_ops = &board_item_ops,
	.ct_attrs = board_attrs,
};

static struct config_group *chips_make_group(struct config_group *group, const char *name)
{
	struct sim_board *board = container_of(group, struct sim_board, chips_group);

	if (board->parent)
		return ERR_PTR(-EPERM);
	return sim_chip_make(board, name);
}

static struct configfs_group_operations chips_group_ops = {
	.make_group = chips_make_group,
	.drop_item = sim_chip_drop,
};

static const struct config_item_type chips_type = {
	.ct_owner = THIS_MODULE,
	.ct_group_ops = &chips_group_ops,
};

static struct config_group *leds_make_group(struct config_group *group, const char *name)
{
	struct sim_board *board = container_of(group, struct sim_board, leds_group);

	if (board->parent)
		return ERR_PTR(-EPERM);
	return sim_led_make(board, name);
}

static struct configfs_group_operations leds_group_ops = {
	.make_group = leds_make_group,
	.drop_item = sim_led_drop,
};

static const struct config_item_type leds_type = {
	.ct_owner = THIS_MODULE,
	.ct_group_ops = &leds_group_ops,
};

struct config_group *sim_board_make(struct config_group *group, const char *name)
{
	struct sim_board *board;
	int ret;

	ret = sim_check_name(name);
	if (!ret && sim_debugfs_name_taken(name))
		ret = -EEXIST;
	if (ret)
		return ERR_PTR(ret);
	board = kzalloc(sizeof(*board), GFP_KERNEL);
	if (!board)
		return ERR_PTR(-ENOMEM);
	mutex_init(&board->lock);
	INIT_LIST_HEAD(&board->chips);
	INIT_LIST_HEAD(&board->leds);
	board->clock_hz = BUS_CLOCK_FAST_HZ;
	board->bus_sleeps = true;
	board->trace_entries = SIM_TRACE_ENTRIES_DEFAULT;
	sim_live_init(board);
	sim_bus_init(board);
	sim_alert_init(board);
	config_group_init_type_name(&board->group, name, &board_type);
	config_group_init_type_name(&board->chips_group, "chips", &chips_type);
	configfs_add_default_group(&board->chips_group, &board->group);
	config_group_init_type_name(&board->leds_group, "leds", &leds_type);
	configfs_add_default_group(&board->leds_group, &board->group);
	sim_debugfs_add_board(board);
	sim_object_created(SIM_OBJECT_BOARD);
	return &board->group;
}

void sim_board_drop(struct config_group *group, struct config_item *item)
{
	debugfs_remove_recursive(item_board(item)->debugfs);
	config_item_put(item);
}

static struct configfs_group_operations root_group_ops = {
	.make_group = sim_board_make,
	.drop_item = sim_board_drop,
};

static const struct config_item_type root_type = {
	.ct_owner = THIS_MODULE,
	.ct_group_ops = &root_group_ops,
};

static struct configfs_subsystem subsystem = {
	.su_group = {
		.cg_item = {
			.ci_namebuf = "railglow",
			.ci_type = &root_type,
		},
	},
};

int sim_configfs_add(struct sim_board *board)
{
	return configfs_register_group(&subsystem.su_group, &board->group);
}

void sim_configfs_remove(struct sim_board *board)
{
	configfs_unregister_group(&board->group);
}

int sim_configfs_init(void)
{
	int ret;

	ret = sim_live_workqueue_make();
	if (ret)
		return ret;
	config_group_init(&subsystem.su_group);
	mutex_init(&subsystem.su_mutex);
	ret = configfs_register_subsystem(&subsystem);
	if (ret)
		sim_live_workqueue_free();
	return ret;
}

void sim_configfs_exit(void)
{
	configfs_unregister_subsystem(&subsystem);
	sim_live_workqueue_free();
	mutex_destroy(&subsystem.su_mutex);
}
