// SPDX-License-Identifier: GPL-2.0-only
/*
 * Signals that end a long command in good order, Ctrl-C and a terminal that goes away among them,
 * are noted here. The loop of each command asks for them, such as that of
 * tools/recording/record.c, and ends by itself.
 */
#include "tools/cli/stop.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <time.h>
#include <unistd.h>

static atomic_bool stopped;
static atomic_bool reload;
static atomic_bool interrupted;
static bool reloads;
static bool long_command;
static bool line_is_ours;
static sigset_t outside;
static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
static struct sigaction before[ARRAY_SIZE(signals)];

static void note_signal(int signal)
{
	if (signal == SIGHUP && reloads)
		reload = true;
	else
		stopped = true;
	if (signal == SIGINT)
		interrupted = true;
}

static sigset_t our_signals(void)
{
	sigset_t ours;

	sigemptyset(&ours);
	for (size_t i = 0; i < ARRAY_SIZE(signals); i++)
		sigaddset(&ours, signals[i]);
	return ours;
}

void stop_on_signals(bool hangup_reloads)
{
	struct sigaction action = { .sa_handler = note_signal };
	sigset_t ours = our_signals();

	stopped = false;
	interrupted = false;
	line_is_ours = false;
	reload = false;
	long_command = true;
	reloads = hangup_reloads;
	sigprocmask(SIG_BLOCK, &ours, &outside);
	for (size_t i = 0; i < ARRAY_SIZE(signals); i++) {
		sigaction(signals[i], &action, &before[i]);
		/* SIGHUP that nohup(1) ignores stays ignored. */
		if (signals[i] == SIGHUP && !reloads && before[i].sa_handler == SIG_IGN)
			sigaction(signals[i], &before[i], NULL);
	}
}

static bool any_terminal_gone(void)
{
	return stop_terminal_gone(STDIN_FILENO) || stop_terminal_gone(STDOUT_FILENO) ||
	       stop_terminal_gone(STDERR_FILENO);
}

/*
 * Signals that wait are noted before they could do what they did outside. The SIGHUP of a terminal
 * may come later than its end is seen, and must not kill a command that has ended well.
 */
void stop_restore(void)
{
	sigprocmask(SIG_SETMASK, &outside, NULL);
	for (size_t i = 0; i < ARRAY_SIZE(signals); i++) {
		if (signals[i] == SIGHUP && any_terminal_gone())
			signal(SIGHUP, SIG_IGN);
		else
			sigaction(signals[i], &before[i], NULL);
	}
	if (interrupted && !line_is_ours && isatty(STDERR_FILENO))
		(void)!write(STDERR_FILENO, "\n", 1);
}

void stop_line_is_ours(void)
{
	line_is_ours = true;
}

bool stop_wanted(void)
{
	return stopped;
}

bool stop_reload_wanted(void)
{
	return atomic_exchange(&reload, false);
}

int stop_poll(struct pollfd *fds, nfds_t count, u64 timeout_ns)
{
	struct timespec timeout = {
		.tv_sec = (time_t)(timeout_ns / RG_NS_PER_S),
		.tv_nsec = (long)(timeout_ns % RG_NS_PER_S),
	};
	int ready = ppoll(fds, count, timeout_ns == U64_MAX ? NULL : &timeout, &outside);

	if (ready < 0)
		return errno == EINTR ? 0 : -errno;
	return ready;
}

/* A terminal that hung up is not one any more, which another reason tells than for a pipe. */
static bool was_terminal(int fd)
{
	return isatty(fd) || errno == EIO;
}

bool stop_terminal_gone(int fd)
{
	struct pollfd terminal = { .fd = fd };

	return poll(&terminal, 1, 0) > 0 && terminal.revents & POLLHUP && was_terminal(fd);
}

bool stop_ended_with(int fd)
{
	return long_command && stop_terminal_gone(fd);
}
