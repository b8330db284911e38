// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reading each cycle over a bus that is hardly faster than the chip. The chip is
 * the model, whose inputs carry the number of the cycle that measures them: words
 * of one cycle are those that read the same.
 */
#include "core/ina3221_stream.h"
#include "tests/unit/model_bench.h"

/* 47 clocks at 400 kHz, 100 kHz and 2.44 MHz. */
#define WORD_FAST_NS 117500
#define WORD_SLOW_NS 470000
#define WORD_HIGH_SPEED_NS 19300
/* What a processor does between one scan and the next. */
#define WORK_NS 10000

/* So many cycles can be told apart. */
#define NUMBERS 4000
/* What a transfer takes on top of its words. */
#define EXTRA_NS 30000

/**
 * struct streamer - a chip, a bus, and who reads the one over the other
 * @held_up_ns: now and then the processor is needed elsewhere for up to so long
 * @held_up: how often it was
 * @transfers: how many
 */
struct streamer {
	struct ina3221_model chip;
	struct ina3221_phase phase;
	struct ina3221_plan plan;
	struct ina3221_speed speed;
	struct ina3221_stream stream;
	u64 now_ns;
	u32 word_ns;
	u32 held_up_ns;
	unsigned int held_up;
	unsigned int transfers;
	u16 word[INA3221_SCAN_WORDS];
	unsigned int seed;
};

static s32 number_of_cycle_uv(void *context, unsigned int channel, enum ina3221_quantity quantity,
			      u64 time_ns)
{
	struct streamer *s = context;
	s32 number = (s32)(s->chip.counters.cycles % NUMBERS);

	(void)channel;
	(void)time_ns;
	return number * (quantity == SHUNT ? 40 : 8000);
}

/* Transfers of one word and of a scan, none of them delayed. */
static void learn_speed(struct streamer *s)
{
	for (unsigned int i = 0; i < 4; i++) {
		ina3221_speed_note(&s->speed, 1, EXTRA_NS + s->word_ns);
		ina3221_speed_note(&s->speed, 6, EXTRA_NS + 6 * (u64)s->word_ns);
	}
}

