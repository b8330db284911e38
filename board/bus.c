// SPDX-License-Identifier: GPL-2.0-only
/*
 * The I2C adapter of a board: its abilities, those that it reports, and its counters. Transfers
 * are run, answered or not acknowledged in transfer.c; the devices of chips are made in firmware.c.
 */

#include <linux/cleanup.h>
#include <linux/seq_file.h>
#include <linux/unaligned.h>

#include "board/board.h"
#include "board/bus.h"
#include "board/objects.h"
#include "board/transfer.h"

static struct sim_board *adapter_board(struct i2c_adapter *adapter)
{
	return adapter->algo_data;
}

/* Does the adapter refuse this transfer before anything is on the bus? */
static bool refuses_transfer(struct sim_board *board, const struct i2c_msg *msgs, int num)
{
	int i;

	if (board->functionality != SIM_FUNCTIONALITY_I2C_READ_LAST)
		return false;
	for (i = 0; i < num - 1; i++)
		if (msgs[i].flags & I2C_M_RD)
			return true;
	return false;
}

static int bus_xfer(struct i2c_adapter *adapter, struct i2c_msg *msgs, int num)
{
	struct sim_board *board = adapter_board(adapter);

	if (!refuses_transfer(board, msgs, num))
		return sim_transfer_run(board, msgs, num);
	guard(mutex)(&board->bus.lock);
	board->bus.refused++;
	return -EOPNOTSUPP;
}

static u32 bus_functionality(struct i2c_adapter *adapter)
{
	if (adapter_board(adapter)->functionality == SIM_FUNCTIONALITY_SMBUS_WORD)
		return I2C_FUNC_SMBUS_BYTE | I2C_FUNC_SMBUS_WORD_DATA;
	return I2C_FUNC_I2C | I2C_FUNC_SMBUS_EMUL;
}

static int smbus_byte(struct i2c_adapter *adapter, u16 address, bool read, u8 command,
		      union i2c_smbus_data *data)
{
	u8 byte = command;
	struct i2c_msg msg = {
		.addr = address,
		.flags = read ? I2C_M_RD : 0,
		.len = 1,
		.buf = &byte,
	};
	int ret = bus_xfer(adapter, &msg, 1);

	if (ret < 0)
		return ret;
	if (read)
		data->byte = byte;
	return 0;
}

/* Transfers an SMBus word, which has its low byte first whatever the chip means by it. */
static int smbus_word(struct i2c_adapter *adapter, u16 address, bool read, u8 command,
		      union i2c_smbus_data *data)
{
	u8 out[3] = { command };
	u8 in[2];
	struct i2c_msg msgs[2] = {
		{ .addr = address, .len = read ? 1 : 3, .buf = out },
		{ .addr = address, .flags = I2C_M_RD, .len = 2, .buf = in },
	};
	int ret;

	if (!read)
		put_unaligned_le16(data->word, out + 1);
	ret = bus_xfer(adapter, msgs, read ? 2 : 1);
	if (ret < 0)
		return ret;
	if (read)
		data->word = get_unaligned_le16(in);
	return 0;
}

static int bus_smbus_xfer(struct i2c_adapter *adapter, u16 address, unsigned short flags,
			  char read_write, u8 command, int size, union i2c_smbus_data *data)
{
	bool read = read_write == I2C_SMBUS_READ;

	switch (size) {
	case I2C_SMBUS_BYTE:
		return smbus_byte(adapter, address, read, command, data);
	case I2C_SMBUS_WORD_DATA:
		return smbus_word(adapter, address, read, command, data);
	default:
		return -EOPNOTSUPP;
	}
}

static const struct i2c_algorithm i2c_algorithm = {
	.master_xfer = bus_xfer,
	.functionality = bus_functionality,
};

static const struct i2c_algorithm smbus_algorithm = {
	.smbus_xfer = bus_smbus_xfer,
	.functionality = bus_functionality,
};

static const struct i2c_adapter_quirks combined_quirks = {
	.flags = I2C_AQ_COMB_WRITE_THEN_READ,
};

void sim_bus_init(struct sim_board *board)
{
	mutex_init(&board->bus.lock);
	sim_faults_init(&board->bus.faults);
	sim_ring_init(&board->bus.trace, sim_transfer_size, sim_transfer_show, board);
}

void sim_bus_free(struct sim_board *board)
{
	sim_ring_free(&board->bus.trace);
}

void sim_bus_clear(struct sim_board *board)
{
	struct sim_bus *bus = &board->bus;

	guard(mutex)(&bus->lock);
	bus->transfers = 0;
	bus->messages = 0;
	bus->bits = 0;
	bus->busy_ns = 0;
	bus->errors = 0;
	bus->refused = 0;
	bus->other = 0;
	sim_ring_clear(&bus->trace);
}

int sim_bus_start(struct sim_board *board)
{
	struct i2c_adapter *adapter = &board->bus.adapter;
	int ret;

	ret = sim_ring_make(&board->bus.trace, board->trace_entries);
	if (ret)
		return ret;
	sim_bus_clear(board);
	memset(adapter, 0, sizeof(*adapter));
	adapter->owner = THIS_MODULE;
	adapter->algo = board->functionality == SIM_FUNCTIONALITY_SMBUS_WORD ? &smbus_algorithm
									     : &i2c_algorithm;
	if (board->functionality == SIM_FUNCTIONALITY_I2C_COMBINED)
		adapter->quirks = &combined_quirks;
	adapter->algo_data = board;
	adapter->dev.parent = board->device;
	adapter->dev.of_node = board->bus.of_node;
	scnprintf(adapter->name, sizeof(adapter->name), "railglow %s", sim_board_name(board));
	ret = i2c_add_adapter(adapter);
	if (ret)
		return ret;
	board->bus.added = true;
	sim_object_created(SIM_OBJECT_ADAPTER);
	return 0;
}

void sim_bus_stop(struct sim_board *board)
{
	if (!board->bus.added)
		return;
	i2c_del_adapter(&board->bus.adapter);
	board->bus.added = false;
	sim_object_destroyed(SIM_OBJECT_ADAPTER);
}

void sim_bus_show_counters(struct seq_file *m, struct sim_board *board)
{
	struct sim_bus *bus = &board->bus;

	guard(mutex)(&bus->lock);
	seq_printf(m, "transfers %llu\n", bus->transfers);
	seq_printf(m, "messages %llu\n", bus->messages);
	seq_printf(m, "bits %llu\n", bus->bits);
	seq_printf(m, "busy_ns %llu\n", bus->busy_ns);
	seq_printf(m, "errors %llu\n", bus->errors);
	seq_printf(m, "trace_lost %llu\n", sim_ring_lost(&bus->trace));
	seq_printf(m, "refused %llu\n", bus->refused);
	seq_printf(m, "other %llu\n", bus->other);
}
