// SPDX-License-Identifier: GPL-2.0-only
/*
 * Averaging of the modelled INA3221 (section 7.4 of SBOS576C): the closed
 * form of its step response, 1 - (1 - 1/N)^k, and what a real chip did.
 */
#include <math.h>

#include "model/ina3221_model_switches.h"
#include "tests/unit/model_bench.h"

#define REAL_TRACE "../shared/data/jetson-orin-nx-vdd-in.csv"
#define REAL_POINTS 86 /* the first second */
#define ACCUMULATOR_ONE 65536.0

static const unsigned int samples[8] = { 1, 4, 16, 64, 128, 256, 512, 1024 };

/* 840 us cycles of six conversions averaged over samples[avg]. */
static u16 fast_config(unsigned int avg)
{
	return CONFIG_CHANNELS(7) | CONFIG_AVG(avg) | CONFIG_MODE(7);
}

/* A chip awake, filter at 0, about to start its first cycle. */
static void make_filter(struct bench *b, unsigned int avg, u32 alternatives)
{
	bench_make(b, alternatives);
	bench_write(b, 0x00, fast_config(avg));
	bench_wait(b, WAKE_NS);
}

static double average_counts(const struct bench *b, unsigned int ch, enum ina3221_model_quantity q)
{
	return b->chip.signals.accumulator[ch][q] / ACCUMULATOR_ONE;
}

static double step_response(unsigned int n, unsigned int k)
{
	return 1 - pow(1 - 1.0 / n, k);
}

CASE(a_step_follows_the_closed_form_at_every_divisor)
{
	for (unsigned int avg = 0; avg < 8; avg++) {
		struct bench b;

		make_filter(&b, avg, 0);
		bench_shunt_uv(&b, 1, 4000 * 40);
		bench_bus_mv(&b, 2, -4000 * 8);
		for (unsigned int k = 1; k <= 3 * samples[avg]; k++) {
			double expected = 4000 * step_response(samples[avg], k);

			bench_wait(&b, 840 * US);
			assert_true(fabs(average_counts(&b, 1, SHUNT) - expected) < 0.02);
			assert_true(fabs(average_counts(&b, 2, BUS) + expected) < 0.02);
			assert_true(fabs((s16)bench_read(&b, 0x03) / 8.0 - expected) < 0.53);
		}
	}
}

/* Cycles until all but 1/4096 of a step has arrived, and time constants. */
CASE(settling_takes_the_cycles_of_the_reference_table)
{
	static const struct {
		double tau;
		unsigned int settled;
	} rows[8] = {
		{ 0, 1 },	 { 3.5, 29 },	  { 15.5, 129 },   { 63.5, 528 },
		{ 127.5, 1061 }, { 255.5, 2125 }, { 511.5, 4255 }, { 1023.5, 8513 },
	};

	for (unsigned int avg = 1; avg < 8; avg++) {
		unsigned int k = 0, tau = 0;
		struct bench b;

		make_filter(&b, avg, 0);
		bench_shunt_uv(&b, 0, 4095 * 40);
		while (average_counts(&b, 0, SHUNT) < 4095 * (1 - 1 / 4096.0)) {
			bench_wait(&b, 840 * US);
			k++;
			if (average_counts(&b, 0, SHUNT) < 4095 * (1 - exp(-1)))
				tau = k;
			assert_true(k < 9000);
		}
		assert_true(fabs((double)k - rows[avg].settled) <= 1 + rows[avg].settled / 500.0);
		assert_true(fabs(tau + 0.5 - rows[avg].tau) <= 1);
	}
}

CASE(without_averaging_each_conversion_is_the_output)
{
	struct bench b;

	make_filter(&b, 0, 0);
	for (s32 count = -4096; count <= 4095; count += 63) {
		bench_shunt_uv(&b, 0, count * 40);
		bench_wait(&b, 840 * US);
		assert_int_equal((s16)bench_read(&b, 0x01) >> 3, count);
	}
}

CASE(a_constant_input_is_reached_exactly_from_both_sides)
{
	static const s32 from[] = { 0, 4095, -4096 };
	static const s32 to[] = { 1, -1, 1000, 4095, -4096 };

	for (unsigned int avg = 1; avg < 8; avg++)
		for (size_t i = 0; i < ARRAY_SIZE(from); i++)
			for (size_t j = 0; j < ARRAY_SIZE(to); j++) {
				struct bench b;

				make_filter(&b, 0, 0);
				bench_shunt_uv(&b, 0, from[i] * 40);
				bench_wait(&b, 840 * US);
				bench_write(&b, 0x00, fast_config(avg));
				bench_shunt_uv(&b, 0, to[j] * 40);
				bench_wait(&b, 60 * S);
				assert_int_equal((s16)bench_read(&b, 0x01) >> 3, to[j]);
			}
}

