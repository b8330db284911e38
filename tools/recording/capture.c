// SPDX-License-Identifier: GPL-2.0-only
/*
 * Scans from the IIO buffer of a chip, whose channels, trigger and clock are chosen here (and the
 * clock is put back), or from hwmon. Dropped scans are counted, and scans are selected for --rate,
 * in pace.c; the bits of a word are taken apart in capture_word.h.
 */
#include "tools/recording/capture.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tools/cli/lazy_iio.h"
#include "tools/cli/quantity.h"
#include "tools/cli/sysfs.h"
#include "tools/rails/backends.h"
#include "tools/recording/capture_word.h"

/** Scans that the kernel keeps for us: seconds of them even at the chip's highest rate. */
#define KERNEL_SCANS 4096
#define READ_NS (100 * RG_NS_PER_MS)
#define POLL_HZ_DEFAULT 10.0
#define POLL_HZ_MAX 1000.0
/** Room for the name of a clock. */
#define CAPTURE_CLOCK 32

/** struct word - a channel and the place of its bytes in a scan */
struct word {
	struct iio_channel *channel;
	struct capture_format format;
	ptrdiff_t offset;
};

/** struct source - the words of a rail */
struct source {
	struct word bus;
	struct word shunt;
	double uv_per_count;
	double ua_per_count;
};

struct capture {
	struct rails *rails;
	struct iio_context *context;
	struct iio_device *device;
	struct iio_buffer *buffer;
	struct word stamp;
	char clock[CAPTURE_CLOCK];
	struct source sources[RECORDING_RAILS_MAX];
	/* The switch of each rail, for one refill of the buffer; -1: not known. */
	signed char on[RECORDING_RAILS_MAX];
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

static bool is_captured(const struct iio_channel *channel)
{
	return channel && iio_channel_is_scan_element(channel);
}

/*
 * Finds the channels of a rail: its bus is input 2n - 2, and the other side of its shunt the next.
 */
static bool find_channels(struct capture *capture, u32 rail)
{
	struct source *source = &capture->sources[rail];
	u32 input = 2 * (capture->rails->rails[rail].number - 1);
	char name[48];

	snprintf(name, sizeof(name), "voltage%u", input);
	source->bus.channel = iio_device_find_channel(capture->device, name, false);
	snprintf(name, sizeof(name), "voltage%u-voltage%u", input + 1, input);
	source->shunt.channel = iio_device_find_channel(capture->device, name, false);
	return is_captured(source->bus.channel) && is_captured(source->shunt.channel);
}

static int find_scales(struct capture *capture, u32 rail, struct capture_settings *settings)
{
	struct source *source = &capture->sources[rail];
	double bus_mv, shunt_mv;

	if (iio_channel_attr_read_double(source->bus.channel, "scale", &bus_mv) ||
	    iio_channel_attr_read_double(source->shunt.channel, "scale", &shunt_mv) ||
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

	note_attribute(first->bus.channel, "integration_time", "integration_time_bus",
		       settings->notes[0]);
	note_attribute(first->shunt.channel, "integration_time", "integration_time_shunt",
		       settings->notes[1]);
	if (iio_device_attr_read(capture->device, "oversampling_ratio", value, sizeof(value)) > 0)
		snprintf(settings->notes[2], CAPTURE_NOTE, "oversampling_ratio: %s", value);
	iio_device_attr_read_double(capture->device, "sampling_frequency", &settings->rate_hz);
}

static void find_shunts(const struct capture *capture, struct capture_settings *settings)
{
	for (u32 i = 0; i < capture->rails->count; i++)
		settings->shunt_ohm[i] = rails_shunt_ohm(&capture->rails->rails[i]);
}

static void enable_channels(struct capture *capture)
{
	for (u32 i = 0; i < capture->rails->count; i++) {
		iio_channel_enable(capture->sources[i].bus.channel);
		iio_channel_enable(capture->sources[i].shunt.channel);
	}
	iio_channel_enable(capture->stamp.channel);
}

/* Selects the driver's own trigger, which paces scans, unless a trigger is selected. */
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

/*
 * Does another program capture? libiio would switch that off and take over. A capture that no
 * program reads any more is free to take.
 */
static bool is_taken(const struct capture *capture)
{
	char path[SYSFS_PATH];
	int fd;

	snprintf(path, sizeof(path), "/dev/%s", iio_device_get_id(capture->device));
	fd = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		return errno == EBUSY;
	close(fd);
	return false;
}

/* Silences standard error, on which libiio prints errors that we report in our own words. */
static int silence_errors(void)
{
	int words = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);

	if (words >= 0 && nowhere >= 0)
		dup2(nowhere, STDERR_FILENO);
	if (nowhere >= 0)
		close(nowhere);
	return words;
}

static void restore_errors(int words)
{
	int err = errno;

	if (words >= 0) {
		dup2(words, STDERR_FILENO);
		close(words);
	}
	errno = err;
}

static struct iio_buffer *create_buffer(struct iio_device *device)
{
	int words = silence_errors();
	struct iio_buffer *buffer = iio_device_create_buffer(device, KERNEL_SCANS, false);

