/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * INA3221 driver: the scan that was read last, and reading one on demand.
 *
 * On demand the chip makes one pass and stops by itself: what is in its registers then is of
 * one cycle, however slow the bus. Where it averages or watches limits it is left running, and
 * followed as in capture until one cycle is caught, or read in a pass if the bus is too slow.
 */
#ifndef RAILGLOW_DRIVERS_INA3221_SAMPLER_H
#define RAILGLOW_DRIVERS_INA3221_SAMPLER_H

#include <linux/mutex.h>
#include <linux/wait.h>

#include "core/ina3221_follow.h"
#include "core/ina3221_scan.h"

struct ina3221;

/**
 * struct ina3221_sampler - the scan that was read last
 * @lock: protects from here to @failed; held for as long as copying takes
 * @scan: the scan
 * @until_ns: it is fresh until then; 0: there is none
 * @err: what capture met instead of a scan
 * @captured: capture answers for what is here
 * @partly: it does not read all words, except now and then for readers
 * @wanted: a reader waits
 * @scans: scans that were read
 * @failed: tries that ended with an error
 * @came: woken when there is another
 * @slow_q16: how slow the oscillator is, about, 65536 is typical; settings locked
 * @follow: a chip that averages, as long as one read takes; settings locked
 * @average: passes of single shot; settings locked
 * @stuck: the chip did not finish a conversion, which has been said; settings locked
 */
struct ina3221_sampler {
	struct mutex lock; /* the published scan */
	struct ina3221_scan scan;
	u64 until_ns;
	int err;
	bool captured;
	bool partly;
	bool wanted;
	u64 scans;
	u64 failed;
	wait_queue_head_t came;
	u32 slow_q16;
	struct ina3221_follow follow;
	struct ina3221_average average;
	bool stuck;
};

void ina3221_init_sampler(struct ina3221 *chip);

/**
 * ina3221_scan() - the newest complete conversion cycle
 * @chip: the chip
 * @scan: copy of the scan
 *
 * At most a cycle old, unless it is captured; then it is the one that was captured last.
 *
 * Return: 0; -ENODATA if no channel is enabled; -ETIMEDOUT if the chip does
 * not finish a conversion; -ERESTARTSYS; or the bus's error.
 */
int __must_check ina3221_scan(struct ina3221 *chip, struct ina3221_scan *scan);

/** ina3221_scan_place() - the same, but -ENODATA also if that rail is off, or none is summed. */
int __must_check ina3221_scan_place(struct ina3221 *chip, unsigned int place,
				    struct ina3221_scan *scan);

/** ina3221_scan_after() - a scan of another cycle than the one of @time_ns. */
int __must_check ina3221_scan_after(struct ina3221 *chip, u64 time_ns, struct ina3221_scan *scan);

/**
 * ina3221_pass() - one cycle, all its words; settings locked
 * @chip: the chip, awake
 * @scan: what it measured
 *
 * A chip that had lost its settings gets them back.
 */
int __must_check ina3221_pass(struct ina3221 *chip, struct ina3221_scan *scan);

/**
 * ina3221_take_turn() - take what was planned to follow the chip; settings locked
 * @chip: the chip
 * @follow: who planned it; &ina3221_follow.ready has scans afterwards, or none
 * @turn: the plan
 *
 * Return: 0; -ESTALE if the chip has lost its settings; or the bus's error.
 */
int __must_check ina3221_take_turn(struct ina3221 *chip, struct ina3221_follow *follow,
				   const struct ina3221_turn *turn);

/** ina3221_wait_end() - sleep until the cycle that was started last has ended; settings locked. */
int __must_check ina3221_wait_end(struct ina3221 *chip, u16 config);

/** ina3221_publish() - store a scan of all words, or its error, for readers; settings locked. */
void ina3221_publish(struct ina3221 *chip, const struct ina3221_scan *scan, int err);

/** ina3221_forget_scan() - the scan is of other settings, and is not handed out any longer. */
void ina3221_forget_scan(struct ina3221 *chip);

/** ina3221_set_captured() - capture answers from now on, perhaps not of all words, or no longer. */
void ina3221_set_captured(struct ina3221 *chip, bool captured, bool partly);

/** INA3221_FULL_NS - the age up to which a full scan answers readers during a partial capture. */
#define INA3221_FULL_NS NSEC_PER_SEC

/** ina3221_sleep_until() - a time of ktime_get_ns(), or a little later. */
void ina3221_sleep_until(u64 when_ns);

#endif /* RAILGLOW_DRIVERS_INA3221_SAMPLER_H */
