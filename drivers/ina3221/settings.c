// SPDX-License-Identifier: GPL-2.0-only
/*
 * INA3221 driver: programming the chip, changing its settings, also during a capture, which
 * capture.c begins anew then.
 *
 * The chip cannot switch an alarm off, but no conversion exceeds the reset value of its limit. A
 * limit that is off is set to that, while its own value is kept for when it is on.
 *
 * The rails in the sum are set here; a sum over unlike shunts, which is not a current, is refused
 * in hwmon.c. Words come from core/ina3221_units.c, conversion times from core/ina3221_timing.c.
 */
#include <linux/bitops.h>
#include <linux/cleanup.h>
#include <linux/delay.h>
#include <linux/device.h>
#include <linux/errno.h>
#include <linux/ktime.h>
#include <linux/lockdep.h>
#include <linux/string.h>
#include <linux/wait.h>

#include "drivers/ina3221/ina3221.h"

/*
 * The chip has decided about timing control so long after a reset: 2.2 ms and four
 * cycles of 6.6 ms (datasheet 7.3.2.4), and 10 % for a slow oscillator.
 */
#define TIMING_CONTROL_US 31460
/* It cannot have decided before this, 30 % being the most that an oscillator is fast. */
#define UNDECIDED_NS (20 * NSEC_PER_MSEC)
#define RESETS 4
/* CONFIG is read back no more often than this. */
#define CHECK_NS NSEC_PER_SEC

static struct ina3221_settings *locked_settings(struct ina3221 *chip)
{
	lockdep_assert_held(&chip->settings.lock);
	return &chip->settings;
}

u16 ina3221_running_config(const struct ina3221 *chip)
{
	u16 config = ina3221_config(chip);

	if (!(config & INA3221_CONFIG_CH_EN_ALL))
		return config & ~INA3221_CONFIG_MODE;
	/* Averages are the driver's then: the chip's filter would take one step per scan. */
	if (chip->settings.single_shot)
		return config & ~(INA3221_CONFIG_MODE | INA3221_CONFIG_AVG);
	return config;
}

/* The start is counted before it is tried: words that are read meanwhile are of neither setting. */
int ina3221_start_cycle(struct ina3221 *chip, u16 config)
{
	struct ina3221_settings *settings = locked_settings(chip);
	int ret;

	WRITE_ONCE(settings->starts, settings->starts + 1);
	ret = ina3221_write_config(chip, config, &settings->started);
	if (!ret)
		settings->written = config;
	return ret;
}

/*
 * out += (new - out) / N starts from whatever is in the output register. One
 * cycle with N = 1 puts a measurement there.
 */
static int start_seeded(struct ina3221 *chip, u16 config)
{
	u16 seed = config & ~INA3221_CONFIG_AVG;
	int ret = ina3221_start_cycle(chip, seed);

	ret = ret ?: ina3221_wait_end(chip, seed);
	return ret ?: ina3221_start_cycle(chip, config);
}

/* Would the filter start from something that is not a measurement? */
static bool needs_seed(u16 before, u16 after)
{
	u16 added = after & ~before & INA3221_CONFIG_CH_EN_ALL;

	return after & INA3221_CONFIG_AVG && !ina3221_powered_down(after) &&
	       (added || (before ^ after) & INA3221_CONFIG_AVG);
}

static int start_running(struct ina3221 *chip, u16 before)
{
	u16 config = ina3221_running_config(chip);

	ina3221_forget_scan(chip);
	memset(&chip->sampler.average, 0, sizeof(chip->sampler.average));
	return needs_seed(before, config) ? start_seeded(chip, config)
					  : ina3221_start_cycle(chip, config);
}

/* Rails that are not converted must not contribute an old value to the sum. */
static u16 wanted_mask(const struct ina3221 *chip)
{
	u16 mask = ina3221_latches(chip);
	unsigned int ch;

	for (ch = 0; ch < INA3221_CHANNELS; ch++)
		if (!chip->settings.rail[ch].summation_disable && ina3221_channel_enabled(chip, ch))
			mask |= INA3221_MASK_SCC(ch);
	return mask;
}

/* Registers of limits are in the order of &ina3221_settings.limit. */
static const u8 limit_reg[INA3221_LIMITS] = {
	INA3221_REG_WARNING3,  INA3221_REG_WARNING2,  INA3221_REG_WARNING1,
	INA3221_REG_SUM_LIMIT, INA3221_REG_CRITICAL3, INA3221_REG_CRITICAL2,
	INA3221_REG_CRITICAL1, INA3221_REG_PV_UPPER,  INA3221_REG_PV_LOWER,
};

static unsigned int limit_place(u16 name)
{
	return __ffs(name) - INA3221_ALARM_FLAG_LOW;
}

static u16 never_exceeded(u16 flag)
{
	return flag == INA3221_MASK_SF ? INA3221_SUM_LIMIT_RESET : INA3221_LIMIT_RESET;
}

