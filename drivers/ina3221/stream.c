// SPDX-License-Identifier: GPL-2.0-only
/*
 * INA3221 driver: one cycle after the other, for capture.
 *
 * Who asks now and then waits for the end of a cycle and reads it then. Who
 * wants all of them has no time for that on a slow bus, and need not: a cycle can
 * be read while it ends, see core/ina3221_window.h, in one part or in two, see
 * core/ina3221_stream.h. Only when too little is known of the chip's clock is
 * CVRF asked.
 */
#include <linux/bitfield.h>
#include <linux/cleanup.h>
#include <linux/ktime.h>
#include <linux/lockdep.h>

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

static int read_plan(struct ina3221 *chip, const struct ina3221_plan *plan, bool flags,
		     struct ina3221_reading *reading)
{
	int ret;

	ret = flags ? ina3221_read_flags(chip, plan, reading)
		    : ina3221_read_plan(chip, plan, reading);
	if (!ret && READ_ONCE(chip->lost))
		return -ESTALE;
	return ret;
}

static bool speed_known(struct ina3221 *chip, const struct ina3221_plan *plan)
{
	guard(mutex)(&chip->flags_lock);
	return ina3221_speed_knows(&chip->speed, chip->one_transfer ? plan->count : 1);
}

/* How fast the bus is has to be known before anything can be aimed at. */
static int learn_speed(struct ina3221 *chip, const struct ina3221_plan *plan)
{
	struct ina3221_reading reading;
	int ret = 0;

	while (!ret && !speed_known(chip, plan))
		ret = ina3221_read_plan(chip, plan, &reading);
	return ret;
}

static bool fits(struct ina3221 *chip, const struct ina3221_plan *plan)
{
	guard(mutex)(&chip->flags_lock);
	return ina3221_stream_fits(plan, &chip->phase, &chip->speed);
}

static struct ina3221_turn next_turn(struct ina3221 *chip, const struct ina3221_plan *plan)
{
	guard(mutex)(&chip->flags_lock);
	chip->ready = false;
	return ina3221_stream_turn(&chip->stream, plan, &chip->phase, &chip->speed, ktime_get_ns());
}

static bool held(struct ina3221 *chip, const struct ina3221_plan *plan,
		 const struct ina3221_window *window, const struct ina3221_reading *reading)
{
	lockdep_assert_held(&chip->flags_lock);
	return ina3221_window_held(window, plan, &chip->phase, &reading->times);
}

static void take_words(struct ina3221 *chip, const struct ina3221_plan *plan,
		       const struct ina3221_window *window, const u16 *word,
		       struct ina3221_scan *scan)
{
	ina3221_scan_take(scan, plan, word, chip->mask);
	scan->edge_ns = ina3221_window_edge_ns(window);
}

static bool is_whole(struct ina3221 *chip, const struct ina3221_plan *plan, bool flags,
		     const struct ina3221_window *window, const struct ina3221_reading *reading)
{
	guard(mutex)(&chip->flags_lock);
	if (flags && !chip->ready && !window->over)
		return false;
	return held(chip, plan, window, reading);
}

/* Return: 0 with a scan, 1 if it is of no one cycle, or an error. */
static int read_whole(struct ina3221 *chip, const struct ina3221_plan *plan,
		      const struct ina3221_turn *turn, struct ina3221_scan *scan)
{
	bool flags = turn->kind == INA3221_TURN_READ_WITH_FLAGS;
	struct ina3221_reading reading;
	int ret;

	ret = read_plan(chip, plan, flags, &reading);
	if (ret)
		return ret;
	if (!is_whole(chip, plan, flags, &turn->window, &reading))
		return 1;
	take_words(chip, plan, &turn->window, reading.word, scan);
	return 0;
}

