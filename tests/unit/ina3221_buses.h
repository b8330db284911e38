/* SPDX-License-Identifier: GPL-2.0-only */
/* Settings of an INA3221 and buses that it is followed on, and how many cycles are delivered. */
#ifndef RAILGLOW_TESTS_UNIT_INA3221_BUSES_H
#define RAILGLOW_TESTS_UNIT_INA3221_BUSES_H

#include <stdbool.h>

#include "core/port.h"

/* 47 clocks at 400 kHz, 100 kHz and 2.44 MHz. */
#define WORD_FAST_NS 117500
#define WORD_SLOW_NS 470000
#define WORD_HIGH_SPEED_NS 19300

#define ALL_WORDS 0x7f

/**
 * struct bus - settings and a bus, and the cycles that are delivered of a thousand, at least
 * @name: for messages
 * @config: settings of the chip, as in CONFIG
 * @wanted: words that are captured, by their bit in a record
 * @word_ns: a word takes so long on the bus
 * @one_transfer: the bus takes several words in one transfer
 * @all: whatever the oscillator does
 * @usual: with a typical one, that drifts by a percent a minute
 */
struct bus {
	const char *name;
	u16 config;
	unsigned int wanted;
	u32 word_ns;
	bool one_transfer;
	unsigned int all;
	unsigned int usual;
};

#define RAIL_140 0x4007
#define RAIL_588 0x40df
#define RAILS_140 0x7007
#define RAILS_204 0x704f
#define RAILS_588 0x70df
#define RAILS_1100 0x7127
#define RAILS_8244 0x71ff

static const struct bus buses[] = {
	{ "140 us, 2.44 MHz", RAILS_140, ALL_WORDS, WORD_HIGH_SPEED_NS, true, 985, 997 },
	/* A chip that is 30 % fast is faster than the bus: every other cycle at best. */
	{ "140 us, 400 kHz", RAILS_140, ALL_WORDS, WORD_FAST_NS, true, 350, 980 },
	{ "204 us, 400 kHz", RAILS_204, ALL_WORDS, WORD_FAST_NS, true, 995, 998 },
	{ "204 us, SMBus words at 400 kHz", RAILS_204, ALL_WORDS, WORD_FAST_NS, false, 980, 995 },
	{ "588 us, 400 kHz", RAILS_588, ALL_WORDS, WORD_FAST_NS, true, 990, 999 },
	{ "588 us, SMBus words at 400 kHz", RAILS_588, ALL_WORDS, WORD_FAST_NS, false, 995, 999 },
	{ "1100 us, 400 kHz", RAILS_1100, ALL_WORDS, WORD_FAST_NS, true, 980, 999 },
	{ "8244 us, 400 kHz", RAILS_8244, ALL_WORDS, WORD_FAST_NS, true, 800, 997 },
	{ "1100 us, 100 kHz", RAILS_1100, ALL_WORDS, WORD_SLOW_NS, true, 998, 1000 },
	{ "1100 us, SMBus words, 100 kHz", RAILS_1100, ALL_WORDS, WORD_SLOW_NS, false, 998, 1000 },
	{ "1100 us, 2.44 MHz", RAILS_1100, ALL_WORDS, WORD_HIGH_SPEED_NS, true, 980, 998 },
	{ "8244 us, 2.44 MHz", RAILS_8244, ALL_WORDS, WORD_HIGH_SPEED_NS, true, 800, 998 },
	{ "8244 us, 100 kHz", RAILS_8244, ALL_WORDS, WORD_SLOW_NS, true, 800, 998 },
	{ "a bus word of one rail, 140 us, 400 kHz", RAIL_140, 2, WORD_FAST_NS, true, 350, 990 },
	{ "a shunt word of it", RAIL_140, 1, WORD_FAST_NS, true, 380, 910 },
	{ "a shunt word, 588 us, 100 kHz", RAIL_588, 1, WORD_SLOW_NS, true, 380, 930 },
	{ "both words of one rail, 140 us, 400 kHz", RAIL_140, 3, WORD_FAST_NS, true, 290, 400 },
	{ "three words, 140 us, 400 kHz", RAILS_140, 7, WORD_FAST_NS, true, 600, 990 },
	{ "bus words, 140 us, 2.44 MHz", RAILS_140, 0x2a, WORD_HIGH_SPEED_NS, true, 900, 990 },
};

#endif /* RAILGLOW_TESTS_UNIT_INA3221_BUSES_H */
