/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Sources of patterns: tuple text, Morse text, a file, or the library of named patterns. Files and
 * text may give levels as parts of the LED's maximum ("50%"), which makes one pattern fit every
 * LED; '#' starts a comment.
 */
#ifndef RAILGLOW_TOOLS_LED_PATTERN_SOURCE_H
#define RAILGLOW_TOOLS_LED_PATTERN_SOURCE_H

#include "core/port.h"
#include "tools/led/pattern.h"

/** Room for a sentence about a pattern that is wrong. */
#define PATTERN_REASON 240
/** Longest pattern file that is read, in bytes. */
#define PATTERN_FILE_MAX 65536
/** One unit of Morse code, the length of a dot, at 12 words per minute. */
#define MORSE_UNIT_MS 100

/**
 * pattern_source_load() - find a pattern and make its tuples
 * @pattern: filled in; free with pattern_free()
 * @source: "morse:TEXT", tuple text, a file's path, or a name in the library
 * @brightness_max: largest brightness of the LED, "100%"
 * @reason: filled in on errors, PATTERN_REASON bytes
 *
 * Text that starts with a digit is tuple text; a word with a slash is a path; any other word is a
 * name.
 *
 * Return: 0; -EINVAL for a pattern that cannot be; -ENOENT for a name or file that does not exist;
 * -ENOMEM; or the error met while reading.
 */
int __must_check pattern_source_load(struct pattern *pattern, const char *source,
				     u32 brightness_max, char *reason);

/**
 * pattern_text_resolve() - make plain tuples of text with parts and comments
 * @pattern: filled in; free with pattern_free()
 * @text: the text
 * @brightness_max: largest brightness of the LED, "100%"
 * @reason: filled in on errors, PATTERN_REASON bytes
 *
 * Return: 0, -EINVAL or -ENOMEM.
 */
int __must_check pattern_text_resolve(struct pattern *pattern, const char *text, u32 brightness_max,
				      char *reason);

/**
 * morse_pattern() - make a pattern of a text in Morse code
 * @pattern: filled in; free with pattern_free()
 * @text: letters, digits, blanks, and .,?'!/()&:;=+-_"@
 * @brightness_max: level of dots and dashes
 * @reason: filled in on errors, PATTERN_REASON bytes
 *
 * Ends with the gap between words, so that it can be repeated.
 *
 * Return: 0, -EINVAL for a text with other signs or too long, -ENOMEM.
 */
int __must_check morse_pattern(struct pattern *pattern, const char *text, u32 brightness_max,
			       char *reason);

#endif /* RAILGLOW_TOOLS_LED_PATTERN_SOURCE_H */
