// SPDX-License-Identifier: GPL-2.0-only
/*
 * Any bytes as pattern text. An accepted text must survive being written and
 * read again, and must make a waveform that keeps its promises. The first byte
 * chooses the LED, and whether the rest is text or numbers still to be written.
 */
#include "core/pattern.h"
#include "core/pattern_text.h"
#include "core/waveform.h"
#include "tests/unit/waveform_reference.h"
#include "tests/fuzz/promise.h"

static const u32 maxima[] = { 1, 15, 255, 4095, 65535, 2147483647 };

/* Written and read again, whole and cut, tuples stay what they are. */
static void check_text(const struct pattern_tuple *tuples, u32 count)
{
	static struct pattern_tuple again[PATTERN_TUPLES_MAX];
	static char text[PATTERN_TUPLES_MAX * 22 + 1];
	size_t len = pattern_text_format(tuples, count, text, sizeof(text));

	PROMISE(len < sizeof(text) && strlen(text) == len && text[len - 1] == '\n');
	PROMISE(pattern_text_parse(text, len, again, PATTERN_TUPLES_MAX) == (int)count);
	PROMISE(!memcmp(tuples, again, count * sizeof(*tuples)));

	len = pattern_text_format(tuples, count, text, len / 2);
	PROMISE(strlen(text) == len);
	PROMISE(!len || pattern_text_parse(text, len, again, count) > 0);
	PROMISE(!len || !memcmp(tuples, again, sizeof(*tuples)));
}

static void check_linear_level(const struct waveform *w, u64 position_ns, u32 level)
{
	if (w->curve == WAVEFORM_LINEAR)
		PROMISE(reference_is_level(w->tuples, w->count, position_ns, level));
}

/* Levels stay in range, changes lie ahead, and there the level is another. */
static void check_waveform(const struct pattern_tuple *tuples, u32 count, u32 max,
			   enum waveform_curve curve)
{
	static const u64 intervals_ns[] = { 1, 16000000, 50000000 };
	struct waveform_place place = {};
	struct waveform w;
	u64 position_ns = 0;
	int i;

	if (waveform_init(&w, tuples, count, curve, max))
		return;
	PROMISE(waveform_level_before(&w, 0) <= max);
	for (i = 0; i < 12; i++) {
		u32 level, now;
		struct waveform_change change =
			waveform_look(&w, &place, position_ns, intervals_ns[i % 3], &level);

		PROMISE(level <= max);
		check_linear_level(&w, position_ns, level);
		if (change.after_ns == WAVEFORM_NEVER)
			return;
		PROMISE(change.after_ns > 0 && change.after_ns <= 2 * w.period_ns);
		position_ns = (position_ns + change.after_ns) % w.period_ns;
		waveform_look(&w, &place, position_ns, 1, &now);
		PROMISE(now != level);
		PROMISE(change.ramp_left_ns
				? position_ns + change.ramp_left_ns ==
					  place.start_ns +
						  tuples[place.index].duration_ms * 1000000ULL
				: position_ns == place.start_ns);
	}
}

static void check_text_input(const char *text, size_t len, u32 brightness_max)
{
	static struct pattern_tuple tuples[PATTERN_TUPLES_MAX];
	int counted = pattern_text_parse(text, len, NULL, 0);
	int count = pattern_text_parse(text, len, tuples, PATTERN_TUPLES_MAX);

	PROMISE(counted == count);
	PROMISE(count == -EINVAL || (count >= 0 && count <= PATTERN_TUPLES_MAX));
	if (count <= 0)
		return;
	check_text(tuples, (u32)count);
	check_waveform(tuples, (u32)count, brightness_max, WAVEFORM_LINEAR);
	check_waveform(tuples, (u32)count, brightness_max, WAVEFORM_PERCEPTUAL);
}

/* Bytes as numbers instead of digits: every input is a pattern of some kind. */
static void check_tuple_input(const uint8_t *data, size_t size, u32 brightness_max)
{
	static char text[PATTERN_TUPLES_MAX * 22 + 1];
	struct pattern_tuple tuples[64];
	u32 count;

	for (count = 0; count < ARRAY_SIZE(tuples) && size >= 5; count++, data += 5, size -= 5) {
		u32 duration_ms = data[2] | (u32)data[3] << 8;

		tuples[count].brightness = data[0] | (u32)data[1] << 8;
		if (brightness_max > 65535)
			tuples[count].brightness <<= data[4] & 15;
		tuples[count].brightness %= brightness_max + 1;
		tuples[count].duration_ms = duration_ms << (data[4] >> 4);
	}
	check_text_input(text, pattern_text_format(tuples, count, text, sizeof(text)),
			 brightness_max);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	u32 brightness_max;

	if (!size)
		return 0;
	brightness_max = maxima[(data[0] & 0x7f) % ARRAY_SIZE(maxima)];
	if (data[0] & 0x80)
		check_tuple_input(data + 1, size - 1, brightness_max);
	else
		check_text_input((const char *)data + 1, size - 1, brightness_max);
	return 0;
}
