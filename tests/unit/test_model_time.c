// SPDX-License-Identifier: GPL-2.0-only
/*
 * How time passes for the modelled INA3221 must not matter: one jump, many
 * steps, or every cycle computed, the chip ends up the same.
 */
#include "model/ina3221_model_switches.h"
#include "tests/unit/model_bench.h"

#define ROUNDS 60
#define ACTIONS 60
#define SEGMENTS 8

static u64 random_state;

/* A number below @bound; a full-period generator, its high bits used. */
static u32 below(u32 bound)
{
	random_state = random_state * 6364136223846793005ULL + 1442695040888963407ULL;
	return (u32)(((random_state >> 32) * bound) >> 32);
}

static bool one_in(u32 n)
{
	return below(n) == 0;
}

/* The same world for several chips. */
struct world {
	struct input input[3][2];
	struct input_segment segments[3][2][SEGMENTS];
	struct input drift;
	struct input_segment drift_segments[SEGMENTS];
};

static s32 world_uv(void *context, unsigned int ch, enum ina3221_model_quantity q, u64 time_ns)
{
	return input_uv(&((struct world *)context)->input[ch][q], time_ns);
}

static u64 world_constant_until(void *context, unsigned int ch, enum ina3221_model_quantity q,
				u64 time_ns)
{
	return input_constant_until_ns(&((struct world *)context)->input[ch][q], time_ns);
}

static s32 world_drift_ppm(void *context, u64 time_ns)
{
	return input_uv(&((struct world *)context)->drift, time_ns);
}

static u64 world_drift_constant_until(void *context, u64 time_ns)
{
	return input_constant_until_ns(&((struct world *)context)->drift, time_ns);
}

static void random_drift(struct world *w)
{
	static const char *const drifts[] = {
		"0",
		"0",
		"-30%",
		"hold 200ms 0 2% -2%; 0.5%",
		"hold 7s -5% 30%; loop",
		"ramp 60s 0 1%; 1%",
		"sine 1s 0 1% 77ms; loop",
		"1%; noise 2000ppm seed 3 every 5s",
	};
	const char *text = drifts[below(ARRAY_SIZE(drifts))];
	struct input_error error;

	assert_true(input_parse_ppm(&w->drift, text, strlen(text), w->drift_segments, SEGMENTS,
				    &error) > 0);
}

static void random_input(struct world *w, unsigned int ch, unsigned int q, u64 start_ns)
{
	static const char *const shunts[] = {
		"0",
		"4mV",
		"80mV",
		"170mV",
		"-30mV",
		"hold 300ms 0 100mV; 2mV",
		"hold 50ms 4mV 12mV 3mV; loop",
		"ramp 400ms -160mV 160mV -160mV; loop",
		"sine 1s 20mV 30mV 77ms; loop",
		"10mV; noise 3mV seed 5 every 3ms",
	};
	static const char *const voltages[] = {
		"0",
		"3V",
		"9.5V",
		"12V",
		"hold 200ms 12V 9V 8V; 12V",
		"ramp 300ms 0 12V; 12V",
		"sine 1s 10V 1.5V 300ms; loop",
		"12V; noise 1V seed 9 every 10ms",
	};
	const char *text = q == SHUNT ? shunts[below(ARRAY_SIZE(shunts))]
				      : voltages[below(ARRAY_SIZE(voltages))];
	struct input_error error;

	assert_true(input_parse(&w->input[ch][q], text, strlen(text), w->segments[ch][q], SEGMENTS,
				&error) > 0);
	w->input[ch][q].start_ns = start_ns;
}

static void world_of_chance(struct world *w)
{
	for (unsigned int ch = 0; ch < 3; ch++)
		for (unsigned int q = 0; q < 2; q++)
			random_input(w, ch, q, 0);
	random_drift(w);
}

static void make_chip(struct ina3221_model *m, struct world *w, bool promises, u32 alternatives,
		      s32 ppm)
{
	struct ina3221_model_options options = {
		.inputs = { world_uv, promises ? world_constant_until : NULL, w },
		.drift = { world_drift_ppm, promises ? world_drift_constant_until : NULL, w },
		.oscillator_ppm = ppm,
		.alternatives = alternatives,
	};

	ina3221_model_init(m, &options, 0);
}

