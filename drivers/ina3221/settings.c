// SPDX-License-Identifier: GPL-2.0-only
/*
 * INA3221 driver: programming the chip, changing its settings, also during a capture, which
 * capture.c begins anew then.
 *
 * The chip cannot switch an alarm off, but no conversion exceeds the reset value of its limit. A
 * limit that is off is set to that, while its own value is kept for when it is on.
 *
 * The rails in the sum are set here. Values, also of shunts, are checked in hwmon.c and iio.c;
 * hwmon.c switches rails, and refuses a sum over unlike shunts. alerts.c finds lost power.
 */
#include <linux/bitops.h>
#include <linux/delay.h>
#include <linux/device.h>
#include <linux/errno.h>
#include <linux/ktime.h>
#include <linux/lockdep.h>
#include <linux/string.h>
#include <linux/wait.h>

#include "core/ina3221_regs.h"
#include "drivers/ina3221/ina3221.h"

/*
 * The chip has decided about timing control so long after a reset: 2.2 ms and four
 * cycles of 6.6 ms (datasheet 7.3.2.4), and 10 % for a slow oscillator.
 */
#define TIMING_CONTROL_US 31460
/* Neither that nor the first cycle can be over before, oscillators being 30 % fast at most. */
#define UNDECIDED_NS (20 * NSEC_PER_MSEC)
#define FIRST_CYCLE_NS (4 * NSEC_PER_MSEC)
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

/* Would the filter start from something that is not a measurement? */
static bool needs_seed(u16 before, u16 after)
{
	u16 changed = (after & ~before & INA3221_CONFIG_CH_EN_ALL) |
		      ((before ^ after) & INA3221_CONFIG_AVG);

	return changed && after & INA3221_CONFIG_AVG && after & INA3221_CONFIG_MODE;
}

static int start_running(struct ina3221 *chip, u16 before)
{
	u16 config = ina3221_running_config(chip), seed = config & ~INA3221_CONFIG_AVG;
	int ret = 0;

	ina3221_forget_scan(chip);
	memset(&chip->sampler.average, 0, sizeof(chip->sampler.average));
	/*
	 * out += (new - out) / N starts from whatever is in the output register. One cycle with
	 * N = 1 puts a measurement there.
	 */
	if (needs_seed(before, config))
		ret = ina3221_start_cycle(chip, seed) ?: ina3221_wait_end(chip, seed);
	return ret ?: ina3221_start_cycle(chip, config);
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
	return READ_ONCE(chip->settings.armed) & name;
}

u16 ina3221_limit(const struct ina3221 *chip, u16 name)
{
	return READ_ONCE(chip->settings.limit[limit_place(name)]);
}

