// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reading each cycle over a bus that is hardly faster than the chip. The chip is
 * the model, whose inputs carry the number of the cycle that measures them: words
 * of one cycle are those that read the same.
 */
#include "core/ina3221_window.h"
#include "tests/unit/model_bench.h"

/* 47 clocks at 400 kHz, 100 kHz and 2.44 MHz. */
#define WORD_FAST_NS 117500
#define WORD_SLOW_NS 470000
#define WORD_HIGH_SPEED_NS 19300
/* What a processor does between one scan and the next. */
#define WORK_NS 70000

/** struct streamer - a chip, a bus, and who reads the one over the other */
struct streamer {
	struct ina3221_model chip;
	struct ina3221_phase phase;
	struct ina3221_plan plan;
	struct ina3221_stream stream;
	u64 now_ns;
	u32 word_ns;
	u16 word[INA3221_SCAN_WORDS];
	unsigned int seed;
};

static s32 number_of_cycle_uv(void *context, unsigned int channel, enum ina3221_quantity quantity,
			      u64 time_ns)
{
	struct streamer *s = context;
	s32 number = (s32)(s->chip.counters.cycles % 4000);

	(void)channel;
	(void)time_ns;
	return number * (quantity == SHUNT ? 40 : 8000);
}

static void make(struct streamer *s, s32 oscillator_ppm, u16 config, u32 word_ns)
{
	struct ina3221_options options = {
		.inputs = { .value_uv = number_of_cycle_uv, .context = s },
		.oscillator_ppm = oscillator_ppm,
	};

	memset(s, 0, sizeof(*s));
	s->word_ns = word_ns;
	s->stream.word_ns = word_ns;
	s->now_ns = S + word_ns;
	s->seed = 1;
	ina3221_model_init(&s->chip, &options, S);
	ina3221_phase_init(&s->phase);
	ina3221_plan_make(&s->plan, config, 0);
	ina3221_model_write(&s->chip, s->now_ns, INA3221_REG_CONFIG, config);
	ina3221_phase_started(&s->phase, config, S, s->now_ns);
}

static u16 config_of(unsigned int bus_ct, unsigned int shunt_ct)
{
	return CONFIG_CHANNELS(7) | CONFIG_BUS_CT(bus_ct) | CONFIG_SHUNT_CT(shunt_ct) |
	       CONFIG_MODE(7);
}

static u16 read_word(struct streamer *s, u8 reg)
{
	s->now_ns += s->word_ns;
	return ina3221_model_read(&s->chip, s->now_ns, reg);
}

static bool read_flags(struct streamer *s)
{
	u64 begin_ns = s->now_ns;
	bool ready = read_word(s, INA3221_REG_MASK_ENABLE) & INA3221_MASK_CVRF;

	ina3221_phase_observe(&s->phase, begin_ns, s->now_ns, ready);
	return ready;
}

/* Asks for the flags at the end of a cycle until it is known well enough when that is. */
static void learn(struct streamer *s)
{
	struct ina3221_aim aim;

	do {
		aim = ina3221_phase_aim(&s->phase, s->now_ns, false);
		s->now_ns = max(s->now_ns, aim.at_ns);
	} while (!read_flags(s));
}

static u64 late(struct streamer *s, u64 at_most_ns)
{
	s->seed = s->seed * 1103515245 + 12345;
	return (s->seed >> 8) * at_most_ns >> 24;
}

/* The words of a plan, and Mask/Enable after them. */
static struct ina3221_transfer read_plan(struct streamer *s, const struct ina3221_plan *plan,
					 u16 *word, bool flags, bool *ended)
{
	struct ina3221_transfer transfer = { .words = plan->count + flags, .word_ns = s->word_ns };

	transfer.begin_ns = s->now_ns;
	for (unsigned int i = 0; i < plan->count; i++)
		word[i] = read_word(s, plan->reg[i]);
	if (flags)
		*ended = read_flags(s);
	transfer.end_ns = s->now_ns;
	return transfer;
}

static bool read_turn(struct streamer *s, const struct ina3221_turn *turn)
{
	bool flags = turn->kind == INA3221_TURN_READ_WITH_FLAGS, ended = true;
	struct ina3221_transfer transfer = read_plan(s, &s->plan, s->word, flags, &ended);

	assert_true(ended || turn->window.over);
	s->stream.had_ns = ina3221_window_edge_ns(&turn->window);
	return ina3221_window_held(&turn->window, &s->plan, &s->phase, &transfer);
}

