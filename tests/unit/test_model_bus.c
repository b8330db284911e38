// SPDX-License-Identifier: GPL-2.0-only
/* Messages to the modelled INA3221: pointer, lengths, power, and names of its switches. */
#include "model/ina3221_model_switches.h"
#include "tests/unit/model_bench.h"

static void set_pointer(struct bench *b, u8 reg)
{
	assert_int_equal(ina3221_model_bus_write(&b->chip, b->now_ns, &reg, 1), 0);
}

static u16 read_word(struct bench *b)
{
	u8 bytes[2];

	assert_int_equal(ina3221_model_bus_read(&b->chip, b->now_ns, bytes, 2), 0);
	return (u16)(bytes[0] << 8 | bytes[1]);
}

static void write_bytes(struct bench *b, const char *bytes, size_t len)
{
	assert_int_equal(ina3221_model_bus_write(&b->chip, b->now_ns, (const u8 *)bytes, len), 0);
}

CASE(a_word_is_read_high_byte_first)
{
	u8 bytes[2];
	struct bench b;

	bench_make(&b, 0);
	set_pointer(&b, 0xfe);
	assert_int_equal(ina3221_model_bus_read(&b.chip, 0, bytes, 2), 0);
	assert_int_equal(bytes[0], 'T');
	assert_int_equal(bytes[1], 'I');
}

CASE(a_word_is_written_high_byte_first)
{
	struct bench b;

	bench_make(&b, 0);
	write_bytes(&b, "\x07\x3e\x80", 3);
	assert_int_equal(bench_read(&b, 0x07), 0x3e80);
	assert_int_equal(bench_violations(&b), 0);
}

CASE(the_pointer_comes_up_at_configuration)
{
	struct bench b;

	bench_make(&b, 0);
	assert_int_equal(read_word(&b), 0x7127);
}

CASE(the_pointer_persists_and_does_not_advance)
{
	struct bench b;

	bench_make(&b, 0);
	set_pointer(&b, 0xff);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(read_word(&b), 0x3220);
		ina3221_model_bus_stop(&b.chip);
	}
	write_bytes(&b, "\x10\x12\x38", 3);
	ina3221_model_bus_stop(&b.chip);
	assert_int_equal(read_word(&b), 0x1238);
}

CASE(the_pointer_can_be_made_to_fall_back_at_a_stop)
{
	struct bench b;

	bench_make(&b, flip(INA3221_MODEL_SWITCH_POINTER));
	set_pointer(&b, 0xff);
	assert_int_equal(read_word(&b), 0x3220);
	assert_int_equal(read_word(&b), 0x3220);
	ina3221_model_bus_stop(&b.chip);
	assert_int_equal(read_word(&b), 0x7127);
}

CASE(power_cycling_resets_the_pointer_and_rst_does_not)
{
	struct bench b;

	bench_make(&b, 0);
	set_pointer(&b, 0xff);
	bench_write(&b, 0x00, 0x8000);
	assert_int_equal(read_word(&b), 0x3220);
	ina3221_model_power_on(&b.chip, 0);
	assert_int_equal(read_word(&b), 0x7127);
}

CASE(an_empty_message_only_acknowledges)
{
	struct bench b;
	u8 none;

	bench_make(&b, 0);
	assert_int_equal(ina3221_model_bus_write(&b.chip, 0, &none, 0), 0);
	assert_int_equal(ina3221_model_bus_read(&b.chip, 0, &none, 0), 0);
	assert_int_equal(b.chip.counters.reads, 0);
	assert_int_equal(b.chip.counters.writes, 0);
	assert_int_equal(bench_violations(&b), 0);
}

CASE(an_odd_byte_is_dropped_and_counted)
{
	struct bench b;

	bench_make(&b, 0);
	write_bytes(&b, "\x07\x3e", 2);
	assert_int_equal(bench_read(&b, 0x07), 0x7ff8);
	assert_int_equal(read_word(&b), 0x7ff8);
	assert_int_equal(b.chip.counters.violations[INA3221_MODEL_VIOLATION_LENGTH], 1);
}

CASE(bytes_past_the_word_are_dropped_and_counted)
{
	struct bench b;

	bench_make(&b, 0);
	write_bytes(&b, "\x07\x12\x30\x45\x60", 5);
	assert_int_equal(bench_read(&b, 0x07), 0x1230);
	assert_int_equal(bench_read(&b, 0x08), 0x7ff8);
	assert_int_equal(b.chip.counters.violations[INA3221_MODEL_VIOLATION_LENGTH], 1);
}

CASE(a_one_byte_read_is_the_high_byte_and_counted)
{
	struct bench b;
	u8 byte;

	bench_make(&b, 0);
	assert_int_equal(ina3221_model_bus_read(&b.chip, 0, &byte, 1), 0);
	assert_int_equal(byte, 0x71);
	assert_int_equal(b.chip.counters.violations[INA3221_MODEL_VIOLATION_LENGTH], 1);
}