static void assert_same(const struct ina3221_model *a, const struct ina3221_model *b)
{
	assert_memory_equal(&a->settings, &b->settings, sizeof(a->settings));
	assert_memory_equal(&a->signals, &b->signals, sizeof(a->signals));
	assert_memory_equal(&a->counters, &b->counters, sizeof(a->counters));
	assert_memory_equal(a->word_cycle, b->word_cycle, sizeof(a->word_cycle));
	assert_true(a->sum_cycle == b->sum_cycle);
	assert_true(a->sequence.cycles_begun == b->sequence.cycles_begun);
	assert_true(a->sequence.now_ns == b->sequence.now_ns);
	assert_true(a->sequence.step_end_ns == b->sequence.step_end_ns);
	assert_true(a->sequence.cycle_start_ns == b->sequence.cycle_start_ns);
	assert_int_equal(a->sequence.step, b->sequence.step);
	assert_int_equal(ina3221_model_pins(a), ina3221_model_pins(b));
}

static u64 random_gap_ns(void)
{
	static const u64 most_ns[] = { 200 * US, 5 * MS, 100 * MS, 2 * S, 20 * S };

	return 1 + most_ns[below(ARRAY_SIZE(most_ns))] * below(1000) / 1000;
}

static u16 random_config(void)
{
	u16 config = (u16)below(0x8000);

	/* long conversions make short tests */
	return one_in(3) ? config & (u16)~0x01f8 : config;
}

struct action {
	enum {
		WRITE,
		READ,
		STICK,
		POWER,
		ANSWER,
		INPUT
	} kind;
	u8 reg;
	u16 value;
	unsigned int ch;
	unsigned int q;
};

static struct action random_action(void)
{
	struct action a = { .kind = READ, .reg = (u8)below(0x12) };

	if (one_in(2)) {
		a.kind = WRITE;
		a.reg = one_in(2) ? (u8)below(0x12) : (u8)(0x07 + below(11));
		a.value = a.reg == 0 ? random_config() : (u16)(below(0x800) << 3 | below(2) << 15);
	} else if (one_in(10)) {
		a.kind = STICK + below(3);
		a.value = (u16)below(2);
	} else if (one_in(6)) {
		a.kind = INPUT;
		a.ch = below(3);
		a.q = below(2);
	}
	return a;
}

static void act(struct ina3221_model *m, const struct action *a, u64 now_ns)
{
	if (a->kind <= READ && !m->powered)
		return;
	switch (a->kind) {
	case WRITE:
		ina3221_model_write(m, now_ns, a->reg, a->value);
		break;
	case READ:
		(void)ina3221_model_read(m, now_ns, a->reg);
		break;
	case STICK:
		ina3221_model_set_stuck(m, now_ns, a->value);
		break;
	case POWER:
		if (a->value)
			ina3221_model_power_on(m, now_ns);
		else
			ina3221_model_power_off(m, now_ns);
		break;
	case ANSWER:
		ina3221_model_alert_answered(m);
		break;
	case INPUT:
		ina3221_model_inputs_changed(m);
		break;
	}
}

static void one_jump(struct ina3221_model *m, u64 now_ns)
{
	assert_true(ina3221_model_advance(m, now_ns, INA3221_MODEL_ADVANCE_ALL) == now_ns);
}

static void many_steps(struct ina3221_model *m, u64 now_ns)
{
	u64 step_ns = (now_ns - m->sequence.now_ns) / 37 + 1;

	while (m->sequence.now_ns < now_ns) {
		u64 to_ns = min(now_ns, m->sequence.now_ns + step_ns);

		while (ina3221_model_advance(m, to_ns, 1 + below(9)) < to_ns)
			;
	}
}

