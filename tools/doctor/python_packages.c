// SPDX-License-Identifier: GPL-2.0-only
/*
 * Finds programs written in Python by the places where their packages are installed. The packages
 * are named in facts.c, and judged in doctor.c.
 */
#include "tools/doctor/python_packages.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/port.h"

/** Room for a pattern of glob(3). */
#define PATTERN_TEXT 4096

/* Prefixes, below which "lib/python3.N" is: of the system, of pipx and conda for all users. */
static const char *const prefixes[] = {
	"/usr", "/usr/local", "/opt/pipx/venvs/*", "/opt/conda", "/opt/conda/envs/*",
};

static const char *const homes[] = { "/root", "/home/*" };

/* The same below a home. */
static const char *const home_prefixes[] = {
	"/.local",
	"/.local/share/pipx/venvs/*",
	"/.local/pipx/venvs/*",
	"/miniconda3",
	"/miniconda3/envs/*",
	"/anaconda3",
	"/anaconda3/envs/*",
	"/miniforge3",
	"/miniforge3/envs/*",
};

/* The environment that is active. */
static const char *const variables[] = { "VIRTUAL_ENV", "CONDA_PREFIX" };

/* Takes a path literally, whatever it contains. False if there is no room. */
static bool quote(const char *path, char *quoted, size_t size)
{
	size_t len = 0;

	for (; *path && len + 2 < size; path++) {
		if (strchr("\\*?[", *path))
			quoted[len++] = '\\';
		quoted[len++] = *path;
	}
	quoted[len] = '\0';
	return !*path;
}

static bool is_below(const char *root, const char *home, const char *prefix, const char *file)
{
	static const char *const kinds[] = { "dist-packages", "site-packages" };
	bool found = false;

	for (size_t i = 0; i < ARRAY_SIZE(kinds) && !found; i++) {
		char pattern[PATTERN_TEXT];
		glob_t matches;

		if (snprintf(pattern, sizeof(pattern), "%s%s%s/lib/python3*/%s/%s", root, home,
			     prefix, kinds[i], file) >= PATTERN_TEXT)
			return false;
		found = !glob(pattern, GLOB_NOSORT, NULL, &matches);
		globfree(&matches);
	}
	return found;
}

static bool is_in_home(const char *root, const char *home, const char *file)
{
	bool found = false;

	for (size_t i = 0; i < ARRAY_SIZE(home_prefixes) && !found; i++)
		found = is_below(root, home, home_prefixes[i], file);
	return found;
}

/* Gives the folder that a variable names as a pattern; NULL if it names none. */
static const char *folder_of(const char *variable, char quoted[PATTERN_TEXT])
{
	const char *folder = getenv(variable);

	return folder && *folder == '/' && quote(folder, quoted, PATTERN_TEXT) ? quoted : NULL;
}

bool doctor_find_package(const char *root, const char *file)
{
	char quoted[PATTERN_TEXT];
	bool found = false;

	for (size_t i = 0; i < ARRAY_SIZE(prefixes) && !found; i++)
		found = is_below(root, "", prefixes[i], file);
	for (size_t i = 0; i < ARRAY_SIZE(homes) && !found; i++)
		found = is_in_home(root, homes[i], file);
	for (size_t i = 0; i < ARRAY_SIZE(variables) && !found; i++)
		found = folder_of(variables[i], quoted) && is_below(root, "", quoted, file);
	return found || (folder_of("HOME", quoted) && is_in_home(root, quoted, file));
}
