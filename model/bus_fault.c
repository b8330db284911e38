// SPDX-License-Identifier: GPL-2.0-only
/*
 * Faults on an I2C bus: rules as text are parsed, and held against messages that they may strike.
 * board/faults.c holds the rules in force and chooses errnos; board/transfer.c lets faults happen.
 * An address that is not acknowledged for other reasons is board/transfer.c's, too.
 */

#include "model/bus_fault.h"

const char *const bus_fault_kind_name[BUS_FAULT_KINDS] = {
	[BUS_FAULT_NACK] = "nack",
	[BUS_FAULT_NACK_DATA] = "nack-data",
	[BUS_FAULT_TIMEOUT] = "timeout",
	[BUS_FAULT_ARBITRATION] = "arbitration",
	[BUS_FAULT_CORRUPT] = "corrupt",
	[BUS_FAULT_SLOW] = "slow",
	[BUS_FAULT_STUCK] = "stuck",
	[BUS_FAULT_POWER_CYCLE] = "power-cycle",
	[BUS_FAULT_ONES] = "ones",
	[BUS_FAULT_OTHER_WRITE] = "other-write",
	[BUS_FAULT_OTHER_READ] = "other-read",
};

/* A piece of the text of a rule. */
struct span {
	const char *text;
	size_t len;
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

static bool span_is(struct span s, const char *word)
{
	return s.len == strlen(word) && !memcmp(s.text, word, s.len);
}

/* Takes the next word, up to a blank, off @rest; it is empty at the end. */
static struct span next_word(struct span *rest)
{
	struct span word;

