// SPDX-License-Identifier: GPL-2.0-only
/*
 * Proof that words of an INA3221 are of one conversion cycle: where the ends of cycles lie, by
 * looks at the conversion-ready flag, how long cycles really are, and which words belong between
 * two ends. Reading is planned in ina3221_follow_turn.c, scans are held in ina3221_follow.c.
 */
#include "core/ina3221_track.h"

/* The datasheet has 30 % either way for the clock of the converter. */
#define SLOWEST(ns) (21 * (ns) / 16)
#define FASTEST(ns) (11 * (ns) / 16)
/* The length of a cycle differs from the recent mean by no more than 1/STEP of it. */
#define STEP 44
/* A mean is used once it is known to 1/WELL_KNOWN of itself, and the next one is then measured. */
#define WELL_KNOWN 384
/* The length of cycles before a start says nothing if it was learnt longer ago than this. */
#define STALE_NS (2 * RG_NS_PER_S)

static u64 width_ns(struct ina3221_span span)
{
	return span.last_ns - span.first_ns;
}

u64 ina3221_middle_ns(struct ina3221_span span)
{
	return span.first_ns + width_ns(span) / 2;
}

static struct ina3221_span span_within(struct ina3221_span a, struct ina3221_span b)
{
	return (struct ina3221_span){ max(a.first_ns, b.first_ns), min(a.last_ns, b.last_ns) };
}

static bool is_empty(struct ina3221_span span)
{
	return span.first_ns > span.last_ns;
}

static struct ina3221_span any_length(const struct ina3221_track *t)
{
	return (struct ina3221_span){ FASTEST(t->cycle_ns), SLOWEST(t->cycle_ns) };
}

void ina3221_track_init(struct ina3221_track *t, u64 cycle_ns)
{
	memset(t, 0, sizeof(*t));
	t->cycle_ns = cycle_ns;
	t->sure.length = any_length(t);
	t->likely.length = t->sure.length;
}

void ina3221_track_disturbed(struct ina3221_track *t)
{
	t->looked = false;
}

void ina3221_track_lose(struct ina3221_track *t)
{
	t->known = false;
	t->holding = 0;
	ina3221_track_disturbed(t);
}

struct ina3221_span ina3221_track_ahead(const struct ina3221_cycles *cycles, u64 count)
{
	return (struct ina3221_span){
		cycles->end.first_ns + count * cycles->length.first_ns,
		cycles->end.last_ns + count * cycles->length.last_ns,
	};
}

/* An end was found with nothing known before it: cycles are counted from there. */
static void begin_counting(struct ina3221_track *t, struct ina3221_span end, u64 index)
{
	t->known = true;
	t->holding = 0;
	t->index = index;
	t->first = index;
	t->sure.end = end;
	t->likely.end = end;
	t->proof = (struct ina3221_proof){ t->sure, index };
	t->before = t->proof;
	t->base = t->proof;
}

static struct ina3221_span scale_length(struct ina3221_span length, u64 to_ns, u64 from_ns)
{
	return (struct ina3221_span){ div64_u64(length.first_ns * to_ns, from_ns),
				      div64_u64(length.last_ns * to_ns, from_ns) };
}

void ina3221_track_started(struct ina3221_track *t, u64 cycle_ns, struct ina3221_span at)
{
	u64 from_ns = t->cycle_ns;

	t->cycle_ns = cycle_ns;
	if (!t->known || at.first_ns > t->look.last_ns + STALE_NS) {
		t->sure.length = any_length(t);
		t->likely.length = t->sure.length;
	} else {
		t->sure.length =
			span_within(scale_length(t->sure.length, cycle_ns, from_ns), any_length(t));
		t->likely.length = span_within(scale_length(t->likely.length, cycle_ns, from_ns),
					       t->sure.length);
	}
	begin_counting(t, at, t->index + 1);
	t->first++;
	t->looked = true;
	t->look = at;
	t->none_since_ns = at.last_ns;
}

