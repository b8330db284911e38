// SPDX-License-Identifier: GPL-2.0-only
/*
 * Pattern text, in and out. The text is read by hand because the number
 * readers at hand wrap, stop early or accept signs, and every one of these has
 * lost somebody a tuple.
 */
#include "core/pattern_text.h"

/** Digits of the largest 32-bit number. */
#define U32_DIGITS 10

/**
 * struct cursor - the rest of a text
 * @next: first character not yet read
 * @end: one past the last character
 */
struct cursor {
	const char *next;
	const char *end;
};

/* Own definition: the kernel's isspace() takes Latin-1's 0xa0 for one. */
static bool is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* True if there is something after the blanks. */
static bool skip_blanks(struct cursor *text)
{
	while (text->next < text->end && is_blank(*text->next))
		text->next++;
	return text->next < text->end;
}

/* A number ends at a blank or at the end of the text, nowhere else. */
static int read_number(struct cursor *text, u32 *number)
{
	u64 value = 0;

	if (!skip_blanks(text))
		return -EINVAL;
	while (text->next < text->end && is_digit(*text->next)) {
		value = value * 10 + (u32)(*text->next++ - '0');
		if (value > U32_MAX)
			return -EINVAL;
	}
	/* Without a digit this is neither a blank nor the end. */
	if (text->next < text->end && !is_blank(*text->next))
		return -EINVAL;
	*number = value;
	return 0;
}

static bool tuple_fits(const struct pattern_text_rules *rules, const struct pattern_tuple *tuple)
{
	return tuple->brightness <= rules->brightness_max;
}

static bool whole_fits(const struct pattern_text_rules *rules, u32 count, bool lasts)
{
	return count >= rules->tuples_min && count <= rules->tuples_max &&
	       (lasts || !rules->needs_duration);
}

static int read_tuple(struct cursor *text, const struct pattern_text_rules *rules,
		      struct pattern_tuple *tuple)
{
	int err;

	err = read_number(text, &tuple->brightness);
	if (err)
		return err;
	if (!tuple_fits(rules, tuple))
		return -EINVAL;
	return read_number(text, &tuple->duration_ms);
}

int pattern_text_parse(const char *text, size_t len, const struct pattern_text_rules *rules,
		       struct pattern_tuple *tuples, u32 room)
{
	struct cursor rest = { .next = text, .end = text + len };
	bool lasts = false;
	u32 count = 0;

	for (; skip_blanks(&rest); count++) {
		struct pattern_tuple tuple;
		int err;

		if (count == rules->tuples_max)
			return -EINVAL;
		err = read_tuple(&rest, rules, &tuple);
		if (err)
			return err;
		lasts |= tuple.duration_ms != 0;
		if (tuples && count < room)
			tuples[count] = tuple;
	}

	if (!count)
		return 0;
	if (!whole_fits(rules, count, lasts))
		return -EINVAL;
	if (tuples && count > room)
		return -ENOSPC;
	return count;
}

int pattern_tuples_check(const struct pattern_tuple *tuples, u32 count,
			 const struct pattern_text_rules *rules)
{
	bool lasts = false;
	u32 i;

	for (i = 0; i < count; i++) {
		if (!tuple_fits(rules, &tuples[i]))
			return -EINVAL;
		lasts |= tuples[i].duration_ms != 0;
	}
	return whole_fits(rules, count, lasts) ? 0 : -EINVAL;
}

/* Digits of @number and @last, written from @out on; returns how many bytes. */
static size_t write_number(u32 number, char last, char *out)
{
	char digits[U32_DIGITS];
	size_t count = 0;
	size_t i;

	do {
		digits[count++] = '0' + number % 10;
		number /= 10;
	} while (number);

	for (i = 0; i < count; i++)
		out[i] = digits[count - 1 - i];
	out[count] = last;
	return count + 1;
}

size_t pattern_text_format(const struct pattern_tuple *tuples, u32 count, char *buf, size_t size)
{
	size_t len = 0;
	size_t kept = 0;
	u32 i;

	for (i = 0; i < count; i++) {
		char text[2 * (U32_DIGITS + 1)];
		char last = i + 1 < count ? ' ' : '\n';
		size_t used = write_number(tuples[i].brightness, ' ', text);

		used += write_number(tuples[i].duration_ms, last, text + used);
		/* What follows the tuple may be missing, the tuple may not. */
		if (len + used <= size) {
			memcpy(buf + len, text, used);
			kept = len + used;
		}
		len += used;
	}
	if (size)
		buf[len < size ? len : kept - (kept > 0)] = '\0';
	return len;
}
