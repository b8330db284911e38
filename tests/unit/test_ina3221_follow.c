// SPDX-License-Identifier: GPL-2.0-only
/*
 * Following an INA3221 cycle after cycle. The chip is the model; its inputs carry the number
 * of the cycle that measures them, so that a scan is of one cycle if all its words read the same.
 */
#include "core/ina3221_regs.h"
#include "core/ina3221_timing.h"
#include "model/ina3221_model.h"
#include "tests/unit/ina3221_buses.h"
#include "tests/unit/ina3221_run.h"
#include "tests/unit/model_bench.h"

#define NEVER (1000 * S)

/* Oscillators have any speed; they drift, in waves or in steps. */
static const oscillator_fn oscillators[] = { typical,	fast, slow,  ramp_up,
					     ramp_down, wave, steps, small_steps };

CASE(no_scan_of_two_cycles_is_handed_out)
{
	static struct run r;
	u64 given = 0;

	for (unsigned int b = 0; b < ARRAY_SIZE(buses); b++) {
		for (unsigned int o = 0; o < ARRAY_SIZE(oscillators); o++) {
			begin(&r, buses[b].config, buses[b].wanted, buses[b].word_ns,
			      buses[b].one_transfer, oscillators[o], 100 * b + o + 1);
			follow(&r, 3000);
			assert_int_equal(r.tally.mixed, 0);
			assert_int_equal(r.tally.twice, 0);
			given += r.tally.given;
			if (of_a_thousand(&r.tally) < buses[b].all)
				fail_msg("%s, oscillator %u: %llu of a thousand", buses[b].name, o,
					 (unsigned long long)of_a_thousand(&r.tally));
		}
	}
	print_message("# %llu scans, none of two cycles\n", (unsigned long long)given);
	assert_in_range(given, 450000, 600000);
}

/* Any pace within 0.72 to 1.26 of typical, drift of a percent a minute, steps of up to 2 %. */
static double pace, drift, jump;
static u64 period_ns;

static double anything(u64 time_ns)
{
	double slowness = pace * (1.0 + drift * 0.01 * (double)time_ns / (60.0 * (double)S));

	return (time_ns / period_ns) & 1 ? slowness * (1.0 + jump) : slowness;
}

CASE(whatever_oscillator_bus_and_lateness_are_no_scan_is_of_two_cycles)
{
	struct world dice = { .seed = 20 };
	static struct run r;
	u64 given = 0;

	for (unsigned int i = 0; i < 30 * ARRAY_SIZE(buses); i++) {
		const struct bus *bus = &buses[i % ARRAY_SIZE(buses)];

		pace = 0.72 + 0.54 * (double)world_random(&dice, 1000) / 1000.0;
		drift = (double)world_random(&dice, 3) - 1.0;
		jump = 0.01 * ((double)world_random(&dice, 5) - 2.0);
		period_ns = (50 + world_random(&dice, 900)) * MS;
		begin(&r, bus->config, bus->wanted, bus->word_ns, bus->one_transfer, anything, i);
		r.world.extra_ns = (u32)world_random(&dice, 40000);
		r.world.late_ns = (u32)world_random(&dice, 100000);
		follow(&r, 1000);
		if (r.tally.mixed)
			fail_msg("%s, round %u: %llu of two cycles", bus->name, i,
				 (unsigned long long)r.tally.mixed);
		given += r.tally.given;
	}
	print_message("# %llu scans, none of two cycles\n", (unsigned long long)given);
	assert_in_range(given, 450000, 600000);
}

/* CONFIG is written anew, for other conversion times. */
static void change_settings(struct run *r, u16 config)
{
	struct ina3221_span at = world_configure(&r->world, config);

	plan_wanted_words(&r->plan, config, ALL_WORDS);
	ina3221_follow_started(&r->follow, &r->plan, ina3221_cycle_typ_us(config) * US, at);
	r->last = -1;
}

