// SPDX-License-Identifier: GPL-2.0-only
#include "tools/rails.h"

#include <math.h>
#include <sensors/error.h>
#include <sensors/sensors.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define CHIP_RAILS 3

/** struct attribute - how a value is called */
struct attribute {
	sensors_subfeature_type type;
	const char *feature;
	const char *suffix;
};

static const struct attribute attributes[RAIL_VALUES] = {
	[RAIL_VOLTS] = { SENSORS_SUBFEATURE_IN_INPUT, "in", "input" },
	[RAIL_AMPERES] = { SENSORS_SUBFEATURE_CURR_INPUT, "curr", "input" },
	[RAIL_WATTS] = { SENSORS_SUBFEATURE_POWER_INPUT, "power", "input" },
	[RAIL_MINIMUM_V] = { SENSORS_SUBFEATURE_IN_MIN, "in", "min" },
	[RAIL_WARNING_A] = { SENSORS_SUBFEATURE_CURR_MAX, "curr", "max" },
	[RAIL_CRITICAL_A] = { SENSORS_SUBFEATURE_CURR_CRIT, "curr", "crit" },
	[RAIL_MINIMUM_ALARM] = { SENSORS_SUBFEATURE_IN_MIN_ALARM, "in", "min_alarm" },
	[RAIL_WARNING_ALARM] = { SENSORS_SUBFEATURE_CURR_MAX_ALARM, "curr", "max_alarm" },
	[RAIL_CRITICAL_ALARM] = { SENSORS_SUBFEATURE_CURR_CRIT_ALARM, "curr", "crit_alarm" },
};

static void take_feature(struct rail *rail, const sensors_feature *feature)
{
	const sensors_chip_name *chip = rail->handle;
	char *label;

	for (u32 i = 0; i < RAIL_VALUES; i++) {
		const sensors_subfeature *found;
		char name[16];

		snprintf(name, sizeof(name), "%s%u", attributes[i].feature, rail->number);
		if (strcmp(name, feature->name) != 0)
			continue;
		found = sensors_get_subfeature(chip, feature, attributes[i].type);
		if (found)
			rail->attribute[i] = found->number;
	}
	if (feature->type != SENSORS_FEATURE_IN || rail->attribute[RAIL_VOLTS] < 0)
		return;
	label = sensors_get_label(chip, feature);
	if (label && strcmp(label, feature->name) != 0)
		snprintf(rail->label, sizeof(rail->label), "%s", label);
	free(label);
}

/* Number of the rail a feature is of; 0 for those that are of none. */
static u32 rail_of(const sensors_feature *feature)
{
	static const char *const kinds[] = { "in", "curr", "power" };

	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		size_t len = strlen(kinds[i]);
		const char *digit = feature->name + len;

		if (!strncmp(feature->name, kinds[i], len) && *digit >= '1' &&
		    *digit < '1' + CHIP_RAILS && !digit[1])
			return (u32)(*digit - '0');
	}
	return 0;
}

static void init_rail(struct rail *rail, const sensors_chip_name *chip, u32 number)
{
	*rail = (struct rail){ .handle = chip, .number = number };
	sensors_snprintf_chip_name(rail->chip, sizeof(rail->chip), chip);
	snprintf(rail->path, sizeof(rail->path), "%s", chip->path);
	snprintf(rail->label, sizeof(rail->label), "rail%u", number);
	for (u32 i = 0; i < RAIL_VALUES; i++) {
		rail->attribute[i] = -1;
		rail->value[i] = NAN;
	}
}

/* A channel that the driver does not show is no rail. */
static void add_chip(struct rails *rails, const sensors_chip_name *chip)
{
	struct rail found[CHIP_RAILS];
	const sensors_feature *feature;
	int at = 0;

	for (u32 i = 0; i < CHIP_RAILS; i++)
		init_rail(&found[i], chip, i + 1);
	while ((feature = sensors_get_features(chip, &at))) {
		u32 number = rail_of(feature);

		if (number)
			take_feature(&found[number - 1], feature);
	}
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
	const sensors_chip_name *chip;
	sensors_chip_name match;
	int at = 0, chips = 0;

	*rails = (struct rails){ 0 };
	if (sensors_init(NULL))
		return -EIO;
	if (sensors_parse_chip_name("ina3221-*", &match)) {
		sensors_cleanup();
		return -EIO;
	}
	while (sensors_get_detected_chips(&match, &at))
		chips++;
	rails->rails = calloc((size_t)chips * CHIP_RAILS + 1, sizeof(*rails->rails));
	for (at = 0; rails->rails && (chip = sensors_get_detected_chips(&match, &at));)
		add_chip(rails, chip);
	sensors_free_chip_name(&match);
	if (!rails->rails) {
		sensors_cleanup();
		return -ENOMEM;
	}
	qsort(rails->rails, rails->count, sizeof(*rails->rails), by_place);
	return 0;
}

void rails_close(struct rails *rails)
{
	free(rails->rails);
	*rails = (struct rails){ 0 };
	sensors_cleanup();
}

static void derive_power(struct rail *rail)
{
	if (rail->attribute[RAIL_WATTS] < 0)
		rail->value[RAIL_WATTS] = rail->value[RAIL_VOLTS] * rail->value[RAIL_AMPERES];
}

int rails_read(struct rail *rail, unsigned long set)
{
	u32 failed = 0, read = 0;

	for (u32 i = 0; i < RAIL_VALUES; i++) {
		if (!(set & BIT(i)) || rail->attribute[i] < 0)
			continue;
		if (sensors_get_value(rail->handle, rail->attribute[i], &rail->value[i])) {
			rail->value[i] = NAN;
			failed++;
		} else {
			read++;
		}
	}
	if (set & BIT(RAIL_WATTS))
		derive_power(rail);
	return failed && !read && access(rail->path, F_OK) ? -ENODEV : 0;
}

/* The part of @name after "chip/"; NULL if it names another chip. */
static const char *within_chip(const struct rail *rail, const char *name)
{
	size_t len = strlen(rail->chip);

	if (strncmp(name, rail->chip, len) != 0 || name[len] != '/')
		return NULL;
	return name + len + 1;
}

struct rail *rails_find(const struct rails *rails, const char *name)
{
	struct rail *found = NULL;

	for (u32 i = 0; i < rails->count; i++) {
		struct rail *rail = &rails->rails[i];
		const char *inner = within_chip(rail, name);
		char number[16];

		snprintf(number, sizeof(number), "%u", rail->number);
		if (inner && (!strcmp(inner, rail->label) || !strcmp(inner, number)))
			return rail;
		if (strcmp(name, rail->label) != 0)
			continue;
		if (found) {
			errno = EEXIST;
			return NULL;
		}
		found = rail;
	}
	errno = ENOENT;
	return found;
}

int rails_set(struct rail *rail, enum rail_value limit, double value)
{
	int err;

	if (rail->attribute[limit] < 0)
		return -EOPNOTSUPP;
	errno = 0;
	err = sensors_set_value(rail->handle, rail->attribute[limit], value);
	if (!err)
		return 0;
	if (err == -SENSORS_ERR_ACCESS_W || errno == EACCES)
		return -EACCES;
	return errno ? -errno : -EIO;
}

bool rails_file(const struct rail *rail, enum rail_value value, char path[RAIL_PATH])
{
	int len = snprintf(path, RAIL_PATH, "%s/%s%u_%s", rail->path, attributes[value].feature,
			   rail->number, attributes[value].suffix);

	return rail->attribute[value] >= 0 && len < RAIL_PATH;
}
