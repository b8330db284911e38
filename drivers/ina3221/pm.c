// SPDX-License-Identifier: GPL-2.0-only
/*
 * INA3221 driver: supply, and sleep of the chip alone and with the system.
 *
 * A rail that is switched on keeps the chip awake, since its limits want watching; with none,
 * nothing can be measured or captured and no alarm can arise. The chip then converts nothing at
 * once, and some time later loses its supply. Settings and limits are written back by
 * ina3221_recover() in settings.c; irq.c stops interrupts, and tries again where a resume failed.
 */
#include <linux/cleanup.h>
#include <linux/device.h>
#include <linux/lockdep.h>
#include <linux/pm_runtime.h>
#include <linux/regulator/consumer.h>

#include "core/ina3221_regs.h"
#include "drivers/ina3221/ina3221.h"

#define AUTOSUSPEND_MS 2000

int ina3221_power_on(struct ina3221 *chip)
{
	int ret = 0;

	lockdep_assert_held(&chip->settings.lock);
	if (chip->settings.powered)
		return 0;
	if (chip->settings.supply)
		ret = regulator_enable(chip->settings.supply);
	chip->settings.powered = !ret;
	return ret;
}

static void power_off(struct ina3221 *chip)
{
	lockdep_assert_held(&chip->settings.lock);
	if (chip->settings.powered && chip->settings.supply)
		regulator_disable(chip->settings.supply);
	chip->settings.powered = false;
}

static void leave_supply(void *data)
{
	struct ina3221 *chip = data;

	guard(mutex)(&chip->settings.lock);
	power_off(chip);
}

int ina3221_find_supply(struct ina3221 *chip)
{
	struct device *dev = ina3221_dev(chip);
	struct regulator *supply = devm_regulator_get_optional(dev, "vs");
	int ret;

	if (IS_ERR(supply) && PTR_ERR(supply) != -ENODEV)
		return PTR_ERR(supply);
	chip->settings.supply = IS_ERR(supply) ? NULL : supply;
	scoped_guard(mutex, &chip->settings.lock) ret = ina3221_power_on(chip);
	return ret ?: devm_add_action_or_reset(dev, leave_supply, chip);
}

void ina3221_rest(struct ina3221 *chip)
{
	pm_runtime_mark_last_busy(ina3221_dev(chip));
	pm_runtime_put_autosuspend(ina3221_dev(chip));
}

struct ina3221_leave ina3221_open_settings(struct ina3221 *chip)
{
	int err = pm_runtime_resume_and_get(ina3221_dev(chip));

	if (err)
		return (struct ina3221_leave){ .chip = chip, .err = err };
	mutex_lock(&chip->settings.lock);
	/* The driver is being unbound: a chip that was set up now would be left to itself. */
	if (chip->settings.asleep) {
		mutex_unlock(&chip->settings.lock);
		ina3221_rest(chip);
		err = -EAGAIN;
	}
	return (struct ina3221_leave){ .chip = chip, .err = err };
}

void ina3221_close_settings(const struct ina3221_leave *leave)
{
	if (leave->err)
		return;
	mutex_unlock(&leave->chip->settings.lock);
	ina3221_rest(leave->chip);
}

/* The chip, which is awake, stays so until no rail is on. */
void ina3221_keep_awake(struct ina3221 *chip)
{
	bool wanted = ina3221_config(chip) & INA3221_CONFIG_CH_EN_ALL;

	lockdep_assert_held(&chip->settings.lock);
	if (wanted == chip->settings.kept_awake)
		return;
	chip->settings.kept_awake = wanted;
	if (wanted)
		pm_runtime_get_noresume(ina3221_dev(chip));
	else
		ina3221_rest(chip);
}

/*
 * Nothing is saved: settings live in memory, and resume writes them from there. A chip that does
 * not answer must not keep the system from its sleep.
 */
static int ina3221_suspend(struct device *dev)
{
	struct ina3221 *chip = dev_get_drvdata(dev);
	u16 config;
	int ret = 0;

	ina3221_stop_lines(chip);
	guard(mutex)(&chip->settings.lock);
	config = ina3221_running_config(chip);
	if (config & INA3221_CONFIG_MODE)
		ret = ina3221_start_cycle(chip, config & ~INA3221_CONFIG_MODE);
	/* Flags that the chip has latched are read: they would be lost with its supply. */
	if (ret || ina3221_look(chip))
		dev_dbg(dev, "left running: it did not answer\n");
	WRITE_ONCE(chip->settings.stale, true);
	/*
	 * The supply stays on if the board listens to these pins: without it they say that all is
	 * well, although nothing was measured.
	 */
	if (!ina3221_pin_wired(chip, INA3221_POWER_VALID_PIN) &&
	    !ina3221_pin_wired(chip, INA3221_TIMING_CONTROL_PIN))
		power_off(chip);
	WRITE_ONCE(chip->settings.asleep, true);
	return 0;
}

/*
 * Everything is written again, since supplies may have been off in any case. A
 * failure is not returned: that would mean that the chip is never tried again.
 */
static int ina3221_resume(struct device *dev)
{
	struct ina3221 *chip = dev_get_drvdata(dev);
	int ret = 0;

	scoped_guard(mutex, &chip->settings.lock)
	{
		WRITE_ONCE(chip->settings.asleep, false);
		/*
		 * CONFIG tells whether the platform has cut the supply. Timing control has begun
		 * again then, and has to be over before CONFIG is written, which would end it.
		 */
		if (ina3221_pin_wired(chip, INA3221_TIMING_CONTROL_PIN))
			ret = ina3221_check_config(chip, true);
		ret = ret && ret != -ESTALE ? ret : ina3221_recover(chip);
	}
	wake_up_all(&chip->sampler.came);
	if (ret)
		dev_err(dev, "cannot reprogram the chip after resume, retrying: %pe\n",
			ERR_PTR(ret));
	ina3221_start_lines(chip);
	return 0;
}

void ina3221_end_sleep(struct ina3221 *chip)
{
	struct device *dev = ina3221_dev(chip);

	if (!pm_runtime_enabled(dev))
		return;
	pm_runtime_disable(dev);
	pm_runtime_dont_use_autosuspend(dev);
}

/* This comes after the interfaces, which may switch rails, are gone. */
static void let_go(void *data)
{
	struct ina3221 *chip = data;

	ina3221_end_sleep(chip);
	guard(mutex)(&chip->settings.lock);
	if (chip->settings.kept_awake)
		pm_runtime_put_noidle(ina3221_dev(chip));
	chip->settings.kept_awake = false;
}

int ina3221_start_sleep(struct ina3221 *chip)
{
	struct device *dev = ina3221_dev(chip);

	pm_runtime_set_autosuspend_delay(dev, AUTOSUSPEND_MS);
	pm_runtime_use_autosuspend(dev);
	pm_runtime_get_noresume(dev);
	pm_runtime_set_active(dev);
	pm_runtime_enable(dev);
	scoped_guard(mutex, &chip->settings.lock) ina3221_keep_awake(chip);
	return devm_add_action_or_reset(dev, let_go, chip);
}

DEFINE_RUNTIME_DEV_PM_OPS(ina3221_pm_ops, ina3221_suspend, ina3221_resume, NULL);
