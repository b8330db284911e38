// SPDX-License-Identifier: GPL-2.0-only
/*
 * Telling the service manager how a guard is: systemd's notify protocol. READY, RELOADING, WATCHDOG
 * and STOPPING are sent from the loop in guard.c.
 */
#include "tools/guard/service_manager.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "tools/cli/quantity.h"

/* An address starting with '@' is an abstract one, named by what follows. */
void service_tell(const char *message)
{
	const char *where = getenv("NOTIFY_SOCKET");
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	socklen_t len;
	int fd;

	if (!where || (*where != '/' && *where != '@') || strlen(where) >= sizeof(address.sun_path))
		return;
	memcpy(address.sun_path, where, strlen(where));
	len = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(where));
	if (*where == '@')
		address.sun_path[0] = '\0';
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return;
	/* A manager that does not listen is not an error here. */
	(void)!sendto(fd, message, strlen(message), MSG_NOSIGNAL, (const struct sockaddr *)&address,
		      len);
	close(fd);
}

u64 service_watchdog_ns(void)
{
	const char *text = getenv("WATCHDOG_USEC");
	u64 us;

	if (!text || number_parse(text, 1, U32_MAX, &us))
		return U64_MAX;
	return us * RG_NS_PER_US / 2;
}
