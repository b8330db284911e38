// SPDX-License-Identifier: GPL-2.0-only
/*
 * screen ROWSxCOLUMNS [--svg] <BYTES: what a terminal of the xterm family would show
 * after these bytes, as text or as a picture. If the bytes give an alternate screen
 * back, that one is shown as it was last. Unknown sequences are an error: a picture
 * must not be a guess.
 */
#include <locale.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#define ROWS_MAX 200
#define COLUMNS_MAX 400
#define NUMBERS_MAX 16
#define CELL_WIDTH 9
#define CELL_HEIGHT 18
#define MARGIN 8

/** struct look - how a character is drawn; colours of 30 to 37, or 0 */
struct look {
	int colour;
	bool bold;
	bool reverse;
};

struct cell {
	wchar_t letter;
	struct look look;
};

/** struct screen - the terminal; @before is the letter that CSI b repeats */
struct screen {
	int rows, columns, row, column, top, bottom;
	struct look look;
	wchar_t before;
	struct cell cells[ROWS_MAX][COLUMNS_MAX];
};

static struct screen screen, shown;
static bool left_alternate;

static void fail(const char *what, const char *detail)
{
	fprintf(stderr, "screen: %s \"%s\"\n", what, detail);
	exit(1);
}

static void blank(int row, int from, int to)
{
	for (int i = from; i < to && i < screen.columns; i++)
		screen.cells[row][i] = (struct cell){ .letter = L' ' };
}

static void scroll_up(void)
{
	for (int i = screen.top; i < screen.bottom; i++)
		memcpy(screen.cells[i], screen.cells[i + 1], sizeof(screen.cells[i]));
	blank(screen.bottom, 0, screen.columns);
}

static void line_feed(void)
{
	if (screen.row == screen.bottom)
		scroll_up();
	else if (screen.row + 1 < screen.rows)
		screen.row++;
}

static void put_letter(wchar_t letter)
{
	if (screen.column == screen.columns) {
		screen.column = 0;
		line_feed();
	}
	screen.cells[screen.row][screen.column++] = (struct cell){ letter, screen.look };
	screen.before = letter;
}

static int bounded(int value, int most)
{
	return value < 0 ? 0 : value > most ? most : value;
}

static void move(int row, int column)
{
	screen.row = bounded(row, screen.rows - 1);
	screen.column = bounded(column, screen.columns - 1);
}

static void set_look(const int *numbers, int count)
{
	for (int i = 0; i < count; i++) {
		int n = numbers[i];

		if (n == 0)
			screen.look = (struct look){ 0 };
		else if (n == 1 || n == 22)
			screen.look.bold = n == 1;
		else if (n == 7 || n == 27)
			screen.look.reverse = n == 7;
		else if (n >= 30 && n <= 37)
			screen.look.colour = n;
		else if (n == 39)
			screen.look.colour = 0;
		else if (n != 49)
			fail("unknown rendition in", "CSI m");
	}
}

static void erase_display(int kind)
{
	int first = kind ? 0 : screen.row + 1;
	int last = kind == 1 ? screen.row : screen.rows;

	if (kind == 0)
		blank(screen.row, screen.column, screen.columns);
	for (int i = first; i < last; i++)
		blank(i, 0, screen.columns);
	if (kind == 1)
		blank(screen.row, 0, screen.column + 1);
}

static void erase_line(int kind)
{
	blank(screen.row, kind ? 0 : screen.column, kind == 1 ? screen.column + 1 : screen.columns);
}

/* Modes; the alternate screen is the only one that shows. */
static void set_mode(const char *sequence, const int *numbers, int count, bool on)
{
	for (int i = 0; i < count && sequence[0] == '?'; i++) {
		if (numbers[i] != 1049)
			continue;
		if (!on) {
			shown = screen;
			left_alternate = true;
		}
		erase_display(2);
	}
}

static void cursor_sequence(char final, int n, int second, const char *sequence)
{
	switch (final) {
	case 'A':
		move(screen.row - n, screen.column);
		break;
	case 'B':
		move(screen.row + n, screen.column);
		break;
	case 'C':
		move(screen.row, screen.column + n);
		break;
	case 'D':
		move(screen.row, screen.column - n);
		break;
	case 'G':
		move(screen.row, n - 1);
		break;
	case 'd':
		move(n - 1, screen.column);
		break;
	case 'H':
		move(n - 1, second - 1);
		break;
	default:
		fail("unknown sequence CSI", sequence);
	}
}

static void control_sequence(const char *sequence)
{
	const char *text = sequence + (*sequence == '?' || *sequence == '>');
	int numbers[NUMBERS_MAX] = { 0 };
	char final = sequence[strlen(sequence) - 1];
	int count = 0, n;

	while (count < NUMBERS_MAX) {
		numbers[count++] = (int)strtol(text, (char **)&text, 10);
		if (*text++ != ';')
			break;
	}
	n = numbers[0] ? numbers[0] : 1;
	if (final == 'm') {
		set_look(numbers, count);
	} else if (final == 'h' || final == 'l') {
		set_mode(sequence, numbers, count, final == 'h');
	} else if (final == 'J') {
		erase_display(numbers[0]);
	} else if (final == 'K') {
		erase_line(numbers[0]);
	} else if (final == 'X') {
		blank(screen.row, screen.column, screen.column + n);
	} else if (final == 'b') {
		while (n--)
			put_letter(screen.before);
	} else if (final == 'r') {
		screen.top = n - 1;
		screen.bottom = (numbers[1] ? numbers[1] : screen.rows) - 1;
		move(0, 0);
	} else if (final != 't') {
		cursor_sequence(final, n, numbers[1] ? numbers[1] : 1, sequence);
	}
}

