// SPDX-License-Identifier: GPL-2.0-only
/*
 * INA3221 driver: capture of every cycle.
 *
 * The driver's own trigger is a thread that reads each conversion cycle, as
 * core/ina3221_follow_turn.c plans it, and runs the handlers of the trigger itself. Where bus and
 * settings do not let it follow the chip, it reads in passes. It has the chip's time while it reads
 * and plans, and not while it sleeps. Any other trigger gets the next cycle that it has not had
 * yet. Words to capture are planned here, by the channels that are enabled. The time of a scan, and
 * a count of those missed, are core/ina3221_follow.c's; sampler.c has the time of a pass.
 */
#include <linux/bitfield.h>
#include <linux/cleanup.h>
#include <linux/delay.h>
#include <linux/err.h>
#include <linux/freezer.h>
#include <linux/iio/buffer.h>
#include <linux/iio/trigger_consumer.h>
#include <linux/iio/triggered_buffer.h>
#include <linux/kthread.h>
#include <linux/ktime.h>
#include <linux/sched.h>

#include "core/ina3221_regs.h"
#include "core/ina3221_timing.h"
#include "drivers/ina3221/iio.h"
#include "drivers/ina3221/ina3221.h"

/* The chip was started anew: not a value that a bus returns. */
#define ANEW (-ERESTART)
/* A failure is followed by a pause of less than a cycle: the next one is not lost as well. */
#define PAUSE_MIN_US 50

static unsigned int bit_of(u8 reg)
{
	if (reg == INA3221_REG_SUM)
		return INA3221_SCAN_WORDS - 1;
	return (reg - INA3221_REG_SHUNT1) ^ 1;
}

/* A record has the words that were asked for, without gaps, and the time after them. */
static void fill_record(struct ina3221_record *record, const struct ina3221_scan *scan,
			const unsigned long *wanted)
{
	unsigned int bit, count = 0;

	memset(record, 0, sizeof(*record));
	for_each_set_bit(bit, wanted, INA3221_SCAN_WORDS)
		record->word[count++] = cpu_to_be16(bit % 2 || bit / 2 == INA3221_SUM_PLACE
							    ? scan->shunt[bit / 2]
							    : scan->bus[bit / 2]);
}

static irqreturn_t handle_trigger(int irq, void *data)
{
	struct iio_poll_func *poll = data;
	struct iio_dev *indio_dev = poll->indio_dev;
	struct ina3221_iio *iio = iio_priv(indio_dev);
	struct ina3221_capture *capture = &iio->capture;
	struct ina3221_scan scan = capture->scan;

	if (indio_dev->trig != capture->trigger &&
	    ina3221_scan_after(capture->chip, capture->had_ns, &scan)) {
		capture->dropped++;
	} else {
		capture->delivered++;
		capture->had_ns = scan.time_ns;
		fill_record(&capture->record, &scan, indio_dev->active_scan_mask);
		/* The scan has its time by a clock that IIO may not have been told to use. */
		iio_push_to_buffers_with_timestamp(indio_dev, &capture->record,
						   iio_get_time_ns(indio_dev) -
							   (s64)(ktime_get_ns() - scan.time_ns));
	}
	iio_trigger_notify_done(indio_dev->trig);
	return IRQ_HANDLED;
}

/* Another trigger gets only scans taken after it was enabled. */
static int begin_capture(struct iio_dev *indio_dev)
{
	struct ina3221_iio *iio = iio_priv(indio_dev);

	iio->capture.had_ns = ktime_get_ns();
	return 0;
}

static const struct iio_buffer_setup_ops setup_ops = { .preenable = begin_capture };

/*
 * The words that are wanted, and no others. A sum that the chip does not add up comes from the
 * shunts, and so does one that is of no averages.
 *
 * Return: are all words known from these?
 */
static bool plan_wanted_words(const struct ina3221 *chip, unsigned long wanted,
			      struct ina3221_plan *plan)
{
	u16 config = ina3221_config(chip);
	struct ina3221_plan all;
	bool whole = true;
	unsigned int i;

