/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The level of a pattern, straight from the sentences of the
 * trigger's ABI page, as a question ("may this be the level?") put to exact
 * rational numbers. Nothing here is fast, and nothing is shared with core/.
 */
#ifndef RAILGLOW_TESTS_WAVEFORM_REFERENCE_H
#define RAILGLOW_TESTS_WAVEFORM_REFERENCE_H

#include "core/pattern.h"

/* The tuple that covers a position, and the stretch of the period it covers. */
struct reference_place {
	u32 index;
	u64 start_ns;
	u64 end_ns;
};

static inline struct reference_place reference_place(const struct pattern_tuple *tuples, u32 count,
						     u64 position_ns)
{
	struct reference_place place = { .end_ns = tuples[0].duration_ms * 1000000ULL };

	while (position_ns >= place.end_ns && place.index + 1 < count) {
		place.index++;
		place.start_ns = place.end_ns;
		place.end_ns += tuples[place.index].duration_ms * 1000000ULL;
	}
	return place;
}

static inline u32 reference_target(const struct pattern_tuple *tuples, u32 count, u32 index)
{
	return tuples[(index + 1) % count].brightness;
}

/* Levels that are neighbours, or one, have none between them to go through. */
static inline bool reference_ramps(const struct pattern_tuple *tuples, u32 count, u32 index)
{
	s64 climb = (s64)reference_target(tuples, count, index) - tuples[index].brightness;

	return tuples[index].duration_ms >= 50 && (climb < -1 || climb > 1);
}

/*
 * The level is the integer nearest to b + (target - b) * offset / duration,
 * halves up: level - 1/2 <= value < level + 1/2, here times 2 * duration.
 */
static inline bool reference_is_level(const struct pattern_tuple *tuples, u32 count,
				      u64 position_ns, u32 level)
{
	struct reference_place place = reference_place(tuples, count, position_ns);
	__int128 from = tuples[place.index].brightness;
	__int128 target = reference_target(tuples, count, place.index);
	__int128 duration = place.end_ns - place.start_ns;
	__int128 offset = position_ns - place.start_ns;
	__int128 value;

	if (!reference_ramps(tuples, count, place.index))
		return level == from;
	value = 2 * (from * duration + (target - from) * offset);
	return (2 * (__int128)level - 1) * duration <= value &&
	       value < (2 * (__int128)level + 1) * duration;
}

/* A small generator with a fixed sequence (xorshift64*), the same everywhere. */
static inline u64 reference_random(u64 *state)
{
	*state ^= *state >> 12;
	*state ^= *state << 25;
	*state ^= *state >> 27;
	return *state * 2685821657736338717ULL;
}

static inline u64 reference_below(u64 *state, u64 limit)
{
	return reference_random(state) % limit;
}

#endif /* RAILGLOW_TESTS_WAVEFORM_REFERENCE_H */
