// SPDX-License-Identifier: GPL-2.0-only
/* The averaging of an INA3221, for a chip that cannot be trusted with it. */
#include "core/ina3221_filter.h"
#include "core/ina3221_units.h"

#define SHARE_SHIFT 24
#define SHARE_ONE ((u64)1 << SHARE_SHIFT)
#define COUNT_SHIFT 16
#define COUNT_ONE ((s32)1 << COUNT_SHIFT)
/* Smaller counts cannot be told from noise. */
#define COUNT_TELLING 64

static s32 magnitude(u16 word)
{
	s32 count = ina3221_count(word);

	return count < 0 ? -count : count;
}

/* What was kept is still most of it after one cycle; else a quarter is left, or less. */
enum ina3221_memory ina3221_filter_memory(const struct ina3221_plan *plan, const u16 *seed,
					  const u16 *next)
{
	enum ina3221_memory memory = INA3221_MEMORY_UNKNOWN;
	unsigned int i;

	for (i = 0; i < plan->count; i++) {
		if (plan->reg[i] == INA3221_REG_SUM || magnitude(seed[i]) < COUNT_TELLING)
			continue;
		if (2 * magnitude(next[i]) > magnitude(seed[i]))
			return INA3221_MEMORY_KEPT;
		memory = INA3221_MEMORY_LOST;
	}
	return memory;
}

void ina3221_filter_stop(struct ina3221_filter *f)
{
	f->running = false;
}

/* (1 - 1/N) to the power of @cycles: the share of the old value that is left. */
static u64 share_left(u32 samples, u64 cycles)
{
	u64 factor = SHARE_ONE - div_u64(SHARE_ONE, samples);
	u64 share = SHARE_ONE;

	for (; cycles; cycles >>= 1) {
		if (cycles & 1)
			share = share * factor >> SHARE_SHIFT;
		factor = factor * factor >> SHARE_SHIFT;
	}
	return share;
}

/* To the nearest count. */
static s32 step(s32 *average, s32 count, s64 left)
{
	s64 target = (s64)count * COUNT_ONE;
	s64 distance = *average - target;

	*average = (s32)(target + distance * left / (s64)SHARE_ONE);
	return (*average + COUNT_ONE / 2) >> COUNT_SHIFT;
}

void ina3221_filter_take(struct ina3221_filter *f, u32 samples, u64 cycles,
			 struct ina3221_scan *scan)
{
	s64 left = f->running ? (s64)share_left(samples, cycles) : 0;
	unsigned int ch;

	for (ch = 0; ch < INA3221_CHANNELS; ch++) {
		scan->shunt[ch] =
			ina3221_word(step(&f->shunt[ch], ina3221_count(scan->shunt[ch]), left));
		scan->bus[ch] = ina3221_word(step(&f->bus[ch], ina3221_count(scan->bus[ch]), left));
	}
	scan->sum = ina3221_sum_word(step(&f->sum, ina3221_sum_count(scan->sum), left));
	f->edge_ns = scan->edge_ns;
	f->running = true;
}
