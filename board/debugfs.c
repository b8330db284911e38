// SPDX-License-Identifier: GPL-2.0-only
/* Folder railglow in debugfs: what boards did, and what is done to them. */

#include <linux/debugfs.h>
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/seq_file.h>

#include "board/board.h"
#include "board/bus.h"
#include "board/chip.h"
#include "board/debugfs.h"
#include "board/leds.h"

static struct dentry *root;

static atomic64_t created[SIM_OBJECTS];
static atomic64_t destroyed[SIM_OBJECTS];

static const char *const object_name[SIM_OBJECTS] = {
	[SIM_OBJECT_BOARD] = "board",
	[SIM_OBJECT_CHIP] = "chip",
	[SIM_OBJECT_LED] = "led",
	[SIM_OBJECT_INPUT] = "input",
	[SIM_OBJECT_RING] = "ring",
	[SIM_OBJECT_LIVE_BOARD] = "live-board",
	[SIM_OBJECT_ADAPTER] = "adapter",
	[SIM_OBJECT_CLIENT] = "client",
	[SIM_OBJECT_GPIO_CHIP] = "gpio-chip",
	[SIM_OBJECT_LED_DEVICE] = "led-device",
};

void sim_object_created(enum sim_object kind)
{
	atomic64_inc(&created[kind]);
}

void sim_object_destroyed(enum sim_object kind)
{
	atomic64_inc(&destroyed[kind]);
}

ssize_t sim_debugfs_refuse_write(struct file *file, const char __user *buf,
				 size_t len, loff_t *pos)
{
	return -EPERM;
}

/* The file `name`, printed by name_show(), which nobody writes. */
#define SHOW_FILE(name)							\
static int name##_open(struct inode *inode, struct file *file)		\
{									\
	return single_open(file, name##_show, inode->i_private);	\
}									\
									\
static const struct file_operations name##_fops = {			\
	.owner = THIS_MODULE,						\
	.open = name##_open,						\
	.read = seq_read,						\
	.write = sim_debugfs_refuse_write,				\
	.llseek = seq_lseek,						\
	.release = single_release,					\
}

static int objects_show(struct seq_file *m, void *unused)
{
	unsigned int i;

	for (i = 0; i < SIM_OBJECTS; i++)
		seq_printf(m, "%s %lld %lld\n", object_name[i],
			   atomic64_read(&created[i]),
			   atomic64_read(&destroyed[i]));
	return 0;
}
SHOW_FILE(objects);

static int bus_counters_show(struct seq_file *m, void *unused)
{
	sim_bus_show_counters(m, m->private);
	return 0;
}
SHOW_FILE(bus_counters);

static int chip_counters_show(struct seq_file *m, void *unused)
{
	sim_chip_show_counters(m, m->private);
	return 0;
}
SHOW_FILE(chip_counters);

static int chip_pins_show(struct seq_file *m, void *unused)
{
	sim_chip_show_pins(m, m->private);
	return 0;
}
SHOW_FILE(chip_pins);

static int chip_registers_show(struct seq_file *m, void *unused)
{
	return sim_chip_show_registers(m, m->private);
}
SHOW_FILE(chip_registers);

static int led_counters_show(struct seq_file *m, void *unused)
{
	sim_led_show_counters(m, m->private);
	return 0;
}
SHOW_FILE(led_counters);

static int led_engine_pattern_show(struct seq_file *m, void *unused)
{
	sim_engine_show(m, m->private);
	return 0;
}
SHOW_FILE(led_engine_pattern);

static int board_clear_set(void *data, u64 value)
{
	if (value != 1)
		return -EINVAL;
	sim_bus_clear(data);
	return 0;
}
DEFINE_DEBUGFS_ATTRIBUTE(board_clear_fops, NULL, board_clear_set, "%llu\n");

static int led_clear_set(void *data, u64 value)
{
	if (value != 1)
		return -EINVAL;
	sim_led_clear(data);
	return 0;
}
DEFINE_DEBUGFS_ATTRIBUTE(led_clear_fops, NULL, led_clear_set, "%llu\n");

static int chip_powered_get(void *data, u64 *value)
{
	*value = sim_chip_is_powered(data);
	return 0;
}

