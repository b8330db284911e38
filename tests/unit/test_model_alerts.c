// SPDX-License-Identifier: GPL-2.0-only
/* Critical, warning and sum alerts of the modelled INA3221: section 7.3.2 of SBOS576C. */
#include "model/ina3221_model_switches.h"
#include "tests/unit/model_bench.h"

#define WEN 0x0800
#define CEN 0x0400
#define SF 0x0040

static const u16 cf[3] = { 0x0200, 0x0100, 0x0080 };
static const u16 wf[3] = { 0x0020, 0x0010, 0x0008 };

static u8 critical_limit(unsigned int ch)
{
	return (u8)(0x07 + 2 * ch);
}

static u8 warning_limit(unsigned int ch)
{
	return (u8)(0x08 + 2 * ch);
}

/* The example of table 8-1: 80 mV, CONFIG 4125h and 40DDh; the register is 3E80h. */
CASE(the_datasheet_example_trips_above_80_mv)
{
	static const struct {
		u16 config;
		u64 conversion_ns;
	} rows[] = { { 0x4125, 1100 * US }, { 0x40dd, 588 * US } };

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct bench b;

		bench_make(&b, 0);
		bench_write(&b, 0x07, 0x3e80);
		bench_write(&b, 0x00, rows[i].config);
		bench_shunt_uv(&b, 0, 80000);
		bench_wait(&b, S);
		assert_false(bench_pin_low(&b, INA3221_MODEL_PIN_CRITICAL));
		bench_write(&b, 0x00, rows[i].config);
		bench_shunt_uv(&b, 0, 80040);
		bench_wait(&b, rows[i].conversion_ns - 1);
		assert_false(bench_pin_low(&b, INA3221_MODEL_PIN_CRITICAL));
		bench_wait(&b, 1);
		assert_true(bench_pin_low(&b, INA3221_MODEL_PIN_CRITICAL));
	}
}

CASE(reset_limits_never_trip)
{
	struct bench b;

	bench_make_fast(&b, 0, 0, 0x7000);
	for (unsigned int ch = 0; ch < 3; ch++)
		bench_shunt_uv(&b, ch, 200000);
	bench_wait(&b, S);
	assert_int_equal(bench_flags(&b), 0);
	assert_int_equal(bench_pins(&b) & 3, 3);
}

CASE(a_limit_trips_above_it_or_when_reached)
{
	struct bench above, reached;

	bench_make_fast(&above, 0, 0, 0x7000);
	bench_make_fast(&reached, flip(INA3221_MODEL_SWITCH_LIMIT_COMPARE), 0, 0x7000);
	for (unsigned int ch = 0; ch < 3; ch++) {
		bench_write(&above, critical_limit(ch), 100 << 3);
		bench_write(&above, warning_limit(ch), 100 << 3);
		bench_write(&reached, critical_limit(ch), 100 << 3);
		bench_write(&reached, warning_limit(ch), 100 << 3);
		bench_shunt_uv(&above, ch, 4000);
		bench_shunt_uv(&reached, ch, 4000);
	}
	bench_write(&above, 0x0e, 300 << 1);
	bench_write(&reached, 0x0e, 300 << 1);
	bench_fast_cycle(&above);
	bench_fast_cycle(&reached);
	assert_int_equal(bench_flags(&above), 0);
	assert_int_equal(bench_flags(&reached), 0x03f8);
	for (unsigned int ch = 0; ch < 3; ch++)
		bench_shunt_uv(&above, ch, 4040);
	bench_fast_cycle(&above);
	assert_int_equal(bench_flags(&above), 0x03f8);
}

CASE(limits_can_be_negative)
{
	struct bench b;

	bench_make_fast(&b, 0, 0, 0);
	bench_write(&b, 0x09, 0xfff0); /* -80 uV */
	bench_fast_cycle_at(&b, 1, -120);
	bench_fast_cycle_at(&b, 1, -80);
	(void)bench_flags(&b);
	bench_fast_cycle_at(&b, 1, -80);
	assert_int_equal(bench_flags(&b), 0);
	bench_fast_cycle_at(&b, 1, -40);
	assert_int_equal(bench_flags(&b), cf[1]);
}

