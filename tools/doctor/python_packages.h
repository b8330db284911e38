/* SPDX-License-Identifier: GPL-2.0-only */
/* Programs in Python that read the chip's files, found by the places of their packages. */
#ifndef RAILGLOW_TOOLS_DOCTOR_PYTHON_PACKAGES_H
#define RAILGLOW_TOOLS_DOCTOR_PYTHON_PACKAGES_H

#include <stdbool.h>

/**
 * doctor_find_package() - is a file of a Python package installed?
 * @root: folder before /usr, "" for this machine
 * @file: the file, "jtop/core/power.py"
 *
 * Looks where Debian, pip, pipx and conda put packages, for all users and for each, and in the
 * environment that is active; not in others, which may be anywhere.
 */
bool doctor_find_package(const char *root, const char *file);

#endif /* RAILGLOW_TOOLS_DOCTOR_PYTHON_PACKAGES_H */
