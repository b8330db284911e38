// SPDX-License-Identifier: GPL-2.0-only
/*
 * The I2C adapter of a board.
 *
 * Every message is timed by its bits at the bus clock. Its effect happens when
 * its last bit is through, in the model's time, which may be ahead of the
 * clock; the caller sleeps once, until the whole transfer would be over.
 */

#include <linux/cleanup.h>
#include <linux/seq_file.h>
#include <linux/unaligned.h>

#include "board/board.h"
#include "board/bus.h"
#include "board/chip.h"
#include "model/bus_time.h"

/* SMBus alert response address. */
#define ALERT_RESPONSE_ADDRESS 0x0c
/* The chip gives up on a stretched clock after that long (section 6.6). */
#define TIMEOUT_US 35000

/**
 * struct sim_transfer - an entry of the transfer trace: one message
 * @time_ns: when it was complete
 * @transfer: number of the transfer it belongs to
 * @bits: bit times it took
 * @error: negative errno, or 0
 * @value: the word, if there was one
 * @address: 7-bit address
 * @reg: register it was about
 * @kind: r read, w write, p pointer set, a alert response, q address only,
 *	x anything else
 */
struct sim_transfer {
	u64 time_ns;
	u64 transfer;
	u32 bits;
	s32 error;
	u16 value;
	u8 address;
	u8 reg;
	char kind;
};

static_assert(sizeof(struct sim_transfer) <= SIM_RING_RECORD_MAX);

/**
 * struct bus_run - a transfer in progress
 * @board: where
 * @number: of the transfer
 * @time_ns: when the next message starts
 * @bits: bit times so far
 * @messages: messages so far
 */
struct bus_run {
	struct sim_board *board;
	u64 number;
	u64 time_ns;
	u64 bits;
	u32 messages;
};

static struct sim_board *adapter_board(struct i2c_adapter *adapter)
{
	return adapter->algo_data;
}

static void show_transfer(struct seq_file *m, void *context, const void *record)
{
	const struct sim_transfer *t = record;

	seq_printf(m, "%llu %llu 0x%02x %c 0x%02x 0x%04x %d %u\n", t->time_ns, t->transfer,
		   t->address, t->kind, t->reg, t->value, t->error, t->bits);
}

static struct sim_chip *find_chip(struct sim_board *board, u8 address)
{
	struct sim_chip *chip;

	list_for_each_entry(chip, &board->chips, node)
		if (chip->address == address)
			return chip;
	return NULL;
}

static char message_kind(const struct i2c_msg *msg)
{
	if (msg->addr == ALERT_RESPONSE_ADDRESS)
		return 'a';
	if (!msg->len)
		return 'q';
	if (msg->flags & I2C_M_RD)
		return msg->len == 2 ? 'r' : 'x';
	if (msg->len == 1)
		return 'p';
	return msg->len == 3 ? 'w' : 'x';
}

static enum bus_direction message_direction(const struct i2c_msg *msg)
{
	if (msg->flags & I2C_M_RD)
		return BUS_READ;
	return msg->len == 1 ? BUS_POINTER : BUS_WRITE;
}

static u8 message_register(struct sim_chip *chip, const struct i2c_msg *msg)
{
	if (!(msg->flags & I2C_M_RD) && msg->len)
		return msg->buf[0];
	return chip ? sim_chip_pointer(chip) : 0;
}

/* Where the word of a message is, NULL if it carries none. */
static u8 *message_word(const struct i2c_msg *msg)
{
	if (msg->flags & I2C_M_RD)
		return msg->len == 2 ? msg->buf : NULL;
	return msg->len == 3 ? msg->buf + 1 : NULL;
}

static void run_take(struct bus_run *run, u64 bits)
{
	run->bits += bits;
	run->time_ns += bus_bits_ns(bits, run->board->clock_hz);
}

/* Bits are spent on a message even if it fails, up to where it does. */
static u64 message_bits(const struct i2c_msg *msg, const struct sim_strike *strike)
{
	if (!strike->error)
		return bus_message_bits(msg->len);
	if (strike->kind == BUS_FAULT_NACK_DATA)
		return bus_message_bits(1);
	return bus_address_bits();
}

/* The lowest address wins the arbitration. */
static int answer_alert(struct bus_run *run, const struct i2c_msg *msg)
{
	struct sim_chip *chip, *winner = NULL;

	if (!(msg->flags & I2C_M_RD) || msg->len != 1)
		return -ENXIO;
	list_for_each_entry(chip, &run->board->chips, node)
		if ((!winner || chip->address < winner->address) &&
		    sim_chip_alert_pending(chip, run->time_ns))
			winner = chip;
	if (!winner)
		return -ENXIO;
	sim_chip_alert_answered(winner, run->time_ns);
	msg->buf[0] = winner->address << 1;
	return 0;
}

static void flip_word(const struct i2c_msg *msg, u16 flip)
{
	u8 *word = message_word(msg);

	if (word)
		put_unaligned_be16(get_unaligned_be16(word) ^ flip, word);
}