	while (rest->len && is_blank(*rest->text)) {
		rest->text++;
		rest->len--;
	}
	word = (struct span){ rest->text, 0 };
	while (rest->len && !is_blank(*rest->text)) {
		rest->text++;
		rest->len--;
		word.len++;
	}
	return word;
}

static int digit_of(char c, unsigned int base)
{
	int digit = -1;

	if (c >= '0' && c <= '9')
		digit = c - '0';
	else if (c >= 'a' && c <= 'f')
		digit = c - 'a' + 10;
	else if (c >= 'A' && c <= 'F')
		digit = c - 'A' + 10;
	return digit < (int)base ? digit : -1;
}

/* Parses a decimal or 0x number from @low to @high. */
static int parse_option_number(struct span s, u64 low, u64 high, u64 *number)
{
	unsigned int base = 10;
	u64 value = 0;
	size_t i = 0;
	int digit;

	if (s.len > 2 && s.text[0] == '0' && s.text[1] == 'x') {
		base = 16;
		i = 2;
	}
	if (i == s.len)
		return -EINVAL;
	for (; i < s.len; i++) {
		digit = digit_of(s.text[i], base);
		if (digit < 0 || value > div_u64(high - digit, base))
			return -EINVAL;
		value = value * base + digit;
	}
	if (value < low || value > high)
		return -EINVAL;
	*number = value;
	return 0;
}

static int parse_kind(struct span s)
{
	int kind;

	for (kind = 0; kind < BUS_FAULT_KINDS; kind++)
		if (span_is(s, bus_fault_kind_name[kind]))
			return kind;
	return -EINVAL;
}

static int parse_directions(struct span s)
{
	if (span_is(s, "read"))
		return BUS_READ;
	if (span_is(s, "write"))
		return BUS_WRITE;
	if (span_is(s, "pointer"))
		return BUS_POINTER;
	if (span_is(s, "any"))
		return BUS_ANY;
	return -EINVAL;
}

/* Options and the ranges of their numbers, in the order of set_option(). */
static const struct {
	const char *name;
	u64 low;
	u64 high;
} option[] = {
	{ "address", 0, 0x7f },	  { "register", 0, 0xff },
	{ "after", 0, U32_MAX },  { "count", 1, U32_MAX },
	{ "one_in", 1, U32_MAX }, { "seed", 0, U32_MAX },
	{ "xor", 1, 0xffff },	  { "us", 1, BUS_FAULT_STRETCH_MAX_US },
	{ "to", 0, 0xff },	  { "word", 0, 0xffff },
};

static void set_option(struct bus_fault *fault, size_t which, u64 value)
{
	switch (which) {
	case 0:
		fault->address = value;
		break;
	case 1:
		fault->reg = value;
		break;
	case 2:
		fault->after = value;
		break;
	case 3:
		fault->count = value;
		break;
	case 4:
		fault->one_in = value;
		break;
	case 5:
		fault->random = value;
		break;
	case 6:
		fault->xor_mask = value;
		break;
	case 7:
		fault->stretch_us = value;
		break;
	case 8:
		fault->to = value;
		break;
	case 9:
		fault->word = value;
		break;
	}
}

static int parse_option(struct bus_fault *fault, struct span word)
{
	struct span name = { word.text, 0 };
	struct span value;
	u64 number;
	size_t i;
	int ret;

	while (name.len < word.len && word.text[name.len] != '=')
		name.len++;
	if (name.len == word.len)
		return -EINVAL;
	value = (struct span){ word.text + name.len + 1, word.len - name.len - 1 };

	if (span_is(name, "on")) {
		ret = parse_directions(value);
		if (ret < 0)
			return ret;
		fault->directions = ret;
		return 0;
	}
	if (span_is(name, "count") && span_is(value, "forever")) {
		fault->count = BUS_FAULT_FOREVER;
		return 0;
	}
	for (i = 0; i < ARRAY_SIZE(option); i++) {
		if (!span_is(name, option[i].name))
			continue;
		ret = parse_option_number(value, option[i].low, option[i].high, &number);
		if (!ret)
			set_option(fault, i, number);
		return ret;
	}
	return -EINVAL;
}

/* Limits the directions to messages that the fault can happen to. */
static int limit_directions(struct bus_fault *fault)
{
	if (fault->kind == BUS_FAULT_NACK_DATA)
		fault->directions &= BUS_WRITE | BUS_POINTER;
	if (fault->kind == BUS_FAULT_CORRUPT)
		fault->directions &= BUS_WRITE | BUS_READ;
	if (fault->kind == BUS_FAULT_ONES)
		fault->directions &= BUS_READ;
	return fault->directions ? 0 : -EINVAL;
}

/* Checks that rules for another master, and no other rules, name its register and word. */
static int check_other(const struct bus_fault *fault)
{
	bool reads = fault->kind == BUS_FAULT_OTHER_READ;
	bool writes = fault->kind == BUS_FAULT_OTHER_WRITE;
	bool has_register = fault->to >= 0;
	bool has_word = fault->word >= 0;

	return has_register == (reads || writes) && has_word == writes ? 0 : -EINVAL;
}

int bus_fault_parse(struct bus_fault *fault, const char *text, size_t len, size_t *offset)
{
	struct span rest = { text, len };
	struct span word = next_word(&rest);
	int ret = parse_kind(word);

	*fault = (struct bus_fault){
		.kind = ret < 0 ? 0 : ret,
		.address = -1,
		.reg = -1,
		.directions = BUS_ANY,
		.one_in = 1,
		.stretch_us = BUS_FAULT_STRETCH_DEFAULT_US,
		.to = -1,
		.word = -1,
	};
	while (ret >= 0) {
		word = next_word(&rest);
		if (!word.len)
			break;
		ret = parse_option(fault, word);
	}
	if (ret >= 0)
		ret = limit_directions(fault);
	if (ret >= 0)
		ret = check_other(fault);
	if (ret < 0) {
		*offset = word.text - text;
		return ret;
	}
	if (!fault->count)
		fault->count = fault->one_in > 1 ? BUS_FAULT_FOREVER : 1;
	return 0;
}

/* SplitMix64: short, seedable with anything, good enough for chances. */
static u64 next_random(u64 *state)
{
	u64 z;

	*state += 0x9e3779b97f4a7c15ULL;
	z = *state;
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
	return z ^ (z >> 31);
}

bool bus_fault_strikes(struct bus_fault *fault, u8 address, u8 reg, enum bus_direction direction)
{
	u32 remainder;

	if (!fault->count || !(fault->directions & direction))
		return false;
	if (fault->address >= 0 && fault->address != address)
		return false;
	if (fault->reg >= 0 && fault->reg != reg)
		return false;
	if (fault->after) {
		fault->after--;
		return false;
	}
	if (fault->one_in > 1) {
		div_u64_rem(next_random(&fault->random), fault->one_in, &remainder);
		if (remainder)
			return false;
	}
	if (fault->count != BUS_FAULT_FOREVER)
		fault->count--;
	fault->struck++;
	return true;
}

u16 bus_fault_flip(struct bus_fault *fault)
{
	u16 bits = fault->xor_mask;

	while (!bits)
		bits = next_random(&fault->random);
	return bits;
}
