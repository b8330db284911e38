// SPDX-License-Identifier: GPL-2.0-only
/*
 * notified ADDRESS: what a service manager would be told. Binds a datagram socket
 * (a path, or @NAME for an abstract one) and prints each message that comes, after
 * the ms since the first one, until it is "STOPPING=1".
 */
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>

static long now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int listen_at(const char *where)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_DGRAM, 0);
	socklen_t len = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(where));

	snprintf(address.sun_path, sizeof(address.sun_path), "%s", where);
	if (*where == '@')
		address.sun_path[0] = '\0';
	if (fd >= 0 && bind(fd, (const struct sockaddr *)&address, len))
		return -1;
	return fd;
}

int main(int argc, char **argv)
{
	int fd = argc == 2 ? listen_at(argv[1]) : -1;
	char message[256] = "";
	long first_ms = 0;

	if (fd < 0) {
		perror("notified: socket");
		return 2;
	}
	while (strcmp(message, "STOPPING=1") != 0) {
		ssize_t len = recv(fd, message, sizeof(message) - 1, 0);

		if (len < 0) {
			perror("notified: recv");
			return 2;
		}
		message[len] = '\0';
		first_ms = first_ms ? first_ms : now_ms();
		printf("%ld %s\n", now_ms() - first_ms, message);
		fflush(stdout);
	}
	return 0;
}
