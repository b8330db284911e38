// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reading whole cycles off a chip without a data-ready pin. The chip is the
 * model, whose inputs carry the number of the cycle that measures them: words
 * of one cycle are those that read the same.
 */
#include "core/ina3221_phase.h"
#include "core/ina3221_scan.h"
#include "tests/unit/model_bench.h"

#define CONFIG_DEFAULT 0x7127
#define MASK_SUM_OF_ALL 0x7000
/* A word with its pointer, 47 clocks, at 400 kHz, 100 kHz and 2.44 MHz. */
#define WORD_FAST_NS 118000
#define WORD_SLOW_NS 470000
#define WORD_HIGH_SPEED_NS 19300

/** struct reader - a chip, a bus, and what one knows of the chip's clock */
struct reader {
	struct ina3221_model chip;
	struct ina3221_phase phase;
	struct ina3221_plan plan;
	u64 now_ns;
	u64 word_ns;
	u16 config;
	u16 word[INA3221_SCAN_WORDS];
	u64 begin_ns;
	u64 done_ns[INA3221_SCAN_WORDS];
	unsigned int flag_reads;
	unsigned int starts;
	unsigned int seed;
};

static s32 number_of_cycle_uv(void *context, unsigned int channel, enum ina3221_quantity quantity,
			      u64 time_ns)
{
	struct reader *r = context;
	s32 number = (s32)(r->chip.counters.cycles % 2000);

	(void)channel;
	(void)time_ns;
	return number * (quantity == SHUNT ? 40 : 8000);
}

static void write_config(struct reader *r)
{
	u64 begin_ns = r->now_ns;

	r->starts++;
	r->now_ns += r->word_ns;
	ina3221_model_write(&r->chip, r->now_ns, INA3221_REG_CONFIG, r->config);
	ina3221_phase_started(&r->phase, r->config, begin_ns, r->now_ns);
}

static void make(struct reader *r, s32 oscillator_ppm, u16 config, u64 word_ns)
{
	struct ina3221_options options = {
		.inputs = { .value_uv = number_of_cycle_uv, .context = r },
		.oscillator_ppm = oscillator_ppm,
	};

	memset(r, 0, sizeof(*r));
	r->config = config;
	r->word_ns = word_ns;
	r->now_ns = S;
	r->seed = 1;
	ina3221_model_init(&r->chip, &options, r->now_ns);
	ina3221_phase_init(&r->phase);
	ina3221_plan_make(&r->plan, config, 0);
	write_config(r);
}

static u16 read_word(struct reader *r, u8 reg)
{
	r->now_ns += r->word_ns;
	return ina3221_model_read(&r->chip, r->now_ns, reg);
}

static bool read_flags(struct reader *r)
{
	u64 begin_ns = r->now_ns;
	bool ready = read_word(r, INA3221_REG_MASK_ENABLE) & INA3221_MASK_CVRF;

	r->flag_reads++;
	ina3221_phase_observe(&r->phase, begin_ns, r->now_ns, ready);
	return ready;
}

static void read_plan(struct reader *r)
{
	r->begin_ns = r->now_ns;
	for (unsigned int i = 0; i < r->plan.count; i++) {
		r->word[i] = read_word(r, r->plan.reg[i]);
		r->done_ns[i] = r->now_ns;
	}
}

/* Wait for the end of a cycle and read it; true if all of it was in time. */
static bool scan_or_learn(struct reader *r, bool learn)
{
	struct ina3221_aim aim;
	bool ready;

	for (unsigned int tries = 0; tries < 64; tries++) {
		aim = ina3221_phase_aim(&r->phase, r->now_ns, learn);
		r->now_ns = max(r->now_ns, aim.at_ns);
		if (aim.certain)
			read_plan(r);
		ready = read_flags(r);
		if (ready && !aim.certain)
			read_plan(r);
		if (ready)
			return ina3221_plan_held(&r->plan, &r->phase, aim.edge_min_ns, r->done_ns);
	}
	fail_msg("no cycle ended in 64 looks");
	return false;
}

static bool scan(struct reader *r)
{
	return scan_or_learn(r, false);
}

static void calibrate(struct reader *r)
{
	for (unsigned int i = 0; i < 16 && !ina3221_phase_tuned(&r->phase); i++)
		scan_or_learn(r, true);
}

/* As a reader does that comes by at any time. */
static bool scan_when_asked(struct reader *r)
{
	if (!ina3221_phase_near(&r->phase, r->now_ns))
		write_config(r);
	return scan(r);
}

