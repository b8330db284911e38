/* SPDX-License-Identifier: GPL-2.0-only */
/* A cairo picture that becomes an SVG or PNG file only once it is complete. */
#ifndef RAILGLOW_TOOLS_PICTURE_PICTURE_H
#define RAILGLOW_TOOLS_PICTURE_PICTURE_H

#include <stdbool.h>
#include <stdio.h>

#include "core/port.h"
#include "tools/cli/lazy_cairo.h"

/**
 * struct picture - a picture being drawn
 * @cr: to draw on; white, in points from the top left
 * @surface: surface of @cr
 * @memory: stream that holds an SVG until it is complete
 * @bytes: content of @memory
 * @len: length of @bytes
 * @png: pixels instead of vectors
 */
struct picture {
	cairo_t *cr;
	cairo_surface_t *surface;
	FILE *memory;
	char *bytes;
	size_t len;
	bool png;
};

/** picture_reason() - say why there is no picture, and what to do. */
const char *picture_reason(int err);

/** picture_suffix_known() - does a path end in .svg or .png? */
bool picture_suffix_known(const char *path);

/**
 * picture_begin() - start an empty white picture
 * @picture: filled in; picture_end() must follow
 * @path: of suffix .svg or .png
 * @width: in points
 * @height: in points
 *
 * Return: 0, -EINVAL for an unknown suffix, -ELIBACC without libcairo, -ENOMEM.
 */
int __must_check picture_begin(struct picture *picture, const char *path, double width,
			       double height);

/**
 * picture_end() - write the picture and free it
 * @picture: the picture
 * @path: file to write; removed if it could not be written whole
 *
 * Return: 0, or the negative errno if it could not be drawn or written.
 */
int __must_check picture_end(struct picture *picture, const char *path);

/**
 * picture_text() - write a text on one line
 * @cr: drawn on
 * @x: place of its left end, middle or right end
 * @y: place of its base line
 * @align: @x is 0 the left end, 0.5 the middle, 1 the right end
 * @text: the text
 */
void picture_text(cairo_t *cr, double x, double y, double align, const char *text);

/** picture_text_within() - write from the left, and "..." for the part beyond @width. */
void picture_text_within(cairo_t *cr, double x, double y, double width, const char *text);

#endif /* RAILGLOW_TOOLS_PICTURE_PICTURE_H */
