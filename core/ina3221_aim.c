// SPDX-License-Identifier: GPL-2.0-only
/* Reading every conversion cycle of an INA3221: what to read next, and when. */
#include "core/ina3221_follow.h"

#define LATE_NS INA3221_LATE_NS
/* The length of a cycle is known to one part in so many before a scan is tried ... */
#define SHARE 6
/* ... and before the first one, of a cycle that leaves as little room as this. */
#define START_SHARE 14
#define QUICK_NS (2 * RG_NS_PER_MS)
/* At most so long after one another, since what is found so is where scans are aimed at. */
#define APART_NS (400 * RG_NS_PER_US)
/* Two turns one after the other have at least this between them. */
#define BETWEEN_NS 15000
/* A cycle is looked for at so many places. */
#define LOOKS_PER_CYCLE 16
/* Cycles from one proof to the next, where not each has one. */
#define PROOF_EVERY_MIN 4
#define PROOF_EVERY_MAX 8
/* A scan that cannot be had of so many cycles cannot be had. */
#define CYCLES_TRIED 8
/* Proofs that failed in a row, before the end is looked for again. */
#define UNPROVEN_MAX 3
/* All that was begun anew so often is hopeless. */
#define HOPELESS 4
/* A bus with less room than this for a scan, of a cycle, is too slow. */
#define ROOM_SHARE 6

/**
 * struct aim - where in a turn the end of the cycle may lie
 * @first_ns: after its beginning, at least
 * @last_ns: at most
 * @best_ns: where it is meant to be
 * @slack_ns: how far that is from either
 */
struct aim {
	s64 first_ns;
	s64 last_ns;
	s64 best_ns;
	s64 slack_ns;
};

static u64 takes_ns(const struct ina3221_follow *f, unsigned int words)
{
	if (!f->one_transfer)
		return words * ina3221_speed_takes_ns(f->speed, 1);
	return ina3221_speed_takes_ns(f->speed, words);
}

static u64 word_ns(const struct ina3221_follow *f)
{
	return f->one_transfer ? f->speed->word_ns : ina3221_speed_takes_ns(f->speed, 1);
}

static struct ina3221_turn look(u64 at_ns)
{
	return (struct ina3221_turn){ at_ns, 1, { INA3221_REG_MASK_ENABLE } };
}

/* The words, with looks ahead of two of them, or behind the last. */
static struct ina3221_turn compose(const struct ina3221_follow *f, unsigned int first,
				   unsigned int second)
{
	struct ina3221_turn turn = { 0 };
	unsigned int i;

	for (i = 0; i <= f->plan.count; i++) {
		if (i == first)
			turn.reg[turn.count++] = INA3221_REG_MASK_ENABLE;
		if (i == second)
			turn.reg[turn.count++] = INA3221_REG_MASK_ENABLE;
		if (i < f->plan.count)
			turn.reg[turn.count++] = f->plan.reg[i];
	}
	return turn;
}

#define NO_LOOK INA3221_TRANSFER_WORDS

/* Where the end may lie for all words to be of the cycle that ends. */
static struct aim aim_of(const struct ina3221_follow *f, const struct ina3221_turn *turn)
{
	const struct ina3221_track *t = &f->track;
	struct aim aim = { S64_MIN, S64_MAX, 0, 0 };
	s64 at_ns, stays_ns, remains_ns;
	s64 blur_ns = (s64)takes_ns(f, turn->count) / 32;
	unsigned int i, k = 0;

	for (i = 0; i < turn->count; i++) {
		if (turn->reg[i] == INA3221_REG_MASK_ENABLE)
			continue;
		at_ns = i * (s64)word_ns(f);
		stays_ns = f->plan.stays_us[k++] * (s64)RG_NS_PER_US;
		remains_ns = (s64)t->cycle_ns - stays_ns;
		stays_ns = div64_s64(stays_ns * (s64)t->min_ns, (s64)t->cycle_ns);
		remains_ns = div64_s64(remains_ns * (s64)t->min_ns, (s64)t->cycle_ns);
		aim.first_ns = max(aim.first_ns, at_ns - stays_ns + blur_ns);
		aim.last_ns = min(aim.last_ns, at_ns + remains_ns);
	}
	aim.best_ns = aim.first_ns + (aim.last_ns - aim.first_ns) / 2;
	aim.slack_ns = (aim.last_ns - aim.first_ns) / 2;
	return aim;
}

/* As often as the bus has time for it. */
static unsigned int proof_every(const struct ina3221_follow *f)
{
	u64 words_ns = takes_ns(f, f->plan.count) + BETWEEN_NS;
	u64 proof_ns = takes_ns(f, f->plan.count + 2) + BETWEEN_NS;
	u64 cycle_ns = f->track.likely_ns;
	u64 every;

	if (proof_ns <= cycle_ns - cycle_ns / 8)
		return 1;
	if (words_ns >= cycle_ns)
		return PROOF_EVERY_MIN;
	every = 1 + div64_u64(proof_ns - words_ns, cycle_ns - words_ns);
	return (unsigned int)clamp_t(u64, every, PROOF_EVERY_MIN, PROOF_EVERY_MAX);
}

