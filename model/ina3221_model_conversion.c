// SPDX-License-Identifier: GPL-2.0-only
/*
 * The INA3221 model: the converter and its averaging over time.
 *
 * A signal is one quantity of one channel, numbered channel * 2 + quantity, which is also the
 * order in which the chip converts them (section 7.4).
 *
 * A write to CONFIG, which starts it anew, is in ina3221_model_registers.c; the sum of shunts is
 * added up in ina3221_model_alerts.c.
 */
#include "core/ina3221_timing.h"
#include "core/rounding.h"
#include "model/ina3221_model_private.h"

#define SIGNALS (INA3221_CHANNELS * INA3221_MODEL_QUANTITIES)
#define CHANNEL_OF(signal) ((signal) / INA3221_MODEL_QUANTITIES)
#define QUANTITY_OF(signal) ((enum ina3221_model_quantity)((signal) % INA3221_MODEL_QUANTITIES))

#define FRACTION_BITS_WIDE 16
#define FRACTION_BITS_NARROW 10

static_assert(sizeof(struct ina3221_model_signals) ==
		      SIGNALS * (sizeof(s32) + 2 * sizeof(u16)) + 4 * sizeof(u16) + 4,
	      "signals are compared byte by byte and must have no padding");

/* Binary logarithms of ina3221_avg_samples. */
static const u8 avg_shift[INA3221_AVG_STEPS] = { 0, 2, 4, 6, 7, 8, 9, 10 };

static u32 conversion_ns(unsigned int ct_step, s32 ppm)
{
	s32 typ_us = ina3221_ct_typ_us[ct_step];

	/* ppm of us is ps. */
	return (u32)(typ_us * 1000 + div_nearest((s64)typ_us * ppm, 1000));
}

static s32 oscillator_ppm(const struct ina3221_model *m, u64 time_ns)
{
	const struct ina3221_model_drift *drift = &m->options.drift;
	s64 ppm = m->options.oscillator_ppm;

	if (drift->ppm)
		ppm += drift->ppm(drift->context, time_ns);
	return (s32)clamp_t(s64, ppm, INA3221_MODEL_OSCILLATOR_PPM_MIN,
			    INA3221_MODEL_OSCILLATOR_PPM_MAX);
}

static void compute_steps(struct ina3221_model *m)
{
	struct ina3221_model_sequence *seq = &m->sequence;
	u16 config = m->settings.config;

	seq->step_ns[INA3221_MODEL_QUANTITY_SHUNT] =
		conversion_ns(FIELD_GET(INA3221_CONFIG_SHUNT_CT, config), seq->pace_ppm);
	seq->step_ns[INA3221_MODEL_QUANTITY_BUS] =
		conversion_ns(FIELD_GET(INA3221_CONFIG_BUS_CT, config), seq->pace_ppm);
}

static void follow_oscillator(struct ina3221_model *m, u64 time_ns)
{
	s32 ppm = oscillator_ppm(m, time_ns);

	if (ppm == m->sequence.pace_ppm)
		return;
	m->sequence.pace_ppm = ppm;
	compute_steps(m);
}

u64 ina3221_model_conversion_pace_until(const struct ina3221_model *m, u64 since_ns)
{
	const struct ina3221_model_drift *drift = &m->options.drift;

	if (!drift->ppm)
		return U64_MAX;
	if (!drift->constant_until_ns)
		return since_ns;
	return drift->constant_until_ns(drift->context, since_ns);
}

static void plan_cycle(struct ina3221_model *m)
{
	struct ina3221_model_sequence *seq = &m->sequence;
	u16 config = m->settings.config;
	unsigned int signal;

	compute_steps(m);
	seq->steps = 0;
	for (signal = 0; signal < SIGNALS; signal++) {
		bool shunt = QUANTITY_OF(signal) == INA3221_MODEL_QUANTITY_SHUNT;

		if (!ina3221_model_channel_enabled(m, CHANNEL_OF(signal)) ||
		    !(shunt ? ina3221_model_converts_shunt(config)
			    : ina3221_model_converts_bus(config)))
			continue;
		seq->plan[seq->steps++] = (u8)signal;
	}
}

/* Computes the length of a cycle while the oscillator is as it is now. */
static u64 cycle_ns(const struct ina3221_model_sequence *seq)
{
	u64 sum_ns = 0;
	unsigned int i;

	for (i = 0; i < seq->steps; i++)
		sum_ns += seq->step_ns[QUANTITY_OF(seq->plan[i])];
	return sum_ns;
}

