// SPDX-License-Identifier: GPL-2.0-only
/*
 * Following an INA3221: which registers the next transfer reads, where looks at Mask/Enable stand
 * among them, and when it begins. Its outcome is judged in ina3221_follow.c, ends of cycles are
 * found in ina3221_track.c.
 */
#include "core/ina3221_follow.h"

/* Looks for an end come at least this often: the span that is found is what scans aim at. */
#define APART_NS (400 * RG_NS_PER_US)
#define LOOKS_PER_CYCLE 16
/* A look ahead of the end comes once in this many cycles, where each has one look. */
#define LOOKS_IN_TURN 4
/* A proof is taken once in this many cycles where there is no time for one in each. */
#define PROOF_EVERY 4
/* Scans begin once the length of cycles is known to 1/SHARE of itself. */
#define SHARE 14
/* After this many cycles without a proof one is looked for, at any cost in scans. */
#define OVERDUE 12
/* After so many cycles' time with too few scans following is given up. */
#define HOPELESS 200
/* A bus is too slow if a scan has less room than 1/ROOM_SHARE of a cycle. */
#define ROOM_SHARE 12
/* The place of a look that is left out. */
#define NOWHERE INA3221_TRANSFER_WORDS

static u64 takes_ns(const struct ina3221_follow *f, unsigned int words)
{
	if (!f->one_transfer)
		return words * ina3221_bus_speed_takes_ns(f->speed, 1);
	return ina3221_bus_speed_takes_ns(f->speed, words);
}

static u64 word_ns(const struct ina3221_follow *f)
{
	return f->one_transfer ? f->speed->word_ns : ina3221_bus_speed_takes_ns(f->speed, 1);
}

static u64 later_ns(u64 ns, u64 than_ns)
{
	return ns > than_ns ? ns - than_ns : 0;
}

static struct ina3221_turn look_alone(u64 at_ns)
{
	return (struct ina3221_turn){ at_ns, 1, { INA3221_REG_MASK_ENABLE } };
}

