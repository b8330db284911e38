// SPDX-License-Identifier: GPL-2.0-only
/*
 * A modelled chip in real time.
 *
 * The model's time is CLOCK_MONOTONIC. It advances when the chip is looked at: at each message on
 * the bus, each change of an input, once a second while inputs change by themselves, and, if a pin
 * is wired, at each moment when that pin might move. During a transfer the model may be ahead of
 * the clock by the rest of the transfer.
 *
 * The model itself is in model/ina3221_model_registers.c and the files beside it. The I2C device of
 * the chip is made in firmware.c.
 */

#include <linux/cleanup.h>
#include <linux/sched.h>
#include <linux/seq_file.h>
#include <linux/slab.h>

#include "board/board.h"
#include "board/chip.h"
#include "board/inputs.h"
#include "board/pins.h"
#include "board/shared_line.h"
#include "board/wait.h"

/* Conversions that are computed before others get a chance to run. */
#define CONVERSIONS_AT_ONCE 4096
/* Longest stretch of time that is left to compute while inputs change. */
#define CATCH_UP_NS (1 * (u64)NSEC_PER_SEC)

static s32 chip_value_uv(void *context, unsigned int channel, enum ina3221_model_quantity quantity,
			 u64 time_ns)
{
	struct sim_chip *chip = context;

	return input_uv(&chip->inputs[channel][quantity].script, time_ns);
}

static u64 chip_constant_until_ns(void *context, unsigned int channel,
				  enum ina3221_model_quantity quantity, u64 time_ns)
{
	struct sim_chip *chip = context;

	return input_constant_until_ns(&chip->inputs[channel][quantity].script, time_ns);
}

static s32 chip_drift_ppm(void *context, u64 time_ns)
{
	struct sim_chip *chip = context;

	return input_uv(&chip->drift.script, time_ns);
}

static u64 chip_drift_constant_until_ns(void *context, u64 time_ns)
{
	struct sim_chip *chip = context;

	return input_constant_until_ns(&chip->drift.script, time_ns);
}

static_assert(BIT(SIM_PIN_CRITICAL) == INA3221_MODEL_PIN_CRITICAL);
static_assert(BIT(SIM_PIN_WARNING) == INA3221_MODEL_PIN_WARNING);
static_assert(BIT(SIM_PIN_POWER_VALID) == INA3221_MODEL_PIN_POWER_VALID);
static_assert(BIT(SIM_PIN_TIMING_CONTROL) == INA3221_MODEL_PIN_TIMING_CONTROL);

static void show_alert(struct sim_chip *chip, bool low)
{
	if (chip->alert_low == low)
		return;
	chip->alert_low = low;
	sim_alert_drive(&chip->board->alert, low);
}

/*
 * Drives the lines of the pins, which are open drain: a chip without power lets go of all of them.
 */
static void chip_drive_pins(struct sim_chip *chip)
{
	u8 levels = ina3221_model_pins(&chip->model);

	if (!chip->wired)
		return;
	sim_pins_drive(&chip->pins, levels, chip->held_low);
	show_alert(chip, (~levels | chip->held_low) & chip->alert_pins);
}

/*
 * Advances the model. With a wired pin it computes one conversion at a time, so that no change of
 * the pin is missed.
 */
static void chip_advance(struct sim_chip *chip, u64 time_ns)
{
	u32 at_once = chip->wired ? 1 : CONVERSIONS_AT_ONCE;
	u64 reached;

	lockdep_assert_held(&chip->lock);
	do {
		reached = ina3221_model_advance(&chip->model, time_ns, at_once);
		chip_drive_pins(chip);
		cond_resched();
	} while (reached < time_ns);
}

static bool input_moves(const struct sim_input *input, u64 time_ns)
{
	return input_constant_until_ns(&input->script, time_ns) != INPUT_FOREVER;
}

/* Must anything be computed while no program looks? */
static bool chip_is_busy(const struct sim_chip *chip)
{
	const struct ina3221_model_sequence *sequence = &chip->model.sequence;
	unsigned int i;

	if (sequence->step_end_ns == U64_MAX)
		return false;
	if (input_moves(&chip->drift, sequence->now_ns))
		return true;
	for (i = 0; i < INA3221_CHANNELS; i++)
		if (input_moves(&chip->inputs[i][INA3221_MODEL_QUANTITY_SHUNT], sequence->now_ns) ||
		    input_moves(&chip->inputs[i][INA3221_MODEL_QUANTITY_BUS], sequence->now_ns))
			return true;
	return false;
}

