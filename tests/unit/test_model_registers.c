// SPDX-License-Identifier: GPL-2.0-only
/* Every register and bit of the modelled INA3221 against tables 7-3 to 7-36 of SBOS576C. */
#include "model/ina3221_model_switches.h"
#include "tests/unit/model_bench.h"

struct row {
	u8 reg;
	u16 reset;
	u16 writable;
	const char *name;
};

static const struct row rows[] = {
	{ 0x00, 0x7127, 0x7fff, "configuration" },
	{ 0x01, 0x0000, 0x0000, "channel 1 shunt" },
	{ 0x02, 0x0000, 0x0000, "channel 1 bus" },
	{ 0x03, 0x0000, 0x0000, "channel 2 shunt" },
	{ 0x04, 0x0000, 0x0000, "channel 2 bus" },
	{ 0x05, 0x0000, 0x0000, "channel 3 shunt" },
	{ 0x06, 0x0000, 0x0000, "channel 3 bus" },
	{ 0x07, 0x7ff8, 0xfff8, "channel 1 critical limit" },
	{ 0x08, 0x7ff8, 0xfff8, "channel 1 warning limit" },
	{ 0x09, 0x7ff8, 0xfff8, "channel 2 critical limit" },
	{ 0x0a, 0x7ff8, 0xfff8, "channel 2 warning limit" },
	{ 0x0b, 0x7ff8, 0xfff8, "channel 3 critical limit" },
	{ 0x0c, 0x7ff8, 0xfff8, "channel 3 warning limit" },
	{ 0x0d, 0x0000, 0x0000, "shunt sum" },
	{ 0x0e, 0x7ffe, 0xfffe, "shunt sum limit" },
	{ 0x0f, 0x0002, 0x7c00, "mask/enable" },
	{ 0x10, 0x2710, 0x7ff8, "power-valid upper limit" },
	{ 0x11, 0x2328, 0x7ff8, "power-valid lower limit" },
	{ 0xfe, 0x5449, 0x0000, "manufacturer id" },
	{ 0xff, 0x3220, 0x0000, "die id" },
};

static void assert_register(struct bench *b, const struct row *row, u16 value)
{
	u16 read = bench_read(b, row->reg);

	if (read != value)
		fail_msg("register 0x%02x, %s: reads 0x%04x, not 0x%04x", row->reg, row->name, read,
			 value);
}

static void assert_all_at_reset(struct bench *b)
{
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		assert_register(b, &rows[i], rows[i].reset);
}

CASE(every_register_comes_up_with_its_reset_value)
{
	struct bench b;

	bench_make(&b, 0);
	assert_all_at_reset(&b);
	assert_int_equal(bench_violations(&b), 0);
}

/* Write @value to a fresh chip; what sticks must be the writable bits. */
static void check_write(const struct row *row, u16 value)
{
	bool resets = row->reg == 0x00 && value & 0x8000;
	u16 kept = (u16)((row->reset & ~row->writable) | (value & row->writable));
	u64 refused;
	struct bench b;

	bench_make(&b, 0);
	bench_write(&b, row->reg, value);
	assert_register(&b, row, row->writable && !resets ? kept : row->reset);
	refused = b.chip.counters
			  .violations[row->writable ? INA3221_MODEL_VIOLATION_READ_ONLY_BITS
						    : INA3221_MODEL_VIOLATION_READ_ONLY_REGISTER];
	if (!row->writable)
		assert_int_equal(refused, 1);
	else
		assert_int_equal(refused, !resets && value & ~row->writable ? 1 : 0);
	assert_int_equal(bench_violations(&b), refused);
}

CASE(every_bit_of_every_register_is_writable_or_not_as_documented)
{
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		for (unsigned int bit = 0; bit < 16; bit++) {
			check_write(&rows[i], (u16)BIT(bit));
			check_write(&rows[i], (u16)~BIT(bit));
		}
		check_write(&rows[i], 0x0000);
		check_write(&rows[i], 0xffff);
	}
}

CASE(a_write_changes_no_other_register)
{
	struct bench b;

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		bench_make(&b, 0);
		bench_write(&b, rows[i].reg, 0x5a58 & rows[i].writable);
		for (size_t j = 0; j < ARRAY_SIZE(rows); j++)
			if (j != i)
				assert_register(&b, &rows[j], rows[j].reset);
	}
}

CASE(the_reset_bit_restores_every_register)
{
	struct bench b;

	bench_make(&b, 0);
	for (unsigned int ch = 0; ch < 3; ch++) {
		bench_shunt_uv(&b, ch, 100000);
		bench_bus_mv(&b, ch, 5000);
	}
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (rows[i].writable && rows[i].reg)
			bench_write(&b, rows[i].reg, 0x1238 & rows[i].writable);
	bench_write(&b, 0x00, 0x7fff);
	bench_wait(&b, S);
	assert_int_not_equal(bench_read(&b, 0x01), 0);
	bench_write(&b, 0x00, 0x8000);
	assert_all_at_reset(&b);
	assert_int_equal(bench_violations(&b), 0);
}

