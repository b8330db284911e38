// SPDX-License-Identifier: GPL-2.0-only
/*
 * When cycles end and which words are of one: by hand, and by somebody who looks and reads at
 * random, whose every scan that is found whole is held against the model.
 */
#include "core/ina3221_bus_speed.h"
#include "core/ina3221_follow.h"
#include "core/ina3221_regs.h"
#include "core/ina3221_scan.h"
#include "core/ina3221_timing.h"
#include "core/ina3221_track.h"
#include "core/port.h"
#include "tests/unit/ina3221_world.h"
#include "tests/unit/model_bench.h"
#include "tests/unit/test.h"

#define CYCLE (840 * US)

static struct ina3221_span at(u64 us)
{
	return (struct ina3221_span){ us * US, us * US };
}

static bool look(struct ina3221_track *t, u64 us, bool ready)
{
	return ina3221_track_look(t, at(us), ready);
}

CASE(two_looks_shortly_after_one_another_prove_an_end)
{
	struct ina3221_track t;

	ina3221_track_init(&t, CYCLE);
	look(&t, 1000, false);
	assert_false(t.known);
	look(&t, 1100, true);
	assert_true(t.known);
	assert_int_equal(t.sure.end.first_ns, 1000 * US);
	assert_int_equal(t.sure.end.last_ns, 1100 * US);
	assert_true(look(&t, 1850, false));
	assert_true(look(&t, 1950, true));
	assert_int_equal(t.index, t.before.index + 1);
	/* 750 to 950 us, and one part in 44 either way. */
	assert_in_range(t.sure.length.first_ns, 730 * US, 735 * US);
	assert_in_range(t.sure.length.last_ns, 969 * US, 974 * US);
}

CASE(one_look_alone_bounds_the_end_from_one_side)
{
	struct ina3221_track t;
	u64 index;

	ina3221_track_init(&t, CYCLE);
	ina3221_track_started(&t, CYCLE, at(1000));
	index = t.index;
	/* At the earliest 577 us later, at the latest 1102. */
	look(&t, 1700, false);
	assert_int_equal(t.index, index + 1);
	assert_int_equal(t.sure.end.first_ns, 1700 * US);
	assert_true(look(&t, 2000, true));
	assert_int_equal(t.proof.index, index + 1);
	assert_int_equal(t.sure.end.first_ns, 1700 * US);
	assert_int_equal(t.sure.end.last_ns, 2000 * US);
}

CASE(looks_that_are_close_enough_count_what_cannot_be_predicted)
{
	struct ina3221_track t;
	u64 index;

	ina3221_track_init(&t, CYCLE);
	look(&t, 1000, false);
	look(&t, 1100, true);
	index = t.index;
	/* Half a cycle apart, some of them in spans of two ends at once. */
	for (unsigned int us = 1500; us < 10000; us += 420)
		look(&t, us, (us - 1050) / 840 != (us - 420 - 1050) / 840);
	assert_true(t.known);
	assert_int_equal(t.proof.index, index + 10);
}

CASE(a_look_after_that_of_another_reader_proves_nothing)
{
	struct ina3221_track t;

	ina3221_track_init(&t, CYCLE);
	look(&t, 1000, false);
	ina3221_track_disturbed(&t);
	look(&t, 1100, true);
	assert_false(t.known);
}

CASE(an_end_that_cannot_be_has_all_thrown_away)
{
	struct ina3221_track t;

	ina3221_track_init(&t, CYCLE);
	look(&t, 1000, false);
	look(&t, 1100, true);
	/* A third of a cycle later no chip is ready again, whoever asks how often. */
	look(&t, 1300, false);
	assert_false(look(&t, 1400, true));
	assert_false(t.known);
}

CASE(an_end_that_did_not_come_has_all_thrown_away)
{
	struct ina3221_track t;

	ina3221_track_init(&t, CYCLE);
	look(&t, 1000, false);
	look(&t, 1100, true);
	assert_false(look(&t, 2300, false));
	assert_false(t.known);
}

CASE(so_many_cycles_or_one_more_is_no_proof)
{
	struct ina3221_track t;

	ina3221_track_init(&t, CYCLE);
	look(&t, 1000, false);
	look(&t, 1100, true);
	/* 30 % more or less: 8 cycles or 12. */
	look(&t, 9400, true);
	assert_false(look(&t, 9500, true));
	/* It is a beginning all the same. */
	assert_true(t.known);
	assert_int_equal(t.sure.end.first_ns, 9400 * US);
}

