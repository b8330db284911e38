/* SPDX-License-Identifier: GPL-2.0-only */
/* Up to v6.12 the state of an event was an int where it is a bool now. */
#ifndef RAILGLOW_COMPAT_LINUX_IIO_IIO_H
#define RAILGLOW_COMPAT_LINUX_IIO_IIO_H

#ifdef RAILGLOW_IIO_READ_LABEL
#include_next <linux/iio/iio.h>
#else
/* Up to v5.10 no channel had a label: it becomes a member that such a kernel never reads. */
#define hwfifo_flush_to_buffer                                                                     \
	hwfifo_flush_to_buffer)(struct iio_dev *indio_dev, unsigned int count);                    \
	int (*read_label)(struct iio_dev *const dev, const struct iio_chan_spec *chan, char *s);   \
	int (*railglow_no_member
#include_next <linux/iio/iio.h>
#undef hwfifo_flush_to_buffer
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
