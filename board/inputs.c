// SPDX-License-Identifier: GPL-2.0-only
/*
 * Inputs of chips: files with scripts of voltage over time, replaced while they run. Text is
 * parsed in model/input_text.c; the value at a time is input_uv() in model/input.c. chip.c grounds
 * inputs that were never written, and starts all scripts when the board is made live.
 */

#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/cleanup.h>
#include <linux/debugfs.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "board/chip.h"
#include "board/inputs.h"
#include "board/objects.h"
#include "core/ina3221_regs.h"

/* Longest script, in bytes. */
#define INPUT_TEXT_MAX SZ_1M

static void input_free(struct sim_input *input)
{
	if (input->segments)
		sim_object_destroyed(SIM_OBJECT_INPUT);
	kvfree(input->segments);
	kvfree(input->text);
}

void sim_chip_free(struct sim_chip *chip)
{
	unsigned int channel, quantity;

	for (channel = 0; channel < INA3221_CHANNELS; channel++)
		for (quantity = 0; quantity < INA3221_MODEL_QUANTITIES; quantity++)
			input_free(&chip->inputs[channel][quantity]);
	input_free(&chip->drift);
}

static int say_error(const char *text, size_t len, const struct input_error *error)
{
	pr_notice("input script: %s at byte %zu: see docs/model.md for the grammar.\n",
		  error->reason, error->offset);
	return -EINVAL;
}

/* Parses a text for a file into @input; nothing is left to free on errors. */
static int input_make(struct sim_input *input, const struct sim_input_file *file, const char *text,
		      size_t len)
{
	struct input_error error = {};
	int count, ret;

	count = file->parse(&input->script, text, len, NULL, 0, &error);
	if (count < 0)
		return say_error(text, len, &error);
	input->text = kvmalloc(len, GFP_KERNEL);
	input->segments = kvmalloc_array(count, sizeof(*input->segments), GFP_KERNEL);
	ret = -ENOMEM;
	if (!input->text || !input->segments)
		goto err_free;
	ret = file->parse(&input->script, text, len, input->segments, count, &error);
	if (ret < 0)
		goto err_free;
	memcpy(input->text, text, len);
	input->len = len;
	sim_object_created(SIM_OBJECT_INPUT);
	return 0;

err_free:
	kvfree(input->segments);
	kvfree(input->text);
	return ret;
}

int sim_chip_set_input(const struct sim_input_file *file, const char *text, size_t len)
{
	struct sim_chip *chip = file->chip;
	struct sim_input made = {};
	u64 now_ns;
	int ret;

	ret = input_make(&made, file, text, len);
	if (ret)
		return ret;
	rt_mutex_lock(&chip->lock);
	now_ns = sim_chip_advance_to_now(chip);
	made.script.start_ns = now_ns;
	swap(made, *file->input);
	sim_chip_inputs_changed(chip);
	rt_mutex_unlock(&chip->lock);
	input_free(&made);
	return 0;
}

ssize_t sim_chip_read_input(const struct sim_input_file *file, char __user *buf, size_t len,
			    loff_t *pos)
{
	const struct sim_input *input = file->input;

	guard(sim_chip)(file->chip);
	if (!input->text)
		return simple_read_from_buffer(buf, len, pos, "0\n", 2);
	return simple_read_from_buffer(buf, len, pos, input->text, input->len);
}

/**
 * struct input_writer - an open input file
 * @lock: for the members below, as the file does not serialise pwrite(2) and close(2)
 * @file: the input
 * @text: text written so far
 * @len: length of @text
 * @waiting: text has come since the last script was taken
 */
struct input_writer {
	struct mutex lock; /* text, len, waiting */
	const struct sim_input_file *file;
	char *text;
	size_t len;
	bool waiting;
};

static int input_open(struct inode *inode, struct file *file)
{
	struct input_writer *writer = kzalloc(sizeof(*writer), GFP_KERNEL);

	if (!writer)
		return -ENOMEM;
	mutex_init(&writer->lock);
	writer->file = inode->i_private;
	file->private_data = writer;
	return 0;
}

static int input_release(struct inode *inode, struct file *file)
{
	struct input_writer *writer = file->private_data;

	kvfree(writer->text);
	mutex_destroy(&writer->lock);
	kfree(writer);
	return 0;
}

static ssize_t input_read(struct file *file, char __user *buf, size_t len, loff_t *pos)
{
	const struct sim_input_file *about = ((struct input_writer *)file->private_data)->file;
	struct dentry *dentry = file->f_path.dentry;
	ssize_t ret;

	ret = debugfs_file_get(dentry);
	if (ret)
		return ret;
	ret = sim_chip_read_input(about, buf, len, pos);
	debugfs_file_put(dentry);
	return ret;
}

static int writer_append(struct input_writer *writer, const char __user *buf, size_t len)
{
	char *longer;

	if (len > INPUT_TEXT_MAX - writer->len)
		return -E2BIG;
	longer = kvmalloc(writer->len + len, GFP_KERNEL);
	if (!longer)
		return -ENOMEM;
	if (copy_from_user(longer + writer->len, buf, len)) {
		kvfree(longer);
		return -EFAULT;
	}
	if (writer->text)
		memcpy(longer, writer->text, writer->len);
	kvfree(writer->text);
	writer->text = longer;
	writer->len += len;
	writer->waiting = true;
	return 0;
}

static int writer_commit(struct input_writer *writer)
{
	writer->waiting = false;
	return sim_chip_set_input(writer->file, writer->text, writer->len);
}

static void writer_begin_anew(struct input_writer *writer)
{
	kvfree(writer->text);
	writer->text = NULL;
	writer->len = 0;
}

/*
 * Collects a script, which comes in several writes if it is longer than a pipe or a buffer. It is
 * complete with a write that does not fill pages, perhaps with one that ends in a newline, and at
 * last with close(). So write() tells nearly every writer about a mistake, and a writer that keeps
 * the file open may write the next script.
 */
static int writer_take(struct input_writer *writer, const char __user *buf, size_t len)
{
	bool last = len % PAGE_SIZE;
	int ret;

	guard(mutex)(&writer->lock);
	ret = writer_append(writer, buf, len);
	if (!ret && writer->len && (last || writer->text[writer->len - 1] == '\n'))
		ret = writer_commit(writer);
	if (last)
		writer_begin_anew(writer);
	return ret;
}

static ssize_t take_input(struct file *file, const char __user *buf, size_t len, loff_t *pos)
{
	struct input_writer *writer = file->private_data;
	struct dentry *dentry = file->f_path.dentry;
	int ret;

	ret = debugfs_file_get(dentry);
	if (ret)
		return ret;
	ret = writer_take(writer, buf, len);
	debugfs_file_put(dentry);
	return ret ?: len;
}

static int input_flush(struct file *file, fl_owner_t id)
{
	struct input_writer *writer = file->private_data;
	struct dentry *dentry = file->f_path.dentry;
	int ret;

	ret = debugfs_file_get(dentry);
	if (ret)
		return READ_ONCE(writer->waiting) ? ret : 0;
	mutex_lock(&writer->lock);
	if (writer->waiting)
		ret = writer_commit(writer);
	mutex_unlock(&writer->lock);
	debugfs_file_put(dentry);
	return ret;
}

const struct file_operations sim_input_fops = {
	.owner = THIS_MODULE,
	.open = input_open,
	.read = input_read,
	.write = take_input,
	.flush = input_flush,
	.llseek = default_llseek,
	.release = input_release,
};
