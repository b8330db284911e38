// SPDX-License-Identifier: GPL-2.0-only
/*
 * When the words of a cycle can be read: six conversions of 140 us, the end of the
 * cycle and the chip's clock known exactly, by the closed form in the head of the header.
 */
#include "core/ina3221_window.h"
#include "tests/unit/model_bench.h"

/* 47 clocks at 400 kHz. */
#define WORD_FAST_NS 117500

static const struct ina3221_speed fast = { .word_ns = WORD_FAST_NS };

struct known {
	struct ina3221_plan plan;
	struct ina3221_phase phase;
};

/* The pending cycle ends at 2 s. */
static struct known make(void)
{
	u16 config = CONFIG_CHANNELS(7) | CONFIG_MODE(7);
	struct known known;

	ina3221_phase_init(&known.phase);
	ina3221_plan_make(&known.plan, config, 0);
	ina3221_phase_started(&known.phase, config, S, S);
	known.phase.slowness_min = 1 << 16;
	known.phase.slowness_max = 1 << 16;
	known.phase.next_min_ns = 2 * S;
	known.phase.next_max_ns = 2 * S;
	return known;
}

/* The last word is begun at the end of the cycle, the first read 140 us after it. */
static void the_window_is_what_arithmetic_says(void **state)
{
	struct ina3221_window window;
	struct known k = make();

	(void)state;
	assert_true(ina3221_window_next(&window, &k.plan, &k.phase, 0, S, &fast));
	assert_int_equal(window.first_ns, 2 * S - 5 * WORD_FAST_NS);
	assert_in_range(window.last_ns, 2 * S + 140000 - 2 * WORD_FAST_NS,
			2 * S + 140000 - WORD_FAST_NS);
	assert_int_equal(ina3221_window_edge_ns(&window), 2 * S);
	assert_true(ina3221_window_next(&window, &k.plan, &k.phase, 2 * S, S, &fast));
	assert_int_equal(ina3221_window_edge_ns(&window), 2 * S + 840000);
}

static void what_comes_on_top_of_a_transfer_closes_it_earlier(void **state)
{
	struct ina3221_speed laden = { .word_ns = WORD_FAST_NS, .extra_ns = 5000 };
	struct ina3221_window window, other;
	struct known k = make();

	(void)state;
	assert_true(ina3221_window_next(&window, &k.plan, &k.phase, 0, S, &fast));
	assert_true(ina3221_window_next(&other, &k.plan, &k.phase, 0, S, &laden));
	assert_int_equal(other.first_ns, window.first_ns);
	assert_int_equal(other.last_ns, window.last_ns - 5000);
}

static void without_a_phase_there_is_no_window(void **state)
{
	struct ina3221_window window;
	struct known k = make();

	(void)state;
	ina3221_phase_forget(&k.phase);
	assert_false(ina3221_window_next(&window, &k.plan, &k.phase, 0, S, &fast));
}

static bool held(const struct known *k, const struct ina3221_window *window, u64 begin_ns,
		 u64 end_ns)
{
	struct ina3221_read_times times;

	ina3221_speed_spread(&fast, begin_ns, end_ns, 6, &times);
	return ina3221_window_held(window, &k->plan, &k->phase, &times);
}

/* Late by a whole cycle, or early by one word: neither is taken for the cycle. */
static void what_was_read_at_another_time_does_not_count(void **state)
{
	u64 takes_ns = 6 * WORD_FAST_NS;
	struct ina3221_window window;
	struct known k = make();

	(void)state;
	assert_true(ina3221_window_next(&window, &k.plan, &k.phase, 0, S, &fast));
	assert_true(held(&k, &window, window.first_ns, window.first_ns + takes_ns));
	assert_false(held(&k, &window, window.first_ns - WORD_FAST_NS,
			  window.first_ns - WORD_FAST_NS + takes_ns));
	assert_true(held(&k, &window, window.last_ns, window.last_ns + takes_ns));
	/* The processor was elsewhere, before the bus was asked or after. */
	assert_false(held(&k, &window, window.last_ns, window.last_ns + takes_ns + 840000));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_window_is_what_arithmetic_says),
		cmocka_unit_test(what_comes_on_top_of_a_transfer_closes_it_earlier),
		cmocka_unit_test(without_a_phase_there_is_no_window),
		cmocka_unit_test(what_was_read_at_another_time_does_not_count),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
