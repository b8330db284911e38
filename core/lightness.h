/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * CIE 1931 lightness of LED levels, in fixed point.
 *
 * The standard (CIE 15, "1976 lightness") takes relative luminance Y from 0 to
 * 1 to lightness L* from 0 to 100:
 *
 *	L* = 116 f - 16,  f = cbrt(Y)            for Y > (6/29)^3
 *	                  f = Y (29/6)^2/3 + 4/29  below
 *
 * L* and f differ by scale and offset only, so equal steps of f are equal
 * steps of L*. Everything here works on f, in units of 2^-31.
 */
#ifndef RAILGLOW_CORE_LIGHTNESS_H
#define RAILGLOW_CORE_LIGHTNESS_H

#include "core/port.h"

/** f of full luminance, 1. */
#define LIGHTNESS_WHITE ((u32)BIT(31))
/** f of no luminance, 4/29. */
#define LIGHTNESS_BLACK ((u32)(4ULL * LIGHTNESS_WHITE / 29))

/**
 * lightness_of_halves() - compute the lightness of a level, or between two levels
 * @halves: twice the level, 0 to 2 * @level_max; rounding goes from one level to the next at odd
 *	numbers
 * @level_max: the brightest level, at least 1, taken as luminance 1
 *
 * Return: LIGHTNESS_BLACK to LIGHTNESS_WHITE, the smallest lightness whose luminance is not below
 * that of the level. Never decreases as @halves grows.
 */
u32 lightness_of_halves(u64 halves, u32 level_max);

/**
 * lightness_to_level() - compute the level of a lightness
 * @lightness: LIGHTNESS_BLACK to LIGHTNESS_WHITE
 * @level_max: the brightest level, at least 1
 *
 * The level is off from the real-valued curve by at most 2^-29 of @level_max before it is rounded.
 * The lightness of twice a level by lightness_of_halves() comes back to that level for every
 * @level_max below 2^28. Never decreases as @lightness grows.
 *
 * Return: 0 to @level_max, rounded to the nearest integer (halves up).
 */
u32 lightness_to_level(u32 lightness, u32 level_max);

#endif /* RAILGLOW_CORE_LIGHTNESS_H */
