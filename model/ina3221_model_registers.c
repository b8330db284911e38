// SPDX-License-Identifier: GPL-2.0-only
/*
 * The INA3221 model: power and reset, registers read and written, bits that a write does not
 * change, and violations: accesses that no driver may make. Comparisons are in
 * ina3221_model_alerts.c, the converter is in ina3221_model_conversion.c.
 */
#include "model/ina3221_model_private.h"

/**
 * struct register_info - a register that keeps the words written to it
 * @writable: bits that a write can change; 0: another kind of register
 * @offset: its place in struct ina3221_model_settings
 * @limit: its unused low bits are subject to INA3221_MODEL_SWITCH_LIMIT_LOW_BITS
 */
struct register_info {
	u16 writable;
	u8 offset;
	bool limit;
};

/* Registers of the SQ52210 that the INA3221 lacks. */
#define SILERGY_FIRST 0x12
#define SILERGY_LAST 0x1d

#define SETTING(member) offsetof(struct ina3221_model_settings, member)

static const struct register_info register_info[] = {
	[INA3221_REG_CONFIG] = { INA3221_CONFIG_WRITABLE, SETTING(config), false },
	[INA3221_REG_CRITICAL1] = { INA3221_LIMIT_WRITABLE, SETTING(critical[0]), true },
	[INA3221_REG_WARNING1] = { INA3221_LIMIT_WRITABLE, SETTING(warning[0]), true },
	[INA3221_REG_CRITICAL2] = { INA3221_LIMIT_WRITABLE, SETTING(critical[1]), true },
	[INA3221_REG_WARNING2] = { INA3221_LIMIT_WRITABLE, SETTING(warning[1]), true },
	[INA3221_REG_CRITICAL3] = { INA3221_LIMIT_WRITABLE, SETTING(critical[2]), true },
	[INA3221_REG_WARNING3] = { INA3221_LIMIT_WRITABLE, SETTING(warning[2]), true },
	[INA3221_REG_SUM_LIMIT] = { INA3221_SUM_LIMIT_WRITABLE, SETTING(sum_limit), true },
	[INA3221_REG_MASK_ENABLE] = { INA3221_MASK_ENABLE_WRITABLE, SETTING(mask), false },
	[INA3221_REG_PV_UPPER] = { INA3221_PV_WRITABLE, SETTING(pv_upper), false },
	[INA3221_REG_PV_LOWER] = { INA3221_PV_WRITABLE, SETTING(pv_lower), false },
};

static void reset_settings(struct ina3221_model *m)
{
	unsigned int ch;

	m->settings = (struct ina3221_model_settings){
		.config = INA3221_CONFIG_RESET,
		.sum_limit = INA3221_SUM_LIMIT_RESET,
		.pv_upper = INA3221_PV_UPPER_RESET,
		.pv_lower = INA3221_PV_LOWER_RESET,
	};
	for (ch = 0; ch < INA3221_CHANNELS; ch++) {
		m->settings.critical[ch] = INA3221_LIMIT_RESET;
		m->settings.warning[ch] = INA3221_LIMIT_RESET;
	}
}

/* Resets by RST: everything is as after power-up except the PV pin (section 7.4). */
static void reset_chip(struct ina3221_model *m)
{
	u8 power_valid = m->signals.power_valid;

	reset_settings(m);
	memset(&m->signals, 0, sizeof(m->signals));
	memset(m->word_cycle, 0, sizeof(m->word_cycle));
	m->sum_cycle = 0;
	m->signals.power_valid = power_valid;
	ina3221_model_conversion_restart(m);
}

static void pass_time(struct ina3221_model *m, u64 now_ns)
{
	ina3221_model_advance(m, now_ns, INA3221_MODEL_ADVANCE_ALL);
}

void ina3221_model_init(struct ina3221_model *m, const struct ina3221_model_options *options,
			u64 now_ns)
{
	memset(m, 0, sizeof(*m));
	m->options = *options;
	m->options.oscillator_ppm = clamp(m->options.oscillator_ppm,
					  INA3221_MODEL_OSCILLATOR_PPM_MIN,
					  INA3221_MODEL_OSCILLATOR_PPM_MAX);
	if (!m->options.manufacturer_id)
		m->options.manufacturer_id = INA3221_MANUFACTURER_ID;
	if (!m->options.die_id)
		m->options.die_id = INA3221_DIE_ID;
	ina3221_model_conversion_halt(m);
	ina3221_model_power_on(m, now_ns);
}

void ina3221_model_power_on(struct ina3221_model *m, u64 now_ns)
{
	pass_time(m, now_ns);
	m->powered = true;
	m->pointer = INA3221_REG_CONFIG;
	m->signals.power_valid = 0;
	m->sequence.asleep = true;
	reset_chip(m);
}

void ina3221_model_power_off(struct ina3221_model *m, u64 now_ns)
{
	pass_time(m, now_ns);
	m->powered = false;
	ina3221_model_conversion_halt(m);
}

void ina3221_model_set_stuck(struct ina3221_model *m, u64 now_ns, bool stuck)
{
	pass_time(m, now_ns);
	if (m->sequence.stuck == stuck)
		return;
	m->sequence.stuck = stuck;
	if (m->powered && !m->sequence.asleep)
		ina3221_model_conversion_restart(m);
}

