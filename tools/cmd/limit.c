// SPDX-License-Identifier: GPL-2.0-only
/* railglow limit: set when a rail warns. */
#include <math.h>

#include "tools/cli/commands.h"
#include "tools/cli/json_print.h"
#include "tools/cli/quantity.h"
#include "tools/rails/select.h"

/** struct limit_kind - a limit by the name people use */
struct limit_kind {
	const char *name;
	const char *unit;
	enum rail_value value;
};

static const struct limit_kind kinds[] = {
	{ "warning", "A", RAIL_WARNING_A },
	{ "critical", "A", RAIL_CRITICAL_A },
	{ "minimum", "V", RAIL_MINIMUM_V },
};

static const struct limit_kind *find_kind(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		if (!strcmp(kinds[i].name, name))
			return &kinds[i];
	}
	return NULL;
}

static void report(const struct cli *cli, const struct rail *rail, const struct limit_kind *kind)
{
	char text[QUANTITY_TEXT];

	if (cli_flag(cli, "json")) {
		struct json_object *object = json_object_new_object();

		json_object_object_add(object, "chip", json_text(rail->chip));
		json_object_object_add(object, "label", json_text(rail->label));
		json_object_object_add(object, "limit", json_text(kind->name));
		json_object_object_add(object, "unit", json_text(kind->unit));
		json_object_object_add(object, "value", json_number(rail->value[kind->value]));
		json_print(object);
		return;
	}
	puts(quantity_format(text, rail->value[kind->value], kind->unit, 5));
}

static enum tool_status apply(const struct cli *cli, struct rail *rail,
			      const struct limit_kind *kind, double value)
{
	int err = cli->operand_count > 2 ? rails_set(rail, kind->value, value) : 0;

	if (err == -EACCES)
		return cli_fail(TOOL_FAILED, "limits may only be set by root; try sudo");
	if (err == -EOPNOTSUPP)
		return cli_fail(TOOL_FAILED, "the driver has no %s limit for \"%s\"", kind->name,
				rail->label);
	if (!err)
		err = rails_read(rail, BIT(kind->value));
	if (err)
		return cli_fail(err == -ENODEV ? TOOL_ABSENT : TOOL_FAILED, "\"%s\": %s",
				rail->label, strerror(-err));
	if (isnan(rail->value[kind->value]))
		return cli_fail(TOOL_FAILED, "the %s limit of \"%s\" cannot be read", kind->name,
				rail->label);
	report(cli, rail, kind);
	return TOOL_OK;
}

static enum tool_status run(const struct cli *cli)
{
	const struct limit_kind *kind = find_kind(cli->operands[1]);
	enum tool_status status;
	struct rails rails;
	struct rail *rail;
	double value = 0;

	if (!kind)
		return cli_fail(TOOL_USAGE, "\"%s\" is no limit; say warning, critical or minimum",
				cli->operands[1]);
	if (cli->operand_count > 2 && quantity_parse(cli->operands[2], kind->unit, &value))
		return cli_fail(TOOL_USAGE, "\"%s\" is no value such as 2.5%s or 300m%s",
				cli->operands[2], kind->unit, kind->unit);
	status = rails_need(&rails);
	if (status)
		return status;
	status = rails_named(&rails, cli->operands[0], &rail);
	if (!status)
		status = apply(cli, rail, kind, value);
	rails_close(&rails);
	return status;
}

static const char *const words[] = { "@rail", "warning critical minimum", NULL };

const struct cli_command cmd_limit = {
	.name = "limit",
	.operands = "RAIL warning|critical|minimum [VALUE]",
	.operands_min = 2,
	.operands_max = 3,
	.words = words,
	.summary = "set or show a limit of a rail",
	.description =
		"Sets a limit and prints what the chip made of it: limits are multiples of 40 uV\n"
		"over the shunt, and a value beyond the chip's range becomes its end. VALUE is in\n"
		"amperes, for minimum in volts, such as 2.5A or 300m; without it the limit is\n"
		"only printed. warning compares the averaged current, critical each single\n"
		"measurement, minimum the voltage (one value for all rails of a chip).\n",
	.examples = "  railglow limit VDD_CPU warning 2.5A\n"
		    "  railglow limit VDD_CPU critical 3",
	.json = true,
	.run = run,
};