CASE(averages_rise_from_zero_or_start_at_the_first_sample)
{
	struct bench zero, first;

	make_filter(&zero, 3, 0);
	make_filter(&first, 3, flip(INA3221_MODEL_SWITCH_SEED));
	bench_shunt_uv(&zero, 0, 640 * 40);
	bench_shunt_uv(&first, 0, 640 * 40);
	bench_wait(&zero, 840 * US);
	bench_wait(&first, 840 * US);
	assert_int_equal(bench_read(&zero, 0x01), 10 << 3);
	assert_int_equal(bench_read(&first, 0x01), 640 << 3);
	bench_shunt_uv(&first, 0, 0);
	bench_wait(&first, 840 * US);
	assert_int_equal(bench_read(&first, 0x01), 630 << 3);
}

CASE(a_config_write_keeps_or_clears_the_averages)
{
	struct bench keep, clear;

	make_filter(&keep, 0, 0);
	make_filter(&clear, 0, flip(INA3221_MODEL_SWITCH_CONFIG_WRITE));
	bench_shunt_uv(&keep, 0, 640 * 40);
	bench_shunt_uv(&clear, 0, 640 * 40);
	bench_wait(&keep, 840 * US);
	bench_wait(&clear, 840 * US);
	bench_write(&keep, 0x00, fast_config(3));
	bench_write(&clear, 0x00, fast_config(3));
	assert_int_equal(bench_read(&clear, 0x01), 640 << 3);
	bench_wait(&keep, 840 * US);
	bench_wait(&clear, 840 * US);
	assert_int_equal(bench_read(&keep, 0x01), 640 << 3);
	assert_int_equal(bench_read(&clear, 0x01), 10 << 3);
}

CASE(cleared_averages_start_at_the_first_sample_if_that_is_the_switch)
{
	struct bench b;

	make_filter(&b, 0,
		    flip(INA3221_MODEL_SWITCH_CONFIG_WRITE) | flip(INA3221_MODEL_SWITCH_SEED));
	bench_shunt_uv(&b, 0, 640 * 40);
	bench_wait(&b, 840 * US);
	bench_write(&b, 0x00, fast_config(7));
	bench_shunt_uv(&b, 0, 320 * 40);
	bench_wait(&b, 840 * US);
	assert_int_equal(bench_read(&b, 0x01), 320 << 3);
}

/* One step of 1/4 of 2 counts: 0.5, which nearest makes 1 and cutting makes 0. */
CASE(the_output_is_rounded_or_cut)
{
	struct bench nearest, cut;

	make_filter(&nearest, 1, 0);
	make_filter(&cut, 1, flip(INA3221_MODEL_SWITCH_ROUNDING));
	bench_shunt_uv(&nearest, 0, 2 * 40);
	bench_shunt_uv(&cut, 0, 2 * 40);
	bench_wait(&nearest, 840 * US);
	bench_wait(&cut, 840 * US);
	assert_int_equal(bench_read(&nearest, 0x01), 1 << 3);
	assert_int_equal(bench_read(&cut, 0x01), 0);
}

/* 10 bits are the least that let a step of 1 LSB move an average of 1024. */
CASE(a_narrow_accumulator_stops_half_an_lsb_short)
{
	struct bench wide, narrow;
	double narrow_error;

	make_filter(&wide, 7, 0);
	make_filter(&narrow, 7, flip(INA3221_MODEL_SWITCH_ACCUMULATOR));
	bench_shunt_uv(&wide, 0, 100 * 40);
	bench_shunt_uv(&narrow, 0, 100 * 40);
	bench_wait(&wide, 60 * S);
	bench_wait(&narrow, 60 * S);
	assert_true(fabs(average_counts(&wide, 0, SHUNT) - 100) < 0.01);
	narrow_error = 100 - narrow.chip.signals.accumulator[0][SHUNT] / 1024.0;
	assert_true(narrow_error > 0.4 && narrow_error <= 0.5);
}

CASE(a_single_shot_takes_one_step_of_the_filter)
{
	struct bench b;

	bench_make(&b, 0);
	bench_shunt_uv(&b, 0, 640 * 40);
	for (unsigned int shot = 1; shot <= 3; shot++) {
		bench_write(&b, 0x00, CONFIG_CHANNELS(7) | CONFIG_AVG(3) | CONFIG_MODE(3));
		bench_wait(&b, WAKE_NS + 840 * US);
		assert_int_equal((s16)bench_read(&b, 0x01) >> 3,
				 lround(640 * step_response(64, shot)));
	}
}

