// SPDX-License-Identifier: GPL-2.0-only
/*
 * Scans of an INA3221: the plan (which registers hold the words of a cycle, in which order), the
 * words taken apart, the sum of shunts, and means of several scans (as many as are read at once by
 * drivers/ina3221/sampler.c). Whether words are of one cycle or torn is ina3221_track.c's to judge.
 */
#include "core/ina3221_scan.h"
#include "core/ina3221_units.h"

static void plan_add(struct ina3221_plan *plan, unsigned int reg, u32 stays_us)
{
	plan->reg[plan->count] = (u8)reg;
	plan->stays_us[plan->count] = stays_us;
	plan->count++;
}

void ina3221_plan_make(struct ina3221_plan *plan, u16 config, u16 mask)
{
	u16 summed = mask & INA3221_MASK_SCC_ALL;
	unsigned int ch;
	u32 at_us = 0;

	plan->count = 0;
	for (ch = 0; ch < INA3221_CHANNELS; ch++) {
		if (!(config & INA3221_CONFIG_CH_EN(ch)))
			continue;
		at_us += ina3221_ct_typ_us[FIELD_GET(INA3221_CONFIG_SHUNT_CT, config)];
		plan_add(plan, INA3221_REG_SHUNT(ch), at_us);
		at_us += ina3221_ct_typ_us[FIELD_GET(INA3221_CONFIG_BUS_CT, config)];
		plan_add(plan, INA3221_REG_BUS(ch), at_us);
	}
	/* The datasheet promises a sum of two or three channels, not of one. */
	if (plan->count && summed & (summed - 1))
		plan_add(plan, INA3221_REG_SUM, at_us);
}

/* Words are in the order of their registers, the sum last: that of place 3, as its half has it. */
static u16 *word_of(struct ina3221_scan *scan, unsigned int i)
{
	return i % 2 ? &scan->bus[i / 2] : &scan->shunt[i / 2];
}

void ina3221_scan_take(struct ina3221_scan *scan, const struct ina3221_plan *plan, const u16 *words,
		       u16 mask)
{
	unsigned int i, ch;
	s32 count = 0;

	memset(scan, 0, sizeof(*scan));
	for (i = 0; i < plan->count; i++)
		*word_of(scan, min_t(unsigned int, plan->reg[i] - INA3221_REG_SHUNT1,
				     INA3221_SCAN_WORDS - 1)) = words[i];
	if (plan->count && plan->reg[plan->count - 1] == INA3221_REG_SUM)
		return;
	for (ch = 0; ch < INA3221_CHANNELS; ch++)
		if (mask & INA3221_MASK_SCC(ch))
			count += ina3221_count(scan->shunt[ch], ch);
	scan->shunt[INA3221_SUM_PLACE] = ina3221_word(count, INA3221_SUM_PLACE);
}

/* The mean is rounded to the nearest count, halves away from 0. */
static s32 mean_count(s32 total, u32 count)
{
	s32 half = (s32)count / 2;

	return (total < 0 ? total - half : total + half) / (s32)count;
}

/* Once full, one mean is taken out for each scan that comes in. */
void ina3221_average_add(struct ina3221_average *average, struct ina3221_scan *scan, u32 most)
{
	bool full = average->count >= most;
	unsigned int i;

	for (i = 0; i < INA3221_SCAN_WORDS; i++) {
		if (full)
			average->total[i] -= mean_count(average->total[i], average->count);
		average->total[i] += ina3221_count(*word_of(scan, i), i / 2);
	}
	average->count += !full;
}

void ina3221_average_take(const struct ina3221_average *average, struct ina3221_scan *scan)
{
	unsigned int i;

	for (i = 0; i < INA3221_SCAN_WORDS; i++)
		*word_of(scan, i) =
			ina3221_word(mean_count(average->total[i], average->count), i / 2);
}
