// SPDX-License-Identifier: GPL-2.0-only
/*
 * The rails of this machine: found, read, limited, by hwmon_folder.c or libsensors.c. Sentences
 * about rails and chips that are missing or gone are in select.c; limits that were never set are
 * recognised in limit_never_set.c.
 */
#include "tools/rails/rails.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tools/rails/backends.h"
#include "tools/rails/libsensors_config.h"

const struct rail_attribute rail_attributes[RAIL_VALUES] = {
	[RAIL_VOLTS] = { "in", "input", 1000 },
	[RAIL_AMPERES] = { "curr", "input", 1000 },
	[RAIL_WATTS] = { "power", "input", 1000000 },
	[RAIL_MINIMUM_V] = { "in", "min", 1000 },
	[RAIL_WARNING_A] = { "curr", "max", 1000 },
	[RAIL_CRITICAL_A] = { "curr", "crit", 1000 },
	[RAIL_MINIMUM_ALARM] = { "in", "min_alarm", 1 },
	[RAIL_WARNING_ALARM] = { "curr", "max_alarm", 1 },
	[RAIL_CRITICAL_ALARM] = { "curr", "crit_alarm", 1 },
};

struct rail rail_new(u32 number)
{
	struct rail rail = { .number = number, .folder = -1 };

	snprintf(rail.label, sizeof(rail.label), "rail%u", number);
	for (u32 i = 0; i < RAIL_VALUES; i++) {
		rail.attribute[i] = -1;
		rail.value[i] = NAN;
	}
	return rail;
}

/* A channel that the driver does not show is not a rail. */
void rails_take(struct rails *rails, const struct rail found[CHIP_RAILS])
{
	for (u32 i = 0; i < CHIP_RAILS; i++) {
		if (found[i].attribute[RAIL_VOLTS] >= 0 || found[i].attribute[RAIL_AMPERES] >= 0)
			rails->rails[rails->count++] = found[i];
	}
}

static int by_place(const void *left, const void *right)
{
	const struct rail *a = left, *b = right;
	int order = strcmp(a->chip, b->chip);

	return order ? order : (int)a->number - (int)b->number;
}

int rails_open(struct rails *rails)
{
	int err = -EOPNOTSUPP;

	*rails = (struct rails){ 0 };
	if (!rails_config_any())
		err = rails_by_files(rails);
	if (err)
		rails_close(rails);
	if (err == -EOPNOTSUPP)
		err = rails_by_sensors(rails);
	if (!err && rails->count)
		qsort(rails->rails, rails->count, sizeof(*rails->rails), by_place);
	return err;
}

void rails_close(struct rails *rails)
{
	if (rails->by_sensors)
		rails_sensors_close();
	rails_files_close(rails);
	free(rails->rails);
	*rails = (struct rails){ 0 };
}

static int get_value(const struct rail *rail, enum rail_value value, double *number)
{
	return rail->handle ? rail_sensors_get(rail, value, number)
			    : rail_file_get(rail, value, number);
}

/* Another chip may have been given the path by now. */
bool rails_is_gone(const struct rail *rail)
{
	return rail->folder < 0 ? access(rail->path, F_OK)
				: faccessat(rail->folder, "name", F_OK, 0);
}

static bool is_limit(enum rail_value value)
{
	return BIT(value) & RAILS_LIMITS;
}

/* No value is beyond it. */
static double no_limit(enum rail_value limit)
{
	return limit == RAIL_MINIMUM_V ? -INFINITY : INFINITY;
}

static void derive_power(struct rail *rail)
{
	if (rail->attribute[RAIL_WATTS] < 0)
		rail->value[RAIL_WATTS] = rail->value[RAIL_VOLTS] * rail->value[RAIL_AMPERES];
}

int rails_read(struct rail *rail, unsigned long set)
{
	u32 failed = 0, read = 0;

	rail->error = 0;
	for (u32 i = 0; i < RAIL_VALUES; i++) {
		int err;

		if (!(set & BIT(i)) || rail->attribute[i] < 0)
			continue;
		err = get_value(rail, (enum rail_value)i, &rail->value[i]);
		if (err) {
			rail->value[i] = NAN;
			failed++;
		} else {
			read++;
			if (is_limit(i) && rail_limit_unset(rail, i))
				rail->value[i] = no_limit(i);
		}
		rail->error = err && err != -ENODATA ? err : rail->error;
	}
	if (set & BIT(RAIL_WATTS))
		derive_power(rail);
	return failed && !read && rails_is_gone(rail) ? -ENODEV : 0;
}

