// SPDX-License-Identifier: GPL-2.0-only
/*
 * Libraries (cairo, libiio) that are loaded when they are first needed; libsensors is linked.
 * Messages about a missing one are in tools/picture/picture.c (cairo) and tools/cmd/record.c
 * (libiio).
 */
#define LAZY_OWN_NAMES
#include <dlfcn.h>
#include <stdbool.h>
#include <stddef.h>

#include "tools/cli/lazy_cairo.h"
#include "tools/cli/lazy_iio.h"

/** struct symbol - a function by its name, and the pointer it is called through */
struct symbol {
	const char *name;
	void **pointer;
};

__typeof__(cairo_clip) *lazy_cairo_clip;
__typeof__(cairo_create) *lazy_cairo_create;
__typeof__(cairo_destroy) *lazy_cairo_destroy;
__typeof__(cairo_fill) *lazy_cairo_fill;
__typeof__(cairo_image_surface_create) *lazy_cairo_image_surface_create;
__typeof__(cairo_line_to) *lazy_cairo_line_to;
__typeof__(cairo_move_to) *lazy_cairo_move_to;
__typeof__(cairo_new_path) *lazy_cairo_new_path;
__typeof__(cairo_paint) *lazy_cairo_paint;
__typeof__(cairo_rectangle) *lazy_cairo_rectangle;
__typeof__(cairo_restore) *lazy_cairo_restore;
__typeof__(cairo_save) *lazy_cairo_save;
__typeof__(cairo_scale) *lazy_cairo_scale;
__typeof__(cairo_select_font_face) *lazy_cairo_select_font_face;
__typeof__(cairo_set_dash) *lazy_cairo_set_dash;
__typeof__(cairo_set_font_size) *lazy_cairo_set_font_size;
__typeof__(cairo_set_line_join) *lazy_cairo_set_line_join;
__typeof__(cairo_set_line_width) *lazy_cairo_set_line_width;
__typeof__(cairo_set_source_rgb) *lazy_cairo_set_source_rgb;
__typeof__(cairo_set_source_rgba) *lazy_cairo_set_source_rgba;
__typeof__(cairo_show_text) *lazy_cairo_show_text;
__typeof__(cairo_status) *lazy_cairo_status;
__typeof__(cairo_stroke) *lazy_cairo_stroke;
__typeof__(cairo_surface_destroy) *lazy_cairo_surface_destroy;
__typeof__(cairo_surface_finish) *lazy_cairo_surface_finish;
__typeof__(cairo_surface_status) *lazy_cairo_surface_status;
__typeof__(cairo_surface_write_to_png_stream) *lazy_cairo_surface_write_to_png_stream;
__typeof__(cairo_svg_surface_create_for_stream) *lazy_cairo_svg_surface_create_for_stream;
__typeof__(cairo_text_extents) *lazy_cairo_text_extents;
__typeof__(iio_buffer_destroy) *lazy_iio_buffer_destroy;
__typeof__(iio_buffer_end) *lazy_iio_buffer_end;
__typeof__(iio_buffer_first) *lazy_iio_buffer_first;
__typeof__(iio_buffer_refill) *lazy_iio_buffer_refill;
__typeof__(iio_buffer_set_blocking_mode) *lazy_iio_buffer_set_blocking_mode;
__typeof__(iio_buffer_start) *lazy_iio_buffer_start;
__typeof__(iio_buffer_step) *lazy_iio_buffer_step;
__typeof__(iio_channel_attr_read) *lazy_iio_channel_attr_read;
__typeof__(iio_channel_attr_read_double) *lazy_iio_channel_attr_read_double;
__typeof__(iio_channel_enable) *lazy_iio_channel_enable;
__typeof__(iio_channel_get_data_format) *lazy_iio_channel_get_data_format;
__typeof__(iio_channel_is_scan_element) *lazy_iio_channel_is_scan_element;
__typeof__(iio_context_destroy) *lazy_iio_context_destroy;
__typeof__(iio_context_find_device) *lazy_iio_context_find_device;
__typeof__(iio_context_get_device) *lazy_iio_context_get_device;
__typeof__(iio_context_get_devices_count) *lazy_iio_context_get_devices_count;
__typeof__(iio_create_local_context) *lazy_iio_create_local_context;
__typeof__(iio_device_attr_read) *lazy_iio_device_attr_read;
__typeof__(iio_device_attr_read_double) *lazy_iio_device_attr_read_double;
__typeof__(iio_device_attr_write) *lazy_iio_device_attr_write;
__typeof__(iio_device_create_buffer) *lazy_iio_device_create_buffer;
__typeof__(iio_device_find_channel) *lazy_iio_device_find_channel;
__typeof__(iio_device_get_id) *lazy_iio_device_get_id;
__typeof__(iio_device_get_name) *lazy_iio_device_get_name;
__typeof__(iio_device_get_trigger) *lazy_iio_device_get_trigger;
__typeof__(iio_device_set_trigger) *lazy_iio_device_set_trigger;

