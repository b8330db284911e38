// SPDX-License-Identifier: GPL-2.0-only
/*
 * The oscillator of the modelled INA3221 over time, and which cycle each word is from.
 * Times are closed forms of the datasheet's conversion times.
 */
#include "tests/unit/model_bench.h"

#define SEGMENTS 4

/** struct oscillator - a chip on a bench whose oscillator follows a script */
struct oscillator {
	struct bench bench;
	struct input drift;
	struct input_segment segments[SEGMENTS];
};

static s32 drift_ppm(void *context, u64 time_ns)
{
	return input_uv(context, time_ns);
}

static u64 drift_constant_until_ns(void *context, u64 time_ns)
{
	return input_constant_until_ns(context, time_ns);
}

static void make(struct oscillator *o, s32 ppm, const char *script)
{
	struct input_error error;

	bench_make(&o->bench, 0);
	assert_true(input_parse_ppm(&o->drift, script, strlen(script), o->segments, SEGMENTS,
				    &error) > 0);
	o->bench.chip.options.oscillator_ppm = ppm;
	o->bench.chip.options.drift = (struct ina3221_model_drift){
		.ppm = drift_ppm,
		.constant_until_ns = drift_constant_until_ns,
		.context = &o->drift,
	};
}

/* Channel 1, shunt, 140 us, from time 0 on: the first conversion begins at 40 us. */
static void make_single(struct oscillator *o, s32 ppm, const char *script)
{
	make(o, ppm, script);
	bench_write(&o->bench, 0x00, CONFIG_CHANNELS(4) | CONFIG_MODE(5));
}

static u64 conversion_end_ns(struct oscillator *o)
{
	struct bench *b = &o->bench;
	u64 end_ns = b->chip.sequence.step_end_ns;

	bench_wait(b, end_ns - b->now_ns);
	return end_ns;
}

CASE(a_step_counts_from_the_next_conversion_on)
{
	struct oscillator o;

	make_single(&o, 0, "hold 100us 0; 1%");
	assert_int_equal(conversion_end_ns(&o), 180000);
	assert_int_equal(conversion_end_ns(&o), 180000 + 141400);
	assert_int_equal(conversion_end_ns(&o), 180000 + 2 * 141400);
}

CASE(drift_comes_on_top_of_what_the_chip_is_off)
{
	struct oscillator o;

	make_single(&o, -100000, "hold 100us -5%; 20000ppm");
	assert_int_equal(conversion_end_ns(&o), 40000 + 119000);
	assert_int_equal(conversion_end_ns(&o), 40000 + 119000 + 128800);
}

CASE(together_they_stay_within_30_percent)
{
	struct oscillator o;

	make_single(&o, 200000, "hold 100us 20%; -70%");
	assert_int_equal(conversion_end_ns(&o), 40000 + 182000);
	assert_int_equal(conversion_end_ns(&o), 40000 + 182000 + 98000);
}

/* Cycles in a minute that gets 1 % slower: the integral of dt / (6.6 ms (1 + t/6000 s)). */
CASE(a_steady_drift_adds_up)
{
	struct oscillator o;

	make(&o, 0, "ramp 60s 0 1%; 1%");
	bench_wait(&o.bench, 60 * S);
	assert_in_range(o.bench.chip.counters.cycles, 9045 - 1, 9045 + 1);
}

CASE(settled_cycles_are_skipped_between_steps_and_counted_right)
{
	struct oscillator o;

	make(&o, 0, "hold 100s 0 1%; -30%");
	bench_wait(&o.bench, 3 * CYCLE_NS);
	o.bench.asked = 0;
	bench_wait(&o.bench, 300 * S - 3 * CYCLE_NS);
	/* 100 s / 6.6 ms + 100 s / 6.666 ms + 100 s / 4.62 ms */
	assert_in_range(o.bench.chip.counters.cycles, 51797, 51799);
	assert_true(o.bench.asked < 100);
}

