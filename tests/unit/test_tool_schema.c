// SPDX-License-Identifier: GPL-2.0-only
/* The checker of JSON must see what is wrong, or the tests that use it see nothing. */
#include <stdio.h>
#include <string.h>

#include "core/port.h"
#include "tests/programs/json_schema.h"
#include "tests/unit/test.h"

static const char schema_text[] =
	"{ \"type\": \"object\", \"required\": [\"a\"], \"additionalProperties\": false,"
	"  \"properties\": { \"a\": { \"type\": [\"number\", \"null\"], \"minimum\": 1 },"
	"  \"b\": { \"type\": \"array\", \"minItems\": 1,"
	"         \"items\": { \"enum\": [\"x\", \"y\"] } } } }";

static bool fits(const char *text, const char *value_text, char *where, size_t size)
{
	struct json_object *schema = json_tokener_parse(text);
	struct json_object *value = json_tokener_parse(value_text);
	bool is = json_schema_check(schema, value, where, size);

	json_object_put(schema);
	json_object_put(value);
	return is;
}

CASE(values_that_fit_are_accepted)
{
	static const char *const good[] = { "{ \"a\": 1 }", "{ \"a\": null }", "{ \"a\": 1.5 }",
					    "{ \"a\": 2, \"b\": [\"x\", \"y\", \"x\"] }" };
	char where[256];

	for (size_t i = 0; i < ARRAY_SIZE(good); i++)
		assert_true(fits(schema_text, good[i], where, sizeof(where)));
}

CASE(values_that_do_not_are_refused_with_the_place)
{
	static const struct {
		const char *value;
		const char *where;
	} bad[] = {
		{ "[]", ": wrong type" },
		{ "{ }", "lacks: a" },
		{ "{ \"a\": \"1\" }", "/a: wrong type" },
		{ "{ \"a\": 0 }", "/a: below" },
		{ "{ \"a\": 1, \"c\": 1 }", "does not know: c" },
		{ "{ \"a\": 1, \"b\": [] }", "/b: too few" },
		{ "{ \"a\": 1, \"b\": [\"x\", \"z\"] }", "/b/1: none" },
		{ "{ \"a\": 1, \"b\": {} }", "/b: wrong type" },
	};
	char where[256];

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		assert_false(fits(schema_text, bad[i].value, where, sizeof(where)));
		assert_non_null(strstr(where, bad[i].where));
	}
}

CASE(a_schema_with_an_unknown_word_fits_nothing)
{
	char where[256];

	assert_false(fits("{ \"maximum\": 3 }", "1", where, sizeof(where)));
	assert_non_null(strstr(where, "maximum"));
	assert_false(fits("[]", "1", where, sizeof(where)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_that_fit_are_accepted),
		cmocka_unit_test(values_that_do_not_are_refused_with_the_place),
		cmocka_unit_test(a_schema_with_an_unknown_word_fits_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
