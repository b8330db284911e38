// SPDX-License-Identifier: GPL-2.0-only
/*
 * Any traffic, passing of time, inputs and faults for a modelled INA3221:
 * whatever happens, registers stay what the datasheet lets them be, and pins
 * agree with flags. A second chip that sees time pass in small steps must stay
 * the same as the first. Each operation is four bytes.
 */
#include "core/ina3221_regs.h"
#include "core/ina3221_timing.h"
#include "model/ina3221_model.h"
#include "model/ina3221_model_switches.h"
#include "tests/fuzz/promise.h"

#define OPERATIONS_MAX 200
#define STEPS 5

/* Inputs alternate between two levels; equal ones are a constant. */
struct wave {
	s32 low_uv;
	s32 high_uv;
	u64 half_ns;
};

struct fuzz {
	struct ina3221_model chip;
	struct ina3221_model twin;
	struct wave waves[INA3221_CHANNELS][INA3221_MODEL_QUANTITIES];
	u64 now_ns;
};

static bool is_constant(const struct wave *wave)
{
	return wave->low_uv == wave->high_uv;
}

static s32 wave_uv(void *context, unsigned int channel, enum ina3221_model_quantity quantity,
		   u64 time_ns)
{
	const struct wave *wave = &((struct fuzz *)context)->waves[channel][quantity];

	return time_ns / wave->half_ns % 2 ? wave->high_uv : wave->low_uv;
}

static u64 wave_constant_until(void *context, unsigned int channel,
			       enum ina3221_model_quantity quantity, u64 time_ns)
{
	const struct wave *wave = &((struct fuzz *)context)->waves[channel][quantity];

	return is_constant(wave) ? U64_MAX : (time_ns / wave->half_ns + 1) * wave->half_ns;
}

static bool switched(const struct fuzz *f, enum ina3221_model_switch which)
{
	return f->chip.options.alternatives & BIT(which);
}

static void check_settings(const struct fuzz *f)
{
	const struct ina3221_model_settings *set = &f->chip.settings;
	bool stored = switched(f, INA3221_MODEL_SWITCH_LIMIT_LOW_BITS);
	unsigned int ch;

	PROMISE(!(set->config & 0x8000));
	PROMISE(!(set->mask & ~0x7c00));
	PROMISE(!(set->pv_upper & 0x8007) && !(set->pv_lower & 0x8007));
	PROMISE(stored || !(set->sum_limit & 1));
	for (ch = 0; ch < INA3221_CHANNELS; ch++)
		PROMISE(stored || !((set->critical[ch] | set->warning[ch]) & 7));
}

static void check_signals(const struct fuzz *f)
{
	const struct ina3221_model_signals *sig = &f->chip.signals;
	unsigned int ch, q;

	PROMISE(!(sig->flags & ~0x03f9) && !(sig->over & ~0x03f8) && !(sig->answered & ~0x03f8));
	PROMISE(!(sig->sum & 1));
	PROMISE((s16)sig->sum >= -3 * 4096 * 2 && (s16)sig->sum <= 3 * 4095 * 2);
	PROMISE(sig->power_valid <= 1 && sig->timing_control_checks <= 5);
	for (ch = 0; ch < INA3221_CHANNELS; ch++)
		for (q = 0; q < INA3221_MODEL_QUANTITIES; q++) {
			PROMISE(!(sig->average[ch][q] & 7));
			PROMISE(sig->single[ch][q] >= -4096 && sig->single[ch][q] <= 4095);
		}
}

static void check_pins(const struct fuzz *f)
{
	const struct ina3221_model_signals *sig = &f->chip.signals;
	u8 pins = ina3221_model_pins(&f->chip);
	bool plain = !switched(f, INA3221_MODEL_SWITCH_LATCH_RELEASE) &&
		     !switched(f, INA3221_MODEL_SWITCH_ALERT_RESPONSE);

	PROMISE(!(pins & ~0x0f));
	if (!f->chip.powered) {
		PROMISE(pins == 0x0f);
		return;
	}
	PROMISE(!!(pins & INA3221_MODEL_PIN_POWER_VALID) == sig->power_valid);
	PROMISE(!(pins & INA3221_MODEL_PIN_TIMING_CONTROL) ==
		(sig->timing_control == INA3221_MODEL_TC_ALERT));
	if (plain && f->chip.settings.mask & INA3221_MASK_CEN)
		PROMISE(!(pins & INA3221_MODEL_PIN_CRITICAL) == !!(sig->flags & 0x03c0));
	if (plain && f->chip.settings.mask & INA3221_MASK_WEN)
		PROMISE(!(pins & INA3221_MODEL_PIN_WARNING) == !!(sig->flags & 0x0038));
}

static void check_sequence(const struct fuzz *f)
{
	const struct ina3221_model_sequence *seq = &f->chip.sequence;

	PROMISE(seq->now_ns == f->now_ns);
	PROMISE(seq->step_end_ns > f->now_ns);
	PROMISE(seq->step_end_ns == U64_MAX || seq->step < seq->steps);
	PROMISE(seq->step_end_ns == U64_MAX || (f->chip.powered && !seq->stuck));
	PROMISE(seq->step_end_ns == U64_MAX || ina3221_cycle_typ_us(f->chip.settings.config));
	PROMISE(ina3221_model_next_pin_event(&f->chip, INA3221_MODEL_PINS_ALL) > f->now_ns);
}

