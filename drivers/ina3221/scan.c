// SPDX-License-Identifier: GPL-2.0-only
/*
 * INA3221 driver: measurements of one conversion cycle, cached.
 *
 * The chip overwrites each register as soon as its conversion ends, so words
 * of one cycle can be read only right after that cycle. There is no pin that
 * says when: core/ina3221_phase.h tells, at the price of few reads.
 */
#include <linux/bitfield.h>
#include <linux/cleanup.h>
#include <linux/delay.h>
#include <linux/ktime.h>
#include <linux/lockdep.h>
#include <linux/sched/signal.h>

#include "drivers/ina3221/stream.h"

/* On top of two cycles, before a chip counts as one that does not convert. */
#define READY_SLACK_US 10000
/* A scan that came too late is tried again at the end of so many cycles. */
#define TORN_TRIES 4
/* Cycles to learn from at probe; some eight are enough at usual settings. */
#define CALIBRATION_CYCLES 16
/* Wake-ups this late do no harm. */
#define WAKE_SLACK_US 20

void ina3221_sleep_until(u64 when_ns)
{
	u64 now_ns = ktime_get_ns();
	unsigned long us;

	if (when_ns <= now_ns)
		return;
	us = div_u64(when_ns - now_ns + NSEC_PER_USEC - 1, NSEC_PER_USEC);
	usleep_range(us, us + WAKE_SLACK_US);
}

static struct ina3221_aim next_aim(struct ina3221 *chip, bool learn)
{
	guard(mutex)(&chip->flags_lock);
	chip->ready = false;
	return ina3221_phase_aim(&chip->phase, ktime_get_ns(), learn);
}

static bool is_ready(struct ina3221 *chip)
{
	guard(mutex)(&chip->flags_lock);
	return chip->ready;
}

/* Said once for each time it happens, however often the chip is asked. */
static int stuck(struct ina3221 *chip)
{
	if (!chip->stuck)
		dev_err(&chip->client->dev,
			"no conversion ends: switch the chip off and on, or check its supply\n");
	chip->stuck = true;
	return -ETIMEDOUT;
}

static int wait_cycle(struct ina3221 *chip, const struct ina3221_plan *plan,
		      struct ina3221_reading *reading, bool learn)
{
	u32 limit_us = 2 * ina3221_cycle_max_us(chip->config) + READY_SLACK_US;
	u64 deadline_ns = ktime_get_ns() + limit_us * NSEC_PER_USEC;
	struct ina3221_aim aim;
	bool late;
	int ret;

	lockdep_assert_held(&chip->lock);
	do {
		aim = next_aim(chip, learn);
		late = aim.at_ns > deadline_ns;
		ina3221_sleep_until(min(aim.at_ns, deadline_ns));
		ret = ina3221_read_flags(chip, aim.certain ? plan : NULL, reading);
		if (ret)
			return ret;
		if (READ_ONCE(chip->lost))
			return -ESTALE;
		if (!is_ready(chip))
			continue;
		if (!plan)
			return 0;
		reading->edge_min_ns = aim.edge_min_ns;
		if (aim.certain)
			return 0;
		return ina3221_read_plan(chip, plan, reading);
	} while (!late);
	return stuck(chip);
}

int ina3221_wait_cycle(struct ina3221 *chip, const struct ina3221_plan *plan,
		       struct ina3221_reading *reading)
{
	return wait_cycle(chip, plan, reading, false);
}

static bool tuned(struct ina3221 *chip)
{
	guard(mutex)(&chip->flags_lock);
	return ina3221_phase_tuned(&chip->phase);
}

void ina3221_calibrate(struct ina3221 *chip)
{
	unsigned int i;

	guard(mutex)(&chip->lock);
	if (chip->single_shot || !ina3221_cycle_typ_us(ina3221_running_config(chip)))
		return;
	for (i = 0; i < CALIBRATION_CYCLES && !tuned(chip); i++)
		if (wait_cycle(chip, NULL, NULL, true))
			return;
}

