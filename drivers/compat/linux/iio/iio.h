/* SPDX-License-Identifier: GPL-2.0-only */
/* Up to v6.12 the state of an event was an int where it is a bool now. */
#ifndef RAILGLOW_COMPAT_LINUX_IIO_IIO_H
#define RAILGLOW_COMPAT_LINUX_IIO_IIO_H

#ifdef RAILGLOW_IIO_READ_LABEL
#include_next <linux/iio/iio.h>
#else
/* Up to v5.10 no channel had a label: a member behind those of then, and a file of each. */
#define hwfifo_flush_to_buffer                                                                     \
	hwfifo_flush_to_buffer)(struct iio_dev *indio_dev, unsigned int count);                    \
	int (*read_label)(struct iio_dev *const dev, const struct iio_chan_spec *chan, char *s);   \
	int (*railglow_no_member
#include_next <linux/iio/iio.h>
#undef hwfifo_flush_to_buffer

static inline ssize_t railglow_show_label(struct iio_dev *indio_dev, uintptr_t private,
					  const struct iio_chan_spec *chan, char *label)
{
	return indio_dev->info->read_label(indio_dev, chan, label);
}

/* Each channel with a file of its label, and the one that it may have of its own. */
static inline int railglow_register(struct device *dev, struct iio_dev *indio_dev)
{
	size_t n = indio_dev->num_channels;
	struct iio_chan_spec *chan =
		devm_kmemdup(dev, indio_dev->channels, n * sizeof(*chan), GFP_KERNEL);
	struct iio_chan_spec_ext_info *file = devm_kcalloc(dev, 3 * n, sizeof(*file), GFP_KERNEL);

	if (!chan || !file)
		return -ENOMEM;
	for (indio_dev->channels = chan; n--; chan++, file += 3) {
		file[0] = (typeof(*file)){ .name = "label", .read = railglow_show_label };
		if (chan->ext_info)
			file[1] = chan->ext_info[0];
		chan->ext_info = file;
	}
	return devm_iio_device_register(dev, indio_dev);
}

#undef devm_iio_device_register
#define devm_iio_device_register railglow_register
#endif

#ifdef RAILGLOW_IIO_EVENT_STATE_INT
#define iio_event_state int
#else
#define iio_event_state bool
#endif

/* Up to v5.12 the number of a device was a member of it. */
#ifndef RAILGLOW_IIO_DEVICE_ID
#define iio_device_id(indio_dev) ((indio_dev)->id)
#endif

#endif
