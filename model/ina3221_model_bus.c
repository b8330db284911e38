// SPDX-License-Identifier: GPL-2.0-only
/*
 * The INA3221 model: messages on the bus, the register pointer, and violations by their length.
 * Reads and writes of a register, and other violations, are in ina3221_model_registers.c. Addresses
 * are acknowledged, or not, in board/transfer.c.
 */
#include "model/ina3221_model_private.h"

#define BUS_MAX_HZ_REV_C 2440000
#define BUS_MAX_HZ_REV_B 2940000

int ina3221_model_bus_write(struct ina3221_model *m, u64 now_ns, const u8 *bytes, size_t len)
{
	if (!m->powered)
		return -ENXIO;
	if (len == 0)
		return 0;
	m->pointer = bytes[0];
	if (len != 1 && len != 3)
		m->counters.violations[INA3221_MODEL_VIOLATION_LENGTH]++;
	if (len >= 3)
		ina3221_model_write(m, now_ns, m->pointer, (u16)(bytes[1] << 8 | bytes[2]));
	return 0;
}

int ina3221_model_bus_read(struct ina3221_model *m, u64 now_ns, u8 *bytes, size_t len)
{
	bool repeat = ina3221_model_switched(m, INA3221_MODEL_SWITCH_LONG_READ);
	u8 word[2];
	size_t i;
	u16 value;

	if (!m->powered)
		return -ENXIO;
	if (len == 0)
		return 0;
	if (len != 2)
		m->counters.violations[INA3221_MODEL_VIOLATION_LENGTH]++;
	value = ina3221_model_read(m, now_ns, m->pointer);
	word[0] = (u8)(value >> 8);
	word[1] = (u8)value;
	for (i = 0; i < len; i++)
		bytes[i] = i < 2 || repeat ? word[i % 2] : 0xff;
	return 0;
}

void ina3221_model_bus_stop(struct ina3221_model *m)
{
	if (ina3221_model_switched(m, INA3221_MODEL_SWITCH_POINTER))
		m->pointer = INA3221_REG_CONFIG;
}

u32 ina3221_model_bus_max_hz(const struct ina3221_model *m)
{
	return ina3221_model_switched(m, INA3221_MODEL_SWITCH_BUS_RATE) ? BUS_MAX_HZ_REV_B
									: BUS_MAX_HZ_REV_C;
}