/* Nothing but a rough count of the cycles so far is kept of what was known. */
static bool begin_anew(struct ina3221_track *t, struct ina3221_span end)
{
	u64 length_ns = ina3221_middle_ns(t->likely.length);
	u64 since_ns = ina3221_middle_ns(end) -
		       min(ina3221_middle_ns(end), ina3221_middle_ns(t->likely.end));
	u64 cycles = div64_u64(since_ns + length_ns / 2, length_ns);

	t->sure.length = any_length(t);
	t->likely.length = t->sure.length;
	begin_counting(t, end, t->index + max_t(u64, cycles, 1));
	return false;
}

static bool give_up(struct ina3221_track *t)
{
	t->known = false;
	t->holding = 0;
	return false;
}

static void learn_length(struct ina3221_track *t)
{
	u64 cycles = t->index - t->base.index;
	struct ina3221_span from = t->base.cycles.end, mean;
	bool enough;

	if (!cycles || t->sure.end.first_ns <= from.last_ns)
		return;
	mean.first_ns = div64_u64(t->sure.end.first_ns - from.last_ns, cycles);
	mean.last_ns = div64_u64(t->sure.end.last_ns - from.first_ns, cycles);
	enough = width_ns(mean) * WELL_KNOWN <= t->cycle_ns;
	mean = span_within(mean, any_length(t));
	if (is_empty(mean) || (!enough && width_ns(mean) >= width_ns(t->likely.length)))
		return;
	t->likely.length = mean;
	mean.first_ns -= div_u64(mean.first_ns, STEP);
	mean.last_ns += div_u64(mean.last_ns, STEP);
	t->sure.length = span_within(mean, any_length(t));
	if (enough)
		t->base = (struct ina3221_proof){ t->sure, t->index };
}

/* Cycles are no longer as they recently were: their length is learnt again from here. */
static void doubt_length(struct ina3221_track *t)
{
	t->likely.end = t->sure.end;
	t->likely.length = t->sure.length;
	t->base = (struct ina3221_proof){ t->sure, t->index };
}

static void move_on(struct ina3221_track *t, u64 cycles)
{
	t->sure.end = ina3221_track_ahead(&t->sure, cycles);
	t->likely.end = ina3221_track_ahead(&t->likely, cycles);
	t->index += cycles;
}

static void found_end(struct ina3221_track *t)
{
	bool follows;

	t->likely.end = span_within(t->likely.end, t->sure.end);
	if (is_empty(t->likely.end))
		doubt_length(t);
	if (t->index > t->proof.index) {
		/* An end is known from the look that was ahead of it; none before lacks a bound. */
		follows = t->awaited.index == t->proof.index + 1;
		t->before = follows && t->awaited.index < t->index ? t->awaited : t->proof;
		learn_length(t);
	}
	t->proof = (struct ina3221_proof){ t->sure, t->index };
}

/* A cycle ended in @in, and the numbers that it can have are told from its time. */
static bool take_set(struct ina3221_track *t, struct ina3221_span in)
{
	u64 after_ns = in.first_ns - min(in.first_ns, t->sure.end.last_ns);
	u64 longest_ns = t->sure.length.last_ns;
	u64 least = max_t(u64, div64_u64(after_ns + longest_ns - 1, longest_ns),
			  t->index == t->proof.index);
	u64 most;

	if (in.last_ns < t->sure.end.first_ns)
		return give_up(t);
	most = div64_u64(in.last_ns - t->sure.end.first_ns, t->sure.length.first_ns);
	if (least > most)
		return give_up(t);
	/* An end that could have two numbers begins anew if it is narrower than what is known. */
	if (least < most)
		return width_ns(in) >= FASTEST(t->cycle_ns) ||
		       width_ns(in) >= width_ns(ina3221_track_ahead(&t->sure, least)) ||
		       begin_anew(t, in);
	move_on(t, least);
	t->sure.end = span_within(t->sure.end, in);
	found_end(t);
	return true;
}

/* No cycle ended in @in: the span loses its part that is inside, at one side or the other. */
static struct ina3221_span cut_span(struct ina3221_span end, struct ina3221_span in,
				    bool at_any_rate)
{
	u64 ahead_ns = in.first_ns - min(in.first_ns, end.first_ns);
	u64 behind_ns = end.last_ns - min(end.last_ns, in.last_ns);

	if (!at_any_rate && ahead_ns && behind_ns)
		return end;
	if (behind_ns >= ahead_ns)
		end.first_ns = max(end.first_ns, in.last_ns);
	else
		end.last_ns = min(end.last_ns, in.first_ns);
	return end;
}

