// SPDX-License-Identifier: GPL-2.0-only
/* How fast a bus is, and when each word of a transfer was read. */
#include "core/ina3221_bus_speed.h"
#include "tests/unit/model_bench.h"

/* Words of 100 us, and 30 us on top of each transfer. */
static u64 takes_ns(unsigned int words)
{
	return words * 100 * US + 30 * US;
}

static void learn(struct ina3221_bus_speed *speed, unsigned int words)
{
	for (unsigned int i = 0; i < 4; i++)
		ina3221_bus_speed_note(speed, words, takes_ns(words));
}

CASE(time_on_top_falls_out_of_two_lengths)
{
	struct ina3221_bus_speed speed = { 0 };

	learn(&speed, 1);
	assert_true(ina3221_bus_speed_knows(&speed, 1));
	assert_false(ina3221_bus_speed_knows(&speed, 6));
	learn(&speed, 6);
	assert_int_equal(speed.word_ns, 100 * US);
	assert_int_equal(ina3221_bus_speed_takes_ns(&speed, 6), takes_ns(6));
	/* One that was never seen. */
	assert_int_equal(ina3221_bus_speed_takes_ns(&speed, 8), takes_ns(8));
}

CASE(a_transfer_that_took_no_longer_has_its_words_evenly_in_it)
{
	struct ina3221_bus_speed speed = { 0 };
	struct ina3221_span span[6];

	learn(&speed, 1);
	learn(&speed, 6);
	ina3221_bus_speed_spread(&speed, S, S + takes_ns(6), 6, span);
	for (unsigned int i = 0; i < 6; i++) {
		assert_int_equal(span[i].first_ns, S + i * 100 * US);
		/* A 32nd of the shortest one is not trusted. */
		assert_int_equal(span[i].last_ns - span[i].first_ns, takes_ns(6) / 32);
	}
}

CASE(time_on_top_may_be_ahead_of_each_word_or_behind_it)
{
	struct ina3221_bus_speed speed = { 0 };
	struct ina3221_span span[6];

	learn(&speed, 1);
	learn(&speed, 6);
	ina3221_bus_speed_spread(&speed, S, S + takes_ns(6) + MS, 6, span);
	for (unsigned int i = 0; i < 6; i++)
		assert_int_equal(span[i].last_ns - span[i].first_ns, MS + takes_ns(6) / 32);
}

CASE(any_time_is_as_good_on_a_bus_that_is_not_known)
{
	struct ina3221_bus_speed speed = { 0 };
	struct ina3221_span span[6];

	learn(&speed, 6);
	ina3221_bus_speed_spread(&speed, S, S + takes_ns(6), 6, span);
	assert_int_equal(span[5].first_ns, S);
	assert_int_equal(span[5].last_ns, S + takes_ns(6));
}

/* Time that single words take on top is in none of many. */
CASE(single_words_alone_say_nothing_of_many)
{
	struct ina3221_bus_speed speed = { 0 };
	struct ina3221_span span[6];

	learn(&speed, 1);
	ina3221_bus_speed_spread(&speed, S, S + takes_ns(1), 1, span);
	assert_int_equal(span[0].last_ns, S + takes_ns(1) / 32);
	ina3221_bus_speed_spread(&speed, S, S + takes_ns(6), 6, span);
	assert_int_equal(span[5].first_ns, S);
	assert_int_equal(span[5].last_ns, S + takes_ns(6));
}

CASE(a_bus_that_became_slower_is_known_again_in_time)
{
	struct ina3221_bus_speed speed = { 0 };

	learn(&speed, 1);
	learn(&speed, 6);
	for (unsigned int i = 0; i < 2000; i++) {
		ina3221_bus_speed_note(&speed, 1, 2 * takes_ns(1));
		ina3221_bus_speed_note(&speed, 6, 2 * takes_ns(6));
	}
	assert_int_equal(speed.word_ns, 200 * US);
}

/* One of a hundred is not delayed: the others do not make it forgotten. */
CASE(the_shortest_transfer_is_remembered_while_others_are_longer)
{
	struct ina3221_bus_speed speed = { 0 };

	learn(&speed, 1);
	for (unsigned int i = 1; i <= 2000; i++)
		ina3221_bus_speed_note(&speed, 6, takes_ns(6) + (i % 100 ? 200 * US : 0));
	assert_in_range(ina3221_bus_speed_takes_ns(&speed, 6), takes_ns(6), takes_ns(6) * 33 / 32);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(time_on_top_falls_out_of_two_lengths),
		cmocka_unit_test(a_transfer_that_took_no_longer_has_its_words_evenly_in_it),
		cmocka_unit_test(time_on_top_may_be_ahead_of_each_word_or_behind_it),
		cmocka_unit_test(any_time_is_as_good_on_a_bus_that_is_not_known),
		cmocka_unit_test(single_words_alone_say_nothing_of_many),
		cmocka_unit_test(a_bus_that_became_slower_is_known_again_in_time),
		cmocka_unit_test(the_shortest_transfer_is_remembered_while_others_are_longer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
