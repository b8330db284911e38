// SPDX-License-Identifier: GPL-2.0-only
/*
 * Times that messages occupy an I2C bus, by their bits. Nothing waits here: board/transfer.c lets
 * them pass.
 */

#include "model/bus_time.h"

#define START_BITS 1
#define BYTE_BITS 9

u64 bus_address_bits(void)
{
	return START_BITS + BYTE_BITS;
}

u64 bus_message_bits(size_t bytes)
{
	return bus_address_bits() + BYTE_BITS * (u64)bytes;
}

u64 bus_bits_ns(u64 bits, u32 clock_hz)
{
	return div_u64(bits * RG_NS_PER_S + clock_hz - 1, clock_hz);
}

u64 bus_entry_ns(u32 clock_hz)
{
	if (clock_hz <= BUS_CLOCK_FAST_HZ)
		return 0;
	return bus_bits_ns(BUS_MASTER_CODE_BITS, BUS_CLOCK_FAST_HZ);
}
