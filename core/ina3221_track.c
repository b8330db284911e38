// SPDX-License-Identifier: GPL-2.0-only
/* When the conversion cycles of an INA3221 end, and which words are of one. */
#include "core/ina3221_track.h"

/* The datasheet has 30 % either way for the clock of the converter. */
#define SLOWEST(ns) ((ns) + (ns)*5 / 16)
#define FASTEST(ns) ((ns) - (ns)*5 / 16)
/* The length of cycles may be off its mean of late by one part in so many. */
#define STEP 44
/* The mean is known well enough, and is that of late, once it is to one part in so many. */
#define WELL_KNOWN 384
/* What was learnt longer ago says nothing. */
#define STALE_CYCLES 64
#define STALE_NS (2 * RG_NS_PER_S)

static u64 width_ns(struct ina3221_span span)
{
	return span.last_ns - span.first_ns;
}

static void open_length(struct ina3221_track *t)
{
	t->min_ns = FASTEST(t->cycle_ns);
	t->max_ns = SLOWEST(t->cycle_ns);
}

static u64 middle_ns(struct ina3221_span span)
{
	return span.first_ns + width_ns(span) / 2;
}

void ina3221_track_init(struct ina3221_track *t, u64 cycle_ns)
{
	memset(t, 0, sizeof(*t));
	t->cycle_ns = cycle_ns;
	t->likely_ns = cycle_ns;
	open_length(t);
}

void ina3221_track_disturbed(struct ina3221_track *t)
{
	t->looked = false;
	t->watched = false;
}

void ina3221_track_lose(struct ina3221_track *t)
{
	t->known = false;
	t->holding = 0;
	ina3221_track_disturbed(t);
	open_length(t);
}

static void set_end(struct ina3221_track *t, struct ina3221_span end, u64 index)
{
	t->known = true;
	t->end = end;
	t->index = index;
	t->guess_ns = middle_ns(end);
	t->watched = true;
	t->ends = 0;
}

static void set_base(struct ina3221_track *t)
{
	t->base = t->end;
	t->base_index = t->index;
}

void ina3221_track_started(struct ina3221_track *t, u64 cycle_ns, struct ina3221_span at)
{
	u64 index = t->index + 1;

	t->min_ns = max(div64_u64(t->min_ns * cycle_ns, t->cycle_ns), FASTEST(cycle_ns));
	t->max_ns = min(div64_u64(t->max_ns * cycle_ns, t->cycle_ns), SLOWEST(cycle_ns));
	t->likely_ns = div64_u64(t->likely_ns * cycle_ns, t->cycle_ns);
	t->cycle_ns = cycle_ns;
	t->holding = 0;
	set_end(t, at, index);
	set_base(t);
	t->looked = true;
	t->look = at;
}

/* So many cycles, at least and at most, between two ends. */
static u64 cycles_least(const struct ina3221_track *t, struct ina3221_span end)
{
	u64 ns = end.first_ns > t->end.last_ns ? end.first_ns - t->end.last_ns : 0;

	return max_t(u64, div64_u64(ns + t->max_ns - 1, t->max_ns), 1);
}

static u64 cycles_most(const struct ina3221_track *t, struct ina3221_span end)
{
	u64 ns = end.last_ns > t->end.first_ns ? end.last_ns - t->end.first_ns : 0;

	return div64_u64(ns, t->min_ns);
}

/* The likely number of cycles between two ends, one at the least. */
static u64 cycles_about(const struct ina3221_track *t, struct ina3221_span end)
{
	u64 since_ns = end.first_ns - min(end.first_ns, t->end.first_ns);

	return max_t(u64, div64_u64(since_ns + t->likely_ns / 2, t->likely_ns), 1);
}

/* Return: is it learnt anew? */
static bool learn_length(struct ina3221_track *t)
{
	u64 cycles = t->index - t->base_index;
	u64 least_ns, most_ns, likely_ns;
	bool well_known;

	if (!cycles || t->end.first_ns <= t->base.last_ns)
		return false;
	least_ns = div64_u64(t->end.first_ns - t->base.last_ns, cycles);
	most_ns = div64_u64(t->end.last_ns - t->base.first_ns, cycles);
	well_known = (most_ns - least_ns) * WELL_KNOWN <= t->cycle_ns;
	likely_ns = (least_ns + most_ns) / 2;
	least_ns = max(least_ns - div_u64(least_ns, STEP), FASTEST(t->cycle_ns));
	most_ns = min(most_ns + div_u64(most_ns, STEP), SLOWEST(t->cycle_ns));
	if (!well_known && most_ns - least_ns >= t->max_ns - t->min_ns)
		return false;
	t->min_ns = least_ns;
	t->max_ns = most_ns;
	t->likely_ns = clamp(likely_ns, least_ns, most_ns);
	if (well_known)
		set_base(t);
	return true;
}

