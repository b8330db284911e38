/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Functions that the parts of the INA3221 model share:
 *
 *	ina3221_model_registers.c	power, registers read and written
 *	ina3221_model_bus.c		messages, the register pointer
 *	ina3221_model_conversion.c	the converter and its filter over time
 *	ina3221_model_alerts.c		comparisons, flags, sum, pins
 *	ina3221_model_switches.c	names of the open questions
 */
#ifndef RAILGLOW_MODEL_INA3221_MODEL_PRIVATE_H
#define RAILGLOW_MODEL_INA3221_MODEL_PRIVATE_H

#include "core/ina3221_regs.h"
#include "model/ina3221_model.h"
#include "model/ina3221_model_switches.h"

/** No conversion is in progress. */
#define INA3221_MODEL_NEVER U64_MAX

/** Is switch @which in its second position? */
static inline bool ina3221_model_switched(const struct ina3221_model *m,
					  enum ina3221_model_switch which)
{
	return m->options.alternatives & BIT(which);
}

/** ina3221_model_converts_shunt() - does a CONFIG value measure shunts? */
static inline bool ina3221_model_converts_shunt(u16 config)
{
	return config & INA3221_MODE_SHUNT;
}

/** ina3221_model_converts_bus() - does a CONFIG value measure bus voltages? */
static inline bool ina3221_model_converts_bus(u16 config)
{
	return config & INA3221_MODE_BUS;
}

/** ina3221_model_powered_down() - does the mode of a CONFIG value measure nothing? */
static inline bool ina3221_model_powered_down(u16 config)
{
	return !ina3221_model_converts_shunt(config) && !ina3221_model_converts_bus(config);
}

static inline bool ina3221_model_channel_enabled(const struct ina3221_model *m,
						 unsigned int channel)
{
	return m->settings.config & INA3221_CONFIG_CH_EN(channel);
}

/* Conversion */

/** Starts the sequence afresh, as CONFIG says, at the model's present. */
void ina3221_model_conversion_restart(struct ina3221_model *m);
/** Converts nothing until the next restart. */
void ina3221_model_conversion_halt(struct ina3221_model *m);
/** Notes that a setting, an input or a flag has changed: cycles need not repeat any more. */
void ina3221_model_conversion_disturb(struct ina3221_model *m);
/** Forgets all averages (INA3221_MODEL_SWITCH_CONFIG_WRITE). */
void ina3221_model_conversion_clear_averages(struct ina3221_model *m);
/** Finds the time until which conversions are as long as at @since_ns. */
u64 ina3221_model_conversion_pace_until(const struct ina3221_model *m, u64 since_ns);
/** Finds the time until which every input that is converted stays as it was at @since_ns. */
u64 ina3221_model_conversion_constant_until(const struct ina3221_model *m, u64 since_ns);

/* Alerts */

/** Compares a shunt conversion of @channel that is in its registers. */
void ina3221_model_alerts_shunt_done(struct ina3221_model *m, unsigned int channel);
/** Compares a bus conversion of @channel that is in its registers. */
void ina3221_model_alerts_bus_done(struct ina3221_model *m, unsigned int channel);
/** Ends a cycle, whose conversions are all done. */
void ina3221_model_alerts_cycle_done(struct ina3221_model *m);
/** Ends cycles that were skipped, as they change nothing. */
void ina3221_model_alerts_cycles_skipped(struct ina3221_model *m);
/** Notes that CONFIG was written. */
void ina3221_model_alerts_config_written(struct ina3221_model *m);
/** Clears CF, SF, WF and CVRF, as a read of Mask/Enable does. */
void ina3221_model_alerts_clear_flags(struct ina3221_model *m);
/** Makes the word of Mask/Enable as it reads now. */
u16 ina3221_model_alerts_mask_word(const struct ina3221_model *m);

#endif /* RAILGLOW_MODEL_INA3221_MODEL_PRIVATE_H */