CASE(each_channel_has_its_own_limits_and_flags)
{
	for (unsigned int ch = 0; ch < 3; ch++) {
		struct bench b;

		bench_make_fast(&b, 0, 0, 0);
		for (unsigned int other = 0; other < 3; other++)
			bench_shunt_uv(&b, other, 4000);
		bench_write(&b, critical_limit(ch), 99 << 3);
		bench_fast_cycle(&b);
		assert_int_equal(bench_flags(&b), cf[ch]);
		bench_write(&b, critical_limit(ch), 0x7ff8);
		bench_write(&b, warning_limit(ch), 99 << 3);
		bench_fast_cycle(&b);
		assert_int_equal(bench_flags(&b), wf[ch]);
	}
}

CASE(critical_looks_at_single_conversions_and_warning_at_the_average)
{
	struct bench b;

	bench_make_fast(&b, 0, 3, 0);
	bench_write(&b, 0x07, 500 << 3);
	bench_write(&b, 0x08, 500 << 3);
	bench_fast_cycle_at(&b, 0, 1000 * 40);
	assert_int_equal(bench_flags(&b), cf[0]);
	/* 1000 (1 - (63/64)^k) passes 500 after 44.01 cycles: a word of 500 does not trip */
	bench_wait(&b, 43 * FAST_CYCLE_NS);
	assert_int_equal(bench_read(&b, 0x01), 500 << 3);
	assert_int_equal(bench_flags(&b), cf[0]);
	bench_fast_cycle(&b);
	assert_int_equal(bench_flags(&b), cf[0] | wf[0]);
	/* back to 0: critical ends at once, the average is over for one more cycle */
	bench_fast_cycle_at(&b, 0, 0);
	assert_true(bench_read(&b, 0x01) == 500 << 3);
	assert_int_equal(bench_flags(&b), 0);
}

CASE(each_pin_follows_its_own_condition)
{
	struct bench b;

	bench_make_fast(&b, 0, 0, 0);
	bench_write(&b, 0x07, 100 << 3);
	bench_write(&b, 0x08, 50 << 3);
	bench_fast_cycle_at(&b, 0, 51 * 40);
	assert_int_equal(bench_pins(&b) & 3, INA3221_MODEL_PIN_CRITICAL);
	bench_fast_cycle_at(&b, 0, 101 * 40);
	assert_int_equal(bench_pins(&b) & 3, 0);
	bench_fast_cycle_at(&b, 0, 0);
	assert_int_equal(bench_pins(&b) & 3, 3);
}

CASE(a_transparent_pin_is_not_released_by_a_read)
{
	struct bench b;

	bench_make_fast(&b, 0, 0, 0);
	bench_write(&b, 0x07, 0);
	bench_fast_cycle_at(&b, 0, 4000);
	assert_int_equal(bench_flags(&b), cf[0]);
	assert_true(bench_pin_low(&b, INA3221_MODEL_PIN_CRITICAL));
}

CASE(transparent_flags_wait_to_be_read_or_follow)
{
	struct bench sticky, follow;

	bench_make_fast(&sticky, 0, 0, 0);
	bench_make_fast(&follow, flip(INA3221_MODEL_SWITCH_TRANSPARENT_FLAGS), 0, 0);
	bench_write(&sticky, 0x07, 0);
	bench_write(&follow, 0x07, 0);
	bench_fast_cycle_at(&sticky, 0, 4000);
	bench_fast_cycle_at(&follow, 0, 4000);
	bench_fast_cycle_at(&sticky, 0, 0);
	bench_fast_cycle_at(&follow, 0, 0);
	assert_int_equal(bench_flags(&sticky), cf[0]);
	assert_int_equal(bench_flags(&follow), 0);
	assert_false(bench_pin_low(&sticky, INA3221_MODEL_PIN_CRITICAL));
}

CASE(following_flags_are_sticky_once_latched)
{
	struct bench b;

	bench_make_fast(&b, flip(INA3221_MODEL_SWITCH_TRANSPARENT_FLAGS), 0, CEN | WEN);
	bench_write(&b, 0x07, 0);
	bench_write(&b, 0x08, 0);
	bench_fast_cycle_at(&b, 0, 4000);
	bench_fast_cycle_at(&b, 0, 0);
	assert_int_equal(bench_flags(&b), cf[0] | wf[0]);
}

