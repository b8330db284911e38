// SPDX-License-Identifier: GPL-2.0-only
/*
 * Folder railglow in debugfs: the files of boards, chips and LEDs. Traces are shown by ring.c, and
 * their lines printed by transfer.c, leds.c and leds_engine.c; chips are shown by chip_show.c,
 * counters of the bus by bus.c. inputs.c and faults.c take what is written; show_file.c refuses
 * writes to files that are read only.
 */

#include <linux/debugfs.h>
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/seq_file.h>
#include <linux/string.h>

#include "board/board.h"
#include "board/bus.h"
#include "board/chip.h"
#include "board/chip_show.h"
#include "board/debugfs.h"
#include "board/faults.h"
#include "board/inputs.h"
#include "board/leds.h"
#include "board/leds_engine.h"
#include "board/names.h"
#include "board/objects.h"
#include "board/pins_held_low.h"
#include "board/ring.h"
#include "board/show_file.h"
#include "core/ina3221_regs.h"

/* Name of the one file beside the folders of boards. */
#define OBJECTS_FILE "objects"

static struct dentry *root;
static struct sim_show_file objects_file;

bool sim_debugfs_name_taken(const char *name)
{
	return !strcmp(name, OBJECTS_FILE);
}

static int bus_counters_show(struct seq_file *m, void *object)
{
	sim_bus_show_counters(m, object);
	return 0;
}

static int chip_counters_show(struct seq_file *m, void *object)
{
	sim_chip_show_counters(m, object);
	return 0;
}

static int chip_pins_show(struct seq_file *m, void *object)
{
	sim_chip_show_pins(m, object);
	return 0;
}

static int chip_lines_show(struct seq_file *m, void *object)
{
	sim_chip_show_lines(m, object);
	return 0;
}

static int chip_registers_show(struct seq_file *m, void *object)
{
	return sim_chip_show_registers(m, object);
}

static int led_counters_show(struct seq_file *m, void *object)
{
	sim_led_show_counters(m, object);
	return 0;
}

static int led_engine_pattern_show(struct seq_file *m, void *object)
{
	sim_engine_show(m, object);
	return 0;
}

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
DEFINE_DEBUGFS_ATTRIBUTE(chip_powered_fops, chip_powered_get, chip_powered_set, "%llu\n");

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
DEFINE_DEBUGFS_ATTRIBUTE(chip_stuck_fops, chip_stuck_get, chip_stuck_set, "%llu\n");

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
DEFINE_DEBUGFS_ATTRIBUTE(led_disabled_fops, led_disabled_get, led_disabled_set, "%llu\n");

void sim_debugfs_add_board(struct sim_board *board)
{
	struct dentry *dir = debugfs_create_dir(sim_board_name(board), root);

	board->debugfs = dir;
	board->debugfs_chips = debugfs_create_dir("chips", dir);
	board->debugfs_leds = debugfs_create_dir("leds", dir);
	debugfs_create_file("transfers", 0444, dir, &board->bus.trace, &sim_ring_fops);
	sim_show_file_add(dir, "counters", &board->counters_file, bus_counters_show, board);
	debugfs_create_file("faults", 0644, dir, &board->bus.faults, &sim_faults_fops);
	debugfs_create_file_unsafe("clear", 0200, dir, board, &board_clear_fops);
}

static void add_input(struct sim_chip *chip, unsigned int channel, unsigned int quantity,
		      const char *what)
{
	char name[SIM_NAME_MAX];

	scnprintf(name, sizeof(name), "rail%u_%s_uv", channel, what);
	debugfs_create_file_unsafe(name, 0644, chip->debugfs, &chip->input_files[channel][quantity],
				   &sim_input_fops);
}

void sim_debugfs_add_chip(struct sim_chip *chip)
{
	struct dentry *dir = debugfs_create_dir(sim_chip_name(chip), chip->board->debugfs_chips);
	unsigned int channel;

	chip->debugfs = dir;
	for (channel = 0; channel < INA3221_CHANNELS; channel++) {
		add_input(chip, channel, INA3221_MODEL_QUANTITY_SHUNT, "shunt");
		add_input(chip, channel, INA3221_MODEL_QUANTITY_BUS, "bus");
	}
	debugfs_create_file_unsafe("drift_ppm", 0644, dir, &chip->drift_file, &sim_input_fops);
	sim_show_file_add(dir, "pins", &chip->pins_file, chip_pins_show, chip);
	sim_show_file_add(dir, "lines", &chip->lines_file, chip_lines_show, chip);
	debugfs_create_file("held_low", 0644, dir, chip, &sim_held_fops);
	sim_show_file_add(dir, "registers", &chip->registers_file, chip_registers_show, chip);
	sim_show_file_add(dir, "counters", &chip->counters_file, chip_counters_show, chip);
	debugfs_create_file_unsafe("powered", 0644, dir, chip, &chip_powered_fops);
	debugfs_create_file_unsafe("stuck", 0644, dir, chip, &chip_stuck_fops);
}

void sim_debugfs_add_led(struct sim_led *led)
{
	struct dentry *dir = debugfs_create_dir(sim_led_name(led), led->board->debugfs_leds);

	led->debugfs = dir;
	debugfs_create_file("trace", 0444, dir, &led->trace, &sim_ring_fops);
	sim_show_file_add(dir, "counters", &led->counters_file, led_counters_show, led);
	debugfs_create_file("engine", 0444, dir, &led->engine_trace, &sim_ring_fops);
	sim_show_file_add(dir, "engine_pattern", &led->engine_file, led_engine_pattern_show, led);
	debugfs_create_file_unsafe("disabled", 0644, dir, led, &led_disabled_fops);
	debugfs_create_file_unsafe("clear", 0200, dir, led, &led_clear_fops);
}

void sim_debugfs_init(void)
{
	root = debugfs_create_dir("railglow", NULL);
	sim_show_file_add(root, OBJECTS_FILE, &objects_file, sim_objects_show, NULL);
}

void sim_debugfs_exit(void)
{
	debugfs_remove_recursive(root);
}
