/* SPDX-License-Identifier: GPL-2.0-only */
/* Words of a scan, as IIO's scan_elements describe them. */
#ifndef RAILGLOW_TOOLS_RECORDING_CAPTURE_WORD_H
#define RAILGLOW_TOOLS_RECORDING_CAPTURE_WORD_H

#include <stdbool.h>

#include "core/port.h"

/**
 * struct capture_format - "[be|le]:[s|u]bits/storagebits>>shift"
 * @bytes: of storage, 1 to 8
 * @bits: that count, 1 to 64
 * @shift: bits below them
 * @is_signed: two's complement
 * @is_be: the high byte comes first
 */
struct capture_format {
	u32 bytes;
	u32 bits;
	u32 shift;
	bool is_signed;
	bool is_be;
};

/** capture_word() - the value of the word that starts at @at. */
static inline s64 capture_word(const u8 *at, const struct capture_format *format)
{
	u32 unused = 64 - format->bits;
	u64 word = 0;

	for (u32 i = 0; i < format->bytes; i++)
		word = word << 8 | at[format->is_be ? i : format->bytes - 1 - i];
	word = word >> format->shift << unused;
	return format->is_signed ? (s64)word >> unused : (s64)(word >> unused);
}

#endif /* RAILGLOW_TOOLS_RECORDING_CAPTURE_WORD_H */