/* However long nobody has looked, no look takes longer for that. */
CASE(after_a_hundred_days_it_begins_anew)
{
	const u64 days_us = 100ULL * 24 * 3600 * 1000000;
	struct ina3221_track t;

	ina3221_track_init(&t, CYCLE);
	look(&t, 1000, false);
	look(&t, 1100, true);
	assert_true(look(&t, days_us, true));
	assert_false(look(&t, days_us + 100, true));
	assert_int_equal(t.sure.end.first_ns, days_us * US);
}

CASE(a_start_is_an_end_and_keeps_what_is_known_of_the_oscillator)
{
	struct ina3221_track t;

	ina3221_track_init(&t, CYCLE);
	look(&t, 1000, false);
	look(&t, 1100, true);
	look(&t, 1850, false);
	look(&t, 1950, true);
	ina3221_track_started(&t, 10 * CYCLE, at(2500));
	assert_int_equal(t.sure.end.first_ns, 2500 * US);
	assert_in_range(t.sure.length.first_ns, 7300 * US, 7350 * US);
	assert_in_range(t.sure.length.last_ns, 9690 * US, 9740 * US);
	/* But not for long: it may be warmer by now. */
	ina3221_track_started(&t, CYCLE, at(2500 + 3000000));
	assert_in_range(t.sure.length.first_ns, 570 * US, 580 * US);
}

CASE(words_are_of_the_cycle_that_ended_until_their_register_is_reached)
{
	struct ina3221_plan plan;
	struct ina3221_span word[6], window;
	struct ina3221_track t;

	ina3221_track_init(&t, CYCLE);
	ina3221_plan_make(&plan, 0x7007, 0);
	/* The first conversion after the end takes 96 us at the least. */
	for (unsigned int i = 0; i < 6; i++)
		word[i] = at(2000 + (i + 1) * 96);
	window = ina3221_track_window(&t, &plan, word);
	assert_in_range(window.first_ns, 1999 * US, 2000 * US);
	word[3].last_ns += 10 * US;
	window = ina3221_track_window(&t, &plan, word);
	assert_in_range(window.first_ns, 2009 * US, 2010 * US);
	/* The last one is there when the cycle ends, and not before. */
	assert_int_equal(window.last_ns, word[5].first_ns);
}

/* Words in the registers after a start are of a cycle that was broken off. */
CASE(words_read_right_after_a_start_are_not_a_scan)
{
	struct ina3221_track t;
	struct ina3221_held held = { .end = at(2000) };
	u64 index;

	ina3221_track_init(&t, CYCLE);
	ina3221_track_started(&t, CYCLE, at(2000));
	assert_int_not_equal(ina3221_track_judge(&t, &held, &index), INA3221_WHOLE);
}

static double rate;

static double any(u64 t)
{
	/* Drift of 1 % a minute, and steps of 2 % now and then. */
	return rate + rate * 0.01 * (double)t / 60e9 +
	       ((t / (400 * MS)) % 3 == 1 ? 0.02 * rate : 0);
}

/* Any turn at any time: soundness has nothing to do with skill. */
static void turn_at_random(struct world *w, const struct ina3221_plan *plan,
			   struct ina3221_turn *turn)
{
	unsigned int i, looks = (unsigned int)world_random(w, 3);
	unsigned int kind = (unsigned int)world_random(w, 4);

	*turn = (struct ina3221_turn){ .at_ns = w->now_ns + world_random(w, 500 * US) };
	if (!kind) {
		turn->reg[turn->count++] = INA3221_REG_MASK_ENABLE;
		return;
	}
	for (i = 0; i < plan->count; i++) {
		if (looks && !world_random(w, 3)) {
			turn->reg[turn->count++] = INA3221_REG_MASK_ENABLE;
			looks--;
		}
		turn->reg[turn->count++] = plan->reg[i];
	}
}

