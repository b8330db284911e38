/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Times that messages occupy an I2C bus (UM10204): one bit time each for START, repeated START and
 * STOP, nine for the address and for every byte.
 */
#ifndef RAILGLOW_MODEL_BUS_TIME_H
#define RAILGLOW_MODEL_BUS_TIME_H

#include "core/port.h"

/** Range of bus clocks: from the INA3221's slowest to I2C's fastest mode. */
#define BUS_CLOCK_MIN_HZ 1000
#define BUS_CLOCK_MAX_HZ 3400000
/** A transfer at a higher clock has to enter high-speed mode first. */
#define BUS_CLOCK_FAST_HZ 400000
/** Bits of START, master code and its missing acknowledge, at the fast clock. */
#define BUS_MASTER_CODE_BITS 10
#define BUS_STOP_BITS 1

/**
 * bus_message_bits() - count the bit times of one message without STOP
 * @bytes: data bytes in it
 */
u64 bus_message_bits(size_t bytes);

/** bus_address_bits() - count the bit times of a message that is not acknowledged. */
u64 bus_address_bits(void);

/**
 * bus_bits_ns() - compute the time that bits take
 * @bits: number of bit times, at most 2^32
 * @clock_hz: BUS_CLOCK_MIN_HZ to BUS_CLOCK_MAX_HZ
 *
 * Return: ns, rounded up.
 */
u64 bus_bits_ns(u64 bits, u32 clock_hz);

/**
 * bus_entry_ns() - compute the time until a transfer can begin at a clock
 * @clock_hz: bus clock
 *
 * Return: ns for the master code of high-speed mode; 0 up to the fast clock.
 */
u64 bus_entry_ns(u32 clock_hz);

#endif /* RAILGLOW_MODEL_BUS_TIME_H */