u16 ina3221_limit_held(const struct ina3221 *chip, u16 name)
{
	return ina3221_limit_armed(chip, name) ? ina3221_limit(chip, name) : never_exceeded(name);
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
	unsigned int i;
	int ret;

	if (READ_ONCE(chip->alerts.lost)) {
		settings->reprogrammed++;
		await_timing_control(chip);
	}
	WRITE_ONCE(settings->stale, true);
	scoped_guard(mutex, &chip->alerts.lock) ina3221_events_unsettle(&chip->alerts.events);
	ret = ina3221_power_on(chip);
	for (i = 0; i < INA3221_LIMITS && !ret; i++)
		ret = ina3221_bus_write(&chip->bus, limit_reg[i],
					ina3221_limit_held(chip, INA3221_LIMIT(i)));
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

int ina3221_check_config(struct ina3221 *chip, bool at_once)
{
	struct ina3221_settings *settings = locked_settings(chip);
	u64 now_ns = ktime_get_ns();
	u16 config;
	int ret;

	if (!at_once && now_ns < settings->checked_ns + CHECK_NS)
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

/* A chip that has lost its settings says so only until Mask/Enable, or CONFIG, is written. */
static int refresh_mask(struct ina3221 *chip)
{
	u16 mask = wanted_mask(chip);
	int ret = chip->alerts.mask ? 0 : ina3221_check_config(chip, true);

	if (ret || READ_ONCE(chip->alerts.mask) == mask)
		return ret;
	ret = ina3221_look(chip);
	if (!ret && READ_ONCE(chip->alerts.lost))
		return -ESTALE;
	return ret ?: ina3221_write_mask(chip, mask);
}

/* Pins that an SMBus alert serves, which the bus may get late, are latched from then on. */
int ina3221_restore(struct ina3221 *chip)
{
	int ret;

	if (!needs_recovery(chip) && READ_ONCE(chip->alerts.mask) == wanted_mask(chip))
		return 0;
	guard(mutex)(&chip->settings.lock);
	if (chip->settings.asleep)
		return 0;
	ret = needs_recovery(chip) ? ina3221_recover(chip) : refresh_mask(chip);
	if (ret)
		WRITE_ONCE(chip->settings.stale, true);
	return ret;
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
	ret = settings->stale ? -ESTALE : refresh_mask(chip);
	ret = ret ?: start_running(chip, running);
	if (ret == -ESTALE)
		ret = ina3221_recover(chip);
	/* A rail that goes off may have left flags, with which its alarms end. */
	if (!ret && before & ~config & INA3221_CONFIG_CH_EN_ALL)
		ret = ina3221_look(chip);
	if (ret == -ESTALE)
		ret = -EIO;
	if (ret) {
		WRITE_ONCE(settings->config, before);
		WRITE_ONCE(settings->stale, true);
		ina3221_retry_soon(chip);
	}
	ina3221_keep_awake(chip);
	wake_up_all(&chip->sampler.came);
	return ret;
}

/*
 * Flags that the chip latched before a limit goes off count, and are read while it is still there:
 * a read that fails leaves all as it was. A flag that came after that is of the same condition, and
 * is read as well. Afterwards there is no such condition.
 */
int ina3221_set_limit(struct ina3221 *chip, u16 name, u16 word, bool on)
{
	struct ina3221_settings *settings = locked_settings(chip);
	bool was_on = ina3221_limit_armed(chip, name);
	int ret = was_on && !on ? ina3221_look(chip) : 0;

	if (!ret && (was_on || on)) {
		ret = ina3221_bus_write(&chip->bus, limit_reg[limit_place(name)],
					on ? word : never_exceeded(name));
		ret = ret || on ? ret : ina3221_look(chip);
		if (ret) {
			WRITE_ONCE(settings->stale, true);
			ina3221_retry_soon(chip);
		}
	}
	if (ret)
		return ret;
	WRITE_ONCE(settings->limit[limit_place(name)], word);
	WRITE_ONCE(settings->armed, on ? settings->armed | name : settings->armed & ~name);
	if (was_on && !on)
		ina3221_end_condition(chip, name);
	return 0;
}

/* Limits that firmware programmed are on. Power-valid limits cannot be off. */
static int read_limits(struct ina3221 *chip)
{
	struct ina3221_settings *settings = &chip->settings;
	unsigned int i;
	int ret = 0;

	settings->armed = INA3221_PV_UPPER | INA3221_PV_LOWER;
	for (i = 0; i < INA3221_LIMITS && !ret; i++) {
		ret = ina3221_bus_read(&chip->bus, limit_reg[i], &settings->limit[i]);
		if (settings->limit[i] != never_exceeded(INA3221_LIMIT(i)))
			settings->armed |= INA3221_LIMIT(i);
	}
	return ret;
}

/*
 * The reset is repeated if the look came late: a cycle may be over, or timing control failed, and
 * nothing is concluded. Conditions from before it are not reported: there was no listener yet.
 */
static int reset_chip(struct ina3221 *chip)
{
	struct ina3221_alerts *alerts = &chip->alerts;
	unsigned int tries = 0;
	u64 begin_ns, took_ns;
	int ret;

	do {
		begin_ns = ktime_get_ns();
		ret = ina3221_bus_write(&chip->bus, INA3221_REG_CONFIG, INA3221_CONFIG_RST);
		ret = ret ?: ina3221_look(chip);
		if (ret)
			return ret;
		took_ns = ktime_get_ns() - begin_ns;
	} while (took_ns >= FIRST_CYCLE_NS && ++tries < RESETS);
	guard(mutex)(&alerts->lock);
	ina3221_events_init(&alerts->events,
			    took_ns < UNDECIDED_NS ? alerts->flags : INA3221_MASK_TCF);
	/* A file of registers is always ready: flags that only a chip could set are written. */
	if (took_ns < FIRST_CYCLE_NS && alerts->flags & INA3221_MASK_CVRF)
		alerts->fixed = alerts->flags &
				(INA3221_MASK_PVF | INA3221_MASK_TCF | INA3221_MASK_CVRF);
	return 0;
}

/* Flags that the chip latched and limits that firmware programmed are read before the reset. */
int ina3221_bring_up(struct ina3221 *chip)
{
	u16 running;
	int ret;

	guard(mutex)(&chip->settings.lock);
	ret = ina3221_look(chip);
	ret = ret ?: read_limits(chip);
	ret = ret ?: reset_chip(chip);
	if (ret)
		return ret;
	await_timing_control(chip);
	ret = ina3221_recover(chip);
	/* The first read knows by this when to look; otherwise it has to find out. */
	running = ina3221_running_config(chip);
	if (!ret && running & INA3221_CONFIG_MODE && ina3221_wait_end(chip, running))
		dev_dbg(ina3221_dev(chip), "how fast it converts is not known yet\n");
	return ret;
}
