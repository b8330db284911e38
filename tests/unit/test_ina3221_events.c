// SPDX-License-Identifier: GPL-2.0-only
/*
 * When a condition begins and ends, from reads of Mask/Enable. Default setting:
 * three channels at 1.1 ms, a cycle of at most 7.26 ms (section 6.5).
 */
#include "core/ina3221_events.h"
#include "tests/unit/test.h"

#define CONFIG 0x7127
#define QUIET 0x0002
#define CF1 0x0200
#define WF3 0x0008
#define SF 0x0040
#define PVF 0x0004
#define CVRF 0x0001

static void begin(struct ina3221_events *e)
{
	ina3221_events_init(e, QUIET);
	ina3221_events_started(e, CONFIG, 0);
}

static struct ina3221_change read_at(struct ina3221_events *e, u64 us, u16 flags)
{
	return ina3221_events_take(e, flags, false, us * RG_NS_PER_US, (us + 100) * RG_NS_PER_US);
}

CASE(a_condition_that_goes_on_begins_once)
{
	struct ina3221_events e;

	begin(&e);
	assert_int_equal(read_at(&e, 1000, QUIET | CF1).risen, CF1);
	for (u64 us = 2000; us < 100000; us += 1100) {
		struct ina3221_change change = read_at(&e, us, QUIET | CF1);

		assert_int_equal(change.risen, 0);
		assert_int_equal(change.fallen, 0);
	}
	assert_int_equal(e.active, CF1);
}

CASE(a_low_rail_that_is_switched_on_has_not_lost_its_power)
{
	struct ina3221_events e;

	ina3221_events_init(&e, QUIET);
	ina3221_events_started(&e, 0x4127, 0);
	read_at(&e, 8000, QUIET | PVF | CVRF);
	ina3221_events_started(&e, 0x6127, 9000 * RG_NS_PER_US);
	assert_false(read_at(&e, 10000, QUIET).power_lost);
	assert_false(read_at(&e, 20000, QUIET | CVRF).power_lost);
	assert_int_equal(e.active & PVF, 0);
	assert_true(read_at(&e, 30000, QUIET | PVF | CVRF).power_valid);
	assert_true(read_at(&e, 40000, QUIET | CVRF).power_lost);
}

CASE(power_that_comes_back_is_told_whatever_was_switched_on)
{
	struct ina3221_events e;

	begin(&e);
	ina3221_events_started(&e, 0x4127, 0);
	read_at(&e, 8000, QUIET | PVF | CVRF);
	assert_true(read_at(&e, 20000, QUIET | CVRF).power_lost);
	ina3221_events_started(&e, 0x6127, 21000 * RG_NS_PER_US);
	assert_true(read_at(&e, 40000, QUIET | PVF | CVRF).power_valid);
	assert_int_equal(e.active & PVF, 0);
}

CASE(a_rail_that_is_switched_off_leaves_what_is_known_of_power)
{
	struct ina3221_events e;

	begin(&e);
	read_at(&e, 8000, QUIET | PVF | CVRF);
	ina3221_events_started(&e, 0x3127, 9000 * RG_NS_PER_US);
	assert_true(read_at(&e, 20000, QUIET | CVRF).power_lost);
}

CASE(it_ends_only_after_a_whole_cycle_without_it)
{
	struct ina3221_events e;

	begin(&e);
	read_at(&e, 1000, QUIET | CF1 | WF3);
	assert_int_equal(read_at(&e, 2000, QUIET).fallen, 0);
	assert_int_equal(read_at(&e, 8300, QUIET | CVRF).fallen, 0);
	assert_int_equal(read_at(&e, 8400, QUIET).fallen, CF1 | WF3);
	assert_int_equal(read_at(&e, 9400, QUIET).fallen, 0);
	assert_int_equal(read_at(&e, 9500, QUIET | CF1).risen, CF1);
}

CASE(a_cycle_that_was_restarted_counts_from_its_start)
{
	struct ina3221_events e;

	begin(&e);
	read_at(&e, 1000, QUIET | SF);
	ina3221_events_started(&e, CONFIG, 8000 * RG_NS_PER_US);
	assert_int_equal(read_at(&e, 9000, QUIET).fallen, 0);
	assert_int_equal(read_at(&e, 15400, QUIET).fallen, SF);
}

