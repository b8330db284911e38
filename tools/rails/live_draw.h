/* SPDX-License-Identifier: GPL-2.0-only */
/* Drawing the live view on the screen of curses. */
#ifndef RAILGLOW_TOOLS_RAILS_LIVE_DRAW_H
#define RAILGLOW_TOOLS_RAILS_LIVE_DRAW_H

#include <stdbool.h>

#include "core/port.h"
#include "tools/rails/live_history.h"

/**
 * struct live_screen - the contents of the screen
 * @rails: the rails
 * @live: the memory of them
 * @interval_ns: how often they are read
 * @first: the rail at the top
 * @rows: how many rows a rail is to have, 0 for what there is room for
 * @shown: set by live_draw(): how many rails there was room for
 * @drawn_rows: set by live_draw(): how many rows a rail has
 * @levels: set by live_draw(): how many it can have
 * @help: the page that explains the others
 */
struct live_screen {
	const struct rails *rails;
	const struct live *live;
	u64 interval_ns;
	int first;
	int rows;
	int shown;
	int drawn_rows;
	int levels;
	bool help;
};

/** live_draw() - draw the screen anew. */
void live_draw(struct live_screen *screen);

#endif /* RAILGLOW_TOOLS_RAILS_LIVE_DRAW_H */
