// SPDX-License-Identifier: GPL-2.0-only
#include "tools/rails_select.h"

#include <stdlib.h>

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

enum tool_status rails_named(const struct rails *rails, const char *name, struct rail **rail)
{
	const struct rail *first = rails->rails;

	*rail = rails_find(rails, name);
	if (*rail)
		return TOOL_OK;
	if (errno == EEXIST)
		return cli_fail(TOOL_USAGE, "several rails are called \"%s\"; write CHIP/%s", name,
				name);
	return cli_fail(TOOL_ABSENT, "there is no rail \"%s\"; the first is \"%s\" of %s", name,
			first->label, first->chip);
}

enum tool_status rails_keep(struct rails *rails, char **names, int count)
{
	struct rail *kept = calloc((size_t)count + 1, sizeof(*kept));
	enum tool_status status = TOOL_OK;

	if (!kept)
		return cli_fail(TOOL_FAILED, "there is not enough memory");
	for (int i = 0; !status && i < count; i++) {
		struct rail *rail;

		status = rails_named(rails, names[i], &rail);
		if (!status)
			kept[i] = *rail;
	}
	if (status || !count) {
		free(kept);
		return status;
	}
	free(rails->rails);
	rails->rails = kept;
	rails->count = (u32)count;
	return TOOL_OK;
}
