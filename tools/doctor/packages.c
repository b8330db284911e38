// SPDX-License-Identifier: GPL-2.0-only
/* Programs in Python, by the places where packages are installed. */
#include "tools/doctor/packages.h"

#include <glob.h>
#include <stdio.h>
#include <stddef.h>

static const char *const folders[] = {
	"/usr/lib/python3*/dist-packages",	   "/usr/lib/python3*/site-packages",
	"/usr/local/lib/python3*/dist-packages",   "/usr/local/lib/python3*/site-packages",
	"/root/.local/lib/python3*/site-packages", "/home/*/.local/lib/python3*/site-packages",
};

bool doctor_find_package(const char *root, const char *file)
{
	bool found = false;

	for (size_t i = 0; i < sizeof(folders) / sizeof(*folders) && !found; i++) {
		char pattern[1024];
		glob_t matches;

		snprintf(pattern, sizeof(pattern), "%s%s/%s", root, folders[i], file);
		found = !glob(pattern, GLOB_NOSORT, NULL, &matches);
		globfree(&matches);
	}
	return found;
}
