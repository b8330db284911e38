// SPDX-License-Identifier: GPL-2.0-only
/*
 * iio_events DEVICE: opens the event descriptor of /dev/DEVICE, says "ready", and
 * prints a line for each event until it is killed: its time in ns and what it is,
 * in the words of the attributes that enable it.
 */
#include <fcntl.h>
#include <linux/iio/events.h>
#include <linux/iio/types.h>
#include <poll.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

static const char *channel_type(unsigned int type)
{
	switch (type) {
	case IIO_VOLTAGE:
		return "voltage";
	case IIO_CURRENT:
		return "current";
	default:
		return "other";
	}
}

static void show(const struct iio_event_data *event)
{
	unsigned long long id = event->id;
	const char *type = channel_type((id >> 32) & 0xff);
	unsigned int first = id & 0xffff;

	printf("%lld %s%u", (long long)event->timestamp, type, first);
	if (id >> 55 & 1)
		printf("-%s%u", type, (unsigned int)(id >> 16 & 0xffff));
	printf("_%s_%s\n", (id >> 56) == IIO_EV_TYPE_THRESH ? "thresh" : "other",
	       (id >> 48 & 0x7f) == IIO_EV_DIR_RISING ? "rising" : "falling");
	fflush(stdout);
}

static int event_descriptor(const char *device)
{
	char path[64];
	int fd, events = -1;

	snprintf(path, sizeof(path), "/dev/%s", device);
	fd = open(path, O_RDONLY);
	if (fd < 0 || ioctl(fd, IIO_GET_EVENT_FD_IOCTL, &events) || events < 0)
		perror("iio_events");
	/* Only one may have the device open, and others want its buffer. */
	if (fd >= 0)
		close(fd);
	return events;
}

int main(int argc, char **argv)
{
	struct iio_event_data event;
	int fd;

	if (argc != 2) {
		fputs("usage: iio_events DEVICE\n", stderr);
		return 2;
	}
	fd = event_descriptor(argv[1]);
	if (fd < 0)
		return 2;
	puts("ready");
	fflush(stdout);
	while (read(fd, &event, sizeof(event)) == (ssize_t)sizeof(event))
		show(&event);
	return 0;
}
