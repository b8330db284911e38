// SPDX-License-Identifier: GPL-2.0-only
/* INA3221 driver: programming the chip, changing its settings. */
#include <linux/bitfield.h>
#include <linux/cleanup.h>
#include <linux/delay.h>
#include <linux/ktime.h>
#include <linux/lockdep.h>

#include "drivers/ina3221/limits.h"
#include "drivers/ina3221/sleep.h"

/*
 * From reset until the chip has decided about timing control: 2.2 ms and four
 * cycles of 6.6 ms (datasheet 7.3.2.4), and 10 % for a slow oscillator.
 */
#define TIMING_CONTROL_US 31460

u16 ina3221_running_config(const struct ina3221 *chip)
{
	u16 config = chip->config;

	if (!(config & INA3221_CONFIG_CH_EN_ALL))
		return config & ~INA3221_CONFIG_MODE;
	/* Its filter would take one step per scan ... */
	if (chip->single_shot)
		return config & ~(INA3221_CONFIG_MODE | INA3221_CONFIG_AVG);
	/* ... or start from 0: the driver averages instead. */
	if (chip->memory == INA3221_MEMORY_LOST)
		return config & ~INA3221_CONFIG_AVG;
	return config;
}

int ina3221_start_cycle(struct ina3221 *chip, u16 config)
{
	u64 begin_ns, end_ns;
	int ret;

	lockdep_assert_held(&chip->lock);
	guard(mutex)(&chip->flags_lock);
	chip->scan_until_ns = 0;
	begin_ns = ktime_get_ns();
	ret = ina3221_write(chip, INA3221_REG_CONFIG, config);
	if (ret)
		return ret;
	end_ns = ktime_get_ns();
	ina3221_phase_started(&chip->phase, config, begin_ns, end_ns);
	ina3221_announce(chip, ina3221_events_started(&chip->events, config, end_ns));
	chip->ready = false;
	return 0;
}

/*
 * out += (new - out) / N starts from whatever is in the output register. One
 * cycle with N = 1 puts a measurement there.
 */
static int start_seeded(struct ina3221 *chip, u16 config)
{
	struct ina3221_reading seed, next;
	struct ina3221_plan plan;
	int ret;

	ina3221_plan_make(&plan, config, chip->mask);
	ret = ina3221_start_cycle(chip, config & ~INA3221_CONFIG_AVG);
	ret = ret ?: ina3221_wait_cycle(chip, &plan, &seed);
	ret = ret ?: ina3221_start_cycle(chip, config);
	if (ret || chip->memory != INA3221_MEMORY_UNKNOWN)
		return ret;
	ret = ina3221_wait_cycle(chip, &plan, &next);
	if (ret)
		return ret;
	chip->memory = ina3221_filter_memory(&plan, seed.word, next.word);
	if (chip->memory != INA3221_MEMORY_LOST)
		return 0;
	return ina3221_start_cycle(chip, ina3221_running_config(chip));
}

/* Would the filter start from something that is no measurement? */
static bool needs_seed(u16 before, u16 after)
{
	u16 added = after & ~before & INA3221_CONFIG_CH_EN_ALL;

	if (!FIELD_GET(INA3221_CONFIG_AVG, after) || !(after & INA3221_CONFIG_MODE))
		return false;
	return added || (before ^ after) & INA3221_CONFIG_AVG;
}

static int start(struct ina3221 *chip, u16 before)
{
	u16 config = ina3221_running_config(chip);

	ina3221_filter_stop(&chip->filter);
	return needs_seed(before, config) ? start_seeded(chip, config)
					  : ina3221_start_cycle(chip, config);
}

/* Rails that are not converted must not contribute an old value to the sum. */
static u16 wanted_mask(const struct ina3221 *chip)
{
	u16 mask = INA3221_MASK_WEN | INA3221_MASK_CEN;
	unsigned int ch;

	for (ch = 0; ch < INA3221_CHANNELS; ch++)
		if (chip->rail[ch].summed && ina3221_channel_enabled(chip, ch))
			mask |= INA3221_MASK_SCC(ch);
	return mask;
}

static int write_limits(struct ina3221 *chip)
{
	const struct ina3221_limits *limits = &chip->limits;
	unsigned int ch;
	int ret = 0;

	for (ch = 0; ch < INA3221_CHANNELS && !ret; ch++) {
		ret = ina3221_write(chip, INA3221_REG_CRITICAL(ch), limits->critical[ch]);
		ret = ret ?: ina3221_write(chip, INA3221_REG_WARNING(ch), limits->warning[ch]);
	}
	ret = ret ?: ina3221_write(chip, INA3221_REG_SUM_LIMIT, limits->sum);
	ret = ret ?: ina3221_write(chip, INA3221_REG_PV_UPPER, limits->pv_upper);
	return ret ?: ina3221_write(chip, INA3221_REG_PV_LOWER, limits->pv_lower);
}

