/* SPDX-License-Identifier: GPL-2.0-only */
/* INA3221 driver: alarm limits, on and off. @flag is one of INA3221_ALARM_FLAGS. */
#ifndef RAILGLOW_DRIVERS_INA3221_LIMITS_H
#define RAILGLOW_DRIVERS_INA3221_LIMITS_H

#include "drivers/ina3221/ina3221.h"

/** ina3221_limit_armed() - is it on? */
bool ina3221_limit_armed(const struct ina3221 *chip, u16 flag);

/** ina3221_limit() - its value, on or off. */
u16 ina3221_limit(struct ina3221 *chip, u16 flag);

/** ina3221_arm_limit() - set it and have it on; chip->lock is held. */
int __must_check ina3221_arm_limit(struct ina3221 *chip, u16 flag, u16 word);

/** ina3221_disarm_limit() - have it off and keep its value; the same. */
int __must_check ina3221_disarm_limit(struct ina3221 *chip, u16 flag);

/** ina3221_change_limit() - set it and leave it on or off; the same. */
int __must_check ina3221_change_limit(struct ina3221 *chip, u16 flag, u16 word);

/** ina3221_adopt_limits() - those that firmware programmed are on. */
void ina3221_adopt_limits(struct ina3221 *chip);

#endif /* RAILGLOW_DRIVERS_INA3221_LIMITS_H */
