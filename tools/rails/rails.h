/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The rails that INA3221 chips of this machine measure. Works with every driver
 * that has the chip's published attributes in hwmon. If the configuration of
 * libsensors says something about rails, they are what libsensors makes of them.
 */
#ifndef RAILGLOW_TOOLS_RAILS_RAILS_H
#define RAILGLOW_TOOLS_RAILS_RAILS_H

#include <float.h>
#include <stdbool.h>

#include "core/port.h"

/** Room for names of chips, rails, and paths below hwmon. */
#define RAIL_NAME 64
#define RAIL_PATH 256
/** Room for what rails_call() writes. */
#define RAIL_CALLED (2 * RAIL_NAME)

/** enum rail_value - the values of a rail; not all drivers have all */
enum rail_value {
	RAIL_VOLTS,
	RAIL_AMPERES,
	RAIL_WATTS,
	RAIL_MINIMUM_V,
	RAIL_WARNING_A,
	RAIL_CRITICAL_A,
	RAIL_MINIMUM_ALARM,
	RAIL_WARNING_ALARM,
	RAIL_CRITICAL_ALARM,
	RAIL_VALUES,
};

/** Sets of values for rails_read(). */
#define RAILS_MEASURED (BIT(RAIL_VOLTS) | BIT(RAIL_AMPERES) | BIT(RAIL_WATTS))
#define RAILS_LIMITS (BIT(RAIL_MINIMUM_V) | BIT(RAIL_WARNING_A) | BIT(RAIL_CRITICAL_A))

/**
 * struct rail - one rail
 * @chip: as sensors(1) calls it, "ina3221-i2c-0-40"
 * @path: the chip's hwmon folder
 * @number: 1 to 3
 * @label: its name; "railN" if it has none
 * @value: by enum rail_value, in V, A, W, 0 or 1; NAN if not known. A limit that has not
 *	been set is infinite: INFINITY for currents, -INFINITY for the minimum
 * @error: why rails_read() could not read something last time, else 0; a rail
 *	that is switched off has no values, which is not an error
 * @handle: the chip by libsensors; NULL if its files are read
 * @folder: descriptor of the hwmon folder, owned by struct rails; else -1
 * @attribute: numbers by libsensors, or 0; -1 where the driver has none
 */
struct rail {
	char chip[RAIL_NAME];
	char path[RAIL_PATH];
	u32 number;
	char label[RAIL_NAME];
	double value[RAIL_VALUES];
	int error;
	const void *handle;
	int folder;
	int attribute[RAIL_VALUES];
};

/**
 * struct rails - all rails, in order of chips and numbers
 * @rails: the rails
 * @count: how many
 * @folders: descriptors, one for each chip whose files are read
 * @folder_count: how many
 * @by_sensors: libsensors is in use
 */
struct rails {
	struct rail *rails;
	u32 count;
	int *folders;
	u32 folder_count;
	bool by_sensors;
};

/**
 * rails_open() - find all rails
 * @rails: filled in; close with rails_close()
 *
 * Return: 0 also if there is none; -ENOMEM; -EIO if libsensors fails.
 */
int __must_check rails_open(struct rails *rails);
void rails_close(struct rails *rails);

/**
 * rails_read() - read values of one rail
 * @rail: the rail; values of the set are set, NAN where they cannot be read
 * @set: bits of enum rail_value
 *
 * Alarms of the chip are latched; reading one clears it.
 *
 * Return: 0, or -ENODEV if nothing could be read because the chip is gone.
 */
int rails_read(struct rail *rail, unsigned long set);

/** rails_is_gone() - the rail's chip is not there any more, or its driver is not. */
bool rails_is_gone(const struct rail *rail);

/**
 * rails_is_beyond() - a value, as rails_read() has it, is beyond its limit
 * @rail: the rail, with volts, amperes and the alarm's limit
 * @alarm: which alarm
 *
 * A value that is not known is not beyond.
 */
bool rails_is_beyond(const struct rail *rail, enum rail_value alarm);

/**
 * rails_judge() - put what is beyond its limit now into the rail's alarm values
 * @rail: the rail, with all that rails_read() has but alarms
 *
 * That reads no alarm file, and so clears no alarm that another program waits for.
 */
void rails_judge(struct rail *rail);

/**
 * rails_find() - a rail by a name that a user gave
 * @rails: all rails
 * @name: its label, "chip/label" or "chip/number"
 *
 * Return: the rail; NULL with errno ENOENT if there is none, EEXIST if several
 * have that label.
 */
struct rail *rails_find(const struct rails *rails, const char *name);

/**
 * rails_call() - the shortest name by which rails_find() finds a rail
 * @rails: all rails among which it is to be found
 * @rail: one of them
 * @name: filled in
 *
 * Return: @name.
 */
const char *rails_call(const struct rails *rails, const struct rail *rail, char name[RAIL_CALLED]);

/** rails_set() - write a limit; 0 or a negative errno. */
int __must_check rails_set(struct rail *rail, enum rail_value limit, double value);

/** rails_switch_off() - make a limit one that nothing exceeds; 0 or a negative errno. */
int __must_check rails_switch_off(struct rail *rail, enum rail_value limit);

/** rails_limit_is_off() - the limit has not been set, as rails_read() has it. */
static inline bool rails_limit_is_off(double limit)
{
	return limit > DBL_MAX || limit < -DBL_MAX;
}

/** rails_same_chip() - two rails are of one chip, and so share what it has but once. */
bool rails_same_chip(const struct rail *a, const struct rail *b);

/** rails_shunt_ohm() - the rail's shunt, NAN if it is not known. */
double rails_shunt_ohm(const struct rail *rail);

/** rails_cycle_ns() - length of the chip's conversion cycle, 0 if that is not known. */
u64 rails_cycle_ns(const struct rail *rail);

/** rails_file() - path of a value's file, for poll(2); false if there is none. */
bool rails_file(const struct rail *rail, enum rail_value value, char path[RAIL_PATH]);

#endif /* RAILGLOW_TOOLS_RAILS_RAILS_H */