/* However fast the oscillator, and however soon somebody starts it again. */
CASE(a_cycle_that_was_started_and_is_over_is_a_whole_one)
{
	struct ina3221_events e;

	begin(&e);
	read_at(&e, 1000, QUIET | CF1 | CVRF);
	assert_int_equal(read_at(&e, 7800, QUIET | CVRF).fallen, 0);
	ina3221_events_started(&e, CONFIG, 8000 * RG_NS_PER_US);
	assert_int_equal(read_at(&e, 14000, QUIET | CVRF).fallen, CF1);
}

CASE(conditions_of_channels_that_are_off_have_ended)
{
	struct ina3221_change change;
	struct ina3221_events e;

	begin(&e);
	read_at(&e, 1000, QUIET | CF1 | WF3 | SF);
	ina3221_events_started(&e, 0x3127, 0);
	change = read_at(&e, 2000, QUIET | CF1);
	assert_int_equal(change.risen, 0);
	assert_int_equal(change.fallen, CF1);
	assert_int_equal(read_at(&e, 2500, QUIET | CF1).risen, 0);
	ina3221_events_started(&e, 0x0120, 0);
	assert_int_equal(read_at(&e, 3000, QUIET).fallen, WF3 | SF);
	assert_int_equal(e.active, 0);
}

CASE(one_pass_decides_where_there_is_one_at_a_time)
{
	struct ina3221_events e;

	begin(&e);
	ina3221_events_started(&e, 0x7123, 0);
	read_at(&e, 7000, QUIET | CF1 | CVRF);
	assert_int_equal(read_at(&e, 90000, QUIET).fallen, 0);
	ina3221_events_started(&e, 0x7123, 100000 * RG_NS_PER_US);
	assert_int_equal(read_at(&e, 106700, QUIET | CVRF).fallen, CF1);
}

CASE(power_is_lost_only_after_it_was_valid)
{
	struct ina3221_events e;

	begin(&e);
	assert_false(read_at(&e, 1000, QUIET).power_lost);
	assert_false(read_at(&e, 7000, QUIET | CVRF).power_lost);
	assert_true(read_at(&e, 14000, QUIET | PVF).power_valid);
	assert_true(read_at(&e, 21000, QUIET).power_lost);
	assert_int_equal(e.active, PVF);
	assert_false(read_at(&e, 28000, QUIET).power_lost);
	assert_int_equal(read_at(&e, 35000, QUIET | PVF).fallen, PVF);
}

CASE(a_dip_between_two_reads_is_told_by_the_pin)
{
	struct ina3221_change change;
	struct ina3221_events e;

	begin(&e);
	read_at(&e, 7000, QUIET | CVRF | PVF);
	ina3221_events_pin_moved(&e, 8000 * RG_NS_PER_US);
	change = read_at(&e, 9000, QUIET | PVF);
	assert_true(change.power_lost && change.power_valid);
	assert_int_equal(change.risen, PVF);
	assert_int_equal(change.fallen, PVF);
	assert_int_equal(e.active, 0);
	change = read_at(&e, 10000, QUIET | PVF);
	assert_false(change.power_lost || change.power_valid);
}

CASE(a_dip_that_reads_saw_is_not_told_again_by_the_pin)
{
	struct ina3221_change change;
	struct ina3221_events e;

	begin(&e);
	read_at(&e, 7000, QUIET | CVRF | PVF);
	ina3221_events_pin_moved(&e, 8000 * RG_NS_PER_US);
	assert_true(read_at(&e, 9000, QUIET).power_lost);
	ina3221_events_pin_moved(&e, 9500 * RG_NS_PER_US);
	change = read_at(&e, 10000, QUIET | PVF);
	assert_true(change.power_valid && !change.power_lost);
	assert_false(read_at(&e, 11000, QUIET | PVF).power_lost);
	/* Also if it moves while the register is read, the flag not yet or already so. */
	ina3221_events_pin_moved(&e, 12050 * RG_NS_PER_US);
	assert_false(read_at(&e, 12000, QUIET | PVF).power_lost);
	assert_true(read_at(&e, 13000, QUIET).power_lost);
	ina3221_events_pin_moved(&e, 14050 * RG_NS_PER_US);
	assert_true(read_at(&e, 14000, QUIET | PVF).power_valid);
	assert_false(read_at(&e, 15000, QUIET | PVF).power_lost);
}

