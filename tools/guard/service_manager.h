/* SPDX-License-Identifier: GPL-2.0-only */
/* Telling the service manager how we are: systemd's notify protocol. */
#ifndef RAILGLOW_TOOLS_GUARD_SERVICE_MANAGER_H
#define RAILGLOW_TOOLS_GUARD_SERVICE_MANAGER_H

#include "core/port.h"

/**
 * service_tell() - send a message, "READY=1" and the like
 * @message: lines of KEY=value
 *
 * Does nothing where no manager asked for it (NOTIFY_SOCKET).
 */
void service_tell(const char *message);

/** service_watchdog_ns() - how often to send "WATCHDOG=1"; U64_MAX for never. */
u64 service_watchdog_ns(void);

#endif /* RAILGLOW_TOOLS_GUARD_SERVICE_MANAGER_H */
