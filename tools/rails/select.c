// SPDX-License-Identifier: GPL-2.0-only
/*
 * Rails by the names on a command line, and sentences for those that are not there. Labels,
 * CHIP/label and CHIP/number are matched in rails.c. Lists of --rails are taken apart in
 * tools/cmd/record.c and tools/recording/file_operand.c.
 */
#include "tools/rails/select.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/port.h"

/** Room for names of rails in a message, and the end of one that has no room for all. */
#define NAMES_TEXT 240
#define MORE_NAMES " and %u more, which \"railglow rails --names\" lists"

enum tool_status rails_need(struct rails *rails)
{
	int err = rails_open(rails);

	if (err)
		return cli_fail(TOOL_FAILED, "libsensors could not be set up; try sensors(1)");
	if (rails->count)
		return TOOL_OK;
	rails_close(rails);
	return cli_fail(TOOL_ABSENT, "there is no INA3221 here; \"railglow doctor\" says why");
}

/* As many as fit; who has more lists them. */
static void list_names(const struct rails *rails, char text[NAMES_TEXT])
{
	size_t used = 0;

	text[0] = '\0';
	for (u32 i = 0; i < rails->count; i++) {
		char name[RAIL_CALLED];

		rails_call(rails, &rails->rails[i], name);
		if (used && used + strlen(name) + strlen(MORE_NAMES) + 8 > NAMES_TEXT) {
			snprintf(text + used, NAMES_TEXT - used, MORE_NAMES, rails->count - i);
			return;
		}
		used += (size_t)snprintf(text + used, NAMES_TEXT - used, "%s%s", used ? ", " : "",
					 name);
	}
}

enum tool_status rails_named(const struct rails *rails, const char *name, struct rail **rail)
{
	char known[NAMES_TEXT];

	*rail = rails_find(rails, name);
	if (*rail)
		return TOOL_OK;
	if (errno == EEXIST)
		return cli_fail(TOOL_USAGE,
				"several rails are called \"%s\"; \"railglow rails --names\" tells "
				"them apart",
				name);
	list_names(rails, known);
	return cli_fail(TOOL_ABSENT, "there is no rail \"%s\"; there %s %s", name,
			rails->count == 1 ? "is" : "are", known);
}

/* Named twice, a rail is still one. */
static bool is_kept(const struct rail *kept, u32 count, const struct rail *rail)
{
	for (u32 i = 0; i < count; i++) {
		if (kept[i].number == rail->number && !strcmp(kept[i].path, rail->path))
			return true;
	}
	return false;
}

enum tool_status rails_keep(struct rails *rails, char **names, int count)
{
	struct rail *kept = calloc((size_t)count + 1, sizeof(*kept));
	enum tool_status status = TOOL_OK;
	u32 kept_count = 0;

	if (!kept)
		return cli_fail(TOOL_FAILED, "there is not enough memory");
	for (int i = 0; i < count; i++) {
		struct rail *rail;
		enum tool_status wrong = rails_named(rails, names[i], &rail);

		if (!wrong && !is_kept(kept, kept_count, rail))
			kept[kept_count++] = *rail;
		status = status ? status : wrong;
	}
	if (status || !count) {
		free(kept);
		return status;
	}
	free(rails->rails);
	rails->rails = kept;
	rails->count = kept_count;
	return TOOL_OK;
}

/* Lists the chips that are gone, and gives their number. Rails are in the order of their chips. */
static u32 list_gone(const struct rails *rails, char text[NAMES_TEXT])
{
	size_t used = 0;
	u32 count = 0;

	text[0] = '\0';
	for (u32 i = 0; i < rails->count; i++) {
		const struct rail *rail = &rails->rails[i];

		if ((i && rails_same_chip(rail, rail - 1)) || !rails_is_gone(rail))
			continue;
		count++;
		if (used + strlen(rail->chip) + 3 <= NAMES_TEXT)
			used += (size_t)snprintf(text + used, NAMES_TEXT - used, "%s%s",
						 used ? ", " : "", rail->chip);
	}
	return count;
}

const char *rails_gone(const struct rails *rails, char text[RAILS_GONE])
{
	bool several = rails->count &&
		       !rails_same_chip(&rails->rails[0], &rails->rails[rails->count - 1]);
	char names[NAMES_TEXT];
	u32 gone = list_gone(rails, names);

	if (!several)
		snprintf(text, RAILS_GONE, "the chip is gone");
	else if (!gone)
		snprintf(text, RAILS_GONE, "a chip is gone");
	else
		snprintf(text, RAILS_GONE, "the chip%s %s %s gone", gone == 1 ? "" : "s", names,
			 gone == 1 ? "is" : "are");
	return text;
}

enum tool_status rails_complain(const struct rails *rails)
{
	char name[RAIL_CALLED];

	for (u32 i = 0; i < rails->count; i++) {
		const struct rail *rail = &rails->rails[i];

		if (rail->error)
			return cli_fail(TOOL_FAILED,
					"\"%s\" could not be read: %s; check its chip and bus",
					rails_call(rails, rail, name), strerror(-rail->error));
	}
	return TOOL_OK;
}