static void check_twin(const struct fuzz *f)
{
	PROMISE(!memcmp(&f->chip.settings, &f->twin.settings, sizeof(f->chip.settings)));
	PROMISE(!memcmp(&f->chip.signals, &f->twin.signals, sizeof(f->chip.signals)));
	PROMISE(!memcmp(&f->chip.counters, &f->twin.counters, sizeof(f->chip.counters)));
	PROMISE(f->chip.sequence.step_end_ns == f->twin.sequence.step_end_ns);
	PROMISE(f->chip.pointer == f->twin.pointer);
}

/* Short waits are exact, long ones are up to 8 s of default cycles. */
static void wait(struct fuzz *f, const u8 *op)
{
	u64 ns = 1 + (op[1] | (u64)op[2] << 8) * (op[3] & 1 ? 1000 : 128000);
	u64 start_ns = f->now_ns;
	unsigned int i;

	f->now_ns += ns;
	PROMISE(ina3221_model_advance(&f->chip, f->now_ns, INA3221_MODEL_ADVANCE_ALL) == f->now_ns);
	for (i = 1; i <= STEPS; i++) {
		u64 to_ns = start_ns + ns * i / STEPS;

		while (ina3221_model_advance(&f->twin, to_ns, 3) < to_ns)
			;
	}
}

static void write_message(struct fuzz *f, const u8 *op)
{
	size_t len = op[0] >> 4 ? 3 : op[3] % 4;
	int err = f->chip.powered ? 0 : -ENXIO;

	PROMISE(ina3221_model_bus_write(&f->chip, f->now_ns, op + 1, len) == err);
	PROMISE(ina3221_model_bus_write(&f->twin, f->now_ns, op + 1, len) == err);
}

static void read_message(struct fuzz *f, const u8 *op)
{
	size_t len = op[0] >> 4 ? 2 : op[3] % 8;
	u8 bytes[8], twin_bytes[8];
	int err = f->chip.powered ? 0 : -ENXIO;

	PROMISE(ina3221_model_bus_read(&f->chip, f->now_ns, bytes, len) == err);
	PROMISE(ina3221_model_bus_read(&f->twin, f->now_ns, twin_bytes, len) == err);
	PROMISE(err || !memcmp(bytes, twin_bytes, len));
}

static void change_input(struct fuzz *f, const u8 *op)
{
	struct wave *wave = &f->waves[op[1] % INA3221_CHANNELS][op[1] / 128];
	s32 scale = op[1] / 128 ? 160000 : 2000;

	wave->low_uv = (s8)op[2] * scale;
	wave->high_uv = op[3] & 3 ? wave->low_uv : (s8)op[3] * scale;
	wave->half_ns = 1 + op[3] * 977777ULL;
	ina3221_model_inputs_changed(&f->chip);
	ina3221_model_inputs_changed(&f->twin);
}

static void power(struct fuzz *f, bool on)
{
	if (on) {
		ina3221_model_power_on(&f->chip, f->now_ns);
		ina3221_model_power_on(&f->twin, f->now_ns);
	} else {
		ina3221_model_power_off(&f->chip, f->now_ns);
		ina3221_model_power_off(&f->twin, f->now_ns);
	}
}

static void answer_alert(struct fuzz *f)
{
	bool pending = ina3221_model_alert_pending(&f->chip, f->now_ns);

	PROMISE(ina3221_model_alert_pending(&f->twin, f->now_ns) == pending);
	PROMISE(!pending || f->chip.settings.mask & (INA3221_MASK_CEN | INA3221_MASK_WEN));
	if (!pending)
		return;
	ina3221_model_alert_answered(&f->chip);
	ina3221_model_alert_answered(&f->twin);
}

static void operate(struct fuzz *f, const u8 *op)
{
	switch (op[0] % 16) {
	case 0 ... 4:
		wait(f, op);
		break;
	case 5 ... 8:
		write_message(f, op);
		break;
	case 9 ... 10:
		read_message(f, op);
		break;
	case 11 ... 12:
		change_input(f, op);
		break;
	case 13:
		answer_alert(f);
		break;
	case 14:
		power(f, op[1] & 3);
		break;
	default:
		ina3221_model_set_stuck(&f->chip, f->now_ns, op[1] & 1);
		ina3221_model_set_stuck(&f->twin, f->now_ns, op[1] & 1);
		ina3221_model_bus_stop(&f->chip);
		ina3221_model_bus_stop(&f->twin);
		break;
	}
}

static void make(struct fuzz *f, const u8 *data)
{
	struct ina3221_model_options options = {
		.inputs = { wave_uv, wave_constant_until, f },
		.oscillator_ppm = (s16)(data[0] | data[1] << 8) * 4,
		.alternatives = data[2] | (u32)data[3] << 8 | (u32)data[4] << 16,
	};
	unsigned int ch;

	memset(f, 0, sizeof(*f));
	for (ch = 0; ch < INA3221_CHANNELS; ch++) {
		f->waves[ch][INA3221_MODEL_QUANTITY_SHUNT].half_ns = 1;
		f->waves[ch][INA3221_MODEL_QUANTITY_BUS].half_ns = 1;
	}
	ina3221_model_init(&f->chip, &options, 0);
	ina3221_model_init(&f->twin, &options, 0);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	struct fuzz f;
	unsigned int i;

	if (size < 5)
		return 0;
	make(&f, data);
	data += 5;
	size -= 5;
	for (i = 0; i < OPERATIONS_MAX && size >= 4; i++, data += 4, size -= 4) {
		operate(&f, data);
		check_settings(&f);
		check_signals(&f);
		check_pins(&f);
		check_sequence(&f);
		check_twin(&f);
	}
	return 0;
}
