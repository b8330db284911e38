/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Computes a * b / d without losing bits, on kernels and machines of any word size. The kernel's
 * mul_u64_u64_div_u64() leaves no remainder, which tells the side of a boundary that a moment is
 * on, and that of older kernels is exact on some machines only.
 */
#ifndef RAILGLOW_CORE_MUL_DIV_H
#define RAILGLOW_CORE_MUL_DIV_H

#include "core/port.h"

/** Bits of the first factor of mul_div(), three digits of the long division. */
#define MUL_DIV_FACTOR_BITS 33
/** Bits of the second factor and of the divisor of mul_div(). */
#define MUL_DIV_BITS 52
/** Bits of one digit: a remainder moved up by it still fits, with a carry. */
#define MUL_DIV_DIGIT_BITS (MUL_DIV_FACTOR_BITS / 3)

/**
 * mul_div() - multiply exactly, and divide
 * @a: first factor, below 2^33
 * @b: second factor, below 2^52
 * @d: divisor, 1 to 2^52 - 1
 * @remainder: set to the remainder of the division
 *
 * A product that fits 64 bits takes one division; one of up to 85 bits is divided as on paper, in
 * three digits of 11 bits. The quotient must fit 64 bits, which the limits of the arguments alone
 * do not ensure: the caller must.
 *
 * Return: the quotient, rounded down.
 */
static inline u64 mul_div(u64 a, u64 b, u64 d, u64 *remainder)
{
	u64 product, quotient = 0, left = 0;
	int shift;

	if (!check_mul_overflow(a, b, &product))
		return div64_u64_rem(product, d, remainder);

	for (shift = 2 * MUL_DIV_DIGIT_BITS; shift >= 0; shift -= MUL_DIV_DIGIT_BITS) {
		u64 digit = (a >> shift) & ((1U << MUL_DIV_DIGIT_BITS) - 1);

		product = (left << MUL_DIV_DIGIT_BITS) + digit * b;
		quotient <<= MUL_DIV_DIGIT_BITS;
		quotient += div64_u64_rem(product, d, &left);
	}
	*remainder = left;
	return quotient;
}

#endif /* RAILGLOW_CORE_MUL_DIV_H */
