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

/** Name of the library, and of the package that has it. */
#define LAZY_IIO_LIBRARY "libiio.so.0"
#define LAZY_IIO_PACKAGE "libiio0"

/**
 * lazy_iio() - load the library, once
 *
 * Return: is it there?
 */
bool lazy_iio(void);

extern __typeof__(iio_buffer_destroy) *lazy_iio_buffer_destroy;
extern __typeof__(iio_buffer_end) *lazy_iio_buffer_end;
extern __typeof__(iio_buffer_first) *lazy_iio_buffer_first;
extern __typeof__(iio_buffer_refill) *lazy_iio_buffer_refill;
extern __typeof__(iio_buffer_set_blocking_mode) *lazy_iio_buffer_set_blocking_mode;
extern __typeof__(iio_buffer_start) *lazy_iio_buffer_start;
extern __typeof__(iio_buffer_step) *lazy_iio_buffer_step;
extern __typeof__(iio_channel_attr_read) *lazy_iio_channel_attr_read;
extern __typeof__(iio_channel_attr_read_double) *lazy_iio_channel_attr_read_double;
extern __typeof__(iio_channel_enable) *lazy_iio_channel_enable;
extern __typeof__(iio_channel_get_data_format) *lazy_iio_channel_get_data_format;
extern __typeof__(iio_channel_is_scan_element) *lazy_iio_channel_is_scan_element;
extern __typeof__(iio_context_destroy) *lazy_iio_context_destroy;
extern __typeof__(iio_context_find_device) *lazy_iio_context_find_device;
extern __typeof__(iio_context_get_device) *lazy_iio_context_get_device;
extern __typeof__(iio_context_get_devices_count) *lazy_iio_context_get_devices_count;
extern __typeof__(iio_create_local_context) *lazy_iio_create_local_context;
extern __typeof__(iio_device_attr_read) *lazy_iio_device_attr_read;
extern __typeof__(iio_device_attr_read_double) *lazy_iio_device_attr_read_double;
extern __typeof__(iio_device_attr_write) *lazy_iio_device_attr_write;
extern __typeof__(iio_device_create_buffer) *lazy_iio_device_create_buffer;
extern __typeof__(iio_device_find_channel) *lazy_iio_device_find_channel;
extern __typeof__(iio_device_get_id) *lazy_iio_device_get_id;
extern __typeof__(iio_device_get_name) *lazy_iio_device_get_name;
extern __typeof__(iio_device_get_trigger) *lazy_iio_device_get_trigger;
extern __typeof__(iio_device_set_trigger) *lazy_iio_device_set_trigger;

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
