// SPDX-License-Identifier: GPL-2.0-only
/* Files in debugfs that are read only. */

#include <linux/debugfs.h>
#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/seq_file.h>

#include "board/show_file.h"

ssize_t sim_refuse_write(struct file *file, const char __user *buf, size_t len, loff_t *pos)
{
	return -EPERM;
}

static int print_object(struct seq_file *m, void *unused)
{
	const struct sim_show_file *file = m->private;

	return file->show(m, file->object);
}

static int file_open(struct inode *inode, struct file *file)
{
	return single_open(file, print_object, inode->i_private);
}

static const struct file_operations show_fops = {
	.owner = THIS_MODULE,
	.open = file_open,
	.read = seq_read,
	.write = sim_refuse_write,
	.llseek = seq_lseek,
	.release = single_release,
};

void sim_show_file_add(struct dentry *dir, const char *name, struct sim_show_file *file,
		       int (*show)(struct seq_file *m, void *object), void *object)
{
	file->show = show;
	file->object = object;
	debugfs_create_file(name, 0444, dir, file, &show_fops);
}
