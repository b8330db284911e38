// SPDX-License-Identifier: GPL-2.0-only
/*
 * INA3221 driver: registers and counters, in the debugfs folder of the IIO
 * device. Reading them has no effect on the chip: Mask/Enable is shown as it
 * was when the driver read it last.
 */
#include <linux/cleanup.h>
#include <linux/debugfs.h>
#include <linux/seq_file.h>

#include "drivers/ina3221/iio.h"

/* For iio_info: a register by its number, read only. */
int ina3221_debugfs_reg_access(struct iio_dev *indio_dev, unsigned int reg, unsigned int value,
			       unsigned int *read)
{
	struct ina3221 *chip = ina3221_of_iio(indio_dev);
	u16 word;
	int ret;

	if (!read)
		return -EPERM;
	if (reg > INA3221_REG_PV_LOWER && reg != INA3221_REG_MANUFACTURER && reg != INA3221_REG_DIE)
		return -EINVAL;
	if (reg == INA3221_REG_MASK_ENABLE) {
		*read = READ_ONCE(chip->flags);
		return 0;
	}
	ret = ina3221_read(chip, reg, &word);
	*read = ret ? 0 : word;
	return ret;
}

static int registers_show(struct seq_file *file, void *data)
{
	struct iio_dev *indio_dev = file->private;
	unsigned int reg, word;
	int ret;

	for (reg = 0; reg <= INA3221_REG_DIE; reg++) {
		if (reg > INA3221_REG_PV_LOWER && reg < INA3221_REG_MANUFACTURER)
			continue;
		ret = ina3221_debugfs_reg_access(indio_dev, reg, 0, &word);
		if (ret)
			return ret;
		seq_printf(file, "0x%02x 0x%04x\n", reg, word);
	}
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(registers);

static void show_scans(struct seq_file *file, struct ina3221 *chip)
{
	guard(mutex)(&chip->lock);
	seq_printf(file, "scans %llu\n", chip->errors.scans);
	seq_printf(file, "over_range %llu\n", chip->errors.over_range);
	seq_printf(file, "torn %llu\n", chip->errors.torn);
	seq_printf(file, "failed %llu\n", chip->errors.failed);
	seq_printf(file, "reprogrammed %llu\n", chip->errors.reprogrammed);
}

static void show_alerts(struct seq_file *file, struct ina3221 *chip)
{
	guard(mutex)(&chip->flags_lock);
	seq_printf(file, "mask_reads %llu\n", chip->alerts.reads);
	seq_printf(file, "alerts_served %llu\n", chip->alerts.fired);
	seq_printf(file, "conditions_begun %llu\n", chip->alerts.risen);
	seq_printf(file, "conditions_ended %llu\n", chip->alerts.fallen);
	seq_printf(file, "conditions_now 0x%04x\n", chip->events.active);
}

static int counters_show(struct seq_file *file, void *data)
{
	struct ina3221_iio *iio = iio_priv(file->private);

	show_scans(file, iio->chip);
	show_alerts(file, iio->chip);
	seq_printf(file, "captured %llu\n", iio->capture.delivered);
	seq_printf(file, "capture_dropped %llu\n", iio->capture.dropped);
	seq_printf(file, "capture_missed %llu\n", iio->capture.missed);
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(counters);

void ina3221_setup_debugfs(struct iio_dev *indio_dev)
{
	struct dentry *folder = iio_get_debugfs_dentry(indio_dev);

	if (!folder)
		return;
	debugfs_create_file("registers", 0400, folder, indio_dev, &registers_fops);
	debugfs_create_file("counters", 0400, folder, indio_dev, &counters_fops);
}
