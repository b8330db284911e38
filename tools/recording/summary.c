// SPDX-License-Identifier: GPL-2.0-only
/*
 * Figures of a recording as a table and as JSON. The figures are computed in statistics.c; stdout
 * or stderr is chosen in tools/cmd/record.c.
 */
#include "tools/recording/summary.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>

#include "tools/cli/json_print.h"
#include "tools/cli/quantity.h"

static const double percents[] = { 5, 50, 95, 99 };
static const char *const percent_names[] = { "p5", "p50", "p95", "p99" };

static double duration_s(const struct statistics *statistics)
{
	if (!statistics->scans)
		return 0;
	return (double)(statistics->last.time_us - statistics->first_us) / MICROS;
}

static void put_value(double value, const char *unit, FILE *out)
{
	char text[QUANTITY_TEXT];

	fprintf(out, " %9s", quantity_format(text, value, unit, 4));
}

static void put_row(const char *name, const struct histogram *histogram, const char *unit,
		    FILE *out)
{
	if (!histogram->total)
		return;
	fprintf(out, "  %-7s", name);
	put_value((double)histogram->min / MICROS, unit, out);
	put_value(histogram_mean(histogram) / MICROS, unit, out);
	put_value((double)histogram->max / MICROS, unit, out);
	for (size_t i = 0; i < ARRAY_SIZE(percents); i++)
		put_value(histogram_percentile(histogram, percents[i]) / MICROS, unit, out);
	fputc('\n', out);
}

void record_summary_text(const struct statistics *statistics, const struct recording_rail *rails,
			 u64 dropped, FILE *out)
{
	char energy[QUANTITY_TEXT], charge[QUANTITY_TEXT];

	fprintf(out, "%llu scans in %.3f s, %llu dropped\n", (unsigned long long)statistics->scans,
		duration_s(statistics), (unsigned long long)dropped);
	if (!statistics->scans)
		return;
	fprintf(out, "%-9s %9s %9s %9s", "", "least", "mean", "greatest");
	for (size_t i = 0; i < ARRAY_SIZE(percents); i++)
		fprintf(out, " %9s", percent_names[i]);
	fputc('\n', out);
	for (u32 i = 0; i < statistics->count; i++) {
		const struct rail_statistics *rail = &statistics->rails[i];

		fprintf(out, "%s: %s, %s\n", rails[i].name,
			quantity_format(energy, rail->joules, "J", 5),
			quantity_format(charge, rail->coulombs, "C", 5));
		put_row("volts", &rail->uv, "V", out);
		put_row("amperes", &rail->ua, "A", out);
		put_row("watts", &rail->uw, "W", out);
	}
}

static struct json_object *histogram_json(const struct histogram *histogram)
{
	struct json_object *object = json_object_new_object();
	bool any = histogram->total;

	json_object_object_add(object, "min",
			       json_number(any ? (double)histogram->min / MICROS : NAN));
	json_object_object_add(object, "mean", json_number(histogram_mean(histogram) / MICROS));
	json_object_object_add(object, "max",
			       json_number(any ? (double)histogram->max / MICROS : NAN));
	for (size_t i = 0; i < ARRAY_SIZE(percents); i++) {
		double value = any ? histogram_percentile(histogram, percents[i]) / MICROS : NAN;

		json_object_object_add(object, percent_names[i], json_number(value));
	}
	return object;
}

void record_summary_json(const struct statistics *statistics, const struct recording_rail *rails,
			 u64 dropped)
{
	struct json_object *top = json_object_new_object();
	struct json_object *array = json_object_new_array();

	json_object_object_add(top, "scans", json_object_new_int64((int64_t)statistics->scans));
	json_object_object_add(top, "dropped", json_object_new_int64((int64_t)dropped));
	json_object_object_add(top, "seconds", json_number(duration_s(statistics)));
	for (u32 i = 0; i < statistics->count; i++) {
		const struct rail_statistics *rail = &statistics->rails[i];
		struct json_object *object = json_object_new_object();

		json_object_object_add(object, "label", json_text(rails[i].name));
		json_object_object_add(object, "joules", json_number(rail->joules));
		json_object_object_add(object, "coulombs", json_number(rail->coulombs));
		json_object_object_add(object, "volts", histogram_json(&rail->uv));
		json_object_object_add(object, "amperes", histogram_json(&rail->ua));
		json_object_object_add(object, "watts", histogram_json(&rail->uw));
		json_object_array_add(array, object);
	}
	json_object_object_add(top, "rails", array);
	json_print(top);
}