/*
 * Like that, and between the two looks, where it is meant to be near one of them in turn: what
 * was guessed wrong shows before it is too wrong. Where they are as near to each other as somebody
 * may come late there is no room for that.
 */
static struct aim aim_of_proof(const struct ina3221_follow *f, const struct ina3221_turn *turn,
			       unsigned int first, unsigned int apart)
{
	struct aim aim = aim_of(f, turn);
	s64 lean_ns = apart * (s64)word_ns(f) / 4;

	if (proof_every(f) == 1 && f->track.cycle_ns <= QUICK_NS)
		lean_ns = 0;
	aim.best_ns = (2 * first + apart) * (s64)word_ns(f) / 2 + (f->early ? lean_ns : -lean_ns);
	aim.slack_ns = min(aim.best_ns - aim.first_ns, aim.last_ns - aim.best_ns);
	/* All that lies between the two is as good: it has to be good for the words as well. */
	if (first * (s64)word_ns(f) < aim.first_ns ||
	    (first + apart) * (s64)word_ns(f) > aim.last_ns)
		aim.slack_ns = 0;
	return aim;
}

/* Words between the two looks, so that the end is between them even if one comes late or is wrong. */
static unsigned int words_between(const struct ina3221_follow *f)
{
	u64 cycle_ns = f->track.cycle_ns;
	u64 most_ns = max_t(u64, 12 * LATE_NS, div_u64(cycle_ns, 50));
	u64 span_ns = clamp_t(u64, div_u64(cycle_ns, 28), 4 * LATE_NS, most_ns);
	u64 words = div64_u64(span_ns, word_ns(f) + 1);

	return (unsigned int)min_t(u64, words + f->unproven / 2, f->plan.count - 1);
}

static u64 likely_end_ns(const struct ina3221_track *t, u64 index)
{
	return t->guess_ns + (index - t->index) * t->likely_ns;
}

static u64 begin_ns(u64 end_ns, const struct aim *aim)
{
	return (u64)((s64)end_ns - aim->best_ns - LATE_NS);
}

/* The best place for two looks among the words, of those for which there is time. */
static bool plan_proof(const struct ina3221_follow *f, u64 index, u64 now_ns,
		       struct ina3221_turn *best)
{
	unsigned int between = words_between(f);
	u64 likely_ns = likely_end_ns(&f->track, index);
	s64 slack_ns = 0;
	struct ina3221_turn turn;
	unsigned int first;
	struct aim aim;

	for (first = 0; first + between <= f->plan.count; first++) {
		turn = compose(f, first, first + between);
		aim = aim_of_proof(f, &turn, first, between + 1);
		turn.at_ns = begin_ns(likely_ns, &aim);
		if (turn.at_ns < now_ns || aim.slack_ns <= slack_ns)
			continue;
		slack_ns = aim.slack_ns;
		*best = turn;
	}
	return slack_ns > 0;
}

/* Half of what is not known of the end of a cycle, and somebody who wakes up late. */
static u64 unknown_ns(const struct ina3221_follow *f, u64 index)
{
	const struct ina3221_track *t = &f->track;

	return (t->end.last_ns - t->end.first_ns + (index - t->index) * (t->max_ns - t->min_ns)) /
		       2 +
	       LATE_NS;
}

/* A bus with little time to spare has most of it behind words that were read early. */
static bool plan_words(const struct ina3221_follow *f, u64 index, u64 now_ns,
		       struct ina3221_turn *turn)
{
	u64 likely_ns = likely_end_ns(&f->track, index);
	struct aim aim;

	*turn = compose(f, NO_LOOK, NO_LOOK);
	aim = aim_of(f, turn);
	if (proof_every(f) > 1)
		aim.best_ns = aim.last_ns - min(aim.slack_ns, (s64)unknown_ns(f, index));
	turn->at_ns = max(begin_ns(likely_ns, &aim), now_ns);
	return (s64)(likely_ns - turn->at_ns) >= aim.first_ns + aim.slack_ns / 4;
}

/* Is one more cycle without a proof one too many? */
static bool proof_due(const struct ina3221_follow *f, u64 index)
{
	const struct ina3221_track *t = &f->track;
	u64 cycles = index - t->index;
	u64 unknown_ns = t->end.last_ns - t->end.first_ns + 9 * word_ns(f) / 8 +
			 (cycles + 1) * (t->max_ns - t->min_ns);

	return cycles >= proof_every(f) || unknown_ns > t->min_ns;
}

/* Rather no words of this cycle than one more without a proof. */
static bool overdue(const struct ina3221_follow *f, u64 index)
{
	return index - f->track.index >= proof_every(f) + 2 && index % 2;
}

