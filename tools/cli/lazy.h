/* SPDX-License-Identifier: GPL-2.0-only */
/* Pointers to functions of libraries that are loaded when they are first needed. */
#ifndef RAILGLOW_TOOLS_CLI_LAZY_H
#define RAILGLOW_TOOLS_CLI_LAZY_H

/** Declares the pointer through which a function is called. */
#define LAZY_DECLARE(function) extern __typeof__(function) *lazy_##function;

#endif /* RAILGLOW_TOOLS_CLI_LAZY_H */
