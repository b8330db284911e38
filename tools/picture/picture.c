// SPDX-License-Identifier: GPL-2.0-only
/* Pictures of cairo, written once they are complete. */
#include "tools/picture/picture.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tools/cli/text.h"

#define FONT "sans-serif"
/** Pixels of a PNG per point. */
#define PNG_SCALE 2
/** Room for a text; no picture is so wide that a longer one fits. */
#define TEXT_MAX 256

static bool has_suffix(const char *path, const char *suffix)
{
	size_t len = strlen(path);

	return len > strlen(suffix) && !strcasecmp(path + len - strlen(suffix), suffix);
}

bool picture_suffix_known(const char *path)
{
	return has_suffix(path, ".svg") || has_suffix(path, ".png");
}

const char *picture_reason(int err)
{
	if (err == -ELIBACC)
		return "pictures need " LAZY_CAIRO_LIBRARY "; install " LAZY_CAIRO_PACKAGE;
	return strerror(-err);
}

static cairo_status_t write_bytes(void *file, const unsigned char *bytes, unsigned int len)
{
	return fwrite(bytes, 1, len, file) == len ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

int picture_begin(struct picture *picture, const char *path, double width, double height)
{
	if (!picture_suffix_known(path))
		return -EINVAL;
	if (!lazy_cairo())
		return -ELIBACC;
	*picture = (struct picture){ .png = has_suffix(path, ".png") };
	picture->memory = open_memstream(&picture->bytes, &picture->len);
	if (!picture->memory)
		return -ENOMEM;
	if (picture->png)
		picture->surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24,
							      (int)ceil(width * PNG_SCALE),
							      (int)ceil(height * PNG_SCALE));
	else
		picture->surface = cairo_svg_surface_create_for_stream(write_bytes, picture->memory,
								       width, height);
	picture->cr = cairo_create(picture->surface);
	if (picture->png)
		cairo_scale(picture->cr, PNG_SCALE, PNG_SCALE);
	cairo_set_source_rgb(picture->cr, 1, 1, 1);
	cairo_paint(picture->cr);
	cairo_select_font_face(picture->cr, FONT, CAIRO_FONT_SLANT_NORMAL,
			       CAIRO_FONT_WEIGHT_NORMAL);
	return 0;
}

/* Completes the picture in memory, so that a full disk is met in one place only. */
static int finish_drawing(struct picture *picture)
{
	cairo_status_t status = cairo_status(picture->cr);
	int err;

	cairo_destroy(picture->cr);
	if (status == CAIRO_STATUS_SUCCESS && picture->png)
		status = cairo_surface_write_to_png_stream(picture->surface, write_bytes,
							   picture->memory);
	cairo_surface_finish(picture->surface);
	if (status == CAIRO_STATUS_SUCCESS)
		status = cairo_surface_status(picture->surface);
	cairo_surface_destroy(picture->surface);
	err = fclose(picture->memory);
	return status == CAIRO_STATUS_SUCCESS && !err ? 0 : -ENOMEM;
}

/* Removes the file after a failed write, unless it is a device or a pipe. */
static void remove_half_made(FILE *file, const char *path)
{
	struct stat st;

	if (!fstat(fileno(file), &st) && S_ISREG(st.st_mode))
		unlink(path);
}

static int write_file(const char *path, const char *bytes, size_t len)
{
	FILE *file = fopen(path, "we");
	int err = 0;

	if (!file)
		return -errno;
	if (fwrite(bytes, 1, len, file) != len || fflush(file)) {
		err = -errno;
		remove_half_made(file, path);
	}
	if (fclose(file) && !err)
		err = -errno;
	return err;
}

int picture_end(struct picture *picture, const char *path)
{
	int err = finish_drawing(picture);

	if (!err)
		err = write_file(path, picture->bytes, picture->len);
	free(picture->bytes);
	return err;
}

/* Copies a text as valid UTF-8: one wrong byte would spoil the whole picture. */
static void copy_clean(char clean[TEXT_MAX], const char *text)
{
	snprintf(clean, TEXT_MAX, "%s", text);
	text_clean(clean);
}

static double width_of(cairo_t *cr, const char *clean)
{
	cairo_text_extents_t box;

	cairo_text_extents(cr, clean, &box);
	return box.x_advance;
}

void picture_text(cairo_t *cr, double x, double y, double align, const char *text)
{
	char clean[TEXT_MAX];

	copy_clean(clean, text);
	cairo_move_to(cr, x - align * width_of(cr, clean), y);
	cairo_show_text(cr, clean);
}

void picture_text_within(cairo_t *cr, double x, double y, double width, const char *text)
{
	char clean[TEXT_MAX], shown[TEXT_MAX + 4];
	int columns;

	copy_clean(clean, text);
	columns = text_columns(clean);
	snprintf(shown, sizeof(shown), "%s", clean);
	while (columns > 1 && width_of(cr, shown) > width) {
		columns--;
		snprintf(shown, sizeof(shown), "%.*s...", (int)text_bytes(clean, columns), clean);
	}
	picture_text(cr, x, y, 0, shown);
}
