/* SPDX-License-Identifier: GPL-2.0-only */
/* Abilities of the terminal that standard output goes to. */
#ifndef RAILGLOW_TOOLS_CLI_TERMINAL_H
#define RAILGLOW_TOOLS_CLI_TERMINAL_H

#include <stdbool.h>

/** terminal_columns() - its width; 80 without a terminal. */
unsigned int terminal_columns(void);

/** terminal_colours() - does it show colours, and does the environment allow them? */
bool terminal_colours(void);

/** terminal_is_smart() - can its cursor be moved? */
bool terminal_is_smart(void);

#endif /* RAILGLOW_TOOLS_CLI_TERMINAL_H */