/* What Mask/Enable, the word with number @word of @reading, says about the end of the cycle. */
static void narrow(struct ina3221 *chip, struct ina3221_window *window,
		   const struct ina3221_reading *reading, unsigned int word)
{
	guard(mutex)(&chip->flags_lock);
	ina3221_window_saw(window, chip->ready, reading->times.begun_ns[word],
			   reading->times.done_ns[word]);
}

static int read_head(struct ina3221 *chip, const struct ina3221_plan *head,
		     const struct ina3221_turn *turn, struct ina3221_window *window,
		     struct ina3221_reading *reading)
{
	bool split = turn->kind == INA3221_TURN_SPLIT;
	struct ina3221_reading look;
	int ret;

	ret = read_plan(chip, head, split, reading);
	if (ret)
		return ret;
	if (split)
		narrow(chip, window, reading, head->count);
	if (!turn->look_ns)
		return 0;
	ina3221_sleep_until(turn->look_ns);
	ret = read_plan(chip, NULL, true, &look);
	if (!ret)
		narrow(chip, window, &look, 0);
	return ret;
}

static bool open_tail(struct ina3221 *chip, const struct ina3221_plan *tail,
		      struct ina3221_window *window)
{
	guard(mutex)(&chip->flags_lock);
	return ina3221_window_open(window, tail, &chip->phase, &chip->speed);
}

static bool are_whole(struct ina3221 *chip, const struct ina3221_plan part[2], bool flags,
		      const struct ina3221_window *window, const struct ina3221_reading reading[2])
{
	if (!is_whole(chip, &part[1], flags, window, &reading[1]))
		return false;
	guard(mutex)(&chip->flags_lock);
	return held(chip, &part[0], window, &reading[0]);
}

/* Return: as read_whole(). */
static int read_parts(struct ina3221 *chip, const struct ina3221_plan *plan,
		      const struct ina3221_turn *turn, struct ina3221_scan *scan)
{
	struct ina3221_window window = turn->window;
	struct ina3221_reading reading[2];
	struct ina3221_plan part[2];
	bool flags;
	int ret;

	ina3221_plan_split(plan, turn->words, &part[0], &part[1]);
	ret = read_head(chip, &part[0], turn, &window, &reading[0]);
	if (ret)
		return ret;
	if (!open_tail(chip, &part[1], &window))
		return 1;
	flags = turn->kind == INA3221_TURN_APART && !window.over;
	ina3221_sleep_until(window.first_ns);
	ret = read_plan(chip, &part[1], flags, &reading[1]);
	if (ret)
		return ret;
	if (!are_whole(chip, part, flags, &window, reading))
		return 1;
	memcpy(&reading[0].word[turn->words], reading[1].word,
	       part[1].count * sizeof(reading[1].word[0]));
	take_words(chip, plan, &window, reading[0].word, scan);
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
	if (turn.kind == INA3221_TURN_SPLIT || turn.kind == INA3221_TURN_APART)
		return read_parts(chip, plan, &turn, scan);
	return read_whole(chip, plan, &turn, scan);
}

static int stream(struct ina3221 *chip, const struct ina3221_plan *plan, struct ina3221_scan *scan)
{
	unsigned int turns;
	int ret;

	ret = learn_speed(chip, plan);
	if (ret)
		return ret;
	if (!fits(chip, plan))
		return -ESTALE;
	for (turns = 0; turns < STREAM_TURNS; turns++) {
		ret = take_turn(chip, plan, scan);
		if (ret <= 0)
			return ret;
	}
	return -ESTALE;
}

/* An error is left to the first cycle, which meets it again and tells somebody. */
void ina3221_begin_stream(struct ina3221 *chip, bool with_sum)
{
	struct ina3221_plan plan;

	guard(mutex)(&chip->lock);
	if (!is_streaming(chip))
		return;
	make_plan(chip, with_sum, &plan);
	if (learn_speed(chip, &plan) || ina3221_find_phase(chip))
		dev_dbg(&chip->client->dev, "the clock of the chip is not known yet\n");
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
