/* SPDX-License-Identifier: GPL-2.0-only */
/* Long commands end in good order on SIGINT, SIGTERM and SIGHUP, or start afresh on SIGHUP. */
#ifndef RAILGLOW_TOOLS_CLI_STOP_H
#define RAILGLOW_TOOLS_CLI_STOP_H

#include <poll.h>
#include <stdbool.h>

#include "core/port.h"

/**
 * stop_on_signals() - note the signals from now on instead of dying of them
 * @hangup_reloads: SIGHUP asks to start afresh; otherwise it asks for the end like the others,
 *	unless it is ignored already
 *
 * The signals are delivered only while in stop_poll(), so that none is missed.
 */
void stop_on_signals(bool hangup_reloads);

/**
 * stop_line_is_ours() - the caller clears the line that a terminal shows "^C" in
 *
 * Otherwise stop_restore() begins a new line, so that a prompt does not stand behind "^C".
 */
void stop_line_is_ours(void);

/** stop_wanted() - has a signal asked for the end? */
bool stop_wanted(void);

/** stop_reload_wanted() - has SIGHUP come since the last call? */
bool stop_reload_wanted(void);

/**
 * stop_restore() - put the signals back as they were
 *
 * Signals that came since the last stop_poll() are noted, too. With a terminal that hung up, SIGHUP
 * stays ignored: it may be still to come.
 */
void stop_restore(void);

/**
 * stop_poll() - wait for files, time, or a signal
 * @fds: as of poll(2)
 * @count: number of @fds
 * @timeout_ns: longest wait; U64_MAX for ever
 *
 * Return: number of files that are ready; 0 after the time or a signal; or a negative errno.
 */
int stop_poll(struct pollfd *fds, nfds_t count, u64 timeout_ns);

/** stop_terminal_gone() - is this the descriptor of a terminal that hung up? */
bool stop_terminal_gone(int fd);

/**
 * stop_ended_with() - is this the terminal of a long command, and hung up?
 * @fd: a descriptor
 *
 * That is an end in good order, and so is what could not be written there.
 */
bool stop_ended_with(int fd);

#endif /* RAILGLOW_TOOLS_CLI_STOP_H */
