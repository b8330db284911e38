// SPDX-License-Identifier: GPL-2.0-only
/*
 * Input scripts: the voltage at a time. Text is parsed in input_text.c; files are
 * board/inputs.c's.
 */
#include "model/input.h"

#include "core/rounding.h"

#define Q30 30
/* Most bits that do not overflow when they are multiplied by a level. */
#define RATIO_BITS 32

/* Place of a moment in a script. */
struct position {
	const struct input_segment *segment;
	u64 start_ns;
	u64 elapsed_ns;
};

/* Halves both until the larger, @whole, has at most RATIO_BITS. */
static void shrink_ratio(u64 *part, u64 *whole)
{
	while (*whole >> RATIO_BITS) {
		*whole >>= 1;
		*part >>= 1;
	}
}

/*
 * Computes sin(x * pi/2) for 0 <= x <= 1, both with 30 fraction bits, by the power series up to
 * x^11, whose terms are (pi/2)^k / k!; the rest is below 6e-8.
 */
static s64 sine_quarter_q30(s64 x)
{
	static const s64 term[] = { 3864, 172272, 5026995, 85569306, 693598668, 1686629713 };
	s64 square = (x * x) >> Q30;
	s64 sum = 0;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(term); i++)
		sum = term[i] - ((sum * square) >> Q30);
	return (sum * x) >> Q30;
}

/* Computes the sine of a fraction of a period; the quadrants mirror the first one. */
static s64 sine_q30(u64 part_ns, u64 period_ns)
{
	const s64 one = 1LL << Q30;
	u64 phase_q32;
	s64 x;

	shrink_ratio(&part_ns, &period_ns);
	phase_q32 = div64_u64(part_ns << 32, period_ns);
	x = (s64)(phase_q32 & (u64)(one - 1));
	switch (phase_q32 >> Q30) {
	case 0:
		return sine_quarter_q30(x);
	case 1:
		return sine_quarter_q30(one - x);
	case 2:
		return -sine_quarter_q30(x);
	default:
		return -sine_quarter_q30(one - x);
	}
}

static s32 sine_uv(const struct input_segment *segment, u64 elapsed_ns)
{
	u64 part_ns;

	div64_u64_rem(elapsed_ns, segment->period_ns, &part_ns);
	return segment->from_uv +
	       (s32)div_nearest(segment->to_uv * sine_q30(part_ns, segment->period_ns), 1LL << Q30);
}

static s32 line_uv(const struct input_segment *segment, u64 elapsed_ns, u64 duration_ns)
{
	s64 rise_uv = (s64)segment->to_uv - segment->from_uv;

	if (!rise_uv)
		return segment->to_uv;
	shrink_ratio(&elapsed_ns, &duration_ns);
	return segment->from_uv + (s32)div_nearest(rise_uv * (s64)elapsed_ns, (s64)duration_ns);
}

static u64 since_start_ns(const struct input *in, u64 time_ns)
{
	return time_ns > in->start_ns ? time_ns - in->start_ns : 0;
}

/* Finds the first segment that ends after @at_ns, or the last of all. */
static u32 find_segment(const struct input *in, u64 at_ns)
{
	u32 low = 0, high = in->count - 1;

	while (low < high) {
		u32 middle = low + (high - low) / 2;

		if (in->segments[middle].end_ns > at_ns)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

static struct position find_position(const struct input *in, u64 at_ns)
{
	u64 total_ns = in->segments[in->count - 1].end_ns;
	struct position pos;
	u32 index;

	if (in->loop)
		div64_u64_rem(at_ns, total_ns, &at_ns);
	else
		at_ns = min(at_ns, total_ns);
	index = find_segment(in, at_ns);
	pos.segment = &in->segments[index];
	pos.start_ns = index ? in->segments[index - 1].end_ns : 0;
	pos.elapsed_ns = at_ns - pos.start_ns;
	return pos;
}

/* Mixes every bit into every other, so that neighbouring times give unrelated values. */
static u64 mix_bits(u64 x)
{
	x = (x ^ (x >> 32)) * 0x9e3779b97f4a7c15ULL;
	x = (x ^ (x >> 29)) * 0x6a09e667f3bcc909ULL;
	x = (x ^ (x >> 31)) * 0xbb67ae8584caa73bULL;
	return x ^ (x >> 32);
}

/* Computes the noise; each of -noise_uv .. noise_uv is equally likely. */
static s32 noise_uv(const struct input *in, u64 at_ns)
{
	u64 index = div64_u64(at_ns, in->noise_every_ns);
	u64 random = mix_bits(index + mix_bits(in->noise_seed)) >> 32;

	return (s32)((random * (2ULL * in->noise_uv + 1)) >> 32) - (s32)in->noise_uv;
}

s32 input_uv(const struct input *in, u64 time_ns)
{
	u64 at_ns = since_start_ns(in, time_ns);
	struct position pos = find_position(in, at_ns);
	s32 uv;

	if (pos.segment->period_ns)
		uv = sine_uv(pos.segment, pos.elapsed_ns);
	else
		uv = line_uv(pos.segment, pos.elapsed_ns, pos.segment->end_ns - pos.start_ns);
	return in->noise_uv ? uv + noise_uv(in, at_ns) : uv;
}

static bool is_level(const struct input_segment *segment, s32 level_uv)
{
	return !segment->period_ns && segment->from_uv == level_uv && segment->to_uv == level_uv;
}

/* Computes how long the script without its noise stays as it is, from @at_ns on. */
static u64 script_constant_ns(const struct input *in, u64 at_ns)
{
	const struct input_segment *last = &in->segments[in->count - 1];
	struct position pos = find_position(in, at_ns);
	const struct input_segment *next = pos.segment;

	if (!in->loop && at_ns >= last->end_ns)
		return INPUT_FOREVER;
	if (!is_level(next, next->to_uv))
		return 0;
	while (next < last && is_level(next + 1, pos.segment->to_uv))
		next++;
	if (next == last && !in->loop)
		return INPUT_FOREVER;
	return next->end_ns - pos.start_ns - pos.elapsed_ns;
}

static u64 noise_constant_ns(const struct input *in, u64 at_ns)
{
	u64 part_ns;

	if (!in->noise_uv)
		return INPUT_FOREVER;
	div64_u64_rem(at_ns, in->noise_every_ns, &part_ns);
	return in->noise_every_ns - part_ns;
}

u64 input_constant_until_ns(const struct input *in, u64 time_ns)
{
	u64 at_ns = since_start_ns(in, time_ns);
	u64 constant_ns;

	if (time_ns < in->start_ns)
		return in->start_ns;
	constant_ns = min(script_constant_ns(in, at_ns), noise_constant_ns(in, at_ns));
	return constant_ns == INPUT_FOREVER ? INPUT_FOREVER : time_ns + constant_ns;
}

void input_constant(struct input *in, struct input_segment *segment, s32 level_uv)
{
	*segment = (struct input_segment){ .from_uv = level_uv, .to_uv = level_uv };
	*in = (struct input){ .segments = segment, .count = 1, .noise_every_ns = 1 };
}
