/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * libiio, loaded when it is first needed: it brings a dozen libraries along, which commands
 * that do without it should not wait for. Functions keep their names; a file that includes this
 * header calls lazy_iio() first.
 */
#ifndef RAILGLOW_TOOLS_CLI_LAZY_IIO_H
#define RAILGLOW_TOOLS_CLI_LAZY_IIO_H

#include <iio.h>
#include <stdbool.h>

#include "tools/cli/lazy.h"

/** Name of the library, and of the package that has it. */
#define LAZY_IIO_LIBRARY "libiio.so.0"
#define LAZY_IIO_PACKAGE "libiio0"

/**
 * lazy_iio() - load the library, once
 *
 * Return: is it there?
 */
bool lazy_iio(void);

/** Expands @each for every function that is used, to declare, define or list all of them. */
/* clang-format off */
#define LAZY_IIO_SYMBOLS(each) \
	each(iio_buffer_destroy) \
	each(iio_buffer_end) \
	each(iio_buffer_first) \
	each(iio_buffer_refill) \
	each(iio_buffer_set_blocking_mode) \
	each(iio_buffer_start) \
	each(iio_buffer_step) \
	each(iio_channel_attr_read) \
	each(iio_channel_attr_read_double) \
	each(iio_channel_enable) \
	each(iio_channel_get_data_format) \
	each(iio_channel_is_scan_element) \
	each(iio_context_destroy) \
	each(iio_context_find_device) \
	each(iio_context_get_device) \
	each(iio_context_get_devices_count) \
	each(iio_create_local_context) \
	each(iio_device_attr_read) \
	each(iio_device_attr_read_double) \
	each(iio_device_attr_write) \
	each(iio_device_create_buffer) \
	each(iio_device_find_channel) \
	each(iio_device_get_id) \
	each(iio_device_get_name) \
	each(iio_device_get_trigger) \
	each(iio_device_set_trigger)
/* clang-format on */

LAZY_IIO_SYMBOLS(LAZY_DECLARE)

#ifndef LAZY_OWN_NAMES
#define iio_buffer_destroy lazy_iio_buffer_destroy
#define iio_buffer_end lazy_iio_buffer_end
#define iio_buffer_first lazy_iio_buffer_first
#define iio_buffer_refill lazy_iio_buffer_refill
#define iio_buffer_set_blocking_mode lazy_iio_buffer_set_blocking_mode
#define iio_buffer_start lazy_iio_buffer_start
#define iio_buffer_step lazy_iio_buffer_step
#define iio_channel_attr_read lazy_iio_channel_attr_read
#define iio_channel_attr_read_double lazy_iio_channel_attr_read_double
#define iio_channel_enable lazy_iio_channel_enable
#define iio_channel_get_data_format lazy_iio_channel_get_data_format
#define iio_channel_is_scan_element lazy_iio_channel_is_scan_element
#define iio_context_destroy lazy_iio_context_destroy
#define iio_context_find_device lazy_iio_context_find_device
#define iio_context_get_device lazy_iio_context_get_device
#define iio_context_get_devices_count lazy_iio_context_get_devices_count
#define iio_create_local_context lazy_iio_create_local_context
#define iio_device_attr_read lazy_iio_device_attr_read
#define iio_device_attr_read_double lazy_iio_device_attr_read_double
#define iio_device_attr_write lazy_iio_device_attr_write
#define iio_device_create_buffer lazy_iio_device_create_buffer
#define iio_device_find_channel lazy_iio_device_find_channel
#define iio_device_get_id lazy_iio_device_get_id
#define iio_device_get_name lazy_iio_device_get_name
#define iio_device_get_trigger lazy_iio_device_get_trigger
#define iio_device_set_trigger lazy_iio_device_set_trigger
#endif

#endif /* RAILGLOW_TOOLS_CLI_LAZY_IIO_H */
