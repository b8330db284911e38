/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Faults on an I2C bus with register chips: rules as text, and the messages that they strike.
 *
 * KIND [address=0x40] [register=0x0f] [on=read|write|pointer|any] [after=N] [count=N|forever]
 * [one_in=N] [seed=N] [xor=0x8000] [us=N] [to=0x00] [word=0x7007]
 *
 * A rule looks at every message that fits its address, register and direction. A message that only
 * sets a register pointer is a `pointer`, one that carries a word a `write`. The rule lets the
 * first `after` messages pass, then strikes each one (or, with one_in, each with a chance of 1/N,
 * by a generator seeded with `seed`), until it has struck `count` times: once, or for ever if
 * one_in is given.
 */
#ifndef RAILGLOW_MODEL_BUS_FAULT_H
#define RAILGLOW_MODEL_BUS_FAULT_H

#include "core/port.h"

/** Kinds of faults. */
enum bus_fault_kind {
	/** The address is not acknowledged. */
	BUS_FAULT_NACK,
	/** The address is acknowledged, the first data byte written is not. */
	BUS_FAULT_NACK_DATA,
	/** Something holds the clock low until the adapter gives up. */
	BUS_FAULT_TIMEOUT,
	/** Another master wins. */
	BUS_FAULT_ARBITRATION,
	/** Bits of the word are flipped on their way, either way. */
	BUS_FAULT_CORRUPT,
	/** The clock is stretched. */
	BUS_FAULT_SLOW,
	/** The chip's conversions never end from this message on. */
	BUS_FAULT_STUCK,
	/** The chip's supply fails for a moment just before this message. */
	BUS_FAULT_POWER_CYCLE,
	/** A word that is read is all ones, as from a bus that no chip drives. */
	BUS_FAULT_ONES,
	/** Another master writes a register of the chip when the transfer is over. */
	BUS_FAULT_OTHER_WRITE,
	/** Another master reads a register, which clears all that a read clears. */
	BUS_FAULT_OTHER_READ,
	BUS_FAULT_KINDS,
};

/** Names of the kinds, as rules have them. */
extern const char *const bus_fault_kind_name[BUS_FAULT_KINDS];

/** Kinds of messages, as bits. */
enum bus_direction {
	BUS_POINTER = BIT(0),
	BUS_WRITE = BIT(1),
	BUS_READ = BIT(2),
	BUS_ANY = 0x7,
};

#define BUS_FAULT_FOREVER U64_MAX
/** Longest stretch of a slow bus. */
#define BUS_FAULT_STRETCH_MAX_US 1000000
#define BUS_FAULT_STRETCH_DEFAULT_US 1000

/**
 * struct bus_fault - a rule and its state
 * @kind: the fault
 * @address: 7-bit address; -1: any
 * @reg: register; -1: any
 * @directions: enum bus_direction bits
 * @after: messages that it still lets pass
 * @count: strikes left, or BUS_FAULT_FOREVER
 * @one_in: chance of a strike is 1/@one_in
 * @random: state of its generator
 * @xor_mask: bits that BUS_FAULT_CORRUPT flips; 0: random ones, at least one
 * @stretch_us: time that BUS_FAULT_SLOW adds to a message
 * @to: register that the other master accesses; -1: none
 * @word: word that it writes; -1: none
 * @struck: number of strikes so far
 */
struct bus_fault {
	enum bus_fault_kind kind;
	s16 address;
	s16 reg;
	u8 directions;
	u64 after;
	u64 count;
	u32 one_in;
	u64 random;
	u16 xor_mask;
	u32 stretch_us;
	s16 to;
	s32 word;
	u64 struck;
};

/**
 * bus_fault_parse() - make a rule from its text
 * @fault: the rule; undefined on errors
 * @text: the text, need not be terminated by a NUL
 * @len: its length in bytes
 * @offset: byte at which it is wrong, on errors
 *
 * Return: 0, or -EINVAL, also for a kind that does not happen to such messages
 * (a word is corrupted in reads and writes, data is refused in writes), and for
 * another master that lacks its register or its word.
 */
int __must_check bus_fault_parse(struct bus_fault *fault, const char *text, size_t len,
				 size_t *offset);

/**
 * bus_fault_strikes() - show a message to a rule
 * @fault: the rule, which counts
 * @address: 7-bit address
 * @reg: register that the message accesses
 * @direction: direction of the message, one bit
 *
 * Return: true if the fault happens to this message.
 */
bool bus_fault_strikes(struct bus_fault *fault, u8 address, u8 reg, enum bus_direction direction);

/** bus_fault_flip() - choose the bits to flip in a word, never 0. */
u16 bus_fault_flip(struct bus_fault *fault);

#endif /* RAILGLOW_MODEL_BUS_FAULT_H */
