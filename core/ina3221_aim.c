// SPDX-License-Identifier: GPL-2.0-only
/* Reading every conversion cycle of an INA3221: what to read next, and when. */
#include "core/ina3221_follow.h"

#define LATE_NS INA3221_LATE_NS
/* Looks for an end are at most so long after one another: scans are aimed at what they find. */
#define APART_NS (400 * RG_NS_PER_US)
#define LOOKS_PER_CYCLE 16
/* Cycles from one proof to the next, where there is no time for one in each. */
#define PROOF_EVERY 4
/* The length of cycles is known to one part in so many by then. */
#define SHARE 14
/* Cycles without a proof before one is looked for, whatever that costs. */
#define OVERDUE 12
/* All that was begun anew so often is hopeless. */
#define HOPELESS 4
/* A bus with less room than this for a scan, of a cycle, is too slow. */
#define ROOM_SHARE 6
/* No look. */
#define NOWHERE INA3221_TRANSFER_WORDS

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

static u64 middle_ns(struct ina3221_span span)
{
	return span.first_ns + (span.last_ns - span.first_ns) / 2;
}

static u64 later_ns(u64 ns, u64 than_ns)
{
	return ns > than_ns ? ns - than_ns : 0;
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

/* When the end has to be for all words to be of the cycle that ends. */
static struct ina3221_span window_of(const struct ina3221_follow *f,
				     const struct ina3221_turn *turn)
{
	u64 blur_ns = takes_ns(f, turn->count) / 32;
	struct ina3221_span at[INA3221_SCAN_WORDS];
	unsigned int i, words = 0;
	u64 at_ns;

	for (i = 0; i < turn->count; i++) {
		if (turn->reg[i] == INA3221_REG_MASK_ENABLE)
			continue;
		at_ns = turn->at_ns + i * word_ns(f);
		at[words++] = (struct ina3221_span){ at_ns, at_ns + blur_ns };
	}
	return ina3221_track_window(&f->track, &f->plan, at);
}

static struct ina3221_span sure_end(const struct ina3221_follow *f, u64 index)
{
	return ina3221_track_ahead(&f->track.sure, index - f->track.index);
}

static struct ina3221_span likely_end(const struct ina3221_follow *f, u64 index)
{
	return ina3221_track_ahead(&f->track.likely, index - f->track.index);
}

/* As early as the end cannot be too late for any of them. */
static bool plan_words(const struct ina3221_follow *f, u64 index, u64 now_ns,
		       struct ina3221_turn *turn)
{
	struct ina3221_span end = sure_end(f, index);
	struct ina3221_span window;

	*turn = compose(f, NOWHERE, f->once ? f->plan.count : NOWHERE);
	turn->at_ns = end.last_ns;
	window = window_of(f, turn);
	turn->at_ns = max(later_ns(end.last_ns, window.last_ns - end.last_ns), now_ns);
	window = window_of(f, turn);
	return window.first_ns + LATE_NS <= end.first_ns;
}

/* So many words between the two looks that the end is, even for somebody who comes late. */
static unsigned int words_between(const struct ina3221_follow *f, struct ina3221_span end)
{
	u64 span_ns = max_t(u64, 4 * LATE_NS, (end.last_ns - end.first_ns) / 4 * 3);
	u64 words = div64_u64(max(span_ns, div_u64(f->track.cycle_ns, 50)), word_ns(f) + 1);

	return (unsigned int)min_t(u64, words, f->plan.count * 2 / 3);
}

static bool proof_in_each(const struct ina3221_follow *f)
{
	u64 cycle_ns = f->track.likely.length.first_ns;

	return takes_ns(f, f->plan.count + 2) + 2 * LATE_NS <= cycle_ns - cycle_ns / 8;
}

/*
 * From the first look to the end. Where each cycle has a proof the second one comes right behind the
 * end, since all that comes of an end ahead of the first is that it is known better afterwards. Else
 * the end is near either of them in turn: what is guessed wrong shows before it is too wrong.
 */
static u64 lean_ns(const struct ina3221_follow *f, u64 apart_ns, struct ina3221_span end)
{
	if (proof_in_each(f))
		return max(apart_ns / 2,
			   later_ns(apart_ns, max((end.last_ns - end.first_ns + LATE_NS) / 2,
						  apart_ns / 4)));
	return apart_ns / 4 * (f->early ? 3 : 1);
}

/* How far all words are from not being of the cycle that ends in @end, and 1; 0: some may not be. */
static u64 slack_ns(const struct ina3221_follow *f, const struct ina3221_turn *turn,
		    struct ina3221_span end)
{
	struct ina3221_span window = window_of(f, turn);

	if (window.first_ns > end.first_ns || end.last_ns > window.last_ns)
		return 0;
	return 1 + min(end.first_ns - window.first_ns, window.last_ns - end.last_ns);
}

/* The best place for two looks so far apart among the words, of those for which there is time. */
static bool place_proof(const struct ina3221_follow *f, u64 index, u64 now_ns, unsigned int apart,
			struct ina3221_turn *best)
{
	struct ina3221_span sure = sure_end(f, index), likely = likely_end(f, index), between;
	u64 ahead_ns = LATE_NS + lean_ns(f, apart * word_ns(f), likely);
	u64 most_ns = 0, ns;
	struct ina3221_turn turn;
	unsigned int first;

	for (first = 0; first + apart <= f->plan.count + 1; first++) {
		turn = compose(f, first, first + apart - 1);
		ns = first * word_ns(f);
		turn.at_ns = max(later_ns(middle_ns(likely), ns + ahead_ns), now_ns);
		between.first_ns = turn.at_ns + ns;
		between.last_ns = between.first_ns + apart * word_ns(f) + LATE_NS;
		if (between.first_ns + LATE_NS / 2 > middle_ns(likely))
			break;
		between.first_ns = max(between.first_ns, sure.first_ns);
		between.last_ns = min(between.last_ns, sure.last_ns);
		ns = slack_ns(f, &turn, between);
		if (ns <= most_ns)
			continue;
		most_ns = ns;
		*best = turn;
	}
	return most_ns;
}

static bool plan_proof(const struct ina3221_follow *f, u64 index, u64 now_ns,
		       struct ina3221_turn *turn)
{
	unsigned int apart = words_between(f, likely_end(f, index)) + 1;

	for (; apart <= f->plan.count + 1; apart++)
		if (place_proof(f, index, now_ns, apart, turn))
			return true;
	return false;
}

/* Two looks have no room beside the words of a cycle, one has. */
static bool look_in_each(const struct ina3221_follow *f)
{
	u64 cycle_ns = f->track.likely.length.first_ns;

	return takes_ns(f, f->plan.count + 2) > cycle_ns &&
	       takes_ns(f, f->plan.count + 1) + LATE_NS / 2 <= cycle_ns - cycle_ns / 16;
}

/*
 * One look, now and then ahead of the end, else behind it: one that finds the flag clear says that
 * the end is later, one that finds it set after one that found it set that it is earlier.
 */
static bool plan_look(const struct ina3221_follow *f, u64 index, u64 now_ns,
		      struct ina3221_turn *best)
{
	struct ina3221_span end = likely_end(f, index);
	u64 look_ns = end.last_ns, most_ns = 0, ns;
	struct ina3221_turn turn;
	unsigned int first;

	if (index % 3 == 0)
		look_ns = end.first_ns - LATE_NS - LATE_NS / 2;
	else if (index % 3 == 1)
		look_ns = sure_end(f, index).last_ns;
	for (first = 0; first <= f->plan.count; first++) {
		turn = compose(f, first, NOWHERE);
		turn.at_ns = max(later_ns(look_ns, first * word_ns(f)), now_ns);
		ns = slack_ns(f, &turn, end);
		if (ns <= most_ns)
			continue;
		most_ns = ns;
		*best = turn;
	}
	return most_ns;
}

/* Cycles from one proof to the next: as many as it takes to make up for the time of one. */
static u64 proof_every(const struct ina3221_follow *f)
{
	u64 words_ns = takes_ns(f, f->plan.count) + LATE_NS;
	u64 proof_ns = takes_ns(f, f->plan.count + 2) + LATE_NS;
	u64 cycle_ns = f->track.likely.length.first_ns;

	if (proof_in_each(f))
		return 1;
	if (words_ns >= cycle_ns)
		return PROOF_EVERY;
	return min_t(u64, 2 + div64_u64(proof_ns - words_ns, cycle_ns - words_ns), PROOF_EVERY);
}

static bool speed_known(const struct ina3221_follow *f)
{
	return ina3221_speed_knows(f->speed, 1) &&
	       (!f->one_transfer || ina3221_speed_knows(f->speed, f->plan.count + 2));
}

/* As many words as are to be known of, whatever they hold. */
static struct ina3221_turn learn_speed(const struct ina3221_follow *f, u64 now_ns)
{
	struct ina3221_turn turn = look(now_ns);

	if (!ina3221_speed_knows(f->speed, 1))
		return turn;
	turn = compose(f, 0, f->plan.count);
	turn.at_ns = now_ns;
	return turn;
}

/* One look after the other, from where the next end can be on. */
static struct ina3221_turn watch(const struct ina3221_follow *f, u64 now_ns)
{
	const struct ina3221_track *t = &f->track;
	u64 apart_ns = min_t(u64, div_u64(t->cycle_ns, LOOKS_PER_CYCLE), APART_NS);
	u64 took_ns = takes_ns(f, 1);
	u64 at_ns = t->look.last_ns + later_ns(apart_ns, took_ns);
	u64 index = t->proof.index + 1;

	if (t->looked && t->known && index >= t->index)
		at_ns = max(at_ns, later_ns(sure_end(f, index).first_ns, took_ns + 4 * LATE_NS));
	return look(t->looked ? max(at_ns, now_ns) : now_ns);
}

/* The first cycle that has not been aimed at, from the one that ended last on. */
static u64 first_ahead(const struct ina3221_follow *f, u64 now_ns)
{
	const struct ina3221_cycles *likely = &f->track.likely;
	u64 since_ns = later_ns(now_ns, middle_ns(likely->end));

	return max(max(f->aimed + 1, f->track.first),
		   f->track.index + div64_u64(since_ns, middle_ns(likely->length)));
}

/* Can anything be shown of that cycle? */
static bool within_sight(const struct ina3221_follow *f, u64 index)
{
	struct ina3221_turn turn = compose(f, NOWHERE, NOWHERE);
	struct ina3221_span window, end = sure_end(f, index);

	turn.at_ns = end.last_ns;
	window = window_of(f, &turn);
	return window.first_ns + (end.last_ns - end.first_ns) + 2 * LATE_NS <= window.last_ns;
}

/* Words that are read now are of use only if there can be a proof afterwards. */
static bool can_go_on(const struct ina3221_follow *f, u64 index)
{
	struct ina3221_span length = f->track.sure.length;

	if (index - f->track.proof.index > OVERDUE || !within_sight(f, index))
		return false;
	if (f->once || (f->gave && proof_in_each(f)))
		return true;
	return length.last_ns - length.first_ns <=
	       div_u64(f->track.cycle_ns, proof_in_each(f) ? SHARE / 2 : SHARE);
}

struct ina3221_turn ina3221_follow_next(struct ina3221_follow *f, u64 now_ns)
{
	struct ina3221_turn turn;
	unsigned int tries;
	u64 index, cycles;

	f->count = 0;
	f->learning = !speed_known(f);
	if (f->learning)
		return learn_speed(f, now_ns);
	if (!f->track.known)
		return watch(f, now_ns);
	for (index = first_ahead(f, now_ns); can_go_on(f, index); index++) {
		cycles = index - f->track.proof.index;
		f->aimed = index;
		if (look_in_each(f) && plan_look(f, index, now_ns, &turn))
			return turn;
		for (tries = 0; tries < 2 && cycles >= proof_every(f); tries++) {
			f->early = !f->early;
			if (plan_proof(f, index, now_ns, &turn))
				return turn;
		}
		/* Rather no words of this cycle than one more without a proof. */
		if (cycles >= proof_every(f) + 2 && index % 2)
			continue;
		if (plan_words(f, index, now_ns, &turn))
			return turn;
	}
	return watch(f, now_ns);
}

bool ina3221_follow_can(const struct ina3221_follow *f)
{
	struct ina3221_turn turn = compose(f, NOWHERE, NOWHERE);
	struct ina3221_span window;

	if (f->hopeless >= HOPELESS)
		return false;
	if (!speed_known(f))
		return true;
	turn.at_ns = RG_NS_PER_S;
	window = window_of(f, &turn);
	return window.last_ns >= window.first_ns + max_t(u64, div_u64(f->track.cycle_ns, ROOM_SHARE),
							 word_ns(f) + 2 * LATE_NS);
}
