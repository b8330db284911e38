// SPDX-License-Identifier: GPL-2.0-only
#include "tools/rails/live_view.h"

#include <langinfo.h>
#include <math.h>
#include <ncurses.h>
#include <stdlib.h>
#include <unistd.h>

#include "tools/rails/alarm_watch.h"
#include "tools/rails/live.h"
#include "tools/cli/quantity.h"
#include "tools/cli/stop.h"
#include "tools/cli/terminal.h"
#include "tools/cli/text.h"

#define LABEL_COLUMNS 12
#define NUMBER_COLUMNS 9
#define BAR_COLUMNS 12
#define ROWS_PER_RAIL 2
#define HEADER_ROWS 2
/** How long a passed alarm is still shown. */
#define ALARM_SHOWN_NS (5 * RG_NS_PER_S)

enum colour {
	COLOUR_PLAIN,
	COLOUR_GOOD,
	COLOUR_WARNING,
	COLOUR_CRITICAL,
	COLOUR_FAINT,
};

/* Of the columns: what is now over what was. */
static const char *const headings[] = { "V/min A", "A/max A", "W/used" };

static const char *const spark[] = { " ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█" };
static const char spark_ascii[] = " ..::-=+#";

static bool utf8(void)
{
	return !strcmp(nl_langinfo(CODESET), "UTF-8");
}

static void use(enum colour colour, bool on)
{
	attr_t attributes = has_colors() ? (attr_t)COLOR_PAIR(colour) : A_NORMAL;

	if (colour == COLOUR_CRITICAL || colour == COLOUR_WARNING)
		attributes |= A_BOLD;
	if (on)
		attron(attributes);
	else
		attroff(attributes);
}

static const char *alarm_of(const struct rail *rail, enum colour *colour)
{
	*colour = COLOUR_CRITICAL;
	if (rail->value[RAIL_CRITICAL_ALARM] > 0)
		return "CRITICAL";
	if (rail->value[RAIL_MINIMUM_ALARM] > 0)
		return "LOW";
	*colour = COLOUR_WARNING;
	if (rail->value[RAIL_WARNING_ALARM] > 0)
		return "warning";
	*colour = COLOUR_GOOD;
	return "";
}

/*
 * Whatever does not fit is left out: the screen may be narrower than a line, and curses would
 * go on in the next.
 */
static void put(const char *text)
{
	int room = COLS - getcurx(stdscr) - 1;

	if (room > 0)
		addnstr(text, (int)text_bytes(text, room));
}

static void put_padded(const char *text, int columns)
{
	put(text);
	for (int i = text_columns(text); i < columns; i++)
		put(" ");
}

static void put_quantity(double value, const char *unit)
{
	char text[QUANTITY_TEXT];
	const char *shown = quantity_format(text, value, unit, 4);

	for (int i = text_columns(shown); i < NUMBER_COLUMNS; i++)
		put(" ");
	put(shown);
	put(" ");
}

/* The name, cut off where the numbers begin. */
static void put_name(const char *name)
{
	char shown[RAIL_NAME];

	snprintf(shown, sizeof(shown), "%.*s", (int)text_bytes(name, LABEL_COLUMNS), name);
	put_padded(shown, LABEL_COLUMNS + 1);
}

static void put_bar(const struct rail *rail, const struct live_rail *memory, enum colour colour)
{
	u32 filled = live_bar(rail, memory->most, BAR_COLUMNS);

	put("[");
	use(colour, true);
	for (u32 i = 0; i < BAR_COLUMNS; i++)
		put(i < filled ? (utf8() ? "█" : "#") : " ");
	use(colour, false);
	put("] ");
}

static void put_sparkline(const struct live *live, u32 rail, int columns)
{
	int eighths[LIVE_POINTS];

	if (columns <= 0)
		return;
	columns = min(columns, LIVE_POINTS);
	live_sparkline(live, rail, eighths, (u32)columns);
	use(COLOUR_FAINT, true);
	for (int i = 0; i < columns; i++) {
		int eighth = max(eighths[i], 0);

		const char plain[] = { spark_ascii[eighth], '\0' };

		put(utf8() ? spark[eighth] : plain);
	}
	use(COLOUR_FAINT, false);
}

