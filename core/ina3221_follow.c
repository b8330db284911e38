// SPDX-License-Identifier: GPL-2.0-only
/*
 * Following an INA3221, cycle after cycle: scans that were read are held until they are proven,
 * then given away or counted as torn or missed. The transfer to read next, and its time, are found
 * in ina3221_follow_turn.c; the proof is ina3221_track.c's.
 */
#include "core/ina3221_follow.h"

/* A thread that sleeps wakes up late by this at the most: longer, it was held up. */
#define LATE_MAX_NS 100000
/* No timer is trusted to be better than this each time. */
#define MARGIN_NS 20000

/* A scan makes up for so many cycles without one: passes deliver about that share. */
#define WORTH 4

void ina3221_follow_init(struct ina3221_follow *f, const struct ina3221_plan *plan, u64 cycle_ns,
			 struct ina3221_bus_speed *speed, bool one_transfer)
{
	memset(f, 0, sizeof(*f));
	f->plan = *plan;
	f->speed = speed;
	f->one_transfer = one_transfer;
	f->late_ns = MARGIN_NS;
	f->margin_ns = MARGIN_NS;
	ina3221_track_init(&f->track, cycle_ns);
}

/* Scans count as torn once one was given: before that, the length of cycles is being learnt. */
static void tear_scans(struct ina3221_follow *f, unsigned int scans)
{
	if (f->gave)
		f->torn += scans;
}

/* Two scans of a cycle that was read twice do not count: one of them may be whole. */
static unsigned int held_scans(const struct ina3221_follow *f)
{
	unsigned int i, scans = 0;

	for (i = 0; i < f->track.holding; i++)
		scans += !f->caught[f->track.held[i].id].twice;
	return scans;
}

static void drop_held(struct ina3221_follow *f)
{
	unsigned int scans = held_scans(f);

	if (!f->gave)
		return;
	f->torn += scans;
	f->missed += scans;
}

/* The first cycle from now on follows the last one before: none in between is missed. */
void ina3221_follow_started(struct ina3221_follow *f, const struct ina3221_plan *plan, u64 cycle_ns,
			    struct ina3221_span at)
{
	drop_held(f);
	f->plan = *plan;
	f->gave = false;
	f->failed = 0;
	f->barren_ns = 0;
	ina3221_track_started(&f->track, cycle_ns, at);
	f->aimed = f->track.index;
}

void ina3221_follow_lose(struct ina3221_follow *f)
{
	drop_held(f);
	f->gave = false;
	f->failed = 0;
	ina3221_track_lose(&f->track);
}

void ina3221_follow_failed(struct ina3221_follow *f, const struct ina3221_turn *turn)
{
	f->failed += ina3221_turn_has_words(turn);
	ina3221_track_disturbed(&f->track);
}

static void give_scan(struct ina3221_follow *f, const struct ina3221_held *held, u64 index)
{
	u64 skipped, failed;

	if (f->gave && index <= f->given)
		return;
	/* A scan from before a failure may be given after it: failures are kept until they show. */
	if (f->gave) {
		skipped = index - f->given - 1;
		failed = min(skipped, f->failed);
		f->missed += skipped - failed;
		f->failed -= failed;
	}
	f->gave = true;
	f->given = index;
	f->barren_ns -= min(f->barren_ns, WORTH * f->track.cycle_ns);
	f->ready[f->count] = f->caught[held->id];
	f->ready[f->count++].index = index;
}

static void judge_held(struct ina3221_follow *f)
{
	struct ina3221_track *t = &f->track;
	unsigned int i, kept = 0;
	struct ina3221_held held;
	u64 index;

	for (i = 0; i < t->holding; i++) {
		held = t->held[i];
		switch (ina3221_track_judge(t, &held, &index)) {
		case INA3221_WHOLE:
			give_scan(f, &held, index);
			break;
		case INA3221_UNDECIDED:
			t->held[kept++] = held;
			break;
		default:
			tear_scans(f, !f->caught[held.id].twice);
			break;
		}
	}
	t->holding = kept;
}

static void take_look(struct ina3221_follow *f, struct ina3221_span at, u16 flags)
{
	unsigned int holding = held_scans(f);

	f->ahead = !(flags & INA3221_MASK_CVRF);
	if (ina3221_track_look(&f->track, at, flags & INA3221_MASK_CVRF)) {
		judge_held(f);
		return;
	}
	tear_scans(f, holding);
	f->barren_ns += f->track.cycle_ns;
	f->aimed = 0;
}

/* The time of a transfer gives each of its words a span, and is noted for the speed of the bus. */
static void spread_times(const struct ina3221_follow *f, unsigned int count,
			 const struct ina3221_reading *reading, struct ina3221_span *at)
{
	unsigned int i, words = f->one_transfer ? count : 1;
	u64 begin_ns, end_ns;

	for (i = 0; i < count; i += words) {
		begin_ns = reading->begin_ns[i];
		end_ns = reading->end_ns[i + words - 1];
		ina3221_bus_speed_note(f->speed, words, end_ns - begin_ns);
		ina3221_bus_speed_spread(f->speed, begin_ns, end_ns, words, &at[i]);
	}
}

static void hold_words(struct ina3221_follow *f, const u16 *word, const struct ina3221_span *at,
		       u64 time_ns)
{
	struct ina3221_catch *caught = &f->caught[f->next_id];
	struct ina3221_track *t = &f->track;

	if (!t->known || t->holding == INA3221_HELD) {
		tear_scans(f, 1);
		return;
	}
	t->held[t->holding++] = (struct ina3221_held){
		ina3221_track_window(t, &f->plan, at),
		f->next_id,
	};
	memcpy(caught->word, word, f->plan.count * sizeof(*word));
	caught->time_ns = time_ns;
	caught->twice = f->again;
	f->next_id = (f->next_id + 1) % ARRAY_SIZE(f->caught);
}

static void learn_lateness(struct ina3221_follow *f, u64 planned_ns, u64 begun_ns)
{
	u64 late_ns = min_t(u64, begun_ns - min(begun_ns, planned_ns), LATE_MAX_NS);

	if (planned_ns <= f->planned_ns)
		return;
	f->late_ns = (15 * f->late_ns + late_ns) / 16;
	f->margin_ns = max_t(u64, f->late_ns, MARGIN_NS);
}

void ina3221_follow_taken(struct ina3221_follow *f, const struct ina3221_turn *turn,
			  const struct ina3221_reading *reading)
{
	struct ina3221_span at[INA3221_TRANSFER_WORDS], word_at[INA3221_SCAN_WORDS];
	u64 end_ns = reading->end_ns[turn->count - 1];
	u16 word[INA3221_SCAN_WORDS];
	unsigned int i, words = 0;

	f->count = 0;
	f->ahead = false;
	/* A thread that was not let run for long has not tried in vain for that long. */
	f->barren_ns += min(end_ns - f->taken_ns, 2 * f->track.cycle_ns);
	f->taken_ns = end_ns;
	learn_lateness(f, turn->at_ns, reading->begin_ns[0]);
	spread_times(f, turn->count, reading, at);
	for (i = 0; i < turn->count; i++) {
		if (turn->reg[i] == INA3221_REG_MASK_ENABLE) {
			take_look(f, at[i], reading->word[i]);
			continue;
		}
		word_at[words] = at[i];
		word[words++] = reading->word[i];
		if (words == f->plan.count && !f->learning)
			hold_words(f, word, word_at, end_ns);
	}
}