CASE(a_pin_event_is_not_foretold_past_a_change_of_the_oscillator)
{
	struct oscillator o;

	make(&o, 0, "hold 3ms 0; -30%");
	bench_wait(&o.bench, WAKE_NS);
	/* without drift: the third channel's shunt, the fifth conversion */
	bench_write(&o.bench, 0x0b, 0);
	assert_true(ina3221_model_next_pin_event(&o.bench.chip, INA3221_MODEL_PIN_CRITICAL) <=
		    WAKE_NS + 3 * 1100 * US + 2 * 770 * US);
	make(&o, 0, "0");
	bench_wait(&o.bench, WAKE_NS);
	bench_write(&o.bench, 0x0b, 0);
	assert_true(ina3221_model_next_pin_event(&o.bench.chip, INA3221_MODEL_PIN_CRITICAL) ==
		    WAKE_NS + 5 * 1100 * US);
}

static u64 cycle_of(struct bench *b, u8 reg)
{
	bench_wait(b, 0);
	return ina3221_model_word_cycle(&b->chip, reg);
}

CASE(words_of_a_cycle_have_its_number)
{
	struct bench b;
	unsigned int reg;

	bench_make_fast(&b, 0, 0, 0x7000);
	for (reg = 0; reg < 0x100; reg++)
		assert_int_equal(cycle_of(&b, (u8)reg), 0);
	bench_fast_cycle(&b);
	/* the first was broken off by the write of CONFIG */
	for (reg = 0x01; reg <= 0x06; reg++)
		assert_int_equal(cycle_of(&b, (u8)reg), 2);
	assert_int_equal(cycle_of(&b, 0x0d), 2);
	assert_int_equal(cycle_of(&b, 0x00), 0);
	assert_int_equal(cycle_of(&b, 0x07), 0);
	assert_int_equal(cycle_of(&b, 0x0f), 0);
}

CASE(in_the_middle_of_a_cycle_two_numbers_are_there)
{
	struct bench b;

	bench_make_fast(&b, 0, 0, 0x7000);
	bench_fast_cycle(&b);
	bench_wait(&b, 2 * 140 * US);
	assert_int_equal(cycle_of(&b, 0x01), 3);
	assert_int_equal(cycle_of(&b, 0x02), 3);
	assert_int_equal(cycle_of(&b, 0x03), 2);
	assert_int_equal(cycle_of(&b, 0x06), 2);
	assert_int_equal(cycle_of(&b, 0x0d), 2);
}

CASE(a_cycle_that_was_broken_off_has_a_number_of_its_own)
{
	struct bench b;

	bench_make_fast(&b, 0, 0, 0);
	bench_wait(&b, 140 * US);
	bench_write(&b, 0x00, CONFIG_CHANNELS(3) | CONFIG_MODE(7));
	bench_wait(&b, 4 * 140 * US);
	assert_int_equal(cycle_of(&b, 0x01), 2);
	assert_int_equal(cycle_of(&b, 0x03), 3);
	assert_int_equal(cycle_of(&b, 0x02), 0);
	ina3221_model_power_on(&b.chip, b.now_ns);
	assert_int_equal(cycle_of(&b, 0x01), 0);
	bench_wait(&b, WAKE_NS + CYCLE_NS);
	assert_int_equal(cycle_of(&b, 0x01), 5);
}

CASE(skipped_cycles_have_numbers_too)
{
	struct bench b;

	bench_make(&b, 0);
	bench_write(&b, 0x0f, 0x7000);
	bench_wait(&b, WAKE_NS + 1000 * CYCLE_NS);
	assert_true(b.asked < 100);
	assert_int_equal(cycle_of(&b, 0x01), 1000);
	assert_int_equal(cycle_of(&b, 0x06), 1000);
	assert_int_equal(cycle_of(&b, 0x0d), 1000);
	bench_wait(&b, 1100 * US);
	assert_int_equal(cycle_of(&b, 0x01), 1001);
	assert_int_equal(cycle_of(&b, 0x02), 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_step_counts_from_the_next_conversion_on),
		cmocka_unit_test(drift_comes_on_top_of_what_the_chip_is_off),
		cmocka_unit_test(together_they_stay_within_30_percent),
		cmocka_unit_test(a_steady_drift_adds_up),
		cmocka_unit_test(settled_cycles_are_skipped_between_steps_and_counted_right),
		cmocka_unit_test(a_pin_event_is_not_foretold_past_a_change_of_the_oscillator),
		cmocka_unit_test(words_of_a_cycle_have_its_number),
		cmocka_unit_test(in_the_middle_of_a_cycle_two_numbers_are_there),
		cmocka_unit_test(a_cycle_that_was_broken_off_has_a_number_of_its_own),
		cmocka_unit_test(skipped_cycles_have_numbers_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
