/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * libcairo, loaded when it is first needed: it brings a dozen libraries along, which commands
 * that do without it should not wait for. Functions keep their names; a file that includes this
 * header calls lazy_cairo() first.
 */
#ifndef RAILGLOW_TOOLS_CLI_LAZY_CAIRO_H
#define RAILGLOW_TOOLS_CLI_LAZY_CAIRO_H

#include <cairo-svg.h>
#include <cairo.h>
#include <stdbool.h>

#include "tools/cli/lazy.h"

/** Name of the library, and of the package that has it. */
#define LAZY_CAIRO_LIBRARY "libcairo.so.2"
#define LAZY_CAIRO_PACKAGE "libcairo2"

/**
 * lazy_cairo() - load the library, once
 *
 * Return: is it there?
 */
bool lazy_cairo(void);

/** Expands @each for every function that is used, to declare, define or list all of them. */
/* clang-format off */
#define LAZY_CAIRO_SYMBOLS(each) \
	each(cairo_clip) \
	each(cairo_create) \
	each(cairo_destroy) \
	each(cairo_fill) \
	each(cairo_image_surface_create) \
	each(cairo_line_to) \
	each(cairo_move_to) \
	each(cairo_new_path) \
	each(cairo_paint) \
	each(cairo_rectangle) \
	each(cairo_restore) \
	each(cairo_save) \
	each(cairo_scale) \
	each(cairo_select_font_face) \
	each(cairo_set_dash) \
	each(cairo_set_font_size) \
	each(cairo_set_line_join) \
	each(cairo_set_line_width) \
	each(cairo_set_source_rgb) \
	each(cairo_set_source_rgba) \
	each(cairo_show_text) \
	each(cairo_status) \
	each(cairo_stroke) \
	each(cairo_surface_destroy) \
	each(cairo_surface_finish) \
	each(cairo_surface_status) \
	each(cairo_surface_write_to_png_stream) \
	each(cairo_svg_surface_create_for_stream) \
	each(cairo_text_extents)
/* clang-format on */

LAZY_CAIRO_SYMBOLS(LAZY_DECLARE)

#ifndef LAZY_OWN_NAMES
#define cairo_clip lazy_cairo_clip
#define cairo_create lazy_cairo_create
#define cairo_destroy lazy_cairo_destroy
#define cairo_fill lazy_cairo_fill
#define cairo_image_surface_create lazy_cairo_image_surface_create
#define cairo_line_to lazy_cairo_line_to
#define cairo_move_to lazy_cairo_move_to
#define cairo_new_path lazy_cairo_new_path
#define cairo_paint lazy_cairo_paint
#define cairo_rectangle lazy_cairo_rectangle
#define cairo_restore lazy_cairo_restore
#define cairo_save lazy_cairo_save
#define cairo_scale lazy_cairo_scale
#define cairo_select_font_face lazy_cairo_select_font_face
#define cairo_set_dash lazy_cairo_set_dash
#define cairo_set_font_size lazy_cairo_set_font_size
#define cairo_set_line_join lazy_cairo_set_line_join
#define cairo_set_line_width lazy_cairo_set_line_width
#define cairo_set_source_rgb lazy_cairo_set_source_rgb
#define cairo_set_source_rgba lazy_cairo_set_source_rgba
#define cairo_show_text lazy_cairo_show_text
#define cairo_status lazy_cairo_status
#define cairo_stroke lazy_cairo_stroke
#define cairo_surface_destroy lazy_cairo_surface_destroy
#define cairo_surface_finish lazy_cairo_surface_finish
#define cairo_surface_status lazy_cairo_surface_status
#define cairo_surface_write_to_png_stream lazy_cairo_surface_write_to_png_stream
#define cairo_svg_surface_create_for_stream lazy_cairo_svg_surface_create_for_stream
#define cairo_text_extents lazy_cairo_text_extents
#endif

#endif /* RAILGLOW_TOOLS_CLI_LAZY_CAIRO_H */
