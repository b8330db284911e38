// SPDX-License-Identifier: GPL-2.0-only
/*
 * A transfer on the bus of a board, message by message, the answer at the alert response address,
 * and the accesses of another master after it. The adapter's functions, and messages that it does
 * not take, are bus.c's.
 *
 * Every message is timed by its bits at the bus clock (model/bus_time.c). Its effect happens with
 * its last bit, in the model's time, which may be ahead of the clock; the caller sleeps once, until
 * the whole transfer would be over.
 */

#include <linux/cleanup.h>
#include <linux/ctype.h>
#include <linux/seq_file.h>
#include <linux/unaligned.h>

#include "board/board.h"
#include "board/chip.h"
#include "board/shared_line.h"
#include "board/transfer.h"
#include "board/wait.h"
#include "model/bus_time.h"

/* SMBus alert response address. */
#define ALERT_RESPONSE_ADDRESS 0x0c
/* Time after which the chip gives up on a stretched clock (section 6.6). */
#define TIMEOUT_US 35000

/**
 * struct sim_transfer - an entry of the transfer trace: one message
 * @time_ns: moment at which it was complete
 * @transfer: number of its transfer
 * @bits: bit times that it took
 * @error: negative errno, or 0
 * @value: the word, if there was one
 * @address: 7-bit address
 * @reg: register that it accessed
 * @cycle: number of the conversion cycle of a measured word, else 0
 * @kind: r read, w write, p pointer set, a alert response, q address only, x anything else; R and W
 *	of another master
 */
struct sim_transfer {
	u64 time_ns;
	u64 transfer;
	u64 cycle;
	u32 bits;
	s32 error;
	u16 value;
	u8 address;
	u8 reg;
	char kind;
};

static_assert(sizeof(struct sim_transfer) <= SIM_RING_RECORD_MAX);

const u32 sim_transfer_size = sizeof(struct sim_transfer);

/* Most transfers of another master between two of ours. */
#define OTHERS_MAX 16

/**
 * struct bus_other - an access of another master
 * @chip: the chip
 * @word: word that it writes, or -1: it reads
 * @reg: the register
 */
struct bus_other {
	struct sim_chip *chip;
	s32 word;
	u8 reg;
};

/**
 * struct bus_run - a transfer in progress
 * @board: the board
 * @number: number of the transfer
 * @begin_ns: moment at which the bus was taken
 * @time_ns: moment at which the next message starts
 * @bits: bit times so far
 * @cycle: cycle of the word just read
 * @messages: messages so far
 * @theirs: it is a transfer of another master
 * @others: accesses of another master when the transfer is over
 * @other_count: number of @others
 */
struct bus_run {
	struct sim_board *board;
	u64 number;
	u64 begin_ns;
	u64 time_ns;
	u64 bits;
	u64 cycle;
	u32 messages;
	bool theirs;
	struct bus_other others[OTHERS_MAX];
	u32 other_count;
};

