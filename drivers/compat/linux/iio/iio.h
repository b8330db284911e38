/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Up to v6.12 the state of an event was an int where it is a bool now, and up to
 * v5.12 the number of a device was a member of it.
 */
#ifndef RAILGLOW_COMPAT_LINUX_IIO_IIO_H
#define RAILGLOW_COMPAT_LINUX_IIO_IIO_H

#include_next <linux/iio/iio.h>

#ifdef RAILGLOW_IIO_EVENT_STATE_INT
#define iio_event_state int
#else
#define iio_event_state bool
#endif

#ifndef RAILGLOW_IIO_DEVICE_ID
#define iio_device_id(indio_dev) ((indio_dev)->id)
#endif

#endif
