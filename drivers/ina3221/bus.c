// SPDX-License-Identifier: GPL-2.0-only
/* INA3221 driver: single registers and several in one transfer. */
#include <linux/cleanup.h>
#include <linux/ktime.h>
#include <linux/lockdep.h>

#include "drivers/ina3221/ina3221.h"

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
	struct i2c_msg msg[2 * INA3221_TRANSFER_WORDS] = {};
	u16 addr = chip->client->addr;
	__be16 raw[INA3221_TRANSFER_WORDS];
	u8 pointer[INA3221_TRANSFER_WORDS];
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
	struct ina3221_read_times *times = &reading->times;
	unsigned int i;
	int ret;

	for (i = 0; i < count; i++) {
		times->begun_ns[i] = ktime_get_ns();
		ret = ina3221_read(chip, reg[i], &reading->word[i]);
		if (ret)
			return ret;
		times->done_ns[i] = ktime_get_ns();
		ina3221_speed_note(&chip->speed, 1, times->done_ns[i] - times->begun_ns[i]);
	}
	return 0;
}

static int read_and_time(struct ina3221 *chip, const u8 *reg, unsigned int count,
			 struct ina3221_reading *reading)
{
	u64 end_ns;
	int ret;

	ret = read_in_one_transfer(chip, reg, count, reading->word);
	if (ret)
		return ret;
	end_ns = ktime_get_ns();
	ina3221_speed_note(&chip->speed, count, end_ns - reading->begin_ns);
	ina3221_speed_spread(&chip->speed, reading->begin_ns, end_ns, count, &reading->times);
	return 0;
}

int ina3221_read_words(struct ina3221 *chip, const u8 *reg, unsigned int count,
		       struct ina3221_reading *reading)
{
	lockdep_assert_held(&chip->flags_lock);
	reading->begin_ns = ktime_get_ns();
	if (!chip->one_transfer)
		return read_word_by_word(chip, reg, count, reading);
	return read_and_time(chip, reg, count, reading);
}

int ina3221_read_plan(struct ina3221 *chip, const struct ina3221_plan *plan,
		      struct ina3221_reading *reading)
{
	guard(mutex)(&chip->flags_lock);
	return ina3221_read_words(chip, plan->reg, plan->count, reading);
}
