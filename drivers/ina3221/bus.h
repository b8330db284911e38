/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * INA3221 driver: the chip on its bus, and what its adapter can do. Errors of the adapter are
 * returned as they are; sampler.c hands them to readers.
 */
#ifndef RAILGLOW_DRIVERS_INA3221_BUS_H
#define RAILGLOW_DRIVERS_INA3221_BUS_H

#include <linux/i2c.h>

#include "core/ina3221_follow.h"

/**
 * struct ina3221_bus - the chip on its bus
 * @client: the chip
 * @one_transfer: the adapter reads several registers in one transfer, which was tried
 * @speed: of the bus; under &ina3221_settings.lock
 */
struct ina3221_bus {
	struct i2c_client *client;
	bool one_transfer;
	struct ina3221_bus_speed speed;
};

int __must_check ina3221_bus_read(struct ina3221_bus *bus, u8 reg, u16 *word);
int __must_check ina3221_bus_write(struct ina3221_bus *bus, u8 reg, u16 word);

/**
 * ina3221_bus_take() - read several registers, if possible in one transfer
 * @bus: the chip
 * @reg: the registers, in this order
 * @count: how many, at most INA3221_TRANSFER_WORDS
 * @reading: what they hold, and when they were read
 *
 * Return: 0, or the bus's error; @reading then has words up to there, or none of one transfer.
 */
int __must_check ina3221_bus_take(struct ina3221_bus *bus, const u8 *reg, unsigned int count,
				  struct ina3221_reading *reading);

/**
 * ina3221_bus_identify() - read what the chip says it is, and try what the adapter can do
 * @bus: the chip
 * @manufacturer: its answer
 * @die: the other one
 *
 * The longest transfer there will be is tried: not all adapters that refuse a read in the middle of
 * one, or one so long, say so beforehand.
 */
int __must_check ina3221_bus_identify(struct ina3221_bus *bus, u16 *manufacturer, u16 *die);

#endif /* RAILGLOW_DRIVERS_INA3221_BUS_H */
