// SPDX-License-Identifier: GPL-2.0-only
/* Power-valid and timing-control of the modelled INA3221: section 7.3.2 of SBOS576C. */
#include "model/ina3221_model_switches.h"
#include "tests/unit/model_bench.h"

#define PVF 0x0004
#define TCF 0x0002

/* Channel 1's bus conversion of the first cycle ends here. */
#define FIRST_BUS_NS (WAKE_NS + 2200 * US)
/* Channel 2 is checked 2.2 ms later, then in four more cycles. */
#define TC_TIMEOUT_NS (28600 * US)

static void set_buses(struct bench *b, s32 mv1, s32 mv2, s32 mv3)
{
	bench_bus_mv(b, 0, mv1);
	bench_bus_mv(b, 1, mv2);
	bench_bus_mv(b, 2, mv3);
}

static bool power_valid(struct bench *b)
{
	bool flag, pin = !bench_pin_low(b, INA3221_MODEL_PIN_POWER_VALID);

	flag = bench_read(b, 0x0f) & PVF;
	assert_int_equal(flag, pin);
	return pin;
}

static bool timing_alert(struct bench *b)
{
	bool flag, low = bench_pin_low(b, INA3221_MODEL_PIN_TIMING_CONTROL);

	flag = bench_read(b, 0x0f) & TCF;
	assert_int_equal(flag, !low);
	return low;
}

CASE(power_is_not_valid_at_power_up)
{
	struct bench b;

	bench_make(&b, 0);
	assert_false(power_valid(&b));
	bench_wait(&b, S);
	assert_false(power_valid(&b));
}

CASE(power_becomes_valid_when_all_three_rails_reach_the_upper_limit)
{
	struct bench b;

	bench_make(&b, 0);
	set_buses(&b, 10000, 10000, 9992);
	bench_wait(&b, S);
	assert_false(power_valid(&b));
	bench_bus_mv(&b, 2, 10000);
	bench_wait(&b, 2 * CYCLE_NS);
	assert_true(power_valid(&b));
}

CASE(power_valid_is_judged_at_the_end_of_a_cycle)
{
	struct bench b;

	bench_make(&b, 0);
	set_buses(&b, 12000, 12000, 12000);
	bench_wait(&b, WAKE_NS + CYCLE_NS - 1);
	assert_false(power_valid(&b));
	bench_wait(&b, 1);
	assert_true(power_valid(&b));
}

CASE(valid_power_lasts_down_to_the_lower_limit)
{
	for (unsigned int ch = 0; ch < 3; ch++) {
		struct bench b;

		bench_make(&b, 0);
		set_buses(&b, 12000, 12000, 12000);
		bench_wait(&b, 2 * CYCLE_NS);
		bench_bus_mv(&b, ch, 9000);
		bench_wait(&b, 2 * CYCLE_NS);
		assert_true(power_valid(&b));
		bench_bus_mv(&b, ch, 8992);
		bench_wait(&b, 2 * CYCLE_NS);
		assert_false(power_valid(&b));
		/* between the limits is not enough to come back */
		bench_bus_mv(&b, ch, 9992);
		bench_wait(&b, 2 * CYCLE_NS);
		assert_false(power_valid(&b));
		bench_bus_mv(&b, ch, 10000);
		bench_wait(&b, 2 * CYCLE_NS);
		assert_true(power_valid(&b));
	}
}

CASE(power_valid_wants_the_upper_limit_reached_or_exceeded)
{
	struct bench b;

	bench_make(&b, flip(INA3221_MODEL_SWITCH_PV_UPPER));
	set_buses(&b, 10000, 10000, 10000);
	bench_wait(&b, S);
	assert_false(power_valid(&b));
	set_buses(&b, 10008, 10008, 10008);
	bench_wait(&b, 2 * CYCLE_NS);
	assert_true(power_valid(&b));
}

CASE(power_valid_limits_can_be_programmed)
{
	struct bench b;

	bench_make(&b, 0);
	bench_write(&b, 0x10, 3200);
	bench_write(&b, 0x11, 3000);
	set_buses(&b, 3200, 3200, 3200);
	bench_wait(&b, 2 * CYCLE_NS);
	assert_true(power_valid(&b));
	bench_bus_mv(&b, 1, 2992);
	bench_wait(&b, 2 * CYCLE_NS);
	assert_false(power_valid(&b));
}

