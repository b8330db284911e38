// SPDX-License-Identifier: GPL-2.0-only
/*
 * The INA3221 model: comparisons, flags, the sum of shunts and the four pins (section 7.3.2). The
 * end of a cycle is in ina3221_model_conversion.c, the read that clears flags in
 * ina3221_model_registers.c.
 */
#include "core/ina3221_units.h"
#include "model/ina3221_model_private.h"

#define CRITICAL_FLAGS (INA3221_MASK_CF_ALL | INA3221_MASK_SF)
#define WARNING_FLAGS INA3221_MASK_WF_ALL
#define ALERT_FLAGS (CRITICAL_FLAGS | WARNING_FLAGS)

/* Timing control: 1.2 V in counts of 8 mV, checked once and in 4 more cycles. */
#define TC_THRESHOLD_COUNT 150
#define TC_CHECKS 5
#define TC_FIRST_CHANNEL 0
#define TC_SECOND_CHANNEL 1

/* Largest sum of three conversions. */
#define SUM_REACHABLE_COUNT (INA3221_CHANNELS * INA3221_COUNT_MAX)

static bool is_over_limit(const struct ina3221_model *m, s32 count, s32 limit_count)
{
	if (ina3221_model_switched(m, INA3221_MODEL_SWITCH_LIMIT_COMPARE))
		return count >= limit_count;
	return count > limit_count;
}

/* Are @flags latched, by their bit of Mask/Enable? */
static bool is_latched(const struct ina3221_model *m, u16 flags)
{
	return m->settings.mask & (flags & WARNING_FLAGS ? INA3221_MASK_WEN : INA3221_MASK_CEN);
}

static void record_outcome(struct ina3221_model *m, u16 flag, bool over)
{
	struct ina3221_model_signals *sig = &m->signals;

	if (over) {
		sig->over |= flag;
		sig->flags |= flag;
		sig->answered &= ~flag;
		return;
	}
	sig->over &= ~flag;
	if (!is_latched(m, flag) &&
	    ina3221_model_switched(m, INA3221_MODEL_SWITCH_TRANSPARENT_FLAGS))
		sig->flags &= ~flag;
}

void ina3221_model_alerts_shunt_done(struct ina3221_model *m, unsigned int channel)
{
	s32 single = m->signals.single[channel][INA3221_MODEL_QUANTITY_SHUNT];
	s32 averaged = ina3221_count(m->signals.average[channel][INA3221_MODEL_QUANTITY_SHUNT], 0);

	record_outcome(m, INA3221_MASK_CF(channel),
		       is_over_limit(m, single, ina3221_count(m->settings.critical[channel], 0)));
	record_outcome(m, INA3221_MASK_WF(channel),
		       is_over_limit(m, averaged, ina3221_count(m->settings.warning[channel], 0)));
}

static void timing_control_second(struct ina3221_model_signals *sig, bool up)
{
	if (up)
		sig->timing_control = INA3221_MODEL_TC_DONE;
	else if (++sig->timing_control_checks == TC_CHECKS)
		sig->timing_control = INA3221_MODEL_TC_ALERT;
}

void ina3221_model_alerts_bus_done(struct ina3221_model *m, unsigned int channel)
{
	struct ina3221_model_signals *sig = &m->signals;
	bool up = sig->single[channel][INA3221_MODEL_QUANTITY_BUS] >= TC_THRESHOLD_COUNT;

	if (sig->timing_control == INA3221_MODEL_TC_WAIT && channel == TC_FIRST_CHANNEL && up)
		sig->timing_control = INA3221_MODEL_TC_CHECK;
	else if (sig->timing_control == INA3221_MODEL_TC_CHECK && channel == TC_SECOND_CHANNEL)
		timing_control_second(sig, up);
}

/* Does the sum include @channel? */
static bool is_summed(const struct ina3221_model *m, unsigned int channel)
{
	if (!(m->settings.mask & INA3221_MASK_SCC(channel)))
		return false;
	return ina3221_model_channel_enabled(m, channel) ||
	       ina3221_model_switched(m, INA3221_MODEL_SWITCH_SUM_DISABLED);
}

static bool sum_works(const struct ina3221_model *m)
{
	u16 scc = m->settings.mask & INA3221_MASK_SCC_ALL;
	bool single = !(scc & (scc - 1));

	return scc && !(single && ina3221_model_switched(m, INA3221_MODEL_SWITCH_SUM_SINGLE));
}

