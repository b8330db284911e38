// SPDX-License-Identifier: GPL-2.0-only
/*
 * The loop of "rails --watch": keys, readings, the screen begun and given back; or lines. Drawing
 * is in live_draw.c, the layout by the screen's size in live_layout.c, the history and
 * the share of a limit in live_history.c.
 */
#include "tools/rails/live_view.h"

#include <errno.h>
#include <ncurses.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tools/cli/clock.h"
#include "tools/cli/pen.h"
#include "tools/cli/quantity.h"
#include "tools/cli/stop.h"
#include "tools/cli/terminal.h"
#include "tools/rails/alarm_watch.h"
#include "tools/rails/live_draw.h"
#include "tools/rails/live_history.h"
#include "tools/rails/select.h"

#define KEY_ESCAPE 27

/**
 * struct view - a view of rails
 * @rails: the rails
 * @live: the memory of them
 * @alarms: their alarms, as they come and go
 * @interval_ns: how often values are read
 * @end_ns: when the view ends by itself
 */
struct view {
	struct rails *rails;
	struct live live;
	struct alarm_watch alarms;
	u64 interval_ns;
	u64 end_ns;
};

/* Why there is nothing to draw on; NULL if there is. */
static const char *start_screen(SCREEN **screen)
{
	static char reason[160];
	const char *kind = getenv("TERM");

	if (!isatty(STDOUT_FILENO))
		return "standard output is not a terminal";
	if (!isatty(STDIN_FILENO))
		return "standard input is not a terminal";
	if (!kind || !*kind)
		return "TERM, the kind of the terminal, is not set";
	if (!terminal_is_smart()) {
		snprintf(reason, sizeof(reason),
			 "the cursor of a terminal of kind \"%.40s\" cannot be moved; set TERM",
			 kind);
		return reason;
	}
	*screen = newterm(NULL, stdout, stdin);
	if (!*screen) {
		snprintf(reason, sizeof(reason),
			 "terminals of kind \"%.40s\" are not known here; install ncurses-term, or "
			 "set TERM",
			 kind);
		return reason;
	}
	cbreak();
	noecho();
	keypad(stdscr, TRUE);
	nodelay(stdscr, TRUE);
	curs_set(0);
	pen_colours();
	return NULL;
}

static void scroll_by(struct live_screen *screen, int rails)
{
	int last = max((int)screen->rails->count - max(screen->shown, 1), 0);

	screen->first = clamp(screen->first + rails, 0, last);
}

/* One row more for each rail; behind the most there are, one. */
static void change_rows(struct live_screen *screen)
{
	screen->rows = screen->drawn_rows % max(screen->levels, 1) + 1;
	screen->first = 0;
}

/* Does what a key says. False to quit. */
static bool take_key(struct live *live, struct live_screen *screen, int key)
{
	switch (key) {
	case 'q':
	case 'Q':
		return false;
	case KEY_ESCAPE:
		if (!screen->help)
			return false;
		screen->help = false;
		break;
	case '?':
	case 'h':
		screen->help = !screen->help;
		break;
	case 'r':
		live_forget(live);
		break;
	case 'd':
		change_rows(screen);
		break;
	case KEY_DOWN:
		scroll_by(screen, 1);
		break;
	case KEY_UP:
		scroll_by(screen, -1);
		break;
	case KEY_NPAGE:
	case ' ':
		scroll_by(screen, screen->shown);
		break;
	case KEY_PPAGE:
		scroll_by(screen, -screen->shown);
		break;
	default:
		break;
	}
	return true;
}

/* One that was there before the first look counts as one. */
static int note_alarm(void *context, const struct alarm_event *event)
{
	struct view *view = context;
	u32 times = event->level ? 0 : max_t(u32, event->times, event->raised);

	live_alarm(&view->live, (u32)(event->rail - view->rails->rails), event->kind, event->raised,
		   times, clock_now_ns());
	return 0;
}

static int read_all(struct view *view)
{
	int err = 0;

	for (u32 i = 0; i < view->rails->count; i++) {
		int gone = rails_read(&view->rails->rails[i], RAILS_MEASURED | RAILS_LIMITS);

		err = gone ? gone : err;
	}
	live_add(&view->live, view->rails, clock_now_ns());
	return err;
}

/* A surge between two readings counts for the extremes; the rows are what was read last. */
static void note_measured(struct view *view)
{
	for (u32 i = 0; i < view->rails->count; i++)
		live_current(&view->live, i, alarm_watch_amperes(&view->alarms, i));
}

/* Looks at what is due of values and alarms. True if values were read; -ENODEV in @err. */
static bool look_due(struct view *view, u64 *next_ns, int *err)
{
	u64 now_ns = clock_now_ns();

	*err = alarm_watch_look(&view->alarms, now_ns, note_alarm, view);
	note_measured(view);
	if (*err || now_ns < *next_ns)
		return false;
	*err = read_all(view);
	*next_ns = max(*next_ns + view->interval_ns, now_ns);
	return true;
}