CASE(whatever_is_read_whenever_no_scan_of_two_cycles_is_found_whole)
{
	static const u32 word_ns[] = { 19300, 30000, 60000 };
	static struct ina3221_follow f;
	struct ina3221_reading reading;
	struct ina3221_bus_speed speed;
	struct ina3221_plan plan;
	struct ina3221_turn turn;
	static struct world w;
	u64 given = 0, mixed = 0;

	ina3221_plan_make(&plan, 0x7007, 0);
	for (unsigned int round = 0; round < 60; round++) {
		memset(&w, 0, sizeof(w));
		memset(&speed, 0, sizeof(speed));
		w = (struct world){ .slowness = any,
				    .word_ns = word_ns[round % 3],
				    .seed = round,
				    .one_transfer = round % 2,
				    .extra_ns = 8000,
				    .late_ns = 20000,
				    .held_up_ns = 200000 };
		rate = 0.72 + 0.01 * round * 55 / 60;
		world_make(&w, 0x7007);
		ina3221_follow_init(&f, &plan, CYCLE, &speed, w.one_transfer);
		for (unsigned int i = 0; i < 20000; i++) {
			turn_at_random(&w, &plan, &turn);
			world_sleep_until(&w, turn.at_ns);
			world_take(&w, &turn, &reading);
			ina3221_follow_taken(&f, &turn, &reading);
			for (unsigned int k = 0; k < f.count; k++) {
				given++;
				for (unsigned int j = 1; j < 6; j++)
					if (f.ready[k].word[j] != f.ready[k].word[0]) {
						mixed++;
						break;
					}
			}
		}
	}
	print_message("# %llu scans were found whole\n", (unsigned long long)given);
	assert_in_range(given, 20000, 1200000);
	assert_int_equal(mixed, 0);
}

/* Return: turns until a chip that was never followed before gave one scan, 0 if it did not. */
static unsigned int read_once(struct world *w, struct ina3221_follow *f, u64 cycle_ns,
			      const struct ina3221_plan *plan, struct ina3221_bus_speed *speed)
{
	struct ina3221_reading reading;
	struct ina3221_turn turn;
	unsigned int turns;

	ina3221_follow_init(f, plan, cycle_ns, speed, w->one_transfer);
	f->once = true;
	for (turns = 1; turns < 1000 && ina3221_follow_can(f); turns++) {
		turn = ina3221_follow_next(f, w->now_ns);
		world_sleep_until(w, turn.at_ns);
		world_take(w, &turn, &reading);
		ina3221_follow_taken(f, &turn, &reading);
		if (f->count)
			return turns;
	}
	return 0;
}

CASE(one_scan_of_a_running_chip_is_of_one_cycle)
{
	static const u16 configs[] = { 0x7007, 0x70df, 0x7127, 0x4127, 0x71ff };
	static const u32 word_ns[] = { 19300, 117500, 470000 };
	static struct ina3221_follow f;
	static struct world w;
	u64 scans = 0;

	for (unsigned int round = 0; round < 60; round++) {
		u16 config = configs[round % 5];
		u64 cycle_ns = ina3221_cycle_typ_us(config) * US;
		struct ina3221_bus_speed speed = { 0 };
		struct ina3221_plan plan;

		w = (struct world){ .slowness = any,
				    .word_ns = word_ns[round % 3],
				    .seed = round,
				    .one_transfer = round % 2,
				    .extra_ns = 500 * round,
				    .late_ns = 50000,
				    .held_up_ns = 350000 };
		rate = 0.72 + 0.009 * round;
		world_make(&w, config);
		ina3221_plan_make(&plan, config, 0);
		for (unsigned int i = 0; i < 200; i++) {
			w.now_ns += world_random(&w, 3 * cycle_ns);
			if (!read_once(&w, &f, cycle_ns, &plan, &speed))
				break;
			for (unsigned int j = 1; j < plan.count; j++)
				assert_int_equal(f.ready[0].word[j], f.ready[0].word[0]);
			scans++;
		}
	}
	print_message("# %llu scans on demand\n", (unsigned long long)scans);
	assert_in_range(scans, 6000, 12000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(two_looks_shortly_after_one_another_prove_an_end),
		cmocka_unit_test(one_look_alone_bounds_the_end_from_one_side),
		cmocka_unit_test(looks_that_are_close_enough_count_what_cannot_be_predicted),
		cmocka_unit_test(a_look_after_that_of_another_reader_proves_nothing),
		cmocka_unit_test(an_end_that_cannot_be_has_all_thrown_away),
		cmocka_unit_test(an_end_that_did_not_come_has_all_thrown_away),
		cmocka_unit_test(so_many_cycles_or_one_more_is_no_proof),
		cmocka_unit_test(after_a_hundred_days_it_begins_anew),
		cmocka_unit_test(a_start_is_an_end_and_keeps_what_is_known_of_the_oscillator),
		cmocka_unit_test(words_are_of_the_cycle_that_ended_until_their_register_is_reached),
		cmocka_unit_test(words_read_right_after_a_start_are_not_a_scan),
		cmocka_unit_test(one_scan_of_a_running_chip_is_of_one_cycle),
		cmocka_unit_test(whatever_is_read_whenever_no_scan_of_two_cycles_is_found_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