/* The guess of a length that is in force since some time. */
static void adjust_length(struct ina3221_track *t, s64 by_ns, u64 cycles)
{
	t->likely_ns += div64_s64(by_ns, (s64)cycles);
	t->likely_ns = clamp(t->likely_ns, t->min_ns, t->max_ns);
}

static enum ina3221_finding wrong(struct ina3221_track *t, struct ina3221_span end)
{
	u64 index = t->index + cycles_about(t, end);

	open_length(t);
	t->holding = 0;
	set_end(t, end, index);
	set_base(t);
	return INA3221_FOUND_WRONG;
}

static bool is_stale(const struct ina3221_track *t, struct ina3221_span end)
{
	return end.first_ns > t->end.last_ns + max_t(u64, STALE_NS, STALE_CYCLES * t->cycle_ns);
}

/* A cycle ended within this, which is all that is known of it so far. */
static enum ina3221_finding take_end(struct ina3221_track *t, struct ina3221_span end,
				     struct ina3221_track *before)
{
	u64 cycles, most, guess_ns;

	t->narrow_ns = t->narrow_ns ? min(t->narrow_ns, width_ns(end)) : width_ns(end);
	if (!t->known) {
		set_end(t, end, t->index + cycles_about(t, end));
		set_base(t);
		return INA3221_FOUND_NOTHING;
	}
	cycles = cycles_least(t, end);
	most = cycles_most(t, end);
	if (t->watched && t->ends >= cycles && t->ends <= most)
		cycles = most = t->ends;
	if (cycles != most || is_stale(t, end)) {
		if (width_ns(end) > 2 * t->narrow_ns) {
			t->narrow_ns += t->narrow_ns / 4;
			return INA3221_FOUND_NOTHING;
		}
		return wrong(t, end);
	}
	*before = *t;
	end.first_ns = max(end.first_ns, t->end.first_ns + cycles * t->min_ns);
	end.last_ns = min(end.last_ns, t->end.last_ns + cycles * t->max_ns);
	guess_ns = t->guess_ns + cycles * t->likely_ns;
	set_end(t, end, t->index + cycles);
	t->guess_ns = clamp(guess_ns, end.first_ns, end.last_ns);
	if (!learn_length(t))
		adjust_length(t, (s64)(t->guess_ns - guess_ns), 2 * cycles);
	return INA3221_FOUND_END;
}

/* A cycle that ended for sure between the two looks would have set the flag. */
static bool cannot_be_clear(const struct ina3221_track *t, struct ina3221_span since,
			    struct ina3221_span at)
{
	u64 cycles;

	if (at.first_ns > since.last_ns + SLOWEST(t->cycle_ns))
		return true;
	if (!t->known)
		return false;
	cycles = since.last_ns > t->end.first_ns
			 ? div64_u64(since.last_ns - t->end.first_ns + t->min_ns - 1, t->min_ns)
			 : 0;
	return t->end.last_ns + cycles * t->max_ns < at.first_ns;
}

/* One that cannot have ended between the two looks has not set it. */
static bool cannot_be_set(const struct ina3221_track *t, struct ina3221_span since,
			  struct ina3221_span at)
{
	u64 cycles;

	if (!t->known || at.last_ns < t->end.first_ns)
		return false;
	cycles = div64_u64(at.last_ns - t->end.first_ns, t->min_ns);
	return t->end.last_ns + cycles * t->max_ns < since.first_ns;
}

/* The end that was guessed to be nearest to a moment. */
static u64 guessed_near(const struct ina3221_track *t, u64 at_ns)
{
	if (at_ns <= t->guess_ns)
		return t->guess_ns;
	return t->guess_ns +
	       div64_u64(at_ns - t->guess_ns + t->likely_ns / 2, t->likely_ns) * t->likely_ns;
}

static void move_guess(struct ina3221_track *t, u64 near_ns, s64 by_ns)
{
	u64 cycles = div64_u64(near_ns - t->guess_ns, t->likely_ns);

	t->guess_ns += by_ns;
	adjust_length(t, by_ns, 8 * max_t(u64, cycles, 1));
}

/*
 * A look that finds the flag clear where an end was guessed moves the guess as far as it must.
 * Where the flag may have been cleared of the end before, that can be either way: the shorter
 * one is likely.
 */
