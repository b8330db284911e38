/* SPDX-License-Identifier: GPL-2.0-only */
/* Names of rails in the live view, and what its head says of them. */
#ifndef RAILGLOW_TOOLS_RAILS_LIVE_HEAD_H
#define RAILGLOW_TOOLS_RAILS_LIVE_HEAD_H

#include "tools/rails/live_draw.h"
#include "tools/rails/rails.h"

/** Room for a name, with the mark where it was cut. */
#define LIVE_NAME_TEXT (RAIL_CALLED + sizeof("…"))
/** Room for what live_head_text() writes. */
#define LIVE_HEAD_TEXT 1024

/**
 * live_short_name() - a rail's name without what the chips have in common: "i2c-0-40/VDD"
 * @rails: all rails
 * @rail: one of them
 * @name: room for it
 *
 * Return: the name, in @name.
 */
const char *live_short_name(const struct rails *rails, const struct rail *rail,
			    char name[RAIL_CALLED]);

/**
 * live_cut_name() - that name in a number of columns
 * @rails: all rails
 * @rail: one of them
 * @width: columns, at least 1
 * @text: filled in
 *
 * Names that begin alike, with the chip, keep their end; others keep their beginning.
 *
 * Return: @text.
 */
const char *live_cut_name(const struct rails *rails, const struct rail *rail, int width,
			  char text[LIVE_NAME_TEXT]);

/**
 * live_head_text() - which rails are in sight, and which of the others have alarms
 * @screen: the screen
 * @seen: how many rails are in sight, from its first on
 * @room: columns that there are
 * @text: filled in
 *
 * An alarm out of sight that holds comes before all else; one that is over is named if there
 * is room. Trouble with a rail is named in place of which there are.
 */
void live_head_text(const struct live_screen *screen, int seen, int room,
		    char text[LIVE_HEAD_TEXT]);

#endif /* RAILGLOW_TOOLS_RAILS_LIVE_HEAD_H */
