// SPDX-License-Identifier: GPL-2.0-only
/*
 * railglow doctor: prints faults of this machine, each with the command that fixes it. Facts are
 * collected in tools/doctor/facts.c and judged in tools/doctor/doctor.c.
 */
#include <stdbool.h>
#include <stdio.h>

#include "core/port.h"
#include "tools/cli/cli.h"
#include "tools/cli/command_table.h"
#include "tools/cli/json_print.h"
#include "tools/cli/terminal.h"
#include "tools/doctor/doctor.h"

static const char *const grade_names[] = { "good", "hint", "bad" };
static const char *const grade_marks[] = { "ok", "hint", "BAD" };
static const char *const grade_colours[] = { "\033[32m", "\033[33m", "\033[1;31m" };

static void print_report_json(const struct doctor_report *report)
{
	struct json_object *top = json_object_new_object();
	struct json_object *array = json_object_new_array();

	for (u32 i = 0; i < report->count; i++) {
		const struct doctor_finding *finding = &report->findings[i];
		struct json_object *object = json_object_new_object();

		json_object_object_add(object, "grade", json_text(grade_names[finding->grade]));
		json_object_object_add(object, "text", json_text(finding->text));
		json_object_object_add(object, "remedy",
				       *finding->remedy ? json_text(finding->remedy) : NULL);
		json_object_array_add(array, object);
	}
	json_object_object_add(top, "findings", array);
	json_print(top);
}

static void print_text(const struct doctor_report *report)
{
	bool coloured = terminal_colours();

	for (u32 i = 0; i < report->count; i++) {
		const struct doctor_finding *finding = &report->findings[i];

		printf("%s%-4s%s  %s\n", coloured ? grade_colours[finding->grade] : "",
		       grade_marks[finding->grade], coloured ? "\033[0m" : "", finding->text);
		if (*finding->remedy)
			printf("      try: %s\n", finding->remedy);
	}
}

static enum tool_status run_doctor(const struct cli *cli)
{
	struct doctor_report report;
	struct doctor_facts facts;

	doctor_find(&facts);
	doctor_judge(&facts, &report);
	if (cli_flag(cli, "json"))
		print_report_json(&report);
	else
		print_text(&report);
	return doctor_worst(&report) == DOCTOR_BAD ? TOOL_FAILED : TOOL_OK;
}

const struct cli_command cmd_doctor = {
	.name = "doctor",
	.operands = "",
	.summary = "find what is missing or in the way, and how to fix it",
	.description =
		"Looks at modules, chips, LEDs, permissions, conflicting drivers and Secure Boot,\n"
		"and says in plain words what it found, with the command that fixes it. Changes\n"
		"nothing. Exit status 2 if something is bad.\n",
	.json = true,
	.run = run_doctor,
};
