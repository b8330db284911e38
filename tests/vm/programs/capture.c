// SPDX-License-Identifier: GPL-2.0-only
/*
 * capture FILE BYTES RECORDS: reads records of so many bytes from an IIO buffer and
 * prints each as hexadecimal, a line each. Exit status 1 if it ended early.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define RECORD_MAX 64

static void show(const unsigned char *record, size_t bytes)
{
	for (size_t i = 0; i < bytes; i++)
		printf("%02x", record[i]);
	putchar('\n');
}

int main(int argc, char **argv)
{
	unsigned char record[RECORD_MAX];
	size_t bytes;
	int fd;

	bytes = argc == 4 ? strtoul(argv[2], NULL, 10) : 0;
	if (!bytes || bytes > RECORD_MAX) {
		fputs("usage: capture FILE BYTES RECORDS\n", stderr);
		return 2;
	}
	fd = open(argv[1], O_RDONLY);
	if (fd < 0) {
		perror("capture: open");
		return 2;
	}
	for (long left = atol(argv[3]); left > 0; left--) {
		if (read(fd, record, bytes) != (ssize_t)bytes) {
			perror("capture: read");
			return 1;
		}
		show(record, bytes);
	}
	return 0;
}
