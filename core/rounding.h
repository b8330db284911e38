/* SPDX-License-Identifier: GPL-2.0-only */
/* Signed division to the nearest integer. */
#ifndef RAILGLOW_CORE_ROUNDING_H
#define RAILGLOW_CORE_ROUNDING_H

#include "core/port.h"

/**
 * div_nearest() - divide and round to nearest, halves away from 0
 * @dividend: magnitude at most S64_MAX - @divisor / 2
 * @divisor: at least 1
 */
static inline s64 div_nearest(s64 dividend, s64 divisor)
{
	s64 half = (s64)((u64)divisor >> 1);

	return div64_s64(dividend < 0 ? dividend - half : dividend + half, divisor);
}

#endif /* RAILGLOW_CORE_ROUNDING_H */
