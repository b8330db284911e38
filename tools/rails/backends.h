/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The two ways to rails: hwmon's files, and libsensors, which reads the same files
 * and applies its configuration. Only rails*.c need this.
 */
#ifndef RAILGLOW_TOOLS_RAILS_BACKENDS_H
#define RAILGLOW_TOOLS_RAILS_BACKENDS_H

#include "core/port.h"
#include "tools/rails/rails.h"

#define CHIP_RAILS 3

/** struct rail_attribute - how hwmon calls a value, and how many of it are a V, A, W */
struct rail_attribute {
	const char *feature;
	const char *suffix;
	double scale;
};

extern const struct rail_attribute rail_attributes[RAIL_VALUES];

/** rail_new() - a rail without attributes, named by its number. */
struct rail rail_new(u32 number);

/** rails_take() - add a chip's rails, of those that it has a channel for. */
void rails_take(struct rails *rails, const struct rail found[CHIP_RAILS]);

/**
 * rails_by_files() - find rails in hwmon's files
 * @rails: empty; filled in
 *
 * Return: 0; -ENOMEM; -EOPNOTSUPP for a chip on a bus of a kind not known here,
 * for which libsensors may have a name.
 */
int __must_check rails_by_files(struct rails *rails);
void rails_files_close(struct rails *rails);

/** rail_file_get() - read a value, 0 or the error met. */
int __must_check rail_file_get(const struct rail *rail, enum rail_value value, double *number);

/** rail_file_set() - write a limit, 0 or the error met. */
int __must_check rail_file_set(const struct rail *rail, enum rail_value limit, double number);

/** rail_raw() - the number in a file of the rail's hwmon folder, 0 or the error met. */
int __must_check rail_raw(const struct rail *rail, const char *file, s64 *number);

/** rail_file_off() - write what nothing exceeds to a limit's file, 0 or the error met. */
int __must_check rail_file_off(const struct rail *rail, enum rail_value limit);

/** rail_limit_unset() - is a limit that of a chip after reset, or one nothing exceeds? */
bool rail_limit_unset(const struct rail *rail, enum rail_value limit);

/** rails_by_sensors() - the same through libsensors; 0, -ENOMEM or -EIO. */
int __must_check rails_by_sensors(struct rails *rails);
void rails_sensors_close(void);
int __must_check rail_sensors_get(const struct rail *rail, enum rail_value value, double *number);
int __must_check rail_sensors_set(const struct rail *rail, enum rail_value limit, double number);

#endif /* RAILGLOW_TOOLS_RAILS_BACKENDS_H */