CASE(a_latched_pin_stays_low_until_mask_enable_is_read)
{
	struct bench b;

	bench_make_fast(&b, 0, 0, CEN | WEN);
	bench_write(&b, 0x07, 0);
	bench_write(&b, 0x08, 0);
	bench_fast_cycle_at(&b, 0, 4000);
	bench_fast_cycle_at(&b, 0, 0);
	bench_wait(&b, S);
	assert_int_equal(bench_pins(&b) & 3, 0);
	(void)bench_read(&b, 0x01);
	bench_write(&b, 0x0f, CEN | WEN);
	assert_int_equal(bench_pins(&b) & 3, 0);
	assert_int_equal(bench_flags(&b), cf[0] | wf[0]);
	assert_int_equal(bench_pins(&b) & 3, 3);
}

CASE(each_latch_bit_governs_its_own_pin)
{
	static const u16 masks[2] = { CEN, WEN };
	static const u8 low[2] = { INA3221_MODEL_PIN_CRITICAL, INA3221_MODEL_PIN_WARNING };

	for (int i = 0; i < 2; i++) {
		struct bench b;

		bench_make_fast(&b, 0, 0, masks[i]);
		bench_write(&b, 0x07, 0);
		bench_write(&b, 0x08, 0);
		bench_fast_cycle_at(&b, 0, 4000);
		bench_fast_cycle_at(&b, 0, 0);
		assert_int_equal(~bench_pins(&b) & 3, low[i]);
	}
}

CASE(a_latched_pin_returns_with_the_next_conversion_that_is_over)
{
	struct bench b;

	bench_make_fast(&b, 0, 0, CEN | WEN);
	bench_write(&b, 0x07, 0);
	bench_fast_cycle_at(&b, 0, 4000);
	(void)bench_flags(&b);
	assert_false(bench_pin_low(&b, INA3221_MODEL_PIN_CRITICAL));
	bench_wait(&b, 140 * US - 1);
	assert_false(bench_pin_low(&b, INA3221_MODEL_PIN_CRITICAL));
	bench_wait(&b, 1);
	assert_true(bench_pin_low(&b, INA3221_MODEL_PIN_CRITICAL));
}

CASE(a_read_can_be_made_to_hold_a_pin_whose_condition_lasts)
{
	struct bench b;

	bench_make_fast(&b, flip(INA3221_MODEL_SWITCH_LATCH_RELEASE), 0, CEN | WEN);
	bench_write(&b, 0x07, 0);
	bench_fast_cycle_at(&b, 0, 4000);
	assert_int_equal(bench_flags(&b), cf[0]);
	assert_int_equal(bench_flags(&b), 0);
	assert_true(bench_pin_low(&b, INA3221_MODEL_PIN_CRITICAL));
	bench_fast_cycle_at(&b, 0, 0);
	assert_false(bench_pin_low(&b, INA3221_MODEL_PIN_CRITICAL));
}

CASE(a_pin_held_by_its_condition_is_latched_all_the_same)
{
	struct bench b;

	bench_make_fast(&b, flip(INA3221_MODEL_SWITCH_LATCH_RELEASE), 0, CEN | WEN);
	bench_write(&b, 0x07, 0);
	bench_fast_cycle_at(&b, 0, 4000);
	bench_fast_cycle_at(&b, 0, 0);
	assert_true(bench_pin_low(&b, INA3221_MODEL_PIN_CRITICAL));
	assert_int_equal(bench_flags(&b), cf[0]);
	assert_false(bench_pin_low(&b, INA3221_MODEL_PIN_CRITICAL));
}

CASE(only_latched_alerts_answer_the_alert_response_address)
{
	static const u16 masks[] = { 0, CEN, WEN, CEN | WEN };

	for (size_t i = 0; i < ARRAY_SIZE(masks); i++) {
		struct bench b;

		bench_make_fast(&b, 0, 0, masks[i]);
		assert_false(ina3221_model_alert_pending(&b.chip, b.now_ns));
		bench_write(&b, 0x07, 0);
		bench_fast_cycle_at(&b, 0, 4000);
		assert_int_equal(ina3221_model_alert_pending(&b.chip, b.now_ns),
				 !!(masks[i] & CEN));
		bench_write(&b, 0x07, 0x7ff8);
		bench_write(&b, 0x08, 0);
		bench_fast_cycle(&b);
		(void)bench_flags(&b);
		bench_fast_cycle(&b);
		assert_int_equal(ina3221_model_alert_pending(&b.chip, b.now_ns),
				 !!(masks[i] & WEN));
	}
}

