// SPDX-License-Identifier: GPL-2.0-only
/*
 * INA3221 driver: alarm limits, on and off.
 *
 * The chip cannot switch an alarm off; at its reset value a limit is one that
 * no conversion exceeds. That is what a limit which is off is set to, while its
 * value is kept for when it is on.
 */
#include <linux/cleanup.h>
#include <linux/lockdep.h>

#include "drivers/ina3221/limits.h"

/* Place of a limit in struct ina3221_limits, and its register. */
static u16 *limit_in(struct ina3221_limits *limits, u16 flag, u8 *reg)
{
	unsigned int ch;

	for (ch = 0; ch < INA3221_CHANNELS; ch++) {
		if (flag == INA3221_MASK_CF(ch)) {
			*reg = INA3221_REG_CRITICAL(ch);
			return &limits->critical[ch];
		}
		if (flag == INA3221_MASK_WF(ch)) {
			*reg = INA3221_REG_WARNING(ch);
			return &limits->warning[ch];
		}
	}
	*reg = INA3221_REG_SUM_LIMIT;
	return &limits->sum;
}

static u16 never(u16 flag)
{
	return flag == INA3221_MASK_SF ? INA3221_SUM_LIMIT_RESET : INA3221_LIMIT_RESET;
}

bool ina3221_limit_armed(const struct ina3221 *chip, u16 flag)
{
	return READ_ONCE(chip->armed) & flag;
}

u16 ina3221_limit(struct ina3221 *chip, u16 flag)
{
	u8 reg;

	return READ_ONCE(*limit_in(ina3221_limit_armed(chip, flag) ? &chip->limits : &chip->asked,
				   flag, &reg));
}

int ina3221_arm_limit(struct ina3221 *chip, u16 flag, u16 word)
{
	u16 *limit;
	int ret;
	u8 reg;

	lockdep_assert_held(&chip->lock);
	limit = limit_in(&chip->limits, flag, &reg);
	ret = ina3221_set_limit(chip, limit, reg, word);
	if (!ret)
		WRITE_ONCE(chip->armed, chip->armed | flag);
	return ret;
}

/* What the chip latched before counts; afterwards there is no such condition. */
int ina3221_disarm_limit(struct ina3221 *chip, u16 flag)
{
	u16 *limit, *asked;
	u16 word;
	int ret;
	u8 reg;

	lockdep_assert_held(&chip->lock);
	if (!ina3221_limit_armed(chip, flag))
		return 0;
	limit = limit_in(&chip->limits, flag, &reg);
	asked = limit_in(&chip->asked, flag, &reg);
	word = *limit;
	ret = ina3221_set_limit(chip, limit, reg, never(flag));
	if (ret)
		return ret;
	WRITE_ONCE(*asked, word);
	WRITE_ONCE(chip->armed, chip->armed & ~flag);
	ret = ina3221_read_flags(chip, NULL, NULL);
	ina3221_end_condition(chip, flag);
	return ret;
}

int ina3221_change_limit(struct ina3221 *chip, u16 flag, u16 word)
{
	u8 reg;

	lockdep_assert_held(&chip->lock);
	if (ina3221_limit_armed(chip, flag))
		return ina3221_arm_limit(chip, flag, word);
	WRITE_ONCE(*limit_in(&chip->asked, flag, &reg), word);
	return 0;
}

void ina3221_adopt_limits(struct ina3221 *chip)
{
	u16 flags = INA3221_ALARM_FLAGS;
	u16 flag;
	u8 reg;

	lockdep_assert_held(&chip->lock);
	chip->asked = chip->limits;
	for (; flags; flags &= ~flag) {
		flag = BIT(__ffs(flags));
		if (*limit_in(&chip->limits, flag, &reg) != never(flag))
			chip->armed |= flag;
	}
}
