// SPDX-License-Identifier: GPL-2.0-only
/*
 * Driver for the Texas Instruments INA3221 triple-channel power monitor: one chip, two standard
 * interfaces, IIO for measurement and hwmon for monitoring. Here the chip is bound: identity,
 * memory, and interfaces one after the other. The firmware is read in properties.c, the adapter
 * tried in bus.c, the supply switched on in pm.c; the chip is set up in settings.c, and stopped at
 * the end in irq.c.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/device.h>
#include <linux/errno.h>
#include <linux/i2c.h>
#include <linux/mod_devicetable.h>
#include <linux/module.h>
#include <linux/pm.h>
#include <linux/printk.h>
#include <linux/property.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/sysfs.h>

#include "core/ina3221_regs.h"
#include "drivers/ina3221/hwmon.h"
#include "drivers/ina3221/iio.h"
#include "drivers/ina3221/ina3221.h"

static char *files = "most";
module_param(files, charp, 0444);
MODULE_PARM_DESC(files, "intree: those of the in-tree driver; most: not the labels it lacks; all");

static const char *const files_word[] = {
	[INA3221_FILES_INTREE] = "intree",
	[INA3221_FILES_MOST] = "most",
	[INA3221_FILES_ALL] = "all",
};

enum ina3221_files ina3221_files(void)
{
	int which = sysfs_match_string(files_word, files);

	if (which >= 0)
		return which;
	pr_warn_once("files=%s is taken as most: it can be intree, most or all\n", files);
	return INA3221_FILES_MOST;
}

/* A chip that firmware names is accepted: other makers have compatible ones. */
static int check_identity(struct ina3221 *chip)
{
	struct device *dev = ina3221_dev(chip);
	u16 manufacturer, die;
	int ret = ina3221_bus_identify(&chip->bus, &manufacturer, &die);

	if (ret)
		return dev_err_probe(dev, ret, "no answer: check address, bus and supply\n");
	if (manufacturer == INA3221_MANUFACTURER_ID && die == INA3221_DIE_ID)
		return 0;
	if (!dev_fwnode(dev))
		return dev_err_probe(dev, -ENODEV,
				     "not an INA3221: it says 0x%04x 0x%04x, not 0x%04x 0x%04x\n",
				     manufacturer, die, INA3221_MANUFACTURER_ID, INA3221_DIE_ID);
	dev_warn(dev, "unexpected ID 0x%04x 0x%04x, trusting firmware that this is an INA3221\n",
		 manufacturer, die);
	return 0;
}

static int register_interfaces(struct ina3221 *chip)
{
	int ret;

	/* Triggers go last, when no reader is left that tells them. */
	ina3221_register_leds(chip);
	ret = ina3221_register_iio(chip);
	ret = ret ?: ina3221_register_hwmon(chip);
	ret = ret ?: ina3221_register_lines(chip);
	return ret ? dev_err_probe(ina3221_dev(chip), ret, "cannot register interfaces\n") : 0;
}

static int ina3221_probe(struct i2c_client *client)
{
	struct device *dev = &client->dev;
	struct ina3221 *chip;
	int ret;

	if (!i2c_check_functionality(client->adapter, I2C_FUNC_SMBUS_WORD_DATA))
		return dev_err_probe(dev, -EOPNOTSUPP, "the adapter lacks SMBus word transfers\n");
	chip = devm_kzalloc(dev, sizeof(*chip), GFP_KERNEL);
	if (!chip)
		return -ENOMEM;
	chip->bus.client = client;
	chip->settings.config = INA3221_CONFIG_RESET;
	mutex_init(&chip->settings.lock);
	mutex_init(&chip->alerts.transfer);
	mutex_init(&chip->alerts.lock);
	ina3221_init_sampler(chip);
	ina3221_init_lines(chip);
	i2c_set_clientdata(client, chip);
	ret = ina3221_find_supply(chip);
	if (ret)
		return dev_err_probe(dev, ret, "cannot switch on vs-supply\n");
	ina3221_read_firmware(chip);
	ret = ina3221_find_pins(chip);
	ret = ret ?: check_identity(chip);
	if (ret)
		return ret;
	ret = ina3221_bring_up(chip);
	if (ret)
		return dev_err_probe(dev, ret, "the chip cannot be set up\n");
	ret = ina3221_start_sleep(chip);
	ret = ret ?: register_interfaces(chip);
	ina3221_rest(chip);
	return ret;
}

static const struct of_device_id ina3221_of_match[] = { { .compatible = "ti,ina3221" }, {} };
MODULE_DEVICE_TABLE(of, ina3221_of_match);

static const struct i2c_device_id ina3221_ids[] = { { "ina3221" }, {} };
MODULE_DEVICE_TABLE(i2c, ina3221_ids);

static struct i2c_driver ina3221_driver = {
	.driver = {
		.name = "ina3221",
		.of_match_table = ina3221_of_match,
		.pm = pm_ptr(&ina3221_pm_ops),
	},
	.probe = ina3221_probe,
	.alert = ina3221_smbus_alert,
	.id_table = ina3221_ids,
};
module_i2c_driver(ina3221_driver);

MODULE_DESCRIPTION("Texas Instruments INA3221 power monitor, IIO and hwmon");
MODULE_AUTHOR("The railglow authors");
MODULE_LICENSE("GPL");
MODULE_VERSION(RAILGLOW_VERSION);
