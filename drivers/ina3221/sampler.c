// SPDX-License-Identifier: GPL-2.0-only
/* INA3221 driver: the scan that was read last, and reading one on demand. */
#include <linux/bitfield.h>
#include <linux/cleanup.h>
#include <linux/delay.h>
#include <linux/device.h>
#include <linux/ktime.h>
#include <linux/lockdep.h>
#include <linux/sched/signal.h>

#include "drivers/ina3221/capture.h"
#include "drivers/ina3221/ina3221.h"

/* On top of two cycles, before a chip counts as one that does not convert. */
#define READY_SLACK_NS (10 * NSEC_PER_MSEC)
/* The end of a cycle is looked for at so many places once it has not come when expected. */
#define LOOKS_PER_CYCLE 32
/* How slow a typical oscillator is, and by what part it is thought to be slower than known. */
#define TYPICAL_Q16 (1U << 16)
#define DOUBT 128
/* Of what is known of it so much is forgotten each time, so that it is learnt again. */
#define FORGET 256
/* A cycle of a running chip that came too late is tried again so often. */
#define LATE_TRIES 4
/* Passes of single shot that one read takes, at the most. */
#define READ_NS NSEC_PER_SEC
/* What capture has not delivered by then does not come. */
#define CAPTURE_CYCLES 12
/* Neither a scan nor an error, which are never above 0. */
#define NONE_YET 1
/* Wake-ups this late do no harm. */
#define WAKE_SLACK_US 20

int ina3221_init_sampler(struct ina3221 *chip)
{
	chip->sampler.slow_q16 = TYPICAL_Q16 - TYPICAL_Q16 * 5 / 16;
	init_waitqueue_head(&chip->sampler.came);
	return ina3221_start_reader(chip)
		       ?: devm_mutex_init(ina3221_dev(chip), &chip->sampler.lock);
}

void ina3221_sleep_until(u64 when_ns)
{
	u64 now_ns = ktime_get_ns();
	unsigned long us;

	if (when_ns <= now_ns)
		return;
	us = div_u64(when_ns - now_ns + NSEC_PER_USEC - 1, NSEC_PER_USEC);
	usleep_range(us, us + WAKE_SLACK_US);
}

/* Said once for each time it happens, however often the chip is asked. */
static int stuck(struct ina3221 *chip)
{
	if (!chip->sampler.stuck)
		dev_err(ina3221_dev(chip),
			"no conversion ends: switch the chip off and on, or check its supply\n");
	chip->sampler.stuck = true;
	return -ETIMEDOUT;
}

static bool is_ready(struct ina3221 *chip)
{
	guard(mutex)(&chip->alerts.lock);
	return chip->alerts.ready;
}

static u64 cycle_ns(u16 config)
{
	return ina3221_cycle_typ_us(config) * (u64)NSEC_PER_USEC;
}

/*
 * A look, and the words of a plan behind it, which are of use if that finds the cycle over.
 *
 * Return: 1 if it was, 0 if not yet, or an error.
 */
static int look_and_read(struct ina3221 *chip, const struct ina3221_plan *plan,
			 struct ina3221_reading *reading)
{
	u8 reg[INA3221_TRANSFER_WORDS] = { INA3221_REG_MASK_ENABLE };
	int ret;

	memcpy(&reg[1], plan->reg, plan->count);
	ret = ina3221_take(chip, reg, 1 + plan->count, reading);
	if (ret)
		return ret;
	if (READ_ONCE(chip->alerts.lost))
		return -ESTALE;
	if (reading->word[0] & INA3221_MASK_CVRF)
		return 1;
	/* Somebody else's look may have seen the end of it, before the words were read or after. */
	if (!is_ready(chip) || !plan->count)
		return is_ready(chip);
	ret = ina3221_take(chip, plan->reg, plan->count, reading);
	memmove(&reading->word[1], &reading->word[0], plan->count * sizeof(reading->word[0]));
	return ret ?: 1;
}

static void learn_slowness(struct ina3221 *chip, u16 config, u64 took_ns, bool at_once)
{
	struct ina3221_sampler *sampler = &chip->sampler;

	if (at_once)
		sampler->slow_q16 -= sampler->slow_q16 / FORGET;
	else
		sampler->slow_q16 = div64_u64(took_ns << 16, cycle_ns(config)) -
				    TYPICAL_Q16 / (2 * LOOKS_PER_CYCLE);
	sampler->slow_q16 =
		clamp_t(u32, sampler->slow_q16, TYPICAL_Q16 * 2 / 3, TYPICAL_Q16 * 3 / 2);
}