static void disturb_chip(struct sim_chip *chip, const struct sim_strike *strike, u64 time_ns)
{
	if (strike->power_cycle) {
		sim_chip_set_powered(chip, time_ns, false);
		sim_chip_set_powered(chip, time_ns, true);
	}
	if (strike->stuck)
		sim_chip_set_stuck(chip, time_ns, true);
}

/* The bits of a write that are flipped are put back: the buffer is const. */
static int reach_chip(struct bus_run *run, struct sim_chip *chip, const struct i2c_msg *msg,
		      const struct sim_strike *strike)
{
	struct sim_access access = {
		.time_ns = run->time_ns,
		.paced = run->board->bus_sleeps,
		.read = msg->flags & I2C_M_RD,
		.bytes = msg->buf,
		.len = msg->len,
	};
	int ret;

	if (run->board->clock_hz > sim_chip_max_hz(chip))
		return -ENXIO;
	disturb_chip(chip, strike, run->time_ns);
	if (!access.read)
		flip_word(msg, strike->flip);
	ret = sim_chip_access(chip, &access);
	if (!ret || !access.read)
		flip_word(msg, strike->flip);
	return ret;
}

static void trace_message(struct bus_run *run, const struct i2c_msg *msg, u8 reg, u64 bits,
			  int error)
{
	struct sim_transfer entry = {
		.time_ns = run->time_ns,
		.transfer = run->number,
		.bits = bits,
		.error = error,
		.address = msg->addr,
		.reg = reg,
		.kind = message_kind(msg),
	};
	u8 *word = message_word(msg);

	if (word && !error)
		entry.value = get_unaligned_be16(word);
	sim_ring_push(&run->board->bus.trace, &entry);
}

static int run_message(struct bus_run *run, const struct i2c_msg *msg)
{
	struct sim_chip *chip = find_chip(run->board, msg->addr);
	u8 reg = message_register(chip, msg);
	struct sim_strike strike;
	u64 bits;
	int ret;

	if (!run->board->bus_sleeps)
		run->time_ns = ktime_get_ns();
	strike = sim_faults_apply(&run->board->bus.faults, msg->addr, reg, message_direction(msg));
	bits = message_bits(msg, &strike);
	run_take(run, bits);
	run->time_ns += strike.stretch_us * NSEC_PER_USEC;
	if (strike.error == -ETIMEDOUT)
		run->time_ns += TIMEOUT_US * NSEC_PER_USEC;
	run->messages++;
	ret = strike.error;
	if (!ret && msg->addr == ALERT_RESPONSE_ADDRESS)
		ret = answer_alert(run, msg);
	else if (!ret)
		ret = chip ? reach_chip(run, chip, msg, &strike) : -ENXIO;
	trace_message(run, msg, reg, bits, ret);
	return ret;
}

static void run_begin(struct bus_run *run, struct sim_board *board)
{
	guard(mutex)(&board->bus.lock);
	run->board = board;
	run->number = ++board->bus.transfers;
	run->time_ns = ktime_get_ns() + bus_entry_ns(board->clock_hz);
}

static void run_end(struct bus_run *run, int error, u64 begin_ns)
{
	struct sim_bus *bus = &run->board->bus;
	struct sim_chip *chip;

	run_take(run, BUS_STOP_BITS);
	list_for_each_entry(chip, &run->board->chips, node)
		sim_chip_stop_condition(chip);
	if (run->board->bus_sleeps)
		sim_wait_until(run->time_ns);
	guard(mutex)(&bus->lock);
	bus->messages += run->messages;
	bus->bits += run->bits;
	bus->busy_ns += run->time_ns - begin_ns;
	if (error)
		bus->errors++;
}

static int bus_xfer(struct i2c_adapter *adapter, struct i2c_msg *msgs, int num)
{
	struct bus_run run = {};
	u64 begin_ns = ktime_get_ns();
	int ret = 0;
	int i;

	run_begin(&run, adapter_board(adapter));
	for (i = 0; i < num && !ret; i++) {
		if (msgs[i].flags & ~(I2C_M_RD | I2C_M_DMA_SAFE))
			ret = -EOPNOTSUPP;
		else
			ret = run_message(&run, &msgs[i]);
	}
	run_end(&run, ret, begin_ns);
	return ret ?: num;
}

static u32 bus_functionality(struct i2c_adapter *adapter)
{
	if (adapter_board(adapter)->functionality == SIM_FUNCTIONALITY_I2C)
		return I2C_FUNC_I2C | I2C_FUNC_SMBUS_EMUL;
	return I2C_FUNC_SMBUS_BYTE | I2C_FUNC_SMBUS_WORD_DATA;
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

/* SMBus words have their low byte first, whatever the chip means by it. */
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

void sim_bus_init(struct sim_board *board)
{
	mutex_init(&board->bus.lock);
	sim_faults_init(&board->bus.faults);
	sim_ring_init(&board->bus.trace, sizeof(struct sim_transfer), show_transfer, board);
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
	adapter->algo = board->functionality == SIM_FUNCTIONALITY_I2C ? &i2c_algorithm
								      : &smbus_algorithm;
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
}
