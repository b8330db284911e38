/* SPDX-License-Identifier: GPL-2.0-only */
/* JSON output: numbers a person can read, one object per command or per line. */
#ifndef RAILGLOW_TOOLS_CLI_JSON_PRINT_H
#define RAILGLOW_TOOLS_CLI_JSON_PRINT_H

#include <json-c/json.h>

/** json_number() - a number to nine digits; null for what is not a number. */
struct json_object *json_number(double value);

/** json_text() - a text; null for NULL. */
struct json_object *json_text(const char *text);

/** json_print() - print on standard output over several lines, and free. */
void json_print(struct json_object *object);

/** json_print_line() - print on standard output as one line at once, and free. */
void json_print_line(struct json_object *object);

#endif /* RAILGLOW_TOOLS_CLI_JSON_PRINT_H */
