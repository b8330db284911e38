/* SPDX-License-Identifier: GPL-2.0-only */
/* A second chip at the address of an INA3221, seen by the identity that both send at once. */
#ifndef RAILGLOW_TOOLS_DOCTOR_SECOND_CHIP_H
#define RAILGLOW_TOOLS_DOCTOR_SECOND_CHIP_H

#include <stdbool.h>
#include <stddef.h>

/** Room for the name of a device, "1-0040". */
#define SECOND_CHIP_DEVICE 32

/**
 * second_chip_in_log() - does a line of the kernel's log say that an INA226 answers, too?
 * @line: the line
 * @device: set to the device that the line names
 *
 * Two chips that drive one line are read as the lower level: 0x3220 of the INA3221 and 0x2260 of
 * the INA226 become 0x2220.
 */
bool second_chip_in_log(const char *line, char device[SECOND_CHIP_DEVICE]);

/** second_chip_in_registers() - does a listing of registers, "0xff 0x2220" in a line, say so? */
bool second_chip_in_registers(const char *text);

/**
 * second_chip_on_bus() - do the chips on a bus say so?
 * @bus: number of the adapter
 * @address: of the chip
 *
 * Reads one word, as i2cget(8) does, even while a driver has the chip. False, too, without i2c-dev,
 * or if the bus may not be used.
 */
bool second_chip_on_bus(unsigned int bus, unsigned int address);

/**
 * second_chip_look_in_log() - does the kernel's log say so?
 * @path: path of the log, "/dev/kmsg"
 * @device: set to the last such device
 *
 * Return: true if it does; false, too, if the log may not be read.
 */
bool second_chip_look_in_log(const char *path, char device[SECOND_CHIP_DEVICE]);

#endif /* RAILGLOW_TOOLS_DOCTOR_SECOND_CHIP_H */
