/* SPDX-License-Identifier: GPL-2.0-only */
/* Files in debugfs that print something and take nothing. */
#ifndef RAILGLOW_BOARD_SHOW_FILE_H
#define RAILGLOW_BOARD_SHOW_FILE_H

#include <linux/types.h>

struct dentry;
struct file;
struct seq_file;

/**
 * struct sim_show_file - a file that prints something
 * @show: prints it; an errno is what reading then gives
 * @object: for @show
 */
struct sim_show_file {
	int (*show)(struct seq_file *m, void *object);
	void *object;
};

/**
 * sim_show_file_add() - make such a file
 * @dir: its folder
 * @name: its name
 * @file: filled in, and kept by reference for as long as the folder is there
 * @show: prints it
 * @object: for @show
 */
void sim_show_file_add(struct dentry *dir, const char *name, struct sim_show_file *file,
		       int (*show)(struct seq_file *m, void *object), void *object);

/**
 * sim_refuse_write() - write operation of files that are only for reading
 * @file: not looked at, as are the others
 * @buf: same
 * @len: same
 * @pos: same
 *
 * Return: -EPERM; without it a write as root would look like a bad argument.
 */
ssize_t sim_refuse_write(struct file *file, const char __user *buf, size_t len, loff_t *pos);

#endif /* RAILGLOW_BOARD_SHOW_FILE_H */