void ina3221_model_inputs_changed(struct ina3221_model *m)
{
	ina3221_model_conversion_disturb(m);
}

/* Finds the setting that a register keeps; NULL if it keeps none. */
static u16 *find_setting(struct ina3221_model *m, u8 reg)
{
	if (reg >= ARRAY_SIZE(register_info) || !register_info[reg].writable)
		return NULL;
	return (u16 *)((u8 *)&m->settings + register_info[reg].offset);
}

/* Did the maker add this register to those of TI? */
static bool is_added(const struct ina3221_model *m, u8 reg)
{
	return m->options.maker == INA3221_MODEL_MAKER_SILERGY && reg >= SILERGY_FIRST &&
	       reg <= SILERGY_LAST;
}

static bool is_listed(u8 reg)
{
	return reg < ARRAY_SIZE(register_info) || reg == INA3221_REG_MANUFACTURER ||
	       reg == INA3221_REG_DIE;
}

static void write_config(struct ina3221_model *m)
{
	if (ina3221_model_switched(m, INA3221_MODEL_SWITCH_CONFIG_WRITE))
		ina3221_model_conversion_clear_averages(m);
	ina3221_model_alerts_config_written(m);
	ina3221_model_conversion_restart(m);
}

static void write_refused(struct ina3221_model *m, u8 reg)
{
	enum ina3221_model_violation which;

	if (is_added(m, reg))
		return;
	which = is_listed(reg) ? INA3221_MODEL_VIOLATION_READ_ONLY_REGISTER
			       : INA3221_MODEL_VIOLATION_UNLISTED_WRITE;
	m->counters.violations[which]++;
}

static void write_setting(struct ina3221_model *m, u8 reg, u16 *setting, u16 value)
{
	u16 writable = register_info[reg].writable;

	if (value & ~writable)
		m->counters.violations[INA3221_MODEL_VIOLATION_READ_ONLY_BITS]++;
	if (register_info[reg].limit &&
	    ina3221_model_switched(m, INA3221_MODEL_SWITCH_LIMIT_LOW_BITS))
		writable = 0xffff;
	*setting = value & writable;
	ina3221_model_conversion_disturb(m);
	if (reg == INA3221_REG_CONFIG)
		write_config(m);
}

void ina3221_model_write(struct ina3221_model *m, u64 now_ns, u8 reg, u16 value)
{
	u16 *setting = find_setting(m, reg);

	pass_time(m, now_ns);
	m->counters.writes++;
	if (!setting)
		write_refused(m, reg);
	else if (reg == INA3221_REG_CONFIG && value & INA3221_CONFIG_RST)
		reset_chip(m);
	else
		write_setting(m, reg, setting, value);
}

static u16 read_mask(struct ina3221_model *m)
{
	u16 value = ina3221_model_alerts_mask_word(m);

	m->counters.mask_reads++;
	ina3221_model_alerts_clear_flags(m);
	ina3221_model_conversion_disturb(m);
	return value;
}

static u16 read_average(const struct ina3221_model *m, u8 reg)
{
	unsigned int ch = (reg - INA3221_REG_SHUNT1) / 2;

	return reg == INA3221_REG_SHUNT(ch) ? m->signals.average[ch][INA3221_MODEL_QUANTITY_SHUNT]
					    : m->signals.average[ch][INA3221_MODEL_QUANTITY_BUS];
}

u64 ina3221_model_word_cycle(const struct ina3221_model *m, u8 reg)
{
	unsigned int ch = (reg - INA3221_REG_SHUNT1) / 2;

	if (reg == INA3221_REG_SUM)
		return m->sum_cycle;
	if (reg < INA3221_REG_SHUNT1 || reg > INA3221_REG_BUS3)
		return 0;
	return reg == INA3221_REG_SHUNT(ch) ? m->word_cycle[ch][INA3221_MODEL_QUANTITY_SHUNT]
					    : m->word_cycle[ch][INA3221_MODEL_QUANTITY_BUS];
}

static u16 read_unlisted(struct ina3221_model *m)
{
	m->counters.violations[INA3221_MODEL_VIOLATION_UNLISTED_READ]++;
	return ina3221_model_switched(m, INA3221_MODEL_SWITCH_UNLISTED) ? 0xffff : 0;
}

static u16 read_register(struct ina3221_model *m, u8 reg)
{
	u16 *setting = find_setting(m, reg);

	if (reg == INA3221_REG_MASK_ENABLE)
		return read_mask(m);
	if (setting)
		return *setting;
	if (reg >= INA3221_REG_SHUNT1 && reg <= INA3221_REG_BUS3)
		return read_average(m, reg);
	switch (reg) {
	case INA3221_REG_SUM:
		return m->signals.sum;
	case INA3221_REG_MANUFACTURER:
		return m->options.manufacturer_id;
	case INA3221_REG_DIE:
		return m->options.die_id;
	default:
		return is_added(m, reg) ? 0 : read_unlisted(m);
	}
}

u16 ina3221_model_read(struct ina3221_model *m, u64 now_ns, u8 reg)
{
	pass_time(m, now_ns);
	m->counters.reads++;
	return read_register(m, reg);
}
