/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A bit-true TI INA3221 (datasheet SBOS576C) in virtual time.
 *
 * The model is a plain structure. It owns no memory, takes no lock and knows no clock: its owner
 * serialises the calls and passes the time in. A time before one that the model has already seen
 * counts as "now".
 *
 * Each question that the datasheet leaves open is a named switch with two positions. docs/model.md
 * lists them and everything else that is modelled.
 */
#ifndef RAILGLOW_MODEL_INA3221_MODEL_H
#define RAILGLOW_MODEL_INA3221_MODEL_H

#include "core/ina3221_regs.h"
#include "model/ina3221_model_switches.h"

/** The two voltages of a channel. */
enum ina3221_model_quantity {
	INA3221_MODEL_QUANTITY_SHUNT,
	INA3221_MODEL_QUANTITY_BUS,
	INA3221_MODEL_QUANTITIES,
};

/**
 * struct ina3221_model_inputs - the analog world around the chip
 * @value_uv: voltage between the input pins of @channel (0 to 2) at @time_ns, any value; the model
 *	asks once per conversion, for its middle
 * @constant_until_ns: time up to which the value at @time_ns stays the same: after @time_ns
 *	(U64_MAX: for ever), or @time_ns itself if that is not known. May be NULL; no value is taken
 *	to be constant then
 * @context: handed to both
 *
 * Both must give the same answer for the same time. An owner that changes an input first lets the
 * model advance to the moment of the change, then calls ina3221_model_inputs_changed(); the
 * conversion in progress takes the new value, even if its middle has passed.
 */
struct ina3221_model_inputs {
	s32 (*value_uv)(void *context, unsigned int channel, enum ina3221_model_quantity quantity,
			u64 time_ns);
	u64 (*constant_until_ns)(void *context, unsigned int channel,
				 enum ina3221_model_quantity quantity, u64 time_ns);
	void *context;
};

/** Largest deviation of an oscillator, drift included (section 6.5: 500 kHz, 30 % either way). */
#define INA3221_MODEL_OSCILLATOR_PPM_MIN (-300000)
#define INA3221_MODEL_OSCILLATOR_PPM_MAX 300000

/**
 * struct ina3221_model_drift - changes of the oscillator over time
 * @ppm: by how much conversions that start at @time_ns are longer, on top of the deviation in the
 *	options; NULL: the oscillator never changes
 * @constant_until_ns: as in struct ina3221_model_inputs; may be NULL
 * @context: handed to both
 *
 * Called at the start of each conversion, for its length. An owner that changes the drift need not
 * tell the model; the conversion in progress keeps its length.
 */
struct ina3221_model_drift {
	s32 (*ppm)(void *context, u64 time_ns);
	u64 (*constant_until_ns)(void *context, u64 time_ns);
	void *context;
};

/** Makers of the chip. */
enum ina3221_model_maker {
	INA3221_MODEL_MAKER_TI,
	/**
	 * Silergy's SQ52210: registers 0x12 to 0x1d exist, but nothing of their effects is
	 * modelled.
	 */
	INA3221_MODEL_MAKER_SILERGY,
};

/**
 * struct ina3221_model_options - differences of one chip from others
 * @inputs: its inputs, called for as long as the model lives
 * @drift: drift of its oscillator
 * @oscillator_ppm: by how much conversions are longer than typical; with the drift on top, clamped
 *	to the bounds above
 * @alternatives: bit n set: switch n is in its second position
 * @manufacturer_id: word of that register; 0: TI's 0x5449
 * @die_id: word of that register; 0: TI's 0x3220
 * @maker: an enum ina3221_model_maker
 */
struct ina3221_model_options {
	struct ina3221_model_inputs inputs;
	struct ina3221_model_drift drift;
	s32 oscillator_ppm;
	u32 alternatives;
	u16 manufacturer_id;
	u16 die_id;
	u8 maker;
};

/** Accesses that no correct driver makes: counted, never refused. */
enum ina3221_model_violation {
	/** A write to a register that is read-only. */
	INA3221_MODEL_VIOLATION_READ_ONLY_REGISTER,
	/** A write of 1 to a bit that is read-only or reserved. */
	INA3221_MODEL_VIOLATION_READ_ONLY_BITS,
	/** A read of a register that does not exist. */
	INA3221_MODEL_VIOLATION_UNLISTED_READ,
	/** A write to a register that does not exist. */
	INA3221_MODEL_VIOLATION_UNLISTED_WRITE,
	/** A write of neither 1 nor 3 bytes, a read of other than 2. */
	INA3221_MODEL_VIOLATION_LENGTH,
	INA3221_MODEL_VIOLATIONS,
};

