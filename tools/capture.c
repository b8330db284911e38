// SPDX-License-Identifier: GPL-2.0-only
#include "tools/capture.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "tools/lazy_iio.h"

/** Scans the kernel keeps for us: seconds of them even at the chip's highest rate. */
#define KERNEL_SCANS 4096
#define READ_NS (200 * RG_NS_PER_MS)
#define POLL_HZ_DEFAULT 10.0
#define POLL_HZ_MAX 1000.0
#define MICRO 1000000.0

/** struct source - where a rail's words are in a scan */
struct source {
	struct iio_channel *bus;
	struct iio_channel *shunt;
	double uv_per_count;
	double ua_per_count;
};

struct capture {
	struct rails *rails;
	struct iio_context *context;
	struct iio_device *device;
	struct iio_buffer *buffer;
	struct iio_channel *stamp;
	struct source sources[RECORDING_RAILS_MAX];
	u64 period_ns;
	u64 next_ns;
};

/* Do two folders of sysfs belong to one chip? */
static bool same_parent(const char *hwmon, const char *iio_id)
{
	char path[RAIL_PATH * 2];
	char *left, *right;
	bool same;

	snprintf(path, sizeof(path), "%s/device", hwmon);
	left = realpath(path, NULL);
	snprintf(path, sizeof(path), "/sys/bus/iio/devices/%s/..", iio_id);
	right = realpath(path, NULL);
	same = left && right && !strcmp(left, right);
	free(left);
	free(right);
	return same;
}

static bool one_chip(const struct rails *rails)
{
	for (u32 i = 1; i < rails->count; i++) {
		if (strcmp(rails->rails[i].path, rails->rails[0].path) != 0)
			return false;
	}
	return rails->count > 0;
}

static struct iio_device *find_device(const struct capture *capture)
{
	for (unsigned int i = 0; i < iio_context_get_devices_count(capture->context); i++) {
		struct iio_device *device = iio_context_get_device(capture->context, i);

		if (same_parent(capture->rails->rails[0].path, iio_device_get_id(device)))
			return device;
	}
	return NULL;
}

/* Input numbers of the chip: bus of rail n is 2n - 2, its other side one more. */
static bool find_channels(struct capture *capture, u32 rail)
{
	struct source *source = &capture->sources[rail];
	u32 input = 2 * (capture->rails->rails[rail].number - 1);
	char name[48];

	snprintf(name, sizeof(name), "voltage%u", input);
	source->bus = iio_device_find_channel(capture->device, name, false);
	snprintf(name, sizeof(name), "voltage%u-voltage%u", input + 1, input);
	source->shunt = iio_device_find_channel(capture->device, name, false);
	return source->bus && source->shunt && iio_channel_is_scan_element(source->bus) &&
	       iio_channel_is_scan_element(source->shunt);
}

static int find_scales(struct capture *capture, u32 rail, struct capture_settings *settings)
{
	struct source *source = &capture->sources[rail];
	double bus_mv, shunt_mv;

	if (iio_channel_attr_read_double(source->bus, "scale", &bus_mv) ||
	    iio_channel_attr_read_double(source->shunt, "scale", &shunt_mv) ||
	    !(settings->shunt_ohm[rail] > 0))
		return -EINVAL;
	source->uv_per_count = bus_mv * 1000;
	source->ua_per_count = shunt_mv * 1000 / settings->shunt_ohm[rail];
	return 0;
}

static void note_attribute(struct iio_channel *channel, const char *attribute, const char *key,
			   char note[CAPTURE_NOTE])
{
	char value[64];

	if (iio_channel_attr_read(channel, attribute, value, sizeof(value)) > 0)
		snprintf(note, CAPTURE_NOTE, "%s: %s", key, value);
}

static void note_settings(const struct capture *capture, struct capture_settings *settings)
{
	const struct source *first = &capture->sources[0];
	char value[64];

	note_attribute(first->bus, "integration_time", "integration_time_bus", settings->notes[0]);
	note_attribute(first->shunt, "integration_time", "integration_time_shunt",
		       settings->notes[1]);
	if (iio_device_attr_read(capture->device, "oversampling_ratio", value, sizeof(value)) > 0)
		snprintf(settings->notes[2], CAPTURE_NOTE, "oversampling_ratio: %s", value);
	iio_device_attr_read_double(capture->device, "sampling_frequency", &settings->rate_hz);
}

/* From the chip's IIO face, else from hwmon, which counts in micro-ohms. */
static void find_shunts(const struct capture *capture, struct capture_settings *settings)
{
	for (u32 i = 0; i < capture->rails->count; i++) {
		const struct rail *rail = &capture->rails->rails[i];
		char path[RAIL_PATH + 32];
		double uohm = NAN;
		FILE *file;

		snprintf(path, sizeof(path), "%s/shunt%u_resistor", rail->path, rail->number);
		file = fopen(path, "re");
		if (file && fscanf(file, "%lf", &uohm) != 1)
			uohm = NAN;
		if (file)
			fclose(file);
		settings->shunt_ohm[i] = uohm > 0 ? uohm / MICRO : NAN;
	}
}

static void enable_channels(struct capture *capture)
{
	for (u32 i = 0; i < capture->rails->count; i++) {
		iio_channel_enable(capture->sources[i].bus);
		iio_channel_enable(capture->sources[i].shunt);
	}
	iio_channel_enable(capture->stamp);
}

/* The driver's own trigger paces scans; it is the default unless somebody took it away. */
static void choose_trigger(struct capture *capture)
{
	const struct iio_device *trigger = NULL;
	char id[RAIL_NAME];

	if (!iio_device_get_trigger(capture->device, &trigger) && trigger)
		return;
	snprintf(id, sizeof(id), "%s-dev%s", iio_device_get_name(capture->device),
		 iio_device_get_id(capture->device) + strlen("iio:device"));
	trigger = iio_context_find_device(capture->context, id);
	if (trigger)
		(void)iio_device_set_trigger(capture->device, trigger);
}

