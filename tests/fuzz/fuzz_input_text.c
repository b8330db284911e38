// SPDX-License-Identifier: GPL-2.0-only
/*
 * Any bytes as an input script. A refused text has a place and a reason; what
 * is accepted keeps its bounds and its promises of constancy.
 */
#include "model/input.h"
#include "tests/fuzz/promise.h"

#define ROOM 1024

static void check_segments(const struct input *in)
{
	u64 end_ns = 0;
	u32 i;

	for (i = 0; i < in->count; i++) {
		PROMISE(in->segments[i].end_ns > end_ns || i == in->count - 1);
		PROMISE(in->segments[i].end_ns >= end_ns);
		end_ns = in->segments[i].end_ns;
	}
	PROMISE(end_ns <= INPUT_TIME_MAX_NS);
	PROMISE(!in->loop || end_ns);
	PROMISE(in->noise_every_ns && in->noise_uv <= INPUT_LEVEL_MAX_UV);
}

static void check_constancy(const struct input *in, u64 at_ns)
{
	u64 until_ns = input_constant_until_ns(in, at_ns);
	s32 uv = input_uv(in, at_ns);

	PROMISE(uv >= -3 * INPUT_LEVEL_MAX_UV && uv <= 3 * INPUT_LEVEL_MAX_UV);
	PROMISE(until_ns >= at_ns);
	if (until_ns == at_ns)
		return;
	PROMISE(input_uv(in, at_ns + (until_ns - at_ns) / 2) == uv);
	PROMISE(input_uv(in, until_ns - 1) == uv);
}

static void check_script(struct input *in)
{
	u64 total_ns = in->segments[in->count - 1].end_ns;
	u32 i;

	in->start_ns = 5000;
	check_constancy(in, 0);
	for (i = 0; i < 16; i++) {
		check_constancy(in, in->start_ns + total_ns / 8 * i);
		check_constancy(in, in->start_ns + in->segments[i % in->count].end_ns);
	}
	check_constancy(in, 4 * INPUT_TIME_MAX_NS);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	static struct input_segment segments[ROOM];
	const char *text = (const char *)data;
	struct input_error error = { SIZE_MAX, NULL };
	struct input in;
	int counted = input_parse(&in, text, size, NULL, 0, &error);
	int count = input_parse(&in, text, size, segments, ROOM, &error);

	if (count < 0) {
		PROMISE(error.reason && error.offset <= size);
		PROMISE(count == counted ||
			(count == -ENOSPC && (counted > ROOM || counted == -EINVAL)));
		return 0;
	}
	PROMISE(count == counted && count >= 1 && in.count == (u32)count);
	check_segments(&in);
	check_script(&in);
	return 0;
}
