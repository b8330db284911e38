/* SPDX-License-Identifier: GPL-2.0-only */
/* Finding the rails that a command line names, with words if there are none. */
#ifndef RAILGLOW_TOOLS_RAILS_SELECT_H
#define RAILGLOW_TOOLS_RAILS_SELECT_H

#include "tools/cli/cli.h"
#include "tools/rails/rails.h"

/** rails_need() - rails_open(), and a sentence if there is no rail at all. */
enum tool_status rails_need(struct rails *rails);

/** rails_named() - the rail of that name in @rail, or a sentence. */
enum tool_status rails_named(const struct rails *rails, const char *name, struct rail **rail);

/**
 * rails_keep() - forget all rails but the named ones
 * @rails: all rails
 * @names: the rails to keep
 * @count: how many names; 0 keeps all
 */
enum tool_status rails_keep(struct rails *rails, char **names, int count);

/** Room for what rails_gone() writes. */
#define RAILS_GONE 280

/**
 * rails_gone() - a sentence about a chip that is gone, which of several it names
 * @rails: the rails that could not be read
 * @text: filled in, "the chip is gone"
 *
 * Return: @text.
 */
const char *rails_gone(const struct rails *rails, char text[RAILS_GONE]);

/**
 * rails_complain() - say if a rail could not be read, and why
 * @rails: the rails that were read
 *
 * Return: TOOL_OK, or TOOL_FAILED after a sentence.
 */
enum tool_status rails_complain(const struct rails *rails);

#endif /* RAILGLOW_TOOLS_RAILS_SELECT_H */