/* "i2c-0-40": without what all chips have in common. */
static const char *short_chip(const struct rail *rail)
{
	const char *dash = strchr(rail->chip, '-');

	return dash ? dash + 1 : rail->chip;
}

/* Two rows: what is now, and what was. Where there are several chips, the second names its. */
static void put_rail(const struct live *live, const struct rail *rail, u32 index, int row,
		     bool name_chip)
{
	const struct live_rail *memory = &live->rails[index];
	enum colour colour;
	const char *alarm = alarm_of(rail, &colour);
	bool recent = memory->alarmed_ns && live->last_ns - memory->alarmed_ns < ALARM_SHOWN_NS;

	if (!*alarm && recent) {
		alarm = "(alarm)";
		colour = COLOUR_WARNING;
	}
	move(row, 0);
	attron(A_BOLD);
	put_name(rail->label);
	attroff(A_BOLD);
	put_quantity(rail->value[RAIL_VOLTS], "V");
	put_quantity(rail->value[RAIL_AMPERES], "A");
	put_quantity(rail->value[RAIL_WATTS], "W");
	put_bar(rail, memory, colour);
	use(colour, true);
	put(alarm);
	use(colour, false);
	move(row + 1, 0);
	put_name(name_chip ? short_chip(rail) : "");
	put_quantity(memory->least, "A");
	put_quantity(memory->most, "A");
	put_quantity(memory->joules, "J");
	put_sparkline(live, index, COLS - getcurx(stdscr) - 1);
}

static void put_header(const struct rails *rails, int shown, int first)
{
	char title[80];

	snprintf(title, sizeof(title), " railglow   rails %d to %d of %u   q quit  r reset%s",
		 first + 1, first + shown, rails->count,
		 shown < (int)rails->count ? "  arrows scroll" : "");
	move(0, 0);
	attron(A_REVERSE);
	put_padded(title, COLS - 1);
	attroff(A_REVERSE);
	use(COLOUR_FAINT, true);
	move(1, 0);
	put_padded("", LABEL_COLUMNS + 1);
	for (size_t i = 0; i < ARRAY_SIZE(headings); i++) {
		for (int j = text_columns(headings[i]); j < NUMBER_COLUMNS; j++)
			put(" ");
		put(headings[i]);
		put(" ");
	}
	use(COLOUR_FAINT, false);
}

static bool several_chips(const struct rails *rails)
{
	return strcmp(rails->rails[0].chip, rails->rails[rails->count - 1].chip) != 0;
}

static void draw(const struct rails *rails, const struct live *live, int first)
{
	int room = max((LINES - HEADER_ROWS) / ROWS_PER_RAIL, 1);
	int shown = min((int)rails->count - first, room);

	erase();
	put_header(rails, shown, first);
	for (int i = 0; i < shown; i++)
		put_rail(live, &rails->rails[first + i], (u32)(first + i),
			 HEADER_ROWS + i * ROWS_PER_RAIL, several_chips(rails));
	refresh();
}

/* False for a terminal that nothing is known of. */
static bool start_screen(SCREEN **screen)
{
	*screen = newterm(NULL, stdout, stdin);
	if (!*screen)
		return false;
	cbreak();
	noecho();
	keypad(stdscr, TRUE);
	nodelay(stdscr, TRUE);
	curs_set(0);
	if (!terminal_colours() || !has_colors())
		return true;
	start_color();
	use_default_colors();
	init_pair(COLOUR_GOOD, COLOR_GREEN, -1);
	init_pair(COLOUR_WARNING, COLOR_YELLOW, -1);
	init_pair(COLOUR_CRITICAL, COLOR_RED, -1);
	init_pair(COLOUR_FAINT, COLOR_CYAN, -1);
	return true;
}

/* What a key does. False to quit. */
static bool take_keys(struct live *live, const struct rails *rails, int *first)
{
	int key;

	while ((key = getch()) != ERR) {
		if (key == 'q' || key == 'Q' || key == 27)
			return false;
		if (key == 'r')
			live_forget(live);
		if (key == KEY_DOWN && *first + 1 < (int)rails->count)
			++*first;
		if (key == KEY_UP && *first > 0)
			--*first;
	}
	return true;
}