bool ina3221_limit_armed(const struct ina3221 *chip, u16 name)
{
	return (READ_ONCE(chip->settings.armed) | INA3221_PV_UPPER | INA3221_PV_LOWER) & name;
}

u16 ina3221_limit(const struct ina3221 *chip, u16 name)
{
	return READ_ONCE(chip->settings.limit[limit_place(name)]);
}

u16 ina3221_limit_held(const struct ina3221 *chip, u16 name)
{
	return ina3221_limit_armed(chip, name) ? ina3221_limit(chip, name) : never_exceeded(name);
}

static int write_limits(struct ina3221 *chip)
{
	unsigned int i;
	int ret = 0;

	for (i = 0; i < INA3221_LIMITS && !ret; i++)
		ret = ina3221_bus_write(&chip->bus, limit_reg[i],
					ina3221_limit_held(chip, INA3221_LIMIT(i)));
	return ret;
}

/* The chip gets time for timing control, which any write to CONFIG ends, if the pin is wired. */
static void await_timing_control(const struct ina3221 *chip)
{
	if (ina3221_pin_wired(chip, INA3221_TIMING_CONTROL_PIN))
		fsleep(TIMING_CONTROL_US);
}

int ina3221_recover(struct ina3221 *chip)
{
	struct ina3221_settings *settings = locked_settings(chip);
	int ret;

	if (READ_ONCE(chip->alerts.lost)) {
		settings->reprogrammed++;
		await_timing_control(chip);
	}
	WRITE_ONCE(settings->stale, true);
	scoped_guard(mutex, &chip->alerts.lock) ina3221_events_unsettle(&chip->alerts.events);
	ret = ina3221_power_on(chip);
	ret = ret ?: write_limits(chip);
	ret = ret ?: ina3221_write_mask(chip, wanted_mask(chip));
	ret = ret ?: start_running(chip, 0);
	if (ret)
		ina3221_retry_soon(chip);
	else
		WRITE_ONCE(settings->stale, false);
	return ret;
}

static bool needs_recovery(const struct ina3221 *chip)
{
	return READ_ONCE(chip->alerts.lost) || READ_ONCE(chip->settings.stale);
}

int ina3221_check_config(struct ina3221 *chip)
{
	struct ina3221_settings *settings = locked_settings(chip);
	u64 now_ns = ktime_get_ns();
	u16 config;
	int ret;

	if (now_ns < settings->checked_ns + CHECK_NS)
		return 0;
	ret = ina3221_bus_read(&chip->bus, INA3221_REG_CONFIG, &config);
	if (ret)
		return ret;
	settings->checked_ns = now_ns;
	if (config == settings->written)
		return 0;
	WRITE_ONCE(settings->stale, true);
	/* A chip with reset values has lost its settings; no program changed them. */
	if (config == INA3221_CONFIG_RESET && settings->written != INA3221_CONFIG_RESET) {
		scoped_guard(mutex, &chip->alerts.lock) WRITE_ONCE(chip->alerts.lost, true);
		return -ESTALE;
	}
	settings->reprogrammed++;
	if (!settings->foreign++)
		dev_warn(ina3221_dev(chip),
			 "CONFIG was changed to 0x%04x outside this driver: restoring it\n",
			 config);
	return -ESTALE;
}

static bool mask_is_current(const struct ina3221 *chip)
{
	return READ_ONCE(chip->alerts.mask) == wanted_mask(chip);
}

/* A chip that has lost its settings says so only until Mask/Enable is written. */
static int refresh_mask(struct ina3221 *chip)
{
	int ret;

	if (mask_is_current(chip))
		return 0;
	ret = ina3221_look(chip);
	if (!ret && READ_ONCE(chip->alerts.lost))
		return -ESTALE;
	return ret ?: ina3221_write_mask(chip, wanted_mask(chip));
}

/* Pins that an SMBus alert serves, which the bus may get late, are latched from then on. */
int ina3221_restore(struct ina3221 *chip)
{
	int ret;

	if (!needs_recovery(chip) && mask_is_current(chip))
		return 0;
	guard(mutex)(&chip->settings.lock);
	if (chip->settings.asleep)
		return 0;
	ret = needs_recovery(chip) ? ina3221_recover(chip) : refresh_mask(chip);
	if (ret)
		WRITE_ONCE(chip->settings.stale, true);
	return ret;
}

static int change_running(struct ina3221 *chip, u16 running_before)
{
	int ret = -ESTALE;

	if (!chip->settings.stale)
		ret = refresh_mask(chip);
	if (!ret)
		ret = start_running(chip, running_before);
	if (ret == -ESTALE)
		ret = ina3221_recover(chip);
	return ret == -ESTALE ? -EIO : ret;
}

