/* SPDX-License-Identifier: GPL-2.0-only */
/* Folders of LEDs in configfs, and their settings. */
#ifndef RAILGLOW_BOARD_CONFIGFS_LED_H
#define RAILGLOW_BOARD_CONFIGFS_LED_H

struct config_group;
struct config_item;
struct sim_board;

/** sim_led_make() - make_group operation of folder leds. */
struct config_group *sim_led_make(struct sim_board *board, const char *name);

/** sim_led_drop() - drop_item operation of folder leds. */
void sim_led_drop(struct config_group *group, struct config_item *item);

#endif /* RAILGLOW_BOARD_CONFIGFS_LED_H */
