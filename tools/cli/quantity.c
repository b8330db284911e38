// SPDX-License-Identifier: GPL-2.0-only
/*
 * Numbers with SI prefixes and units, and decimals of millionths. Limits are scaled to the files
 * of sysfs in tools/rails/hwmon_folder.c.
 */
#include "tools/cli/quantity.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIXED_DECIMALS 6

/** struct prefix - an SI prefix, the larger ones first */
struct prefix {
	const char *symbol;
	double factor;
};

static const struct prefix prefixes[] = {
	{ "G", 1000000000 }, { "M", 1000000 },	{ "k", 1000 },	   { "", 1 },
	{ "m", 0.001 },	     { "u", 0.000001 }, { "µ", 0.000001 }, { "n", 0.000000001 },
};

int number_parse(const char *text, u64 low, u64 high, u64 *value)
{
	unsigned long long number;
	char *end;

	if (*text < '0' || *text > '9')
		return -EINVAL;
	errno = 0;
	number = strtoull(text, &end, 10);
	if (errno || *end || number < low || number > high)
		return -EINVAL;
	*value = number;
	return 0;
}

/* Finds the factor that a suffix stands for; 0 if it is not a suffix of @unit. */
static double suffix_factor(const char *suffix, const char *unit)
{
	size_t unit_len = strlen(unit);

	if (!strcmp(unit, "s") && !strcmp(suffix, "min"))
		return 60;
	if (!strcmp(unit, "s") && !strcmp(suffix, "h"))
		return 3600;
	for (size_t i = 0; i < ARRAY_SIZE(prefixes); i++) {
		size_t len = strlen(prefixes[i].symbol);

		if (strncmp(suffix, prefixes[i].symbol, len) != 0)
			continue;
		if (!suffix[len] ||
		    (!strncmp(suffix + len, unit, unit_len) && !suffix[len + unit_len]))
			return prefixes[i].factor;
	}
	return 0;
}

/* Skips a plain decimal; strtod() also reads hexadecimal, infinity and the form of a locale. */
static const char *skip_decimal(const char *text)
{
	bool digits = false;

	if (*text == '-' || *text == '+')
		text++;
	for (; *text >= '0' && *text <= '9'; text++)
		digits = true;
	if (*text == '.')
		text++;
	for (; *text >= '0' && *text <= '9'; text++)
		digits = true;
	return digits ? text : NULL;
}

int quantity_parse(const char *text, const char *unit, double *value)
{
	const char *suffix = skip_decimal(text);
	double factor;

	if (!suffix || suffix - text > QUANTITY_TEXT)
		return -EINVAL;
	while (*suffix == ' ')
		suffix++;
	factor = suffix_factor(suffix, unit);
	if (factor == 0)
		return -EINVAL;
	*value = strtod(text, NULL) * factor;
	return isfinite(*value) ? 0 : -EINVAL;
}

/* Counts the decimals that leave @digits significant digits. */
static int decimals_for(double value, int digits)
{
	int before = fabs(value) < 1 ? 1 : (int)floor(log10(fabs(value))) + 1;

	return max(digits - before, 0);
}

const char *quantity_format(char buf[QUANTITY_TEXT], double value, const char *unit, int digits)
{
	const struct prefix *prefix = &prefixes[3];
	double shown;

	if (isnan(value)) {
		snprintf(buf, QUANTITY_TEXT, "-");
		return buf;
	}
	for (size_t i = 0; value != 0 && i < ARRAY_SIZE(prefixes); i++) {
		/* 999.96 to four digits is 1000, which takes the next prefix. */
		double least = 1 - 0.5 * pow(10, -digits);

		prefix = &prefixes[i];
		if (strcmp(prefix->symbol, "u") != 0 && fabs(value) / prefix->factor >= least)
			break;
	}
	shown = value / prefix->factor;
	snprintf(buf, QUANTITY_TEXT, "%.*f%s%s%s", decimals_for(shown, digits), shown,
		 *unit ? " " : "", prefix->symbol, unit);
	return buf;
}

static const u32 power_of_ten[FIXED_DECIMALS + 1] = { 1, 10, 100, 1000, 10000, 100000, 1000000 };

size_t fixed_write(char *out, s64 millionths, int decimals)
{
	u64 left = millionths < 0 ? -(u64)millionths : (u64)millionths;
	u32 dropped = power_of_ten[FIXED_DECIMALS - decimals];
	char digits[FIXED_TEXT];
	size_t count = 0, len = 0;

	left = left / dropped + (left % dropped >= (dropped + 1) / 2 && dropped > 1);
	if (millionths < 0 && left)
		out[len++] = '-';
	do {
		if (count == (size_t)decimals && decimals)
			digits[count++] = '.';
		digits[count++] = (char)('0' + left % 10);
		left /= 10;
	} while (left || count <= (size_t)decimals + (decimals > 0));
	while (count)
		out[len++] = digits[--count];
	return len;
}

const char *fixed_parse(const char *text, const char *end, s64 *millionths)
{
	bool negative = text < end && *text == '-';
	const char *first;
	int decimals = 0;
	u64 value = 0;

	text += negative || (text < end && *text == '+');
	for (first = text; text < end && *text >= '0' && *text <= '9'; text++) {
		value = value * 10 + (u64)(*text - '0');
		if (value > (u64)S64_MAX / power_of_ten[FIXED_DECIMALS] - 1)
			return NULL;
	}
	if (text == first)
		return NULL;
	if (text < end && *text == '.')
		text++;
	for (; text < end && *text >= '0' && *text <= '9'; text++) {
		if (decimals == FIXED_DECIMALS)
			continue;
		value = value * 10 + (u64)(*text - '0');
		decimals++;
	}
	value *= power_of_ten[FIXED_DECIMALS - decimals];
	*millionths = negative ? -(s64)value : (s64)value;
	return text;
}
