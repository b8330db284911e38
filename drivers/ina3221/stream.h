/* SPDX-License-Identifier: GPL-2.0-only */
/* INA3221 driver: what reading every cycle shares with reading one now and then. */
#ifndef RAILGLOW_DRIVERS_INA3221_STREAM_H
#define RAILGLOW_DRIVERS_INA3221_STREAM_H

#include "drivers/ina3221/ina3221.h"

/* scan.c */

/** ina3221_sleep_until() - a time of ktime_get_ns(), or a little later. */
void ina3221_sleep_until(u64 when_ns);

/**
 * ina3221_take_scan() - count a scan, keep it for who asks next
 * @chip: the chip, locked
 * @scan: what was read just now
 * @ret: or how that failed
 */
void ina3221_take_scan(struct ina3221 *chip, const struct ina3221_scan *scan, int ret);

/**
 * ina3221_find_phase() - find out when cycles end, whatever was known of it
 * @chip: the chip, locked, a cycle running
 *
 * Return: as ina3221_wait_cycle(), at the end of a cycle.
 */
int __must_check ina3221_find_phase(struct ina3221 *chip);

/* stream.c */

/**
 * ina3221_begin_stream() - know when cycles end before the first one is delivered
 * @chip: the chip, not locked by the caller
 * @with_sum: as for ina3221_stream()
 *
 * Knowledge from before may do for one cycle and not for the next, and cycles go by while it is
 * found again.
 */
void ina3221_begin_stream(struct ina3221 *chip, bool with_sum);

/**
 * ina3221_stream() - the next conversion cycle, for who wants all of them
 * @chip: the chip, not locked by the caller
 * @with_sum: the sum is to be read of its register, not added up from the shunts
 * @time_ns: &ina3221_scan.time_ns of the last one the caller had
 * @scan: copy of a later one
 *
 * Return: as ina3221_scan().
 */
int __must_check ina3221_stream(struct ina3221 *chip, bool with_sum, u64 time_ns,
				struct ina3221_scan *scan);

#endif /* RAILGLOW_DRIVERS_INA3221_STREAM_H */
