// SPDX-License-Identifier: GPL-2.0-only
/* INA3221 driver: single registers and several in one transfer. */
#include <linux/ktime.h>

#include "drivers/ina3221/ina3221.h"

#define WORDS_MAX (INA3221_SCAN_WORDS + 1)

int ina3221_read(struct ina3221 *chip, u8 reg, u16 *word)
{
	int ret = i2c_smbus_read_word_swapped(chip->client, reg);

	if (ret < 0)
		return ret;
	*word = ret;
	return 0;
}

int ina3221_write(struct ina3221 *chip, u8 reg, u16 word)
{
	return i2c_smbus_write_word_swapped(chip->client, reg, word);
}

/* Pointer and word of each register, with repeated starts in between. */
static int read_in_one_transfer(struct ina3221 *chip, const u8 *reg, unsigned int count, u16 *word)
{
	struct i2c_msg msg[2 * WORDS_MAX] = {};
	u16 addr = chip->client->addr;
	__be16 raw[WORDS_MAX];
	u8 pointer[WORDS_MAX];
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
	ret = i2c_transfer(chip->client->adapter, msg, 2 * count);
	if (ret < 0)
		return ret;
	if (ret != 2 * count)
		return -EIO;
	for (i = 0; i < count; i++)
		word[i] = be16_to_cpu(raw[i]);
	return 0;
}

static int read_word_by_word(struct ina3221 *chip, const u8 *reg, unsigned int count,
			     struct ina3221_reading *reading)
{
	unsigned int i;
	int ret;

	for (i = 0; i < count; i++) {
		ret = ina3221_read(chip, reg[i], &reading->word[i]);
		if (ret)
			return ret;
		reading->done_ns[i] = ktime_get_ns();
	}
	return 0;
}

int ina3221_read_words(struct ina3221 *chip, const u8 *reg, unsigned int count,
		       struct ina3221_reading *reading)
{
	int ret;

	reading->begin_ns = ktime_get_ns();
	if (!chip->one_transfer)
		return read_word_by_word(chip, reg, count, reading);
	ret = read_in_one_transfer(chip, reg, count, reading->word);
	if (!ret)
		ina3221_spread_times(reading->begin_ns, ktime_get_ns(), count, reading->done_ns);
	return ret;
}
