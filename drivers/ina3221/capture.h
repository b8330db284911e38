/* SPDX-License-Identifier: GPL-2.0-only */
/* INA3221 driver: capture of every cycle, by a thread that owns the chip's time. */
#ifndef RAILGLOW_DRIVERS_INA3221_CAPTURE_H
#define RAILGLOW_DRIVERS_INA3221_CAPTURE_H

#include <linux/iio/iio.h>
#include <linux/iio/trigger.h>

#include "core/ina3221_follow.h"
#include "core/ina3221_scan.h"

struct ina3221;

/**
 * struct ina3221_record - one scan as the buffer has it
 * @word: those words that were asked for, as the chip sends them
 * @time_ns: room for the time, which follows the last word, aligned
 */
struct ina3221_record {
	__be16 word[INA3221_SCAN_WORDS];
	aligned_s64 time_ns;
};

/**
 * struct ina3221_capture - the buffer and its trigger; belongs to the thread while there is one
 * @chip: the chip
 * @trigger: paces scans at the conversion cycle
 * @thread: that does so, NULL while the trigger is unused
 * @follow: how it follows the chip
 * @starts: &ina3221_settings.starts that it knows of
 * @mask: Mask/Enable for the sum
 * @scan: what the trigger delivers next
 * @full_ns: when all words were read last, not only those that are captured
 * @passed_ns: up to where cycles between passes are counted, within half of one of the last scan;
 *	0 if there was none
 * @passed_over: cycles between such scans
 * @record: for the trigger handler, of which there is one
 * @had_ns: &ina3221_scan.time_ns of the scan that another trigger delivered last
 * @delivered: scans that went to the buffer since probe
 * @dropped: scans that could not be read
 * @missed: cycles that went by unread, or could not be shown to be one
 */
struct ina3221_capture {
	struct ina3221 *chip;
	struct iio_trigger *trigger;
	struct task_struct *thread;
	struct ina3221_follow follow;
	u32 starts;
	u16 mask;
	struct ina3221_scan scan;
	u64 full_ns;
	u64 passed_ns;
	u64 passed_over;
	struct ina3221_record record;
	u64 had_ns;
	u64 delivered;
	u64 dropped;
	u64 missed;
};

/** ina3221_setup_capture() - before the IIO device is registered. */
int __must_check ina3221_setup_capture(struct iio_dev *indio_dev);

#endif /* RAILGLOW_DRIVERS_INA3221_CAPTURE_H */