static bool all_of_one_cycle(const struct reader *r)
{
	u16 number = r->word[0] >> INA3221_COUNT_SHIFT;

	for (unsigned int i = 1; i < r->plan.count; i++)
		if (r->word[i] >> INA3221_COUNT_SHIFT != number)
			return false;
	return true;
}

static void idle(struct reader *r, u64 at_most_ns)
{
	r->seed = r->seed * 1103515245 + 12345;
	r->now_ns += (r->seed >> 8) * at_most_ns >> 24;
}

static const s32 oscillators_ppm[] = { -100000, -30000, 0, 1000, 50000, 100000 };
static const u64 words_ns[] = { WORD_HIGH_SPEED_NS, WORD_FAST_NS, WORD_SLOW_NS };

/* Every oscillator, bus and conversion time; @check gets a calibrated reader. */
static void with_every_reader(void (*check)(struct reader *r))
{
	struct reader r;

	for (unsigned int o = 0; o < ARRAY_SIZE(oscillators_ppm); o++)
		for (unsigned int w = 0; w < ARRAY_SIZE(words_ns); w++)
			for (u16 ct = 0; ct < INA3221_CT_STEPS; ct++) {
				make(&r, oscillators_ppm[o],
				     CONFIG_CHANNELS(7) | CONFIG_BUS_CT(ct) | CONFIG_SHUNT_CT(ct) |
					     CONFIG_MODE(7),
				     words_ns[w]);
				calibrate(&r);
				check(&r);
			}
}

/* Does the bus read a word in less than a conversion takes, with room to spare? */
static bool bus_is_fast_enough(const struct reader *r)
{
	return r->word_ns * 4 <= r->phase.step_ns;
}

static void check_held_means_one_cycle(struct reader *r)
{
	for (unsigned int i = 0; i < 60; i++) {
		if (scan_when_asked(r))
			assert_true(all_of_one_cycle(r));
		idle(r, 20ULL * r->phase.cycle_ns);
	}
}

static void words_that_count_as_held_are_all_of_one_cycle(void **state)
{
	(void)state;
	with_every_reader(check_held_means_one_cycle);
}

static void check_fast_bus_holds(struct reader *r)
{
	if (!bus_is_fast_enough(r))
		return;
	for (unsigned int i = 0; i < 60; i++) {
		assert_true(scan_when_asked(r));
		idle(r, 20ULL * r->phase.cycle_ns);
	}
}

static void a_fast_bus_reads_every_scan_whole_once_the_oscillator_is_known(void **state)
{
	(void)state;
	with_every_reader(check_fast_bus_holds);
}

static void check_one_flag_read(struct reader *r)
{
	if (!bus_is_fast_enough(r))
		return;
	for (unsigned int i = 0; i < 30; i++) {
		r->flag_reads = 0;
		scan_when_asked(r);
		assert_in_range(r->flag_reads, 1, 2);
		idle(r, 200ULL * r->phase.cycle_ns);
	}
}

static void a_scan_after_a_long_pause_reads_the_flags_once(void **state)
{
	(void)state;
	with_every_reader(check_one_flag_read);
}

static void check_every_cycle_seen(struct reader *r)
{
	u64 first, missed;

	if (!bus_is_fast_enough(r))
		return;
	r->flag_reads = 0;
	scan(r);
	first = r->chip.counters.cycles;
	for (unsigned int i = 0; i < 500; i++)
		scan(r);
	missed = r->chip.counters.cycles - first - 500;
	assert_in_range(missed, 0, 5);
	assert_in_range(r->flag_reads, 501, 600);
}

static void back_to_back_scans_see_every_cycle_for_few_flag_reads(void **state)
{
	(void)state;
	with_every_reader(check_every_cycle_seen);
}

static void a_scan_at_the_default_setting_takes_eight_reads(void **state)
{
	struct reader r;

	(void)state;
	make(&r, 0, CONFIG_DEFAULT, WORD_FAST_NS);
	calibrate(&r);
	ina3221_plan_make(&r.plan, CONFIG_DEFAULT, MASK_SUM_OF_ALL);
	assert_int_equal(r.plan.count, 7);
	for (unsigned int i = 0; i < 20; i++) {
		idle(&r, 2 * S);
		r.flag_reads = 0;
		assert_true(scan_when_asked(&r));
		assert_int_equal(r.flag_reads, 1);
	}
}

static void scans_without_a_pause_never_restart_the_cycle(void **state)
{
	struct reader r;

	(void)state;
	for (unsigned int o = 0; o < ARRAY_SIZE(oscillators_ppm); o++) {
		make(&r, oscillators_ppm[o], CONFIG_DEFAULT, WORD_FAST_NS);
		calibrate(&r);
		r.starts = 0;
		for (unsigned int i = 0; i < 500; i++)
			assert_true(scan_when_asked(&r));
		assert_int_equal(r.starts, 0);
	}
}