/* Waits for the end of the pass that was started last, then reads. */
static int wait_and_read(struct ina3221 *chip, u16 config, const struct ina3221_plan *plan,
			 struct ina3221_reading *reading)
{
	static const struct ina3221_plan nothing;
	u64 begin_ns = chip->settings.started.last_ns;
	u64 length_ns = cycle_ns(config);
	u64 likely_ns = length_ns * chip->sampler.slow_q16 >> 16;
	u64 deadline_ns = begin_ns + 2 * length_ns + READY_SLACK_NS;
	u64 at_ns = begin_ns + likely_ns + div_u64(likely_ns, DOUBT);
	bool at_once = true;
	int ret;

	for (;;) {
		ina3221_sleep_until(at_ns);
		ret = look_and_read(chip, at_once ? plan : &nothing, reading);
		if (ret < 0)
			return ret;
		if (ret)
			break;
		if (at_ns > deadline_ns)
			return stuck(chip);
		at_ns = ktime_get_ns() + div_u64(length_ns, LOOKS_PER_CYCLE);
		at_once = false;
	}
	chip->sampler.stuck = false;
	learn_slowness(chip, config, ktime_get_ns() - begin_ns, at_once);
	if (at_once || !plan->count)
		return 0;
	ret = ina3221_take(chip, plan->reg, plan->count, reading);
	memmove(&reading->word[1], &reading->word[0], plan->count * sizeof(reading->word[0]));
	return ret;
}

int ina3221_wait_end(struct ina3221 *chip, u16 config)
{
	static const struct ina3221_plan nothing;
	struct ina3221_reading reading;

	lockdep_assert_held(&chip->settings.lock);
	return wait_and_read(chip, config, &nothing, &reading);
}

/* The chip stops at the end of the pass, and its registers stay. */
static int read_pass(struct ina3221 *chip, const struct ina3221_plan *plan, u16 *word)
{
	u16 running = ina3221_running_config(chip);
	u16 config = (running & ~INA3221_CONFIG_MODE) | INA3221_MODE_SHUNT | INA3221_MODE_BUS;
	struct ina3221_reading reading;
	int ret, err;

	ret = ina3221_start_cycle(chip, config);
	if (ret)
		return ret;
	ret = wait_and_read(chip, config, plan, &reading);
	memcpy(word, &reading.word[1], plan->count * sizeof(*word));
	if (chip->settings.single_shot || ret == -ESTALE)
		return ret;
	err = ina3221_start_cycle(chip, running);
	if (err)
		WRITE_ONCE(chip->settings.stale, true);
	return ret ?: err;
}

static struct ina3221_span all_of(const struct ina3221_reading *reading, unsigned int count)
{
	return (struct ina3221_span){ reading->begin_ns[0], reading->end_ns[count - 1] };
}

/* A look and a word of a bus that is slower than this are too slow for a cycle that runs on. */
static bool is_quick(const struct ina3221 *chip, const struct ina3221_plan *plan)
{
	u64 took_ns = ina3221_speed_takes_ns(&chip->bus.speed, 1);

	return took_ns && 5 * took_ns < plan->stays_us[0] * NSEC_PER_USEC;
}

/* One look after the other, until one sees that a cycle has ended; then its words. */
static int read_running(struct ina3221 *chip, const struct ina3221_plan *plan, u16 config,
			u16 *word)
{
	static const u8 look[] = { INA3221_REG_MASK_ENABLE };
	u64 deadline_ns = ktime_get_ns() + 2 * cycle_ns(config) + READY_SLACK_NS;
	struct ina3221_span clear = {}, at[INA3221_SCAN_WORDS];
	struct ina3221_reading reading;
	unsigned int i;
	int ret;

	for (;;) {
		ret = ina3221_take(chip, look, ARRAY_SIZE(look), &reading);
		if (ret)
			return ret;
		if (READ_ONCE(chip->alerts.lost))
			return -ESTALE;
		if (reading.word[0] & INA3221_MASK_CVRF && clear.last_ns)
			break;
		clear = all_of(&reading, 1);
		if (clear.last_ns > deadline_ns)
			return stuck(chip);
		ina3221_sleep_until(clear.first_ns + plan->stays_us[0] * NSEC_PER_USEC / 4);
	}
	chip->sampler.stuck = false;
	ret = ina3221_take(chip, plan->reg, plan->count, &reading);
	if (ret)
		return ret;
	for (i = 0; i < plan->count; i++)
		at[i] = chip->bus.one_transfer
				? all_of(&reading, plan->count)
				: (struct ina3221_span){ reading.begin_ns[i], reading.end_ns[i] };
	if (chip->bus.one_transfer)
		ina3221_speed_spread(&chip->bus.speed, reading.begin_ns[0],
				     reading.end_ns[plan->count - 1], plan->count, at);
	memcpy(word, reading.word, plan->count * sizeof(*word));
	return ina3221_words_fresh(plan, clear, at) ? 0 : NONE_YET;
}

