/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A modelled INA3221 whose oscillator drifts as real ones do, on a bus that takes its time, with
 * a reader that wakes up late. Each conversion measures the number of its cycle, so that each word
 * tells of which cycle it is.
 */
#ifndef RAILGLOW_TESTS_UNIT_INA3221_WORLD_H
#define RAILGLOW_TESTS_UNIT_INA3221_WORLD_H

#include <math.h>

#include "core/ina3221_follow.h"
#include "core/ina3221_regs.h"
#include "core/ina3221_timing.h"
#include "tests/unit/model_bench.h"

/* Cycles that can be told apart; then their numbers begin anew. */
#define NUMBERS 4000

/* How slow an oscillator is at a time; 1.0 is typical. */
typedef double (*oscillator_fn)(u64 time_ns);

/**
 * struct world - a chip, its bus and the clock of both
 * @chip: the modelled chip
 * @slowness: how slow its oscillator is
 * @now_ns: the time; functions that take time set it forward
 * @word_ns: time that a word takes on the bus
 * @extra_ns: time that a transfer takes on top of its words
 * @one_transfer: the bus takes all words of a turn in one transfer
 * @wake_ns: time that each waking up takes at least
 * @late_ns: upper bound of what a waking up is late on top of @wake_ns
 * @held_up_ns: upper bound of how much later still one waking up in a thousand is, and four times
 *	that of how much longer a transfer takes as seldom; 0 if the processor is always free
 * @seed: state of the generator of random numbers
 */
struct world {
	struct ina3221_model chip;
	oscillator_fn slowness;
	u64 now_ns;
	u32 word_ns;
	u32 extra_ns;
	bool one_transfer;
	u32 wake_ns;
	u32 late_ns;
	u32 held_up_ns;
	u64 seed;
};

/**
 * world_random() - the next random number
 * @w: the world
 * @below: its upper bound
 *
 * Return: a number from 0 to @below - 1, or 0 if @below is 0
 */
static u64 world_random(struct world *w, u64 below)
{
	w->seed = w->seed * 6364136223846793005ULL + 1442695040888963407ULL;
	return below ? (w->seed >> 33) % below : 0;
}

/**
 * world_value_uv() - the input of each conversion, which is the number of its cycle
 * @context: the world
 * @channel: the rail, which makes no difference
 * @quantity: shunt or bus voltage
 * @time_ns: time of the conversion
 *
 * The model calls this once for each conversion, so this is where the oscillator changes: the
 * conversions that follow are as slow as it is by then.
 *
 * Return: that many steps of the register, in uV
 */
static s32 world_value_uv(void *context, unsigned int channel, enum ina3221_model_quantity quantity,
			  u64 time_ns)
{
	struct world *w = context;
	struct ina3221_model_sequence *seq = &w->chip.sequence;
	s32 number = (s32)(w->chip.counters.cycles % NUMBERS);
	u16 config = w->chip.settings.config;
	double slowness = w->slowness(time_ns);

	(void)channel;
	seq->step_ns[SHUNT] = (u32)(ina3221_ct_typ_us[FIELD_GET(INA3221_CONFIG_SHUNT_CT, config)] *
				    1000.0 * slowness);
	seq->step_ns[BUS] = (u32)(ina3221_ct_typ_us[FIELD_GET(INA3221_CONFIG_BUS_CT, config)] *
				  1000.0 * slowness);
	return number * (quantity == SHUNT ? 40 : 8000);
}

/**
 * world_make() - begin with a chip that was switched on after a second and sums all rails
 * @w: the world; its settings are made before
 * @config: word for CONFIG
 */
static void world_make(struct world *w, u16 config)
{
	struct ina3221_model_options options = { .inputs = { world_value_uv, NULL, w } };

	w->now_ns = S;
	ina3221_model_init(&w->chip, &options, w->now_ns);
	ina3221_model_write(&w->chip, w->now_ns, INA3221_REG_MASK_ENABLE, INA3221_MASK_CEN);
	ina3221_model_write(&w->chip, w->now_ns, INA3221_REG_CONFIG, config);
}

/**
 * world_sleep_until() - let time pass, up to a moment and as late as a waking up is
 * @w: the world
 * @at_ns: the moment; nothing happens if it is over
 */
static void world_sleep_until(struct world *w, u64 at_ns)
{
	if (at_ns <= w->now_ns)
		return;
	w->now_ns = at_ns + w->wake_ns + world_random(w, w->late_ns);
	if (w->held_up_ns && !world_random(w, 1000))
		w->now_ns += world_random(w, w->held_up_ns);
}

/**
 * world_word() - read a register, which takes the time of a word
 * @w: the world
 * @reg: the register
 *
 * Return: its word
 */
static u16 world_word(struct world *w, u8 reg)
{
	w->now_ns += w->word_ns;
	return ina3221_model_read(&w->chip, w->now_ns, reg);
}

/**
 * world_on_top() - let half of the time pass that a transfer takes on top of its words
 * @w: the world
 *
 * The processor is seldom needed elsewhere in the middle of a transfer.
 */
static void world_on_top(struct world *w)
{
	w->now_ns += w->extra_ns / 2;
	if (w->held_up_ns && !world_random(w, 1000))
		w->now_ns += world_random(w, w->held_up_ns / 4);
}

/**
 * world_take() - read the words of a turn
 * @w: the world
 * @turn: the registers, in their order
 * @reading: their words, and the times between which each was read
 */
static void world_take(struct world *w, const struct ina3221_turn *turn,
		       struct ina3221_reading *reading)
{
	for (unsigned int i = 0; i < turn->count; i++) {
		reading->begin_ns[i] = w->now_ns;
		if (!w->one_transfer || !i)
			world_on_top(w);
		reading->word[i] = world_word(w, turn->reg[i]);
		if (!w->one_transfer || i + 1 == turn->count)
			world_on_top(w);
		reading->end_ns[i] = w->now_ns;
	}
}

/**
 * world_configure() - write CONFIG, which starts a cycle
 * @w: the world
 * @config: the word
 *
 * Return: the times between which the chip had it
 */
static inline struct ina3221_span world_configure(struct world *w, u16 config)
{
	struct ina3221_span at = { .first_ns = w->now_ns };

	w->now_ns += w->word_ns + w->extra_ns;
	ina3221_model_write(&w->chip, w->now_ns - w->extra_ns / 2, INA3221_REG_CONFIG, config);
	at.last_ns = w->now_ns;
	return at;
}

/* Oscillators for @slowness of a world. */
static inline double typical(u64 time_ns)
{
	(void)time_ns;
	return 1.0;
}

static inline double fast(u64 time_ns)
{
	(void)time_ns;
	return 0.7;
}

static inline double slow(u64 time_ns)
{
	(void)time_ns;
	return 1.3;
}

static inline double ramp_up(u64 time_ns)
{
	return 1.0 + 0.01 * (double)time_ns / (60.0 * (double)S);
}

static inline double ramp_down(u64 time_ns)
{
	return 1.0 - 0.01 * (double)time_ns / (60.0 * (double)S);
}

/* A percent either way, once in 10 s. */
static inline double wave(u64 time_ns)
{
	return 1.0 + 0.01 * sin((double)time_ns / (10.0 * (double)S) * 6.283185);
}

static inline double steps(u64 time_ns)
{
	return (time_ns / (700 * MS)) & 1 ? 1.02 : 1.0;
}

static inline double small_steps(u64 time_ns)
{
	return (time_ns / (300 * MS)) & 1 ? 1.002 : 1.0;
}

#endif /* RAILGLOW_TESTS_UNIT_INA3221_WORLD_H */
