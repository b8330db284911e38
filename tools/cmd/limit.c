// SPDX-License-Identifier: GPL-2.0-only
/*
 * railglow limit: the limit of a rail shown, set, or switched off; written by tools/rails/rails.c.
 * The number for the file of a limit, also for "off", is made in tools/rails/hwmon_folder.c; a
 * limit that was never set is recognised in tools/rails/limit_never_set.c.
 */
#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "core/port.h"
#include "tools/cli/cli.h"
#include "tools/cli/command_table.h"
#include "tools/cli/json_print.h"
#include "tools/cli/quantity.h"
#include "tools/rails/rails.h"
#include "tools/rails/select.h"

#define OFF "off"
/** Bounds of the chip's registers, for a shunt and for a bus voltage. */
#define SHUNT_LEAST_V -0.16384
#define SHUNT_MOST_V 0.1638
#define BUS_MOST_V 32.76

/** struct limit_kind - a limit by the name people use */
struct limit_kind {
	const char *name;
	const char *unit;
	enum rail_value value;
	bool shared;
};

static const struct limit_kind kinds[] = {
	{ "warning", "A", RAIL_WARNING_A, false },
	{ "critical", "A", RAIL_CRITICAL_A, false },
	{ "minimum", "V", RAIL_MINIMUM_V, true },
};

/**
 * struct limit_order - the task
 * @rails: all rails
 * @rail: the rail that has the limit
 * @kind: which limit
 * @set: it is to be set ...
 * @off: ... to nothing ...
 * @value: ... or to this
 */
struct limit_order {
	struct rails rails;
	struct rail *rail;
	const struct limit_kind *kind;
	bool set;
	bool off;
	double value;
};

static const struct limit_kind *find_kind(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		if (!strcmp(kinds[i].name, name))
			return &kinds[i];
	}
	return NULL;
}

static const char *format_limit(char text[QUANTITY_TEXT], double value, const char *unit)
{
	return rails_limit_is_off(value) ? OFF : quantity_format(text, value, unit, 5);
}

/* Does a rail have the limit that is set? */
static bool is_concerned(const struct limit_order *order, const struct rail *rail)
{
	return rail == order->rail || (order->kind->shared && rails_same_chip(rail, order->rail));
}

/* The names of the rails that have this limit, "A, B and C"; how many. */
static u32 list_rails(const struct limit_order *order, char *names, size_t size)
{
	char name[RAIL_CALLED];
	u32 count = 0, left = 0;
	size_t len = 0;

	names[0] = '\0';
	for (u32 i = 0; i < order->rails.count; i++)
		left += is_concerned(order, &order->rails.rails[i]);
	for (u32 i = 0; i < order->rails.count && len < size; i++) {
		const struct rail *rail = &order->rails.rails[i];

		if (!is_concerned(order, rail))
			continue;
		left--;
		len += (size_t)snprintf(names + len, size - len, "%s%s",
					!count++ ? ""
					: left	 ? ", "
						 : " and ",
					rails_call(&order->rails, rail, name));
	}
	return count;
}

/* Before it happens: a limit that the chip has but once. */
static void say_shared(const struct limit_order *order)
{
	char names[CLI_OPTIONS_MAX * RAIL_NAME];

	if (order->kind->shared && list_rails(order, names, sizeof(names)) > 1)
		cli_note("the chip's rails share one %s: this sets it for %s", order->kind->name,
			 names);
}

static void say_if_low(const struct limit_order *order, struct rail *rail, double minimum)
{
	char name[RAIL_CALLED], volts[QUANTITY_TEXT];

	if (!is_concerned(order, rail) || rails_read(rail, BIT(RAIL_VOLTS)) ||
	    !(rail->value[RAIL_VOLTS] < minimum))
		return;
	cli_note("%s is at %s, below it", rails_call(&order->rails, rail, name),
		 quantity_format(volts, rail->value[RAIL_VOLTS], "V", 4));
}

/* After it happened: names the rails that have it now, and those beyond it. */
static void say_whose(const struct limit_order *order)
{
	char names[CLI_OPTIONS_MAX * RAIL_NAME], text[QUANTITY_TEXT];
	double now = order->rail->value[order->kind->value];

	if (!order->kind->shared || list_rails(order, names, sizeof(names)) < 2)
		return;
	if (rails_limit_is_off(now))
		cli_note("%s have no %s now", names, order->kind->name);
	else
		cli_note("%s have a %s of %s now", names, order->kind->name,
			 format_limit(text, now, order->kind->unit));
	for (u32 i = 0; i < order->rails.count; i++)
		say_if_low(order, &order->rails.rails[i], now);
}

static bool is_beyond_range(const struct limit_order *order)
{
	double shunt_ohm = rails_shunt_ohm(order->rail);

	if (order->kind->value == RAIL_MINIMUM_V)
		return order->value > BUS_MOST_V;
	return order->value * shunt_ohm > SHUNT_MOST_V || order->value * shunt_ohm < SHUNT_LEAST_V;
}

static void say_clamped(const struct limit_order *order)
{
	double now = order->rail->value[order->kind->value];
	char asked[QUANTITY_TEXT], have[QUANTITY_TEXT];

	if (order->off)
		return;
	quantity_format(asked, order->value, order->kind->unit, 5);
	if (is_beyond_range(order))
		cli_note("%s is beyond what the chip can hold for \"%s\": the limit is %s now",
			 asked, order->rail->label, format_limit(have, now, order->kind->unit));
	else if (order->value > 0 && now >= 2 * order->value)
		cli_note("%s is below the smallest step for \"%s\": the limit is %s now", asked,
			 order->rail->label, format_limit(have, now, order->kind->unit));
	else if (rails_limit_is_off(now) && order->kind->value == RAIL_MINIMUM_V &&
		 order->value > 1)
		cli_note("%s is what the chip has after a reset: it takes effect once all its "
			 "rails have been above 10 V",
			 asked);
}

