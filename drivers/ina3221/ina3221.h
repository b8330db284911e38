/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * INA3221 driver: a chip is its owners. Each has a struct with a lock, a header of functions
 * and files; no other code touches what is in it, but for reading single words of settings.
 *
 *	bus		bus.c		the chip on its bus, what its adapter can do
 *	settings	settings.c	programming the chip, its limits
 *			properties.c	what the firmware says about rails and pins
 *			pm.c		supply, sleep of the chip alone and with the system
 *	alerts		alerts.c	the one reader of Mask/Enable, who is told
 *			irq.c		their lines, SMBus alert
 *			leds.c		LED triggers that show conditions
 *	sampler		sampler.c	the scan that was read last, reading on demand
 *	capture		capture.c	every cycle, its thread, trigger and buffer
 *	interfaces	hwmon.c, iio.c, posted_names.c, debugfs.c, probe.c
 *
 * Locks, in the order they are taken: settings, the transfer of alerts, then the adapter's own or
 * that of alerts, which is taken by readers as well and not held while the bus is waited for, but
 * for the rails behind an alarm of low power. That of the sampler is taken inside of any, and
 * nothing inside of it.
 */
#ifndef RAILGLOW_DRIVERS_INA3221_H
#define RAILGLOW_DRIVERS_INA3221_H

#include <linux/compiler.h>

#include "core/ina3221_regs.h"
#include "drivers/ina3221/alerts.h"
#include "drivers/ina3221/bus.h"
#include "drivers/ina3221/sampler.h"
#include "drivers/ina3221/settings.h"

/** Which files there are, of both interfaces. */
enum ina3221_files {
	/** The files of the in-tree driver, and no others. */
	INA3221_FILES_INTREE,
	/** All but labels that the in-tree driver lacks. */
	INA3221_FILES_MOST,
	INA3221_FILES_ALL,
};

/* probe.c */
enum ina3221_files ina3221_files(void);

/** struct ina3221 - one chip */
struct ina3221 {
	struct ina3221_bus bus;
	struct ina3221_settings settings;
	struct ina3221_alerts alerts;
	struct ina3221_sampler sampler;
};

static inline struct device *ina3221_dev(const struct ina3221 *chip)
{
	return &chip->bus.client->dev;
}

/** ina3221_config() - CONFIG as wanted. */
static inline u16 ina3221_config(const struct ina3221 *chip)
{
	return READ_ONCE(chip->settings.config);
}

/** ina3221_channel_enabled() - is rail @ch converted? */
static inline bool ina3221_channel_enabled(const struct ina3221 *chip, unsigned int ch)
{
	return ina3221_config(chip) & INA3221_CONFIG_CH_EN(ch);
}

/** ina3221_shunt() - shunt of rail @ch in micro-ohms, never 0. */
static inline u32 ina3221_shunt(const struct ina3221 *chip, unsigned int ch)
{
	return READ_ONCE(chip->settings.rail[ch].shunt_uohm);
}

/** ina3221_set_shunt() - say what rail @ch really has; not 0. */
static inline void ina3221_set_shunt(struct ina3221 *chip, unsigned int ch, u32 uohm)
{
	WRITE_ONCE(chip->settings.rail[ch].shunt_uohm, uohm);
}

#endif /* RAILGLOW_DRIVERS_INA3221_H */