/* One life of three equal chips that see time pass in three ways. */
static void check_life(u64 seed)
{
	struct ina3221_model jump, steps, plain;
	u32 alternatives;
	struct world w;
	s32 ppm;

	random_state = seed;
	world_of_chance(&w);
	alternatives = one_in(2) ? 0 : below(BIT(INA3221_MODEL_SWITCHES));
	ppm = (s32)below(100001);
	make_chip(&jump, &w, true, alternatives, ppm);
	make_chip(&steps, &w, true, alternatives, ppm);
	make_chip(&plain, &w, false, alternatives, ppm);
	for (u64 i = 0, now_ns = 0; i < ACTIONS; i++) {
		struct action a = random_action();

		now_ns += random_gap_ns();
		one_jump(&jump, now_ns);
		many_steps(&steps, now_ns);
		one_jump(&plain, now_ns);
		assert_same(&jump, &steps);
		assert_same(&jump, &plain);
		if (a.kind == INPUT)
			random_input(&w, a.ch, a.q, now_ns);
		act(&jump, &a, now_ns);
		act(&steps, &a, now_ns);
		act(&plain, &a, now_ns);
	}
}

CASE(one_jump_many_steps_and_plain_conversion_end_up_the_same)
{
	for (u64 seed = 1; seed <= ROUNDS; seed++)
		check_life(seed);
}

/* Between two actions, look at the pins after every single conversion. */
static void check_pins_until(struct ina3221_model *m, u64 now_ns, u8 wired, u64 *changes)
{
	u64 bound_ns = ina3221_model_next_pin_event(m, wired);
	u8 before = ina3221_model_pins(m) & wired;

	while (m->sequence.now_ns < now_ns) {
		u64 at_ns = ina3221_model_advance(m, now_ns, 1);
		u8 after = ina3221_model_pins(m) & wired;

		assert_true(bound_ns > 0);
		if (after != before) {
			/* a jump over settled cycles may end past the conversion */
			assert_true(at_ns >= bound_ns);
			(*changes)++;
		}
		before = after;
		if (at_ns >= bound_ns || after != before)
			bound_ns = ina3221_model_next_pin_event(m, wired);
		assert_true(bound_ns > at_ns);
	}
}

CASE(no_wired_pin_changes_before_the_time_that_was_promised)
{
	u64 changes = 0;

	for (u64 seed = 1; seed <= ROUNDS; seed++) {
		struct ina3221_model m;
		struct world w;
		u8 wired;

		random_state = seed * 7919;
		world_of_chance(&w);
		wired = (u8)(1 + below(15));
		make_chip(&m, &w, true, below(BIT(INA3221_MODEL_SWITCHES)), 0);
		for (u64 i = 0, now_ns = 0; i < ACTIONS / 2; i++) {
			struct action a = random_action();

			now_ns += random_gap_ns() / 4;
			check_pins_until(&m, now_ns, wired, &changes);
			if (a.kind == INPUT)
				random_input(&w, a.ch, a.q, now_ns);
			act(&m, &a, now_ns);
		}
	}
	assert_true(changes > 500);
}

CASE(settled_cycles_under_constant_inputs_are_skipped)
{
	struct bench b;

	bench_make(&b, 0);
	bench_shunt_uv(&b, 0, 4000);
	bench_wait(&b, WAKE_NS + 3 * CYCLE_NS);
	b.asked = 0;
	bench_wait(&b, 1000000 * CYCLE_NS);
	assert_true(b.asked <= 12);
	assert_int_equal(b.chip.counters.cycles, 1000003);
	assert_int_equal(b.chip.counters.conversions, 6000018);
}

CASE(skipping_stops_before_an_input_changes)
{
	static const char text[] = "hold 100s 4mV; 8mV";
	struct input_segment segments[2];
	struct input_error error;
	struct bench b;

	bench_make(&b, 0);
	assert_int_equal(input_parse(&b.input[1][SHUNT], text, strlen(text), segments, 2, &error),
			 2);
	bench_wait(&b, 100 * S);
	assert_int_equal(bench_read(&b, 0x03), 100 << 3);
	assert_true(b.asked < 50);
	bench_wait(&b, 2 * CYCLE_NS);
	assert_int_equal(bench_read(&b, 0x03), 200 << 3);
}