/* Alarms are not read, which would take them from others. */
static int read_all(struct rails *rails, struct alarm_watch *alarms, struct live *live)
{
	int err = alarm_watch_show(alarms, stop_clock_ns());

	for (u32 i = 0; i < rails->count; i++) {
		int gone = rails_read(&rails->rails[i], RAILS_MEASURED | RAILS_LIMITS);

		err = gone ? gone : err;
	}
	live_add(live, rails, stop_clock_ns());
	return err;
}

static enum tool_status screen_loop(struct rails *rails, struct alarm_watch *alarms,
				    struct live *live, u64 interval_ns, u64 end_ns)
{
	struct pollfd keys = { .fd = STDIN_FILENO, .events = POLLIN };
	u64 next_ns = stop_clock_ns();
	int first = 0;

	while (!stop_wanted()) {
		u64 now_ns = stop_clock_ns();

		if (now_ns >= next_ns) {
			if (read_all(rails, alarms, live))
				return TOOL_ABSENT;
			next_ns = max(next_ns + interval_ns, now_ns);
		}
		if (now_ns >= end_ns || !take_keys(live, rails, &first))
			break;
		draw(rails, live, first);
		now_ns = stop_clock_ns();
		if (stop_poll(&keys, 1, min(next_ns, end_ns) - min(now_ns, min(next_ns, end_ns))) <
		    0)
			break;
		/* Without a keyboard there is nobody to wait for. */
		if (keys.revents & (POLLHUP | POLLERR))
			break;
	}
	return TOOL_OK;
}

static void print_line(const struct rails *rails, const struct rail *rail, u64 since_ns)
{
	char name[RAIL_CALLED];
	char volts[QUANTITY_TEXT], amperes[QUANTITY_TEXT], watts[QUANTITY_TEXT];
	enum colour colour;

	printf("%.3f %s %s %s %s %s\n", (double)since_ns / RG_NS_PER_S,
	       rails_call(rails, rail, name),
	       quantity_format(volts, rail->value[RAIL_VOLTS], "V", 4),
	       quantity_format(amperes, rail->value[RAIL_AMPERES], "A", 4),
	       quantity_format(watts, rail->value[RAIL_WATTS], "W", 4), alarm_of(rail, &colour));
}

static enum tool_status line_loop(struct rails *rails, struct alarm_watch *alarms,
				  struct live *live, u64 interval_ns, u64 end_ns)
{
	u64 start_ns = stop_clock_ns();
	u64 next_ns = start_ns;

	while (!stop_wanted()) {
		u64 now_ns = stop_clock_ns();

		if (now_ns >= end_ns)
			break;
		if (now_ns < next_ns) {
			stop_poll(NULL, 0, min(next_ns, end_ns) - now_ns);
			continue;
		}
		if (read_all(rails, alarms, live))
			return TOOL_ABSENT;
		for (u32 i = 0; i < rails->count; i++)
			print_line(rails, &rails->rails[i], now_ns - start_ns);
		if (fflush(stdout))
			return TOOL_FAILED;
		next_ns = max(next_ns + interval_ns, now_ns);
	}
	return TOOL_OK;
}

enum tool_status live_view_run(struct rails *rails, u64 interval_ns, u64 end_ns)
{
	SCREEN *screen = NULL;
	enum tool_status status;
	struct alarm_watch alarms;
	struct live live;
	int err = alarm_watch_open(&alarms, rails);

	if (err && err != -EOPNOTSUPP) {
		alarm_watch_close(&alarms);
		return cli_fail(err == -ENODEV ? TOOL_ABSENT : TOOL_FAILED, "alarms: %s",
				strerror(-err));
	}
	if (live_begin(&live, rails->count)) {
		alarm_watch_close(&alarms);
		return cli_fail(TOOL_FAILED, "there is not enough memory");
	}
	stop_on_signals(false);
	if (terminal_is_smart() && isatty(STDIN_FILENO) && start_screen(&screen)) {
		status = screen_loop(rails, &alarms, &live, interval_ns, end_ns);
		endwin();
		delscreen(screen);
	} else {
		status = line_loop(rails, &alarms, &live, interval_ns, end_ns);
	}
	stop_restore();
	alarm_watch_close(&alarms);
	live_end(&live);
	if (status == TOOL_ABSENT)
		return cli_fail(status, "the chip is gone");
	return status;
}
