/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How fast a bus is, and so when each word of a transfer was read.
 *
 * Only whole transfers can be timed. The shortest one of a number of words has these
 * evenly in it; whatever a transfer took on top may have come before or
 * after any of them. Each word is thus placed within what was on top.
 *
 * A chip samples each register at the same bit of its message. The datasheet does not
 * say at which, and it makes no difference: all moments are those of the beginning
 * of a word in the shortest transfer.
 */
#ifndef RAILGLOW_CORE_INA3221_BUS_SPEED_H
#define RAILGLOW_CORE_INA3221_BUS_SPEED_H

#include "core/ina3221_scan.h"

/** A scan and two looks at Mask/Enable. */
#define INA3221_TRANSFER_WORDS (INA3221_SCAN_WORDS + 2)

/**
 * struct ina3221_span - a moment that is known to lie between two others
 * @first_ns: no earlier than this
 * @last_ns: no later than this
 */
struct ina3221_span {
	u64 first_ns;
	u64 last_ns;
};

/**
 * struct ina3221_bus_speed - what transfers take
 * @word_ns: one word among others; 0: not known yet
 * @least_ns: by number of words, what such a transfer recently took at least
 * @seen: by number of words, how many were seen, up to what is enough
 */
struct ina3221_bus_speed {
	u32 word_ns;
	u64 least_ns[INA3221_TRANSFER_WORDS + 1];
	u8 seen[INA3221_TRANSFER_WORDS + 1];
};

/**
 * ina3221_bus_speed_note() - a transfer is over
 * @speed: of the bus
 * @words: how many, 1 to INA3221_TRANSFER_WORDS
 * @took_ns: from before it was asked for until after it was there
 */
void ina3221_bus_speed_note(struct ina3221_bus_speed *speed, unsigned int words, u64 took_ns);

/** ina3221_bus_speed_knows() - were enough transfers of that length seen? */
bool ina3221_bus_speed_knows(const struct ina3221_bus_speed *speed, unsigned int words);

/** ina3221_bus_speed_takes_ns() - the least time of a transfer of @words words. */
u64 ina3221_bus_speed_takes_ns(const struct ina3221_bus_speed *speed, unsigned int words);

/**
 * ina3221_bus_speed_spread() - when each word of a transfer was read
 * @speed: of the bus; as long as too little is known of it, any time in the
 *	transfer is as likely
 * @begin_ns: before the transfer was asked for
 * @end_ns: after it was there
 * @words: how many
 * @span: the answer, for each
 */
void ina3221_bus_speed_spread(const struct ina3221_bus_speed *speed, u64 begin_ns, u64 end_ns,
			      unsigned int words, struct ina3221_span *span);

#endif /* RAILGLOW_CORE_INA3221_BUS_SPEED_H */