static void start(struct streamer *s, u16 config)
{
	u64 begin_ns = s->now_ns;

	s->now_ns += s->word_ns;
	ina3221_model_write(&s->chip, s->now_ns, INA3221_REG_CONFIG, config);
	ina3221_phase_started(&s->phase, config, begin_ns, s->now_ns);
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

static u64 random_ns(struct streamer *s, u64 at_most_ns)
{
	s->seed = s->seed * 1103515245 + 12345;
	return (s->seed >> 8) * at_most_ns >> 24;
}

/* One time in a hundred. */
static void be_held_up(struct streamer *s)
{
	if (!s->held_up_ns || random_ns(s, 100))
		return;
	s->now_ns += random_ns(s, s->held_up_ns);
	s->held_up++;
}

static void wake_at(struct streamer *s, u64 at_ns)
{
	s->now_ns = max(s->now_ns, at_ns) + random_ns(s, 30000);
	be_held_up(s);
}

/* The words of a plan, NULL for none, and Mask/Enable after them. */
static struct ina3221_read_times read_plan(struct streamer *s, const struct ina3221_plan *plan,
					   u16 *word, bool flags, bool *ended)
{
	unsigned int count = plan ? plan->count : 0;
	struct ina3221_read_times times;
	u64 begin_ns = s->now_ns;

	s->transfers++;
	s->now_ns += EXTRA_NS / 2;
	for (unsigned int i = 0; i < count; i++)
		word[i] = read_word(s, plan->reg[i]);
	if (flags)
		*ended = read_word(s, INA3221_REG_MASK_ENABLE) & INA3221_MASK_CVRF;
	s->now_ns += EXTRA_NS / 2;
	be_held_up(s);
	ina3221_speed_note(&s->speed, count + flags, s->now_ns - begin_ns);
	ina3221_speed_spread(&s->speed, begin_ns, s->now_ns, count + flags, &times);
	if (flags)
		ina3221_phase_observe(&s->phase, times.begun_ns[count], times.done_ns[count],
				      *ended);
	return times;
}

/* Asks for the flags until a cycle has ended. */
static void wait_cycle(struct streamer *s, bool learn)
{
	struct ina3221_aim aim;
	bool ended;

	do {
		aim = ina3221_phase_aim(&s->phase, s->now_ns, learn);
		wake_at(s, aim.at_ns);
		read_plan(s, NULL, NULL, true, &ended);
	} while (!ended);
}

static void find_phase(struct streamer *s)
{
	bool ended;

	if (!ina3221_phase_near(&s->phase, s->now_ns) && !ina3221_phase_followed(&s->phase)) {
		ina3221_phase_forget(&s->phase);
		read_plan(s, NULL, NULL, true, &ended);
	}
	if (!s->phase.armed)
		wait_cycle(s, true);
	wait_cycle(s, true);
}

/* As at probe, and at the chip's usual settings. */
static void calibrate(struct streamer *s)
{
	start(s, INA3221_CONFIG_RESET);
	for (unsigned int i = 0; i < 16 && !ina3221_phase_tuned(&s->phase); i++)
		wait_cycle(s, true);
}

static void make(struct streamer *s, s32 oscillator_ppm, u16 config, u32 word_ns)
{
	struct ina3221_options options = {
		.inputs = { .value_uv = number_of_cycle_uv, .context = s },
		.oscillator_ppm = oscillator_ppm,
	};

	memset(s, 0, sizeof(*s));
	s->word_ns = word_ns;
	s->now_ns = S;
	s->seed = 1;
	learn_speed(s);
	ina3221_model_init(&s->chip, &options, S);
	ina3221_phase_init(&s->phase);
	calibrate(s);
	ina3221_plan_make(&s->plan, config, 0);
	start(s, config);
}

static bool read_whole(struct streamer *s, const struct ina3221_turn *turn)
{
	bool flags = turn->kind == INA3221_TURN_READ_WITH_FLAGS, ended = true;
	struct ina3221_read_times times = read_plan(s, &s->plan, s->word, flags, &ended);

	assert_true(ended || turn->window.over);
	s->stream.had_ns = ina3221_window_edge_ns(&turn->window);
	return ina3221_window_held(&turn->window, &s->plan, &s->phase, &times);
}

static void look(struct streamer *s, const struct ina3221_turn *turn, struct ina3221_window *window)
{
	struct ina3221_read_times times;
	bool ended;

	wake_at(s, turn->look_ns);
	times = read_plan(s, NULL, NULL, true, &ended);
	ina3221_window_saw(window, ended, times.begun_ns[0], times.done_ns[0]);
}

static bool read_in_parts(struct streamer *s, const struct ina3221_turn *turn)
{
	bool split = turn->kind == INA3221_TURN_SPLIT, ended = true, flags;
	struct ina3221_window window = turn->window;
	struct ina3221_read_times first, last;
	struct ina3221_plan head, tail;

	ina3221_plan_split(&s->plan, turn->words, &head, &tail);
	first = read_plan(s, &head, s->word, split, &ended);
	if (split)
		ina3221_window_saw(&window, ended, first.begun_ns[head.count],
				   first.done_ns[head.count]);
	if (turn->look_ns)
		look(s, turn, &window);
	if (!ina3221_window_open(&window, &tail, &s->phase, &s->speed))
		return false;
	wake_at(s, window.first_ns);
	flags = !split && !window.over;
	last = read_plan(s, &tail, s->word + head.count, flags, &ended);
	assert_true(ended || !flags);
	s->stream.had_ns = ina3221_window_edge_ns(&window);
	return ina3221_window_held(&window, &head, &s->phase, &first) &&
	       ina3221_window_held(&window, &tail, &s->phase, &last);
}

/* One scan as it comes; -1 where none was to be had. */
static int scan(struct streamer *s)
{
	struct ina3221_turn turn;
	bool held = false;

	turn = ina3221_stream_turn(&s->stream, &s->plan, &s->phase, &s->speed, s->now_ns);
	wake_at(s, turn.at_ns);
	if (turn.kind == INA3221_TURN_LEARN)
		find_phase(s);
	else if (turn.kind == INA3221_TURN_SPLIT || turn.kind == INA3221_TURN_APART)
		held = read_in_parts(s, &turn);
	else
		held = read_whole(s, &turn);
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
	unsigned int cycles = 1, passed;
	int last = -1, number;

	while (scans > 0) {
		number = scan(s);
		if (number < 0)
			continue;
		passed = last < 0 ? 0 : (unsigned int)(number - last + NUMBERS) % NUMBERS;
		assert_true(last < 0 || (passed > 0 && passed < NUMBERS / 2));
		cycles += passed;
		last = number;
		scans--;
	}
	return cycles;
}

static const s32 oscillators_ppm[] = { -100000, -20000, 0, 1000, 50000, 100000 };

/* A scan takes 6 * 117.5 us; work and all, nearly the 823 us of the fastest of these. */
static void a_400_khz_bus_delivers_the_shortest_cycles(void **state)
{
	struct streamer s;

	(void)state;
	for (unsigned int o = 1; o < ARRAY_SIZE(oscillators_ppm); o++) {
		make(&s, oscillators_ppm[o], config_of(0, 0), WORD_FAST_NS);
		cycles_for(&s, 200);
		assert_in_range(cycles_for(&s, 2000), 2000, 2010);
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
	static const unsigned int rails[] = { 1, 3, 7 };
	struct streamer s;
	u16 config;

	(void)state;
	for (unsigned int o = 0; o < ARRAY_SIZE(oscillators_ppm); o++)
		for (unsigned int r = 0; r < ARRAY_SIZE(rails); r++) {
			config = (config_of(0, 0) & ~CONFIG_CHANNELS(7)) |
				 CONFIG_CHANNELS(rails[r]);
			make(&s, oscillators_ppm[o], config, WORD_HIGH_SPEED_NS);
			cycles_for(&s, 200);
			assert_int_equal(cycles_for(&s, 2000), 2000);
		}
}

/* 100 kHz: a word takes longer than three conversions. One rail at 400 kHz: no time to look. */
static void a_bus_too_slow_for_whole_cycles_is_known_to_be(void **state)
{
	u16 one_rail = config_of(0, 0) & ~CONFIG_CHANNELS(6);
	struct streamer s;

	(void)state;
	make(&s, 0, config_of(0, 0), WORD_SLOW_NS);
	assert_false(ina3221_stream_fits(&s.plan, &s.phase, &s.speed));
	make(&s, 0, config_of(0, 0), WORD_FAST_NS);
	assert_true(ina3221_stream_fits(&s.plan, &s.phase, &s.speed));
	make(&s, 0, one_rail, WORD_FAST_NS);
	assert_false(ina3221_stream_fits(&s.plan, &s.phase, &s.speed));
	make(&s, 0, one_rail, WORD_HIGH_SPEED_NS);
	assert_true(ina3221_stream_fits(&s.plan, &s.phase, &s.speed));
}

/* The kernel does something of its own for 0.3 ms, as long as two conversions. */
static void a_fast_bus_delivers_every_cycle_however_late_the_reader(void **state)
{
	struct streamer s;

	(void)state;
	for (unsigned int o = 0; o < ARRAY_SIZE(oscillators_ppm); o++) {
		make(&s, oscillators_ppm[o], config_of(0, 0), WORD_HIGH_SPEED_NS);
		cycles_for(&s, 200);
		s.held_up_ns = 300000;
		assert_int_equal(cycles_for(&s, 3000), 3000);
		assert_in_range(s.held_up, 50, 300);
	}
}

/* Two transfers for a cycle, and few more to know when it ends. */
static void looking_for_the_end_is_rare(void **state)
{
	struct streamer s;

	(void)state;
	make(&s, 1000, config_of(0, 0), WORD_HIGH_SPEED_NS);
	cycles_for(&s, 200);
	s.transfers = 0;
	cycles_for(&s, 3000);
	assert_in_range(s.transfers, 2 * 3000, 2 * 3000 + 3000 / 8);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_400_khz_bus_delivers_the_shortest_cycles),
		cmocka_unit_test(a_bus_that_cannot_keep_up_delivers_whole_cycles_still),
		cmocka_unit_test(every_conversion_time_is_delivered_whole_and_in_order),
		cmocka_unit_test(unlike_conversion_times_are_delivered_whole_and_in_order),
		cmocka_unit_test(a_bus_too_slow_for_whole_cycles_is_known_to_be),
		cmocka_unit_test(a_fast_bus_delivers_every_cycle),
		cmocka_unit_test(a_fast_bus_delivers_every_cycle_however_late_the_reader),
		cmocka_unit_test(looking_for_the_end_is_rare),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
