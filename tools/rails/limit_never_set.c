// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tells limits that have not been set from those that have. Limits are set in rails.c.
 *
 * The chip has no switch for them: after a reset its current limits are at the end of the range,
 * and the power-valid ones at 9 and 10 V, for which only power that was valid once can be lost.
 */
#include <stdbool.h>
#include <stdio.h>

#include "core/port.h"
#include "tools/rails/backends.h"
#include "tools/rails/rails.h"

/** Full scale of a shunt voltage, in mV, and how far the rounding of hwmon reaches, in mA. */
#define SHUNT_FULL_MV 163.8
#define ROUNDED_MA 1
/** Power-valid limits after a reset. */
#define RESET_LOWER_MV 9000
#define RESET_UPPER_MV 10000

static bool raw_of(const struct rail *rail, const char *format, u32 number, s64 *value)
{
	char name[32];

	snprintf(name, sizeof(name), format, number);
	return !rail_raw(rail, name, value);
}

static bool is_full_scale(const struct rail *rail, s64 limit_ma)
{
	return (double)limit_ma >= SHUNT_FULL_MV / rails_shunt_ohm(rail) - ROUNDED_MA;
}

static bool was_lost(const struct rail *rail)
{
	s64 times;

	for (u32 i = 1; i <= CHIP_RAILS; i++) {
		if (raw_of(rail, "in%u_min_alarm_count", i, &times) && times > 0)
			return true;
	}
	return false;
}

/* Are all rails that are on? */
static bool all_valid(const struct rail *rail)
{
	u32 valid = 0;
	s64 bus_mv;

	for (u32 i = 1; i <= CHIP_RAILS; i++) {
		if (!raw_of(rail, "in%u_input", i, &bus_mv))
			continue;
		if (bus_mv < RESET_UPPER_MV)
			return false;
		valid++;
	}
	return valid;
}

bool rail_limit_unset(const struct rail *rail, enum rail_value limit)
{
	const struct rail_attribute *file = &rail_attributes[limit];
	char name[32];
	s64 raw;

	snprintf(name, sizeof(name), "%s%u_%s", file->feature, rail->number, file->suffix);
	if (rail_raw(rail, name, &raw))
		return false;
	if (limit != RAIL_MINIMUM_V)
		return is_full_scale(rail, raw);
	return !raw || (raw == RESET_LOWER_MV && !was_lost(rail) && !all_valid(rail));
}