CASE(settings_in_the_middle_cost_the_cycles_they_take)
{
	static const u16 configs[] = { RAILS_140, RAILS_204, RAILS_1100, RAILS_588 };
	static struct run r;
	u64 before, scans, cycle_ns;

	begin(&r, RAILS_140, ALL_WORDS, WORD_FAST_NS, true, wave, 3);
	follow(&r, 200);
	for (unsigned int i = 1; i < 200; i++) {
		change_settings(&r, configs[i % 4]);
		before = r.world.now_ns;
		scans = r.tally.given + 50;
		follow(&r, scans);
		assert_int_equal(r.tally.mixed, 0);
		/* Fifty cycles, and some to find them. */
		cycle_ns = ina3221_cycle_typ_us(configs[i % 4]) * US;
		assert_in_range(r.world.now_ns - before, 0, 90 * cycle_ns);
	}
}

/* A chip that lost its power converts by other settings, which a look at Mask/Enable shows. */
CASE(power_cycles_in_the_middle_release_nothing)
{
	static struct run r;
	struct ina3221_reading reading;
	struct ina3221_turn turn;

	begin(&r, RAILS_140, ALL_WORDS, WORD_FAST_NS, true, ramp_up, 5);
	for (unsigned int i = 0; i < 40000; i++) {
		turn = ina3221_follow_next(&r.follow, r.world.now_ns);
		world_sleep_until(&r.world, turn.at_ns);
		if (i % 97 == 96)
			ina3221_model_power_on(&r.world.chip, r.world.now_ns);
		world_take(&r.world, &turn, &reading);
		for (unsigned int k = 0; k < turn.count; k++)
			if (turn.reg[k] == INA3221_REG_MASK_ENABLE &&
			    !(reading.word[k] & INA3221_MASK_CEN)) {
				ina3221_follow_lose(&r.follow);
				r.world.now_ns += WORD_FAST_NS;
				ina3221_model_write(&r.world.chip, r.world.now_ns,
						    INA3221_REG_MASK_ENABLE, INA3221_MASK_CEN);
				change_settings(&r, RAILS_140);
				turn.count = 0;
			}
		if (!turn.count)
			continue;
		ina3221_follow_taken(&r.follow, &turn, &reading);
		for (unsigned int k = 0; k < r.follow.count; k++)
			check_scan(&r, &r.follow.ready[k]);
	}
	assert_int_equal(r.tally.mixed, 0);
	assert_in_range(r.tally.given, 10000, 40000);
}

static void look_at_alerts(struct run *r)
{
	world_word(&r->world, INA3221_REG_MASK_ENABLE);
	ina3221_track_disturbed(&r->follow.track);
}

/* The same ones again, which starts a cycle. */
static void write_settings(struct run *r)
{
	u16 config = r->world.chip.settings.config;
	struct ina3221_span at = world_configure(&r->world, config);

	ina3221_follow_started(&r->follow, &r->plan, ina3221_cycle_typ_us(config) * US, at);
	r->last = -1;
}

/* CONFIG is read back, or a limit is: the bus is taken for a word. */
static void read_register(struct run *r)
{
	world_word(&r->world, INA3221_REG_CONFIG);
}

/* Return: scans in 20 s. */
static u64 scans_with(const struct bus *bus, void (*disturb)(struct run *r), u64 every_ns)
{
	static struct run r;
	u64 next_ns;

	begin(&r, bus->config, bus->wanted, bus->word_ns, bus->one_transfer, ramp_up, 17);
	r.world.held_up_ns = 0;
	next_ns = r.world.now_ns + every_ns;
	while (r.world.now_ns < 21 * S) {
		one_turn(&r);
		if (r.world.now_ns < next_ns)
			continue;
		disturb(&r);
		next_ns += every_ns;
	}
	assert_int_equal(r.tally.mixed, 0);
	assert_int_equal(r.tally.twice, 0);
	return r.tally.given;
}

static void check_cost(void (*disturb)(struct run *r), u64 every_ns)
{
	u64 undisturbed, scans;

	for (unsigned int b = 0; b < ARRAY_SIZE(buses); b++) {
		/* A bus without time for all cycles varies by more than that. */
		if (buses[b].usual < 900)
			continue;
		undisturbed = scans_with(&buses[b], disturb, NEVER);
		scans = scans_with(&buses[b], disturb, every_ns);
		/* Or the cycle that each breaks off, where cycles are long, and one at the end. */
		if (scans < undisturbed - max(undisturbed / 100, 20 * S / every_ns + 1))
			fail_msg("%s: %llu scans instead of %llu", buses[b].name,
				 (unsigned long long)scans, (unsigned long long)undisturbed);
	}
}