static void update_sum(struct ina3221_model *m)
{
	s32 count = 0;
	unsigned int ch;

	if (!sum_works(m)) {
		m->signals.sum = 0;
		m->sum_cycle = 0;
		record_outcome(m, INA3221_MASK_SF, false);
		return;
	}
	for (ch = 0; ch < INA3221_CHANNELS; ch++)
		if (is_summed(m, ch))
			count += m->signals.single[ch][INA3221_MODEL_QUANTITY_SHUNT];
	m->sum_cycle = m->sequence.cycles_begun;
	if (ina3221_model_switched(m, INA3221_MODEL_SWITCH_SUM_RANGE))
		count = clamp(count, INA3221_COUNT_MIN, INA3221_COUNT_MAX);
	m->signals.sum = ina3221_word(count, INA3221_SUM_PLACE);
	record_outcome(m, INA3221_MASK_SF,
		       is_over_limit(m, count,
				     ina3221_count(m->settings.sum_limit, INA3221_SUM_PLACE)));
}

static bool power_valid_watches(const struct ina3221_model *m, unsigned int channel)
{
	return ina3221_model_channel_enabled(m, channel) ||
	       !ina3221_model_switched(m, INA3221_MODEL_SWITCH_PV_CHANNELS);
}

static bool power_good(const struct ina3221_model *m, s32 count)
{
	s32 upper = ina3221_count(m->settings.pv_upper, 0);
	s32 lower = ina3221_count(m->settings.pv_lower, 0);

	if (m->signals.power_valid)
		return count >= lower;
	return ina3221_model_switched(m, INA3221_MODEL_SWITCH_PV_UPPER) ? count > upper
									: count >= upper;
}

static void update_power_valid(struct ina3221_model *m)
{
	bool good = true;
	unsigned int ch;

	for (ch = 0; ch < INA3221_CHANNELS; ch++) {
		s32 count = ina3221_count(m->signals.average[ch][INA3221_MODEL_QUANTITY_BUS], 0);

		if (power_valid_watches(m, ch) && !power_good(m, count))
			good = false;
	}
	m->signals.power_valid = good;
}

void ina3221_model_alerts_cycle_done(struct ina3221_model *m)
{
	if (ina3221_model_converts_shunt(m->settings.config))
		update_sum(m);
	if (ina3221_model_converts_bus(m->settings.config))
		update_power_valid(m);
}

void ina3221_model_alerts_cycles_skipped(struct ina3221_model *m)
{
	if (m->sum_cycle && ina3221_model_converts_shunt(m->settings.config))
		m->sum_cycle = m->sequence.cycles_begun;
}

void ina3221_model_alerts_config_written(struct ina3221_model *m)
{
	if (!ina3221_model_powered_down(m->settings.config))
		m->signals.flags &= ~INA3221_MASK_CVRF;
	if (m->signals.timing_control != INA3221_MODEL_TC_ALERT)
		m->signals.timing_control = INA3221_MODEL_TC_DONE;
}

void ina3221_model_alerts_clear_flags(struct ina3221_model *m)
{
	m->signals.flags = 0;
	m->signals.answered = 0;
}

u16 ina3221_model_alerts_mask_word(const struct ina3221_model *m)
{
	u16 status = 0;

	if (m->signals.power_valid)
		status |= INA3221_MASK_PVF;
	if (m->signals.timing_control != INA3221_MODEL_TC_ALERT)
		status |= INA3221_MASK_TCF;
	if (ina3221_model_switched(m, INA3221_MODEL_SWITCH_STATUS_BITS))
		status ^= INA3221_MASK_PVF | INA3221_MASK_TCF;
	return m->settings.mask | m->signals.flags | status;
}

/* Do @flags, all of one pin, drive it low? */
static bool drives_pin(const struct ina3221_model *m, u16 flags)
{
	u16 active = m->signals.flags;

	if (!is_latched(m, flags))
		return m->signals.over & flags;
	if (ina3221_model_switched(m, INA3221_MODEL_SWITCH_LATCH_RELEASE))
		active |= m->signals.over;
	return active & flags & ~m->signals.answered;
}

u8 ina3221_model_pins(const struct ina3221_model *m)
{
	u8 low = 0;

	if (!m->powered)
		return INA3221_MODEL_PINS_ALL;
	if (drives_pin(m, CRITICAL_FLAGS))
		low |= INA3221_MODEL_PIN_CRITICAL;
	if (drives_pin(m, WARNING_FLAGS))
		low |= INA3221_MODEL_PIN_WARNING;
	if (!m->signals.power_valid)
		low |= INA3221_MODEL_PIN_POWER_VALID;
	if (m->signals.timing_control == INA3221_MODEL_TC_ALERT)
		low |= INA3221_MODEL_PIN_TIMING_CONTROL;
	return INA3221_MODEL_PINS_ALL & ~low;
}

static bool answers_for(const struct ina3221_model *m, u16 flags)
{
	return is_latched(m, flags) && drives_pin(m, flags);
}

bool ina3221_model_alert_pending(struct ina3221_model *m, u64 now_ns)
{
	ina3221_model_advance(m, now_ns, INA3221_MODEL_ADVANCE_ALL);
	return m->powered && (answers_for(m, CRITICAL_FLAGS) || answers_for(m, WARNING_FLAGS));
}

