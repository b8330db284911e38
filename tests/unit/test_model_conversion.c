// SPDX-License-Identifier: GPL-2.0-only
/* The modelled INA3221's converter in time: sections 6.5 and 7.4 of SBOS576C. */
#include "tests/unit/model_bench.h"

static const u32 typ_us[8] = { 140, 204, 332, 588, 1100, 2116, 4156, 8244 };
static const u32 max_us[8] = { 154, 224, 365, 646, 1210, 2328, 4572, 9068 };

static u64 conversions(const struct bench *b)
{
	return b->chip.counters.conversions;
}

static u64 cycles(const struct bench *b)
{
	return b->chip.counters.cycles;
}

CASE(signals_are_converted_in_the_order_of_their_registers)
{
	struct bench b;

	bench_make(&b, 0);
	bench_apply_six_levels(&b);
	for (u8 done = 0; done <= 6; done++) {
		for (u8 reg = 1; reg <= 6; reg++)
			assert_int_equal(bench_read(&b, reg), reg <= done ? reg << 3 : 0);
		bench_wait(&b, done ? 1100 * US : WAKE_NS + 1100 * US);
	}
}

CASE(a_conversion_ends_exactly_when_its_time_is_up)
{
	struct bench b;

	bench_make(&b, 0);
	bench_wait(&b, WAKE_NS + 1100 * US - 1);
	assert_int_equal(conversions(&b), 0);
	bench_wait(&b, 1);
	assert_int_equal(conversions(&b), 1);
}

CASE(a_conversion_takes_its_input_at_its_middle)
{
	struct bench b;

	bench_make(&b, 0);
	bench_wait(&b, WAKE_NS + 2200 * US);
	assert_int_equal(b.asked_ns[0][SHUNT], WAKE_NS + 550 * US);
	assert_int_equal(b.asked_ns[0][BUS], WAKE_NS + 1650 * US);
}

/* Run a configuration for one cycle; the registers must all be new only then. */
static void check_cycle(u16 config, s32 oscillator_ppm, u64 cycle_ns)
{
	struct bench b;

	bench_make(&b, 0);
	b.chip.options.oscillator_ppm = oscillator_ppm;
	bench_wait(&b, MS);
	bench_write(&b, 0x00, config);
	(void)bench_read(&b, 0x0f);
	b.chip.counters.cycles = 0;
	bench_wait(&b, cycle_ns - 1);
	assert_int_equal(cycles(&b), 0);
	assert_false(bench_ready(&b));
	bench_wait(&b, 1);
	assert_int_equal(cycles(&b), 1);
	assert_true(bench_ready(&b));
	bench_wait(&b, 9 * cycle_ns - 1);
	assert_int_equal(cycles(&b), 9);
	bench_wait(&b, 1);
	assert_int_equal(cycles(&b), 10);
	assert_int_equal(bench_violations(&b), 0);
}

CASE(every_pair_of_conversion_times_gives_its_cycle)
{
	for (u16 bus = 0; bus < 8; bus++)
		for (u16 shunt = 0; shunt < 8; shunt++) {
			u16 config = CONFIG_CHANNELS(7) | CONFIG_BUS_CT(bus) |
				     CONFIG_SHUNT_CT(shunt) | CONFIG_MODE(7);

			check_cycle(config, 0, 3 * US * (typ_us[bus] + typ_us[shunt]));
		}
}

CASE(every_set_of_channels_and_quantities_gives_its_cycle)
{
	static const unsigned int channels[8] = { 0, 1, 1, 2, 1, 2, 2, 3 };

	for (u16 set = 1; set < 8; set++)
		for (u16 mode = 5; mode < 8; mode++) {
			u64 us = (mode & 1 ? 588 : 0) + (mode & 2 ? 2116 : 0);
			u16 config = CONFIG_CHANNELS(set) | CONFIG_BUS_CT(5) | CONFIG_SHUNT_CT(3) |
				     CONFIG_MODE(mode);

			check_cycle(config, 0, channels[set] * us * US);
		}
}

CASE(averaging_does_not_lengthen_the_cycle)
{
	for (u16 avg = 0; avg < 8; avg++)
		check_cycle(CONFIG_CHANNELS(7) | CONFIG_AVG(avg) | CONFIG_MODE(7), 0, 840 * US);
}

