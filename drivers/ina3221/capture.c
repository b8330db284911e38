// SPDX-License-Identifier: GPL-2.0-only
/*
 * INA3221 driver: the buffer of the measuring face, and its trigger.
 *
 * The driver's own trigger is a thread that reads each conversion cycle and
 * runs the handlers of the trigger itself. Any other trigger gets the next
 * cycle that it has not had yet.
 */
#include <linux/delay.h>
#include <linux/err.h>
#include <linux/freezer.h>
#include <linux/iio/buffer.h>
#include <linux/iio/trigger.h>
#include <linux/iio/trigger_consumer.h>
#include <linux/iio/triggered_buffer.h>
#include <linux/kthread.h>
#include <linux/ktime.h>
#include <linux/sched.h>

#include "drivers/ina3221/iio.h"
#include "drivers/ina3221/stream.h"

/* After a failure, less than a cycle: the one after it is not lost as well. */
#define PAUSE_MIN_US 50
/* While all rails are off. */
#define LOOK_US 20000

/* Those that were asked for, without gaps; the time comes after them. */
static void fill_record(struct ina3221_record *record, const struct ina3221_scan *scan,
			const unsigned long *wanted)
{
	unsigned int bit, count = 0;

	memset(record, 0, sizeof(*record));
	for_each_set_bit(bit, wanted, INA3221_SCAN_WORDS) {
		if (bit == INA3221_SCAN_WORDS - 1)
			record->word[count++] = cpu_to_be16(scan->sum);
		else if (bit % 2)
			record->word[count++] = cpu_to_be16(scan->shunt[bit / 2]);
		else
			record->word[count++] = cpu_to_be16(scan->bus[bit / 2]);
	}
}

/* The scan has its time by a clock that IIO may not have been told to use. */
static s64 time_by_iio(struct iio_dev *indio_dev, u64 time_ns)
{
	return iio_get_time_ns(indio_dev) - (s64)(ktime_get_ns() - time_ns);
}

static irqreturn_t handle_trigger(int irq, void *data)
{
	struct iio_poll_func *poll = data;
	struct iio_dev *indio_dev = poll->indio_dev;
	struct ina3221_iio *iio = iio_priv(indio_dev);
	struct ina3221_capture *capture = &iio->capture;
	struct ina3221_scan scan;

	if (ina3221_scan_after(iio->chip, capture->had_ns, &scan)) {
		capture->dropped++;
	} else {
		capture->had_ns = scan.time_ns;
		capture->delivered++;
		fill_record(&capture->record, &scan, indio_dev->active_scan_mask);
		iio_push_to_buffers_with_timestamp(indio_dev, &capture->record,
						   time_by_iio(indio_dev, scan.time_ns));
	}
	iio_trigger_notify_done(indio_dev->trig);
	return IRQ_HANDLED;
}

/* Half a cycle: long enough to be no storm, short enough for the next one. */
static void pause_after_error(struct ina3221 *chip)
{
	u32 us = max_t(u32, ina3221_cycle_typ_us(READ_ONCE(chip->config)) / 2, PAUSE_MIN_US);

	usleep_range(us, us + us / 4);
}

/* Other settings make other cycles: between the last of these and the first of those is none. */
static void count_missed(struct ina3221_iio *iio, const struct ina3221_scan *before,
			 const struct ina3221_scan *scan)
{
	u64 cycles;

	if (iio->chip->single_shot || before->config != scan->config)
		return;
	cycles = ina3221_cycles_between(iio->chip, before->edge_ns, scan->edge_ns);
	if (cycles > 1)
		iio->capture.missed += cycles - 1;
}

/* Nothing is lost where nothing is measured. */
static void pause_after(struct ina3221_iio *iio, int error)
{
	if (error == -ENODATA) {
		usleep_range(LOOK_US, LOOK_US + LOOK_US / 4);
		return;
	}
	iio->capture.dropped++;
	pause_after_error(iio->chip);
}

static int pace(void *data)
{
	struct iio_trigger *trigger = data;
	struct iio_dev *indio_dev = iio_trigger_get_drvdata(trigger);
	struct ina3221_iio *iio = iio_priv(indio_dev);
	bool with_sum = test_bit(INA3221_SCAN_WORDS - 1, indio_dev->active_scan_mask);
	/* What was read for somebody else before this one began is not captured. */
	struct ina3221_scan before = {};
	struct ina3221_scan scan;
	int ret;

	set_freezable();
	sched_set_fifo(current);
	ina3221_begin_stream(iio->chip, with_sum);
	before.time_ns = ktime_get_ns();
	while (!kthread_freezable_should_stop(NULL)) {
		ret = ina3221_stream(iio->chip, with_sum, before.time_ns, &scan);
		if (ret) {
			pause_after(iio, ret);
			/* What was before that has nothing to do with what comes after. */
			if (ret == -ENODATA)
				before.config = 0;
			continue;
		}
		count_missed(iio, &before, &scan);
		before = scan;
		iio_trigger_poll_nested(trigger);
	}
	return 0;
}

static int set_trigger_state(struct iio_trigger *trigger, bool on)
{
	struct iio_dev *indio_dev = iio_trigger_get_drvdata(trigger);
	struct ina3221_iio *iio = iio_priv(indio_dev);
	struct ina3221_capture *capture = &iio->capture;

	if (!on) {
		kthread_stop(capture->pacer);
		capture->pacer = NULL;
		return 0;
	}
	capture->pacer = kthread_run(pace, trigger, "%s", trigger->name);
	return PTR_ERR_OR_ZERO(capture->pacer);
}

/*
 * For this device only, and so without a hold on the module: a device that holds
 * its own trigger would keep its driver from ever being unloaded.
 */
static const struct iio_trigger_ops trigger_ops = {
	.validate_device = iio_trigger_validate_own_device,
	.set_trigger_state = set_trigger_state,
};

int ina3221_setup_capture(struct iio_dev *indio_dev)
{
	struct ina3221_iio *iio = iio_priv(indio_dev);
	struct device *dev = &iio->chip->client->dev;
	struct iio_trigger *trigger;
	int ret;

	trigger =
		devm_iio_trigger_alloc(dev, "%s-dev%d", indio_dev->name, iio_device_id(indio_dev));
	if (!trigger)
		return -ENOMEM;
	trigger->ops = &trigger_ops;
	iio_trigger_set_drvdata(trigger, indio_dev);
	ret = devm_iio_trigger_register(dev, trigger);
	if (ret)
		return ret;
	/* Some kernels give it its owner when it is made, others when it is registered. */
	trigger->owner = NULL;
	iio->capture.trigger = trigger;
	indio_dev->trig = iio_trigger_get(trigger);
	return devm_iio_triggered_buffer_setup(dev, indio_dev, NULL, handle_trigger, NULL);
}