CASE(power_valid_looks_at_all_channels_or_at_enabled_ones)
{
	struct bench all, enabled;

	bench_make(&all, 0);
	bench_make(&enabled, flip(INA3221_MODEL_SWITCH_PV_CHANNELS));
	set_buses(&all, 12000, 0, 12000);
	set_buses(&enabled, 12000, 0, 12000);
	bench_write(&all, 0x00, 0x5127);
	bench_write(&enabled, 0x00, 0x5127);
	bench_wait(&all, S);
	bench_wait(&enabled, S);
	assert_false(power_valid(&all));
	assert_true(power_valid(&enabled));
}

CASE(power_valid_stays_while_buses_are_not_converted)
{
	struct bench b;

	bench_make(&b, 0);
	set_buses(&b, 12000, 12000, 12000);
	bench_wait(&b, 2 * CYCLE_NS);
	bench_write(&b, 0x00, 0x7125);
	set_buses(&b, 0, 0, 0);
	bench_wait(&b, S);
	assert_true(power_valid(&b));
	bench_write(&b, 0x00, 0x7126);
	bench_wait(&b, S);
	assert_false(power_valid(&b));
}

CASE(rst_holds_the_pin_until_the_next_judgement)
{
	struct bench b;

	bench_make(&b, 0);
	bench_write(&b, 0x10, 3200);
	bench_write(&b, 0x11, 3000);
	set_buses(&b, 3304, 3304, 3304);
	bench_wait(&b, S);
	bench_write(&b, 0x00, 0x8000);
	assert_int_equal(bench_read(&b, 0x11), 0x2328);
	assert_true(power_valid(&b));
	bench_wait(&b, CYCLE_NS - 1);
	assert_true(power_valid(&b));
	bench_wait(&b, 1);
	assert_false(power_valid(&b));
}

CASE(a_power_cycle_drops_the_pin_at_once)
{
	struct bench b;

	bench_make(&b, 0);
	set_buses(&b, 12000, 12000, 12000);
	bench_wait(&b, 2 * CYCLE_NS);
	ina3221_model_power_on(&b.chip, b.now_ns);
	assert_false(power_valid(&b));
}

CASE(a_late_second_rail_raises_the_timing_alert_after_28_6_ms)
{
	struct bench b;

	bench_make(&b, 0);
	bench_bus_mv(&b, 0, 3000);
	bench_wait(&b, FIRST_BUS_NS + TC_TIMEOUT_NS - 1);
	assert_false(timing_alert(&b));
	bench_wait(&b, 1);
	assert_true(timing_alert(&b));
}

CASE(a_first_rail_that_comes_later_starts_the_time_then)
{
	struct bench b;

	bench_make(&b, 0);
	bench_wait(&b, WAKE_NS + 100 * CYCLE_NS);
	bench_bus_mv(&b, 0, 1200);
	bench_wait(&b, 2200 * US + TC_TIMEOUT_NS - 1);
	assert_false(timing_alert(&b));
	bench_wait(&b, 1);
	assert_true(timing_alert(&b));
}

CASE(a_first_rail_below_1_2_v_starts_nothing)
{
	struct bench b;

	bench_make(&b, 0);
	bench_bus_mv(&b, 0, 1192);
	bench_wait(&b, S);
	assert_false(timing_alert(&b));
}

/* The second rail comes up in time for check @check of five. */
CASE(a_second_rail_in_time_for_any_check_raises_none)
{
	for (unsigned int check = 0; check <= 5; check++) {
		u64 check_ns = FIRST_BUS_NS + 2200 * US + check * CYCLE_NS;
		struct bench b;

		bench_make(&b, 0);
		bench_bus_mv(&b, 0, 3000);
		bench_wait(&b, check_ns - 1100 * US);
		bench_bus_mv(&b, 1, 1200);
		bench_wait(&b, S);
		assert_int_equal(timing_alert(&b), check == 5);
	}
}

