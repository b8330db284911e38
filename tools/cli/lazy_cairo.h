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

/** Name of the library, and of the package that has it. */
#define LAZY_CAIRO_LIBRARY "libcairo.so.2"
#define LAZY_CAIRO_PACKAGE "libcairo2"

/**
 * lazy_cairo() - load the library, once
 *
 * Return: is it there?
 */
bool lazy_cairo(void);

extern __typeof__(cairo_clip) *lazy_cairo_clip;
extern __typeof__(cairo_create) *lazy_cairo_create;
extern __typeof__(cairo_destroy) *lazy_cairo_destroy;
extern __typeof__(cairo_fill) *lazy_cairo_fill;
extern __typeof__(cairo_image_surface_create) *lazy_cairo_image_surface_create;
extern __typeof__(cairo_line_to) *lazy_cairo_line_to;
extern __typeof__(cairo_move_to) *lazy_cairo_move_to;
extern __typeof__(cairo_new_path) *lazy_cairo_new_path;
extern __typeof__(cairo_paint) *lazy_cairo_paint;
extern __typeof__(cairo_rectangle) *lazy_cairo_rectangle;
extern __typeof__(cairo_restore) *lazy_cairo_restore;
extern __typeof__(cairo_save) *lazy_cairo_save;
extern __typeof__(cairo_scale) *lazy_cairo_scale;
extern __typeof__(cairo_select_font_face) *lazy_cairo_select_font_face;
extern __typeof__(cairo_set_dash) *lazy_cairo_set_dash;
extern __typeof__(cairo_set_font_size) *lazy_cairo_set_font_size;
extern __typeof__(cairo_set_line_join) *lazy_cairo_set_line_join;
extern __typeof__(cairo_set_line_width) *lazy_cairo_set_line_width;
extern __typeof__(cairo_set_source_rgb) *lazy_cairo_set_source_rgb;
extern __typeof__(cairo_set_source_rgba) *lazy_cairo_set_source_rgba;
extern __typeof__(cairo_show_text) *lazy_cairo_show_text;
extern __typeof__(cairo_status) *lazy_cairo_status;
extern __typeof__(cairo_stroke) *lazy_cairo_stroke;
extern __typeof__(cairo_surface_destroy) *lazy_cairo_surface_destroy;
extern __typeof__(cairo_surface_finish) *lazy_cairo_surface_finish;
extern __typeof__(cairo_surface_status) *lazy_cairo_surface_status;
extern __typeof__(cairo_surface_write_to_png_stream) *lazy_cairo_surface_write_to_png_stream;
extern __typeof__(cairo_svg_surface_create_for_stream) *lazy_cairo_svg_surface_create_for_stream;
extern __typeof__(cairo_text_extents) *lazy_cairo_text_extents;

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