CASE(a_bounded_advance_does_no_more_than_it_was_allowed)
{
	struct bench b;

	bench_make(&b, 0);
	b.input[0][SHUNT].noise_uv = 400;
	assert_true(ina3221_model_advance(&b.chip, S, 10) == WAKE_NS + 10 * 1100 * US);
	assert_int_equal(b.chip.counters.conversions, 10);
	assert_true(ina3221_model_advance(&b.chip, S, 0) == WAKE_NS + 10 * 1100 * US);
	assert_true(ina3221_model_advance(&b.chip, WAKE_NS + 12 * 1100 * US, 2) ==
		    WAKE_NS + 12 * 1100 * US);
}

CASE(a_settled_chip_with_constant_inputs_has_no_pin_event)
{
	struct bench b;

	bench_make(&b, 0);
	bench_write(&b, 0x07, 0);
	bench_shunt_uv(&b, 0, 4000);
	bench_bus_mv(&b, 0, 3000);
	bench_bus_mv(&b, 1, 3000);
	bench_wait(&b, WAKE_NS);
	assert_true(ina3221_model_next_pin_event(&b.chip, INA3221_MODEL_PIN_CRITICAL) ==
		    WAKE_NS + 1100 * US);
	assert_true(ina3221_model_next_pin_event(&b.chip, INA3221_MODEL_PIN_POWER_VALID) ==
		    WAKE_NS + CYCLE_NS);
	bench_wait(&b, 3 * CYCLE_NS);
	assert_true(ina3221_model_next_pin_event(&b.chip, INA3221_MODEL_PINS_ALL) == U64_MAX);
}

CASE(limits_that_cannot_trip_cause_no_pin_event)
{
	struct bench b;

	bench_make(&b, 0);
	b.input[0][SHUNT].noise_uv = 400;
	bench_wait(&b, S);
	assert_true(ina3221_model_next_pin_event(&b.chip, INA3221_MODEL_PIN_CRITICAL |
								  INA3221_MODEL_PIN_WARNING) ==
		    U64_MAX);
	bench_write(&b, 0x08, 0x7ff0);
	assert_true(ina3221_model_next_pin_event(&b.chip, INA3221_MODEL_PIN_CRITICAL) == U64_MAX);
	assert_true(ina3221_model_next_pin_event(&b.chip, INA3221_MODEL_PIN_WARNING) < 2 * S);
}

CASE(a_single_shot_has_pin_events_only_until_its_last_conversion)
{
	u64 second_shunt_ns = WAKE_NS + 3 * 1100 * US;
	struct bench b;

	bench_make(&b, 0);
	bench_write(&b, 0x09, 0);
	bench_write(&b, 0x00, 0x7123);
	assert_true(ina3221_model_next_pin_event(&b.chip, INA3221_MODEL_PIN_CRITICAL) ==
		    second_shunt_ns);
	bench_wait(&b, second_shunt_ns);
	assert_true(ina3221_model_next_pin_event(&b.chip, INA3221_MODEL_PIN_CRITICAL) == U64_MAX);
	assert_true(ina3221_model_next_pin_event(&b.chip, INA3221_MODEL_PIN_POWER_VALID) ==
		    WAKE_NS + CYCLE_NS);
	bench_wait(&b, CYCLE_NS);
	assert_true(ina3221_model_next_pin_event(&b.chip, INA3221_MODEL_PINS_ALL) == U64_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_jump_many_steps_and_plain_conversion_end_up_the_same),
		cmocka_unit_test(no_wired_pin_changes_before_the_time_that_was_promised),
		cmocka_unit_test(settled_cycles_under_constant_inputs_are_skipped),
		cmocka_unit_test(skipping_stops_before_an_input_changes),
		cmocka_unit_test(a_bounded_advance_does_no_more_than_it_was_allowed),
		cmocka_unit_test(a_settled_chip_with_constant_inputs_has_no_pin_event),
		cmocka_unit_test(a_single_shot_has_pin_events_only_until_its_last_conversion),
		cmocka_unit_test(limits_that_cannot_trip_cause_no_pin_event),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
