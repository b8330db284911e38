// SPDX-License-Identifier: GPL-2.0-only
/*
 * The line that pins of all chips of a board may share: each of them may pull it low. Its
 * interrupt belongs to all of these chips, or makes the kernel read the alert response address,
 * which transfer.c answers for the chip that wins. Pins with lines of their own, and how any line
 * raises its interrupt, are pins.c's.
 *
 * live.c decides whether the kernel answers alerts, configfs_chip.c limits the pins for that, and
 * model/ina3221_model_alerts.c tells whether a chip takes part.
 */

#include <linux/cleanup.h>
#include <linux/i2c-smbus.h>
#include <linux/irq.h>

#include "board/board.h"
#include "board/chip.h"
#include "board/pins.h"
#include "board/shared_line.h"

static const char *const alert_line_name[] = { "alert" };

void sim_alert_init(struct sim_board *board)
{
	mutex_init(&board->alert.lock);
}

int sim_alert_start(struct sim_board *board)
{
	board->alert.holders = 0;
	return sim_pins_start(&board->alert.pins, board->device, alert_line_name,
			      ARRAY_SIZE(alert_line_name), sim_board_nested(board),
			      sim_board_name(board), "bus");
}

int sim_alert_attach(struct sim_board *board)
{
	struct i2c_smbus_alert_setup setup = {};
	struct i2c_client *client;
	int irq;

	irq = sim_pins_irq(&board->alert.pins, 0,
			   sim_board_nested(board) ? IRQ_TYPE_EDGE_FALLING : IRQ_TYPE_LEVEL_LOW);
	if (irq < 0)
		return irq;
	setup.irq = irq;
	client = i2c_new_smbus_alert_device(&board->bus.adapter, &setup);
	if (IS_ERR(client))
		return PTR_ERR(client);
	board->alert.client = client;
	return 0;
}

void sim_alert_detach(struct sim_board *board)
{
	i2c_unregister_device(board->alert.client);
	board->alert.client = NULL;
}

void sim_alert_stop(struct sim_board *board)
{
	sim_pins_stop(&board->alert.pins);
}

void sim_alert_drive(struct sim_alert *alert, bool low)
{
	guard(mutex)(&alert->lock);
	alert->holders += low ? 1 : -1;
	sim_pins_drive(&alert->pins, alert->holders ? 0 : BIT(0), 0);
}

bool sim_alert_level(struct sim_board *board)
{
	guard(mutex)(&board->alert.lock);
	return !board->alert.holders;
}

struct sim_chip *sim_alert_winner(struct sim_board *board, u64 time_ns)
{
	struct sim_chip *chip, *winner = NULL;

	list_for_each_entry(chip, &board->chips, node)
		if ((!winner || chip->address < winner->address) &&
		    sim_chip_alert_pending(chip, time_ns))
			winner = chip;
	return winner;
}
