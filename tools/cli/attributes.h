/* SPDX-License-Identifier: GPL-2.0-only */
/* Compiler attributes under the names the kernel gives them. */
#ifndef RAILGLOW_TOOLS_CLI_ATTRIBUTES_H
#define RAILGLOW_TOOLS_CLI_ATTRIBUTES_H

/** The arguments are a printf() format, at position @a, and its values from @b on. */
#define __printf(a, b) __attribute__((__format__(printf, a, b)))

#endif /* RAILGLOW_TOOLS_CLI_ATTRIBUTES_H */
