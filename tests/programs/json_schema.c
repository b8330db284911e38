// SPDX-License-Identifier: GPL-2.0-only
#include "tests/programs/json_schema.h"

#include <stdio.h>
#include <string.h>

#include "core/port.h"

/** struct check - where we are; @where grows and shrinks with the path */
struct check {
	char *where;
	size_t size;
};

static bool fails(const struct check *check, const char *why)
{
	size_t len = strlen(check->where);

	snprintf(check->where + len, check->size - len, ": %s", why);
	return false;
}

static bool is_type(struct json_object *value, const char *type)
{
	enum json_type kind = json_object_get_type(value);

	if (!strcmp(type, "number"))
		return kind == json_type_double || kind == json_type_int;
	if (!strcmp(type, "integer"))
		return kind == json_type_int;
	if (!strcmp(type, "null"))
		return kind == json_type_null;
	return !strcmp(type, json_type_to_name(kind));
}

static bool check_type(const struct check *check, struct json_object *type,
		       struct json_object *value)
{
	if (json_object_is_type(type, json_type_string))
		return is_type(value, json_object_get_string(type)) || fails(check, "wrong type");
	for (size_t i = 0; i < json_object_array_length(type); i++) {
		struct json_object *name = json_object_array_get_idx(type, i);

		if (is_type(value, json_object_get_string(name)))
			return true;
	}
	return fails(check, "wrong type");
}

static bool check_enum(const struct check *check, struct json_object *allowed,
		       struct json_object *value)
{
	for (size_t i = 0; i < json_object_array_length(allowed); i++) {
		if (json_object_equal(json_object_array_get_idx(allowed, i), value))
			return true;
	}
	return fails(check, "none of the values allowed");
}

static bool check_value(const struct check *check, struct json_object *schema,
			struct json_object *value);

static bool check_properties(const struct check *check, struct json_object *properties,
			     struct json_object *value)
{
	size_t len = strlen(check->where);

	json_object_object_foreach(properties, name, schema)
	{
		struct json_object *inner;

		if (!json_object_object_get_ex(value, name, &inner))
			continue;
		snprintf(check->where + len, check->size - len, "/%s", name);
		if (!check_value(check, schema, inner))
			return false;
		check->where[len] = '\0';
	}
	return true;
}

static bool check_required(const struct check *check, struct json_object *required,
			   struct json_object *value)
{
	for (size_t i = 0; i < json_object_array_length(required); i++) {
		const char *name = json_object_get_string(json_object_array_get_idx(required, i));

		if (json_object_object_get_ex(value, name, NULL))
			continue;
		fails(check, "lacks");
		return fails(check, name);
	}
	return true;
}

static bool check_closed(const struct check *check, struct json_object *schema,
			 struct json_object *value)
{
	struct json_object *properties = json_object_object_get(schema, "properties");

	json_object_object_foreach(value, name, inner)
	{
		(void)inner;
		if (!json_object_object_get_ex(properties, name, NULL)) {
			fails(check, "has what the schema does not know");
			return fails(check, name);
		}
	}
	return true;
}

static bool check_items(const struct check *check, struct json_object *schema,
			struct json_object *value)
{
	size_t len = strlen(check->where);

	for (size_t i = 0; i < json_object_array_length(value); i++) {
		snprintf(check->where + len, check->size - len, "/%zu", i);
		if (!check_value(check, schema, json_object_array_get_idx(value, i)))
			return false;
		check->where[len] = '\0';
	}
	return true;
}

static bool check_word(const struct check *check, struct json_object *schema, const char *word,
		       struct json_object *rule, struct json_object *value)
{
	bool object = json_object_is_type(value, json_type_object);
	bool array = json_object_is_type(value, json_type_array);
	static const char *const notes[] = { "$schema", "title", "description", "$id" };

	for (size_t i = 0; i < ARRAY_SIZE(notes); i++) {
		if (!strcmp(word, notes[i]))
			return true;
	}
	if (!strcmp(word, "type"))
		return check_type(check, rule, value);
	if (!strcmp(word, "enum"))
		return check_enum(check, rule, value);
	if (!strcmp(word, "properties"))
		return !object || check_properties(check, rule, value);
	if (!strcmp(word, "required"))
		return !object || check_required(check, rule, value);
	if (!strcmp(word, "additionalProperties") && !json_object_get_boolean(rule))
		return !object || check_closed(check, schema, value);
	if (!strcmp(word, "items"))
		return !array || check_items(check, rule, value);
	if (!strcmp(word, "minimum"))
		return !is_type(value, "number") ||
		       json_object_get_double(value) >= json_object_get_double(rule) ||
		       fails(check, "below the minimum");
	if (!strcmp(word, "minItems"))
		return !array ||
		       (int64_t)json_object_array_length(value) >= json_object_get_int64(rule) ||
		       fails(check, "too few items");
	fails(check, "the schema has a word not known here");
	return fails(check, word);
}

static bool check_value(const struct check *check, struct json_object *schema,
			struct json_object *value)
{
	json_object_object_foreach(schema, word, rule)
	{
		if (!check_word(check, schema, word, rule, value))
			return false;
	}
	return true;
}

bool json_schema_check(struct json_object *schema, struct json_object *value, char *where,
		       size_t size)
{
	const struct check check = { .where = where, .size = size };

	where[0] = '\0';
	if (!json_object_is_type(schema, json_type_object))
		return fails(&check, "the schema is not an object");
	return check_value(&check, schema, value);
}
