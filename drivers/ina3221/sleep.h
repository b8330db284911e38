/* SPDX-License-Identifier: GPL-2.0-only */
/* INA3221 driver: supply, sleep, and having the chip awake to change its settings. */
#ifndef RAILGLOW_DRIVERS_INA3221_SLEEP_H
#define RAILGLOW_DRIVERS_INA3221_SLEEP_H

#include <linux/cleanup.h>

#include "drivers/ina3221/ina3221.h"

int __must_check ina3221_find_supply(struct ina3221 *chip);

/** ina3221_power_on() - switch the supply on; the chip is locked. */
int __must_check ina3221_power_on(struct ina3221 *chip);

/** ina3221_start_sleep() - from now on it may; awake until ina3221_rest(). */
int __must_check ina3221_start_sleep(struct ina3221 *chip);
void ina3221_rest(struct ina3221 *chip);

/** ina3221_end_sleep() - when the driver leaves, before anything else does. */
int __must_check ina3221_end_sleep(struct ina3221 *chip);

/**
 * struct ina3221_settings - leave to change what the chip is set to
 * @chip: the chip, awake and locked, unless @err
 * @err: 0, or why it cannot be woken
 *
 * "CLASS(ina3221_settings, open)(chip);" gets it until the end of the block.
 */
struct ina3221_settings {
	struct ina3221 *chip;
	int err;
};

struct ina3221_settings ina3221_open_settings(struct ina3221 *chip);
void ina3221_close_settings(const struct ina3221_settings *settings);
DEFINE_CLASS(ina3221_settings, struct ina3221_settings, ina3221_close_settings(&_T),
	     ina3221_open_settings(chip), struct ina3221 *chip)

/** ina3221_keep_awake() - rails were switched; the chip is locked and awake. */
void ina3221_keep_awake(struct ina3221 *chip);

extern const struct dev_pm_ops ina3221_pm_ops;

#endif /* RAILGLOW_DRIVERS_INA3221_SLEEP_H */
