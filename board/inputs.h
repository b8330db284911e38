/* SPDX-License-Identifier: GPL-2.0-only */
/* Inputs of chips: scripts of voltage over time, and their files. */
#ifndef RAILGLOW_BOARD_INPUTS_H
#define RAILGLOW_BOARD_INPUTS_H

#include <linux/types.h>

#include "model/input.h"

struct file_operations;
struct sim_chip;

/**
 * struct sim_input - one analog input, or the drift of an oscillator
 * @script: evaluated by the model, under sim_chip.lock
 * @segments: memory of @script, freed by kvfree()
 * @text: text of @script, freed by kvfree()
 * @len: length of @text
 * @ground: script of an input that was never written
 */
struct sim_input {
	struct input script;
	struct input_segment *segments;
	char *text;
	size_t len;
	struct input_segment ground;
};

/**
 * struct sim_input_file - the file of an input
 * @chip: the chip
 * @input: the input
 * @parse: makes a script of a text
 */
struct sim_input_file {
	struct sim_chip *chip;
	struct sim_input *input;
	int (*parse)(struct input *in, const char *text, size_t len, struct input_segment *segments,
		     u32 room, struct input_error *error);
};

/**
 * sim_chip_set_input() - give an input a new script, starting now
 * @file: the file of the input
 * @text: the script
 * @len: its length
 *
 * Return: 0; -EINVAL for a malformed script, which changes nothing; -ENOMEM.
 */
int __must_check sim_chip_set_input(const struct sim_input_file *file, const char *text,
				    size_t len);

/**
 * sim_chip_read_input() - read(2) of the script of an input
 * @file: the file of the input
 * @buf: destination
 * @len: its size
 * @pos: position in the script
 *
 * Return: bytes read, or a negative errno.
 */
ssize_t sim_chip_read_input(const struct sim_input_file *file, char __user *buf, size_t len,
			    loff_t *pos);

/** sim_chip_free() - free the memory of the inputs of a chip. */
void sim_chip_free(struct sim_chip *chip);

/** Input scripts: the inode's private data is a struct sim_input_file. */
extern const struct file_operations sim_input_fops;

#endif /* RAILGLOW_BOARD_INPUTS_H */
