// SPDX-License-Identifier: GPL-2.0-only
/*
 * INA3221 driver: LED triggers that show conditions.
 *
 * An LED set to DEVICE:RAIL:warning, DEVICE:RAIL:critical or DEVICE:power-lost is lit as long as
 * that condition holds, as far as looks at the chip have found.
 */
#include <linux/cleanup.h>
#include <linux/ctype.h>
#include <linux/device.h>
#include <linux/leds.h>
#include <linux/lockdep.h>
#include <linux/string.h>

#include "core/ina3221_regs.h"
#include "drivers/ina3221/ina3221.h"

static enum led_brightness brightness_of(const struct ina3221_led *led)
{
	return READ_ONCE(led->chip->alerts.events.active) & led->flag ? LED_FULL : LED_OFF;
}

void ina3221_show_leds(struct ina3221 *chip, u16 flags)
{
	unsigned int i;

	lockdep_assert_held(&chip->alerts.lock);
	for (i = 0; i < INA3221_LEDS; i++)
		if (chip->alerts.led[i].flag & flags)
			led_trigger_event(&chip->alerts.led[i].trigger,
					  brightness_of(&chip->alerts.led[i]));
}

/* An LED that joins is lit at once if the condition holds; the lock keeps that from changing. */
static int activate_led(struct led_classdev *cdev)
{
	struct ina3221_led *led = container_of(cdev->trigger, struct ina3221_led, trigger);

	guard(mutex)(&led->chip->alerts.lock);
	led_set_brightness(cdev, brightness_of(led));
	return 0;
}

static const char *const plain_name[INA3221_CHANNELS] = { "rail1", "rail2", "rail3" };

/* The name has no blanks or brackets, which have a meaning in the list of all triggers. */
static const char *name_by_label(struct ina3221 *chip, unsigned int ch)
{
	const char *label = chip->settings.rail[ch].label[INA3221_BUS] ?: plain_name[ch];
	char *name = devm_kstrdup(ina3221_dev(chip), label, GFP_KERNEL);
	char *c;

	for (c = name; c && *c; c++)
		if (isspace(*c) || *c == '[' || *c == ']')
			*c = '_';
	return name;
}

/* Two rails may have the same label, or one the name of another that has none. */
static bool name_is_clear(const char *const *rail, unsigned int ch)
{
	unsigned int i;

	for (i = 0; i < INA3221_CHANNELS; i++)
		if (i != ch && (!strcmp(rail[ch], rail[i]) || !strcmp(rail[ch], plain_name[i])))
			return false;
	return true;
}

/* A trigger that cannot be registered is missed, and the chip is not. */
static void add_led(struct ina3221 *chip, struct ina3221_led *led, u16 flag, const char *rail,
		    const char *what)
{
	struct device *dev = ina3221_dev(chip);

	led->chip = chip;
	led->flag = flag;
	led->trigger.name = devm_kasprintf(dev, GFP_KERNEL, "%s%s%s:%s", dev_name(dev),
					   rail ? ":" : "", rail ?: "", what);
	led->trigger.activate = activate_led;
	if (!led->trigger.name || devm_led_trigger_register(dev, &led->trigger)) {
		led->flag = 0;
		dev_warn(dev, "no LED trigger for %s of %s\n", what, rail ?: "the chip");
	}
}

void ina3221_register_leds(struct ina3221 *chip)
{
	struct ina3221_led *led = chip->alerts.led;
	const char *label[INA3221_CHANNELS], *rail;
	unsigned int ch;

	for (ch = 0; ch < INA3221_CHANNELS; ch++)
		label[ch] = name_by_label(chip, ch) ?: plain_name[ch];
	for (ch = 0; ch < INA3221_CHANNELS; ch++) {
		rail = name_is_clear(label, ch) ? label[ch] : plain_name[ch];
		add_led(chip, led++, INA3221_MASK_WF(ch), rail, "warning");
		add_led(chip, led++, INA3221_MASK_CF(ch), rail, "critical");
	}
	add_led(chip, led, INA3221_MASK_PVF, NULL, "power-lost");
}