	restore_errors(words);
	return buffer;
}

/* Selects the clock by which alarms are timed; capture_close() puts the former one back. */
static void choose_clock(struct capture *capture)
{
	if (iio_device_attr_read(capture->device, "current_timestamp_clock", capture->clock,
				 sizeof(capture->clock)) <= 0)
		capture->clock[0] = '\0';
	(void)iio_device_attr_write(capture->device, "current_timestamp_clock", "monotonic");
}

static void locate_word(const struct capture *capture, struct word *word)
{
	const struct iio_data_format *format = iio_channel_get_data_format(word->channel);

	word->offset = (char *)iio_buffer_first(capture->buffer, word->channel) -
		       (char *)iio_buffer_start(capture->buffer);
	word->format = (struct capture_format){
		.bytes = format->length / 8,
		.bits = format->bits,
		.shift = format->shift,
		.is_signed = format->is_signed,
		.is_be = format->is_be,
	};
}

static int start_buffer(struct capture *capture)
{
	if (is_taken(capture))
		return -EBUSY;
	choose_clock(capture);
	choose_trigger(capture);
	enable_channels(capture);
	capture->buffer = create_buffer(capture->device);
	if (!capture->buffer)
		return errno ? -errno : -EIO;
	for (u32 i = 0; i < capture->rails->count; i++) {
		locate_word(capture, &capture->sources[i].bus);
		locate_word(capture, &capture->sources[i].shunt);
	}
	locate_word(capture, &capture->stamp);
	return iio_buffer_set_blocking_mode(capture->buffer, false);
}

/* Does the chip have an IIO device beside that of hwmon? */
static bool has_capture(const struct rail *rail)
{
	char path[RAIL_PATH + 16];
	bool found = false;
	char **names;

	snprintf(path, sizeof(path), "%s/device", rail->path);
	if (sysfs_list(path, &names) < 0)
		return false;
	for (char **name = names; *name; name++)
		found |= !strncmp(*name, "iio:device", strlen("iio:device"));
	sysfs_list_free(names);
	return found;
}

/* Opens the buffer; returns 1 if there is none, so that hwmon is read. */
static int open_buffer(struct capture *capture, struct capture_settings *settings)
{
	int err = 0;

	if (!one_chip(capture->rails))
		return 1;
	if (!lazy_iio()) {
		settings->no_library = has_capture(&capture->rails->rails[0]);
		return 1;
	}
	capture->context = iio_create_local_context();
	if (!capture->context)
		return 1;
	capture->device = find_device(capture);
	if (!capture->device)
		return 1;
	capture->stamp.channel = iio_device_find_channel(capture->device, "timestamp", false);
	if (!capture->stamp.channel)
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

/* libiio complains about each file of a chip that is gone, and is silenced. */
void capture_close(struct capture *capture)
{
	int words = silence_errors();

	if (capture->buffer)
		iio_buffer_destroy(capture->buffer);
	if (capture->clock[0])
		(void)iio_device_attr_write(capture->device, "current_timestamp_clock",
					    capture->clock);
	if (capture->context)
		iio_context_destroy(capture->context);
	restore_errors(words);
	free(capture);
}

static s64 read_word(const struct word *word, const char *scan)
{
	return capture_word((const u8 *)scan + word->offset, &word->format);
}

/* A rail that is switched off is captured as 0, which is not a value. */
static bool is_off(struct capture *capture, u32 rail)
{
	signed char *on = &capture->on[rail];
	char name[32];
	s64 enabled;

	snprintf(name, sizeof(name), "in%u_enable", capture->rails->rails[rail].number);
	if (*on < 0)
		*on = rail_raw(&capture->rails->rails[rail], name, &enabled) || enabled;
	return !*on;
}

static void unpack_scan(struct capture *capture, const char *bytes, struct recording_scan *scan)
{
	for (u32 i = 0; i < capture->rails->count; i++) {
		const struct source *source = &capture->sources[i];

		scan->uv[i] =
			llround((double)read_word(&source->bus, bytes) * source->uv_per_count);
		scan->ua[i] =
			llround((double)read_word(&source->shunt, bytes) * source->ua_per_count);
		if (!scan->uv[i] && !scan->ua[i] && is_off(capture, i)) {
			scan->uv[i] = RECORDING_NONE;
			scan->ua[i] = RECORDING_NONE;
		}
	}
	scan->time_us = read_word(&capture->stamp, bytes) / 1000;
}

static int read_buffer(struct capture *capture, capture_scan scan_cb, void *context)
{
	struct recording_scan scan = { 0 };
	ssize_t got = iio_buffer_refill(capture->buffer);
	const char *at, *end;
	ptrdiff_t step;
	int err = 0;

	if (got == -EAGAIN)
		return 0;
	if (got < 0)
		return got == -EBADF || got == -EIO ? -ENODEV : (int)got;
	memset(capture->on, -1, sizeof(capture->on));
	step = iio_buffer_step(capture->buffer);
	end = iio_buffer_end(capture->buffer);
	for (at = iio_buffer_start(capture->buffer); !err && at + step <= end; at += step) {
		unpack_scan(capture, at, &scan);
		err = scan_cb(context, &scan);
	}
	return err;
}

static s64 millionths_of(double value)
{
	return isnan(value) ? RECORDING_NONE : llround(value * MICROS);
}

static int read_hwmon(struct capture *capture, u64 now_ns, capture_scan scan_cb, void *context)
{
	struct recording_scan scan = { .time_us = (s64)(now_ns / 1000) };

	for (u32 i = 0; i < capture->rails->count; i++) {
		struct rail *rail = &capture->rails->rails[i];
		int err = rails_read(rail, RAILS_MEASURED);

		if (err)
			return err;
		scan.uv[i] = millionths_of(rail->value[RAIL_VOLTS]);
		scan.ua[i] = millionths_of(rail->value[RAIL_AMPERES]);
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

int capture_drain(struct capture *capture, capture_scan scan, void *context)
{
	return capture->buffer ? read_buffer(capture, scan, context) : 0;
}

u64 capture_next_ns(const struct capture *capture)
{
	return capture->next_ns;
}
