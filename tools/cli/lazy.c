// SPDX-License-Identifier: GPL-2.0-only
/* Libraries that are loaded when they are first needed. */
#define LAZY_OWN_NAMES
#include <dlfcn.h>
#include <stddef.h>

#include "tools/cli/lazy_cairo.h"
#include "tools/cli/lazy_iio.h"

/** struct symbol - a function by its name, and the pointer it is called through */
struct symbol {
	const char *name;
	void **pointer;
};

#define DEFINE_POINTER(function) __typeof__(function) *lazy_##function;
#define TABLE_ENTRY(function) { #function, (void **)&lazy_##function },

LAZY_CAIRO_SYMBOLS(DEFINE_POINTER)
LAZY_IIO_SYMBOLS(DEFINE_POINTER)

static const struct symbol cairo_symbols[] = { LAZY_CAIRO_SYMBOLS(TABLE_ENTRY){ NULL, NULL } };

static const struct symbol iio_symbols[] = { LAZY_IIO_SYMBOLS(TABLE_ENTRY){ NULL, NULL } };

/* Loads a library and never lets it go: fonts and contexts keep pointers into it. */
static bool load_library(const char *library, const struct symbol *symbols)
{
	void *handle;

	if (*symbols->pointer)
		return true;
	handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);
	for (const struct symbol *symbol = symbols; handle && symbol->name; symbol++) {
		*symbol->pointer = dlsym(handle, symbol->name);
		if (!*symbol->pointer) {
			*symbols->pointer = NULL;
			return false;
		}
	}
	return handle;
}

bool lazy_cairo(void)
{
	return load_library(LAZY_CAIRO_LIBRARY, cairo_symbols);
}

bool lazy_iio(void)
{
	return load_library(LAZY_IIO_LIBRARY, iio_symbols);
}