/* Starts the conversion that is next in the plan. */
static void start_step(struct ina3221_model *m, u64 start_ns)
{
	struct ina3221_model_sequence *seq = &m->sequence;

	follow_oscillator(m, start_ns);
	seq->step_end_ns = start_ns + seq->step_ns[QUANTITY_OF(seq->plan[seq->step])];
}

static void start_cycle(struct ina3221_model *m, u64 start_ns)
{
	memcpy(&m->signals_before, &m->signals, sizeof(m->signals));
	m->sequence.disturbed = false;
	m->sequence.cycle_start_ns = start_ns;
	m->sequence.cycles_begun++;
	m->sequence.step = 0;
	start_step(m, start_ns);
}

static u16 passes_wanted(const struct ina3221_model *m)
{
	u16 config = m->settings.config;

	if (config & INA3221_MODE_CONTINUOUS)
		return 0;
	if (!ina3221_model_switched(m, INA3221_MODEL_SWITCH_SINGLE_SHOT))
		return 1;
	return ina3221_avg_samples[FIELD_GET(INA3221_CONFIG_AVG, config)];
}

void ina3221_model_conversion_halt(struct ina3221_model *m)
{
	m->sequence.step_end_ns = INA3221_MODEL_NEVER;
	m->sequence.settled_since_ns = INA3221_MODEL_NEVER;
}

void ina3221_model_conversion_restart(struct ina3221_model *m)
{
	struct ina3221_model_sequence *seq = &m->sequence;

	if (seq->asleep)
		seq->awake_ns = seq->now_ns + INA3221_WAKE_US * RG_NS_PER_US;
	ina3221_model_conversion_halt(m);
	plan_cycle(m);
	seq->asleep = ina3221_model_powered_down(m->settings.config);
	seq->passes_left = passes_wanted(m);
	if (seq->steps && !seq->stuck)
		start_cycle(m, max(seq->now_ns, seq->awake_ns));
}

void ina3221_model_conversion_disturb(struct ina3221_model *m)
{
	m->sequence.settled_since_ns = INA3221_MODEL_NEVER;
	m->sequence.disturbed = true;
}

void ina3221_model_conversion_clear_averages(struct ina3221_model *m)
{
	memset(m->signals.accumulator, 0, sizeof(m->signals.accumulator));
	m->signals.seeded = 0;
}

u64 ina3221_model_conversion_constant_until(const struct ina3221_model *m, u64 since_ns)
{
	const struct ina3221_model_inputs *in = &m->options.inputs;
	u64 until_ns = U64_MAX;
	unsigned int i;

	if (!in->constant_until_ns)
		return since_ns;
	for (i = 0; i < m->sequence.steps; i++) {
		unsigned int signal = m->sequence.plan[i];

		until_ns = min(until_ns, in->constant_until_ns(in->context, CHANNEL_OF(signal),
							       QUANTITY_OF(signal), since_ns));
	}
	return until_ns;
}

/* Computes the count of one conversion: the input at its middle, to the nearest LSB. */
static s32 convert_signal(const struct ina3221_model *m, unsigned int signal)
{
	const struct ina3221_model_inputs *in = &m->options.inputs;
	enum ina3221_model_quantity quantity = QUANTITY_OF(signal);
	u64 middle_ns = m->sequence.step_end_ns - m->sequence.step_ns[quantity] / 2;
	s32 lsb_uv = quantity == INA3221_MODEL_QUANTITY_SHUNT ? INA3221_SHUNT_LSB_UV
							      : INA3221_BUS_LSB_UV;
	s32 uv = in->value_uv(in->context, CHANNEL_OF(signal), quantity, middle_ns);
	s64 count = div_nearest(uv, lsb_uv);

	return (s32)clamp_t(s64, count, INA3221_COUNT_MIN, INA3221_COUNT_MAX);
}

/* Averages: out += (new - out) / N, with the fraction kept (section 7.4). */
static s32 update_average(struct ina3221_model *m, unsigned int signal, s32 count)
{
	s32 *acc = &m->signals.accumulator[CHANNEL_OF(signal)][QUANTITY_OF(signal)];
	unsigned int shift = avg_shift[FIELD_GET(INA3221_CONFIG_AVG, m->settings.config)];
	unsigned int fraction = ina3221_model_switched(m, INA3221_MODEL_SWITCH_ACCUMULATOR)
					? FRACTION_BITS_NARROW
					: FRACTION_BITS_WIDE;
	bool first = !(m->signals.seeded & BIT(signal));
	s32 one = 1 << fraction;
	s32 difference = count * one - *acc;

	m->signals.seeded |= BIT(signal);
	if (shift == 0 || (first && ina3221_model_switched(m, INA3221_MODEL_SWITCH_SEED)))
		*acc += difference;
	else
		*acc += (difference + (1 << (shift - 1))) >> shift;
	if (ina3221_model_switched(m, INA3221_MODEL_SWITCH_ROUNDING))
		return *acc >> fraction;
	return (*acc + one / 2) >> fraction;
}

