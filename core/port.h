/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The one file that tells kernel from host.
 *
 * core/ and model/ use the kernel's integer types and a handful of its helpers; this file provides
 * the same names on the host. Nothing here allocates, sleeps, or uses floating point.
 */
#ifndef RAILGLOW_CORE_PORT_H
#define RAILGLOW_CORE_PORT_H

#ifdef __KERNEL__

#include <linux/bitfield.h>
#include <linux/bitops.h>
#include <linux/bits.h>
#include <linux/build_bug.h>
#include <linux/compiler.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/limits.h>
#include <linux/math64.h>
#include <linux/minmax.h>
#include <linux/overflow.h>
#include <linux/string.h>
#include <linux/types.h>

#else

#include <assert.h>
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;
typedef int8_t s8;
typedef int16_t s16;
typedef int32_t s32;
typedef int64_t s64;

#define U32_MAX UINT32_MAX
#define U64_MAX UINT64_MAX
#define S32_MAX INT32_MAX
#define S32_MIN INT32_MIN
#define S64_MAX INT64_MAX
#define S64_MIN INT64_MIN

#define __must_check __attribute__((warn_unused_result))
/* Argument @a is a printf() format, and those from @b on are its values. */
#define __printf(a, b) __attribute__((__format__(printf, a, b)))
#define hweight16(w) ((unsigned int)__builtin_popcount(w))
#define S16_MIN INT16_MIN
#define S16_MAX INT16_MAX
#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

#define BIT(n) (1UL << (n))
#define GENMASK(h, l) ((~0UL << (l)) & (~0UL >> (sizeof(long) * CHAR_BIT - 1 - (h))))
#define FIELD_GET(mask, reg) (((reg) & (mask)) >> __builtin_ctzl(mask))
#define FIELD_PREP(mask, val) (((unsigned long)(val) << __builtin_ctzl(mask)) & (mask))

#define min(a, b) ((a) < (b) ? (a) : (b))
#define max(a, b) ((a) > (b) ? (a) : (b))
#define min_t(type, a, b) min((type)(a), (type)(b))
#define max_t(type, a, b) max((type)(a), (type)(b))
#define clamp(v, lo, hi) min(max(v, lo), hi)
#define clamp_t(type, v, lo, hi) clamp((type)(v), (type)(lo), (type)(hi))

/* Returns true if the product does not fit; the stored value is meaningless then. */
#define check_mul_overflow(a, b, product) __builtin_mul_overflow(a, b, product)

static inline u64 div_u64_rem(u64 dividend, u32 divisor, u32 *remainder)
{
	*remainder = dividend % divisor;
	return dividend / divisor;
}

static inline u64 div_u64(u64 dividend, u32 divisor)
{
	return dividend / divisor;
}

static inline s64 div_s64(s64 dividend, s32 divisor)
{
	return dividend / divisor;
}

static inline u64 div64_u64(u64 dividend, u64 divisor)
{
	return dividend / divisor;
}

static inline u64 div64_u64_rem(u64 dividend, u64 divisor, u64 *remainder)
{
	*remainder = dividend % divisor;
	return dividend / divisor;
}

static inline s64 div64_s64(s64 dividend, s64 divisor)
{
	return dividend / divisor;
}

#endif /* __KERNEL__ */

/* Units that kernel and host share; the kernel's own are of type long. */
#define RG_NS_PER_US 1000ULL
#define RG_NS_PER_MS 1000000ULL
#define RG_NS_PER_S 1000000000ULL

#endif /* RAILGLOW_CORE_PORT_H */
