/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Input scripts: a voltage over time as a short text, for the inputs of modelled chips, or the
 * deviation of their oscillators. The grammar is in docs/model.md; in short:
 *
 *	5000000						constant, in uV
 *	hold 1s 5V 3.3V; ramp 500ms 3.3V 0		levels in turn, then a line
 *	sine 2s 5V 100mV 50ms; noise 2mV seed 7; loop	a wave with noise, again and again
 *
 * A script can be evaluated at any time, in any order, without history: the same text and time
 * always give the same voltage.
 */
#ifndef RAILGLOW_MODEL_INPUT_H
#define RAILGLOW_MODEL_INPUT_H

#include "core/port.h"

/** Largest voltage in a script, either sign. */
#define INPUT_LEVEL_MAX_UV 500000000
/** Largest deviation in a script of deviations, either sign. */
#define INPUT_LEVEL_MAX_PPM 1000000
/** Longest script, and longest time in one. */
#define INPUT_TIME_MAX_NS (1000000ULL * RG_NS_PER_S)
/** The voltage never changes again. */
#define INPUT_FOREVER U64_MAX

/**
 * struct input_segment - a stretch of an input
 * @end_ns: its end, from the start of the script
 * @period_ns: period of a sine; 0 for a line
 * @from_uv: level at its start; mean of a sine
 * @to_uv: level at its end; amplitude of a sine
 */
struct input_segment {
	u64 end_ns;
	u64 period_ns;
	s32 from_uv;
	s32 to_uv;
};

/**
 * struct input - a whole script
 * @segments: in order of time, owned by the caller
 * @count: number of segments, at least 1
 * @loop: start again after the last one; otherwise its final level stays
 * @noise_uv: largest deviation of the added noise, 0: none
 * @noise_seed: selects the noise
 * @noise_every_ns: duration of each value of the noise, at least 1
 * @start_ns: start of the script; before that, it is as at its start
 */
struct input {
	const struct input_segment *segments;
	u32 count;
	bool loop;
	u32 noise_uv;
	u64 noise_seed;
	u64 noise_every_ns;
	u64 start_ns;
};

/**
 * struct input_error - a mistake in a script
 * @offset: byte at which it is
 * @reason: a sentence that says how to fix it, without a full stop, never NULL
 */
struct input_error {
	size_t offset;
	const char *reason;
};

/**
 * input_parse() - check a text and make it a script
 * @in: the script, starting at time 0; untouched on errors
 * @text: the text, need not be terminated by a NUL
 * @len: its length in bytes
 * @segments: filled in, kept by reference; NULL to only check and count, which leaves @in untouched
 * @room: number of segments that fit
 * @error: filled in on errors
 *
 * Pure: parsing twice, first with @segments NULL, tells how much to allocate.
 *
 * Return: number of segments (at least 1); -EINVAL for malformed text; -ENOSPC if more than @room.
 */
int __must_check input_parse(struct input *in, const char *text, size_t len,
			     struct input_segment *segments, u32 room, struct input_error *error);

/**
 * input_parse_ppm() - check a text and make it a script of a deviation
 * @in: as in input_parse()
 * @text: as there, but levels are in ppm, or have one of the units ppm and %
 * @len: as there
 * @segments: as there
 * @room: as there
 * @error: as there
 *
 * All functions that take voltages take such a script as well; their uV are ppm then.
 *
 * Return: as input_parse().
 */
int __must_check input_parse_ppm(struct input *in, const char *text, size_t len,
				 struct input_segment *segments, u32 room,
				 struct input_error *error);

/**
 * input_constant() - make the script of one level
 * @in: the script
 * @segment: one segment, kept by reference
 * @level_uv: the level
 */
void input_constant(struct input *in, struct input_segment *segment, s32 level_uv);

/**
 * input_uv() - compute the voltage at a time
 * @in: the script
 * @time_ns: absolute, as is @in->start_ns
 *
 * Return: uV, rounded to nearest; a ramp of more than 4 s or a sine is within 1 uV + 1 ppm.
 */
s32 input_uv(const struct input *in, u64 time_ns);

/**
 * input_constant_until_ns() - find the time until which the voltage stays as it is
 * @in: the script
 * @time_ns: absolute, as is @in->start_ns
 *
 * Return: that time, after @time_ns; INPUT_FOREVER if it stays for ever; @time_ns if the voltage is
 * changing.
 */
u64 input_constant_until_ns(const struct input *in, u64 time_ns);

#endif /* RAILGLOW_MODEL_INPUT_H */