CASE(changing_the_divisor_changes_the_weight_and_not_the_average)
{
	struct bench b;

	make_filter(&b, 0, 0);
	bench_shunt_uv(&b, 0, 1024 * 40);
	bench_wait(&b, 840 * US);
	bench_shunt_uv(&b, 0, 0);
	bench_write(&b, 0x00, fast_config(7));
	bench_wait(&b, 840 * US);
	assert_int_equal(bench_read(&b, 0x01), 1023 << 3);
	bench_write(&b, 0x00, fast_config(1));
	bench_wait(&b, 840 * US);
	assert_int_equal((s16)bench_read(&b, 0x01) >> 3, lround(1023 * 0.75));
}

struct reading {
	u64 time_ns;
	double counts;
};

static bool real_trace_is_there(void)
{
	FILE *file = fopen(REAL_TRACE, "r");

	if (file)
		fclose(file);
	return file;
}

static void load_real_trace(struct reading *readings)
{
	FILE *file = fopen(REAL_TRACE, "r");
	char line[64];
	size_t i = 0;

	assert_non_null(file);
	assert_non_null(fgets(line, sizeof(line), file));
	for (; i < REAL_POINTS && fgets(line, sizeof(line), file); i++) {
		char *rest;
		double seconds = strtod(line, &rest);
		const char *ma = strrchr(rest, ',');

		assert_non_null(ma);
		readings[i] = (struct reading){ (u64)(seconds * 1e9), strtod(ma + 1, NULL) / 8 };
	}
	fclose(file);
	assert_int_equal(i, REAL_POINTS);
}

/*
 * Residual, in LSB rms, of the real readings against a filter that has settled
 * at one level when the load steps to another. Half an LSB of noise stands in
 * for the real input's, which is what lets a level lie between two counts.
 */
static double residual(const struct reading *real, unsigned int avg, double from, double to)
{
	double sum = 0;
	struct bench b;

	bench_make(&b, 0);
	bench_shunt_uv(&b, 0, (s32)(from * 40));
	b.input[0][SHUNT].noise_uv = 20;
	bench_wait(&b, WAKE_NS + CYCLE_NS);
	bench_write(&b, 0x00, 0x7127 | CONFIG_AVG(avg));
	b.chip.signals.accumulator[0][SHUNT] = (s32)(from * ACCUMULATOR_ONE);
	bench_shunt_uv(&b, 0, (s32)(to * 40));
	b.input[0][SHUNT].noise_uv = 20;
	for (size_t i = 0; i < REAL_POINTS; i++) {
		double error;

		bench_wait(&b, real[i].time_ns - (i ? real[i - 1].time_ns : 0));
		error = average_counts(&b, 0, SHUNT) - real[i].counts;
		sum += error * error;
	}
	return sqrt(sum / REAL_POINTS);
}

/* The best that any pair of levels around the real ones achieves. */
static double best_residual(const struct reading *real, unsigned int avg)
{
	double best = INFINITY;

	for (int from = 4 * 143; from <= 4 * 147; from++)
		for (int to = 4 * 119; to <= 4 * 127; to++)
			best = fmin(best, residual(real, avg, from / 4.0, to / 4.0));
	return best;
}

CASE(the_step_response_of_a_real_chip_is_that_of_64_samples)
{
	struct reading real[REAL_POINTS] = { 0 };
	double best;

	load_real_trace(real);
	best = best_residual(real, 3);
	print_message("# residual with 64 samples: %.3f LSB rms\n", best);
	assert_true(best <= 0.30);
	assert_true(best_residual(real, 2) > 0.6);
	assert_true(best_residual(real, 4) > 0.4);
}

/* cmocka calls a skipped case "not ok", which fails it: its name has to say so. */
CASE(is_skipped)
{
}

int main(void)
{
	struct CMUnitTest real =
		cmocka_unit_test(the_step_response_of_a_real_chip_is_that_of_64_samples);

	if (!real_trace_is_there()) {
		real.name = "the_step_response_of_a_real_chip # SKIP no file " REAL_TRACE;
		real.test_func = is_skipped;
	}

	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_step_follows_the_closed_form_at_every_divisor),
		cmocka_unit_test(settling_takes_the_cycles_of_the_reference_table),
		cmocka_unit_test(without_averaging_each_conversion_is_the_output),
		cmocka_unit_test(a_constant_input_is_reached_exactly_from_both_sides),
		cmocka_unit_test(averages_rise_from_zero_or_start_at_the_first_sample),
		cmocka_unit_test(a_config_write_keeps_or_clears_the_averages),
		cmocka_unit_test(cleared_averages_start_at_the_first_sample_if_that_is_the_switch),
		cmocka_unit_test(the_output_is_rounded_or_cut),
		cmocka_unit_test(a_narrow_accumulator_stops_half_an_lsb_short),
		cmocka_unit_test(a_single_shot_takes_one_step_of_the_filter),
		cmocka_unit_test(changing_the_divisor_changes_the_weight_and_not_the_average),
		real,
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
