// SPDX-License-Identifier: GPL-2.0-only
/*
 * INA3221 driver: one cycle after the other, for capture.
 *
 * Who asks now and then waits for the end of a cycle and reads it then. Who
 * wants all of them has no time for that on a slow bus, and need not: a cycle can
 * be read while it ends, see core/ina3221_window.h. Only when too little is
 * known of the chip's clock is CVRF asked.
 */
#include <linux/bitfield.h>
#include <linux/cleanup.h>
#include <linux/ktime.h>

#include "drivers/ina3221/stream.h"

/* Turns to take for a cycle before it is left to those who have time. */
#define STREAM_TURNS 8

/* Nothing to stream: settings to be restored, passes to be started, rails off. */
static bool is_streaming(struct ina3221 *chip)
{
	return !chip->single_shot && !chip->stale && !READ_ONCE(chip->lost) &&
	       chip->config & INA3221_CONFIG_CH_EN_ALL;
}

/* The sum register needs no time on the bus where it says nothing new. */
static void make_plan(struct ina3221 *chip, bool with_sum, struct ina3221_plan *plan)
{
	with_sum |= !!FIELD_GET(INA3221_CONFIG_AVG, chip->config);
	ina3221_plan_make(plan, chip->config, with_sum ? chip->mask : 0);
}

static void note_speed(struct ina3221 *chip, const struct ina3221_transfer *transfer)
{
	u32 word_ns = div_u64(transfer->end_ns - transfer->begin_ns, transfer->words);

	if (!chip->stream.word_ns || word_ns < chip->stream.word_ns)
		chip->stream.word_ns = word_ns;
}

static int read_plan(struct ina3221 *chip, const struct ina3221_plan *plan, bool flags,
		     struct ina3221_reading *reading, struct ina3221_transfer *transfer)
{
	int ret;

	transfer->words = plan->count + flags;
	if (flags)
		ret = ina3221_read_flags(chip, plan, reading);
	else
		ret = ina3221_read_words(chip, plan->reg, plan->count, reading);
	if (ret)
		return ret;
	transfer->begin_ns = reading->begin_ns;
	transfer->end_ns = reading->done_ns[transfer->words - 1];
	note_speed(chip, transfer);
	transfer->word_ns = chip->stream.word_ns;
	return 0;
}

/* How fast the bus is has to be known before anything can be aimed at. */
static int learn_speed(struct ina3221 *chip, const struct ina3221_plan *plan)
{
	struct ina3221_transfer transfer;
	struct ina3221_reading reading;

	return chip->stream.word_ns ? 0 : read_plan(chip, plan, false, &reading, &transfer);
}

static struct ina3221_turn next_turn(struct ina3221 *chip, const struct ina3221_plan *plan)
{
	guard(mutex)(&chip->flags_lock);
	chip->ready = false;
	return ina3221_stream_turn(&chip->stream, plan, &chip->phase, ktime_get_ns());
}

static bool is_whole(struct ina3221 *chip, const struct ina3221_plan *plan,
		     const struct ina3221_window *window, const struct ina3221_transfer *transfer)
{
	guard(mutex)(&chip->flags_lock);
	if (transfer->words > plan->count && !chip->ready && !window->over)
		return false;
	return ina3221_window_held(window, plan, &chip->phase, transfer);
}

/* Return: 0 with a scan, 1 if it is of no one cycle, or an error. */
static int read_turn(struct ina3221 *chip, const struct ina3221_plan *plan,
		     const struct ina3221_turn *turn, struct ina3221_scan *scan)
{
	struct ina3221_transfer transfer;
	struct ina3221_reading reading;
	int ret;

	ret = read_plan(chip, plan, turn->kind == INA3221_TURN_READ_WITH_FLAGS, &reading,
			&transfer);
	if (ret)
		return ret;
	if (READ_ONCE(chip->lost))
		return -ESTALE;
	if (!is_whole(chip, plan, &turn->window, &transfer))
		return 1;
	ina3221_scan_take(scan, plan, reading.word, chip->mask);
	scan->edge_ns = ina3221_window_edge_ns(&turn->window);
	return 0;
}

