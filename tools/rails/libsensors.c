// SPDX-License-Identifier: GPL-2.0-only
/* Rails as libsensors has them, for those whose configuration says something of them. */
#include <errno.h>
#include <sensors/error.h>
#include <sensors/sensors.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/port.h"
#include "tools/cli/text.h"
#include "tools/rails/backends.h"
#include "tools/rails/rails.h"

static const sensors_subfeature_type types[RAIL_VALUES] = {
	[RAIL_VOLTS] = SENSORS_SUBFEATURE_IN_INPUT,
	[RAIL_AMPERES] = SENSORS_SUBFEATURE_CURR_INPUT,
	[RAIL_WATTS] = SENSORS_SUBFEATURE_POWER_INPUT,
	[RAIL_MINIMUM_V] = SENSORS_SUBFEATURE_IN_MIN,
	[RAIL_WARNING_A] = SENSORS_SUBFEATURE_CURR_MAX,
	[RAIL_CRITICAL_A] = SENSORS_SUBFEATURE_CURR_CRIT,
	[RAIL_MINIMUM_ALARM] = SENSORS_SUBFEATURE_IN_MIN_ALARM,
	[RAIL_WARNING_ALARM] = SENSORS_SUBFEATURE_CURR_MAX_ALARM,
	[RAIL_CRITICAL_ALARM] = SENSORS_SUBFEATURE_CURR_CRIT_ALARM,
};

static void take_feature(struct rail *rail, const sensors_feature *feature)
{
	const sensors_chip_name *chip = rail->handle;
	char *label;

	for (u32 i = 0; i < RAIL_VALUES; i++) {
		const sensors_subfeature *found;
		char name[16];

		snprintf(name, sizeof(name), "%s%u", rail_attributes[i].feature, rail->number);
		if (strcmp(name, feature->name) != 0)
			continue;
		found = sensors_get_subfeature(chip, feature, types[i]);
		if (found)
			rail->attribute[i] = found->number;
	}
	if (feature->type != SENSORS_FEATURE_IN || rail->attribute[RAIL_VOLTS] < 0)
		return;
	label = sensors_get_label(chip, feature);
	if (label && strcmp(label, feature->name) != 0)
		snprintf(rail->label, sizeof(rail->label), "%s", label);
	text_clean(rail->label);
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
	*rail = rail_new(number);
	rail->handle = chip;
	sensors_snprintf_chip_name(rail->chip, sizeof(rail->chip), chip);
	snprintf(rail->path, sizeof(rail->path), "%s", chip->path);
}

/* A channel that the driver does not show is not a rail. */
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
	rails_take(rails, found);
}

int rails_by_sensors(struct rails *rails)
{
	const sensors_chip_name *chip;
	sensors_chip_name match;
	int at = 0, chips = 0;

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
	rails->by_sensors = true;
	return 0;
}

void rails_sensors_close(void)
{
	sensors_cleanup();
}

int rail_sensors_get(const struct rail *rail, enum rail_value value, double *number)
{
	errno = 0;
	if (!sensors_get_value(rail->handle, rail->attribute[value], number))
		return 0;
	return errno ? -errno : -EIO;
}

int rail_sensors_set(const struct rail *rail, enum rail_value limit, double number)
{
	int err;

	errno = 0;
	err = sensors_set_value(rail->handle, rail->attribute[limit], number);
	if (!err)
		return 0;
	if (err == -SENSORS_ERR_ACCESS_W || errno == EACCES)
		return -EACCES;
	return errno ? -errno : -EIO;
}
