// SPDX-License-Identifier: GPL-2.0-only
/*
 * Pattern text to tuples and back. Tuples that cannot be played, as those with too high a level,
 * are refused in waveform.c; text that is too long, and blanks that end a pattern, are
 * drivers/ledtrig-pattern/trigger.c's.
 *
 * Numbers are read here because the readers of the kernel and the C library wrap, stop early or
 * accept signs, and each of these has caused lost tuples.
 */
#include "core/pattern_text.h"

/* Is it a blank? The kernel's isspace() takes Latin-1's 0xa0 for one, too. */
static bool is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Reads a number, which must end at a blank or at the end of the text; returns its length. */
static ssize_t read_number(const char *text, size_t len, u32 *number)
{
	u64 value = 0;
	size_t i;

	for (i = 0; i < len && !is_blank(text[i]); i++) {
		if (text[i] < '0' || text[i] > '9')
			return -EINVAL;
		value = value * 10 + (u32)(text[i] - '0');
		if (value > U32_MAX)
			return -EINVAL;
	}
	*number = value;
	return i;
}

int pattern_text_parse(const char *text, size_t len, struct pattern_tuple *tuples, u32 room)
{
	struct pattern_tuple tuple = { 0 };
	u32 numbers = 0;
	size_t at = 0;

	while (at < len) {
		u32 *number = numbers % 2 ? &tuple.duration_ms : &tuple.brightness;
		ssize_t digits;

		if (is_blank(text[at])) {
			at++;
			continue;
		}
		digits = read_number(text + at, len - at, number);
		if (digits < 0 || numbers == 2 * PATTERN_TUPLES_MAX)
			return -EINVAL;
		at += digits;
		if (numbers++ % 2 && numbers / 2 <= room)
			tuples[numbers / 2 - 1] = tuple;
	}
	if (numbers % 2)
		return -EINVAL;
	return tuples && numbers / 2 > room ? -ENOSPC : (int)(numbers / 2);
}

size_t pattern_text_format(const struct pattern_tuple *tuples, u32 count, char *buf, size_t size)
{
	size_t len = 0;
	u32 i;

	for (i = 0; i < count; i++) {
		size_t more = (size_t)snprintf(buf + len, size - len, "%s%u %u", i ? " " : "",
					       tuples[i].brightness, tuples[i].duration_ms);

		if (more >= size - len)
			break;
		len += more;
	}
	/* A newline may be missing, but no tuple may be cut. */
	snprintf(buf + len, size - len, "%s", i && i == count ? "\n" : "");
	return strlen(buf);
}
