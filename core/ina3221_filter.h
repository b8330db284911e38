/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The averaging of an INA3221, for a chip that cannot be trusted with it.
 *
 * The chip's filter, out += (new - out) / N, has to start from a measurement:
 * one is put there with N = 1 before N is set. The datasheet does not say
 * whether the write that sets N keeps it. Where it does not, the output would
 * rise from 0 for some 8 N cycles; the same filter is then computed here.
 */
#ifndef RAILGLOW_CORE_INA3221_FILTER_H
#define RAILGLOW_CORE_INA3221_FILTER_H

#include "core/ina3221_scan.h"

/**
 * struct ina3221_filter - averages
 * @running: they started from a measurement
 * @edge_ns: &ina3221_scan.edge_ns of what was taken in last
 * @shunt: in counts, 1/65536 each
 * @bus: the same
 * @sum: the same
 */
struct ina3221_filter {
	bool running;
	u64 edge_ns;
	s32 shunt[INA3221_CHANNELS];
	s32 bus[INA3221_CHANNELS];
	s32 sum;
};

enum ina3221_memory {
	INA3221_MEMORY_UNKNOWN,
	INA3221_MEMORY_KEPT,
	INA3221_MEMORY_LOST,
};

/**
 * ina3221_filter_memory() - did the averages survive the write that set N?
 * @plan: what was read
 * @seed: the words of a cycle with N = 1
 * @next: the words of the first cycle with the N that was then set, 4 or more
 *
 * Return: unknown as long as there is nothing but small voltages.
 */
enum ina3221_memory ina3221_filter_memory(const struct ina3221_plan *plan, const u16 *seed,
					  const u16 *next);

/** ina3221_filter_stop() - the next scan is where averages start from. */
void ina3221_filter_stop(struct ina3221_filter *f);

/**
 * ina3221_filter_take() - one more scan, which becomes the averages
 * @f: the filter
 * @samples: N
 * @cycles: conversion cycles since the scan before, whose inputs count as those
 *	of this one
 * @scan: as measured; &ina3221_scan.over_range stays
 */
void ina3221_filter_take(struct ina3221_filter *f, u32 samples, u64 cycles,
			 struct ina3221_scan *scan);

#endif /* RAILGLOW_CORE_INA3221_FILTER_H */
