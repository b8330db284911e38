// SPDX-License-Identifier: GPL-2.0-only
/*
 * on_pty ROWSxCOLUMNS [MS:ACTION]... -- COMMAND...: runs a command on a terminal
 * of its own, does each action so many ms after the one before (types the text,
 * or "size=ROWSxCOLUMNS" resizes, "int" presses Ctrl-C, "hup" takes the terminal
 * away), and passes on what the command writes. Exit status: the command's; 128 and its signal if
 * it died of one.
 */
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int parse_size(const char *text, struct winsize *size)
{
	return sscanf(text, "%hux%hu", &size->ws_row, &size->ws_col) == 2 ? 0 : -1;
}

static long now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void act(int terminal, const char *action)
{
	struct winsize size = { 0 };

	if (!strcmp(action, "int")) {
		if (write(terminal, "\003", 1) != 1)
			perror("on_pty: write");
	} else if (!strncmp(action, "size=", 5) && !parse_size(action + 5, &size)) {
		ioctl(terminal, TIOCSWINSZ, &size);
	} else if (write(terminal, action, strlen(action)) < 0) {
		perror("on_pty: write");
	}
}

/* Passes output on until the other side is closed, which reads as an error. */
static void serve(int terminal, char **actions, int count)
{
	struct pollfd output = { .fd = terminal, .events = POLLIN };
	long due_ms = count ? now_ms() + atol(actions[0]) : -1;
	int next = 0;

	for (;;) {
		long wait_ms = due_ms < 0 ? -1 : due_ms - now_ms();
		char bytes[4096];
		ssize_t len;

		if (due_ms >= 0 && wait_ms <= 0 && !strcmp(strchr(actions[next], ':') + 1, "hup")) {
			close(terminal);
			return;
		}
		if (due_ms >= 0 && wait_ms <= 0) {
			act(terminal, strchr(actions[next], ':') + 1);
			next++;
			due_ms = next < count ? now_ms() + atol(actions[next]) : -1;
			continue;
		}
		if (poll(&output, 1, (int)wait_ms) <= 0)
			continue;
		len = read(terminal, bytes, sizeof(bytes));
		if (len <= 0)
			return;
		fwrite(bytes, 1, (size_t)len, stdout);
	}
}

int main(int argc, char **argv)
{
	struct winsize size = { 0 };
	int status, terminal, first = 2;
	pid_t child;

	while (first < argc && strcmp(argv[first], "--") != 0 && strchr(argv[first], ':'))
		first++;
	if (argc < 4 || parse_size(argv[1], &size) || first + 1 >= argc) {
		fputs("usage: on_pty ROWSxCOLUMNS [MS:ACTION]... -- COMMAND...\n", stderr);
		return 2;
	}
	child = forkpty(&terminal, NULL, NULL, &size);
	if (child < 0) {
		perror("on_pty: forkpty");
		return 2;
	}
	if (!child) {
		execvp(argv[first + 1], argv + first + 1);
		perror("on_pty: exec");
		_exit(127);
	}
	serve(terminal, argv + 2, first - 2);
	fflush(stdout);
	waitpid(child, &status, 0);
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}
