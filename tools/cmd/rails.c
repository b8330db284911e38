// SPDX-License-Identifier: GPL-2.0-only
/*
 * railglow rails: all rails as they are now; with --watch the live view of tools/rails/live_view.c.
 * Rails are found, ordered and judged in tools/rails/rails.c.
 */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "core/port.h"
#include "tools/cli/cli.h"
#include "tools/cli/clock.h"
#include "tools/cli/command_table.h"
#include "tools/cli/json_print.h"
#include "tools/cli/quantity.h"
#include "tools/cli/terminal.h"
#include "tools/cli/text.h"
#include "tools/rails/live_view.h"
#include "tools/rails/rails.h"
#include "tools/rails/select.h"

#define CELL 96
#define CELLS 8

/** struct column - one of the table's; rails whose value is unknown show "-" */
struct column {
	const char *title;
	enum rail_value value;
	const char *unit;
};

static const struct column columns[] = {
	{ "VOLTS", RAIL_VOLTS, "V" },	    { "AMPERES", RAIL_AMPERES, "A" },
	{ "WATTS", RAIL_WATTS, "W" },	    { "MINIMUM", RAIL_MINIMUM_V, "V" },
	{ "WARNING", RAIL_WARNING_A, "A" }, { "CRITICAL", RAIL_CRITICAL_A, "A" },
};

static const char *alarm_text(const struct rail *rail, const char **colour)
{
	*colour = "\033[1;31m";
	if (rail->value[RAIL_CRITICAL_ALARM] > 0)
		return "critical";
	if (rail->value[RAIL_MINIMUM_ALARM] > 0)
		return "minimum";
	*colour = "\033[1;33m";
	if (rail->value[RAIL_WARNING_ALARM] > 0)
		return "warning";
	*colour = "";
	return "-";
}

static void put_cell(const char *text, int width, bool left)
{
	int pad = max(width - text_columns(text), 0);

	printf("%*s%s%*s", left ? 0 : pad, "", text, left ? pad : 0, "");
}

static const char *cell_text(const struct rail *rail, size_t column, char text[QUANTITY_TEXT])
{
	double value = rail->value[columns[column].value];

	if (rails_limit_is_off(value))
		return "off";
	return quantity_format(text, value, columns[column].unit, 4);
}

static int widest_cell(const struct rails *rails, size_t column)
{
	int width = text_columns(columns[column].title);
	char text[QUANTITY_TEXT];

	for (u32 i = 0; i < rails->count; i++)
		width = max(width, text_columns(cell_text(&rails->rails[i], column, text)));
	return width;
}

static void print_row(const struct rail *rail, int label_width, const int *widths)
{
	const char *colour;
	const char *alarm = alarm_text(rail, &colour);
	bool coloured = *colour && terminal_colours();
	char text[QUANTITY_TEXT];

	put_cell(rail->label, label_width, true);
	for (size_t i = 0; i < ARRAY_SIZE(columns); i++) {
		printf("  ");
		put_cell(cell_text(rail, i, text), widths[i], false);
	}
	printf("  %s%s%s\n", coloured ? colour : "", alarm, coloured ? "\033[0m" : "");
}

static void print_table(const struct rails *rails)
{
	int widths[ARRAY_SIZE(columns)];
	int label_width = (int)strlen("RAIL");
	const char *chip = "";

	for (u32 i = 0; i < rails->count; i++)
		label_width = max(label_width, text_columns(rails->rails[i].label));
	put_cell("RAIL", label_width, true);
	for (size_t i = 0; i < ARRAY_SIZE(columns); i++) {
		widths[i] = widest_cell(rails, i);
		printf("  ");
		put_cell(columns[i].title, widths[i], false);
	}
	puts("  ALARM");
	for (u32 i = 0; i < rails->count; i++) {
		const struct rail *rail = &rails->rails[i];

		if (rails->rails[rails->count - 1].chip[0] &&
		    strcmp(rails->rails[0].chip, rails->rails[rails->count - 1].chip) != 0 &&
		    strcmp(chip, rail->chip) != 0)
			printf("%s\n", rail->chip);
		chip = rail->chip;
		print_row(rail, label_width, widths);
	}
}

static struct json_object *alarms_json(const struct rail *rail)
{
	static const struct {
		enum rail_value value;
		const char *name;
	} known[] = {
		{ RAIL_WARNING_ALARM, "warning" },
		{ RAIL_CRITICAL_ALARM, "critical" },
		{ RAIL_MINIMUM_ALARM, "minimum" },
	};
	struct json_object *alarms = json_object_new_array();

	for (size_t i = 0; i < ARRAY_SIZE(known); i++) {
		if (rail->value[known[i].value] > 0)
			json_object_array_add(alarms, json_text(known[i].name));
	}
	return alarms;
}

static struct json_object *rail_json(const struct rail *rail)
{
	struct json_object *object = json_object_new_object();
	struct json_object *limits = json_object_new_object();

