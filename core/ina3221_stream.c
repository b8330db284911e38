// SPDX-License-Identifier: GPL-2.0-only
/* What to read next to get every cycle. */
#include "core/ina3221_stream.h"

/* A bus that is always busy brings alarms with one scan in so many. */
#define FLAGS_EVERY 4
/* Who wakes up is later than meant by about this as a rule ... */
#define LATE_NS 50000
/* ... and by this when the processor is held up by the kernel's own work. */
#define HELD_UP_NS 400000

static u64 width_ns(const struct ina3221_window *window)
{
	return window->last_ns - window->first_ns;
}

static u64 unknown_ns(const struct ina3221_window *window)
{
	return window->edge_max_ns - window->edge_min_ns;
}

static void set_pending(struct ina3221_window *window, const struct ina3221_phase *phase)
{
	window->edge_min_ns = phase->next_min_ns;
	window->edge_max_ns = phase->next_max_ns;
}

static bool split_at(struct ina3221_turn *turn, const struct ina3221_plan *plan,
		     const struct ina3221_phase *phase, const struct ina3221_speed *speed,
		     u64 now_ns)
{
	struct ina3221_plan head, tail;
	u64 look_ns;

	ina3221_plan_split(plan, turn->words, &head, &tail);
	if (!ina3221_window_open(&turn->window, &head, phase, speed))
		return false;
	look_ns = ina3221_window_edge_ns(&turn->window) - speed->word_ns / 2;
	turn->at_ns = look_ns - turn->words * (u64)speed->word_ns;
	turn->at_ns = clamp(turn->at_ns, turn->window.first_ns, turn->window.last_ns);
	return turn->at_ns >= now_ns && ina3221_window_open(&turn->window, &tail, phase, speed) &&
	       look_ns + speed->word_ns + LATE_NS <= turn->window.last_ns;
}

/*
 * Mask/Enable in the middle of what is not known of the pending end halves that, unless it
 * takes as long to read. The head is there long before, and the tail for long after.
 */
static bool can_split(struct ina3221_turn *turn, const struct ina3221_plan *plan,
		      const struct ina3221_phase *phase, const struct ina3221_speed *speed,
		      u64 now_ns)
{
	struct ina3221_turn split = { .kind = INA3221_TURN_SPLIT };

	set_pending(&split.window, phase);
	if (!phase->armed || unknown_ns(&split.window) <= 7 * (u64)speed->word_ns / 4)
		return false;
	for (split.words = plan->count / 2; split.words > 0; split.words--) {
		if (split_at(&split, plan, phase, speed, now_ns)) {
			*turn = split;
			return true;
		}
	}
	return false;
}

/* Two parts and Mask/Enable leave a third of the cycle for the processor. */
static bool has_time(const struct ina3221_plan *plan, const struct ina3221_phase *phase,
		     const struct ina3221_speed *speed)
{
	u64 busy_ns = ina3221_speed_takes_ns(speed, plan->count + 1) + 2 * (u64)speed->extra_ns;

	return 3 * busy_ns <= 2 * (u64)phase->cycle_ns;
}

bool ina3221_stream_fits(const struct ina3221_plan *plan, const struct ina3221_phase *phase,
			 const struct ina3221_speed *speed)
{
	struct ina3221_window window = {
		.edge_min_ns = RG_NS_PER_S,
		.edge_max_ns = RG_NS_PER_S + ina3221_speed_takes_ns(speed, 1),
	};

	if (!phase->cycle_ns)
		return false;
	if (plan->count > 1 && has_time(plan, phase, speed))
		return true;
	return ina3221_window_open(&window, plan, phase, speed) && 2 * width_ns(&window) >= LATE_NS;
}

/* Only CVRF of the pending cycle tells something, and only as long as it is clear. */
static bool can_look(const struct ina3221_window *window, const struct ina3221_phase *phase)
{
	return phase->armed && !window->over && window->edge_min_ns == phase->next_min_ns;
}

static u64 look_at_ns(const struct ina3221_window *window, const struct ina3221_phase *phase,
		      const struct ina3221_speed *speed)
{
	u64 close_ns = max_t(u64, 3 * ina3221_speed_takes_ns(speed, 1) / 2, phase->cycle_ns / 8);

	if (unknown_ns(window) <= close_ns || !can_look(window, phase))
		return 0;
	return ina3221_window_edge_ns(window) - ina3221_speed_takes_ns(speed, 1) / 2;
}

static bool can_part(struct ina3221_turn *turn, const struct ina3221_stream *stream,
		     const struct ina3221_plan *plan, const struct ina3221_phase *phase,
		     const struct ina3221_speed *speed, u64 now_ns)
{
	struct ina3221_turn apart = { .kind = INA3221_TURN_APART, .words = plan->count / 2 };
	struct ina3221_plan head, tail;
	struct ina3221_window window;

	if (!apart.words || !has_time(plan, phase, speed))
		return false;
	ina3221_plan_split(plan, apart.words, &head, &tail);
	if (!ina3221_window_next(&apart.window, &head, phase, stream->had_ns, now_ns, speed))
		return false;
	window = apart.window;
	if (!ina3221_window_open(&window, &tail, phase, speed))
		return false;
	apart.at_ns = apart.window.first_ns;
	apart.look_ns = look_at_ns(&window, phase, speed);
	*turn = apart;
	return true;
}

/* A wake-up may be late; who is busy all the time is late by what the flags take, too. */
static bool is_narrow(const struct ina3221_window *window, const struct ina3221_speed *speed,
		      u64 now_ns)
{
	u64 late_ns = LATE_NS;

	if (now_ns + speed->word_ns >= window->first_ns)
		late_ns += 4 * (u64)speed->word_ns;
	return width_ns(window) < late_ns;
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

/* Not if what is nearer can be had in one, late as it may be already. */
static bool is_later(const struct ina3221_turn *turn, const struct ina3221_window *window,
		     const struct ina3221_phase *phase)
{
	return ina3221_phase_cycles(phase, ina3221_window_edge_ns(window),
				    ina3221_window_edge_ns(&turn->window)) > 0;
}

struct ina3221_turn ina3221_stream_turn(struct ina3221_stream *stream,
					const struct ina3221_plan *plan,
					const struct ina3221_phase *phase,
					const struct ina3221_speed *speed, u64 now_ns)
{
	struct ina3221_turn turn = { .kind = INA3221_TURN_LEARN, .at_ns = now_ns };
	struct ina3221_turn other;
	bool found, narrow;

	if (!phase->known)
		return turn;
	found = ina3221_window_next(&turn.window, plan, phase, stream->had_ns, now_ns, speed);
	if ((!found || width_ns(&turn.window) < HELD_UP_NS) &&
	    can_part(&other, stream, plan, phase, speed, now_ns) &&
	    !(found && is_later(&other, &turn.window, phase))) {
		stream->unflagged = 0;
		return other;
	}
	narrow = !found || is_narrow(&turn.window, speed, now_ns);
	if (narrow && can_split(&turn, plan, phase, speed, now_ns)) {
		stream->unflagged = 0;
	} else if (found) {
		turn.at_ns = turn.window.first_ns;
		turn.kind = with_or_without_flags(stream,
						  narrow ? !phase->armed : now_ns <= turn.at_ns);
	}
	return turn;
}
