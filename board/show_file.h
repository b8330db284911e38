/* SPDX-License-Identifier: GPL-2.0-only */
/* Files in debugfs that are read only. */
#ifndef RAILGLOW_BOARD_SHOW_FILE_H
#define RAILGLOW_BOARD_SHOW_FILE_H

#include <linux/types.h>

struct dentry;
struct file;
struct seq_file;

/**
 * struct sim_show_file - a file that is read only
 * @show: prints its content; its errno is that of read(2)
 * @object: handed to @show
 */
struct sim_show_file {
	int (*show)(struct seq_file *m, void *object);
	void *object;
};

/**
 * sim_show_file_add() - make a file that is read only
 * @dir: its folder
 * @name: its name
 * @file: filled in, and kept by reference for as long as the folder is there
 * @show: prints its content
 * @object: handed to @show
 */
void sim_show_file_add(struct dentry *dir, const char *name, struct sim_show_file *file,
		       int (*show)(struct seq_file *m, void *object), void *object);

/**
 * sim_refuse_write() - write operation of files that are read only
 * @file: ignored
 * @buf: ignored
 * @len: ignored
 * @pos: ignored
 *
 * Return: -EPERM; without it a write as root would look like a bad argument.
 */
ssize_t sim_refuse_write(struct file *file, const char __user *buf, size_t len, loff_t *pos);

#endif /* RAILGLOW_BOARD_SHOW_FILE_H */
