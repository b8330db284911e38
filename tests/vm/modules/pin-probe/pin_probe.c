// SPDX-License-Identifier: GPL-2.0-only
/*
 * For tests only: a driver that looks for the four pins of an INA3221 the way
 * any driver would, as named interrupts and as named GPIOs, and tells in
 * sysfs file `pins` of its device what it found, and in `rails`, `nodes` and
 * `alerts` what else. On interrupts and SMBus alerts it reads Mask/Enable, which is
 * what lets go of a latched pin.
 */

#include <linux/atomic.h>
#include <linux/gpio/consumer.h>
#include <linux/i2c.h>
#include <linux/interrupt.h>
#include <linux/module.h>
#include <linux/preempt.h>
#include <linux/property.h>
#include <linux/regulator/consumer.h>

#include "core/ina3221_regs.h"

static const char *const pin_name[] = {
	"critical",
	"warning",
	"power-valid",
	"timing-control",
};

struct probe_pin {
	struct i2c_client *client;
	int irq;
	int refused;
	struct gpio_desc *gpio;
	atomic_t hard;
	atomic_t thread;
	atomic_t found;
};

struct pin_probe {
	struct probe_pin pin[ARRAY_SIZE(pin_name)];
	atomic_t alerts;
};

static irqreturn_t pin_hard(int irq, void *data)
{
	struct probe_pin *pin = data;

	if (hardirq_count())
		atomic_inc(&pin->hard);
	return IRQ_WAKE_THREAD;
}

static irqreturn_t pin_thread(int irq, void *data)
{
	struct probe_pin *pin = data;
	s32 mask = i2c_smbus_read_word_swapped(pin->client, INA3221_REG_MASK_ENABLE);

	atomic_inc(&pin->thread);
	if (mask >= 0 && mask & (INA3221_MASK_CF_ALL | INA3221_MASK_WF_ALL | INA3221_MASK_SF))
		atomic_inc(&pin->found);
	return IRQ_HANDLED;
}

static int find_pin(struct i2c_client *client, struct probe_pin *pin, const char *name)
{
	struct device *dev = &client->dev;

	pin->client = client;
	pin->gpio = devm_gpiod_get_optional(dev, name, GPIOD_IN);
	if (IS_ERR(pin->gpio))
		return PTR_ERR(pin->gpio);
	pin->irq = fwnode_irq_get_byname(dev_fwnode(dev), name);
	if (pin->irq < 0)
		return 0;
	pin->refused = devm_request_threaded_irq(dev, pin->irq, pin_hard, pin_thread,
						 IRQF_ONESHOT | IRQF_SHARED, name, pin);
	return 0;
}

static ssize_t pins_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct pin_probe *probe = dev_get_drvdata(dev);
	const struct probe_pin *pin;
	ssize_t len = 0;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(pin_name); i++) {
		pin = &probe->pin[i];
		len += sysfs_emit_at(buf, len,
				     "%s irq %s hard %d thread %d found %d refused %d gpio %d\n",
				     pin_name[i], pin->irq > 0 ? "yes" : "no",
				     atomic_read(&pin->hard), atomic_read(&pin->thread),
				     atomic_read(&pin->found), pin->refused,
				     pin->gpio ? gpiod_get_value_cansleep(pin->gpio) : -1);
	}
	return len;
}
static DEVICE_ATTR_RO(pins);

static ssize_t alerts_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct pin_probe *probe = dev_get_drvdata(dev);

	return sysfs_emit(buf, "%d\n", atomic_read(&probe->alerts));
}
static DEVICE_ATTR_RO(alerts);

static ssize_t rails_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct fwnode_handle *rail;
	const char *label, *status;
	u32 number, shunt_uohm;
	ssize_t len = 0;

	len += sysfs_emit_at(buf, len, "single-shot %d\n",
			     device_property_present(dev, "ti,single-shot"));
	device_for_each_child_node(dev, rail) {
		if (fwnode_property_read_u32(rail, "reg", &number))
			number = U32_MAX;
		if (fwnode_property_read_string(rail, "label", &label))
			label = "-";
		if (fwnode_property_read_string(rail, "status", &status))
			status = "-";
		if (fwnode_property_read_u32(rail, "shunt-resistor-micro-ohms", &shunt_uohm))
			shunt_uohm = 0;
		len += sysfs_emit_at(buf, len, "%u %s %u %s %d\n", number, label, shunt_uohm,
				     status, fwnode_property_present(rail, "ti,summation-disable"));
	}
	return len;
}
static DEVICE_ATTR_RO(rails);

/* How the rails are described, mistakes included. */
static ssize_t nodes_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct fwnode_handle *rail;
	ssize_t len = 0;
	u32 value;

	device_for_each_child_node(dev, rail)
		len += sysfs_emit_at(buf, len, "%pfwP reg %d shunt %d bypass %d\n", rail,
				     fwnode_property_read_u32(rail, "reg", &value),
				     fwnode_property_read_u32(rail, "shunt-resistor-micro-ohms",
							      &value),
				     fwnode_property_present(rail, "summation-bypass"));
	return len;
}
static DEVICE_ATTR_RO(nodes);

static struct attribute *pin_probe_attrs[] = {
	&dev_attr_nodes.attr,
	&dev_attr_alerts.attr,
	&dev_attr_pins.attr,
	&dev_attr_rails.attr,
	NULL,
};
ATTRIBUTE_GROUPS(pin_probe);

static void switch_off(void *supply)
{
	regulator_disable(supply);
}

static int switch_on(struct device *dev)
{
	struct regulator *supply = devm_regulator_get_optional(dev, "vs");
	int ret;

	if (IS_ERR(supply))
		return PTR_ERR(supply) == -ENODEV ? 0 : PTR_ERR(supply);
	ret = regulator_enable(supply);
	return ret ?: devm_add_action_or_reset(dev, switch_off, supply);
}

static int pin_probe_probe(struct i2c_client *client)
{
	struct pin_probe *probe;
	size_t i;
	int ret;

	probe = devm_kzalloc(&client->dev, sizeof(*probe), GFP_KERNEL);
	if (!probe)
		return -ENOMEM;
	i2c_set_clientdata(client, probe);
	ret = switch_on(&client->dev);
	if (ret)
		return ret;
	for (i = 0; i < ARRAY_SIZE(pin_name); i++) {
		ret = find_pin(client, &probe->pin[i], pin_name[i]);
		if (ret)
			return ret;
	}
	return 0;
}

static void pin_probe_alert(struct i2c_client *client, enum i2c_alert_protocol protocol,
			    unsigned int data)
{
	struct pin_probe *probe = i2c_get_clientdata(client);

	i2c_smbus_read_word_swapped(client, INA3221_REG_MASK_ENABLE);
	atomic_inc(&probe->alerts);
}

static const struct i2c_device_id pin_probe_ids[] = { { "pin-probe" }, {} };
MODULE_DEVICE_TABLE(i2c, pin_probe_ids);

static struct i2c_driver pin_probe_driver = {
	.driver = {
		.name = "pin-probe",
		.dev_groups = pin_probe_groups,
	},
	.probe = pin_probe_probe,
	.alert = pin_probe_alert,
	.id_table = pin_probe_ids,
};
module_i2c_driver(pin_probe_driver);

MODULE_DESCRIPTION("Test driver that looks for the pins of an INA3221");
MODULE_AUTHOR("The railglow authors");
MODULE_LICENSE("GPL");
MODULE_INFO(test, "Y");