	ina3221_plan_make(&all, config, chip->alerts.mask);
	if (wanted & BIT(INA3221_SCAN_WORDS - 1) && all.reg[all.count - 1] != INA3221_REG_SUM)
		wanted |= BIT(1) | BIT(3) | BIT(5);
	plan->count = 0;
	for (i = 0; i < all.count; i++) {
		if (wanted & BIT(bit_of(all.reg[i]))) {
			plan->reg[plan->count] = all.reg[i];
			plan->stays_us[plan->count++] = all.stays_us[i];
		} else {
			whole &= all.reg[i] == INA3221_REG_SUM &&
				 !FIELD_GET(INA3221_CONFIG_AVG, config);
		}
	}
	return whole;
}

static void begin_following(struct ina3221_capture *capture, unsigned long wanted)
{
	struct ina3221 *chip = capture->chip;
	struct ina3221_follow *follow = &capture->follow;
	u64 cycle_ns = ina3221_cycle_typ_us(ina3221_config(chip)) * (u64)NSEC_PER_USEC;
	struct ina3221_plan plan;
	bool partly = !plan_wanted_words(chip, wanted, &plan);

	/* Without a word to capture, readers measure for themselves. */
	ina3221_set_captured(chip, plan.count, partly);
	capture->starts = chip->settings.starts;
	capture->mask = chip->alerts.mask;
	capture->passed_ns = 0;
	if (!follow->speed)
		ina3221_follow_init(follow, &plan, cycle_ns, &chip->bus.speed,
				    chip->bus.one_transfer);
	ina3221_follow_started(follow, &plan, cycle_ns, chip->settings.started);
}

static bool in_passes(const struct ina3221_capture *capture)
{
	return capture->chip->settings.single_shot || !ina3221_follow_can(&capture->follow);
}

/*
 * The chip would have had so many more cycles since the last pass; in single shot it has none. A
 * part of a cycle is left for the next count, so that rounding does not add up.
 */
static void count_passed_over(struct ina3221_capture *capture, const struct ina3221_scan *scan)
{
	u64 cycle_ns = ina3221_cycle_typ_us(scan->config) * (u64)NSEC_PER_USEC;
	s64 since_ns = scan->time_ns - capture->passed_ns - cycle_ns / 2;
	u64 over;

	if (!capture->passed_ns || capture->chip->settings.single_shot || since_ns < 0) {
		capture->passed_ns = scan->time_ns;
		return;
	}
	over = div64_u64(since_ns, cycle_ns);
	capture->passed_over += over;
	capture->passed_ns += (over + 1) * cycle_ns;
}

/*
 * Following begins anew if the pass has started the chip. A chip that ran on has earlier scans that
 * still wait for their proof: this one is for readers only.
 *
 * Return: the number of scans in @scan that are delivered.
 */
static int take_pass(struct ina3221_capture *capture, struct ina3221_scan *scan)
{
	struct ina3221 *chip = capture->chip;
	int ret = ina3221_pass(chip, scan);

	if (!ret)
		ina3221_publish(chip, scan, 0);
	capture->full_ns = ktime_get_ns();
	if (!in_passes(capture))
		return ret ?: capture->starts != chip->settings.starts;
	ina3221_follow_lose(&capture->follow);
	capture->starts = chip->settings.starts;
	if (ret)
		return ret;
	count_passed_over(capture, scan);
	return 1;
}

static int take_ready(struct ina3221_capture *capture, struct ina3221_scan *scan)
{
	struct ina3221_follow *follow = &capture->follow;
	struct ina3221 *chip = capture->chip;
	unsigned int i;

	for (i = 0; i < follow->count; i++) {
		ina3221_scan_take(&scan[i], &follow->plan, follow->ready[i].word, capture->mask);
		scan[i].time_ns = follow->ready[i].time_ns;
		scan[i].config = ina3221_config(chip);
		if (!chip->sampler.partly)
			ina3221_publish(chip, &scan[i], 0);
	}
	return i;
}