/* A turn has all words, with looks ahead of words number @first and @second, or behind the last. */
static struct ina3221_turn compose_turn(const struct ina3221_follow *f, unsigned int first,
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

/* All words of @turn are of the cycle that ends if it ends within this span. */
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

/* Words go as early as can be proven; a look behind them finds an end that came late. */
static bool plan_words(const struct ina3221_follow *f, u64 index, u64 now_ns,
		       struct ina3221_turn *turn)
{
	struct ina3221_span end = sure_end(f, index);
	struct ina3221_span window;

	*turn = compose_turn(f, NOWHERE, f->once || f->again ? f->plan.count : NOWHERE);
	turn->at_ns = end.last_ns;
	window = window_of(f, turn);
	turn->at_ns = max(later_ns(end.last_ns, window.last_ns - end.last_ns), now_ns);
	window = window_of(f, turn);
	return window.first_ns + f->margin_ns <= end.first_ns;
}

/* The number of looks for which each cycle has time beside its words. */
static unsigned int looks_in_each(const struct ina3221_follow *f)
{
	u64 cycle_ns = f->track.likely.length.first_ns;
	u64 two_ns = takes_ns(f, f->plan.count + 2), one_ns = takes_ns(f, f->plan.count + 1);

	if (two_ns + 2 * f->margin_ns <= cycle_ns - cycle_ns / 8)
		return 2;
	return two_ns > cycle_ns && one_ns + f->late_ns / 2 <= cycle_ns - div_u64(cycle_ns, 48);
}

/* The words could be read earlier or later by this; below 0 some may be of another cycle. */
static s64 spare_ns(const struct ina3221_follow *f, const struct ina3221_turn *turn,
		    struct ina3221_span end)
{
	struct ina3221_span window = window_of(f, turn);

	return min((s64)(end.first_ns - window.first_ns), (s64)(window.last_ns - end.last_ns));
}

/* A cycle ends between two looks, or at that side of a single one where it is likely to. */
static struct ina3221_span end_by_looks(const struct ina3221_follow *f, u64 index, u64 at_ns,
					unsigned int apart)
{
	bool ahead = apart || at_ns < ina3221_middle_ns(likely_end(f, index));
	struct ina3221_span end = sure_end(f, index);

	if (ahead)
		end.first_ns = max(end.first_ns, at_ns);
	if (apart || !ahead)
		end.last_ns = min(end.last_ns, at_ns + apart * word_ns(f));
	return end;
}

/*
 * A look at @look_ns goes where the words around it have most to spare, and another one @apart
 * words later unless that is 0. All words are of the cycle that ends where it is expected to; if
 * it ends elsewhere, they are so as likely as can be.
 */
static bool place_looks(const struct ina3221_follow *f, u64 index, u64 now_ns, u64 look_ns,
			unsigned int apart, struct ina3221_turn *best)
{
	u64 middle = ina3221_middle_ns(likely_end(f, index)), at_ns;
	struct ina3221_span sure = sure_end(f, index);
	struct ina3221_turn turn;
	s64 most_ns = S64_MIN;
	unsigned int first;

	for (first = 0; first + apart <= f->plan.count + !!apart; first++) {
		turn = compose_turn(f, first, apart ? first + apart - 1 : NOWHERE);
		turn.at_ns = max(later_ns(look_ns, first * word_ns(f)), now_ns);
		at_ns = turn.at_ns + first * word_ns(f);
		if (spare_ns(f, &turn, end_by_looks(f, index, at_ns, apart)) < 0 ||
		    spare_ns(f, &turn, sure) <= most_ns ||
		    (apart && at_ns + f->margin_ns / 2 > middle))
			continue;
		most_ns = spare_ns(f, &turn, sure);
		*best = turn;
	}
	return most_ns != S64_MIN;
}

/*
 * Each cycle has one look. Every few cycles it comes ahead of the end, as soon as there is time,
 * where a clear flag says that the end was later. The next one comes behind all of where the end
 * can be, and clears the flag, so that those after it, behind where the end is likely, find it set
 * by an end that was earlier.
 */
static bool plan_look(const struct ina3221_follow *f, u64 index, u64 now_ns,
		      struct ina3221_turn *turn)
{
	const struct ina3221_track *t = &f->track;
	struct ina3221_span likely = likely_end(f, index);
	u64 look_ns = likely.last_ns;

	if (t->none_since_ns < t->look.first_ns)
		look_ns = sure_end(f, index).last_ns;
	else if (index - t->awaited.index >= LOOKS_IN_TURN)
		look_ns = likely.first_ns - f->late_ns - f->margin_ns / 2;
	return place_looks(f, index, now_ns, look_ns, 0, turn);
}

/*
 * The end is expected so long after the first of two looks. The second is behind all of what is
 * likely where each cycle has a proof; if that is too wide, now the first is ahead of it, now both
 * are in its middle. Else the end is now near one, now the other: a wrong guess soon shows.
 */
static u64 ahead_ns(const struct ina3221_follow *f, u64 apart_ns, u64 likely_ns, bool early)
{
	if (looks_in_each(f) < 2)
		return apart_ns / 4 * (early ? 3 : 1) + f->late_ns;
	return max(early ? (likely_ns + f->margin_ns) / 2 : apart_ns / 2,
		   later_ns(apart_ns, max((likely_ns + f->margin_ns) / 2, apart_ns / 4))) +
	       f->late_ns;
}

/* Two looks are so far apart that the end is between them, for a thread that is late, too. */
static bool plan_proof(const struct ina3221_follow *f, u64 index, u64 now_ns,
		       struct ina3221_turn *turn)
{
	struct ina3221_span end = likely_end(f, index);
	u64 likely_ns = end.last_ns - end.first_ns, look_ns;
	u64 apart_ns = max_t(u64, 4 * f->margin_ns, div_u64(f->track.cycle_ns, 50));
	unsigned int apart, tries;

	apart_ns = max(apart_ns, likely_ns / 4 * 3);
	apart = 1 + (unsigned int)min_t(u64, div64_u64(apart_ns, word_ns(f) + 1),
					f->plan.count * 2 / 3);
	for (; apart <= f->plan.count + 1; apart++)
		for (tries = 0; tries < 2; tries++) {
			look_ns = ahead_ns(f, apart * word_ns(f), likely_ns, (index + tries) % 2);
			look_ns = later_ns(ina3221_middle_ns(end), look_ns);
			if (place_looks(f, index, now_ns, look_ns, apart, turn))
				return true;
		}
	return false;
}

static bool speed_known(const struct ina3221_follow *f)
{
	return ina3221_bus_speed_knows(f->speed, 1) &&
	       (!f->one_transfer || ina3221_bus_speed_knows(f->speed, f->plan.count + 2));
}

/* Looks without words follow one another from where the next end can be. */
static struct ina3221_turn watch_for_end(const struct ina3221_follow *f, u64 now_ns)
{
	const struct ina3221_track *t = &f->track;
	u64 apart_ns = min_t(u64, div_u64(t->cycle_ns, LOOKS_PER_CYCLE), APART_NS);
	u64 took_ns = takes_ns(f, 1);
	u64 at_ns = t->look.last_ns + later_ns(apart_ns, took_ns);
	u64 index = t->proof.index + 1;

	if (t->looked && t->known && index >= t->index)
		at_ns = max(at_ns,
			    later_ns(sure_end(f, index).first_ns, took_ns + 4 * f->margin_ns));
	return look_alone(t->looked ? max(at_ns, now_ns) : now_ns);
}

/* The first cycle that has not been aimed at, from the one that ended last on. */
static u64 first_ahead(const struct ina3221_follow *f, u64 now_ns)
{
	const struct ina3221_cycles *likely = &f->track.likely;
	u64 since_ns = later_ns(now_ns, ina3221_middle_ns(likely->end));

	return max(max(f->aimed + 1, f->track.first),
		   f->track.index + div64_u64(since_ns, ina3221_middle_ns(likely->length)));
}

/*
 * A cycle whose end the turn before was ahead of is aimed at again where there is time. Words that
 * came with that look may be of it all the same.
 */
static void aim_again(struct ina3221_follow *f)
{
	struct ina3221_track *t = &f->track;

	if (!f->ahead || !f->aimed || f->aimed != t->awaited.index || looks_in_each(f) < 2)
		return;
	f->aimed--;
	f->again = true;
	if (t->holding)
		f->caught[t->held[t->holding - 1].id].twice = true;
}

/* An end is known well enough for a scan if its span is no longer than this. */
static u64 room_ns(const struct ina3221_follow *f)
{
	struct ina3221_turn turn = compose_turn(f, NOWHERE, NOWHERE);
	struct ina3221_span window;

	turn.at_ns = RG_NS_PER_S;
	window = window_of(f, &turn);
	return later_ns(window.last_ns, window.first_ns + 2 * f->margin_ns);
}

/*
 * Can a scan of that cycle be proven? Where not each cycle has a proof, one has to be possible
 * afterwards, which needs a length that is known well.
 */
static bool can_go_on(const struct ina3221_follow *f, u64 index)
{
	struct ina3221_span end = sure_end(f, index), length = f->track.sure.length;
	bool each = looks_in_each(f) == 2;

	if (index - f->track.proof.index > OVERDUE || end.last_ns - end.first_ns > room_ns(f))
		return false;
	return f->once || (f->gave && each) ||
	       length.last_ns - length.first_ns <=
		       div_u64(f->track.cycle_ns, each ? SHARE / 2 : SHARE);
}

struct ina3221_turn ina3221_follow_next(struct ina3221_follow *f, u64 now_ns)
{
	unsigned int every = looks_in_each(f) == 2 ? 1 : PROOF_EVERY;
	struct ina3221_turn turn;
	u64 index, cycles;

	f->count = 0;
	f->again = false;
	f->planned_ns = now_ns;
	f->learning = !speed_known(f);
	/* A turn of this length is timed; its words are thrown away. */
	if (f->learning && ina3221_bus_speed_knows(f->speed, 1)) {
		turn = compose_turn(f, 0, f->plan.count);
		turn.at_ns = now_ns;
		return turn;
	}
	if (f->learning)
		return look_alone(now_ns);
	if (!f->track.known)
		return watch_for_end(f, now_ns);
	aim_again(f);
	for (index = first_ahead(f, now_ns); can_go_on(f, index); index++) {
		cycles = index - f->track.proof.index;
		f->aimed = index;
		if (looks_in_each(f) == 1 && plan_look(f, index, now_ns, &turn))
			return turn;
		if (cycles >= every && plan_proof(f, index, now_ns, &turn))
			return turn;
		/* A cycle is given up rather than one more read without a proof. */
		if (cycles >= every + 2 && index % 2)
			continue;
		if (plan_words(f, index, now_ns, &turn))
			return turn;
	}
	return watch_for_end(f, now_ns);
}

bool ina3221_follow_can(const struct ina3221_follow *f)
{
	if (f->barren_ns >= HOPELESS * f->track.cycle_ns)
		return false;
	return !speed_known(f) || room_ns(f) >= div_u64(f->track.cycle_ns, ROOM_SHARE);
}