CASE(a_second_rail_just_below_1_2_v_is_not_up)
{
	struct bench b;

	bench_make(&b, 0);
	set_buses(&b, 3000, 1192, 0);
	bench_wait(&b, S);
	assert_true(timing_alert(&b));
}

CASE(a_second_rail_that_fails_after_its_check_raises_none)
{
	struct bench b;

	bench_make(&b, 0);
	set_buses(&b, 3000, 3000, 0);
	bench_wait(&b, WAKE_NS + CYCLE_NS);
	bench_bus_mv(&b, 1, 0);
	bench_wait(&b, S);
	assert_false(timing_alert(&b));
}

CASE(any_config_write_before_the_end_disables_timing_control)
{
	static const u64 write_ns[] = { 0, FIRST_BUS_NS + MS, FIRST_BUS_NS + TC_TIMEOUT_NS - 1 };

	for (size_t i = 0; i < ARRAY_SIZE(write_ns); i++) {
		struct bench b;

		bench_make(&b, 0);
		bench_bus_mv(&b, 0, 3000);
		bench_wait(&b, write_ns[i]);
		bench_write(&b, 0x00, 0x7127);
		bench_wait(&b, S);
		assert_false(timing_alert(&b));
	}
}

CASE(other_writes_and_reads_do_not_disturb_timing_control)
{
	struct bench b;

	bench_make(&b, 0);
	bench_bus_mv(&b, 0, 3000);
	bench_wait(&b, 10 * MS);
	bench_write(&b, 0x0f, 0x7c00);
	bench_write(&b, 0x07, 0);
	(void)bench_read(&b, 0x0f);
	bench_wait(&b, FIRST_BUS_NS + TC_TIMEOUT_NS - 10 * MS);
	assert_true(timing_alert(&b));
}

CASE(the_timing_alert_lasts_until_rst_which_starts_it_over)
{
	struct bench b;

	bench_make(&b, 0);
	bench_bus_mv(&b, 0, 3000);
	bench_wait(&b, S);
	(void)bench_read(&b, 0x0f);
	bench_bus_mv(&b, 1, 3000);
	bench_write(&b, 0x00, 0x7127);
	bench_wait(&b, S);
	assert_true(timing_alert(&b));
	bench_write(&b, 0x00, 0x8000);
	assert_false(timing_alert(&b));
	bench_wait(&b, S);
	assert_false(timing_alert(&b));
	bench_bus_mv(&b, 1, 0);
	bench_write(&b, 0x00, 0x8000);
	bench_wait(&b, S);
	assert_true(timing_alert(&b));
	ina3221_model_power_on(&b.chip, b.now_ns);
	assert_false(timing_alert(&b));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(power_is_not_valid_at_power_up),
		cmocka_unit_test(power_becomes_valid_when_all_three_rails_reach_the_upper_limit),
		cmocka_unit_test(power_valid_is_judged_at_the_end_of_a_cycle),
		cmocka_unit_test(valid_power_lasts_down_to_the_lower_limit),
		cmocka_unit_test(power_valid_wants_the_upper_limit_reached_or_exceeded),
		cmocka_unit_test(power_valid_limits_can_be_programmed),
		cmocka_unit_test(power_valid_looks_at_all_channels_or_at_enabled_ones),
		cmocka_unit_test(power_valid_stays_while_buses_are_not_converted),
		cmocka_unit_test(rst_holds_the_pin_until_the_next_judgement),
		cmocka_unit_test(a_power_cycle_drops_the_pin_at_once),
		cmocka_unit_test(a_late_second_rail_raises_the_timing_alert_after_28_6_ms),
		cmocka_unit_test(a_first_rail_that_comes_later_starts_the_time_then),
		cmocka_unit_test(a_first_rail_below_1_2_v_starts_nothing),
		cmocka_unit_test(a_second_rail_in_time_for_any_check_raises_none),
		cmocka_unit_test(a_second_rail_just_below_1_2_v_is_not_up),
		cmocka_unit_test(a_second_rail_that_fails_after_its_check_raises_none),
		cmocka_unit_test(any_config_write_before_the_end_disables_timing_control),
		cmocka_unit_test(other_writes_and_reads_do_not_disturb_timing_control),
		cmocka_unit_test(the_timing_alert_lasts_until_rst_which_starts_it_over),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