static bool read_split(struct streamer *s, const struct ina3221_turn *turn)
{
	struct ina3221_window window = turn->window;
	struct ina3221_plan head, tail;
	struct ina3221_transfer first, last;
	bool ended;

	ina3221_plan_split(&s->plan, turn->words, &head, &tail);
	first = read_plan(s, &head, s->word, true, &ended);
	ina3221_window_saw(&window, ended, s->now_ns - s->word_ns, s->now_ns);
	if (!ina3221_window_open(&window, &tail, &s->phase, s->word_ns))
		return false;
	s->now_ns = max(s->now_ns, window.first_ns) + late(s, 30000);
	last = read_plan(s, &tail, s->word + head.count, false, &ended);
	s->stream.had_ns = ina3221_window_edge_ns(&window);
	return ina3221_window_held(&window, &head, &s->phase, &first) &&
	       ina3221_window_held(&window, &tail, &s->phase, &last);
}

/* One scan as it comes; -1 where none was to be had. */
static int scan(struct streamer *s)
{
	struct ina3221_turn turn;
	bool held = false;

	turn = ina3221_stream_turn(&s->stream, &s->plan, &s->phase, s->now_ns);
	s->now_ns = max(s->now_ns, turn.at_ns) + late(s, 30000);
	if (turn.kind == INA3221_TURN_LEARN)
		learn(s);
	else if (turn.kind == INA3221_TURN_SPLIT)
		held = read_split(s, &turn);
	else
		held = read_turn(s, &turn);
	if (!held)
		return -1;
	s->now_ns += WORK_NS;
	for (unsigned int i = 1; i < s->plan.count; i++)
		assert_int_equal(s->word[i] >> INA3221_COUNT_SHIFT,
				 s->word[0] >> INA3221_COUNT_SHIFT);
	return s->word[0] >> INA3221_COUNT_SHIFT;
}

/* So many scans, each of a later cycle than the one before; how many cycles went by? */
static unsigned int cycles_for(struct streamer *s, unsigned int scans)
{
	int first = -1, last = -1, number;

	while (scans > 0) {
		number = scan(s);
		if (number < 0)
			continue;
		assert_true(number > last);
		first = first < 0 ? number : first;
		last = number;
		scans--;
	}
	return (unsigned int)(last - first + 1);
}

static const s32 oscillators_ppm[] = { -100000, -30000, 0, 1000, 50000, 100000 };

/* A scan takes 6 * 117.5 us; work and all, nearly the 815 us of the fastest of these. */
static void a_400_khz_bus_delivers_the_shortest_cycles(void **state)
{
	struct streamer s;

	(void)state;
	for (unsigned int o = 1; o < ARRAY_SIZE(oscillators_ppm); o++) {
		make(&s, oscillators_ppm[o], config_of(0, 0), WORD_FAST_NS);
		cycles_for(&s, 200);
		assert_in_range(cycles_for(&s, 2000), 2000, 2100);
	}
}

static void a_bus_that_cannot_keep_up_delivers_whole_cycles_still(void **state)
{
	struct streamer s;

	(void)state;
	make(&s, -100000, config_of(0, 0), WORD_FAST_NS);
	cycles_for(&s, 200);
	assert_in_range(cycles_for(&s, 1500), 1550, 2500);
}

static void every_conversion_time_is_delivered_whole_and_in_order(void **state)
{
	struct streamer s;

	(void)state;
	for (unsigned int o = 0; o < ARRAY_SIZE(oscillators_ppm); o++)
		for (unsigned int ct = 1; ct < INA3221_CT_STEPS; ct++) {
			make(&s, oscillators_ppm[o], config_of(ct, ct), WORD_FAST_NS);
			cycles_for(&s, 40);
			assert_in_range(cycles_for(&s, 100), 100, 105);
		}
}

/* The end of a long cycle can be told less well, and a short conversion waits for nobody. */
static void unlike_conversion_times_are_delivered_whole_and_in_order(void **state)
{
	struct streamer s;

	(void)state;
	for (unsigned int o = 0; o < ARRAY_SIZE(oscillators_ppm); o++)
		for (unsigned int ct = 1; ct < INA3221_CT_STEPS * INA3221_CT_STEPS; ct++) {
			make(&s, oscillators_ppm[o], config_of(ct % 8, ct / 8), WORD_FAST_NS);
			cycles_for(&s, 40);
			assert_in_range(cycles_for(&s, 100), 100, 110);
		}
}

