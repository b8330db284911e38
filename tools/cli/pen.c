// SPDX-License-Identifier: GPL-2.0-only
/*
 * Writes on a screen of curses, and knows its size. Curses is begun and ended in
 * tools/rails/live_view.c; NO_COLOR is obeyed in terminal.c.
 */
#include "tools/cli/pen.h"

#include <langinfo.h>
#include <ncurses.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "tools/cli/terminal.h"
#include "tools/cli/text.h"

#define TEXT_MAX 128

bool pen_utf8(void)
{
	return !strcmp(nl_langinfo(CODESET), "UTF-8");
}

void pen_colours(void)
{
	if (!terminal_colours() || !has_colors())
		return;
	start_color();
	use_default_colors();
	init_pair(PEN_GOOD, COLOR_GREEN, -1);
	init_pair(PEN_WARNING, COLOR_YELLOW, -1);
	init_pair(PEN_CRITICAL, COLOR_RED, -1);
	init_pair(PEN_FAINT, COLOR_CYAN, -1);
}

void pen_use(enum pen_colour colour, bool on)
{
	attr_t attributes = has_colors() ? (attr_t)COLOR_PAIR(colour) : A_NORMAL;

	if (colour == PEN_CRITICAL || colour == PEN_WARNING)
		attributes |= A_BOLD;
	if (on)
		attron(attributes);
	else
		attroff(attributes);
}

int pen_columns(void)
{
	return COLS - 1;
}

bool pen_at(int row, int column)
{
	return move(row, column) != ERR;
}

void pen_put(const char *text)
{
	int room = pen_columns() - getcurx(stdscr);

	if (room > 0)
		addnstr(text, (int)text_bytes(text, room));
}

void pen_words(const char *format, ...)
{
	char text[TEXT_MAX];
	va_list words;

	va_start(words, format);
	vsnprintf(text, sizeof(text), format, words);
	va_end(words);
	pen_put(text);
}

void pen_blanks(int count)
{
	while (count-- > 0)
		pen_put(" ");
}

void pen_left(const char *text, int width)
{
	pen_put(text);
	pen_blanks(width - text_columns(text));
}

void pen_right(const char *text, int width)
{
	pen_blanks(width - text_columns(text));
	pen_put(text);
}
