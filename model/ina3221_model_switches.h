/* SPDX-License-Identifier: GPL-2.0-only */
/* The questions that the INA3221 datasheet leaves open, as switches of the model. */
#ifndef RAILGLOW_MODEL_INA3221_MODEL_SWITCHES_H
#define RAILGLOW_MODEL_INA3221_MODEL_SWITCHES_H

#include "core/port.h"

/*
 * The questions. The first position of each is the default; ina3221_model_switch_info has the names
 * of both.
 */
enum ina3221_model_switch {
	/** Fraction of the averaging accumulator: 16 bits, or 10. */
	INA3221_MODEL_SWITCH_ACCUMULATOR,
	/** Output word: accumulator rounded to nearest, or its fraction cut. */
	INA3221_MODEL_SWITCH_ROUNDING,
	/** Averages rise from 0 after a reset, or start at the first sample. */
	INA3221_MODEL_SWITCH_SEED,
	/** A CONFIG write keeps the averages, or clears them. */
	INA3221_MODEL_SWITCH_CONFIG_WRITE,
	/** Transparent mode: flags wait to be read, or follow the condition. */
	INA3221_MODEL_SWITCH_TRANSPARENT_FLAGS,
	/**
	 * Reading 0x0F releases a latched pin always, or only once the value is within its limit.
	 */
	INA3221_MODEL_SWITCH_LATCH_RELEASE,
	/** PVF and TCF are the pins' levels, or their inverse. */
	INA3221_MODEL_SWITCH_STATUS_BITS,
	/** Power-valid looks at all three channels, or at the enabled ones. */
	INA3221_MODEL_SWITCH_PV_CHANNELS,
	/** Power-valid wants readings >= the upper limit, or > it. */
	INA3221_MODEL_SWITCH_PV_UPPER,
	/** A sum over one channel works, or has no effect. */
	INA3221_MODEL_SWITCH_SUM_SINGLE,
	/** The sum omits disabled channels, or takes their last conversion. */
	INA3221_MODEL_SWITCH_SUM_DISABLED,
	/** The sum has its register's 15 bits, or saturates at 13 bits. */
	INA3221_MODEL_SWITCH_SUM_RANGE,
	/** Single shot: ready after one pass, or after as many as AVG says. */
	INA3221_MODEL_SWITCH_SINGLE_SHOT,
	/** A limit trips above it, or already when it is reached. */
	INA3221_MODEL_SWITCH_LIMIT_COMPARE,
	/** Unused low bits of limits read as 0, or as written. */
	INA3221_MODEL_SWITCH_LIMIT_LOW_BITS,
	/** An answered alert response keeps the pins, or releases them. */
	INA3221_MODEL_SWITCH_ALERT_RESPONSE,
	/** The pointer survives a STOP, or falls back to 0. */
	INA3221_MODEL_SWITCH_POINTER,
	/** Bytes read past the second are ones, or the word again. */
	INA3221_MODEL_SWITCH_LONG_READ,
	/** Unlisted registers read as zeros, or as ones. */
	INA3221_MODEL_SWITCH_UNLISTED,
	/** High-speed mode ends at 2.44 MHz (rev. C), or at 2.94 MHz. */
	INA3221_MODEL_SWITCH_BUS_RATE,
	INA3221_MODEL_SWITCHES,
};

/**
 * struct ina3221_model_switch_info - names for people
 * @name: name of the switch, lower case with dashes
 * @position: names of the default and of the other position
 */
struct ina3221_model_switch_info {
	const char *name;
	const char *position[2];
};

/** One entry for each enum ina3221_model_switch. */
extern const struct ina3221_model_switch_info ina3221_model_switch_info[INA3221_MODEL_SWITCHES];

/**
 * ina3221_model_switch_find() - look a switch up by its name
 * @name: the name, need not be terminated by a NUL
 * @len: its length in bytes
 *
 * Return: an enum ina3221_model_switch, or -EINVAL for a name that no switch has.
 */
int __must_check ina3221_model_switch_find(const char *name, size_t len);

/**
 * ina3221_model_switch_position() - look up a position of a switch by its name
 * @which: the switch
 * @name: the name, need not be terminated by a NUL
 * @len: its length in bytes
 *
 * Return: 0 (default) or 1, or -EINVAL for a name that this switch lacks.
 */
int __must_check ina3221_model_switch_position(enum ina3221_model_switch which, const char *name,
					       size_t len);

#endif /* RAILGLOW_MODEL_INA3221_MODEL_SWITCHES_H */