CASE(a_move_that_was_found_may_be_told_late)
{
	struct ina3221_events e;

	begin(&e);
	read_at(&e, 7000, QUIET | CVRF | PVF);
	assert_true(read_at(&e, 14000, QUIET).power_lost);
	assert_true(read_at(&e, 21000, QUIET | PVF).power_valid);
	ina3221_events_pin_moved(&e, 23000 * RG_NS_PER_US);
	assert_false(read_at(&e, 24000, QUIET | PVF).power_lost);
	ina3221_events_pin_moved(&e, 40000 * RG_NS_PER_US);
	assert_true(read_at(&e, 41000, QUIET | PVF).power_lost);
	/* So may the other edge of a dip. */
	ina3221_events_pin_moved(&e, 43000 * RG_NS_PER_US);
	assert_false(read_at(&e, 44000, QUIET | PVF).power_lost);
}

CASE(power_that_never_was_valid_does_not_dip)
{
	struct ina3221_events e;

	begin(&e);
	read_at(&e, 7000, QUIET | CVRF);
	ina3221_events_pin_moved(&e, 8000 * RG_NS_PER_US);
	assert_false(read_at(&e, 9000, QUIET).power_lost);
	ina3221_events_unsettle(&e);
	ina3221_events_pin_moved(&e, 10000 * RG_NS_PER_US);
	assert_false(read_at(&e, 11000, QUIET | PVF).power_lost);
	assert_false(read_at(&e, 17000, QUIET | PVF | CVRF).power_lost);
}

CASE(a_chip_without_its_settings_still_knows_of_timing_control)
{
	struct ina3221_events e;

	begin(&e);
	read_at(&e, 1000, QUIET | CF1);
	assert_int_equal(ina3221_events_take(&e, 0, true, 0, 0).risen, QUIET);
	assert_int_equal(e.active, QUIET | CF1);
	assert_int_equal(ina3221_events_take(&e, QUIET | PVF, true, 0, 0).fallen, QUIET);
	assert_int_equal(e.active, CF1);
}

CASE(a_chip_that_was_programmed_anew_has_to_measure_first)
{
	struct ina3221_events e;

	begin(&e);
	read_at(&e, 7000, QUIET | CVRF | PVF);
	ina3221_events_unsettle(&e);
	assert_false(read_at(&e, 8000, QUIET).power_lost);
	assert_false(read_at(&e, 14000, QUIET | PVF | CVRF).power_valid);
	assert_int_equal(e.active, 0);
}

CASE(pins_that_read_the_other_way_round_are_understood)
{
	struct ina3221_events e;

	ina3221_events_init(&e, PVF);
	ina3221_events_started(&e, CONFIG, 0);
	assert_int_equal(read_at(&e, 7000, CVRF).risen, 0);
	assert_int_equal(read_at(&e, 14000, PVF).risen, PVF);
	assert_int_equal(read_at(&e, 21000, PVF | QUIET).risen, QUIET);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_condition_that_goes_on_begins_once),
		cmocka_unit_test(it_ends_only_after_a_whole_cycle_without_it),
		cmocka_unit_test(a_low_rail_that_is_switched_on_has_not_lost_its_power),
		cmocka_unit_test(power_that_comes_back_is_told_whatever_was_switched_on),
		cmocka_unit_test(a_rail_that_is_switched_off_leaves_what_is_known_of_power),
		cmocka_unit_test(a_cycle_that_was_restarted_counts_from_its_start),
		cmocka_unit_test(a_cycle_that_was_started_and_is_over_is_a_whole_one),
		cmocka_unit_test(conditions_of_channels_that_are_off_have_ended),
		cmocka_unit_test(one_pass_decides_where_there_is_one_at_a_time),
		cmocka_unit_test(power_is_lost_only_after_it_was_valid),
		cmocka_unit_test(a_dip_between_two_reads_is_told_by_the_pin),
		cmocka_unit_test(a_dip_that_reads_saw_is_not_told_again_by_the_pin),
		cmocka_unit_test(a_move_that_was_found_may_be_told_late),
		cmocka_unit_test(power_that_never_was_valid_does_not_dip),
		cmocka_unit_test(a_chip_without_its_settings_still_knows_of_timing_control),
		cmocka_unit_test(a_chip_that_was_programmed_anew_has_to_measure_first),
		cmocka_unit_test(pins_that_read_the_other_way_round_are_understood),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