int ina3221_set_config(struct ina3221 *chip, u16 config)
{
	struct ina3221_settings *settings = locked_settings(chip);
	u16 running = ina3221_running_config(chip);
	u16 before = settings->config;
	int ret;

	if (config == before)
		return 0;
	WRITE_ONCE(settings->config, config);
	ret = change_running(chip, running);
	if (ret) {
		WRITE_ONCE(settings->config, before);
		WRITE_ONCE(settings->stale, true);
	}
	ina3221_keep_awake(chip);
	wake_up_all(&chip->sampler.came);
	return ret;
}

static int write_limit(struct ina3221 *chip, u16 name, u16 word)
{
	int ret = ina3221_bus_write(&chip->bus, limit_reg[limit_place(name)], word);

	if (ret)
		WRITE_ONCE(locked_settings(chip)->stale, true);
	return ret;
}

int ina3221_change_limit(struct ina3221 *chip, u16 name, u16 word)
{
	struct ina3221_settings *settings = locked_settings(chip);
	int ret = ina3221_limit_armed(chip, name) ? write_limit(chip, name, word) : 0;

	if (!ret)
		WRITE_ONCE(settings->limit[limit_place(name)], word);
	return ret;
}

int ina3221_arm_limit(struct ina3221 *chip, u16 flag, u16 word)
{
	struct ina3221_settings *settings = locked_settings(chip);
	int ret = write_limit(chip, flag, word);

	if (ret)
		return ret;
	WRITE_ONCE(settings->limit[limit_place(flag)], word);
	WRITE_ONCE(settings->armed, settings->armed | flag);
	return 0;
}

/*
 * Flags that the chip latched before count, and are read while the limit is still there: a read
 * that fails leaves all as it was. Afterwards there is no such condition.
 */
int ina3221_disarm_limit(struct ina3221 *chip, u16 flag)
{
	struct ina3221_settings *settings = locked_settings(chip);
	int ret;

	if (!ina3221_limit_armed(chip, flag))
		return 0;
	ret = ina3221_look(chip);
	ret = ret ?: write_limit(chip, flag, never_exceeded(flag));
	if (ret)
		return ret;
	WRITE_ONCE(settings->armed, settings->armed & ~flag);
	ina3221_end_condition(chip, flag);
	return 0;
}

/* Limits that firmware programmed are on. */
static void adopt_limits(struct ina3221_settings *settings)
{
	unsigned int i;

	for (i = 0; i < INA3221_ALARM_FLAG_COUNT; i++)
		if (settings->limit[i] != never_exceeded(INA3221_LIMIT(i)))
			settings->armed |= INA3221_LIMIT(i);
}

static int read_limits(struct ina3221 *chip)
{
	unsigned int i;
	int ret = 0;

	for (i = 0; i < INA3221_LIMITS && !ret; i++)
		ret = ina3221_bus_read(&chip->bus, limit_reg[i], &chip->settings.limit[i]);
	return ret;
}

/*
 * Conditions from before the reset are not reported, since there was no listener yet. A chip that
 * has finished a cycle right after a reset is a mere file of registers, where flags that only a
 * chip could set have to be written.
 */
static void learn_polarity(struct ina3221 *chip)
{
	struct ina3221_alerts *alerts = &chip->alerts;

	guard(mutex)(&alerts->lock);
	ina3221_events_init(&alerts->events, alerts->flags);
	if (alerts->flags & INA3221_MASK_CVRF)
		alerts->fixed = alerts->flags &
				(INA3221_MASK_PVF | INA3221_MASK_TCF | INA3221_MASK_CVRF);
}

/* The reset is repeated if the look came late: timing control may have failed by then. */
static int reset_chip(struct ina3221 *chip)
{
	unsigned int tries = 0;
	u64 begin_ns;
	int ret;

	do {
		begin_ns = ktime_get_ns();
		ret = ina3221_bus_write(&chip->bus, INA3221_REG_CONFIG, INA3221_CONFIG_RST);
		ret = ret ?: ina3221_look(chip);
		if (ret)
			return ret;
	} while (ktime_get_ns() - begin_ns >= UNDECIDED_NS && ++tries < RESETS);
	learn_polarity(chip);
	return 0;
}

/* The first read knows by this when to look; otherwise it has to find out. */
static void learn_oscillator(struct ina3221 *chip)
{
	u16 config = ina3221_running_config(chip);

	if (!ina3221_powered_down(config) && ina3221_wait_end(chip, config))
		dev_dbg(ina3221_dev(chip), "how fast it converts is not known yet\n");
}

/* Flags that the chip latched and limits that firmware programmed are read before the reset. */
int ina3221_bring_up(struct ina3221 *chip)
{
	int ret;

	guard(mutex)(&chip->settings.lock);
	ret = ina3221_look(chip);
	ret = ret ?: read_limits(chip);
	ret = ret ?: reset_chip(chip);
	if (ret)
		return ret;
	adopt_limits(&chip->settings);
	await_timing_control(chip);
	ret = ina3221_recover(chip);
	if (!ret)
		learn_oscillator(chip);
	return ret;
}