void sim_transfer_show(struct seq_file *m, void *context, const void *record)
{
	const struct sim_transfer *t = record;

	seq_printf(m, "%llu %llu 0x%02x %c 0x%02x 0x%04x %d %u %llu\n", t->time_ns, t->transfer,
		   t->address, t->kind, t->reg, t->value, t->error, t->bits, t->cycle);
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

/* Finds the word of a message, NULL if it carries none. */
static u8 *message_word(const struct i2c_msg *msg)
{
	if (msg->flags & I2C_M_RD)
		return msg->len == 2 ? msg->buf : NULL;
	return msg->len == 3 ? msg->buf + 1 : NULL;
}

/* Finds the delay of the adapter; a bus that takes no time has none. */
static u64 delay_ns(const struct sim_board *board, enum sim_delay which)
{
	return board->bus_sleeps ? board->delay_us[which] * (u64)NSEC_PER_USEC : 0;
}

static void run_take(struct bus_run *run, u64 bits)
{
	run->bits += bits;
	run->time_ns += bus_bits_ns(bits, run->board->clock_hz);
}

/* Counts the bits of a message, up to the point where it fails. */
static u64 message_bits(const struct i2c_msg *msg, const struct sim_strike *strike)
{
	if (!strike->error)
		return bus_message_bits(msg->len);
	if (strike->kind == BUS_FAULT_NACK_DATA)
		return bus_message_bits(1);
	return bus_address_bits();
}

/* Finds the chip that answers an alert response; NULL for none, or another message. */
static struct sim_chip *alert_winner(struct bus_run *run, const struct i2c_msg *msg)
{
	if (!(msg->flags & I2C_M_RD) || msg->len != 1)
		return NULL;
	return sim_alert_winner(run->board, run->time_ns);
}

static int answer_alert(struct bus_run *run, const struct i2c_msg *msg)
{
	struct sim_chip *winner = alert_winner(run, msg);

	if (!winner)
		return -ENXIO;
	sim_chip_alert_answered(winner, run->time_ns);
	msg->buf[0] = winner->address << 1;
	return 0;
}

static void fill_word(const struct i2c_msg *msg)
{
	u8 *word = message_word(msg);

	if (word)
		put_unaligned_be16(0xffff, word);
}

static void flip_word(const struct i2c_msg *msg, u16 flip)
{
	u8 *word = message_word(msg);

	if (word)
		put_unaligned_be16(get_unaligned_be16(word) ^ flip, word);
}

static void disturb_chip(struct sim_chip *chip, const struct sim_strike *strike, u64 time_ns)
{
	if (strike->power_cycle && sim_chip_is_powered(chip)) {
		sim_chip_set_powered(chip, time_ns, false);
		sim_chip_set_powered(chip, time_ns, true);
	}
	if (strike->stuck)
		sim_chip_set_stuck(chip, time_ns, true);
}

/*
 * Lets a message reach the chip. Flipped bits of a write are flipped back afterwards, since the
 * buffer is the caller's.
 */
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

	if (!access.read)
		flip_word(msg, strike->flip);
	ret = sim_chip_access(chip, &access);
	if (!ret || !access.read)
		flip_word(msg, strike->flip);
	if (!ret && strike->ones)
		fill_word(msg);
	run->cycle = access.cycle;
	run->time_ns = access.time_ns;
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
		.kind = run->theirs ? toupper(message_kind(msg)) : message_kind(msg),
	};
	u8 *word = message_word(msg);

	if (word && !error) {
		entry.value = get_unaligned_be16(word);
		entry.cycle = run->cycle;
	}
	sim_ring_push(&run->board->bus.trace, &entry);
}

/* Does a chip acknowledge the address at this clock? */
static bool address_is_acked(struct bus_run *run, const struct i2c_msg *msg, struct sim_chip *chip)
{
	if (msg->addr == ALERT_RESPONSE_ADDRESS)
		return alert_winner(run, msg);
	return chip && run->board->clock_hz <= sim_chip_max_hz(chip) && sim_chip_is_powered(chip);
}

/* Decides the fate of a message, as far as it is known after its address. */
static struct sim_strike strike_message(struct bus_run *run, const struct i2c_msg *msg,
					struct sim_chip *chip, u8 reg)
{
	struct sim_strike strike =
		sim_faults_apply(&run->board->bus.faults, msg->addr, reg, message_direction(msg));

	if (strike.error)
		return strike;
	if (chip)
		disturb_chip(chip, &strike, run->time_ns);
	if (!address_is_acked(run, msg, chip)) {
		strike.error = -ENXIO;
		strike.kind = BUS_FAULT_NACK;
	}
	return strike;
}

