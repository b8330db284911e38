// SPDX-License-Identifier: GPL-2.0-only
/* The clock of the tool, CLOCK_MONOTONIC. */
#include "tools/cli/clock.h"

#include <time.h>

u64 clock_now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (u64)now.tv_sec * RG_NS_PER_S + (u64)now.tv_nsec;
}