static void escape(FILE *in)
{
	wint_t c = fgetwc(in);
	char sequence[64];
	size_t len = 0;

	if (c == L'(' || c == L')') {
		fgetwc(in);
		return;
	}
	if (c != L'[') {
		if (!wcschr(L"=>78", (wchar_t)c))
			fail("unknown sequence", "ESC");
		return;
	}
	do {
		c = fgetwc(in);
		if (c == WEOF || len + 1 >= sizeof(sequence))
			fail("a sequence without end", "CSI");
		sequence[len++] = (char)c;
	} while (c < 0x40 || c > 0x7e);
	sequence[len] = '\0';
	control_sequence(sequence);
}

static void take(FILE *in)
{
	wint_t c;

	while ((c = fgetwc(in)) != WEOF) {
		if (c == L'\033')
			escape(in);
		else if (c == L'\r')
			screen.column = 0;
		else if (c == L'\n')
			line_feed();
		else if (c == L'\b')
			move(screen.row, screen.column - 1);
		else if (c == L'\t')
			move(screen.row, (screen.column / 8 + 1) * 8);
		else if (c >= L' ')
			put_letter((wchar_t)c);
	}
	if (ferror(in))
		fail("cannot be read:", "standard input");
}

static int used_columns(int row)
{
	int used = 0;

	for (int i = 0; i < screen.columns; i++) {
		if (screen.cells[row][i].letter != L' ' || screen.cells[row][i].look.reverse)
			used = i + 1;
	}
	return used;
}

static int used_rows(void)
{
	int used = 0;

	for (int i = 0; i < screen.rows; i++)
		used = used_columns(i) ? i + 1 : used;
	return used;
}

static void print_text(void)
{
	for (int i = 0; i < used_rows(); i++) {
		int used = used_columns(i);

		for (int j = 0; j < used; j++)
			printf("%lc", (wint_t)screen.cells[i][j].letter);
		putchar('\n');
	}
}

static const char *colour_of(int colour)
{
	static const char *const colours[] = { "#666666", "#e05561", "#4ec94e", "#e5c07b",
					       "#61afef", "#c678dd", "#56b6c2", "#dddddd" };

	return colours[colour ? colour - 30 : 7];
}

static bool same_look(struct look a, struct look b)
{
	return a.colour == b.colour && a.bold == b.bold && a.reverse == b.reverse;
}

static void svg_letter(wchar_t letter)
{
	if (letter == L'&')
		fputs("&amp;", stdout);
	else if (letter == L'<')
		fputs("&lt;", stdout);
	else
		printf("%lc", (wint_t)letter);
}

/* One stretch of one look; textLength keeps columns in line whatever the font. */
static void svg_stretch(int row, int from, int to)
{
	const struct look look = screen.cells[row][from].look;
	int x = MARGIN + from * CELL_WIDTH, y = MARGIN + row * CELL_HEIGHT;
	int width = (to - from) * CELL_WIDTH;

	if (look.reverse)
		printf("<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\"/>\n", x, y,
		       width, CELL_HEIGHT, colour_of(look.colour));
	printf("<text x=\"%d\" y=\"%d\" fill=\"%s\"%s textLength=\"%d\" xml:space=\"preserve\">", x,
	       y + CELL_HEIGHT - 5, look.reverse ? "#1c1c1c" : colour_of(look.colour),
	       look.bold ? " font-weight=\"bold\"" : "", width);
	for (int i = from; i < to; i++)
		svg_letter(screen.cells[row][i].letter);
	puts("</text>");
}

static void print_svg(void)
{
	printf("<!-- SPDX-%s-Identifier: GPL-2.0-only -->\n", "License");
	printf("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\"",
	       2 * MARGIN + screen.columns * CELL_WIDTH, 2 * MARGIN + used_rows() * CELL_HEIGHT);
	puts(" font-family=\"DejaVu Sans Mono, monospace\" font-size=\"15\">");
	puts("<rect width=\"100%\" height=\"100%\" fill=\"#1c1c1c\"/>");
	for (int i = 0; i < used_rows(); i++) {
		int used = used_columns(i);

		for (int from = 0, to; from < used; from = to) {
			to = from + 1;
			while (to < used &&
			       same_look(screen.cells[i][from].look, screen.cells[i][to].look))
				to++;
			svg_stretch(i, from, to);
		}
	}
	puts("</svg>");
}

int main(int argc, char **argv)
{
	bool svg = argc == 3 && !strcmp(argv[2], "--svg");

	setlocale(LC_ALL, "C.UTF-8");
	if (argc < 2 || (argc > 2 && !svg) ||
	    sscanf(argv[1], "%dx%d", &screen.rows, &screen.columns) != 2 || screen.rows < 1 ||
	    screen.rows > ROWS_MAX || screen.columns < 1 || screen.columns > COLUMNS_MAX)
		fail("usage: screen ROWSxCOLUMNS [--svg] <BYTES; not", argc > 1 ? argv[1] : "");
	screen.bottom = screen.rows - 1;
	erase_display(2);
	take(stdin);
	if (left_alternate)
		screen = shown;
	if (svg)
		print_svg();
	else
		print_text();
	return 0;
}
