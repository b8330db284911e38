// SPDX-License-Identifier: GPL-2.0-only
/*
 * INA3221 driver: registers read and written on the bus, several of them in one transfer or one by
 * one, as the adapter can, which is tried when the chip is bound. Errors go to the caller:
 * sampler.c and capture.c count them, irq.c looks again. A wrong ID is refused in probe.c.
 */
#include <linux/device.h>
#include <linux/ktime.h>
#include <linux/string.h>

#include "drivers/ina3221/bus.h"

#include "core/ina3221_regs.h"

int ina3221_bus_read(struct ina3221_bus *bus, u8 reg, u16 *word)
{
	int ret = i2c_smbus_read_word_swapped(bus->client, reg);

	if (ret < 0)
		return ret;
	*word = ret;
	return 0;
}

int ina3221_bus_write(struct ina3221_bus *bus, u8 reg, u16 word)
{
	return i2c_smbus_write_word_swapped(bus->client, reg, word);
}

/* Each register takes two messages, its pointer and its word, with repeated starts in between. */
static int take_in_one_transfer(struct ina3221_bus *bus, const u8 *reg, unsigned int count,
				struct ina3221_reading *reading)
{
	struct i2c_msg msg[2 * INA3221_TRANSFER_WORDS] = {};
	__be16 raw[INA3221_TRANSFER_WORDS];
	u8 pointer[INA3221_TRANSFER_WORDS];
	u16 addr = bus->client->addr;
	unsigned int i;
	int ret;

	for (i = 0; i < count; i++) {
		pointer[i] = reg[i];
		msg[2 * i] = (struct i2c_msg){ .addr = addr, .len = 1, .buf = &pointer[i] };
		msg[2 * i + 1] = (struct i2c_msg){
			.addr = addr,
			.flags = I2C_M_RD,
			.len = sizeof(raw[i]),
			.buf = (u8 *)&raw[i],
		};
	}
	reading->begin_ns[0] = ktime_get_ns();
	ret = i2c_transfer(bus->client->adapter, msg, 2 * count);
	reading->end_ns[count - 1] = ktime_get_ns();
	if (ret != 2 * count)
		return ret < 0 ? ret : -EIO;
	for (i = 0; i < count; i++)
		reading->word[i] = be16_to_cpu(raw[i]);
	return 0;
}

static int take_word_by_word(struct ina3221_bus *bus, const u8 *reg, unsigned int count,
			     struct ina3221_reading *reading)
{
	unsigned int i;
	int ret;

	for (i = 0; i < count; i++) {
		reading->begin_ns[i] = ktime_get_ns();
		ret = ina3221_bus_read(bus, reg[i], &reading->word[i]);
		if (ret)
			return ret;
		reading->end_ns[i] = ktime_get_ns();
	}
	return 0;
}

int ina3221_bus_take(struct ina3221_bus *bus, const u8 *reg, unsigned int count,
		     struct ina3221_reading *reading)
{
	if (bus->one_transfer)
		return take_in_one_transfer(bus, reg, count, reading);
	return take_word_by_word(bus, reg, count, reading);
}

/* Does the adapter say that it cannot take the longest transfer? */
static bool says_no(struct i2c_adapter *adapter)
{
	const struct i2c_adapter_quirks *quirks = adapter->quirks;

	if (!i2c_check_functionality(adapter, I2C_FUNC_I2C))
		return true;
	return quirks &&
	       (quirks->flags & (I2C_AQ_COMB | I2C_AQ_NO_REP_START) ||
		(quirks->max_num_msgs && quirks->max_num_msgs < 2 * INA3221_TRANSFER_WORDS));
}

/*
 * The longest transfer that there will be is read of registers that never change. One that fails is
 * tried once more; whatever the reason then, words are read one by one, as they just were.
 */
static bool takes_longest(struct ina3221_bus *bus, u16 manufacturer, u16 die)
{
	u8 reg[INA3221_TRANSFER_WORDS] = { INA3221_REG_MANUFACTURER };
	struct ina3221_reading reading;
	unsigned int i;

	memset(&reg[1], INA3221_REG_DIE, sizeof(reg) - 1);
	if (take_in_one_transfer(bus, reg, ARRAY_SIZE(reg), &reading) &&
	    take_in_one_transfer(bus, reg, ARRAY_SIZE(reg), &reading))
		return false;
	for (i = 0; i < ARRAY_SIZE(reg); i++)
		if (reading.word[i] != (i ? die : manufacturer))
			return false;
	return true;
}

int ina3221_bus_identify(struct ina3221_bus *bus, u16 *manufacturer, u16 *die)
{
	int ret = ina3221_bus_read(bus, INA3221_REG_MANUFACTURER, manufacturer);

	ret = ret ?: ina3221_bus_read(bus, INA3221_REG_DIE, die);
	if (ret)
		return ret;
	bus->one_transfer = !says_no(bus->client->adapter) &&
			    takes_longest(bus, *manufacturer, *die);
	if (!bus->one_transfer)
		dev_dbg(&bus->client->dev, "the adapter reads one register at a time\n");
	return 0;
}
