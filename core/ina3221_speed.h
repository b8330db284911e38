/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How fast a bus is, and so when each word of a transfer was read.
 *
 * Only whole transfers can be timed. Each word in one takes the same, and the
 * transfer something on top, before the first word or after the last. From
 * transfers of unlike length both can be told; from one alone nothing can, for
 * what came on top may have been a processor that was needed elsewhere.
 */
#ifndef RAILGLOW_CORE_INA3221_SPEED_H
#define RAILGLOW_CORE_INA3221_SPEED_H

#include "core/ina3221_scan.h"

/** A scan and Mask/Enable. */
#define INA3221_TRANSFER_WORDS (INA3221_SCAN_WORDS + 1)

/**
 * struct ina3221_speed - what transfers take
 * @word_ns: one word, at least; 0: not known yet
 * @extra_ns: what a transfer takes on top of its words, as a rule
 * @least_ns: by number of words, what such a transfer was seen to take at least
 * @seen: by number of words, how many such transfers were seen, up to what is enough
 */
struct ina3221_speed {
	u32 word_ns;
	u32 extra_ns;
	u64 least_ns[INA3221_TRANSFER_WORDS + 1];
	u8 seen[INA3221_TRANSFER_WORDS + 1];
};

/**
 * struct ina3221_read_times - when each word of a transfer was read
 * @begun_ns: no earlier than this
 * @done_ns: no later than this
 */
struct ina3221_read_times {
	u64 begun_ns[INA3221_TRANSFER_WORDS];
	u64 done_ns[INA3221_TRANSFER_WORDS];
};

/**
 * ina3221_speed_note() - a transfer is over
 * @speed: of the bus
 * @words: how many, 1 to INA3221_TRANSFER_WORDS
 * @took_ns: from before it was asked for until after it was there
 */
void ina3221_speed_note(struct ina3221_speed *speed, unsigned int words, u64 took_ns);

/** ina3221_speed_knows() - were enough transfers of that length seen? */
bool ina3221_speed_knows(const struct ina3221_speed *speed, unsigned int words);

/**
 * ina3221_speed_spread() - when each word of a transfer was read
 * @speed: of the bus; as long as nothing is known of it, words are taken to be
 *	spread evenly
 * @begin_ns: before the transfer was asked for
 * @end_ns: after it was there
 * @words: how many
 * @times: the answer
 */
void ina3221_speed_spread(const struct ina3221_speed *speed, u64 begin_ns, u64 end_ns,
			  unsigned int words, struct ina3221_read_times *times);

/** ina3221_speed_takes_ns() - a transfer of so many words, as a rule. */
static inline u64 ina3221_speed_takes_ns(const struct ina3221_speed *speed, unsigned int words)
{
	return words * (u64)speed->word_ns + speed->extra_ns;
}

#endif /* RAILGLOW_CORE_INA3221_SPEED_H */
