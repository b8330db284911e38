// SPDX-License-Identifier: GPL-2.0-only
/*
 * How fast a bus is, learnt from whole transfers, and from it the time at which each word of one
 * was read. A bus too slow to follow a chip is found in ina3221_follow_turn.c.
 */
#include "core/ina3221_bus_speed.h"

/* At least one of this many transfers met nothing that delayed it. */
#define ENOUGH 4
/* The shortest transfer grows by 1/FORGET of itself with each one that is longer. */
#define FORGET 2048
/* The shortest transfer seen may have been delayed by 1/DISTRUST of itself. */
#define DISTRUST 32

bool ina3221_bus_speed_knows(const struct ina3221_bus_speed *speed, unsigned int words)
{
	return speed->seen[words] >= ENOUGH;
}

/* From two lengths the part on top of either falls out; from one alone it does not. */
static void learn_word_time(struct ina3221_bus_speed *speed)
{
	unsigned int most = INA3221_TRANSFER_WORDS;
	u64 first_ns = speed->least_ns[1];

	while (most > 1 && !ina3221_bus_speed_knows(speed, most))
		most--;
	if (ina3221_bus_speed_knows(speed, 1) && speed->least_ns[most] > first_ns)
		speed->word_ns = (u32)div_u64(speed->least_ns[most] - first_ns, most - 1);
}

void ina3221_bus_speed_note(struct ina3221_bus_speed *speed, unsigned int words, u64 took_ns)
{
	u64 *least_ns = &speed->least_ns[words];

	*least_ns += div_u64(*least_ns, FORGET);
	if (!*least_ns || took_ns < *least_ns)
		*least_ns = max_t(u64, took_ns, 1);
	if (speed->seen[words] < ENOUGH)
		speed->seen[words]++;
	learn_word_time(speed);
}

u64 ina3221_bus_speed_takes_ns(const struct ina3221_bus_speed *speed, unsigned int words)
{
	if (ina3221_bus_speed_knows(speed, words))
		return speed->least_ns[words];
	return speed->least_ns[1] + (words - 1) * (u64)speed->word_ns;
}

void ina3221_bus_speed_spread(const struct ina3221_bus_speed *speed, u64 begin_ns, u64 end_ns,
			      unsigned int words, struct ina3221_span *span)
{
	u64 shortest_ns = ina3221_bus_speed_takes_ns(speed, words);
	u64 on_top_ns = end_ns - begin_ns;
	u64 word_ns = 0;
	unsigned int i;

	if (words > 1 ? speed->word_ns : ina3221_bus_speed_knows(speed, 1)) {
		word_ns = min_t(u64, speed->word_ns, div_u64(shortest_ns, words));
		on_top_ns -= min(on_top_ns, shortest_ns);
		on_top_ns += div_u64(shortest_ns, DISTRUST);
	}
	for (i = 0; i < words; i++) {
		span[i].first_ns = begin_ns + i * word_ns;
		span[i].last_ns = begin_ns + i * word_ns + on_top_ns;
	}
}