/* Return: the number of scans in @scan; ANEW if the chip was started anew; or an error. */
static int take_turn(struct ina3221_capture *capture, const struct ina3221_turn *turn,
		     struct ina3221_scan *scan)
{
	struct ina3221 *chip = capture->chip;
	int ret;

	guard(mutex)(&chip->settings.lock);
	if (capture->starts != chip->settings.starts || chip->settings.asleep)
		return ANEW;
	if (!turn->count)
		return take_pass(capture, scan);
	ret = ina3221_take_turn(chip, &capture->follow, turn);
	/*
	 * Mask/Enable shows that the chip was switched off and on, unless none of its bits is set:
	 * CONFIG shows it then, before anything goes out.
	 */
	if (!ret && capture->follow.count && !chip->alerts.mask)
		ret = ina3221_check_config(chip, true);
	if (ret != -ESTALE)
		return ret ?: take_ready(capture, scan);
	ina3221_follow_lose(&capture->follow);
	return ina3221_recover(chip) ?: ANEW;
}

/* The next thing to do, and when; a turn of nothing is a pass. */
static int plan_turn(struct ina3221_capture *capture, unsigned long wanted,
		     struct ina3221_turn *turn)
{
	struct ina3221 *chip = capture->chip;
	bool full;
	int ret;

	guard(mutex)(&chip->settings.lock);
	if (chip->settings.asleep || !(ina3221_config(chip) & INA3221_CONFIG_CH_EN_ALL)) {
		/* A chip that wakes up may be followed anew without a start. */
		capture->starts = chip->settings.starts - (chip->settings.asleep ? 1 : 0);
		return -ENODATA;
	}
	ret = chip->settings.stale || READ_ONCE(chip->alerts.lost) ? -ESTALE : 0;
	ret = ret ?: ina3221_check_config(chip, false);
	if (ret == -ESTALE)
		ret = ina3221_recover(chip);
	if (ret)
		return ret;
	if (capture->starts != chip->settings.starts)
		begin_following(capture, wanted);
	*turn = (struct ina3221_turn){};
	if (!capture->follow.plan.count)
		return -ENODATA;
	/* A reader wants words that are not captured, and the last full scan is too old. */
	full = READ_ONCE(chip->sampler.wanted) && chip->sampler.partly &&
	       ktime_get_ns() >= capture->full_ns + INA3221_FULL_NS;
	if (!in_passes(capture) && !full)
		*turn = ina3221_follow_next(&capture->follow, ktime_get_ns());
	return 0;
}

static int count_dropped(struct ina3221_capture *capture, int ret)
{
	if (ret < 0 && ret != ANEW && ret != -ENODATA)
		capture->dropped++;
	return ret;
}

/* While the thread sleeps, others have the chip's time. */
static int one_turn(struct ina3221_capture *capture, unsigned long wanted,
		    struct ina3221_scan *scan)
{
	struct ina3221_turn turn;
	int ret = plan_turn(capture, wanted, &turn);

	if (ret)
		return count_dropped(capture, ret);
	ina3221_sleep_until(turn.at_ns);
	ret = take_turn(capture, &turn, scan);
	if (capture->follow.gave && turn.count && !ina3221_turn_has_words(&turn))
		return ret;
	return count_dropped(capture, ret);
}

/*
 * Readers of words that are not captured are told if they wait. A pause of half a cycle follows: it
 * keeps a storm away, and the next cycle is not lost.
 */