static void a_fast_bus_delivers_every_cycle(void **state)
{
	struct streamer s;

	(void)state;
	for (unsigned int o = 0; o < ARRAY_SIZE(oscillators_ppm); o++) {
		make(&s, oscillators_ppm[o], config_of(0, 0), WORD_HIGH_SPEED_NS);
		cycles_for(&s, 200);
		assert_in_range(cycles_for(&s, 2000), 2000, 2020);
	}
}

/* Six conversions of 140 us: by the closed form in the head of the header. */
static void the_window_is_what_arithmetic_says(void **state)
{
	struct ina3221_window window;
	struct streamer s;

	(void)state;
	make(&s, 0, config_of(0, 0), WORD_FAST_NS);
	s.phase.slowness_min = 1 << 16;
	s.phase.slowness_max = 1 << 16;
	s.phase.next_min_ns = 2 * S;
	s.phase.next_max_ns = 2 * S;
	assert_true(ina3221_window_next(&window, &s.plan, &s.phase, 0, S, WORD_FAST_NS));
	/* The last word is begun at the end of the cycle, the first read 140 us after it. */
	assert_int_equal(window.first_ns, 2 * S - 5 * WORD_FAST_NS);
	assert_in_range(window.last_ns, 2 * S + 140000 - 2 * WORD_FAST_NS,
			2 * S + 140000 - WORD_FAST_NS);
	assert_int_equal(ina3221_window_edge_ns(&window), 2 * S);
	assert_true(ina3221_window_next(&window, &s.plan, &s.phase, 2 * S, S, WORD_FAST_NS));
	assert_int_equal(ina3221_window_edge_ns(&window), 2 * S + 840000);
}

static void a_bus_slower_than_the_chip_has_no_window(void **state)
{
	struct streamer s;

	(void)state;
	make(&s, 0, config_of(0, 0), WORD_SLOW_NS);
	assert_false(ina3221_window_fits(&s.plan, &s.phase, WORD_SLOW_NS));
	assert_true(ina3221_window_fits(&s.plan, &s.phase, WORD_FAST_NS));
}

static void without_a_phase_there_is_no_window(void **state)
{
	struct ina3221_window window;
	struct streamer s;

	(void)state;
	make(&s, 0, config_of(0, 0), WORD_FAST_NS);
	ina3221_phase_forget(&s.phase);
	assert_false(ina3221_window_next(&window, &s.plan, &s.phase, 0, s.now_ns, WORD_FAST_NS));
}

/* Late by a whole cycle, or early by one word: neither is taken for the cycle. */
static void what_was_read_at_another_time_does_not_count(void **state)
{
	struct ina3221_transfer transfer = { .words = 6, .word_ns = WORD_FAST_NS };
	struct ina3221_window window;
	struct streamer s;

	(void)state;
	make(&s, 0, config_of(0, 0), WORD_FAST_NS);
	assert_true(ina3221_window_fits(&s.plan, &s.phase, WORD_FAST_NS));
	s.phase.slowness_min = 1 << 16;
	s.phase.slowness_max = 1 << 16;
	assert_true(ina3221_window_next(&window, &s.plan, &s.phase, 0, s.now_ns, WORD_FAST_NS));
	transfer.begin_ns = window.first_ns;
	transfer.end_ns = transfer.begin_ns + 6 * WORD_FAST_NS;
	assert_true(ina3221_window_held(&window, &s.plan, &s.phase, &transfer));
	transfer.begin_ns -= WORD_FAST_NS;
	assert_false(ina3221_window_held(&window, &s.plan, &s.phase, &transfer));
	transfer.begin_ns = window.last_ns;
	transfer.end_ns = window.last_ns + 6 * WORD_FAST_NS;
	assert_true(ina3221_window_held(&window, &s.plan, &s.phase, &transfer));
	/* The processor was elsewhere, before the bus was asked or after. */
	transfer.end_ns += 840000;
	assert_false(ina3221_window_held(&window, &s.plan, &s.phase, &transfer));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_400_khz_bus_delivers_the_shortest_cycles),
		cmocka_unit_test(a_bus_that_cannot_keep_up_delivers_whole_cycles_still),
		cmocka_unit_test(every_conversion_time_is_delivered_whole_and_in_order),
		cmocka_unit_test(unlike_conversion_times_are_delivered_whole_and_in_order),
		cmocka_unit_test(a_fast_bus_delivers_every_cycle),
		cmocka_unit_test(the_window_is_what_arithmetic_says),
		cmocka_unit_test(a_bus_slower_than_the_chip_has_no_window),
		cmocka_unit_test(without_a_phase_there_is_no_window),
		cmocka_unit_test(what_was_read_at_another_time_does_not_count),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