CASE(an_oscillator_10_percent_slow_gives_the_longest_times)
{
	for (u16 ct = 0; ct < 8; ct++) {
		u16 config = CONFIG_CHANNELS(4) | CONFIG_SHUNT_CT(ct) | CONFIG_MODE(5);
		u64 ns = typ_us[ct] * 1100;

		check_cycle(config, 100000, ns);
		/* the table's longest times are rounded to 1 us */
		assert_true(ns + US > max_us[ct] * US && ns < (max_us[ct] + 1) * US);
	}
}

CASE(a_small_oscillator_error_counts_to_the_nanosecond)
{
	u16 config = CONFIG_CHANNELS(4) | CONFIG_SHUNT_CT(7) | CONFIG_MODE(5);

	check_cycle(config, 1000, 8252244);
	check_cycle(config, -1000, 8235756);
	check_cycle(config, -100000, 7419600);
}

CASE(oscillator_errors_beyond_30_percent_are_clamped)
{
	struct ina3221_model_options options = { .oscillator_ppm = S32_MAX };
	struct ina3221_model chip;

	ina3221_model_init(&chip, &options, 0);
	assert_int_equal(chip.options.oscillator_ppm, 300000);
	options.oscillator_ppm = S32_MIN;
	ina3221_model_init(&chip, &options, 0);
	assert_int_equal(chip.options.oscillator_ppm, -300000);
}

CASE(only_enabled_signals_are_converted)
{
	for (u16 set = 0; set < 8; set++)
		for (u16 mode = 0; mode < 8; mode++) {
			struct bench b;

			bench_make(&b, 0);
			bench_apply_six_levels(&b);
			bench_write(&b, 0x00, CONFIG_CHANNELS(set) | CONFIG_MODE(mode));
			bench_wait(&b, S);
			for (u8 reg = 1; reg <= 6; reg++) {
				bool channel = set >> (2 - (reg - 1) / 2) & 1;
				bool quantity = mode >> ((reg - 1) % 2) & 1;

				assert_int_equal(bench_read(&b, reg),
						 channel && quantity ? reg << 3 : 0);
			}
		}
}

CASE(disabled_channels_keep_their_last_results)
{
	struct bench b;

	bench_make(&b, 0);
	bench_apply_six_levels(&b);
	bench_wait(&b, WAKE_NS + CYCLE_NS);
	bench_write(&b, 0x00, 0x4127);
	for (unsigned int ch = 0; ch < 3; ch++)
		bench_shunt_uv(&b, ch, 4000);
	bench_wait(&b, S);
	assert_int_equal(bench_read(&b, 0x01), 100 << 3);
	assert_int_equal(bench_read(&b, 0x03), 3 << 3);
	assert_int_equal(bench_read(&b, 0x06), 6 << 3);
}

CASE(readings_are_rounded_to_the_nearest_lsb_and_saturate)
{
	static const struct {
		s32 uv;
		u16 shunt;
		u16 bus;
	} rows[] = {
		{ 19, 0x0000, 0x0000 },	      { 21, 0x0008, 0x0000 },
		{ -21, 0xfff8, 0x0000 },      { 3999, 100 << 3, 0x0000 },
		{ 4001, 100 << 3, 0x0008 },   { 80000, 0x3e80, 10 << 3 },
		{ 163800, 0x7ff8, 20 << 3 },  { 163840, 0x7ff8, 20 << 3 },
		{ 32760000, 0x7ff8, 0x7ff8 }, { 40000000, 0x7ff8, 0x7ff8 },
		{ -163840, 0x8000, 0xff60 },  { -164000, 0x8000, 0xff58 },
		{ S32_MAX, 0x7ff8, 0x7ff8 },  { S32_MIN, 0x8000, 0x8000 },
	};
	struct bench b;

	bench_make(&b, 0);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		bench_apply_uv(&b, 0, SHUNT, rows[i].uv);
		bench_apply_uv(&b, 0, BUS, rows[i].uv);
		bench_wait(&b, 2 * CYCLE_NS);
		assert_int_equal(bench_read(&b, 0x01), rows[i].shunt);
		assert_int_equal(bench_read(&b, 0x02), rows[i].bus);
	}
}

CASE(a_config_write_restarts_at_channel_1_without_delay)
{
	struct bench b;

	bench_make(&b, 0);
	bench_wait(&b, WAKE_NS + 3 * 1100 * US + 500 * US);
	bench_write(&b, 0x00, 0x7127);
	b.asked = 0;
	bench_wait(&b, 1100 * US - 1);
	assert_int_equal(b.asked, 0);
	bench_wait(&b, 1);
	assert_int_equal(b.asked, 1);
	assert_int_equal(b.order[0], 0);
}

