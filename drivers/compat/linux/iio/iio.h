/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Up to v6.12 the state of an event was an int where it is a bool now.
 */
#ifndef RAILGLOW_COMPAT_LINUX_IIO_IIO_H
#define RAILGLOW_COMPAT_LINUX_IIO_IIO_H

#include_next <linux/iio/iio.h>

#ifdef RAILGLOW_IIO_EVENT_STATE_INT
#define iio_event_state int
#else
#define iio_event_state bool
#endif

#endif
