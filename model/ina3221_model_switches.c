// SPDX-License-Identifier: GPL-2.0-only
/*
 * The INA3221 model: names of the questions that the datasheet leaves open, with their answers, and
 * of violations.
 */
#include "model/ina3221_model.h"
#include "model/ina3221_model_switches.h"

static_assert(INA3221_MODEL_SWITCHES <= 32, "alternatives is a 32-bit set");

const struct ina3221_model_switch_info ina3221_model_switch_info[INA3221_MODEL_SWITCHES] = {
	[INA3221_MODEL_SWITCH_ACCUMULATOR] = { "accumulator", { "16-bit", "10-bit" } },
	[INA3221_MODEL_SWITCH_ROUNDING] = { "rounding", { "nearest", "truncate" } },
	[INA3221_MODEL_SWITCH_SEED] = { "seed", { "zero", "first-sample" } },
	[INA3221_MODEL_SWITCH_CONFIG_WRITE] = { "config-write", { "keep", "clear" } },
	[INA3221_MODEL_SWITCH_TRANSPARENT_FLAGS] = { "transparent-flags", { "sticky", "follow" } },
	[INA3221_MODEL_SWITCH_LATCH_RELEASE] = { "latch-release", { "read", "condition" } },
	[INA3221_MODEL_SWITCH_STATUS_BITS] = { "status-bits", { "level", "inverted" } },
	[INA3221_MODEL_SWITCH_PV_CHANNELS] = { "pv-channels", { "all", "enabled" } },
	[INA3221_MODEL_SWITCH_PV_UPPER] = { "pv-upper", { "reach", "exceed" } },
	[INA3221_MODEL_SWITCH_SUM_SINGLE] = { "sum-single", { "counts", "ignored" } },
	[INA3221_MODEL_SWITCH_SUM_DISABLED] = { "sum-disabled", { "omit", "last" } },
	[INA3221_MODEL_SWITCH_SUM_RANGE] = { "sum-range", { "15-bit", "13-bit" } },
	[INA3221_MODEL_SWITCH_SINGLE_SHOT] = { "single-shot", { "one-pass", "averaged" } },
	[INA3221_MODEL_SWITCH_LIMIT_COMPARE] = { "limit-compare", { "exceed", "reach" } },
	[INA3221_MODEL_SWITCH_LIMIT_LOW_BITS] = { "limit-low-bits", { "zero", "stored" } },
	[INA3221_MODEL_SWITCH_ALERT_RESPONSE] = { "alert-response", { "keep", "release" } },
	[INA3221_MODEL_SWITCH_POINTER] = { "pointer", { "keep", "reset" } },
	[INA3221_MODEL_SWITCH_LONG_READ] = { "long-read", { "ones", "repeat" } },
	[INA3221_MODEL_SWITCH_UNLISTED] = { "unlisted", { "zeros", "ones" } },
	[INA3221_MODEL_SWITCH_BUS_RATE] = { "bus-rate", { "2440000", "2940000" } },
};

const char *const ina3221_model_violation_name[INA3221_MODEL_VIOLATIONS] = {
	[INA3221_MODEL_VIOLATION_READ_ONLY_REGISTER] = "read-only-register",
	[INA3221_MODEL_VIOLATION_READ_ONLY_BITS] = "read-only-bits",
	[INA3221_MODEL_VIOLATION_UNLISTED_READ] = "unlisted-read",
	[INA3221_MODEL_VIOLATION_UNLISTED_WRITE] = "unlisted-write",
	[INA3221_MODEL_VIOLATION_LENGTH] = "length",
};

static bool same_name(const char *known, const char *name, size_t len)
{
	return strlen(known) == len && memcmp(known, name, len) == 0;
}

int ina3221_model_switch_find(const char *name, size_t len)
{
	int i;

	for (i = 0; i < INA3221_MODEL_SWITCHES; i++)
		if (same_name(ina3221_model_switch_info[i].name, name, len))
			return i;
	return -EINVAL;
}

int ina3221_model_switch_position(enum ina3221_model_switch which, const char *name, size_t len)
{
	int i;

	for (i = 0; i < 2; i++)
		if (same_name(ina3221_model_switch_info[which].position[i], name, len))
			return i;
	return -EINVAL;
}
