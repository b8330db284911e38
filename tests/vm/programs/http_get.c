// SPDX-License-Identifier: GPL-2.0-only
/*
 * http_get PORT PATH: asks 127.0.0.1 and prints the body of the answer. Exit status 1 without
 * an answer, or if it is not 200. The one in busybox looks names up, which a static program
 * without the C library's modules cannot.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static FILE *ask(unsigned short port, const char *path)
{
	struct sockaddr_in to = {
		.sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (fd < 0 || connect(fd, (struct sockaddr *)&to, sizeof(to))) {
		perror("http_get: connect");
		return NULL;
	}
	dprintf(fd, "GET %s HTTP/1.0\r\nHost: localhost\r\n\r\n", path);
	return fdopen(fd, "r");
}

int main(int argc, char **argv)
{
	char line[4096];
	FILE *answer;
	int c;

	if (argc != 3) {
		fputs("usage: http_get PORT PATH\n", stderr);
		return 2;
	}
	answer = ask((unsigned short)atoi(argv[1]), argv[2]);
	if (!answer || !fgets(line, sizeof(line), answer) || !strstr(line, " 200 "))
		return 1;
	while (fgets(line, sizeof(line), answer) && strcmp(line, "\r\n") != 0)
		;
	while ((c = getc(answer)) != EOF)
		putchar(c);
	return 0;
}
