// SPDX-License-Identifier: GPL-2.0-only
/*
 * Names of rails in the live view, and what its head says of them. Lines in place of a screen are
 * printed in live_view.c; alarms of rails in sight and the help page are drawn in live_draw.c.
 */
#include "tools/rails/live_head.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "core/port.h"
#include "tools/cli/pen.h"
#include "tools/cli/text.h"
#include "tools/rails/live_history.h"

/** Columns of a name in the head. */
#define NAME_SHOWN 24
/** Room for one part of the head. */
#define PART_TEXT (LIVE_HEAD_TEXT / 2 - 4)

const char *live_short_name(const struct rails *rails, const struct rail *rail,
			    char name[RAIL_CALLED])
{
	size_t common = strcspn(rail->chip, "-") + 1;

	rails_call(rails, rail, name);
	if (!strncmp(name, rail->chip, strlen(rail->chip)) && common < strlen(rail->chip))
		return name + common;
	return name;
}

const char *live_cut_name(const struct rails *rails, const struct rail *rail, int width,
			  char text[LIVE_NAME_TEXT])
{
	char name[RAIL_CALLED];
	const char *shown = live_short_name(rails, rail, name);
	const char *mark = pen_utf8() ? "…" : "~";
	int over = text_columns(shown) - width;

	if (over <= 0)
		snprintf(text, LIVE_NAME_TEXT, "%s", shown);
	else if (strchr(shown, '/'))
		snprintf(text, LIVE_NAME_TEXT, "%s%s", mark, shown + text_bytes(shown, over + 1));
	else
		snprintf(text, LIVE_NAME_TEXT, "%.*s%s", (int)text_bytes(shown, width - 1), shown,
			 mark);
	return text;
}

/* A rail that could not be read; NULL if there is none. */
static const struct rail *troubled_rail(const struct rails *rails)
{
	for (u32 i = 0; i < rails->count; i++) {
		if (rails->rails[i].error)
			return &rails->rails[i];
	}
	return NULL;
}

/* Which rails there are to be seen; or the trouble with one. */
static void sight_text(const struct live_screen *screen, int seen, char text[PART_TEXT])
{
	const struct rails *rails = screen->rails;
	const struct rail *troubled = troubled_rail(rails);
	char name[LIVE_NAME_TEXT];

	if (troubled)
		snprintf(text, PART_TEXT, "%s: %.60s",
			 live_cut_name(rails, troubled, NAME_SHOWN, name),
			 strerror(-troubled->error));
	else if (screen->help)
		snprintf(text, PART_TEXT, "help");
	else if (!seen)
		snprintf(text, PART_TEXT, "%u rail%s", rails->count, rails->count > 1 ? "s" : "");
	else
		snprintf(text, PART_TEXT, "rails %d to %d of %u", screen->first + 1,
			 screen->first + seen, rails->count);
}

/** struct unseen - alarms of rails that are out of sight */
struct unseen {
	u32 first;
	u32 count;
};

/* Alarms that hold now, or those of the past. */
static struct unseen find_unseen(const struct live_screen *screen, int seen, bool wanted)
{
	struct unseen unseen = { 0 };

	for (u32 i = 0; i < screen->rails->count; i++) {
		bool in_sight = (int)i >= screen->first && (int)i < screen->first + seen;
		bool now;

		if (in_sight || live_worst(&screen->live->rails[i], &now) == RAIL_VALUES ||
		    now != wanted)
			continue;
		if (!unseen.count++)
			unseen.first = i;
	}
	return unseen;
}

/* In capitals while there is one, as in the row of the rail. */
static void unseen_text(const struct live_screen *screen, int seen, bool now, char text[PART_TEXT])
{
	struct unseen unseen = find_unseen(screen, seen, now);
	const struct rail *rail = &screen->rails->rails[unseen.first];
	const char *where = (int)unseen.first < screen->first ? " above" : " below";
	char name[LIVE_NAME_TEXT], more[32] = "";

	text[0] = '\0';
	if (!unseen.count)
		return;
	if (unseen.count > 1)
		snprintf(more, sizeof(more), ", %u more", unseen.count - 1);
	snprintf(text, PART_TEXT, "%s%s: %s%s", now ? "ALARM" : "alarm", seen ? where : "",
		 live_cut_name(screen->rails, rail, NAME_SHOWN, name), more);
}

void live_head_text(const struct live_screen *screen, int seen, int room, char text[LIVE_HEAD_TEXT])
{
	char sight[PART_TEXT], alarm[PART_TEXT];
	bool scrolls = seen && seen < (int)screen->rails->count && !troubled_rail(screen->rails);
	bool now, fits;

	sight_text(screen, seen, sight);
	unseen_text(screen, seen, true, alarm);
	now = *alarm;
	if (!now)
		unseen_text(screen, seen, false, alarm);
	fits = text_columns(sight) + text_columns(alarm) + 4 <= room;
	if (*alarm && fits)
		snprintf(text, LIVE_HEAD_TEXT, " %s, %s ", sight, alarm);
	else if (now)
		snprintf(text, LIVE_HEAD_TEXT, " %s ", alarm);
	else
		snprintf(text, LIVE_HEAD_TEXT, " %s%s ", sight, scrolls ? ", arrows scroll" : "");
}