	json_object_object_add(object, "chip", json_text(rail->chip));
	json_object_object_add(object, "number", json_object_new_int((int)rail->number));
	json_object_object_add(object, "label", json_text(rail->label));
	json_object_object_add(object, "volts", json_number(rail->value[RAIL_VOLTS]));
	json_object_object_add(object, "amperes", json_number(rail->value[RAIL_AMPERES]));
	json_object_object_add(object, "watts", json_number(rail->value[RAIL_WATTS]));
	json_object_object_add(limits, "minimum_v", json_number(rail->value[RAIL_MINIMUM_V]));
	json_object_object_add(limits, "warning_a", json_number(rail->value[RAIL_WARNING_A]));
	json_object_object_add(limits, "critical_a", json_number(rail->value[RAIL_CRITICAL_A]));
	json_object_object_add(object, "limits", limits);
	json_object_object_add(object, "alarms", alarms_json(rail));
	return object;
}

static void print_rails_json(const struct rails *rails)
{
	struct json_object *top = json_object_new_object();
	struct json_object *array = json_object_new_array();

	for (u32 i = 0; i < rails->count; i++)
		json_object_array_add(array, rail_json(&rails->rails[i]));
	json_object_object_add(top, "rails", array);
	json_print(top);
}

static void print_names(const struct rails *rails)
{
	char name[RAIL_CALLED];

	for (u32 i = 0; i < rails->count; i++)
		puts(rails_call(rails, &rails->rails[i], name));
}

static enum tool_status show_once(const struct cli *cli, struct rails *rails)
{
	u32 gone = 0;

	for (u32 i = 0; i < rails->count; i++) {
		gone += rails_read(&rails->rails[i], RAILS_MEASURED | RAILS_LIMITS) != 0;
		rails_judge(&rails->rails[i]);
	}
	if (gone == rails->count)
		return cli_fail(TOOL_ABSENT, "the chip went away while it was read");
	if (cli_flag(cli, "json"))
		print_rails_json(rails);
	else
		print_table(rails);
	return rails_complain(rails);
}

static enum tool_status show_live(const struct cli *cli, struct rails *rails)
{
	double interval = 0.5, duration = 0;
	u64 end_ns = U64_MAX;

	if (cli_flag(cli, "json"))
		return cli_fail(TOOL_USAGE, "--watch is for people; for JSON use \"alarms\"");
	if (cli_seconds(cli, "interval", 0.02, 3600, &interval) ||
	    cli_seconds(cli, "duration", 0.01, 1000000000, &duration))
		return TOOL_USAGE;
	if (duration > 0)
		end_ns = clock_now_ns() + (u64)(duration * (double)RG_NS_PER_S);
	return live_view_run(rails, (u64)(interval * (double)RG_NS_PER_S), end_ns);
}

static enum tool_status run_rails(const struct cli *cli)
{
	struct rails rails;
	enum tool_status status;

	if (cli_flag(cli, "names") && (cli_flag(cli, "json") || cli_flag(cli, "watch")))
		return cli_fail(TOOL_USAGE, "--names cannot be combined with --json or --watch");
	if (!cli_flag(cli, "watch") && (cli_value(cli, "interval") || cli_value(cli, "duration")))
		return cli_fail(TOOL_USAGE, "--interval and --duration belong to --watch");
	status = rails_need(&rails);
	if (status)
		return status;
	status = rails_keep(&rails, cli->operands, cli->operand_count);
	if (!status && cli_flag(cli, "names"))
		print_names(&rails);
	else if (!status && cli_flag(cli, "watch"))
		status = show_live(cli, &rails);
	else if (!status)
		status = show_once(cli, &rails);
	rails_close(&rails);
	return status;
}

static const struct cli_option options[] = {
	{ 'w', "watch", NULL, "show them live until q is pressed", NULL },
	{ 'i', "interval", "TIME", "how often the live view reads (500ms)", NULL },
	{ 'd', "duration", "TIME", "end the live view after that time", NULL },
	{ 'N', "names", NULL, "only list their names", NULL },
	{ 0 },
};

static const char *const words[] = { "@rail", "@rail", "@rail", NULL };

const struct cli_command cmd_rails = {
	.name = "rails",
	.operands = "[RAIL...]",
	.operands_min = 0,
	.operands_max = 64,
	.words = words,
	.summary = "show volts, amperes, watts, limits and alarms of rails",
	.description =
		"Shows every rail of every INA3221, or the named ones: by label, by CHIP/label,\n"
		"or by CHIP/number. An alarm is shown while its value is beyond the limit;\n"
		"\"railglow alarms\" also lists those that have passed. This clears no alarm that\n"
		"another program waits for; only --watch does, with a driver that does not count\n"
		"alarms, like the in-tree one.\n"
		"\n"
		"The live view has a row for each rail, and more where there is room: a bar up to\n"
		"the limit, the course of the current, its extremes, the energy used so far, and\n"
		"limits; ? explains it. Where no screen can be drawn it says why, and prints a\n"
		"line for each rail and reading.\n",
	.examples = "  railglow rails\n"
		    "  railglow rails --watch --interval 200ms VDD_CPU\n"
		    "  railglow rails --json | jq '.rails[].watts'",
	.options = options,
	.json = true,
	.run = run_rails,
};