static int chip_powered_set(void *data, u64 value)
{
	if (value > 1)
		return -EINVAL;
	return sim_chip_set_powered(data, ktime_get_ns(), value);
}
DEFINE_DEBUGFS_ATTRIBUTE(chip_powered_fops, chip_powered_get, chip_powered_set,
			 "%llu\n");

static int chip_stuck_get(void *data, u64 *value)
{
	*value = sim_chip_is_stuck(data);
	return 0;
}

static int chip_stuck_set(void *data, u64 value)
{
	if (value > 1)
		return -EINVAL;
	return sim_chip_set_stuck(data, ktime_get_ns(), value);
}
DEFINE_DEBUGFS_ATTRIBUTE(chip_stuck_fops, chip_stuck_get, chip_stuck_set,
			 "%llu\n");

static int led_disabled_get(void *data, u64 *value)
{
	*value = sim_led_is_disabled(data);
	return 0;
}

static int led_disabled_set(void *data, u64 value)
{
	if (value > 1)
		return -EINVAL;
	return sim_led_disable(data, value);
}
DEFINE_DEBUGFS_ATTRIBUTE(led_disabled_fops, led_disabled_get, led_disabled_set,
			 "%llu\n");

void sim_debugfs_add_board(struct sim_board *board)
{
	struct dentry *dir = debugfs_create_dir(sim_board_name(board), root);

	board->debugfs = dir;
	board->debugfs_chips = debugfs_create_dir("chips", dir);
	board->debugfs_leds = debugfs_create_dir("leds", dir);
	debugfs_create_file("transfers", 0444, dir, &board->bus.trace,
			    &sim_ring_fops);
	debugfs_create_file("counters", 0444, dir, board, &bus_counters_fops);
	debugfs_create_file("faults", 0644, dir, &board->bus.faults,
			    &sim_faults_fops);
	debugfs_create_file_unsafe("clear", 0200, dir, board, &board_clear_fops);
}

static void add_inputs(struct sim_chip *chip, unsigned int channel)
{
	char name[SIM_NAME_MAX];

	scnprintf(name, sizeof(name), "rail%u_shunt_uv", channel);
	debugfs_create_file_unsafe(
		name, 0644, chip->debugfs,
		&chip->input_files[channel][INA3221_QUANTITY_SHUNT],
		&sim_input_fops);
	scnprintf(name, sizeof(name), "rail%u_bus_uv", channel);
	debugfs_create_file_unsafe(
		name, 0644, chip->debugfs,
		&chip->input_files[channel][INA3221_QUANTITY_BUS],
		&sim_input_fops);
}

void sim_debugfs_add_chip(struct sim_chip *chip)
{
	struct dentry *dir = debugfs_create_dir(sim_chip_name(chip),
						chip->board->debugfs_chips);
	unsigned int channel;

	chip->debugfs = dir;
	for (channel = 0; channel < INA3221_CHANNELS; channel++)
		add_inputs(chip, channel);
	debugfs_create_file("pins", 0444, dir, chip, &chip_pins_fops);
	debugfs_create_file("registers", 0444, dir, chip, &chip_registers_fops);
	debugfs_create_file("counters", 0444, dir, chip, &chip_counters_fops);
	debugfs_create_file_unsafe("powered", 0644, dir, chip,
				   &chip_powered_fops);
	debugfs_create_file_unsafe("stuck", 0644, dir, chip, &chip_stuck_fops);
}

void sim_debugfs_add_led(struct sim_led *led)
{
	struct dentry *dir = debugfs_create_dir(sim_led_name(led),
						led->board->debugfs_leds);

	led->debugfs = dir;
	debugfs_create_file("trace", 0444, dir, &led->trace, &sim_ring_fops);
	debugfs_create_file("counters", 0444, dir, led, &led_counters_fops);
	debugfs_create_file("engine", 0444, dir, &led->engine_trace,
			    &sim_ring_fops);
	debugfs_create_file("engine_pattern", 0444, dir, led,
			    &led_engine_pattern_fops);
	debugfs_create_file_unsafe("disabled", 0644, dir, led,
				   &led_disabled_fops);
	debugfs_create_file_unsafe("clear", 0200, dir, led, &led_clear_fops);
}

void sim_debugfs_init(void)
{
	root = debugfs_create_dir("railglow", NULL);
	debugfs_create_file("objects", 0444, root, NULL, &objects_fops);
}

void sim_debugfs_exit(void)
{
	debugfs_remove_recursive(root);
}
