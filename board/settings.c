// SPDX-License-Identifier: GPL-2.0-only
/*
 * Settings of a board and its parts in configfs: text becomes a value, unless the board is live or
 * the value is out of range. Settings that do not fit together, as two chips at one address, are
 * refused in live.c.
 */

#include <linux/cleanup.h>
#include <linux/ctype.h>
#include <linux/kstrtox.h>
#include <linux/string.h>
#include <linux/sysfs.h>

#include "board/board.h"
#include "board/names.h"
#include "board/settings.h"

int sim_store_u32(struct sim_board *board, u32 *setting, const char *text, u32 low, u32 high)
{
	u32 value;

	if (kstrtou32(text, 0, &value) || value < low || value > high)
		return -EINVAL;
	guard(mutex)(&board->lock);
	if (board->state != SIM_STATE_OFF)
		return -EBUSY;
	*setting = value;
	return 0;
}

int sim_store_bool(struct sim_board *board, bool *setting, const char *text)
{
	u32 value;

	if (kstrtou32(text, 0, &value) || value > 1)
		return -EINVAL;
	guard(mutex)(&board->lock);
	if (board->state != SIM_STATE_OFF)
		return -EBUSY;
	*setting = value;
	return 0;
}

int sim_store_text(struct sim_board *board, char *setting, size_t size, const char *text,
		   const char *none)
{
	size_t len = strcspn(text, "\n");
	size_t i;

	if (len >= size || (text[len] && text[len + 1]))
		return -EINVAL;
	for (i = 0; i < len; i++)
		if (iscntrl(text[i]))
			return -EINVAL;
	guard(mutex)(&board->lock);
	if (board->state != SIM_STATE_OFF)
		return -EBUSY;
	if (none && sysfs_streq(text, none))
		len = 0;
	memcpy(setting, text, len);
	setting[len] = '\0';
	return 0;
}

int sim_store_choice(struct sim_board *board, int *setting, const char *const *words, size_t count,
		     const char *text)
{
	int choice = __sysfs_match_string((const char **)words, count, text);

	if (choice < 0)
		return -EINVAL;
	guard(mutex)(&board->lock);
	if (board->state != SIM_STATE_OFF)
		return -EBUSY;
	*setting = choice;
	return 0;
}

int sim_check_name(const char *name)
{
	return strlen(name) < SIM_NAME_MAX ? 0 : -ENAMETOOLONG;
}
