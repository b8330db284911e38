// SPDX-License-Identifier: GPL-2.0-only
/*
 * wait_pri FILE TIMEOUT_MS [when]: waits for a change of a sysfs file the way
 * programs do, reading it and then polling for POLLPRI, and prints what it holds
 * then; or, as the file may be gone, when that was: CLOCK_MONOTONIC in ns.
 * Exit status 0, 1 if nothing happened in that time, 2 if it cannot be done.
 */
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static int show(int fd, int print)
{
	char text[64];
	ssize_t len = pread(fd, text, sizeof(text), 0);

	if (len < 0) {
		perror("wait_pri: read");
		return 2;
	}
	if (print)
		fwrite(text, 1, (size_t)len, stdout);
	return 0;
}

static int show_clock(void)
{
	struct timespec now;

	if (clock_gettime(CLOCK_MONOTONIC, &now)) {
		perror("wait_pri: clock_gettime");
		return 2;
	}
	printf("%lld\n", (long long)now.tv_sec * 1000000000 + now.tv_nsec);
	return 0;
}

int main(int argc, char **argv)
{
	struct pollfd wait = { .events = POLLPRI };
	int ready;

	if (argc != 3 && argc != 4) {
		fputs("usage: wait_pri FILE TIMEOUT_MS [when]\n", stderr);
		return 2;
	}
	wait.fd = open(argv[1], O_RDONLY);
	if (wait.fd < 0) {
		perror("wait_pri: open");
		return 2;
	}
	if (show(wait.fd, 0))
		return 2;
	ready = poll(&wait, 1, atoi(argv[2]));
	if (ready < 0) {
		perror("wait_pri: poll");
		return 2;
	}
	if (!ready || !(wait.revents & POLLPRI))
		return 1;
	return argc == 4 ? show_clock() : show(wait.fd, 1);
}
