/* SPDX-License-Identifier: GPL-2.0-only */
/* INA3221 driver: what the files of the measuring interface share. */
#ifndef RAILGLOW_DRIVERS_INA3221_IIO_H
#define RAILGLOW_DRIVERS_INA3221_IIO_H

#include <linux/iio/iio.h>

#include "core/ina3221_regs.h"
#include "core/ina3221_timing.h"
#include "drivers/ina3221/capture.h"
#include "drivers/ina3221/ina3221.h"

#define MICRO_PER_UNIT 1000000

/**
 * struct ina3221_iio - private data of the IIO device
 * @chip: the chip, which outlives the device's registration
 * @integration_times: s and us of each conversion time
 * @ratios: each averaging divisor
 * @capture: the buffer
 */
struct ina3221_iio {
	struct ina3221 *chip;
	int integration_times[INA3221_CT_STEPS][2];
	int ratios[INA3221_AVG_STEPS];
	struct ina3221_capture capture;
};

static inline struct ina3221 *ina3221_of_iio(struct iio_dev *indio_dev)
{
	struct ina3221_iio *iio = iio_priv(indio_dev);

	return iio->chip;
}

/** ina3221_integration_us() - time of a shunt or a bus conversion. */
u32 ina3221_integration_us(u16 config, bool shunt);

/** ina3221_write_integration_time() - of all shunt or all bus conversions. */
int __must_check ina3221_write_integration_time(struct ina3221 *chip, bool shunt, int val,
						int micro);

/* posted_names.c */
extern const struct iio_chan_spec ina3221_posted_channels[INA3221_CHANNELS];

/* iio.c */
int __must_check ina3221_register_iio(struct ina3221 *chip);

/** ina3221_setup_debugfs() - registers and counters; debugfs.c. */
void ina3221_setup_debugfs(struct ina3221_iio *iio);

#endif /* RAILGLOW_DRIVERS_INA3221_IIO_H */
