// SPDX-License-Identifier: GPL-2.0-only
/*
 * Abilities of the terminal that standard output goes to. The screen of --watch is begun, fitted to
 * another size and given back in tools/rails/live_view.c, Ctrl-C is noted in stop.c.
 */
#include "tools/cli/terminal.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

unsigned int terminal_columns(void)
{
	struct winsize size;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) || !size.ws_col)
		return 80;
	return size.ws_col;
}

bool terminal_is_smart(void)
{
	const char *kind = getenv("TERM");

	return isatty(STDOUT_FILENO) && kind && *kind && strcmp(kind, "dumb") != 0;
}

bool terminal_colours(void)
{
	const char *mind = getenv("NO_COLOR");

	return terminal_is_smart() && !(mind && *mind);
}
