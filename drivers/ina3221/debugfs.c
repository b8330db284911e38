// SPDX-License-Identifier: GPL-2.0-only
/*
 * INA3221 driver: registers and counters, in the debugfs folder of the IIO
 * device. Reading them has no effect on the chip: Mask/Enable is shown as it
 * was when the driver read it last.
 *
 * iio_info reads every file of that folder, so none of them asks the chip; the
 * registers are in a folder below.
 */
#include <linux/cleanup.h>
#include <linux/debugfs.h>
#include <linux/seq_file.h>

#include "drivers/ina3221/iio.h"

static bool exists(unsigned int reg)
{
	return reg <= INA3221_REG_PV_LOWER || reg == INA3221_REG_MANUFACTURER ||
	       reg == INA3221_REG_DIE;
}

static int read_register(struct ina3221 *chip, unsigned int reg, unsigned int *value)
{
	u16 word;
	int ret;

	if (reg == INA3221_REG_MASK_ENABLE) {
		*value = READ_ONCE(chip->alerts.flags);
		return 0;
	}
	ret = ina3221_bus_read(&chip->bus, reg, &word);
	*value = ret ? 0 : word;
	return ret;
}

static int read_awake(struct ina3221 *chip, unsigned int reg, unsigned int *value)
{
	CLASS(ina3221_settings, open)(chip);

	return open.err ?: read_register(chip, reg, value);
}

/*
 * One register by its number, read only. That is CONFIG until somebody chooses
 * another one, and so what iio_info asks for: it gets what the chip was told.
 */
int ina3221_debugfs_reg_access(struct iio_dev *indio_dev, unsigned int reg, unsigned int value,
			       unsigned int *read)
{
	struct ina3221 *chip = ina3221_of_iio(indio_dev);

	if (!read)
		return -EPERM;
	if (!exists(reg))
		return -EINVAL;
	if (reg == INA3221_REG_CONFIG) {
		guard(mutex)(&chip->settings.lock);
		*read = ina3221_running_config(chip);
		return 0;
	}
	return read_awake(chip, reg, read);
}

static int registers_show(struct seq_file *file, void *data)
{
	struct ina3221 *chip = ina3221_of_iio(file->private);
	unsigned int reg, word;
	int ret;

	CLASS(ina3221_settings, open)(chip);
	if (open.err)
		return open.err;
	for (reg = 0; reg <= INA3221_REG_DIE; reg++) {
		if (!exists(reg))
			continue;
		ret = read_register(chip, reg, &word);
		if (ret)
			return ret;
		seq_printf(file, "0x%02x 0x%04x\n", reg, word);
	}
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(registers);

static void show_scans(struct seq_file *file, struct ina3221 *chip)
{
	scoped_guard(mutex, &chip->sampler.lock)
	{
		seq_printf(file, "scans %llu\n", chip->sampler.scans);
		seq_printf(file, "failed %llu\n", chip->sampler.failed);
	}
	guard(mutex)(&chip->settings.lock);
	seq_printf(file, "reprogrammed %llu\n", chip->settings.reprogrammed);
}

static void show_alerts(struct seq_file *file, struct ina3221 *chip)
{
	const struct ina3221_alert_counts *counts = &chip->alerts.counts;

	guard(mutex)(&chip->alerts.lock);
	seq_printf(file, "mask_reads %llu\n", counts->reads);
	seq_printf(file, "alerts_served %llu\n", counts->fired);
	seq_printf(file, "conditions_begun %llu\n", counts->risen);
	seq_printf(file, "conditions_ended %llu\n", counts->fallen);
	seq_printf(file, "conditions_now 0x%04x\n", chip->alerts.events.active);
}

static int counters_show(struct seq_file *file, void *data)
{
	struct ina3221_iio *iio = iio_priv(file->private);

	show_scans(file, iio->chip);
	show_alerts(file, iio->chip);
	seq_printf(file, "captured %llu\n", iio->capture.delivered);
	seq_printf(file, "capture_dropped %llu\n", iio->capture.dropped);
	seq_printf(file, "capture_missed %llu\n", iio->capture.missed);
	seq_printf(file, "torn %llu\n", iio->capture.follow.torn);
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(counters);

void ina3221_setup_debugfs(struct iio_dev *indio_dev)
{
	struct dentry *folder = iio_get_debugfs_dentry(indio_dev);

	if (!folder)
		return;
	debugfs_create_file("registers", 0400, debugfs_create_dir("chip", folder), indio_dev,
			    &registers_fops);
	debugfs_create_file("counters", 0400, folder, indio_dev, &counters_fops);
}