/*
 * Computes the time of the next look at the chip: a wired pin might move then, or inputs have
 * changed for so long that the next reader would wait for much computing.
 */
static u64 chip_next_look_ns(const struct sim_chip *chip)
{
	u64 next_ns = U64_MAX;

	if (chip->wired)
		next_ns = ina3221_model_next_pin_event(&chip->model, chip->wired);
	if (chip_is_busy(chip))
		next_ns = min(next_ns, chip->model.sequence.now_ns + CATCH_UP_NS);
	return next_ns;
}

/* Shows the pins as they are and sets the timer for the next look. */
static void chip_settle(struct sim_chip *chip)
{
	u64 next;

	lockdep_assert_held(&chip->lock);
	chip_drive_pins(chip);
	next = chip_next_look_ns(chip);
	if (next >= KTIME_MAX)
		hrtimer_try_to_cancel(&chip->timer);
	else
		hrtimer_start(&chip->timer, ns_to_ktime(next), HRTIMER_MODE_ABS_SOFT);
}

static enum hrtimer_restart chip_timer(struct hrtimer *timer)
{
	struct sim_chip *chip = container_of(timer, struct sim_chip, timer);

	queue_work(system_highpri_wq, &chip->work);
	return HRTIMER_NORESTART;
}

static void chip_work(struct work_struct *work)
{
	struct sim_chip *chip = container_of(work, struct sim_chip, work);

	guard(sim_chip)(chip);
	if (!chip->running)
		return;
	chip_advance(chip, ktime_get_ns());
	chip_settle(chip);
}

static void ground_input(struct sim_chip *chip, struct sim_input *input,
			 struct sim_input_file *file, bool voltage)
{
	input_constant(&input->script, &input->ground, 0);
	*file = (struct sim_input_file){
		.chip = chip,
		.input = input,
		.parse = voltage ? input_parse : input_parse_ppm,
	};
}

void sim_chip_init(struct sim_chip *chip)
{
	unsigned int channel, quantity;

	rt_mutex_init(&chip->lock);
	INIT_WORK(&chip->work, chip_work);
	hrtimer_setup(&chip->timer, chip_timer, CLOCK_MONOTONIC, HRTIMER_MODE_ABS_SOFT);
	for (channel = 0; channel < INA3221_CHANNELS; channel++)
		for (quantity = 0; quantity < INA3221_MODEL_QUANTITIES; quantity++)
			ground_input(chip, &chip->inputs[channel][quantity],
				     &chip->input_files[channel][quantity], true);
	ground_input(chip, &chip->drift, &chip->drift_file, false);
}

static void chip_start_inputs(struct sim_chip *chip, u64 now_ns)
{
	unsigned int channel, quantity;

	for (channel = 0; channel < INA3221_CHANNELS; channel++)
		for (quantity = 0; quantity < INA3221_MODEL_QUANTITIES; quantity++)
			chip->inputs[channel][quantity].script.start_ns = now_ns;
	chip->drift.script.start_ns = now_ns;
}

void sim_chip_start(struct sim_chip *chip)
{
	struct ina3221_model_options options = {
		.inputs = {
			.value_uv = chip_value_uv,
			.constant_until_ns = chip_constant_until_ns,
			.context = chip,
		},
		.drift = {
			.ppm = chip_drift_ppm,
			.constant_until_ns = chip_drift_constant_until_ns,
			.context = chip,
		},
		.oscillator_ppm = chip->oscillator_ppm,
		.alternatives = chip->alternatives,
		.manufacturer_id = chip->manufacturer_id,
		.die_id = chip->die_id,
		.maker = chip->type,
	};
	u64 now_ns = ktime_get_ns();

	guard(sim_chip)(chip);
	chip_start_inputs(chip, now_ns);
	ina3221_model_init(&chip->model, &options, now_ns);
	if (chip->has_supply)
		ina3221_model_power_off(&chip->model, now_ns);
	chip->running = true;
	chip_settle(chip);
}

void sim_chip_stop(struct sim_chip *chip)
{
	rt_mutex_lock(&chip->lock);
	chip->running = false;
	rt_mutex_unlock(&chip->lock);
	hrtimer_cancel(&chip->timer);
	cancel_work_sync(&chip->work);
}