static bool take_clear(struct ina3221_track *t, struct ina3221_span in)
{
	u64 cycles = 0;

	if (is_empty(in))
		return true;
	if (width_ns(in) > SLOWEST(t->cycle_ns))
		return give_up(t);
	if (in.first_ns >= t->sure.end.last_ns)
		cycles = div64_u64(in.first_ns - t->sure.end.last_ns, t->sure.length.last_ns) + 1;
	if (t->sure.end.first_ns + cycles * t->sure.length.first_ns > in.last_ns)
		return true;
	move_on(t, cycles);
	t->sure.end = cut_span(t->sure.end, in, false);
	if (is_empty(t->sure.end))
		return give_up(t);
	t->awaited = (struct ina3221_proof){ t->sure, t->index };
	t->likely.end = span_within(cut_span(t->likely.end, in, true), t->sure.end);
	if (is_empty(t->likely.end))
		doubt_length(t);
	return true;
}

bool ina3221_track_look(struct ina3221_track *t, struct ina3221_span at, bool ready)
{
	struct ina3221_span since = t->look;
	struct ina3221_span set = { since.first_ns, at.last_ns };
	struct ina3221_span clear = { t->none_since_ns, at.first_ns };
	bool looked = t->looked;

	t->look = at;
	t->looked = true;
	if (ready || !looked)
		t->none_since_ns = at.last_ns;
	if (!looked)
		return true;
	if (t->known)
		return ready ? take_set(t, set) : take_clear(t, clear);
	if (ready && width_ns(set) < FASTEST(t->cycle_ns))
		begin_anew(t, set);
	return true;
}

struct ina3221_span ina3221_track_window(const struct ina3221_track *t,
					 const struct ina3221_plan *plan,
					 const struct ina3221_span *at)
{
	struct ina3221_span end = { 0, U64_MAX };
	u64 stays_ns, remains_ns;
	unsigned int i;

	for (i = 0; i < plan->count; i++) {
		stays_ns = plan->stays_us[i] * RG_NS_PER_US;
		remains_ns = t->cycle_ns - stays_ns;
		stays_ns = div64_u64(stays_ns * t->sure.length.first_ns, t->cycle_ns);
		remains_ns = div64_u64(remains_ns * t->sure.length.first_ns, t->cycle_ns);
		end.first_ns = max(end.first_ns, at[i].last_ns - min(at[i].last_ns, stays_ns));
		end.last_ns = min(end.last_ns, at[i].first_ns + remains_ns);
	}
	return end;
}

/* The end of a cycle between two proofs has a span from either of them: it is in both. */
static struct ina3221_span end_between(const struct ina3221_track *t, u64 index)
{
	u64 since = index - t->before.index, until = t->proof.index - index;
	const struct ina3221_cycles *before = &t->before.cycles, *after = &t->proof.cycles;
	u64 min_ns = min(before->length.first_ns, after->length.first_ns);
	u64 max_ns = max(before->length.last_ns, after->length.last_ns);

	return (struct ina3221_span){
		max(before->end.first_ns + since * min_ns, after->end.first_ns - until * max_ns),
		min(before->end.last_ns + since * max_ns, after->end.last_ns - until * min_ns),
	};
}

enum ina3221_verdict ina3221_track_judge(const struct ina3221_track *t,
					 const struct ina3221_held *held, u64 *index)
{
	const struct ina3221_cycles *last = &t->proof.cycles;
	struct ina3221_span end;

	for (*index = max(t->before.index, t->first); *index <= t->proof.index; (*index)++) {
		end = end_between(t, *index);
		if (held->end.first_ns <= end.first_ns && end.last_ns <= held->end.last_ns)
			return INA3221_WHOLE;
	}
	return held->end.last_ns >= last->end.last_ns + last->length.first_ns / 2
		       ? INA3221_UNDECIDED
		       : INA3221_TORN;
}