/** Names for people, lower case with dashes, by enum ina3221_model_violation. */
extern const char *const ina3221_model_violation_name[INA3221_MODEL_VIOLATIONS];

/**
 * struct ina3221_model_counters - counts since ina3221_model_init()
 * @conversions: conversions completed
 * @cycles: conversion cycles completed
 * @reads: words read, of any register
 * @mask_reads: words read of Mask/Enable, each clearing its flags
 * @writes: words written, to any register
 * @violations: by enum ina3221_model_violation
 */
struct ina3221_model_counters {
	u64 conversions;
	u64 cycles;
	u64 reads;
	u64 mask_reads;
	u64 writes;
	u64 violations[INA3221_MODEL_VIOLATIONS];
};

/** Pins, as bits. All are open drain: 1 = released, 0 = driven low. */
enum ina3221_model_pin {
	INA3221_MODEL_PIN_CRITICAL = BIT(0),
	INA3221_MODEL_PIN_WARNING = BIT(1),
	/** High: power is valid. */
	INA3221_MODEL_PIN_POWER_VALID = BIT(2),
	/** Low: the second rail did not follow the first in time. */
	INA3221_MODEL_PIN_TIMING_CONTROL = BIT(3),
	INA3221_MODEL_PINS_ALL = 0xf,
};

/** States of the timing-control sequence (section 7.3.2). */
enum ina3221_model_timing_control {
	/** Waiting for channel 1 to reach 1.2 V. */
	INA3221_MODEL_TC_WAIT,
	/** Channel 1 is up, channel 2 is being checked. */
	INA3221_MODEL_TC_CHECK,
	/** Over without alert: channel 2 came up, or CONFIG was written. */
	INA3221_MODEL_TC_DONE,
	/** Channel 2 did not come up; the pin is low until a reset. */
	INA3221_MODEL_TC_ALERT,
};

/**
 * struct ina3221_model_signals - all that a conversion cycle can change
 * @accumulator: averages, in counts with 16 or 10 fraction bits
 * @single: last unaveraged counts
 * @average: output registers
 * @sum: sum register
 * @flags: CF, SF, WF and CVRF, in their places in Mask/Enable
 * @over: outcome of the last comparison, in the places of CF, SF and WF
 * @answered: bits of @flags that an alert response has answered for
 * @seeded: bit channel * 2 + quantity: the accumulator has had a sample
 * @power_valid: level of the pin
 * @timing_control: an enum ina3221_model_timing_control
 * @timing_control_checks: checks of channel 2 that have failed
 *
 * Compared as a whole: two equal ones in a row, under constant inputs, mean
 * that every further cycle changes nothing.
 */
struct ina3221_model_signals {
	s32 accumulator[INA3221_CHANNELS][INA3221_MODEL_QUANTITIES];
	s16 single[INA3221_CHANNELS][INA3221_MODEL_QUANTITIES];
	u16 average[INA3221_CHANNELS][INA3221_MODEL_QUANTITIES];
	u16 sum;
	u16 flags;
	u16 over;
	u16 answered;
	u8 seeded;
	u8 power_valid;
	u8 timing_control;
	u8 timing_control_checks;
};

/**
 * struct ina3221_model_settings - registers that only the bus changes
 * @config: CONFIG; bit 15 always 0
 * @critical: critical limits
 * @warning: warning limits
 * @sum_limit: limit of the sum
 * @mask: the writable bits of Mask/Enable
 * @pv_upper: power-valid upper limit
 * @pv_lower: power-valid lower limit
 */
struct ina3221_model_settings {
	u16 config;
	u16 critical[INA3221_CHANNELS];
	u16 warning[INA3221_CHANNELS];
	u16 sum_limit;
	u16 mask;
	u16 pv_upper;
	u16 pv_lower;
};

