// SPDX-License-Identifier: GPL-2.0-only
/*
 * jsoncheck SCHEMA [FILE]: holds JSON (several values in a row, from standard input
 * if there is no FILE) against a schema of docs/schema. Used by the tests.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/programs/json_schema.h"

#define TEXT_MAX 4194304

static char *read_all(FILE *file)
{
	char *text = malloc(TEXT_MAX + 1);
	size_t len = text ? fread(text, 1, TEXT_MAX, file) : 0;

	if (text)
		text[len] = '\0';
	return text;
}

/* Every value of the text; at least one. */
static int check_all(struct json_object *schema, const char *text)
{
	struct json_tokener *tokener = json_tokener_new();
	size_t left = strlen(text);
	char where[1024];
	int values = 0, status = 0;

	while (!status && text[strspn(text, " \t\n")]) {
		struct json_object *value = json_tokener_parse_ex(tokener, text, (int)left);
		size_t used = json_tokener_get_parse_end(tokener);

		if (json_tokener_get_error(tokener) != json_tokener_success) {
			fprintf(stderr, "jsoncheck: value %d is no JSON: %s\n", values + 1,
				json_tokener_error_desc(json_tokener_get_error(tokener)));
			status = 1;
		} else if (!json_schema_check(schema, value, where, sizeof(where))) {
			fprintf(stderr, "jsoncheck: value %d%s\n", values + 1, where);
			status = 1;
		}
		json_object_put(value);
		values++;
		text += used;
		left -= used;
	}
	json_tokener_free(tokener);
	if (values)
		return status;
	fputs("jsoncheck: there is no JSON\n", stderr);
	return 1;
}

int main(int argc, char **argv)
{
	struct json_object *schema;
	FILE *file = stdin;
	char *text;
	int status;

	if (argc < 2 || argc > 3) {
		fputs("usage: jsoncheck SCHEMA [FILE]\n", stderr);
		return 2;
	}
	schema = json_object_from_file(argv[1]);
	if (argc > 2)
		file = fopen(argv[2], "re");
	if (!schema || !file) {
		fprintf(stderr, "jsoncheck: %s cannot be read\n", schema ? argv[2] : argv[1]);
		return 2;
	}
	text = read_all(file);
	if (file != stdin)
		fclose(file);
	status = text ? check_all(schema, text) : 2;
	free(text);
	json_object_put(schema);
	return status;
}
