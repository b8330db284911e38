/* SPDX-License-Identifier: GPL-2.0-only */
/* Folders of chips in configfs, and their settings. */
#ifndef RAILGLOW_BOARD_CONFIGFS_CHIP_H
#define RAILGLOW_BOARD_CONFIGFS_CHIP_H

struct config_group;
struct config_item;
struct sim_board;

/** sim_chip_make() - make_group operation of folder chips. */
struct config_group *sim_chip_make(struct sim_board *board, const char *name);

/** sim_chip_drop() - drop_item operation of folder chips. */
void sim_chip_drop(struct config_group *group, struct config_item *item);

#endif /* RAILGLOW_BOARD_CONFIGFS_CHIP_H */