static void finish_cycle(struct ina3221_model *m)
{
	struct ina3221_model_sequence *seq = &m->sequence;
	bool last = seq->passes_left == 1;

	m->counters.cycles++;
	if (seq->passes_left <= 1)
		m->signals.flags |= INA3221_MASK_CVRF;
	ina3221_model_alerts_cycle_done(m);
	seq->settled_since_ns = INA3221_MODEL_NEVER;
	if (!seq->passes_left && !seq->disturbed &&
	    !memcmp(&m->signals, &m->signals_before, sizeof(m->signals)))
		seq->settled_since_ns = seq->cycle_start_ns;
	if (last) {
		seq->asleep = true;
		ina3221_model_conversion_halt(m);
		return;
	}
	if (seq->passes_left)
		seq->passes_left--;
	start_cycle(m, seq->now_ns);
}

static void finish_step(struct ina3221_model *m)
{
	struct ina3221_model_sequence *seq = &m->sequence;
	unsigned int signal = seq->plan[seq->step];
	unsigned int ch = CHANNEL_OF(signal);
	s32 count = convert_signal(m, signal);

	seq->now_ns = seq->step_end_ns;
	m->counters.conversions++;
	m->word_cycle[ch][QUANTITY_OF(signal)] = seq->cycles_begun;
	m->signals.single[ch][QUANTITY_OF(signal)] = (s16)count;
	m->signals.average[ch][QUANTITY_OF(signal)] =
		(u16)((u32)update_average(m, signal, count) << INA3221_COUNT_SHIFT);
	if (QUANTITY_OF(signal) == INA3221_MODEL_QUANTITY_SHUNT)
		ina3221_model_alerts_shunt_done(m, ch);
	else
		ina3221_model_alerts_bus_done(m, ch);
	seq->step++;
	if (seq->step == seq->steps)
		finish_cycle(m);
	else
		start_step(m, seq->now_ns);
}

static void skip_cycles(struct ina3221_model *m, u64 cycles, u64 each_ns)
{
	struct ina3221_model_sequence *seq = &m->sequence;
	unsigned int i;

	seq->now_ns = seq->cycle_start_ns + cycles * each_ns;
	seq->settled_since_ns = seq->now_ns - each_ns;
	seq->cycles_begun += cycles - 1;
	for (i = 0; i < seq->steps; i++)
		m->word_cycle[CHANNEL_OF(seq->plan[i])][QUANTITY_OF(seq->plan[i])] =
			seq->cycles_begun;
	ina3221_model_alerts_cycles_skipped(m);
	m->counters.cycles += cycles;
	m->counters.conversions += cycles * seq->steps;
	start_cycle(m, seq->now_ns);
}

/*
 * Skips cycles at the start of one. If the last cycle changed nothing, the next ones do not either
 * while all inputs stay as they were in it, and they are as long as this one while the oscillator
 * stays as it is.
 */
static void skip_settled_cycles(struct ina3221_model *m, u64 now_ns)
{
	struct ina3221_model_sequence *seq = &m->sequence;
	u64 until_ns, each_ns;

	if (seq->step || seq->settled_since_ns == INA3221_MODEL_NEVER)
		return;
	each_ns = cycle_ns(seq);
	if (!each_ns || now_ns < seq->cycle_start_ns + 2 * each_ns)
		return;
	until_ns = min(now_ns, ina3221_model_conversion_constant_until(m, seq->settled_since_ns));
	until_ns = min(until_ns, ina3221_model_conversion_pace_until(m, seq->cycle_start_ns));
	if (until_ns < seq->cycle_start_ns + each_ns)
		return;
	skip_cycles(m, div64_u64(until_ns - seq->cycle_start_ns, each_ns), each_ns);
}

u64 ina3221_model_advance(struct ina3221_model *m, u64 now_ns, u32 conversions_max)
{
	struct ina3221_model_sequence *seq = &m->sequence;
	u32 done;

	now_ns = max(now_ns, seq->now_ns);
	for (done = 0; seq->step_end_ns <= now_ns; done++) {
		skip_settled_cycles(m, now_ns);
		if (seq->step_end_ns > now_ns)
			break;
		if (done == conversions_max && conversions_max != INA3221_MODEL_ADVANCE_ALL)
			return seq->now_ns;
		finish_step(m);
	}
	seq->now_ns = now_ns;
	return now_ns;
}