static bool speed_known(const struct ina3221_follow *f, unsigned int *words)
{
	if (!f->one_transfer) {
		*words = 1;
		return ina3221_speed_knows(f->speed, 1);
	}
	for (*words = 1; *words <= f->plan.count + 2; *words += *words == 1 ? f->plan.count + 1 : 1)
		if (!ina3221_speed_knows(f->speed, *words))
			return false;
	*words = f->plan.count;
	return proof_every(f) == 1 || ina3221_speed_knows(f->speed, *words);
}

/* As many words as are to be known of, whatever they hold. */
static struct ina3221_turn learn_speed(const struct ina3221_follow *f, unsigned int words,
				       u64 now_ns)
{
	struct ina3221_turn turn = look(now_ns);

	if (words == f->plan.count && words > 1)
		turn = compose(f, NO_LOOK, NO_LOOK);
	else if (words == f->plan.count + 2)
		turn = compose(f, 0, f->plan.count);
	turn.at_ns = now_ns;
	return turn;
}

/* One look after the other, none of them so late that an end could be overlooked. */
static struct ina3221_turn watch(const struct ina3221_follow *f, u64 now_ns)
{
	const struct ina3221_track *t = &f->track;
	u64 apart_ns = min_t(u64, div_u64(t->cycle_ns, LOOKS_PER_CYCLE), APART_NS);
	u64 took_ns = takes_ns(f, 1);
	u64 at_ns = t->look.last_ns + (apart_ns > took_ns ? apart_ns - took_ns : 0);
	u64 early_ns;

	if (!t->looked)
		return look(now_ns);
	early_ns = t->look.first_ns + t->cycle_ns * 5 / 8;
	if (t->known && t->watched && !t->ends) {
		early_ns = min(early_ns, t->end.first_ns + t->min_ns);
		early_ns -= min(early_ns, took_ns + 4 * LATE_NS);
		at_ns = max(at_ns, early_ns);
	}
	return look(max(at_ns, now_ns));
}

/* Too little is known for a scan to be aimed at, or what is known has become too old. */
static bool is_lost(const struct ina3221_follow *f, u64 now_ns)
{
	const struct ina3221_track *t = &f->track;

	unsigned int share = f->gave || t->cycle_ns > QUICK_NS ? SHARE : START_SHARE;

	if (!t->known || t->max_ns - t->min_ns > div_u64(t->cycle_ns, share))
		return true;
	return f->unproven > UNPROVEN_MAX ||
	       now_ns > t->end.last_ns + 2 * PROOF_EVERY_MAX * t->max_ns;
}

static u64 first_ahead(const struct ina3221_follow *f, u64 now_ns)
{
	const struct ina3221_track *t = &f->track;
	u64 since_ns = now_ns - min(now_ns, t->guess_ns);

	return max(f->aimed + 1, t->index + div64_u64(since_ns, t->likely_ns));
}

/* The words of the cycle whose end was found just now, if there is time before the next one. */
static bool can_read_behind(struct ina3221_follow *f, u64 now_ns, struct ina3221_turn *turn)
{
	const struct ina3221_track *t = &f->track;

	if (2 * takes_ns(f, f->plan.count + 1) > t->cycle_ns)
		return false;
	if (!t->known || f->aimed >= t->index || !plan_words(f, t->index, now_ns, turn))
		return false;
	f->aimed = t->index;
	return true;
}

struct ina3221_turn ina3221_follow_next(struct ina3221_follow *f, u64 now_ns)
{
	struct ina3221_turn turn;
	unsigned int words, tries;
	u64 index;

	f->count = 0;
	f->proving = false;
	f->learning = !speed_known(f, &words);
	if (f->learning)
		return learn_speed(f, words, now_ns);
	if (is_lost(f, now_ns))
		return can_read_behind(f, now_ns, &turn) ? turn : watch(f, now_ns);
	index = first_ahead(f, now_ns);
	for (tries = 0; tries < CYCLES_TRIED; tries++, index++) {
		f->aimed = index;
		f->proving = proof_due(f, index) && plan_proof(f, index, now_ns, &turn);
		if (f->proving) {
			f->early = !f->early;
			return turn;
		}
		if (!overdue(f, index) && plan_words(f, index, now_ns, &turn))
			return turn;
	}
	return watch(f, now_ns);
}

bool ina3221_follow_can(const struct ina3221_follow *f)
{
	struct ina3221_turn turn = compose(f, NO_LOOK, NO_LOOK);
	unsigned int words;
	struct aim aim;

	if (f->hopeless >= HOPELESS)
		return false;
	if (!speed_known(f, &words))
		return true;
	aim = aim_of(f, &turn);
	return aim.last_ns - aim.first_ns >=
	       (s64)max(div_u64(f->track.cycle_ns, ROOM_SHARE), word_ns(f) + 2 * LATE_NS);
}
