/* SPDX-License-Identifier: GPL-2.0-only */
/* Programs in Python that read the chip's files, by where they are installed. */
#ifndef RAILGLOW_TOOLS_DOCTOR_PACKAGES_H
#define RAILGLOW_TOOLS_DOCTOR_PACKAGES_H

#include <stdbool.h>

/**
 * doctor_find_package() - is a file of a Python package installed?
 * @root: what comes before /usr, "" for this machine
 * @file: the file, "jtop/core/power.py"
 *
 * Looks where Debian and pip put packages, for all users and for each; not in virtual
 * environments, which may be anywhere.
 */
bool doctor_find_package(const char *root, const char *file);

#endif /* RAILGLOW_TOOLS_DOCTOR_PACKAGES_H */
