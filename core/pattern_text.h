/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Pattern text: "b1 d1 b2 d2 ..." with blanks between unsigned decimals.
 * docs/abi/sysfs-class-led-trigger-pattern has format, limits and errno values.
 */
#ifndef RAILGLOW_CORE_PATTERN_TEXT_H
#define RAILGLOW_CORE_PATTERN_TEXT_H

#include "core/pattern.h"

/**
 * pattern_text_parse() - read the tuples of a text
 * @text: the text, need not be terminated by a NUL
 * @len: its length in bytes
 * @tuples: filled in; NULL to only count
 * @room: number of tuples that fit; 0 if @tuples is NULL
 *
 * Blanks are the six white-space characters of ASCII; only they and digits are accepted. Pure:
 * parsing twice, first with @tuples NULL, tells how much to allocate. After an error the contents
 * of @tuples are undefined.
 *
 * Return: number of tuples, at most PATTERN_TUPLES_MAX; 0 for a text of white space only, which
 * clears the pattern; -EINVAL for malformed text; -ENOSPC if more than @room.
 */
int __must_check pattern_text_parse(const char *text, size_t len, struct pattern_tuple *tuples,
				    u32 room);

/**
 * pattern_text_format() - write tuples as "b d b d ...\n"
 * @tuples: the tuples
 * @count: number of tuples; 0 gives an empty text
 * @buf: filled in, and always terminated by a NUL
 * @size: bytes in @buf, at least 1
 *
 * A text that does not fit is cut after a whole tuple, without a newline.
 *
 * Return: length of the text, without NUL.
 */
size_t pattern_text_format(const struct pattern_tuple *tuples, u32 count, char *buf, size_t size);

#endif /* RAILGLOW_CORE_PATTERN_TEXT_H */