static bool phase_near(struct ina3221 *chip)
{
	guard(mutex)(&chip->flags_lock);
	return ina3221_phase_near(&chip->phase, ktime_get_ns());
}

static int forget_phase(struct ina3221 *chip)
{
	scoped_guard(mutex, &chip->flags_lock) ina3221_phase_forget(&chip->phase);
	return ina3221_read_flags(chip, NULL, NULL);
}

static bool phase_followed(struct ina3221 *chip)
{
	guard(mutex)(&chip->flags_lock);
	return ina3221_phase_followed(&chip->phase);
}

static bool phase_armed(struct ina3221 *chip)
{
	guard(mutex)(&chip->flags_lock);
	return chip->phase.armed;
}

int ina3221_find_phase(struct ina3221 *chip)
{
	int ret = 0;

	if (!phase_near(chip) && !phase_followed(chip))
		ret = forget_phase(chip);
	/* CVRF has to be clear for its being set to tell something. */
	if (!ret && !phase_armed(chip))
		ret = wait_cycle(chip, NULL, NULL, true);
	return ret ?: wait_cycle(chip, NULL, NULL, true);
}

/*
 * Make the end of a cycle come at a time that can be told. If too long has
 * passed since one was seen, restarting the cycle is the cheapest way; while
 * the chip averages its state is left alone and CVRF watched instead.
 */
static int begin_cycle(struct ina3221 *chip)
{
	u16 config = ina3221_running_config(chip);

	if (chip->single_shot)
		return ina3221_start_cycle(chip, config | INA3221_MODE_SHUNT | INA3221_MODE_BUS);
	if (phase_near(chip))
		return 0;
	if (FIELD_GET(INA3221_CONFIG_AVG, config))
		return forget_phase(chip);
	return ina3221_start_cycle(chip, config);
}

/* Worth another try only if an earlier start would have helped. */
static bool torn(struct ina3221 *chip, const struct ina3221_plan *plan,
		 const struct ina3221_reading *reading)
{
	if (chip->single_shot)
		return false;
	guard(mutex)(&chip->flags_lock);
	return !ina3221_plan_held(plan, &chip->phase, reading->edge_min_ns, reading->times.done_ns);
}

static int read_cycle(struct ina3221 *chip, const struct ina3221_plan *plan,
		      struct ina3221_reading *reading)
{
	unsigned int tries;
	int ret;

	ret = begin_cycle(chip);
	if (ret)
		return ret;
	for (tries = 0; tries < TORN_TRIES; tries++) {
		ret = ina3221_wait_cycle(chip, plan, reading);
		if (ret)
			return ret;
		chip->edge_ns = reading->edge_min_ns;
		if (!torn(chip, plan, reading))
			return 0;
		if (!ina3221_plan_fits(plan, reading->begin_ns, reading->times.done_ns))
			break;
	}
	chip->errors.torn++;
	return 0;
}

/* One cycle; a chip that had lost its settings gets them back and another. */
static int measure(struct ina3221 *chip, struct ina3221_scan *scan)
{
	struct ina3221_reading reading;
	struct ina3221_plan plan;
	int ret = -ESTALE;

	ina3221_plan_make(&plan, chip->config, chip->mask);
	if (!chip->stale)
		ret = read_cycle(chip, &plan, &reading);
	if (ret == -ESTALE)
		ret = ina3221_recover(chip) ?: read_cycle(chip, &plan, &reading);
	if (ret)
		return ret == -ESTALE ? -EIO : ret;
	ina3221_scan_take(scan, &plan, reading.word, chip->mask);
	return 0;
}

static int measure_averaged(struct ina3221 *chip, unsigned int samples, struct ina3221_scan *scan)
{
	struct ina3221_average average = {};
	int ret;

	while (average.count < samples) {
		if (fatal_signal_pending(current))
			return -EINTR;
		ret = measure(chip, scan);
		if (ret)
			return ret;
		ina3221_average_add(&average, scan);
	}
	ina3221_average_take(&average, scan);
	return 0;
}

