// SPDX-License-Identifier: GPL-2.0-only
/* When a bus that is hardly faster than the chip can read a cycle whole. */
#include "core/ina3221_window.h"

/* Cycles to look ahead; a reader that was away for longer has to ask CVRF. */
#define CYCLES_AHEAD 16

/* A bus that is always busy brings alarms with one scan in so many. */
#define FLAGS_EVERY 4
/* Who wakes up is later than meant by about this. */
#define LATE_NS 50000

/* What so long a time by the chip's clock takes at least. */
static u64 least_ns(const struct ina3221_phase *phase, u32 typical_us)
{
	return ina3221_phase_untouched_ns(phase, 0, typical_us);
}

static u64 cycle_min_ns(const struct ina3221_phase *phase)
{
	return least_ns(phase, (u32)(phase->cycle_ns / RG_NS_PER_US));
}

static u64 cycle_max_ns(const struct ina3221_phase *phase)
{
	return div_u64((u64)phase->cycle_ns * phase->slowness_max + BIT(16) - 1, (u32)BIT(16));
}

/* When word @i of the cycle is there, at the latest. */
static u64 there_ns(const struct ina3221_window *window, const struct ina3221_plan *plan,
		    const struct ina3221_phase *phase, unsigned int i)
{
	u32 before_us = (u32)(phase->cycle_ns / RG_NS_PER_US) - plan->stays_us[i];

	return window->edge_max_ns - least_ns(phase, before_us);
}

/* When word @i of the cycle is overwritten, at the earliest. */
static u64 gone_ns(const struct ina3221_window *window, const struct ina3221_plan *plan,
		   const struct ina3221_phase *phase, unsigned int i)
{
	return ina3221_phase_untouched_ns(phase, window->edge_min_ns, plan->stays_us[i]);
}

/*
 * From the bounds on its end. At the late end words are taken to be slower by
 * an eighth, for what is lost between them or around them.
 */
bool ina3221_window_open(struct ina3221_window *window, const struct ina3221_plan *plan,
			 const struct ina3221_phase *phase, u32 word_ns)
{
	u64 slow_word_ns = word_ns + word_ns / 8;
	unsigned int i;

	window->first_ns = 0;
	window->last_ns = U64_MAX;
	for (i = 0; i < plan->count; i++) {
		window->first_ns =
			max(window->first_ns, there_ns(window, plan, phase, i) - i * (u64)word_ns);
		window->last_ns = min(window->last_ns,
				      gone_ns(window, plan, phase, i) - (i + 1) * slow_word_ns);
	}
	return window->first_ns <= window->last_ns;
}

bool ina3221_window_fits(const struct ina3221_plan *plan, const struct ina3221_phase *phase,
			 u32 word_ns)
{
	struct ina3221_window window = {
		.edge_min_ns = RG_NS_PER_S,
		.edge_max_ns = RG_NS_PER_S,
	};

	return phase->cycle_ns && ina3221_window_open(&window, plan, phase, word_ns);
}

static bool is_another(const struct ina3221_window *window, const struct ina3221_phase *phase,
		       u64 had_ns)
{
	return ina3221_phase_cycles(phase, had_ns, ina3221_window_edge_ns(window)) > 0;
}

/* The one before the pending one, if there was any under the same CONFIG. */
static void step_back(struct ina3221_window *window, const struct ina3221_phase *phase)
{
	window->edge_min_ns = phase->next_min_ns;
	window->edge_max_ns = phase->next_max_ns;
	window->over = phase->start_cycles > 1;
	if (!window->over)
		return;
	window->edge_min_ns -= cycle_max_ns(phase);
	window->edge_max_ns -= cycle_min_ns(phase);
}

bool ina3221_window_next(struct ina3221_window *window, const struct ina3221_plan *plan,
			 const struct ina3221_phase *phase, u64 had_ns, u64 now_ns, u32 word_ns)
{
	unsigned int i;

	if (!phase->known)
		return false;
	step_back(window, phase);
	for (i = 0; i < CYCLES_AHEAD; i++) {
		if (ina3221_window_open(window, plan, phase, word_ns) &&
		    window->last_ns >= now_ns && is_another(window, phase, had_ns))
			return true;
		window->over = false;
		window->edge_min_ns += cycle_min_ns(phase);
		window->edge_max_ns += cycle_max_ns(phase);
	}
	return false;
}

