/* SPDX-License-Identifier: GPL-2.0-only */
/* What standard output is attached to. */
#ifndef RAILGLOW_TOOLS_CLI_TERMINAL_H
#define RAILGLOW_TOOLS_CLI_TERMINAL_H

#include <stdbool.h>

/** terminal_columns() - its width; 80 where there is none. */
unsigned int terminal_columns(void);

/** terminal_colours() - a terminal that shows colours, and nobody minds? */
bool terminal_colours(void);

/** terminal_is_smart() - a terminal whose cursor can be moved? */
bool terminal_is_smart(void);

#endif /* RAILGLOW_TOOLS_CLI_TERMINAL_H */
