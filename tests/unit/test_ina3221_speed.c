// SPDX-License-Identifier: GPL-2.0-only
/* How fast a bus is, by how long transfers take: words of 20 us, and 30 us on top of each. */
#include "core/ina3221_speed.h"
#include "tests/unit/model_bench.h"

static void note(struct ina3221_speed *speed, unsigned int words, u64 took_us)
{
	ina3221_speed_note(speed, words, took_us * US);
}

static struct ina3221_speed seen_often(void)
{
	struct ina3221_speed speed = { 0 };

	for (unsigned int i = 0; i < 4; i++) {
		note(&speed, 1, 50);
		note(&speed, 7, 170);
	}
	return speed;
}

static void words_and_what_is_on_top_are_told_apart(void **state)
{
	struct ina3221_speed speed = seen_often();

	(void)state;
	assert_int_equal(speed.word_ns, 20 * US);
	assert_int_equal(speed.extra_ns, 30 * US);
	assert_int_equal(ina3221_speed_takes_ns(&speed, 3), 90 * US);
}

static void a_transfer_that_was_held_up_changes_nothing(void **state)
{
	struct ina3221_speed speed = seen_often();

	(void)state;
	note(&speed, 7, 5000);
	note(&speed, 1, 4000);
	note(&speed, 3, 7000);
	assert_int_equal(speed.word_ns, 20 * US);
	assert_int_equal(speed.extra_ns, 30 * US);
}

static void one_of_four_that_was_not_held_up_is_enough(void **state)
{
	struct ina3221_speed speed = { 0 };

	(void)state;
	for (unsigned int i = 0; i < 4; i++) {
		assert_false(ina3221_speed_knows(&speed, 7));
		note(&speed, 1, i == 2 ? 50 : 950);
		note(&speed, 7, i == 1 ? 170 : 1000);
	}
	assert_true(ina3221_speed_knows(&speed, 7));
	assert_int_equal(speed.word_ns, 20 * US);
}

static void of_one_length_only_all_of_it_counts_as_words(void **state)
{
	struct ina3221_speed speed = { 0 };

	(void)state;
	for (unsigned int i = 0; i < 4; i++)
		note(&speed, 7, 175);
	assert_int_equal(speed.word_ns, 25 * US);
	assert_int_equal(speed.extra_ns, 0);
}

/* However the short ones were held up, a word takes no longer than its share of the long one. */
static void a_word_is_never_taken_to_last_longer_than_its_share(void **state)
{
	struct ina3221_speed speed = { 0 };

	(void)state;
	for (unsigned int i = 0; i < 4; i++) {
		note(&speed, 1, 10);
		note(&speed, 7, 700);
	}
	assert_int_equal(speed.word_ns, 10 * US);
	for (unsigned int i = 0; i < 4; i++)
		note(&speed, 8, 5);
	assert_true(speed.word_ns > 0);
	assert_true(speed.word_ns * 8 <= 5 * US);
}

/* Late by 300 us, before the first word or after the last: there is no telling. */
static void a_word_was_read_somewhere_between_those_around_it(void **state)
{
	struct ina3221_speed speed = seen_often();
	struct ina3221_read_times times;

	(void)state;
	ina3221_speed_spread(&speed, 1000 * US, 1470 * US, 7, &times);
	assert_int_equal(times.begun_ns[0], 1000 * US);
	assert_int_equal(times.done_ns[0], 1470 * US - 6 * 20 * US);
	assert_int_equal(times.begun_ns[6], 1000 * US + 6 * 20 * US);
	assert_int_equal(times.done_ns[6], 1470 * US);
}

static void on_an_unknown_bus_words_are_spread_evenly(void **state)
{
	struct ina3221_speed speed = { 0 };
	struct ina3221_read_times times;

	(void)state;
	ina3221_speed_spread(&speed, 1000, 4000, 3, &times);
	for (unsigned int i = 0; i < 3; i++) {
		assert_int_equal(times.begun_ns[i], 1000);
		assert_int_equal(times.done_ns[i], 2000 + i * 1000);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_and_what_is_on_top_are_told_apart),
		cmocka_unit_test(a_transfer_that_was_held_up_changes_nothing),
		cmocka_unit_test(one_of_four_that_was_not_held_up_is_enough),
		cmocka_unit_test(of_one_length_only_all_of_it_counts_as_words),
		cmocka_unit_test(a_word_is_never_taken_to_last_longer_than_its_share),
		cmocka_unit_test(a_word_was_read_somewhere_between_those_around_it),
		cmocka_unit_test(on_an_unknown_bus_words_are_spread_evenly),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