static void not_there(struct ina3221_track *t, struct ina3221_span since, struct ina3221_span at)
{
	u64 near_ns = guessed_near(t, (since.last_ns + at.first_ns) / 2);
	s64 back_ns = (s64)(near_ns - since.last_ns), on_ns = (s64)(at.first_ns - near_ns);

	if (back_ns > 0 && on_ns > 0 && back_ns + on_ns < (s64)t->likely_ns / 2)
		move_guess(t, near_ns, t->watched || on_ns < back_ns ? on_ns : -back_ns);
}

/* The end after the one that was proven has been already, though it was guessed to be later. */
static void there_already(struct ina3221_track *t, struct ina3221_span at)
{
	u64 near_ns = t->guess_ns + t->likely_ns;

	if (t->ends == 1 && near_ns > at.last_ns && near_ns - at.last_ns < t->likely_ns / 2)
		move_guess(t, near_ns, -(s64)(near_ns - at.last_ns));
}

enum ina3221_finding ina3221_track_look(struct ina3221_track *t, struct ina3221_span at, bool ready,
					struct ina3221_track *before)
{
	struct ina3221_span since = t->look;
	struct ina3221_span end = { since.first_ns, at.last_ns };
	bool looked = t->looked;

	t->look = at;
	t->looked = true;
	if (!looked)
		return INA3221_FOUND_NOTHING;
	if (width_ns(end) >= FASTEST(t->cycle_ns))
		t->watched = false;
	if (ready ? cannot_be_set(t, since, at) : cannot_be_clear(t, since, at)) {
		ina3221_track_lose(t);
		return INA3221_FOUND_WRONG;
	}
	if (!ready) {
		if (t->known)
			not_there(t, since, at);
		return INA3221_FOUND_NOTHING;
	}
	t->ends++;
	if (width_ns(end) <= t->cycle_ns * 5 / 8)
		return take_end(t, end, before);
	if (t->known)
		there_already(t, at);
	return INA3221_FOUND_NOTHING;
}

bool ina3221_track_hold(struct ina3221_track *t, const struct ina3221_plan *plan,
			const struct ina3221_span *at, u32 id)
{
	struct ina3221_span end = { 0, U64_MAX };
	u64 stays_ns, remains_ns;
	unsigned int i;

	if (t->holding == INA3221_HELD)
		return false;
	for (i = 0; i < plan->count; i++) {
		stays_ns = plan->stays_us[i] * RG_NS_PER_US;
		remains_ns = t->cycle_ns - stays_ns;
		stays_ns = div64_u64(stays_ns * t->min_ns, t->cycle_ns);
		remains_ns = div64_u64(remains_ns * t->min_ns, t->cycle_ns);
		end.first_ns = max(end.first_ns, at[i].last_ns - min(at[i].last_ns, stays_ns));
		end.last_ns = min(end.last_ns, at[i].first_ns + remains_ns);
	}
	t->held[t->holding].end = end;
	t->held[t->holding].id = id;
	t->holding++;
	return true;
}

/* When a cycle between two proofs ended, from either of them. */
static struct ina3221_span end_between(const struct ina3221_track *t,
				       const struct ina3221_track *before, u64 index)
{
	u64 since = index - before->index, until = t->index - index;
	u64 min_ns = min(t->min_ns, before->min_ns), max_ns = max(t->max_ns, before->max_ns);

	return (struct ina3221_span){
		max(before->end.first_ns + since * min_ns, t->end.first_ns - until * max_ns),
		min(before->end.last_ns + since * max_ns, t->end.last_ns - until * min_ns),
	};
}

enum ina3221_verdict ina3221_track_judge(const struct ina3221_track *t,
					 const struct ina3221_track *before,
					 const struct ina3221_held *held, u64 *index)
{
	struct ina3221_span end;

	for (*index = before->index; *index <= t->index; (*index)++) {
		end = end_between(t, before, *index);
		if (held->end.first_ns <= end.first_ns && end.last_ns <= held->end.last_ns)
			return INA3221_WHOLE;
	}
	return held->end.last_ns >= t->end.last_ns + t->min_ns / 2 ? INA3221_UNDECIDED
								   : INA3221_TORN;
}

bool ina3221_words_fresh(const struct ina3221_plan *plan, struct ina3221_span clear,
			 const struct ina3221_span *at)
{
	unsigned int i;

	for (i = 0; i < plan->count; i++)
		if (at[i].last_ns >= clear.first_ns + FASTEST(plan->stays_us[i] * RG_NS_PER_US))
			return false;
	return true;
}
