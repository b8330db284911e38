/* SPDX-License-Identifier: GPL-2.0-only */
/* Settings of a board and its parts, which change only while the board is off; otherwise -EBUSY. */
#ifndef RAILGLOW_BOARD_SETTINGS_H
#define RAILGLOW_BOARD_SETTINGS_H

#include <linux/types.h>

struct sim_board;

/**
 * sim_store_u32() - take a number
 * @board: its lock protects the setting
 * @setting: the setting
 * @text: decimal, or hexadecimal with 0x
 * @low: least value
 * @high: greatest value
 *
 * Return: 0; -EINVAL if @text is anything else; -EBUSY.
 */
int __must_check sim_store_u32(struct sim_board *board, u32 *setting, const char *text, u32 low,
			       u32 high);

/** sim_store_bool() - take 0 or 1, as sim_store_u32() does. */
int __must_check sim_store_bool(struct sim_board *board, bool *setting, const char *text);

/**
 * sim_store_text() - take a line of text
 * @board: its lock protects the setting
 * @setting: the setting
 * @size: bytes in @setting
 * @text: the line; its newline is dropped
 * @none: text that stands for an empty line, or NULL
 *
 * Return: 0; -EINVAL if it is too long or has control characters; -EBUSY.
 */
int __must_check sim_store_text(struct sim_board *board, char *setting, size_t size,
				const char *text, const char *none);

/**
 * sim_store_choice() - take one of several words
 * @board: its lock protects the setting
 * @setting: set to the index of the word
 * @words: the words
 * @count: number of @words
 * @text: the choice
 *
 * Return: 0; -EINVAL for another word; -EBUSY.
 */
int __must_check sim_store_choice(struct sim_board *board, int *setting, const char *const *words,
				  size_t count, const char *text);

/**
 * sim_check_name() - is a name fit for a board, chip or LED?
 * @name: the name of a new folder
 *
 * Return: 0, or -ENAMETOOLONG.
 */
int __must_check sim_check_name(const char *name);

#endif /* RAILGLOW_BOARD_SETTINGS_H */