static void scans_every_other_cycle_seldom_restart_it(void **state)
{
	struct reader r;

	(void)state;
	for (unsigned int o = 0; o < ARRAY_SIZE(oscillators_ppm); o++) {
		make(&r, oscillators_ppm[o], CONFIG_DEFAULT, WORD_FAST_NS);
		calibrate(&r);
		r.starts = 0;
		for (unsigned int i = 0; i < 200; i++) {
			assert_true(scan_when_asked(&r));
			r.now_ns += 10 * MS;
		}
		assert_in_range(r.starts, 0, 50);
	}
}

static void an_oscillator_that_became_unknown_is_learnt_by_scanning(void **state)
{
	struct reader r;

	(void)state;
	make(&r, 30000, CONFIG_DEFAULT, WORD_FAST_NS);
	for (unsigned int i = 0; i < 20; i++)
		scan_when_asked(&r);
	r.starts = 0;
	for (unsigned int i = 0; i < 100; i++)
		assert_true(scan_when_asked(&r));
	assert_int_equal(r.starts, 0);
}

static void a_drifting_oscillator_is_followed(void **state)
{
	struct reader r;
	unsigned int held = 0;

	(void)state;
	make(&r, 20000, CONFIG_DEFAULT, WORD_FAST_NS);
	for (unsigned int i = 0; i < 2000; i++) {
		/* 20 ppm a cycle, up to +6 %. */
		r.chip.options.oscillator_ppm = 20000 + (s32)i * 20;
		if (!(i % 100))
			write_config(&r);
		held += scan_when_asked(&r);
		if (held)
			assert_in_range(r.now_ns, S, 20 * S);
	}
	assert_in_range(held, 1900, 2000);
}

static void a_restart_behind_the_readers_back_is_noticed(void **state)
{
	struct reader r;
	unsigned int held = 0;

	(void)state;
	make(&r, 0, CONFIG_DEFAULT, WORD_FAST_NS);
	for (unsigned int i = 0; i < 10; i++)
		scan(&r);
	ina3221_model_write(&r.chip, r.now_ns + 2 * MS, INA3221_REG_CONFIG, CONFIG_DEFAULT);
	for (unsigned int i = 0; i < 20; i++)
		if (scan_when_asked(&r) && i > 4)
			held += all_of_one_cycle(&r);
	assert_int_equal(held, 15);
}

static void without_a_start_the_flag_alone_gives_the_phase(void **state)
{
	struct reader r;

	(void)state;
	make(&r, 0, CONFIG_DEFAULT, WORD_FAST_NS);
	for (unsigned int i = 0; i < 6; i++)
		scan(&r);
	for (unsigned int i = 0; i < 20; i++) {
		idle(&r, S);
		ina3221_phase_forget(&r.phase);
		read_flags(&r);
		r.flag_reads = 0;
		scan(&r);
		/* Looks half a conversion apart, over a cycle of six. */
		assert_in_range(r.flag_reads, 1, 13);
		assert_true(scan(&r));
		assert_true(all_of_one_cycle(&r));
	}
}

static void a_converter_that_is_off_has_no_phase(void **state)
{
	struct ina3221_phase phase;

	(void)state;
	ina3221_phase_init(&phase);
	assert_false(ina3221_phase_near(&phase, S));
	ina3221_phase_started(&phase, 0x7120, S, S + 1);
	assert_false(ina3221_phase_near(&phase, S));
	ina3221_phase_observe(&phase, 2 * S, 2 * S + 1, true);
	assert_false(ina3221_phase_near(&phase, 2 * S));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_that_count_as_held_are_all_of_one_cycle),
		cmocka_unit_test(a_fast_bus_reads_every_scan_whole_once_the_oscillator_is_known),
		cmocka_unit_test(a_scan_after_a_long_pause_reads_the_flags_once),
		cmocka_unit_test(back_to_back_scans_see_every_cycle_for_few_flag_reads),
		cmocka_unit_test(a_scan_at_the_default_setting_takes_eight_reads),
		cmocka_unit_test(scans_without_a_pause_never_restart_the_cycle),
		cmocka_unit_test(scans_every_other_cycle_seldom_restart_it),
		cmocka_unit_test(an_oscillator_that_became_unknown_is_learnt_by_scanning),
		cmocka_unit_test(a_drifting_oscillator_is_followed),
		cmocka_unit_test(a_restart_behind_the_readers_back_is_noticed),
		cmocka_unit_test(without_a_start_the_flag_alone_gives_the_phase),
		cmocka_unit_test(a_converter_that_is_off_has_no_phase),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
