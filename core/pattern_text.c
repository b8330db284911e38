// SPDX-License-Identifier: GPL-2.0-only
/*
 * Pattern text, in and out. The text is read by hand because the number
 * readers at hand wrap, stop early or accept signs, and every one of these has
 * lost somebody a tuple.
 */
#include "core/pattern_text.h"

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

int pattern_text_parse(const char *text, size_t len, struct pattern_tuple *tuples, u32 room)
{
	struct cursor rest = { .next = text, .end = text + len };
	u32 count;

	for (count = 0; skip_blanks(&rest); count++) {
		struct pattern_tuple tuple;
		int err;

		if (count == PATTERN_TUPLES_MAX)
			return -EINVAL;
		err = read_number(&rest, &tuple.brightness);
		if (!err)
			err = read_number(&rest, &tuple.duration_ms);
		if (err)
			return err;
		if (tuples && count < room)
			tuples[count] = tuple;
	}
	return tuples && count > room ? -ENOSPC : (int)count;
}

int pattern_check(const struct pattern_tuple *tuples, u32 count, const struct pattern_rules *rules)
{
	bool lasts = false, changes = false;
	u32 i;

	if (count < rules->tuples_min || count > PATTERN_TUPLES_MAX)
		return -EINVAL;
	for (i = 0; i < count; i++) {
		if (tuples[i].brightness > rules->brightness_max)
			return -EINVAL;
		lasts |= tuples[i].duration_ms != 0;
		changes |= tuples[i].brightness != tuples[0].brightness;
	}
	return changes && !lasts && rules->changes_last ? -EINVAL : 0;
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
	/* The newline may be missing, a part of a tuple may not be there. */
	snprintf(buf + len, size - len, "%s", i && i == count ? "\n" : "");
	return strlen(buf);
}
