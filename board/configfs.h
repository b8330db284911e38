/* SPDX-License-Identifier: GPL-2.0-only */
/* Folder railglow in configfs, where boards are made. */
#ifndef RAILGLOW_BOARD_CONFIGFS_H
#define RAILGLOW_BOARD_CONFIGFS_H

#include <linux/types.h>

struct config_group;
struct config_item;
struct sim_board;

/** sim_configfs_init() - register the folder. */
int __must_check sim_configfs_init(void);

/** sim_configfs_exit() - unregister it, once no board exists any more. */
void sim_configfs_exit(void);

/**
 * sim_configfs_add() - show a board that was not made here
 * @board: with all its parts; user space can neither remove it nor add to it
 *
 * Return: 0 or an errno.
 */
int __must_check sim_configfs_add(struct sim_board *board);

/** sim_configfs_remove() - stop showing the board of sim_configfs_add(). */
void sim_configfs_remove(struct sim_board *board);

/** sim_board_make() - make_group operation of folder railglow; @group is ignored. */
struct config_group *sim_board_make(struct config_group *group, const char *name);

/** sim_board_drop() - drop_item operation of folder railglow; @group is ignored. */
void sim_board_drop(struct config_group *group, struct config_item *item);

#endif /* RAILGLOW_BOARD_CONFIGFS_H */
