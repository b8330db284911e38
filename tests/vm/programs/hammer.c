// SPDX-License-Identifier: GPL-2.0-only
/*
 * hammer FILE TEXT WRITERS TIMES: several processes write a text to one open file at once, and
 * close it, which calls its flush operation, in between. Ends with 0 if every write was taken.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static int hammer(int fd, const char *text, int times)
{
	size_t len = strlen(text);

	while (times--) {
		if (pwrite(fd, text, len, 0) != (ssize_t)len)
			return 1;
		close(dup(fd));
	}
	return 0;
}

int main(int argc, char **argv)
{
	int fd = argc == 5 ? open(argv[1], O_WRONLY) : -1;
	int writers = argc == 5 ? atoi(argv[3]) : 0;
	int status, failed = 0;
	int i;

	if (fd < 0) {
		fprintf(stderr, "hammer: FILE TEXT WRITERS TIMES, and the file must exist.\n");
		return 2;
	}
	for (i = 0; i < writers; i++)
		if (!fork())
			_exit(hammer(fd, argv[2], atoi(argv[4])));
	while (wait(&status) > 0)
		failed |= status;
	return !!failed;
}
