// SPDX-License-Identifier: GPL-2.0-only
/*
 * JSON as all commands print it: numbers, text, lines. The library escapes quotes; bytes that are
 * not UTF-8 are replaced in text.c.
 */
#include "tools/cli/json_print.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/cli/text.h"

struct json_object *json_number(double value)
{
	char text[32];

	if (!isfinite(value))
		return NULL;
	snprintf(text, sizeof(text), "%.9g", value);
	return json_object_new_double_s(value, text);
}

struct json_object *json_text(const char *text)
{
	struct json_object *object;
	char *copy = text ? strdup(text) : NULL;

	if (!copy)
		return NULL;
	text_make_utf8(copy);
	object = json_object_new_string(copy);
	free(copy);
	return object;
}

void json_print(struct json_object *object)
{
	puts(json_object_to_json_string_ext(object, JSON_C_TO_STRING_PRETTY |
							    JSON_C_TO_STRING_SPACED |
							    JSON_C_TO_STRING_NOSLASHESCAPE));
	json_object_put(object);
}

void json_print_line(struct json_object *object)
{
	puts(json_object_to_json_string_ext(object, JSON_C_TO_STRING_NOSLASHESCAPE));
	fflush(stdout);
	json_object_put(object);
}
