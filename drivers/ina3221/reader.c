// SPDX-License-Identifier: GPL-2.0-only
/*
 * INA3221 driver: a thread that reads for those who ask.
 *
 * After its pass the chip stands still until the words were read, blind to all that its limits are
 * for. Programs that read files may get a processor late, and often do on a machine that is busy:
 * that would be so long that alarms come and go unseen.
 */
#include <linux/completion.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/kthread.h>
#include <linux/sched.h>

#include "drivers/ina3221/ina3221.h"

/**
 * struct errand - something to be read
 * @work: for the thread
 * @chip: of which
 * @read: what is to be done
 * @data: for @read
 * @ret: what came of it
 * @done: it was done
 */
struct errand {
	struct kthread_work work;
	struct ina3221 *chip;
	int (*read)(struct ina3221 *chip, void *data);
	void *data;
	int ret;
	struct completion done;
};

static void run_errand(struct kthread_work *work)
{
	struct errand *errand = container_of(work, struct errand, work);

	errand->ret = errand->read(errand->chip, errand->data);
	complete(&errand->done);
}

int ina3221_let_read(struct ina3221 *chip, int (*read)(struct ina3221 *, void *), void *data)
{
	struct errand errand = { .chip = chip, .read = read, .data = data };

	kthread_init_work(&errand.work, run_errand);
	init_completion(&errand.done);
	kthread_queue_work(chip->sampler.reader, &errand.work);
	if (!wait_for_completion_interruptible(&errand.done))
		return errand.ret;
	kthread_cancel_work_sync(&errand.work);
	return -ERESTARTSYS;
}

static void stop_reader(void *data)
{
	kthread_destroy_worker(data);
}

int ina3221_start_reader(struct ina3221 *chip)
{
	struct device *dev = ina3221_dev(chip);
	struct kthread_worker *reader = kthread_run_worker(0, "ina3221-%s", dev_name(dev));

	if (IS_ERR(reader))
		return PTR_ERR(reader);
	sched_set_fifo(reader->task);
	chip->sampler.reader = reader;
	return devm_add_action_or_reset(dev, stop_reader, reader);
}