static int start_buffer(struct capture *capture)
{
	int err;

	(void)iio_device_attr_write(capture->device, "current_timestamp_clock", "monotonic");
	choose_trigger(capture);
	enable_channels(capture);
	capture->buffer = iio_device_create_buffer(capture->device, KERNEL_SCANS, false);
	if (!capture->buffer)
		return errno ? -errno : -EIO;
	err = iio_buffer_set_blocking_mode(capture->buffer, false);
	return err;
}

/* Positive if there is no such buffer, so that hwmon has to do. */
static int open_buffer(struct capture *capture, struct capture_settings *settings)
{
	int err = 0;

	if (!one_chip(capture->rails) || !lazy_iio())
		return 1;
	capture->context = iio_create_local_context();
	if (!capture->context)
		return 1;
	capture->device = find_device(capture);
	if (!capture->device)
		return 1;
	capture->stamp = iio_device_find_channel(capture->device, "timestamp", false);
	if (!capture->stamp)
		return 1;
	for (u32 i = 0; i < capture->rails->count; i++) {
		if (!find_channels(capture, i))
			return 1;
	}
	for (u32 i = 0; !err && i < capture->rails->count; i++)
		err = find_scales(capture, i, settings);
	if (err)
		return err;
	note_settings(capture, settings);
	return start_buffer(capture);
}

int capture_open(struct capture **capture, struct rails *rails, double rate_hz,
		 struct capture_settings *settings)
{
	struct capture *made = calloc(1, sizeof(*made));
	int err;

	*capture = made;
	*settings = (struct capture_settings){ .rate_hz = rate_hz };
	if (!made)
		return -ENOMEM;
	made->rails = rails;
	find_shunts(made, settings);
	err = open_buffer(made, settings);
	if (err < 0) {
		capture_close(made);
		*capture = NULL;
		return err;
	}
	settings->buffered = !err;
	made->period_ns = READ_NS;
	if (!settings->buffered) {
		settings->rate_hz = fmin(rate_hz > 0 ? rate_hz : POLL_HZ_DEFAULT, POLL_HZ_MAX);
		made->period_ns = (u64)((double)RG_NS_PER_S / settings->rate_hz);
	}
	return 0;
}

void capture_close(struct capture *capture)
{
	if (capture->buffer)
		iio_buffer_destroy(capture->buffer);
	if (capture->context)
		iio_context_destroy(capture->context);
	free(capture);
}

static s64 count_of(const struct iio_channel *channel, const void *word)
{
	int16_t count = 0;

	iio_channel_convert(channel, &count, word);
	return count;
}

static void unpack(const struct capture *capture, ptrdiff_t offset, struct recording_scan *scan)
{
	int64_t stamp_ns = 0;

	for (u32 i = 0; i < capture->rails->count; i++) {
		const struct source *source = &capture->sources[i];
		const char *bus = iio_buffer_first(capture->buffer, source->bus);
		const char *shunt = iio_buffer_first(capture->buffer, source->shunt);

		scan->uv[i] =
			llround((double)count_of(source->bus, bus + offset) * source->uv_per_count);
		scan->ua[i] = llround((double)count_of(source->shunt, shunt + offset) *
				      source->ua_per_count);
	}
	iio_channel_convert(capture->stamp, &stamp_ns,
			    (char *)iio_buffer_first(capture->buffer, capture->stamp) + offset);
	scan->time_us = stamp_ns / 1000;
}

static int read_buffer(struct capture *capture, capture_scan scan_cb, void *context)
{
	struct recording_scan scan = { 0 };
	ssize_t got = iio_buffer_refill(capture->buffer);
	ptrdiff_t step, len;
	int err = 0;

	if (got == -EAGAIN)
		return 0;
	if (got < 0)
		return got == -EBADF || got == -EIO ? -ENODEV : (int)got;
	step = iio_buffer_step(capture->buffer);
	len = (char *)iio_buffer_end(capture->buffer) - (char *)iio_buffer_start(capture->buffer);
	for (ptrdiff_t offset = 0; !err && offset + step <= len; offset += step) {
		unpack(capture, offset, &scan);
		err = scan_cb(context, &scan);
	}
	return err;
}

static s64 micro(double value)
{
	return isnan(value) ? RECORDING_NONE : llround(value * MICRO);
}

static int read_hwmon(struct capture *capture, u64 now_ns, capture_scan scan_cb, void *context)
{
	struct recording_scan scan = { .time_us = (s64)(now_ns / 1000) };

	for (u32 i = 0; i < capture->rails->count; i++) {
		struct rail *rail = &capture->rails->rails[i];
		int err = rails_read(rail, RAILS_MEASURED);

		if (err)
			return err;
		scan.uv[i] = micro(rail->value[RAIL_VOLTS]);
		scan.ua[i] = micro(rail->value[RAIL_AMPERES]);
	}
	return scan_cb(context, &scan);
}

int capture_read(struct capture *capture, u64 now_ns, capture_scan scan, void *context)
{
	if (now_ns < capture->next_ns)
		return 0;
	if (!capture->next_ns)
		capture->next_ns = now_ns;
	capture->next_ns = max(capture->next_ns, now_ns - min(now_ns, capture->period_ns)) +
			   capture->period_ns;
	if (capture->buffer)
		return read_buffer(capture, scan, context);
	return read_hwmon(capture, now_ns, scan, context);
}

u64 capture_next_ns(const struct capture *capture)
{
	return capture->next_ns;
}
