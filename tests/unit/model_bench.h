/* SPDX-License-Identifier: GPL-2.0-only */
/* A modelled INA3221 on a bench: supplies on its inputs, a clock to turn. */
#ifndef RAILGLOW_TESTS_UNIT_MODEL_BENCH_H
#define RAILGLOW_TESTS_UNIT_MODEL_BENCH_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/ina3221_model.h"
#include "model/ina3221_model_switches.h"
#include "model/input.h"
#include "tests/unit/test.h"

#define US RG_NS_PER_US
#define MS RG_NS_PER_MS
#define S RG_NS_PER_S

#define SHUNT INA3221_MODEL_QUANTITY_SHUNT
#define BUS INA3221_MODEL_QUANTITY_BUS

/** Default CONFIG: a cycle of 6 conversions of 1.1 ms, awake after 40 us. */
#define CYCLE_NS (6600 * US)
#define WAKE_NS (40 * US)
/** The shortest cycle of all six conversions. */
#define FAST_CYCLE_NS (840 * US)

/* CONFIG fields in their places. */
#define CONFIG_CHANNELS(set) ((u16)((set) << 12))
#define CONFIG_AVG(field) ((u16)((field) << 9))
#define CONFIG_BUS_CT(field) ((u16)((field) << 6))
#define CONFIG_SHUNT_CT(field) ((u16)((field) << 3))
#define CONFIG_MODE(mode) ((u16)(mode))

/** struct bench - a chip, its time, and what is on its inputs */
struct bench {
	struct ina3221_model chip;
	u64 now_ns;
	struct input_segment level[3][2];
	struct input input[3][2];
	u64 asked_ns[3][2];
	unsigned int order[64];
	unsigned int asked;
};

static s32 bench_value_uv(void *context, unsigned int channel, enum ina3221_model_quantity quantity,
			  u64 time_ns)
{
	struct bench *b = context;

	b->asked_ns[channel][quantity] = time_ns;
	b->order[b->asked++ % ARRAY_SIZE(b->order)] = channel * 2 + quantity;
	return input_uv(&b->input[channel][quantity], time_ns);
}

static u64 bench_constant_until_ns(void *context, unsigned int channel,
				   enum ina3221_model_quantity quantity, u64 time_ns)
{
	struct bench *b = context;

	return input_constant_until_ns(&b->input[channel][quantity], time_ns);
}

/* A chip as it comes up at time 0, all inputs 0 V, given switches flipped. */
static inline void bench_make(struct bench *b, u32 alternatives)
{
	struct ina3221_model_options options = {
		.inputs = { bench_value_uv, bench_constant_until_ns, b },
		.alternatives = alternatives,
	};
	unsigned int ch, q;

	memset(b, 0, sizeof(*b));
	for (ch = 0; ch < 3; ch++)
		for (q = 0; q < 2; q++)
			input_constant(&b->input[ch][q], &b->level[ch][q], 0);
	ina3221_model_init(&b->chip, &options, 0);
}

static inline void bench_wait(struct bench *b, u64 ns)
{
	b->now_ns += ns;
	assert_int_equal(ina3221_model_advance(&b->chip, b->now_ns, INA3221_MODEL_ADVANCE_ALL),
			 b->now_ns);
}

static inline void bench_apply_uv(struct bench *b, unsigned int ch, enum ina3221_model_quantity q,
				  s32 uv)
{
	bench_wait(b, 0);
	input_constant(&b->input[ch][q], &b->level[ch][q], uv);
	ina3221_model_inputs_changed(&b->chip);
}

static inline void bench_shunt_uv(struct bench *b, unsigned int ch, s32 uv)
{
	bench_apply_uv(b, ch, SHUNT, uv);
}

static inline void bench_bus_mv(struct bench *b, unsigned int ch, s32 mv)
{
	bench_apply_uv(b, ch, BUS, mv * 1000);
}

static inline u16 bench_read(struct bench *b, u8 reg)
{
	return ina3221_model_read(&b->chip, b->now_ns, reg);
}

static inline void bench_write(struct bench *b, u8 reg, u16 value)
{
	ina3221_model_write(&b->chip, b->now_ns, reg, value);
}

static inline u8 bench_pins(struct bench *b)
{
	bench_wait(b, 0);
	return ina3221_model_pins(&b->chip);
}

static inline bool bench_pin_low(struct bench *b, enum ina3221_model_pin pin)
{
	return !(bench_pins(b) & pin);
}

static inline u64 bench_violations(const struct bench *b)
{
	u64 all = 0;
	unsigned int i;

	for (i = 0; i < INA3221_MODEL_VIOLATIONS; i++)
		all += b->chip.counters.violations[i];
	return all;
}

/* CVRF, which this clears. */
static inline bool bench_ready(struct bench *b)
{
	return bench_read(b, 0x0f) & 0x0001;
}

/* CF, SF and WF, which this clears. */
static inline u16 bench_flags(struct bench *b)
{
	return bench_read(b, 0x0f) & 0x03f8;
}

/* All inputs at levels that no two signals share: 1 to 6 LSB, by register. */
static inline void bench_apply_six_levels(struct bench *b)
{
	unsigned int ch;

	for (ch = 0; ch < 3; ch++) {
		bench_shunt_uv(b, ch, (s32)(40 * (2 * ch + 1)));
		bench_bus_mv(b, ch, (s32)(8 * (2 * ch + 2)));
	}
}

/* A chip about to start its first cycle of 840 us, averaging as asked. */
static inline void bench_make_fast(struct bench *b, u32 alternatives, unsigned int avg, u16 mask)
{
	bench_make(b, alternatives);
	bench_write(b, 0x0f, mask);
	bench_write(b, 0x00, CONFIG_CHANNELS(7) | CONFIG_AVG(avg) | CONFIG_MODE(7));
	bench_wait(b, WAKE_NS);
}

static inline void bench_fast_cycle(struct bench *b)
{
	bench_wait(b, FAST_CYCLE_NS);
}

/* One fast cycle with a level on a shunt. */
static inline void bench_fast_cycle_at(struct bench *b, unsigned int ch, s32 uv)
{
	bench_shunt_uv(b, ch, uv);
	bench_fast_cycle(b);
}

static inline u32 flip(enum ina3221_model_switch which)
{
	return (u32)BIT(which);
}

#endif /* RAILGLOW_TESTS_UNIT_MODEL_BENCH_H */
