// SPDX-License-Identifier: GPL-2.0-only
/* How fast a bus is, and so when each word of a transfer was read. */
#include "core/ina3221_speed.h"

/* Of so many transfers one at least met nothing that delayed it. */
#define ENOUGH 4
/* What was seen longer ago than so many transfers, twice, is forgotten. */
#define AGE 512
/* The shortest transfer seen may have been delayed by a part of itself of this size. */
#define DISTRUST 32

static u64 least_ns(const struct ina3221_speed *speed, unsigned int words)
{
	u64 late_ns = speed->least_ns[0][words], before_ns = speed->least_ns[1][words];

	if (!late_ns || !before_ns)
		return late_ns | before_ns;
	return min(late_ns, before_ns);
}

bool ina3221_speed_knows(const struct ina3221_speed *speed, unsigned int words)
{
	return speed->seen[words] >= ENOUGH;
}

/* Of two lengths what is on top of either falls out; of one alone it does not. */
static void learn(struct ina3221_speed *speed)
{
	unsigned int words, fewest = 0, most = 0;
	u64 first_ns, last_ns;

	for (words = 1; words <= INA3221_TRANSFER_WORDS; words++) {
		if (!ina3221_speed_knows(speed, words))
			continue;
		fewest = fewest ?: words;
		most = words;
	}
	if (!most)
		return;
	first_ns = least_ns(speed, fewest);
	last_ns = least_ns(speed, most);
	if (most == 1)
		speed->word_ns = (u32)last_ns;
	else if (fewest == most || last_ns <= first_ns)
		speed->word_ns = 0;
	else
		speed->word_ns = (u32)div_u64(last_ns - first_ns, most - fewest);
}

static void grow_old(struct ina3221_speed *speed)
{
	unsigned int words;

	speed->noted = 0;
	for (words = 1; words <= INA3221_TRANSFER_WORDS; words++) {
		speed->least_ns[1][words] = speed->least_ns[0][words];
		speed->least_ns[0][words] = 0;
		if (!speed->least_ns[1][words])
			speed->seen[words] = 0;
	}
}

void ina3221_speed_note(struct ina3221_speed *speed, unsigned int words, u64 took_ns)
{
	u64 *late_ns;

	if (speed->noted++ >= AGE)
		grow_old(speed);
	late_ns = &speed->least_ns[0][words];
	if (!*late_ns || took_ns < *late_ns)
		*late_ns = max_t(u64, took_ns, 1);
	if (speed->seen[words] < ENOUGH)
		speed->seen[words]++;
	learn(speed);
}

u64 ina3221_speed_takes_ns(const struct ina3221_speed *speed, unsigned int words)
{
	unsigned int known;

	if (ina3221_speed_knows(speed, words))
		return least_ns(speed, words);
	for (known = 1; known < INA3221_TRANSFER_WORDS; known++)
		if (ina3221_speed_knows(speed, known))
			break;
	if (known >= words)
		return words * (u64)speed->word_ns;
	return least_ns(speed, known) + (words - known) * (u64)speed->word_ns;
}

void ina3221_speed_spread(const struct ina3221_speed *speed, u64 begin_ns, u64 end_ns,
			  unsigned int words, struct ina3221_span *span)
{
	u64 took_ns = end_ns - begin_ns;
	u64 shortest_ns = least_ns(speed, words);
	u64 on_top_ns = took_ns;
	u64 word_ns = 0;
	unsigned int i;

	if (ina3221_speed_knows(speed, words) && speed->word_ns) {
		word_ns = min_t(u64, speed->word_ns, div_u64(shortest_ns, words));
		on_top_ns = took_ns - min(took_ns, shortest_ns) + div_u64(shortest_ns, DISTRUST);
	}
	for (i = 0; i < words; i++) {
		span[i].first_ns = begin_ns + i * word_ns;
		span[i].last_ns = begin_ns + i * word_ns + on_top_ns;
	}
}
