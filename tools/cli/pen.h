/* SPDX-License-Identifier: GPL-2.0-only */
/* Writing on a screen of curses: text that stays within it, in colours that it may not have. */
#ifndef RAILGLOW_TOOLS_CLI_PEN_H
#define RAILGLOW_TOOLS_CLI_PEN_H

#include <stdbool.h>

#include "core/port.h"

enum pen_colour {
	PEN_PLAIN,
	PEN_GOOD,
	PEN_WARNING,
	PEN_CRITICAL,
	PEN_FAINT,
};

/** pen_utf8() - are there characters beyond ASCII? */
bool pen_utf8(void);

/** pen_colours() - begin to use colours, or bold text where there are none. */
void pen_colours(void);

/** pen_use() - begin, or cease, to write in a colour. */
void pen_use(enum pen_colour colour, bool on);

/** pen_columns() - usable columns of the screen; its last one would make curses start a new row. */
int pen_columns(void);

/**
 * pen_at() - go to a place of the screen
 * @row: from 0
 * @column: from 0
 *
 * Return: false if the screen does not reach as far; text would then go where the pen was.
 */
bool __must_check pen_at(int row, int column);

/** pen_put() - write where the cursor is; text that does not fit is left out. */
void pen_put(const char *text);

/** pen_words() - write where the cursor is, as printf(). */
__printf(1, 2) void pen_words(const char *format, ...);

void pen_blanks(int count);

/** pen_left() - write text, and blanks behind it up to a width. */
void pen_left(const char *text, int width);

/** pen_right() - write text at the right end of a width, behind blanks. */
void pen_right(const char *text, int width);

#endif /* RAILGLOW_TOOLS_CLI_PEN_H */