static const struct symbol cairo_symbols[] = {
	{ "cairo_clip", (void **)&lazy_cairo_clip },
	{ "cairo_create", (void **)&lazy_cairo_create },
	{ "cairo_destroy", (void **)&lazy_cairo_destroy },
	{ "cairo_fill", (void **)&lazy_cairo_fill },
	{ "cairo_image_surface_create", (void **)&lazy_cairo_image_surface_create },
	{ "cairo_line_to", (void **)&lazy_cairo_line_to },
	{ "cairo_move_to", (void **)&lazy_cairo_move_to },
	{ "cairo_new_path", (void **)&lazy_cairo_new_path },
	{ "cairo_paint", (void **)&lazy_cairo_paint },
	{ "cairo_rectangle", (void **)&lazy_cairo_rectangle },
	{ "cairo_restore", (void **)&lazy_cairo_restore },
	{ "cairo_save", (void **)&lazy_cairo_save },
	{ "cairo_scale", (void **)&lazy_cairo_scale },
	{ "cairo_select_font_face", (void **)&lazy_cairo_select_font_face },
	{ "cairo_set_dash", (void **)&lazy_cairo_set_dash },
	{ "cairo_set_font_size", (void **)&lazy_cairo_set_font_size },
	{ "cairo_set_line_join", (void **)&lazy_cairo_set_line_join },
	{ "cairo_set_line_width", (void **)&lazy_cairo_set_line_width },
	{ "cairo_set_source_rgb", (void **)&lazy_cairo_set_source_rgb },
	{ "cairo_set_source_rgba", (void **)&lazy_cairo_set_source_rgba },
	{ "cairo_show_text", (void **)&lazy_cairo_show_text },
	{ "cairo_status", (void **)&lazy_cairo_status },
	{ "cairo_stroke", (void **)&lazy_cairo_stroke },
	{ "cairo_surface_destroy", (void **)&lazy_cairo_surface_destroy },
	{ "cairo_surface_finish", (void **)&lazy_cairo_surface_finish },
	{ "cairo_surface_status", (void **)&lazy_cairo_surface_status },
	{ "cairo_surface_write_to_png_stream", (void **)&lazy_cairo_surface_write_to_png_stream },
	{ "cairo_svg_surface_create_for_stream",
	  (void **)&lazy_cairo_svg_surface_create_for_stream },
	{ "cairo_text_extents", (void **)&lazy_cairo_text_extents },
	{ NULL, NULL },
};

static const struct symbol iio_symbols[] = {
	{ "iio_buffer_destroy", (void **)&lazy_iio_buffer_destroy },
	{ "iio_buffer_end", (void **)&lazy_iio_buffer_end },
	{ "iio_buffer_first", (void **)&lazy_iio_buffer_first },
	{ "iio_buffer_refill", (void **)&lazy_iio_buffer_refill },
	{ "iio_buffer_set_blocking_mode", (void **)&lazy_iio_buffer_set_blocking_mode },
	{ "iio_buffer_start", (void **)&lazy_iio_buffer_start },
	{ "iio_buffer_step", (void **)&lazy_iio_buffer_step },
	{ "iio_channel_attr_read", (void **)&lazy_iio_channel_attr_read },
	{ "iio_channel_attr_read_double", (void **)&lazy_iio_channel_attr_read_double },
	{ "iio_channel_enable", (void **)&lazy_iio_channel_enable },
	{ "iio_channel_get_data_format", (void **)&lazy_iio_channel_get_data_format },
	{ "iio_channel_is_scan_element", (void **)&lazy_iio_channel_is_scan_element },
	{ "iio_context_destroy", (void **)&lazy_iio_context_destroy },
	{ "iio_context_find_device", (void **)&lazy_iio_context_find_device },
	{ "iio_context_get_device", (void **)&lazy_iio_context_get_device },
	{ "iio_context_get_devices_count", (void **)&lazy_iio_context_get_devices_count },
	{ "iio_create_local_context", (void **)&lazy_iio_create_local_context },
	{ "iio_device_attr_read", (void **)&lazy_iio_device_attr_read },
	{ "iio_device_attr_read_double", (void **)&lazy_iio_device_attr_read_double },
	{ "iio_device_attr_write", (void **)&lazy_iio_device_attr_write },
	{ "iio_device_create_buffer", (void **)&lazy_iio_device_create_buffer },
	{ "iio_device_find_channel", (void **)&lazy_iio_device_find_channel },
	{ "iio_device_get_id", (void **)&lazy_iio_device_get_id },
	{ "iio_device_get_name", (void **)&lazy_iio_device_get_name },
	{ "iio_device_get_trigger", (void **)&lazy_iio_device_get_trigger },
	{ "iio_device_set_trigger", (void **)&lazy_iio_device_set_trigger },
	{ NULL, NULL },
};

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
