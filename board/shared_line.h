/* SPDX-License-Identifier: GPL-2.0-only */
/* The line that pins of all chips of a board may share, which may be the SMBus alert. */
#ifndef RAILGLOW_BOARD_SHARED_LINE_H
#define RAILGLOW_BOARD_SHARED_LINE_H

#include <linux/mutex.h>
#include <linux/types.h>

#include "board/pins.h"

struct i2c_client;
struct sim_board;
struct sim_chip;

/**
 * struct sim_alert - the line that chips of a board share
 * @pins: live, if a pin is wired to the line
 * @client: live, the device that answers alerts
 * @lock: for @holders, and for driving @pins
 * @holders: number of chips that hold the line low
 */
struct sim_alert {
	struct sim_pins pins;
	struct i2c_client *client;
	struct mutex lock; /* holders, driving pins */
	int holders;
};

/** sim_alert_init() - prepare a new board, which has no shared line. */
void sim_alert_init(struct sim_board *board);

/**
 * sim_alert_start() - make the line and its interrupt
 * @board: with a pin that is wired to the line, before its chips are started
 *
 * Return: 0 or an errno; sim_alert_stop() cleans up either way.
 */
int __must_check sim_alert_start(struct sim_board *board);

/**
 * sim_alert_attach() - make the device that answers alerts
 * @board: with the line, and its adapter registered
 *
 * Return: 0 or an errno; sim_alert_detach() cleans up either way.
 */
int __must_check sim_alert_attach(struct sim_board *board);

/** sim_alert_detach() - remove that device, before the adapter goes. */
void sim_alert_detach(struct sim_board *board);

/** sim_alert_stop() - remove the line, after the chips are stopped. */
void sim_alert_stop(struct sim_board *board);

/** sim_alert_level() - is the line high? */
bool sim_alert_level(struct sim_board *board);

/**
 * sim_alert_drive() - count the chips that hold the line low, and drive it
 * @alert: the line
 * @low: one chip more; otherwise one less
 */
void sim_alert_drive(struct sim_alert *alert, bool low);

/**
 * sim_alert_winner() - find the chip that answers an SMBus alert response
 * @board: the board; the caller owns its bus
 * @time_ns: moment of the answer
 *
 * Return: of the chips with an alert to answer for, that of the lowest address; NULL for none.
 */
struct sim_chip *sim_alert_winner(struct sim_board *board, u64 time_ns);

#endif /* RAILGLOW_BOARD_SHARED_LINE_H */
