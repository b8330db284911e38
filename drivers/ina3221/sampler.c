// SPDX-License-Identifier: GPL-2.0-only
/*
 * INA3221 driver: the scan that was read last, and reading one on demand; a rail that is off has
 * none. In single shot a read takes as many passes as are averaged. How slow the oscillator is, is
 * learnt here for passes, in core/ina3221_track.c for one that is followed. Flags are alerts.c's.
 */
#include <linux/bitfield.h>
#include <linux/cleanup.h>
#include <linux/delay.h>
#include <linux/device.h>
#include <linux/ktime.h>
#include <linux/lockdep.h>
#include <linux/sched/signal.h>

#include "core/ina3221_regs.h"
#include "core/ina3221_timing.h"
#include "drivers/ina3221/ina3221.h"

/* A chip counts as one that does not convert after two cycles and this. */
#define READY_SLACK_NS (10 * NSEC_PER_MSEC)
/* An end that has not come when expected is looked for this many times in a cycle. */
#define LOOKS_PER_CYCLE 32
/* A typical oscillator has this slowness; the first look comes 1/DOUBT later than expected. */
#define TYPICAL_Q16 BIT(16)
#define DOUBT 128
/* The slowness known shrinks by 1/FORGET with each read, so that it is learnt again. */
#define FORGET 1024
/* A chip that runs on is followed for two cycles and this, until a cycle is caught. */
#define FOLLOW_SLACK_NS (50 * NSEC_PER_MSEC)
/* One read averages passes of single shot for this long at the most. */
#define READ_NS NSEC_PER_SEC
/* A reader waits this many cycles for a scan from the capture. */
#define CAPTURE_CYCLES 12
/* There is neither a scan, which is 0, nor an error, which is below. */
#define NONE_YET 1
/* A wake-up may be this late. */
#define WAKE_SLACK_US 20