CASE(looks_settings_and_reads_of_others_cost_less_than_a_hundredth)
{
	check_cost(look_at_alerts, 500 * MS);
	check_cost(write_settings, S);
	check_cost(read_register, 500 * MS);
}

CASE(errors_of_the_bus_are_not_missed_cycles_as_well)
{
	static struct run r;
	u64 failed = 0;

	begin(&r, RAILS_1100, ALL_WORDS, WORD_FAST_NS, true, typical, 11);
	r.world.held_up_ns = 0;
	follow(&r, 100);
	r.tally.cycles = 0;
	r.tally.given = 1;
	r.follow.missed = 0;
	for (unsigned int i = 0; i < 50; i++) {
		struct ina3221_turn turn = ina3221_follow_next(&r.follow, r.world.now_ns);

		world_sleep_until(&r.world, turn.at_ns);
		r.world.now_ns += WORD_FAST_NS;
		ina3221_follow_failed(&r.follow, &turn);
		failed += ina3221_turn_has_words(&turn);
		follow(&r, r.tally.given + 20);
	}
	assert_int_equal(r.tally.mixed, 0);
	assert_in_range(r.tally.given - 1 + r.follow.missed + failed, r.tally.cycles,
			r.tally.cycles + failed);
}

CASE(a_bus_that_is_too_slow_is_known_to_be)
{
	static struct run r;

	begin(&r, RAILS_140, ALL_WORDS, WORD_SLOW_NS, true, typical, 1);
	for (unsigned int i = 0; i < 40; i++)
		one_turn(&r);
	assert_false(ina3221_follow_can(&r.follow));
	/* There is room for a scan, and none comes all the same. */
	begin(&r, 0x4097, 3, WORD_SLOW_NS, true, typical, 1);
	for (unsigned int i = 0; i < 600; i++)
		one_turn(&r);
	assert_false(ina3221_follow_can(&r.follow));
}

CASE(a_thread_that_was_held_up_for_long_goes_on)
{
	static struct run r;

	begin(&r, RAILS_1100, ALL_WORDS, WORD_SLOW_NS, true, typical, 1);
	follow(&r, 100);
	r.world.now_ns += 10 * S;
	follow(&r, 200);
	assert_false(r.gave_up);
}

/* A file of registers is always ready. */
CASE(a_flag_that_is_always_set_is_given_up)
{
	static struct run r;
	struct ina3221_reading reading;
	struct ina3221_turn turn;

	begin(&r, RAILS_1100, ALL_WORDS, WORD_FAST_NS, true, typical, 1);
	for (unsigned int i = 0; i < 1000 && ina3221_follow_can(&r.follow); i++) {
		turn = ina3221_follow_next(&r.follow, r.world.now_ns);
		world_sleep_until(&r.world, turn.at_ns);
		world_take(&r.world, &turn, &reading);
		for (unsigned int k = 0; k < turn.count; k++)
			if (turn.reg[k] == INA3221_REG_MASK_ENABLE)
				reading.word[k] |= INA3221_MASK_CVRF;
		ina3221_follow_taken(&r.follow, &turn, &reading);
		assert_int_equal(r.follow.count, 0);
	}
	assert_false(ina3221_follow_can(&r.follow));
	assert_in_range(r.world.now_ns, 0, 2 * S);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_scan_of_two_cycles_is_handed_out),
		cmocka_unit_test(whatever_oscillator_bus_and_lateness_are_no_scan_is_of_two_cycles),
		cmocka_unit_test(settings_in_the_middle_cost_the_cycles_they_take),
		cmocka_unit_test(power_cycles_in_the_middle_release_nothing),
		cmocka_unit_test(looks_settings_and_reads_of_others_cost_less_than_a_hundredth),
		cmocka_unit_test(errors_of_the_bus_are_not_missed_cycles_as_well),
		cmocka_unit_test(a_bus_that_is_too_slow_is_known_to_be),
		cmocka_unit_test(a_thread_that_was_held_up_for_long_goes_on),
		cmocka_unit_test(a_flag_that_is_always_set_is_given_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
