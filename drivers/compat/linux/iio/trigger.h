/* SPDX-License-Identifier: GPL-2.0-only */
/* Up to v6.4 the poll that runs handlers in the caller's thread had another name. */
#ifndef RAILGLOW_COMPAT_LINUX_IIO_TRIGGER_H
#define RAILGLOW_COMPAT_LINUX_IIO_TRIGGER_H

#include_next <linux/iio/trigger.h>

#ifdef RAILGLOW_IIO_POLL_CHAINED
#define iio_trigger_poll_nested iio_trigger_poll_chained
#endif

/* Up to v5.11 a trigger had no parent. */
#ifndef RAILGLOW_IIO_TRIGGER_PARENT
#define iio_trigger_alloc(parent, format...) ((void)(parent), iio_trigger_alloc(format))
#endif

#endif