static void say_negative(const struct limit_order *order)
{
	double now = order->rail->value[order->kind->value];
	char text[QUANTITY_TEXT];

	if (now < 0 && !rails_limit_is_off(now))
		cli_note("even zero current exceeds %s; say off for no limit",
			 format_limit(text, now, order->kind->unit));
}

static void report_json(const struct limit_order *order)
{
	struct json_object *object = json_object_new_object();
	struct json_object *rails = json_object_new_array();
	char name[RAIL_CALLED];

	for (u32 i = 0; i < order->rails.count; i++) {
		const struct rail *rail = &order->rails.rails[i];

		if (is_concerned(order, rail))
			json_object_array_add(rails,
					      json_text(rails_call(&order->rails, rail, name)));
	}
	json_object_object_add(object, "chip", json_text(order->rail->chip));
	json_object_object_add(object, "label", json_text(order->rail->label));
	json_object_object_add(object, "limit", json_text(order->kind->name));
	json_object_object_add(object, "unit", json_text(order->kind->unit));
	json_object_object_add(object, "value",
			       json_number(order->rail->value[order->kind->value]));
	json_object_object_add(object, "rails", rails);
	json_print(object);
}

static void report_limit(const struct cli *cli, const struct limit_order *order)
{
	char text[QUANTITY_TEXT];

	if (cli_flag(cli, "json"))
		report_json(order);
	else
		puts(format_limit(text, order->rail->value[order->kind->value], order->kind->unit));
	if (!order->set)
		return;
	/* Remarks on it come below it. */
	fflush(stdout);
	say_clamped(order);
	say_negative(order);
	say_whose(order);
}

static int set_limit(const struct limit_order *order)
{
	if (!order->set)
		return 0;
	say_shared(order);
	return order->off ? rails_switch_off(order->rail, order->kind->value)
			  : rails_set(order->rail, order->kind->value, order->value);
}

static enum tool_status apply_order(const struct cli *cli, const struct limit_order *order)
{
	const struct limit_kind *kind = order->kind;
	struct rail *rail = order->rail;
	int err;

	if (rail->attribute[kind->value] < 0)
		return cli_fail(TOOL_FAILED, "the driver has no %s limit for \"%s\"", kind->name,
				rail->label);
	err = set_limit(order);
	if (err == -EACCES || err == -EPERM)
		return cli_fail(TOOL_FAILED, "limits may only be set by root; try sudo");
	if (err == -EROFS)
		return cli_fail(TOOL_FAILED, "the limits of \"%s\" can only be read here",
				rail->label);
	if (!err)
		err = rails_read(rail, BIT(kind->value));
	if (err)
		return cli_fail(err == -ENODEV ? TOOL_ABSENT : TOOL_FAILED, "\"%s\": %s",
				rail->label, strerror(-err));
	if (isnan(rail->value[kind->value]))
		return cli_fail(TOOL_FAILED, "the %s limit of \"%s\" cannot be read", kind->name,
				rail->label);
	report_limit(cli, order);
	return TOOL_OK;
}

static enum tool_status take_value(struct limit_order *order, const char *text)
{
	const char *unit = order->kind->unit;

	order->set = true;
	order->off = !strcmp(text, OFF);
	if (order->off)
		return TOOL_OK;
	if (quantity_parse(text, unit, &order->value))
		return cli_fail(TOOL_USAGE,
				"\"%s\" is not a value such as 2.5%s or 300m%s, nor off", text,
				unit, unit);
	if (order->kind->value == RAIL_MINIMUM_V && order->value < 0)
		return cli_fail(TOOL_USAGE, "no voltage is ever below \"%s\"; say off for no limit",
				text);
	return TOOL_OK;
}

static enum tool_status run_limit(const struct cli *cli)
{
	struct limit_order order = { .kind = find_kind(cli->operands[1]) };
	enum tool_status status = TOOL_OK;

	if (!order.kind)
		return cli_fail(TOOL_USAGE,
				"\"%s\" is not a limit; say warning, critical or minimum",
				cli->operands[1]);
	if (cli->operand_count > 2)
		status = take_value(&order, cli->operands[2]);
	if (!status)
		status = rails_need(&order.rails);
	if (status)
		return status;
	status = rails_named(&order.rails, cli->operands[0], &order.rail);
	if (!status)
		status = apply_order(cli, &order);
	rails_close(&order.rails);
	return status;
}

static const char *const words[] = { "@rail", "warning critical minimum", OFF, NULL };

const struct cli_command cmd_limit = {
	.name = "limit",
	.operands = "RAIL warning|critical|minimum [VALUE|off]",
	.operands_min = 2,
	.operands_max = 3,
	.words = words,
	.summary = "set or show a limit of a rail",
	.description =
		"Sets a limit and prints the one that the chip took: a multiple of 40 uV over the\n"
		"shunt, or of 8 mV. A value beyond the chip's range is clamped, with a message.\n"
		"VALUE is in amperes, for minimum in volts, such as 2.5A or 300m; \"off\" stands\n"
		"for no limit, also where none has been set. Without a VALUE the limit is only\n"
		"printed. warning compares the averaged current, critical each single\n"
		"measurement, minimum the voltage. The rails of a chip share one minimum: setting\n"
		"it names them.\n",
	.examples = "  railglow limit VDD_CPU warning 2.5A\n"
		    "  railglow limit VDD_CPU critical off",
	.json = true,
	.run = run_limit,
};