CASE(power_cycling_restores_every_register)
{
	struct bench b;

	bench_make(&b, 0);
	bench_shunt_uv(&b, 1, 100000);
	bench_write(&b, 0x07, 0x0008);
	bench_wait(&b, S);
	ina3221_model_power_off(&b.chip, b.now_ns);
	bench_wait(&b, S);
	ina3221_model_power_on(&b.chip, b.now_ns);
	assert_all_at_reset(&b);
}

CASE(result_registers_cannot_be_overwritten)
{
	struct bench b;

	bench_make(&b, 0);
	bench_shunt_uv(&b, 0, 80000);
	bench_wait(&b, WAKE_NS + CYCLE_NS);
	bench_write(&b, 0x01, 0x1230);
	assert_int_equal(bench_read(&b, 0x01), 0x3e80);
	assert_int_equal(b.chip.counters.violations[INA3221_MODEL_VIOLATION_READ_ONLY_REGISTER], 1);
}

CASE(channel_1_is_the_high_bit_of_every_group)
{
	struct bench b;

	bench_make(&b, 0);
	bench_write(&b, 0x07, 0);
	bench_write(&b, 0x08, 0);
	bench_shunt_uv(&b, 0, 40);
	bench_wait(&b, WAKE_NS + CYCLE_NS);
	assert_int_equal(bench_read(&b, 0x0f), 0x0200 | 0x0020 | 0x0002 | 0x0001);
}

CASE(a_read_of_mask_enable_clears_flags_and_keeps_the_rest)
{
	struct bench b;

	bench_make(&b, 0);
	bench_write(&b, 0x0f, 0x7c00);
	bench_write(&b, 0x0e, 0);
	for (unsigned int ch = 0; ch < 3; ch++) {
		bench_write(&b, (u8)(0x07 + 2 * ch), 0);
		bench_write(&b, (u8)(0x08 + 2 * ch), 0);
		bench_shunt_uv(&b, ch, 4000);
		bench_bus_mv(&b, ch, 12000);
	}
	bench_wait(&b, WAKE_NS + CYCLE_NS);
	assert_int_equal(bench_read(&b, 0x0f), 0x7fff);
	assert_int_equal(bench_read(&b, 0x0f), 0x7c06);
	assert_int_equal(b.chip.counters.mask_reads, 2);
}

CASE(reads_of_other_registers_clear_no_flag)
{
	struct bench b;

	bench_make(&b, 0);
	bench_write(&b, 0x07, 0);
	bench_shunt_uv(&b, 0, 4000);
	bench_wait(&b, WAKE_NS + CYCLE_NS);
	for (unsigned int reg = 0; reg < 256; reg++)
		if (reg != 0x0f)
			(void)bench_read(&b, (u8)reg);
	assert_int_equal(bench_read(&b, 0x0f), 0x0203);
}

CASE(writing_mask_enable_clears_no_flag)
{
	struct bench b;

	bench_make(&b, 0);
	bench_write(&b, 0x07, 0);
	bench_shunt_uv(&b, 0, 4000);
	bench_wait(&b, WAKE_NS + CYCLE_NS);
	bench_write(&b, 0x0f, 0x0000);
	assert_int_equal(bench_read(&b, 0x0f), 0x0203);
}

CASE(unlisted_registers_are_counted_and_read_as_the_switch_says)
{
	struct bench zeros, ones;
	unsigned int unlisted = 0;

	bench_make(&zeros, 0);
	bench_make(&ones, flip(INA3221_MODEL_SWITCH_UNLISTED));
	for (unsigned int reg = 0x12; reg < 0xfe; reg++, unlisted++) {
		assert_int_equal(bench_read(&zeros, (u8)reg), 0x0000);
		assert_int_equal(bench_read(&ones, (u8)reg), 0xffff);
		bench_write(&zeros, (u8)reg, 0x1234);
	}
	assert_int_equal(zeros.chip.counters.violations[INA3221_MODEL_VIOLATION_UNLISTED_READ],
			 unlisted);
	assert_int_equal(zeros.chip.counters.violations[INA3221_MODEL_VIOLATION_UNLISTED_WRITE],
			 unlisted);
	assert_int_equal(ones.chip.counters.violations[INA3221_MODEL_VIOLATION_UNLISTED_READ],
			 unlisted);
	assert_all_at_reset(&zeros);
}