/**
 * struct ina3221_model_sequence - place of the converter in its cycle
 * @now_ns: moment that the model has advanced to
 * @step_end_ns: end of the conversion in progress; U64_MAX: none is
 * @cycle_start_ns: start of the cycle in progress
 * @settled_since_ns: start of the last cycle, if that changed nothing; else U64_MAX
 * @awake_ns: moment at which the chip is awake after its last power-down
 * @cycles_begun: number of cycles so far, which is that of the one in progress
 * @step_ns: length of a shunt and of a bus conversion, at present
 * @pace_ppm: deviation that @step_ns is computed with
 * @plan: the conversions of a cycle, as channel * 2 + quantity
 * @steps: number of conversions in @plan
 * @step: index into @plan of the conversion in progress
 * @passes_left: cycles until a single shot ends; 0: continuous
 * @asleep: in power-down; leaving it takes 40 us
 * @stuck: no conversion ever ends (a fault)
 * @disturbed: something other than time has changed during this cycle
 */
struct ina3221_model_sequence {
	u64 now_ns;
	u64 step_end_ns;
	u64 cycle_start_ns;
	u64 settled_since_ns;
	u64 awake_ns;
	u64 cycles_begun;
	u32 step_ns[INA3221_MODEL_QUANTITIES];
	s32 pace_ppm;
	u8 plan[INA3221_CHANNELS * INA3221_MODEL_QUANTITIES];
	u8 steps;
	u8 step;
	u16 passes_left;
	bool asleep;
	bool stuck;
	bool disturbed;
};

/**
 * struct ina3221_model - one chip
 * @options: as given
 * @settings: registers that the bus writes
 * @signals: state that conversions change
 * @signals_before: @signals at the start of the cycle
 * @sequence: place of the converter in its cycle
 * @counters: counts
 * @word_cycle: number of the cycle in which each output register was written
 * @sum_cycle: number of the cycle in which the sum was written
 * @pointer: register that the next read reads
 * @powered: has its supply
 *
 * Tests and others may look at it; only the functions below change it.
 */
struct ina3221_model {
	struct ina3221_model_options options;
	struct ina3221_model_settings settings;
	struct ina3221_model_signals signals;
	struct ina3221_model_signals signals_before;
	struct ina3221_model_sequence sequence;
	struct ina3221_model_counters counters;
	u64 word_cycle[INA3221_CHANNELS][INA3221_MODEL_QUANTITIES];
	u64 sum_cycle;
	u8 pointer;
	bool powered;
};

/**
 * ina3221_model_init() - make a chip and power it up
 * @m: filled in
 * @options: copied
 * @now_ns: moment at which power comes up
 */
void ina3221_model_init(struct ina3221_model *m, const struct ina3221_model_options *options,
			u64 now_ns);

/**
 * ina3221_model_power_on() - apply the supply, which resets every register
 * @m: the chip
 * @now_ns: time
 *
 * A call while the chip is powered is a power cycle. Counters and faults stay.
 */
void ina3221_model_power_on(struct ina3221_model *m, u64 now_ns);

/**
 * ina3221_model_power_off() - take the supply away
 * @m: the chip
 * @now_ns: time
 *
 * Until ina3221_model_power_on() the chip converts nothing, acknowledges
 * nothing and lets go of all its pins.
 */
void ina3221_model_power_off(struct ina3221_model *m, u64 now_ns);

/**
 * ina3221_model_set_stuck() - begin or end the fault of a converter that never gets ready
 * @m: the chip
 * @now_ns: time
 * @stuck: the fault begins; otherwise it ends
 *
 * Registers keep their words and CVRF is not set; the bus works. A new cycle starts when the fault
 * ends.
 */
void ina3221_model_set_stuck(struct ina3221_model *m, u64 now_ns, bool stuck);

/** Pass for "no limit" to ina3221_model_advance(). */
#define INA3221_MODEL_ADVANCE_ALL U32_MAX

/**
 * ina3221_model_advance() - let time pass
 * @m: the chip
 * @now_ns: moment to advance to
 * @conversions_max: most conversions to compute; with 1, a caller that looks at the pins between
 *	calls sees every change of them
 *
 * Cycles that can change nothing, under constant inputs and with settled averages, are skipped in
 * one go and do not count against the maximum.
 *
 * Return: the time reached, @now_ns unless @conversions_max ended it early.
 */
u64 ina3221_model_advance(struct ina3221_model *m, u64 now_ns, u32 conversions_max);

/**
 * ina3221_model_inputs_changed() - tell the model that an input has changed
 * @m: the chip, advanced up to the moment of the change
 */
void ina3221_model_inputs_changed(struct ina3221_model *m);

