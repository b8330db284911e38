// SPDX-License-Identifier: GPL-2.0-only
/* Following an INA3221: how many of its cycles are delivered, and that the others are counted. */
#include "tests/unit/ina3221_buses.h"
#include "tests/unit/ina3221_run.h"
#include "tests/unit/model_bench.h"

/* By a thread that wakes up after @wake_ns and up to @late_ns. */
static void check_delivery(u32 wake_ns, u32 late_ns, u64 estimate)
{
	static const oscillator_fn usual[] = { typical, ramp_up, ramp_down };
	static struct run r;

	for (unsigned int b = 0; b < ARRAY_SIZE(buses); b++) {
		for (unsigned int o = 0; o < ARRAY_SIZE(usual); o++) {
			begin(&r, buses[b].config, buses[b].wanted, buses[b].word_ns,
			      buses[b].one_transfer, usual[o], 7 + o);
			r.world.held_up_ns = 0;
			r.world.wake_ns = wake_ns;
			r.world.late_ns = late_ns;
			follow(&r, 3000);
			if (buses[b].usual >= 900 && r.gave_up)
				fail_msg("%s: given up", buses[b].name);
			check_counts(&r.tally, estimate);
			print_message("# %s: %llu of a thousand, the first after %llu us\n",
				      buses[b].name, (unsigned long long)of_a_thousand(&r.tally),
				      (unsigned long long)(r.tally.first_ns / US));
			if (of_a_thousand(&r.tally) < buses[b].usual)
				fail_msg("%s: too few", buses[b].name);
		}
	}
}

CASE(most_cycles_are_delivered_and_the_others_counted)
{
	check_delivery(0, 10000, 0);
}

CASE(so_they_are_to_a_thread_that_takes_long_to_wake_up)
{
	check_delivery(20000, 40000, 2);
}

CASE(so_they_are_to_a_thread_that_wakes_up_at_once)
{
	check_delivery(3000, 2000, 2);
}

CASE(one_word_of_each_cycle_is_read_through_a_slow_adapter)
{
	static struct run r;

	for (unsigned int word = 1; word <= 2; word++) {
		begin(&r, RAIL_140, word, WORD_FAST_NS, true, ramp_up, 9);
		r.world.extra_ns = 26000;
		r.world.held_up_ns = 0;
		r.world.late_ns = 10000;
		follow(&r, 3000);
		check_counts(&r.tally, 2);
		assert_in_range(of_a_thousand(&r.tally), 980, 1000);
	}
}

/* An oscillator of any pace. */
static double pace;

static double paced(u64 time_ns)
{
	(void)time_ns;
	return pace;
}

CASE(whenever_a_capture_begins_no_cycle_after_the_first_is_missed)
{
	static const double paces[] = { 1.0, 0.95, 1.1, 0.9, 1.001, 0.97, 1.05, 1.0 };
	static struct run r;
	unsigned int turns;

	for (unsigned int i = 0; i < 60 * ARRAY_SIZE(paces); i++) {
		unsigned int time = i % ARRAY_SIZE(paces);
		u16 config = (u16)(0x7007 | time << 3 | time << 6);

		pace = paces[time];
		begin(&r, config, 3, WORD_FAST_NS, true, paced, i);
		r.world.held_up_ns = 0;
		r.world.wake_ns = 3000;
		r.world.late_ns = 2000;
		r.world.now_ns += i * 41017;
		for (turns = 0; r.tally.given < 40; turns++)
			one_turn(&r);
		assert_int_equal(r.follow.missed, 0);
		assert_int_equal(r.follow.torn, 0);
		assert_int_equal(r.tally.mixed, 0);
		/* Some dozens of looks find a cycle, which is read once, or twice now and then. */
		if (turns > 300)
			fail_msg("%u turns for 40 scans, conversion time %u", turns, time);
	}
}

/* Buses have time for more than the words of each cycle. */
static void check_start(unsigned int wanted, u32 word_ns)
{
	static struct run r;

	for (unsigned int i = 0; i < 160; i++) {
		unsigned int time = word_ns == WORD_SLOW_NS ? 5 + i % 3 : 4 + i % 4;
		u16 config = (u16)(0x7007 | time << 3 | time << 6);

		pace = 0.9 + 0.00125 * i;
		begin(&r, config, wanted, word_ns, i % 3, paced, i);
		r.world.held_up_ns = 0;
		r.world.wake_ns = 6000;
		r.world.late_ns = 2000;
		r.world.now_ns += i * 41017;
		follow(&r, 120);
		if (r.follow.missed || r.follow.torn || r.tally.mixed)
			fail_msg("words %#x of %u ns, start %u: %llu missed, %llu torn", wanted,
				 word_ns, i, (unsigned long long)r.follow.missed,
				 (unsigned long long)r.follow.torn);
	}
}

CASE(whichever_words_a_capture_has_no_cycle_after_the_first_is_missed)
{
	static const unsigned int words[] = { 0x01, 0x02, 0x03, 0x04, 0x08,
					      0x0c, 0x0f, 0x30, 0x2a, ALL_WORDS };
	static const u32 word_ns[] = { WORD_SLOW_NS, WORD_FAST_NS, WORD_HIGH_SPEED_NS };

	for (unsigned int w = 0; w < ARRAY_SIZE(words); w++)
		for (unsigned int b = 0; b < ARRAY_SIZE(word_ns); b++)
			check_start(words[w], word_ns[b]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(most_cycles_are_delivered_and_the_others_counted),
		cmocka_unit_test(so_they_are_to_a_thread_that_takes_long_to_wake_up),
		cmocka_unit_test(so_they_are_to_a_thread_that_wakes_up_at_once),
		cmocka_unit_test(one_word_of_each_cycle_is_read_through_a_slow_adapter),
		cmocka_unit_test(whenever_a_capture_begins_no_cycle_after_the_first_is_missed),
		cmocka_unit_test(whichever_words_a_capture_has_no_cycle_after_the_first_is_missed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