int ina3221_program(struct ina3221 *chip)
{
	int ret;

	lockdep_assert_held(&chip->lock);
	chip->stale = true;
	scoped_guard(mutex, &chip->flags_lock) ina3221_events_unsettle(&chip->events);
	ret = ina3221_power_on(chip);
	ret = ret ?: write_limits(chip);
	ret = ret ?: ina3221_write_mask(chip, wanted_mask(chip));
	ret = ret ?: start(chip, 0);
	chip->stale = ret;
	return ret;
}

/* What its second rail does after power-on is worth waiting for, if it is wired. */
int ina3221_recover(struct ina3221 *chip)
{
	lockdep_assert_held(&chip->lock);
	if (READ_ONCE(chip->lost)) {
		chip->errors.reprogrammed++;
		if (ina3221_pin_wired(chip, INA3221_TIMING_CONTROL_PIN))
			fsleep(TIMING_CONTROL_US);
	}
	return ina3221_program(chip);
}

int ina3221_restore(struct ina3221 *chip)
{
	guard(mutex)(&chip->lock);
	return READ_ONCE(chip->lost) ? ina3221_recover(chip) : 0;
}

/* A chip that has lost its settings says so only until Mask/Enable is written. */
static int change_mask(struct ina3221 *chip)
{
	int ret = ina3221_read_flags(chip, NULL, NULL);

	if (!ret && READ_ONCE(chip->lost))
		return -ESTALE;
	return ret ?: ina3221_write_mask(chip, wanted_mask(chip));
}

static int change(struct ina3221 *chip, u16 running_before)
{
	int ret = chip->stale ? -ESTALE : 0;

	if (!ret && chip->mask != wanted_mask(chip))
		ret = change_mask(chip);
	ret = ret ?: start(chip, running_before);
	if (ret == -ESTALE)
		ret = ina3221_recover(chip);
	return ret == -ESTALE ? -EIO : ret;
}

int ina3221_set_config(struct ina3221 *chip, u16 config)
{
	u16 running = ina3221_running_config(chip);
	u16 before = chip->config;
	int ret;

	lockdep_assert_held(&chip->lock);
	if (config == before)
		return 0;
	WRITE_ONCE(chip->config, config);
	ret = change(chip, running);
	if (ret) {
		WRITE_ONCE(chip->config, before);
		chip->stale = true;
	}
	ina3221_keep_awake(chip);
	return ret;
}

int ina3221_set_limit(struct ina3221 *chip, u16 *limit, u8 reg, u16 word)
{
	int ret;

	lockdep_assert_held(&chip->lock);
	ret = ina3221_write(chip, reg, word);
	if (ret)
		chip->stale = true;
	else
		*limit = word;
	return ret;
}

static int read_limits(struct ina3221 *chip)
{
	struct ina3221_limits *limits = &chip->limits;
	unsigned int ch;
	int ret = 0;

	for (ch = 0; ch < INA3221_CHANNELS && !ret; ch++) {
		ret = ina3221_read(chip, INA3221_REG_CRITICAL(ch), &limits->critical[ch]);
		ret = ret ?: ina3221_read(chip, INA3221_REG_WARNING(ch), &limits->warning[ch]);
	}
	ret = ret ?: ina3221_read(chip, INA3221_REG_SUM_LIMIT, &limits->sum);
	ret = ret ?: ina3221_read(chip, INA3221_REG_PV_UPPER, &limits->pv_upper);
	return ret ?: ina3221_read(chip, INA3221_REG_PV_LOWER, &limits->pv_lower);
}

/* What was before the reset is nothing to be reported: nobody could listen yet. */
static int learn_polarity(struct ina3221 *chip)
{
	int ret = ina3221_read_flags(chip, NULL, NULL);

	guard(mutex)(&chip->flags_lock);
	ina3221_events_init(&chip->events);
	if (!ret)
		ina3221_events_after_reset(&chip->events, chip->flags);
	return ret;
}

/*
 * What the chip latched and what the firmware programmed is read before the
 * reset wipes it out. Any write to CONFIG ends the timing-control sequence, so
 * that gets the time it needs after the reset.
 */
int ina3221_bring_up(struct ina3221 *chip)
{
	int ret;

	guard(mutex)(&chip->lock);
	ret = ina3221_read_flags(chip, NULL, NULL);
	ret = ret ?: read_limits(chip);
	ret = ret ?: ina3221_write(chip, INA3221_REG_CONFIG, INA3221_CONFIG_RST);
	ret = ret ?: learn_polarity(chip);
	if (ret)
		return ret;
	ina3221_adopt_limits(chip);
	if (ina3221_pin_wired(chip, INA3221_TIMING_CONTROL_PIN))
		fsleep(TIMING_CONTROL_US);
	return ina3221_program(chip);
}