CASE(a_chip_of_another_maker_says_what_it_is)
{
	struct ina3221_model_options options = { .manufacturer_id = 0x5351, .die_id = 0x1234 };
	struct ina3221_model m;

	ina3221_model_init(&m, &options, 0);
	assert_int_equal(ina3221_model_read(&m, 0, 0xfe), 0x5351);
	assert_int_equal(ina3221_model_read(&m, 0, 0xff), 0x1234);
	assert_int_equal(ina3221_model_read(&m, 0, 0x00), 0x7127);
}

CASE(registers_that_another_maker_added_are_no_violation)
{
	struct ina3221_model_options options = { .maker = INA3221_MODEL_MAKER_SILERGY };
	struct ina3221_model m;

	ina3221_model_init(&m, &options, 0);
	for (u8 reg = 0x12; reg <= 0x1d; reg++) {
		(void)ina3221_model_read(&m, 0, reg);
		ina3221_model_write(&m, 0, reg, 0x1234);
	}
	assert_int_equal(m.counters.violations[INA3221_MODEL_VIOLATION_UNLISTED_READ], 0);
	assert_int_equal(m.counters.violations[INA3221_MODEL_VIOLATION_UNLISTED_WRITE], 0);
	(void)ina3221_model_read(&m, 0, 0x1e);
	ina3221_model_write(&m, 0, 0x1e, 0);
	assert_int_equal(m.counters.violations[INA3221_MODEL_VIOLATION_UNLISTED_READ], 1);
	assert_int_equal(m.counters.violations[INA3221_MODEL_VIOLATION_UNLISTED_WRITE], 1);
	assert_int_equal(ina3221_model_read(&m, 0, 0xfe), 0x5449);
}

CASE(low_bits_of_limits_read_as_the_switch_says)
{
	struct bench zero, stored;

	bench_make(&zero, 0);
	bench_make(&stored, flip(INA3221_MODEL_SWITCH_LIMIT_LOW_BITS));
	for (u8 reg = 0x07; reg <= 0x0e; reg++) {
		if (reg == 0x0d)
			continue;
		bench_write(&zero, reg, 0x1237);
		bench_write(&stored, reg, 0x1237);
		assert_int_equal(bench_read(&zero, reg), reg == 0x0e ? 0x1236 : 0x1230);
		assert_int_equal(bench_read(&stored, reg), 0x1237);
	}
	assert_int_equal(zero.chip.counters.violations[INA3221_MODEL_VIOLATION_READ_ONLY_BITS], 7);
	assert_int_equal(stored.chip.counters.violations[INA3221_MODEL_VIOLATION_READ_ONLY_BITS],
			 7);
}

CASE(stored_low_bits_of_a_limit_do_not_take_part_in_the_comparison)
{
	struct bench b;

	bench_make(&b, flip(INA3221_MODEL_SWITCH_LIMIT_LOW_BITS));
	bench_write(&b, 0x07, 0x3e87);
	bench_shunt_uv(&b, 0, 80040);
	bench_wait(&b, WAKE_NS + CYCLE_NS);
	assert_int_equal(bench_read(&b, 0x0f) & 0x0200, 0x0200);
}

CASE(status_bits_are_pin_levels_or_their_inverse)
{
	struct bench level, inverted;

	bench_make(&level, 0);
	bench_make(&inverted, flip(INA3221_MODEL_SWITCH_STATUS_BITS));
	assert_int_equal(bench_read(&level, 0x0f), 0x0002);
	assert_int_equal(bench_read(&inverted, 0x0f), 0x0004);
	assert_int_equal(bench_pins(&level), bench_pins(&inverted));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_register_comes_up_with_its_reset_value),
		cmocka_unit_test(every_bit_of_every_register_is_writable_or_not_as_documented),
		cmocka_unit_test(a_write_changes_no_other_register),
		cmocka_unit_test(the_reset_bit_restores_every_register),
		cmocka_unit_test(power_cycling_restores_every_register),
		cmocka_unit_test(result_registers_cannot_be_overwritten),
		cmocka_unit_test(channel_1_is_the_high_bit_of_every_group),
		cmocka_unit_test(a_read_of_mask_enable_clears_flags_and_keeps_the_rest),
		cmocka_unit_test(reads_of_other_registers_clear_no_flag),
		cmocka_unit_test(writing_mask_enable_clears_no_flag),
		cmocka_unit_test(unlisted_registers_are_counted_and_read_as_the_switch_says),
		cmocka_unit_test(a_chip_of_another_maker_says_what_it_is),
		cmocka_unit_test(registers_that_another_maker_added_are_no_violation),
		cmocka_unit_test(low_bits_of_limits_read_as_the_switch_says),
		cmocka_unit_test(stored_low_bits_of_a_limit_do_not_take_part_in_the_comparison),
		cmocka_unit_test(status_bits_are_pin_levels_or_their_inverse),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
