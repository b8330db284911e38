/* SPDX-License-Identifier: GPL-2.0-only */
/* Another chip at the address of an INA3221, seen in what the two say of themselves together. */
#ifndef RAILGLOW_TOOLS_DOCTOR_IDENTITY_H
#define RAILGLOW_TOOLS_DOCTOR_IDENTITY_H

#include <stdbool.h>
#include <stddef.h>

/** Room for the name of a device, "1-0040". */
#define IDENTITY_DEVICE 32

/**
 * identity_in_log() - does a line of the kernel's log say that an INA226 answers, too?
 * @line: the line
 * @device: set to the device that it is about
 *
 * Of two chips that drive one line the lower level wins: 0x3220 of the INA3221 and 0x2260 of
 * the INA226 are read as 0x2220.
 */
bool identity_in_log(const char *line, char device[IDENTITY_DEVICE]);

/** identity_in_registers() - the same of a listing of registers, "0xff 0x2220" in a line. */
bool identity_in_registers(const char *text);

/**
 * identity_on_bus() - the same of what answers on a bus
 * @bus: number of the adapter
 * @address: of the chip
 *
 * One word is read, as i2cget(8) does, behind the back of whatever drives the chip. False, too,
 * without i2c-dev, or if the bus may not be used.
 */
bool identity_on_bus(unsigned int bus, unsigned int address);

/**
 * identity_look_in_log() - the same of the kernel's log
 * @path: of the log, "/dev/kmsg"
 * @device: set to the last such device
 *
 * Return: is there one? False, too, if the log may not be read.
 */
bool identity_look_in_log(const char *path, char device[IDENTITY_DEVICE]);

#endif /* RAILGLOW_TOOLS_DOCTOR_IDENTITY_H */