/*
 * Until another cycle can be had, but for half a cycle at the least: a bus may
 * take as long as that to read one.
 */
static u64 valid_until_ns(const struct ina3221 *chip, const struct ina3221_scan *scan)
{
	u64 cycle_ns = ina3221_cycle_typ_us(chip->config) * NSEC_PER_USEC;

	if (chip->single_shot)
		return scan->time_ns + cycle_ns;
	return max(scan->edge_ns + cycle_ns, scan->time_ns + cycle_ns / 2);
}

static void filter(struct ina3221 *chip, struct ina3221_scan *scan)
{
	u64 cycles;

	if (chip->memory != INA3221_MEMORY_LOST || !FIELD_GET(INA3221_CONFIG_AVG, chip->config))
		return;
	cycles = ina3221_cycles_between(chip, chip->filter.edge_ns, scan->edge_ns);
	ina3221_filter_take(&chip->filter,
			    ina3221_avg_samples[FIELD_GET(INA3221_CONFIG_AVG, chip->config)],
			    max_t(u64, cycles, 1), scan);
}

void ina3221_take_scan(struct ina3221 *chip, const struct ina3221_scan *scan, int ret)
{
	lockdep_assert_held(&chip->lock);
	if (ret) {
		chip->errors.failed++;
		return;
	}
	chip->stuck = false;
	chip->errors.scans++;
	if (scan->over_range)
		chip->errors.over_range++;
	chip->scan = *scan;
	chip->scan.time_ns = ktime_get_ns();
	chip->scan.config = chip->config;
	filter(chip, &chip->scan);
	chip->stream.had_ns = scan->edge_ns;
	chip->scan_until_ns = valid_until_ns(chip, &chip->scan);
	ina3221_note_scan(chip, &chip->scan);
}

int ina3221_scan_locked(struct ina3221 *chip)
{
	unsigned int samples = 1;
	struct ina3221_scan scan;
	int ret;

	lockdep_assert_held(&chip->lock);
	if (!(chip->config & INA3221_CONFIG_CH_EN_ALL))
		return -ENODATA;
	if (ktime_get_ns() < chip->scan_until_ns)
		return 0;
	if (chip->single_shot)
		samples = ina3221_avg_samples[FIELD_GET(INA3221_CONFIG_AVG, chip->config)];
	ret = measure_averaged(chip, samples, &scan);
	scan.edge_ns = chip->edge_ns;
	ina3221_take_scan(chip, &scan, ret);
	return ret;
}

static int copy_scan(struct ina3221 *chip, struct ina3221_scan *scan)
{
	int ret = ina3221_scan_locked(chip);

	if (!ret)
		*scan = chip->scan;
	return ret;
}

int ina3221_scan_after(struct ina3221 *chip, u64 time_ns, struct ina3221_scan *scan)
{
	guard(mutex)(&chip->lock);
	if (chip->scan.time_ns <= time_ns)
		chip->scan_until_ns = 0;
	return copy_scan(chip, scan);
}

u64 ina3221_cycles_between(struct ina3221 *chip, u64 from_ns, u64 to_ns)
{
	guard(mutex)(&chip->flags_lock);
	return ina3221_phase_cycles(&chip->phase, from_ns, to_ns);
}

int ina3221_scan(struct ina3221 *chip, struct ina3221_scan *scan)
{
	guard(mutex)(&chip->lock);
	return copy_scan(chip, scan);
}

int ina3221_scan_rail(struct ina3221 *chip, unsigned int ch, struct ina3221_scan *scan)
{
	guard(mutex)(&chip->lock);
	return ina3221_channel_enabled(chip, ch) ? copy_scan(chip, scan) : -ENODATA;
}

int ina3221_scan_sum(struct ina3221 *chip, struct ina3221_scan *scan)
{
	guard(mutex)(&chip->lock);
	return chip->mask & INA3221_MASK_SCC_ALL ? copy_scan(chip, scan) : -ENODATA;
}