CASE(an_unpowered_chip_does_not_answer_for_alerts)
{
	struct bench b;

	bench_make_fast(&b, 0, 0, CEN);
	bench_write(&b, 0x07, 0);
	bench_fast_cycle_at(&b, 0, 4000);
	ina3221_model_power_off(&b.chip, b.now_ns);
	assert_false(ina3221_model_alert_pending(&b.chip, b.now_ns));
}

CASE(an_answered_alert_keeps_the_pin_or_releases_it)
{
	struct bench keep, release;

	bench_make_fast(&keep, 0, 0, CEN);
	bench_make_fast(&release, flip(INA3221_MODEL_SWITCH_ALERT_RESPONSE), 0, CEN);
	bench_write(&keep, 0x07, 0);
	bench_write(&release, 0x07, 0);
	bench_fast_cycle_at(&keep, 0, 4000);
	bench_fast_cycle_at(&release, 0, 4000);
	ina3221_model_alert_answered(&keep.chip);
	ina3221_model_alert_answered(&release.chip);
	assert_true(bench_pin_low(&keep, INA3221_MODEL_PIN_CRITICAL));
	assert_false(bench_pin_low(&release, INA3221_MODEL_PIN_CRITICAL));
	assert_false(ina3221_model_alert_pending(&release.chip, release.now_ns));
	assert_int_equal(bench_flags(&keep), cf[0]);
	/* the flag is still there, and the condition pulls the pin again */
	bench_fast_cycle(&release);
	assert_true(bench_pin_low(&release, INA3221_MODEL_PIN_CRITICAL));
	ina3221_model_alert_answered(&release.chip);
	assert_int_equal(bench_flags(&release), cf[0]);
}

CASE(an_answer_does_not_silence_alerts_that_come_later)
{
	struct bench b;

	bench_make_fast(&b, flip(INA3221_MODEL_SWITCH_ALERT_RESPONSE), 0, CEN);
	bench_write(&b, 0x07, 0);
	bench_write(&b, 0x09, 0);
	bench_fast_cycle_at(&b, 0, 4000);
	ina3221_model_alert_answered(&b.chip);
	bench_shunt_uv(&b, 0, 0);
	bench_fast_cycle_at(&b, 1, 4000);
	assert_true(bench_pin_low(&b, INA3221_MODEL_PIN_CRITICAL));
	assert_int_equal(bench_flags(&b), cf[0] | cf[1]);
}

CASE(rst_lifts_every_alert)
{
	struct bench b;

	bench_make_fast(&b, 0, 0, 0x7000 | CEN | WEN);
	bench_write(&b, 0x07, 0);
	bench_write(&b, 0x08, 0);
	bench_write(&b, 0x0e, 0);
	bench_fast_cycle_at(&b, 0, 4000);
	assert_int_equal(bench_pins(&b) & 3, 0);
	bench_write(&b, 0x00, 0x8000);
	assert_int_equal(bench_pins(&b) & 3, 3);
	assert_int_equal(bench_flags(&b), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_datasheet_example_trips_above_80_mv),
		cmocka_unit_test(reset_limits_never_trip),
		cmocka_unit_test(a_limit_trips_above_it_or_when_reached),
		cmocka_unit_test(limits_can_be_negative),
		cmocka_unit_test(each_channel_has_its_own_limits_and_flags),
		cmocka_unit_test(critical_looks_at_single_conversions_and_warning_at_the_average),
		cmocka_unit_test(each_pin_follows_its_own_condition),
		cmocka_unit_test(a_transparent_pin_is_not_released_by_a_read),
		cmocka_unit_test(transparent_flags_wait_to_be_read_or_follow),
		cmocka_unit_test(following_flags_are_sticky_once_latched),
		cmocka_unit_test(a_latched_pin_stays_low_until_mask_enable_is_read),
		cmocka_unit_test(each_latch_bit_governs_its_own_pin),
		cmocka_unit_test(a_latched_pin_returns_with_the_next_conversion_that_is_over),
		cmocka_unit_test(a_read_can_be_made_to_hold_a_pin_whose_condition_lasts),
		cmocka_unit_test(a_pin_held_by_its_condition_is_latched_all_the_same),
		cmocka_unit_test(only_latched_alerts_answer_the_alert_response_address),
		cmocka_unit_test(an_unpowered_chip_does_not_answer_for_alerts),
		cmocka_unit_test(an_answered_alert_keeps_the_pin_or_releases_it),
		cmocka_unit_test(an_answer_does_not_silence_alerts_that_come_later),
		cmocka_unit_test(rst_lifts_every_alert),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