CASE(a_config_write_keeps_the_results)
{
	struct bench b;

	bench_make(&b, 0);
	bench_apply_six_levels(&b);
	bench_wait(&b, WAKE_NS + CYCLE_NS);
	bench_write(&b, 0x00, 0x7127);
	for (u8 reg = 1; reg <= 6; reg++)
		assert_int_equal(bench_read(&b, reg), reg << 3);
}

CASE(rst_restarts_at_channel_1_with_the_default_times)
{
	struct bench b;

	bench_make(&b, 0);
	bench_write(&b, 0x00, 0x7fff);
	bench_wait(&b, 100 * MS);
	bench_write(&b, 0x00, 0xffff);
	b.asked = 0;
	bench_wait(&b, CYCLE_NS - 1);
	assert_false(bench_ready(&b));
	bench_wait(&b, 1);
	assert_true(bench_ready(&b));
	assert_int_equal(b.asked, 6);
}

CASE(ready_is_cleared_by_a_config_write_unless_it_powers_down)
{
	for (u16 mode = 0; mode < 8; mode++) {
		bool powers_down = mode == 0 || mode == 4;
		struct bench b;

		bench_make(&b, 0);
		bench_wait(&b, WAKE_NS + CYCLE_NS);
		bench_write(&b, 0x00, 0x7120 | mode);
		assert_int_equal(bench_ready(&b), powers_down);
	}
}

CASE(ready_comes_once_per_cycle_and_only_a_read_takes_it)
{
	struct bench b;

	bench_make(&b, 0);
	bench_wait(&b, WAKE_NS + CYCLE_NS);
	bench_wait(&b, CYCLE_NS / 2);
	assert_true(bench_ready(&b));
	assert_false(bench_ready(&b));
	bench_wait(&b, CYCLE_NS / 2 - 1);
	assert_false(bench_ready(&b));
	bench_wait(&b, 1);
	assert_true(bench_ready(&b));
}

CASE(a_chip_with_no_channel_enabled_is_never_ready)
{
	struct bench b;

	bench_make(&b, 0);
	bench_write(&b, 0x00, 0x0127);
	bench_wait(&b, S);
	assert_false(bench_ready(&b));
	assert_int_equal(conversions(&b), 0);
	assert_true(ina3221_model_next_pin_event(&b.chip, INA3221_MODEL_PINS_ALL) == U64_MAX);
}

CASE(time_does_not_run_backwards)
{
	struct bench b;

	bench_make(&b, 0);
	bench_wait(&b, S);
	assert_int_equal(ina3221_model_advance(&b.chip, MS, INA3221_MODEL_ADVANCE_ALL), S);
	(void)ina3221_model_read(&b.chip, 0, 0x01);
	assert_int_equal(b.chip.sequence.now_ns, S);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(signals_are_converted_in_the_order_of_their_registers),
		cmocka_unit_test(a_conversion_ends_exactly_when_its_time_is_up),
		cmocka_unit_test(a_conversion_takes_its_input_at_its_middle),
		cmocka_unit_test(every_pair_of_conversion_times_gives_its_cycle),
		cmocka_unit_test(every_set_of_channels_and_quantities_gives_its_cycle),
		cmocka_unit_test(averaging_does_not_lengthen_the_cycle),
		cmocka_unit_test(an_oscillator_10_percent_slow_gives_the_longest_times),
		cmocka_unit_test(a_small_oscillator_error_counts_to_the_nanosecond),
		cmocka_unit_test(oscillator_errors_beyond_30_percent_are_clamped),
		cmocka_unit_test(only_enabled_signals_are_converted),
		cmocka_unit_test(disabled_channels_keep_their_last_results),
		cmocka_unit_test(readings_are_rounded_to_the_nearest_lsb_and_saturate),
		cmocka_unit_test(a_config_write_restarts_at_channel_1_without_delay),
		cmocka_unit_test(a_config_write_keeps_the_results),
		cmocka_unit_test(rst_restarts_at_channel_1_with_the_default_times),
		cmocka_unit_test(ready_is_cleared_by_a_config_write_unless_it_powers_down),
		cmocka_unit_test(ready_comes_once_per_cycle_and_only_a_read_takes_it),
		cmocka_unit_test(a_chip_with_no_channel_enabled_is_never_ready),
		cmocka_unit_test(time_does_not_run_backwards),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
