/* SPDX-License-Identifier: GPL-2.0-only */
/* The clock of the tool, which is that of the drivers. */
#ifndef RAILGLOW_TOOLS_CLI_CLOCK_H
#define RAILGLOW_TOOLS_CLI_CLOCK_H

#include "core/port.h"

/** clock_now_ns() - read CLOCK_MONOTONIC. */
u64 clock_now_ns(void);

#endif /* RAILGLOW_TOOLS_CLI_CLOCK_H */
