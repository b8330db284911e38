// SPDX-License-Identifier: GPL-2.0-only
/* Text from outside, made valid UTF-8, measured and cut. */
#include "tools/cli/text.h"

#include <stdbool.h>
#include <string.h>

#include "core/port.h"

/** Greatest code point. */
#define CODE_POINT_MAX 0x10ffff
#define SURROGATE_FIRST 0xd800
#define SURROGATE_LAST 0xdfff

/* Measures the character that starts here in bytes; 0 if none does (RFC 3629, section 3). */
static size_t decode_character(const unsigned char *text, u32 *code)
{
	static const u32 least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t len = *text < 0x80 ? 1 : *text < 0xc0 ? 0 : *text < 0xe0 ? 2 : *text < 0xf0 ? 3 : 4;

	*code = len == 1 ? *text : *text & (0x7fU >> len);
	for (size_t i = 1; i < len; i++) {
		if ((text[i] & 0xc0) != 0x80)
			return 0;
		*code = *code << 6 | (text[i] & 0x3f);
	}
	if (!len || *code < least[len] || *code > CODE_POINT_MAX ||
	    (*code >= SURROGATE_FIRST && *code <= SURROGATE_LAST))
		return 0;
	return len;
}

static bool is_control(u32 code)
{
	return code < 0x20 || (code >= 0x7f && code < 0xa0);
}

static void replace_bytes(char *text, bool controls)
{
	while (*text) {
		u32 code;
		size_t len = decode_character((const unsigned char *)text, &code);

		if (!len || (controls && is_control(code))) {
			len = max_t(size_t, len, 1);
			memset(text, '?', len);
		}
		text += len;
	}
}

void text_make_utf8(char *text)
{
	replace_bytes(text, false);
}

void text_clean(char *text)
{
	replace_bytes(text, true);
}

static bool starts_character(char c)
{
	return (c & 0xc0) != 0x80;
}

int text_columns(const char *text)
{
	int columns = 0;

	for (; *text; text++)
		columns += starts_character(*text);
	return columns;
}

size_t text_bytes(const char *text, int columns)
{
	size_t len = 0;

	while (text[len] && (columns || !starts_character(text[len]))) {
		columns -= starts_character(text[len]);
		len++;
	}
	return len;
}