static void learn_speed(struct ina3221 *chip, const struct ina3221_plan *plan)
{
	static const u8 look[] = { INA3221_REG_MASK_ENABLE };
	struct ina3221_speed *speed = &chip->bus.speed;
	struct ina3221_reading reading;
	unsigned int words;

	for (words = 1; words <= plan->count; words += max(plan->count - 1, 1U)) {
		while (!ina3221_speed_knows(speed, words)) {
			if (ina3221_take(chip, words == 1 ? look : plan->reg, words, &reading))
				return;
			ina3221_speed_note(speed, words,
					   reading.end_ns[words - 1] - reading.begin_ns[0]);
		}
		if (!chip->bus.one_transfer)
			return;
	}
}

static int read_words(struct ina3221 *chip, const struct ina3221_plan *plan, u16 *word)
{
	u16 running = ina3221_running_config(chip);
	unsigned int tries;
	int ret = NONE_YET;

	if (chip->settings.single_shot || !FIELD_GET(INA3221_CONFIG_AVG, running))
		return read_pass(chip, plan, word);
	learn_speed(chip, plan);
	for (tries = 0; tries < LATE_TRIES && ret == NONE_YET && is_quick(chip, plan); tries++)
		ret = read_running(chip, plan, running, word);
	return ret == NONE_YET ? read_pass(chip, plan, word) : ret;
}

static int try_pass(struct ina3221 *chip, struct ina3221_scan *scan)
{
	u16 word[INA3221_SCAN_WORDS];
	struct ina3221_plan plan;
	int ret;

	if (chip->settings.stale)
		return -ESTALE;
	ret = ina3221_check_config(chip);
	if (ret)
		return ret;
	ina3221_plan_make(&plan, ina3221_config(chip), chip->alerts.mask);
	ret = read_words(chip, &plan, word);
	if (ret)
		return ret;
	ina3221_scan_take(scan, &plan, word, chip->alerts.mask);
	scan->time_ns = ktime_get_ns();
	scan->config = ina3221_config(chip);
	return 0;
}

int ina3221_pass(struct ina3221 *chip, struct ina3221_scan *scan)
{
	int ret;

	lockdep_assert_held(&chip->settings.lock);
	if (chip->settings.asleep)
		return -EAGAIN;
	if (!(ina3221_config(chip) & INA3221_CONFIG_CH_EN_ALL))
		return -ENODATA;
	ret = try_pass(chip, scan);
	if (ret == -ESTALE) {
		ret = ina3221_recover(chip);
		ret = ret ?: try_pass(chip, scan);
	}
	return ret == -ESTALE ? -EIO : ret;
}

void ina3221_publish(struct ina3221 *chip, const struct ina3221_scan *scan, int err)
{
	struct ina3221_sampler *sampler = &chip->sampler;

	if (!err)
		ina3221_note_scan(chip, scan);
	scoped_guard(mutex, &sampler->lock)
	{
		sampler->err = err;
		sampler->wanted = false;
		if (err) {
			sampler->failed++;
		} else {
			sampler->scan = *scan;
			sampler->scans++;
			sampler->until_ns =
				scan->time_ns +
				(sampler->partly ? INA3221_FULL_NS : cycle_ns(scan->config));
		}
	}
	wake_up_all(&sampler->came);
}

void ina3221_forget_scan(struct ina3221 *chip)
{
	guard(mutex)(&chip->sampler.lock);
	chip->sampler.until_ns = 0;
}

void ina3221_set_captured(struct ina3221 *chip, bool captured, bool partly)
{
	scoped_guard(mutex, &chip->sampler.lock)
	{
		WRITE_ONCE(chip->sampler.captured, captured);
		chip->sampler.partly = partly;
		chip->sampler.until_ns = 0;
		chip->sampler.err = 0;
	}
	wake_up_all(&chip->sampler.came);
}