CASE(a_long_read_ends_in_ones_or_repeats_the_word)
{
	struct bench ones, repeat;
	u8 bytes[5];

	bench_make(&ones, 0);
	bench_make(&repeat, flip(INA3221_MODEL_SWITCH_LONG_READ));
	assert_int_equal(ina3221_model_bus_read(&ones.chip, 0, bytes, 5), 0);
	assert_memory_equal(bytes, "\x71\x27\xff\xff\xff", 5);
	assert_int_equal(ina3221_model_bus_read(&repeat.chip, 0, bytes, 5), 0);
	assert_memory_equal(bytes, "\x71\x27\x71\x27\x71", 5);
	assert_int_equal(ones.chip.counters.violations[INA3221_MODEL_VIOLATION_LENGTH], 1);
	assert_int_equal(repeat.chip.counters.violations[INA3221_MODEL_VIOLATION_LENGTH], 1);
}

CASE(a_chip_without_power_acknowledges_nothing)
{
	u8 bytes[3] = { 0x07, 0, 0 };
	struct bench b;

	bench_make(&b, 0);
	ina3221_model_power_off(&b.chip, b.now_ns);
	assert_int_equal(ina3221_model_bus_write(&b.chip, 0, bytes, 3), -ENXIO);
	assert_int_equal(ina3221_model_bus_read(&b.chip, 0, bytes, 2), -ENXIO);
	assert_int_equal(ina3221_model_bus_write(&b.chip, 0, bytes, 0), -ENXIO);
	assert_int_equal(bench_pins(&b), INA3221_MODEL_PINS_ALL);
	ina3221_model_power_on(&b.chip, b.now_ns);
	assert_int_equal(read_word(&b), 0x7127);
	assert_int_equal(bench_read(&b, 0x07), 0x7ff8);
}

CASE(the_fastest_clock_is_that_of_the_chosen_revision)
{
	struct bench c, b;

	bench_make(&c, 0);
	bench_make(&b, flip(INA3221_MODEL_SWITCH_BUS_RATE));
	assert_int_equal(ina3221_model_bus_max_hz(&c.chip), 2440000);
	assert_int_equal(ina3221_model_bus_max_hz(&b.chip), 2940000);
}

CASE(every_switch_is_found_by_the_names_of_its_positions)
{
	for (int i = 0; i < INA3221_MODEL_SWITCHES; i++) {
		const struct ina3221_model_switch_info *info = &ina3221_model_switch_info[i];

		assert_int_equal(ina3221_model_switch_find(info->name, strlen(info->name)), i);
		for (int p = 0; p < 2; p++)
			assert_int_equal(ina3221_model_switch_position(i, info->position[p],
								       strlen(info->position[p])),
					 p);
	}
}

CASE(unknown_switches_and_positions_are_refused)
{
	assert_int_equal(ina3221_model_switch_find("", 0), -EINVAL);
	assert_int_equal(ina3221_model_switch_find("see", 3), -EINVAL);
	assert_int_equal(ina3221_model_switch_find("seeds", 5), -EINVAL);
	assert_int_equal(ina3221_model_switch_position(INA3221_MODEL_SWITCH_SEED, "", 0), -EINVAL);
	assert_int_equal(ina3221_model_switch_position(INA3221_MODEL_SWITCH_SEED, "zer", 3),
			 -EINVAL);
	assert_int_equal(ina3221_model_switch_position(INA3221_MODEL_SWITCH_SEED, "nearest", 7),
			 -EINVAL);
}

CASE(every_violation_has_a_name)
{
	for (int i = 0; i < INA3221_MODEL_VIOLATIONS; i++)
		assert_non_null(ina3221_model_violation_name[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_word_is_read_high_byte_first),
		cmocka_unit_test(a_word_is_written_high_byte_first),
		cmocka_unit_test(the_pointer_comes_up_at_configuration),
		cmocka_unit_test(the_pointer_persists_and_does_not_advance),
		cmocka_unit_test(the_pointer_can_be_made_to_fall_back_at_a_stop),
		cmocka_unit_test(power_cycling_resets_the_pointer_and_rst_does_not),
		cmocka_unit_test(an_empty_message_only_acknowledges),
		cmocka_unit_test(an_odd_byte_is_dropped_and_counted),
		cmocka_unit_test(bytes_past_the_word_are_dropped_and_counted),
		cmocka_unit_test(a_one_byte_read_is_the_high_byte_and_counted),
		cmocka_unit_test(a_long_read_ends_in_ones_or_repeats_the_word),
		cmocka_unit_test(a_chip_without_power_acknowledges_nothing),
		cmocka_unit_test(the_fastest_clock_is_that_of_the_chosen_revision),
		cmocka_unit_test(every_switch_is_found_by_the_names_of_its_positions),
		cmocka_unit_test(unknown_switches_and_positions_are_refused),
		cmocka_unit_test(every_violation_has_a_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