void ina3221_model_alert_answered(struct ina3221_model *m)
{
	if (!ina3221_model_switched(m, INA3221_MODEL_SWITCH_ALERT_RESPONSE))
		return;
	m->signals.answered = (m->signals.flags | m->signals.over) & ALERT_FLAGS;
	ina3221_model_conversion_disturb(m);
}

/* Can a later comparison have another outcome for @flag than the last one? */
static bool can_toggle(const struct ina3221_model *m, u16 flag, s32 limit_count, s32 count_max)
{
	return m->signals.over & flag || is_over_limit(m, count_max, limit_count);
}

static bool shunt_matters(const struct ina3221_model *m, unsigned int ch, u8 pins)
{
	s32 critical = ina3221_count(m->settings.critical[ch], 0);
	s32 warning = ina3221_count(m->settings.warning[ch], 0);

	return (pins & INA3221_MODEL_PIN_CRITICAL &&
		can_toggle(m, INA3221_MASK_CF(ch), critical, INA3221_COUNT_MAX)) ||
	       (pins & INA3221_MODEL_PIN_WARNING &&
		can_toggle(m, INA3221_MASK_WF(ch), warning, INA3221_COUNT_MAX));
}

static bool bus_matters(const struct ina3221_model *m, unsigned int ch, u8 pins)
{
	return pins & INA3221_MODEL_PIN_TIMING_CONTROL && ch == TC_SECOND_CHANNEL &&
	       m->signals.timing_control <= INA3221_MODEL_TC_CHECK;
}

static bool cycle_matters(const struct ina3221_model *m, u8 pins)
{
	s32 sum_limit = ina3221_count(m->settings.sum_limit, INA3221_SUM_PLACE);

	if (pins & INA3221_MODEL_PIN_POWER_VALID && ina3221_model_converts_bus(m->settings.config))
		return true;
	return pins & INA3221_MODEL_PIN_CRITICAL &&
	       ina3221_model_converts_shunt(m->settings.config) &&
	       can_toggle(m, INA3221_MASK_SF, sum_limit, SUM_REACHABLE_COUNT);
}

static bool step_matters(const struct ina3221_model *m, unsigned int step, u8 pins)
{
	unsigned int signal = m->sequence.plan[step];
	unsigned int ch = signal / INA3221_MODEL_QUANTITIES;

	if (step + 1 == m->sequence.steps && cycle_matters(m, pins))
		return true;
	return signal % INA3221_MODEL_QUANTITIES == INA3221_MODEL_QUANTITY_SHUNT
		       ? shunt_matters(m, ch, pins)
		       : bus_matters(m, ch, pins);
}

/* Finds the end of the next conversion that matters, if the oscillator stays as it is. */
static u64 next_at_this_pace(const struct ina3221_model *m, u8 pins)
{
	const struct ina3221_model_sequence *seq = &m->sequence;
	u64 end_ns = seq->step_end_ns;
	unsigned int i, step = seq->step;

	for (i = 0; i < seq->steps; i++) {
		if (step_matters(m, step, pins))
			return end_ns;
		step++;
		if (step == seq->steps && seq->passes_left == 1)
			break;
		step %= seq->steps;
		end_ns += seq->step_ns[seq->plan[step] % INA3221_MODEL_QUANTITIES];
	}
	return INA3221_MODEL_NEVER;
}

/*
 * Finds the end of the next conversion that matters. If the oscillator may change before that, only
 * the end of the conversion in progress is known.
 */
static u64 next_that_matters(const struct ina3221_model *m, u8 pins)
{
	const struct ina3221_model_sequence *seq = &m->sequence;
	u64 next_ns = next_at_this_pace(m, pins);
	u32 step_ns = seq->step_ns[seq->plan[seq->step] % INA3221_MODEL_QUANTITIES];

	if (next_ns == INA3221_MODEL_NEVER ||
	    next_ns <= ina3221_model_conversion_pace_until(m, seq->step_end_ns - step_ns))
		return next_ns;
	return seq->step_end_ns;
}

u64 ina3221_model_next_pin_event(const struct ina3221_model *m, u8 pins)
{
	const struct ina3221_model_sequence *seq = &m->sequence;
	u64 next_ns, until_ns;

	if (seq->step_end_ns == INA3221_MODEL_NEVER)
		return INA3221_MODEL_NEVER;
	next_ns = next_that_matters(m, pins);
	if (next_ns == INA3221_MODEL_NEVER || seq->settled_since_ns == INA3221_MODEL_NEVER)
		return next_ns;
	until_ns = ina3221_model_conversion_constant_until(m, seq->settled_since_ns);
	return max(next_ns, until_ns);
}