static void note_other(struct bus_run *run, struct sim_chip *chip, const struct sim_strike *strike)
{
	if (!strike->other || !chip || run->other_count == OTHERS_MAX)
		return;
	run->others[run->other_count++] = (struct bus_other){
		.chip = chip,
		.word = strike->other_word,
		.reg = strike->other_reg,
	};
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
	strike = strike_message(run, msg, chip, reg);
	note_other(run, chip, &strike);
	if (run->messages)
		run->time_ns += delay_ns(run->board, SIM_DELAY_BETWEEN);
	bits = message_bits(msg, &strike);
	run->cycle = 0;
	run_take(run, bits);
	run->time_ns += strike.stretch_us * NSEC_PER_USEC;
	if (strike.error == -ETIMEDOUT)
		run->time_ns += TIMEOUT_US * NSEC_PER_USEC;
	run->messages++;
	ret = strike.error;
	if (!ret && msg->addr == ALERT_RESPONSE_ADDRESS)
		ret = answer_alert(run, msg);
	else if (!ret)
		ret = reach_chip(run, chip, msg, &strike);
	trace_message(run, msg, reg, bits, ret);
	return ret;
}

static void run_begin(struct bus_run *run, struct sim_board *board)
{
	struct sim_bus *bus = &board->bus;

	guard(mutex)(&bus->lock);
	run->board = board;
	run->number = ++bus->transfers;
	run->begin_ns = ktime_get_ns() + delay_ns(board, SIM_DELAY_BEFORE);
	if (board->bus_sleeps)
		run->begin_ns = max(run->begin_ns, bus->free_ns);
	run->time_ns = run->begin_ns + bus_entry_ns(board->clock_hz);
}

static void stop_condition(struct bus_run *run)
{
	struct sim_chip *chip;

	run_take(run, BUS_STOP_BITS);
	list_for_each_entry(chip, &run->board->chips, node)
		sim_chip_stop_condition(chip);
}

static void run_end(struct bus_run *run, int error)
{
	struct sim_bus *bus = &run->board->bus;

	stop_condition(run);
	if (run->board->bus_sleeps)
		sim_wait_until(run->time_ns + delay_ns(run->board, SIM_DELAY_AFTER));
	guard(mutex)(&bus->lock);
	bus->messages += run->messages;
	bus->bits += run->bits;
	bus->busy_ns += run->time_ns - run->begin_ns;
	if (error)
		bus->errors++;
}

/* Runs a transfer of another master, as if this adapter made it. */
static void run_other(struct bus_run *run, const struct bus_other *other)
{
	u8 bytes[3] = { other->reg, other->word >> 8, other->word };
	bool read = other->word < 0;
	struct i2c_msg msgs[] = {
		{ .addr = other->chip->address, .len = read ? 1 : 3, .buf = bytes },
		{ .addr = other->chip->address, .flags = I2C_M_RD, .len = 2, .buf = bytes + 1 },
	};
	static const struct sim_strike undisturbed;
	int ret = 0;
	int i;

	for (i = 0; i < (read ? 2 : 1) && !ret; i++) {
		run_take(run, bus_message_bits(msgs[i].len));
		ret = reach_chip(run, other->chip, &msgs[i], &undisturbed);
	}
	trace_message(run, &msgs[i - 1], other->reg, run->bits, ret);
	stop_condition(run);
}

/*
 * Runs the accesses of another master, which takes the bus as soon as it is free; the next transfer
 * waits for it.
 */
static void let_others(struct bus_run *run)
{
	struct sim_bus *bus = &run->board->bus;
	struct bus_run theirs;
	u32 i;

	for (i = 0; i < run->other_count; i++) {
		theirs = (struct bus_run){
			.board = run->board,
			.number = run->number,
			.time_ns = max(run->time_ns, bus->free_ns),
			.theirs = true,
		};
		run_other(&theirs, &run->others[i]);
		guard(mutex)(&bus->lock);
		bus->free_ns = theirs.time_ns;
		bus->other++;
	}
}

int sim_transfer_run(struct sim_board *board, struct i2c_msg *msgs, int num)
{
	struct bus_run run = {};
	int ret = 0;
	int i;

	run_begin(&run, board);
	for (i = 0; i < num && !ret; i++) {
		if (msgs[i].flags & ~(I2C_M_RD | I2C_M_DMA_SAFE))
			ret = -EOPNOTSUPP;
		else
			ret = run_message(&run, &msgs[i]);
	}
	run_end(&run, ret);
	let_others(&run);
	return ret ?: num;
}