bool rails_is_beyond(const struct rail *rail, enum rail_value alarm)
{
	const double *value = rail->value;

	switch (alarm) {
	case RAIL_WARNING_ALARM:
		return value[RAIL_AMPERES] > value[RAIL_WARNING_A];
	case RAIL_CRITICAL_ALARM:
		return value[RAIL_AMPERES] > value[RAIL_CRITICAL_A];
	default:
		return value[RAIL_VOLTS] < value[RAIL_MINIMUM_V];
	}
}

void rails_judge(struct rail *rail)
{
	for (u32 i = RAIL_MINIMUM_ALARM; i < RAIL_VALUES; i++)
		rail->value[i] = rails_is_beyond(rail, (enum rail_value)i);
}

/* The part of @name after "chip/"; NULL if it names another chip. */
static const char *within_chip(const struct rail *rail, const char *name)
{
	size_t len = strlen(rail->chip);

	if (strncmp(name, rail->chip, len) != 0 || name[len] != '/')
		return NULL;
	return name + len + 1;
}

static bool has_label(const struct rail *rail, const char *name)
{
	const char *inner = within_chip(rail, name);

	return !strcmp(name, rail->label) || (inner && !strcmp(inner, rail->label));
}

static bool has_number(const struct rail *rail, const char *name)
{
	const char *inner = within_chip(rail, name);
	char number[16];

	snprintf(number, sizeof(number), "%u", rail->number);
	return inner && !strcmp(inner, number);
}

struct rail *rails_find(const struct rails *rails, const char *name)
{
	struct rail *found = NULL;

	errno = ENOENT;
	for (u32 i = 0; i < rails->count; i++) {
		if (has_number(&rails->rails[i], name))
			return &rails->rails[i];
		if (!has_label(&rails->rails[i], name))
			continue;
		if (found)
			errno = EEXIST;
		else
			found = &rails->rails[i];
	}
	return errno == EEXIST ? NULL : found;
}

const char *rails_call(const struct rails *rails, const struct rail *rail, char name[RAIL_CALLED])
{
	snprintf(name, RAIL_CALLED, "%s", rail->label);
	if (rails_find(rails, name) == rail)
		return name;
	snprintf(name, RAIL_CALLED, "%s/%s", rail->chip, rail->label);
	if (rails_find(rails, name) == rail)
		return name;
	snprintf(name, RAIL_CALLED, "%s/%u", rail->chip, rail->number);
	return name;
}

/* A limit above 0 is at least one unit of its file, as 0 would be no limit or another one. */
int rails_set(struct rail *rail, enum rail_value limit, double value)
{
	if (value > 0)
		value = fmax(value, 1 / rail_attributes[limit].scale);
	if (rail->attribute[limit] < 0)
		return -EOPNOTSUPP;
	return rail->handle ? rail_sensors_set(rail, limit, value)
			    : rail_file_set(rail, limit, value);
}

int rails_switch_off(struct rail *rail, enum rail_value limit)
{
	return rail->attribute[limit] < 0 ? -EOPNOTSUPP : rail_file_off(rail, limit);
}

bool rails_same_chip(const struct rail *a, const struct rail *b)
{
	return !strcmp(a->path, b->path);
}

double rails_shunt_ohm(const struct rail *rail)
{
	char name[32];
	s64 uohm;

	snprintf(name, sizeof(name), "shunt%u_resistor", rail->number);
	if (rail_raw(rail, name, &uohm) || uohm <= 0)
		return NAN;
	return (double)uohm / 1000000;
}

u64 rails_cycle_ns(const struct rail *rail)
{
	s64 length;

	if (!rail_raw(rail, "update_interval_us", &length))
		return (u64)max_t(s64, length, 0) * RG_NS_PER_US;
	if (!rail_raw(rail, "update_interval", &length))
		return (u64)max_t(s64, length, 0) * RG_NS_PER_MS;
	return 0;
}

bool rails_file(const struct rail *rail, enum rail_value value, char path[RAIL_PATH])
{
	int len = snprintf(path, RAIL_PATH, "%s/%s%u_%s", rail->path,
			   rail_attributes[value].feature, rail->number,
			   rail_attributes[value].suffix);

	return rail->attribute[value] >= 0 && len < RAIL_PATH;
}
