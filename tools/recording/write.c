// SPDX-License-Identifier: GPL-2.0-only
#include <math.h>

#include "tools/cli/quantity.h"
#include "tools/recording/recording.h"

#define TIME_DECIMALS 6
#define VOLT_DECIMALS 3
#define AMPERE_DECIMALS 6

void recording_clean_name(char *name)
{
	if (!*name)
		snprintf(name, 2, "_");
	for (; *name; name++) {
		if (*name == ',' || *name == '"' || *name == ' ' || *name == '#' ||
		    (unsigned char)*name < ' ')
			*name = '_';
	}
}

static void write_known(FILE *out, const char *key, double value)
{
	if (!isnan(value))
		fprintf(out, " %s=%.9g", key, value);
}

void recording_write_rails(FILE *out, const struct recording_rail *rails, u32 count)
{
	for (u32 i = 0; i < count; i++) {
		fprintf(out, "# rail: %s", rails[i].name);
		write_known(out, "shunt_ohm", rails[i].shunt_ohm);
		write_known(out, "warning_a", rails[i].warning_a);
		write_known(out, "critical_a", rails[i].critical_a);
		fputc('\n', out);
	}
	fputs("time_s", out);
	for (u32 i = 0; i < count; i++)
		fprintf(out, ",%s_V,%s_A", rails[i].name, rails[i].name);
	fputc('\n', out);
}

size_t recording_line_max(u32 count)
{
	return (FIXED_TEXT + 1) * (2 * (size_t)count + 1);
}

static char *write_field(char *out, s64 value, int decimals)
{
	*out++ = ',';
	return value == RECORDING_NONE ? out : out + fixed_write(out, value, decimals);
}

size_t recording_format_scan(const struct recording_scan *scan, u32 count, char *out)
{
	char *start = out;

	out += fixed_write(out, scan->time_us, TIME_DECIMALS);
	for (u32 i = 0; i < count; i++) {
		out = write_field(out, scan->uv[i], VOLT_DECIMALS);
		out = write_field(out, scan->ua[i], AMPERE_DECIMALS);
	}
	*out++ = '\n';
	return (size_t)(out - start);
}
