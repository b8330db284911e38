/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Holding JSON against a schema, as far as docs/schema needs it: type, enum,
 * properties, required, additionalProperties (false only), items, minimum,
 * minItems. Any other word in a schema is an error, so that nothing is skipped.
 */
#ifndef RAILGLOW_TESTS_PROGRAMS_JSON_SCHEMA_H
#define RAILGLOW_TESTS_PROGRAMS_JSON_SCHEMA_H

#include <json-c/json.h>
#include <stdbool.h>
#include <stddef.h>

/**
 * json_schema_check() - does a value fit a schema?
 * @schema: the schema
 * @value: the value, NULL for JSON's null
 * @where: buffer for the path to what does not fit, and why
 * @size: of @where
 *
 * Return: true if it does.
 */
bool json_schema_check(struct json_object *schema, struct json_object *value, char *where,
		       size_t size);

#endif /* RAILGLOW_TESTS_PROGRAMS_JSON_SCHEMA_H */
