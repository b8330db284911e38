// SPDX-License-Identifier: GPL-2.0-only
/* How fast a bus is, and so when each word of a transfer was read. */
#include "core/ina3221_speed.h"

/* Of so many transfers one at least met nothing that delayed it. */
#define ENOUGH 4

bool ina3221_speed_knows(const struct ina3221_speed *speed, unsigned int words)
{
	return speed->seen[words] >= ENOUGH;
}

static unsigned int fewest_words(const struct ina3221_speed *speed)
{
	unsigned int words;

	for (words = 1; words < INA3221_TRANSFER_WORDS; words++)
		if (ina3221_speed_knows(speed, words))
			break;
	return words;
}

static unsigned int most_words(const struct ina3221_speed *speed)
{
	unsigned int words;

	for (words = INA3221_TRANSFER_WORDS; words > 1; words--)
		if (ina3221_speed_knows(speed, words))
			break;
	return words;
}

static u64 word_at_most_ns(const struct ina3221_speed *speed)
{
	unsigned int words;
	u64 ns = U32_MAX;

	for (words = 1; words <= INA3221_TRANSFER_WORDS; words++)
		if (ina3221_speed_knows(speed, words))
			ns = min(ns, div_u64(speed->least_ns[words], words));
	return ns;
}

/* What is on top of every transfer falls out of the difference of two. */
static u64 difference_ns(const struct ina3221_speed *speed, unsigned int fewest, unsigned int most)
{
	if (speed->least_ns[most] <= speed->least_ns[fewest])
		return 1;
	return div_u64(speed->least_ns[most] - speed->least_ns[fewest], most - fewest);
}

static void learn(struct ina3221_speed *speed)
{
	unsigned int fewest = fewest_words(speed), most = most_words(speed);
	u64 word_ns;

	if (fewest > most)
		return;
	word_ns = word_at_most_ns(speed);
	if (fewest < most)
		word_ns = min(word_ns, difference_ns(speed, fewest, most));
	speed->word_ns = (u32)max_t(u64, word_ns, 1);
	speed->extra_ns = (u32)min_t(u64, speed->least_ns[most] - most * word_ns, U32_MAX);
}

void ina3221_speed_note(struct ina3221_speed *speed, unsigned int words, u64 took_ns)
{
	if (!speed->seen[words] || took_ns < speed->least_ns[words])
		speed->least_ns[words] = took_ns;
	else if (ina3221_speed_knows(speed, words))
		return;
	if (speed->seen[words] < ENOUGH)
		speed->seen[words]++;
	learn(speed);
}

static void spread_evenly(u64 begin_ns, u64 end_ns, unsigned int words,
			  struct ina3221_read_times *times)
{
	unsigned int i;

	for (i = 0; i < words; i++) {
		times->begun_ns[i] = begin_ns;
		times->done_ns[i] = begin_ns + div_u64((end_ns - begin_ns) * (i + 1), words);
	}
}

/* No word can have been begun before those ahead of it, nor have ended with those behind. */
void ina3221_speed_spread(const struct ina3221_speed *speed, u64 begin_ns, u64 end_ns,
			  unsigned int words, struct ina3221_read_times *times)
{
	unsigned int i;

	if (!speed->word_ns) {
		spread_evenly(begin_ns, end_ns, words, times);
		return;
	}
	for (i = 0; i < words; i++) {
		times->begun_ns[i] = begin_ns + i * (u64)speed->word_ns;
		times->done_ns[i] = end_ns - (words - 1 - i) * (u64)speed->word_ns;
	}
}
