// SPDX-License-Identifier: GPL-2.0-only
/*
 * Driver for the Texas Instruments INA3221 triple-channel power monitor: one
 * chip, two standard faces, IIO for measurement and hwmon for monitoring.
 */
#include <linux/device.h>
#include <linux/i2c.h>
#include <linux/mod_devicetable.h>
#include <linux/module.h>
#include <linux/pm.h>

#include "drivers/ina3221/hwmon.h"
#include "drivers/ina3221/sleep.h"

/* One look at whether the thing at this address is what it should be. */
static int check_identity(struct ina3221 *chip)
{
	struct device *dev = &chip->client->dev;
	u16 manufacturer, die;
	int ret;

	ret = ina3221_read(chip, INA3221_REG_MANUFACTURER, &manufacturer);
	ret = ret ?: ina3221_read(chip, INA3221_REG_DIE, &die);
	if (ret)
		return dev_err_probe(dev, ret, "no answer: check address, bus and supply\n");
	if (manufacturer != INA3221_MANUFACTURER_ID || die != INA3221_DIE_ID)
		return dev_err_probe(dev, -ENODEV,
				     "not an INA3221: it says 0x%04x 0x%04x, not 0x%04x 0x%04x\n",
				     manufacturer, die, INA3221_MANUFACTURER_ID, INA3221_DIE_ID);
	return 0;
}

/* Can the adapter take the longest scan, every word with its pointer, at once? */
static bool adapter_takes_scan(struct i2c_adapter *adapter)
{
	const struct i2c_adapter_quirks *quirks = adapter->quirks;

	if (!i2c_check_functionality(adapter, I2C_FUNC_I2C))
		return false;
	if (!quirks)
		return true;
	if (quirks->flags & (I2C_AQ_COMB | I2C_AQ_NO_REP_START))
		return false;
	return !quirks->max_num_msgs || quirks->max_num_msgs >= 2 * (INA3221_SCAN_WORDS + 1);
}

static struct ina3221 *make_chip(struct i2c_client *client)
{
	struct device *dev = &client->dev;
	struct ina3221 *chip;

	chip = devm_kzalloc(dev, sizeof(*chip), GFP_KERNEL);
	if (!chip)
		return ERR_PTR(-ENOMEM);
	chip->client = client;
	chip->config = INA3221_CONFIG_RESET;
	chip->one_transfer = adapter_takes_scan(client->adapter);
	ina3221_phase_init(&chip->phase);
	ina3221_events_init(&chip->events);
	ina3221_init_lines(chip);
	if (devm_mutex_init(dev, &chip->lock) || devm_mutex_init(dev, &chip->flags_lock))
		return ERR_PTR(-ENOMEM);
	i2c_set_clientdata(client, chip);
	return chip;
}

static int register_faces(struct ina3221 *chip)
{
	struct device *dev = &chip->client->dev;
	int ret;

	ret = ina3221_register_leds(chip);
	if (ret)
		return dev_err_probe(dev, ret, "cannot register LED triggers\n");
	ret = ina3221_register_iio(chip);
	if (ret)
		return dev_err_probe(dev, ret, "cannot register with IIO\n");
	ret = ina3221_register_hwmon(chip);
	if (ret)
		return dev_err_probe(dev, ret, "cannot register with hwmon\n");
	ret = ina3221_register_lines(chip);
	if (ret)
		return dev_err_probe(dev, ret, "cannot use the alert pins\n");
	return 0;
}

static int ina3221_probe(struct i2c_client *client)
{
	struct device *dev = &client->dev;
	struct ina3221 *chip;
	int ret;

	if (!i2c_check_functionality(client->adapter, I2C_FUNC_SMBUS_WORD_DATA))
		return dev_err_probe(dev, -EOPNOTSUPP, "the adapter lacks SMBus word transfers\n");
	chip = make_chip(client);
	if (IS_ERR(chip))
		return PTR_ERR(chip);
	ret = ina3221_find_supply(chip);
	if (ret)
		return dev_err_probe(dev, ret, "cannot switch on vs-supply\n");
	ret = ina3221_read_firmware(chip);
	ret = ret ?: ina3221_find_pins(chip);
	ret = ret ?: check_identity(chip);
	if (ret)
		return ret;
	ret = ina3221_bring_up(chip);
	if (ret)
		return dev_err_probe(dev, ret, "the chip cannot be set up\n");
	ina3221_calibrate(chip);
	ret = ina3221_start_sleep(chip);
	if (ret)
		return ret;
	ret = register_faces(chip);
	ina3221_rest(chip);
	return ret ?: ina3221_end_sleep(chip);
}

static void ina3221_alert(struct i2c_client *client, enum i2c_alert_protocol protocol,
			  unsigned int data)
{
	struct ina3221 *chip = i2c_get_clientdata(client);

	if (protocol == I2C_PROTOCOL_SMBUS_ALERT && chip)
		ina3221_smbus_alert(chip);
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
	.alert = ina3221_alert,
	.id_table = ina3221_ids,
};
module_i2c_driver(ina3221_driver);

MODULE_DESCRIPTION("Texas Instruments INA3221 power monitor, IIO and hwmon");
MODULE_AUTHOR("railglow maintainers");
MODULE_LICENSE("GPL");
MODULE_VERSION(RAILGLOW_VERSION);
