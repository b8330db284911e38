/* SPDX-License-Identifier: GPL-2.0-only */
/* Folder railglow in debugfs: what boards did, and what is done to them. */
#ifndef RAILGLOW_BOARD_DEBUGFS_H
#define RAILGLOW_BOARD_DEBUGFS_H

#include <linux/types.h>

struct file;
struct file_operations;
struct seq_file;
struct sim_board;
struct sim_chip;
struct sim_led;

/**
 * struct sim_show_file - a file that prints something
 * @show: prints it; an errno is what reading then gives
 * @object: for @show
 */
struct sim_show_file {
	int (*show)(struct seq_file *m, void *object);
	void *object;
};

/** sim_debugfs_init() - make folder railglow and file objects in it. */
void sim_debugfs_init(void);

/** sim_debugfs_exit() - remove the folder. */
void sim_debugfs_exit(void);

/** sim_debugfs_name_taken() - is @name that of a file beside the folders of boards? */
bool sim_debugfs_name_taken(const char *name);

/** sim_debugfs_add_board() - make the folder of @board. */
void sim_debugfs_add_board(struct sim_board *board);

/** sim_debugfs_add_chip() - make the folder of @chip in that of its board. */
void sim_debugfs_add_chip(struct sim_chip *chip);

/** sim_debugfs_add_led() - make the folder of @led in that of its board. */
void sim_debugfs_add_led(struct sim_led *led);

/**
 * sim_debugfs_refuse_write() - write operation of files that are for reading
 * @file: not looked at, as are the others
 * @buf: same
 * @len: same
 * @pos: same
 *
 * Return: -EPERM; without it a write as root would look like a bad argument.
 */
ssize_t sim_debugfs_refuse_write(struct file *file, const char __user *buf, size_t len,
				 loff_t *pos);

#endif /* RAILGLOW_BOARD_DEBUGFS_H */
