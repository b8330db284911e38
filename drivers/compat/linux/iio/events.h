/* SPDX-License-Identifier: GPL-2.0-only */
/* Before v6.13 there was no short form for events of differential channels. */
#ifndef RAILGLOW_COMPAT_LINUX_IIO_EVENTS_H
#define RAILGLOW_COMPAT_LINUX_IIO_EVENTS_H

#include_next <linux/iio/events.h>

#ifndef IIO_DIFF_EVENT_CODE
#define IIO_DIFF_EVENT_CODE(chan_type, chan1, chan2, type, direction)                              \
	IIO_EVENT_CODE(chan_type, 1, 0, direction, type, 0, chan1, chan2)
#endif

#endif