static void handle_error(struct ina3221_capture *capture, int error)
{
	struct ina3221 *chip = capture->chip;
	u32 us = max_t(u32, ina3221_cycle_typ_us(ina3221_config(chip)) / 2, PAUSE_MIN_US);

	if (error == ANEW)
		return;
	/* No cycle is lost while no rail is on, or none that is captured. */
	if (error == -ENODATA) {
		wait_event_interruptible(chip->sampler.came,
					 (ina3221_config(chip) & INA3221_CONFIG_CH_EN_ALL &&
					  !READ_ONCE(chip->settings.asleep) &&
					  READ_ONCE(chip->settings.starts) != capture->starts) ||
						 kthread_should_stop() || freezing(current));
		return;
	}
	if (!READ_ONCE(chip->sampler.partly) || READ_ONCE(chip->sampler.wanted)) {
		mutex_lock(&chip->settings.lock);
		ina3221_publish(chip, NULL, error);
		mutex_unlock(&chip->settings.lock);
	}
	usleep_range(us, us + us / 4);
}

static int pace_capture(void *data)
{
	struct iio_trigger *trigger = data;
	struct iio_dev *indio_dev = iio_trigger_get_drvdata(trigger);
	struct ina3221_iio *iio = iio_priv(indio_dev);
	struct ina3221_capture *capture = &iio->capture;
	struct ina3221_scan scan[INA3221_HELD];
	u64 missed = capture->missed;
	unsigned long wanted;
	int i, ret;

	set_freezable();
	sched_set_fifo(current);
	while (!kthread_freezable_should_stop(NULL)) {
		wanted = *indio_dev->active_scan_mask & (BIT(INA3221_SCAN_WORDS) - 1);
		ret = one_turn(capture, wanted, scan);
		capture->missed = missed + capture->follow.missed + capture->passed_over;
		if (ret < 0)
			handle_error(capture, ret);
		for (i = 0; i < ret; i++) {
			capture->scan = scan[i];
			iio_trigger_poll_nested(capture->trigger);
		}
	}
	ina3221_set_captured(capture->chip, false, false);
	return 0;
}

static int set_trigger_state(struct iio_trigger *trigger, bool on)
{
	struct iio_dev *indio_dev = iio_trigger_get_drvdata(trigger);
	struct ina3221_iio *iio = iio_priv(indio_dev);
	struct ina3221_capture *capture = &iio->capture;

	if (!on) {
		kthread_stop(capture->thread);
		capture->thread = NULL;
		return 0;
	}
	memset(&capture->follow, 0, sizeof(capture->follow));
	capture->starts = READ_ONCE(capture->chip->settings.starts) - 1;
	capture->full_ns = 0;
	capture->passed_over = 0;
	ina3221_set_captured(capture->chip, true, true);
	capture->thread = kthread_run(pace_capture, trigger, "%s", trigger->name);
	if (IS_ERR(capture->thread))
		ina3221_set_captured(capture->chip, false, false);
	return PTR_ERR_OR_ZERO(capture->thread);
}

/*
 * The trigger is for this device only, and so has no hold on the module: a device that holds its
 * own trigger would keep its driver from ever being unloaded.
 */
static const struct iio_trigger_ops trigger_ops = {
	.validate_device = iio_trigger_validate_own_device,
	.set_trigger_state = set_trigger_state,
};

int ina3221_setup_capture(struct iio_dev *indio_dev)
{
	struct ina3221_iio *iio = iio_priv(indio_dev);
	struct device *dev = ina3221_dev(iio->chip);
	struct iio_trigger *trigger =
		devm_iio_trigger_alloc(dev, "%s-dev%d", indio_dev->name, iio_device_id(indio_dev));
	int ret;

	if (!trigger)
		return -ENOMEM;
	trigger->ops = &trigger_ops;
	iio_trigger_set_drvdata(trigger, indio_dev);
	ret = devm_iio_trigger_register(dev, trigger);
	if (ret)
		return ret;
	/* Some kernels give it its owner when it is made, others when it is registered. */
	trigger->owner = NULL;
	iio->capture.chip = iio->chip;
	iio->capture.trigger = trigger;
	indio_dev->trig = iio_trigger_get(trigger);
	return devm_iio_triggered_buffer_setup(dev, indio_dev, NULL, handle_trigger, &setup_ops);
}
