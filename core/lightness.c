// SPDX-License-Identifier: GPL-2.0-only
/*
 * CIE 1931 lightness in fixed point: f in units of 2^-31, luminance in units
 * of 2^-32. The curve is computed one way only, from f to luminance, where it
 * is a cube; the other way bisects it, so that the two always agree. Ramps
 * use it in waveform.c.
 */
#include "core/lightness.h"

/* Joint of the straight dark part and the cube, f = 6/29. */
#define LIGHTNESS_JOINT ((u32)(6ULL * LIGHTNESS_WHITE / 29))

/*
 * Computes Y = 3 (6/29)^2 (f - 4/29) = (f - 4/29) 108/841 in the dark part, times 2 for the finer
 * unit. The cube beyond it is no less, so that rounding cannot make the joint a dip.
 */
static u64 luminance_of(u32 lightness)
{
	u32 dark_part = min(lightness, LIGHTNESS_JOINT) - LIGHTNESS_BLACK;
	u64 dark = div_u64((u64)dark_part * (2 * 108), 841);
	u64 square = ((u64)lightness * lightness) >> 30;

	return lightness <= LIGHTNESS_JOINT ? dark : max((square * lightness) >> 31, dark);
}

u32 lightness_of_halves(u64 halves, u32 level_max)
{
	u32 low = LIGHTNESS_BLACK;
	u32 high = LIGHTNESS_WHITE;

	while (low < high) {
		u32 middle = low + (high - low) / 2;

		if (luminance_of(middle) * level_max < halves << 31)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

u32 lightness_to_level(u32 lightness, u32 level_max)
{
	return (luminance_of(lightness) * level_max + BIT(31)) >> 32;
}