/* What Mask/Enable, which came last, says about the end of the cycle. */
static bool tail_window(struct ina3221 *chip, const struct ina3221_plan *tail,
			const struct ina3221_transfer *head, struct ina3221_window *window)
{
	guard(mutex)(&chip->flags_lock);
	ina3221_window_saw(window, chip->ready, head->end_ns - head->word_ns, head->end_ns);
	return ina3221_window_open(window, tail, &chip->phase, chip->stream.word_ns);
}

static bool halves_are_whole(struct ina3221 *chip, const struct ina3221_window *window,
			     const struct ina3221_plan plan[2],
			     const struct ina3221_transfer transfer[2])
{
	guard(mutex)(&chip->flags_lock);
	return ina3221_window_held(window, &plan[0], &chip->phase, &transfer[0]) &&
	       ina3221_window_held(window, &plan[1], &chip->phase, &transfer[1]);
}

/* Return: as read_turn(). */
static int read_split(struct ina3221 *chip, const struct ina3221_plan *plan,
		      const struct ina3221_turn *turn, struct ina3221_scan *scan)
{
	struct ina3221_window window = turn->window;
	struct ina3221_transfer transfer[2];
	struct ina3221_reading reading[2];
	struct ina3221_plan half[2];
	int ret;

	ina3221_plan_split(plan, turn->words, &half[0], &half[1]);
	ret = read_plan(chip, &half[0], true, &reading[0], &transfer[0]);
	if (ret)
		return ret;
	if (READ_ONCE(chip->lost))
		return -ESTALE;
	if (!tail_window(chip, &half[1], &transfer[0], &window))
		return 1;
	ina3221_sleep_until(window.first_ns);
	ret = read_plan(chip, &half[1], false, &reading[1], &transfer[1]);
	if (ret)
		return ret;
	if (!halves_are_whole(chip, &window, half, transfer))
		return 1;
	memcpy(&reading[0].word[turn->words], reading[1].word,
	       half[1].count * sizeof(reading[1].word[0]));
	ina3221_scan_take(scan, plan, reading[0].word, chip->mask);
	scan->edge_ns = ina3221_window_edge_ns(&window);
	return 0;
}

/* Return: 0 with a scan, 1 without one yet, or an error. */
static int take_turn(struct ina3221 *chip, const struct ina3221_plan *plan,
		     struct ina3221_scan *scan)
{
	struct ina3221_turn turn = next_turn(chip, plan);

	if (turn.kind == INA3221_TURN_LEARN)
		return ina3221_find_phase(chip) ?: 1;
	ina3221_sleep_until(turn.at_ns);
	if (turn.kind == INA3221_TURN_SPLIT)
		return read_split(chip, plan, &turn, scan);
	return read_turn(chip, plan, &turn, scan);
}

static int stream(struct ina3221 *chip, const struct ina3221_plan *plan, struct ina3221_scan *scan)
{
	unsigned int turns;
	int ret;

	ret = learn_speed(chip, plan);
	if (ret)
		return ret;
	if (!ina3221_window_fits(plan, &chip->phase, chip->stream.word_ns))
		return -ESTALE;
	for (turns = 0; turns < STREAM_TURNS; turns++) {
		ret = take_turn(chip, plan, scan);
		if (ret <= 0)
			return ret;
	}
	return -ESTALE;
}

int ina3221_stream(struct ina3221 *chip, bool with_sum, u64 time_ns, struct ina3221_scan *scan)
{
	struct ina3221_plan plan;
	int ret = -ESTALE;

	guard(mutex)(&chip->lock);
	if (chip->scan.time_ns <= time_ns)
		chip->scan_until_ns = 0;
	if (!chip->scan_until_ns && is_streaming(chip)) {
		make_plan(chip, with_sum, &plan);
		ret = stream(chip, &plan, scan);
		if (ret != -ESTALE)
			ina3221_take_scan(chip, scan, ret);
	}
	if (ret == -ESTALE)
		ret = ina3221_scan_locked(chip);
	if (!ret)
		*scan = chip->scan;
	return ret;
}
