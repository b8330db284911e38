/* SPDX-License-Identifier: GPL-2.0-only */
/* Up to v6.11 this header was asm/unaligned.h. */
#ifndef RAILGLOW_COMPAT_LINUX_UNALIGNED_H
#define RAILGLOW_COMPAT_LINUX_UNALIGNED_H

#ifdef RAILGLOW_LINUX_UNALIGNED
#include_next <linux/unaligned.h>
#else
#include <asm/unaligned.h>
#endif

#endif
