// SPDX-License-Identifier: GPL-2.0-only
/*
 * Finds a second chip at the address of an INA3221, by its registers or the kernel log. Whose the
 * drivers are is found in facts.c. The finding and its remedy are in doctor.c.
 */
#include "tools/doctor/second_chip.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/i2c-dev.h>
#include <linux/i2c.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* Manufacturer and die of both chips at once, as the driver prints them. */
#define BOTH " 0x5449 0x2220"
#define DRIVER "ina3221 "
#define DIE_REGISTER 0xff
#define DIE_OF_BOTH 0x2220
/** Longest record of the log. */
#define RECORD_MAX 8192

bool second_chip_in_log(const char *line, char device[SECOND_CHIP_DEVICE])
{
	const char *driver = strstr(line, DRIVER);
	size_t len;

	if (!driver || !strstr(driver, BOTH))
		return false;
	driver += strlen(DRIVER);
	len = strcspn(driver, ": ");
	if (!len || len >= SECOND_CHIP_DEVICE || driver[len] != ':')
		return false;
	snprintf(device, SECOND_CHIP_DEVICE, "%.*s", (int)len, driver);
	return true;
}

bool second_chip_in_registers(const char *text)
{
	return strstr(text, "0xff 0x2220");
}

/* Swaps the bytes of the word: SMBus has the low byte first, the chip the high one. */
bool second_chip_on_bus(unsigned int bus, unsigned int address)
{
	union i2c_smbus_data data = { .word = 0 };
	struct i2c_smbus_ioctl_data read = {
		.read_write = I2C_SMBUS_READ,
		.command = DIE_REGISTER,
		.size = I2C_SMBUS_WORD_DATA,
		.data = &data,
	};
	char path[32];
	bool both;
	int fd;

	snprintf(path, sizeof(path), "/dev/i2c-%u", bus);
	fd = open(path, O_RDWR | O_CLOEXEC);
	if (fd < 0)
		return false;
	both = !ioctl(fd, I2C_SLAVE_FORCE, (unsigned long)address) &&
	       !ioctl(fd, I2C_SMBUS, &read) &&
	       ((data.word & 0xff) << 8 | data.word >> 8) == DIE_OF_BOTH;
	close(fd);
	return both;
}

/* Each read(2) gets one record, or -EPIPE for one that was overwritten meanwhile. */
bool second_chip_look_in_log(const char *path, char device[SECOND_CHIP_DEVICE])
{
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	char record[RECORD_MAX], found[SECOND_CHIP_DEVICE];
	bool any = false;
	ssize_t len;

	if (fd < 0)
		return false;
	while ((len = read(fd, record, sizeof(record) - 1)) > 0 || (len < 0 && errno == EPIPE)) {
		record[len > 0 ? len : 0] = '\0';
		if (!second_chip_in_log(record, found))
			continue;
		snprintf(device, SECOND_CHIP_DEVICE, "%s", found);
		any = true;
	}
	close(fd);
	return any;
}
