/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Pattern text: "b1 d1 b2 d2 ..." with blanks between unsigned decimals.
 * Format and limits: spec "Text format"; errno values are the ABI's.
 */
#ifndef RAILGLOW_CORE_PATTERN_TEXT_H
#define RAILGLOW_CORE_PATTERN_TEXT_H

#include "core/pattern.h"

/**
 * struct pattern_text_rules - what a particular file accepts
 * @tuples_min: fewest tuples (2 for software patterns, 1 for hardware)
 * @tuples_max: most tuples
 * @brightness_max: largest brightness (U32_MAX: not checked)
 * @needs_duration: refuse a pattern whose durations add up to 0
 */
struct pattern_text_rules {
	u32 tuples_min;
	u32 tuples_max;
	u32 brightness_max;
	bool needs_duration;
};

/**
 * pattern_text_parse() - check a text and store its tuples
 * @text: the text, need not be terminated by a NUL
 * @len: its length in bytes
 * @rules: what is acceptable
 * @tuples: where the tuples go; may be NULL to only check and count
 * @room: number of tuples that fit
 *
 * Blanks are the six white-space characters of ASCII; nothing but them and
 * digits is accepted. Pure: parsing twice, first with @tuples NULL, tells how
 * much to allocate. What @tuples holds after an error is undefined.
 *
 * Return: number of tuples; 0 for a text of white space only, which clears
 * the pattern; -EINVAL for malformed text; -ENOSPC if more than @room.
 */
int __must_check pattern_text_parse(const char *text, size_t len,
				    const struct pattern_text_rules *rules,
				    struct pattern_tuple *tuples, u32 room);

/**
 * pattern_tuples_check() - the same rules for tuples that never were a text
 * @tuples: the tuples
 * @count: how many
 * @rules: what is acceptable
 *
 * Return: 0, or -EINVAL.
 */
int __must_check pattern_tuples_check(const struct pattern_tuple *tuples, u32 count,
				      const struct pattern_text_rules *rules);

/**
 * pattern_text_format() - write tuples as "b d b d ...\n"
 * @tuples: the tuples
 * @count: how many; 0 gives an empty text
 * @buf: where to write; always NUL-terminated if @size is not 0
 * @size: bytes in @buf
 *
 * Return: length of the whole text without NUL; if that is not less than
 * @size, the text in @buf was cut after a whole tuple. The newline alone is
 * left off if it is all that does not fit.
 */
size_t pattern_text_format(const struct pattern_tuple *tuples, u32 count, char *buf, size_t size);

#endif /* RAILGLOW_CORE_PATTERN_TEXT_H */