/* Return: 0 with a scan that will do, NONE_YET, or what capture met. */
static int copy_published(struct ina3221 *chip, struct ina3221_scan *scan)
{
	struct ina3221_sampler *sampler = &chip->sampler;

	guard(mutex)(&sampler->lock);
	if (sampler->captured && sampler->err)
		return sampler->err;
	if (!sampler->until_ns ||
	    ((!sampler->captured || sampler->partly) && ktime_get_ns() >= sampler->until_ns)) {
		WRITE_ONCE(sampler->wanted, true);
		return NONE_YET;
	}
	*scan = sampler->scan;
	return 0;
}

/* The first one of a capture, or of other settings. */
static int wait_for_capture(struct ina3221 *chip, struct ina3221_scan *scan)
{
	u32 us = CAPTURE_CYCLES * ina3221_cycle_max_us(ina3221_config(chip)) + USEC_PER_SEC / 10;
	int ret = NONE_YET;
	long left;

	left = wait_event_interruptible_timeout(chip->sampler.came,
						(ret = copy_published(chip, scan)) != NONE_YET ||
							!READ_ONCE(chip->sampler.captured) ||
							!(ina3221_config(chip) &
							  INA3221_CONFIG_CH_EN_ALL),
						usecs_to_jiffies(us));
	if (left < 0)
		return left;
	if (left)
		return ret;
	return -ETIMEDOUT;
}

static unsigned int passes_wanted(const struct ina3221 *chip)
{
	if (!chip->settings.single_shot)
		return 1;
	return ina3221_avg_samples[FIELD_GET(INA3221_CONFIG_AVG, ina3221_config(chip))];
}

/* Passes for one who asks: none is begun after @until_ns but the first, and @count were made. */
struct passes {
	u64 until_ns;
	unsigned int count;
};

/* Return: 0 when it is published, NONE_YET if another pass is wanted, or an error. */
static int one_pass(struct ina3221 *chip, void *data)
{
	struct passes *passes = data;
	struct ina3221_average *average = &chip->sampler.average;
	unsigned int wanted = passes_wanted(chip);
	struct ina3221_scan scan;
	int ret;

	guard(mutex)(&chip->settings.lock);
	ret = READ_ONCE(chip->sampler.captured) ? NONE_YET : ina3221_pass(chip, &scan);
	if (!ret && wanted > 1) {
		ina3221_average_add(average, &scan, wanted);
		if (++passes->count < wanted && ktime_get_ns() < passes->until_ns)
			ret = NONE_YET;
		else
			ina3221_average_take(average, &scan);
	}
	if (ret <= 0 && ret != -ENODATA)
		ina3221_publish(chip, &scan, ret);
	return ret;
}

static int measure(struct ina3221 *chip, struct ina3221_scan *scan)
{
	u64 begin_ns = ktime_get_ns();
	struct passes passes = { begin_ns + READ_NS };
	int ret;

	do {
		if (signal_pending(current))
			return -ERESTARTSYS;
		if (READ_ONCE(chip->settings.asleep))
			return -EAGAIN;
		if (READ_ONCE(chip->sampler.captured))
			ret = wait_for_capture(chip, scan);
		else
			ret = ina3221_let_read(chip, one_pass, &passes);
	} while (ret == NONE_YET);
	if (ret)
		return ret;
	guard(mutex)(&chip->sampler.lock);
	/* It is fresh for as long as it took. */
	if (passes.count > 1)
		chip->sampler.until_ns = ktime_get_ns() + (ktime_get_ns() - begin_ns);
	*scan = chip->sampler.scan;
	return 0;
}

int ina3221_scan(struct ina3221 *chip, struct ina3221_scan *scan)
{
	int ret;

	if (!(ina3221_config(chip) & INA3221_CONFIG_CH_EN_ALL))
		return -ENODATA;
	ret = copy_published(chip, scan);
	return ret == NONE_YET ? measure(chip, scan) : ret;
}

int ina3221_scan_after(struct ina3221 *chip, u64 time_ns, struct ina3221_scan *scan)
{
	scoped_guard(mutex, &chip->sampler.lock)
	{
		if (chip->sampler.scan.time_ns <= time_ns)
			chip->sampler.until_ns = 0;
	}
	return ina3221_scan(chip, scan);
}

int ina3221_scan_rail(struct ina3221 *chip, unsigned int ch, struct ina3221_scan *scan)
{
	return ina3221_channel_enabled(chip, ch) ? ina3221_scan(chip, scan) : -ENODATA;
}

int ina3221_scan_sum(struct ina3221 *chip, struct ina3221_scan *scan)
{
	return READ_ONCE(chip->alerts.mask) & INA3221_MASK_SCC_ALL ? ina3221_scan(chip, scan)
								   : -ENODATA;
}
