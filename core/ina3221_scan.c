// SPDX-License-Identifier: GPL-2.0-only
/*
 * Scans of an INA3221: the plan (which registers hold the words of a cycle, in which order), the
 * words taken apart, the sum of shunts, and means of several scans. Whether words are of one cycle
 * or torn is judged in ina3221_track.c.
 */
#include "core/ina3221_scan.h"
#include "core/ina3221_units.h"

static void plan_add(struct ina3221_plan *plan, unsigned int reg, u32 stays_us)
{
	plan->reg[plan->count] = (u8)reg;
	plan->stays_us[plan->count] = stays_us;
	plan->count++;
}

static void plan_channel(struct ina3221_plan *plan, u16 config, unsigned int ch, u32 *at_us)
{
	if (ina3221_converts_shunt(config)) {
		*at_us += ina3221_ct_typ_us[FIELD_GET(INA3221_CONFIG_SHUNT_CT, config)];
		plan_add(plan, INA3221_REG_SHUNT(ch), *at_us);
	}
	if (ina3221_converts_bus(config)) {
		*at_us += ina3221_ct_typ_us[FIELD_GET(INA3221_CONFIG_BUS_CT, config)];
		plan_add(plan, INA3221_REG_BUS(ch), *at_us);
	}
}

/* The datasheet promises a sum of two or three channels, not of one. */
static bool sum_is_measured(u16 mask)
{
	u16 summed = mask & INA3221_MASK_SCC_ALL;

	return summed & (summed - 1);
}

unsigned int ina3221_plan_make(struct ina3221_plan *plan, u16 config, u16 mask)
{
	unsigned int ch;
	u32 at_us = 0;

	plan->count = 0;
	for (ch = 0; ch < INA3221_CHANNELS; ch++)
		if (config & INA3221_CONFIG_CH_EN(ch))
			plan_channel(plan, config, ch, &at_us);
	if (plan->count && ina3221_converts_shunt(config) && sum_is_measured(mask))
		plan_add(plan, INA3221_REG_SUM, at_us);
	return plan->count;
}

static u16 *scan_slot(struct ina3221_scan *scan, unsigned int reg)
{
	if (reg == INA3221_REG_SUM)
		return &scan->sum;
	if ((reg - INA3221_REG_SHUNT1) % 2)
		return &scan->bus[(reg - INA3221_REG_BUS1) / 2];
	return &scan->shunt[(reg - INA3221_REG_SHUNT1) / 2];
}

static u16 sum_of_shunts(const struct ina3221_scan *scan, u16 mask)
{
	unsigned int ch;
	s32 count = 0;

	for (ch = 0; ch < INA3221_CHANNELS; ch++)
		if (mask & INA3221_MASK_SCC(ch))
			count += ina3221_count(scan->shunt[ch]);
	return ina3221_sum_word(count);
}

static bool has_sum(const struct ina3221_plan *plan)
{
	return plan->count && plan->reg[plan->count - 1] == INA3221_REG_SUM;
}

void ina3221_scan_take(struct ina3221_scan *scan, const struct ina3221_plan *plan, const u16 *words,
		       u16 mask)
{
	unsigned int i;

	memset(scan, 0, sizeof(*scan));
	for (i = 0; i < plan->count; i++)
		*scan_slot(scan, plan->reg[i]) = words[i];
	if (!has_sum(plan))
		scan->sum = sum_of_shunts(scan, mask);
}

/* The mean is rounded to the nearest count, halves away from 0. */
static s32 mean_count(s32 total, u32 count)
{
	s32 half = (s32)count / 2;

	return (total < 0 ? total - half : total + half) / (s32)count;
}

static s32 count_of(const struct ina3221_scan *scan, unsigned int i)
{
	if (i < INA3221_CHANNELS)
		return ina3221_count(scan->shunt[i]);
	if (i < 2 * INA3221_CHANNELS)
		return ina3221_count(scan->bus[i - INA3221_CHANNELS]);
	return ina3221_sum_count(scan->sum);
}

/* Once full, one mean is taken out for each scan that comes in. */
void ina3221_average_add(struct ina3221_average *average, const struct ina3221_scan *scan, u32 most)
{
	bool full = average->count >= most;
	unsigned int i;

	for (i = 0; i < INA3221_SCAN_WORDS; i++) {
		if (full)
			average->total[i] -= mean_count(average->total[i], average->count);
		average->total[i] += count_of(scan, i);
	}
	average->count += !full;
}

void ina3221_average_take(const struct ina3221_average *average, struct ina3221_scan *scan)
{
	const s32 *total = average->total;
	unsigned int ch;

	for (ch = 0; ch < INA3221_CHANNELS; ch++) {
		scan->shunt[ch] = ina3221_word(mean_count(total[ch], average->count));
		scan->bus[ch] =
			ina3221_word(mean_count(total[INA3221_CHANNELS + ch], average->count));
	}
	scan->sum = ina3221_sum_word(mean_count(total[2 * INA3221_CHANNELS], average->count));
}