void ina3221_init_sampler(struct ina3221 *chip)
{
	chip->sampler.slow_q16 = TYPICAL_Q16 - TYPICAL_Q16 * 5 / 16;
	init_waitqueue_head(&chip->sampler.came);
	mutex_init(&chip->sampler.lock);
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

static bool any_rail_on(const struct ina3221 *chip)
{
	return ina3221_config(chip) & INA3221_CONFIG_CH_EN_ALL;
}

static u64 cycle_ns(u16 config)
{
	return ina3221_cycle_typ_us(config) * (u64)NSEC_PER_USEC;
}

/*
 * The words come behind the look, and are of use if the pass was over by then. Another look, such
 * as an alarm's, may have seen that.
 *
 * Return: 1 if it was, 0 if not yet, or an error.
 */
static int look_and_read(struct ina3221 *chip, const u8 *words, unsigned int count,
			 struct ina3221_reading *reading)
{
	u8 reg[INA3221_TRANSFER_WORDS] = { INA3221_REG_MASK_ENABLE };
	bool ready;
	int ret;

	scoped_guard(mutex, &chip->alerts.lock) ready = chip->alerts.ready;
	memcpy(&reg[1], words, count);
	ret = ina3221_take(chip, reg, 1 + count, reading);
	if (!ret && READ_ONCE(chip->alerts.lost))
		ret = -ESTALE;
	return ret ?: ready || reading->word[0] & INA3221_MASK_CVRF;
}

/* The next look comes a little late, so that one is enough, and earlier with each read. */
static void learn_slowness(struct ina3221 *chip, u16 config, u64 took_ns, bool late)
{
	u32 *slow_q16 = &chip->sampler.slow_q16;

	if (late)
		*slow_q16 = div64_u64(took_ns << 16, cycle_ns(config));
	else
		*slow_q16 -= *slow_q16 / FORGET;
	*slow_q16 = clamp_t(u32, *slow_q16, TYPICAL_Q16 * 2 / 3, TYPICAL_Q16 * 3 / 2);
}

/* The pass that was started last ends, then its words are read. */
static int wait_and_read(struct ina3221 *chip, u16 config, const struct ina3221_plan *plan,
			 struct ina3221_reading *reading)
{
	u64 begin_ns = chip->settings.started.last_ns;
	u64 likely_ns = cycle_ns(config) * chip->sampler.slow_q16 >> 16;
	u64 deadline_ns = begin_ns + 2 * cycle_ns(config) + READY_SLACK_NS;
	u64 at_ns = begin_ns + likely_ns + div_u64(likely_ns, DOUBT);
	unsigned int count = plan->count;
	bool late = false;
	int ret;

	for (;;) {
		ina3221_sleep_until(at_ns);
		ret = look_and_read(chip, plan->reg, count, reading);
		if (ret < 0)
			return ret;
		if (ret && (!late || !count))
			learn_slowness(chip, config, ktime_get_ns() - begin_ns, late);
		if (ret && count == plan->count)
			break;
		if (at_ns > deadline_ns) {
			/* The message comes once for each time the chip stops. */
			if (!chip->sampler.stuck)
				dev_err(ina3221_dev(chip),
					"no conversion ends: switch the chip off and on, or check its supply\n");
			chip->sampler.stuck = true;
			return -ETIMEDOUT;
		}
		late |= !ret;
		count = ret ? plan->count : 0;
		at_ns = ret ? 0 : ktime_get_ns() + div_u64(cycle_ns(config), LOOKS_PER_CYCLE);
	}
	chip->sampler.stuck = false;
	return 0;
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
	int err, ret = ina3221_start_cycle(chip, config);

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

int ina3221_take_turn(struct ina3221 *chip, struct ina3221_follow *follow,
		      const struct ina3221_turn *turn)
{
	struct ina3221_reading reading;
	u64 looks = follow->looks;
	unsigned int i;
	u64 so_far;
	bool alone;
	int ret;

	for (i = 0; i < turn->count; i++)
		looks += turn->reg[i] == INA3221_REG_MASK_ENABLE;
	ret = ina3221_take(chip, turn->reg, turn->count, &reading);
	so_far = READ_ONCE(chip->alerts.counts.reads);
	alone = so_far == looks;
	follow->looks = so_far;
	if (ret) {
		ina3221_follow_failed(follow, turn);
		return ret;
	}
	if (READ_ONCE(chip->alerts.lost))
		return -ESTALE;
	/* Another reader has looked, before this turn or after it. */
	if (!alone)
		ina3221_track_disturbed(&follow->track);
	ina3221_follow_taken(follow, turn, &reading);
	if (!alone)
		ina3221_track_disturbed(&follow->track);
	return 0;
}

/* The chip is followed until one cycle is caught, if the bus is quick enough for that. */
static int read_running(struct ina3221 *chip, const struct ina3221_plan *plan, u16 config,
			u16 *word)
{
	struct ina3221_follow *follow = &chip->sampler.follow;
	u64 deadline_ns = ktime_get_ns() + 2 * cycle_ns(config) + FOLLOW_SLACK_NS;
	struct ina3221_turn turn;
	int ret;

	ina3221_follow_init(follow, plan, cycle_ns(config), &chip->bus.speed,
			    chip->bus.one_transfer);
	follow->once = true;
	while (!follow->count) {
		if (signal_pending(current))
			return -ERESTARTSYS;
		if (!ina3221_follow_can(follow) || ktime_get_ns() > deadline_ns)
			return NONE_YET;
		turn = ina3221_follow_next(follow, ktime_get_ns());
		ina3221_sleep_until(turn.at_ns);
		ret = ina3221_take_turn(chip, follow, &turn);
		if (ret)
			return ret;
	}
	chip->sampler.stuck = false;
	memcpy(word, follow->ready[0].word, plan->count * sizeof(*word));
	return 0;
}

static int try_pass(struct ina3221 *chip, struct ina3221_scan *scan)
{
	u16 running, word[INA3221_SCAN_WORDS];
	struct ina3221_plan plan;
	bool run_on;
	int ret;

	if (chip->settings.stale)
		return -ESTALE;
	/* Where Mask/Enable has no bit, CONFIG alone shows a power cycle, until it is written. */
	ret = ina3221_check_config(chip, !chip->alerts.mask);
	if (ret)
		return ret;
	ina3221_plan_make(&plan, ina3221_config(chip), chip->alerts.mask);
	running = ina3221_running_config(chip);
	/* A chip that stops may forget its averages, and overlooks a value beyond a limit. */
	run_on = !chip->settings.single_shot && (FIELD_GET(INA3221_CONFIG_AVG, running) ||
						 chip->settings.armed & INA3221_ALARM_FLAGS);
	ret = run_on ? read_running(chip, &plan, running, word) : read_pass(chip, &plan, word);
	if (ret == NONE_YET) {
		/* One that cannot be followed may have cycles that another program has set. */
		ret = ina3221_check_config(chip, true) ?: read_pass(chip, &plan, word);
	}
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
	if (!any_rail_on(chip))
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
	struct ina3221_sampler *sampler = &chip->sampler;

	scoped_guard(mutex, &sampler->lock)
	{
		if (sampler->captured == captured && sampler->partly == partly)
			return;
		WRITE_ONCE(sampler->captured, captured);
		sampler->partly = partly;
		sampler->until_ns = 0;
		sampler->err = 0;
	}
	wake_up_all(&sampler->came);
}

/* A capture of all words publishes each scan as it comes: the last one is fresh until then. */
static bool is_fresh(const struct ina3221_sampler *sampler, u64 grace_ns)
{
	if (sampler->captured && !sampler->partly)
		return sampler->until_ns;
	return sampler->until_ns && ktime_get_ns() < sampler->until_ns + grace_ns;
}

/* Return: 0 with a scan that will do, NONE_YET, or what capture met. */
static int copy_published(struct ina3221 *chip, struct ina3221_scan *scan)
{
	struct ina3221_sampler *sampler = &chip->sampler;

	guard(mutex)(&sampler->lock);
	/* Words that are not captured are read again for the next reader, which may succeed. */
	if (sampler->captured && sampler->err) {
		WRITE_ONCE(sampler->wanted, sampler->partly);
		return sampler->err;
	}
	if (!is_fresh(sampler, 0)) {
		WRITE_ONCE(sampler->wanted, true);
		/* Beside a partial capture the next scan is for the next reader. */
		if (!sampler->captured || !is_fresh(sampler, INA3221_FULL_NS))
			return NONE_YET;
	}
	*scan = sampler->scan;
	return 0;
}

/*
 * A reader that has said that a scan is wanted waits until one is published.
 *
 * Return: 0, NONE_YET if no capture runs any longer, or what capture met.
 */
static int wait_for_capture(struct ina3221 *chip, struct ina3221_scan *scan)
{
	u32 us = CAPTURE_CYCLES * ina3221_cycle_max_us(ina3221_config(chip)) + USEC_PER_SEC / 10;
	long left = wait_event_interruptible_timeout(chip->sampler.came,
						     !READ_ONCE(chip->sampler.wanted) ||
							     !READ_ONCE(chip->sampler.captured) ||
							     !any_rail_on(chip),
						     usecs_to_jiffies(us));

	if (left <= 0)
		return left ?: -ETIMEDOUT;
	return READ_ONCE(chip->sampler.captured) ? copy_published(chip, scan) : NONE_YET;
}

/* Return: 0 when it is published, NONE_YET if another pass is wanted, or an error. */
static int one_pass(struct ina3221 *chip, u64 until_ns, unsigned int *passes)
{
	struct ina3221_average *average = &chip->sampler.average;
	u16 avg = chip->settings.single_shot ? FIELD_GET(INA3221_CONFIG_AVG, ina3221_config(chip))
					     : 0;
	unsigned int wanted = ina3221_avg_samples[avg];
	struct ina3221_scan scan;
	int ret;

	if (mutex_lock_interruptible(&chip->settings.lock))
		return -ERESTARTSYS;
	/* A pass of another reader, for which this one has waited, will do. */
	if (!copy_published(chip, &scan)) {
		mutex_unlock(&chip->settings.lock);
		return 0;
	}
	ret = READ_ONCE(chip->sampler.captured) ? NONE_YET : ina3221_pass(chip, &scan);
	if (!ret && wanted > 1) {
		ina3221_average_add(average, &scan, wanted);
		if (++*passes < wanted && ktime_get_ns() < until_ns)
			ret = NONE_YET;
		else
			ina3221_average_take(average, &scan);
	}
	/* Others have nothing to do with a signal to this reader, nor with a chip at rest. */
	if (ret <= 0 && ret != -ENODATA && ret != -ERESTARTSYS && ret != -EAGAIN)
		ina3221_publish(chip, &scan, ret);
	mutex_unlock(&chip->settings.lock);
	return ret;
}

static int measure_now(struct ina3221 *chip, struct ina3221_scan *scan)
{
	u64 begin_ns = ktime_get_ns();
	unsigned int passes = 0;
	int ret;

	do {
		if (signal_pending(current))
			return -ERESTARTSYS;
		if (!any_rail_on(chip))
			return -ENODATA;
		if (READ_ONCE(chip->settings.asleep))
			return -EAGAIN;
		if (READ_ONCE(chip->sampler.captured))
			ret = wait_for_capture(chip, scan);
		else
			ret = one_pass(chip, begin_ns + READ_NS, &passes);
		/* Between two passes others have the chip's time. */
		if (ret == NONE_YET)
			usleep_range(WAKE_SLACK_US, 2 * WAKE_SLACK_US);
	} while (ret == NONE_YET);
	if (ret)
		return ret;
	guard(mutex)(&chip->sampler.lock);
	/* The mean is fresh for as long as it took. */
	if (passes > 1)
		chip->sampler.until_ns = ktime_get_ns() + (ktime_get_ns() - begin_ns);
	*scan = chip->sampler.scan;
	return 0;
}

int ina3221_scan(struct ina3221 *chip, struct ina3221_scan *scan)
{
	int ret = any_rail_on(chip) ? copy_published(chip, scan) : -ENODATA;

	return ret == NONE_YET ? measure_now(chip, scan) : ret;
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

int ina3221_scan_place(struct ina3221 *chip, unsigned int place, struct ina3221_scan *scan)
{
	bool on = place == INA3221_SUM_PLACE ? READ_ONCE(chip->alerts.mask) & INA3221_MASK_SCC_ALL
					     : ina3221_channel_enabled(chip, place);
	int ret = on ? ina3221_scan(chip, scan) : -ENODATA;

	/* A rail that is switched meanwhile may not be in the scan. */
	if (!ret && place != INA3221_SUM_PLACE && !(scan->config & INA3221_CONFIG_CH_EN(place)))
		ret = -ENODATA;
	return ret;
}
