// SPDX-License-Identifier: GPL-2.0-only
/*
 * International Morse code (ITU-R M.1677-1): a dash is three dots long, marks of
 * a sign are one dot apart, signs three, words seven.
 */
#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/pattern.h"
#include "core/port.h"
#include "tools/led/pattern.h"
#include "tools/led/pattern_source.h"

#define DASH_UNITS 3
#define SIGN_GAP_UNITS 3
#define WORD_GAP_UNITS 7

struct morse_sign {
	char sign;
	const char *marks;
};

static const struct morse_sign signs[] = {
	{ 'a', ".-" },	   { 'b', "-..." },   { 'c', "-.-." },	 { 'd', "-.." },
	{ 'e', "." },	   { 'f', "..-." },   { 'g', "--." },	 { 'h', "...." },
	{ 'i', ".." },	   { 'j', ".---" },   { 'k', "-.-" },	 { 'l', ".-.." },
	{ 'm', "--" },	   { 'n', "-." },     { 'o', "---" },	 { 'p', ".--." },
	{ 'q', "--.-" },   { 'r', ".-." },    { 's', "..." },	 { 't', "-" },
	{ 'u', "..-" },	   { 'v', "...-" },   { 'w', ".--" },	 { 'x', "-..-" },
	{ 'y', "-.--" },   { 'z', "--.." },   { '0', "-----" },	 { '1', ".----" },
	{ '2', "..---" },  { '3', "...--" },  { '4', "....-" },	 { '5', "....." },
	{ '6', "-...." },  { '7', "--..." },  { '8', "---.." },	 { '9', "----." },
	{ '.', ".-.-.-" }, { ',', "--..--" }, { '?', "..--.." }, { '\'', ".----." },
	{ '!', "-.-.--" }, { '/', "-..-." },  { '(', "-.--." },	 { ')', "-.--.-" },
	{ '&', ".-..." },  { ':', "---..." }, { ';', "-.-.-." }, { '=', "-...-" },
	{ '+', ".-.-." },  { '-', "-....-" }, { '_', "..--.-" }, { '"', ".-..-." },
	{ '@', ".--.-." },
};

static const char *marks_of(char sign)
{
	for (size_t i = 0; i < ARRAY_SIZE(signs); i++) {
		if (signs[i].sign == tolower((unsigned char)sign))
			return signs[i].marks;
	}
	return NULL;
}

/** struct morse - a pattern being made; the next mark comes after @off_units of darkness */
struct morse {
	struct pattern *pattern;
	u32 level;
	u32 off_units;
	bool full;
};

/* Adds light or darkness: two tuples, the second for no time, so that no ramp follows. */
static void add_mark(struct morse *morse, u32 level, u32 units)
{
	struct pattern *pattern = morse->pattern;

	if (pattern->count + 2 > PATTERN_TUPLES_MAX) {
		morse->full = true;
		return;
	}
	pattern->tuples[pattern->count++] = (struct pattern_tuple){ level, units * MORSE_UNIT_MS };
	pattern->tuples[pattern->count++] = (struct pattern_tuple){ level, 0 };
	pattern->period_ns += units * MORSE_UNIT_MS * RG_NS_PER_MS;
}

static void add_sign(struct morse *morse, const char *marks)
{
	for (; *marks; marks++) {
		if (morse->pattern->count)
			add_mark(morse, 0, morse->off_units);
		add_mark(morse, morse->level, *marks == '-' ? DASH_UNITS : 1);
		morse->off_units = 1;
	}
	morse->off_units = SIGN_GAP_UNITS;
}

static int add_text(struct morse *morse, const char *text, char *reason)
{
	for (; *text && !morse->full; text++) {
		const char *marks = marks_of(*text);

		if (isspace((unsigned char)*text)) {
			morse->off_units = WORD_GAP_UNITS;
		} else if (marks) {
			add_sign(morse, marks);
		} else {
			snprintf(reason, PATTERN_REASON,
				 "Morse code has no sign for \"%c\"; use %s", *text,
				 "letters, digits and .,?'!/()&:;=+-_\"@");
			return -EINVAL;
		}
	}
	if (!morse->pattern->count) {
		snprintf(reason, PATTERN_REASON, "the Morse text is empty; write \"morse:SOS\"");
		return -EINVAL;
	}
	add_mark(morse, 0, WORD_GAP_UNITS);
	if (morse->full) {
		snprintf(reason, PATTERN_REASON,
			 "the Morse text takes more than %d tuples; make it shorter",
			 PATTERN_TUPLES_MAX);
		return -EINVAL;
	}
	return 0;
}

int morse_pattern(struct pattern *pattern, const char *text, u32 brightness_max, char *reason)
{
	struct morse morse = { .pattern = pattern, .level = brightness_max };
	int err;

	*pattern = (struct pattern){ 0 };
	pattern->tuples = calloc(PATTERN_TUPLES_MAX, sizeof(*pattern->tuples));
	if (!pattern->tuples)
		return -ENOMEM;
	err = add_text(&morse, text, reason);
	if (err)
		pattern_free(pattern);
	return err;
}