/* No word can have been begun before those ahead of it, nor have ended with those behind. */
bool ina3221_window_held(const struct ina3221_window *window, const struct ina3221_plan *plan,
			 const struct ina3221_phase *phase, const struct ina3221_transfer *transfer)
{
	u64 begun_ns, done_ns;
	unsigned int i;

	for (i = 0; i < plan->count; i++) {
		begun_ns = transfer->begin_ns + i * (u64)transfer->word_ns;
		done_ns = transfer->end_ns - (transfer->words - 1 - i) * (u64)transfer->word_ns;
		if (begun_ns < there_ns(window, plan, phase, i) ||
		    done_ns >= gone_ns(window, plan, phase, i))
			return false;
	}
	return true;
}

void ina3221_window_saw(struct ina3221_window *window, bool ended, u64 begin_ns, u64 end_ns)
{
	if (ended)
		window->edge_max_ns = min(window->edge_max_ns, end_ns);
	else
		window->edge_min_ns = max(window->edge_min_ns, begin_ns);
	window->over |= ended;
}

void ina3221_plan_split(const struct ina3221_plan *plan, unsigned int words,
			struct ina3221_plan *head, struct ina3221_plan *tail)
{
	unsigned int i;

	head->count = words;
	tail->count = plan->count - words;
	for (i = 0; i < head->count; i++) {
		head->reg[i] = plan->reg[i];
		head->stays_us[i] = plan->stays_us[i];
	}
	for (i = 0; i < tail->count; i++) {
		tail->reg[i] = plan->reg[head->count + i];
		tail->stays_us[i] = plan->stays_us[head->count + i];
	}
}

static bool split_at(struct ina3221_turn *turn, const struct ina3221_plan *plan,
		     const struct ina3221_phase *phase, u64 now_ns, u32 word_ns)
{
	struct ina3221_plan head, tail;
	u64 look_ns;

	ina3221_plan_split(plan, turn->words, &head, &tail);
	if (!ina3221_window_open(&turn->window, &head, phase, word_ns))
		return false;
	look_ns = ina3221_window_edge_ns(&turn->window) - word_ns / 2;
	turn->at_ns = look_ns - turn->words * (u64)word_ns;
	turn->at_ns = clamp(turn->at_ns, turn->window.first_ns, turn->window.last_ns);
	return turn->at_ns >= now_ns && ina3221_window_open(&turn->window, &tail, phase, word_ns) &&
	       look_ns + word_ns + LATE_NS <= turn->window.last_ns;
}

/*
 * Mask/Enable in the middle of what is not known of the pending end halves that. The head is
 * there long before, and the tail for long after.
 */
static bool can_split(struct ina3221_turn *turn, const struct ina3221_plan *plan,
		      const struct ina3221_phase *phase, u64 now_ns, u32 word_ns)
{
	struct ina3221_turn split = { .kind = INA3221_TURN_SPLIT };

	if (!phase->armed)
		return false;
	split.window.edge_min_ns = phase->next_min_ns;
	split.window.edge_max_ns = phase->next_max_ns;
	for (split.words = plan->count / 2; split.words > 0; split.words--) {
		if (split_at(&split, plan, phase, now_ns, word_ns)) {
			*turn = split;
			return true;
		}
	}
	return false;
}

/* A wake-up may be late; who is busy all the time is late by what the flags take, too. */
static bool is_narrow(const struct ina3221_window *window, u64 now_ns, u32 word_ns)
{
	u64 late_ns = LATE_NS;

	if (now_ns + word_ns >= window->first_ns)
		late_ns += 2 * word_ns;
	return window->last_ns - window->first_ns < late_ns;
}

static enum ina3221_turn_kind with_or_without_flags(struct ina3221_stream *stream, bool wanted)
{
	if (!wanted && stream->unflagged + 1 < FLAGS_EVERY) {
		stream->unflagged++;
		return INA3221_TURN_READ;
	}
	stream->unflagged = 0;
	return INA3221_TURN_READ_WITH_FLAGS;
}

struct ina3221_turn ina3221_stream_turn(struct ina3221_stream *stream,
					const struct ina3221_plan *plan,
					const struct ina3221_phase *phase, u64 now_ns)
{
	struct ina3221_turn turn = { .kind = INA3221_TURN_LEARN, .at_ns = now_ns };
	bool found, narrow;

	if (!phase->known)
		return turn;
	found = ina3221_window_next(&turn.window, plan, phase, stream->had_ns, now_ns,
				    stream->word_ns);
	narrow = !found || is_narrow(&turn.window, now_ns, stream->word_ns);
	if (narrow && can_split(&turn, plan, phase, now_ns, stream->word_ns)) {
		stream->unflagged = 0;
	} else if (found) {
		turn.at_ns = turn.window.first_ns;
		turn.kind = with_or_without_flags(stream, narrow || now_ns <= turn.at_ns);
	}
	return turn;
}
