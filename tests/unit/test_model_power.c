// SPDX-License-Identifier: GPL-2.0-only
/* Single shots, power-down and a stuck converter: sections 6.5 and 7.4 of SBOS576C. */
#include "model/ina3221_model_switches.h"
#include "tests/unit/model_bench.h"

static u64 conversions(const struct bench *b)
{
	return b->chip.counters.conversions;
}

static u64 cycles(const struct bench *b)
{
	return b->chip.counters.cycles;
}

CASE(a_single_shot_converts_once_and_sleeps)
{
	struct bench b;

	bench_make(&b, 0);
	bench_write(&b, 0x00, 0x7123);
	bench_wait(&b, CYCLE_NS - 1 + WAKE_NS);
	assert_false(bench_ready(&b));
	bench_wait(&b, 1);
	assert_true(bench_ready(&b));
	bench_wait(&b, S);
	assert_false(bench_ready(&b));
	assert_int_equal(conversions(&b), 6);
	assert_int_equal(bench_read(&b, 0x00), 0x7123);
}

CASE(a_single_shot_measures_what_its_mode_says)
{
	static const u64 expected[4] = { 0, 3, 3, 6 };

	for (u16 mode = 0; mode < 4; mode++) {
		struct bench b;

		bench_make(&b, 0);
		bench_write(&b, 0x00, 0x7120 | mode);
		bench_wait(&b, S);
		assert_int_equal(conversions(&b), expected[mode]);
	}
}

CASE(a_second_single_shot_starts_40_us_after_its_trigger)
{
	struct bench b;

	bench_make(&b, 0);
	bench_write(&b, 0x00, 0x7003);
	bench_wait(&b, S);
	bench_write(&b, 0x00, 0x7003);
	bench_wait(&b, (40 + 840) * US - 1);
	assert_int_equal(cycles(&b), 1);
	bench_wait(&b, 1);
	assert_int_equal(cycles(&b), 2);
}

CASE(a_single_shot_with_averaging_takes_one_pass_or_all)
{
	u16 config = CONFIG_CHANNELS(7) | CONFIG_AVG(2) | CONFIG_MODE(3);
	struct bench one, all;

	bench_make(&one, 0);
	bench_make(&all, flip(INA3221_MODEL_SWITCH_SINGLE_SHOT));
	bench_write(&one, 0x00, config);
	bench_write(&all, 0x00, config);
	bench_wait(&one, WAKE_NS + 840 * US);
	assert_true(bench_ready(&one));
	bench_wait(&all, WAKE_NS + 16 * 840 * US - 1);
	assert_false(bench_ready(&all));
	bench_wait(&all, 1);
	assert_true(bench_ready(&all));
	bench_wait(&one, S);
	bench_wait(&all, S);
	assert_int_equal(cycles(&one), 1);
	assert_int_equal(cycles(&all), 16);
}

CASE(power_down_stops_and_keeps_results_and_the_bus)
{
	static const u16 modes[] = { 0, 4 };

	for (size_t i = 0; i < ARRAY_SIZE(modes); i++) {
		struct bench b;

		bench_make(&b, 0);
		bench_apply_six_levels(&b);
		bench_wait(&b, WAKE_NS + CYCLE_NS);
		bench_write(&b, 0x00, 0x7120 | modes[i]);
		bench_wait(&b, S);
		assert_int_equal(conversions(&b), 6);
		assert_int_equal(bench_read(&b, 0x05), 5 << 3);
		bench_write(&b, 0x07, 0x1230);
		assert_int_equal(bench_read(&b, 0x07), 0x1230);
	}
}

CASE(leaving_power_down_takes_40_us)
{
	struct bench b;

	bench_make(&b, 0);
	bench_write(&b, 0x00, 0x7120);
	bench_wait(&b, S);
	bench_write(&b, 0x00, 0x7127);
	bench_wait(&b, 1140 * US - 1);
	assert_int_equal(conversions(&b), 0);
	bench_wait(&b, 1);
	assert_int_equal(conversions(&b), 1);
}

CASE(a_config_write_does_not_shorten_the_wake_up)
{
	struct bench b;

	bench_make(&b, 0);
	bench_wait(&b, 10 * US);
	bench_write(&b, 0x00, 0x7127);
	bench_wait(&b, 1130 * US - 1);
	assert_int_equal(conversions(&b), 0);
	bench_wait(&b, 1);
	assert_int_equal(conversions(&b), 1);
}

CASE(a_stuck_converter_freezes_its_registers_but_not_the_bus)
{
	struct bench b;

	bench_make(&b, 0);
	bench_apply_six_levels(&b);
	bench_wait(&b, WAKE_NS + CYCLE_NS);
	ina3221_model_set_stuck(&b.chip, b.now_ns, true);
	(void)bench_ready(&b);
	bench_shunt_uv(&b, 0, 80000);
	bench_wait(&b, S);
	assert_int_equal(bench_read(&b, 0x01), 1 << 3);
	bench_write(&b, 0x00, 0x7127);
	bench_wait(&b, S);
	assert_false(bench_ready(&b));
	assert_int_equal(bench_read(&b, 0x00), 0x7127);
	ina3221_model_set_stuck(&b.chip, b.now_ns, false);
	bench_wait(&b, CYCLE_NS);
	assert_true(bench_ready(&b));
	assert_int_equal(bench_read(&b, 0x01), 0x3e80);
}

CASE(a_stuck_converter_stays_stuck_through_rst_and_power_cycles)
{
	struct bench b;

	bench_make(&b, 0);
	ina3221_model_set_stuck(&b.chip, b.now_ns, true);
	bench_write(&b, 0x00, 0x8000);
	bench_wait(&b, S);
	ina3221_model_power_on(&b.chip, b.now_ns);
	bench_wait(&b, S);
	assert_int_equal(conversions(&b), 0);
}

CASE(ending_a_stuck_fault_does_not_wake_a_sleeping_chip)
{
	struct bench b;

	bench_make(&b, 0);
	bench_write(&b, 0x00, 0x7120);
	ina3221_model_set_stuck(&b.chip, b.now_ns, true);
	ina3221_model_set_stuck(&b.chip, b.now_ns, false);
	bench_wait(&b, S);
	assert_int_equal(conversions(&b), 0);
}

CASE(ending_a_stuck_fault_does_not_power_a_chip)
{
	struct bench b;

	bench_make(&b, 0);
	ina3221_model_power_off(&b.chip, b.now_ns);
	ina3221_model_set_stuck(&b.chip, b.now_ns, true);
	ina3221_model_set_stuck(&b.chip, b.now_ns, false);
	bench_wait(&b, S);
	assert_int_equal(conversions(&b), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_single_shot_converts_once_and_sleeps),
		cmocka_unit_test(a_single_shot_measures_what_its_mode_says),
		cmocka_unit_test(a_second_single_shot_starts_40_us_after_its_trigger),
		cmocka_unit_test(a_single_shot_with_averaging_takes_one_pass_or_all),
		cmocka_unit_test(power_down_stops_and_keeps_results_and_the_bus),
		cmocka_unit_test(leaving_power_down_takes_40_us),
		cmocka_unit_test(a_config_write_does_not_shorten_the_wake_up),
		cmocka_unit_test(a_stuck_converter_freezes_its_registers_but_not_the_bus),
		cmocka_unit_test(a_stuck_converter_stays_stuck_through_rst_and_power_cycles),
		cmocka_unit_test(ending_a_stuck_fault_does_not_wake_a_sleeping_chip),
		cmocka_unit_test(ending_a_stuck_fault_does_not_power_a_chip),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