/* Does a wired pin move by @time_ns? A paced transfer waits for that moment. */
static bool chip_pins_due(struct sim_chip *chip, u64 time_ns)
{
	return chip->wired && ina3221_model_next_pin_event(&chip->model, chip->wired) <= time_ns;
}

static bool chip_pins_moved(const struct sim_chip *chip)
{
	return chip->wired && chip->pins.driven != ina3221_model_pins(&chip->model);
}

int sim_chip_access(struct sim_chip *chip, struct sim_access *access)
{
	int ret;

	guard(sim_chip)(chip);
	if (!chip->running)
		return -ENXIO;
	/* A transfer that was held up goes on from there: its bits wait, as if stretched. */
	access->time_ns = max(access->time_ns, chip->model.sequence.now_ns);
	if (access->paced && chip_pins_due(chip, access->time_ns))
		sim_wait_until(access->time_ns);
	chip_advance(chip, access->time_ns);
	if (access->read)
		access->cycle = ina3221_model_word_cycle(&chip->model, chip->model.pointer);
	if (access->read)
		ret = ina3221_model_bus_read(&chip->model, access->time_ns, access->bytes,
					     access->len);
	else
		ret = ina3221_model_bus_write(&chip->model, access->time_ns, access->bytes,
					      access->len);
	if (access->paced && chip_pins_moved(chip))
		sim_wait_until(access->time_ns);
	chip_settle(chip);
	return ret;
}

void sim_chip_stop_condition(struct sim_chip *chip)
{
	guard(sim_chip)(chip);
	if (chip->running)
		ina3221_model_bus_stop(&chip->model);
}

bool sim_chip_alert_pending(struct sim_chip *chip, u64 time_ns)
{
	guard(sim_chip)(chip);
	if (!chip->running)
		return false;
	chip_advance(chip, time_ns);
	return ina3221_model_alert_pending(&chip->model, time_ns);
}

void sim_chip_alert_answered(struct sim_chip *chip, u64 time_ns)
{
	guard(sim_chip)(chip);
	if (!chip->running)
		return;
	chip_advance(chip, time_ns);
	ina3221_model_alert_answered(&chip->model);
	chip_settle(chip);
}

u8 sim_chip_pointer(struct sim_chip *chip)
{
	guard(sim_chip)(chip);
	return chip->running ? chip->model.pointer : 0;
}

u32 sim_chip_max_hz(struct sim_chip *chip)
{
	guard(sim_chip)(chip);
	return chip->running ? ina3221_model_bus_max_hz(&chip->model) : 0;
}

u64 sim_chip_advance_to_now(struct sim_chip *chip)
{
	u64 now_ns = ktime_get_ns();

	lockdep_assert_held(&chip->lock);
	if (chip->running)
		chip_advance(chip, now_ns);
	return now_ns;
}

void sim_chip_inputs_changed(struct sim_chip *chip)
{
	lockdep_assert_held(&chip->lock);
	if (!chip->running)
		return;
	ina3221_model_inputs_changed(&chip->model);
	chip_settle(chip);
}

int sim_chip_set_stuck(struct sim_chip *chip, u64 time_ns, bool stuck)
{
	guard(sim_chip)(chip);
	if (!chip->running)
		return -ENODEV;
	chip_advance(chip, time_ns);
	ina3221_model_set_stuck(&chip->model, time_ns, stuck);
	chip_settle(chip);
	return 0;
}

int sim_chip_set_powered(struct sim_chip *chip, u64 time_ns, bool powered)
{
	guard(sim_chip)(chip);
	if (!chip->running)
		return -ENODEV;
	chip_advance(chip, time_ns);
	if (powered)
		ina3221_model_power_on(&chip->model, time_ns);
	else
		ina3221_model_power_off(&chip->model, time_ns);
	chip_settle(chip);
	return 0;
}

void sim_chip_hold(struct sim_chip *chip, unsigned long pins)
{
	guard(sim_chip)(chip);
	chip->held_low = pins;
	if (!chip->running)
		return;
	sim_chip_advance_to_now(chip);
	chip_settle(chip);
}

bool sim_chip_is_stuck(struct sim_chip *chip)
{
	guard(sim_chip)(chip);
	return chip->running && chip->model.sequence.stuck;
}

bool sim_chip_is_powered(struct sim_chip *chip)
{
	guard(sim_chip)(chip);
	return chip->running && chip->model.powered;
}
