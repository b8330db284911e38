// SPDX-License-Identifier: GPL-2.0-only
#include "tools/doctor/identity.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* As the driver prints it, behind the manufacturer's, which is the same for both. */
#define BOTH " 0x5449 0x2220"
#define DRIVER "ina3221 "
/** Longest record of the log. */
#define RECORD_MAX 8192

bool identity_in_log(const char *line, char device[IDENTITY_DEVICE])
{
	const char *driver = strstr(line, DRIVER);
	size_t len;

	if (!driver || !strstr(driver, BOTH))
		return false;
	driver += strlen(DRIVER);
	len = strcspn(driver, ": ");
	if (!len || len >= IDENTITY_DEVICE || driver[len] != ':')
		return false;
	snprintf(device, IDENTITY_DEVICE, "%.*s", (int)len, driver);
	return true;
}

bool identity_in_registers(const char *text)
{
	return strstr(text, "0xff 0x2220") != NULL;
}

/* Each read(2) is one record; one that was overwritten meanwhile is -EPIPE. */
bool identity_look_in_log(const char *path, char device[IDENTITY_DEVICE])
{
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	char record[RECORD_MAX], found[IDENTITY_DEVICE];
	bool any = false;
	ssize_t len;

	if (fd < 0)
		return false;
	while ((len = read(fd, record, sizeof(record) - 1)) > 0 || (len < 0 && errno == EPIPE)) {
		record[len > 0 ? len : 0] = '\0';
		if (!identity_in_log(record, found))
			continue;
		snprintf(device, IDENTITY_DEVICE, "%s", found);
		any = true;
	}
	close(fd);
	return any;
}
