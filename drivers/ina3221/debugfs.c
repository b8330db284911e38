// SPDX-License-Identifier: GPL-2.0-only
/*
 * INA3221 driver: files registers and counters in the debugfs folder of the I2C client. Reading
 * them has no effect on the chip: Mask/Enable is shown as it was when the driver read it last. Each
 * owner (sampler, settings, alerts, capture, core/ina3221_follow.c) counts its own.
 */
#include <linux/cleanup.h>
#include <linux/compiler.h>
#include <linux/debugfs.h>
#include <linux/i2c.h>
#include <linux/seq_file.h>

#include "core/ina3221_regs.h"
#include "drivers/ina3221/iio.h"
#include "drivers/ina3221/ina3221.h"

/* A client has a folder of its own, unless a compat header names another one. */
#ifndef i2c_client_debugfs
#define i2c_client_debugfs(client) ((client)->debugfs)
#endif

static int registers_show(struct seq_file *file, void *data)
{
	struct ina3221_iio *iio = file->private;
	unsigned int reg;
	int ret = 0;
	u16 word;

	CLASS(ina3221_settings, open)(iio->chip);
	if (open.err)
		return open.err;
	for (reg = 0; reg <= INA3221_REG_DIE; reg++) {
		if (reg == INA3221_REG_PV_LOWER + 1)
			reg = INA3221_REG_MANUFACTURER;
		word = READ_ONCE(iio->chip->alerts.flags);
		if (reg != INA3221_REG_MASK_ENABLE)
			ret = ina3221_bus_read(&iio->chip->bus, reg, &word);
		if (ret)
			return ret;
		seq_printf(file, "0x%02x 0x%04x\n", reg, word);
	}
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(registers);

/* Each counter is as it is now: they are not of one moment, and need no lock. */
static int counters_show(struct seq_file *file, void *data)
{
	struct ina3221_iio *iio = file->private;
	const struct ina3221_alert_counts *counts = &iio->chip->alerts.counts;

	seq_printf(file, "scans %llu\n", iio->chip->sampler.scans);
	seq_printf(file, "failed %llu\n", iio->chip->sampler.failed);
	seq_printf(file, "reprogrammed %llu\n", iio->chip->settings.reprogrammed);
	seq_printf(file, "mask_reads %llu\n", counts->reads);
	seq_printf(file, "alerts_served %llu\n", counts->fired);
	seq_printf(file, "conditions_begun %llu\n", counts->risen);
	seq_printf(file, "conditions_ended %llu\n", counts->fallen);
	seq_printf(file, "conditions_now 0x%04x\n", iio->chip->alerts.events.active);
	seq_printf(file, "captured %llu\n", iio->capture.delivered);
	seq_printf(file, "capture_dropped %llu\n", iio->capture.dropped);
	seq_printf(file, "capture_missed %llu\n", iio->capture.missed);
	seq_printf(file, "torn %llu\n", iio->capture.follow.torn);
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(counters);

/* Summation is shown as the in-tree driver shows it. All files go with the folder. */
void ina3221_setup_debugfs(struct ina3221_iio *iio)
{
	struct dentry *folder = i2c_client_debugfs(iio->chip->bus.client);
	struct ina3221_rail *rail = iio->chip->settings.rail;

	debugfs_create_file("registers", 0400, folder, iio, &registers_fops);
	debugfs_create_file("counters", 0400, folder, iio, &counters_fops);
	debugfs_create_bool("in0_summation_disable", 0400, folder, &rail[0].summation_disable);
	debugfs_create_bool("in1_summation_disable", 0400, folder, &rail[1].summation_disable);
	debugfs_create_bool("in2_summation_disable", 0400, folder, &rail[2].summation_disable);
}
