// SPDX-License-Identifier: GPL-2.0-only
/*
 * INA3221 driver: the one reader of Mask/Enable, and what it remembers.
 *
 * A read of that register clears every flag in it, whoever reads and why. It
 * is read here and nowhere else, and each flag is kept until it was reported.
 */
#include <linux/cleanup.h>
#include <linux/ktime.h>
#include <linux/lockdep.h>

#include "core/ina3221_units.h"
#include "drivers/ina3221/ina3221.h"

static void take_in(struct ina3221 *chip, u16 flags, u64 begin_ns, u64 end_ns)
{
	lockdep_assert_held(&chip->flags_lock);

	ina3221_events_pin_moved(&chip->events,
				 atomic64_read(&chip->pin[INA3221_POWER_VALID_PIN].moved_ns));
	chip->alerts.reads++;
	ina3221_phase_observe(&chip->phase, begin_ns, end_ns, flags & INA3221_MASK_CVRF);
	chip->alarms |= flags & INA3221_ALARM_FLAGS;
	chip->ready |= flags & INA3221_MASK_CVRF;
	chip->flags = flags;
	chip->lost = (flags ^ chip->mask) & INA3221_MASK_ENABLE_WRITABLE;
	if (chip->lost)
		ina3221_announce(chip, ina3221_events_take_timing(&chip->events, flags));
	else
		ina3221_announce(chip, ina3221_events_take(&chip->events, flags, begin_ns, end_ns));
}

int ina3221_read_flags(struct ina3221 *chip, const struct ina3221_plan *plan,
		       struct ina3221_reading *reading)
{
	unsigned int ahead = plan ? plan->count : 0;
	u8 reg[INA3221_TRANSFER_WORDS];
	struct ina3221_reading alone;
	int ret;

	if (ahead)
		memcpy(reg, plan->reg, ahead);
	if (!reading)
		reading = &alone;
	reg[ahead] = INA3221_REG_MASK_ENABLE;
	guard(mutex)(&chip->flags_lock);
	ret = ina3221_read_words(chip, reg, ahead + 1, reading);
	if (ret)
		return ret;
	take_in(chip, reading->word[ahead], reading->times.begun_ns[ahead],
		reading->times.done_ns[ahead]);
	return 0;
}

void ina3221_end_condition(struct ina3221 *chip, u16 flags)
{
	guard(mutex)(&chip->flags_lock);
	ina3221_announce(chip, ina3221_events_end(&chip->events, flags));
}

int ina3221_write_mask(struct ina3221 *chip, u16 mask)
{
	int ret;

	guard(mutex)(&chip->flags_lock);
	ret = ina3221_write(chip, INA3221_REG_MASK_ENABLE, mask);
	if (!ret) {
		chip->mask = mask;
		chip->lost = false;
	}
	return ret;
}

/* Nobody asked for the reset values, which are alarm to every rail below 9 V. */
static bool power_valid_in_use(const struct ina3221 *chip)
{
	return chip->was_valid || chip->limits.pv_lower != INA3221_PV_LOWER_RESET ||
	       chip->limits.pv_upper != INA3221_PV_UPPER_RESET;
}

void ina3221_note_scan(struct ina3221 *chip, const struct ina3221_scan *scan)
{
	bool valid = true;
	unsigned int ch;
	u8 low = 0;

	lockdep_assert_held(&chip->lock);
	guard(mutex)(&chip->flags_lock);
	for (ch = 0; ch < INA3221_CHANNELS; ch++) {
		if (!ina3221_channel_enabled(chip, ch))
			continue;
		if (ina3221_count(scan->bus[ch]) < ina3221_count(chip->limits.pv_lower))
			low |= BIT(ch);
		if (ina3221_count(scan->bus[ch]) < ina3221_count(chip->limits.pv_upper))
			valid = false;
	}
	chip->was_valid |= valid;
	if (power_valid_in_use(chip))
		chip->low |= low;
}

bool ina3221_take_alarm(struct ina3221 *chip, u16 flag)
{
	bool seen;

	guard(mutex)(&chip->flags_lock);
	seen = chip->alarms & flag;
	chip->alarms &= ~flag;
	return seen;
}

bool ina3221_take_low(struct ina3221 *chip, unsigned int ch)
{
	bool seen;

	guard(mutex)(&chip->flags_lock);
	seen = chip->low & BIT(ch);
	chip->low &= ~BIT(ch);
	return seen;
}
