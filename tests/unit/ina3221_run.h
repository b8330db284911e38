/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Following a modelled INA3221, turn after turn, and how that went. Its inputs carry the number of
 * the cycle that measures them, so that a scan is of one cycle if all its words read the same.
 */
#ifndef RAILGLOW_TESTS_UNIT_INA3221_RUN_H
#define RAILGLOW_TESTS_UNIT_INA3221_RUN_H

#include "core/ina3221_bus_speed.h"
#include "core/ina3221_follow.h"
#include "core/ina3221_scan.h"
#include "core/ina3221_timing.h"
#include "core/port.h"
#include "tests/unit/ina3221_buses.h"
#include "tests/unit/ina3221_world.h"
#include "tests/unit/model_bench.h"
#include "tests/unit/test.h"

/**
 * struct tally - how it went
 * @given: scans that were handed out
 * @mixed: of those, with words of several cycles
 * @twice: of a cycle that had been handed out
 * @cycles: that the chip measured from the first of those to the last
 * @missed: that are said to have been missed
 * @torn: scans that were read and not handed out
 * @first_ns: until the first was
 */
struct tally {
	u64 given;
	u64 mixed;
	u64 twice;
	u64 cycles;
	u64 missed;
	u64 torn;
	u64 first_ns;
};

struct run {
	struct world world;
	struct ina3221_bus_speed speed;
	struct ina3221_follow follow;
	struct ina3221_plan plan;
	struct tally tally;
	s32 last;
	bool gave_up;
};

static inline s32 number_of(u16 word)
{
	return (s32)(word >> 3);
}

static inline void check_scan(struct run *r, const struct ina3221_catch *scan)
{
	s32 number = number_of(scan->word[0]);
	s32 step;

	r->tally.given++;
	for (unsigned int i = 1; i < r->plan.count; i++)
		if (number_of(scan->word[i]) != number) {
			r->tally.mixed++;
			return;
		}
	if (r->last >= 0) {
		step = (number - r->last + NUMBERS) % NUMBERS;
		r->tally.cycles += (u64)step;
		if (!step)
			r->tally.twice++;
	} else {
		r->tally.first_ns = scan->time_ns - S;
	}
	r->last = number;
}

static inline void one_turn(struct run *r)
{
	struct ina3221_reading reading;
	struct ina3221_turn turn = ina3221_follow_next(&r->follow, r->world.now_ns);

	world_sleep_until(&r->world, turn.at_ns);
	world_take(&r->world, &turn, &reading);
	ina3221_follow_taken(&r->follow, &turn, &reading);
	for (unsigned int i = 0; i < r->follow.count; i++)
		check_scan(r, &r->follow.ready[i]);
	r->gave_up |= !ina3221_follow_can(&r->follow);
	r->world.now_ns += 4000;
}

/* Only the words of @wanted, by place among those of a scan. */
static inline void plan_wanted_words(struct ina3221_plan *plan, u16 config, unsigned int wanted)
{
	struct ina3221_plan all;

	ina3221_plan_make(&all, config, 0);
	plan->count = 0;
	for (unsigned int i = 0; i < all.count; i++) {
		if (!(wanted & BIT(i)))
			continue;
		plan->reg[plan->count] = all.reg[i];
		plan->stays_us[plan->count++] = all.stays_us[i];
	}
}

static inline void begin(struct run *r, u16 config, unsigned int wanted, u32 word_ns,
			 bool one_transfer, oscillator_fn slowness, u64 seed)
{
	memset(r, 0, sizeof(*r));
	r->last = -1;
	r->world = (struct world){ .slowness = slowness,
				   .word_ns = word_ns,
				   .seed = seed,
				   .one_transfer = one_transfer,
				   .extra_ns = 12000,
				   .late_ns = 30000,
				   .held_up_ns = 350000 };
	world_make(&r->world, config);
	plan_wanted_words(&r->plan, config, wanted);
	ina3221_follow_init(&r->follow, &r->plan, ina3221_cycle_typ_us(config) * US, &r->speed,
			    one_transfer);
}

static inline void follow(struct run *r, u64 scans)
{
	u64 begun_ns = r->world.now_ns;

	while (r->tally.given < scans && r->world.now_ns - begun_ns < scans * 200 * MS)
		one_turn(r);
	r->tally.missed = r->follow.missed;
	r->tally.torn = r->follow.torn;
}

static inline u64 of_a_thousand(const struct tally *t)
{
	return t->cycles ? (t->given - 1) * 1000 / t->cycles : 0;
}

/* Each cycle that was not given is counted once; where the count was lost it is an estimate. */
static inline void check_counts(const struct tally *t, u64 estimate)
{
	assert_int_equal(t->mixed, 0);
	assert_int_equal(t->twice, 0);
	assert_in_range(t->given - 1 + t->missed, t->cycles - estimate, t->cycles + estimate);
}

#endif /* RAILGLOW_TESTS_UNIT_INA3221_RUN_H */