/* Waits for a key, an alarm, or the time of the next reading. */
static int wait_for_any(struct view *view, struct pollfd *fds, bool keys, u64 next_ns)
{
	u64 until_ns = min(min(next_ns, view->end_ns), alarm_watch_next_ns(&view->alarms));
	u64 now_ns = clock_now_ns();
	int ready;

	memcpy(fds + 1, view->alarms.fds, view->alarms.count * sizeof(*fds));
	ready = stop_poll(keys ? fds : fds + 1, view->alarms.count + keys,
			  until_ns - min(now_ns, until_ns));
	memcpy(view->alarms.fds, fds + 1, view->alarms.count * sizeof(*fds));
	return ready;
}

static enum tool_status screen_loop(struct view *view, struct pollfd *fds)
{
	struct live_screen screen = {
		.rails = view->rails,
		.live = &view->live,
		.interval_ns = view->interval_ns,
	};
	u64 next_ns = clock_now_ns();
	int key, err;

	fds[0] = (struct pollfd){ .fd = STDIN_FILENO, .events = POLLIN };
	while (!stop_wanted() && clock_now_ns() < view->end_ns) {
		(void)look_due(view, &next_ns, &err);
		if (err)
			return TOOL_ABSENT;
		while ((key = getch()) != ERR) {
			if (!take_key(&view->live, &screen, key))
				return TOOL_OK;
		}
		live_draw(&screen);
		/* Without a keyboard nothing is left to wait for. */
		if (wait_for_any(view, fds, true, next_ns) < 0 ||
		    fds[0].revents & (POLLHUP | POLLERR))
			break;
	}
	return TOOL_OK;
}

static void print_line(const struct view *view, u32 i, u64 since_ns)
{
	const struct rail *rail = &view->rails->rails[i];
	char volts[QUANTITY_TEXT], amperes[QUANTITY_TEXT], watts[QUANTITY_TEXT];
	char name[RAIL_CALLED];
	bool now;
	enum rail_value kind = live_worst(&view->live.rails[i], &now);

	printf("%.3f %s %s %s %s %s\n", (double)since_ns / RG_NS_PER_S,
	       rails_call(view->rails, rail, name),
	       quantity_format(volts, rail->value[RAIL_VOLTS], "V", 4),
	       quantity_format(amperes, rail->value[RAIL_AMPERES], "A", 4),
	       quantity_format(watts, rail->value[RAIL_WATTS], "W", 4),
	       now ? alarm_kind_name(kind) : "");
}

static enum tool_status line_loop(struct view *view, struct pollfd *fds)
{
	u64 start_ns = clock_now_ns();
	u64 next_ns = start_ns;
	int err;

	while (!stop_wanted() && clock_now_ns() < view->end_ns) {
		bool read = look_due(view, &next_ns, &err);

		if (err)
			return TOOL_ABSENT;
		for (u32 i = 0; read && i < view->rails->count; i++)
			print_line(view, i, view->live.last_ns - start_ns);
		/* A terminal takes each line by itself: that may have failed before. */
		if (read && (fflush(stdout) || ferror(stdout)))
			return TOOL_FAILED;
		if (wait_for_any(view, fds, false, next_ns) < 0)
			return TOOL_FAILED;
	}
	return TOOL_OK;
}

static enum tool_status show_screen(struct view *view, struct pollfd *fds)
{
	enum tool_status status;
	SCREEN *screen = NULL;
	const char *reason = start_screen(&screen);

	if (reason) {
		cli_note("prints lines: %s", reason);
		return line_loop(view, fds);
	}
	stop_line_is_ours();
	status = screen_loop(view, fds);
	endwin();
	delscreen(screen);
	return status;
}

/* A driver without alarms is shown all the same. */
static enum tool_status begin_view(struct view *view, struct pollfd **fds)
{
	int err = alarm_watch_open(&view->alarms, view->rails);
	bool told = false;

	if (err == -ENODEV)
		return TOOL_ABSENT;
	if (err && err != -EOPNOTSUPP)
		return cli_fail(TOOL_FAILED, "alarms: %s", strerror(-err));
	if (!err)
		alarm_watch_warn(&view->alarms, &told);
	*fds = calloc(view->alarms.count + 1, sizeof(**fds));
	if (!*fds || live_begin(&view->live, view->rails->count))
		return cli_fail(TOOL_FAILED, "there is not enough memory");
	return TOOL_OK;
}

enum tool_status live_view_run(struct rails *rails, u64 interval_ns, u64 end_ns)
{
	struct view view = { .rails = rails, .interval_ns = interval_ns, .end_ns = end_ns };
	struct pollfd *fds = NULL;
	enum tool_status status = begin_view(&view, &fds);
	char gone[RAILS_GONE];

	if (!status && fds) {
		stop_on_signals(false);
		status = show_screen(&view, fds);
		stop_restore();
	}
	alarm_watch_close(&view.alarms);
	live_end(&view.live);
	free(fds);
	if (status == TOOL_ABSENT)
		return cli_fail(status, "%s", rails_gone(rails, gone));
	return status;
}