/**
 * ina3221_model_read() - read a register, which clears all that a read clears
 * @m: the chip, powered
 * @now_ns: time; the chip advances to it first
 * @reg: an enum ina3221_reg, or anything else, which is counted
 */
u16 ina3221_model_read(struct ina3221_model *m, u64 now_ns, u8 reg);

/**
 * ina3221_model_word_cycle() - find the conversion cycle that a register's word is from
 * @m: the chip; the answer is as of the time it has advanced to
 * @reg: an enum ina3221_reg, or anything else
 *
 * Cycles count from 1, through resets and power cycles, and include those that a CONFIG write broke
 * off. Words with the same number are of one cycle: tests compare scans of a driver with that.
 *
 * Return: the number; 0 if the register holds no result of a conversion (yet).
 */
u64 ina3221_model_word_cycle(const struct ina3221_model *m, u8 reg);

/**
 * ina3221_model_write() - write a register, which starts all that a write starts
 * @m: the chip, powered
 * @now_ns: time; the chip advances to it first
 * @reg: an enum ina3221_reg, or anything else, which is counted
 * @value: bits that cannot be written are counted and dropped
 */
void ina3221_model_write(struct ina3221_model *m, u64 now_ns, u8 reg, u16 value);

/**
 * ina3221_model_bus_write() - take the data bytes of one write message
 * @m: the chip
 * @now_ns: time; the chip advances to it first
 * @bytes: pointer, then the word, high byte first
 * @len: 0 (address only), 1 (sets the pointer) or 3; 2 sets the pointer and
 *	drops the odd byte, bytes past the third are dropped; both are counted
 *
 * Return: 0, or -ENXIO if the chip has no power and acknowledges nothing.
 */
int __must_check ina3221_model_bus_write(struct ina3221_model *m, u64 now_ns, const u8 *bytes,
					 size_t len);

/**
 * ina3221_model_bus_read() - give the data bytes of one read message
 * @m: the chip
 * @now_ns: time; the chip advances to it first
 * @bytes: filled in with the register at the pointer, high byte first
 * @len: 0 (address only) or 2; other lengths are counted and filled as
 *	INA3221_MODEL_SWITCH_LONG_READ says
 *
 * Return: 0, or -ENXIO if the chip has no power and acknowledges nothing.
 */
int __must_check ina3221_model_bus_read(struct ina3221_model *m, u64 now_ns, u8 *bytes, size_t len);

/**
 * ina3221_model_bus_stop() - take a STOP condition on the bus
 * @m: the chip
 *
 * The owner calls this at the end of each transfer, not between its messages.
 */
void ina3221_model_bus_stop(struct ina3221_model *m);

/**
 * ina3221_model_bus_max_hz() - find the fastest clock that the chip follows
 * @m: the chip
 *
 * Return: Hz, in high-speed mode.
 */
u32 ina3221_model_bus_max_hz(const struct ina3221_model *m);

/**
 * ina3221_model_alert_pending() - would the chip answer the SMBus alert
 *	response address?
 * @m: the chip
 * @now_ns: time; the chip advances to it first
 *
 * Only latched alerts (CEN, WEN) take part (section 7.3.2). If several chips
 * would answer, the lowest address wins the arbitration.
 */
bool ina3221_model_alert_pending(struct ina3221_model *m, u64 now_ns);

/**
 * ina3221_model_alert_answered() - tell the chip that its answer to the alert
 *	response address has won
 * @m: the chip
 */
void ina3221_model_alert_answered(struct ina3221_model *m);

/**
 * ina3221_model_pins() - read the levels of the pins
 * @m: the chip; the answer is as of the time it has advanced to
 *
 * Return: enum ina3221_model_pin bits; 1 = high.
 */
u8 ina3221_model_pins(const struct ina3221_model *m);

/**
 * ina3221_model_next_pin_event() - find a time before which no pin changes by itself
 * @m: the chip, advanced to the present
 * @pins: enum ina3221_model_pin bits of the pins that matter to the caller
 *
 * The time is a bound: nothing need happen then. Any bus access, change of an input, or fault makes
 * it void.
 *
 * Return: a time after the present; U64_MAX if no pin can change at all.
 */
u64 ina3221_model_next_pin_event(const struct ina3221_model *m, u8 pins);

#endif /* RAILGLOW_MODEL_INA3221_MODEL_H */
